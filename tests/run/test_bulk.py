"""Whole runs with real processes: what is written, what is the same again, and what a kill leaves."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import run_hooks as hooks
from pyarrow import parquet
from run_hooks import SMALL, Here, Replaced, results, write_lines

from sayso.collect import gather
from sayso.errors import InputError
from sayso.pipeline import Settings, read_articles
from sayso.run.bulk import bulk
from sayso.run.engines import StoppedError
from sayso.run.journal import Journal, entries
from sayso.run.local import LocalEngine
from sayso.run.reading import read_shard

COUNT = 14


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder to work in, with an archive of COUNT reports in several forms."""
    monkeypatch.chdir(tmp_path)
    write_lines(tmp_path / "in" / "news.jsonl", COUNT - 3)
    for at in range(COUNT - 3, COUNT):
        told = hooks.report(at)
        header = f"Title: {told['title']}\nOutlet: {told['outlet']}\nDate: {told['date']}\n\n"
        (tmp_path / "in" / f"report-{at}.txt").write_text(header + told["text"] + "\n")
    return tmp_path


def run(output, inputs=("in",), engine=None, **more):
    with engine or Here() as at_work:
        return bulk(list(inputs), str(output), engine=at_work, settings=more.pop("settings", SMALL), **more)


def rows(output, table):
    path = Path(output, f"{table}.parquet")
    files = [path] if path.exists() else sorted(Path(output, table).glob("*.parquet"))
    return [row for file in files for row in parquet.read_table(file).to_pylist()]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The result files of a run of the archive by one worker, by path."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with pytest.MonkeyPatch.context() as patch:
        here.__wrapped__(folder, patch)
        run("out", engine=LocalEngine(1))
        return results(folder / "out")


def test_articles_and_statements_are_those_that_reading_finds(here):
    outcome = run("out")
    articles, skipped = gather(["in"])
    readings = {reading.article.id: reading for reading in read_articles(articles, Settings(today=SMALL.today))}
    found = {row["id"]: row for row in rows("out", "articles")}
    assert set(found) == set(readings)
    assert outcome.rows["articles"] == COUNT == len(found)
    assert skipped == []
    assert rows("out", "skipped") == []
    for key, row in found.items():
        article = readings[key].article
        assert (row["text"], row["path"], row["title"], row["outlet"]) == (article.text, article.path, article.title, article.outlet)
        assert row["published"] == article.published.isoformat() == "2024-04-26"
        assert row["day"] == date(2024, 4, 26)
    told = rows("out", "statements")
    assert {row["id"] for row in told if row["attribution"]} == {s.id for r in readings.values() for s in r.statements}
    assert {row["id"] for row in told if row["proposition"]} == {s.id for r in readings.values() for s in r.propositions}
    assert len({row["id"] for row in told}) == len(told)
    for row in told:
        text = found[row["article"]]["text"]
        assert row["text"] == " ".join(" ".join(text[span["start"] : span["end"]].split()) for span in row["content"])
    assert {who["name"] for row in told for who in row["speakers"]} >= {"Anna Berger", "Elena Fournier"}


def test_two_workers_and_one_write_the_same_bytes(here, undisturbed):
    run("out", engine=LocalEngine(2))
    assert results(here / "out") == undisturbed
    assert sum(name.startswith("articles/") for name in undisturbed) >= 4


def test_a_manifest_tells_what_a_run_is_made_of(here, undisturbed):
    import hashlib

    told = json.loads(undisturbed["manifest.json"])
    assert told["schema"] == "sayso.bulk/1"
    assert told["settings"]["today"] == "2025-01-31"
    assert set(told["model"]) == {"reader.onnx", "vectors.onnx", "linker.npz", "tokenizer.json"}
    assert {"numpy", "onnxruntime", "pyarrow"} <= set(told["libraries"])
    outputs = {one["path"]: one for one in told["outputs"]}
    assert set(outputs) == set(undisturbed) - {"manifest.json"}
    for path, one in outputs.items():
        assert one["sha256"] == hashlib.sha256(undisturbed[path]).hexdigest()
        assert one["size"] == len(undisturbed[path])
    assert told["rows"]["articles"] == COUNT
    assert str(here) not in undisturbed["manifest.json"].decode()


