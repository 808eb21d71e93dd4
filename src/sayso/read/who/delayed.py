"""Delayed identification: whom a headline or an opening sentence only describes ("A harbour pilot", "a Danish shipping company"), the next
paragraph names at its head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.data import Span
from sayso.read.lexicon import key, roles
from sayso.read.who.cast import Cast
from sayso.read.who.descriptions import office_match
from sayso.read.who.firms import COMPANY, FIRMS
from sayso.read.who.offices import content_words, executive
from sayso.read.who.persons import Form
from sayso.read.who.phrases import Phrase, parse, trim

PARAGRAPH = re.compile(r"[^\n]*\w[^\n]*")
ENDED = re.compile(r"[.!?][\"”’')\]]*\s*$")
"""How a paragraph of sentences ends; headlines, bylines and datelines by themselves do not."""
FULL = 2
"""Words of a name that introduces somebody: a surname alone takes up somebody known."""


def introduced(cast: Cast, sources: Sequence[Span]) -> dict[Span, tuple[int, Phrase]]:
    """For sources of the headline and the opening paragraph that describe one person or company: who the next paragraph names, and the description.

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
        sort = cast.referents[number].kind
        if sort in ("person", "organisation") and cast.referents[number].known is None and _heads(cast, first, start):
            later = [other for other, told in cast.forms.items() if _starts(cast, told[0]) >= start and cast.referents[other].kind == sort]
            most = all(cast.referents[number].mentions >= cast.referents[other].mentions for other in later)
            return (number if most else -1), begins[at].end()
    return _led_later(cast, start), begins[at].end()


def _led_later(cast: Cast, start: int) -> int:
    """The company that an article names behind its opening together with an executive, and more often than any other body; or -1."""
    led = {who for r in cast.referents for office in r.offices if executive(office) for who in office.principals}
    bodies = sorted((n for n, r in enumerate(cast.referents) if r.kind == "organisation" and r.named), key=lambda n: -cast.referents[n].mentions)
    clear = bodies and all(cast.referents[bodies[0]].mentions > cast.referents[n].mentions for n in bodies[1:])
    if not clear or bodies[0] not in led or bodies[0] not in cast.forms:
        return -1
    return bodies[0] if _starts(cast, cast.forms[bodies[0]][0]) >= start else -1


def _heads(cast: Cast, form: Form, start: int) -> bool:
    text, begin = cast.words.text, _starts(cast, form)
    return (len(form.key) >= FULL or form.sort != "person") and begin >= start and not any(letter.isalnum() for letter in text[start:begin])


def _starts(cast: Cast, form: Form) -> int:
    return cast.words.starts[form.begin]


def _describes(cast: Cast, phrase: Phrase, number: int) -> bool:
    """Whether a phrase tells one unnamed person by a role that the named one may hold, or one company."""
    person = cast.referents[number]
    if person.kind == "organisation":
        firm = phrase.head == "body" and phrase.noun in COMPANY | FIRMS and not phrase.many and phrase.determiner != "possessive"
        told = person.nouns - {word.removesuffix("s") for word in key(person.name)}
        before = any(r.kind == "organisation" and r.named and r.at < phrase.first for r in cast.referents)
        return firm and not before and not _names_body(cast, phrase) and (not told or bool(told & (COMPANY | FIRMS | {phrase.noun})))
    if phrase.head != "role" or phrase.many or phrase.size not in (None, 1) or phrase.determiner == "possessive":
        return False
    if any(cast.referents[who].kind == "person" for who in cast.named_in(phrase.first, phrase.last)):
        return False
    role = roles()[phrase.noun]
    if role.kind == "desk" or (role.gender and person.gender and role.gender != person.gender):
        return False
    stated = content_words(cast.words, phrase)
    return not person.offices or any(office_match(office, phrase.noun, stated, frozenset()) is not None for office in person.offices)


def _names_body(cast: Cast, phrase: Phrase) -> bool:
    """Whether a description names a body of its own ("Ordal's parent company"), beside countries."""
    return any(cast.referents[who].kind in ("organisation", "outlet") for who in cast.named_in(phrase.first, phrase.last))
