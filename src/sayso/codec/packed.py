"""Noun <-> bytes, whole: for the store and between processes. MessagePack (msgpack.org), keys in one fixed order: the same noun, the same bytes.

Unlike the JSON, nothing is left out, so that what comes back equals what went in; unlike a pickle, it can only hold nouns.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from sayso import data
from sayso.codec.encode import without_surrogates
from sayso.errors import InputError

Packed = TypeVar("Packed", bound=msgspec.Struct)
OTHERS = tuple(part.name for part in fields(data.Reading) if part.name != "article")


class _Article(msgspec.Struct):
    """An article with its dates as ISO 8601, which keeps the time zone that MessagePack's own timestamps lose."""

    id: str
    text: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    published_inferred: bool
    language: str
    byline: str | None
    credits: tuple[str, ...]
    path: str | None
    body: int
    updated: str | None
    seen: tuple[str, ...]
    raw: str | None = None


class _Reading(msgspec.Struct):
    article: _Article
    sentences: tuple[data.Span, ...]
    clauses: tuple[tuple[data.Span, ...], ...]
    names: tuple[data.Name, ...]
    mentions: tuple[data.Mention, ...]
    witnesses: tuple[data.Witness, ...]
    statements: tuple[data.Statement, ...]
    propositions: tuple[data.Statement, ...]


class _Ledger(msgspec.Struct):
    id: str
    title: str
    first: str | None
    last: str | None
    articles: tuple[_Article, ...]
    statements: tuple[data.Statement, ...]
    claims: tuple[data.Claim, ...]
    witnesses: tuple[data.Witness, ...]


def pack_article(article: data.Article) -> bytes:
    """An article as bytes."""
    return _bytes(_article_in(article))


def unpack_article(raw: bytes) -> data.Article:
    """The article that `raw` holds. Raises InputError if it holds none."""
    return _article_out(_decoded(raw, _Article))


def pack_reading(reading: data.Reading) -> bytes:
    """A reading with its article as bytes."""
    return _bytes(_Reading(_article_in(reading.article), *(getattr(reading, name) for name in OTHERS)))


def unpack_reading(raw: bytes) -> data.Reading:
    """The reading that `raw` holds. Raises InputError if it holds none."""
    found = _decoded(raw, _Reading)
    return data.Reading(_article_out(found.article), *(getattr(found, name) for name in OTHERS))


def pack_ledger(ledger: data.Ledger) -> bytes:
    """A ledger with its articles as bytes."""
    articles = tuple(map(_article_in, ledger.articles))
    return _bytes(_Ledger(ledger.id, ledger.title, ledger.first, ledger.last, articles, ledger.statements, ledger.claims, ledger.witnesses))


def unpack_ledger(raw: bytes) -> data.Ledger:
    """The ledger that `raw` holds. Raises InputError if it holds none."""
    found = _decoded(raw, _Ledger)
    articles = tuple(map(_article_out, found.articles))
    return data.Ledger(found.id, found.title, found.first, found.last, articles, found.statements, found.claims, found.witnesses)


def _bytes(record: msgspec.Struct) -> bytes:
    """MessagePack; a lone surrogate, which no encoding can hold, becomes U+FFFD, so that offsets stay."""
    try:
        return msgspec.msgpack.encode(record)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(without_surrogates(msgspec.to_builtins(record)))


def _decoded(raw: bytes, shape: type[Packed]) -> Packed:
    try:
        return msgspec.msgpack.decode(raw, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"not a packed {shape.__name__.strip('_').lower()}: {error}") from None


def _article_in(article: data.Article) -> _Article:
    told: dict[str, Any] = {name: getattr(article, name) for name in _Article.__struct_fields__}
    return _Article(**told | {name: told[name].isoformat() if told[name] else None for name in ("published", "updated")})


def _article_out(found: _Article) -> data.Article:
    told: dict[str, Any] = {name: getattr(found, name) for name in _Article.__struct_fields__}
    return data.Article(**told | {name: _moment(told[name]) for name in ("published", "updated")})


def _moment(text: str | None) -> date | datetime | None:
    try:
        return None if text is None else date.fromisoformat(text) if len(text) == len("2000-01-01") else datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"not a date: {text}") from None
