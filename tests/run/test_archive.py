"""Stories and ledgers over an archive: those of one grouping in order of day, whoever does what, in whatever order, and whatever dies."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from bench.archive import of, online
from sayso.data import Reading
from sayso.errors import InputError
from sayso.group import GroupOptions
from sayso.group.online import sketch
from sayso.group.options import LikenessOptions
from sayso.run import archive as stages
from sayso.run import ledgers, windows
from sayso.run.archive import Options
from sayso.run.runs import parts_of, read_all, read_part, write_run
from sayso.run.settle import DROPPED
from sayso.run.tables import read_rows
from tests.run.archives import TODAY, Here, archive, chronicle, files, report, stories, summary, table

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def grouped_online(readings: list[Reading], options: GroupOptions | None = None) -> set[frozenset[str]]:
    told = online([of(one, sketch(one)) for one in readings], options)
    return {frozenset(article for article in told if told[article] == story) for story in told.values()}


def test_stories_are_those_of_the_online_grouping(tmp_path: Path) -> None:
    readings = chronicle()
    found = archive(readings, tmp_path).find()
    assert stories(tmp_path) == grouped_online(readings)
    assert len(windows_of(readings)) > 3
    assert max(map(len, stories(tmp_path))) > 3
    assert (found.articles, found.stories, found.untold, found.lost) == (len(readings), len(stories(tmp_path)), (), ())


def windows_of(readings: list[Reading]) -> set[int]:
    return {windows.window_of(sketch(one).day) for one in readings}


def test_a_story_over_a_border_is_one(tmp_path: Path) -> None:
    border = next(
        day for day in range(200) if (windows.window_of(sketch(report(0, 0, day)).day)) != windows.window_of(sketch(report(0, 0, day + 1)).day)
    )
    readings = [report(number, 1, border - 3 + number) for number in range(8)]
    assert len(windows_of(readings)) == 2
    archive(readings, tmp_path).find()
    assert stories(tmp_path) == {frozenset(one.article.id for one in readings)}


def test_a_story_that_goes_on_over_three_windows_is_one(tmp_path: Path) -> None:
    readings = [report(number, 1, 2 * number) for number in range(120)]
    assert len(windows_of(readings)) >= 3
    patient = GroupOptions(likeness=LikenessOptions(half_life=1_000.0))
    archive(readings, tmp_path, options=Options(TODAY, group=patient)).find()
    assert stories(tmp_path) == grouped_online(readings, patient) == {frozenset(one.article.id for one in readings)}


def test_neither_the_order_of_tasks_nor_the_shards_have_a_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readings = chronicle()
    monkeypatch.setattr(stages, "SPREAD_TOGETHER", 20)
    monkeypatch.setattr(stages, "TOLD_TOGETHER", 15)
    monkeypatch.setattr(stages, "SORTED_TOGETHER", 40)
    one = archive(readings, tmp_path / "one", shards=4)
    other = archive(readings, tmp_path / "other", shards=4, engine=Here(seed=7))
    assert summary(one.find()) == summary(other.find())
    assert files(tmp_path / "one") == files(tmp_path / "other")
    assert len(list((tmp_path / "one" / "output" / "stories").iterdir())) > 3
    archive(list(reversed(readings)), tmp_path / "third", shards=7).find()
    assert stories(tmp_path / "third") == stories(tmp_path / "one")


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    readings = chronicle(20)
    first = archive(readings, tmp_path).find()
    before = files(tmp_path)
    again = Here()
    assert summary(archive(readings, tmp_path, engine=again).find()) == summary(first)
    assert files(tmp_path) == before
    shutil.rmtree(tmp_path / "output" / "claims")
    archive(readings, tmp_path).find()
    assert files(tmp_path) == before


@pytest.mark.parametrize("after", range(0, 60, 4))
def test_stopped_at_any_moment_and_run_again_it_ends_in_the_same_bytes(tmp_path: Path, after: int, undisturbed: dict[str, bytes]) -> None:
    class Stopping(Here):
        def map(self, function, tasks):  # type: ignore[no-untyped-def]
            for one in super().map(function, tasks):
                if self.done > after:
                    raise KeyboardInterrupt
                yield one

    readings = chronicle(20)
    try:
        archive(readings, tmp_path, engine=Stopping()).find()
    except KeyboardInterrupt:
        archive(readings, tmp_path).find()
    assert files(tmp_path) == undisturbed


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("undisturbed")
    archive(chronicle(20), folder).find()
    return files(folder)


def test_copies_across_shards_are_set_aside(tmp_path: Path) -> None:
    readings = chronicle(12)
    page = "https://courier.example/news/1"
    old = report(900, 1, 5, url=page)
    new = report(901, 1, 6, url=page + "?utm_source=x")
    elsewhere = replace(readings[0], article=replace(readings[0].article, path="again.txt"))
    foreign = replace(readings[1], article=replace(readings[1].article, id="f" * 16, outlet="The Herald"))
    found = archive([*readings, old, new, elsewhere, foreign], tmp_path, shards=5).find()
    told = {article for story in stories(tmp_path) for article in story}
    assert old.article.id not in told
    assert {new.article.id, foreign.article.id, *(one.article.id for one in readings)} == told
    dropped = list(read_rows(str(tmp_path / "work" / DROPPED)))
    assert {(row["article"], row["kept"]) for row in dropped} == {
        (old.article.id, new.article.id),
        (elsewhere.article.id, readings[0].article.id),
    }
    assert found.copies == 2


def test_reports_without_a_date_come_last_and_are_told(tmp_path: Path) -> None:
    readings = chronicle(20)
    undated = [report(800 + number, 700, None) for number in range(3)]
    archive([*readings, *undated], tmp_path).find()
    assert frozenset(one.article.id for one in undated) in stories(tmp_path)
    archive(undated, tmp_path / "alone").find()
    assert stories(tmp_path / "alone") == {frozenset(one.article.id for one in undated)}


def test_an_empty_archive_has_no_stories(tmp_path: Path) -> None:
    found = archive([], tmp_path).find()
    assert (found.stories, found.articles, found.parts) == (0, 0, ())
    assert list(read_rows(str(tmp_path / "work" / DROPPED))) == []


def test_a_window_that_is_lost_costs_its_articles_and_comes_with_the_next_run(tmp_path: Path) -> None:
    readings = chronicle()
    lost = sorted(windows_of(readings))[1]
    found = archive(readings, tmp_path, engine=Here(breaks=lambda name, task: name == "group_window" and task.window == lost)).find()
    missing = {one.article.id for one in readings if windows.window_of(sketch(one).day) == lost}
    assert [one.reason for one in found.lost] == ["it ended every worker that tried it"]
    assert found.lost[0].what.startswith("the articles from 2020-")
    assert {one.article.id for one in readings} - {article for story in stories(tmp_path) for article in story} == missing
    assert archive(readings, tmp_path).find().lost == ()
    assert stories(tmp_path) == grouped_online(readings)


def test_a_story_that_ends_its_worker_is_named_and_the_others_are_told(tmp_path: Path) -> None:
    readings = chronicle(20)
    opener = readings[0].article.id

    def breaks(name: str, task: object) -> bool:
        return isinstance(task, ledgers.Telling) and (task.only is None or task.only.endswith(opener))

    found = archive(readings, tmp_path, engine=Here(breaks=breaks)).find()
    whole = grouped_online(readings)
    (hit,) = [story for story in whole if opener in story and story not in stories(tmp_path)]
    assert stories(tmp_path) == whole - {hit}
    assert [one.what for one in found.lost] == [f"the story that begins with the article {opener}"]


def test_a_fault_in_one_story_is_that_story_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso import pipeline

    readings, tell = chronicle(20), pipeline.ledger_of

    def faulty(story, settings):  # type: ignore[no-untyped-def]
        if any(one.article.id == readings[0].article.id for one in story.readings):
            raise ZeroDivisionError
        return tell(story, settings)

    monkeypatch.setattr(pipeline, "ledger_of", faulty)
    found = archive(readings, tmp_path).find()
    (untold,) = found.untold
    assert readings[0].article.id in untold.articles
    assert "ZeroDivisionError" in untold.reason
    assert stories(tmp_path) == grouped_online(readings) - {frozenset(untold.articles)}


def test_results_of_another_state_are_swept(tmp_path: Path) -> None:
    readings = chronicle(20)
    archive(readings, tmp_path).find()
    archive(readings[:10], tmp_path).find()
    assert {article for story in stories(tmp_path) for article in story} == {one.article.id for one in readings[:10]}


def test_ledgers_are_those_of_compare(tmp_path: Path) -> None:
    from sayso import pipeline
    from sayso.collect.inputs import gather

    articles, _ = gather([str(path) for path in sorted(EXAMPLES.glob("*/*.txt"))])
    settings = pipeline.Settings(today=TODAY)
    expected = {ledger.id: ledger for ledger in pipeline.compare_articles(articles, settings)}
    readings = list(pipeline.read_articles(articles, settings))
    archive(readings, tmp_path, shards=4, vectors=True).find()
    assert {row["id"] for row in table(tmp_path, "stories")} == set(expected)
    claims = {row["id"]: row for row in table(tmp_path, "claims")}
    assert len(claims) == sum(len(ledger.claims) for ledger in expected.values())
    for ledger in expected.values():
        for claim in ledger.claims:
            row = claims[claim.id]
            assert (row["count_min"], row["count_max"], row["text"]) == (claim.count.min, claim.count.max, claim.text)
            assert tuple(row["statements"]) == claim.statements
            assert tuple(row["supporting"]) == claim.witnesses.for_
    assert {(row["story"], row["id"]) for row in table(tmp_path, "witnesses")} == {
        (ledger.id, witness.id) for ledger in expected.values() for witness in ledger.witnesses
    }


def test_a_run_gives_back_its_parts_in_order(tmp_path: Path) -> None:
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    assert write_run(one, [(2, "b", b"2"), (0, "z", b""), (2, "a", b"1")]) == (0, 2)
    assert write_run(other, [(2, "a", b"0")]) == (2,)
    assert list(read_part([one, other], 2)) == [("a", b"0"), ("a", b"1"), ("b", b"2")]
    assert list(read_part([one, other], 1)) == []
    assert (parts_of(one), list(read_all(one))) == ((0, 2), [("z", b""), ("a", b"1"), ("b", b"2")])
    assert write_run(str(tmp_path / "empty"), []) == ()


@pytest.mark.parametrize("at", [0, 5, -1, -14, -25])
def test_a_damaged_run_is_told(tmp_path: Path, at: int) -> None:
    path = tmp_path / "run"
    write_run(str(path), [(number, f"key {number}", bytes(100)) for number in range(3)])
    raw = bytearray(path.read_bytes())
    raw[at] ^= 0xFF
    path.write_bytes(raw)
    with pytest.raises(InputError, match="damaged"):
        list(read_all(str(path)))
    path.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(InputError, match="damaged"):
        list(read_all(str(path)))
