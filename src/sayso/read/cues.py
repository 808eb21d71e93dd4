"""The words of an attribution, read one by one: lemmas of verbs, and what the head of a cue does with its content.

No finder itself: stance, factuality, type, occasion and chain all need to know how a cue reads. The tables are by the
project's own hand: `irregular_verbs.tsv`, `cues.tsv` (lemmas with stance, factuality and type of statement), `shapes.json`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple, cast

from sayso.data import Factuality, Span, Stance, Type

WORD = re.compile(
    r"\w++(?=[ ,])|(?=\w)(?:(?=\w++['’][tT])\w+?(?=[nN]['’][tT]\b)|[nN]['’][tT]\b|\w+(?:[-.]\w+)*)"
    r"|['’](?:[sSſ]|[rRvV][eE]|[lL][lL]|[dDmM])\b|\S"
)
"""A word, half a contraction, or a mark; "didn't" is two words, "co-sponsor" and "U.S" are one.

Most words end at a blank or a comma: these are tried first. That an apostrophe follows is asked before a word is tried piece by piece.
"""

WORDS_KEPT, STRETCHES_KEPT = 8192, 512
"""Forms of words, and stretches of text, whose analysis is kept: several finders ask for the same ones."""
TEXTS_KEPT, SHORT = 4, 400
"""Texts whose words are kept, and characters up to which a text is so short that a stretch of it is split by itself."""
BEFORE_CUE = 40
"""Characters in front of a cue in which the words before it are looked for."""


class Word(NamedTuple):
    """A word of the text, in small letters with straight apostrophes, where it stands, and the lemmas it may be a form of.

    A tuple, since every word of a report becomes one.
    """

    text: str
    start: int
    end: int
    lemmas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the cue table; a light verb ("went on to") leaves the reading to the next match."""

    phrase: str
    stance: Stance
    factuality: Factuality
    type: Type
    light: bool = False


@dataclass(frozen=True, slots=True)
class CueReading:
    """How a cue reads: its head's row in the table (None if no word of it is known), the words, and what stands around the head."""

    head: Entry | None
    words: tuple[Word, ...]
    negated: bool = False
    refused: bool = False
    modal: str | None = None
    passive: bool = False
    hedge: Factuality | None = None


@cache
def shapes() -> dict[str, frozenset[str]]:
    """Closed word classes that contents and cues are read by, by name."""
    table = json.loads(resources.files("sayso").joinpath("read/tables/shapes.json").read_text("utf8"))
    return {name: frozenset(words) for name, words in table.items()}


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in resources.files("sayso").joinpath("read/tables/irregular_verbs.tsv").read_text("utf8").splitlines():
        base, forms = line.split("\t")
        for form in forms.split():
            found[form] = (*found.get(form, ()), base)
    return found


@cache
def entries() -> dict[tuple[str, ...], Entry]:
    """The cue table, by the lemmas of its phrases."""
    found: dict[tuple[str, ...], Entry] = {}
    for line in resources.files("sayso").joinpath("read/tables/cues.tsv").read_text("utf8").splitlines():
        if line.startswith("#"):
            continue
        phrase, stance, factuality, type_ = line.split("\t")
        light = stance == "-"
        row = Entry(phrase, "asserts" if light else cast(Stance, stance), cast(Factuality, factuality), cast(Type, type_), light)
        found[tuple(phrase.split())] = row
    return found


@cache
def verbs_known() -> frozenset[str]:
    """Bases of verbs that the tables know, by which a present form ("wants") is told from a plural."""
    irregular = {base for bases in _irregular().values() for base in bases}
    return frozenset(irregular | {phrase[0] for phrase, row in entries().items() if len(phrase) == 1})


@lru_cache(maxsize=WORDS_KEPT)
def lemmas(word: str) -> tuple[str, ...]:
    """The lemmas that a word may be a form of, likelier ones first; a regular form yields every base its spelling allows."""
    irregular = _irregular().get(word, ())
    bases: list[str] = list(irregular)
    if not irregular:
        bases.append(word)
    if len(word) > 3:
        bases += _regular(word)
    bases.append(word)
    return tuple(dict.fromkeys(bases))


def _regular(word: str) -> list[str]:
    if word.endswith(("ies", "ied")):
        return [word[:-3] + "y", word[:-1]]
    if word.endswith("ing") and len(word) > 4:
        return _bare(word[:-3])
    if word.endswith("ed"):
        return _bare(word[:-2])
    if word.endswith("es"):
        return [word[:-1], word[:-2]]
    if word.endswith("s") and not word.endswith("ss"):
        return [word[:-1]]
    return []


def _bare(stem: str) -> list[str]:
    doubled = len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in "bdgklmnprt"
    return [stem, stem + "e", *([stem[:-1]] if doubled else [])]


@lru_cache(maxsize=WORDS_KEPT)
def _form(written: str) -> tuple[str, tuple[str, ...]]:
    """A word as it is read, in small letters with straight apostrophes, and its lemmas."""
    plain = written.lower().replace("’", "'")
    return plain, lemmas(plain)


@lru_cache(maxsize=STRETCHES_KEPT)
def words(text: str, spans: tuple[Span, ...]) -> tuple[Word, ...]:
    """The words and marks of `spans`, in order."""
    if len(spans) == 1:
        return tuple(_words_in(text, spans[0]))
    return tuple([word for span in spans for word in _words_in(text, span)])


