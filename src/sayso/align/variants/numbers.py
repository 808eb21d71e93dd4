"""Variants in number: two figures for one thing are a conflict, unless both can be true or a later report has the newer one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.align.variants.telling import Telling, differing
from sayso.data import Comparison, Quantity, Span, Statement, Variant
from sayso.words import stem

NEAR = 0.1
"""Relative distance within which "about 11,000" fits another figure."""
DAYS = {"Y": 365.25, "M": 30.44, "W": 7.0, "D": 1.0, "TH": 1 / 24, "TM": 1 / 1440, "TS": 1 / 86400}
"""Days in the units of an ISO 8601 duration; a month and a year are their mean lengths."""
DURATION = re.compile(r"P(T?)(\d+(?:\.\d+)?)([YMWDHS])\Z")
LENGTH = "length of time"
HEDGES: tuple[tuple[re.Pattern[str], Comparison], ...] = (
    (re.compile(r"(?:at least|no less than|more than|over|above)\s*\Z", re.IGNORECASE), ">="),
    (re.compile(r"(?:at most|up to|no more than|less than|under|within)\s*\Z", re.IGNORECASE), "<="),
    (re.compile(r"(?:about|around|some|nearly|almost|roughly|approximately)\s*\Z", re.IGNORECASE), "~"),
)
"""What a length of time may have before it; amounts know it of themselves."""
BEFORE = 14
"""Characters before a length of time in which that may stand."""


@dataclass(frozen=True, slots=True)
class _Given:
    """A figure, its words, and who gives it."""

    figure: Quantity
    text: str
    by: Telling


def numbers(told: Sequence[Telling]) -> list[Variant]:
    """A variant for each thing that is counted differently."""
    out = []
    for _, given in sorted(_slots(told).items()):
        differs = len({(g.figure.value, g.figure.comparison) for g in given}) > 1
        if not differs or len({g.by.statement.id for g in given}) < 2 or _several_in_one(given):
            continue
        values: dict[str, list[Statement]] = defaultdict(list)
        for one in given:
            values[one.text].append(one.by.statement)
        out += differing("number", values, conflict=not _both_fit(given) and not _updated(given), why=_why(given))
    return out


def _why(given: Sequence[_Given]) -> str:
    if _both_fit(given):
        return "both can be true"
    return "the later report has the newer figure" if _updated(given) else "they cannot both be true"


def _slots(told: Sequence[Telling]) -> dict[str, list[_Given]]:
    """Figures by what they count.

    A bare figure ("killed 62") counts what the others count, if it is the only one of its statement and they agree, unless another statement has it
    beside its own ("magnitude 5.6, 10 kilometres deep"); and two nouns count one thing ("140 residents", "210 people") where no statement has both
    and each has one figure.
    """
    slots: dict[str, list[_Given]] = defaultdict(list)
    bare = []
    beside: set[float] = set()
    for one in told:
        figures = list(_figures(one))
        beside.update(quantity.value for quantity in figures if len(figures) > 1)
        for quantity in figures:
            slot = quantity.unit or (stem(quantity.of.split()[-1].lower()) if quantity.of else "")
            given = _Given(quantity, one.words(quantity.span), one)
            if slot:
                slots[slot].append(given)
            elif len(figures) == 1:
                bare.append(given)
    bare = [given for given in bare if given.figure.value not in beside]
    if bare and len(slots) < 2:
        slots[next(iter(slots), "")] += bare
    return _merged(_by_word(slots))


def _by_word(slots: dict[str, list[_Given]]) -> dict[str, list[_Given]]:
    """Slots whose units are told by one word as one: a pound of money, read as one of weight where it stands alone."""
    found: dict[str, list[_Given]] = {}
    home: dict[str, str] = {}
    for slot, given in sorted(slots.items()):
        word = stem(given[0].text.split()[-1].lower()) if given[0].figure.unit else ""
        found.setdefault(home.setdefault(word, slot) if word.isalpha() else slot, []).extend(given)
    return found


def _merged(slots: dict[str, list[_Given]]) -> dict[str, list[_Given]]:
    """The only two slots without a unit as one, where each of their statements gives a single figure."""
    counts = [slot for slot, given in slots.items() if all(g.figure.unit is None for g in given)]
    if len(counts) != 2:
        return slots
    both = [g for slot in counts for g in slots[slot]]
    if _several_in_one(both) or any(len(list(_figures(g.by))) > 1 for g in both):
        return slots
    return {slot: given for slot, given in slots.items() if slot not in counts} | {counts[0]: both}


def _figures(one: Telling) -> Iterable[Quantity]:
    """The statement's amounts, and its lengths of time, in days, where amounts do not hold them."""
    yield from one.statement.quantities
    taken = {q.span.start for q in one.statement.quantities}
    for time in one.statement.times:
        match = DURATION.match(time.value)
        if time.type == "DURATION" and match and time.span.start not in taken:
            yield Quantity(
                time.span, float(match[2]) * DAYS[match[1] + match[3]] if match[1] + match[3] in DAYS else 0.0, LENGTH, _hedge(one, time.span)
            )


def _hedge(one: Telling, span: Span) -> Comparison:
    before = one.words(Span(max(one.statement.content[0].start, span.start - BEFORE), span.start)) + " "
    return next((comparison for pattern, comparison in HEDGES if pattern.search(before)), "=")


def _several_in_one(given: Sequence[_Given]) -> bool:
    """Whether one statement gives two figures of the slot: then they count different things, and no pairing is sure."""
    ids = [g.by.statement.id for g in given]
    return len(ids) > len(set(ids))


def _both_fit(given: Sequence[_Given]) -> bool:
    return all(fits(a.figure, b.figure) for i, a in enumerate(given) for b in given[:i])


def _updated(given: Sequence[_Given]) -> bool:
    """Whether reports of a later day each have a higher count: what is counted grows as a story goes on."""
    days: dict[str, set[float]] = defaultdict(set)
    for one in given:
        published = one.by.frame.reading.article.published if one.by.frame else None
        if published is None or one.figure.unit is not None:
            return False
        days[published.isoformat()[:10]].add(one.figure.value)
    figures = [days[day] for day in sorted(days)]
    return all(len(f) == 1 for f in figures) and all(max(a) < min(b) for a, b in zip(figures, figures[1:], strict=False))


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
