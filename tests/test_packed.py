"""What is packed comes back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from sayso import codec, compare, read
from sayso.errors import InputError

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
TEXT = "Mill fire “started in the kiln”\n\nA fire at the Orrin mill “started in the kiln”, Fire Chief Dana Whitlock said.\nTwo officials denied it."
MOMENTS = (
    None,
    date(2024, 5, 6),
    datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
    datetime(2024, 5, 6, 7, 8, tzinfo=timezone(timedelta(hours=5, minutes=30))),
)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_reading_comes_back_whole(moment: date | datetime | None) -> None:
    reading = read(TEXT, published=moment, title="Mill fire", outlet="The Vale Post", url="https://vale.example/1")
    reading = replace(reading, article=replace(reading.article, updated=moment, seen=("a.html", "b.html"), credits=("Reuters",)))
    assert reading.propositions
    assert reading.clauses
    assert codec.unpack_reading(codec.pack_reading(reading)) == reading
    assert codec.unpack_article(codec.pack_article(reading.article)) == reading.article


def test_a_ledger_comes_back_whole() -> None:
    for ledger in compare([EXAMPLES / "missiles", EXAMPLES / "canal"]):
        assert ledger.claims
        assert codec.unpack_ledger(codec.pack_ledger(ledger)) == ledger


def test_a_lone_surrogate_becomes_one_character() -> None:
    reading = read("A \ud800 mark, the mayor said.")
    back = codec.unpack_reading(codec.pack_reading(reading))
    assert back.article.text == "A \ufffd mark, the mayor said."
    assert back.statements == reading.statements


@pytest.mark.parametrize("raw", [b"", b"\xc1", b"\x81\xa2id\xa1x", codec.pack_article(read("A fire, she said.").article)])
def test_other_bytes_are_no_reading(raw: bytes) -> None:
    with pytest.raises(InputError, match="not a packed reading"):
        codec.unpack_reading(raw)


def test_a_date_that_is_none_is_told() -> None:
    raw = codec.pack_article(replace(read("A fire, she said.").article, published=date(2024, 5, 6))).replace(b"2024-05-06", b"2024-05-66")
    with pytest.raises(InputError, match="not a date: 2024-05-66"):
        codec.unpack_article(raw)
