"""Saved searches: what is news to them and what is not, over stories that grow, split, merge, and are corrected."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sayso.data import Count
from sayso.errors import InputError, StoreError
from sayso.sought import Alert, Query, Range, Saved
from sayso.store import Keys, Store, open_store
from sayso.store.search import saved
from sayso.store.search.index import index
from store.search.putting import put
from store.search.stories import fire, renamed, report, told

NOON = datetime(2025, 4, 5, 12, tzinfo=UTC)
FIRST = report("r1", "Valley Courier", date(2025, 4, 1), ("the foundry burned down", "c", "burned"), ("it was arson", "m", "arson"))
SECOND = report("r2", "Morning Gazette", date(2025, 4, 2), ("the foundry is a ruin", "c", "burned"), ("two were hurt", None, "hurt"))
THIRD = report("r3", "Evening Post", date(2025, 4, 3), ("the foundry is gone", "m", "burned"), ("nobody set it on fire", "o", "-arson"))


def add(store: Store, name: str = "all", **asked: Any) -> None:
    with store.writing() as connection:
        saved.add(connection, name, Query(**asked))


def check(store: Store, name: str = "all", *, keep: bool = True) -> list[tuple[str, str]]:
    return [(alert.kind, alert.hit.text) for alert in alerts(store, name, keep=keep)]


def alerts(store: Store, name: str = "all", *, keep: bool = True, later: int = 0) -> tuple[Alert, ...]:
    with store.reading() as connection:
        done = saved.check(connection, name, at=NOON + timedelta(hours=later))
    if keep:
        with store.writing() as connection:
            saved.confirm(connection, done)
    return done.checked.alerts


def test_a_check_tells_once(store: Store) -> None:
    add(store, text="foundry")
    assert check(store) == []
    put(store, told(FIRST))
    assert check(store) == [("new", "The foundry burned down")]
    assert check(store) == []
    put(store, told(FIRST))
    assert check(store) == []


def test_what_was_not_confirmed_is_told_again_under_the_same_id(store: Store) -> None:
    put(store, told(FIRST))
    add(store)
    first = alerts(store, keep=False)
    second = alerts(store, later=1)
    assert [alert.id for alert in first] == [alert.id for alert in second]
    assert len({alert.id for alert in second}) == len(second) == 2
    assert alerts(store) == ()


def test_two_checks_at_once_count_once(store: Store) -> None:
    put(store, told(FIRST))
    add(store)
    with store.reading() as connection:
        one, other = (saved.check(connection, "all", at=NOON) for _ in range(2))
    with store.writing() as connection:
        saved.confirm(connection, one)
    with pytest.raises(StoreError, match="checked or removed by another process"), store.writing() as connection:
        saved.confirm(connection, other)
    assert check(store) == []


def test_searches_are_checked_while_articles_come(store: Store, url: str) -> None:
    """Somebody holds the lease all the while and writes without a pause; who checks is not turned away, and tells everything once."""
    add(store)
    done = threading.Event()
    told_of: list[str] = []
    wrong: list[BaseException] = []

    def watch() -> None:
        try:
            with open_store(url, create=False) as other:
                last = False
                while not last:
                    last = done.is_set()
                    with other.reading() as connection:
                        found = saved.check(connection, "all", at=NOON)
                    with other.aside() as connection:
                        saved.confirm(connection, found)
                    told_of.extend(alert.hit.story for alert in found.checked.alerts)
        except BaseException as error:
            wrong.append(error)

    watcher = threading.Thread(target=watch)
    with store.lease():
        watcher.start()
        made = [put(store, renamed(told(FIRST), f"x{at}")).id for at in range(20)]
        done.set()
        watcher.join()
    assert wrong == []
    assert sorted(told_of) == sorted(made * len(told(FIRST).claims))


def test_a_search_can_be_looked_at_before_it_is_saved(store: Store) -> None:
    put(store, told(FIRST))
    with store.reading() as connection:
        done = saved.look(connection, Saved("all", Query(text="foundry")), at=NOON)
    assert [alert.hit.text for alert in done.checked.alerts] == ["The foundry burned down"]
    with store.aside() as connection:
        saved.add(connection, "all", Query(text="foundry"))
        saved.confirm(connection, done)
    assert check(store) == []


def test_a_story_that_grows_is_news_only_in_what_is_new(store: Store) -> None:
    put(store, told(FIRST))
    add(store)
    check(store)
    before, after = told(FIRST).claims[0], told(FIRST, SECOND).claims[0]
    assert before.id != after.id, "a claim that is carried on has another id"
    put(store, told(FIRST, SECOND))
    assert check(store) == [("new", "Two were hurt")]


def test_other_numbers_are_news(store: Store) -> None:
    put(store, told(FIRST, SECOND))
    add(store)
    check(store)
    put(store, told(FIRST, SECOND, THIRD))
    found = {alert.hit.text: alert for alert in alerts(store)}
    assert {text: alert.kind for text, alert in found.items()} == {"The foundry burned down": "changed", "It was arson": "changed"}
    burned, arson = found["The foundry burned down"], found["It was arson"]
    assert burned.before is not None
    assert (burned.before.count, burned.now.count) == (Count(1, 1), Count(2, 2))
    assert arson.before is not None
    assert (arson.before.against, arson.now.against) == ((), ("Kestrel Works",))
    assert (arson.before.count, arson.now.count) == (Count(1, 1), Count(1, 1))
    assert check(store) == []


def test_a_claim_that_fits_no_more_is_told_and_comes_back(store: Store) -> None:
    add(store, witnesses=Range(1, 1), reports=Range(2))
    put(store, told(FIRST, SECOND))
    assert check(store) == [("new", "The foundry burned down")]
    put(store, told(FIRST, SECOND, THIRD))
    (gone,) = [alert for alert in alerts(store) if alert.hit.text == "The foundry burned down"]
    assert (gone.kind, gone.fits) == ("changed", False)
    assert check(store) == []
    put(store, told(FIRST, SECOND))
    (back,) = [alert for alert in alerts(store) if alert.hit.text == "The foundry burned down"]
    assert (back.kind, back.fits) == ("changed", True)


def test_a_claim_that_comes_to_fit_is_new(store: Store) -> None:
    add(store, witnesses=Range(2))
    put(store, told(FIRST, SECOND))
    assert check(store) == []
    put(store, told(FIRST, SECOND, THIRD))
    assert check(store) == [("new", "The foundry burned down")]


def test_parts_of_what_was_told_are_no_news(store: Store) -> None:
    put(store, told(FIRST, SECOND))
    add(store)
    check(store)
    apart = (SECOND[0], SECOND[1], ("ruin", "hurt"))
    put(store, told(FIRST, apart))
    assert check(store) == [], "one claim is two now, both of statements that were told"
    put(store, told(FIRST, SECOND))
    assert check(store) == [], "and one again"


def test_a_claim_that_takes_in_one_statement_of_another_is_new(store: Store) -> None:
    add(store)
    put(store, told(FIRST))
    check(store)
    more = [report(f"n{at}", f"Paper {at}", None, (f"the foundry was insured, way {at}", "o", "insured")) for at in range(3)]
    whole = told(FIRST, *more)
    (old,) = [one for one in whole.claims if "burned" in one.text]
    claims = tuple(replace(one, statements=(*one.statements, *old.statements)) if "insured" in one.text else one for one in whole.claims)
    put(store, replace(whole, claims=claims))
    assert check(store) == [("new", "The foundry was insured, way 0")]


def test_another_version_of_a_report_is_no_news_where_it_says_the_same(store: Store) -> None:
    made = put(store, told(FIRST))
    add(store)
    check(store)
    article, said, claims = report("r1b", "Valley Courier", date(2025, 4, 1), *(("the foundry burned down", "c", "x"), ("one was hurt", "m", "y")))
    store.keep(article, Keys(article.id, article.id), reading=None, sketch=None, day=None, placed=(made.id, ()))
    store.set_ledger(made.id, replace(told((article, said, claims)), id=made.id))
    assert check(store) == [("new", "One was hurt")]


def test_a_story_that_was_merged_is_no_news(store: Store) -> None:
    one = put(store, told(FIRST))
    other = put(store, told(SECOND))
    add(store)
    check(store)
    store.keep(THIRD[0], Keys("r3", "r3"), reading=None, sketch=None, day=None, placed=(one.id, [(one.id, other.id)]))
    assert check(store) == [], "its ledger is not counted yet"
    store.set_ledger(one.id, replace(told(FIRST, SECOND), id=one.id))
    assert check(store) == []


def test_the_same_words_in_another_story_are_news(store: Store) -> None:
    put(store, told(FIRST))
    add(store, text="arson")
    check(store)
    put(store, renamed(told(report("z1", "Valley Courier", None, ("it was arson", "m", "arson"))), "z"))
    assert check(store) == [("new", "It was arson")]


def test_what_is_there_already_can_be_left_out(store: Store) -> None:
    put(store, told(FIRST))
    add(store)
    with store.writing() as connection:
        saved.confirm(connection, saved.quiet(saved.check(connection, "all", at=NOON)))
    assert check(store) == []
    put(store, told(FIRST, SECOND))
    assert check(store) == [("new", "Two were hurt")]


def test_new_claims_come_first_and_show_their_evidence(store: Store) -> None:
    put(store, told(FIRST))
    add(store, text="foundry arson*")
    with store.writing() as connection:
        saved.remove(connection, "all")
    add(store)
    check(store)
    put(store, told(FIRST, SECOND, THIRD))
    found = alerts(store)
    assert [alert.kind for alert in found] == ["new", "changed", "changed"]
    assert [one.words for one in found[0].hit.evidence] == ["Two were hurt"]


def test_earlier_alerts_are_kept(store: Store) -> None:
    put(store, told(FIRST))
    add(store)
    first = alerts(store)
    put(store, told(FIRST, SECOND))
    second = alerts(store, later=1)
    with store.reading() as connection:
        recent = saved.check(connection, "all", at=NOON).checked.recent
        (one,) = saved.listed(connection)
    assert recent == (*second, *first)
    assert one.checked == "2025-04-05T13:00:00+00:00"


def test_names(store: Store) -> None:
    add(store, "b", text="x")
    add(store, "a \n name", speaker="lund", since=date(2025, 1, 1), witnesses=Range(1, 2))
    with store.reading() as connection:
        listed = saved.listed(connection)
    assert [(one.name, one.query, one.checked) for one in listed] == [
        ("a name", Query(speaker="lund", since=date(2025, 1, 1), witnesses=Range(1, 2)), None),
        ("b", Query(text="x"), None),
    ]
    for name in ("b", "", " ", "x" * 101):
        with pytest.raises(InputError):
            add(store, name)
    with store.writing() as connection:
        saved.remove(connection, "a name")
    with pytest.raises(InputError, match="no saved search a name"):
        alerts(store, "a name")
    with pytest.raises(InputError, match="no saved search"), store.writing() as connection:
        saved.remove(connection, "a name")


@pytest.mark.parametrize("text", ['"', "\0", "\ud800", "NEAR(", "%" * 500, "¶ ' \\"])
def test_any_text_can_be_saved(store: Store, text: str) -> None:
    put(store, fire())
    add(store, text=text, speaker=text, outlet=text)
    assert check(store) == []
    with store.reading() as connection:
        assert saved.listed(connection)[0].query.text == text.replace("\ud800", "\ufffd")


def test_a_large_search_is_remembered(store: Store) -> None:
    """More claims than one question to a database takes."""
    said = [report(f"n{at}", "Paper", None, *((f"item {at} {n} was lost", "c", f"{at}.{n}") for n in range(50))) for at in range(20)]
    made = put(store, told(*said))
    add(store, text="lost")
    assert len(alerts(store)) == 1000
    with store.writing() as connection:
        index(connection, made.id, made)
    assert alerts(store) == ()
