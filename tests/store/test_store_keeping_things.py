"""What goes into a store comes out of it: articles, versions, places, stories, merges, ledgers as of any time. On both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sayso.data import Article, Ledger
from sayso.errors import StoreError
from sayso.keeping import keys_of
from sayso.store import Store, open_store
from sayso.store.writing import note_place

MONDAY, TUESDAY = date(2024, 3, 4), date(2024, 3, 5)
PAGE = "https://wire.example/ferry"


@pytest.fixture
def ferry(making: Any) -> Article:
    return making.article("The ferry ran aground.\r\n\t“Nobody was hurt” 🛟", outlet="Harbour Post", published=MONDAY, path="a.txt", title="Ferry")


def now() -> datetime:
    return datetime.now(tz=UTC)


def test_an_article_comes_back_as_it_was(store: Store, making: Any, ferry: Article) -> None:
    kept = making.keep(store, ferry)
    assert kept.opened
    found = store.article(ferry.id)
    assert found is not None
    assert (found.article, found.story, found.current, found.previous, found.versions) == (ferry, kept.story, True, None, (ferry.id,))
    assert store.readings(kept.story) == (making.reading(ferry),)
    assert list(store.members(19786.0, 19787.0)) == [(ferry.id, kept.story, 19786.0, b"sketch of " + ferry.id.encode())]
    assert (store.member_count(19786.0, 19787.0), store.member_count(19787.0, 20000.0), store.latest_day()) == (1, 0, 19786.0)


@pytest.mark.parametrize("text", ["\0 and \ud800", "", "\ufeff\r\n", "x" * 300_000])
def test_any_text_can_be_kept(store: Store, making: Any, text: str) -> None:
    odd = making.article(text, title=text[:90], outlet=text[:90], path=f"{text[:9]}.txt", url="https://x.example/" + text[:9])
    kept = making.keep(store, odd)
    store.note_place(odd.id, text[:90] + "b")
    store.set_ledger(kept.story, making.ledger(store, kept.story))
    whole = text.replace("\ud800", "\ufffd")
    assert [one.text for ledger in store.export() for one in ledger.articles] == [whole]
    assert store.stories()[0].articles == 1


def test_an_article_is_kept_once(store: Store, making: Any, ferry: Article) -> None:
    first = making.keep(store, ferry)
    again = making.keep(store, ferry)
    assert (again.story, again.opened) == (first.story, False)
    assert store.totals().articles == 1


def test_a_report_is_known_by_id_text_and_page(store: Store, making: Any) -> None:
    one = making.article("A text", outlet="Wire", url=PAGE)
    story = making.keep(store, one).story
    for same in (one, making.article("A text", outlet="Wire"), making.article("A text", outlet="Wire", url="https://other.example/p")):
        known = store.known(keys_of(same))
        assert known is not None
        assert (known.id, known.story, known.same) == (one.id, story, True)
    changed = store.known(keys_of(making.article("Another text", outlet="Wire", url=PAGE + "?utm_source=x#top")))
    assert changed is not None
    assert (changed.id, changed.same) == (one.id, False)
    assert store.known(keys_of(making.article("A text", outlet="Post"))) is None
    assert store.known(keys_of(making.article("Another text", url="https://wire.example/"))) is None


def test_places_are_told_with_the_article(store: Store, making: Any, ferry: Article) -> None:
    kept = making.keep(store, ferry)
    store.set_ledger(kept.story, making.ledger(store, kept.story))
    before = now()
    assert store.note_place(ferry.id, "b.txt")
    assert not store.note_place(ferry.id, "b.txt")
    ledger, then = store.ledger(kept.story), store.ledger(kept.story, as_of=before)
    assert ledger is not None
    assert then is not None
    assert (ledger.articles[0].seen, then.articles[0].seen) == (("b.txt",), ())


def test_the_later_version_is_current_and_both_are_kept(store: Store, making: Any) -> None:
    first = making.article("41 people", outlet="Wire", url=PAGE, published=MONDAY)
    story = making.keep(store, first).story
    second = making.article("42 people", outlet="Wire", url=PAGE, published=MONDAY, updated=TUESDAY)
    making.keep(store, second, story, previous=first.id)
    late = making.article("about 40 people", outlet="Wire", url=PAGE, published=MONDAY)
    making.keep(store, late, story, previous=second.id)
    assert [one.article.text for one in store.readings(story)] == ["42 people"]
    found = store.article(first.id)
    assert found is not None
    assert (found.current, found.versions) == (False, (first.id, second.id, late.id))
    known = store.known(keys_of(making.article("43 people", outlet="Wire", url=PAGE)))
    assert known is not None
    assert known.id == second.id
    assert [change.kind for change in store.history(story)] == ["opened", "version", "version"]


def test_an_undated_version_that_comes_later_is_current(store: Store, making: Any) -> None:
    first = making.article("41 people", url=PAGE, published=MONDAY)
    story = making.keep(store, first).story
    making.keep(store, making.article("42 people", url=PAGE), story, previous=first.id)
    assert [one.article.text for one in store.readings(story)] == ["42 people"]


def test_articles_in_other_languages_are_kept_unread(store: Store, making: Any) -> None:
    german = making.article("Der Zug stand still.", language="de", path="de.txt")
    kept = store.keep(german, keys_of(german), reading=None, sketch=None, day=None, placed=None)
    assert kept.story is None
    assert list(store.foreign()) == [german]
    totals = store.totals()
    assert (totals.articles, totals.foreign, totals.stories) == (0, 1, 0)


def test_a_version_that_cannot_be_read_does_not_take_the_place_of_one_that_can(store: Store, making: Any) -> None:
    first = making.article("41 people", url=PAGE, published=MONDAY)
    story = making.keep(store, first).story
    german = making.article("41 Menschen", url=PAGE, language="de", updated=TUESDAY)
    store.keep(german, keys_of(german), reading=None, sketch=None, day=None, placed=None, previous=first.id)
    assert [one.article.text for one in store.readings(story)] == ["41 people"]


def three(store: Store, making: Any) -> tuple[list[Article], list[str]]:
    found = [making.article(f"Report {number}", outlet=f"Paper {number}", published=MONDAY) for number in range(3)]
    stories = [making.keep(store, one).story for one in found]
    for story in stories:
        store.set_ledger(story, making.ledger(store, story))
    return found, stories


def test_the_older_of_two_stories_stays_and_the_other_leads_there(store: Store, making: Any) -> None:
    found, (first, second, third) = three(store, making)
    before = now()
    bridge = making.article("All of it", published=TUESDAY)
    kept = making.keep(store, bridge, third, merged=[(third, first)])
    assert (kept.story, kept.opened, kept.merged) == (first, False, ((first, third),))
    assert set(store.stale()) == {first}
    store.set_ledger(first, making.ledger(store, first))
    assert {one.id for one in store.stories()} == {first, second}
    assert store.ledger(third) == store.ledger(first)
    assert [one.id for one in making.dump(store)] == sorted([first, second])
    then = store.ledger(third, as_of=before)
    assert then is not None
    assert [one.id for one in then.articles] == [found[2].id]
    kinds = [(change.kind, change.other) for change in store.history(third)]
    assert ("merged", third) in kinds
    entry = store.entry(third)
    assert entry is not None
    assert (entry.id, entry.articles) == (first, 3)
    assert [row[1] for row in store.members(0, 1e6)].count(first) == 3


def test_merges_of_merges_are_followed(store: Store, making: Any) -> None:
    _, (first, second, third) = three(store, making)
    making.keep(store, making.article("two and three"), second, merged=[(second, third)])
    making.keep(store, making.article("one and two"), second, merged=[(second, first)])
    store.set_ledger(first, making.ledger(store, first))
    ledger = store.ledger(third)
    assert ledger is not None
    assert (ledger.id, len(ledger.articles)) == (first, 5)
    assert {change.other for change in store.history(third) if change.kind == "merged"} == {second, third}


def test_what_was_known_when(store: Store, making: Any, ferry: Article) -> None:
    never = now()
    story = making.keep(store, ferry).story
    assert store.ledger(story) is None
    assert store.set_ledger(story, making.ledger(store, story))
    first = now()
    assert not store.set_ledger(story, making.ledger(store, story)), "the same ledger is no new snapshot"
    more = making.article("The ferry ran aground, two people said.", outlet="Wire", published=TUESDAY)
    making.keep(store, more, story)
    assert store.set_ledger(story, making.ledger(store, story, count=2))
    assert store.ledger(story, as_of=never - timedelta(days=1)) is None
    then, today = store.ledger(story, as_of=first), store.ledger(story)
    assert isinstance(then, Ledger)
    assert isinstance(today, Ledger)
    assert ([len(one.articles) for one in (then, today)], [one.claims[0].count.max for one in (then, today)]) == ([1, 2], [1, 2])
    assert then.articles[0].text == ferry.text
    changes = store.history(story)
    assert [change.kind for change in changes] == ["opened", "counted", "joined", "count"]
    assert changes[1].text == "1 claim, 0 in two or more reports"
    before, after = changes[-1].before, changes[-1].after
    assert before is not None
    assert after is not None
    assert (before.max, after.max) == (1, 2)


def test_a_ledger_that_does_not_know_all_articles_leaves_the_story_stale(store: Store, making: Any, ferry: Article) -> None:
    story = making.keep(store, ferry).story
    early = making.ledger(store, story)
    making.keep(store, making.article("More", published=TUESDAY), story)
    store.set_ledger(story, early)
    assert store.stale() == (story,)
    store.set_ledger(story, making.ledger(store, story))
    assert store.stale() == ()


def test_a_story_is_listed_before_its_ledger_is_counted(store: Store, making: Any, ferry: Article) -> None:
    story = making.keep(store, ferry).story
    making.keep(store, making.article("More", published=TUESDAY, title="Another"), story)
    (entry,) = store.stories()
    assert (entry.title, entry.first, entry.last, entry.articles, entry.stale) == ("Ferry", "2024-03-04", "2024-03-05", 2, True)


def test_a_story_is_listed_as_its_ledger_has_it(store: Store, making: Any, ferry: Article) -> None:
    story = making.keep(store, ferry).story
    store.set_ledger(story, making.ledger(store, story))
    (counted,) = store.stories()
    making.keep(store, making.article("More", published=TUESDAY, title="Another"), story)
    (entry,) = store.stories()
    assert entry == replace(counted, stale=True)
    store.set_ledger(story, making.ledger(store, story))
    (entry,) = store.stories()
    assert (entry.last, entry.articles, entry.stale) == ("2024-03-05", 2, False)


@pytest.mark.parametrize(("title", "told"), [("One\nline\x1b[31m", "One line\ufffd[31m"), ("", "Ferry")])
def test_a_title_is_one_line(store: Store, making: Any, ferry: Article, title: str, told: str) -> None:
    story = making.keep(store, ferry).story
    store.set_ledger(story, replace(making.ledger(store, story), title=title))
    assert [one.title for one in store.stories()] == [told]


def test_stories_are_listed_by_day(store: Store, making: Any) -> None:
    stories = []
    for day in (1, 2, 3):
        story = making.keep(store, making.article(f"Day {day}", published=date(2024, 3, day))).story
        store.set_ledger(story, making.ledger(store, story))
        stories.append(story)
    undated = making.keep(store, making.article("No day")).story
    store.set_ledger(undated, making.ledger(store, undated))
    assert [one.id for one in store.stories()] == [*reversed(stories), undated]
    assert [one.id for one in store.stories(limit=1, offset=1)] == [stories[1]]
    assert [one.id for one in store.stories(first=date(2024, 3, 2), last=date(2024, 3, 2))] == [stories[1]]
    assert [one.id for one in store.stories(last=date(2024, 3, 1))] == [stories[0]]
    assert store.find(stories[0]) == stories[0]
    assert store.find(stories[0][:14].upper()) == stories[0]
    assert (store.find(""), store.find("zz"), store.find("%"), store.find("'; --")) == (None, None, None, None)


def test_what_is_read_is_of_one_moment(store: Store, making: Any, ferry: Article) -> None:
    story = making.keep(store, ferry).story
    store.set_ledger(story, making.ledger(store, story))
    exported = store.export()
    later = making.keep(store, making.article("Later", published=TUESDAY)).story
    store.set_ledger(later, making.ledger(store, later))
    first = next(exported)
    for number in range(3):
        other = making.keep(store, making.article(f"Later {number}", published=TUESDAY)).story
        store.set_ledger(other, making.ledger(store, other))
    assert len([first, *exported]) == 2
    assert len(making.dump(store)) == 5


def test_what_fails_is_undone(store: Store, making: Any, ferry: Article) -> None:
    def half() -> None:
        with store.writing() as connection:
            note_place(connection, ferry.id, "b.txt")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    making.keep(store, ferry)
    assert store.note_place(ferry.id, "b.txt")


def test_one_writes_at_a_time(url: str, store: Store, making: Any, ferry: Article) -> None:
    with open_store(url) as other, store.lease():
        with pytest.raises(StoreError, match="another sayso is writing"), other.lease(wait=0.1):
            pass
        making.keep(store, ferry)
        assert other.totals().articles == 1, "readers do not wait"
    with open_store(url) as other:
        making.keep(other, making.article("Another"))
    assert store.totals().articles == 2


def test_aside_of_who_writes_there_is_room(url: str, store: Store, making: Any, ferry: Article) -> None:
    with open_store(url) as other, store.lease():
        making.keep(store, ferry)
        with other.aside() as connection:
            note_place(connection, ferry.id, "b.txt")
        making.keep(store, making.article("Another"))

        def half() -> None:
            with other.aside() as connection:
                note_place(connection, ferry.id, "c.txt")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            half()
    found = store.article(ferry.id)
    assert found is not None
    assert found.article.seen == ("b.txt",)
    with open_store(url, readonly=True) as store, pytest.raises(StoreError, match="it can only be read"), store.aside():
        pass


def test_threads_take_turns(store: Store, making: Any) -> None:
    def work(number: int) -> None:
        for at in range(5):
            making.keep(store, making.article(f"{number} {at}"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert store.totals().articles == 20


def test_a_store_opens_again_as_it_was(url: str, making: Any, ferry: Article) -> None:
    with open_store(url) as store:
        story = making.keep(store, ferry).story
        store.set_ledger(story, making.ledger(store, story))
        before = making.dump(store)
    with open_store(url, create=False) as store:
        assert making.dump(store) == before
    with open_store(url, readonly=True) as store:
        assert store.readonly
        assert making.dump(store) == before
        with pytest.raises(StoreError, match="it can only be read"):
            store.note_place(ferry.id, "b.txt")
