"""Who is the same over stories, and all that they are cited for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.data import Article, Ledger, Witness
from sayso.voices import key_of
from sayso.web.cited import cited
from sayso.web.library import Cited
from sayso.web.shelf import shelf
from web.conftest import bridge, flood, inquiry


def of(key: str, *stories: Ledger) -> Cited:
    found = cited(shelf(stories or (bridge(), inquiry(), flood())), key)
    assert found is not None
    return found


def test_over_stories_and_time() -> None:
    found = of("Ada Lund")
    assert [at.story.id for at in found.stories] == ["t2", "t1"]
    assert (found.voice.stories, found.voice.claims, found.voice.alone) == (2, 4, 2)
    assert (found.first, found.last, found.reports) == ("2024-03-02", "2024-05-02", 4)
    assert found.aliases == ("Lund",)
    assert [link.name for link in found.speaks_for] == ["Port of Aldermouth"]


def test_where_it_stands_alone_comes_first() -> None:
    here = of("Ada Lund").stories[0].citations
    assert [(one.claim.text, one.side, one.alone, one.claim.reports) for one in here] == [
        ("The ship hit a pier of the bridge", "for", True, 2),
        ("The bridge stays shut until May", "for", True, 1),
    ]
    assert [(quote.outlet, quote.words, quote.by) for quote in here[0].quotes] == [
        ("Harbour Post", "The Aurora hit the third pier", "Ada Lund for Port of Aldermouth"),
        ("City Wire", "A freighter struck a pier of the Aldermouth bridge", "Ada Lund for Port of Aldermouth, via Radio One"),
    ]


def test_another_witness_beside_it_ends_its_standing_alone() -> None:
    story = bridge()
    first = replace(
        story.claims[0], witnesses=replace(story.claims[0].witnesses, for_=("w1", "w4")), count=replace(story.claims[0].count, max=2, min=2)
    )
    found = of("Ada Lund", replace(story, claims=(first, *story.claims[1:])))
    assert [(one.claim.text, one.alone) for one in found.stories[0].citations] == [
        ("The ship hit a pier of the bridge", False), ("The bridge stays shut until May", True),
    ]  # fmt: skip
    assert found.voice.alone == 0


def test_against_and_declining() -> None:
    found = of("merrow LINES")
    assert (found.voice.claims, found.against, found.declining) == (4, 2, 2)
    assert [one.side for one in found.stories[0].citations] == ["against", "declining"]


def test_an_organisation_has_what_its_people_say() -> None:
    found = of("Port of Aldermouth")
    assert [link.name for link in found.spoken_for_by] == ["Ada Lund"]
    assert [(one.side, [quote.by for quote in one.quotes][:1]) for one in found.stories[0].citations] == [
        ("also", ["Ada Lund for Port of Aldermouth"]),
        ("also", ["Ada Lund for Port of Aldermouth"]),
    ]


def test_who_only_passes_on_is_listed() -> None:
    found = of("Radio One")
    assert found.voice.claims == 0
    assert [at.passes_on for at in found.stories] == [1, 1]


def test_some_stories_in_full_and_all_in_short() -> None:
    found = cited(shelf((bridge(), inquiry())), "Ada Lund", offset=1, limit=1)
    assert found is not None
    assert [at.story.id for at in found.stories] == ["t1"]
    assert [(at.story, at.reports, at.claims, at.alone) for at in found.over_time] == [("t2", 2, 2, 1), ("t1", 2, 2, 1)]
    assert found.voice.claims == 4


def test_nobody() -> None:
    assert cited(shelf((bridge(),)), "Nobody At All") is None
    assert cited(shelf(()), "") is None


@pytest.mark.parametrize(
    ("name", "kind", "same"),
    [("Ada Lund", "person", True), ("Lund", "person", False), ("police", "government", False), ("Police", "government", False),
     ("KCNA", "outlet", True),
     ("Boskalis", "organisation", True), ("the coastguard", "organisation", False), ("two officials", "unnamed", False),
     ("The White House", "government", True), ("Ministry", "organisation", True), ("", "person", False)],
)  # fmt: skip
def test_only_full_names_are_joined_over_stories(name: str, kind: str, same: bool) -> None:
    text = "Boskalis spoke. Police said so, and the police said it again."
    here, there = (Ledger(key, "", None, None, (Article("a", text),), (), (), ()) for key in ("t1", "t2"))
    witness = Witness("w", name, kind)  # type: ignore[arg-type]
    assert (key_of(witness, here).id == key_of(witness, there).id) is same


def test_a_person_and_a_body_of_one_name_stay_two() -> None:
    here = bridge()
    person, body = (key_of(Witness("w", "Jordan Reed", kind), here) for kind in ("person", "organisation"))  # type: ignore[arg-type]
    assert person.id != body.id
    assert person.id.startswith("jordan-reed-")


def test_the_article_before_a_name_tells_nothing() -> None:
    here = bridge()
    assert key_of(Witness("w", "The Kremlin", "government"), here) == key_of(Witness("v", "Kremlin", "organisation"), here)


def test_sources_without_a_name_come_last() -> None:
    kinds = [voice.kind == "unnamed" for voice in shelf((bridge(), flood())).voices.values()]
    assert kinds == sorted(kinds)
    assert any(kinds)
