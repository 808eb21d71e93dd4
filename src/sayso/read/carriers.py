"""The wordings by which a report names a carrier, and the phrases that can be one: an outlet, people, a document.

No finder itself: `chains` puts together what these patterns find. The words are in `carriers.json`; outlets, roles and documents are
those of the lexicon.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from sayso.data import Span
from sayso.read.lexicon import bodies, documents, key, known, roles

if TYPE_CHECKING:
    from sayso.data import Name
    from sayso.read.findings import Attribution

PHRASE = r"[^\s,;:.!?\"“”()\[\]—–][^,;:!?\"“”()\[\]—–\n]{0,100}?"
"""A noun phrase as far as its carriers are named: no mark inside, at most 100 characters."""

TIME_TAIL = r"(?:\s+(?:on|late|early|last|this|earlier|in|at|over|today|yesterday)\b[^,;:.!?\"“”]{0,40})?"
ADVERBS = r"(?:(?:has|have|had|also|later|first|now|separately|previously|earlier|recently|originally)\s+){0,3}"
AUDIENCE = r"(?:reporters|journalists|(?:the\s+)?[A-Z][\w.&'’-]*(?:\s+[A-Z][\w.&'’-]*){0,4})"
"""Whom a carrier told it: the press, or a name."""
PHRASES_KEPT = 1024
"""Phrases of which is kept whether they name an outlet: chains, authors and citations ask for the same ones, several times an article."""
MOST_BETWEEN = 6
"""Characters between a source and the participle by which somebody has it in hand ("slides, obtained by the paper")."""
LEAD = r"^[\s,.”\"'’—–-]*"
TOLD = re.compile(r"\b(?:told|tells|telling|tell)\s+")
NAMED = re.compile(r"(?:the\s+)?[A-Z][\w.&]*(?:\s+[A-Z][\w.&]*){0,4}")
LEADING = re.compile(r"(?:(?:but|and|as|though|although|because|since|if|earlier|meanwhile|then|while|when|later|now)\s+){0,3}", re.IGNORECASE)
"""What may stand in front of a phrase."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """The wordings that name a carrier, by where it stands to the attribution."""

    sourced: re.Pattern[str]
    tells_after: re.Pattern[str]
    citing: re.Pattern[str]
    in_hand: re.Pattern[str]
    sourced_before: re.Pattern[str]
    tells_before: re.Pattern[str]
    tells_inverted: re.Pattern[str]
    as_before: re.Pattern[str]
    held_behind: re.Pattern[str]
    by_way: re.Pattern[str]
    quotes_before: re.Pattern[str]
    cites: re.Pattern[str]
    aside: re.Pattern[str]
    quoted: re.Pattern[str]


def quoted_by(text: str, attribution: Attribution) -> re.Match[str] | None:
    """ "was quoted (by Y) as saying (by Y)" at the cue of an attribution; groups `by` and `by2` are who quoted, if that is told."""
    for cue in attribution.cue:
        if text.find("ted", max(0, cue.start - 30), cue.end + 160) < 0:  # quoted, cited: seldom, and looked for in a tenth of the time
            continue
        for match in patterns().quoted.finditer(text, max(0, cue.start - 30), min(len(text), cue.end + 160)):
            if match.start() < cue.end and cue.start < match.end():
                return match
    return None


def in_hand(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The places of a stretch that tell who has something in hand ("seen by the paper"); most stretches hold no word of it."""
    if any(text.find(sign, start, end) >= 0 for sign in _signs()):
        yield from patterns().in_hand.finditer(text, start, end)


@cache
def _signs() -> frozenset[str]:
    """Words of which one stands wherever somebody has something in hand: "by", and those that go with another preposition."""
    return frozenset({"by"} | {word.partition(" ")[0] for word in table()["in_hand"] if word.endswith((" to", " with"))})


def holders(text: str, offset: int, match: re.Match[str]) -> list[Span]:
    """Who has in hand what is told ("seen by the paper"): outlets or names, apart."""
    phrase = trim(text, Span(offset + match.start(1), offset + match.end(1)))
    return joint(text, phrase) if phrase is not None and text[phrase.start].isupper() | is_outlet(text[phrase.start : phrase.end]) else []


