"""Asking feeds what is new."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.collect.fetch import Fetched
from sayso.collect.limits import SITEMAPS_ASKED
from sayso.collect.listings import Listing, latest, listed
from sayso.errors import InputError
from sayso.run.watch.answers import Failure, failure, named
from sayso.run.watch.asking import Asking, Question, Reply
from sayso.run.watch.schedule import AGAIN, VERSIONS, after_answer, after_failure, rest
from sayso.run.watch.work import Work
from sayso.store.feed_records import Answer, Feed
from sayso.store.feeds import NESTED


def poll(work: Work, roots: Sequence[str]) -> None:
    """Ask all feeds that are due, and those that lists among them name."""
    asked: set[str] = set()
    for _ in range(NESTED + 1):
        due = [one for one in _due(work, roots) if one.address not in asked]
        if not due or work.stopped():
            return
        asked.update(one.address for one in due)
        asking: Asking[Feed] = Asking(work.web)
        try:
            asking.ask([Question(one, one.at, one.etag, one.modified) for one in due])
            for reply in asking.replies(work.stopped):
                _settle(work, reply, asking)
        finally:
            asking.close()


def _due(work: Work, roots: Sequence[str]) -> list[Feed]:
    """The feeds to be asked now. One round that is run by the clock of another program comes early by chance: half an interval is near enough."""
    now = work.clock()
    resting = work.feeds.resting(now)
    early = work.options.every / 2 if work.options.once else 0.0
    found = []
    for one in work.feeds.watched(roots):
        slack = 0.0 if one.failures or one.host in resting else early
        if not one.gone and one.next <= now + slack:
            found.append(one)
    return found


def _settle(work: Work, reply: Reply[Feed], asking: Asking[Feed]) -> None:
    feed, answer, done = reply.about, reply.answer, work.of(reply.about.address)
    done.asked = True
    if isinstance(answer, InputError):
        _failed(work, feed, failure(answer), reply.host, asking)
        return
    work.patiently(lambda: work.feeds.answers(reply.host))
    now = work.clock()
    if answer.unchanged:
        done.unchanged = True
        following = now + after_answer(feed.address, work.options.every, feed.ttl)
        work.patiently(lambda: work.feeds.unchanged(feed.address, now=now, following=following))
        return
    try:
        listing = listed(answer.data, answer.url, answer.charset, work.guard)
    except InputError as error:
        _failed(work, feed, Failure(str(error)), reply.host, asking)
        return
    _answered(work, feed, answer, listing)


def _answered(work: Work, feed: Feed, answer: Fetched, listing: Listing) -> None:
    done, now = work.of(feed.address), work.clock()
    following = now + after_answer(feed.address, work.options.every, listing.ttl)
    told = Answer(listing.kind, listing.title, answer.moved or feed.at, answer.etag, answer.modified, listing.ttl, following)
    entries = listing.entries if listing.kind != "lists" else latest(listing.entries, SITEMAPS_ASKED)
    lists = listing.kind in ("lists", "feeds")
    inner = [one.url for one in entries if one.url] if lists else []
    things = [] if lists else named(feed, listing, now)
    noted = work.patiently(lambda: work.feeds.answered(feed.address, told, things, inner, now=now, again=now + AGAIN, most=VERSIONS))
    done.named = len(inner) or len(things)
    done.new, done.changed, done.passed = noted.new, noted.changed, noted.passed


def _failed(work: Work, feed: Feed, why: Failure, host: str, asking: Asking[Feed]) -> None:
    done, now = work.of(feed.address), work.clock()
    done.error, done.gone = why.reason, why.gone
    if why.host:
        until = now + rest(host, work.feeds.host_failures(host), why.wait)
        work.patiently(lambda: work.feeds.rest(host, until))
        asking.drop(host)
    following = now + after_failure(feed.address, work.options.every, feed.failures + 1, why.wait, host=why.host)
    work.patiently(lambda: work.feeds.failed(feed.address, why.reason, following=following, gone=why.gone))
