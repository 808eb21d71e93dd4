"""Names and descriptions that a comma or a dash sets beside each other ("the operator, Alpine Roads," and "Alpine Roads, the operator, which")."""

from __future__ import annotations

from sayso.read.lexicon import words_of
from sayso.read.who.cast import Cast
from sayso.read.who.phrases import Phrase, parse

DOERS = ("er", "or")
"""How nouns of those who do something end, which tell what a company is ("a retailer", "the country's largest distributor")."""


def apposed_before(cast: Cast, first: int) -> int:
    """The person to whose name a phrase is apposed ("Jane Doe — a former aide who ...", "Jane Doe, a former aide who ..."), or -1."""
    words = cast.words
    if first < 2:
        return -1
    mark = words.written[first - 1]
    if mark not in "—–" and (mark != "," or words.low(first) not in words_of("indefinite")):
        return -1
    bearer = cast.bearer[first - 2]
    return bearer if bearer >= 0 and cast.referents[bearer].kind == "person" else -1


def body_apposed_before(cast: Cast, first: int, last: int) -> int:
    """The body to whose name behind a comma a phrase is apposed ("Solano, the country's second-largest retailer, which ..."), or -1."""
    words = cast.words
    if first < 2 or words.written[first - 1] != ",":
        return -1
    phrase = parse(words, first, last)
    bearer = cast.bearer[first - 2]
    if phrase is None or phrase.many or bearer < 0 or cast.referents[bearer].kind not in ("organisation", "outlet"):
        return -1
    return bearer if phrase.head == "body" or (phrase.head == "noun" and phrase.noun.endswith(DOERS)) else -1


def apposed_body(cast: Cast, phrase: Phrase) -> int:
    """The body whose name stands behind a comma ("the operator, Alpine Roads,"), or -1."""
    for first, last in phrase.tail:
        for who in cast.named_in(first, last)[:1]:
            if cast.referents[who].kind in ("place", "other") and cast.referents[who].known is None:
                cast.referents[who].kind = "organisation"  # the tagger's slip: "the operator, Alpine Roads," names a body
            if cast.referents[who].kind in ("organisation", "government", "outlet") and not phrase.many:
                cast.referents[who].nouns |= {phrase.noun}
                return who
    return -1
