"""Whose words a document is by what its own phrase tells: owner, "by" and "from" whom, on whose site ("the letter from X", "X's report")."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from sayso.read.lexicon import Row, bodies, key, known, pronouns, rows, words_of
from sayso.read.who.antecedents import BODIES
from sayso.read.who.cast import Cast
from sayso.read.who.descriptions import by_description
from sayso.read.who.offices import STATE
from sayso.read.who.phrases import Phrase, Range, owner_range, parse
from sayso.read.who.pronouns import by_pronoun
from sayso.read.who.subjects import body_before
from sayso.read.who.unnamed import group_name
from sayso.read.who.words import Words, words_among

Mean = Callable[[int, int], tuple[int, ...]]
"""Whom a range of words means."""
WIDER = frozenset({"at", "of", "from"})
"""Prepositions behind which the body stands that somebody told by a role belongs to ("researchers at the institute")."""
MADE = frozenset({
    "written", "wrote", "co-written", "co-authored", "authored", "penned", "sent", "emailed", "e-mailed", "addressed", "signed", "issued",
    "published", "posted", "uploaded", "released", "circulated", "distributed", "prepared", "compiled", "drafted", "drawn", "produced", "made",
    "conducted", "filed", "lodged", "submitted", "tabled", "presented", "delivered", "adopted", "passed", "put",
    "recorded", "filmed", "tweeted", "shared",
})  # fmt: skip
"""What is done to a document by whose words it is; who has obtained, seen, quoted or commissioned it only passes it on (rule 5)."""
HELD = frozenset({"seen", "shown", "read", "given", "held", "kept", "found", "taken", "bought", "heard", "won", "stolen"})
"""Participles without -ed of what others than its author do to a document."""
DETAILING = frozenset({"detailing", "outlining", "summarising", "summarizing", "presenting", "explaining", "announcing", "stating"})
CONCLUDED = frozenset({"findings", "finding", "decision", "ruling", "verdict", "judgment", "opinion", "assessment", "conclusion", "conclusions"})
"""What somebody concludes and tells in a document of their own ("a memo detailing the ministry's findings")."""
PAGES = frozenset({"website", "page", "blog", "homepage"})
SITES = PAGES | {"site", "account", "channel", "portal", "feed"}
"""Where bodies and persons put what they publish themselves; what is on a site, and not posted on it, may be a report on a building site."""
CARRIED = frozenset({"report", "story", "article", "investigation", "editorial", "dispatch"})
"""Documents that are an outlet's where they stand in it ("a report in the Courier")."""
ARTICLES_KEPT = 2
"""Articles whose words are kept looked up: one is read at a time."""
REACH = 1500
"""Words from a document on either side within which the article may tell whose it is."""
SENTENCE = 40
"""Words before "its" that are looked at for a body told by a common noun."""
LONGEST = 10
"""Words behind a document's noun, or of its author, that are looked at."""


@cache
def tellings() -> dict[str, Row]:
    """The table of documents by their nouns: what "of" behind them tells, and who is their author by their nature."""
    return {row["noun"]: row for row in reversed(rows("documents"))}


def whose(cast: Cast, phrase: Phrase, mean: Mean) -> tuple[int, ...]:
    """Who made or sent a document, where the phrase says so: its owner, "by", "from" or "of" whom, on whose site, or a name before it."""
    if phrase.owner and (found := whom(cast, phrase.owner, mean, within=phrase)):
        return found
    for piece in _makers(cast, phrase):
        if found := whom(cast, piece, mean):
            return found
    for at, (preposition, piece) in enumerate(phrase.complements):
        if found := _by_place(cast, phrase, at, mean) or (_concluding(cast, piece, mean) if preposition in DETAILING else ()):
            return found
    if phrase.determiner == "possessive" and cast.words.low(phrase.first) in pronouns():
        return _owning(cast, phrase.first, mean)
    named = tuple(who for who in cast.named_in(*phrase.core) if cast.referents[who].kind in (*BODIES, "person"))
    owner = parse(cast.words, *phrase.owner) if phrase.owner else None
    return named or (_body_before_noun(cast, phrase, mean) if owner is None or owner.noun in words_of("nobody") else ())


