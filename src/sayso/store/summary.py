"""What lists show of a story, out of its ledger."""

from __future__ import annotations

import json

from sayso.data import Ledger
from sayso.folding import outlets_of, title_of
from sayso.ranking import ranked


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
