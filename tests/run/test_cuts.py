"""Pieces of a file give what the whole file gives: the same records under the same numbers."""

import gzip
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.collect.facts import Found, Passed
from sayso.collect.pool import Asked
from sayso.collect.walk import Taking, walk
from sayso.run.cuts import Cutting, measure
from sayso.run.sources import Ranged
from sayso.run.taking import _copy_rows, _numbered

SMALL = Cutting(lines=300, warc=1_500, warc_gz=600, table=2_000)


def parts_of(stream, first=0):
    """What a walk comes to, before any document is taken apart."""
    out = []
    for one in walk(stream, Taking()):
        if isinstance(one, Asked):
            named = _numbered(Passed(one.place, ""), first)
            out.append((named.place, one.job.kind, one.job.data, one.job.url))
        else:
            named = _numbered(one, first)
            out.append((named.place, one.text if isinstance(one, Found) else one.reason))
    return out


def in_pieces(raw, cutting=SMALL):
    found = measure(io.BytesIO(raw), cutting)
    out = []
    for cut in found.cuts:
        out += parts_of(io.BufferedReader(Ranged(io.BytesIO(raw), cut.start, cut.end)), cut.first)
    return found, out


def covers(found, size):
    """Pieces lie one behind the other, from the beginning to the end."""
    assert [cut.start for cut in found.cuts[1:]] == [cut.end for cut in found.cuts[:-1]]
    assert (found.cuts[0].start, found.cuts[-1].end) == (0, size)


def line(at, words=20):
    return json.dumps({"title": f"Report {at}", "text": f"The mayor spoke {at} times. " * words}).encode()


def record(at, *, size=400, kind="response", length=None, page=None):
    body = page or (f"<html><body><p>Report {at}. " + "Rain fell on the town. " * (size // 23) + "</p></body></html>").encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.test/{at}\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{at}>\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {length or len(http)}\r\n\r\n"
    ).encode()
    return head + http + b"\r\n\r\n"


def test_lines_in_pieces_are_the_lines_of_the_whole():
    raw = b"\n".join(line(at) for at in range(30)) + b"\n"
    found, out = in_pieces(raw)
    assert found.form == "lines"
    assert len(found.cuts) > 10
    covers(found, len(raw))
    assert out == parts_of(io.BytesIO(raw))
    assert [one[0] for one in out] == [f"#{at}" for at in range(1, 31)]


LINES = st.one_of(
    st.builds(line, st.integers(0, 9999), st.integers(1, 12)),
    st.sampled_from(
        [b"", b"   ", b"{}", b"no json", b"[1, 2]", b'{"text": "cut', b"\xff\xfe\x00", b"null", b'{"text": "two\\nlines"}', b"\xef\xbb\xbf"]
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25), st.sampled_from([b"\n", b"\r\n"]), st.booleans(), st.booleans(), st.integers(1, 900))
def test_any_lines_in_pieces_are_those_of_the_whole(lines, end, marked, ended, target):
    raw = (b"\xef\xbb\xbf" if marked else b"") + end.join(lines) + (end if ended else b"")
    found, out = in_pieces(raw, Cutting(lines=target))
    if found.cuts:
        covers(found, len(raw))
        assert out == parts_of(io.BytesIO(raw))


def test_one_document_is_not_cut():
    raw = json.dumps([{"text": "Rain. " * 50}] * 40, indent=1).encode()
    assert measure(io.BytesIO(raw), SMALL).cuts == ()
    assert measure(io.BytesIO(line(1, 4000)), SMALL).cuts == ()


def test_text_of_any_kind_is_not_cut():
    for raw in (
        b"",
        b"The mayor spoke.\n" * 300,
        b"{\\rtf1 " + b"x" * 5_000,
        b"\x00" * 3_000,
        b"<html><p>" + b"a" * 4_000,
        b"PK\x03\x04" + b"b" * 999,
    ):
        found = measure(io.BytesIO(raw), SMALL)
        assert (found.form, found.cuts, found.size) == ("whole", (), len(raw))


def test_the_hash_is_that_of_the_whole_file():
    import hashlib

    for raw in (b"", b"text", b"\n".join(line(at) for at in range(30)), b"".join(record(at) for at in range(9)), gzip.compress(b"no records" * 999)):
        assert measure(io.BytesIO(raw), SMALL).sha256 == hashlib.sha256(raw).hexdigest()


def test_records_in_pieces_are_those_of_the_whole():
    raw = b"".join(record(at, kind="request" if at % 3 else "response") for at in range(25))
    found, out = in_pieces(raw)
    assert found.form == "warc"
    assert len(found.cuts) > 4
    covers(found, len(raw))
    assert out == parts_of(io.BytesIO(raw))
    assert len(out) == 9


def test_compressed_records_in_pieces_are_those_of_the_whole():
    raw = b"".join(gzip.compress(record(at, size=50 * at), mtime=0) for at in range(40))
    found, out = in_pieces(raw)
    assert found.form == "warc"
    assert len(found.cuts) > 10
    covers(found, len(raw))
    assert out == parts_of(io.BytesIO(raw))
    assert len(out) == 40


@pytest.mark.parametrize("pack", [bytes, lambda raw: gzip.compress(raw, mtime=0)])
@settings(max_examples=150, deadline=None)
@given(broken=st.lists(st.tuples(st.integers(0, 14), st.integers(0, 5)), max_size=2), target=st.integers(200, 3_000))
def test_broken_archives_in_pieces_give_what_the_whole_gives(pack, broken, target):
    """Lengths that are wrong, records that are cut, what stands between them: from there on nothing is cut."""
    records = [record(at, size=100 + 37 * at) for at in range(15)]
    for at, how in broken:
        records[at] = [
            records[at][:-7],
            records[at] + b"junk\r\n",
            record(at, length=13),
            record(at, length=99_999),
            records[at].replace(b"Content-Length", b"Content-Size"),
            b"\r\n" + records[at],
        ][how]
    raw = b"".join(map(pack, records))
    found, out = in_pieces(raw, Cutting(warc=target, warc_gz=target))
    if found.cuts:
        covers(found, len(raw))
        assert out == parts_of(io.BytesIO(raw))


def test_an_archive_compressed_as_a_whole_is_not_cut():
    raw = gzip.compress(b"".join(record(at) for at in range(60)), mtime=0)
    assert measure(io.BytesIO(raw), Cutting(warc_gz=100)).cuts == ()
    lines = gzip.compress(b"\n".join(line(at) for at in range(60)), mtime=0)
    assert measure(io.BytesIO(lines), Cutting(warc_gz=100)).cuts == ()


@pytest.mark.parametrize("group", [1, 7, 50, 1000])
def test_rows_in_pieces_are_those_of_the_whole(group):
    import pyarrow as pa
    from pyarrow import parquet

    rows = [{"text": f"Report {at}. " * (1 + at % 40), "outlet": None if at % 5 else "Harbour Post"} for at in range(100)]
    file = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows), file, row_group_size=group)
    file.seek(0)
    found = measure(file, SMALL)
    assert found.form == "table"
    covers(found, 100)
    assert len(found.cuts) > 3
    out = []
    for cut in found.cuts:
        assert cut.first == cut.start
        copy = io.BytesIO()
        _copy_rows(file, copy, cut.start, cut.end)
        out += parquet.read_table(io.BytesIO(copy.getvalue())).to_pylist()
    assert out == rows


def test_a_broken_table_is_left_to_its_reader():
    assert measure(io.BytesIO(b"PAR1" + b"\x00" * 400 + b"PAR1"), SMALL).cuts == ()