def test_what_is_done_is_not_done_again(here, undisturbed):
    run("out")
    stamps = {path: path.stat().st_mtime_ns for path in (here / "out").rglob("*.parquet")}
    again = run("out")
    assert again.done_before
    assert again.rows["articles"] == COUNT
    assert {path: path.stat().st_mtime_ns for path in (here / "out").rglob("*.parquet")} == stamps
    assert not (here / "out" / "work").exists()


def test_a_result_that_was_lost_is_made_again(here, undisturbed):
    run("out")
    next((here / "out" / "articles").iterdir()).unlink()
    assert not run("out").done_before
    assert results(here / "out") == undisturbed


def test_killed_at_any_moment_and_run_again_it_ends_in_the_same_bytes(here, undisturbed):
    chance = random.Random(8)
    kills = 0
    while kills < 40:
        child = subprocess.Popen([sys.executable, hooks.__file__, "in", "out", "2"], stderr=subprocess.PIPE)
        try:
            child.wait(chance.uniform(0.2, 1.2 + 0.6 * kills))
            break
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            kills += 1
        finally:
            _, said = child.communicate()
    assert child.returncode == 0, said
    assert kills >= 1
    assert results(here / "out") == undisturbed


def test_workers_that_are_killed_change_nothing(here, undisturbed):
    outcome = run("out", engine=Replaced(LocalEngine(2), hooks.dies_at_first))
    assert outcome.failed == ()
    assert results(here / "out") == undisturbed


def test_a_poisoned_shard_is_named_and_the_others_are_there(here, undisturbed):
    outcome = run("out", engine=Replaced(LocalEngine(2), hooks.poisoned))
    (failed,) = outcome.failed
    assert failed.path.startswith("in/news.jsonl, bytes ")
    assert failed.reason == "its worker process died (SIGKILL, which the system sends when memory is short), 3 times"
    assert [(row["path"], row["reason"]) for row in rows("out", "skipped")] == [(failed.path, failed.reason)]
    written = results(here / "out")
    lacking = {path for path in undisturbed if path.startswith(("articles/", "statements/"))} - set(written)
    assert len(lacking) == 2
    assert all(written[path] == undisturbed[path] for path in written if path.startswith(("articles/", "statements/")))
    manifest = json.loads(written["manifest.json"])
    assert [one["what"] for one in manifest["failed"]] == [failed.path]
    assert (here / "out" / "work").exists()
    assert run("out").failed == ()
    assert results(here / "out") == undisturbed


def test_a_fault_in_one_article_is_that_article_s(here):
    """What no input should be able to cause: an error while an article is read."""
    outcome = run("out", engine=Replaced(Here(), hooks.faulty))
    assert outcome.rows["articles"] == COUNT - 1
    (row,) = rows("out", "skipped")
    assert (row["path"], row["reason"]) == ("in/news.jsonl#6", "it could not be read (KeyError: a fault of sayso)")
    assert outcome.failed == ()


def test_what_cannot_be_read_is_listed(here):
    (here / "in" / "broken.jsonl").write_text('{"text": "One line stands here, she said."}\nno json\n{"title": "no text"}\n')
    (here / "in" / "empty.txt").write_text("")
    (here / "in" / "french.txt").write_text(
        "Le maire de la ville a dit vendredi que le pont resterait fermé jusqu'au mois de mai, selon la police.\n" * 3
    )
    outcome = run("out", inputs=("in", "nowhere", "https://example.test/a.warc"))
    assert [(one.path, one.reason) for one in outcome.missing] == [
        ("nowhere", "no such file or folder"),
        ("https://example.test/a.warc", "an address on the web is no archive: download it first"),
    ]
    told = {row["path"]: row for row in rows("out", "skipped")}
    assert set(told) == {"nowhere", "https://example.test/a.warc", "in/broken.jsonl#2", "in/broken.jsonl#3", "in/empty.txt", "in/french.txt"}
    assert told["in/french.txt"]["reason"] == "written in French, which is not read yet"
    assert told["in/french.txt"]["article"]
    assert outcome.rows["skipped"] == 6


