"""Story -> Claims: which statements of its articles say the same thing, and how they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso import encoder
from sayso.align.likeness import LikenessOptions, likeness
from sayso.align.variants import variants
from sayso.align.wording import claim_text, restated, words_of
from sayso.data import Claim, Reading, Statement
from sayso.ids import content_id
from sayso.linkage import clusters

__all__ = ["AlignOptions", "align"]


@dataclass(frozen=True, slots=True)
class AlignOptions:
    """From which likeness two groups of statements say the same."""

    threshold: float = 0.43
    likeness: LikenessOptions = LikenessOptions()


def align(readings: Sequence[Reading], statements: Sequence[Statement], *, options: AlignOptions = AlignOptions()) -> tuple[Claim, ...]:
    """Claims of one story, without witnesses yet; every statement stands in one. `statements` are those of `readings`."""
    by_article: Mapping[str, Reading] = {r.article.id: r for r in readings}
    ordered = sorted(statements, key=lambda s: (s.article, s.content, s.id))
    texts = [restated(by_article[s.article], s) for s in ordered]
    vectors = encoder.vectors(texts)
    with encoder.one_thread():
        alike = likeness(texts, vectors, attributed=[s.kind != "own" for s in ordered], options=options.likeness)
    claims = []
    for members in clusters(len(texts), alike, threshold=options.threshold):
        told = [(ordered[i], words_of(by_article[ordered[i].article].article.text, ordered[i])) for i in members]
        ids = tuple(s.id for s, _ in told)
        claims.append(Claim(content_id(*sorted(ids)), claim_text(told), ids, variants=variants(told)))
    return tuple(claims)
