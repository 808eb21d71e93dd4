from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sayso.count.standing import Stand, interval, stand
from sayso.data import Article, Count, Occasion, Span, Statement, Witness

DAY = date(2024, 3, 4)
ARTICLES = {a: Article(a, "x" * 500, outlet=f"The {a}", published=DAY) for a in ("a", "b", "c", "d")}
WITNESSES = {
    w.id: w
    for w in (
        Witness("mayor", "Ana Ruiz", "person"),
        Witness("city", "City of Orland", "organisation"),
        Witness("spokesman", "Jo Lind", "person", speaks_for="city"),
        Witness("clerk", "Tom Orr", "person", speaks_for="city"),
        Witness("agency", "Northern Wire", "outlet"),
        Witness("experts", "experts", "unnamed"),
        Witness("experts-b", "Experts", "unnamed"),
        Witness("officials", "two officials", "unnamed", size=2),
        Witness("officials-b", "two officials", "unnamed", size=2),
        Witness("loop", "Loop One", "person", speaks_for="pool"),
        Witness("pool", "Loop Two", "person", speaks_for="loop"),
    )
}


def told(article: str, *speakers: str, stance: str = "asserts", factuality: str = "certain+", chain: tuple[str, ...] = (), at: int = 0) -> Statement:
    kind = "indirect" if speakers else "own"
    sid = f"{article}-{'-'.join(speakers)}-{at}"
    return Statement(
        sid, article, (Span(at, at + 20),), speakers=speakers, kind=kind, stance=stance, factuality=factuality, chain=chain
    )  # fmt: skip


def count_of(*statements: Statement, shared: bool = False, denied: tuple[str, ...] = ()) -> Stand:
    return stand(statements, witnesses=WITNESSES, articles=ARTICLES, shared=lambda one, other: shared, denied=frozenset(denied))


def test_one_interview_in_three_reports_is_one_witness() -> None:
    assert count_of(told("a", "mayor"), told("b", "mayor"), told("c", "mayor")).count == Count(1, 1)


def test_who_passes_words_on_is_no_witness() -> None:
    found = count_of(told("a", "mayor", chain=("agency",)))
    assert found.standing.for_ == ("mayor",)
    assert any(r.rule == "1" and "agency" in r.witnesses for r in found.reasons)


def test_a_carrier_is_completed_by_the_speaker_whom_another_report_names() -> None:
    found = count_of(told("a", "mayor", chain=("agency",)), told("b", "agency"))
    assert found.standing.for_ == ("mayor",)
    assert found.count == Count(1, 1)


def test_the_outlet_of_an_interview_is_completed_by_who_was_interviewed() -> None:
    interview = replace(told("a", "mayor"), occasion=Occasion("interview", "Northern Wire"))
    found = count_of(interview, told("b", "agency"))
    assert (found.standing.for_, found.count) == (("mayor",), Count(1, 1))


def test_a_body_before_which_somebody_spoke_is_no_carrier() -> None:
    hearing = replace(told("a", "mayor"), occasion=Occasion("hearing", "City of Orland"))
    assert count_of(hearing, told("b", "city")).count == Count(2, 2)


def test_an_outlet_of_the_story_is_completed_by_whom_its_own_report_cites() -> None:
    articles = ARTICLES | {"a": replace(ARTICLES["a"], outlet="Northern Wire")}
    found = stand([told("a", "officials"), told("b", "agency")], witnesses=WITNESSES, articles=articles, shared=lambda one, other: False)
    assert (found.standing.for_, found.count) == ((), Count(2, 2))


def test_a_group_that_one_outlet_met_is_one_group_in_its_own_report_and_in_others() -> None:
    articles = ARTICLES | {"a": replace(ARTICLES["a"], outlet="Northern Wire")}
    statements = [told("a", "officials"), told("b", "officials-b", chain=("agency",))]
    assert stand(statements, witnesses=WITNESSES, articles=articles, shared=lambda one, other: False).count == Count(2, 2)


def test_a_carrier_that_cites_nobody_is_the_witness() -> None:
    assert count_of(told("b", "agency")).standing.for_ == ("agency",)


def test_all_who_speak_for_a_principal_are_one() -> None:
    found = count_of(told("a", "spokesman"), told("b", "clerk"), told("c", "city"))
    assert found.standing.for_ == ("city",)
    assert found.count == Count(1, 1)


def test_principals_in_a_circle_do_not_hang() -> None:
    assert count_of(told("a", "loop")).count == Count(1, 1)


