"""A folder of ledgers as a library: what is read, what is skipped and why, and that it follows its files."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.codec import encode_story
from sayso.errors import InputError
from sayso.folding import asked, folded
from sayso.web.folder import FRESH, Folder
from sayso.web.shelf import shelf
from web.conftest import bridge, flood, inquiry, written


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def ids(library: Folder) -> list[str]:
    return [one.id for one in library.stories()]


def test_the_latest_story_comes_first(library: Folder) -> None:
    assert ids(library) == ["many", "t2", "t1"]
    first = library.stories()[-1]
    assert (first.title, first.articles, first.claims, first.shared, first.echoed, first.disputed) == (bridge().title, 3, 6, 4, 2, 3)
    assert first.outlets == ("Harbour Post", "City Wire")


def test_a_story_is_that_of_the_file(library: Folder) -> None:
    found = library.story("t1")
    assert found is not None
    assert encode_story(found) == encode_story(bridge())
    assert library.story("no such") is None
    assert library.story("../bridge.json") is None


def test_what_is_not_read_is_listed_with_its_reason(library: Folder) -> None:
    assert [(one.path, one.reason) for one in library.skipped()] == [
        ("bridge.json: in/photo.jpg", "a JPEG image"),
        ("cut.json", "not sayso.ledgers/1: Input data was truncated"),
    ]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b"", "empty"), (b" \n", "empty"), (b'{"a": 1}', "not sayso.ledgers/1"), (b"\xff\xfe", "not sayso.ledgers/1"),
     (b"[" * 99_999, "not sayso.ledgers/1"),
     (b'{"schema": "sayso.ledgers/2", "stories": [], "skipped": []}', "not sayso.ledgers/1"), (b'"\\ud800"', "not sayso.ledgers/1")],
    ids=["empty", "blank", "other", "binary", "deep", "newer", "surrogate"],
)  # fmt: skip
def test_a_bad_file_spoils_no_other(tmp_path: Path, raw: bytes, reason: str) -> None:
    written(tmp_path / "good.json", bridge())
    (tmp_path / "bad.json").write_bytes(raw)
    library = Folder(tmp_path)
    assert ids(library) == ["t1"]
    assert [(one.path, one.reason.startswith(reason)) for one in library.skipped()] == [("bad.json", True)]


def test_a_single_story_is_a_library_too(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_bytes(encode_story(bridge()))
    assert ids(Folder(tmp_path)) == ids(Folder(tmp_path / "one.json")) == ["t1"]


def test_of_doubles_the_last_by_name_counts(tmp_path: Path) -> None:
    written(tmp_path / "a.json", replace(bridge(), title="Older"), inquiry())
    written(tmp_path / "b.json", bridge())
    library = Folder(tmp_path)
    assert [one.title for one in library.stories()] == [inquiry().title, bridge().title]
    assert [(one.path, one.reason) for one in library.skipped()] == [("a.json", "holds a story that is also in b.json, which counts")]


def test_it_follows_its_files(tmp_path: Path) -> None:
    clock = Clock()
    written(tmp_path / "a.json", bridge())
    library = Folder(tmp_path, clock=clock)
    written(tmp_path / "b.json", flood())
    assert ids(library) == ["t1"], "it does not look at every call"
    clock.now += FRESH
    assert ids(library) == ["many", "t1"]
    before = library.story("many")
    (tmp_path / "a.json").unlink()
    clock.now += FRESH
    assert ids(library) == ["many"]
    assert library.story("many") is before, "what did not change is not read again"
    written(tmp_path / "b.json", inquiry())
    clock.now += FRESH
    assert ids(library) == ["t2"]


def test_a_folder_that_goes_leaves_an_empty_library(tmp_path: Path) -> None:
    clock = Clock()
    root = tmp_path / "x"
    written(root / "a.json", bridge())
    library = Folder(root, clock=clock)
    (root / "a.json").unlink()
    root.rmdir()
    clock.now += FRESH
    assert ids(library) == []


def test_links_out_of_the_folder_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    root = tmp_path / "in"
    written(tmp_path / "outside.json", bridge())
    written(root / ".hidden.json", inquiry())
    written(root / ".git" / "x.json", inquiry())
    written(root / "own.json", flood())
    os.symlink(tmp_path / "outside.json", root / "link.json")
    os.symlink(tmp_path, root / "up")
    os.symlink(root / "own.json", root / "same.json")
    os.mkfifo(root / "pipe.json")
    library = Folder(root)
    assert ids(library) == ["many"]
    assert sorted((one.path, one.reason) for one in library.skipped()) == [
        ("own.json", "holds a story that is also in same.json, which counts"),
        ("pipe.json", "no regular file"),
    ]


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        Folder(tmp_path / "none")


def test_search_asks_for_every_word(library: Folder) -> None:
    found = library.search("PIER hit")
    assert [(hit.story.id, [claim.text for claim in hit.claims]) for hit in found.stories] == [
        ("t2", ["The ship hit a pier of the bridge"]), ("t1", ["The ship hit a pier of the bridge"]),
    ]  # fmt: skip
    assert library.search("pier flood").stories == ()
    assert library.search("").stories == library.search("  \t").stories == ()


def test_search_finds_words_of_reports_names_and_phrases(library: Folder) -> None:
    assert {hit.story.id for hit in library.search("freighter struck").stories} == {"t1", "t2"}, "only an article says so"
    assert library.search('"pier hit"').stories == ()
    assert len(library.search("“hit a pier”").stories) == 2
    assert [voice.name for voice in library.search("lund").voices] == ["Ada Lund"]
    assert [hit.story.id for hit in library.search("lund inquiry").stories] == [], "every word in one claim, or in the title and the outlets"
    assert [(hit.story.id, hit.found) for hit in library.search("inquiry aldermouth").stories] == [("t2", 0)]


def test_search_knows_no_case_and_no_accents() -> None:
    there = replace(bridge(), title="Zoë Łukasz’s “Café” İstanbul")
    assert [hit.story.id for hit in shelf([there]).search('ZOE cafe "lukasz\'s"').stories] == []
    assert [hit.story.id for hit in shelf([there]).search("zoe CAFÉ istanbul").stories] == ["t1"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_search(text: str) -> None:
    small = shelf([bridge()])
    small.search(text)
    small.named(text)
    assert all(folded(word) == word for word in asked(text))
