"""What one more report costs in stores of very different sizes, all of whose reports are in the window of the new ones.

Small stores are filled with copies (bench/filled.py); then the same new reports go into all in turn, some at a time, so that whatever else the
machine does weighs on all alike. Reading is left to a stand-in for the model (bench/growth.py): it does not know of the store.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from bench import made_reports
from bench.filled import fill
from bench.growth import stand_in
from sayso.collect.identity import article_id
from sayso.data import Article

ORIGINAL, DAYS = 500, 14.0
"""Reports that are really added, of 17 days, and then copied; a third of the copies is of so many days before, a third of so many days
after: seven weeks, all in the window of the new ones."""
BLOCKS, BLOCK = 12, 25
"""New reports go in by so many blocks of so many; their ledgers are counted once, at the end."""
SEED = 8
"""Of the new reports: others of the same events as the original ones, as far as there are any."""
COMPARED = 10_000
"""Reports in the store to which the others are compared."""
MIB = 1 << 20


@dataclass(slots=True)
class Cost:
    """Of one size. Seconds of this process: to open the `members` of the window, once; for each block of reports; for all ledgers together.

    `clock`: of blocks and ledgers together, on the wall: with PostgreSQL most of the work is not this process's. `mib`: what the window takes.
    """

    reports: int
    opening: float = 0.0
    members: int = 0
    mib: float = 0.0
    blocks: list[float] = field(default_factory=list)
    ledgers: float = 0.0
    clock: float = 0.0

    @property
    def milliseconds(self) -> float:
        """A report, with its share of the ledgers: the median of the blocks."""
        return 1000 * (median(self.blocks) / BLOCK + self.ledgers / (BLOCKS * BLOCK))

    def __str__(self) -> str:
        clock = 1000 * self.clock / (BLOCKS * BLOCK)
        window = f"window of {self.members:,} opened in {self.opening:.1f} s, {self.mib:.0f} MiB"
        return f"{self.reports:9,} {self.milliseconds:8.2f} ms of this process, {clock:8.2f} ms on the clock, a report; {window}"


def growth(fresh: Callable[[], str], sizes: Sequence[int], log: Callable[[str], None] = print) -> list[Cost]:
    """The costs at each size, in order; `fresh` gives the address of an empty database."""
    from sayso import open_store
    from sayso.keeping import add_articles, refresh
    from sayso.pipeline import Settings

    told = Settings(today=date(2040, 1, 1))
    coming = [_later(record) for record in made_reports.reports(BLOCKS * BLOCK + 1, seed=SEED)]
    costs = [Cost(size) for size in sorted(sizes)]
    with stand_in(), ExitStack() as stack:
        stores = []
        for cost in costs:
            url = fresh()
            with open_store(url) as store:
                add_articles(store, map(made_article, made_reports.reports(ORIGINAL)), told)
            fill(url, cost.reports // ORIGINAL - 1, apart=DAYS)
            stores.append(store := stack.enter_context(open_store(url)))
            began = time.process_time()
            add_articles(store, coming[:1], told, counting=False)
            cost.opening = time.process_time() - began
            _weigh(cost, store)
            log(f"{cost.reports:9,} filled, {cost.members:,} in the window")
        for block in range(BLOCKS):
            some = coming[1 + block * BLOCK : 1 + (block + 1) * BLOCK]
            for cost, store in zip(costs, stores, strict=True):
                cost.blocks.append(_timed(cost, lambda: add_articles(store, some, told, counting=False)))  # noqa: B023
        for cost, store in zip(costs, stores, strict=True):
            cost.ledgers = _timed(cost, lambda: refresh(store, told))  # noqa: B023
    return costs


def lines(costs: Sequence[Cost]) -> list[str]:
    """A line for each size, and what it is as a multiple of that of COMPARED."""
    base = next((cost.milliseconds for cost in costs if cost.reports == COMPARED), None)
    return [str(cost) + (f"; {cost.milliseconds / base:.2f} times that at {COMPARED:,}" if base else "") for cost in costs]


def made_article(record: dict[str, str]) -> Article:
    """A made-up report as an article."""
    text, outlet, url, day = (record[key] for key in ("text", "outlet", "url", "published"))
    published = date.fromisoformat(day) if day else None
    return Article(article_id(text, outlet, url), text, title=record["title"], outlet=outlet, url=url, published=published)


def _later(record: dict[str, str]) -> Article:
    """The same from another page: what is told of is no new version of a report that is there."""
    return made_article(record | {"url": record["url"].replace(".example/", ".example/later/")})


def _timed(cost: Cost, work: Callable[[], object]) -> float:
    """Seconds of this process; those on the wall are added to the cost's."""
    spent, began = time.process_time(), time.monotonic()
    work()
    cost.clock += time.monotonic() - began
    return time.process_time() - spent


def _weigh(cost: Cost, store: Any) -> None:
    """How many members are in the windows that the store's writer holds, and what they take."""
    windows = [near.window for near in store.left.near]
    cost.members = sum(map(len, windows))
    cost.mib = sum(window.nbytes for window in windows) / MIB
