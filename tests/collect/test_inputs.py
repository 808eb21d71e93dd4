"""Paths -> Articles: files, folders, globs, standard input, and all that is skipped."""

from __future__ import annotations

import io
import itertools
import os
import threading
import time
from pathlib import Path

import pytest

from sayso.collect import gather, walk
from sayso.data import Article, Skipped

REPORT = "Ferry aground\n\nThe ferry ran aground on Monday, the coastguard said, and the people aboard were taken off.\n"


def write(path: Path, text: str | bytes = REPORT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def paths(articles: list[Article]) -> list[str | None]:
    return [article.path for article in articles]


def reason(skipped: list[Skipped]) -> str:
    assert len(skipped) == 1
    return skipped[0].reason


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_keeps_its_text_and_its_path_as_given(here: Path) -> None:
    text = "Ferry\tagrœund\r\n\r\nThe ferry 🚢 ran aground, “all of it”.\r\n"
    write(here / "a.txt", b"\xef\xbb\xbf" + text.encode())
    articles, skipped = gather(["a.txt", here / "a.txt"])
    assert paths(articles) == [str(here / "a.txt")]
    assert articles[0].text == text
    assert articles[0].title == "Ferry\tagrœund"
    assert skipped == []


def test_folders_are_read_through_by_name_without_hidden_files(here: Path) -> None:
    for at, name in enumerate(("in/b.txt", "in/a.txt", "in/sub/c", "in/.hidden.txt", "in/.git/x.txt")):
        write(here / name, f"Report {at}\n\n{REPORT}")
    articles, skipped = gather(["in"])
    assert paths(articles) == ["in/a.txt", "in/b.txt", "in/sub/c"]
    assert skipped == []
    assert gather([here / "in"])[0] == [
        Article(**{field: str(here / article.path) if field == "path" else getattr(article, field) for field in Article.__slots__})
        for article in articles
        if article.path
    ]


def test_globs(here: Path) -> None:
    for at, name in enumerate(("in/b.txt", "in/a.txt", "in/sub/c.txt", "in/[odd].txt")):
        write(here / name, f"Report {at}\n\n{REPORT}")
    assert paths(gather(["in/?.txt"])[0]) == ["in/a.txt", "in/b.txt"]
    assert paths(gather(["in/**/*.txt"])[0]) == ["in/[odd].txt", "in/a.txt", "in/b.txt", "in/sub/c.txt"]
    assert paths(gather(["in/s*"])[0]) == ["in/sub/c.txt"]
    assert paths(gather(["in/[odd].txt"])[0]) == ["in/[odd].txt"]
    assert reason(gather(["in/*.md"])[1]) == "nothing matches this pattern"


def test_standard_input() -> None:
    articles, skipped = gather(["-"], stdin=io.BytesIO(REPORT.encode()))
    assert paths(articles) == ["-"]
    assert articles[0].text == REPORT
    assert skipped == []
    assert gather(["-"], stdin=io.BytesIO(b""))[1] == [Skipped("-", "empty")]
    assert gather(["-"])[1] == [Skipped("-", "there is no standard input")]


def test_a_side_file_belongs_to_its_report(here: Path) -> None:
    write(here / "in/a.txt")
    write(here / "in/a.meta.json", b'{"outlet": "The Sound", "date": "2024-05-06", "title": "Ferry runs aground"}')
    for given in (["in"], ["in/*"], ["in/a.txt", "in/a.meta.json"], ["in/a.txt"]):
        articles, skipped = gather(given)
        assert paths(articles) == ["in/a.txt"]
        assert (articles[0].outlet, articles[0].title, str(articles[0].published)) == ("The Sound", "Ferry runs aground", "2024-05-06")
        assert skipped == []


def test_a_broken_side_file_is_listed_and_its_report_is_read(here: Path) -> None:
    write(here / "a.txt")
    write(here / "a.meta.json", b'{"outlet": ')
    articles, skipped = gather(["a.txt"])
    assert paths(articles) == ["a.txt"]
    assert articles[0].outlet is None
    assert skipped[0].path == "a.meta.json"
    assert "not JSON" in reason(skipped)


def test_a_side_file_alone_is_listed(here: Path) -> None:
    write(here / "a.meta.json", b"{}")
    assert "without its report" in reason(gather(["a.meta.json"])[1])


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02", "binary"),
        (b"%PDF-1.4", "PDF"),
        (b"<html><body>Text", "a page without a report in it"),
        (b"Outlet: The Sound\nDate: 2024-05-06\n\n \n", "no text behind its header lines"),
        ("Die Fähre lief am Montag vor der Küste auf Grund, teilte die Küstenwache mit, und alle wurden gerettet.".encode(), "written in German"),
    ],
)
def test_what_cannot_be_read_is_listed_and_the_rest_is_read(here: Path, content: bytes, wanted: str) -> None:
    write(here / "bad.txt", content)
    write(here / "good.txt")
    for given in (["bad.txt", "good.txt"], ["."]):
        articles, skipped = gather(given)
        assert len(articles) == 1
        assert skipped[0].path.endswith("bad.txt")
        assert wanted in reason(skipped)


