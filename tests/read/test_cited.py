"""Outlets that report what somebody else told them: who speaks in truth, and through whom."""

from __future__ import annotations

import pytest
from attribution_marks import marked, texts

from sayso.read.chains import passed_on
from sayso.read.sentences import sentences

LINES = {
    "people cited behind the verb": (
        "<s1>Bergens Morgen</s1> reported on Monday, <c1>citing</c1> <p1>three people close to the talks</p1>, <p1>that Norland had paid</p1>.",
        ("three people close to the talks", ["Bergens Morgen"], ["that Norland had paid"]),
    ),
    "people cited behind that": (
        "<s1>BioWeek</s1> <c1>reports</c1> that, according to two former employees, <p1>the firm looked at the data</p1>.",
        ("two former employees", ["BioWeek"], ["the firm looked at the data"]),
    ),
    "a report inside a report": (
        "<s1>The Herald</s1> <c1>reported</c1> <p1>that a leaked report by <n>Norland</n>'s <n>Dam Safety</n> Authority"
        " had found that the gate was stuck</p1>.",
        ("a leaked report by Norland's Dam Safety Authority", ["The Herald"], ["the gate was stuck"]),
    ),
    "state inspectors inside a report": (
        "<s1>The Herald</s1> <c1>reported</c1> <p1>that state inspectors said the gate was stuck</p1>.",
        ("state inspectors", ["The Herald"], ["the gate was stuck"]),
    ),
    "a person who cites is heard himself": (
        "<s1>The mayor</s1>, <c1>citing</c1> <p1>costs that had risen for years</p1>, <p1>closed the pool</p1>.",
        ("The mayor", [], ["costs that had risen for years", "closed the pool"]),
    ),
}


@pytest.mark.parametrize("case", LINES)
def test_who_speaks_in_truth(case: str) -> None:
    line, wanted = LINES[case]
    text, attributions, names = marked(line)
    (chain,) = passed_on(text, attributions=attributions, sentences=sentences(text), names=names)
    assert wanted == (texts(text, chain.attribution.source)[0], texts(text, chain.carriers), texts(text, chain.attribution.content))


def test_that_alone_is_no_content() -> None:
    text, attributions, names = marked(
        "<s1>BioWeek</s1> <c1>reports</c1> <p1>that</p1>, <c2>according to</c2> <s2>two men</s2>, <p2>the firm looked at the data</p2>."
    )
    first, second = passed_on(text, attributions=attributions, sentences=sentences(text), names=names)
    assert first.only_carries
    assert texts(text, second.carriers) == ["BioWeek"]


def test_a_denial_of_that_is_kept() -> None:
    text, attributions, names = marked("<s>The ministry</s> <c>denied</c> <p>that</p>.")
    (chain,) = passed_on(text, attributions=attributions, sentences=sentences(text), names=names)
    assert not chain.only_carries
