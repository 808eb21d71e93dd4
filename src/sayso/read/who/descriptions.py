"""Whom a description takes up ("the security adviser", "the company", "both men")."""

from __future__ import annotations

import math
from functools import lru_cache

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
LEAST_NOUN = 1.2
"""A description is told anew when the best candidate scores less."""
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


def by_description(cast: Cast, phrase: Phrase, *, least: float = LEAST_NOUN) -> int:
    """The referent that a definite description ("the security adviser") takes up, or -1."""
    at = phrase.first
    last = cast.last_speaker(at)
    stated = frozenset(word for word in content_words(cast.words, phrase) if not word.endswith("-based"))
    held = frozenset(principals(cast, phrase))
    best: tuple[float, int] = (least, 1)
    nearest = _nearest(cast, at)
    first = cast.first_of("organisation")
    lands = frozenset(cast.referents[who].name for who in held if cast.referents[who].kind == "government")
    everybody = range(len(cast.referents))
    for number in everybody if len(everybody) <= FIRST else sorted({*everybody[:FIRST], *nearest}):
        referent = cast.referents[number]
        match = _noun_match(referent, phrase, stated, held, lands)
        if match is None or number in held:
            continue
        place, distance = nearest.get(number, (referent.at, 10))
        if place > at and not held and referent.kind in BODIES and _land_of(referent.name) not in ("", cast.home()):
            continue
        features = match | {
            "sentence_back": min(distance, 10), "ahead": place > at, "broader_ahead": place > at and "broader" in match,
            "last_speaker": number == last, "speaker": referent.first_source is not None,
            "first": number == first and not {"possible", "legal"}.isdisjoint(match),
            "frequency": math.log(max(1, referent.mentions)), "pointing": phrase.pointing and referent.kind == "unnamed",
        }  # fmt: skip
        best = max(best, (score("noun", features), -number))
    return -best[1] if best[1] <= 0 else -1


def _nearest(cast: Cast, at: int) -> dict[int, tuple[int, int]]:
    """For everybody mentioned: the word of the nearest mention before (else behind) a word, and the sentences between."""
    found: dict[int, tuple[int, int]] = {}
    sentence_at = cast.words.sentence_at
    for seen in [*cast.before(at, 2 * NEAR), *cast.after(at, NEAR // 2)]:
        if seen.who not in found:
            found[seen.who] = seen.at, abs(sentence_at[at] - sentence_at[seen.at])
    return found


@lru_cache(maxsize=NAMES_KEPT)
def _land_of(name: str) -> str:
    """The country with which a body's name begins, or nothing."""
    told = key(name)
    return next(
        (listed.name for size in (2, 1) for table in (demonyms(), known()) if (listed := table.get(told[:size])) and listed.kind == "government"), ""
    )


def _of_another_country(body: Referent, lands: frozenset[str]) -> bool:
    """Whether a body's name begins with a country that is not the one a description tells ("the U.S. Weather Service": "Chile's weather service")."""
    if not lands or body.known is None:
        return False
    own = _land_of(body.name)
    return own not in ("", body.name) and len(key(body.name)) > 1 and own not in lands


def _noun_match(referent: Referent, phrase: Phrase, stated: frozenset[str], held: frozenset[int], lands: frozenset[str]) -> dict[str, float] | None:
    """How well a description fits a referent: features, or None; `held` and `lands` are those it is told to be of, the countries by name."""
    if referent.kind in ("place", "demonym", "other", "joint"):
        return None
    if referent.kind == "person" and not referent.offices and phrase.noun not in ANY_PERSON:
        return None
    clash = float(phrase.many != (referent.many or referent.size > 1) and not _wrote(referent, phrase))
    ranked = [found for office in referent.offices if (found := office_match(office, phrase.noun, stated, held)) is not None]
    if (body := _body_match(referent, phrase, stated)) is not None:
        ranked.append(body)
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
    if not ranked or (referent.kind in BODIES and _is_another(referent, stated, lands)):
        return None
    best = ranked[0] if len(ranked) == 1 else max(ranked, key=lambda features: score("noun", features))
    return best | {"number_clash": clash}


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


def _body_match(referent: Referent, phrase: Phrase, stated: frozenset[str]) -> dict[str, float] | None:
    """How well a described noun fits a body, document or group by the nouns it is known by, or by what bodies are in general."""
    if phrase.noun in BY_LAW and referent.named and not words_of("legal").isdisjoint(key(referent.name)[-1:]):
        return _possible(referent, "possible" if referent.nouns - BY_LAW else "legal", stated)
    if _wrote(referent, phrase):
        return {"same": 1, "shared": min(len(stated & referent.words), 3)}
    team = phrase.noun in words_of("team_noun") and not referent.nouns.isdisjoint(words_of("team_noun"))
    if (team or phrase.noun in referent.nouns) and referent.kind in (*BODIES, "document", "unnamed"):
        return {"same": 1, "shared": min(len(stated & referent.words), 3), "missing": len(stated - referent.words)}
    if phrase.noun not in words_of("vague") or referent.kind != "organisation" or referent.many:
        return None
    if not referent.nouns or (phrase.noun in COMPANY and not referent.nouns.isdisjoint(FIRMS)):
        return None if phrase.noun not in OUTLETS and referent.prints else _possible(referent, "possible", stated)
    return None


def _possible(referent: Referent, how: str, stated: frozenset[str]) -> dict[str, float]:
    """A body that may be "the company": more so by its legal form, and the more the text speaks of it."""
    return {how: 1, "missing": len(stated - referent.words), "spoken_of": math.log(max(1, referent.mentions))}


@lru_cache(maxsize=NAMES_KEPT)
def _broader(noun: str) -> frozenset[str]:
    """Words that may stand for the holder of an office, by all of its noun or by the last word of it."""
    return frozenset(word for told in (noun, noun.split()[-1]) if told in roles() for word in roles()[told].broader)


def office_match(office: Office, noun: str, stated: frozenset[str], held: frozenset[int]) -> dict[str, float] | None:
    """How well a described noun fits an office held: features, or None."""
    same = noun == office.noun or office.noun.endswith((f" {noun}", f"-{noun}"))
    same = same or (office.kind in ("spokes", "counsel") and noun in roles() and roles()[noun].kind == office.kind)
    if not same and noun not in _broader(office.noun) and noun not in words_of("expert"):
        return None
    told = office.words | set(office.noun.split())
    if not same and noun not in _broader(office.noun) and stated.isdisjoint(told):
        return None
    principal = {"principal_same": 1.0} if held & set(office.principals) else {"principal_clash": 1.0} if held and office.principals else {}
    missing = 0 if "principal_same" in principal else len(stated - told)
    return {("same" if same else "broader"): 1.0, "shared": min(3, len(stated & told)), "missing": min(3, missing)} | principal
