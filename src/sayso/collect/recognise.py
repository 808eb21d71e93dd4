"""Bytes -> what kind of input they are. By content, never by a file's suffix."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from sayso.collect.decode import BOMS
from sayso.collect.tables import rows
from sayso.errors import InputError

Kind = Literal["text", "page", "feed", "newsml", "json", "mail", "parquet", "warc", "zip", "tar", "gzip", "bzip2", "xz"]

MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"WARC/", "warc"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"PAR1", "parquet"),
)
TAR_AT, TAR = 257, b"ustar"
"""Where a tar header says what it is (POSIX.1-1988)."""

OFFICE = (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"_rels/", b"mimetype", b"docProps/")
"""First member of an office document or an electronic book, which are zip archives too."""

PROLOG = re.compile(r"\s+|\ufeff|<\?[^>]{0,2000}\?>|<!--.{0,8000}?-->|<!doctype[^>\[]{0,2000}(?:\[[^\]]{0,8000}\]\s*)?>", re.I | re.S)
ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,60})(?=[\s/>])")
DOCTYPE_HTML = re.compile(r"<!doctype\s+html", re.I)
FIELD = re.compile(r"([!-9;-~]{1,76}):(?: |\t|\r?$)", re.M)
MAIL_FIELDS = {"from", "received", "message-id", "mime-version", "return-path", "delivered-to", "x-mozilla-status"}
"""Header fields that every message has some of (RFC 5322, 2045), and that no report begins with."""


def recognise(head: bytes) -> Kind:
    """The kind of an input that begins with `head`; raises InputError, with a reason for the user, for what is never a report.

    "text" is what is left: whether it is text, and in which encoding, shows when it is decoded.
    """
    for magic, kind in MAGIC:
        if head.startswith(magic):
            if kind == "zip" and head[30:60].startswith(OFFICE):
                raise InputError("an office document or an electronic book: save it as text first")
            return kind
    if head[TAR_AT : TAR_AT + len(TAR)] == TAR:
        return "tar"
    text = unmarked(head)
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return _markup(text)
    if start[:1] in ("{", "[") and not start.startswith("{\\rtf"):
        return "json"
    return "mail" if _is_mail(start) else "text"


def unmarked(head: bytes) -> str:
    """`head` as text for looking at its ASCII part: by its byte order mark, or by the pattern of UTF-16 before a "<", else byte by byte."""
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore")
    if head.startswith(b"<\x00"):
        return head.decode("utf-16-le", "ignore")
    if head.startswith(b"\x00<"):
        return head.decode("utf-16-be", "ignore")
    return head.decode("latin-1")


def root_name(head: bytes) -> str | None:
    """The local name, in lower case, of the root element of markup that begins with `head`; None for what is no markup."""
    text = unmarked(head)
    root = ROOT.match(text, _root_at(text)) if text.lstrip("\ufeff \t\r\n").startswith("<") else None
    return root[1].lower() if root else None


def _root_at(text: str) -> int:
    """Where the root element begins: behind declarations and comments."""
    at = 0
    while match := PROLOG.match(text, at):
        at = match.end()
    return at


def _markup(text: str) -> Kind:
    at = _root_at(text)
    root = ROOT.match(text, at)
    kind = _roots().get(root[1].lower()) if root else None
    if kind == "page" or DOCTYPE_HTML.search(text[:at]):
        return "page"
    if kind == "feed":
        return "feed"
    if kind == "newsml":
        return "newsml"
    if kind is not None:
        raise InputError(kind)
    if text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        raise InputError(f"an XML file of a kind that is not read ({root[1]})" if root else "an XML file of a kind that is not read")
    return "text"


@cache
def _roots() -> dict[str, str]:
    """The names of root elements, each with the kind of what is in it, or the reason why that is not read."""
    return {row[0]: row[1] for row in reversed(rows("roots.tsv"))}


def _is_mail(start: str) -> bool:
    """Whether `start` is a header of a message: lines "Name: value" up to an empty one, among them two that only messages have."""
    header = re.split(r"\r?\n\r?\n", start, maxsplit=1)[0]
    lines = header.splitlines()[:100]
    enveloped = bool(lines) and lines[0].startswith("From ")  # the first line of a mailbox, and of a message kept by itself
    lines = lines[enveloped:]
    if not lines or any(not line[:1].isspace() and not FIELD.match(line) for line in lines[:-1]):
        return False
    names = {match[1].lower() for line in lines if (match := FIELD.match(line))}
    return len(names & MAIL_FIELDS) >= (1 if enveloped else 2)
