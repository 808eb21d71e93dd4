"""Text -> markup, escaped once and everywhere: the only way in which anything gets into a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that HTML forbids (HTML Living Standard, 13.2.3.5) or that UTF-8 cannot carry."""

ATTRIBUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*\Z")
VOID = frozenset(("br", "hr", "input", "link", "meta", "wbr"))
RAW = re.compile(r"</(?:style|script)|<!--", re.IGNORECASE)
IN_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
IN_ATTRIBUTE = {**IN_TEXT, ord('"'): "&quot;"}
"""Attributes stand in double quotes, always; so a single quote ends nothing."""
IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What could end a script element or begin a comment in it, as JSON may also write it."""

Value = str | int | float | bool | None


class Html(str):
    """Markup that is safe to put into a page as it is; template engines know it by `__html__`."""

    __slots__ = ()

    def __html__(self) -> str:
        return self

    def __add__(self, other: str) -> Html:
        return Html(str.__add__(self, escape(other)))

    def __radd__(self, other: str) -> Html:
        return Html(str.__add__(escape(other), self))


def escape(text: object) -> Html:
    """`text` as the content of an element; markup passes unchanged, characters that HTML forbids are replaced."""
    return text if isinstance(text, Html) else Html(_plain(str(text)).translate(IN_TEXT))


def _plain(text: str) -> str:
    return UNWRITABLE.sub("�", text).replace("\r\n", "\n").replace("\r", "\n")


def join(parts: Iterable[object], between: object = "") -> Html:
    """All of `parts` that are not empty, escaped, with `between` between them."""
    return Html(escape(between).join(escape(part) for part in parts if part is not None and part != ""))


def tag(element: str, *children: object, **attributes: Value) -> Html:
    """An element. `data_s` becomes `data-s`, `class_` becomes `class`; an attribute that is None or False is left out, True stands bare."""
    opened = "".join(_attribute(name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items())
    inner = "".join(escape(child) for child in children if child is not None)
    return Html(f"<{element}{opened}>" if element in VOID else f"<{element}{opened}>{inner}</{element}>")


def _attribute(name: str, value: Value) -> str:
    if not ATTRIBUTE.match(name):
        raise ValueError(f"no name of an attribute: {name!r}")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{_plain(str(value)).translate(IN_ATTRIBUTE)}"'


def json_block(raw: bytes, *, name: str) -> Html:
    """JSON in a script element that no browser runs; what is in it cannot end it."""
    return Html(f'<script type="application/json"{_attribute("id", name)}>{raw.decode("utf-8").translate(IN_SCRIPT)}</script>')


def raw_block(element: str, source: str) -> Html:
    """A style sheet or script of our own as it is; raises ValueError if it holds what would end it."""
    if RAW.search(source):
        raise ValueError(f"a {element} that would end itself")
    return Html(f"<{element}>{source}</{element}>")


def outward(url: str | None) -> str | None:
    """`url` if it leads to a page of the web, else None: other schemes could run in the page."""
    if not url or url != url.strip() or UNWRITABLE.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
