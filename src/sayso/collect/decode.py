"""Bytes -> text, or the reason why they are no report in plain text. Decided by content, never by a file's suffix."""

from __future__ import annotations

import codecs
import re

from sayso.collect.tables import rows
from sayso.errors import InputError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks (Unicode 15, table 2-4); UTF-32 before UTF-16, whose mark begins alike."""

SAMPLE = 65_536
"""Characters that are looked at to tell text from other things."""

MOST_CONTROLS = 0.01
"""Largest share of control characters in a text: a stray form feed or escape is no binary file."""

MOST_HIGH_BYTES = 0.25
"""Largest share of bytes above 127 in a text taken for Windows-1252: Western European languages stay under 0.1."""

WHOLE = re.compile(r"[^\x00-\x7f\ufffd]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def decode(data: bytes) -> str:
    """The text of `data`, unchanged but for a byte order mark.

    UTF-8, UTF-16 and UTF-32 by their mark, else UTF-8; else UTF-8 with a few broken bytes, each becoming U+FFFD; else
    Windows-1252. Raises InputError, with a reason for the user, for what is empty, binary or no text.
    """
    if not data:
        raise InputError("empty")
    _refuse_magic(data)
    text = _decoded(data)
    _refuse_other(text)
    return text


def _refuse_magic(data: bytes) -> None:
    for start, reason in rows("magic.tsv"):
        if data.startswith(bytes.fromhex(start)):
            raise InputError(reason)


def _decoded(data: bytes) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                return data[len(mark) :].decode(encoding, "replace")
    if b"\x00" in data:
        raise InputError("a binary file, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged_or_western(data)


def _damaged_or_western(data: bytes) -> str:
    repaired = data.decode("utf-8", "replace")
    broken = repaired.count("�")
    if broken > len(WHOLE.findall(repaired)) and sum(byte > 127 for byte in data[:SAMPLE]) > MOST_HIGH_BYTES * len(data[:SAMPLE]):
        raise InputError("neither UTF-8 nor another encoding that can be told: save it as UTF-8")
    return damaged_or_western(data)


def damaged_or_western(data: bytes) -> str:
    """`data`, which is no UTF-8, as UTF-8 with U+FFFD for its broken bytes if most are whole, else as Windows-1252."""
    repaired = data.decode("utf-8", "replace")
    if repaired.count("�") <= len(WHOLE.findall(repaired)):
        return repaired
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _refuse_other(text: str) -> None:
    sample = text[:SAMPLE]
    if not text.strip():
        raise InputError("empty")
    if len(CONTROLS.findall(sample)) > MOST_CONTROLS * len(sample) or "\x00" in text:
        raise InputError("a binary file, not text")
    if not any(map(str.isalpha, text)):
        raise InputError("no words in it")
