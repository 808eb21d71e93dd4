"""Inputs that nobody wrote: the samples, changed byte by byte, changed in what they mean, packed into one another; and what must hold for each."""

from __future__ import annotations

import base64
import bz2
import copy
import gzip
import json
import lzma
import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import samples

from sayso.collect import take_in
from sayso.collect.identity import article_id
from sayso.collect.inputs import Gathered
from sayso.collect.worker import BROKEN
from sayso.data import Article

TOKENS = (
    b"<", b">", b"</p>", b"<p>", b"<![CDATA[", b"]]>", b"<!--", b"&#0;", b"&#xd800;", b"&amp", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"'",
    b"{", b"}", b"[", b"]", b"null", b"1e999", b"NaN", b"-1", b"99999999999999999999", b"\r\n\r\n", b"\n", b"\\ud800", b"\\", b"=", b";",
    b"charset=utf-7", b"WARC/1.0\r\n", b"Content-Length: ", b"0\r\n", b"PK\x01\x02", b"PK\x05\x06", b"\xe2\x80\xae", b"9" * 20, b"a" * 300,
    b"http://[", b"0000-00-00", b"9999-12-31T23:59:60Z", b"=?utf-8?q?=00?=", b"Content-Type: multipart/mixed; boundary=x\r\n", b"<!DOCTYPE x [",
    b"%PDF-", b"\x1f\x8b\x08\x00", b"data:;base64,", b"\xc2\x85", b"\xe2\x80\xa8", b"\x0b\x0c\x1c",
)  # fmt: skip
"""Pieces that mean something to one parser or another."""

SPIKES: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**30, "", " ", "\x00", "\ud800", "x" * 2_000, [], {}, [[]], {"name": {}}, [{"name": None}], ["", 3],
    {"@id": "#org"}, {"$date": 9e99}, "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00-14:00", "http://[", "https://a.example:99999/", "//",
    "<p>&#xd800;</p>", "&#0;", {"@type": "NewsArticle", "@graph": []}, {"version": "https://jsonfeed.org/version/1"}, [None] * 50,
)  # fmt: skip
"""Values that a field of a record is not expected to have."""

DOCUMENTS: dict[str, tuple[bytes, ...]] = {
    "page": (samples.page(head=samples.LINKED_HEAD).encode(), samples.page().encode("utf-16"), samples.page().encode("cp1252")),
    "feed": (samples.rss(), samples.atom(), samples.rdf()),
    "newsml": (samples.newsml(), samples.newsml(message=True), samples.nitf()),
    "json": tuple(
        json.dumps(one).encode() for one in (samples.JSON_FEED, samples.NINJS_2, samples.NINJS_3, samples.record(), [samples.record()] * 3)
    ),
    "lines": (b"\n".join(json.dumps(samples.record(url=f"{samples.URL}/{at}")).encode() for at in range(3)),),
    "mail": (samples.mail(), samples.mail(marked=True), samples.mhtml()),
    "text": (f"Title: {samples.TITLE}\nDate: 2024-05-06\n\n{samples.PARAGRAPHS[0]}\n".encode(), "\n\n".join(samples.PARAGRAPHS).encode("cp1252")),
    "warc": (samples.warc(), samples.warc(packed=True)),
}
"""Whole inputs, by what they are."""

HALVES_AND_NULLS = re.compile("[\x00\ud800-\udfff]")
"""What neither files nor databases take."""

Mutation = Callable[[bytes, random.Random], bytes]


