"""Articles, stories and their ledgers over time: nothing lost, nothing twice."""

from sayso.store.address import default_url
from sayso.store.records import Change, Kept, Keys, Known, Stored, StoryEntry, Totals
from sayso.store.store import Store, open_store

__all__ = ["Change", "Kept", "Keys", "Known", "Store", "Stored", "StoryEntry", "Totals", "default_url", "open_store"]
