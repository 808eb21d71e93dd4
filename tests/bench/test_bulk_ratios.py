"""The ratios of bulk: who takes turns with whom, when a busy machine is not judged, and a stand-in that the real stages go over."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from bench import bulk, growth, rivals
from sayso import encoder, pipeline
from sayso.data import Article
from sayso.run.windows import DAYS


def test_workers_are_judged_on_a_free_machine_only() -> None:
    best = {"one": 10.0, "two": 5.5, "dask": 6.05}
    free = bulk.ratios(best, 1.95)
    assert free["two_workers"] == pytest.approx(10 / 5.5)
    assert free["dask_over_local"] == pytest.approx(1.1)
    busy = bulk.ratios(best, 1.2)
    assert set(busy) == {"two_encoders", "two_workers_of_encoders", "two_workers_busy", "dask_over_local_busy"}
    assert busy["two_workers_of_encoders"] == pytest.approx(10 / 5.5 / 1.2)


def test_without_dask_there_is_no_figure_of_it() -> None:
    assert "dask_over_local" not in bulk.ratios({"one": 2.0, "two": 1.0}, 2.0)


def test_the_bare_encoder_goes_on_for_its_time() -> None:
    assert bulk.passes(bulk.Passes(0.3)) > bulk.passes(bulk.Passes(0.0)) == 0


def test_each_article_of_the_archive_is_a_story_in_a_window_of_its_own(tmp_path: Path) -> None:
    size = bulk.archive(tmp_path / "archive.jsonl", articles=30)
    rows = [json.loads(line) for line in (tmp_path / "archive.jsonl").read_text(encoding="utf-8").splitlines()]
    assert size * 15 == pytest.approx((tmp_path / "archive.jsonl").stat().st_size, abs=15)
    assert len({(row["outlet"], row["text"]) for row in rows}) == 30
    windows = [(date.fromisoformat(row["published"]) - date(1970, 1, 1)).days // DAYS for row in rows]
    assert len(set(windows)) == 30


def test_what_is_lost_is_no_fast_run(tmp_path: Path) -> None:
    (tmp_path / "there.jsonl").write_text('{"text": "Nothing is in it."}\n')
    with pytest.raises(RuntimeError, match="not all was read"), growth.stand_in():
        bulk._bulk(tmp_path / "*.jsonl*", tmp_path / "output", _Lossy(), 100)


class _Lossy(growth.Here):
    """An engine that fails every shard."""

    def map(self, function, tasks):  # type: ignore[no-untyped-def]
        from sayso.run.engines import Failed
        from sayso.run.reading import read_shard

        yield from ((Failed(task, "lost", 1) for task in tasks) if function is read_shard else super().map(function, tasks))


def test_contenders_take_turns_and_the_best_round_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, calls = [0.0], []
    costs = {"one": iter((9.0, 3.0, 2.0, 5.0)), "other": iter((9.0, 4.0, 6.0, 8.0))}
    monkeypatch.setattr(rivals, "time", SimpleNamespace(process_time=lambda: clock[0]))

    def contender(name: str) -> rivals.Contender:
        def run(texts: object) -> None:
            calls.append((name, len(texts)))  # type: ignore[arg-type]
            clock[0] += next(costs[name])

        return run

    assert rivals.in_turn({name: contender(name) for name in costs}, ["a", "b"], rounds=3) == {"one": 2.0, "other": 4.0}
    assert calls == [("one", 1), ("other", 1)] + [("one", 2), ("other", 2)] * 3


def test_rivals_are_left_out_with_a_message_where_spacy_is_not(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(rivals.importlib.util, "find_spec", lambda name: None)
    assert rivals.score(["A text."]) == {}
    assert "spaCy is not installed" in capsys.readouterr().err


@pytest.mark.skipif(importlib.util.find_spec("spacy") is None, reason="spaCy is not installed")
def test_the_rival_tags_parses_and_names() -> None:
    pipeline = rivals.small()
    assert pipeline.pipe_names == ["tok2vec", "tagger", "parser", "ner"]
    assert len(pipeline.get_pipe("parser").labels) >= rivals.DEPENDENCIES
    doc = pipeline("The mayor said on Friday that the bridge would be closed.")
    assert doc.has_annotation("DEP")
    assert doc.has_annotation("TAG")


def test_the_stand_in_says_who_says_what() -> None:
    text = "Ada Kelson, the mayor of Barabury, said the lanterns were dear.\nNobody knew why.\n"
    told = growth.reading(Article("a", text))
    said, own = told.propositions
    assert [one.name for one in told.witnesses] == ["Ada Kelson"]
    assert (said.kind, said.speakers, own.kind, own.speakers) == ("indirect", (told.witnesses[0].id,), "own", ())
    assert text[own.content[0].start : own.content[0].end] == "Nobody knew why."
    assert len({one.id for one in told.propositions}) == 2


def test_stand_in_vectors_are_near_where_words_are_shared() -> None:
    one, like, other = growth.vectors(["the lanterns were dear", "dear were the lanterns", "a quarry fell in"])
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    assert float(one @ like) == pytest.approx(1, abs=1e-5)
    assert abs(float(one @ other)) < 0.3


def test_the_real_stages_go_over_the_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stories of several reports come out of it, claims of several statements, and the model is never asked."""
    import sayso.run.bulk

    rows: dict[str, int] = {}
    ran = sayso.run.bulk.bulk

    def seen(*given, **options):  # type: ignore[no-untyped-def]
        outcome = ran(*given, **options)
        rows.update(outcome.rows)
        return outcome

    monkeypatch.setattr(sayso.run.bulk, "bulk", seen)
    monkeypatch.setattr(encoder, "_session", lambda name: pytest.fail(f"{name} was asked for"))
    before = encoder.vectors, pipeline.read_article
    with growth.stand_in():
        assert growth.cost(120) > 0
    assert (encoder.vectors, pipeline.read_article) == before
    assert rows["articles"] > 80
    assert rows["stories"] < rows["articles"] * 0.6
    assert rows["claims"] < rows["statements"]
    assert rows["witnesses"] > 0


def test_growth_is_that_of_the_whole_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = {20: [0.0], 100: [0.012, 0.010], 1000: [0.014]}
    monkeypatch.setattr(growth, "model_cost", lambda: (0.03, 1.01))
    monkeypatch.setattr(growth, "cost", lambda size: costs[size].pop(0))
    figures = growth.score((1000, 100))
    assert figures["growth"] == pytest.approx(0.044 / 0.041)
    assert figures["stages_growth"] == pytest.approx(0.014 / 0.011)
    assert figures["model_drift"] == 1.01
