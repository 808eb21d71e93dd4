"""From likenesses to stories: average linkage over the pairs that are alike at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.group.beside import pairs
from sayso.group.options import GROUPING, GroupOptions
from sayso.group.sketches import sketch
from sayso.linkage import clusters

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from sayso.data import Reading


def group(
    readings: Sequence[Reading], *, options: GroupOptions = GROUPING, vectors: NDArray[np.float32] | None = None
) -> tuple[tuple[int, ...], ...]:
    """Which articles tell the same story: indexes into `readings`, each once, in order of publication inside and among groups.

    `vectors`: float32 [n, d], unit rows, one an article, or None. The order of `readings` has no say: articles are taken in order of
    (published, id). Average linkage (UPGMA, Sokal and Michener 1958).
    """
    sketches = [sketch(reading, vector=None if vectors is None else vectors[at], options=options) for at, reading in enumerate(readings)]
    order = sorted(range(len(readings)), key=lambda at: (_date(readings[at]), readings[at].article.id))
    alike = pairs([sketches[at] for at in order], options=options.likeness)
    found = clusters(len(order), alike, threshold=options.in_batch(len(order)))
    return tuple(tuple(order[at] for at in members) for members in found)


def _date(reading: Reading) -> str:
    published = reading.article.published
    return published.isoformat() if published is not None and not reading.article.published_inferred else ""
