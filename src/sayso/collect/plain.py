"""Text -> Article: header block, side file, title line, byline, credits."""

from __future__ import annotations

import re
from itertools import islice

import msgspec

from sayso.collect.credits import agencies_in, credits_of
from sayso.collect.facts import NOTHING, Facts, facts_of, fill
from sayso.collect.identity import article_id
from sayso.data import Article
from sayso.errors import InputError

LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
HEADER = re.compile(r"[ \t]*(title|outlet|date|url|byline)[ \t]*:[ \t]*(.*?)[ \t]*\Z", re.I)
BYLINE = re.compile(r"by:?\s+((?:the )?[A-Z][^.!?]{1,98}(?:\b[A-Z]\.[^.!?]{1,60})?)\Z", re.I)
ABBREVIATED = re.compile(r"(?:\b[A-Z]\.|\b(?:Jr|Sr|Inc|Corp|Co|Ltd|Bros|vs|No|St))\Z")
ENDED = re.compile(r"[.:;,…]\s*[”’\"'»)\]]*\Z")

LONGEST_TITLE = 160
"""Characters: headlines of agencies stay under 100, of tabloids under 150; a first sentence of body text may be as short, but ends."""

WRAP = 95
"""Longest line of text wrapped by hand: a longer second line shows that the first one stands for itself."""

BYLINE_LINES = 4
"""Lines with text at the beginning among which a byline is looked for."""


def make_article(text: str, facts: Facts = NOTHING, *, path: str | None = None, language: str = "en", raw: str | None = None) -> Article:
    """The article that a file of plain `text` is; `text` stays as it is, with title line and header lines.

    What `facts` leave open is filled from the header block, and then from the title line and the byline behind it.
    """
    header, body = read_header(text)
    return _article(text, fill(facts, header), body, path=path, language=language, raw=raw)


def compose_article(
    text: str,
    facts: Facts,
    *,
    path: str | None = None,
    language: str = "en",
    seen: tuple[str, ...] = (),
    raw: str | None = None,
    credited: tuple[str, ...] | None = None,
) -> Article:
    """The article of a `text` that was found in something else, a page or a record: it has no header lines; `credited`: what it credits, if known."""
    return _article(text, facts, 0, path=path, language=language, seen=seen, raw=raw, credited=credited)


def _article(
    text: str,
    known: Facts,
    body: int,
    *,
    path: str | None,
    language: str,
    seen: tuple[str, ...] = (),
    raw: str | None = None,
    credited: tuple[str, ...] | None = None,
) -> Article:
    start = text[body : body + 5_000]
    byline = known.byline or byline_line(start)
    return Article(
        id=article_id(text, known.outlet, known.url),
        text=text,
        title=known.title or title_line(start),
        outlet=known.outlet,
        url=known.url,
        published=known.published,
        language=language,
        byline=byline,
        credits=tuple(sorted({*(credits_of(text[body:], None) if credited is None else credited), *agencies_in(byline), *agencies_in(known.credit)})),
        path=path,
        body=body,
        updated=known.updated,
        seen=seen,
        raw=raw,
    )


def read_header(text: str) -> tuple[Facts, int]:
    """The facts of the header block that `text` begins with, and the offset at which the report begins behind it.

    A header block holds only Title, Outlet, Date, URL and Byline lines and ends at an empty line; anything else is the
    report itself, and the offset is 0.
    """
    found: dict[str, str] = {}
    for match in LINE.finditer(text):
        line = HEADER.match(match[1])
        if line:
            found.setdefault(line[1].lower(), line[2])
        elif match[1].strip():
            return Facts(), 0
        elif found:
            return facts_of(found), match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
        if match.end() == len(text):
            break
    return (facts_of(found), len(text)) if found else (Facts(), 0)


def read_side(raw: bytes) -> Facts:
    """The facts of a side file (`<stem>.meta.json`): a JSON object with outlet, date, title, url, byline, each text or null.

    Raises InputError with what is wrong with it.
    """
    try:
        side = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InputError("this side file is not JSON: its report is read without it") from None
    if not isinstance(side, dict):
        raise InputError("this side file is not a JSON object: its report is read without it")
    found: dict[str, str] = {}
    for key in ("title", "outlet", "date", "url", "byline"):
        value = side.get(key)
        if key == "byline" and isinstance(value, list) and all(isinstance(one, str) for one in value):
            value = ", ".join(value)
        if isinstance(value, str):
            found[key] = value.strip()
        elif value is not None:
            raise InputError(f'"{key}" of this side file is not text: its report is read without it')
    return facts_of(found)


def title_line(start: str) -> str | None:
    """The first line of a report, if it is a title: short, without a full stop, and a line of its own.

    It stands for itself if an empty line, a byline or a whole paragraph follows; a line of text wrapped by hand does not.
    """
    start = start.lstrip()
    lines = [match[1] for match in islice(LINE.finditer(start), 2)]
    first = lines[0].strip()
    after = lines[1].strip() if len(lines) > 1 else ""
    rest = start[len(lines[0]) :].strip()
    if not rest or not 0 < len(first) <= LONGEST_TITLE or not any(map(str.isalpha, first)) or BYLINE.match(first):
        return None
    if ENDED.search(first) and not ABBREVIATED.search(first):
        return None
    if not after:
        return first
    if first[-1] in "?!" or after[0].islower():
        return None
    return first if BYLINE.match(after) or len(after) > WRAP else None


def byline_line(start: str) -> str | None:
    """Who wrote the report, by a line "By ..." among its first ones."""
    seen = 0
    for found in LINE.finditer(start):
        line = found[1].strip()
        match = BYLINE.match(line)
        if match:
            return str(match[1]).strip()
        seen += bool(line)
        if seen == BYLINE_LINES:
            break
    return None
