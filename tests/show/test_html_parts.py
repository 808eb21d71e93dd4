"""The parts of the page: markup, segments, differing words, flows, timeline."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.data import Span, Statement
from sayso.show.html.fan import fan
from sayso.show.html.flows import flows
from sayso.show.html.graph import graph
from sayso.show.html.marks import segments
from sayso.show.html.markup import Html, escape, join, json_block, outward, raw_block, tag
from sayso.show.html.story import story
from sayso.show.html.timeline import timeline
from sayso.show.html.variants import differing
from sayso.show.html.view import view
from sayso.show.wording import clean
from sayso.text import paragraphs
from show.made import ledger
from show.made_many import many
from show.soiled import soiled
from show.tree import tree


@given(st.text(), st.text())
def test_text_and_attributes_come_out_as_they_went_in(text: str, value: str) -> None:
    one = tree(tag("p", text, data_x=value)).all("p")[0]
    assert one.text == escape_free(text)
    assert one.attributes == {"data-x": escape_free(value)}


def escape_free(text: str) -> str:
    """What of `text` can stand on a page."""
    bad = {*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF}
    return "".join("�" if ord(char) in bad else char for char in text).replace("\r\n", "\n").replace("\r", "\n")


def test_markup_is_escaped_once() -> None:
    inner = tag("b", "a < b & c")
    assert inner == "<b>a &lt; b &amp; c</b>"
    assert tag("p", inner, " & ", 3, None) == "<p><b>a &lt; b &amp; c</b> &amp; 3</p>"
    assert inner + "<" == "<b>a &lt; b &amp; c</b>&lt;"
    assert "<" + inner == "&lt;<b>a &lt; b &amp; c</b>"
    assert join(("<", inner, ""), " & ") == "&lt; &amp; <b>a &lt; b &amp; c</b>"
    assert escape(escape("<")) == "&lt;"
    assert tag("a", "x", title=Html('"<b>')) == '<a title="&quot;&lt;b&gt;">x</a>'
    assert isinstance(inner + "<", Html)
    assert inner.__html__() == inner


def test_attributes_that_are_not_there_are_left_out() -> None:
    assert tag("input", hidden=True, value=None, checked=False, class_="a", data_s=0) == '<input hidden class="a" data-s="0">'
    with pytest.raises(ValueError, match="attribute"):
        tag("p", **{"x onclick": "y"})


def test_a_block_cannot_end_itself() -> None:
    assert "<" not in json_block(b'{"a":"</script><!--&\xe2\x80\xa8"}', name="a").removeprefix(
        '<script type="application/json" id="a">'
    ).removesuffix("</script>")
    for source in ("a</SCRIPT >", "<!-- x", "</style"):
        with pytest.raises(ValueError, match="end itself"):
            raw_block("script", source)


@pytest.mark.parametrize("url", ["https://a.example/x?y=1#z", "http://a.example"])
def test_web_addresses_are_linked(url: str) -> None:
    assert outward(url) == url


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "JAVASCRIPT:x", "data:,x", "file:///etc", "https://\x01a", " https://a.example", "https:a"]
)
def test_other_addresses_are_not(url: str | None) -> None:
    assert outward(url) is None


SPANS = st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70)).map(lambda ends: Span(*ends)), max_size=3).map(tuple)
TEXT = "One two three. Four five.\n\n  Six said: “seven eight”\r\nnine ten\n\neleven"


@given(st.lists(st.tuples(SPANS, SPANS, SPANS), max_size=6), st.lists(st.integers(-5, 80), max_size=4))
def test_segments_cover_each_paragraph_and_know_what_they_belong_to(made: list[tuple[tuple[Span, ...], ...]], also: list[int]) -> None:
    said = [Statement(f"s{i}", "a", content, cue, source) for i, (content, cue, source) in enumerate(made)]
    parts = paragraphs(TEXT)
    found = segments(len(TEXT), said, parts, also=also)
    assert len(found) == len(parts)
    for paragraph, pieces in zip(parts, found, strict=True):
        assert "".join(TEXT[one.span.start : one.span.end] for one in pieces) == TEXT[paragraph.start : paragraph.end]
        for piece in pieces:
            for at in range(piece.span.start, piece.span.end):
                expected = {
                    (role, one.id)
                    for one in said
                    for role, spans in (("content", one.content), ("cue", one.cue), ("source", one.source))
                    for span in spans
                    if 0 <= span.start <= at < span.end <= len(TEXT)
                }
                assert set(piece.parts) == expected
    every = [piece for pieces in found for piece in pieces]
    for key in {key for piece in every for role, key in piece.parts if role == "content"}:
        holding = [piece for piece in every if ("content", key) in piece.parts]
        assert [piece for piece in every if key in piece.begins] == holding[:1]
        assert [piece for piece in every if key in piece.ends] == holding[-1:]


def marked(*texts: str) -> list[list[str]]:
    return [[text for text, differs in pieces if differs] for pieces in differing(texts)]


def test_words_that_the_other_lacks_are_marked() -> None:
    assert marked("The bridge was shut on Monday", "The bridge was shut on Tuesday") == [["Monday"], ["Tuesday"]]
    assert marked("162 people were killed", "at least 162 people were killed") == [[], ["at least"]]
    assert marked("The bridges held, he said", "The bridge held, he said") == [[], []]
    assert marked("cars stood on the road", "cars stood on the burning road", "cars stood on the wet road") == [[], ["burning"], ["wet"]]


def test_where_all_differs_nothing_is_marked() -> None:
    assert marked("certain", "probable") == [[], []]
    assert marked("a quite different sentence", "of other words altogether") == [[], []]
    assert marked("one alone") == [[]]
    assert marked("", "x") == [[], []]


@given(st.lists(st.text(max_size=40), max_size=4))
def test_marking_keeps_the_words(texts: list[str]) -> None:
    for text, pieces in zip(texts, differing(texts), strict=True):
        assert "".join(piece for piece, _ in pieces) == clean(text)
        assert all(piece for piece, _ in pieces)
        assert all(first[1] != second[1] for first, second in pairwise(pieces))


def test_what_is_said_flows_from_the_witness_through_the_channel_to_the_outlet() -> None:
    found = flows(view(ledger()))
    said = {(flow.start[1], flow.end[1]): flow.statements for flow in found.flows}
    assert said["w6", "Radio One"] == 2, "Ada Lund speaks for the port"
    assert said["Radio One", "Harbour Post"] == 1
    assert said["Radio One", "City Wire"] == 1
    assert {node.name for node in found.columns[0]} == {"Port of Aldermouth", "officials", "Merrow Lines", "police"}
    into, out = {}, {}
    for flow in found.flows:
        for table, end in ((into, flow.end), (out, flow.start)):
            table[end] = table.get(end, 0) + flow.statements
    channels = [(node.column, node.key) for node in found.columns[1]]
    assert [into[one] for one in channels] == [out[one] for one in channels]


def drawn(text: str) -> tuple[int, int, list[bool]]:
    """Ticks, lines, and which dots are open in the small drawing of a claim."""
    seen = view(ledger())
    svg = tree(fan(seen, next(one for one in seen.claims if one.claim.text == text))).all("svg")[0]
    return len(svg.all("path", class_="tick")), len(svg.all("path", class_="line")), ["open" in dot.classes for dot in svg.all("circle")]


def test_the_small_drawing_has_a_tick_a_report_a_dot_a_witness_and_a_line_where_one_rests_on_the_other() -> None:
    assert drawn("The ship hit a pier of the bridge") == (2, 2, [False])
    assert drawn("The bridge opened in 1931") == (2, 2, [True, True])
    assert drawn("The ship's engine had failed") == (2, 1, [False]), "who denies it rests on nobody"
    assert drawn("How fast the ship had been") == (1, 0, [])


def test_a_large_graph_is_cut_and_says_so() -> None:
    found = flows(view(many(60)[0]))
    assert len(found.columns[0]) == 24
    assert found.left_out > 0
    assert f"{found.left_out} more witnesses" in graph(view(many(60)[0]))


def test_the_timeline_has_a_row_a_day_for_what_was_said_and_published() -> None:
    rows = [[cell.text for cell in row.children if not isinstance(cell, str)] for row in tree(timeline(view(ledger()))).all("tr")]
    assert rows[1:] == [
        ["2 March 2024", "Ada Lund, interview, Radio One 2", "Harbour Post"],
        ["3 March 2024", "", "City Wire (inferred)"],
        ["4 March 2024", "", "note.txt"],
    ]


def test_a_timeline_of_many_days_has_a_strip_and_odd_dates_do_no_harm() -> None:
    told = many(20)[0]
    assert tree(timeline(view(told))).all("svg", class_="strip")
    odd = ["2024-02-31", "2024", "2024-W07", "0000-00-00", "XXXX-05", "", "soon"]
    said = [
        dataclasses.replace(one, occasion=dataclasses.replace(one.occasion, date=odd[i % len(odd)]) if one.occasion else None)
        for i, one in enumerate(told.statements)
    ]
    assert tree(timeline(view(dataclasses.replace(told, statements=tuple(said))))).all("table")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1))
def test_no_text_changes_the_shape_of_the_page(text: str) -> None:
    told = view(soiled(ledger(), text))
    root = tree(story(told))
    assert len(root.all("article")) == 3
    assert len(root.all(class_="claim")) == 6
    assert not [key for one in root.walk() for key in one.attributes if key.startswith("on")]
    assert {one.name for one in root.walk()} <= {one.name for one in tree(story(view(ledger()))).walk()} | {"mark"}
