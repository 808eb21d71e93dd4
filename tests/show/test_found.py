"""What a search found, and alerts, as text, JSON and Atom: highlighted words, nothing that a text could break out of."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sayso.codec import schemas
from sayso.data import Count, Span
from sayso.folding import clean
from sayso.show.alerts import alerts_json, alerts_text, changes, saved_text
from sayso.show.atom import alerts_atom
from sayso.show.found import found_json, found_text, listed, query_text, range_text, unquoted, window
from sayso.sought import SIDES, STANCES, Alert, Checked, Evidence, Figures, Found, Hit, Meant, Passage, Query, Range, Saved

EVIL = "a <script>alert('1')</script> & ]]> \x1b[31mred\x07 \u202eturned \x00 \ud800 end"


def hit(text: str = "The ferry ran aground", marks: tuple[Span, ...] = (Span(4, 9),), **other: Any) -> Hit:
    evidence = Evidence("a1", "s1", "Paper", "Paper", "2025-05-01", (Span(0, 21),), text, marks, ("Ida Kvist",))
    return replace(
        Hit("t1", "Ferry", "c1", 1, text, marks, 3, 2, Count(1, 2), ("Ida Kvist",), (), (), "2025-05-01", "2025-05-02", (evidence,)), **other
    )


def alert(kind: Any = "new", before: Figures | None = None, **other: Any) -> Alert:
    return Alert("i1", "ferries", "2025-05-03T10:00:00+00:00", kind, hit(**other), Figures(Count(1, 2)), before)


def checked(*alerts: Alert, recent: tuple[Alert, ...] = ()) -> Checked:
    return Checked(Saved("ferries", Query("ferry"), None), "2025-05-03T10:00:00+00:00", alerts, recent)


def found(*hits: Hit, **other: Any) -> Found:
    return Found(Query("ferry"), len(hits), hits, **{"reports": 0, "passages": (), **other})


def test_found_words_are_highlighted_in_colour() -> None:
    assert "\x1b[1;33mferry\x1b[0m" in found_text(found(hit()), color=True)
    assert "\x1b" not in found_text(found(hit()))


def test_text_says_who_stands_where() -> None:
    text = found_text(found(hit(against=("Harbour Board",), declining=("Owner",))))
    assert text == (
        "1 claim\n\nThe ferry ran aground\n  3 articles, 1 to 2 witnesses: Ida Kvist\n  against: Harbour Board\n  declining: Owner\n"
        "    Paper  “The ferry ran aground” — Ida Kvist; 1 May 2025\n    and 1 more place\n  story t1: Ferry; 1 to 2 May 2025\n"
    )


def test_text_says_who_was_meant_and_what_reports_hold() -> None:
    meant = (
        Meant("speaker", "Ida Qvist", ("Ida Kvist",), False),
        Meant("outlet", "papr", (), False),
        Meant("speaker", "kvist", ("Ida Kvist",), True),
    )
    passage = Passage(
        "t1", "Ferry", "a1", "Paper", "Paper", "2025-05-01", "Ferry aground", (Span(0, 5),), Span(9, 30), "the ferry lies there", (Span(4, 9),)
    )
    text = found_text(found(hit(), reports=4, passages=(passage,), meant=meant))
    assert text.startswith("No speaker is called “Ida Qvist”: meant Ida Kvist.\nNo outlet is called “papr”.\n1 claim\n")
    assert text.endswith("In reports: 4 reports\n\nFerry aground\n  Paper, 1 May 2025\n    … the ferry lies there …\n  story t1: Ferry\n")


@given(st.text(max_size=400), st.lists(st.tuples(st.integers(0, 400), st.integers(1, 9)), max_size=6))
def test_a_window_keeps_the_marks_on_their_words(text: str, places: list[tuple[int, int]]) -> None:
    text = clean(text)
    marks, end = [], 0
    for at, length in sorted(places):
        if at >= end and at + length <= len(text):
            marks.append(Span(at, at + length))
            end = at + length
    for cut, kept in (window(text, marks, 80), unquoted(text, marks)):
        assert all(0 <= span.start <= span.end <= len(cut) for span in kept)
    cut, kept = window(text, marks, 80)
    assert len(cut) <= 81
    words = [text[span.start : span.end] for span in marks]
    shown = [cut[span.start : span.end] for span in kept]
    assert shown == words[words.index(shown[0]) :][: len(shown)] if shown else True


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (Query(), ""),
        (Query(" a b "), "a b"),
        (Query("x", speaker="Ida", side="for", since=date(2025, 1, 2)), "x --speaker Ida --side for --since 2025-01-02"),
        (Query(witnesses=Range(1, 1), reports=Range(5)), "--witnesses 1 --reports 5.."),
        (Query(witnesses=Range(0, 0), reports=Range(0, 3)), "--witnesses 0 --reports ..3"),
    ],
)
def test_a_query_in_words(query: Query, text: str) -> None:
    assert query_text(query) == text


def test_ranges_and_names_in_words() -> None:
    assert [range_text(one) for one in (Range(), Range(2, 3), Range(2), Range(2, 2))] == ["", "2..3", "2..", "2"]
    assert listed([str(n) for n in range(9)]) == "0, 1, 2, 3, 4 and 4 more"
    assert unquoted("“All of it”", (Span(1, 4),)) == ("All of it", (Span(0, 3),))


def test_alerts_in_words() -> None:
    before = Figures(Count(3, 3), ("A",), ())
    told = replace(alert("changed", before), fits=False, now=Figures(Count(1, 2), (), ("B", "C")))
    assert changes(told) == "3 witnesses, now 1 to 2 witnesses; no longer against it: A; now declining: B, C; the search finds it no more"
    text = alerts_text([checked(), checked(alert(), told)])
    assert text.startswith("ferries: 1 new claim, 1 changed\n\nnew  The ferry ran aground\n  3 articles, 1 to 2 witnesses: Ida Kvist\n")
    assert "\nchanged  The ferry ran aground\n  3 witnesses, now 1 to 2 witnesses; no longer against it: A;" in text
    assert alerts_text([checked(), checked()]) == ""
    assert saved_text([Saved("a", Query()), Saved("long", Query("x"), "2025-05-03T10:00:00+00:00")]) == (
        "a     everything  (not checked yet)\nlong  x  (checked 3 May 2025, 10:00 UTC)\n"
    )


def test_json_is_one_object_a_line() -> None:
    made = json.loads(found_json(found(hit(text=EVIL))))
    assert made["claims"][0]["text"] == EVIL.replace("\ud800", "\ufffd")
    lines = [json.loads(line) for line in alerts_json([checked(alert(), alert("changed", Figures(Count(3, 3))))])]
    assert [one["kind"] for one in lines] == ["new", "changed"]
    assert lines[1]["before"] == {"count": {"min": 3, "max": 3}, "against": [], "declining": []}


def errors(raw: bytes, name: str) -> list[str]:
    return [error.message for error in jsonschema.Draft202012Validator(json.loads(schemas()[name])).iter_errors(json.loads(raw))]


NAMES = st.lists(st.text(max_size=9), max_size=3).map(tuple)
DAYS = st.none() | st.sampled_from(("2025-05-01", "2025-05-01T10:00:00+00:00"))
SPANS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)).map(lambda pair: Span(pair[0], sum(pair))), max_size=3).map(tuple)
RANGES = st.builds(Range, st.integers(0, 9), st.none() | st.integers(0, 9))
QUERIES = st.builds(
    Query, st.text(max_size=9), st.none() | st.text(max_size=9), st.sampled_from((None, *SIDES)), st.none() | st.text(max_size=9),
    st.none() | st.dates(), st.none() | st.dates(), st.sampled_from((None, *STANCES)), RANGES, RANGES,
)  # fmt: skip
EVIDENCE = st.builds(Evidence, *[st.text(max_size=9)] * 3, st.none() | st.text(), DAYS, SPANS, st.text(), SPANS, NAMES, st.sampled_from(STANCES))
COUNTS = st.builds(Count, st.integers(0), st.integers(0))
HITS = st.builds(
    Hit, *[st.text(max_size=9)] * 3, st.integers(0), st.text(), SPANS, st.integers(0), st.integers(0), COUNTS,
    NAMES, NAMES, NAMES, DAYS, DAYS, st.lists(EVIDENCE, max_size=2).map(tuple),
)  # fmt: skip
PASSAGES = st.builds(
    Passage, *[st.text(max_size=9)] * 4, st.none() | st.text(), DAYS, st.text(), SPANS, st.just(Span(3, 9)), st.text(), SPANS,
)  # fmt: skip
MEANT = st.builds(Meant, st.sampled_from(("speaker", "outlet")), st.text(), NAMES, st.booleans())
FIGURES = st.builds(Figures, COUNTS, NAMES, NAMES)


@settings(max_examples=60, deadline=None)
@given(QUERIES, st.lists(HITS, max_size=2).map(tuple), st.lists(PASSAGES, max_size=2).map(tuple), st.lists(MEANT, max_size=2).map(tuple))
def test_whatever_is_found_is_of_the_published_shape(query: Query, hits: Any, passages: Any, meant: Any) -> None:
    assert errors(found_json(Found(query, len(hits), hits, len(passages), passages, meant)), "sayso.found-1.json") == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(("new", "changed")), HITS, FIGURES, st.none() | FIGURES, st.booleans(), st.text())
def test_whatever_is_told_is_of_the_published_shape(kind: Any, hit: Hit, now: Figures, before: Figures | None, fits: bool, text: str) -> None:
    (made,) = alerts_json([checked(Alert(text, text, "2025-05-03T10:00:00+00:00", kind, hit, now, before, fits))])
    assert errors(made, "sayso.alert-1.json") == []


def test_another_shape_is_refused() -> None:
    told = json.loads(found_json(found(hit())))
    for change in (
        {"total": {"claims": -1, "reports": 0}},
        {"query": {"side": "beside"}},
        {"claims": [told["claims"][0] | {"count": 1}]},
        {"meant": None},
    ):
        assert errors(json.dumps(told | change).encode(), "sayso.found-1.json"), change
    del told["passages"]
    assert errors(json.dumps(told).encode(), "sayso.found-1.json")


@pytest.mark.parametrize("text", [EVIL, "\ufffe\uffff\x0b", "", "]]>" * 300])
def test_a_feed_is_sound_whatever_is_in_it(text: str) -> None:
    one = alert(text=text, marks=(), title=text, for_=(text,), against=(text,))
    made = alerts_atom([Checked(Saved(text, Query(text)), one.at, (replace(one, search=text),))], version="1")
    root = etree.fromstring(made)
    (entry,) = root.iter("{http://www.w3.org/2005/Atom}entry")
    content = entry.findtext("{http://www.w3.org/2005/Atom}content") or ""
    assert "<script" not in content
    for tag in ("id", "title", "updated"):
        assert root.findtext(f"{{http://www.w3.org/2005/Atom}}{tag}")
        assert entry.findtext(f"{{http://www.w3.org/2005/Atom}}{tag}")


def test_a_feed_has_the_latest_first_and_each_once() -> None:
    old = replace(alert(), id="i0", at="2025-05-02T10:00:00+00:00")
    made = alerts_atom([checked(alert(), recent=(old, alert()))])
    root = etree.fromstring(made)
    assert [one.text for one in root.iter("{http://www.w3.org/2005/Atom}updated")] == ["2025-05-03T10:00:00Z"] * 2 + ["2025-05-02T10:00:00Z"]
    assert [one.text for one in root.iter("{http://www.w3.org/2005/Atom}id")][1:] == ["urn:sayso:alert:i1", "urn:sayso:alert:i0"]
