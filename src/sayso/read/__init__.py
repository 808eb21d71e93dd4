"""Article -> Reading: who says what in one report, since when, through whom, how sure."""

from sayso.read.reading import read_article
from sayso.read.when import published_from

__all__ = ["published_from", "read_article"]
