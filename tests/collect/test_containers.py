"""Archives and lists of records: every part on its own, hostile ones within bounds."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import samples
from samples import PARAGRAPHS, TITLE, URL

from sayso.collect import gather
from sayso.collect.containers import streams, tar, zipped
from sayso.data import Article, Skipped
from sayso.errors import InputError

WANTED = "\n\n".join([TITLE, *PARAGRAPHS]) + "\n"
PLAIN = f"{TITLE}\n\n{PARAGRAPHS[0]}\n".encode()


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(data: bytes | Iterator[bytes]) -> tuple[list[Article], list[Skipped]]:
    with open("in", "wb") as file:
        for piece in [data] if isinstance(data, bytes) else data:
            file.write(piece)
    return gather(["in"])


def paths(articles: list[Article]) -> list[str | None]:
    return [article.path for article in articles]


def record(at: int) -> bytes:
    return json.dumps(samples.record(text=f"The ferry number {at} ran aground, the coastguard said.", url=f"{URL}/{at}")).encode()


@pytest.mark.parametrize("packed", [False, True])
def test_a_warc_file(given: Path, packed: bool) -> None:
    articles, skipped = read(samples.warc(packed=packed))
    assert paths(articles) == ["in#2", "in#5"]
    assert [article.url for article in articles] == [URL, "https://sound.example/second-report"]
    assert articles[0].text == WANTED
    assert skipped == []


@pytest.mark.parametrize("cut", [40, 700, 2000])
def test_a_warc_file_that_is_cut_off_says_so(given: Path, cut: int) -> None:
    for whole in (samples.warc(), *([gzip.compress(samples.warc())] if cut < 1000 else [])):
        articles, skipped = read(whole[:-cut])
        assert len(articles) <= 1
        assert {one.reason[:7] for one in skipped} == {"cut off"}


@pytest.mark.parametrize("wrong", [-200, -1, 1, 5, 150, 4000, 10**7, 10**12, 10**18, -(10**6)])
def test_a_warc_record_that_lies_about_its_length_costs_itself_only(given: Path, wrong: int) -> None:
    true = len(samples.response(samples.page().encode()).partition(b"\r\n\r\n")[2]) - 4
    lying = samples.response(samples.page().encode(), url=f"{URL}/lying", length=true + wrong)
    good = samples.response(samples.page(title="Another report of the ferry", paragraphs=PARAGRAPHS[::-1]).encode(), url=f"{URL}/good")
    begun = time.process_time()
    articles, skipped = read(samples.WARCINFO + lying + good)
    assert time.process_time() - begun < 5
    assert [article.url for article in articles] == [f"{URL}/good"]
    assert len(skipped) == 1
    assert "WARC record" in skipped[0].reason or "larger than" in skipped[0].reason


@pytest.mark.parametrize("length", ["", "x", "-5", "1e3", "99999999999999999999999"])
def test_a_warc_record_without_a_length(given: Path, length: str) -> None:
    bad = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: " + length.encode() + b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<html>\r\n\r\n"
    articles, skipped = read(bad + samples.response(samples.page().encode()))
    assert len(articles) == 1
    assert [one.reason for one in skipped] == ["a WARC record without a length"]


def chunked(data: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(data[at : at + 100]), data[at : at + 100]) for at in range(0, len(data), 100)) + b"0\r\n\r\n"


def test_pages_in_warc_files_as_servers_sent_them(given: Path) -> None:
    page = samples.page().encode()
    bodies = [
        (chunked(page), "Transfer-Encoding: chunked\r\n"),
        (gzip.compress(page), "Content-Encoding: gzip\r\n"),
        (chunked(gzip.compress(page)), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        (page, "Content-Encoding: gzip\r\n"),
        (page, "Transfer-Encoding: chunked\r\n"),
        (samples.page().encode("cp1252"), ""),
    ]
    records = b"".join(
        samples.response(body, extra=extra, url=f"https://sound.example/a/{at}", kind="text/html; charset=windows-1252" if at == 5 else "text/html")
        for at, (body, extra) in enumerate(bodies)
    )
    from sayso.collect import each

    Path("in").write_bytes(records)
    found = list(each(["in"]))
    assert [isinstance(one, Article) and one.text == WANTED for one in found] == [True] * 6


@pytest.mark.parametrize(
    ("body", "extra", "reason"),
    [
        (chunked(samples.page().encode())[:-500], "Transfer-Encoding: chunked\r\n", "chunks"),
        (gzip.compress(samples.page().encode())[:-50], "Content-Encoding: gzip\r\n", "cut off"),
        (gzip.compress(b"\0" * 50_000_000), "Content-Encoding: gzip\r\n", "unpacks to more than"),
        (b"\x1b\x00\x01", "Content-Encoding: br\r\n", "(br)"),
    ],
)
def test_broken_answers_in_warc_files_are_listed(given: Path, body: bytes, extra: str, reason: str) -> None:
    articles, skipped = read(samples.response(body, extra=extra) + samples.response(samples.page().encode()))
    assert len(articles) == 1
    assert [reason in one.reason for one in skipped] == [True]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_compressed_files(given: Path, pack: object) -> None:
    for data, count in ((PLAIN, 1), (samples.tarred({"a.txt": PLAIN}), 1)):
        articles, skipped = read(pack(data))  # type: ignore[operator]
        assert (len(articles), skipped) == (count, [])
        articles, skipped = read(pack(data) + b"\0" * 70_000 + pack(b""))  # type: ignore[operator]
        assert (len(articles), skipped) == (count, [])
        cut = pack(data)[:-9]  # type: ignore[operator]
        assert any("cut off" in one.reason for one in read(cut)[1])
    assert "broken" in read(pack(PLAIN)[:10] + b"\xff" * 200)[1][0].reason  # type: ignore[operator]


FILES = {
    "a.txt": PLAIN,
    "pages/b.html": samples.page(title="Second", paragraphs=PARAGRAPHS[::-1]).encode(),
    "photo.png": b"\x89PNG\r\n\x1a\n..",
    ".x": b"x",
    "__MACOSX/a": b"x",
}


@pytest.mark.parametrize(
    "data",
    [samples.zipped(FILES), samples.tarred(FILES), samples.tarred(FILES, "gz"), samples.tarred(FILES, "xz"), gzip.compress(samples.zipped(FILES))],
)
def test_archives_are_read_part_by_part(given: Path, data: bytes) -> None:
    articles, skipped = read(data)
    assert paths(articles) == ["in!a.txt", "in!pages/b.html"]
    assert skipped == [Skipped("in!photo.png", "a PNG image: sayso reads text, not pictures of it")]
    stdin, skipped = gather(["-"], stdin=io.BytesIO(data))
    assert paths(stdin) == ["-!a.txt", "-!pages/b.html"]


def test_long_names_in_tar_archives(given: Path) -> None:
    name = "/".join(["folder" * 10] * 5) + "/ä.txt"
    assert paths(read(samples.tarred({name: PLAIN}))[0]) == [f"in!{name}"]


def test_archives_in_archives(given: Path) -> None:
    inner = samples.zipped({"c.txt": PLAIN})
    assert paths(read(samples.tarred({"b.zip": inner}, "gz"))[0]) == ["in!b.zip!c.txt"]
    for _ in range(6):
        inner = samples.zipped({"b.zip": inner})
    assert [one.reason for one in read(inner)[1]] == ["an archive too deep inside others"]


def test_an_archive_that_holds_itself_ends(given: Path) -> None:
    """As a quine would: every level looks the same."""
    data = PLAIN
    for _ in range(30):
        data = gzip.compress(data)
    assert [one.reason for one in read(data)[1]] == ["an archive too deep inside others"]


def bomb(size: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as file:
        for _ in range(size // 1_000_000):
            file.write(b"\0" * 1_000_000)
    return out.getvalue()


@pytest.mark.parametrize("wrap", [lambda data: data, lambda data: zip_of(data), lambda data: samples.tarred({"a.gz": data})])
def test_decompression_bombs_end_early(given: Path, wrap: object) -> None:
    begun = time.process_time()
    articles, skipped = read(wrap(bomb(300_000_000)))  # type: ignore[operator]
    assert time.process_time() - begun < 8
    assert articles == []
    assert len(skipped) == 1
    assert "unpacks to more than" in skipped[0].reason or "larger than" in skipped[0].reason


def zip_of(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.gz", data)
    return out.getvalue()


def test_a_tar_bomb_of_many_large_members_ends_early(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "RATIO_FROM", 1_000_000)
    members = {f"{at}.txt": b"word " * 100_000 for at in range(20)} | {"z.txt": PLAIN}
    _, skipped = read(samples.tarred(members, "gz"))
    assert any("unpacks to more than 150 times" in one.reason for one in skipped)


def test_a_zip_archive_whose_parts_overlap_ends_early(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many entries of the list of contents that point at one packed part."""
    monkeypatch.setattr(streams, "RATIO_FROM", 1_000_000)
    whole = samples.zipped({"a.txt": b"word " * 200_000})
    at = whole.index(b"PK\x01\x02")
    entry, end = whole[at : whole.index(b"PK\x05\x06")], whole[whole.index(b"PK\x05\x06") :]
    many = 400
    tail = end[:8] + struct.pack("<HHI", many, many, len(entry) * many) + end[16:]
    _, skipped = read(whole[:at] + entry * many + tail)
    # Some releases of Python refuse each part that overlaps another, in which case nothing is unpacked twice; others refuse none.
    refused = any("a part of a zip archive that is broken" in one.reason for one in skipped)
    assert len(skipped) <= 2 + refused
    assert refused or any("unpacks to more than 150 times" in one.reason for one in skipped)


