"""Figures that somebody puts, gives or speaks of: what counts as one, whose it is, and what does not count."""

import time

import pytest

import sayso
from sayso import encoder
from sayso.data import Span
from sayso.read.clauses import verbs
from sayso.read.estimates import estimates
from sayso.read.findings import Attribution
from sayso.read.names import names
from sayso.read.quantities import quantities
from sayso.read.sentences import sentences
from sayso.text import quotations

Told = tuple[str, str, str]


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def attributed(text: str, *given: Attribution) -> tuple[Attribution, ...]:
    states = encoder.read(encoder.pieces(text))
    return estimates(
        text, sentences=sentences(text), names=names(text, states), verbs=verbs(states), quoted=sorted(quotations(text)), quantities=quantities(text),
        attributions=given,
    )  # fmt: skip


def found(text: str, *given: Attribution) -> list[Told]:
    return [tuple(" ".join(text[s.start : s.end] for s in part) for part in (a.source, a.cue, a.content)) for a in attributed(text, *given)]  # type: ignore[misc]


PUT = [
    ("Police put the number of missing at 43.", ("Police", "put at", "the number of missing at 43")),
    ("Hartwell put the turnout at 7,000 and said that it would grow.", ("Hartwell", "put at", "the turnout at 7,000")),
    ("It put the number of stranded passengers at 2,600.", ("It", "put at", "the number of stranded passengers at 2,600")),
    ("They put it at a whopping £4m.", ("They", "put at", "it at a whopping £4m")),
    (
        "Second Harvest, the charity that runs the kitchens, put the number of meals at 90,000.",
        ("Second Harvest, the charity that runs the kitchens", "put at", "the number of meals at 90,000"),
    ),
    ("The mayor, Ada Brandt, 54, puts the damage at $3m.", ("The mayor, Ada Brandt, 54", "puts at", "the damage at $3m")),
    ("Divers had put the number at 11.", ("Divers", "had put at", "the number at 11")),
    ("Prosecutors had later put the number at eleven.", ("Prosecutors", "had later put at", "the number at eleven")),
    (
        "Ministers have put the cost at about 3 billion euros, which nobody believes.",
        ("Ministers", "have put at", "the cost at about 3 billion euros"),
    ),
    ("On Monday night rescuers put the dead at between 40 and 50.", ("rescuers", "put at", "the dead at between 40 and 50")),
    (
        "In its report, the auditor put losses at $40 million, up from $31 million.",
        ("the auditor", "put at", "losses at $40 million, up from $31 million"),
    ),
    ("The bridge fell, but the army put the toll at 9 on Friday.", ("the army", "put at", "the toll at 9")),
    ("The ministry revised its bulletin, putting the toll at 212.", ("The ministry", "putting at", "the toll at 212")),
    ("The ministry closed the road and put the toll at 212.", ("The ministry", "put at", "the toll at 212")),
    ("Doctors at the hospital put at 19 the number of burned miners.", ("Doctors at the hospital", "put at", "at 19 the number of burned miners")),
    ("Relatives put the delay at six months.", ("Relatives", "put at", "the delay at six months")),
    ("A survey by the union put support at 61%, adding that it fell.", ("A survey by the union", "put at", "support at 61%")),
    ("The toll was put at 62 by the health office.", ("the health office", "put at", "The toll was put at 62")),
    ("The cost was put by auditors at €4bn.", ("auditors", "put at", "The cost was put at €4bn")),
]
OTHERS = [
    ("The union gave 5,200 as its best estimate of the turnout.", ("The union", "gave as", "5,200 as its best estimate of the turnout")),
    ("Officials gave the number of empty posts as 4,300.", ("Officials", "gave as", "the number of empty posts as 4,300")),
    ("The ministry gave a provisional toll of 63 in a statement.", ("The ministry", "gave of", "a provisional toll of 63")),
    ("He spoke of 43 arrests.", ("He", "spoke of", "of 43 arrests")),
    ("The defence ministry speaks of 14 wounded soldiers.", ("The defence ministry", "speaks of", "of 14 wounded soldiers")),
    ("The general talked of at least 70 dead, but nobody saw them.", ("The general", "talked of", "of at least 70 dead")),
    ("By her count 4,200 people have been driven out.", ("her", "By count", "4,200 people have been driven out")),
    ("By the coroner's own reckoning, nine miners drowned.", ("the coroner", "By reckoning", "nine miners drowned")),
    ("Some 300 shops were looted, by the police’s estimate.", ("the police", "by estimate", "Some 300 shops were looted")),
    ("The convoy lost, by the union's count, nine drivers.", ("the union", "by count", "The convoy lost nine drivers")),
]
NONE = [
    "Her lawyer put him at ease.",
    "The striker put the ball in the net at 43 minutes.",
    "The decision put the company at odds with 40 shareholders.",
    "The minister put 300 jobs at risk in 12 towns.",
    "The officer put 40 men at 12 gates.",
    "The family put the house on the market at $2m.",
    "The firm put up the shares at $4.",
    "The toll is put at 62.",
    "The toll was put at 62 by Monday.",
    "The latest deaths put the toll at 62.",
    "Heavy rain put the river at 9 metres.",
    "High waters put the level at 9 metres.",
    "Nobody put the number at 40.",
    "Rescuers have not put the number at 40.",
    "Analysts would put the figure at 3 billion dollars.",
    "The minister refused to put the toll at 62.",
    "The mayor gave 20 euros as a gift to the driver.",
    "The mayor gave 20 speeches as a candidate.",
    "She spoke of her mother and her garden.",
    "The governor spoke of 162.",
    "The minister refused to speak of 43 arrests.",
    "Officials did not speak of 12 wounded men.",
    "Last year's count was higher, by today's count too.",
    "By his count of the votes he won.",
    "“Police put the number at 43.”",
    "",
    "put at 43",
]