def _makers(cast: Cast, phrase: Phrase) -> Iterator[Range]:
    """The words that tell who made a document, behind "by", "from" or "of"."""
    words = cast.words
    told = tellings().get(phrase.noun, {}).get("of", "")
    about = False
    for at, (preposition, piece) in enumerate(phrase.complements):
        place = next((i for i in range(piece[0] - 1, max(phrase.core[0], piece[0] - 4), -1) if words.low(i) == preposition), piece[0] - 1)
        whole = _widened(cast, phrase, at)
        made = _participle(cast, phrase, place)
        sent = preposition == "from" and (not about or made in MADE) and not (_city(cast, piece[1]) and (told or phrase.noun in CARRIED))
        if sent or (preposition == "by" and made in MADE | {""}):
            yield whole
        elif preposition == "of" and place == phrase.core[1] and told != "subject":
            inner = parse(words, *piece)
            if told == "" or (inner is not None and inner.head == "document"):
                yield whole
        about |= preposition in ("on", "about", "into", "over", "against", "concerning", "for")
    for first, last in phrase.tail:
        if words.low(first) in ("by", "from"):
            yield first + 1, last


def _city(cast: Cast, last: int) -> bool:
    """Whether a name tells only where something comes from ("footage from Kyiv")."""
    who = cast.bearer[last - 1]
    return who >= 0 and cast.referents[who].kind == "place" and key(cast.referents[who].name) not in known()


def _widened(cast: Cast, phrase: Phrase, at: int) -> Range:
    """A complement together with those that follow it, where they tell which body somebody told by a role belongs to."""
    first, last = phrase.complements[at][1]
    inner = parse(cast.words, first, last)
    if inner is None or inner.head not in ("role", "body"):
        return first, last
    for preposition, piece in phrase.complements[at + 1 :]:
        if preposition not in WIDER or cast.named_in(first, last) or any(cast.words.written[i] in ",;:" for i in range(last, piece[0])):
            break
        last = piece[1]
    return first, last


def _participle(cast: Cast, phrase: Phrase, place: int) -> str:
    """The participle that governs a preposition behind a document ("obtained" of "a note obtained on Monday by the paper"), or nothing."""
    for at in range(place - 1, phrase.core[1] - 1, -1):
        low = cast.words.low(at)
        if cast.bearer[at] < 0 and (low in MADE or low in HELD or low.endswith("ed")):
            return low
    return ""


def _by_place(cast: Cast, phrase: Phrase, at: int, mean: Mean) -> tuple[int, ...]:
    """The author of what stands on their own site ("posted on the company's website"), or in an outlet ("a report in the Courier")."""
    preposition, piece = phrase.complements[at]
    if preposition == "in" and phrase.noun in CARRIED:
        return tuple(who for who in cast.named_in(*piece) if cast.referents[who].kind == "outlet")[:1]
    inner = parse(cast.words, *piece) if preposition == "on" else None
    if inner is None or cast.words.low(inner.core[1] - 1) not in (SITES if _participle(cast, phrase, piece[0]) in MADE else PAGES):
        return ()
    if inner.owner:
        return whom(cast, inner.owner, mean, within=inner)
    if inner.determiner == "possessive" and cast.words.low(inner.first) in pronouns():
        return _owning(cast, inner.first, mean)
    following = phrase.complements[at + 1 : at + 2]
    return whom(cast, following[0][1], mean) if following and following[0][0] == "of" else ()


def _concluding(cast: Cast, piece: Range, mean: Mean) -> tuple[int, ...]:
    """Whose findings or decision a document details."""
    inner = parse(cast.words, *piece)
    if inner is None or inner.owner is None or inner.noun not in CONCLUDED:
        return ()
    return whom(cast, inner.owner, mean, within=inner)


def _owning(cast: Cast, at: int, mean: Mean) -> tuple[int, ...]:
    """Whose document a possessive pronoun tells: for "its" the body that a common noun tells in the sentence before, where it opens that
    sentence or where nobody who is named fits."""
    words = cast.words
    its = words.low(at) == "its"
    body = body_before(cast, at) if its else None
    if body is not None:
        return speaking(cast, mean(body.first, body.last))
    found = speaking(cast, by_pronoun(cast, at, pronouns()[words.low(at)]))
    for end in range(at, max(0, at - SENTENCE), -1) if its and not found else ():
        if words.sentence_at[at] - words.sentence_at[end - 1] > 1:
            break
        row = bodies().get(words.low(end - 1))
        if row is not None and words.low(end - 1) == row["noun"] and words.low(end) not in bodies() and not words.owner_mark(end):
            return whom(cast, (opened(cast, end - 1), end), mean)
    return found