def test_too_many_parts(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tar, "MEMBERS", 2)
    monkeypatch.setattr(zipped, "MEMBERS", 2)
    for data in (samples.zipped, samples.tarred):
        files = {f"{at}.txt": PLAIN.replace(b"Ferry", b"Ferry %d" % at) for at in range(4)}
        assert any("more than 2 parts" in one.reason for one in read(data(files))[1])


def test_a_zip_archive_with_an_oversized_list_or_a_password_or_a_cut(given: Path) -> None:
    whole = samples.zipped({"a.txt": PLAIN})
    at = whole.rindex(b"PK\x05\x06")
    assert "oversized" in read(whole[: at + 12] + b"\xff\xff\xff\x7f" + whole[at + 16 :])[1][0].reason
    assert "cut off" in read(whole[:-30])[1][0].reason
    first = whole.index(b"PK\x01\x02")
    locked = bytearray(whole)
    locked[6] |= 1
    locked[first + 8] |= 1
    assert read(bytes(locked))[1] == [Skipped("in!a.txt", "encrypted: unpack it first")]


@pytest.mark.parametrize("field", [b"\x80" + b"\xff" * 11, b"77777777777\0", b"-0000000001\0", b"zzz\0"])
def test_tar_headers_that_lie(given: Path, field: bytes) -> None:
    whole = bytearray(samples.tarred({"a.txt": PLAIN}))
    whole[124 : 124 + len(field)] = field
    whole[148:156] = b"%06o\0 " % (sum(whole[:148]) + 8 * 32 + sum(whole[156:512]))
    articles, skipped = read(bytes(whole))
    assert articles == []
    assert len(skipped) == 1
    assert "cut off" in skipped[0].reason or "broken" in skipped[0].reason or "tar" in skipped[0].reason


