"""Attributions inside contents: what is read a second time, and what of it is kept. A tagger of our own stands in for the network."""

import time

import pytest
from attribution_marks import marked, texts

from sayso.data import Span
from sayso.read.findings import Attribution
from sayso.read.nested import nested


def inside(outer: str, inner: str) -> tuple[str, tuple[Attribution, ...], list[str]]:
    """What `nested` finds in the marked sentence `outer`, if the tagger sees `inner` wherever it is asked, and what it was asked."""
    text, attributions, _ = marked(outer)
    asked: list[str] = []

    def tag(alone: str) -> tuple[Attribution, ...]:
        asked.append(alone)
        plain, found, _ = marked(inner)
        return found if plain == alone else ()

    return text, nested(text, attributions=attributions, tag=tag), asked


def test_a_content_is_read_by_itself_as_a_sentence() -> None:
    text, found, asked = inside(
        "<s>The agency</s> <c>reported</c> <p>that the mayor told the town that the port was closed</p>.",
        "<s>The mayor</s> <c>told</c> the town <p>that the port was closed</p>.",
    )
    assert asked == ["The mayor told the town that the port was closed."]
    assert [texts(text, found[0].source), texts(text, found[0].cue), texts(text, found[0].content)] == [
        ["the mayor"], ["told"], ["that the port was closed"],
    ]  # fmt: skip


def test_it_may_be_who_speaks_inside() -> None:
    text, found, _ = inside(
        "<p>It said that the port was closed all week</p>, <s>the agency</s> <c>reported</c>.",
        "<s>It</s> <c>said</c> <p>that the port was closed all week</p>.",
    )
    assert [texts(text, a.source) for a in found] == [["It"]]


def test_a_speaker_just_behind_the_content_is_read_with_it() -> None:
    text, found, _ = inside(
        "“<p>The port was closed all week,” said</p> Ana Brand, <c>according to</c> <s>a transcript</s>.",
        "The port was closed all week,” said Ana Brand.",
    )
    assert found == ()
    text, found, asked = inside(
        "<p>“The port was closed all week,” said</p> Ana Brand, <c>according to</c> <s>a transcript</s>.",
        "<p>“The port was closed all week,”</p> <c>said</c> <s>Ana Brand</s>.",
    )
    assert asked == ["“The port was closed all week,” said Ana Brand."]
    assert texts(text, found[0].source) == ["Ana Brand"]


@pytest.mark.parametrize(
    "outer",
    [
        "<s>The mayor</s> <c>denied</c> <p>that the harbour board said the port was closed</p>.",
        "<s>The mayor</s> <c>did not say</c> <p>that the harbour board said the port was closed</p>.",
        "<s>The mayor</s> <c>asked</c> <p>whether the harbour board said the port was closed</p>.",
        "<s>The mayor</s> <c>believes</c> <p>that the harbour board said the port was closed</p>.",
        "<s>The mayor</s> <c>said</c> <p>the port was closed by order of the harbour board</p>.",
        "<s>The mayor</s> <c>said</c> <p>she wanted to say that the port was closed</p>.",
        "<s>The mayor</s> <c>said</c> <p>the report on the closed port was late</p>.",
        "<s>The mayor</s> <c>said</c> <p>boards say so</p>.",
        "<c>said</c> <p>that the harbour board said the port was closed</p>.",
    ],
)
def test_what_is_not_read_again(outer: str) -> None:
    assert inside(outer, "")[2] == []


