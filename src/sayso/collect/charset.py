"""Bytes -> text for markup, whose own words about its encoding count (WHATWG Encoding Standard, HTML Living Standard 13.2.3)."""

from __future__ import annotations

import re

from sayso.collect.decode import BOMS, damaged_or_western

PRESCAN = 4_096
"""Bytes in which a declaration is looked for: the standard says 1024, pages are sloppier."""

DECLARED = re.compile(rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,200}encoding\s*=\s*["']([\w:.-]{2,40})""", re.I)
WESTERN = {"iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1", "ascii", "us-ascii", "iso-8859-15", "iso8859-15", "ansi_x3.4-1968"}
"""Labels under which browsers read Windows-1252, because pages mean that (the ninth part of Latin differs in the euro sign only)."""

SAME = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
}
"""Labels that stand for a larger encoding in practice (WHATWG)."""

SHIFTS = re.compile(rb"\x1b[$(]")
"""Where ISO 2022 goes over to another set of characters: it has no bytes above 127, and would pass for UTF-8."""

WRITTEN = re.compile(
    r"(?:windows-?|cp)125\d|iso-?8859-?\d{1,2}|koi8-[ru]|gb18030|big5(?:-hkscs)?|cp949|cp932|euc[-_]jp|iso-2022-(?:jp|kr)|mac-?(?:intosh|roman)"
    r"|(?:cp|ibm)?866|tis-620"
)
"""Encodings of eight bits and of East Asia. Others of Python's are none of text (unicode_escape), or take quadratic time (punycode)."""


def markup(data: bytes, declared: str | None = None) -> str:
    """The text of a page, feed or other markup.

    By its byte order mark, else as UTF-8 if it is, else as its transport `declared`, as it declares itself, or as Windows-1252; a
    declaration that the bytes contradict does not count. Never raises: what cannot be decoded becomes U+FFFD; so do NULs.
    """
    text = _decoded(data, declared)
    return text.replace("\x00", "\ufffd") if b"\x00" in data else text


def _decoded(data: bytes, declared: str | None) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    for pattern, encoding in ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
        if data.startswith(pattern):
            return data.decode(encoding, "replace")
    if b"\x1b" in data and SHIFTS.search(data):
        labels = _labels(data, declared)
        if any(label.lower().startswith("iso-2022-") for label in labels):
            return next((text for label in labels if (text := _by(label, data)) is not None), None) or damaged_or_western(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for label in _labels(data, declared):
        text = _by(label, data)
        if text is not None:
            return text
    return damaged_or_western(data)


def _labels(data: bytes, declared: str | None) -> list[str]:
    return [label for label in (declared, _own(data)) if label]


def _own(data: bytes) -> str | None:
    match = DECLARED.search(data[:PRESCAN])
    return (match[1] or match[2]).decode("ascii", "ignore") if match else None


def _by(label: str, data: bytes) -> str | None:
    """`data` by the encoding of that label, if it is one that pages are written in, and it fits."""
    name = label.strip().lower()
    name = "cp1252" if name in WESTERN else SAME.get(name, name)
    if not WRITTEN.fullmatch(name):
        return None
    try:
        return data.decode(name)
    except (LookupError, UnicodeError):
        return None
