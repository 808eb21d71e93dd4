"""Sources joined by "and": whether they are separate witnesses or one group."""

from __future__ import annotations

from sayso.read.who.cast import Cast
from sayso.read.who.entities import is_plural
from sayso.read.who.phrases import Phrase


def separate(cast: Cast, phrases: list[Phrase]) -> bool:
    """Whether conjuncts are separate witnesses: somebody named or definite among them, and none a mere rest of a longer phrase."""
    if shared_role(phrases[0]) and all(_bare(cast, phrase) for phrase in phrases[1:]):
        return False
    if any(phrase.head == "noun" and phrase.determiner == "none" and not phrase.owner and not phrase.many for phrase in phrases):
        return False
    return any(
        (phrase.head in ("name", "pronoun") and not plural_name(cast, phrase))
        or (phrase.determiner in ("definite", "possessive") and phrase.head in ("role", "body"))
        for phrase in phrases
    )


def shared_role(phrase: Phrase) -> bool:
    """ "the leaders of A (and B)", "spokesmen for A (and for B)": one role, several principals."""
    return phrase.head in ("role", "body") and phrase.many and bool(phrase.complements)


def _bare(cast: Cast, phrase: Phrase) -> bool:
    return phrase.head == "name" or (phrase.head == "body" and bool(cast.named_in(phrase.first, phrase.last)))


def plural_name(cast: Cast, phrase: Phrase) -> bool:
    """Whether a phrase is the plural of people that bears a name ("Republicans")."""
    form = next((form for form in cast.forms.get(cast.bearer[phrase.core[1] - 1], ()) if form.first <= phrase.core[1] - 1 < form.last), None)
    return form is not None and is_plural(form) and phrase.determiner != "definite"
