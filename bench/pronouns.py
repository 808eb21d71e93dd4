"""Pronouns against GAP (Webster and others, TACL 2018): F1 of "this name is whom the pronoun means", two names a pronoun.

Each text is read as an article is, up to who is who, the two names given as persons as the task hands them out; every other person of the
text may be chosen as well. Scored as the set's scorer does: each name is a yes or a no; `bias` is the F1 on feminine pronouns through
that on masculine ones. The validation part is scored, the development part is for tuning.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sayso import encoder
from sayso.data import Name, Span
from sayso.read.names import names
from sayso.read.sentences import sentences
from sayso.read.who import who
from sayso.text import quotations

FEMININE = frozenset({"she", "her", "hers", "herself"})


@dataclass(frozen=True, slots=True)
class Row:
    """One text with a pronoun and two names; `meant`: whether it means the one, the other, or neither."""

    text: str
    pronoun: Span
    candidates: tuple[Span, Span]
    meant: tuple[bool, bool]

    @property
    def feminine(self) -> bool:
        return self.text[self.pronoun.start : self.pronoun.end].lower() in FEMININE


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [_row(row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _row(row: dict[str, str]) -> Row:
    def span(name: str) -> Span:
        start = int(row[f"{name}-offset"])
        return Span(start, start + len(row[name]))

    return Row(row["Text"], span("Pronoun"), (span("A"), span("B")), (row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE"))


def tagged(row: Row) -> tuple[Name, ...]:
    """The names of the text, the two of the task among them."""
    given = [Name(span, "person") for span in row.candidates]
    found = names(row.text, encoder.read(encoder.pieces(row.text)))
    kept = [name for name in found if all(name.span.end <= span.start or span.end <= name.span.start for span in row.candidates)]
    return tuple(sorted([*kept, *given], key=lambda name: name.span))


def answer(row: Row, named: tuple[Name, ...]) -> tuple[bool, bool]:
    """Whether the reader takes the pronoun to mean the one or the other name."""
    quoted = tuple(sorted(quotations(row.text)))
    people = who(row.text, sentences=sentences(row.text), names=named, sources=(row.pronoun,), quoted=quoted)
    meant = [mention.span for mention in people.mentions if mention.type == "name" and mention.witness in people.speakers[0]]

    def chosen(candidate: Span) -> bool:
        return any(span.start < candidate.end and candidate.start < span.end for span in meant)

    return chosen(row.candidates[0]), chosen(row.candidates[1])


def f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    """F1 of the yes of (said, right)."""
    counted = list(pairs)
    right = sum(said and true for said, true in counted)
    return 2 * right / max(1, sum(said for said, _ in counted) + sum(true for _, true in counted))


def figures(answered: list[tuple[Row, tuple[bool, bool]]]) -> dict[str, float]:
    """`f1`, `masculine_f1`, `feminine_f1` and `bias`."""

    def of(rows_of: Iterable[tuple[Row, tuple[bool, bool]]]) -> float:
        return f1(pair for row, said in rows_of for pair in zip(said, row.meant, strict=True))

    feminine, masculine = of(one for one in answered if one[0].feminine), of(one for one in answered if not one[0].feminine)
    return {"f1": of(answered), "masculine_f1": masculine, "feminine_f1": feminine, "bias": feminine / max(masculine, 1e-9)}


def score(data: Path) -> dict[str, float]:
    """Figures on the validation part, 454 pronouns."""
    return figures([(row, answer(row, tagged(row))) for row in rows(data / "gap" / "gap-validation.tsv")])