def test_json_lines(given: Path) -> None:
    lines = [record(1), b"", b"not JSON", record(2), b'{"title": "no text"}', b"[1]", record(3)]
    articles, skipped = read(b"\xef\xbb\xbf" + b"\r\n".join(lines))
    assert paths(articles) == ["in#1", "in#3", "in#6"]
    assert [one.path for one in skipped] == ["in#2", "in#4", "in#5"]
    assert "no JSON object" in skipped[0].reason


def test_one_line_of_json_is_a_document(given: Path) -> None:
    assert paths(read(record(1) + b"\n")[0]) == ["in"]
    assert read(b'{"title": "x"')[1] == [Skipped("in", "broken JSON")]


def test_text_that_begins_like_json_is_text(given: Path) -> None:
    text = "[Update, 5 pm] The ferry ran aground on Monday, the coastguard said.\n\nAll were taken off."
    assert read(text.encode())[0][0].text == text


def test_a_line_of_a_gigabyte(given: Path) -> None:
    """Sparse on the disk; the records around it are read."""
    with open("in", "wb") as file:
        file.write(record(1) + b"\n" + record(2) + b'\n{"text": "')
        file.seek(1_000_000_000, 1)
        file.write(b'"}\n' + record(3) + b"\n")
    begun = time.process_time()
    articles, skipped = gather(["in"])
    assert time.process_time() - begun < 10
    assert paths(articles) == ["in#1", "in#2", "in#4"]
    assert skipped == [Skipped("in#3", "a line of more than 5 MB, which is no single report")]


