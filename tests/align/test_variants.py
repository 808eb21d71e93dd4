import re
from dataclasses import replace

import pytest

from sayso.align.frames import Frame
from sayso.align.variants import fits, variants
from sayso.align.wording import claim_text
from sayso.data import Quantity, Span, Statement, Time, Variant
from tests.align.statements import framed


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


def test_a_bare_figure_that_the_other_has_too_is_not_held_against_its_depth() -> None:
    bare, said = told("a", "the quake reached 5 there")
    deep, words = told("b", "the quake of 5 struck, 10 km down")
    (size,) = deep.quantities
    depth = replace(size, span=Span(23, 28), value=10.0, unit="km", of=None)
    there = (replace(bare, quantities=(replace(bare.quantities[0], of=None),)), said)
    both = (replace(deep, quantities=(replace(size, of=None), depth)), words)
    alone = (replace(deep, quantities=(depth,)), words)
    assert ("number", True) not in kinds(there, both)
    assert ("number", True) in kinds(there, alone)


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


def between(*frames: Frame) -> list[Variant]:
    return list(variants([(f.statement, f.text[f.statement.content[0].start : f.statement.content[0].end]) for f in frames], frames=frames))


def one_of(kind: str, *frames: Frame) -> Variant:
    (found,) = [v for v in between(*frames) if v.kind == kind]
    return found


def texts(variant: Variant) -> set[str]:
    return {value.text for value in variant.values}


def test_figures_say_why_they_are_a_conflict_or_none() -> None:
    assert (
        one_of("number", framed("the quake killed 62 people"), framed("the quake killed 162 people", article="b")).why == "they cannot both be true"
    )
    two = told("a", "more than 10,000 soldiers went"), told("b", "about 11,000 soldiers went")
    assert variants(two)[0].why == "both can be true"


def test_a_higher_count_of_a_later_day_is_an_update() -> None:
    first = framed("the quake killed 62 people", published="2024-03-04")
    later = framed("the quake killed 162 people", article="b", published="2024-03-05")
    found = one_of("number", first, later)
    assert (found.conflict, found.why) == (False, "the later report has the newer figure")
    assert one_of("number", framed("the quake killed 62 people", published="2024-03-06"), later).conflict


def test_two_nouns_count_one_thing_where_each_statement_has_one_figure() -> None:
    assert one_of("number", framed("140 residents of the valley were moved"), framed("210 villagers of the valley were moved", article="b")).conflict
    two = framed("140 residents of the valley left 30 houses", article="b")
    assert [v for v in between(framed("210 villagers of the valley were moved"), two) if v.kind == "number"] == []


def test_lengths_of_time_are_figures() -> None:
    found = one_of(
        "number", framed("she was jailed for seven years", duration="P7Y"), framed("she was jailed for 12 years", article="b", duration="P12Y")
    )
    assert found.conflict
    assert texts(found) == {"seven years", "12 years"}


def test_a_length_of_time_may_fit_another() -> None:
    found = one_of("number", framed("it takes at least seven years", duration="P7Y"), framed("it takes nine years", article="b", duration="P9Y"))
    assert not found.conflict


def test_two_spellings_and_two_titles_are_name_variants() -> None:
    assert texts(one_of("name", framed("a fire broke out in [l Kyiv]"), framed("a fire broke out in [l Kiev]", article="b"))) == {"Kyiv", "Kiev"}
    one, other = framed("they signed a mutual defence treaty"), framed("they signed a strategic partnership treaty", article="b")
    assert texts(one_of("name", one, other)) == {"mutual defence treaty", "strategic partnership treaty"}


def test_a_short_form_of_a_name_is_no_variant() -> None:
    assert [v for v in between(framed("[p Ann Poe] won the race"), framed("[p Poe] won the race", article="b")) if v.kind == "name"] == []


def test_two_offices_of_one_speaker_are_a_name_variant() -> None:
    one = framed("the sea is safe", speaker="Poe", aliases=("national security adviser",))
    other = framed("the sea is safe", article="b", speaker="Poe", aliases=("director of national security",))
    assert texts(one_of("name", one, other)) == {"national security adviser", "director of national security"}


def test_a_negation_in_own_voice_is_a_denial_of_what_others_affirm() -> None:
    paid, not_paid = framed("the ministry paid the 40 farmers", speaker="Poe"), framed("the ministry did not pay the 40 farmers", article="b")
    found = one_of("polarity", paid, not_paid)
    assert found.conflict
    assert {v.text: v.statements for v in found.values} == {"affirmed": (paid.statement.id,), "denied": (not_paid.statement.id,)}


def test_what_all_negate_is_no_variant_in_polarity() -> None:
    both = framed("the ministry did not pay the farmers"), framed("the farmers were never paid by the ministry", article="b")
    assert [v for v in between(*both) if v.kind == "polarity"] == []
