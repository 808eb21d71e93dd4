"""Time expressions and their values, and the date of publication where only the text tells it."""

from sayso.read.when.dating import published_from
from sayso.read.when.expressions import times

__all__ = ["published_from", "times"]