def pieces_moved(whole: bytes, chance: random.Random) -> bytes:
    """`whole` with a few pieces cut out, doubled, moved, overwritten or put in."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randrange(len(data) + 1), chance.choice((0, 1, 2, 8, 64, 512))
        piece = bytes(data[at : at + size])
        match chance.randrange(5):
            case 0:
                del data[at : at + size]
            case 1:
                data[at:at] = piece * chance.choice((1, 2, 30))
            case 2:
                data[at : at + chance.choice((0, size))] = chance.choice(TOKENS)
            case 3:
                data[at : at + size] = bytes(chance.randrange(256) for _ in piece)
            case _:
                other = chance.randrange(len(data) + 1)
                data[other:other] = piece
    return bytes(data)


def tags_moved(whole: bytes, chance: random.Random) -> bytes:
    """Markup with elements left out, doubled, nested and attributes exchanged; other bytes as they are."""
    parts = re.split(rb"(<[^<>]{1,500}>)", whole)
    tags = list(range(1, len(parts), 2))
    for _ in range(chance.randint(1, 6) if tags else 0):
        one, other = chance.choice(tags), chance.choice(tags)
        match chance.randrange(5):
            case 0:
                parts[one] = b""
            case 1:
                parts[one] = parts[one] * chance.choice((2, 50, 400))
            case 2:
                parts[one], parts[other] = parts[other], parts[one]
            case 3:
                parts[one] = parts[one].replace(b"=", chance.choice((b"='", b"= ", b"=" + chance.choice(TOKENS))), 1)
            case _:
                parts[one] += chance.choice(parts[0::2])
    return b"".join(parts)


def values_changed(whole: bytes, chance: random.Random) -> bytes:
    """A JSON document with other values in its fields, fields left out, and values one level deeper; other bytes as they are."""
    try:
        value = json.loads(whole)
    except (ValueError, RecursionError):
        return pieces_moved(whole, chance)
    for _ in range(chance.randint(1, 4)):
        holders = list(_holders(value))
        if not holders:
            break
        holder, key = chance.choice(holders)
        match chance.randrange(4):
            case 0:
                del holder[key]
            case 1:
                holder[key] = [holder[key]] * chance.choice((1, 3))
            case _:
                holder[key] = copy.deepcopy(chance.choice(SPIKES))
    return json.dumps(value).encode()


def _holders(value: Any, depth: int = 30) -> Iterator[tuple[Any, Any]]:
    """Every place in a document that holds a value: its list or object, and its index or key."""
    entries: Sequence[tuple[Any, Any]] = list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    for key, inner in entries:
        yield value, key
        if depth:
            yield from _holders(inner, depth - 1)


def other_encoding(whole: bytes, chance: random.Random) -> bytes:
    """The same characters in another encoding, declared or not."""
    text = whole.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7", "cp037", "big5")), "replace")


MUTATIONS: tuple[Mutation, ...] = (pieces_moved, pieces_moved, tags_moved, values_changed, other_encoding)


def _in_record(data: bytes, chance: random.Random) -> bytes:
    kind = chance.choice(("text/html", "text/html; charset=utf-16", "application/rss+xml", "text/xml", "image/png"))
    body, extra = chance.choice(((data, ""), (gzip.compress(data), "Content-Encoding: gzip\r\n"), (data, "Transfer-Encoding: chunked\r\n")))
    wrong = chance.choice((None, None, chance.randrange(2 * len(body) + 200)))
    return samples.WARCINFO + samples.response(body, kind=kind, extra=extra, length=wrong) + samples.response(samples.page().encode())


def _in_mail(data: bytes, chance: random.Random) -> bytes:
    kind = chance.choice(("text/html", "text/plain", "message/rfc822", "multipart/mixed; boundary=b"))
    return (
        f"From: a@b.example\r\nMessage-ID: <1@b.example>\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    ).encode() + base64.encodebytes(data)


def _in_line(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    lines = [json.dumps(samples.record(text=text, **{chance.choice(("title", "published", "url", "author")): text[:50]})) for _ in range(2)]
    return "\n".join(lines).encode()


PACKERS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    lambda data, _: data,
    lambda data, _: data,
    lambda data, _: data,
    lambda data, _: gzip.compress(data),
    lambda data, _: bz2.compress(data),
    lambda data, _: lzma.compress(data),
    lambda data, _: zlib.compress(data),
    lambda data, _: samples.zipped({"a.html": data, "b/c": samples.page().encode()}),
    lambda data, _: samples.tarred({"a.html": data, "b/c": samples.page().encode()}),
    _in_record,
    _in_mail,
    _in_line,
)


def inputs(chance: random.Random) -> Iterator[bytes]:
    """Inputs without end: a document, often changed, often packed, and sometimes changed again behind the packing."""
    kinds = list(DOCUMENTS)
    while True:
        data = chance.choice(DOCUMENTS[chance.choice(kinds)])
        for _ in range(chance.choice((0, 1, 1, 2))):
            data = chance.choice(MUTATIONS)(data, chance)
        for _ in range(chance.choice((1, 1, 2))):
            data = chance.choice(PACKERS)(data, chance)
        if chance.random() < 0.3:
            data = pieces_moved(data, chance)
        yield data


def faults(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """What is wrong with how `paths` are taken in, by path: lost, broken over, not the same twice, or an article that points outside itself."""
    first, second = (take_in(paths) for _ in range(2))
    if first != second:
        yield from ((path, "not the same twice") for path in paths if _of(first, path) != _of(second, path))
    for path in paths:
        articles, reasons = _of(first, path)
        if not articles and not reasons:
            yield path, "neither read nor listed"
        if any(reason == BROKEN or reason.startswith(("takes ", "left out")) for reason in reasons):
            yield path, "; ".join(dict.fromkeys(reasons))
        for article in articles:
            yield from ((path, fault) for fault in _faults_of(article))


def _of(gathered: Gathered, path: Path) -> tuple[list[Article], list[str]]:
    """The articles of one input (found there, or seen there too), and the reasons why parts of it were skipped."""
    name = str(path)

    def here(place: str | None) -> bool:
        return place is not None and place.startswith(name) and place[len(name) : len(name) + 1] in ("", "#", "!")

    articles = [one for one in (*gathered.articles, *gathered.foreign) if any(map(here, (one.path, *one.seen)))]
    return articles, [one.reason for one in gathered.skipped if here(one.path)]


def _faults_of(article: Article) -> Iterator[str]:
    if not 0 <= article.body <= len(article.text) or not article.text[article.body :].strip():
        yield "no report behind its body offset"
    if article.id != article_id(article.text, article.outlet, article.url):
        yield "an id that is not that of its content"
    told = [article.title, article.outlet, article.url, article.byline, article.path, *article.seen, *article.credits]
    for value in (article.text, *(one for one in told if one is not None)):
        if not value or HALVES_AND_NULLS.search(value):
            yield f"characters that cannot be written: {value[:60]!r}"
    for moment in (article.published, article.updated):
        if moment is not None:
            _ = moment + timedelta(days=365), moment - timedelta(days=365)
