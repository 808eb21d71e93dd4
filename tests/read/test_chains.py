import time

import pytest
from attribution_marks import marked, texts
from hypothesis import given
from hypothesis import strategies as st

from sayso.data import Span
from sayso.read.carriers import is_outlet
from sayso.read.chains import Chain, chains, passed_on
from sayso.read.findings import Attribution
from sayso.read.sentences import sentences


def read(line: str) -> tuple[str, tuple[Chain, ...]]:
    text, attributions, names = marked(line)
    return text, passed_on(text, attributions=attributions, sentences=sentences(text), names=names)


CASES = [
    (
        ["state news agency KCNA"],
        "<s><o>Marek Dolan</o></s> <c>accuses</c> <p>the port of hiding the spill</p>, state news agency <n>KCNA</n> reported on Friday.",
    ),
    (["BuzzFeed", "Sources"], "Sources told <n>BuzzFeed</n> that <s><o>Cohen</o></s> <c>said</c> <p>the cheque was lost</p>."),
    (["AFP", "a transcript"], "“<p>It was a mistake</p>,” <c>said</c> <s><o>Smith</o></s>, according to a transcript seen by <n>AFP</n>."),
    (["Reuters"], "<p>The port was closed</p>, <s>the mayor</s> <c>said</c>, according to <n>Reuters</n>."),
    (["Reuters"], "According to <n>Reuters</n>, <s>the mayor</s> <c>said</c> <p>the port was closed</p>."),
    (["Reuters"], "As <n>Reuters</n> reported on Tuesday, <s>the mayor</s> <c>said</c> <p>the port was closed</p>."),
    (["Reuters"], "<n>Reuters</n> quoted <s>the mayor</s> <c>as saying</c> <p>the port was closed</p>."),
    (["the Harbour Times"], "<c>According to</c> <s>slides obtained by the <n>Harbour Times</n></s>, <p>the port was closed</p>."),
    (["Reuters"], "<s>A letter</s> seen by <n>Reuters</n> <c>says</c> <p>the port was closed</p>."),
    (["the Harbour Times"], "“<p>The port was closed</p>,” <s>the letter</s> <c>reads</c>, according to the <n>Harbour Times</n>."),
    (["two people briefed on the matter"], "<s>He</s> <c>denied</c> <p>the charge</p>, two people briefed on the matter have said."),
    (["Ana Brand"], "“<s>The audit</s> <c>found</c> <p>that money was missing</p> and the books were wrong,” said <o>Ana Brand</o>."),
    (["Ana Brand"], "<o>Ana Brand</o> said: “<s>She</s> <c>said</c> <p>the books were wrong</p>.”"),
    (["the Harbour Times"], "<p>The port was closed</p>, the <n>Harbour Times</n> has reported, <c>citing</c> <s>unnamed officials</s>."),
    (
        ["A report in The Guardian"],
        "A report in <n>The Guardian</n>, published on Sunday, cited <s>another document</s> <c>that showed</c> <p>the port was closed</p>.",
    ),
    (["state television"], "<s>The mayor</s> <c>said</c> <p>the port was closed</p>, in remarks carried by state television."),
    (["the Harbour Times"], "<s>A witness</s> <c>said</c> <p>the port was closed</p>, in a video posted by the <n>Harbour Times</n>."),
    (["local media"], "<s>The mayor</s> <c>said</c> <p>the port was closed</p> and that <p>ships were waiting</p>, local media reported."),
    (["her spokesman"], "<s><o>Lena Ott</o></s> <c>told reporters</c> <p>the port was closed</p>, her spokesman said."),
    (
        ["the Harbour Times", "Channel 9"],
        "According to the <n>Harbour Times</n> and <n>Channel 9</n>, <s>the mayor</s> <c>said</c> <p>the port was closed</p>.",
    ),
    ([], "<s><o>Cohen</o></s> <c>told <n>BuzzFeed</n></c> <p>the cheque was lost</p>."),
    ([], "In an interview with <n>SBS</n>, <s><o>Shin</o></s> <c>said</c> <p>the missiles had been delivered</p>."),
    ([], "<p>The port was closed</p>, <s>the mayor</s> <c>said</c>."),
    ([], "<p>The port was closed</p>, <c>said</c> <s>Rep. <o>Lena Ott</o></s>, who leads the committee."),
    ([], "<p>The port was closed</p>, <c>according to</c> <s>the newspaper</s>."),
    ([], "“<s>I</s> <c>believe</c> <p>the port is safe</p>,” said <o>Ana Brand</o>."),
    ([], "<s>The agency</s> <c>reported</c> <p>that the port was closed</p>. The mayor, <n>Reuters</n> said, was away."),
    ([], "<s>Russian state media</s> <c>said</c> <p><o>Marek Dolan</o> had ordered the closure</p>."),
    (["The Quay"], "<s><o>Ada Poe</o></s> posted a letter.\n\nRead it in full via <n>The Quay</n>:\n\n<p>I am sorry for the noise.</p>"),
    (["The Quay"], "<s><o>Ada Poe</o></s> wrote a letter.\n\nThe text, obtained by <n>The Quay</n>:\n\n<p>I am sorry for the noise.</p>"),
    ([], "<p>The port was closed.</p>"),
]


