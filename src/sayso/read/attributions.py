"""Attributions: source, cue and content by the tagger, joined by the linker (a biaffine scorer; Dozat and Manning, 2017)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from sayso.encoder import ATTRIBUTION, States
from sayso.read.decoding import span_between, stretches
from sayso.read.findings import Attribution

if TYPE_CHECKING:
    from numpy.typing import NDArray

FARTHEST = 40
"""Pieces between two spans that may be linked: the linker never saw farther ones in training; without the cap linked F1 falls by 20 points."""
GAPS = np.array([0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144])
RANKS = 6
"""Buckets of distance and nearness: the same as in training/model.py."""

Stretch = tuple[int, int]
Weights = Mapping[str, "NDArray[np.float32]"]


def attributions(found: States, weights: Weights) -> tuple[Attribution, ...]:
    """Attributions of one text, in order of their cues; `weights` are the linker's."""
    roles: dict[str, list[Stretch]] = {"source": [], "cue": [], "content": []}
    for role, first, last in stretches(found.scores["attribution"], ATTRIBUTION):
        roles[role].append((first, last))
    cues, sources, contents = roles["cue"], roles["source"], roles["content"]
    if not cues or not contents:
        return ()
    of_cue: list[list[Stretch]] = [[] for _ in cues]
    to_cue = _scores("content_cue", found.states, contents, cues, weights)
    for row, content in enumerate(contents):
        best = int(to_cue[row].argmax())
        if to_cue[row, best] > -np.inf:
            of_cue[best].append(content)
    to_source = _scores("cue_source", found.states, cues, sources, weights)
    starts, ends = found.pieces.starts.tolist(), found.pieces.ends.tolist()
    spans = []
    for at, cue in enumerate(cues):
        if not of_cue[at]:
            continue
        best = int(to_source[at].argmax())
        source = (span_between(starts, ends, *sources[best - 1]),) if best else ()
        said = tuple([span_between(starts, ends, *content) for content in of_cue[at]])
        spans.append(Attribution(source, (span_between(starts, ends, *cue),), said))
    return tuple(spans)


def _scores(link: str, states: NDArray[np.float32], one: list[Stretch], other: list[Stretch], weights: Weights) -> NDArray[np.float32]:
    """[len(one), len(other)] (cue_source: one more column, "no source", before them); -inf beyond FARTHEST."""
    left = _project(link, "first", states, one, weights) @ weights[f"{link}.bilinear"]
    columns = [(left @ weights["none"])[:, None]] if link == "cue_source" else []
    if other:
        right = _project(link, "second", states, other, weights)
        gaps, side = _gaps(one, other)
        nearness = np.minimum(gaps.argsort(1, kind="stable").argsort(1, kind="stable"), RANKS - 1)
        buckets = np.searchsorted(GAPS, gaps, side="left") * 2 + side
        scores = left @ right.T + weights[f"{link}.gap"][buckets] + weights[f"{link}.rank"][nearness]
        columns.append(np.where(gaps > FARTHEST, -np.inf, scores))
    return np.concatenate(columns, 1)


def _gaps(one: list[Stretch], other: list[Stretch]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    a, b = np.array(one)[:, None], np.array(other)[None]
    after, before = b[..., 0] - a[..., 1], a[..., 0] - b[..., 1]
    gap = np.where(after >= 0, after, np.where(before >= 0, before, 0))
    return gap, (b[..., 0] >= a[..., 0]).astype(np.int64)


def _project(link: str, side: str, states: NDArray[np.float32], spans: list[Stretch], weights: Weights) -> NDArray[np.float32]:
    ends = np.array(spans)
    x = np.concatenate([states[ends[:, 0]], states[ends[:, 1] - 1]], 1) @ weights[f"{link}.{side}"] + weights[f"{link}.{side}_bias"]
    return np.asarray(_gelu(x), np.float32)


def _gelu(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """x * Phi(x), with erf by Abramowitz and Stegun 7.1.26 (error under 1.5e-7)."""
    z = np.abs(x) / np.float32(np.sqrt(2))
    t = 0.3275911 * z
    t += 1
    np.divide(1, t, out=t)
    poly = t * 1.061405429
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        poly += factor
        poly *= t
    poly *= np.exp(-z * z)
    np.subtract(1, poly, out=poly)
    poly *= np.sign(x)
    poly += 1
    poly *= 0.5 * x
    return np.asarray(poly, np.float32)
