"""Whom a pronoun or a description takes up: every candidate is scored by a small table of weighted features, the best one wins."""

from __future__ import annotations

import math
from functools import cache

from sayso.read.lexicon import Row, demonyms, key, known, roles, rows, words_of
from sayso.read.who.cast import Cast, Office, Referent, Seen
from sayso.read.who.offices import content_words, principals
from sayso.read.who.phrases import Phrase

NEAR = 80
"""Mentions before a pronoun that are candidates."""
FIRST = 120
"""Referents of the whole article, in order of their first naming, that descriptions may reach back to; beyond them, those near."""
AHEAD = 12
"""Mentions behind a pronoun that are tried when none before it fits."""
LEAST_PRONOUN, LEAST_NOUN = -7.5, 1.2
"""A pronoun is left open, a description told anew, when the best candidate scores less."""
BODIES = ("organisation", "government", "outlet")
ANYBODY = frozenset({"source", "person", "people", "individual", "group"})
"""Nouns that may stand for any unnamed source."""
PERSONS = frozenset({"man", "woman", "person", "boy", "girl", "gentleman", "lady"})


@cache
def weights() -> dict[str, float]:
    """Feature -> weight, by the table."""
    return {row["feature"]: float(row["weight"]) for row in rows("antecedents")}


def _score(kind: str, features: dict[str, float]) -> float:
    table = weights()
    return sum(table[f"{kind}:{name}"] * value for name, value in features.items())


# ---------- pronouns


