"""Who reckons: the phrase before a verb that names a person, a body or a document, and a text with all that shows it. Finds nothing itself."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import TYPE_CHECKING

from sayso.data import Span
from sayso.read.calendar import BLANK, either, numeral_pattern, words
from sayso.read.carriers import is_outlet
from sayso.read.lexicon import bodies, cells, documents, roles, rows, words_of

if TYPE_CHECKING:
    from sayso.data import Name, Quantity

LOOK_BACK = 400
"""Characters before a verb in which its subject begins: a very long news sentence."""
MOST_HEDGED = 30
"""Characters between "at" and the figure ("a staggering", "somewhere")."""
MOST_WORDS = 14
"""Words of a subject without its apposition; what is longer is no name for who reckons."""
MOST_BORDERS = 4
"""Places, from the verb backwards, at which the subject may begin."""
FIRST_VERBS = 4
"""Verbs from the beginning of a clause before which its subject may stand."""
WORD = re.compile(r"[^\W_][\w.’'&-]{0,40}")
BORDER = re.compile(
    rf"[;:—–,]{BLANK}|[^\S\n]-[^\S\n]|[.!?][\"”’)]{{1,2}}{BLANK}|[\"“”]|\s(?:but|while|whereas|although|though|because|that|if|as|and){BLANK}"
)
"""Where the clause of a verb may begin inside its sentence."""
HARD_BORDER = re.compile(rf"[;—–:]{BLANK}|,{BLANK}(?:and|but|while|whereas|although|though|yet){BLANK}")
"""Where it begins for certain."""
AGENTS = re.compile(r"[a-z]{2,30}(?:ers|ors|ists|ians|ees|men|women)")
"""Plurals that mostly are people ("divers", "chemists")."""
ARTICLE = re.compile(rf"^\s*an?{BLANK}[a-z]+{BLANK}$")
"""A hedge of any word ("a solid", "a whopping")."""
EDGES = " \t\r\n,;:-–—"


@cache
def table() -> dict[str, frozenset[str]]:
    """Closed word classes of the forms in which figures are told, by name."""
    read = json.loads(resources.files("sayso").joinpath("read/tables/estimates.json").read_text("utf8"))
    return {name: frozenset(entries) for name, entries in read.items()}


def cover(spans: Iterable[Span]) -> tuple[list[int], list[int]]:
    """Where spans begin, in order, and how far those up to each of them reach."""
    ordered = sorted(spans)
    return [s.start for s in ordered], list(accumulate((s.end for s in ordered), max))


@dataclass(frozen=True, slots=True)
class Place:
    """A text with what other finders have found in it, each in order; `covered` is the `cover` of what is not looked at."""

    text: str
    sentences: Sequence[Span]
    names: Sequence[Name]
    verbs: Sequence[Span]
    quantities: Sequence[Quantity]
    covered: tuple[list[int], list[int]]

    def sentence(self, at: int) -> Span | None:
        """The sentence around an offset, from at most LOOK_BACK characters before it."""
        index = bisect_right(self.sentences, at, key=lambda s: s.start) - 1
        if index < 0 or at >= self.sentences[index].end:
            return None
        return Span(max(self.sentences[index].start, at - LOOK_BACK), self.sentences[index].end)

    def clause(self, sentence: Span, at: int) -> int:
        """Where the clause that goes on at an offset begins for certain."""
        return max([sentence.start, *(b.end() for b in HARD_BORDER.finditer(self.text, sentence.start, at))])

    def is_covered(self, at: int) -> bool:
        """Whether an offset lies in what is not looked at."""
        index = bisect_right(self.covered[0], at) - 1
        return index >= 0 and self.covered[1][index] > at

    def verb(self, start: int, end: int) -> Span | None:
        """The first verb that begins in [start, end)."""
        index = bisect_left(self.verbs, start, key=lambda v: v.start)
        return self.verbs[index] if index < len(self.verbs) and self.verbs[index].start < end else None

    def figure(self, at: int, end: int) -> Span | None:
        """The figure that begins at an offset, but for blanks, hedges ("a staggering") and marks of quotation."""
        index = bisect_left(self.quantities, at, key=lambda q: q.span.start)
        if index < len(self.quantities):
            span = self.quantities[index].span
            near = span.start - at <= MOST_HEDGED and span.end <= end
            hedged = ARTICLE.sub("", self.text[at : span.start].lower() if near else "?").split()
            if all(word.strip("\"“”‘’'") in {"", *table()["hedges"]} for word in hedged):
                return span
        match = _length().match(self.text, at, end)
        return Span(*match.span()) if match else None

    def is_named(self, start: int, end: int) -> bool:
        """Whether the last character of a phrase belongs to a name."""
        index = bisect_right(self.names, end - 1, key=lambda n: n.span.start) - 1
        return index >= 0 and self.names[index].span.end > end - 1 >= start


def subject(place: Place, sentence: Span, verb: Span, *, participle: bool = False) -> Span | None:
    """Who does what `verb` tells: the phrase before it, or, where a clause only goes on ("... and put", "..., putting"), its subject."""
    before = place.text[sentence.start : verb.start].rstrip()
    end = sentence.start + len(before)
    last = WORD.findall(before[-45:])
    if not participle and last and last[-1].lower() not in ("and", "but", "then"):
        return _phrase(place, sentence.start, end)
    if not last or (participle and not before.endswith(",")):
        return None
    at = start = place.clause(sentence, end - len(last[-1]))
    for _ in range(FIRST_VERBS):
        other = place.verb(at, verb.start)
        found = _phrase(place, start, other.start) if other else None
        if other is None or found is not None:
            return found
        at = other.end
    return None


MOST_NAME, MOST_ASIDE = 4, 8
"""Words of a name, and of the apposition behind it, that are looked at."""


def reckons(place: Place, span: Span) -> bool:
    """Whether a phrase names who may reckon: a pronoun, a name, people, a body, a document; its own verbs stand in a relative clause."""
    text = place.text
    told = list(WORD.finditer(text, span.start, span.end))
    plain = [word.group().lower() for word in told]
    if not told or len(told) > MOST_WORDS or told[0].start() != span.start or plain[0] in table()["nobodies"] | words_of("preposition"):
        return False
    if len(told) == 1 and plain[0] in table()["pronouns"]:
        return True
    if plain[0] in table()["subordinators"] or plain[-1] in table()["barred"] or "," in text[span.start : span.end]:
        return False
    ends = words_of("preposition") | table()["relatives"]
    border = next((word for word in told[1:] if word.group().lower() in ends and not place.is_named(word.start(), word.end())), None)
    end = border.start() if border else span.end
    verb = place.verb(span.start, span.end)
    if verb is not None and verb.start < end:
        if not text[verb.start : verb.end].endswith("ing") or verb.start == span.start:
            return False
        end = verb.start
    elif verb is not None and table()["relatives"].isdisjoint(plain[:-1]):
        return False
    return _is_somebody(place, trimmed(text, span.start, end, EDGES))


def trimmed(text: str, start: int, end: int, edges: str = EDGES) -> Span:
    """A stretch without the characters of `edges` at its ends."""
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    return Span(start, end)


def _phrase(place: Place, start: int, end: int) -> Span | None:
    """The phrase that names who reckons and ends at `end`, with its apposition ("Second Harvest, a charity,"), in the clause from `start` on."""
    text = place.text
    whole = trimmed(text, start, end)
    if text[whole.end : end].strip() != ",":
        return _bare(place, whole.start, whole.end)
    for comma in re.compile(",").finditer(text, whole.start, whole.end):
        aside = WORD.match(text, comma.end() + 1, whole.end)
        word = aside.group() if aside else ""
        if word and (not word[0].islower() or word.lower() in table()["aside_words"] | table()["relatives"] or word in roles()):
            found = _bare(place, whole.start, comma.start()) or _described(text, Span(whole.start, comma.start()), Span(comma.end(), whole.end))
            if found is not None:
                return Span(found.start, whole.end)
    return None


def _described(text: str, name: Span, aside: Span) -> Span | None:
    """A capitalised phrase that the tagger knows no name in, where its apposition tells a body or a person ("Enough Silence, the movement that")."""
    plain = text[name.start : name.end].split()
    told = [word.lower() for word in text[aside.start : aside.end].split()[:MOST_ASIDE]]
    capitals = 0 < len(plain) <= MOST_NAME and all(word[:1].isupper() for word in plain)
    return name if capitals and any(word in bodies() or word in roles() for word in told) else None


def _bare(place: Place, start: int, end: int) -> Span | None:
    """The same without an apposition: it begins at the last border of the clause, or at one before."""
    text = place.text
    borders = [b.end() for b in BORDER.finditer(text, start, end)][-MOST_BORDERS:]
    for begin in [*reversed(borders), start]:
        lead = _adverbial().match(text, begin, end)
        for first in dict.fromkeys((lead.end() if lead else begin, begin)):
            span = trimmed(text, first, end, EDGES + '"“”‘')
            if reckons(place, span):
                return span
    return None


def _is_somebody(place: Place, core: Span) -> bool:
    """Whether a noun phrase without what hangs on it ends in a name or in a word for people, bodies or documents."""
    piece = place.text[core.start : core.end]
    if not piece or place.is_named(core.start, core.end):
        return bool(piece)
    line = [word.strip(".’'\"“”").lower() for word in re.split(r"[\s-]+", piece)]
    tails = (line[-1], " ".join(line[-2:]))
    if AGENTS.fullmatch(line[-1]) and line[-1] not in table()["no_agents"]:
        return True
    return any(tail in roles() or tail in bodies() or tail in documents() or tail in _nouns() for tail in tails) or is_outlet(piece)


@cache
def _nouns() -> frozenset[str]:
    """Words for institutions, and those for who counts that no other table has."""
    return frozenset(noun for row in rows("organisations") for noun in cells(row["nouns"])) | table()["estimators"]


@cache
def _length() -> re.Pattern[str]:
    """A length of time, which is no quantity of a report by itself ("put the delay at six months")."""
    return re.compile(rf"{numeral_pattern()}{BLANK}(?:minute|hour|day|week|month|year|decade)s?\b", re.IGNORECASE)


@cache
def _adverbial() -> re.Pattern[str]:
    """What may stand before the subject of a clause without a comma: "But on Monday night", "Last year"."""
    times = either([*table()["times"], *words("calendar", "weekday"), *words("calendar", "month")])
    joint = rf"(?:but|and|yet|so|still|then|later|now|also|meanwhile|however|initially|afterwards|today|yesterday|earlier),?{BLANK}"
    lead = rf"(?:(?:late|early){BLANK})?(?:on|in|by|at|last|late|early|since|until|this|the){BLANK}(?:[a-z]+{BLANK}){{0,2}}?"
    return re.compile(rf"(?:{joint}){{0,2}}(?:{lead}(?:{times}|(?:19|20)\d\d)(?:{BLANK}{times})?,?{BLANK})?", re.IGNORECASE)
