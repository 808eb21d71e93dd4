"""What the user points at, here and where fsspec reaches; shards are the same for the same files."""

from __future__ import annotations

import io
import json
import os
import random
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest
import run_hooks as hooks

from sayso.data import Article, Skipped
from sayso.errors import ExtraError, InputError
from sayso.run import sources
from sayso.run.cuts import Cutting
from sayso.run.shards import BORDER, TOGETHER, Surveyed, shards_of, survey, surveys
from sayso.run.sources import Ranged, Source, listed, opened, stamp_of
from sayso.run.taking import articles_of

SMALL = Cutting(lines=900)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def memory():
    """fsspec's file system in memory, which only this process sees."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def surveyed(inputs, cutting=SMALL):
    found, skipped = listed(inputs)
    return [one for task in surveys(found, cutting) for one in survey(task)], skipped


def articles(inputs, key="key"):
    found, _ = surveyed(inputs)
    return [one for shard in shards_of(found, key) for one in articles_of(shard, fields={}, fast=False)]


def test_files_come_once_in_order_without_hidden_ones_and_side_files(here):
    for name in ("b.txt", "a.txt", "a.meta.json", ".hidden.txt", "sub/c.txt", ".sub/d.txt"):
        Path("in", name).parent.mkdir(parents=True, exist_ok=True)
        Path("in", name).write_text("The bridge is closed, the mayor said.")
    found, skipped = listed(["in/b.txt", "in", "in/*.txt"])
    assert [one.path for one in found] == ["in/b.txt", "in/a.txt", "in/sub/c.txt"]
    assert all(os.path.isabs(one.place) for one in found)
    assert skipped == []


def test_what_cannot_be_had_is_listed_with_its_reason(here):
    os.mkfifo("pipe")
    Path("empty").mkdir()
    found, skipped = listed(["nowhere", "pipe", "empty", "-", "http://example.test/a", "none*", "strange://place/a"])
    assert found == []
    told = {one.path: one.reason for one in skipped}
    assert told["nowhere"] == "no such file or folder"
    assert told["pipe"] == "not a file"
    assert told["empty"] == "a folder without reports in it"
    assert "more than once" in told["-"]
    assert "download it first" in told["http://example.test/a"]
    assert told["none*"] == "nothing matches this pattern"
    assert "strange" in told["strange://place/a"]


def test_addresses_are_files_folders_and_patterns(memory):
    for name in ("/crawl/b.jsonl", "/crawl/a.jsonl", "/crawl/.part.jsonl", "/crawl/sub/c.jsonl", "/crawl/a.meta.json", "/other.jsonl"):
        memory.pipe(name, b"{}")
    assert [one.path for one in listed(["memory://crawl"])[0]] == [f"memory:///crawl/{name}.jsonl" for name in ("a", "b", "sub/c")]
    assert [one.path for one in listed(["memory://crawl/*.jsonl"])[0]] == ["memory:///crawl/a.jsonl", "memory:///crawl/b.jsonl"]
    assert [one.path for one in listed(["memory://other.jsonl"])[0]] == ["memory:///other.jsonl"]
    assert listed(["memory://nowhere/a.jsonl"])[1][0].path == "memory://nowhere/a.jsonl"
    assert listed(["memory://none/*.jsonl"])[1] == [Skipped("memory://none/*.jsonl", "nothing is there")]


def test_a_remote_archive_gives_what_the_same_one_here_gives(here, memory):
    hooks.write_lines(here / "news.jsonl", 11)
    memory.pipe("/news.jsonl", Path("news.jsonl").read_bytes())
    near, far = articles(["news.jsonl"]), articles(["memory://news.jsonl"])
    assert len(near) == 11
    assert all(isinstance(one, Article) for one in far)
    assert [replace(one, path=one.path.removeprefix("memory:///")) for one in far] == near


def test_a_remote_file_that_changes_is_noticed(memory):
    memory.pipe("/news.jsonl", json.dumps(hooks.report(1)).encode())
    (one,), _ = surveyed(["memory://news.jsonl"])
    (shard,) = shards_of([one], "key")
    memory.pipe("/news.jsonl", json.dumps(hooks.report(2)).encode() + b"\n\n")
    with pytest.raises(InputError, match="has changed"):
        list(articles_of(shard, fields={}, fast=False))


def test_without_fsspec_an_address_says_what_to_install(monkeypatch):
    monkeypatch.setattr(sources, "library", lambda name, extra: (_ for _ in ()).throw(ExtraError(f"{name}: sayso[{extra}]")))
    with pytest.raises(ExtraError, match=r"sayso\[bulk\]"):
        listed(["s3://bucket/news.jsonl"])


def test_a_file_that_cannot_be_opened_is_told(here, monkeypatch):
    Path("a.txt").write_text("text")
    (source,), _ = listed(["a.txt"])
    Path("a.txt").unlink()
    (one,) = survey(next(surveys([source], SMALL)))
    assert one.reason == "no such file or directory"
    assert list(shards_of([one], "key")) == []


def test_a_range_is_a_file_of_its_own():
    raw = bytes(range(100))
    part = Ranged(io.BytesIO(raw), 10, 60)
    assert (part.read(7), part.read(1_000), part.read(1)) == (raw[10:17], raw[17:60], b"")


def made(path, size=1_000, sha256=None):
    return Surveyed(Source(path, f"/{path}", size, "s"), sha256 or f"hash of {path}")


def test_shards_do_not_depend_on_when_or_how_files_were_looked_at():
    found = [made(f"in/{at:04}.txt") for at in range(600)]
    shards = list(shards_of(found, "key"))
    assert shards == list(shards_of(iter(found), "key"))
    assert [source for shard in shards for source in shard.sources] == [one.source for one in found]
    assert len({shard.id for shard in shards}) == len(shards) > 1
    moved = [replace(one, source=replace(one.source, place=f"/elsewhere/{one.source.path}", stamp="t")) for one in found]
    assert [shard.id for shard in shards_of(moved, "key")] == [shard.id for shard in shards]
    assert {shard.id for shard in shards_of(found, "other")}.isdisjoint(shard.id for shard in shards)


def test_a_new_file_changes_the_shard_that_it_falls_into_and_few_others():
    found = [made(f"in/{at:05}.txt") for at in range(3_000)]
    before = {shard.id for shard in shards_of(found, "key")}
    chance = random.Random(5)
    for _ in range(20):
        at = chance.randrange(len(found))
        more = [*found[:at], made(f"in/{at:05}-new.txt"), *found[at:]]
        after = {shard.id for shard in shards_of(more, "key")}
        assert len(after - before) <= 3
    assert len(before) > len(found) / BORDER / 2


def test_what_changes_in_a_file_or_beside_it_changes_its_shard():
    one = made("in/a.txt")
    ids = {shard.id for changed in (one, replace(one, sha256="other"), replace(one, side="a side file")) for shard in shards_of([changed], "key")}
    assert len(ids) == 3


def test_large_files_are_shards_of_their_own():
    found = [made("a.txt", 10), made("b.zip", TOGETHER + 1), made("c.txt", 10)]
    assert [[source.path for source in shard.sources] for shard in shards_of(found, "key") if len(shard.sources)][:2] in ([["a.txt"], ["b.zip"]],)


def test_labels_say_which_part_of_what(here):
    hooks.write_lines(here / "news.jsonl", 11)
    Path("a.txt").write_text("The bridge is closed, the mayor said.")
    found, _ = surveyed(["news.jsonl"])
    first, *_ = shards_of(found, "key")
    assert first.label == f"news.jsonl, bytes 0 to {first.end:,}"
    assert next(shards_of([made("a"), made("b"), made("c")], "key")).label == "a to c (3 files)"


def test_stamps_follow_the_file(here):
    Path("a.txt").write_text("one")
    before = stamp_of(os.path.abspath("a.txt"))
    Path("a.txt").write_text("another")
    assert stamp_of(os.path.abspath("a.txt")) != before
    with opened(os.path.abspath("a.txt")) as file:
        assert file.read() == b"another"
