"""Each report once, with every place at which it was found, whatever the order."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import samples
from hypothesis import given
from hypothesis import strategies as st
from samples import PARAGRAPHS, TITLE, URL

from sayso.collect import gather
from sayso.collect.doubles import without_doubles
from sayso.collect.facts import Facts
from sayso.collect.plain import compose_article
from sayso.data import Article

TEXT = "\n\n".join(PARAGRAPHS)


def article(path: str, text: str = TEXT, seen: tuple[str, ...] = (), **facts: object) -> Article:
    return compose_article(text, Facts(**facts), path=path, seen=seen)  # type: ignore[arg-type]


def once(*articles: Article) -> list[Article]:
    """The result, checked to be the same for every order."""
    found = without_doubles(articles)
    for other in itertools.permutations(articles):
        assert sorted(without_doubles(other), key=lambda one: one.id) == sorted(found, key=lambda one: one.id)
    return found


def test_the_same_address_in_any_spelling_is_one_report() -> None:
    (one,) = once(
        article("a", url=URL, outlet="The Sound"),
        article("b", TEXT + "\n\nAnd more.", url=f"{URL}/?utm_source=feed#top", outlet="The Sound"),
        article("c", TEXT + "\n\nOther.", url="https://amp.sound.example/1", seen=(URL,)),
    )
    assert set(one.seen) | {one.path} >= {"a", "b", "c"}
    assert one.outlet == "The Sound"


def test_the_latest_version_of_a_page_stays_and_says_what_others_knew() -> None:
    early = article("a", url=URL, published=datetime(2024, 5, 6, 8, tzinfo=UTC), byline="Ada Lund")
    late = article("b", TEXT + "\n\nThe ferry is afloat.", url=URL, updated=datetime(2024, 5, 6, 14, tzinfo=UTC))
    (one,) = once(early, late)
    assert one.path == "b"
    assert (one.published, one.byline) == (early.published, "Ada Lund")
    assert one.seen == ("a",)


def test_a_teaser_gives_way_to_the_whole_report() -> None:
    teaser = article("feed#1", PARAGRAPHS[0], url=URL, outlet="The Sound", published=date(2024, 5, 7))
    (one,) = once(teaser, article("page", url=URL, outlet="The Sound", published=date(2024, 5, 6)))
    assert one.path == "page"


def test_the_same_text_from_one_outlet_is_one_report_and_from_two_is_two() -> None:
    assert len(once(article("a", outlet="The Sound", url=f"{URL}/1"), article("b", outlet="The Sound", url=f"{URL}/2"))) == 1
    assert len(once(article("a", outlet="The Sound", url=f"{URL}/1"), article("b", outlet="City Wire", url="https://wire.example/1"))) == 2
    assert len(once(article("a", url="https://sound.example/1"), article("b", url="https://wire.example/1"))) == 2
    assert len(once(article("a"), article("b"))) == 1


def test_front_pages_and_odd_addresses_do_not_join_reports() -> None:
    for url in ("https://sound.example/", "https://sound.example", "urn:x:1", "mailto:a@b.example", "http://[::1", ""):
        assert len(once(article("a", "One text of one report.", url=url), article("b", "Another text of another.", url=url))) == 2


def test_copies_join_through_a_third() -> None:
    first, second = article("a", url=f"{URL}/1", outlet="The Sound"), article("b", TEXT + " More.", url=f"{URL}/2", outlet="The Sound")
    link = article("c", TEXT, url=f"{URL}/2", outlet="The Sound")
    assert len(once(first, second)) == 2
    (one,) = once(first, second, link)
    assert {one.path, *one.seen} >= {"a", "b", "c", f"{URL}/2"}


def test_what_is_alone_stays_as_it_is() -> None:
    alone = article("a", url=URL, seen=("https://amp.sound.example/1",))
    assert once(alone) == [alone]
    assert without_doubles([]) == []


def test_a_page_saved_twice_and_its_feed_are_one_report_and_nothing_is_skipped(tmp_path: Path) -> None:
    page = samples.page(head=samples.LINKED_HEAD).encode()
    (tmp_path / "a.html").write_bytes(page)
    (tmp_path / "b.mht").write_bytes(samples.mhtml())
    (tmp_path / "c.zip").write_bytes(samples.zipped({"x.html": page}))
    (tmp_path / "d.jsonl").write_bytes(b'{"url": "%s", "text": "The ferry ran aground on Monday, they said."}' % URL.encode())
    articles, skipped = gather([tmp_path])
    assert skipped == []
    (one,) = articles
    assert one.title == TITLE
    assert {Path(place).name for place in (one.path or "", *one.seen)} == {"a.html", "b.mht", "c.zip!x.html", "d.jsonl"}


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["", "O", "P"]), st.integers(0, 4), st.integers(0, 2)), max_size=8), st.randoms())
def test_order_never_matters(drawn: list[tuple[str, str, int, int]], shuffle: object) -> None:
    made = [
        replace(
            article(f"p{at}", f"Text {text}", outlet=outlet or None, url=f"{URL}/{url}" if url else None),
            updated=date(2024, 5, day + 1) if day else None,
        )
        for at, (text, outlet, url, day) in enumerate(drawn)
    ]
    other = list(made)
    shuffle.shuffle(other)  # type: ignore[attr-defined]
    assert sorted(without_doubles(made), key=lambda one: str(one.path)) == sorted(without_doubles(other), key=lambda one: str(one.path))
