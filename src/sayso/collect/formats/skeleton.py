"""A page -> the elements in which it tells about itself, as a page of their own: a tenth of the work where nothing else is asked of its tree."""

from __future__ import annotations

import re

OPENING = re.compile(
    r"<(?=[MmTtHhSs!]|[Ll][Ii][Nn])"
    r"(?:(?P<void>[Mm][Ee][Tt][Aa]|[Ll][Ii][Nn][Kk])(?=[\s/])|(?P<whole>[Tt][Ii][Tt][Ll][Ee]|[Hh]1|[Ss][Cc][Rr][Ii][Pp][Tt])(?=[\s>])"
    r"|(?P<passed>[Ss][Tt][Yy][Ll][Ee](?=[\s>])|[Ss][Vv][Gg](?=[\s>])|!--))"
)
"""Where such an element begins; the look ahead passes over the many others, links and entries of lists above all, in half the time."""

LINKED = re.compile(r"ld\+json", re.I)
CLOSING = {
    "title": re.compile(r"</[Tt][Ii][Tt][Ll][Ee]"),
    "h1": re.compile(r"</[Hh]1"),
    "script": re.compile(r"</[Ss][Cc][Rr][Ii][Pp][Tt]"),
    "style": re.compile(r"</[Ss][Tt][Yy][Ll][Ee]"),
    "svg": re.compile(r"</[Ss][Vv][Gg]"),
    "!--": re.compile("-->"),
}
MARKS = re.compile("[\"'>]")
LONGEST_TAG = 20_000
"""Characters of one tag: descriptions in meta elements take up to some thousand."""


def skeleton(text: str) -> str:
    """The meta, link, title, h1 elements and the linked data of a page, in order, without what stands in scripts, styles and comments."""
    kept: list[str] = []
    at = 0
    while match := OPENING.search(text, at):
        start, at = match.start(), match.end()
        if match["void"]:
            at = _end_of_tag(text, at)
            kept.append(text[start:at])
            continue
        own = (match["whole"] or match["passed"]).lower()
        inside = at if own == "!--" else _end_of_tag(text, at)
        close = CLOSING[own].search(text, inside)
        at = close.start() if close else len(text)
        if match["whole"] and (own != "script" or LINKED.search(text, start, inside)):
            kept.append(f"{text[start:at]}</{own}>")
    return f"<!doctype html><meta>{''.join(kept)}"


def _end_of_tag(text: str, at: int) -> int:
    """Behind the ">" that ends a tag, which may stand in quotes before it ends."""
    until = at + LONGEST_TAG
    quote = ""
    for match in MARKS.finditer(text, at, until):
        mark = match.group()
        if quote:
            quote = "" if mark == quote else quote
        elif mark == ">":
            return match.end()
        else:
            quote = mark
    plain = text.find(">", at, until)
    return plain + 1 if plain >= 0 else min(until, len(text))
