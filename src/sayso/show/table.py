"""Ledgers as a table: one row for each statement of each claim."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from sayso.data import Article, Claim, Ledger, Ledgers, Statement, Witness
from sayso.show.wording import clean, names, words

COLUMNS = (
    "story", "claim", "claim_text", "min", "max", "articles", "article", "outlet", "published", "speaker", "kind", "chain",
    "occasion", "said_on", "stance", "factuality", "words", "start", "end",
)  # fmt: skip

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet; an apostrophe before it makes it text (OWASP, CSV injection)."""


def write_csv(ledgers: Ledgers, file: TextIO) -> None:
    """Writes `ledgers` to `file` (opened with newline=""), a heading first.

    `start` and `end` are the first and the last offset of the words, in code points of the article's text; `articles` is
    how many carry the claim. Cells that a spreadsheet would take for a formula get an apostrophe in front.
    """
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for ledger in ledgers:
        for row in _rows(ledger):
            writer.writerow([_safe(cell) for cell in row])


def _rows(ledger: Ledger) -> Iterator[tuple[object, ...]]:
    articles = {article.id: article for article in ledger.articles}
    statements = {statement.id: statement for statement in ledger.statements}
    witnesses = {witness.id: witness for witness in ledger.witnesses}
    for claim in ledger.claims:
        found = [statements[one] for one in claim.statements]
        carried = len({statement.article for statement in found})
        for statement in found:
            yield _row(ledger, claim, carried, articles[statement.article], statement, witnesses)


def _row(ledger: Ledger, claim: Claim, carried: int, article: Article, statement: Statement, witnesses: dict[str, Witness]) -> tuple[object, ...]:
    said = statement.occasion
    return (
        ledger.id,
        claim.id,
        clean(claim.text),
        claim.count.min,
        claim.count.max,
        carried,
        article.path or article.id,
        article.outlet or "",
        article.published.isoformat() if article.published else "",
        names(statement.speakers, witnesses),
        statement.kind,
        " > ".join(names([one], witnesses) for one in statement.chain),
        clean(", ".join(filter(None, (said.what, said.where)))) if said else "",
        (said.date or "") if said else "",
        statement.stance,
        statement.factuality,
        words(article.text, statement.content),
        min((span.start for span in statement.content), default=""),
        max((span.end for span in statement.content), default=""),
    )


def _safe(cell: object) -> object:
    return "'" + cell if isinstance(cell, str) and cell.startswith(FORMULA) else cell
