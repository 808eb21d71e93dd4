"""NewsML-G2 and NITF -> the reports in them (IPTC NewsML-G2 2.x, NITF 3.x)."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.collect.charset import markup
from sayso.collect.facts import Found, Passed, fact
from sayso.collect.formats.fragment import composed
from sayso.collect.formats.furniture import without_furniture
from sayso.collect.formats.markup import Element, line, name, paragraphs, text_of, xml
from sayso.collect.limits import ITEMS
from sayso.errors import InputError

WITHDRAWN = ("canceled", "cancelled", "withheld")
"""Publishing statuses (IPTC NewsCodes, stat) under which a report must not be used."""


def read_newsml(data: bytes) -> list[Found | Passed]:
    """The reports of a NewsML-G2 message or item, or of a NITF document; raises InputError for broken XML or more than ITEMS of them."""
    root = xml(markup(data))
    if name(root) == "nitf":
        return [_nitf(root)]
    items = [root] if name(root) == "newsitem" else [one for one in root.iter() if name(one) == "newsitem"]
    if not items:
        raise InputError("a NewsML-G2 message without reports in it")
    if len(items) > ITEMS:
        raise InputError(f"a message of more than {ITEMS:,} reports")
    return [_item(item, f"#{at}" if len(items) > 1 else "") for at, item in enumerate(items, 1)]


def _item(item: Element, place: str) -> Found | Passed:
    status = _code(_first(item, "pubstatus"))
    if status in WITHDRAWN:
        return Passed(place, f"{status} by its agency")
    kind = _code(_first(item, "itemclass"))
    if kind and kind not in ("text", "composite"):
        return Passed(place, f"a NewsML-G2 item of class {kind}, not text")
    content = _first(item, "contentmeta")
    found = {
        "title": _text(content, "headline") or _text(item, "headline"),
        "outlet": _named(_first(item, "provider")) or _named(_first(item, "copyrightholder")) or _text(item, "copyrightholder"),
        "url": next((one for one in (fact(item.get("guid")), _link(item)) if one and one.startswith(("http://", "https://"))), None),
        "date": _text(item, "firstcreated") or _text(content, "contentcreated") or _text(item, "versioncreated"),
        "updated": _text(item, "versioncreated") or _text(content, "contentmodified"),
        "byline": _text(content, "by") or ", ".join(filter(None, (_text(one, "name") for one in _all(content, "creator")))),
        "credit": "; ".join(filter(None, (_text(content, "creditline"), *(_named(one) for one in _all(content, "infosource"))))),
    }
    return _report(item, {key: value for key, value in found.items() if value}, place)


def _report(item: Element, facts: dict[str, str], place: str) -> Found | Passed:
    """The longest rendition of an item's content: XHTML, NITF, or plain lines."""
    renditions: list[list[str]] = []
    for part in _all(item, "contentset"):
        for inline in part.iter():
            if name(inline) == "inlinexml":
                body = _first(inline, "body.content")
                body = _first(inline, "body") if body is None else body
                renditions.append(paragraphs(inline if body is None else body, silent="silent-wire"))
            elif name(inline) == "inlinedata" and "text" in (inline.get("contenttype") or "text"):
                renditions.append([one for piece in "".join(inline.itertext()).splitlines() if (one := line(piece))])
    report = without_furniture(max(renditions, key=lambda one: sum(map(len, one)), default=[]), facts.get("title"))
    if not report:
        return Passed(place, "a NewsML-G2 item without text")
    return Found(composed(facts.get("title"), report), facts, place)


def _nitf(root: Element) -> Found | Passed:
    body = _first(root, "body.content")
    date = _first(root, "date.issue")
    found = {
        "title": _text(root, "hl1") or _text(root, "hedline") or _text(root, "title"),
        "outlet": _text(root, "distributor") or next((fact(one.get("name")) for one in _all(root, "pubdata") if one.get("name")), None),
        "date": fact(date.get("norm")) if date is not None else None,
        "byline": _text(root, "byline"),
        "credit": next((fact(one.get("holder")) for one in _all(root, "doc.copyright")), None),
    }
    facts = {key: value for key, value in found.items() if value}
    report = without_furniture(paragraphs(body, silent="silent-wire"), facts.get("title")) if body is not None else []
    return Found(composed(facts.get("title"), report), facts) if report else Passed("", "a NITF document without text")


def _all(root: Element | None, wanted: str) -> Iterator[Element]:
    return (one for one in root.iter() if name(one) == wanted) if root is not None else iter(())


def _first(root: Element | None, wanted: str) -> Element | None:
    return next(_all(root, wanted), None)


def _text(root: Element | None, wanted: str) -> str | None:
    return fact(text_of(_first(root, wanted)))


def _code(element: Element | None) -> str:
    """The code behind its scheme alias: "usable" of "stat:usable"."""
    return str(element.get("qcode") or "").rsplit(":", 1)[-1].lower() if element is not None else ""


def _named(element: Element | None) -> str | None:
    """The name of a party: its name element, else its literal, else its code."""
    if element is None:
        return None
    return _text(element, "name") or fact(element.get("literal")) or fact(str(element.get("qcode") or "").rsplit(":", 1)[-1])


def _link(item: Element) -> str | None:
    return next((fact(one.get("href")) for one in _all(item, "link") if "canonical" in (one.get("rel") or "")), None)
