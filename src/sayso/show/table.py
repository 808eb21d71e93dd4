"""Ledgers as a table: one row for each statement of each claim. The rows of CSV, Parquet and data frames are the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TextIO

from sayso.data import Article, Ledger, Ledgers, Reading, Statement, Witness
from sayso.show.wording import clean, names, words

Cell = str | int | None
Row = dict[str, Cell]
Kinds = dict[str, type[str] | type[int]]

COLUMNS: Kinds = {
    "story": str, "claim": str, "claim_text": str, "min": int, "max": int, "articles": int, "article": str, "outlet": str, "published": str,
    "speaker": str, "kind": str, "chain": str, "occasion": str, "said_on": str, "stance": str, "factuality": str, "words": str, "start": int,
    "end": int, "statement": str,
}  # fmt: skip
"""What a column holds. `start` and `end` are the first and the last offset of the words, in code points of the article's text; `articles` is
how many carry the claim; `story`, `claim` and `statement` are ids. What is not known is None."""

READING_COLUMNS: Kinds = {
    "article": str, "outlet": str, "published": str, "speaker": str, "kind": str, "type": str, "chain": str, "occasion": str, "said_on": str,
    "stance": str, "factuality": str, "source": str, "cue": str, "words": str, "start": int, "end": int, "statement": str,
}  # fmt: skip
"""The same where readings are shown, one row for each statement."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet; an apostrophe before it makes it text (OWASP, CSV injection)."""


def ledgers_csv(ledgers: Ledgers) -> str:
    """`ledgers` as a table, a heading first, lines ended as RFC 4180 asks; cells that a spreadsheet would run get an apostrophe in front."""
    out = io.StringIO(newline="")
    write_csv(ledgers, out)
    return out.getvalue()


def write_csv(ledgers: Ledgers, file: TextIO) -> None:
    """Writes the same to `file`, which is opened with newline=""."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in rows(ledgers):
        writer.writerow([_safe(row[name]) for name in COLUMNS])


def rows(ledgers: Iterable[Ledger]) -> Iterator[Row]:
    """A row for each statement of each claim, with the cells that COLUMNS names."""
    for ledger in ledgers:
        articles = {article.id: article for article in ledger.articles}
        statements = {statement.id: statement for statement in ledger.statements if statement.article in articles}
        witnesses = {witness.id: witness for witness in ledger.witnesses}
        for claim in ledger.claims:
            found = [statements[one] for one in claim.statements if one in statements]
            carried = len({statement.article for statement in found})
            told: Row = {"story": ledger.id, "claim": claim.id, "claim_text": clean(claim.text), "articles": carried}
            told |= {"min": claim.count.min, "max": claim.count.max}
            for statement in found:
                yield told | _said(articles[statement.article], statement, witnesses)


def reading_rows(readings: Iterable[Reading]) -> Iterator[Row]:
    """A row for each statement of each reading, with the cells that READING_COLUMNS names."""
    for reading in readings:
        witnesses = {witness.id: witness for witness in reading.witnesses}
        for statement in reading.statements:
            yield _said(reading.article, statement, witnesses)


def _said(article: Article, statement: Statement, witnesses: dict[str, Witness]) -> Row:
    said = statement.occasion
    return {
        "article": article.path or article.id,
        "outlet": clean(article.outlet or "") or None,
        "published": article.published.isoformat() if article.published else None,
        "speaker": names(statement.speakers, witnesses) or None,
        "kind": statement.kind,
        "type": statement.type,
        "chain": " > ".join(names([one], witnesses) for one in statement.chain) or None,
        "occasion": clean(", ".join(filter(None, (said.what, said.where)))) or None if said else None,
        "said_on": said.date if said else None,
        "stance": statement.stance,
        "factuality": statement.factuality,
        "source": words(article.text, statement.source) or None,
        "cue": words(article.text, statement.cue) or None,
        "words": words(article.text, statement.content),
        "start": min((span.start for span in statement.content), default=None),
        "end": max((span.end for span in statement.content), default=None),
        "statement": statement.id,
    }


def _safe(cell: Cell) -> Cell:
    return "'" + cell if isinstance(cell, str) and cell.startswith(FORMULA) else cell
