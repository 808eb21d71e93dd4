"""sayso: who says so? Reads many reports of the same events, and counts the independent witnesses behind every claim."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from sayso.data import (
    Article,
    Claim,
    Count,
    Group,
    Ledger,
    Ledgers,
    Mention,
    Name,
    Occasion,
    Quantity,
    Reading,
    Reason,
    Skipped,
    Span,
    Standing,
    Statement,
    Story,
    Time,
    Variant,
    VariantValue,
    Witness,
)
from sayso.errors import ExtraError, InputError, ModelError, SaysoError, StoreError
from sayso.sought import Found, Query, Range

if TYPE_CHECKING:
    from sayso.keeping import Added
    from sayso.store import Store

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Claim",
    "Count",
    "ExtraError",
    "Found",
    "Group",
    "InputError",
    "Ledger",
    "Ledgers",
    "Mention",
    "ModelError",
    "Name",
    "Occasion",
    "Quantity",
    "Query",
    "Range",
    "Reading",
    "Reason",
    "SaysoError",
    "Skipped",
    "Span",
    "Standing",
    "Statement",
    "StoreError",
    "Story",
    "Time",
    "Variant",
    "VariantValue",
    "Witness",
    "add",
    "compare",
    "open_store",
    "read",
]


def compare(
    paths: Sequence[str | Path],
    *,
    fields: Mapping[str, str] | None = None,
    allow_private: bool = False,
    fast: bool = False,
    today: date | None = None,
) -> Ledgers:
    """Read the reports at `paths` (files, folders, globs, addresses), group those of one story, and count the witnesses of every claim.

    `fields` says how records name what they hold: fact -> field ("text": "body", "outlet": "site.name"). `allow_private` lets addresses lead to
    machines that are not public. `fast` takes pages apart faster and less carefully. `today` bounds dates of publication that have to be
    inferred. Inputs that cannot be read are listed in `.skipped`; raises InputError when nothing can be read or `fields` names what is no fact,
    ExtraError when `fast` lacks sayso[bulk], ModelError when the shipped model is missing.
    """
    from sayso.collect import gather
    from sayso.pipeline import Settings, compare_articles

    if fast:
        from sayso.show.frames import library

        library("resiliparse.extract.html2text", extra="bulk")
    articles, skipped = gather(paths, stdin=None, fields=fields, private=allow_private, fast=fast)
    if not articles:
        raise InputError("nothing to read: " + ("; ".join(f"{s.path}: {s.reason}" for s in skipped) or "no inputs were given"))
    settings = Settings(today=today) if today else Settings()
    return Ledgers(compare_articles(articles, settings), tuple(skipped))


def read(
    text: str,
    *,
    published: date | datetime | str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    today: date | None = None,
) -> Reading:
    """Read one report: its statements, with who says them, since when, through whom, how sure. `published` may be an ISO 8601 string.

    A lone surrogate in `text` is read as U+FFFD, which takes its place.
    """
    from sayso.collect.identity import article_id
    from sayso.pipeline import Settings, dated
    from sayso.read import read_article
    from sayso.text import SURROGATE

    text = SURROGATE.sub("\ufffd", text)
    if isinstance(published, str):
        published = datetime.fromisoformat(published) if len(published) > 10 else date.fromisoformat(published)
    article = Article(article_id(text, outlet, url), text, title=title, outlet=outlet, url=url, published=published)
    return read_article(dated(article, (today or Settings().today)))


def open_store(url: str | Path | None = None, *, create: bool = True, readonly: bool = False) -> Store:
    """The store at `url`: a path, sqlite:///…, or postgresql://…; None is the file in the user's data directory. Use it as a context.

    What is not there is made, if `create`. The store tells stories (`.stories()`), ledgers, also as of a time (`.ledger(story, as_of=)`), what
    changed when (`.history(story)`), and what fits a Query (`.search(query)`). Raises StoreError for what is no store, or cannot be opened,
    ExtraError where PostgreSQL's library is missing.
    """
    from sayso.store import open_store

    return open_store(url, create=create, readonly=readonly)


def add(
    paths: Sequence[str | Path],
    store: Store,
    *,
    fields: Mapping[str, str] | None = None,
    allow_private: bool = False,
    fast: bool = False,
    today: date | None = None,
) -> Added:
    """Take the reports at `paths` into a store, each into its story; what is there already changes nothing. What became of them.

    Options as in `compare`. Inputs that cannot be read are listed in `.skipped`. Raises InputError when `fields` names what is no fact,
    StoreError where the store cannot be written, ExtraError when `fast` lacks sayso[bulk], ModelError when the shipped model is missing.
    """
    from sayso.collect import each
    from sayso.keeping import add_articles
    from sayso.pipeline import Settings

    if fast:
        from sayso.show.frames import library

        library("resiliparse.extract.html2text", extra="bulk")
    found = each(paths, fields=fields, private=allow_private, fast=fast)
    return add_articles(store, found, Settings(today=today) if today else Settings())


class _Face(ModuleType):
    """The package as users see it: `sayso.read` stays the function when the folder of that name is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name == "read" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
