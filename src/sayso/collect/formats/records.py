"""Records (an object of JSON lines, a row of a table) -> reports, by a mapping of fields to facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sayso.collect.facts import Found, Passed, fact
from sayso.collect.formats.fragment import composed, report_paragraphs
from sayso.collect.tables import rows
from sayso.errors import InputError

Fields = Mapping[str, str]
"""Fact ("text", "title", "outlet", "url", "date", "updated", "byline", "credit") -> name of the field that holds it; a dot leads into an object."""

PAGE_TAGS = re.compile(r"<(?:p|br|div|ul|h[1-6])\b[^<>]{0,500}>", re.I)
UNWRITTEN = re.compile("[\x00\ud800-\udfff]")
"""What JSON can hold and no text: halves of surrogate pairs, and NUL, which databases refuse."""

MILLISECONDS = 1e11
"""A number from here on counts milliseconds since 1970: as seconds it would be the year 5138."""

NAMES = 20
"""Authors of one report that are named."""


def read_record(record: Mapping[str, Any], fields: Fields, place: str = "") -> Found | Passed:
    """The report of one record. Plain text stays as it is; what holds tags of a page is turned into paragraphs, under its title."""
    flat = {_bare(key): value for key, value in record.items() if isinstance(key, str)}
    text = _value("text", record, flat, fields)
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    if not isinstance(text, str):
        named = fields.get("text")
        return Passed(place, f'a record without "{named}"' if named else "a record without text: name the field that holds it")
    found = {key: told for key in known_facts() if key != "text" and (told := _told(key, _value(key, record, flat, fields)))}
    if PAGE_TAGS.search(text):
        report = report_paragraphs(text, found.get("title"))
        text = composed(found.get("title"), report) if report else ""
    if not any(map(str.isalpha, text)):
        return Passed(place, "a record without text")
    return Found(UNWRITTEN.sub("\ufffd", text), found, place)


@cache
def known_facts() -> dict[str, tuple[str, ...]]:
    """Fact -> the names under which records carry it."""
    return {name: tuple(names.split("|")) for name, names in rows("fields.tsv")}


def check_fields(fields: Fields) -> None:
    """Raises InputError for a mapping of something that is no fact."""
    for name in fields:
        if name not in known_facts():
            raise InputError(f"no such fact: {name} (there are {', '.join(known_facts())})")


def _bare(key: str) -> str:
    return key.lower().replace("_", "").replace("-", "").replace(" ", "")


def _value(key: str, record: Mapping[str, Any], flat: Mapping[str, Any], fields: Fields) -> Any:
    if key in fields:
        return _at(record, fields[key])
    for name in known_facts()[key]:
        outer, _, inner = name.partition(".")
        value = flat.get(outer)
        if inner:
            value = {_bare(key): one for key, one in value.items() if isinstance(key, str)}.get(inner) if isinstance(value, Mapping) else None
        if value is not None and value != "" and (isinstance(value, str | bytes) if key == "text" else _told(key, value)):
            return value
    return None


def _at(record: Mapping[str, Any], path: str) -> Any:
    """The value at a path of names; a name that holds a dot itself goes before a path."""
    if path in record:
        return record[path]
    value: Any = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _told(key: str, value: Any) -> str | None:
    """A value as a line of text."""
    if key in ("date", "updated"):
        return moment(value)
    if isinstance(value, Mapping):
        return _told(key, value.get("name"))
    if isinstance(value, list | tuple):
        return fact(", ".join(filter(None, (_told(key, one) for one in value[:NAMES] if not isinstance(one, list | tuple)))))
    line = fact(value.decode("utf-8", "replace") if isinstance(value, bytes) else value)
    return None if key == "url" and line and not line.lower().startswith(("http://", "https://")) else line


def moment(value: Any) -> str | None:
    """A date as text: as it is written, or a number of seconds or milliseconds since 1970 (UTC)."""
    if isinstance(value, Mapping):
        value = value.get("$date")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value / 1000 if abs(value) >= MILLISECONDS else value, UTC).isoformat()
        except (ValueError, OverflowError, OSError):
            return None
    return fact(value.decode("utf-8", "replace") if isinstance(value, bytes) else value)
