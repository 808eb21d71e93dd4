import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import encoder
from sayso.data import Span
from sayso.read.clauses import clauses, verbs
from sayso.read.findings import Attribution
from sayso.read.own_voice import continuations, own_voice
from sayso.read.propositions import leaves_open, presupposed, propositions
from sayso.read.sentences import sentences
from sayso.text import quotations


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def cut(text: str) -> list[str]:
    states = encoder.read(encoder.pieces(text))
    return [" … ".join(text[p.start : p.end] for p in clause) for clause in clauses(states, sentences(text))]


def told(text: str, *covered: Attribution) -> list[str]:
    states = encoder.read(encoder.pieces(text))
    found = own_voice(text, clauses=clauses(states, sentences(text)), covered=covered, verbs=verbs(states), quoted=quotations(text))
    return [" … ".join(text[p.start : p.end] for p in clause) for clause in found]


def test_coordinate_clauses_are_cut() -> None:
    assert len(cut("The bridge was closed on Friday, but the ferry kept running all weekend.")) == 2


def test_a_relative_clause_interrupts_its_outer_clause() -> None:
    found = cut("The minister, who took office in May, has cut the budget twice.")
    assert any("…" in clause and "has cut the budget" in clause for clause in found)


def test_a_complement_stays_with_its_verb() -> None:
    assert len(cut("The council decided that the market would move.")) == 1


def test_an_article_speaks_for_itself_outside_attributions() -> None:
    text = "The port reopened on Sunday. The harbour master said the quay was safe."
    said = Attribution((at(text, "The harbour master"),), (at(text, "said"),), (at(text, "the quay was safe"),))
    assert told(text, said) == ["The port reopened on Sunday"]


def test_a_headline_without_a_verb_is_own_voice() -> None:
    assert told("Dozens missing after ferry accident\n\nThe ferry sank at night.")[0] == "Dozens missing after ferry accident"


def test_words_in_quotation_marks_are_nobodys_own_voice() -> None:
    assert told("“Nothing will ever be the same again in this town.”") == []


def test_what_is_left_of_an_attribution_says_nothing() -> None:
    text = "The quay was safe, according to Ana Brand. The ferry sank, two of the sailors said on Monday."
    safe = Attribution((), (), (at(text, "The quay was safe"),))
    sank = Attribution((at(text, "two of the sailors"),), (), (at(text, "The ferry sank"),))
    assert told(text, safe, sank) == []


def test_a_remark_on_sources_says_nothing() -> None:
    text = "The port reopened on Sunday. All of them spoke on the condition of anonymity because the talks were private."
    assert told(text) == ["The port reopened on Sunday"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("how many ships had come", True),
        ("his remarks", True),
        ("it", True),
        ("why he had left", True),
        ("whether two ships had come", False),
        ("the sale of the port", False),
        ("that two ships had come", False),
    ],
)
def test_what_leaves_open_what_it_asks(content: str, expected: bool) -> None:
    assert leaves_open(content, (Span(0, len(content)),)) is expected


def test_a_quoted_sentence_goes_on_with_the_last_speaker() -> None:
    text = "“We were asleep,” Ms. Dahl said. “The water came through the door.”"
    said = Attribution((at(text, "Ms. Dahl"),), (at(text, "said"),), (at(text, "“We were asleep,”"),))
    found = continuations(text, sentences=sentences(text), quoted=tuple(quotations(text)), attributions=(said,))
    assert [text[a.content[0].start : a.content[0].end] for a in found] == ["“The water came through the door.”"]
    assert found[0].source == said.source


def test_a_quote_far_behind_is_given_to_nobody() -> None:
    text = "“We were asleep,” Ms. Dahl said. " + "The road was closed. " * 60 + "\n“It was a long night for everybody here.”"
    said = Attribution((at(text, "Ms. Dahl"),), (at(text, "said"),), (at(text, "“We were asleep,”"),))
    assert continuations(text, sentences=sentences(text), quoted=tuple(quotations(text)), attributions=(said,)) == ()


def test_contents_are_cut_into_propositions() -> None:
    text = "the bridge was closed on Friday, but the ferry kept running"
    parts = propositions(
        text, content=(Span(0, len(text)),), clauses=[(Span(0, 32),), (Span(33, len(text)),)], verbs=[at(text, "was"), at(text, "kept")]
    )
    assert [text[p[0].start : p[-1].end] for p in parts] == ["the bridge was closed on Friday", "but the ferry kept running"]


def test_a_part_that_says_nothing_goes_with_its_neighbour() -> None:
    text = "yes, and the ferry kept running all day"
    parts = propositions(text, content=(Span(0, len(text)),), clauses=[(Span(0, 4),), (Span(5, len(text)),)], verbs=[at(text, "kept")])
    assert [text[p[0].start : p[-1].end] for p in parts] == [text]


@given(st.text(alphabet=st.sampled_from("The port was closed, and it rained. “Yes,” he said.\n"), max_size=200))
def test_clauses_lie_inside_the_text_and_do_not_overlap(text: str) -> None:
    states = encoder.read(encoder.pieces(text))
    spans = sorted(p for clause in clauses(states, sentences(text)) for p in clause)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))


def test_an_adverbial_without_a_subject_stays_with_its_clause() -> None:
    assert len(cut("The port was closed to protect the crews after a storm.")) == 1
    assert len(cut("By closing the port, the council kept the crews safe.")) == 1
    assert len(cut("The port was closed because the council feared a storm.")) == 2


def test_a_relative_clause_is_taken_for_granted() -> None:
    text = "that the fans failed in the fire, in which twelve people were hurt"
    assert presupposed(text, (at(text, "in which twelve people were hurt"),))
    assert not presupposed(text, (at(text, "that the fans failed in the fire"),))


def test_a_quotation_behind_a_colon_is_a_proposition_by_itself() -> None:
    text = "that nothing had been called off: “We are waiting.”"
    found = propositions(text, content=(Span(0, len(text)),), clauses=[(Span(0, len(text)),)], verbs=[at(text, "had"), at(text, "are")])
    assert [[text[p.start : p.end] for p in part] for part in found] == [["that nothing had been called off"], ["“We are waiting.”"]]
    named = "the plan has a name: “Harbour Light”"
    assert len(propositions(named, content=(Span(0, len(named)),), clauses=[(Span(0, len(named)),)], verbs=[at(named, "has")])) == 1
