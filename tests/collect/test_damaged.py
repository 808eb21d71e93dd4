"""What is damaged costs itself only: what comes before it in a packed archive is read, and that something is missing is said."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
import samples
from samples import PARAGRAPHS, URL

from sayso.collect import gather
from sayso.collect.containers.streams import Late, Pieces, buffered, check_end
from sayso.errors import InputError

RECORDS = 12


@pytest.fixture(autouse=True)
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def response(at: int) -> bytes:
    turned = (*PARAGRAPHS[at % len(PARAGRAPHS) :], *PARAGRAPHS[: at % len(PARAGRAPHS)])
    return samples.response(samples.page(title=f"Report number {at} of the ferry", paragraphs=turned).encode(), url=f"{URL}/{at}")


def members() -> list[bytes]:
    return [gzip.compress(response(at)) for at in range(RECORDS)]


def read(data: bytes, name: str = "in.warc.gz") -> tuple[int, list[str]]:
    Path(name).write_bytes(data)
    articles, skipped = gather([name])
    return len(articles), [one.reason for one in skipped]


@pytest.mark.parametrize("kept", [0, 1, 5, RECORDS - 1])
@pytest.mark.parametrize("fraction", [0.0, 0.5])
def test_a_cut_archive_gives_all_that_is_whole(kept: int, fraction: float) -> None:
    packed = members()
    count, reasons = read(b"".join(packed[:kept]) + packed[kept][: max(20, int(fraction * len(packed[kept])))])
    assert count == kept
    assert any("cut off" in reason for reason in reasons)


@pytest.mark.parametrize("flipped", [0, 1, 6, RECORDS - 1])
def test_an_archive_with_a_broken_record_gives_all_before_it(flipped: int) -> None:
    packed = members()
    middle = len(packed[flipped]) // 2
    packed[flipped] = packed[flipped][:middle] + bytes(255 - one for one in packed[flipped][middle : middle + 40]) + packed[flipped][middle + 40 :]
    count, reasons = read(b"".join(packed))
    assert count >= flipped
    assert any("broken" in reason for reason in reasons)


def test_a_cut_end_between_two_lines_is_said() -> None:
    lines = b"".join(samples_line(at) for at in range(50))
    packed = gzip.compress(lines)
    count, reasons = read(packed[:-8], "in.jsonl.gz")
    assert count == 50
    assert any("cut off" in reason for reason in reasons)


def samples_line(at: int) -> bytes:
    import json

    return json.dumps(samples.record(text=f"The ferry number {at} ran aground, the coastguard said.", url=f"{URL}/{at}")).encode() + b"\n"


@pytest.mark.parametrize("name", ["page.html.gz", "report.txt.gz", "week.parquet.gz"])
def test_a_single_report_is_never_taken_in_part(name: str) -> None:
    whole = samples.page().encode() if "html" in name else "\n\n".join(PARAGRAPHS * 9).encode()
    count, reasons = read(gzip.compress(whole)[:-8], name)
    assert count == 0
    assert any("cut off" in reason for reason in reasons)


def test_a_cut_tar_gives_the_files_before_the_cut() -> None:
    files = {f"{at}.txt": f"Report {at}. ".encode() + "\n\n".join(PARAGRAPHS).encode() for at in range(8)}
    packed = samples.tarred(files, "gz")
    count, reasons = read(packed[:-8], "week.tar.gz")
    assert count == 8
    assert any("cut off" in reason for reason in reasons)
    whole = samples.tarred(files)
    assert read(gzip.compress(whole[: len(whole) // 2])[:-8], "week.tar.gz")[0] >= 2


def test_archives_of_archives_of_warc_files() -> None:
    inner = gzip.compress(response(1)) + gzip.compress(response(2))
    assert read(samples.tarred({"a.warc.gz": inner}, "gz"), "week.tar.gz") == (2, [])


def test_a_page_that_its_crawler_cut_is_listed_and_pictures_are_not() -> None:
    cut, picture = (
        one.replace(b"WARC-Type: response\r\n", b"WARC-Type: response\r\nWARC-Truncated: length\r\n")
        for one in (response(1), samples.response(b"\x89PNG", kind="image/png", url="https://sound.example/a.png"))
    )
    assert cut.count(b"WARC-Truncated") == 1
    assert read(response(0) + cut + picture + response(2), "in.warc") == (2, ["a page that its crawler cut off"])


def test_a_mailbox_has_a_report_in_each_message() -> None:
    first, second = samples.mail(), samples.mail().replace(b"Subject: ", b"Subject: Second: ").replace(PARAGRAPHS[0].encode(), b"Another report. ")
    box = b"".join(b"From desk@wire.example Mon May  6 09:30:00 2024\r\n" + one + b"\r\n" for one in (first, second))
    Path("in.mbox").write_bytes(box)
    articles, skipped = gather(["in.mbox"])
    assert [article.path for article in articles] == ["in.mbox#1", "in.mbox#2"]
    assert [article.outlet for article in articles] == ["City Wire", "City Wire"]
    assert not any("Message-ID" in article.text for article in articles)
    assert skipped == []


def test_a_message_with_its_envelope_line() -> None:
    Path("in.eml").write_bytes(b"From desk@wire.example Mon May  6 09:30:00 2024\r\n" + samples.mail())
    (article,), _ = gather(["in.eml"])
    assert article.outlet == "City Wire"
    assert "Message-ID" not in article.text


def test_what_is_broken_shows_behind_all_that_comes_before_and_stays() -> None:
    def pieces():  # type: ignore[no-untyped-def]
        yield b"one\n"
        yield b"two\n"
        raise InputError("a file that is broken")

    stream = buffered(Pieces(pieces()))
    assert stream.read(100) == b"one\ntwo\n"
    for _ in range(2):
        with pytest.raises(InputError, match="broken"):
            check_end(stream)
    assert io.BufferedReader(Late(Pieces(iter([b"whole"])))).read() == b"whole"
