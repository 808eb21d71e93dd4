"""JSON documents -> the reports in them: JSON Feed, IPTC ninjs, lists of records, single records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sayso.collect.charset import markup
from sayso.collect.facts import Found, Passed, fact
from sayso.collect.formats.fragment import composed, report_paragraphs
from sayso.collect.formats.records import Fields, moment, read_record
from sayso.collect.limits import ITEMS, LISTED_PAGES
from sayso.errors import InputError

LISTS = ("articles", "items", "docs", "documents", "results", "records", "stories", "news", "data", "hits", "response")
"""Names under which services of news hand out lists of reports, or an object that holds such a list."""

WITHDRAWN = ("canceled", "cancelled", "withheld", "withholduntil")
"""Publishing statuses of ninjs under which a report must not be used."""


def read_json(data: bytes, fields: Fields) -> list[Found | Passed]:
    """The reports of one JSON document; raises InputError for what is no JSON, or holds none that can be told."""
    try:
        value = json.loads(markup(data).lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise InputError("broken JSON") from None
    return _reports(value, fields)


def _reports(value: Any, fields: Fields) -> list[Found | Passed]:
    if isinstance(value, Mapping):
        if str(value.get("version", "")).startswith("https://jsonfeed.org/version/"):
            return _feed(value)
        if str(value.get("schema", "")).startswith("sayso."):
            raise InputError("a result of sayso, not a report")
        if _is_ninjs(value):
            return [_ninjs(value, "")]
        one = read_record(value, fields)
        if isinstance(one, Found) or "text" in fields:
            return [one]
        flat = {_bare(key): one for key, one in value.items()}
        inner = next((flat[name] for name in LISTS if isinstance(flat.get(name), list | Mapping)), None)
        if inner is None:
            raise InputError("a JSON file without a field that holds a report's text: name it")
        return _reports(inner, fields)
    if not isinstance(value, list):
        raise InputError("a JSON file, not a report")
    if len(value) > ITEMS:
        raise InputError(f"a JSON file of more than {ITEMS:,} records: write it as JSON lines")
    found = [_element(one, fields, f"#{at}") for at, one in enumerate(value, 1)]
    if not any(isinstance(one, Found) for one in found) and not all(isinstance(one, Mapping) for one in value):
        raise InputError("a JSON file, not a report")
    return found


def _element(one: Any, fields: Fields, place: str) -> Found | Passed:
    if not isinstance(one, Mapping):
        return Passed(place, "not a record")
    return _ninjs(one, place) if _is_ninjs(one) else read_record(one, fields, place)


def _feed(feed: Mapping[str, Any]) -> list[Found | Passed]:
    """The items of a JSON Feed (version 1.1)."""
    items = feed.get("items")
    if not isinstance(items, list) or not items:
        raise InputError("a feed without items")
    if len(items) > ITEMS:
        raise InputError(f"a feed of more than {ITEMS:,} items")
    return [_item(item, fact(feed.get("title")), f"#{at}") for at, item in enumerate(items, 1)]


def list_json_feed(data: bytes, charset: str | None = None) -> list[Found | Passed]:
    """As feed.list_feed, for a JSON Feed."""
    try:
        feed = json.loads(markup(data, charset).lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise InputError("broken JSON") from None
    if not isinstance(feed, Mapping) or not str(feed.get("version", "")).startswith("https://jsonfeed.org/version/"):
        raise InputError("JSON that is no feed")
    title = fact(feed.get("title"))
    items = feed.get("items")
    found: list[Found | Passed] = [Found("", {"kind": "items"} | ({"title": title} if title else {}))]
    for at, item in enumerate(items[:LISTED_PAGES] if isinstance(items, list) else [], 1):
        if not isinstance(item, Mapping):
            continue
        one = _item(item, title, f"#{at}")
        name = fact(item.get("id"))
        found.append(Found(one.text if isinstance(one, Found) else "", _item_facts(item, None) | ({"id": name} if name else {}), f"#{at}"))
    return found


def _item(item: Any, outlet: str | None, place: str) -> Found | Passed:
    if not isinstance(item, Mapping):
        return Passed(place, "an item of a feed that is broken")
    title = fact(item.get("title"))
    bodies = [item[key] for key in ("content_html", "content_text", "summary") if isinstance(item.get(key), str)]
    report = report_paragraphs(bodies[0], title) if bodies else []
    if not report:
        return Passed(place, "an item of a feed without text")
    return Found(composed(title, report), _item_facts(item, outlet), place)


def _item_facts(item: Mapping[str, Any], outlet: str | None) -> dict[str, str]:
    found = {
        "title": fact(item.get("title")),
        "outlet": outlet,
        "url": fact(item.get("url")) or fact(item.get("external_url")),
        "date": moment(item.get("date_published")),
        "updated": moment(item.get("date_modified")),
        "byline": _names(item.get("authors")) or _names([item.get("author")]),
    }
    return {key: value for key, value in found.items() if value}


def _is_ninjs(value: Mapping[str, Any]) -> bool:
    keys = {_bare(key) for key in value}
    return "uri" in keys and bool(keys & {"headlines", "bodies", "versioncreated", "pubstatus", "firstcreated", "bodyxhtml", "infosources"})


def _ninjs(value: Mapping[str, Any], place: str) -> Found | Passed:
    """One item of ninjs 1.x to 3.x: text as fields `body_...`, or as a list `bodies`."""
    flat = {_bare(key): one for key, one in value.items()}
    status = str(flat.get("pubstatus", "usable")).lower()
    if status in WITHDRAWN:
        return Passed(place, f"{status} by its agency")
    kind = str(flat.get("type", "text")).lower()
    if kind not in ("text", "composite"):
        return Passed(place, f"a ninjs item of type {kind[:40]}, not text")
    title = fact(flat.get("headline")) or _first(flat.get("headlines")) or fact(flat.get("title"))
    report = max((report_paragraphs(body, title) for body in _bodies(flat)), key=lambda one: sum(map(len, one)), default=[])
    if not report:
        return Passed(place, "a ninjs item without text")
    sources = _names(flat.get("infosources")) or fact(flat.get("source")) or fact(flat.get("provider"))
    address = next((one for one in (fact(flat.get("uri")), fact(flat.get("url"))) if one and one.startswith(("http://", "https://"))), None)
    found = {
        "title": title,
        "outlet": sources or fact(flat.get("copyrightholder")),
        "url": address,
        "date": moment(flat.get("firstcreated")) or moment(flat.get("contentcreated")) or moment(flat.get("versioncreated")),
        "updated": moment(flat.get("versioncreated")),
        "byline": fact(flat.get("byline")) or fact(flat.get("by")),
        "credit": fact(flat.get("copyrightholder")) or fact(flat.get("copyrightnotice")) or sources,
    }
    return Found(composed(title, report), {key: one for key, one in found.items() if one}, place)


def _bodies(flat: Mapping[str, Any]) -> list[str]:
    fields = [one for key, one in flat.items() if key.startswith("body") and isinstance(one, str)]
    listed = flat.get("bodies")
    return (
        fields + [one["value"] for one in listed if isinstance(one, Mapping) and isinstance(one.get("value"), str)]
        if isinstance(listed, list)
        else fields
    )


def _bare(key: str) -> str:
    return key.lower().replace("_", "").replace("-", "")


def _first(value: Any) -> str | None:
    """The value of the main entry of a list, else of its first."""
    values = [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
    values.sort(key=lambda one: one.get("role") != "main")
    return next((line for one in values if (line := fact(one.get("value")))), None)


def _names(value: Any) -> str | None:
    values = value if isinstance(value, list) else []
    return ", ".join(name for one in values[:20] if isinstance(one, Mapping) and (name := fact(one.get("name")))) or None
