"""Wires, messages, feeds, records and archives made to harm: the parent and its child together take bounded time, and the next input is read."""

from __future__ import annotations

import base64
import gzip
import json
import resource
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import samples
from samples import PARAGRAPHS

from sayso.collect import each, gather, guard
from sayso.data import Article

SECONDS = 16.0
"""Processor time for one hostile input and a good one behind it: three seconds of a child, a second child, and what the parent reads."""

PARAGRAPH = f"<p>{PARAGRAPHS[0]}</p>"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children that may take three seconds, not ten: the tests are many."""
    start = "import sys; sys.path[:] = sys.argv[1:]; from sayso.collect import worker; worker.CPU_SECONDS = 3; worker.main()"
    monkeypatch.setattr(guard, "START", start)


def in_newsml(body: str) -> bytes:
    whole = samples.newsml().decode()
    return (whole[: whole.index("<body>") + 6] + body + whole[whole.index("</body>") :]).encode()


def in_rss(items: str) -> bytes:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


def in_mail(header: str, body: str = "") -> bytes:
    return f"From: a@b.example\r\nMessage-ID: <1@b>\r\nMIME-Version: 1.0\r\n{header}\r\n\r\n{body}".encode()


def nested_parts(count: int) -> bytes:
    body = "".join(f"--b{at}\r\nContent-Type: multipart/mixed; boundary=b{at + 1}\r\n\r\n" for at in range(count))
    return in_mail("Content-Type: multipart/mixed; boundary=b0", body + "text")


def nested_messages(count: int) -> bytes:
    return in_mail("Content-Type: message/rfc822", "Content-Type: message/rfc822\r\n\r\n" * count + "text")


def many_members() -> bytes:
    """A tar archive of 30,000 files of nothing."""
    header = bytearray(samples.tarred({"a.txt": b""})[:512])
    return bytes(header) * 30_000 + bytes(1024)


def many_entries() -> bytes:
    """A zip archive with 60,000 entries for one file."""
    whole = samples.zipped({"a.png": b"\x89PNG\r\n\x1a\n"})
    at = whole.index(b"PK\x01\x02")
    entry, end = whole[at : whole.index(b"PK\x05\x06")], whole[whole.index(b"PK\x05\x06") :]
    many = 60_000
    return whole[:at] + entry * many + end[:8] + struct.pack("<HHI", many, many, len(entry) * many) + end[16:]


DEEP_JSON = '{"a":' * 50_000 + "1" + "}" * 50_000

HOSTILE: dict[str, Callable[[], bytes]] = {
    "100,000 paragraphs in a wire": lambda: in_newsml(PARAGRAPH * 100_000),
    "20,000 nested elements in a wire": lambda: in_newsml("<div>" * 20_000 + "x" + "</div>" * 20_000),
    "20,000 nested elements in an item of a feed": lambda: in_rss("<item><title>x</title><description>" + "<b>" * 20_000 + "</description></item>"),
    "20,000 nested tags in the text of a feed": lambda: in_rss(
        f"<item><title>x</title><description><![CDATA[{'<div>' * 20_000}]]></description></item>"
    ),
    "a feed of 100,000 items": lambda: in_rss("<item><title>x</title></item>" * 100_000),
    "a feed without an end": lambda: in_rss("<item><title>x" * 20_000)[:-20],
    "attributes in a wire": lambda: in_newsml("<p " + " ".join(f"a{at}='1'" for at in range(100_000)) + ">x</p>"),
    "entities in a wire": lambda: b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + samples.newsml(),
    "a wire with a DTD from elsewhere": lambda: samples.newsml().replace(b"<newsItem", b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x"><newsItem', 1),
    "100,000 header fields": lambda: in_mail("\r\n".join(f"X-{at}: x" for at in range(100_000)), "text"),
    "a header field of a megabyte": lambda: in_mail("Subject: " + "=?utf-8?q?=C3=A4?= " * 50_000, "text"),
    "addresses without end": lambda: in_mail("From: " + "(" * 100_000 + "a@b", "text"),
    "2,000 nested parts of a message": lambda: nested_parts(2_000),
    "5,000 nested messages": lambda: nested_messages(5_000),
    "100,000 parts of a message": lambda: in_mail("Content-Type: multipart/mixed; boundary=b", "--b\r\n\r\nx\r\n" * 100_000),
    "20,000 nested tags in a message": lambda: in_mail("Content-Type: text/html", "<div>" * 20_000),
    "base64 that is none": lambda: in_mail("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", "=" * 2_000_000),
    "deep JSON": lambda: DEEP_JSON.encode(),
    "deep JSON in a line": lambda: f'{{"text": "x"}}\n{{"text": "y", "z": {DEEP_JSON}}}\n{{"text": "A ferry."}}'.encode(),
    "100,000 keys": lambda: json.dumps({f"k{at}": at for at in range(100_000)}).encode(),
    "20,000 nested tags in a record": lambda: json.dumps(samples.record(text="<p>" + "<div>" * 20_000)).encode(),
    "100,000 paragraphs in a ninjs item": lambda: json.dumps({**samples.NINJS_2, "body_xhtml": PARAGRAPH * 100_000, "body_text": ""}).encode(),
    "numbers of a megabyte": lambda: b'{"text": "A ferry.", "published": ' + b"9" * 1_000_000 + b"}",
    "lines that are no records": lambda: b'{"text": "a"}\n{"text": "b"}\n' + b"{\n" * 300_000,
    "100,000 WARC records of nothing": lambda: b"WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n" * 100_000,
    "WARC lines that begin no record": lambda: b"WARC/1.0\r\n" * 300_000,
    "a WARC record full of beginnings": lambda: samples.response(b"\nWARC/1.0\n" * 200_000),
    "WARC header without an end": lambda: b"WARC/1.0\r\n" + b"a: b\r\n" * 500_000,
    "50,000 packed streams of nothing": lambda: gzip.compress(b"") * 50_000,
    "30,000 empty files": many_members,
    "60,000 entries for one file": many_entries,
    "a page of chunks of one byte": lambda: samples.response(b"1\r\nx\r\n" * 300_000, extra="Transfer-Encoding: chunked\r\n"),
    "letters from right to left": lambda: samples.page(paragraphs=("\u202e\u2066\u200f" * 50_000 + PARAGRAPHS[0], *PARAGRAPHS)).encode(),
    "dates without end": lambda: samples.page(head="<meta name='date' content='" + "1 " * 100_000 + "'>").encode(),
    "tags without end in the head": lambda: ("<html><head>" + "<meta name='x" * 100_000 + samples.page()).encode(),
}


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_inputs_cost_bounded_time_and_the_next_one_is_read(name: str, fast: bool, tmp_path: Path, impatient: None) -> None:
    data = HOSTILE[name]()
    if fast and not data.lstrip().startswith((b"<html", b"<!doctype html", b"WARC")):
        pytest.skip("only pages are taken apart in two ways")
    (tmp_path / "a").write_bytes(data)
    (tmp_path / "b").write_bytes(samples.page().encode())
    used, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    found = list(each([tmp_path / "a", tmp_path / "b"], fast=fast, children=1))
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert spent.ru_utime + spent.ru_stime - used.ru_utime - used.ru_stime + time.process_time() - begun < SECONDS
    assert isinstance(found[-1], Article)
    assert found[-1].path == str(tmp_path / "b")
    assert len(found) > 1


class Endless:
    """A stream of that many bytes of one pattern, which nobody holds as a whole."""

    def __init__(self, start: bytes, pattern: bytes, size: int) -> None:
        self._start, self._pattern, self._left = start, pattern * (1 + 100_000 // len(pattern)), size

    def read(self, size: int = -1) -> bytes:
        """At most 100 kB of what is left."""
        if self._start:
            given, self._start = self._start, b""
            return given
        given = self._pattern[: max(0, min(size if size >= 0 else 100_000, self._left, 100_000))]
        self._left -= len(given)
        return given


@pytest.mark.parametrize(
    ("start", "pattern"),
    [
        (b'{"text": "x"}\n{"text": "y"}\n{"text": "', b"x"),
        (b'{"text": "x"}\n', b'{"text": 1}\n'),
        (b"word ", b"word "),
        (b"<html><body>", b"<p>word</p>"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1000000000\r\n\r\n", b"x"),
        (b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 1000000000\r\n\r\n", b"\nWARC/"),
        (b"WARC/1.0\r\n", b"x"),
    ],
)
def test_a_stream_of_a_hundred_megabytes_is_never_held(start: bytes, pattern: bytes) -> None:
    tracemalloc.start()
    begun = time.process_time()
    try:
        skipped = 0
        for one in each(["-"], stdin=Endless(start, pattern, 100_000_000), children=1):  # type: ignore[arg-type]
            skipped += not isinstance(one, Article)
            if skipped > 50:
                break
        assert skipped
        assert tracemalloc.get_traced_memory()[1] < 90_000_000
        assert time.process_time() - begun < 40
    finally:
        tracemalloc.stop()


def quine_like() -> Iterator[bytes]:
    """Archives that unpack to a little less than may be, again and again."""
    data = PARAGRAPHS[0].encode()
    for _ in range(3):
        with zipfile.ZipFile("x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a", data)
        data = Path("x.zip").read_bytes()
        yield data


def test_zips_in_zips_to_the_depth_that_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for data in quine_like():
        Path("in").write_bytes(data)
        articles, skipped = gather(["in"])
        assert len(articles) == 1
        assert skipped == []


def test_odd_characters_in_reasons_and_places(tmp_path: Path) -> None:
    """A reason may quote a document: in characters that can be sent and shown."""
    (tmp_path / "in").write_bytes(json.dumps({**samples.NINJS_3, "type": "\ud800\u202e\x1b[2J" + "y" * 100}).encode())
    (one,) = gather([tmp_path / "in"])[1]
    assert one.reason.startswith("a ninjs item of type \ufffd")
    one.reason.encode()
    assert "\x1b" not in one.reason
    assert "\u202e" not in one.reason


def test_nul_characters_in_records_and_messages(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(json.dumps(samples.record(text="The ferry\x00 ran aground, he said.")).encode())
    (tmp_path / "b").write_bytes(samples.mail().replace(b"long scrape", b"long\x00scrape"))
    body = base64.b64encode("The ferry ran\ud800 aground.".encode("utf-7", "surrogatepass"))
    (tmp_path / "c").write_bytes(
        b"From: a@b.example\r\nMessage-ID: <1@b>\r\nContent-Type: text/plain; charset=utf-7\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body
    )
    articles, skipped = gather([tmp_path])
    assert skipped == []
    assert len(articles) == 3
    for article in articles:
        assert "\x00" not in article.text
        article.text.encode()