@pytest.mark.parametrize(("carriers", "line"), CASES)
def test_carriers_around_one_attribution(carriers: list[str], line: str) -> None:
    text, (chain,) = read(line)
    assert texts(text, chain.carriers) == carriers
    assert not chain.only_carries


def test_an_attribution_that_holds_another_carries_it() -> None:
    text, (outer, inner) = read(
        "<s1><n>KCNA</n></s1> <c1>reported</c1> that <p1><s2><o>Marek Dolan</o></s2> <c2>said</c2> <p2>the port was closed</p2></p1>."
    )
    assert outer.only_carries
    assert texts(text, inner.carriers) == ["KCNA"]
    assert not inner.only_carries


def test_an_outer_content_that_says_more_is_kept() -> None:
    text, (outer, inner) = read(
        "<s1>Officials</s1> <c1>said</c1> <p1>that <s2><o>Dolan</o></s2> <c2>insisted</c2> <p2>the port was safe</p2> and that trade had grown</p1>."
    )
    assert not outer.only_carries
    assert texts(text, inner.carriers) == ["Officials"]


def test_a_telling_that_is_passed_on_is_carried_by_both() -> None:
    text, (outer, inner) = read(
        "<s1>Sources</s1> <c1>told <n>BuzzFeed</n></c1> that <p1><s2><o>Cohen</o></s2> <c2>said</c2> <p2>the cheque was lost</p2></p1>."
    )
    assert outer.only_carries
    assert texts(text, inner.carriers) == ["BuzzFeed", "Sources"]


def test_three_deep_the_outermost_comes_first() -> None:
    text, found = read(
        "<s1><n>Reuters</n></s1> <c1>reported</c1> <p1>that <s2>officials</s2> <c2>said</c2> "
        "<p2>that <s3><o>Dolan</o></s3> <c3>denied</c3> <p3>the sale</p3></p2></p1>."
    )
    assert texts(text, found[2].carriers) == ["Reuters", "officials"]
    assert [chain.only_carries for chain in found] == [True, True, False]


@pytest.mark.parametrize(
    ("speaker", "line"),
    [
        ("two officials", "<s>The <n>Harbour Times</n></s>, citing two officials, <c>said</c> <p>the port was closed</p>."),
        ("two officials", "<s>The <n>Harbour Times</n></s> <c>reported</c> <p>that the port was closed</p>, citing two officials."),
        ("two officials", "<s>The <n>Harbour Times</n></s> <c>reported</c> <p>that the port was closed, according to two officials</p>."),
        (
            "people familiar with the plan",
            "<s>The <n>Harbour Times</n></s> <c>reported</c> <p>that the port was closed</p>, according to people familiar with the plan.",
        ),
    ],
)
def test_an_outlet_that_cites_somebody_only_carries_them(speaker: str, line: str) -> None:
    text, (chain,) = read(line)
    assert texts(text, chain.attribution.source) == [speaker]
    assert texts(text, chain.carriers) == ["The Harbour Times"]


def test_reasons_are_nobody() -> None:
    _, (chain,) = read("<s>The <n>Harbour Times</n></s> <c>said</c> <p>the port was closed</p>, citing security concerns.")
    assert chain.carriers == ()


def test_an_inner_speaker_is_drawn_out_of_the_content() -> None:
    text, (chain,) = read("<s><n>KCNA</n></s> <c>reported</c> <p>that <o>Marek Dolan</o> has accused the port of neglect</p>.")
    assert texts(text, chain.attribution.source) == ["Marek Dolan"]
    assert texts(text, chain.attribution.cue) == ["has accused"]
    assert texts(text, chain.attribution.content) == ["the port of neglect"]
    assert texts(text, chain.carriers) == ["KCNA"]


