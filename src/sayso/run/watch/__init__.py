"""Feeds that are watched: polled, their new items fetched, read and kept, round after round; stopped and gone on with at any moment."""

from sayso.run.watch.given import addresses_in
from sayso.run.watch.rounds import watch
from sayso.run.watch.work import Watching

__all__ = ["Watching", "addresses_in", "watch"]
