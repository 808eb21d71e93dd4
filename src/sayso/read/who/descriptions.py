"""Whom a description takes up ("the security adviser", "the company", "both men")."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sayso.read.lexicon import demonyms, key, known, plural, roles, words_of
from sayso.read.who.antecedents import BODIES, NEAR, score
from sayso.read.who.cast import Cast, Office, Referent
from sayso.read.who.firms import COMPANY, FIRMS
from sayso.read.who.offices import content_words, principals
from sayso.read.who.phrases import Phrase

NAMES_KEPT = 512
"""Names of bodies whose country is kept: more than an article has."""
FIRST = 120
"""Referents of the whole article, in order of their first naming, that descriptions may reach back to; beyond them, those near."""
FARTHEST = 10
"""Sentences between a description and a candidate that are told apart at most."""
LEAST_NOUN = 1.2
"""A description is told anew when the best candidate scores less."""
NEVER_DESCRIBED = frozenset({"place", "demonym", "other", "joint"})
"""Kinds of referents that descriptions of somebody who speaks do not take up."""
ANYBODY = frozenset({"source", "person", "people", "individual", "group"})
"""Nouns that may stand for any unnamed source."""
BY_LAW = frozenset({"company", "firm"})
"""What a body is told to be by the legal form in its name."""
WRITTEN = frozenset({"report", "analysis", "review", "letter", "assessment", "survey"})
"""Documents beside studies that "the authors" may be those of."""
OUTLETS = frozenset({"newspaper", "paper", "channel", "station", "broadcaster", "outlet", "site", "website"})
"""What an outlet is called that is known only by what stands in it."""
PERSONS = frozenset({"man", "woman", "person", "boy", "girl", "gentleman", "lady"})
ANY_PERSON = PERSONS | BY_LAW
"""Nouns that somebody of no told office may be called by, a firm taken for a person among them."""


def last_joint(cast: Cast, at: int, size: int | None, *, persons: bool) -> tuple[int, ...]:
    """The joint speakers that "the two countries", "both men" or "those firms" take up: the last ones of that size and kind."""
    for seen in cast.before(at, NEAR):
        joint = cast.referents[seen.who]
        if joint.kind == "joint" and size in (None, joint.size):
            kinds = {cast.referents[who].kind == "person" for who in joint.members}
            if kinds == {persons} or persons:
                return joint.members
    return ()


@dataclass(frozen=True, slots=True)
class _Sought:
    """A description whose referent is sought; `held` and `lands` are those it is told to be of, the countries by name, `stated` its telling words.

    `team` and `vague` are the classes of its noun, asked once for all candidates.
    """

    phrase: Phrase
    stated: frozenset[str]
    held: frozenset[int]
    lands: frozenset[str]
    team: bool
    vague: bool


def by_description(cast: Cast, phrase: Phrase, *, least: float = LEAST_NOUN) -> int:
    """The referent that a definite description ("the security adviser") takes up, or -1."""
    at = phrase.first
    last = cast.last_speaker(at)
    sought = _sought(cast, phrase)
    best: tuple[float, int] = (least, 1)
    nearest = _nearest(cast, at)
    sentence_at = cast.words.sentence_at
    everybody = range(len(cast.referents))
    for number in everybody if len(everybody) <= FIRST else sorted({*everybody[:FIRST], *nearest}):
        referent = cast.referents[number]
        if referent.kind in NEVER_DESCRIBED or number in sought.held or (match := _noun_match(referent, sought)) is None:
            continue
        place = nearest.get(number, referent.at)
        if place > at and not sought.held and referent.kind in BODIES and _foreign(cast, referent.name):
            continue
        features = match | {
            "sentence_back": min(abs(sentence_at[at] - sentence_at[place]), FARTHEST) if number in nearest else FARTHEST,
            "ahead": place > at, "broader_ahead": place > at and "broader" in match,
            "last_speaker": number == last, "speaker": referent.first_source is not None,
            "first": ("possible" in match or "legal" in match) and number == cast.first_of("organisation"),
            "frequency": math.log(max(1, referent.mentions)), "pointing": phrase.pointing and referent.kind == "unnamed",
        }  # fmt: skip
        best = max(best, (score("noun", features), -number))
    return -best[1] if best[1] <= 0 else -1


def _sought(cast: Cast, phrase: Phrase) -> _Sought:
    stated = frozenset(word for word in content_words(cast.words, phrase) if not word.endswith("-based"))
    held = frozenset(principals(cast, phrase))
    lands = frozenset(cast.referents[who].name for who in held if cast.referents[who].kind == "government")
    return _Sought(phrase, stated, held, lands, phrase.noun in words_of("team_noun"), phrase.noun in words_of("vague"))


def _nearest(cast: Cast, at: int) -> dict[int, int]:
    """For everybody mentioned near a word: the word of the nearest mention before it, else behind it."""
    return {seen.who: seen.at for seen in [*cast.after(at, NEAR // 2)[::-1], *cast.before(at, 2 * NEAR)[::-1]]}  # the nearest is told last, and stays


@lru_cache(maxsize=NAMES_KEPT)
def _land_of(name: str) -> str:
    """The country with which a body's name begins, or nothing."""
    told = key(name)
    return next(
        (listed.name for size in (2, 1) for table in (demonyms(), known()) if (listed := table.get(told[:size])) and listed.kind == "government"), ""
    )


def _foreign(cast: Cast, name: str) -> bool:
    """Whether a body's name begins with a country that is not the one the article is mostly about."""
    land = _land_of(name)
    return land != "" and land != cast.home()


