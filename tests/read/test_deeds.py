"""Deeds done with words are told by the article itself; what is said of a thing stays with who says it."""

from __future__ import annotations

import re

import pytest

from sayso import read
from sayso.data import Span
from sayso.read.findings import Attribution
from sayso.read.how.deeds import only_deed
from sayso.read.how.types import statement_type, unsourced

MARKS = re.compile(r"[{}<>*]")


def attribution(marked: str) -> tuple[str, Attribution, tuple[Span, ...]]:
    """The text of "{cue} <content>", in which verbs carry a star, with the attribution and the verbs."""
    text = MARKS.sub("", marked)
    place = {at: at - len(MARKS.findall(marked[:at])) for at in range(len(marked) + 1)}
    spans = {
        name: tuple(Span(place[m.start()], place[m.end()]) for m in re.finditer(f"[{opening}]([^{closing}]*)[{closing}]", marked))
        for name, opening, closing in (("cue", "{", "}"), ("content", "<", ">"))
    }
    verbs = tuple(Span(place[m.start()], place[m.end()]) for m in re.finditer(r"\*\w+", marked))
    return text, Attribution((), spans["cue"], spans["content"]), verbs


@pytest.mark.parametrize(
    "marked",
    [
        "The mayor {*apologised for} <the post>.",
        "The ministry {*released} <the letters on Monday>.",
        "Prosecutors {have *subpoenaed} <the harbour company>.",
        "The minister {*defended} <a plan that *cuts fares in half>.",
        "She {*endorsed} <the senator from Vale>.",
        "The council {*rejected} <an offer by the railway>.",
        "He {*asked about} <the inquiry, which *began in May>.",
        "The clerk {*published} <a list *obtained by the paper>.",
        "<The orders> {were *disclosed} in March.",
        "<The cause of the fire> {is *disputed}.",
        "They {*discussed} <one of the 1,200 posts>.",
        "The clerk {*invoked} <the fifth amendment>.",
        "The committee {*heard} <testimony from three engineers>.",
    ],
)
def test_a_thing_is_no_statement(marked: str) -> None:
    text, found, verbs = attribution(marked)
    assert only_deed(text, found, verbs=verbs)


@pytest.mark.parametrize(
    "marked",
    [
        "The mayor {*apologised}, saying <that the post *was hasty>.",
        "The company {*denied} <the allegations>.",
        "Palace{:} <No talks on the ferry>.",
        "The union {*rejected} <the claims of the company>.",
        "The union {*rejected} <this>.",
        "The agency {*warned of} <floods>.",
        "The minister {*announced} <a merger of the two ports>.",
        "She {*condemned} <the attack on the ferry>.",
        "He {*acknowledged} <*taking gifts from two builders>.",
        "The minister {*defended} <the plan as a cure for the railway>.",
        "The mayor {*asked} <whether the bridge *would hold>.",
        "The mayor {*defended} <the bridge *is safe>.",
        "He {*refused to *discuss} <the inquiry>.",
        "He {*declined} <an interview>.",
        "<More than 2,000 people *have fled>, the mayor {*explained}.",
    ],
)
def test_what_is_said_of_a_thing_stays_a_statement(marked: str) -> None:
    text, found, verbs = attribution(marked)
    assert not only_deed(text, found, verbs=verbs)


@pytest.mark.parametrize(
    ("marked", "kind"), [("The agency {*put} <the toll at about 62>.", "speech"), ("The agency {*put} <a guard at the gate>.", "act")]
)
def test_to_put_a_thing_at_a_figure_is_to_say_it(marked: str, kind: str) -> None:
    text, found, _ = attribution(marked)
    assert statement_type(text, found) == kind


def test_that_a_plan_is_defended_is_told_in_the_articles_own_voice() -> None:
    text = "Mayor Dana Whitlock defended the plan on Monday.\n\nThe plan had cost three teachers of the town's only school their posts."
    reading = read(text, published="2024-05-07")
    (told,) = [p for p in reading.propositions if p.content[0].start == 0]
    assert (told.kind, told.speakers) == ("own", ())
    assert text[told.content[0].start : told.content[-1].end].startswith("Mayor Dana Whitlock defended the plan")


def test_that_something_is_published_goes_back_to_who_did() -> None:
    text = "Mayor Dana Whitlock apologised for the post on Monday.\n\nThe post had named three teachers of the town's only school."
    reading = read(text, published="2024-05-07")
    (told,) = [p for p in reading.propositions if p.content[0].start == 0]
    assert [w.name for w in reading.witnesses if w.id in told.speakers] == ["Dana Whitlock"]
    assert text[told.content[0].start : told.content[-1].end].startswith("Mayor Dana Whitlock apologised for the post")


@pytest.mark.parametrize(
    ("marked", "who"), [("The fire {*appears} <to *have begun in the kiln>.", "own"), ("It is {*believed} <to *have begun there>.", "unnamed")]
)
def test_what_only_seems_so_is_the_articles_own_word(marked: str, who: str) -> None:
    text, found, _ = attribution(marked)
    assert unsourced(text, found) == who


def test_what_nobody_is_named_for_is_read_too() -> None:
    text = "The names were published on Monday.\n\nA list of the donors was released, and two letters were leaked."
    assert read(text, published="2024-05-07").propositions
