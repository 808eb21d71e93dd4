"""Fetching what feeds name, and keeping it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.data import Article
from sayso.errors import InputError, SaysoError
from sayso.keeping import Added, add_articles, refresh
from sayso.run.watch.answers import Failure, failure, own_report, packed, reports, unpacked
from sayso.run.watch.asking import Asking, Question, Reply
from sayso.run.watch.schedule import HOST_FAILURES, OLDEST, TRIES, after_try, rest
from sayso.run.watch.work import StoppedError, Work
from sayso.store.feed_records import Feed, Item

MOST = 200
"""Items that are fetched or kept in one go."""

KEEP_AFTER = 20
"""Pages that are fetched before they are kept: the ledgers of their stories are counted once for all of them."""

READER_TRIES = 3
"""How often a page is read that the reader breaks down over: some faults pass, such as too little memory."""

COUNTED = ("new", "versions", "doubles", "foreign")


def take(work: Work, feeds: Sequence[Feed]) -> None:
    """Fetch the items of these feeds that are due, and keep what is fetched; what an earlier run fetched comes first.

    Where more than one round is asked for, it ends when the feeds are due again. Raises StoppedError.
    """
    by = {one.address: one for one in feeds}
    keep(work, list(by))
    begun = work.clock()
    tried: set[str] = set()
    while not work.stopped() and (work.options.once or work.clock() < begun + work.options.every):
        due = [one for one in work.feeds.due(list(by), work.clock(), MOST) if one.page not in tried]
        if not due:
            break
        tried.update(one.page for one in due)
        _fetch(work, by, due)
    keep(work, list(by))


def _fetch(work: Work, by: dict[str, Feed], due: Sequence[Item]) -> None:
    asking: Asking[Item] = Asking(work.web)
    try:
        for one in due:
            if one.url is None:
                _without_page(work, by[one.feed], one)
        asking.ask([Question(one, one.url, one.etag, one.modified) for one in due if one.url])
        unkept = 0
        for reply in asking.replies(work.stopped):
            unkept += _settle(work, by[reply.about.feed], reply, asking)
            if unkept >= KEEP_AFTER:
                keep(work, list(by))
                unkept = 0
    finally:
        asking.close()


def _settle(work: Work, feed: Feed, reply: Reply[Item], asking: Asking[Item]) -> bool:
    """Write down what came of an item; whether there is something to keep."""
    item, answer = reply.about, reply.answer
    if isinstance(answer, InputError):
        return _failed(work, feed, item, failure(answer), reply.host, asking)
    work.patiently(lambda: work.feeds.answers(reply.host))
    if answer.unchanged:
        work.patiently(lambda: work.feeds.done(item.page, now=work.clock()))
        work.of(feed.address).tally["same"] += 1
        return False
    articles, reason = reports(answer, item, work.guard, work.taking)
    if not articles:
        return _failed(work, feed, item, Failure(reason, final=True, kept_out=True), reply.host, asking)
    work.patiently(lambda: work.feeds.fetched(item.page, packed(articles), etag=answer.etag, modified=answer.modified))
    return True


def _failed(work: Work, feed: Feed, item: Item, why: Failure, host: str, asking: Asking[Item]) -> bool:
    """Write down why an item could not be had: it is tried again later, taken from the feed itself, or given up."""
    now, done = work.clock(), work.of(feed.address)
    following, counted = now + after_try(item.page, item.tries + 1), True
    if why.host:
        failures = work.feeds.host_failures(host)
        until = now + rest(host, failures, why.wait)
        work.patiently(lambda: work.feeds.rest(host, until))
        asking.drop(host)
        following, counted = max(following, until), failures < HOST_FAILURES
    else:
        work.patiently(lambda: work.feeds.answers(host))
    out = why.final or (counted and item.tries + 1 >= TRIES) or now - item.noted > OLDEST
    own = own_report(item, feed) if out or why.kept_out else None
    if own is not None:
        work.patiently(lambda: work.feeds.fetched(item.page, packed([own]), etag=None, modified=None))
        done.tally["own"] += 1
        return True
    if out:
        work.patiently(lambda: work.feeds.given_up(item.page, why.reason, now=now))
        done.given_up.append((item.url or item.page, why.reason))
    else:
        work.patiently(lambda: work.feeds.put_off(item.page, why.reason, following=following, counted=counted))
        done.put_off[why.reason] += 1
    return False


def _without_page(work: Work, feed: Feed, item: Item) -> None:
    """An item that has no address is what the feed itself says, or nothing."""
    own = own_report(item, feed)
    if own is not None:
        work.patiently(lambda: work.feeds.fetched(item.page, packed([own]), etag=None, modified=None))
        work.of(feed.address).tally["own"] += 1
    else:
        reason = "an item without an address, whose text is no report"
        work.patiently(lambda: work.feeds.given_up(item.page, reason, now=work.clock()))
        work.of(feed.address).given_up.append((item.page, reason))


def keep(work: Work, feeds: Sequence[str]) -> None:
    """Take what is fetched into the store, article by article, then count the ledgers of their stories.

    Raises StoppedError after the article or the ledger at hand when all is to stop.
    """
    while batch := work.patiently(lambda: work.feeds.read(feeds, work.clock(), MOST)):
        _Keeping(work, batch).run()
        count(work)


def count(work: Work) -> None:
    """Count the ledgers anew that are older than their articles. Raises StoppedError after the one at hand when all is to stop."""

    def unless_stopped(*_: int) -> None:
        if work.stopped():
            raise StoppedError

    work.patiently(lambda: refresh(work.store, work.settings(), on_progress=unless_stopped))


class _Keeping:
    """One batch on its way into the store: which item is at hand, and what became of articles so far."""

    def __init__(self, work: Work, batch: Sequence[Item]) -> None:
        self._work, self._left = work, list(batch)
        self._at: Item | None = None
        self._added = Added()

    def run(self) -> None:
        """Keep all of it. An item that the reader breaks down over is tried again later, and the others are kept."""
        work = self._work
        while self._left:
            try:
                work.patiently(self._add)
                return
            except (StoppedError, SaysoError):
                raise
            except Exception as error:  # a fault of our own over one report must not end the watch, now and at every start
                if self._at is None:
                    raise
                self._left.remove(self._at)
                self._broken(self._at, f"cannot be read ({type(error).__name__})")

    def _broken(self, item: Item, reason: str) -> None:
        """An item that the reader breaks down over: it is put off, and given up in the end."""
        work, now = self._work, self._work.clock()
        if item.tries + 1 >= READER_TRIES:
            work.patiently(lambda: work.feeds.given_up(item.page, reason, now=now))
            work.of(item.feed).given_up.append((item.url or item.page, reason))
        else:
            following = now + after_try(item.page, item.tries + 1)
            work.patiently(lambda: work.feeds.put_off(item.page, reason, following=following))
            work.of(item.feed).put_off[reason] += 1

    def _add(self) -> None:
        self._added = Added()
        # Ledgers are counted apart, where that can be stopped.
        add_articles(self._work.store, self._articles(), self._work.settings(), counting=False, on_progress=self._progress)

    def _progress(self, added: Added) -> None:
        self._added = added

    def _articles(self) -> Iterator[Article]:
        """The articles of the batch; when the next one is asked for, the one before is durable."""
        work = self._work
        while self._left:
            if work.stopped():
                raise StoppedError
            item = self._at = self._left[0]
            before = self._counts()
            articles = unpacked(item.page_read or packed([]))
            yield from articles
            work.feeds.done(item.page, now=work.clock(), article=articles[-1].id if articles else None)
            del self._left[0]
            self._at = None
            tally = work.of(item.feed).tally
            for name, one, other in zip(COUNTED, before, self._counts(), strict=True):
                tally[name] += other - one

    def _counts(self) -> tuple[int, ...]:
        return tuple(getattr(self._added, name) for name in COUNTED)
