from datetime import date

import pytest
from attribution_marks import marked, texts
from hypothesis import given
from hypothesis import strategies as st

from sayso.data import Occasion, Span
from sayso.read.findings import Attribution
from sayso.read.occasions import occasion, occasions
from sayso.read.sentences import sentences
from sayso.read.when.expressions import times

FRIDAY = date(2024, 11, 22)


def read(line: str) -> tuple[str, Occasion | None]:
    text, (attribution,), names = marked(line)
    parts = sentences(text)
    sentence = next(s for s in parts if s.end > attribution.content[0].start)
    valued = times(text, published=FRIDAY)
    return text, occasion(text, attribution=attribution, sentence=sentence, sentences=parts, times=valued, names=names)


CASES = [
    (
        "interview",
        "SBS",
        "2024-11-22",
        "<s>The adviser</s> <c>said</c> in an interview with the broadcaster <n>SBS</n> on Friday that <p>the missiles arrived on Monday</p>.",
    ),
    ("interview", "CNN", "2024-11-17", "In an interview with <n>CNN</n> on Sunday, <s>the senator</s> <c>said</c> <p>the bill was dead</p>."),
    (
        "press conference",
        "Lima",
        "2024-11-20",
        "At a news conference in <n>Lima</n> on Wednesday, <s>the minister</s> <c>said</c> <p>the strike was over</p>.",
    ),
    ("exhibition", "Vostrov", None, "<s>The marshal</s> <c>said</c> at a military exhibition in <n>Vostrov</n> <p>that the risk had grown</p>."),
    ("rally", "Leeds", "2024-11-21", "<p>The strike was over</p>, <s>the minister</s> <c>said</c> late on Thursday at a rally in <n>Leeds</n>."),
    ("hearing", "Senate", "2024-11-19", "<s>The judge</s> <c>said</c> at a <n>Senate</n> hearing last Tuesday <p>that the law was clear</p>."),
    ("hearing", "Defence Committee", None, "<s>The marshal</s> <c>testified</c> before the <n>Defence Committee</n> <p>that the risk had grown</p>."),
    ("statement", None, None, "<s>The marshal</s> <c>said in a statement</c> <p>that the risk had grown</p>."),
    ("statement", None, None, "<s>The statement</s> <c>said</c> <p>that the risk had grown</p>."),
    ("statement", None, "2024-11-16", "<s>The minister</s> <c>issued a statement</c> on Saturday <c>saying</c> <p>the strike was over</p>."),
    ("speech", None, "2024-11-19", "<s>The minister</s> <c>said</c> in a speech on Tuesday <p>that the strike was over</p>."),
    ("document", None, None, "<s>The filing</s> <c>says</c> <p>the firm hid losses</p>."),
    ("letter", "Parliament", None, "In a letter to <n>Parliament</n>, <s>the minister</s> <c>said</c> <p>the strike was over</p>."),
    ("call", None, None, "<s>The minister</s> <c>said</c> during a phone call with <o>Ada Roth</o> <p>that the strike was over</p>."),
    ("post", "Telegram", None, "<s>The marshal</s> <c>wrote on Telegram</c> <p>that the risk had grown</p>."),
    (
        "post",
        "Facebook",
        "2024-11-18",
        "<s>The minister</s> <c>posted</c> a video on <n>Facebook</n> on Monday <c>saying</c> <p>the strike was over</p>.",
    ),
    ("post", "Twitter", None, "<s>The marshal</s> <c>tweeted</c> <p>that the risk had grown</p>."),
    ("broadcast", "BBC", None, "<s>The minister</s> <c>said</c> on <n>BBC</n> radio <p>the strike was over</p>."),
    (None, "SBS", None, "<s>The marshal</s> <c>told</c> <n>SBS</n> <p>that the risk had grown</p>."),
    (None, None, "2024-11-21", "“<p>The bill is dead</p>,” <s>the senator</s> <c>said</c> Thursday."),
    (None, None, "2024-11-21", "“<p>The bill is dead</p>,” <s>the senator</s> <c>told reporters</c> on Thursday."),
    (None, None, "2024-11-19", "On Tuesday, <s>the senator</s> <c>said</c> <p>the bill was dead</p>."),
    (
        "interview",
        None,
        "2024-11-17",
        "In an interview on Sunday, the minister spoke of the mine. <s>She</s> <c>said</c> <p>the strike was over</p>.",
    ),
]


@pytest.mark.parametrize(("what", "where", "day", "line"), CASES)
def test_occasion(what: str | None, where: str | None, day: str | None, line: str) -> None:
    _, found = read(line)
    assert found is not None
    assert (found.what, found.where, found.date) == (what, where, day)


