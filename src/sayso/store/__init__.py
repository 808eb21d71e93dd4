"""Articles, stories and their ledgers over time: nothing lost, nothing twice."""

from sayso.store.address import default_url
from sayso.store.records import Kept, Keys, Known, Stored, Totals
from sayso.store.store import Store, open_store

__all__ = ["Kept", "Keys", "Known", "Store", "Stored", "Totals", "default_url", "open_store"]
