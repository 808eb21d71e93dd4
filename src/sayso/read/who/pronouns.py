"""Whom a pronoun takes up."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from operator import mul
from typing import Literal

from sayso.read.lexicon import Row, bodies
from sayso.read.who.antecedents import BODIES, NEAR, score, weights
from sayso.read.who.cast import Cast, Referent, Seen
from sayso.read.who.words import Words, words_among

AHEAD = 12
"""Mentions behind a pronoun that are tried when none before it fits."""
LEAST_PRONOUN = -7.5
"""A pronoun is left open when the best candidate scores less."""
TOLD = frozenset({"told", "tell", "tells", "telling"})
Case = Literal["pronoun", "possessive", "object"]
POSSESSIVES = frozenset({"his", "hers", "its", "their", "theirs"})
OBJECTS = frozenset({"him", "her", "them", "himself", "herself", "itself", "themselves"})
MARKS = frozenset(",;:—–()")
PARTING = frozenset({"and", "but", "or", "that", "when", "who", "which", "while", "because", "after", "before", "as", "if", "although", "since"})
"""Marks and words that part clauses."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A pronoun whose antecedent is sought: its case, its word, the quotation around it, who spoke last and which person the text names first.

    They are numbers, -1 where there is none. `oftenest` is the logarithm of the most mentions that anybody has; `fits` keeps, for everybody
    looked at, what `_standing` says of them: most are mentioned several times.
    """

    case: Case
    at: int
    row: Row
    quote: int
    last: int
    first: int
    except_for: frozenset[int]
    oftenest: float
    fits: dict[int, tuple[float, float] | None] = field(default_factory=dict)


def by_pronoun(cast: Cast, at: int, row: Row, *, except_for: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """The referents that a third-person pronoun at a word stands for; several for a joint "they", none where nobody fits."""
    return best_for(cast, at, row, except_for=except_for)[1]


def best_for(cast: Cast, at: int, row: Row, *, except_for: frozenset[int] = frozenset()) -> tuple[float, tuple[int, ...]]:
    """As `by_pronoun`, with the score of the choice."""
    case, before = case_of(cast.words, at), cast.before(at, NEAR)
    if case == "pronoun":
        except_for |= {seen.who for seen in before if cast.referents[seen.who].kind in BODIES and _is_told(cast.words, seen.at)}
    oftenest = math.log(max((referent.mentions for referent in cast.referents), default=1) or 1)
    asked = _Asked(case, at, row, cast.in_quote(at), cast.last_speaker(at), cast.first_of("person"), except_for, oftenest)
    best: tuple[float, int] = (LEAST_PRONOUN, -1)
    nearer: dict[int, None] = {}
    for seen in before:
        if best[0] > _most_from(cast, asked, seen):
            break
        score = _pronoun_score(cast, asked, seen, rivals=len(nearer) - (seen.who in nearer))
        if score > -math.inf:
            nearer[seen.who] = None
            best = max(best, (score, seen.who))
    if best[1] < 0 or asked.case != "pronoun":
        for seen in cast.after(at + 1, AHEAD):
            if best[1] >= 0 and cast.words.sentence_at[seen.at] != cast.words.sentence_at[at]:
                break  # "In her report, Poe said": an owner may follow, but not in another sentence
            score = _pronoun_score(cast, asked, seen, rivals=0)
            if score > -math.inf:
                best = max(best, (score, seen.who))
    if best[1] < 0:
        return LEAST_PRONOUN, ()
    return best[0], cast.referents[best[1]].members or (best[1],)


def case_of(words: Words, at: int) -> Case:
    """Whether a pronoun is a subject ("pronoun"), an owner ("possessive") or an object; "her" is an owner before a noun."""
    low = words.low(at)
    if low in POSSESSIVES or (low == "her" and _before_noun(words, at)):
        return "possessive"
    return "object" if low in OBJECTS else "pronoun"


def _before_noun(words: Words, at: int) -> bool:
    if at + 1 >= len(words.lows) or not words.written[at + 1][0].isalnum():
        return False
    closed = words_among("before_object", "preposition", "conjunction", "definite", "indefinite", "adverb", "relative")
    return words.lows[at + 1] not in closed


def unnamed_subject(back: int, *, fits: bool) -> float:
    """The score of an unnamed subject some sentences back, as an antecedent; `fits`: its gender or number is told."""
    return score("pronoun", {"sentence_back": back, "subject": 1, "opens": 1, "number_fits": fits})


MENTION = (
    "ahead", "sentence_back", "same_sentence", "next_sentence", "subject", "opens", "after_preposition", "owner", "quoted",
    "last_speaker", "speaker", "frequency", "last_word", "rivals", "first", "listed", "unbroken",
)  # fmt: skip
"""The features of a mention before a pronoun, in the order in which `_pronoun_score` tells them."""
DISTANCE = ("sentence_back", "last_word")
"""Those that speak the more against a mention the farther away it is."""
FITS = ("gender_fits", "number_fits", "gender_against", "single_they")
"""What `_fit` says of a referent, one of them."""
FAR = 2
"""Sentences before a pronoun from which neither being in its sentence nor in the one before counts for a mention."""
ROUNDING = 1e-9
"""More than the order of a sum makes of its last digits."""


@cache
def _mention_weights(case: Case) -> tuple[float, ...]:
    return tuple(weights(case).get(feature, 0.0) for feature in MENTION)


@cache
def _ceiling(case: Case) -> float:
    """The most that a mention some sentences before a pronoun can score, but for its distance, its rivals and how often it is mentioned."""
    table = weights(case)
    told = [
        feature for feature in MENTION if feature not in ("ahead", "same_sentence", "next_sentence", "unbroken", "rivals", "frequency", *DISTANCE)
    ]
    return sum(max(0.0, table.get(feature, 0.0)) for feature in told) + max(0.0, *(table.get(feature, 0.0) for feature in FITS))


def _most_from(cast: Cast, asked: _Asked, seen: Seen) -> float:
    """The most that a mention and all those before it can score: where somebody nearer has more, nobody need look farther."""
    back = cast.words.sentence_at[asked.at] - cast.words.sentence_at[seen.at]
    if back < FAR:
        return math.inf
    table = weights(asked.case)
    far = table.get("sentence_back", 0.0) * min(back, 10) + table.get("last_word", 0.0) * min(asked.at - seen.at, 300) / 100
    return _ceiling(asked.case) + far + table.get("frequency", 0.0) * asked.oftenest + ROUNDING


def _standing(referent: Referent, asked: _Asked) -> tuple[float, float] | None:
    """What a referent is worth as an antecedent by number and gender, and how often it is mentioned; None where it does not fit."""
    fit = _fit(referent, asked.row)
    return None if fit is None else (score(asked.case, fit), math.log(max(1, referent.mentions)))


def _pronoun_score(cast: Cast, asked: _Asked, seen: Seen, *, rivals: int) -> float:
    who = seen.who
    if who not in asked.fits:
        asked.fits[who] = None if who in asked.except_for else _standing(cast.referents[who], asked)
    standing = asked.fits[who]
    if standing is None:
        return -math.inf
    words, at = cast.words, asked.at
    quoted = seen.quoted and (asked.quote < 0 or cast.in_quote(seen.at) != asked.quote)
    back = words.sentence_at[at] - words.sentence_at[seen.at]
    ahead = seen.at > at
    here = back == 0 and not ahead
    features = (
        ahead, min(abs(back), 10), here, seen.subject and back == 1, seen.subject, seen.opens, seen.after_preposition, seen.owner, quoted,
        who == asked.last, seen.speaks, standing[1], min(abs(at - seen.at), 300) / 100, min(rivals, 6), who == asked.first,
        _listed(cast, seen), here and asked.case != "pronoun" and _unbroken(words, seen.at, at),
    )  # fmt: skip
    return sum(map(mul, _mention_weights(asked.case), features), standing[0])


def _is_told(words: Words, at: int) -> bool:
    """Whether a body is the one to whom something is told ("told the Courier that it"): it says nothing there."""
    return words.low(at - 1 - (words.low(at - 1) in ("the", "this"))) in TOLD


def _listed(cast: Cast, seen: Seen) -> bool:
    """Whether a name is one of several joined by "and"."""
    words, end = cast.words, seen.at
    if words.low(seen.at - 1) in ("and", "or"):
        return True
    while end < len(cast.bearer) and cast.bearer[end] == seen.who:
        end += 1
    return words.low(end) in ("and", "or") and end + 1 < len(cast.bearer) and cast.bearer[end + 1] >= 0


def _unbroken(words: Words, first: int, last: int) -> bool:
    """Whether nothing between two words of a sentence parts clauses."""
    return MARKS.isdisjoint(words.written[first:last]) and PARTING.isdisjoint(words.lows[first:last])


def _fit(referent: Referent, row: Row) -> dict[str, float] | None:
    """How number and gender of a referent agree with a pronoun; None where they cannot."""
    alone = not referent.many and referent.size <= 1
    if row["number"] == "many":
        if referent.kind == "person":
            return {"single_they": 1}
        if referent.kind == "document" and "study" in referent.nouns:
            return {"single_they": 0.5}  # its authors
        plural = referent.many or referent.size > 1 or referent.kind == "joint"
        if not plural and (referent.kind not in BODIES and referent.kind != "unnamed"):
            return None
        return {"number_fits": 1} if plural else {"single_they": 0.5}
    if row["gender"] == "n":
        thing = referent.kind in (*BODIES, "document") or (referent.kind == "unnamed" and not referent.nouns.isdisjoint(bodies()))
        return {"number_fits": 1} if alone and thing else None
    person = referent.kind == "person" or (referent.kind == "unnamed" and alone)
    if not person or (referent.gender and referent.gender != row["gender"]):
        return None
    if referent.gender or not referent.hint:
        return {"gender_fits": 1} if referent.gender else {}
    return {"gender_fits": 0.5} if referent.hint == row["gender"] else {"gender_against": 1}
