import pytest
from attribution_marks import marked
from hypothesis import given
from hypothesis import strategies as st

import sayso
from sayso.data import Span
from sayso.read.findings import Attribution
from sayso.read.how.stance import stance

STANCES = {"asserts", "denies", "accuses", "predicts", "demands", "questions", "doubts", "declines"}

CASES = [
    ("denies", "<s>The minister</s> <c>denied</c> <p>that the bridge had been closed</p>."),
    ("denies", "<s>He</s> <c>ruled out</c> <p>new elections</p>."),
    ("denies", "<s>The board</s> <c>dismissed</c> <p>the claim that it had known</p>."),
    ("denies", "<s>She</s> <c>said</c> <p>she had never met the banker</p>."),
    ("denies", "“<p>We deny every word of it</p>,” <s>he</s> <c>said</c>."),
    ("denies", "“<p>That is not true</p>,” <s>the coach</s> <c>said</c>."),
    ("denies", "“<p>The report is a complete fabrication</p>,” <s>the coach</s> <c>said</c>."),
    ("denies", "<s>The chancellor</s> <c>said</c> <p>there was no deal</p>."),
    ("denies", "<s>Officials</s> <c>do not believe</c> <p>the fire was set on purpose</p>."),
    ("declines", "<s>The mayor</s> <c>did not deny</c> <p>meeting the contractor</p>."),
    ("declines", "<s>The ministry</s> <c>refused to confirm</c> <p>the number of dead</p>."),
    ("declines", "<s>A spokeswoman</s> <c>declined to comment on</c> <p>the lawsuit</p>."),
    ("declines", "<s>The company</s> <c>declined</c> <p>to say whether it would appeal</p>."),
    ("declines", "<s>The army</s> <c>did not say</c> <p>how many soldiers had died</p>."),
    ("declines", "<s>The minister</s> <c>could neither confirm nor deny</c> <p>the arrest</p>."),
    ("declines", "<s>He</s> <c>did not rule out</c> <p>new elections</p>."),
    ("declines", "<s>He</s> <c>said</c> <p>he could not comment on the case</p>."),
    ("declines", "<s>He</s> <c>didn’t answer</c> <p>questions about the loan</p>."),
    ("declines", "<s>The envoy</s> did not <c>confirm</c> <p>the visit</p>."),
    ("asserts", "<s>The club</s> <c>refused</c> <p>to apologise</p>."),
    ("accuses", "<s>The union</s> <c>accused</c> <p>the airline of hiding the report</p>."),
    ("accuses", "<s>He</s> <c>is accused of</c> <p>taking bribes</p>."),
    ("accuses", "<s>Nurses</s> <c>complained</c> <p>that the ward was cold</p>."),
    ("accuses", "<s>Witnesses</s> <c>said</c> <p>the officer lied under oath and the inquiry was a whitewash</p>."),
    ("predicts", "<s>Forecasters</s> <c>predicted</c> <p>a wet summer</p>."),
    ("predicts", "<s>She</s> <c>said</c> <p>the factory would reopen in May</p>."),
    ("predicts", "“<p>The factory will reopen in May</p>,” <s>she</s> <c>said</c>."),
    ("predicts", "<s>She</s> <c>vowed</c> <p>to fight on</p>."),
    ("predicts", "<s>Lawyers</s> <c>are expected to</c> <p>appeal</p>."),
    ("predicts", "<s>The general</s> <c>warned</c> <p>that the front could collapse</p>."),
    ("demands", "<s>Campaigners</s> <c>called for</c> <p>an inquiry</p>."),
    ("demands", "<s>The bishop</s> <c>urged</c> <p>both sides to stop shooting</p>."),
    ("demands", "<s>He</s> <c>asked</c> <p>to see the contract</p>."),
    ("demands", "<s>The general</s> <c>warned</c> <p>residents not to return</p>."),
    ("demands", "“<p>The government must act now</p>,” <s>she</s> <c>said</c>."),
    ("demands", "“<p>Release the hostages</p>,” <s>the envoy</s> <c>told</c> reporters."),
    ("demands", "“<p>Don't trust these people</p>,” <s>he</s> <c>said</c>."),
    ("demands", "“And certainly <p>stop the trains</p>,” <s>he</s> <c>said</c>."),
    ("questions", "<s>He</s> <c>asked</c> <p>whether the dam was safe</p>."),
    ("denies", "<s>The report</s> <c>concluded</c> <p>that the allegations lack any basis in law</p>."),
    ("asserts", "<s>The report</s> <c>concluded</c> <p>that the villages lack clean water</p>."),
    ("asserts", "<s>The bulletin</s> <c>said</c> <p>nobody had died</p>."),
    ("questions", "<s>He</s> <c>wondered</c> <p>why the alarm had failed</p>."),
    ("questions", "“<p>Why did nobody call the police?</p>” <s>she</s> <c>said</c>."),
    ("questions", "<s>The auditor</s> <c>said</c> <p>the invoices raised serious questions about the tender</p>."),
    ("doubts", "<s>Analysts</s> <c>doubted</c> <p>that the truce would hold</p>."),
    ("doubts", "<s>The judge</s> <c>said</c> <p>there was no evidence that the ship had been attacked</p>."),
    ("doubts", "<s>He</s> <c>said</c> <p>he was not sure the plan would work</p>."),
    ("denies", "“<p>I have not taken a cent</p>,” <s>he</s> <c>said</c>."),
    ("denies", "<s>The firm</s> <c>said</c> <p>its mill had broken no laws</p>."),
    ("denies", "<s>The lawyer</s> <c>insisted</c> <p>that the club never paid the referee</p>."),
    ("denies", "“<p>There is no truth to the rumour</p>,” <s>he</s> <c>said</c>."),
    ("denies", "<p>The rumour is false.</p>"),
    ("denies", "“<p>First tests rule out any fault in the brakes</p>,” <s>the firm</s> <c>said</c>."),
    ("asserts", "“<p>We have ships that most navies do not have</p>,” <s>he</s> <c>said</c>."),
    ("asserts", "<p>The road was not closed.</p>"),
    ("asserts", "<s>The company</s> <c>says</c> <p>nobody was hurt</p>."),
    ("asserts", "<s>Engineers</s> <c>said</c> <p>the rain was not the only cause of the collapse</p>."),
    ("asserts", "<s>The observatory</s> <c>said</c> <p>there was no risk of an eruption</p>."),
    ("asserts", "<s>The union</s> <c>said</c> <p>most clinics do not have generators</p>."),
    ("asserts", "<s>The report</s> <c>says</c> <p>the owner could not be reached</p>."),
    ("asserts", "<s>She</s> <c>said</c> <p>no more than ten guests had left</p>."),
    ("asserts", "<s>The marshal</s> <c>said</c> <p>that the danger of a flood had never been so great</p>."),
    ("asserts", "“<p>We did not play well enough</p>,” <s>he</s> <c>said</c>."),
    ("asserts", "“<p>I don't like such rumours</p>,” <s>he</s> <c>said</c>."),
    ("declines", "“<p>We don't know how many are missing</p>,” <s>he</s> <c>said</c>."),
    ("asserts", "“<p>Never before have the two rivers risen so quickly</p>,” <s>he</s> <c>said</c>."),
    ("asserts", "“<p>Let me be clear about this</p>,” <s>he</s> <c>said</c>."),
    ("asserts", "“<p>To save the mill, today the owners sold the land</p>,” <s>he</s> <c>said</c>."),
    ("asserts", "“<p>We show our books to the tax office</p>,” <s>he</s> <c>said</c>."),
    ("asserts", "<s>He</s> <c>said</c> <p>walls intended to protect the town were built</p>."),
    ("asserts", "<s>The clerk</s> <c>said</c> <p>by May the club will have sold three players</p>."),
    ("asserts", "<s>The clerk</s> <c>confirmed</c> <p>that the owners plan to sell</p>."),
    ("asserts", "<p>The ferry will sail on Monday.</p>"),
    ("asserts", "<c>According to</c> <s>the survey</s>, <p>half the pupils walk to school</p>."),
    ("asserts", "<s>The chancellor</s> <c>said</c> <p>he had not only read the letter but signed it</p>."),
    ("asserts", "<s>The company</s> <c>says</c> <p>the engine, which was not tested, failed on Monday</p>."),
    ("asserts", "“<p>I will not resign</p>,” <s>he</s> <c>said</c>."),
    ("asserts", "<s>He</s> <c>went on to say</c> <p>the plan was ready</p>."),
    ("asserts", "<p>The stadium must be emptied by noon.</p>"),
]


