"""Learn how alike two reports of one event are: how frequent words are in news, what of a vector tells events apart, and the weights of what
two articles share.

    python -m training.grouping DATA [--without neus ecbplus polnear wikinews timebank gmb ...]

DATA is the folder the corpus archives were unpacked in. Writes frequencies.npz (counters of hashed words, no words), discriminants.npz and
likeness.json into src/sayso/group/tables. Of NeuS, the parts that bench/stories.py scores are left out; of ECB+, the dev topics. Every set
can be left out. The threshold, the mildness and the usual best stand in group/options.py; the first and the last were chosen on the parts
that pairs are taken from: ECB+ in halves and quarters, NeuS in samples of 30 to 300 stories and of a third or half of the reports, each in a
batch and one at a time.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.stories import HELD_OUT_PARTS, SEED, article_vectors, ecbplus, neus
from sayso.data import Reading
from sayso.group.beside import GAPS, KINDS, bests, gaps
from sayso.group.discriminants import STEPS as LARGEST
from sayso.group.discriminants import Discriminants, rounded_to
from sayso.group.likeness import FEATURES, Packed, features, plain_pairs, table
from sayso.group.sketches import Sketch, sketch
from sayso.group.terms import ROWS, STEPS, hashed_terms

TABLES = Path(__file__).resolve().parent.parent / "src" / "sayso" / "group" / "tables"
SETS = ("neus", "ecbplus", "polnear", "wikinews", "timebank", "gmb")
PARTS = 8
"""Parts of 300 stories that NeuS is cut into."""
PAIR_PARTS = 4
"""Parts of NeuS that pairs are taken from: the last ones."""
SENTENCES = 15
"""Sentences of the Groningen Meaning Bank, which has no documents, that make one."""
ECB_WEIGHT = 0.3
"""Weight of a pair of ECB+, of which a few large stories make very many."""
SHARES, DRAWS = (0.4, 1.0), 3
"""Shares of a set's reports, and how often each is drawn, among which likenesses beside others are learned: in a stream, many a report's best is
yet to come."""
RIDGE, STEPS_OF_NEWTON = 1e-3, 25
AXES = 256
"""Discriminants that are kept of 384. 64 to 256 were tried on parts of NeuS that nothing was learned from: the more, the better."""
SHRINK = 0.5
"""How far the spread inside stories is drawn towards that of a ball (Friedman 1989): there are fewer reports than its entries."""
FOLDS = 2
"""The weights are learned on discriminants of other stories: on those of their own, vectors tell events apart too well."""
TOLD = Iterable[tuple[Reading, str]]


def stories(data: Path, without: Sequence[str]) -> Iterator[tuple[str, list[tuple[Reading, str]]]]:
    """Reports with their stories: (set, reports), for pairs and for frequencies."""
    if "neus" not in without:
        for part in range(PARTS):
            if part not in HELD_OUT_PARTS:
                yield "neus", neus(data, part=part)
    if "ecbplus" not in without:
        yield "ecbplus", ecbplus(data, split="train")


def documents(data: Path, without: Sequence[str]) -> Iterator[str]:
    """Further news texts that count for the frequencies alone."""
    if "polnear" not in without:
        yield from (path.read_text(encoding="utf8", errors="replace") for path in sorted((data / "polnear" / "train" / "text").glob("*")))
    if "wikinews" not in without:
        csv.field_size_limit(1 << 30)
        for path in sorted((data / "wikinews").glob("*.csv")):
            with path.open(encoding="utf8", newline="") as file:
                yield from (f"{row['title']}\n{row['text']}" for row in csv.DictReader(file))
    if "timebank" not in without:
        yield from (re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf8", errors="replace")) for path in sorted((data / "tbaq").glob("*/*.tml")))
    if "gmb" not in without:
        yield from _meaning_bank(data / "gmb" / "ner_dataset.csv")


def frequencies(told: Iterable[TOLD], texts: Iterable[str]) -> tuple[NDArray[np.uint8], int]:
    """Counters of hashed terms, two rows of them, and the number of documents; the reports of one story count as one document."""
    counts: Counter[int] = Counter()
    total = 0
    for reports in told:
        by_story: dict[str, set[int]] = {}
        for reading, story in reports:
            by_story.setdefault(story, set()).update(hashed_terms(f"{reading.article.title or ''}\n{reading.article.text}"))
        for terms in by_story.values():
            counts.update(terms)
        total += len(by_story)
    for text in texts:
        counts.update(set(hashed_terms(text)))
        total += 1
    kept = np.zeros((2, ROWS), dtype=np.float64)
    for term, count in counts.items():
        if count > 1:
            for row, at in ((0, term % ROWS), (1, term // ROWS)):
                kept[row, at] = max(kept[row, at], count)
    return np.where(kept > 0, np.rint(STEPS * np.log(np.maximum(kept, 1))), 0).astype(np.uint8), total


def compared(sketches: Sequence[Sketch], told: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Features of every two reports that have anything in common, [len(FEATURES), pairs], and whether they tell one story."""
    found, same = [], []
    labels, undated = np.array(told), np.full(len(sketches), np.nan)
    packed = Packed(sketches)
    for at in range(1, len(sketches)):
        made = features(packed.shared(at, 0, at, undated))
        one = labels[:at] == labels[at]
        kept = (made[0] > 0.05) | (made[FEATURES.index("vectors")] > 0.2) | one
        found.append(made[:, kept])
        same.append(one[kept].astype(np.float64))
    return np.concatenate(found, axis=1), np.concatenate(same)