def test_two_who_each_say_it_are_two() -> None:
    assert count_of(told("a", "mayor", "agency")).count == Count(2, 2)


def test_unnamed_groups_widen_the_interval_by_their_size() -> None:
    assert count_of(told("a", "mayor"), told("b", "officials")).count == Count(2, 3)
    assert count_of(told("a", "experts"), told("b", "officials")).count == Count(2, 3)


def test_a_group_met_through_one_carrier_is_one_group() -> None:
    found = count_of(told("a", "officials", chain=("agency",)), told("b", "officials-b", chain=("agency",)))
    assert found.count == Count(2, 2)


def test_a_group_that_its_own_report_names_adds_nothing() -> None:
    found = count_of(told("a", "experts"), told("a", "mayor", at=40))
    assert found.count == Count(1, 1)
    assert any(r.rule == "6" for r in found.reasons)


def test_own_voice_counts_only_where_nobody_is_cited() -> None:
    assert count_of(told("a"), told("b")).count == Count(1, 2)
    cited = count_of(told("a"), told("b"), told("c", "mayor"))
    assert cited.count == Count(1, 1)
    assert cited.standing.own_voice == ()


def test_a_denial_alone_is_no_citation() -> None:
    found = count_of(told("a"), told("b", "mayor", stance="denies", factuality="certain-"))
    assert found.count == Count(1, 1)
    assert found.standing.against == ("mayor",)


def test_outlets_that_share_the_text_are_one() -> None:
    assert count_of(told("a"), told("b"), told("c"), shared=True).count == Count(1, 1)


def test_an_outlet_with_two_articles_is_one() -> None:
    articles = ARTICLES | {"b": Article("b", "x", outlet="The a")}
    found = stand([told("a"), told("b")], witnesses=WITNESSES, articles=articles, shared=lambda one, other: False)
    assert found.count == Count(1, 1)


def test_copies_are_joined_through_what_lies_between() -> None:
    links = {("a", "c"), ("b", "c")}

    def shared(one: Statement, other: Statement) -> bool:
        return (one.article, other.article) in links or (other.article, one.article) in links

    found = stand([told("a"), told("b"), told("c")], witnesses=WITNESSES, articles=ARTICLES, shared=shared)
    assert found.count == Count(1, 1)


def test_articles_without_an_outlet_are_outlets_of_their_own() -> None:
    articles = {a: Article(a, "x") for a in "ab"}
    assert stand([told("a"), told("b")], witnesses=WITNESSES, articles=articles, shared=lambda one, other: False).count == Count(1, 2)


def test_who_declines_or_denies_stands_for_nothing() -> None:
    found = count_of(told("a", "mayor", stance="declines"), told("b", "agency", stance="doubts"))
    assert found.count == Count(0, 0)
    assert (found.standing.declining, found.standing.against) == (("mayor",), ("agency",))


def test_a_negated_statement_stands_against_the_claim() -> None:
    assert count_of(told("a", "mayor", factuality="certain-")).standing.against == ("mayor",)


def test_who_says_that_something_raises_questions_stands_for_that() -> None:
    assert count_of(told("a", "mayor", stance="questions", factuality="certain+")).standing.for_ == ("mayor",)
    assert count_of(told("a", stance="questions", factuality="possible+")).count == Count(0, 0)


def test_who_asks_stands_nowhere() -> None:
    found = count_of(told("a", "mayor", stance="questions", factuality="possible+"))
    assert (found.count, found.standing.for_, found.standing.against) == (Count(0, 0), (), ())


@given(st.integers(0, 9), st.lists(st.integers(1, 5), max_size=5), st.integers(0, 9))
def test_the_interval_is_the_formula(named: int, sizes: list[int], outlets: int) -> None:
    found = interval(named, sizes, outlets)
    assert found.max == named + sum(sizes) + outlets
    assert found.min == max(named, max(sizes, default=0), 1 if outlets else 0)
    assert found.min <= found.max


@given(st.permutations([told("a", "mayor"), told("b", "officials"), told("c"), told("d", "spokesman"), told("d", "mayor", stance="denies", at=40)]))
def test_order_changes_nothing(statements: list[Statement]) -> None:
    assert count_of(*statements).count == Count(2, 4)
    assert count_of(*statements).standing == count_of(*sorted(statements, key=lambda s: s.id)).standing