def _of_another_country(body: Referent, lands: frozenset[str]) -> bool:
    """Whether a body's name begins with a country that is not the one a description tells ("the U.S. Weather Service": "Chile's weather service")."""
    if not lands or body.known is None:
        return False
    own = _land_of(body.name)
    return own not in ("", body.name) and len(key(body.name)) > 1 and own not in lands


def _noun_match(referent: Referent, sought: _Sought) -> dict[str, float] | None:
    """How well a description fits a referent: features, or None."""
    phrase, stated = sought.phrase, sought.stated
    noun = phrase.noun
    if referent.kind == "person" and not referent.offices and noun not in ANY_PERSON:
        return None
    ranked = [found for office in referent.offices if (found := office_match(office, noun, stated, sought.held)) is not None]
    if (body := _body_match(referent, sought)) is not None:
        ranked.append(body)
    if noun in PERSONS and referent.kind in ("person", "unnamed") and not stated:
        gender = roles()[noun].gender if noun in roles() else ""
        if gender == referent.gender and gender:
            ranked.append({"gendered": 1})
    if referent.kind == "unnamed" and not ranked and phrase.determiner == "definite":
        called = next(iter(referent.nouns), "")
        if noun in (roles()[called].broader if called in roles() else ()):
            ranked.append({"broader": 1, "missing": len(stated - referent.words)})
        elif noun in ANYBODY and not stated and not _clashes(referent, phrase):
            ranked.append({"possible": 1})
    if not ranked or (referent.kind in BODIES and _is_another(referent, stated, sought.lands)):
        return None
    best = ranked[0] if len(ranked) == 1 else max(ranked, key=lambda features: score("noun", features))
    return best | {"number_clash": float(_clashes(referent, phrase))}


def _clashes(referent: Referent, phrase: Phrase) -> bool:
    """Whether one of a description and a referent is of one and the other of many."""
    return phrase.many != (referent.many or referent.size > 1) and not _wrote(referent, phrase)


def _is_another(body: Referent, stated: frozenset[str], lands: frozenset[str]) -> bool:
    """Whether a body that a noun fits is another than the one described: of another country, or told by quite other words."""
    if not body.named and stated and body.words and stated.isdisjoint(body.words):
        return True
    return _of_another_country(body, lands)


def _wrote(referent: Referent, phrase: Phrase) -> bool:
    """Whether "the researchers" are those of "a model by researchers at the institute", or "the authors" those of a study."""
    if referent.kind != "document" or phrase.head != "role" or not phrase.many:
        return False
    written = phrase.noun in words_of("study_author") and "study" in referent.nouns
    return written or plural(phrase.noun) in referent.words or (phrase.noun == "author" and not referent.nouns.isdisjoint(WRITTEN))


def _body_match(referent: Referent, sought: _Sought) -> dict[str, float] | None:
    """How well a described noun fits a body, document or group by the nouns it is known by, or by what bodies are in general."""
    noun, stated = sought.phrase.noun, sought.stated
    if noun in BY_LAW and referent.named and not words_of("legal").isdisjoint(key(referent.name)[-1:]):
        return _possible(referent, "possible" if referent.nouns - BY_LAW else "legal", stated)
    if _wrote(referent, sought.phrase):
        return {"same": 1, "shared": min(len(stated & referent.words), 3)}
    named_so = noun in referent.nouns or (sought.team and not referent.nouns.isdisjoint(words_of("team_noun")))
    if named_so and referent.kind in (*BODIES, "document", "unnamed"):
        return {"same": 1, "shared": min(len(stated & referent.words), 3), "missing": len(stated - referent.words)}
    if not sought.vague or referent.kind != "organisation" or referent.many:
        return None
    if not referent.nouns or (noun in COMPANY and not referent.nouns.isdisjoint(FIRMS)):
        return None if noun not in OUTLETS and referent.prints else _possible(referent, "possible", stated)
    return None


def _possible(referent: Referent, how: str, stated: frozenset[str]) -> dict[str, float]:
    """A body that may be "the company": more so by its legal form, and the more the text speaks of it."""
    return {how: 1, "missing": len(stated - referent.words), "spoken_of": math.log(max(1, referent.mentions))}


@lru_cache(maxsize=NAMES_KEPT)
def _held_as(office: str, kind: str, noun: str) -> Literal["same", "broader", "expert", ""]:
    """How the noun of a description may stand for the holder of an office of some noun and kind: by the nouns alone."""
    if (
        noun == office
        or office.endswith((f" {noun}", f"-{noun}"))
        or (kind in ("spokes", "counsel") and noun in roles() and roles()[noun].kind == kind)
    ):
        return "same"
    if any(noun in roles()[told].broader for told in (office, office.split()[-1]) if told in roles()):
        return "broader"
    return "expert" if noun in words_of("expert") else ""


def office_match(office: Office, noun: str, stated: frozenset[str], held: frozenset[int]) -> dict[str, float] | None:
    """How well a described noun fits an office held: features, or None."""
    how = _held_as(office.noun, office.kind, noun)
    if not how:
        return None
    told = office.words.union(office.noun.split())
    if how == "expert" and stated.isdisjoint(told):
        return None
    principal = (
        {} if not held or not office.principals else {"principal_clash": 1.0} if held.isdisjoint(office.principals) else {"principal_same": 1.0}
    )
    missing = 0 if "principal_same" in principal else len(stated - told)
    return {("same" if how == "same" else "broader"): 1.0, "shared": min(3, len(stated & told)), "missing": min(3, missing)} | principal
