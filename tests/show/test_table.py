"""The table: one row for each statement of each claim."""

from __future__ import annotations

import csv
import dataclasses
import io

from sayso.data import Ledgers
from sayso.show.table import COLUMNS, write_csv
from show.made import articles, ledger, ledgers


def rows(made: Ledgers) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    write_csv(made, out)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


def test_one_row_for_each_statement_of_a_claim() -> None:
    found = rows(ledgers())
    assert list(found[0]) == list(COLUMNS)
    assert len(found) == sum(len(claim.statements) for claim in ledger().claims)
    first = found[0]
    assert (first["story"], first["claim"], first["min"], first["max"], first["articles"]) == ("t1", "c1", "1", "1", "2")
    assert (first["article"], first["outlet"], first["speaker"], first["kind"]) == ("in/post.txt", "Harbour Post", "Ada Lund", "direct")
    assert (found[1]["chain"], found[1]["occasion"]) == ("Radio One", "interview, Radio One")


def test_offsets_point_at_the_words() -> None:
    texts = {article.path: article.text for article in articles()}
    for row in rows(ledgers()):
        words = texts[row["article"]][int(row["start"]) : int(row["end"])]
        assert words.startswith(row["words"].split(" … ")[0])
        assert words.endswith(row["words"].split(" … ")[-1])


def test_cells_are_no_formulas_and_line_breaks_stay_inside() -> None:
    claim = dataclasses.replace(ledger().claims[0], text='=HYPERLINK("x")\nnext, "line"')
    found = rows(Ledgers((dataclasses.replace(ledger(), claims=(claim,)),)))
    assert {row["claim_text"] for row in found} == {'\'=HYPERLINK("x") next, "line"'}


def test_no_story_is_a_heading_only() -> None:
    assert rows(Ledgers(())) == []
