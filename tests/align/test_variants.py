import re
from dataclasses import replace

import pytest

from sayso.align.variants import fits, variants
from sayso.align.wording import claim_text
from sayso.data import Quantity, Span, Statement, Time


def told(
    article: str, text: str, *speakers: str, kind: str = "indirect", factuality: str = "certain+", stance: str = "asserts", day: str = ""
) -> tuple[Statement, str]:
    number = re.search(r"(more than |about )?(\d[\d,]*) (\w+)", text)
    quantities = ()
    if number:
        comparison = {"more than ": ">", "about ": "~", None: "="}[number.group(1)]
        value = float(number.group(2).replace(",", ""))
        quantities = (Quantity(Span(number.start(), number.end()), value, None, comparison, number.group(3)),)  # type: ignore[arg-type]
    times = (Time(Span(0, 1), day, "DATE"),) if day else ()
    statement = Statement(
        f"{article}:{text}", article, (Span(0, len(text)),), speakers=speakers, kind=kind, factuality=factuality, stance=stance,  # type: ignore[arg-type]
        quantities=quantities, times=times,
    )  # fmt: skip
    return statement, text


def kinds(*statements: tuple[Statement, str]) -> list[tuple[str, bool]]:
    return [(v.kind, v.conflict) for v in variants(statements)]


def test_two_figures_for_one_thing_are_a_conflict() -> None:
    assert ("number", True) in kinds(told("a", "the quake killed 62 people"), told("b", "the quake killed 162 people"))


def test_a_bare_figure_is_not_held_against_one_of_two() -> None:
    bare = told("a", "the quake killed 162 people")[0]
    bare = replace(bare, quantities=(replace(bare.quantities[0], of=None),))
    both = told("b", "the quake killed 162 people")[0]
    hurt = replace(both.quantities[0], value=326, of="wounded")
    assert kinds((bare, "the quake killed 162 people"), (replace(both, quantities=(*both.quantities, hurt)), "the quake killed 162 people")) == []


def test_figures_that_fit_are_none() -> None:
    assert ("number", False) in kinds(told("a", "more than 10,000 soldiers went"), told("b", "about 11,000 soldiers went"))


def test_each_value_lists_its_own_statements_and_witnesses() -> None:
    one, other = told("a", "the quake killed 62 people", "ministry"), told("b", "the quake killed 162 people", "agency")
    (variant,) = variants((one, other))
    assert {(v.text.split()[0], v.statements, v.witnesses) for v in variant.values} == {
        ("62", (one[0].id,), ("ministry",)),
        ("162", (other[0].id,), ("agency",)),
    }


@pytest.mark.parametrize(
    ("a", "b", "both"),
    [
        (Quantity(Span(0, 1), 10, comparison=">"), Quantity(Span(0, 1), 11), True),
        (Quantity(Span(0, 1), 10, comparison="~"), Quantity(Span(0, 1), 10.5), True),
        (Quantity(Span(0, 1), 10, comparison="between", upper=20), Quantity(Span(0, 1), 15), True),
        (Quantity(Span(0, 1), 10, comparison="<"), Quantity(Span(0, 1), 15), False),
        (Quantity(Span(0, 1), 10), Quantity(Span(0, 1), 11), False),
    ],
)
def test_which_figures_fit(a: Quantity, b: Quantity, both: bool) -> None:
    assert fits(a, b) is both
    assert fits(b, a) is both


def test_dates_that_one_another_contain_fit() -> None:
    assert ("date", False) in kinds(told("a", "the treaty was signed", day="2024-06"), told("b", "the treaty was signed", day="2024-06-19"))
    assert ("date", True) in kinds(told("a", "the treaty was signed", day="2024-06-18"), told("b", "the treaty was signed", day="2024-06-19"))


def test_certainty_and_polarity() -> None:
    assert ("certainty", False) in kinds(told("a", "the deal is done"), told("b", "the deal may be done", factuality="possible+"))
    assert ("polarity", True) in kinds(told("a", "the deal is done"), told("b", "there is no deal", factuality="certain-", stance="denies"))


def test_one_speakers_words_given_differently_are_a_quote_variant() -> None:
    one = told("a", "“we stand firm until victory”", "minister", kind="direct")
    other = told("b", "“we will stand until the day we win”", "minister", kind="direct")
    assert ("quote", False) in kinds(one, other)
    assert kinds(one, told("b", "“We stand firm, until victory.”", "minister", kind="direct")) == []


def test_the_same_words_have_no_variants() -> None:
    assert kinds(told("a", "the ferry sank off the coast"), told("b", "the ferry sank off the coast")) == []


def test_a_claim_is_worded_in_the_positive_and_plainly() -> None:
    statements = (
        told("a", "there was no deal on the port", stance="denies"),
        told("b", "that the firm had agreed to a deal on the port"),
        told("c", "“We have a deal on the port, and it is a good one”", kind="direct"),
    )
    assert claim_text(statements) == "the firm had agreed to a deal on the port"


def test_of_fragments_the_longest_is_the_claim() -> None:
    assert claim_text((told("a", "an appeal"), told("b", "the ruling as political"))) == "the ruling as political"
