"""Story -> Claims: which statements of its articles say the same thing, and how they differ."""

from __future__ import annotations

import re
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

FARTHEST_DENIED = 300
"""Characters from what somebody told to "he denied it"; what lies farther back is no longer spoken of."""
PERSONAL = re.compile(r"\b(?:I|me|him|her|them|us|you|who|whom|no|nobody)\b")
"""Words by which a content denies something of somebody, and not what was said before ("she dismissed him")."""
NO_SUCH_THING = re.compile(r"(?:that )?\w+ (?:did|does|do|(?:had|has|have) done) (?:nothing of the (?:kind|sort)|no such thing)\W*", re.IGNORECASE)
MARKS = re.compile(r"[^\w\s'’-]+")

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
        worded = [(ordered[i], said[i]) for i in members]
        ids = tuple(s.id for s, _ in worded)
        differing = variants(worded, frames=[framed(i) for i in members]) if len(members) > 1 else ()
        reasons = tuple(reason for i in members for reason in parting.reasons.get(i, ()))
        claims.append(Claim(content_id(*sorted(ids)), claim_text(_affirmed(worded, differing)), ids, variants=differing, reasons=reasons))
    return tuple(claims)


def _affirmed(told: Sequence[tuple[Statement, str]], differing: Sequence[Variant]) -> Sequence[tuple[Statement, str]]:
    """Those that tell a claim and do not deny it, or all where nobody does: a claim is worded in the positive."""
    denied = {i for v in differing if v.kind == "polarity" for value in v.values if value.text == "denied" for i in value.statements}
    return [t for t in told if t[0].id not in denied] or told


def _with_refusals(groups: list[list[int]], ordered: Sequence[Statement], said: Sequence[str]) -> list[list[int]]:
    """Refusals that name nothing ("declined to comment") put to what their article spoke of: the nearest claim before that two articles carry.

    Where there is none before, the nearest behind; where its article shares no claim, the nearest of its own. A denial that names nothing
    ("he denied it", "rejects the claim") goes to what its article told right before.
    """
    bare = {at for at, s in enumerate(ordered) if s.stance == "declines" and _tells_nothing(said[at], "refusals")}
    turned = {at: told for at in range(len(ordered)) if (told := _denied_before(ordered, said, at)) is not None}
    groups = [members for group in groups if (members := [at for at in group if at not in turned])]
    holding = {at: members for members in groups for at in members}
    for at, told in turned.items():
        while told in turned:  # a denial of a denial goes where that one goes
            told = turned[told]
        holding[told].append(at)
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


def _denied_before(ordered: Sequence[Statement], said: Sequence[str], at: int) -> int | None:
    """What a denial that names nothing denies: the last statement before it, by somebody else or the article itself."""
    denial = ordered[at]
    bare = _tells_nothing(said[at], "denials") and not PERSONAL.search(said[at])
    if denial.stance not in ("denies", "doubts") or not (bare or NO_SUCH_THING.fullmatch(said[at].strip())):
        return None
    first = min(piece.start for piece in (*denial.source, *denial.cue, *denial.content))
    near = None
    for other in range(at - 1, -1, -1):
        told = ordered[other]
        if told.article != denial.article or first - told.content[-1].end > FARTHEST_DENIED:
            break
        if (
            told.stance not in ("declines", "questions")
            and not set(told.speakers) & set(denial.speakers)
            and not _tells_nothing(said[other], "denials")
        ):
            if told.speakers:
                return other
            near = other if near is None else near
    return near


def _tells_nothing(said: str, table: str) -> bool:
    return all(word in _empty(table) or word in function_words() for word in MARKS.sub("", said.lower()).split())


@cache
def _empty(table: str) -> frozenset[str]:
    lines = files("sayso").joinpath(f"align/tables/{table}.txt").read_text(encoding="utf8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