def test_a_file_that_changes_while_it_is_read_is_named(here):
    class Changing(Here):
        def map(self, function, tasks):
            if function is read_shard:
                write_lines(here / "in" / "news.jsonl", COUNT)
            return super().map(function, tasks)

    outcome = run("out", engine=Changing())
    assert outcome.failed
    assert {one.reason for one in outcome.failed} == {"in/news.jsonl has changed since the run began: run the same command again"}
    assert run("out").failed == ()
    assert run("whole").rows == run("out").rows
    assert results(here / "out") == results(here / "whole")


def test_inputs_that_come_later_cost_only_themselves(here):
    run("out", inputs=["in"], keep_work=True)
    write_lines(here / "in" / "more.jsonl", 4, first=COUNT)
    before = sum(entry["event"] == "shard" for entry in entries("out"))
    run("out", inputs=["in"], keep_work=True)
    assert sum(entry["event"] == "shard" for entry in entries("out")) - before <= 3
    run("whole", inputs=["in"])
    assert results(here / "out") == results(here / "whole")
    (here / "in" / "more.jsonl").unlink()
    run("out", inputs=["in"], keep_work=True)
    assert len(rows("out", "articles")) == COUNT


def test_a_full_disk_stops_the_run_and_the_same_call_goes_on(here, undisturbed):
    with pytest.raises(StoppedError, match="no space left"):
        run("out", engine=Replaced(Here(), hooks.no_space))
    assert run("out").failed == ()
    assert results(here / "out") == undisturbed


def test_a_run_of_other_settings_is_not_mixed_in(here):
    run("out")
    with pytest.raises(InputError, match="holds a run that differs \\(settings today 2025-01-31, now 2025-02-01\\)"):
        run("out", settings=replace(SMALL, today=date(2025, 2, 1)))
    assert run("out", settings=replace(SMALL, today=None)).done_before


def test_two_runs_in_one_folder_do_not_work_at_once(here):
    (here / "out").mkdir()
    with Journal(str(here / "out")), pytest.raises(InputError, match="another run is at work in"):
        run("out")


def test_folders_that_are_not_for_results_are_left_alone(here):
    (here / "letters").mkdir()
    (here / "letters" / "dear.txt").write_text("Dear all")
    with pytest.raises(InputError, match="holds other files"):
        run("letters")
    with pytest.raises(InputError, match="lies inside the input"):
        run("in/out")
    with pytest.raises(InputError, match="lies inside the input"):
        run("in")
    with pytest.raises(InputError, match="no such file or folder"):
        run("out", inputs=["nowhere"])
    assert sorted(path.name for path in (here / "letters").iterdir()) == ["dear.txt"]


def test_a_journal_that_was_cut_off_is_read_as_far_as_it_goes(here, undisturbed):
    run("out", keep_work=True)
    journal = here / "out" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-30])
    run("out")
    assert results(here / "out") == undisturbed
    lines = [line for line in journal.read_bytes().split(b"\n") if line]
    assert [entry["event"] for entry in entries("out")][-1] == "finished"
    assert len(lines) > len(list(entries("out")))


def test_tables_and_archives_are_read_too(here):
    import gzip

    import pyarrow as pa
    from test_cuts import record

    parquet.write_table(pa.Table.from_pylist([hooks.report(at) for at in range(30, 36)]), "in/table.parquet")
    page = "<html><head><title>Bridge {at}</title></head><body><article>{body}</article></body></html>"
    pages = [page.format(at=at, body="".join(f"<p>{hooks.report(at + k)['text']}</p>" for k in range(4))).encode() for at in range(40, 52, 4)]
    Path("in/crawl.warc.gz").write_bytes(b"".join(gzip.compress(record(at, page=one), mtime=0) for at, one in enumerate(pages)))
    run("out")
    articles, _ = gather(["in"])
    assert {row["id"]: row["path"] for row in rows("out", "articles")} == {article.id: article.path for article in articles}
    forms = {row["path"]: (row["form"], row["pieces"]) for row in rows("out", "inputs")}
    assert forms["in/table.parquet"][0] == "table"
    assert forms["in/crawl.warc.gz"][0] == "warc"
    assert min(forms["in/table.parquet"][1], forms["in/crawl.warc.gz"][1], forms["in/news.jsonl"][1]) > 1


