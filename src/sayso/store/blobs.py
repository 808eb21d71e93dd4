"""Nouns <-> what lies in a column: packed and deflated; texts lie with the article alone, and come back from there."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from sayso.codec import pack_article, pack_ledger, pack_reading, unpack_article, unpack_ledger, unpack_reading
from sayso.data import Article, Ledger, Reading
from sayso.errors import InputError, StoreError

LEVEL = 6
"""zlib's own middle between speed and size."""

Noun = TypeVar("Noun")


def article_in(article: Article) -> bytes:
    """An article for its column."""
    return zlib.compress(pack_article(article), LEVEL)


def article_out(raw: bytes) -> Article:
    """The article of a column. Raises StoreError for a damaged one."""
    return _out(raw, unpack_article)


def reading_in(packed: bytes) -> bytes:
    """A packed reading for its column, without its text. Raises InputError for what is none."""
    reading = unpack_reading(packed)
    return zlib.compress(pack_reading(replace(reading, article=_bare(reading.article))), LEVEL)


def reading_out(raw: bytes, article: Article) -> Reading:
    """The reading of a column, of the article as it is stored. Raises StoreError for a damaged one."""
    return replace(_out(raw, unpack_reading), article=article)


def ledger_packed(ledger: Ledger) -> bytes:
    """A ledger without its articles' texts and the places where they were found, packed: equal bytes, equal ledgers."""
    return pack_ledger(replace(ledger, articles=tuple(map(_bare, ledger.articles))))


def ledger_in(packed: bytes) -> bytes:
    """A packed ledger for its column."""
    return zlib.compress(packed, LEVEL)


def ledger_bytes(raw: bytes) -> bytes:
    """The packed ledger of a column. Raises StoreError for a damaged one."""
    return _out(raw, bytes)


def ledger_out(raw: bytes) -> Ledger:
    """The ledger of a column, its articles without texts. Raises StoreError for a damaged one."""
    return _out(raw, unpack_ledger)


def _bare(article: Article) -> Article:
    return replace(article, text="", seen=())


def _out(raw: bytes, unpack: Callable[[bytes], Noun]) -> Noun:
    try:
        return unpack(zlib.decompress(raw))
    except (zlib.error, InputError):
        raise StoreError("the store is damaged: put a copy of it back, or name a new one and add the reports again") from None