def test_missing_things_are_listed(here: Path) -> None:
    (here / "void").mkdir()
    os.symlink("nowhere", here / "link.txt")
    found = dict((one.path, one.reason) for one in gather(["no.txt", "void", "link.txt", "ftp://a.example/x", "a\0b"])[1])  # noqa: C402
    assert found["no.txt"] == "no such file or folder"
    assert found["void"] == "a folder without reports in it"
    assert "no such file" in found["link.txt"]
    assert "http and https only" in found["ftp://a.example/x"]
    assert len(found) == 5


def test_a_file_without_permission_is_listed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here / "a.txt")
    real = open

    def denied(path: str, *args: object, **kwargs: object) -> object:
        if str(path) == "a.txt":
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr("builtins.open", denied)
    assert reason(gather(["a.txt"])[1]) == "permission denied"


def test_fifty_megabytes_are_refused_at_once(here: Path) -> None:
    with open(here / "big.txt", "wb") as file:
        file.truncate(50_000_000)
    begun = time.monotonic()
    assert "larger than 5 MB" in reason(gather(["big.txt"])[1])
    assert time.monotonic() - begun < 1


def test_the_limit_holds_for_what_has_no_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "LARGEST_TEXT", 100)
    assert "larger than" in reason(gather(["-"], stdin=io.BytesIO(b"word " * 10_000_000))[1])


def test_a_pipe_can_be_a_path(here: Path) -> None:
    os.mkfifo(here / "pipe")
    writer = threading.Thread(target=(here / "pipe").write_text, args=(REPORT,))
    writer.start()
    articles, _ = gather(["pipe"])
    writer.join()
    assert articles[0].text == REPORT


def test_a_double_comes_once_and_is_not_listed(here: Path) -> None:
    write(here / "b.txt")
    write(here / "a.txt")
    write(here / "c.txt", REPORT.replace("Monday", "Tuesday"))
    for given in itertools.permutations(["a.txt", "b.txt", "c.txt"]):
        articles, skipped = gather(given)
        assert sorted(str(path) for path in paths(articles)) == ["a.txt", "c.txt"]
        assert skipped == []


def test_of_doubles_the_one_with_more_known_stays(here: Path) -> None:
    write(here / "a.txt")
    write(here / "b.txt")
    write(here / "b.meta.json", b'{"date": "2024-05-06"}')
    for given in (["a.txt", "b.txt"], ["b.txt", "a.txt"]):
        assert paths(gather(given)[0]) == ["b.txt"]


def test_same_text_of_two_outlets_is_two_articles(here: Path) -> None:
    for name in ("a", "b"):
        write(here / f"{name}.txt")
        write(here / f"{name}.meta.json", f'{{"outlet": "{name}"}}'.encode())
    assert len(gather(["."])[0]) == 2


def test_names_that_are_not_utf8_can_be_shown(here: Path) -> None:
    try:
        write(here / os.fsdecode(b"caf\xe9.txt"))
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    articles, _ = gather([here])
    assert str(articles[0].path).endswith("caf\ufffd.txt")
    str(articles[0].path).encode()


def test_order_of_inputs_changes_only_the_order(here: Path) -> None:
    for at in range(3):
        write(here / f"{at}.txt", f"Report {at}\n\n{REPORT}")
    first = gather(["0.txt", "1.txt", "2.txt", "no.txt"])
    other = gather(["no.txt", "2.txt", "1.txt", "0.txt"])
    assert sorted(first[0], key=lambda one: one.id) == sorted(other[0], key=lambda one: one.id)
    assert first[1] == other[1]