def test_progress_comes_to_its_end(here):
    seen = []
    run("out", on_progress=seen.append)
    stages = list(dict.fromkeys(one.stage for one in seen))
    assert stages[:2] == ["looking at inputs", "reading"]
    assert stages[-1] == "putting together"
    for stage in stages:
        last = [one for one in seen if one.stage == stage][-1]
        assert last.done == last.total
    read = [one for one in seen if one.stage == "reading"]
    assert read[-1].articles == COUNT
    assert read[-1].rate > 0
    assert any(one.left for one in read)
    assert all(earlier.done <= later.done for earlier, later in zip(read, read[1:], strict=False))


def test_time_left_counts_only_what_this_run_does(here, monkeypatch):
    from sayso.run.progress import Meter

    now = [100.0]
    monkeypatch.setattr("sayso.run.progress.time.monotonic", lambda: now[0])
    seen = []
    meter = Meter("reading", 1_000, seen.append, done=500, articles=50)
    now[0] += 10
    meter.add(100, articles=20)
    assert (seen[-1].rate, seen[-1].left) == (2.0, 40.0)
    assert time.monotonic() == now[0]


def test_the_journal_tells_what_began_and_what_came_of_it(here):
    run("out", engine=Replaced(Here(), hooks.faulty))
    told = [(entry["event"], entry.get("id")) for entry in entries("out")]
    begun = [one for event, one in told if event == "started"]
    assert len(begun) == len(set(begun)) > 3
    for one in begun:
        assert told.index(("started", one)) < told.index(("shard", one))
    assert next(event for event, _ in told) == "begun"
    assert [event for event, _ in told][-1] == "finished"
    assert sum(entry.get("articles", 0) for entry in entries("out") if entry["event"] == "shard") == COUNT - 1


def test_copies_stand_in_the_tables_once_and_are_listed(here):
    """In one shard, in two, and a later version of a page that an earlier one gives way to."""
    lines = Path("in/news.jsonl").read_text().splitlines()
    later = hooks.report(3) | {"text": hooks.report(3)["text"] + " The road beside it is open.", "date": "2024-04-28"}
    elsewhere = hooks.report(5) | {"outlet": "City Wire", "url": "https://wire.test/5"}
    Path("in/news.jsonl").write_text("\n".join([lines[0], *lines]) + "\n")
    Path("in/again.jsonl").write_text("\n".join([lines[1], lines[7], lines[1], json.dumps(later), json.dumps(elsewhere)]) + "\n")
    outcome = run("out", engine=LocalEngine(2))
    found = rows("out", "articles")
    assert len({row["id"] for row in found}) == len(found) == COUNT + 1 == outcome.rows["articles"]
    assert [row["published"] for row in found if row["url"] == "https://p.test/3"] == ["2024-04-28"]
    assert sorted(row["outlet"] for row in found if row["text"] == hooks.report(5)["text"]) == ["City Wire", "Harbour Post"]
    statements = rows("out", "statements")
    assert len({row["id"] for row in statements}) == len(statements)
    assert {row["article"] for row in statements} == {row["id"] for row in found}
    told = [one for story in rows("out", "stories") for one in story["articles"]]
    assert sorted(told) == sorted(row["id"] for row in found)
    copies = rows("out", "doubles")
    assert {row["kept"] for row in copies} <= set(told)
    paths = {row["path"] for row in copies} | {row["path"] for row in found}
    lying = [f"in/news.jsonl#{at}" for at in range(1, 13)] + [f"in/again.jsonl#{at}" for at in range(1, 6)]
    assert sorted(paths) == sorted([*lying, *(f"in/report-{at}.txt" for at in range(COUNT - 3, COUNT))])
    assert len(copies) == outcome.rows["doubles"] == len(paths) - COUNT - 1