@pytest.mark.parametrize(("text", "wanted"), [*PUT, *OTHERS])
def test_figures_are_their_tellers(text: str, wanted: Told) -> None:
    assert found(text) == [wanted]


@pytest.mark.parametrize("text", NONE)
def test_other_things_are_none(text: str) -> None:
    assert found(text) == []


def test_what_the_tagger_found_by_half_is_replaced() -> None:
    text = "On Monday rescuers put the number of dead at 43."
    half = Attribution((), (at(text, "put"),), (at(text, "the number of dead"),))
    assert found(text, half) == [("rescuers", "put at", "the number of dead at 43")]


def test_what_somebody_else_says_stays_theirs() -> None:
    text = "Police put the number at 43, the paper said."
    said = Attribution((at(text, "the paper"),), (at(text, "said"),), (at(text, "Police put the number at 43"),))
    assert attributed(text, said) == (said,)


def test_what_the_tagger_hung_on_another_sentence_is_dropped() -> None:
    text = "She told the council that the bridge was safe. By her own estimate, repairs would cost €4m."
    told = Attribution((at(text, "She"),), (at(text, "told"),), (at(text, "that the bridge was safe"), at(text, "repairs would cost €4m")))
    assert found(text, told) == [("She", "told", "that the bridge was safe"), ("her", "By estimate", "repairs would cost €4m")]


def test_attributions_beside_it_stay() -> None:
    text = "Hartwell put the turnout at 7,000 and said that it would grow."
    said = Attribution((at(text, "Hartwell"),), (at(text, "said"),), (at(text, "that it would grow"),))
    assert attributed(text, said)[0] == said
    assert found(text, said)[1:] == [("Hartwell", "put at", "the turnout at 7,000")]


@pytest.mark.parametrize(
    ("text", "speaker", "content", "factuality"),
    [
        ("The dam burst on Monday. Police put the number of missing at 43.", "Police", "the number of missing at 43", "certain+"),
        ("Tessa Arden runs the hospital. She spoke of 43 wounded miners.", "Tessa Arden", "of 43 wounded miners", "certain+"),
        ("The mayor, Ada Brandt, saw the camp. By her count 4,200 people fled.", "Ada Brandt", "4,200 people fled", "certain+"),
        ("The union gave 5,200 as its best estimate of the turnout.", "union", "5,200 as its best estimate of the turnout", "certain+"),
        ("The toll was put at 62 by the health office.", "health office", "The toll was put at 62", "certain+"),
        ("The health office gave a death toll of 62.", "health office", "a death toll of 62", "certain+"),
    ],
)
def test_they_are_propositions_of_their_speaker(text: str, speaker: str, content: str, factuality: str) -> None:
    reading = sayso.read(text)
    called = {w.id: w.name for w in reading.witnesses}
    said = reading.propositions[-1]
    assert [called[w] for w in said.speakers] == [speaker]
    assert " ".join(reading.article.text[s.start : s.end] for s in said.content) == content
    assert (said.kind, said.type, said.stance, said.factuality) == ("indirect", "speech", "asserts", factuality)


def test_a_figure_is_a_quantity_of_its_statement() -> None:
    said = sayso.read("Police put the number of missing at 43.").propositions[-1]
    assert [q.value for q in said.quantities] == [43.0]


@pytest.mark.parametrize(
    "unit", ["Police put the number at 43 ", "by the ", "He spoke of 43 men ", "had had had ", "the union gave ", "by his count, "]
)
def test_time_grows_with_the_text(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        given = quantities(text)
        begun = time.process_time()
        estimates(text, sentences=(Span(0, len(text)),), names=(), verbs=(), quoted=(), quantities=given, attributions=())
        return time.process_time() - begun

    cost(1_000)
    assert cost(80_000) < 12 * cost(20_000) + 0.05
