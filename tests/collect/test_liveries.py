"""The dress of sites and agencies around a report: none of it becomes text, and no sentence of a report is taken for it."""

from __future__ import annotations

import re

import pytest
import samples
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from samples import PARAGRAPHS, TITLE

from sayso.collect.facts import Found
from sayso.collect.formats.feed import read_feed
from sayso.collect.formats.furniture import without_furniture
from sayso.collect.formats.page import read_page
from sayso.collect.tables import rows

LIVE = (
    "14.32 BST", "2:05 p.m. ET", "Updated at 15.03 BST", "12m ago", "3 hours ago", "about an hour ago 10:15 GMT", "Key events", "Key events (12)",
    "Pinned post", "Skip past newsletter promotion", "after newsletter promotion", "Live reporting by Ada Lund and Bo Imry", "Share",
    "This live blog is now closed. Follow our latest coverage here.", "Show key events only", "Entry 3 of 20",
)  # fmt: skip
AGENCY = (
    "(Reporting by Ada Lund in Carrow and Bo Imry in Bellmoor; Editing by Cara Voss)", "Reporting by Ada Lund; Editing by Bo Imry and Cara Voss",
    "Additional reporting by Ada Lund in Carrow; editing by Bo Imry", "REUTERS", "Image source, Getty Images", "Listen to this article 4 min",
    "(This story has not been edited by our staff and is auto-generated from a syndicated feed.)", "Image caption, The ferry on the rocks on Monday",
    "(Except for the headline, this story has not been edited by the desk and is published from a wire.)", "___", "* * *",
    "Copyright 2024 The Associated Press. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.",
)  # fmt: skip
FIRST = ("(Adds quotes from the harbour master, details)", "(Updates with casualty figures)", "BREAKING", "UPDATE 2", "6 May 2024", "By Ada Lund")
LAST = (
    "Our Standards: The Trust Principles.", "Source: Reuters", "Sources: AFP, AP", "Enditem", "PTI ABC DEF", "bur-ab/cd/ef",
    "Follow AP’s full coverage of the harbour at https://news.example/hub", "ENDS",
)  # fmt: skip
KEPT = (
    "Reporting by the council found that 30 boats had no papers.",
    "Sources: the two officials who know the plan said it would fail, he added, before the vote was held in the town hall on Monday evening.",
    "The image source is not known, she said.",
    "An hour ago he had said the opposite.",
    "At 14.32 BST the line went dead.",
    "Key events of the trial were not recorded, the judge said.",
    "Live reporting from the pier was banned, the police said.",
    "Updates with the figures will follow on Friday, the office said.",
    "Exclusive rights were sold in March, the club said.",
    "AP photographer Bo Imry was hurt.",
    "This story has been told before, she said.",
    "He wrote and edited the paper by himself.",
    "The agency was founded in 1946.",
    "Source: of the trouble, he said, was the old pump.",
)


@pytest.mark.parametrize("piece", [*LIVE, *AGENCY])
def test_pieces_between_paragraphs_are_left_out(piece: str) -> None:
    for at in (1, 2, len(PARAGRAPHS)):
        assert without_furniture((*PARAGRAPHS[:at], piece, *PARAGRAPHS[at:]), TITLE) == list(PARAGRAPHS)


@pytest.mark.parametrize("piece", FIRST)
def test_pieces_before_the_report_are_left_out(piece: str) -> None:
    assert without_furniture((TITLE, piece, *PARAGRAPHS), TITLE) == list(PARAGRAPHS)


@pytest.mark.parametrize("piece", LAST)
def test_pieces_behind_the_report_are_left_out(piece: str) -> None:
    assert without_furniture((*PARAGRAPHS, piece), TITLE) == list(PARAGRAPHS)


@pytest.mark.parametrize("sentence", KEPT)
def test_sentences_of_a_report_stay(sentence: str) -> None:
    for at in (0, 2, len(PARAGRAPHS)):
        whole = [*PARAGRAPHS[:at], sentence, *PARAGRAPHS[at:]]
        assert without_furniture(whole, TITLE) == whole


def live_page() -> str:
    """A live blog: posts with their times, names and buttons."""
    posts = "".join(
        f"<div class='block' id='block-{at}'><p class='block-time'><time datetime='2024-05-06T1{at}:32:00Z'>1{at}.32 BST</time></p>"
        f"<h2>Post {at} on the ferry</h2><p>{text}</p><p>Updated at 1{at}.40 BST</p><ul class='share-links'><li><a href='#'>Share</a></li></ul></div>"
        for at, text in enumerate(PARAGRAPHS)
    )
    return samples.page(paragraphs=()).replace(
        "<div class='related-links'>", f"<div class='live-blog'><p>Key events</p>{posts}</div><div class='related-links'>"
    )


def test_a_live_blog_keeps_its_posts_and_none_of_its_furniture() -> None:
    (found,) = read_page(live_page().encode())
    assert isinstance(found, Found)
    lines = found.text.split("\n")
    assert all(paragraph in lines for paragraph in PARAGRAPHS)
    assert not [one for one in lines if "BST" in one or one in ("Share", "Key events")]


def test_the_dress_of_an_agency_on_a_page_leaves_its_credit() -> None:
    dressed = (*PARAGRAPHS, "(Reporting by Ada Lund; Editing by Bo Imry)", "Source: Reuters", "Our Standards: The Trust Principles.")
    (found,) = read_page(samples.page(paragraphs=dressed).encode())
    assert isinstance(found, Found)
    assert found.text.split("\n\n")[1:] == [*PARAGRAPHS[:-1], PARAGRAPHS[-1] + "\n"]
    assert found.facts["credit"] == "Reuters"


def test_furniture_in_the_items_of_a_feed() -> None:
    content = "".join(f"&lt;p&gt;{one}&lt;/p&gt;" for one in PARAGRAPHS)
    more = "&lt;p&gt;Also read: Storm closes the harbour&lt;/p&gt;&lt;figure&gt;&lt;figcaption&gt;The rocks&lt;/figcaption&gt;&lt;/figure&gt;"
    (found, _) = read_feed(samples.rss().replace(content.encode(), (content + more).encode()))
    assert isinstance(found, Found)
    assert found.text == "\n\n".join([TITLE, *PARAGRAPHS]) + "\n"


@pytest.mark.parametrize("row", [row for row in rows("furniture.tsv") if "".join(row[2:]).startswith(("^", "ago"))], ids=lambda row: row[1][:30])
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_fast_look_passes_over_nothing_that_its_pattern_describes(row: tuple[str, ...], data: st.DataObject) -> None:
    pattern = re.compile(row[1], re.I)
    text = data.draw(st.from_regex(pattern, fullmatch=True))
    assume(pattern.fullmatch(text.strip(" -–—*•|>»›#\t")) and len(text) <= 600 and "\n" not in text)
    assume(not set("ſKıİ") & set(text))  # the letters whose small or capital forms are ASCII
    around = [PARAGRAPHS[0]] * 8
    assert without_furniture([*around, text, *around], None) == [*around, *around]