@pytest.mark.parametrize(
    "line",
    [
        "<s>The senator</s> <c>said</c> <p>the bill died on Tuesday</p>.",
        "<s>The minister</s> <c>said</c> <p>the strike was over</p>.",
        "<s>The press secretary</s> <c>said</c> <p>the strike was over</p>.",
        "<s>The minister</s>, who visited the mine on Monday, <c>said</c> <p>the strike was over</p>.",
        "<s>The minister</s> <c>said</c> <p>she gave an interview to <n>CNN</n> on Sunday</p>.",
    ],
)
def test_what_is_in_the_content_or_an_aside_is_no_occasion(line: str) -> None:
    assert read(line)[1] is None


def test_the_span_covers_the_phrase() -> None:
    text, found = read("<s>The judge</s> <c>said</c> in an interview with <n>Radio Nord</n> <p>that the law was clear</p>.")
    assert found is not None
    assert found.span is not None
    assert texts(text, (found.span,)) == ["in an interview with Radio Nord"]


def article(line: str, speakers: list[tuple[str, ...]]) -> list[Occasion | None]:
    text, attributions, names = marked(line)
    parts, valued = sentences(text), times(text, published=FRIDAY)
    return list(occasions(text, attributions=attributions, speakers=tuple(speakers), sentences=parts, times=valued, names=names))


def test_an_occasion_carries_on_for_its_speaker() -> None:
    line = (
        "In an interview with <n>CNN</n> on Sunday, <s1>Ada Roth</s1> <c1>said</c1> <p1>the mine was shut</p1>. "
        "<s2>She</s2> <c2>added</c2> <p2>that the pumps had failed</p2>. "
        "<s3>The union</s3> <c3>has long said</c3> <p3>the pumps were old</p3>."
    )
    first, second, third = article(line, [("roth",), ("roth",), ("union",)])
    assert first is not None
    assert second is not None
    assert (second.what, second.where, second.date) == (first.what, first.where, "2024-11-17")
    assert third is None


def test_another_occasion_of_the_speaker_ends_the_first() -> None:
    line = (
        "In an interview on Sunday, <s1>Ada Roth</s1> <c1>said</c1> <p1>the mine was shut</p1>. "
        "<s2>She</s2> <c2>said</c2> in a speech on Tuesday <p2>that the pumps had failed</p2>."
    )
    _, second = article(line, [("roth",), ("roth",)])
    assert second is not None
    assert (second.what, second.date) == ("speech", "2024-11-19")


def test_plain_past_speech_takes_the_day_of_the_news() -> None:
    line = (
        "<s1>The mayor</s1> <c1>said</c1> on Thursday <p1>the mine was shut</p1>. "
        "<s2>A miner</s2> <c2>said</c2> <p2>the pumps had failed</p2>. <s3>The owner</s3> <c3>has said</c3> <p3>it was safe</p3>."
    )
    _, second, third = article(line, [("mayor",), ("miner",), ("owner",)])
    assert second == Occasion(date="2024-11-21")
    assert third is None


def test_the_same_document_has_the_same_day_whoever_is_named() -> None:
    line = (
        "<s1>The ministry</s1> <c1>said</c1> in a report on Monday <p1>the mine was shut</p1>. "
        "<s2>The mayor</s2> <c2>said</c2> on Thursday <p2>it was sad</p2>. "
        "<s3>The report</s3> <c3>finds</c3> <p3>the pumps were old</p3>."
    )
    third = article(line, [("ministry",), ("mayor",), ("the report",)])[2]
    assert third is not None
    assert (third.what, third.date) == ("report", "2024-11-18")


@given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 120))
def test_any_text_is_read_and_spans_lie_inside(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    attribution = Attribution((), (Span(0, start),), (Span(start, end),))
    parts = sentences(text)
    found = occasion(text, attribution=attribution, sentence=Span(0, len(text)), sentences=parts, times=times(text, published=FRIDAY))
    assert found is None or found.span is None or 0 <= found.span.start <= found.span.end <= len(text)
    assert occasions(text, attributions=(), speakers=(), sentences=parts) == ()


def test_a_nationality_is_no_place() -> None:
    _, found = read("<s>The adviser</s> <c>said</c> in an interview with the <n>French</n> channel <n>TF1</n> <p>that the ships had come</p>.")
    assert found is not None
    assert (found.what, found.where) == ("interview", "TF1")
    _, found = read("<s>The adviser</s> <c>said</c> at a meeting with her <n>Swedish</n> counterpart <p>that the ships had come</p>.")
    assert found is not None
    assert found.where is None


def test_a_day_told_once_deep_in_a_report_is_that_of_one_remark() -> None:
    head = "<s1>The mayor</s1> <c1>said</c1> <p1>the mill was shut</p1>. It rained. It rained. It rained. "
    text, attributions, _ = marked(head + "<s2>The miner</s2> <c2>said</c2> on Thursday <p2>the pit was open</p2>.")
    found = occasions(
        text, attributions=attributions, speakers=(("mayor",), ("miner",)), sentences=sentences(text), times=times(text, published=FRIDAY)
    )
    assert [o and o.date for o in found] == [None, "2024-11-21"]
