"""What a round did, in lines: one a feed that there is something to tell of, and one for the round."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sayso.store.feed_records import Feed

MOST = 3
"""Different reasons that one line tells; the others are told as a number."""


@dataclass(slots=True)
class Done:
    """What one round did for one feed."""

    asked: bool = False
    unchanged: bool = False
    error: str | None = None
    gone: bool = False
    named: int = 0
    new: int = 0
    changed: int = 0
    passed: int = 0
    tally: Counter[str] = field(default_factory=Counter)
    """How its items ended: new, versions, doubles, foreign, same (not modified), own (by the feed's own text, counted beside these)."""
    put_off: Counter[str] = field(default_factory=Counter)
    given_up: list[tuple[str, str]] = field(default_factory=list)
    """(address, reason)"""

    @property
    def worth_telling(self) -> bool:
        """Whether anything happened beyond a question that brought nothing new."""
        return bool(self.error or self.new or self.changed or self.passed or self.tally or self.put_off or self.given_up)


def feed_line(feed: Feed, done: Done) -> str:
    """One feed in one round: what it named, what became of it, and when it is asked again."""
    parts: list[str] = []
    if done.error:
        parts.append(f"{'gone' if done.gone else 'not read'}: {done.error}")
    elif done.asked and not done.unchanged:
        parts.append(_named(feed, done))
    kept = [f"{done.tally[key]:,} {words}" for key, words in WORDS if done.tally[key]]
    if done.tally["own"]:
        kept.append(f"{done.tally['own']:,} of them from the feed's own text")
    if kept:
        parts.append(", ".join(kept))
    if done.put_off:
        parts.append(f"{sum(done.put_off.values()):,} put off ({_reasons(done.put_off)})")
    if done.given_up:
        parts.append(f"{len(done.given_up):,} given up ({_reasons(Counter(reason for _, reason in done.given_up))})")
    parts.append("not asked again" if feed.gone else f"next {moment(feed.next)}")
    return f"{title_of(feed)}: {'; '.join(parts)}"


WORDS = (
    ("new", "added"),
    ("versions", "added as new versions"),
    ("doubles", "known already"),
    ("foreign", "in other languages, kept unread"),
    ("same", "not modified"),
)
"""How an item ended -> what is said of it."""


def round_line(feeds: dict[str, Done], *, waiting: int, following: float | None) -> str:
    """A round in one line."""
    asked = [done for done in feeds.values() if done.asked]
    tally: Counter[str] = sum((done.tally for done in feeds.values()), Counter())
    failed = sum(done.error is not None for done in asked)
    parts = [
        f"{len(asked):,} {'feed' if len(asked) == 1 else 'feeds'} asked",
        f"{sum(done.unchanged for done in asked):,} not modified",
        f"{sum(done.new for done in asked):,} new items",
        f"{tally['new'] + tally['versions']:,} added",
    ]
    parts += [f"{failed:,} feeds failed"] if failed else []
    parts += [f"{given_up:,} items given up"] if (given_up := sum(len(done.given_up) for done in feeds.values())) else []
    parts += [f"{waiting:,} items wait"] if waiting else []
    return f"{', '.join(parts)}{f'; next {moment(following)}' if following is not None else ''}"


def moment(seconds: float) -> str:
    """A time to the second, UTC."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S}Z"


def _named(feed: Feed, done: Done) -> str:
    things = {"feeds": "feeds", "lists": "sitemaps"}.get(feed.kind or "", "items")
    if things != "items":
        return f"names {done.named:,} {things}"
    parts = [f"{done.named:,} items", f"{done.new:,} new"]
    parts += [f"{done.changed:,} changed"] if done.changed else []
    parts += [f"{done.passed:,} too old"] if done.passed else []
    return ", ".join(parts)


def title_of(feed: Feed) -> str:
    """A feed by its title and its address."""
    return f"{feed.title} ({feed.address})" if feed.title else feed.address


def _reasons(reasons: Counter[str]) -> str:
    told = [f"{count} × {reason}" if count > 1 else reason for reason, count in reasons.most_common(MOST)]
    return ", ".join([*told, *([f"and {len(reasons) - MOST} more reasons"] if len(reasons) > MOST else [])])
