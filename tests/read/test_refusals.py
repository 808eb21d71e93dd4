import pytest

from sayso.data import Span
from sayso.read.findings import Attribution
from sayso.read.refusals import refusals
from sayso.read.sentences import sentences


def found(text: str, *given: Attribution) -> list[tuple[str, str, str]]:
    return [
        tuple(text[s.start : s.end] for s in (a.source[0], a.cue[0], a.content[0]))  # type: ignore[misc]
        for a in refusals(text, sentences=sentences(text), attributions=given)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The firm declined to comment.", ("The firm", "declined", "to comment")),
        ("A spokesman for Acme declined to comment on the report.", ("A spokesman for Acme", "declined", "to comment on the report")),
        ("Acme did not immediately respond to a request for comment.", ("Acme", "did not immediately respond", "to a request for comment")),
        ("The mayor spoke, but the police have refused to comment.", ("the police", "have refused", "to comment")),
        ("Ms. Poe would not comment.", ("Ms. Poe", "would not comment", "comment")),
        ("Asked about the shelling, the ministry would not comment.", ("the ministry", "would not comment", "comment")),
        ("The authority refuses to say.", ("The authority", "refuses to say", "say")),
        ("The port would neither confirm nor deny that it was hit.", ("The port", "would neither confirm nor deny", "deny that it was hit")),
        ("Detectives would not be drawn on that.", ("Detectives", "would not be drawn", "drawn on that")),
    ],
)
def test_refusals_are_found(text: str, wanted: tuple[str, str, str]) -> None:
    assert found(text) == [wanted]


@pytest.mark.parametrize(
    "text", ["The firm declined the offer.", "Prices declined to a low.", "Declined to comment.", "", "He commented on the report."]
)
def test_other_things_are_none(text: str) -> None:
    assert found(text) == []


def test_what_the_tagger_found_is_not_found_again() -> None:
    text = "The firm declined to comment."
    assert found(text, Attribution((Span(0, 8),), (Span(9, 17),), (Span(18, 28),))) == []


def test_who_keeps_silent_too() -> None:
    assert found("The bank declined to comment, as did the Treasury.") == [
        ("the Treasury", "declined", "to comment"), ("The bank", "declined", "to comment"),
    ]  # fmt: skip


def test_a_cue_cut_before_its_verb_is_put_right() -> None:
    given = Attribution((Span(0, 12),), (Span(13, 22),), (Span(23, 30),))
    assert found("The ministry would not comment.", given) == [("The ministry", "would not comment", "comment")]
