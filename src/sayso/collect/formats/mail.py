"""Messages (RFC 5322, MIME) -> the report in each: a newsletter, a press release, a wire by mail, or a page that a browser saved as MHTML.

A file of several messages (mbox, RFC 4155) has a report in each of them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from sayso.collect.charset import markup
from sayso.collect.facts import Found, Passed, fact
from sayso.collect.formats.fragment import composed, report_paragraphs
from sayso.collect.formats.page import FEW_WORDS, read_page
from sayso.collect.limits import ITEMS
from sayso.errors import InputError

PARTS = 200
"""Parts of one message that are looked at."""

ENVELOPE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{1,300}\r?\n(?=[!-9;-~]{1,100}:)")
"""The line before each message of a mailbox: who sent it, and when."""


def read_mail(data: bytes) -> list[Found | Passed]:
    """The report of each message: its plain text, unchanged, else its page; raises InputError for a single one that holds neither or is broken."""
    messages = [part for part in ENVELOPE.split(data.removeprefix(b"\xef\xbb\xbf")) if part.strip()]
    if len(messages) < 2:
        return _read_one(messages[0] if messages else data)
    return [replace(one, place=f"#{at}{one.place}") for at, message in enumerate(messages[:ITEMS], 1) for one in _each(message)] + (
        [Passed("", f"more than {ITEMS:,} messages")] if len(messages) > ITEMS else []
    )


def _each(message: bytes) -> list[Found | Passed]:
    try:
        return _read_one(message)
    except InputError as error:
        return [Passed("", str(error))]


def _read_one(data: bytes) -> list[Found | Passed]:
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        parts = [part for part, _ in zip(message.walk(), range(PARTS), strict=False) if not part.is_multipart()]
        address = _header(message, "Snapshot-Content-Location")
        if address:
            return _snapshot(parts, address)
        return [_report(message, parts)]
    except (ValueError, ArithmeticError, LookupError, AttributeError, TypeError, RecursionError, AssertionError):
        raise InputError("a message that is broken") from None


def _snapshot(parts: list[EmailMessage], address: str) -> list[Found | Passed]:
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    if page is None:
        raise InputError("a saved page (MHTML) without a page in it")
    return read_page(_bytes(page), url=address, charset=page.get_content_charset())


def _report(message: EmailMessage, parts: list[EmailMessage]) -> Found | Passed:
    sender, address = parseaddr(_header(message, "From") or "")
    found = {
        "title": _header(message, "Subject"),
        "outlet": fact(sender) or fact(address.rpartition("@")[2]),
        "date": _header(message, "Date"),
    }
    facts = {key: value for key, value in found.items() if value}
    plain = "\n".join(_text(part) for part in parts if part.get_content_type() == "text/plain" and not part.get_filename())
    marked = "\n".join(_text(part) for part in parts if part.get_content_type() == "text/html" and not part.get_filename())
    report = report_paragraphs(marked, facts.get("title")) if marked and len(plain.split()) < FEW_WORDS else []
    if any(map(str.isalpha, plain)) and 2 * len(plain.split()) > len(" ".join(report).split()):
        return Found(plain, facts)
    return Found(composed(facts.get("title"), report), facts) if report else Passed("", "a message without text")


def _header(message: EmailMessage, key: str) -> str | None:
    """One header field on one line; None if it is absent or cannot be decoded."""
    try:
        return fact(str(message.get(key, "")))
    except (ValueError, ArithmeticError, LookupError, AttributeError, TypeError):
        return None


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: EmailMessage) -> str:
    """A part's text by its charset; what does not fit it becomes U+FFFD."""
    return markup(_bytes(part), part.get_content_charset()).replace("\r\n", "\n")
