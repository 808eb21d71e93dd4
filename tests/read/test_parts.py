"""Parts of attributions in the wrong role: who is quoted, who cites, who only has the document in hand."""

import pytest
from attribution_marks import marked, texts
from hypothesis import given
from hypothesis import strategies as st

from sayso.data import Span
from sayso.read.findings import Attribution
from sayso.read.parts import mended


@pytest.mark.parametrize(
    ("line", "source", "content"),
    [
        (
            "<p>Colonel Ade</p> <c>was quoted as saying</c> by <s>Le Matin</s> <p>that the town was empty</p>.",
            "Colonel Ade", ["that the town was empty"],
        ),
        (
            "<p>Colonel Ade</p> <c>was quoted</c> by <s>the agency</s> <p>as saying the town was empty</p>.",
            "Colonel Ade", ["the town was empty"],
        ),
        ("<p>“It is empty,”</p> <p>Colonel Ade</p> <c>was quoted as saying</c> by TASS.", "Colonel Ade", ["“It is empty,”"]),
        ("<s>Colonel Ade</s> <c>was quoted as saying</c> <p>the town was empty</p>.", "Colonel Ade", ["the town was empty"]),
        ("Files seen by <s>the Herald</s> <c>show</c> <p>that the town was empty</p>.", "Files seen by the Herald", ["that the town was empty"]),
        ("Two letters seen by <s>Reuters</s> <c>say</c> <p>the town was empty</p>.", "Two letters seen by Reuters", ["the town was empty"]),
        ("The general, quoted by <s>Al Arabiya</s>, <c>said</c> <p>the town was empty</p>.", "The general", ["the town was empty"]),
        ("Towns seen by <s>Reuters</s> <c>show</c> <p>that the war goes on</p>.", "Reuters", ["that the war goes on"]),
        ("<s>The mayor</s> <c>said</c> <p>the town was empty</p>.", "The mayor", ["the town was empty"]),
    ],
)  # fmt: skip
def test_who_speaks(line: str, source: str, content: list[str]) -> None:
    text, attributions, _ = marked(line)
    (found,) = mended(text, attributions)
    assert texts(text, found.source) == [source]
    assert texts(text, found.content) == content


def test_a_content_that_is_only_a_subject_speaks_in_the_next_attribution() -> None:
    text, attributions, _ = marked("<s1>State media</s1><c1>:</c1> <p1>President Liu</p1> <c2>told</c2> <p2>his guests the war was over</p2>.")
    outer, inner = mended(text, attributions)
    assert texts(text, inner.source) == ["President Liu"]
    assert texts(text, outer.content) == ["President Liu told his guests the war was over"]


def test_an_outlet_that_cites_somebody_is_the_source_of_both() -> None:
    text, attributions, _ = marked("State radio, <c1>quoting</c1> <p1>Colonel Barry</p1>, <c2>said</c2> <p2>that the curfew was over</p2>.")
    assert [texts(text, a.source) for a in mended(text, attributions)] == [["State radio"], ["State radio"]]


@pytest.mark.parametrize(
    "line",
    [
        "<p1>“Nobody came.”</p1> <c2>said</c2> <p2>that the war was over</p2>.",
        "<p1>what</p1> <c2>appears</c2> <p2>to be over</p2>.",
        "<p1>that</p1> <c2>said</c2> <p2>the war was over</p2>.",
    ],
)
def test_no_quote_and_no_pronoun_is_taken_for_a_lost_subject(line: str) -> None:
    text, attributions, _ = marked("<s1>She</s1> <c1>wrote</c1> " + line)
    assert mended(text, attributions) == attributions


@given(st.text(max_size=80), st.lists(st.integers(0, 80), min_size=6, max_size=6))
def test_any_text_is_mended_without_losing_an_attribution(text: str, cuts: list[int]) -> None:
    a, b, c, d, e, f = sorted(min(cut, len(text)) for cut in cuts)
    given_ = (Attribution((Span(a, b),), (Span(b, c),), (Span(c, d),)), Attribution((), (Span(d, e),), (Span(e, f),)))
    found = mended(text, given_)
    assert len(found) == 2
    assert all(0 <= s.start <= s.end <= len(text) for x in found for s in (*x.source, *x.cue, *x.content))


def test_no_part_begins_or_ends_inside_a_word() -> None:
    text = "The pilot invokes the law, Brandauer says."
    cut = Attribution((Span(27, 32),), (Span(10, 13),), (Span(18, 25),))
    (found,) = mended(text, (cut,))
    assert [texts(text, part) for part in (found.source, found.cue, found.content)] == [["Brandauer"], ["invokes"], ["the law"]]


def test_a_word_that_two_parts_share_is_left_as_it_is() -> None:
    text = "Brandauer says the law is dead."
    cut = Attribution((Span(0, 5),), (Span(5, 14),), (Span(15, 30),))
    assert mended(text, (cut,)) == (cut,)


def test_a_content_goes_on_up_to_the_comma_of_its_clause() -> None:
    text, attributions, _ = marked("<p>Some 1,900 had been</p> moved to schools in the town, <s>its director</s>, <c>told</c> reporters.")
    (found,) = mended(text, attributions)
    assert texts(text, found.content) == ["Some 1,900 had been moved to schools in the town"]


def test_a_content_does_not_go_on_over_quotation_marks() -> None:
    text, attributions, _ = marked("<p>He was free</p> and “well”, <s>she</s> <c>said</c>.")
    assert mended(text, attributions) == attributions


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Port opens as Norland <c>denies</c> <p>a hand in it</p>", ["Norland"]),
        ("Talks in Norland <c>failed</c> <p>to end the war</p>", []),
    ],
)
def test_a_name_right_before_the_verb_is_its_subject(line: str, source: list[str]) -> None:
    text, attributions, _ = marked(line)
    (found,) = mended(text, attributions)
    assert texts(text, found.source) == source


def test_the_comma_before_a_reporting_clause_is_no_content() -> None:
    text, attributions, _ = marked("<p>The town was empty,</p> <s>she</s> <c>said</c>, <p>“and cold,”</p> too.")
    (found,) = mended(text, attributions)
    assert texts(text, found.content) == ["The town was empty", "“and cold,”"]
