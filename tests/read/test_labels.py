"""Speakers told by a label: what counts as one, and what does not."""

import time

import pytest

from sayso import encoder
from sayso.data import Name, Span
from sayso.read.clauses import verbs
from sayso.read.findings import Attribution
from sayso.read.labels import labelled
from sayso.read.sentences import sentences


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def said(text: str, *people: str, given: tuple[Attribution, ...] = ()) -> list[tuple[str, str]]:
    names = [Name(at(text, person), "person") for person in people]
    spoken = verbs(encoder.read(encoder.pieces(text)))
    mended, further = labelled(text, names=names, sentences=sentences(text), verbs=spoken, attributions=given)
    return [(" ".join(text[s.start : s.end] for s in a.source), text[a.content[0].start : a.content[-1].end]) for a in (*mended, *further)]


def test_a_transcript_gives_every_sentence_to_its_label() -> None:
    text = "HOST: Who closed the port?\n\nKOROMA: The owner closed it. He told nobody.\n\nThe crews left.\n\nHOST: Thank you for that."
    assert said(text) == [
        ("HOST", "Who closed the port?"), ("KOROMA", "The owner closed it."), ("KOROMA", "He told nobody."), ("KOROMA", "The crews left."),
        ("HOST", "Thank you for that."),
    ]  # fmt: skip


def test_answers_are_the_guests_and_questions_nobodys() -> None:
    text = "We met Tessa Arden at home.\n\nQ: Why did you stop?\n\nA: Nobody paid me for it."
    assert said(text, "Tessa Arden") == [("", "Why did you stop?"), ("Tessa Arden", "Nobody paid me for it.")]


def test_what_the_tagger_hung_on_a_letter_is_the_guests() -> None:
    text = "We met Tessa Arden at home.\n\nQ: Why did you stop?\n\nA: I think nobody reads me."
    thinks = Attribution((at(text, "I"),), (at(text, "think"),), (at(text, "nobody reads me"),))
    assert ("Tessa Arden", "nobody reads me") in said(text, "Tessa Arden", given=(thinks,))


@pytest.mark.parametrize(
    ("text", "people", "wanted"),
    [
        ("Mei Tan: The tariffs will be lifted.", ["Mei Tan"], [("Mei Tan", "The tariffs will be lifted.")]),
        ("Minister Tan: The tariffs will be lifted.", ["Tan"], [("Minister Tan", "The tariffs will be lifted.")]),
        ("Police: Two men were seen on the roof", [], [("Police", "Two men were seen on the roof")]),
        ("@harbour: The port has been closed.", [], [("@harbour", "The port has been closed.")]),
        ("The port has been closed. — Amy Wade (@wade) March 3, 2024", [], [("Amy Wade", "The port has been closed.")]),
        ("Mine owner hid the cracks - union\n\nThe mine is old.", [], [("union", "Mine owner hid the cracks")]),
        ("The letter from Otto Beck in full:\n\nI have sold the port.", ["Otto Beck"], [("Otto Beck", "I have sold the port.")]),
    ],
)
def test_labels(text: str, people: list[str], wanted: list[tuple[str, str]]) -> None:
    assert said(text, *people) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Editor’s note: This report was changed on Monday.",
        "Iran: Protests have spread to the south",
        "Goals: Tan 2, Okafor 1",
        "The mayor has one wish: The port must open.",
        "He went on: The port must open.",
        "Ferry sinks - dozens missing\n\nThe ferry was old.",
        "Ferry sank after storm - Reuters\n\nThe ferry was old.",
        "It closed at 10:30 on Monday.",
        "",
    ],
)
def test_other_colons_and_dashes_are_no_labels(text: str) -> None:
    assert said(text) == []


def test_a_long_text_takes_little_time() -> None:
    text = "A word and another - " * 20_000 + "\n\nNAME: he said so. " * 2000
    begun = time.process_time()
    labelled(text, names=[], sentences=(Span(0, len(text)),), verbs=[], attributions=())
    assert time.process_time() - begun < 5
