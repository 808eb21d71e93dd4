"""Story -> Claims: which statements of its articles say the same thing, and how they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sayso import encoder
from sayso.align.clashes import apart
from sayso.align.frames import frame
from sayso.align.likeness import LikenessOptions, likeness
from sayso.align.variants import variants
from sayso.align.wording import claim_text, restated, words_of
from sayso.data import Claim, Reading, Statement, Variant
from sayso.ids import content_id
from sayso.linkage import clusters
from sayso.words import function_words

__all__ = ["AlignOptions", "align"]


@dataclass(frozen=True, slots=True)
class AlignOptions:
    """From which likeness two groups of statements say the same."""

    threshold: float = 0.46
    likeness: LikenessOptions = LikenessOptions()


def align(readings: Sequence[Reading], statements: Sequence[Statement], *, options: AlignOptions = AlignOptions()) -> tuple[Claim, ...]:
    """Claims of one story, without witnesses yet; every statement stands in one. `statements` are those of `readings`."""
    by_article: Mapping[str, Reading] = {r.article.id: r for r in readings}
    ordered = sorted(statements, key=lambda s: (s.article, s.content, s.id))
    texts = [restated(by_article[s.article], s) for s in ordered]
    vectors = encoder.vectors(texts)
    with encoder.one_thread():
        alike = likeness(texts, vectors, options=options.likeness)
    said = [words_of(by_article[s.article].article.text, s) for s in ordered]
    framed = cache(lambda at: frame(by_article[ordered[at].article], ordered[at]))
    parting = apart(clusters(len(texts), alike, threshold=options.threshold), alike, framed, threshold=options.threshold)
    claims = []
    for members in _with_refusals(parting.groups, ordered, said):
        told = [(ordered[i], said[i]) for i in members]
        ids = tuple(s.id for s, _ in told)
        differing = variants(told, frames=[framed(i) for i in members]) if len(members) > 1 else ()
        reasons = tuple(reason for i in members for reason in parting.reasons.get(i, ()))
        claims.append(Claim(content_id(*sorted(ids)), claim_text(_affirmed(told, differing)), ids, variants=differing, reasons=reasons))
    return tuple(claims)


def _affirmed(told: Sequence[tuple[Statement, str]], differing: Sequence[Variant]) -> Sequence[tuple[Statement, str]]:
    """Those that tell a claim and do not deny it, or all where nobody does: a claim is worded in the positive."""
    denied = {i for v in differing if v.kind == "polarity" for value in v.values if value.text == "denied" for i in value.statements}
    return [t for t in told if t[0].id not in denied] or told


def _with_refusals(groups: list[list[int]], ordered: Sequence[Statement], said: Sequence[str]) -> list[list[int]]:
    """Refusals that name nothing ("declined to comment") put to what their article spoke of: the nearest claim before that two articles carry.

    Where there is none before, the nearest behind; where its article shares no claim, the nearest of its own.
    """
    bare = {at for at, s in enumerate(ordered) if s.stance == "declines" and _tells_nothing(said[at])}
    kept = [left for members in groups if (left := [at for at in members if at not in bare])]
    home = {at: number for number, members in enumerate(kept) for at in members}
    shared = [len({ordered[at].article for at in members}) > 1 for members in kept]
    for at in sorted(bare):
        place = ordered[at].content[0].start
        here = [i for i in home if ordered[i].article == ordered[at].article and ordered[i].stance != "declines"]
        if here:
            told = min(here, key=lambda i: (not shared[home[i]], ordered[i].content[0].start > place, abs(ordered[i].content[0].start - place)))
            kept[home[told]].append(at)
        else:
            kept.append([at])
    return [sorted(members) for members in kept]


def _tells_nothing(said: str) -> bool:
    return all(word in _refused() or word in function_words() for word in said.lower().split())


@cache
def _refused() -> frozenset[str]:
    lines = files("sayso").joinpath("align/tables/refusals.txt").read_text(encoding="utf8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
