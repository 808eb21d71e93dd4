"""Whom a pronoun or a description takes up: every candidate is scored by a small table of weighted features, the best one wins."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import mul
from typing import Literal

from sayso.read.lexicon import Row, bodies, demonyms, key, known, plural, roles, rows, words_of
from sayso.read.who.cast import Cast, Office, Referent, Seen
from sayso.read.who.offices import COMPANY, FIRMS, content_words, principals
from sayso.read.who.phrases import Phrase
from sayso.read.who.words import Words, words_among

NAMES_KEPT = 512
"""Names of bodies whose country is kept: more than an article has."""
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
BY_LAW = frozenset({"company", "firm"})
"""What a body is told to be by the legal form in its name."""
WRITTEN = frozenset({"report", "analysis", "review", "letter", "assessment", "survey"})
"""Documents beside studies that "the authors" may be those of."""
OUTLETS = frozenset({"newspaper", "paper", "channel", "station", "broadcaster", "outlet", "site", "website"})
"""What an outlet is called that is known only by what stands in it."""
TOLD = frozenset({"told", "tell", "tells", "telling"})
PERSONS = frozenset({"man", "woman", "person", "boy", "girl", "gentleman", "lady"})
ANY_PERSON = PERSONS | BY_LAW
"""Nouns that somebody of no told office may be called by, a firm taken for a person among them."""


Case = Literal["pronoun", "possessive", "object"]
POSSESSIVES = frozenset({"his", "hers", "its", "their", "theirs"})
OBJECTS = frozenset({"him", "her", "them", "himself", "herself", "itself", "themselves"})
MARKS = frozenset(",;:—–()")
PARTING = frozenset({"and", "but", "or", "that", "when", "who", "which", "while", "because", "after", "before", "as", "if", "although", "since"})
"""Marks and words that part clauses."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A pronoun whose antecedent is sought: its case, its word, the quotation around it, who spoke last and which person the text names first.

    They are numbers, -1 where there is none. `oftenest` is the logarithm of the most mentions that anybody has; `fits` keeps, for everybody looked at, what `_standing` says of them: most are mentioned
    several times.
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


@cache
def weights(kind: str) -> dict[str, float]:
    """Feature -> weight for one kind of expression, by the table."""
    told = {row["feature"]: float(row["weight"]) for row in rows("antecedents")}
    return {feature.removeprefix(f"{kind}:"): weight for feature, weight in told.items() if feature.startswith(f"{kind}:")}


def _score(kind: str, features: dict[str, float]) -> float:
    """The features by their weights; what a kind has no weight for does not count."""
    table = weights(kind)
    return sum([table[name] * value for name, value in features.items() if value and name in table])


# ---------- pronouns


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
    return None if fit is None else (_score(asked.case, fit), math.log(max(1, referent.mentions)))


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


# ---------- descriptions


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
        best = max(best, (_score("noun", features), -number))
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
    best = ranked[0] if len(ranked) == 1 else max(ranked, key=lambda features: _score("noun", features))
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