@pytest.mark.parametrize(
    "inner",
    [
        "<s>The board</s> <c>did not say</c> <p>that the port was closed</p>.",
        "<s>The board</s> <c>would say</c> <p>that the port was closed</p>.",
        "<s>The board</s> <c>recalled thinking</c> <p>that the port was closed</p>.",
        "<s>I</s> <c>said</c> <p>that the port was closed</p>.",
        "<s>The board</s> was fined and <c>said</c> <p>that the port was closed</p>.",
        "The quay was empty and the cranes stood still when <s>she</s> <c>said</c> <p>the port shut</p>.",
        "<s>The board</s> <c>signed</c> <p>what the mayor said of the port</p>.",
        "<c>said</c> <p>that the port was closed by the board</p>.",
    ],
)
def test_what_is_read_but_not_kept(inner: str) -> None:
    plain = marked(inner)[0]
    _, found, _ = inside(f"<s>The mayor</s> <c>added</c> <p>that {plain[0].lower() + plain[1:-1]}</p>.", inner)
    assert found == ()


def test_links_are_followed_as_deep_as_three() -> None:
    text, attributions, _ = marked("<s>The paper</s> <c>said</c> <p>one said two said three said four said five said the port was closed</p>.")
    words = ["one", "two", "three", "four", "five"]

    def tag(alone: str) -> tuple[Attribution, ...]:
        first = alone.split()[0]
        rest = alone[len(first) + len(" said ") : -1]
        return marked(f"<s>{first}</s> <c>said</c> <p>{rest}</p>.")[1] if first.lower() in words else ()

    assert [texts(text, a.source) for a in nested(text, attributions=attributions, tag=tag)] == [["one"], ["two"], ["three"]]


def test_a_quote_that_goes_on_behind_the_outer_cue_stays_with_the_inner_speaker() -> None:
    text, found, _ = inside(
        "<p>“It is closed for good,” the mayor said</p>, <c>according to</c> <s>the agency</s>. <p>“Nobody will miss it.”</p>",
        "<p>“It is closed for good,”</p> <s>the mayor</s> <c>said</c>.",
    )
    assert texts(text, found[0].content) == ["“It is closed for good,”", "“Nobody will miss it.”"]


def test_no_more_than_a_quarter_of_a_long_text_is_read_again() -> None:
    text, attributions, _ = marked(
        "".join(f"<s{i}>She</s{i}> <c{i}>said</c{i}> <p{i}>that the mayor said the port was closed</p{i}>. " for i in range(1, 10))
    )
    asked: list[str] = []

    def tag(alone: str) -> tuple[Attribution, ...]:
        asked.append(alone)
        return ()

    many = [Attribution(*(tuple(Span(s.start + k * len(text), s.end + k * len(text)) for s in p) for p in (a.source, a.cue, a.content)))
            for k in range(50) for a in attributions]  # fmt: skip
    nested(text * 50, attributions=many, tag=tag)
    assert 0.2 * len(text) * 50 < sum(map(len, asked)) <= 0.25 * len(text) * 50


def test_a_long_content_takes_little_time() -> None:
    text = "The agency said " + "the mayor said the port was closed and " * 5000
    (outer,) = marked("<s>The agency</s> <c>said</c> <p>x</p>")[1]
    whole = Attribution(outer.source, outer.cue, (type(outer.source[0])(16, len(text)),))
    begun = time.process_time()
    assert nested(text, attributions=(whole,), tag=lambda alone: ()) == ()
    assert time.process_time() - begun < 5


def test_only_verbs_with_a_subject_of_their_own_are_read_again() -> None:
    for said in ("the owners agreed and said little more", "the owners were told to close the port", "the crew could neither confirm nor deny it"):
        assert inside(f"<s>The agency</s> <c>reported</c> <p>that {said}</p>.", "nothing")[2] == []
    text, attributions, _ = marked("<s>The agency</s> <c>reported</c> <p>that the mayor states the port was closed</p>.")
    asked: list[str] = []

    def tag(alone: str) -> tuple[Attribution, ...]:
        asked.append(alone)
        return ()

    verb = text.index("states")
    assert nested(text, attributions=attributions, tag=tag, verbs=[Span(text.index("was"), text.index("was") + 3)]) == ()
    assert asked == [], "a word that is no verb there says nothing"
    assert nested(text, attributions=attributions, tag=tag, verbs=[Span(verb, verb + len("states"))]) == ()
    assert asked == ["The mayor states the port was closed."]