def told_outlet(text: str, attribution: Attribution, names: tuple[Name, ...]) -> list[Span]:
    """The outlet that a carrier told it: "told BuzzFeed"."""
    for cue in attribution.cue:
        match = TOLD.search(text, cue.start, min(len(text), cue.end + 1))
        if match is None:
            continue
        named = next((n.span for n in names if match.end() <= n.span.start <= match.end() + 4), None)
        if named is None or not is_outlet(text[named.start : named.end]):
            plain = NAMED.match(text, match.end())
            named = Span(plain.start(), plain.end()) if plain else None
        if named is not None and is_outlet(text[named.start : named.end]):
            return [named]
    return []


def trim(text: str, span: Span) -> Span | None:
    """A phrase without what hangs on it: relative clauses, days, "seen by", blanks and a possessive."""
    piece = text[span.start : span.end]
    cut = patterns_cut().search(piece)
    if cut is not None:
        piece = piece[: cut.start()]
    lead = LEADING.match(piece)
    begin = lead.end() if lead else 0
    inner = piece[begin:].rstrip(" .,'’\t\r\n")
    return Span(span.start + begin, span.start + begin + len(inner)) if inner else None


def joint(text: str, phrase: Span) -> list[Span]:
    """Joint outlets apart: "The Herald and Channel 9"; joint people are one source to the finder of speakers."""
    piece = text[phrase.start : phrase.end]
    cut = re.search(r"\s+and\s+(?=(?:the\s+)?[A-Z])", piece)
    if cut is None or not (is_outlet(piece[: cut.start()]) and is_outlet(piece[cut.end() :])):
        return [phrase]
    return [Span(phrase.start, phrase.start + cut.start()), Span(phrase.start + cut.end(), phrase.end)]


def names_somebody(text: str, phrase: Span) -> bool:
    """Whether a phrase can be a carrier: a name, an outlet, people or a document; not a pronoun, not "the latest figures"."""
    piece = text[phrase.start : phrase.end]
    if piece.lower() in {"he", "she", "they", "it", "i", "we", "you", "who", "this", "that", "which", "what", "there", "him", "her", "them"}:
        return False
    if piece.split(None, 1)[0].lower() in {"in", "at", "on", "for", "with", "to", "from", "by", "of", "during", "after"}:
        return False
    return speaks(text, phrase) or is_outlet(piece)


def speaks(text: str, phrase: Span) -> bool:
    """Whether a phrase can speak: it holds a name, people, a body or a document; not "security concerns"."""
    piece = text[phrase.start : phrase.end]
    plain = re.findall(r"[\w'’-]+", piece)
    if any(word[:1].isupper() for word in plain[1:]) or (plain and plain[0][:1].isupper() and plain[0].lower() not in {"the", "a", "an", "in", "on"}):
        return True
    lowered = {word.lower() for word in plain}
    return any(word in roles() or word in documents() or word in bodies() for word in lowered) or bool(
        lowered & {"people", "person", "sources", "source", "someone"}
    )


@lru_cache(maxsize=PHRASES_KEPT)
def is_outlet(phrase: str) -> bool:
    """Whether a noun phrase names or describes an outlet: a known one, "the newspaper", "state media", "The Riverside Herald"."""
    row = known().get(key(phrase))
    if row is not None:
        return row.kind == "outlet"
    plain: list[str] = re.findall(r"[\w-]+", phrase)
    if not plain or len(plain) > 12:
        return False
    lowered = [word.lower() for word in plain]
    if lowered[-1] in table()["outlet_nouns"] or (len(plain) > 1 and plain[-1][:1].isupper() and lowered[-1] in table()["outlet_endings"]):
        return True
    if lowered[0] in table()["outlet_heads"] and len(plain) > 1:
        return True
    tails = (known().get(key(" ".join(plain[at:]))) for at in range(1, len(plain)))
    return any(row is not None and row.kind == "outlet" for row in tails)