def by_pronoun(cast: Cast, at: int, row: Row, *, except_for: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """The referents that a third-person pronoun at a word stands for; several for a joint "they", none where nobody fits."""
    return best_for(cast, at, row, except_for=except_for)[1]


def best_for(cast: Cast, at: int, row: Row, *, except_for: frozenset[int] = frozenset()) -> tuple[float, tuple[int, ...]]:
    """As `by_pronoun`, with the score of the choice."""
    last = cast.last_speaker(at)
    best: tuple[float, int] = (LEAST_PRONOUN, -1)
    for seen in cast.before(at, NEAR):
        best = max(best, (_pronoun_score(cast, at, seen, row, last, except_for), seen.who))
    if best[1] < 0:
        for seen in cast.after(at + 1, AHEAD):
            score = _pronoun_score(cast, at, seen, row, last, except_for)
            if score > -math.inf:
                best = max(best, (score + weights()["pronoun:ahead"], seen.who))
    if best[1] < 0:
        return LEAST_PRONOUN, ()
    return best[0], cast.referents[best[1]].members or (best[1],)


def unnamed_subject(back: int, *, fits: bool) -> float:
    """The score of an unnamed subject some sentences back, as an antecedent; `fits`: its gender or number is told."""
    return _score("pronoun", {"sentence_back": back, "subject": 1, "opens": 1, "number_fits": fits})


def last_joint(cast: Cast, at: int, size: int | None, *, persons: bool) -> tuple[int, ...]:
    """The joint speakers that "the two countries", "both men" or "those firms" take up: the last ones of that size and kind."""
    for seen in cast.before(at, NEAR):
        joint = cast.referents[seen.who]
        if joint.kind == "joint" and size in (None, joint.size):
            kinds = {cast.referents[who].kind == "person" for who in joint.members}
            if kinds == {persons} or persons:
                return joint.members
    return ()


def _pronoun_score(cast: Cast, at: int, seen: Seen, row: Row, last: int, except_for: frozenset[int]) -> float:
    referent = cast.referents[seen.who]
    fit = None if seen.who in except_for else _fit(referent, row)
    if fit is None:
        return -math.inf
    words = cast.words
    inside = cast.in_quote(at)
    quoted = seen.quoted and (inside < 0 or cast.in_quote(seen.at) != inside)
    features = fit | {
        "sentence_back": min(abs(words.sentence_at[at] - words.sentence_at[seen.at]), 10),
        "subject": seen.subject, "opens": seen.opens, "after_preposition": seen.after_preposition, "owner": seen.owner, "quoted": quoted,
        "last_speaker": seen.who == last, "speaker": seen.speaks, "frequency": math.log(max(1, referent.mentions)),
        "last_word": abs(at - seen.at) / 100,
    }  # fmt: skip
    return _score("pronoun", features)


def _fit(referent: Referent, row: Row) -> dict[str, float] | None:
    """How number and gender of a referent agree with a pronoun; None where they cannot."""
    alone = not referent.many and referent.size <= 1
    if row["number"] == "many":
        if referent.kind == "person":
            return {"single_they": 1}
        plural = referent.many or referent.size > 1 or referent.kind == "joint"
        if not plural and (referent.kind not in BODIES and referent.kind != "unnamed"):
            return None
        return {"number_fits": 1} if plural else {"single_they": 0.5}
    if row["gender"] == "n":
        return {"number_fits": 1} if alone and referent.kind in (*BODIES, "document") else None
    person = referent.kind == "person" or (referent.kind == "unnamed" and alone)
    if not person or (referent.gender and referent.gender != row["gender"]):
        return None
    return {"gender_fits": 1} if referent.gender else {}


# ---------- descriptions


def by_description(cast: Cast, phrase: Phrase, *, least: float = LEAST_NOUN) -> int:
    """The referent that a definite description ("the security adviser") takes up, or -1."""
    at = phrase.first
    last = cast.last_speaker(at)
    stated = content_words(cast.words, phrase)
    held = frozenset(principals(cast, phrase))
    best: tuple[float, int] = (least, 1)
    nearest = _nearest(cast, at)
    for number in sorted({*range(min(FIRST, len(cast.referents))), *nearest}):
        referent = cast.referents[number]
        match = _noun_match(cast, referent, phrase, stated, held)
        if match is None or number in held:
            continue
        place, distance = nearest.get(number, (referent.at, 10))
        features = match | {
            "sentence_back": min(distance, 10), "ahead": place > at, "broader_ahead": place > at and "broader" in match,
            "last_speaker": number == last, "speaker": referent.first_source is not None,
            "frequency": math.log(max(1, referent.mentions)), "pointing": phrase.pointing and referent.kind == "unnamed",
        }  # fmt: skip
        best = max(best, (_score("noun", features), -number))
    return -best[1] if best[1] <= 0 else -1


def _nearest(cast: Cast, at: int) -> dict[int, tuple[int, int]]:
    """For everybody mentioned: the word of the nearest mention before (else behind) a word, and the sentences between."""
    found: dict[int, tuple[int, int]] = {}
    here = cast.words.sentence_at[at]
    for seen in [*cast.before(at, 2 * NEAR), *cast.after(at, NEAR // 2)]:
        found.setdefault(seen.who, (seen.at, abs(here - cast.words.sentence_at[seen.at])))
    return found


def _of_another_country(cast: Cast, body: Referent, held: frozenset[int]) -> bool:
    """Whether a body's name begins with a country that is not the one a description tells ("the U.S. Weather Service": "Chile's weather service")."""
    lands = {cast.referents[who].name for who in held if cast.referents[who].kind == "government"}
    told = key(body.name)
    own = next(
        (listed.name for size in (2, 1) for table in (demonyms(), known()) if (listed := table.get(told[:size])) and listed.kind == "government"), ""
    )
    return bool(lands and own) and len(told) > 1 and body.known is not None and own != body.name and own not in lands


def _noun_match(cast: Cast, referent: Referent, phrase: Phrase, stated: frozenset[str], held: frozenset[int]) -> dict[str, float] | None:
    if referent.kind in ("place", "demonym", "other", "joint"):
        return None
    clash = float(phrase.many != (referent.many or referent.size > 1))
    ranked = [found for office in referent.offices if (found := _office_match(office, phrase.noun, stated, held)) is not None]
    if referent.kind in BODIES and _of_another_country(cast, referent, held):
        return None
    if referent.kind in BODIES and not referent.named and stated and referent.words and not stated & referent.words:
        return None
    if referent.kind in (*BODIES, "document", "unnamed") and phrase.noun in referent.nouns:
        shared = len(stated & referent.words)
        ranked.append({"same": 1, "shared": min(shared, 3), "missing": len(stated - referent.words)})
    elif phrase.noun in words_of("vague") and referent.kind == "organisation" and not referent.nouns and not referent.many:
        ranked.append({"possible": 1, "missing": len(stated - referent.words)})
    if phrase.noun in PERSONS and referent.kind in ("person", "unnamed") and not stated:
        gender = roles()[phrase.noun].gender if phrase.noun in roles() else ""
        if gender == referent.gender and gender:
            ranked.append({"gendered": 1})
    if referent.kind == "unnamed" and not ranked:
        noun = next(iter(referent.nouns), "")
        if phrase.noun in (roles()[noun].broader if noun in roles() else ()) and phrase.determiner == "definite":
            ranked.append({"broader": 1, "missing": len(stated - referent.words)})
        elif phrase.noun in ANYBODY and not stated and phrase.determiner == "definite" and bool(clash) is False:
            ranked.append({"possible": 1})
    if not ranked:
        return None
    return max(ranked, key=lambda features: _score("noun", features)) | {"number_clash": clash}


def _office_match(office: Office, noun: str, stated: frozenset[str], held: frozenset[int]) -> dict[str, float] | None:
    """How well a described noun fits an office held: features, or None."""
    same = noun == office.noun or office.noun.endswith((f" {noun}", f"-{noun}"))
    same = same or (office.kind in ("spokes", "counsel") and noun in roles() and roles()[noun].kind == office.kind)
    if not same:
        broader = set(roles()[office.noun].broader) if office.noun in roles() else set()
        tail = office.noun.split()[-1]
        broader |= set(roles()[tail].broader) if tail in roles() else set()
        if noun not in broader:
            return None
    told = office.words | set(office.noun.split())
    principal = {"principal_same": 1.0} if held & set(office.principals) else {"principal_clash": 1.0} if held and office.principals else {}
    missing = 0 if "principal_same" in principal else len(stated - told)
    return {("same" if same else "broader"): 1.0, "shared": min(3, len(stated & told)), "missing": min(3, missing)} | principal
