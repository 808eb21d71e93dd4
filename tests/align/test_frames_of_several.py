"""A statement that stands by itself costs no frame and no search for variants: most of a lone report's do."""

from __future__ import annotations

import pytest

import sayso.align
from sayso.align.frames import Frame, frame
from sayso.data import Article, Reading, Span, Statement

LINES = (
    "The bridge over the Marrick was closed on Friday.",
    "Bakers in Hexley want longer hours.",
    "The Marrick bridge was closed on Friday.",
    "A choir sang in the old mill.",
)


def reading() -> Reading:
    text, spans, at = "\n".join(LINES), [], 0
    for line in LINES:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    told = tuple(Statement(f"s{number}", "a", (span,)) for number, span in enumerate(spans))
    return Reading(Article("a", text), tuple(spans), tuple((span,) for span in spans), (), (), (), told, told)


def test_only_statements_that_are_joined_get_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def framed(given: Reading, statement: Statement) -> Frame:
        asked.append(statement.id)
        return frame(given, statement)

    monkeypatch.setattr(sayso.align, "frame", framed)
    told = reading()
    claims = sayso.align.align([told], told.propositions)
    assert sorted(claim.statements for claim in claims) == [("s0", "s2"), ("s1",), ("s3",)]
    assert sorted(asked) == ["s0", "s2"]


def test_a_report_of_one_statement_is_one_claim() -> None:
    told = reading()
    (claim,) = sayso.align.align([told], told.propositions[:1])
    assert (claim.statements, claim.variants, claim.reasons) == (("s0",), (), ())
    assert sayso.align.align([told], ()) == ()
