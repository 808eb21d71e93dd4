"""Several children: the same answers in the same order as with one, none lost, none left behind, bounded in what they hold."""

from __future__ import annotations

import io
import itertools
import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import samples
from samples import PARAGRAPHS, URL

from sayso.collect import each, gather, guard, pool, worker
from sayso.collect.facts import Found, Passed
from sayso.collect.guard import Guard
from sayso.collect.pool import Asked, Pool, answered_by
from sayso.collect.worker import BROKEN, Job, Ringing, receive_jobs, room_of, send_jobs
from sayso.data import Article, Skipped

PLAYING = (
    "import sys, os, time; sys.path[:] = sys.argv[1:]; from sayso.collect import worker; from sayso.collect.facts import Found\n"
    "def play(job):\n"
    "    word = job.data.decode()\n"
    "    if word.startswith('wait'): time.sleep(float(word[4:]))\n"
    "    if word.startswith('die'): os._exit(3)\n"
    "    if word.startswith('fault'): raise KeyError(word)\n"
    "    if word.startswith('deep'): raise RecursionError(word)\n"
    "    if word.startswith('big'): return [Found('x' * 1_000_000, {}, f'.{at}') for at in range(3)]\n"
    "    return [Found(f'{word} by {os.getpid()}', {})]\n"
    "worker._read = play; worker.main()"
)
"""A child that does what a document tells it to."""


@pytest.fixture
def playing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "START", PLAYING)


def asked(words: Iterator[str] | list[str], origin: str = "in") -> Iterator[tuple[str, Found | Passed | Asked | None]]:
    for at, word in enumerate(words):
        yield origin, Asked(Job("page", word.encode()), f"#{at}")


def told(found: Iterator[tuple[str, Found | Passed | None]]) -> list[tuple[str, str]]:
    """Place and first word of each answer, or why there is none."""
    return [(one.place, one.text[:20].split(" ")[0] if isinstance(one, Found) else one.reason) for _, one in found if one is not None]


@pytest.mark.parametrize("children", [1, 3])
def test_answers_come_in_the_order_of_the_documents(children: int, playing: None) -> None:
    words = ["wait0.4", "a", "wait0.2", "die", "b", "fault", "c", "deep", *(f"w{at}" for at in range(60))]
    with Pool(children) as children_:
        found = told(children_.answered(asked(words)))
    wanted = [(f"#{at}", BROKEN if word in ("die", "fault", "deep") else word) for at, word in enumerate(words)]
    assert found == wanted


def test_a_second_child_is_started_when_the_first_falls_behind(playing: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "BATCH", 1)
    with Pool(2) as children:
        texts = [one.text for _, one in children.answered(asked(["wait0.3", *(f"wait0.0{at % 5}" for at in range(40))])) if isinstance(one, Found)]
    assert len({text.split(" by ")[1] for text in texts}) == 2
    with Pool(2) as children:
        texts = [one.text for _, one in children.answered(asked(["a", "b", "c"])) if isinstance(one, Found)]
    assert len({text.split(" by ")[1] for text in texts}) == 1


def test_a_child_that_dies_in_a_batch_costs_its_document_only(playing: None) -> None:
    jobs = [Job("page", word) for word in (b"a", b"die", b"b", b"die", b"die", b"big", b"deep", b"c")]
    with Guard() as child:
        found = list(child.ask_all(jobs))
        assert child.crashes == 3
    assert [len(one.answers) for one in found] == [1, 1, 1, 1, 1, 3, 1, 1]
    assert [one.crashed for one in found] == [False, True, False, True, True, False, False, False]


def test_answers_that_no_pipe_holds_are_read_before_it_is_full(playing: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "WALL_SECONDS", 20.0)  # a child that waits for its parent, and the other way round, is ended here
    jobs = [Job("page", bytes([97 + at % 26]) * 60_000) for at in range(64)]
    with Guard() as child:
        found = list(child.ask_all(jobs))
        assert child.crashes == 0
    texts = [one.answers[0].text.split(" by ")[0] for one in found if isinstance(one.answers[0], Found)]
    assert texts == [job.data.decode() for job in jobs]


