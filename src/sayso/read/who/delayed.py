"""Delayed identification: whom a headline or an opening sentence only describes ("A harbour pilot"), the next paragraph names at its head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.data import Span
from sayso.read.lexicon import roles
from sayso.read.who.antecedents import office_match
from sayso.read.who.cast import Cast
from sayso.read.who.offices import content_words
from sayso.read.who.persons import Form
from sayso.read.who.phrases import Phrase, parse, trim

PARAGRAPH = re.compile(r"[^\n]*\w[^\n]*")
ENDED = re.compile(r"[.!?][\"”’')\]]*\s*$")
"""How a paragraph of sentences ends; headlines, bylines and datelines by themselves do not."""
FULL = 2
"""Words of a name that introduces somebody: a surname alone takes up somebody known."""


def introduced(cast: Cast, sources: Sequence[Span]) -> dict[Span, tuple[int, Phrase]]:
    """For sources of the headline and the opening paragraph that describe one person: who the next paragraph names, and the description.

    It must begin with a full name that the article has not told before, of the one whom it speaks of more than of anybody else that it names from
    there on; and what else it says of them must fit.
    """
    number, opening = _named_next(cast)
    if number < 0:
        return {}
    found: dict[Span, tuple[int, Phrase]] = {}
    for source in sources:
        phrase = parse(cast.words, *trim(cast.words, *cast.words.within(source))) if source.end <= opening else None
        if phrase is not None and _describes(cast, phrase, number):
            found[source] = (number, phrase)
    return found


def _named_next(cast: Cast) -> tuple[int, int]:
    """Who is named at the head of the paragraph behind the opening one, or -1, and where the opening ends."""
    begins = list(PARAGRAPH.finditer(cast.words.text))
    at = next((i for i, told in enumerate(begins) if ENDED.search(told.group())), len(begins))
    if at + 1 >= len(begins):
        return -1, 0
    start = begins[at + 1].start()
    for number, forms in cast.forms.items():
        first = forms[0]
        if cast.referents[number].kind == "person" and _heads(cast, first, start):
            later = [other for other, told in cast.forms.items() if _starts(cast, told[0]) >= start and cast.referents[other].kind == "person"]
            most = all(cast.referents[number].mentions >= cast.referents[other].mentions for other in later)
            return (number if most else -1), begins[at].end()
    return -1, 0


def _heads(cast: Cast, form: Form, start: int) -> bool:
    text, begin = cast.words.text, _starts(cast, form)
    return len(form.key) >= FULL and begin >= start and not any(letter.isalnum() for letter in text[start:begin])


def _starts(cast: Cast, form: Form) -> int:
    return cast.words.words[form.begin].start


def _describes(cast: Cast, phrase: Phrase, number: int) -> bool:
    """Whether a phrase tells one unnamed person by a role that the named one may hold."""
    person = cast.referents[number]
    if phrase.head != "role" or phrase.many or phrase.size not in (None, 1) or phrase.determiner == "possessive":
        return False
    if any(cast.referents[who].kind == "person" for who in cast.named_in(phrase.first, phrase.last)):
        return False
    role = roles()[phrase.noun]
    if role.kind == "desk" or (role.gender and person.gender and role.gender != person.gender):
        return False
    stated = content_words(cast.words, phrase)
    return not person.offices or any(office_match(office, phrase.noun, stated, frozenset()) is not None for office in person.offices)
