"""What lists show of a story, out of its ledger."""

from __future__ import annotations

import json

from sayso.data import Ledger
from sayso.folding import clean
from sayso.ranking import ranked

UNTITLED = "Untitled"
"""What a story is called that has no title, nor a report with one."""


def title_of(ledger: Ledger) -> str:
    """A story's title; that of a report if it has none."""
    return clean(ledger.title or next((article.title for article in ledger.articles if article.title), None) or "") or UNTITLED


def outlets_of(ledger: Ledger) -> tuple[str, ...]:
    """The outlets of its reports, each once, in order."""
    return tuple(dict.fromkeys(clean(article.outlet) for article in ledger.articles if article.outlet))


def summary(ledger: Ledger) -> dict[str, str | int]:
    """What lists show of a story, as the columns of `stories` hold it."""
    claims = ranked(ledger)
    return {
        "title": title_of(ledger),
        "first": ledger.first or "",
        "last": ledger.last or ledger.first or "",
        "articles": len(ledger.articles),
        "outlets": json.dumps(outlets_of(ledger), ensure_ascii=False),
        "claims": len(claims),
        "shared": sum(one.shared for one in claims),
        "echoed": sum(one.echoed for one in claims),
        "disputed": sum(one.disputed for one in claims),
    }
