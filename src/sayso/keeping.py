"""The sentence over time: each article is read as it comes, put into its story, and kept; ledgers follow. Killed and run again, it ends the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sayso import encoder
from sayso.codec import pack_reading
from sayso.collect.doubles import page_keys, text_key
from sayso.collect.inputs import READ
from sayso.collect.languages import language_name
from sayso.data import Article, Skipped
from sayso.group import GroupOptions, Window, pack_sketch, sketch, unpack_sketch
from sayso.pipeline import Settings, dated, ledger_of, opening, story_of
from sayso.read import read_article
from sayso.store.records import Kept, Keys, Known

if TYPE_CHECKING:
    from sayso.store import Store

REFRESH = 500
"""Articles after which the ledgers of the stories they went into are counted anew: a story that grows is not counted for each of them."""
SPARE = 50_000
"""Members of days around that are kept in memory although the article at hand does not need them, for those that come out of order.

In all, a window holds no more than twice the members that an article is compared with, and these; there is a second one while reports come
from two times.
"""
SLACK = 14.0
"""Days before those that are needed which stay in memory when older ones go."""

EPOCH = date(1970, 1, 1).toordinal()

Progress = Callable[["Added"], None]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of articles: `new` ones and new `versions` of pages that were known, read; `doubles` of what was there.

    `foreign` ones, in languages that are not read, are kept, and listed as `skipped` too. Then how many stories were opened, how many that were
    there grew, and how many turned out to be another.
    """

    new: int = 0
    versions: int = 0
    doubles: int = 0
    foreign: int = 0
    opened: int = 0
    grown: int = 0
    merged: int = 0
    skipped: tuple[Skipped, ...] = ()

    @property
    def seen(self) -> int:
        """How many came."""
        return self.new + self.versions + self.doubles + len(self.skipped)


def add_articles(
    store: Store, articles: Iterable[Article | Skipped], settings: Settings, *, counting: bool = True, on_progress: Progress | None = None
) -> Added:
    """Take articles into the store in the order given; nobody else writes meanwhile. Without `counting`, `refresh` is left to the caller.

    What is there already changes nothing but the places where it was found. Each article is durable before the next is looked at, and what the
    store holds in the end depends on the order of the articles alone, not on how often it was interrupted. Raises StoreError.
    """
    with store.lease():
        adding = _Adding(store, settings)
        adding.take_up()
        waiting = 0
        for one in articles:
            waiting += adding.take(one)
            if counting and waiting >= REFRESH:
                waiting = 0
                refresh(store, settings)
            if on_progress:
                on_progress(adding.added())
        if counting:
            refresh(store, settings)
        adding.leave()
        return adding.added()


def refresh(store: Store, settings: Settings, *, on_progress: Callable[[int, int], None] | None = None) -> int:
    """Count the ledgers of all stories anew that have newer articles; how many there were."""
    with store.lease():
        stale = store.stale()
        for at, story in enumerate(stale, 1):
            readings = store.readings(story)
            if readings:
                store.set_ledger(story, ledger_of(replace(story_of(readings), id=story), settings))
            if on_progress:
                on_progress(at, len(stale))
        return len(stale)


def keys_of(article: Article) -> Keys:
    """By what an article is known again: the same keys as doubles in one batch."""
    return Keys(article.id, text_key(article), next(page_keys(article), None))