def _words_in(text: str, span: Span) -> Sequence[Word]:
    """The words of a stretch: those of the whole text, unless the stretch cuts one, or the text is so short that it is no article."""
    if len(text) < SHORT:
        return _split(text, span.start, span.end)
    line, starts = _line(text)
    first, behind = bisect_left(starts, span.start), bisect_left(starts, span.end)
    cut = (first and line[first - 1].end > span.start) or (behind and line[behind - 1].end > span.end)
    return _split(text, span.start, span.end) if cut else line[first:behind]


@lru_cache(maxsize=TEXTS_KEPT)
def _line(text: str) -> tuple[list[Word], list[int]]:
    """The words of a text, and where they start."""
    line = _split(text, 0, len(text))
    return line, [word.start for word in line]


def _split(text: str, start: int, end: int) -> list[Word]:
    found: list[Word] = []
    made = tuple.__new__  # what a call of the class ends in, at a third of its time
    for match in WORD.finditer(text, start, end):
        plain, bases = _form(match.group())
        first, behind = match.span()
        found.append(made(Word, (plain, first, behind, bases)))
    return found


def match_at(line: tuple[Word, ...], at: int) -> tuple[Entry, int] | None:
    """The longest entry of the cue table whose lemmas stand at word `at`, and how many words it takes."""
    open_ = [_tree()]
    best: tuple[Entry, int] | None = None
    for behind in range(at, len(line)):
        open_ = [node.further[lemma] for node in open_ for lemma in line[behind].lemmas if lemma in node.further]
        if not open_:
            break
        hit = next((node.entry for node in open_ if node.entry is not None), None)
        if hit is not None:
            best = (hit, behind + 1 - at)
    return best


@dataclass(slots=True)
class _Node:
    """What the cue table holds for some first words: the entry that they are, if any, and the lemmas by which entries go on."""

    entry: Entry | None = None
    further: dict[str, _Node] = field(default_factory=dict)


@cache
def _tree() -> _Node:
    """The cue table as a tree, one lemma a step."""
    root = _Node()
    for phrase, row in entries().items():
        node = root
        for lemma in phrase:
            node = node.further.setdefault(lemma, _Node())
        node.entry = row
    return root


def matches(line: tuple[Word, ...]) -> list[tuple[Entry, int, int]]:
    """Entries of the cue table in `line`, from left to right and not overlapping: row, first word, word behind."""
    found: list[tuple[Entry, int, int]] = []
    at = 0
    while at < len(line):
        hit = match_at(line, at)
        if hit is None:
            at += 1
        else:
            found.append((hit[0], at, at + hit[1]))
            at += hit[1]
    return found


@lru_cache(maxsize=STRETCHES_KEPT)
def read_cue(text: str, cue: tuple[Span, ...]) -> CueReading:
    """How the words of `cue` read; an empty cue, or one of unknown words, has no head."""
    kinds = shapes()
    line = tuple(w for w in words(text, cue) if w.text not in kinds["skipped_adverbs"])
    found = matches(line)
    heavy = [hit for hit in found if not hit[0].light]
    head, at = (heavy[0][0], heavy[0][1]) if heavy else (found[0][0], found[0][1]) if found else (None, len(line))
    refused = False
    if heavy and heavy[0][0].phrase.split()[0] in kinds["refusing"] and len(heavy) > 1 and heavy[1][0].type != "act":
        refused, head = True, heavy[1][0]
    else:
        weighty = [hit for hit in heavy if hit[0].phrase not in kinds["leading"]] or heavy[1:2] or heavy
        head, at = weighty[0][:2] if weighty else (head, at)
    before = line[:at] or ()
    inside = line[at : at + 2] if heavy else ()
    modal = next((w.text for w in (*before, *inside[:1]) if w.text in kinds["cue_modals"]), None)
    passive = bool(before or inside) and any("be" in w.lemmas for w in (*before, *inside[:1])) and _participle(line, at)
    return CueReading(head, line, _negated(text, cue, before), refused, modal, passive, _hedge(line))


def _participle(line: tuple[Word, ...], at: int) -> bool:
    here = line[at : at + 2]
    return any(w.text.endswith("ed") or w.text in _irregular() for w in here if "be" not in w.lemmas)


def _negated(text: str, cue: tuple[Span, ...], before: tuple[Word, ...]) -> bool:
    """Whether a negation stands in front of the head, in the cue or in the two words before it ("did not" left out of the cue)."""
    kinds = shapes()
    inside = any(w.text in kinds["negators"] for w in before)
    if inside or not cue:
        return inside
    earlier = _last_before(text, cue[0].start)
    if earlier and earlier[-1].text.endswith("ly"):
        earlier = earlier[:-1]
    return bool(earlier) and earlier[-1].text in kinds["adverbs_of_negation"]


def _last_before(text: str, at: int) -> Sequence[Word]:
    """The last two words before an offset, as far as they stand near it."""
    if len(text) < SHORT:
        return _split(text, max(0, at - BEFORE_CUE), at)[-2:]
    line, starts = _line(text)
    behind = bisect_left(starts, at)
    if behind and line[behind - 1].end > at:
        return _split(text, max(0, at - BEFORE_CUE), at)[-2:]
    return [word for word in line[max(0, behind - 2) : behind] if word.start >= at - BEFORE_CUE]


def _hedge(line: tuple[Word, ...]) -> Factuality | None:
    kinds = shapes()
    for level in ("possible", "probable"):
        if any(w.text in kinds["adverbs_" + level] for w in line):
            return cast(Factuality, level + "+")
    return None
