"""sayso: who says so? Reads many reports of the same events, and counts the independent witnesses behind every claim."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import ModuleType

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
from sayso.errors import InputError, ModelError, SaysoError

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Claim",
    "Count",
    "Group",
    "InputError",
    "Ledger",
    "Ledgers",
    "Mention",
    "ModelError",
    "Name",
    "Occasion",
    "Quantity",
    "Reading",
    "Reason",
    "SaysoError",
    "Skipped",
    "Span",
    "Standing",
    "Statement",
    "Story",
    "Time",
    "Variant",
    "VariantValue",
    "Witness",
    "compare",
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


class _Face(ModuleType):
    """The package as users see it: `sayso.read` stays the function when the folder of that name is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name == "read" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
