"""The ledger metric against small claims worked out by hand, and our own marked stories against the rules they are marked by."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from bench.command import metric
from bench.data import SHARED
from bench.ledger import flat
from bench.ledger_metric import Claim, figures, kind, marked, same_claim, same_name, same_place
from bench.own_stories import FOLDER, FOLDERS, HELD_OUT, LEDGER, METRIC, SAME

STORIES: list[dict[str, Any]] = json.loads(LEDGER.read_text(encoding="utf-8"))
EVERY: list[tuple[Path, dict[str, Any]]] = [
    (folder, story) for folder in FOLDERS for story in json.loads((folder / LEDGER.name).read_text(encoding="utf-8"))
]


def claim(*places: tuple[str, int, int], count: tuple[int, int] = (1, 1), named: tuple[str, ...] = ()) -> Claim:
    return Claim(tuple(sorted(places)), count, named)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (("a", 0, 100), True),
        (("a", 50, 150), True),
        (("a", 51, 151), False),
        (("a", 0, 25), True),
        (("a", 0, 24), False),
        (("b", 0, 100), False),
        (("a", 100, 200), False),
    ],
)
def test_places_share_half_of_the_shorter_and_a_quarter_of_the_longer(other: tuple[str, int, int], same: bool) -> None:
    assert same_place(("a", 0, 100), other) is same
    assert same_place(other, ("a", 0, 100)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mr. Peter Håland", "Haland", True),
        ("the Ministry of Ports", "Ministry of Ports", True),
        ("Ministry of Ports", "Ministry of Mines", False),
        ("the", "The", True),
    ],
)
def test_names_are_the_same_when_one_holds_the_other(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


@pytest.mark.parametrize(("count", "name"), [((0, 0), "nobody"), ((1, 1), "one"), ((2, 2), "several"), ((1, 3), "open"), ((0, 1), "open")])
def test_counts_have_four_kinds(count: tuple[int, int], name: str) -> None:
    assert kind(count) == name


def test_a_ledger_is_right_about_itself() -> None:
    stories = [marked(story) for story in STORIES]
    found = figures([(story, story) for story in stories])
    assert {name: found[name] for name in ("links_f1", "for_f1", "count_exact", "count_balanced", "count_over")} == {
        "links_f1": 1.0,
        "for_f1": 1.0,
        "count_exact": 1.0,
        "count_balanced": 1.0,
        "count_over": 0.0,
    }


def test_half_of_the_links_and_half_of_the_counts() -> None:
    gold = [claim(("a", 0, 10), ("b", 0, 10), named=("Ann Lee",)), claim(("a", 20, 30), ("b", 20, 30), count=(2, 2), named=("Bo", "Cy"))]
    said = [claim(("a", 0, 10), ("b", 20, 30), named=("Lee",)), claim(("a", 20, 30), ("b", 20, 30), count=(3, 3), named=("Bo", "Di", "Ed"))]
    found = figures([(gold, said)])
    assert found["links_precision"] == found["links_recall"] == 0.5
    assert (found["count_exact"], found["count_balanced"], found["count_over"]) == (0.5, 0.5, 0.5)
    assert (found["for_precision"], found["for_recall"]) == (pytest.approx(2 / 4), pytest.approx(2 / 3))


def test_a_claim_that_nothing_matches_is_counted_wrong() -> None:
    found = figures([([claim(("a", 0, 10), ("b", 0, 10))], [])])
    assert found == dict.fromkeys(found, 0.0)
    assert same_claim(claim(("a", 0, 10)), [claim(("b", 0, 10))]) is None


@pytest.mark.skipif(not (SHARED / "tools" / METRIC).exists(), reason="the pack's metric is not beside the project")
@pytest.mark.parametrize("seed", range(3))
def test_the_packs_metric_says_the_same(tmp_path: Path, seed: int) -> None:
    said = [{**story, "claims": _shuffled(story["claims"], random.Random(seed))} for story in STORIES]
    path = tmp_path / "said.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    ours = figures([(marked(gold), marked(story)) for gold, story in zip(STORIES, said, strict=True)])
    theirs = flat(metric(METRIC, LEDGER, path, "--floor"))
    assert {name: (value, theirs[name]) for name, value in ours.items() if abs(value - theirs[name]) > SAME} == {}
    assert 0.1 < ours["links_f1"] < 0.9


def _shuffled(claims: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """Some statements moved, widened or dropped, some counts and names wrong."""
    found = []
    for one in claims:
        statements = [
            dict(m, span=[max(0, m["span"][0] - chance.choice((0, 0, 30))), m["span"][1]]) for m in one["statements"] if chance.random() > 0.2
        ]
        statements += [chance.choice(chance.choice(claims)["statements"])] if chance.random() > 0.6 else []
        names = [name for name in one["witnesses"]["for"] if chance.random() > 0.3] + (["Somebody Else"] if chance.random() > 0.7 else [])
        more = chance.choice((0, 0, 1))
        found.append({**one, "statements": statements, "witnesses": {**one["witnesses"], "for": names}, "max": one["max"] + more})
    return [one for one in found if one["statements"]]


def test_every_story_has_four_reports_and_a_name_of_its_own() -> None:
    assert {story["story"] for _, story in EVERY} > HELD_OUT
    assert [len(list(folder.glob(f"{story['story']}_*.txt"))) for folder, story in EVERY] == [4] * 26
    assert len({story["story"] for _, story in EVERY}) == 26


@pytest.mark.parametrize(("folder", "story"), EVERY, ids=lambda part: part["story"] if isinstance(part, dict) else part.name)
def test_spans_are_whole_words_of_their_reports(folder: Path, story: dict[str, Any]) -> None:
    for one in (statement for each in story["claims"] for statement in each["statements"]):
        text = (folder / f"{one['article']}.txt").read_bytes().decode("utf-8")
        for name in ("span", "source_span", "cue_span"):
            if one[name] is not None:
                start, end = one[name]
                assert 0 <= start < end <= len(text)
                assert text[start:end] == text[start:end].strip()
                assert not text[start - 1 : start].isalnum()
                assert not text[end : end + 1].isalnum()


@pytest.mark.parametrize("story", [story for _, story in EVERY], ids=lambda story: story["story"])
def test_counts_follow_from_the_witnesses(story: dict[str, Any]) -> None:
    for each in story["claims"]:
        who = each["witnesses"]
        sizes = [group["size"] for group in who["unnamed"]]
        assert not (who["own_voice"] and (who["for"] or sizes)), each["claim"]
        assert each["max"] == len(who["for"]) + sum(sizes) + len(who["own_voice"]), each["claim"]
        assert each["min"] == max([len(who["for"]), *sizes, 1 if who["own_voice"] else 0]), each["claim"]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["story"])
def test_who_stands_for_a_claim_says_it(story: dict[str, Any]) -> None:
    above = json.loads((FOLDER / "principals.json").read_text(encoding="utf-8"))[story["story"]]
    for each in story["claims"]:
        speakers = {name.strip() for one in each["statements"] for name in (one["speaker"] or "").split(";")}
        spoken = {above.get(name, name) for name in speakers}
        own = any(one["speaker"] is None for one in each["statements"])
        assert own or set(each["witnesses"]["for"]) <= spoken, each["claim"]
        assert {f"unnamed: {group['who']}" for group in each["witnesses"]["unnamed"]} <= speakers, each["claim"]
