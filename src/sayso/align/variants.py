"""In what the statements of a claim differ: figures, dates, certainty, polarity, quoted words, details."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from sayso.align.likeness import stems
from sayso.data import Quantity, Statement, Time, Variant, VariantKind, VariantValue
from sayso.words import stem

Told = tuple[Statement, str]
"""A statement and its words."""

NEAR = 0.1
"""Relative distance within which "about 11,000" fits another figure."""
DETAIL = 3
"""Meaningful words that one statement must have beyond another to be a variant in detail."""


def variants(told: Sequence[Told]) -> tuple[Variant, ...]:
    """Variants of one claim, each value with the statements and witnesses that tell it so."""
    told = [(s, text) for s, text in told if s.stance != "declines"]  # who is silent tells nothing differently
    found = [*_numbers(told), *_dates(told), *_certainty(told), *_polarity(told), *_quotes(told)]
    return tuple(found or _details(told))


def _variant(kind: VariantKind, values: dict[str, list[Statement]], *, conflict: bool) -> list[Variant]:
    if len(values) < 2:
        return []
    listed = tuple(
        VariantValue(text, tuple(s.id for s in ss), tuple(sorted({w for s in ss for w in s.speakers}))) for text, ss in sorted(values.items())
    )
    return [Variant(kind, conflict, listed)]


def _numbers(told: Sequence[Told]) -> list[Variant]:
    out = []
    for _, given in sorted(_slots(told).items()):
        if len({s.id for _, _, s in given}) < 2 or len({(q.value, q.comparison) for q, _, _ in given}) < 2:
            continue
        if _several_in_one(given):
            continue
        values: dict[str, list[Statement]] = defaultdict(list)
        for _, text, statement in given:
            values[text].append(statement)
        conflict = any(not fits(a, b) for i, (a, _, _) in enumerate(given) for b, _, _ in given[:i])
        out += _variant("number", values, conflict=conflict)
    return out


def _slots(told: Sequence[Told]) -> dict[str, list[tuple[Quantity, str, Statement]]]:
    """Figures by what they count. A bare figure ("killed 62") counts what the others count, if it is the only one of its statement and they agree."""
    slots: dict[str, list[tuple[Quantity, str, Statement]]] = defaultdict(list)
    bare = []
    for statement, _ in told:
        for quantity in statement.quantities:
            slot = quantity.unit or (stem(quantity.of.split()[-1]) if quantity.of else "")
            given = (quantity, _text(statement, told, quantity.span.start, quantity.span.end), statement)
            if slot:
                slots[slot].append(given)
            elif len(statement.quantities) == 1:
                bare.append(given)
    if bare and len(slots) < 2:
        slots[next(iter(slots), "")] += bare
    return slots


def _several_in_one(given: Sequence[tuple[Quantity, str, Statement]]) -> bool:
    """Whether one statement gives two figures of the slot: then they count different things, and no pairing is sure."""
    ids = [s.id for _, _, s in given]
    return len(ids) > len(set(ids))


def fits(a: Quantity, b: Quantity) -> bool:
    """Whether two figures can both be true of one thing ("more than 10,000" and "about 11,000" can)."""
    low_a, high_a = _range(a)
    low_b, high_b = _range(b)
    return low_a <= high_b and low_b <= high_a


def _range(q: Quantity) -> tuple[float, float]:
    slack = abs(q.value) * NEAR
    ranges = {
        "=": (q.value, q.value), "~": (q.value - slack, q.value + slack), ">": (q.value, float("inf")), ">=": (q.value, float("inf")),
        "<": (float("-inf"), q.value), "<=": (float("-inf"), q.value), "between": (q.value, q.upper if q.upper is not None else q.value),
    }  # fmt: skip
    return ranges[q.comparison]


def _dates(told: Sequence[Told]) -> list[Variant]:
    values: dict[str, list[Statement]] = defaultdict(list)
    given: list[Time] = []
    for statement, _ in told:
        dates = [t for t in statement.times if t.type in ("DATE", "TIME") and t.value[:4].isdigit()]
        if len(dates) == 1:
            values[dates[0].value[:10]].append(statement)
            given += dates
    conflict = any(not _same_day(a.value, b.value) for i, a in enumerate(given) for b in given[:i])
    return _variant("date", values, conflict=conflict)


def _same_day(a: str, b: str) -> bool:
    a, b = a[:10], b[:10]
    return a.startswith(b) or b.startswith(a)


def _certainty(told: Sequence[Told]) -> list[Variant]:
    return _by(told, "certainty", lambda s: s.factuality[:-1], conflict=False)


def _polarity(told: Sequence[Told]) -> list[Variant]:
    return _by(told, "polarity", lambda s: "denied" if s.factuality.endswith("-") or s.stance == "denies" else "affirmed", conflict=True)


def _by(told: Sequence[Told], kind: VariantKind, key: Callable[[Statement], str], *, conflict: bool) -> list[Variant]:
    values: dict[str, list[Statement]] = defaultdict(list)
    for statement, _ in told:
        values[key(statement)].append(statement)
    return _variant(kind, values, conflict=conflict)


def _quotes(told: Sequence[Told]) -> list[Variant]:
    """One speaker's words, given differently by different articles."""
    out = []
    speakers = sorted({w for s, _ in told for w in s.speakers})
    for speaker in speakers:
        values: dict[str, list[Statement]] = defaultdict(list)
        plain: dict[str, str] = {}
        for statement, text in told:
            if speaker in statement.speakers and statement.kind in ("direct", "mixed"):
                key = " ".join(re.findall(r"\w+", text.lower()))
                values[plain.setdefault(key, text)].append(statement)
        if len({s.article for ss in values.values() for s in ss}) > 1:
            out += _variant("quote", values, conflict=False)
    return out


def _details(told: Sequence[Told]) -> list[Variant]:
    """What a statement of one article tells beyond the shortest of another, as the longest stretch of words of its own."""
    if len({s.article for s, _ in told}) < 2:
        return []
    base = min(told, key=lambda t: (len(t[1]), t[1]))
    values: dict[str, list[Statement]] = defaultdict(list)
    for statement, text in told:
        own = _longest_own(text, base[1])
        if statement.article != base[0].article and len(stems(own)) >= DETAIL:
            values[own].append(statement)
    return _variant("detail", {base[1]: [base[0]], **values}, conflict=False) if values else []


def _longest_own(text: str, base: str) -> str:
    words = text.split()
    bag = stems(base)
    runs: list[list[str]] = [[]]
    for word in words:
        mine = stems(word)
        if mine & bag:
            runs.append([])
        elif runs[-1] or mine:
            runs[-1].append(word)
    return " ".join(max(runs, key=lambda run: len(stems(" ".join(run))))).strip(" ,;:.")


def _text(statement: Statement, told: Sequence[Told], start: int, end: int) -> str:
    """The words of [start, end) in the article, found through the statement's own text."""
    text = next(text for s, text in told if s.id == statement.id)
    offset = start - statement.content[0].start
    return text[offset : offset + end - start] if len(statement.content) == 1 else text
