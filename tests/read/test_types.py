import pytest
from attribution_marks import marked

from sayso.data import Span
from sayso.read.cues import entries, lemmas, read_cue
from sayso.read.findings import Attribution
from sayso.read.how.types import asked_of, factive, statement_type, unsourced

CASES = [
    ("speech", "<s>She</s> <c>said in a statement</c> <p>the mill would close</p>."),
    ("speech", "<c>According to</c> <s>the survey</s>, <p>half the pupils walk to school</p>."),
    ("speech", "<s>He</s> <c>has repeatedly told</c> <p>the crowd that he would win</p>."),
    ("speech", "<s>The ministry</s> <c>refused to confirm</c> <p>the arrest</p>."),
    ("speech", "<s>She</s> <c>vowed</c> <p>to fight on</p>."),
    ("speech", "<s>He</s> <c>went on to say</c> <p>the plan was ready</p>."),
    ("speech", "<s>They</s> <c>issued a statement saying</c> <p>the plan was ready</p>."),
    ("speech", "<s>He</s> <c>!!</c> <p>the plan was ready</p>."),
    ("belief", "<s>Officials</s> <c>believe</c> <p>the fire was set on purpose</p>."),
    ("belief", "<s>She</s> <c>thought</c> <p>the fire was out</p>."),
    ("belief", "<s>Residents</s> <c>feared</c> <p>a flood</p>."),
    ("belief", "<s>The firm</s> <c>is expected</c> <p>to cut jobs</p>."),
    ("belief", "<s>Voters</s> <c>don’t know</c> <p>who is standing</p>."),
    ("intention", "<s>She</s> <c>plans</c> <p>to sell the farm</p>."),
    ("intention", "<s>She</s> <c>wants</c> <p>to sell the farm</p>."),
    ("intention", "<s>The bank</s> <c>is seeking</c> <p>a buyer</p>."),
    ("intention", "<s>The council</s> <c>decided</c> <p>to sell the land</p>."),
    ("act", "<s>He</s> <c>signed</c> <p>the treaty</p>."),
    ("act", "<s>Parliament</s> <c>voted</c> <p>to end the emergency</p>."),
    ("act", "<s>The treaty</s> <c>obliges</c> <p>both states to share data</p>."),
    ("act", "<s>The club</s> <c>refused</c> <p>to pay</p>."),
    ("act", "<s>Prosecutors</s> <c>launched</c> <p>an inquiry into the sale</p>."),
]


@pytest.mark.parametrize(("expected", "line"), CASES)
def test_type(expected: str, line: str) -> None:
    text, (attribution,), _ = marked(line)
    assert statement_type(text, attribution) == expected


def test_without_a_cue_it_is_speech() -> None:
    assert statement_type("The road is closed.", Attribution((), (), (Span(0, 18),))) == "speech"


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("said", "say"),
        ("denied", "deny"),
        ("admitted", "admit"),
        ("urging", "urge"),
        ("lies", "lie"),
        ("thought", "think"),
        ("accuses", "accuse"),
        ("pressed", "press"),
    ],
)
def test_forms_of_verbs_lead_to_their_base(form: str, base: str) -> None:
    assert base in lemmas(form)


def test_the_cue_table_is_large_and_in_the_words_of_the_nouns() -> None:
    table = entries()
    assert len(table) > 1000
    assert {row.type for row in table.values()} == {"speech", "belief", "intention", "act"}
    assert all(row.factuality[:-1] in ("certain", "probable", "possible") and row.factuality[-1] in "+-" for row in table.values())


def test_a_long_cue_reads_in_linear_time_and_keeps_its_head() -> None:
    text = "said " + "very " * 20_000 + "loudly"
    assert read_cue(text, (Span(0, len(text)),)).head is not None


@pytest.mark.parametrize(
    ("expected", "line"),
    [
        ("unnamed", "The singer <c>is believed</c> <p>to have left the country</p>."),
        ("unnamed", "There were <c>allegations</c> <p>that the club paid the referee</p>."),
        ("own", "It was <c>revealed</c> <p>that the club paid the referee</p>."),
        ("own", "It is <c>known</c> <p>that the dam has a crack</p>."),
        ("nobody", "<c>Asked about</c> <p>the dam</p>, the minister left the room."),
        ("nobody", "The minister <c>was asked</c> <p>whether the dam was safe</p>."),
    ],
)
def test_who_stands_for_an_attribution_without_a_source(expected: str, line: str) -> None:
    text, (attribution,), _ = marked(line)
    assert unsourced(text, attribution) == expected
    assert factive(text, attribution) is (expected == "own")


def test_who_is_asked_says_nothing() -> None:
    text, (attribution,), _ = marked("<s>The minister</s>, <c>asked</c> on Monday <c>about</c> <p>the dam</p>, left the room.")
    assert asked_of(text, attribution)
    text, (attribution,), _ = marked("<s>The minister</s> <c>asked</c> <p>whether the dam was safe</p>.")
    assert not asked_of(text, attribution)
