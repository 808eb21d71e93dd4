"""What a statement is compared by where likeness is not enough: its words by clause, which way round each clause stands, and its names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from sayso.data import Name, Reading, Span, Statement
from sayso.words import function_words, stem

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'-][^\W\d_]+)*")
LONGEST_PHRASE = 4
"""Words of the longest set phrase in the tables."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a statement: as written in lower case, its stem, where it stands in the article, and its clause."""

    word: str
    stem: str
    span: Span
    segment: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A clause of a statement: what it tells (stems, names' words, figures, days), and where it is turned round."""

    words: frozenset[str]
    sides: frozenset[tuple[int, int]]
    """(line of the table of opposites, side 0 or 1) of its words and of the verb it hangs on ("approved"), negation left out."""
    negators: tuple[Span, ...]

    @property
    def negative(self) -> bool:
        """Whether an odd number of negators turn it round."""
        return len(self.negators) % 2 == 1

    @property
    def lines(self) -> frozenset[int]:
        """The lines of the table of opposites that it has words of."""
        return frozenset(line for line, _ in self.sides)


@dataclass(frozen=True, slots=True)
class Frame:
    """A statement as words, segments and names; `denied`: whoever tells it denies it, by the verb of saying or by the whole."""

    statement: Statement
    reading: Reading
    tokens: tuple[Token, ...]
    segments: tuple[Segment, ...]
    names: tuple[Name, ...]
    denied: bool

    @property
    def negated(self) -> bool:
        """Whether any of its clauses is turned round by a negation."""
        return any(segment.negative for segment in self.segments)

    @property
    def words(self) -> frozenset[str]:
        """What all its clauses tell."""
        return frozenset(word for segment in self.segments for word in segment.words)

    @property
    def lines(self) -> frozenset[int]:
        """The lines of the table of opposites that it has words of."""
        return frozenset(line for segment in self.segments for line in segment.lines)

    @property
    def text(self) -> str:
        """The article's text."""
        return self.reading.article.text


def frame(reading: Reading, statement: Statement) -> Frame:
    """The frame of one of the reading's statements."""
    content = _whole(reading, statement)
    tokens = tuple(_tokens(reading, content))
    inside = tuple(n for n in reading.names if any(p.start <= n.span.start and n.span.end <= p.end for p in content))
    named = {t.span for t in tokens if any(n.span.start <= t.span.start < n.span.end for n in inside)}
    count = max((t.segment for t in tokens), default=-1) + 1
    figures = [(q.span, f"#{q.value:g}") for q in statement.quantities] + [(t.span, f"@{t.value}") for t in statement.times]
    segments = tuple(_segment(reading.article.text, [t for t in tokens if t.segment == at], named, figures) for at in range(count))
    rejected = statement.stance in ("denies", "doubts") or statement.factuality.endswith("-")
    by_itself = any(negators().get(t.word) for t in tokens) or any(s.negative for s in segments)
    denied = rejected and not by_itself
    done = () if denied or not statement.cue else tuple(_tokens(reading, statement.cue))
    acts = frozenset(side for at in range(len(done)) for side in _sides(done, at)[1])
    return Frame(statement, reading, tokens, tuple(replace(s, sides=s.sides | acts) for s in segments), inside, denied)


def _whole(reading: Reading, statement: Statement) -> tuple[Span, ...]:
    """The content; where it breaks off in a word, or before a name with nothing between ("a station near" Lund), with that."""
    text, last = reading.article.text, statement.content[-1]
    end = last.end
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    name = next((n.span for n in reading.names if n.span.start < end < n.span.end or (n.span.start == end + 1 and text[end] == " ")), None)
    if name is not None and not any(s.start < name.end and name.start < s.end for s in (*statement.source, *statement.cue)):
        end = name.end
    return (*statement.content[:-1], Span(last.start, end))


def _tokens(reading: Reading, content: tuple[Span, ...]) -> list[Token]:
    """Words of the content, each with its clause: the innermost that holds it, and so much of the sentence as no clause holds is one too."""
    text = reading.article.text
    first, last = content[0].start, content[-1].end
    near = [(piece, at) for at, clause in enumerate(reading.clauses) for piece in clause if piece.start < last and first < piece.end]
    homes: dict[int, int] = {}
    found = []
    for piece in content:
        for match in WORD.finditer(text, piece.start, piece.end):
            start, word = match.start(), match.group().lower().replace("’", "'")
            home = min(((p.end - p.start, at) for p, at in near if p.start <= start < p.end), default=(0, -1))[1]
            segment = homes.setdefault(home, len(homes))
            negated = word.endswith("n't") and len(word) > len("n't")
            bare = word[: -len("n't")] if negated else word
            found.append(Token(bare, stem(bare), Span(start, start + len(bare)), segment))
            if negated:
                found.append(Token("n't", "n't", Span(start + len(bare), match.end()), segment))
    return found


def _segment(text: str, tokens: list[Token], named: set[Span], figures: list[tuple[Span, str]]) -> Segment:
    given = frozenset(value for span, value in figures if any(t.span.start == span.start for t in tokens))
    counted = {t.span for t in tokens if any(span.start <= t.span.start < span.end for span, _ in figures)}
    plain = [t for t in tokens if t.span not in named]
    telling = frozenset(
        t.stem for t in plain if t.span not in counted and t.word not in function_words() and t.word not in negators() and not t.word[0].isdigit()
    )
    sides: set[tuple[int, int]] = set()
    covered: set[Span] = set()
    for at in range(len(plain)):
        length, found = _sides(plain, at)
        sides |= set(found)
        covered |= {t.span for t in plain[at : at + length]} if length > 1 else set()
    called = frozenset(t.stem for t in tokens if t.span in named)
    return Segment(telling | given | called, frozenset(sides), tuple(_negators(text, [t for t in tokens if t.span not in covered])))


def _sides(tokens: Sequence[Token], at: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    """The sides of the longest phrase that begins at a token, and its length in words."""
    for length in range(LONGEST_PHRASE, 0, -1):
        part = tokens[at : at + length]
        keys = (" ".join(t.word for t in part), " ".join(t.stem for t in part))
        found = {side: None for key in keys for side in opposites().get(key, ())}
        if found and len(part) == length:
            return length, tuple(found)
    return 0, ()


def _negators(text: str, tokens: Sequence[Token]) -> list[Span]:
    """Phrases that turn the clause round; of "this, not that" the second half is only set beside the first."""
    words = [t.word for t in tokens]
    found, at = [], 0
    while at < len(words):
        for length in range(LONGEST_PHRASE, 0, -1):
            phrase = " ".join(words[at : at + length])
            if at + length <= len(words) and phrase in negators():
                aside = at > 0 and (words[at - 1] in ("and", "or", "but") or "," in text[tokens[at - 1].span.end : tokens[at].span.start])
                if negators()[phrase] and not (aside and phrase == "not"):
                    found.append(Span(tokens[at].span.start, tokens[at + length - 1].span.end))
                at += length - 1
                break
        at += 1
    return found


@cache
def negators() -> dict[str, bool]:
    """Phrases that turn a clause round, and (False) set phrases that hold such a word and do not."""
    return {line.strip().removeprefix("-"): not line.startswith("-") for line in _lines("negators.tsv")}


@cache
def opposites() -> dict[str, tuple[tuple[int, int], ...]]:
    """Word, stem or phrase -> the lines of the table that it stands in, with its side."""
    found: dict[str, dict[tuple[int, int], None]] = {}
    for number, line in enumerate(_lines("opposites.tsv")):
        for side, words in enumerate(line.split("\t")):
            for word in words.split("|"):
                for key in (word, " ".join(stem(w) for w in word.split())):
                    found.setdefault(key, {})[number, side] = None
    return {key: tuple(places) for key, places in found.items()}


def _lines(table: str) -> list[str]:
    lines = files("sayso").joinpath(f"align/tables/{table}").read_text(encoding="utf8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]
