import json
from pathlib import Path

import pytest
from attribution_marks import marked
from hypothesis import given
from hypothesis import strategies as st

from sayso.data import Span
from sayso.read.findings import Attribution
from sayso.read.how.factuality import factuality
from sayso.read.how.stance import stance

GOLD = Path(__file__).parents[2].parent / "shared" / "gold" / "dev"
VALUES = {level + pole for level in ("certain", "probable", "possible") for pole in "+-"}

CASES = [
    ("certain+", "<s>She</s> <c>said</c> <p>the harbour was open</p>."),
    ("certain+", "<s>She</s> <c>said</c> <p>the visit had been in May 2021</p>."),
    ("certain+", "<s>She</s> <c>said</c> <p>the visit was on May 4</p>."),
    ("certain+", "<s>He</s> <c>has repeatedly insisted</c> <p>the plan is legal</p>."),
    ("certain+", "“<p>Don't trust these people</p>,” <s>he</s> <c>said</c>."),
    ("certain+", "<s>He</s> <c>asked</c> <p>to see the contract</p>."),
    ("certain+", "<s>The team</s> <c>said</c> <p>it had decided not to travel</p>."),
    ("certain-", "<s>The minister</s> <c>denied</c> <p>that the bridge had been closed</p>."),
    ("certain-", "<s>The minister</s> <c>said</c> <p>there was no deal</p>."),
    ("certain-", "“<p>The allegation is false</p>,” <s>the coach</s> <c>said</c>."),
    ("certain-", "“<p>We reject these charges</p>,” <s>the club</s> <c>said</c>."),
    ("certain+", "<p>The road was not closed.</p>"),
    ("certain+", "<s>The observatory</s> <c>said</c> <p>there was no risk of an eruption</p>."),
    ("certain+", "<s>The union</s> <c>said</c> <p>most clinics do not have generators</p>."),
    ("certain+", "<s>The clerk</s> <c>confirmed</c> <p>that the owners plan to sell</p>."),
    ("certain-", "“<p>I have not taken a cent</p>,” <s>he</s> <c>said</c>."),
    ("possible+", "“<p>We don't know how many are missing</p>,” <s>he</s> <c>said</c>."),
    ("probable+", "<s>Officials</s> <c>believe</c> <p>the fire was set on purpose</p>."),
    ("probable+", "<s>The singer</s> <c>is believed</c> <p>to have left the country</p>."),
    ("probable+", "<s>The singer</s> <c>reportedly</c> <p>left the country</p>."),
    ("probable+", "<s>The chancellor</s> <c>said</c> <p>taxes were likely to rise</p>."),
    ("probable+", "<s>The coroner</s> <c>said</c> <p>the driver had probably fallen asleep</p>."),
    ("probable+", "<p>The thief appears to have had a key.</p>"),
    ("probable+", "<s>She</s> <c>plans</c> <p>to sell the farm</p>."),
    ("probable+", "<s>Forecasters</s> <c>predicted</c> <p>a wet summer</p>."),
    ("probable-", "<s>Officials</s> <c>do not believe</c> <p>the fire was set on purpose</p>."),
    ("probable-", "<s>Analysts</s> <c>doubted</c> <p>that the truce would hold</p>."),
    ("probable-", "<s>He</s> <c>said</c> <p>he did not think the fire was set on purpose</p>."),
    ("probable-", "<s>The bishop</s> <c>said</c> <p>few parishes had been told</p>."),
    ("possible+", "<s>The chancellor</s> <c>said</c> <p>taxes may rise</p>."),
    ("possible+", "<s>The chancellor</s> <c>said</c> <p>taxes could rise</p>."),
    ("possible+", "<s>The chancellor</s> <c>said</c> <p>that if growth slowed, taxes would rise</p>."),
    ("possible+", "<s>The chancellor</s> <c>said</c> <p>taxes would rise if growth slowed</p>."),
    ("possible+", "<s>Residents</s> <c>fear</c> <p>the dam has a crack</p>."),
    ("possible+", "<s>Relatives</s> <c>hope</c> <p>the miners are alive</p>."),
    ("possible+", "<s>The data</s> <c>suggest</c> <p>that the vaccine works</p>."),
    ("possible+", "<s>The mayor</s> <c>did not deny</c> <p>meeting the contractor</p>."),
    ("possible+", "<s>The ministry</s> <c>refused to confirm</c> <p>the number of dead</p>."),
    ("possible+", "<s>He</s> <c>asked</c> <p>whether the dam was safe</p>."),
    ("possible+", "<p>The guard allegedly let them in.</p>"),
    ("possible-", "<s>The judge</s> <c>said</c> <p>there was no evidence that the ship had been attacked</p>."),
    ("possible-", "<s>He</s> <c>said</c> <p>he was not sure the plan would work</p>."),
]


@pytest.mark.parametrize(("expected", "line"), CASES)
def test_factuality(expected: str, line: str) -> None:
    text, (attribution,), _ = marked(line)
    assert factuality(text, attribution if attribution.cue else None, attribution.content) == expected


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_any_text_and_span_give_a_value(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    assert factuality(text, None, (Span(start, end),)) in VALUES
    assert factuality(text, None, ()) == "certain+"


def test_agreement_on_the_marked_stories() -> None:
    if not GOLD.exists():
        pytest.skip("needs ../shared/gold/dev")
    right: dict[str, list[bool]] = {"stance": [], "factuality": []}
    for story in json.loads((GOLD / "ledger.json").read_text()):
        for statement in (s for claim in story["claims"] for s in claim["statements"]):
            text = (GOLD / "articles" / f"{statement['article']}.txt").open(encoding="utf8", newline="").read()
            cue = statement["cue_span"] if statement["kind"] != "own" else None
            source = statement["source_span"]
            found = Attribution((Span(*source),) if source else (), (Span(*cue),) if cue else (), (Span(*statement["span"]),))
            right["stance"].append(stance(text, found) == statement["stance"])
            right["factuality"].append(factuality(text, found if cue else None, found.content) == statement["factuality"])
    assert sum(right["stance"]) / len(right["stance"]) > 0.85
    assert sum(right["factuality"]) / len(right["factuality"]) > 0.87