@pytest.mark.parametrize("start", [b"word ", b"{", b'{"text": "', b"<html>", b"From: a\nMessage-ID: b\n\n"])
def test_a_gigabyte_of_anything_else(given: Path, start: bytes) -> None:
    with open("in", "wb") as file:
        file.write(start)
        file.truncate(1_000_000_000)
    begun = time.process_time()
    assert "larger than" in gather(["in"])[1][0].reason
    assert time.process_time() - begun < 10


def test_many_skipped_parts_are_told_as_a_number(given: Path) -> None:
    _, skipped = read(record(1) + b"\n" + b"x\n" * 250)
    assert len(skipped) == 101
    assert skipped[-1] == Skipped("in", "150 more of its parts were skipped")


def test_names_in_archives_can_be_shown(given: Path) -> None:
    (article,), _ = read(samples.zipped({"a\u202etxt.exe\x1b[2J.txt": PLAIN}))
    assert article.path == "in!a\ufffdtxt.exe\ufffd[2J.txt"


@pytest.mark.parametrize(
    "data", [b"\x1f\x8b" + b"\xff" * 50, b"PK\x03\x04" + b"\0" * 50, b"BZh9" + b"\0" * 50, b"WARC/1.0\r\n", b"\xfd7zXZ\x00\x00", b"PAR1" + b"\0" * 50]
)
def test_beginnings_of_archives_alone(given: Path, data: bytes) -> None:
    articles, skipped = read(data)
    assert articles == []
    assert len(skipped) <= 1


def test_inflating_what_a_server_sent() -> None:
    import zlib

    raw = zlib.compressobj(wbits=-15)
    assert streams.inflated(raw.compress(b"text") + raw.flush(), 100) == b"text"
    assert streams.inflated(zlib.compress(b"text"), 100) == b"text"
    with pytest.raises(InputError, match="more than"):
        streams.inflated(zlib.compress(b"x" * 1000), 100)


def inflated_by(engine: Any, data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, str]:
    """What comes out of compressed bytes before they end or break, and why they do."""
    monkeypatch.setattr(streams, "inflating", lambda: engine)
    out, budget = b"", streams.Budget()
    try:
        with streams.unpacked(streams.opened(io.BytesIO(data), budget), "gzip", budget) as stream:
            while piece := stream.read1(streams.CHUNK):
                out += piece
            streams.check_end(stream)
    except InputError as error:
        return out, str(error)
    return out, "whole"


def damaged() -> Iterator[tuple[str, bytes]]:
    """A packed archive, whole, cut and broken in many ways."""
    chance = random.Random(1)
    parts = [gzip.compress(samples.response(samples.page(title=f"Report {at}").encode() + chance.randbytes(40_000))) for at in range(5)]
    whole = b"".join(parts)
    yield "whole", whole
    yield "zlib", zlib.compress(whole)
    yield "zeros between", parts[0] + bytes(700) + parts[1] + bytes(3)
    yield "more behind", whole + b"no archive"
    yield "an empty one first", gzip.compress(b"") + whole
    yield "wrong sum", whole[:-8] + bytes(4) + whole[-4:]
    yield "wrong length", whole[:-4] + bytes(4)
    yield "a bomb", gzip.compress(bytes(30_000_000))
    for at in sorted(chance.sample(range(len(whole)), 40)):
        yield f"cut at {at}", whole[:at]
        yield f"broken at {at}", whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]


def test_whatever_inflates_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    other = pytest.importorskip("isal.isal_zlib", reason="the standard library's module alone is there")
    for name, data in damaged():
        wanted, found = (inflated_by(engine, data, monkeypatch) for engine in (zlib, other))
        assert found[1] == wanted[1], name
        assert found[0].startswith(wanted[0]) or wanted[0].startswith(found[0]), name
        assert abs(len(found[0]) - len(wanted[0])) <= (1 if name.startswith("cut") else 0), name  # one holds back the last byte where no more comes


def test_bytes_that_are_damaged_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {name: inflated_by(zlib, data, monkeypatch)[1] for name, data in damaged()}
    assert [name for name, reason in told.items() if reason == "whole"] == ["whole", "zlib", "zeros between", "an empty one first"]
    assert all("cut off" in reason for name, reason in told.items() if name.startswith("cut"))
    assert "150 times" in told["a bomb"]
