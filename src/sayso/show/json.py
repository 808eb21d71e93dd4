"""Ledgers and readings as JSON: thin over the codec, with line ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.codec import encode_ledgers, encode_reading
from sayso.data import Ledgers, Reading


def ledgers_json(ledgers: Ledgers) -> bytes:
    """One sayso.ledgers/1 object on one line, in UTF-8."""
    return encode_ledgers(ledgers) + b"\n"


def readings_json(readings: Iterable[Reading]) -> Iterator[bytes]:
    """One sayso.reading/1 object a line, in UTF-8."""
    for reading in readings:
        yield encode_reading(reading) + b"\n"