def _body_before_noun(cast: Cast, phrase: Phrase, mean: Mean) -> tuple[int, ...]:
    """The body that words before a document's noun tell: "ministry" of "the ministry report", or "civil protection", where the article
    tells of the civil protection agency."""
    words, first = cast.words, phrase.core[0]
    last = phrase.core[1] - len(phrase.noun.split())
    inner = parse(words, first, last) if first < last else None
    if inner is None:
        return ()
    if inner.head == "body" and not inner.many and inner.noun not in STATE | {"court"}:
        state = bodies()[inner.noun]["kind"] == "government" or inner.noun in ("company", "firm")
        found = by_description(cast, replace(inner, determiner="definite")) if state or phrase.determiner == "definite" else -1
        fuller = [at for at in between(words, words.low(last - 1), first - REACH, first) if opened(cast, at) < at]
        if found < 0 and state and fuller:
            return speaking(cast, mean(opened(cast, fuller[-1]), fuller[-1] + 1))
        return speaking(cast, (found,)) if found >= 0 else ()
    told = tuple(words.low(at) for at in range(max(first, last - 2), last))
    if len(told) < 2:
        return ()
    for at in around(cast, phrase, told[0]):
        if words.lows[at : at + 2] == told and words.low(at + 2) in bodies() and not words.owner_mark(at + 3):
            return whom(cast, (opened(cast, at), at + 3), mean)
    return ()


def whom(cast: Cast, piece: Range, mean: Mean, *, within: Phrase | None = None) -> tuple[int, ...]:
    """The author that some words name or describe; those of a document pass on its own. `within`: the phrase that they are the owner of."""
    inner = parse(cast.words, *piece)
    if inner is None or inner.noun in words_of("nobody"):
        return ()
    if inner.head == "document":
        return whose(cast, inner, mean) if inner.last - inner.first < LONGEST * 3 and within is None else ()
    if inner.head == "body" and inner.noun == "authority" and (agency := _agency(cast, inner, mean)):
        return agency
    if inner.head in ("body", "role", "pronoun"):
        asked = owner_range(cast.words, within, piece) if within is not None else piece
        bare = inner.head == "body" and not inner.modifiers and inner.owner is None  # "the company" is one named before
        found = tuple(who for who in speaking(cast, mean(*asked)) if not (bare and cast.referents[who].at > piece[0]))
        beyond = [who for preposition, place in inner.complements if preposition in WIDER for who in cast.named_in(*place)]
        return found or (speaking(cast, tuple(beyond)) if inner.head == "role" and inner.many else ())
    named = cast.named_in(*inner.core) or (cast.named_in(*piece) if inner.head == "name" else ())
    people = tuple(who for who in named if cast.referents[who].kind == "person")
    return people or tuple(who for who in named if cast.referents[who].kind not in ("document", "unnamed", "joint"))


def speaking(cast: Cast, found: tuple[int, ...]) -> tuple[int, ...]:
    """Those of some referents that may be an author: persons and bodies, and no unnamed group."""
    return tuple(who for who in found if cast.referents[who].kind in (*BODIES, "person"))


def _agency(cast: Cast, inner: Phrase, mean: Mean) -> tuple[int, ...]:
    """An authority that its words tell from the state it belongs to ("Norland's harbour safety authority")."""
    first = inner.core[0]
    while first < inner.core[1] - 1 and (cast.bearer[first] >= 0 or cast.words.written[first][0].isupper()):
        first += 1
    if first >= inner.core[1] - 1 or {cast.words.low(at) for at in range(first, inner.core[1])} & {"local", "regional", "former", "national"}:
        return ()
    known = len(cast.referents)
    found = speaking(cast, mean(first, inner.core[1]))
    for who in found:
        if who >= known:
            cast.referents[who].name = group_name(cast, inner)
    return found


@lru_cache(maxsize=ARTICLES_KEPT)
def places_of(words: Words) -> dict[str, list[int]]:
    """Where each folded word of a text stands."""
    found: dict[str, list[int]] = {}
    for at, low in enumerate(words.lows):
        found.setdefault(low, []).append(at)
    return found


def between(words: Words, low: str, first: int, last: int) -> list[int]:
    """Where a folded word stands among the words first..last (exclusive)."""
    places = places_of(words).get(low, [])
    return places[bisect_left(places, first) : bisect_left(places, last)]


def around(cast: Cast, phrase: Phrase, low: str) -> Iterator[int]:
    """Where a folded word stands around a phrase, the places before it first, the nearest of them first."""
    yield from between(cast.words, low, phrase.first - REACH, phrase.first)[::-1]
    yield from between(cast.words, low, phrase.last, phrase.last + REACH)


def opened(cast: Cast, at: int) -> int:
    """Where the phrase begins that ends with some word: names and modifiers before it, not over a verb, a preposition, a mark or an article."""
    words, first = cast.words, at
    stops = words_among("verb", "preposition", "conjunction", "relative", "adverb", "definite", "indefinite", "possessive")
    while first > 0 and at - first < 4 and words.sentence_at[first - 1] == words.sentence_at[at]:
        if words.lows[first - 1] in stops or not words.written[first - 1][0].isalnum():
            break
        first -= 1
    return first