@pytest.mark.parametrize(
    ("speaker", "cue", "content", "line"),
    [
        (
            "Marek Dolan",
            "said",
            "The port was closed for good",
            "<p>The port was closed for good, <o>Marek Dolan</o> said in a speech at the yard on Monday</p>, <c>according to</c> <s><n>KCNA</n></s>.",
        ),
        (
            "Marek Dolan",
            "told",
            "the port was closed",
            "<p><o>Marek Dolan</o> told a fair in the town on Monday that the port was closed</p>, <s><n>KCNA</n></s> <c>reported</c>.",
        ),
        ("she", "argued", "the port was closed", "<c>According to</c> <s>the letter</s>, <p>she argued that the port was closed</p>."),
        (
            "the Harbour Board",
            "found",
            "the port was closed",
            "<s><o>Ana Brand</o></s> <c>said</c> <p>the <n>Harbour Board</n> found that the port was closed</p>.",
        ),
    ],
)
def test_a_speaker_inside_the_content_is_read_out(speaker: str, cue: str, content: str, line: str) -> None:
    text, (chain,) = read(line)
    assert texts(text, chain.attribution.source) == [speaker]
    assert texts(text, chain.attribution.cue) == [cue]
    assert texts(text, chain.attribution.content) == [content]
    assert len(chain.carriers) == 1


@pytest.mark.parametrize(
    "line",
    [
        "<s><o>Ana Brand</o></s> <c>said</c> <p>she had found that the port was closed</p>.",
        "<s><o>Ana Brand</o></s> <c>said</c> <p><o>Brand</o> found that the port was closed</p>.",
        "<s><n>KCNA</n></s> <c>reported</c> <p>that <o>Marek Dolan</o> had closed the port, the yard and the mill</p>.",
    ],
)
def test_a_content_without_a_second_speaker_stays_whole(line: str) -> None:
    _, attributions, _ = marked(line)
    assert read(line)[1] == (Chain(attributions[0]),)


def test_a_carrier_of_the_next_sentence_is_not_that_of_this_one() -> None:
    _, (chain,) = read(
        "<s><o>Ana Brand</o></s> <c>said</c> <p>that two ships sank</p>. <p>A third ran aground</p>, according to the <n>Harbour Times</n>."
    )
    assert chain.carriers == ()


def test_chains_are_those_of_passed_on() -> None:
    text, attributions, names = marked("<s>The mayor</s> <c>said</c> <p>the port was closed</p>, according to <n>Reuters</n>.")
    parts = sentences(text)
    found = chains(text, attributions=attributions, sentences=parts, names=names)
    assert found == tuple(c.carriers for c in passed_on(text, attributions=attributions, sentences=parts, names=names))
    assert chains(text, attributions=(), sentences=parts) == ()


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Reuters", True),
        ("the newspaper", True),
        ("state media", True),
        ("The Riverside Herald", True),
        ("the mayor", False),
        ("Lena Ott", False),
        ("France", False),
        ("", False),
    ],
)
def test_outlets(phrase: str, expected: bool) -> None:
    assert is_outlet(phrase) is expected


@given(st.text(max_size=120), st.lists(st.integers(0, 120), min_size=6, max_size=6))
def test_carriers_lie_inside_any_text(text: str, cuts: list[int]) -> None:
    a, b, c, d, e, f = sorted(min(cut, len(text)) for cut in cuts)
    attributions = (Attribution((Span(a, b),), (Span(b, c),), (Span(c, f),)), Attribution((Span(c, d),), (Span(d, e),), (Span(e, f),)))
    for chain in passed_on(text, attributions=attributions, sentences=sentences(text)):
        assert all(0 <= s.start <= s.end <= len(text) for s in chain.carriers)


def test_a_long_text_takes_little_time() -> None:
    one = "The mayor said the port was closed, according to Reuters, and the agency told the paper that it was shut "
    text = one * 2000
    attributions = tuple(
        Attribution((Span(at, at + 9),), (Span(at + 10, at + 14),), (Span(at + 15, at + 34),)) for at in range(0, len(text), len(one))
    )
    begun = time.process_time()
    found = passed_on(text, attributions=attributions, sentences=(Span(0, len(text)),))
    assert len(found) == 2000
    assert time.process_time() - begun < 10


def test_whom_an_outlet_cites_is_the_speaker_of_what_it_reports() -> None:
    text, attributions, names = marked(
        "<s1><n>The Quay</n></s1> <c1>reported</c1> <p1>that the port was sold</p1>, <c2>citing</c2> <p2>two officials</p2>."
    )
    both = (attributions[0], Attribution(attributions[0].source, attributions[1].cue, attributions[1].content))
    told, cited = passed_on(text, attributions=both, sentences=sentences(text), names=names)
    assert texts(text, told.attribution.source) == ["two officials"]
    assert texts(text, told.carriers) == ["The Quay"]
    assert cited.only_carries