class _Adding:
    """One run of add_articles: the window of open stories, and the tallies."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._near: list[_Near] = []
        self._tally = dict.fromkeys(("new", "versions", "doubles", "foreign", "opened", "merged"), 0)
        self._opened: set[str] = set()
        self._grown: set[str] = set()
        self._skipped: list[Skipped] = []
        self._told: tuple[Skipped, ...] = ()

    def take_up(self) -> None:
        """Go on with the window that the run before left, unless the store has changed since, or that run broke off."""
        left, self._store.left = self._store.left, None
        if isinstance(left, _Left) and left.options == self._settings.group and left.arrival == self._store.last_arrival():
            self._near = left.near

    def leave(self) -> None:
        """Leave the window for the next run: to fill it costs more than a few articles do."""
        self._store.left = _Left(self._settings.group, self._store.last_arrival(), self._near)

    def added(self) -> Added:
        """The tallies so far."""
        if len(self._told) < len(self._skipped):
            self._told = tuple(self._skipped)
        return Added(**self._tally, grown=len(self._grown), skipped=self._told)

    def take(self, one: Article | Skipped) -> bool:
        """Take in one; whether a story changed."""
        if isinstance(one, Skipped):
            self._skipped.append(one)
            return False
        keys = keys_of(one)
        known = self._store.known(keys)
        if one.language != READ:
            self._skipped.append(Skipped(one.path or one.url or one.id, f"written in {language_name(one.language)}, which is not read yet"))
            self._tally["foreign"] += 1
        if known is not None and known.same:
            self._tally["doubles"] += one.language == READ
            self._note(known, one)
            return False
        if one.language != READ:
            self._store.keep(one, keys, reading=None, sketch=None, day=None, placed=None, previous=known.id if known else None)
            return False
        self._read(one, keys, known)
        return True

    def _note(self, known: Known, again: Article) -> None:
        there = self._store.article(known.id)
        places = dict.fromkeys(filter(None, (again.path, again.url, *again.seen)))
        if there is not None:
            for place in places:
                if place not in (there.article.path, there.article.url, *there.article.seen):
                    self._store.note_place(known.id, place)

    def _read(self, article: Article, keys: Keys, known: Known | None) -> None:
        """Read an article and keep it: a new version stays in the story of the page, everything else goes where it is most alike."""
        reading = read_article(dated(article, self._settings.today))
        vector = encoder.vectors([opening(reading.article)])[0]
        drawn = sketch(reading, vector=vector, options=self._settings.group)
        day = drawn.day if drawn.day is not None else self._latest()
        drawn = replace(drawn, day=day)
        if known is not None and known.story is not None:
            placed: tuple[str | None, tuple[tuple[str, str], ...]] = (known.story, ())
        else:
            window = self._window_of(day)
            with encoder.one_thread():
                found = window.place(drawn)
            placed = (found.story, found.merged)
        kept = self._store.keep(
            reading.article,
            keys,
            reading=pack_reading(reading),
            sketch=pack_sketch(drawn),
            day=day,
            placed=placed,
            previous=known.id if known else None,
        )
        assert kept.story is not None
        for near in self._near:
            for into, gone in kept.merged:
                near.window.merge(into, gone)
            if near.begin <= day < near.end:
                near.window.admit(drawn, kept.story)
        self._count(kept, version=known is not None)

    def _count(self, kept: Kept, *, version: bool) -> None:
        self._tally["versions" if version else "new"] += 1
        self._tally["opened"] += kept.opened
        self._tally["merged"] += len(kept.merged)
        if kept.story is not None and kept.opened:
            self._opened.add(kept.story)
        elif kept.story is not None and kept.story not in self._opened:
            self._grown.add(kept.story)

    def _latest(self) -> float:
        """The day of a report that has none: the latest of the store, or today in an empty one."""
        latest = self._store.latest_day()
        return latest if latest is not None else float(self._settings.today.toordinal() - EPOCH)

    def _window_of(self, day: float) -> Window:
        """A window that holds all members which an article of this day may be compared with."""
        low, high = Window(self._settings.group).span(day)
        for near in self._near:
            if near.begin <= low and high <= near.end:
                return near.window
        latest_first = sorted(self._near, key=lambda near: near.end, reverse=True)
        for near in latest_first:
            if near.reach(self._store, low, high):
                return near.window
        fresh = _Near(Window(self._settings.group), low, low)
        fresh.load(self._store, low, high)
        self._near = [*latest_first[:1], fresh]
        return fresh.window


@dataclass(frozen=True, slots=True)
class _Left:
    """What a run leaves in memory for the next one: the windows as they were when the article `arrival` had come, with options of grouping."""

    options: GroupOptions
    arrival: int
    near: list[_Near]


class _Near:
    """A window with all members of the days begin <= day < end, as far as they are in the store."""

    def __init__(self, window: Window, begin: float, end: float) -> None:
        self.window, self.begin, self.end = window, begin, end

    def reach(self, store: Store, low: float, high: float) -> bool:
        """Take in the days from `low` to `high`, and only those that are missing; False if they are too many, or far from those that are here.

        Where members are many, those of days long before are let go when an article of later days comes.
        """
        missing = [(a, b) for a, b in ((low, self.begin), (self.end, high)) if a < b]
        most = len(self.window) + sum(store.member_count(*days) for days in missing)
        if most > SPARE:
            if low > self.end or high < self.begin:
                return False
            if low >= self.begin:
                self.window.forget(low - SLACK)
                self.begin = max(self.begin, low - SLACK)
            elif most > SPARE + 2 * store.member_count(low, high):
                return False
        for days in missing:
            self.load(store, *days)
        return True

    def load(self, store: Store, low: float, high: float) -> None:
        """Put in the members of some days that border on those that are here."""
        self.window.admit_all((unpack_sketch(packed), story) for _, story, _, packed in store.members(low, high))
        self.begin, self.end = min(self.begin, low), max(self.end, high)
