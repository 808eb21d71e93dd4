"""The gate: floors hold or break, results belong to their weights, archives do not reach out of their folder."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from bench import data, gate, ledger, speed, test_split, weights

FLOORS = {"good": {"at_least": 0.8}, "cost": {"at_most": 2.0}}


@pytest.mark.parametrize(
    ("figures", "broken"),
    [
        ({"good": 0.8, "cost": 2.0}, set()),
        ({"good": 0.79, "cost": 1.0}, {"good"}),
        ({"good": 0.9, "cost": 2.01}, {"cost"}),
        ({"good": 0.9}, {"cost"}),
        ({"good": 0.9, "cost": 1.0, "other": 0.0}, set()),
    ],
)
def test_a_figure_under_its_floor_breaks_the_gate(figures: dict[str, float], broken: set[str]) -> None:
    assert {row.metric for row in gate.rows("task", figures, FLOORS) if not row.holds} == broken


def test_a_floor_of_what_cannot_be_measured_everywhere_holds_without_a_figure_and_breaks_with_a_bad_one() -> None:
    floors = {"two_workers": {"at_least": 1.85, "if_measured": 1}}
    assert gate.rows("bulk", {}, floors) == []
    assert [row.holds for row in gate.rows("bulk", {"two_workers": 1.8}, floors)] == [False]


def test_the_table_names_what_is_broken() -> None:
    lines = gate.table(gate.rows("task", {"good": 0.5, "cost": 1.0}, FLOORS)).splitlines()
    assert [line for line in lines if "BROKEN" in line] == [line for line in lines if " good " in line]


def test_weights_without_a_test_result_break_the_gate(tmp_path: Path) -> None:
    assert [row.holds for row in gate.rows_of_test({}, "0123", folder=tmp_path)] == [False]


def test_the_test_result_of_these_weights_is_held_against_its_floors(tmp_path: Path) -> None:
    test_split.result("0123", tmp_path).write_text(json.dumps({"weights": "0123", gate.TEST: {"source_exact": 70.0}}))
    floors = {gate.TEST: {"source_exact": {"at_least": 75.0}}}
    assert [row.holds for row in gate.rows_of_test(floors, "0123", folder=tmp_path)] == [False]
    assert [row.holds for row in gate.rows_of_test({}, "0123", folder=tmp_path)] == [True]


def test_the_test_split_is_refused_a_second_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = tmp_path / "bench" / "results" / "0123.json"
    known.parent.mkdir(parents=True)
    known.write_text("{}")
    monkeypatch.setattr(test_split, "ROOT", tmp_path)
    monkeypatch.setattr(test_split, "reader", lambda: "0123")
    monkeypatch.setattr(test_split, "result", lambda _weights: known)
    monkeypatch.setattr(test_split.attribution, "test", lambda _folder: pytest.fail("the test split was run again"))
    assert test_split.main() == 2
    assert known.read_text() == "{}"


def test_a_run_that_could_not_read_every_article_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_split, "reader", lambda: "0123")
    monkeypatch.setattr(test_split, "SHARED", tmp_path)
    monkeypatch.setattr(test_split, "result", lambda _weights: tmp_path / "0123.json")
    monkeypatch.setattr(test_split, "unpacked", lambda _archives: tmp_path)
    monkeypatch.setattr(test_split.attribution, "test", lambda _folder: {"articles": 84.0, "read": 0.0})
    assert test_split.main() == 2
    assert not (tmp_path / "0123.json").exists()


def test_every_floor_belongs_to_a_task_and_has_a_direction() -> None:
    floors = json.loads(gate.FLOORS.read_text(encoding="utf-8"))
    assert set(floors) <= {task.name for task in gate.TASKS} | {gate.TEST}
    assert all(set(limit) - {"if_measured"} in ({"at_least"}, {"at_most"}) for task in floors.values() for limit in task.values())


def test_kept_figures_of_other_weights_are_dropped(tmp_path: Path) -> None:
    kept = tmp_path / "measured.json"
    gate.keep("old", {"speed": {"x": 1.0}}, kept)
    gate.keep("new", {"seeds": {"y": 1.23456}}, kept)
    gate.keep("new", {"installed": {"z": 2.0}}, kept)
    assert json.loads(kept.read_text()) == {"weights": "new", "tasks": {"installed": {"z": 2.0}, "seeds": {"y": 1.2346}}}


def test_the_hash_of_the_weights_follows_the_weights_alone(tmp_path: Path) -> None:
    (tmp_path / "a.onnx").write_bytes(b"1")
    before = weights.shipped(tmp_path)
    (tmp_path / "MODEL_CARD.md").write_text("figures")
    assert weights.shipped(tmp_path) == before
    (tmp_path / "a.onnx").write_bytes(b"2")
    assert weights.shipped(tmp_path) != before


def archive(folder: Path, *members: tuple[str, bytes]) -> Path:
    path = folder / "data" / "train" / "set.tgz"
    path.parent.mkdir(parents=True)
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def test_an_archive_is_unpacked_once_and_again_when_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "SHARED", tmp_path)
    packed = archive(tmp_path, ("set/a.txt", b"one"))
    file = data.unpacked(["train/set.tgz"], into=tmp_path / "cache") / "set" / "a.txt"
    assert file.read_bytes() == b"one"
    file.write_bytes(b"mark")
    data.unpacked(["train/set.tgz"], into=tmp_path / "cache")
    assert file.read_bytes() == b"mark"
    packed.unlink()
    packed.parent.rmdir()
    archive(tmp_path, ("set/a.txt", b"two, and more"), ("set/b.txt", bytes(range(256)) * 9))
    data.unpacked(["train/set.tgz"], into=tmp_path / "cache")
    assert file.read_bytes() == b"two, and more"


def test_an_archive_that_points_out_of_its_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "SHARED", tmp_path)
    archive(tmp_path, ("set/../../out.txt", b"x"))
    with pytest.raises(tarfile.TarError):
        data.unpacked(["train/set.tgz"], into=tmp_path / "cache")
    assert not (tmp_path / "out.txt").exists()


def test_the_metric_is_flattened_with_its_naive_counts() -> None:
    said = {
        "ledger": {"links": {"f1": 0.5}, "count": {"exact": 0.6, "error": None, "by_kind": {"one": "1/2"}}, "shared_claims": 3},
        "always one": {"count": {"exact": 0.4}},
    }
    assert ledger.flat(said) == {"links_f1": 0.5, "count_exact": 0.6, "shared_claims": 3.0, "one_count_exact": 0.4}


def test_the_articles_for_speed_are_of_the_length_they_claim() -> None:
    texts = speed.articles()
    assert len(set(texts)) == speed.ARTICLES
    assert all(speed.WORDS <= len(text.split()) <= speed.WORDS * 1.2 for text in texts)


def test_a_timed_task_under_its_floor_is_scored_again_and_keeps_its_best_run() -> None:
    runs = iter([{"good": 0.5, "cost": 3.0}, {"good": 0.7, "cost": 1.0}, {"good": 0.9, "cost": 1.0}, {"good": 0.1, "cost": 9.0}])
    task = gate.Task("speed", lambda _: next(runs), needs_pack=False, timed=True)
    assert gate.scored(task, FLOORS) == {"good": 0.9, "cost": 1.0}
    assert next(runs)["good"] == 0.1  # no fourth run


def test_a_run_that_is_worse_is_not_kept_and_a_task_without_timings_runs_once() -> None:
    runs = iter([{"good": 0.7, "cost": 1.0}, {"good": 0.5, "cost": 3.0}, {"good": 0.5, "cost": 3.0}, {"good": 0.7, "cost": 1.0}, {"good": 0.9}])
    assert gate.scored(gate.Task("speed", lambda _: next(runs), needs_pack=False, timed=True), FLOORS) == {"good": 0.7, "cost": 1.0}
    assert gate.scored(gate.Task("count", lambda _: next(runs), needs_pack=False), FLOORS) == {"good": 0.7, "cost": 1.0}
    assert next(runs) == {"good": 0.9}