def regression(made: NDArray[np.float64], same: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of the features and the constant: logistic regression with a ridge, by Newton's method, on standardised features."""
    middle, spread = made.mean(axis=1, keepdims=True), made.std(axis=1, keepdims=True) + 1e-9
    rows = np.concatenate(((made - middle) / spread, np.ones((1, made.shape[1]))))
    found = np.zeros(len(rows))
    ridge = RIDGE * np.diag([*[1.0] * len(made), 0.0])
    for _ in range(STEPS_OF_NEWTON):
        chance = 1 / (1 + np.exp(-found @ rows))
        slope = rows @ (weights * (chance - same)) / weights.sum() + ridge @ found
        bend = (rows * (weights * chance * (1 - chance))) @ rows.T / weights.sum() + ridge + 1e-9 * np.eye(len(rows))
        found -= np.linalg.solve(bend, slope)
    plain = found[:-1] / spread[:, 0]
    return np.array([*plain, found[-1] - float(plain @ middle[:, 0])])


@dataclass(frozen=True, slots=True)
class Part:
    """Reports of one set with their stories and, float32 [n, d], their vectors; its weights are learned on discriminants of other folds."""

    name: str
    reports: list[tuple[Reading, str]]
    vectors: NDArray[np.float32]
    fold: int


def parts_of(told: Sequence[tuple[str, list[tuple[Reading, str]]]]) -> list[Part]:
    """The sets in parts and folds: of NeuS one part after the other, of ECB+ one topic after the other."""
    found = []
    for at, (name, reports) in enumerate(told):
        halves = [reports]
        if name == "ecbplus":
            halves = [[row for row in reports if _topic(row[1]) % FOLDS == fold] for fold in range(FOLDS)]
        for fold, some in enumerate(halves):
            vectors = article_vectors([reading for reading, _ in some])
            found.append(Part(name, some, vectors, fold if len(halves) > 1 else at % FOLDS))
    return found


def discriminants(parts: Sequence[Part]) -> Discriminants:
    """The axes on which reports of one story lie close and stories apart, in whole numbers: linear discriminant analysis (Fisher 1936, Rao 1948).

    Each set weighs as much as another, however many reports it has: what tells the stories of one apart need not do so elsewhere.
    """
    vectors = np.concatenate([part.vectors for part in parts]).astype(np.float64)
    labels = np.unique([f"{at} {story}" for at, part in enumerate(parts) for _, story in part.reports], return_inverse=True)[1]
    sizes: Counter[str] = Counter()
    for part in parts:
        sizes[part.name] += len(part.vectors)
    weights = np.concatenate([np.full(len(part.vectors), 1 / sizes[part.name]) for part in parts])
    of_story = np.bincount(labels)[labels]
    middle = weights @ vectors / weights.sum()
    far = vectors - middle
    centres = np.zeros((labels.max() + 1, far.shape[1]))
    np.add.at(centres, labels, far / of_story[:, None])
    inside = far - centres[labels]
    free = np.where(of_story > 1, weights * of_story / np.maximum(of_story - 1, 1), 0.0)
    within = (inside * free[:, None]).T @ inside / weights[of_story > 1].sum()
    between = (far * weights[:, None]).T @ far / weights.sum() - within
    within = (1 - SHRINK) * within + SHRINK * np.trace(within) / len(within) * np.eye(len(within))
    spread, directions = np.linalg.eigh(within)
    white = directions / np.sqrt(spread)
    strength, turned = np.linalg.eigh(white.T @ between @ white)
    axes = white @ turned[:, np.argsort(-strength, kind="stable")[:AXES]]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    whole = np.rint(axes * (LARGEST / np.abs(axes).max())).astype(np.int8)
    return Discriminants(whole, (middle @ whole.astype(np.float64)).round(4))


def sketched(part: Part, table: Discriminants) -> tuple[str, list[Sketch], list[str]]:
    """A part's name, its sketches with vectors on the axes of `table`, and its stories."""
    vectors = [table.of(rounded_to(vector)) for vector in part.vectors]
    sketches = [replace(sketch(reading), vector=vector) for (reading, _), vector in zip(part.reports, vectors, strict=True)]
    return part.name, sketches, [story for _, story in part.reports]


def learned(parts: Sequence[tuple[str, Sequence[Sketch], Sequence[str]]]) -> dict[str, dict[str, float]]:
    """The table of weights, with vectors and without."""
    made, same, weights = [], [], []
    for name, sketches, told in parts:
        found, one = compared(sketches, told)
        made.append(found)
        same.append(one)
        weights.append(np.full(len(one), ECB_WEIGHT if name == "ecbplus" else 1.0))
    features_of, one, weight = np.concatenate(made, axis=1), np.concatenate(same), np.concatenate(weights)
    weights_of = {}
    for kind, names in (("with_vectors", FEATURES), ("without_vectors", tuple(name for name in FEATURES if "vectors" not in name))):
        found = regression(features_of[[FEATURES.index(name) for name in names]], one, weight)
        weights_of[kind] = {name: round(float(value), 4) for name, value in zip((*names, "constant"), found, strict=True)}
    return weights_of


def learned_beside(parts: Sequence[tuple[str, Sequence[Sketch], Sequence[str]]]) -> dict[str, float]:
    """The weights of likenesses beside others; each set of reports weighs as much as another, however many pairs it has."""
    made, same, weights = [], [], []
    draw = random.Random(SEED)
    for share in SHARES:
        for _ in range(DRAWS):
            for _, sketches, told in parts:
                drawn = sorted(draw.sample(range(len(sketches)), int(share * len(sketches))))
                found = plain_pairs([sketches[at] for at in drawn])
                best, labels = bests(found, len(drawn)), np.array(told)[drawn]
                one = (labels[found.one] == labels[found.other]).astype(np.float64)
                made.append(gaps(found.alike, best[found.one], best[found.other]))
                same.append(one)
                weights.append(np.full(len(one), 1 / max(one.sum(), 1)))
    known = [name for name in GAPS if name != "vectors" or any(one.vector is not None for _, sketches, _ in parts for one in sketches)]
    rows = np.concatenate(made, axis=1)[[GAPS.index(name) for name in known]]
    kept = regression(rows, np.concatenate(same), np.concatenate(weights))
    return {name: round(float(value), 4) for name, value in zip((*known, "constant"), kept, strict=True)}


def write_weights(weights: dict[str, dict[str, float]]) -> None:
    """Write the table of weights: those beside others are learned on what the plain ones give."""
    (TABLES / "likeness.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf8")
    table.cache_clear()


def write(counters: NDArray[np.uint8], total: int) -> None:
    """Write the table of frequencies: the weights are learned on what it gives."""
    np.savez_compressed(TABLES / "frequencies.npz", counters=counters, documents=np.int64(total))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--without", nargs="*", default=[], choices=SETS)
    asked = parser.parse_args()
    told = list(stories(asked.data, asked.without))
    write(*frequencies([reports for _, reports in told], documents(asked.data, asked.without)))
    every = parts_of(told)
    axes = discriminants(every)
    np.savez_compressed(TABLES / "discriminants.npz", axes=axes.axes, middle=axes.middle)
    folds = [discriminants([part for part in every if part.fold != fold]) for fold in range(FOLDS)]
    paired = [part for part in every if part.name == "neus"][-PAIR_PARTS:] + [part for part in every if part.name == "ecbplus"]
    parts = [sketched(part, folds[part.fold]) for part in paired]
    plain = learned(parts)
    write_weights(plain)
    bare = [(name, [replace(one, vector=None) for one in sketches], told_of) for name, sketches, told_of in parts]
    write_weights({**plain, **{kind: learned_beside(some) for kind, some in zip(KINDS, (parts, bare), strict=True)}})


def _topic(story: str) -> int:
    """The topic of a story of ECB+: two stories of one topic are alike, and are not to lie in two folds."""
    return int(re.match(r"\d+", story)[0])  # type: ignore[index]


def _meaning_bank(path: Path) -> Iterator[str]:
    with path.open(encoding="latin1", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        words: list[str] = []
        sentences = 0
        for mark, word, *_ in rows:
            if mark:
                sentences += 1
                if sentences % SENTENCES == 0:
                    yield " ".join(words)
                    words = []
            words.append(word)
        yield " ".join(words)


if __name__ == "__main__":
    main()
