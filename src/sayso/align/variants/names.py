"""Variants in name: one person, place or thing that different reports call differently, and one speaker's office."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from sayso.align.clashes.named import Named, named
from sayso.align.clashes.same import spelt_alike
from sayso.align.frames import Frame, Token
from sayso.align.variants.telling import Telling, differing
from sayso.data import Span, Statement, Variant
from sayso.words import function_words, stem

MODIFIERS = 3
"""Words before the noun of a title that belong to it ("comprehensive strategic partnership treaty")."""


def names(told: Sequence[Telling]) -> list[Variant]:
    """Variants of spelling and of other names of one place, of the titles of one thing, and of the office of one speaker."""
    framed = [t for t in told if t.frame is not None]
    return [*_spelt(framed), *_titled(framed), *_offices(framed)]


def _spelt(told: Sequence[Telling]) -> list[Variant]:
    """Names of different articles that are one name in two spellings ("Kyiv", "Kiev")."""
    given = [(t, n) for t in told if t.frame for n in named(t.frame)]
    groups: list[list[tuple[Telling, Named]]] = []
    for one in given:
        home = next((g for g in groups if any(_one_name(one[1], other) for _, other in g)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return [v for group in groups for v in _variant([(t, t.words(n.span)) for t, n in group])]


def _one_name(x: Named, y: Named) -> bool:
    return x.words == y.words or spelt_alike(x, y) or (x.capital is not None and x.capital == y.capital)


def _variant(given: Sequence[tuple[Telling, str]]) -> list[Variant]:
    """One variant out of what each statement calls it, in one form a spelling."""
    values: dict[str, list[Statement]] = defaultdict(list)
    forms: dict[str, str] = {}
    for one, text in given:
        plain = re.sub(r"['’]s?$", "", text)
        values[forms.setdefault(" ".join(stem(w) for w in re.findall(r"\w+", plain.lower())), plain)].append(one.statement)
    if len({s.article for told in values.values() for s in told}) < 2:
        return []
    return differing("name", values, conflict=False, why="one and the same under different names")


def _titled(told: Sequence[Telling]) -> list[Variant]:
    """Titles of one kind of thing with different words before the noun ("mutual defence treaty", "strategic partnership treaty")."""
    heads: dict[str, list[tuple[Telling, frozenset[str], str]]] = defaultdict(list)
    for one in told:
        for head, before, text in _titles(one):
            heads[head].append((one, before, text))
    out = []
    for _, given in sorted(heads.items()):
        ids = [t.statement.id for t, _, _ in given]
        apart = all(not a & b or a == b for i, (_, a, _) in enumerate(given) for _, b, _ in given[:i])
        if len(ids) == len(set(ids)) and apart:
            out += _variant([(t, text) for t, _, text in given])
    return out


def _titles(one: Telling) -> list[tuple[str, frozenset[str], str]]:
    """Nouns of the table with the words before them: stem, stems of those words, the whole."""
    found = []
    tokens = one.frame.tokens if one.frame else ()
    for at, token in enumerate(tokens):
        if token.stem in _titled_things():
            before = _before(one.frame, tokens[max(0, at - MODIFIERS) : at], token) if one.frame else []
            if before:
                found.append((token.stem, frozenset(t.stem for t in before), one.words(Span(before[0].span.start, token.span.end))))
    return found


def _before(frame: Frame, tokens: Sequence[Token], head: Token) -> list[Token]:
    """The words that run up to a noun without a break: neither function words nor figures, nor what turns it into another kind of thing."""
    kept: list[Token] = []
    after = head
    for token in reversed(tokens):
        joined = frame.text[token.span.end : after.span.start].strip() in ("", "-")
        if not joined or token.word in function_words() or token.word[0].isdigit() or token.segment != head.segment or token.word in _verbs():
            break
        kept.insert(0, token)
        after = token
    return kept


def _offices(told: Sequence[Telling]) -> list[Variant]:
    """The offices that different articles give one speaker, where their nouns differ ("security adviser", "director of security")."""
    given: dict[str, list[tuple[Telling, str]]] = defaultdict(list)
    for one in told:
        if one.frame and len(one.statement.speakers) == 1:
            office = _office(one.frame)
            if office:
                given[one.statement.speakers[0]].append((one, office))
    out = []
    for _, offices in sorted(given.items()):
        if len({_head(text) for _, text in offices}) > 1:
            out += _variant(offices)
    return out


def _office(frame: Frame) -> str | None:
    """What the article calls its speaker by office, the longest first."""
    spans = frame.statement.source
    said = {m.witness for m in frame.reading.mentions if any(s.start <= m.span.start and m.span.end <= s.end for s in spans)}
    aliases = [a for w in frame.reading.witnesses if w.id in said and w.kind == "person" for a in w.aliases if _head(a) in _held()]
    return max(aliases, key=lambda a: (len(a), a), default=None)


def _head(title: str) -> str:
    """The noun of a title: its last word, or the last before a preposition."""
    words = re.findall(r"\w+", re.split(r"\b(?:of|for|to|at|in|on)\b", title.lower())[0])
    return stem(words[-1]) if words else ""


def _titled_things() -> frozenset[str]:
    return _table()["thing"]


def _held() -> frozenset[str]:
    return _table()["office"]


def _verbs() -> frozenset[str]:
    return _table()["verb"]


@cache
def _table() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in files("sayso").joinpath("align/tables/titles.tsv").read_text(encoding="utf8").splitlines():
        if line and not line.startswith("#"):
            sort, words = line.split("\t")
            found[sort] |= {w if sort == "verb" else stem(w) for w in words.split()}
    return {sort: frozenset(words) for sort, words in found.items()}
