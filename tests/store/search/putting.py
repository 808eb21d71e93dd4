"""Ledgers made by hand, put into a store as if they had been counted there."""

from __future__ import annotations

from dataclasses import replace

from sayso.data import Ledger
from sayso.store import Keys, Store


def put(store: Store, ledger: Ledger) -> Ledger:
    """Keep the articles of `ledger` that are not kept yet, and the ledger itself; it comes back with the id that it has in the store."""
    story: str | None = None
    for article in ledger.articles:
        keys = Keys(article.id, article.id)
        known = store.known(keys)
        kept = known or store.keep(article, keys, reading=None, sketch=None, day=None, placed=(story, ()))
        story = kept.story
    assert story is not None
    made = replace(ledger, id=story)
    store.set_ledger(story, made)
    return made