@cache
def table() -> dict[str, frozenset[str]]:
    """The words that carriers are known by."""
    read = json.loads(resources.files("sayso").joinpath("read/tables/carriers.json").read_text("utf8"))
    return {name: frozenset(entries) for name, entries in read.items()}


def _either(name: str) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(table()[name], key=lambda w: (-len(w), w)))


@cache
def patterns_cut() -> re.Pattern[str]:
    """Where a carrier's phrase ends although no mark follows."""
    days = r"on\s+[A-Z][a-z]+day|late\s+on|last\s+\w+|this\s+week|in\s+[A-Z][a-z]+\s+\d"
    return re.compile(
        rf"\s+(?:as\s+(?:saying|telling)|who|which|that|whose|where|has|have|had|(?:{_either('cutting')})\b|{days}|(?:{_either('in_hand')})\s+(?:by\b|(?<=to\s)|(?<=with\s))).*",
        re.DOTALL,
    )


@cache
def patterns() -> Patterns:
    """The wordings that name a carrier; group 1 is its phrase."""
    title = "".join(rf"(?<!\b{word})" for word in ("Mr", "Ms", "Dr", "St", "Mrs", "Rep", "Sen", "Gov", "Gen", "Col", "[A-Z]"))
    end = rf"(?=[,;:!?\"“”()\[\]—–\n]|{title}\.|$)"
    telling, quoting = _either("telling"), _either("quoting")
    aside = r"(?:,[^,;:.!?\"“”\n]{1,80},)?"
    by = rf"\b(?:{_either('in_hand')})(?:\s+by|(?<=to)|(?<=with))\s+({PHRASE}){end}"
    return Patterns(
        sourced=re.compile(rf"{LEAD}(?:{_either('sourced')})\s+({PHRASE}){end}", re.IGNORECASE),
        tells_after=re.compile(rf"{LEAD}({PHRASE})\s+{ADVERBS}(?:(?:told|tells)\s+{AUDIENCE}|(?:{telling})\b){TIME_TAIL}{end}"),
        citing=re.compile(rf"{LEAD}(?:{quoting})\s+({PHRASE}){end}"),
        in_hand=re.compile(by),
        held_behind=re.compile(rf"(?s:.{{0,{MOST_BETWEEN}}}?){by}"),
        sourced_before=re.compile(rf"(?:^|[,;]\s)(?:{_either('sourced')})\s+({PHRASE}),\s*$", re.IGNORECASE),
        tells_before=re.compile(rf"(?:^|[,;]\s)({PHRASE}){aside}\s+{ADVERBS}(?:{telling})\b[^,;:.!?\"“”]{{0,50}}?(?:\s+that,?|:|,(?=\s*[\"“]))?\s*$"),
        tells_inverted=re.compile(rf"{LEAD}(?:{telling})\s+({PHRASE}){end}"),
        as_before=re.compile(rf"(?:^|[,;]\s)as\s+({PHRASE})\s+{ADVERBS}(?:{telling})\b[^,;:.!?\"“”]{{0,50}}?,\s*$", re.IGNORECASE),
        quotes_before=re.compile(rf"(?:^|[,;]\s)({PHRASE}){aside}\s+{ADVERBS}(?:{quoting})\s*$"),
        cites=re.compile(rf"(?:{quoting})", re.IGNORECASE),
        aside=re.compile(rf",\s+(?:{_either('sourced')})\s+({PHRASE}),", re.IGNORECASE),
        quoted=re.compile(
            rf"\b(?:was|were|is|are|been|being)\s+(?:\w+\s+){{0,2}}?(?:quoted|cited)(?:\s+by\s+(?P<by>{PHRASE}))?\s+as\s+(?:saying|telling|having\s+said)"
            rf"(?:\s+by\s+(?P<by2>{PHRASE})(?=\s+that\b|[,;:.!?\"“”]|$))?"
        ),
        by_way=re.compile(rf"\b(?:via|through|carried\s+by|reported\s+by|quoted\s+by)\s+({PHRASE})$"),
    )