def test_what_was_answered_before_a_child_died_is_kept(playing: None) -> None:
    with Guard() as child:
        found = list(child.ask_all([Job("page", word) for word in (b"a", b"b", b"die", b"c")]))
    texts = [one.answers[0].text.split(" by ") for one in found if isinstance(one.answers[0], Found)]
    assert [word for word, _ in texts] == ["a", "b", "c"]
    assert texts[0][1] == texts[1][1] != texts[2][1]  # the first two by the child that died, and not asked for again


@pytest.fixture
def bell() -> Iterator[tuple[int, int]]:
    heard, ringing = os.pipe()
    yield heard, ringing
    os.close(heard)
    os.close(ringing)


def rung(heard: int) -> int:
    """How often a bell has rung."""
    os.set_blocking(heard, False)
    try:
        return len(os.read(heard, 100))
    except BlockingIOError:
        return 0


def test_the_bell_rings_once_before_the_pipe_is_full(bell: tuple[int, int]) -> None:
    ringing = Ringing(bell[1], 100)
    ringing.before(90)
    assert rung(bell[0]) == 0
    ringing.before(10)
    assert rung(bell[0]) == 1
    ringing.before(1_000)
    ringing.before(1, last=True)
    assert rung(bell[0]) == 0


def test_the_bell_rings_before_the_last_answer(bell: tuple[int, int]) -> None:
    ringing = Ringing(bell[1], 10_000)
    ringing.before(1)
    assert rung(bell[0]) == 0
    ringing.before(1, last=True)
    assert rung(bell[0]) == 1


def test_an_answer_does_not_wait_for_a_document_that_takes_long(playing: None) -> None:
    with Pool(1) as children:
        found = children.answered(asked(["wait0.3", "a", "wait20"]))  # the first one, so that the others go into one batch
        began = time.monotonic()
        assert [next(found)[1].text.split(" ")[0] for _ in range(2)] == ["wait0.3", "a"]  # type: ignore[union-attr]
        assert time.monotonic() - began < 15


def test_what_a_pipe_surely_takes(bell: tuple[int, int], tmp_path: Path) -> None:
    room = room_of(bell[1])
    os.set_blocking(bell[1], False)
    written = 0
    while written + 2_049 <= room:  # pieces of little more than half a page of memory waste the most
        written += os.write(bell[1], bytes(2_049))
    assert written + 2_049 > room > 0
    with (tmp_path / "no pipe").open("wb") as file:
        assert room_of(file.fileno()) == worker.SMALLEST_PIPE // 2


