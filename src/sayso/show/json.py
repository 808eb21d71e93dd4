"""Ledgers and readings as JSON: thin over the codec, with line ends."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.codec import encode_ledgers, encode_reading
from sayso.data import Ledgers, Reading

SURROGATE = re.compile("[\ud800-\udfff]")


def ledgers_json(ledgers: Ledgers) -> bytes:
    """One sayso.ledgers/1 object on one line, in UTF-8."""
    return encode_ledgers(ledgers) + b"\n"


def readings_json(readings: Iterable[Reading]) -> Iterator[bytes]:
    """One sayso.reading/1 object a line, in UTF-8."""
    for reading in readings:
        yield encode_reading(reading) + b"\n"


def line(value: object) -> bytes:
    """`value` as JSON on one line, in UTF-8; a lone surrogate, which UTF-8 cannot carry, becomes U+FFFD, so that offsets stay."""
    made = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return SURROGATE.sub("�", made).encode() + b"\n"


def read(raw: bytes) -> Any:
    """What `raw` holds."""
    return json.loads(raw)
