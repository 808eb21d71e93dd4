"""Kinds of error: each is found where it was made, and only there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.errors import KINDS, Stood, Story, Told, errors, marked_story, printed_story
from bench.ledger_metric import Claim

HERE, THERE, ELSEWHERE = ("one", 0, 40), ("two", 10, 50), ("two", 200, 260)


def told(place: tuple[str, int, int], *who: str, stance: str = "asserts", chain: tuple[str, ...] = ()) -> Told:
    return Told(place, who, who, not who, stance, chain)


def story(*said: Told, count: tuple[int, int] = (1, 1), stands: Stood | None = None) -> Story:
    places = tuple(sorted({one.place for one in said}))
    named = tuple(dict.fromkeys((one.who[0],) for one in said if one.who))
    return Story(said, ((Claim(places, count, tuple(n[0] for n in named)), stands or Stood(named, (), 0)),))


GOLD = story(told(HERE, "Ada Marsh", chain=("Wire",)), told(THERE, "Ada Marsh"))


def made(got: Story, wanted: Story = GOLD) -> set[str]:
    return {kind for kind, (wrong, _) in errors([(wanted, got)]).items() if wrong}


def test_what_is_as_marked_holds_no_error() -> None:
    assert made(GOLD) == set()
    assert set(errors([(GOLD, GOLD)])) == set(KINDS)


@pytest.mark.parametrize(
    ("got", "kinds"),
    [
        (
            story(told(HERE, "Ada Marsh", chain=("Wire",)), told(ELSEWHERE, "Ada Marsh")),
            {"statement_missed", "link_missed_unfound", "link_wrong_unmarked"},
        ),
        (story(told(HERE, chain=("Wire",)), told(THERE, "Ada Marsh")), {"cited_as_own"}),
        (story(told(HERE, "Ben Oda", chain=("Wire",)), told(THERE, "Ada Marsh")), {"speaker_wrong"}),
        (story(told(HERE, "Ada Marsh", chain=("Wire",), stance="denies"), told(THERE, "Ada Marsh")), {"stance_wrong"}),
        (story(told(HERE, "Ada Marsh"), told(THERE, "Ada Marsh")), {"chain_missed"}),
        (story(replace(told(HERE, "Ada Marsh"), where=("the Wire",)), told(THERE, "Ada Marsh")), set()),
        (story(told(HERE, "Ada Marsh", chain=("Wire",)), told(THERE, "Ada Marsh", chain=("Wire",))), {"chain_invented"}),
        (story(told(HERE, "Ada Marsh", chain=("Wire",)), told(THERE, "Marsh")), {"name_split"}),
    ],
    ids=lambda value: "+".join(sorted(value)) if isinstance(value, set) else "",
)
def test_errors_in_statements(got: Story, kinds: set[str]) -> None:
    assert made(got) == kinds


def test_two_speakers_in_one_witness() -> None:
    wanted = story(told(HERE, "Ada Marsh"), told(THERE, "Ben Oda"))
    got = Story(tuple(replace(one, who=("w1",)) for one in wanted.told), wanted.claims)
    assert made(got, wanted) == {"name_merged"}


def test_links_between_claims() -> None:
    split = Story(GOLD.told, tuple((Claim((place,), (1, 1), ("Ada Marsh",)), GOLD.claims[0][1]) for place in (HERE, THERE)))
    assert made(split) == {"link_missed_apart"}
    assert made(GOLD, split) == {"link_wrong_marked"}


@pytest.mark.parametrize(
    ("stands", "kind"),
    [
        (Stood((("Ada Marsh",), ("Marsh",)), (), 0), "count_name_split"),
        (Stood((("Ada Marsh",), ("Wire",)), (), 0), "count_chain"),
        (Stood((("Ada Marsh",), ("Ben Oda",)), (), 0), "count_named_extra"),
        (Stood((), (), 0), "count_named_missing"),
        (Stood((("Ada Marsh",),), (2,), 0), "count_unnamed"),
        (Stood((("Ada Marsh",),), (), 1), "count_own_voice"),
    ],
)
def test_why_a_count_is_wrong(stands: Stood, kind: str) -> None:
    wanted = story(*GOLD.told, stands=Stood((("Ada Marsh",),), (), 0, ("Wire",)))
    assert made(story(*GOLD.told, count=(1, 3), stands=stands), wanted) == {"count_wrong", kind}


def test_ledgers_as_they_are_marked_and_printed() -> None:
    statement = {"article": "a", "span": [0, 9], "speaker": "Lea Roth", "kind": "direct", "stance": "asserts", "chain": ["Wire"]}
    standing = {"for": ["Alder Port"], "unnamed": [{"who": "aides", "size": 2}], "own_voice": [], "against": [], "declining": []}
    gold = marked_story({"claims": [{"claim": "", "statements": [statement], "witnesses": standing, "min": 2, "max": 3}]}, {"Lea Roth": "Alder Port"})
    assert gold.told == (Told(("a", 0, 9), ("Lea Roth", "Alder Port"), ("Alder Port",), False, "asserts", ("Wire",)),)
    assert gold.claims[0][1] == Stood((("Alder Port", "Lea Roth"),), (2,), 0, ("Wire",))
    printed = {
        "articles": [{"id": "x", "path": "reports/a.txt"}],
        "witnesses": [
            {"id": "1", "name": "Lea Roth", "aliases": ["Roth"], "speaks_for": "2"},
            {"id": "2", "name": "Alder Port", "aliases": [], "speaks_for": None},
            {"id": "3", "name": "Wire", "aliases": [], "speaks_for": None},
        ],
        "statements": [
            {"id": "s", "article": "x", "content": [[0, 9]], "speakers": ["1"], "kind": "direct", "stance": "asserts", "chain": ["3"],
             "occasion": {"what": None, "where": "SBC", "date": None}},
        ],
        "claims": [
            {"statements": ["s"], "count": {"min": 1, "max": 3}, "witnesses": {"for": ["2"], "unnamed": [{"size": 2}], "own_voice": []}},
        ],
    }  # fmt: skip
    found = printed_story({"stories": [printed]})
    assert found.told == (Told(("a", 0, 9), ("Lea Roth", "Roth", "Alder Port"), ("2",), False, "asserts", ("Wire",), ("SBC",)),)
    assert found.claims[0] == (Claim((("a", 0, 9),), (1, 3), ("Alder Port",)), Stood((("Alder Port",),), (2,), 0))