@pytest.mark.parametrize("data", [(b"",), (b"one", b"", b"\x00" * 70_000), ()])
def test_a_batch_comes_as_it_was_sent_or_not_at_all(data: tuple[bytes, ...]) -> None:
    jobs = [Job("page", one, url=f"{URL}/{at}", fast=True) for at, one in enumerate(data)]
    stream = io.BytesIO()
    send_jobs(stream, jobs)
    whole = stream.getvalue()
    batch = receive_jobs(io.BytesIO(whole))
    assert batch is not None
    assert list(batch.jobs) == jobs
    for cut in (1, 3, len(whole) // 2, len(whole) - 1):
        assert receive_jobs(io.BytesIO(whole[:cut])) is None


@pytest.mark.parametrize("children", [1, 2])
def test_an_input_is_given_up_after_too_many_crashes_and_the_next_one_is_read(children: int, playing: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "CRASHES", 2)
    with Pool(children) as children_:
        parts = itertools.chain(asked(["a", "die", "b", "die", "c", "die", "d"], "first"), asked(["e", "die", "f"], "second"))
        found = told(children_.answered(parts))
    left = "left out: 2 other parts of this input could not be taken apart"
    assert [one for _, one in found] == ["a", BROKEN, "b", BROKEN, left, left, left, "e", BROKEN, "f"]


def test_one_child_alone_gives_up_alike(playing: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "CRASHES", 2)
    with Guard() as child:
        found = list(answered_by(child, (one for _, one in asked(["a", "die", "die", "b"]))))  # type: ignore[misc]
    assert [isinstance(one, Found) for one in found] == [True, False, False, False]
    assert "left out" in str(found[3])


def test_no_more_is_read_ahead_than_the_limit(playing: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "AHEAD", 5)
    monkeypatch.setattr(pool, "BATCH", 1)
    read: list[int] = []

    def noted() -> Iterator[tuple[str, Found | Passed | Asked | None]]:
        for at, part in enumerate(asked([f"w{at}" for at in range(50)])):
            read.append(at)
            yield part

    with Pool(2) as children:
        for given, _ in enumerate(children.answered(noted())):
            assert len(read) - given <= 5 + 2


def test_large_documents_are_not_read_far_ahead(playing: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "AHEAD_BYTES", 50)
    read: list[int] = []

    def noted() -> Iterator[tuple[str, Found | Passed | Asked | None]]:
        for at in range(20):
            read.append(at)
            yield "in", Asked(Job("page", b"w" * 60), f"#{at}")

    with Pool(2) as children:
        for given, _ in enumerate(children.answered(noted())):
            assert len(read) - given <= 3


def test_nothing_is_left_behind_when_nobody_reads_on(playing: None) -> None:
    before = threading.active_count()
    with Pool(2) as children:
        found = children.answered(asked(itertools.chain(["a"], itertools.repeat("wait20"))))
        next(found)
        processes = [child._child for _, child in children._workers]
    assert all(process is None or process.poll() is not None for process in processes)
    assert threading.active_count() <= before + 1


def test_documents_are_listed_where_no_process_can_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(guard.subprocess, "Popen", refuse)
    for at in range(3):
        (tmp_path / f"{at}.html").write_text(samples.page(title=f"Report {at}"))
    (tmp_path / "x.txt").write_text(PARAGRAPHS[0])
    articles, skipped = gather([tmp_path])
    assert len(articles) == 1
    assert {one.reason for one in skipped} == {"no process to take it apart (Resource temporarily unavailable)"}
    assert len(skipped) == 3


def many(folder: Path, count: int) -> Path:
    for at in range(count):
        page = samples.page(title=f"Report {at} on the ferry", paragraphs=(f"This is report {at} on the ferry, the coastguard said.", *PARAGRAPHS))
        (folder / f"{at:02}.html").write_text(page)
    (folder / "07b.bin").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "08b.json").write_text('{"broken": ')
    (folder / "09b.jsonl").write_text("\n".join(json.dumps(samples.record(text=f"Record {at} of the ferry.", url=f"{URL}/{at}")) for at in range(5)))
    return folder


def test_one_child_and_several_give_the_same(tmp_path: Path) -> None:
    folder = many(tmp_path, 24)
    first, second = (list(each([folder], children=children)) for children in (1, 3))
    assert first == second
    assert [one.path for one in first] == sorted((one.path for one in first), key=str)  # type: ignore[type-var]
    assert sum(isinstance(one, Article) for one in first) == 24 + 5
    assert sum(isinstance(one, Skipped) for one in first) == 2
    assert gather([folder], children=1) == gather([folder], children=4)


@pytest.mark.parametrize(
    "data",
    [
        samples.WARCINFO,
        samples.WARCINFO + samples.response(b"\x89PNG", kind="image/png"),
        samples.tarred({}),
        samples.tarred({".hidden": b"text"}),
        samples.zipped({"__MACOSX/a": b"x"}),
        samples.response(b"<html>none</html>", status="404 Not Found"),
    ],
)
def test_an_input_with_nothing_in_it_is_listed(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "in").write_bytes(data)
    articles, skipped = gather([tmp_path / "in"])
    assert articles == []
    assert [one.path for one in skipped] == [str(tmp_path / "in")]
    assert skipped[0].reason in ("no report in it", "a binary file, not text")
    assert gather(["-"], stdin=io.BytesIO(data))[1][0].path == "-"


def test_a_page_in_an_archive_that_is_no_page_is_listed(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(samples.response(b"PK\x03\x04" + b"x" * 50) + samples.response(samples.page().encode()))
    articles, skipped = gather([tmp_path / "in"])
    assert len(articles) == 1
    assert [one.reason for one in skipped] == ["sent as a page, and none (zip)"]


@pytest.mark.parametrize(("fast", "taken"), [(False, 1), (True, 5)])
def test_pages_in_bulk_go_in_larger_batches(fast: bool, taken: int) -> None:
    with Pool(1) as some:
        some._waiting.extend(pool._Call(pool.Asked(Job("page", bytes(100_000), fast=fast), "")) for _ in range(8))
        assert len(some._next()) == taken