def places(found: Stand, rule: str) -> list[tuple[str, ...]]:
    """Of each reason under a rule, the articles of its places; no reason is without one."""
    reasons = [r for r in found.reasons if r.rule == rule]
    assert all(r.spans for r in found.reasons)
    return [tuple(dict.fromkeys(article for article, _, _ in r.spans)) for r in reasons]


def test_each_merge_and_each_witness_left_out_has_its_reason_with_places() -> None:
    assert places(count_of(told("a", "mayor", chain=("agency",))), "1") == [("a",)]
    assert places(count_of(told("a", "mayor", chain=("agency",)), told("b", "agency")), "1")[-1] == ("b", "a")
    assert places(count_of(told("a", "mayor"), told("b", "mayor")), "2") == [("a", "b")]
    assert places(count_of(told("a", "spokesman"), told("b", "city")), "3") == [("a",)]
    assert places(count_of(told("a", "experts"), told("a", "mayor", at=40)), "6") == [("a",)]
    assert places(count_of(told("a"), told("b", "mayor")), "7") == [("a",)]
    assert places(count_of(told("a"), told("b"), shared=True), "7") == [("b", "a")]
    assert places(count_of(told("a", "mayor", stance="denies")), "8") == [("a",)]
    assert places(count_of(told("a", "mayor", stance="declines")), "8") == [("a",)]
    assert places(count_of(told("a", "mayor", stance="questions", factuality="possible+")), "8") == [("a",)]


def test_one_person_on_two_occasions_is_one_witness_with_a_reason() -> None:
    said = [replace(told("a", "mayor", at=at), occasion=Occasion(what)) for at, what in ((0, "speech"), (40, "interview"))]
    found = count_of(*said)
    assert found.count == Count(1, 1)
    assert ["2 occasions" in r.text for r in found.reasons if r.rule == "2"] == [True]


def test_an_outlet_with_two_reports_says_so() -> None:
    articles = ARTICLES | {"b": Article("b", "x", outlet="The a")}
    found = stand([told("a"), told("b")], witnesses=WITNESSES, articles=articles, shared=lambda one, other: False)
    assert [r.rule for r in found.reasons] == ["7"]


def test_who_negates_what_others_affirm_stands_against() -> None:
    paid, not_paid, own = told("a", "mayor"), told("b", "agency"), told("c")
    found = count_of(paid, not_paid, own, denied=(not_paid.id, own.id))
    assert (found.standing.for_, found.standing.against, found.count) == (("mayor",), ("agency",), Count(1, 1))
    assert len(places(found, "8")) == 2


def test_an_outlet_that_negates_it_is_no_witness() -> None:
    found = count_of(told("a"), told("b"), denied=("b--0",))
    assert (found.standing.own_voice, found.count) == (("a",), Count(1, 1))


def test_one_group_in_shared_text_is_one_group() -> None:
    apart, copied = (count_of(told("a", "experts"), told("b", "experts-b"), shared=shared) for shared in (False, True))
    assert (apart.count, copied.count) == (Count(1, 2), Count(1, 1))
    assert any("shared text" in r.text for r in copied.reasons if r.rule == "6")
    assert count_of(told("a", "experts"), told("b", "officials"), shared=True).count == Count(2, 3)


def test_an_agency_is_completed_by_who_speaks_in_the_report_credited_to_it() -> None:
    articles = ARTICLES | {"a": Article("a", "x", outlet="The a", credits=("Northern Wire",))}
    found = stand([told("a", "mayor"), told("b", "agency")], witnesses=WITNESSES, articles=articles, shared=lambda one, other: False)
    assert (found.standing.for_, found.count) == (("mayor",), Count(1, 1))


def test_an_unnamed_source_whom_the_quoted_report_names_adds_nothing() -> None:
    own = replace(told("b", "mayor"), chain=())
    away = told("a", "experts", chain=("agency",))
    articles = ARTICLES | {"b": Article("b", "x" * 500, outlet="Northern Wire", published=DAY)}
    found = stand([own, away], witnesses=WITNESSES, articles=articles, shared=lambda one, other: False)
    assert found.count == Count(1, 1)
    assert any("names who they are" in reason.text for reason in found.reasons)


def test_what_is_announced_not_to_happen_is_no_denial() -> None:
    assert count_of(told("a", "mayor", stance="predicts", factuality="certain-")).count == Count(1, 1)
    assert count_of(told("a", "mayor", stance="predicts", factuality="certain-"), denied=("a-mayor-0",)).standing.against == ("mayor",)
