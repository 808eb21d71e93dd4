import numpy as np
import pytest

from sayso.align.clashes import apart, clash
from sayso.linkage import Pairs
from tests.align.statements import framed


def kind(one: str, other: str) -> str | None:
    found = clash(framed(one), framed(other, article="b"))
    back = clash(framed(other, article="b"), framed(one))
    assert (found is None) == (back is None)
    return found.kind if found else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The ministry paid the 40 farmers of [l Lund]", "The 40 farmers of [l Lund] were not paid by the ministry"),
        ("The council will sell the old harbour", "The council won't sell the old harbour"),
        ("Divers found bodies in the wreck", "No bodies were found in the wreck by divers"),
        ("The bank failed to report the transfers", "The bank did report the transfers"),
        ("The harbour stays closed until Monday", "The harbour will open before Monday, and it isn't closed"),
    ],
)
def test_a_negation_in_one_alone_is_a_clash(one: str, other: str) -> None:
    assert kind(one, other) == "negation"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The harbour will stay closed until Monday", "The harbour will not open before Monday"),
        ("The airport cannot be used", "The airport is unusable"),
        ("Not only the ministry paid the farmers", "The ministry paid the farmers"),
        ("The farmers got grain, not money", "The farmers got grain"),
        ("No fewer than 40 farmers were paid", "40 farmers were paid"),
        ("The ferry did not sink in the storm", "The ferry didn't sink in the storm"),
        ("The council did not pay for the theatre", "Prices of bread rose in March"),
        ("the river has never been so high", "the river is higher than at any time before"),
        ("sabotage cannot be ruled out", "sabotage is possible"),
    ],
)
def test_what_only_looks_negated_is_none(one: str, other: str) -> None:
    assert kind(one, other) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shares of the brewer rose on Tuesday", "Shares of the brewer fell on Tuesday"),
        ("The court upheld the ban on nets", "The ban on nets was struck down by the court"),
        ("The committee accepted the offer", "The offer was turned down by the committee"),
        ("The firm made a profit of 3 crowns", "The firm made a loss of 3 crowns"),
    ],
)
def test_words_that_say_the_opposite_clash(one: str, other: str) -> None:
    assert kind(one, other) == "opposite"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A fire destroyed the market in [l Lund]", "The market in [l Ystad] was destroyed by a fire"),
        ("[p Ann Poe] won the race over 40 miles", "The race over 40 miles was won by [p Mia Holt]"),
        ("[o Acme Works] bought the old mill for 3 crowns", "The old mill was bought for 3 crowns by [o Borea Works]"),
        ("[l Norway] sent 40 divers to the wreck", "40 divers were sent to the wreck by [l Sweden]"),
        ("Police in [l Nashville] shot the dog", "The dog was shot by the [l Memphis] police"),
    ],
)
def test_another_name_in_one_place_clashes(one: str, other: str) -> None:
    assert kind(one, other) == "name"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A fire destroyed the market in [l Lund]", "A fire destroyed the market"),
        ("A fire destroyed the market in [l Kyiv]", "A fire destroyed the market in [l Kiev]"),
        ("[p Ann Poe] won the race", "The race was won by [p Poe]"),
        ("[o National Harbour Board] closed the quay", "The quay was closed by the [o NHB]"),
        ("[l Russia] sent 40 divers", "40 divers were sent by [l Moscow]"),
        ("A fire destroyed the market of [l Malmo], [l Sweden]", "A fire destroyed the market of [l Malmo], [l Scania]"),
        ("[l Britain] will send 40 divers to [l Oslo]", "[l Oslo] will receive 40 divers"),
    ],
)
def test_one_name_in_two_forms_and_a_name_that_one_lacks_do_not(one: str, other: str) -> None:
    assert kind(one, other) is None


def test_two_names_that_change_roles_clash() -> None:
    assert kind("[o Acme] sued [o Borea] over the mill", "[o Borea] sued [o Acme] over the mill") == "roles"
    assert kind("[o Acme] sued [o Borea] over the mill", "[o Borea] was sued by [o Acme] over the mill") is None


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("The army closed the bridge at noon", "The bridge was closed at noon by the navy", "noun"),
        ("A soldier closed the bridge at noon", "The bridge was closed at noon by the army", None),
        ("The army and the navy closed the bridge", "The bridge was closed by the navy", None),
    ],
)
def test_another_thing_of_one_kind_clashes(one: str, other: str, found: str | None) -> None:
    assert kind(one, other) == found


def all_alike(size: int) -> Pairs:
    ends = np.array([(a, b) for a in range(size) for b in range(a + 1, size)], np.int64)
    return Pairs(ends[:, 0], ends[:, 1], np.full(len(ends), 0.9))


def test_what_clashes_is_put_apart_with_its_reason() -> None:
    frames = [
        framed("A fire destroyed the market in [l Lund]"),
        framed("The market in [l Lund] was destroyed by a fire", article="b"),
        framed("The market in [l Ystad] was destroyed by a fire", article="c"),
    ]
    found = apart([[0, 1, 2]], all_alike(3), frames.__getitem__, threshold=0.4)
    assert found.groups == [[0, 1], [2]]
    (first, *_) = found.reasons[2]
    assert "Ystad" in first.text
    assert {(a, frames["abc".index(a)].text[start:end]) for a, start, end in first.spans} == {("a", "Lund"), ("c", "Ystad")}


def test_a_denial_stays_with_what_it_denies() -> None:
    frames = [
        framed("The ministry paid the farmers"),
        framed("The ministry did not pay the farmers", article="b"),
        framed("The farmers had been paid by the ministry", article="c", stance="denies", factuality="certain-"),
    ]
    found = apart([[0, 1, 2]], all_alike(3), frames.__getitem__, threshold=0.4)
    assert (found.groups, found.reasons) == ([[0, 1, 2]], {})


@pytest.mark.parametrize("text", ["", "…", "Not", "not " * 400, "\U0001f600 no’t 'n't"])
def test_odd_texts_do_not_break_it(text: str) -> None:
    clash(framed(text), framed("The ministry did not pay", article="b"))