@pytest.mark.parametrize(("expected", "line"), CASES)
def test_stance(expected: str, line: str) -> None:
    text, (attribution,), _ = marked(line)
    assert stance(text, attribution) == expected


def test_a_part_of_a_content_has_its_own_stance() -> None:
    text, (attribution,), _ = marked("<s>She</s> <c>said</c> <p>the shop was full and nobody had paid</p>.")
    whole = attribution.content[0]
    late = Span(text.index("nobody"), whole.end)
    assert stance(text, attribution, content=(Span(whole.start, whole.start + len("the shop was full")),)) == "asserts"
    assert stance(text, attribution, content=(late,)) == "denies"


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80), st.integers(0, 80))
def test_any_text_and_spans_give_a_stance(text: str, one: int, two: int, three: int) -> None:
    cuts = sorted(min(cut, len(text)) for cut in (one, two, three))
    attribution = Attribution((), (Span(cuts[0], cuts[1]),), (Span(cuts[1], cuts[2]),))
    assert stance(text, attribution) in STANCES
    assert stance(text, Attribution((), (), ())) in STANCES


def test_a_part_without_a_verb_takes_part_in_the_whole() -> None:
    text, (whole,), _ = marked("“<p>It has been found that the firm sent pumps and spare filters to mend the dam</p>,” <s>she</s> <c>said</c>.")
    start = text.index("and spare filters")
    part = (Span(start, whole.content[0].end),)
    assert stance(text, whole, content=part) == "asserts"
    text, (whole,), _ = marked("<s>She</s> <c>predicted</c> <p>a wet summer and floods in the valley</p>.")
    start = text.index("and floods")
    assert stance(text, whole, content=(Span(start, whole.content[0].end),)) == "predicts"


def test_a_second_predicate_may_leave_something_unsaid() -> None:
    text, (whole,), _ = marked("<s>The ministry</s> <c>said</c> <p>the flight was lawful but did not confirm the landing</p>.")
    start = text.index("but did")
    assert stance(text, whole, content=(Span(start, whole.content[0].end),)) == "declines"


def test_what_somebody_was_not_able_to_see_is_no_denial() -> None:
    text, (attribution,), _ = marked(
        "“<p>The smoke was so thick that our crews could not see their own hands</p>,” <s>the chief</s> <c>told</c> reporters."
    )
    assert stance(text, attribution) == "asserts"


def test_what_an_article_asks_by_itself_is_a_question() -> None:
    text = "The ferry sank on Friday. Did the crew know of the leak? “Who knows?” asked a diver. The owner, who has said nothing, left."
    told = {" ".join(text[s.content[0].start : s.content[-1].end].split()): s for s in sayso.read(text).propositions if s.kind == "own"}
    asked = next(s for words, s in told.items() if words.startswith("Did the crew"))
    assert (asked.stance, asked.factuality) == ("questions", "possible+")
    assert {s.stance for words, s in told.items() if not words.startswith("Did the crew")} == {"asserts"}
