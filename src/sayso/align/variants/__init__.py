"""In what the statements of a claim differ: figures, dates, names, certainty, polarity, quoted words, details; one file a kind."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.align.frames import Frame
from sayso.align.variants.certainty import certainty
from sayso.align.variants.dates import dates
from sayso.align.variants.details import details
from sayso.align.variants.names import names
from sayso.align.variants.numbers import fits, numbers
from sayso.align.variants.polarity import polarity
from sayso.align.variants.quotes import quotes
from sayso.align.variants.telling import Telling
from sayso.data import Statement, Variant

__all__ = ["fits", "variants"]


def variants(told: Sequence[tuple[Statement, str]], *, frames: Sequence[Frame] = ()) -> tuple[Variant, ...]:
    """Variants of one claim, each value with the statements and witnesses that tell it so.

    `told`: its statements, each with its words; `frames`: their frames, in the same order. Without frames no names are compared, figures
    are not told from updates, and a negation is known only where the statement's own stance or factuality tells it.
    """
    tellings = [Telling(s, text, frames[at] if frames else None) for at, (s, text) in enumerate(told)]
    tellings = [t for t in tellings if t.statement.stance != "declines"]  # who is silent tells nothing differently
    found = [v for kind in (numbers, dates, names, certainty, polarity, quotes) for v in kind(tellings)]
    return tuple(found or details(tellings))
