"""Full text in the database's own way: FTS5 in SQLite, tsvector in PostgreSQL. Both are given the words that sayso itself has cut and folded,
so that both find the same; they differ in how they rank (BM25; ts_rank).

A document has a main field and a further one. Of each word its place, the word itself and its stem are kept, phrases are looked for among the words.
No query reaches a database but as words of letters and digits, each in quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection, Subquery

from sayso.folding import BREAK
from sayso.words import stem

CLAIMS, REPORTS, STORIES = "search_claim_words", "search_report_words", "search_story_words"
MAIN, FURTHER = 4.0, 1.0
"""What a word counts in the ranking where it stands in the main field, and elsewhere: a claim's own wording says what it is about."""
MOST_WORDS = 16_000
"""Words of a document that are kept; PostgreSQL counts places up to 16,383."""
MOST_BYTES = 300_000
"""Of a document's words; PostgreSQL takes a megabyte, with stems and places."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words in a row; `begins`: the last may go on; `stemmed`: one word, in any of its forms."""

    words: tuple[str, ...]
    begins: bool = False
    stemmed: bool = False


def put(connection: Connection, table: str, documents: Iterable[tuple[int, str, str]]) -> None:
    """Keep documents: id, main field and further one, both as `folding.spoken` gives them."""
    if connection.dialect.name == "sqlite":
        insert = sa.text(
            f"INSERT INTO {table} (rowid, main, further, main_stems, further_stems) VALUES (:id, :main, :further, :stems, :further_stems)"
        )
        rows = [_fts_row(key, *_bounded(main.split(), further.split())) for key, main, further in documents]
    else:
        insert = sa.text(f"INSERT INTO {table} (id, words) VALUES (:id, CAST(:words AS tsvector))")
        rows = [{"id": key, "words": _vector(*_bounded(main.split(), further.split()))} for key, main, further in documents]
    if rows:
        connection.execute(insert, rows)


def drop(connection: Connection, table: str, ids: Sequence[int]) -> None:
    """Forget documents."""
    key = "rowid" if connection.dialect.name == "sqlite" else "id"
    if ids:
        connection.execute(sa.text(f"DELETE FROM {table} WHERE {key} = :id"), [{"id": one} for one in ids])


def match(connection: Connection, table: str, terms: Sequence[Term], *, main: bool = False) -> Subquery:
    """The documents that hold all `terms` (in the main field, if `main`): id, and rank, the best the lowest."""
    columns = (sa.column("id", sa.Integer), sa.column("rank", sa.Float))
    if connection.dialect.name == "sqlite":
        asks = f"SELECT rowid AS id, bm25({table}, {MAIN}, {FURTHER}, {MAIN}, {FURTHER}) AS rank FROM {table} WHERE {table} MATCH :match"
        said = " AND ".join(_fts_term(term, main) for term in terms)
    else:
        weights = f"{{0, 0, {FURTHER / MAIN}, 1}}"
        query = "CAST(:match AS tsquery)"
        asks = f"SELECT id, -ts_rank('{weights}', words, {query}, 1) AS rank FROM {table} WHERE words @@ {query}"
        said = " & ".join(_vector_term(term, "A" if main else "") for term in terms)
    return sa.text(asks).bindparams(sa.bindparam("match", said, unique=True)).columns(*columns).subquery()


def _bounded(main: list[str], further: list[str]) -> tuple[list[str], list[str]]:
    left, kept = MOST_BYTES, 0
    for word in (*main, *further):
        left -= len(word.encode()) + 8
        if left < 0 or kept == MOST_WORDS:
            break
        kept += 1
    return main[:kept], further[: max(0, kept - len(main))]


def _fts_row(key: int, main: list[str], further: list[str]) -> dict[str, object]:
    stems, further_stems = (" ".join(map(_stem, words)) for words in (main, further))
    return {"id": key, "main": " ".join(main), "further": " ".join(further), "stems": stems, "further_stems": further_stems}


def _fts_term(term: Term, main: bool) -> str:
    fields = ("main_stems", "further_stems") if term.stemmed else ("main", "further")
    words = map(_stem, term.words) if term.stemmed else term.words
    return f'{{{fields[0] if main else " ".join(fields)}}} : "{" ".join(words)}"{" *" if term.begins else ""}'


def _vector(main: list[str], further: list[str]) -> str:
    """A tsvector as PostgreSQL reads it: each word, and its stem behind a tilde, with place and weight."""
    places: dict[str, list[str]] = {}
    for at, word, weight in _weighed(main, further):
        if word != BREAK:
            for lexeme in (word, f"~{_stem(word)}"):
                places.setdefault(lexeme, []).append(f"{at}{weight}")
    return " ".join(f"'{lexeme}':{','.join(found)}" for lexeme, found in places.items())


def _weighed(main: list[str], further: list[str]) -> Iterator[tuple[int, str, str]]:
    yield from ((at, word, "A") for at, word in enumerate(main, 1))
    yield from ((at, word, "B") for at, word in enumerate(further, len(main) + 2))


def _vector_term(term: Term, weight: str) -> str:
    if term.stemmed:
        return f"'~{_stem(term.words[0])}'" + (f":{weight}" if weight else "")
    ends = [*[""] * (len(term.words) - 1), "*" if term.begins else ""]
    lexemes = (f"'{word}'" + (f":{end}{weight}" if end or weight else "") for word, end in zip(term.words, ends, strict=True))
    return f"({' <-> '.join(lexemes)})"


def _stem(word: str) -> str:
    """The stem; a word that is the separator, or has none, is its own."""
    return stem(word) or word
