"""Grouping of reports into stories: B-cubed and pair scores on three sets, the threshold never tuned on the set it is scored on.

    python -m bench.stories DATA [--gold DIR] [--vectors]

DATA holds the unpacked train sets neus_train and ecbplus. Names come from a stand-in (runs of capitalised words), so that the figures
are those of grouping alone.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sayso.data import Article, Name, Reading, Span
from sayso.group.clustering import GroupOptions
from sayso.group.likeness import LikenessOptions, pairs
from sayso.linkage import Pairs, clusters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

NEUS_STORIES = 300
SEED = 2024
THRESHOLDS = tuple(round(0.04 + 0.01 * step, 2) for step in range(57))
CAPITALS = re.compile(r"(?<![.!?:] )(?<!^)(?<!\n)(?<![“\"‘])\b[A-Z][\w.’'-]*(?:[ ](?:of |the |de |al-)?[A-Z][\w.’'-]*){0,5}")


@dataclass(frozen=True, slots=True)
class Task:
    """Readings with the story that each of them tells."""

    readings: tuple[Reading, ...]
    stories: tuple[str, ...]
    alike: Pairs


def neus(data: Path, *, part: int = 0) -> list[tuple[Reading, str]]:
    """NeuS train: excerpts (title and first words) of up to three reports a story; `part` picks another sample of the same size."""
    lines = (data / "neus_train" / "train.source").read_text(encoding="utf8").splitlines()
    order = list(range(len(lines)))
    random.Random(SEED).shuffle(order)
    found = []
    for line in sorted(order[part * NEUS_STORIES : (part + 1) * NEUS_STORIES]):
        for at, report in enumerate(lines[line].split("[SEP]")):
            title, _, text = report.partition("ARTICLE=>")
            title = title.replace("TITLE=>", "").strip().removesuffix(".")
            found.append((reading(f"n{line}-{at}", title, f"{title}\n{text.strip()}"), f"n{line}"))
    return found


def ecbplus(data: Path, *, split: str = "dev") -> list[tuple[Reading, str]]:
    """ECB+: one story a sub-topic (<n>ecb and <n>ecbplus are two events of one kind); sentences one a line, no titles, no dates."""
    folder = data / "ecbplus"
    rows = [line.split("\t") for line in (folder / "splits.tsv").read_text(encoding="utf8").splitlines()[1:]]
    wanted = {topic for _, topic, where in rows if where == split}
    found = []
    for path in sorted(folder.glob("*/*.conll")):
        if re.match(r"\d+", path.stem)[0] not in wanted:  # type: ignore[index]
            continue
        texts: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for line in path.read_text(encoding="utf8").splitlines():
            if not line.startswith("#") and line.count("\t") >= 3:
                document, sentence, _, word = line.split("\t")[:4]
                texts[document][int(sentence)].append(word)
        found += [(reading(name, None, "\n".join(" ".join(s) for _, s in sorted(text.items()))), path.stem) for name, text in texts.items()]
    return found


def gold(folder: Path, *, dated: bool) -> list[tuple[Reading, str]]:
    """Marked stories: the first part of a file's stem is its story; `dated`: with the dates of publication, which give much away."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        meta = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf8"))
        published = date.fromisoformat(meta["date"]) if dated and meta.get("date") else None
        found.append((reading(path.stem, meta.get("title"), path.read_text(encoding="utf8"), published), path.stem.split("_")[0]))
    return found


def reading(name: str, title: str | None, text: str, published: date | None = None) -> Reading:
    """A reading with stand-in names and nothing else."""
    article = Article(id=name, text=text, title=title, published=published)
    names = tuple(Name(Span(*match.span()), "other") for match in CAPITALS.finditer(text))
    return Reading(**{part.name: () for part in fields(Reading)} | {"article": article, "names": names})


def task(found: Sequence[tuple[Reading, str]], *, options: LikenessOptions, vectors: bool) -> Task:
    """Likenesses once, for all thresholds."""
    rows = sorted(found, key=lambda row: (str(row[0].article.published or ""), row[0].article.id))
    readings = tuple(row[0] for row in rows)
    return Task(readings, tuple(row[1] for row in rows), pairs(readings, options=options, vectors=article_vectors(readings) if vectors else None))


def article_vectors(readings: Sequence[Reading]) -> NDArray[np.float32]:
    """Unit vectors of title and first 600 characters, by the shipped model."""
    from sayso.encoder import vectors

    return np.asarray(vectors([f"{r.article.title or ''}\n{r.article.text[:600]}" for r in readings]), dtype=np.float32)


def scores(found: Sequence[Sequence[int]], stories: Sequence[str]) -> dict[str, float]:
    """B-cubed precision, recall and F1 (Bagga and Baldwin 1998), and F1 of pairs in one group."""
    sizes = Counter(stories)
    precision = recall = 0.0
    right = together = 0
    for members in found:
        inside = Counter(stories[at] for at in members)
        precision += sum(n * n for n in inside.values()) / len(members)
        recall += sum(n * n / sizes[story] for story, n in inside.items())
        right += sum(n * (n - 1) // 2 for n in inside.values())
        together += len(members) * (len(members) - 1) // 2
    wanted = sum(n * (n - 1) // 2 for n in sizes.values())
    return {
        "b3_precision": precision / len(stories),
        "b3_recall": recall / len(stories),
        "b3_f1": 2 * precision * recall / (precision + recall) / len(stories),
        "pair_f1": 2 * right / (wanted + together) if wanted + together else 1.0,
    }


def at(threshold: float, where: Task) -> dict[str, float]:
    """Scores of one task at one threshold."""
    return scores(clusters(len(where.stories), where.alike, threshold=threshold), where.stories)


def best(where: Task) -> float:
    """The threshold with the highest B-cubed F1; of a plateau, its middle."""
    f1 = {threshold: round(at(threshold, where)["b3_f1"], 4) for threshold in THRESHOLDS}
    top = [threshold for threshold, value in f1.items() if value == max(f1.values())]
    return top[len(top) // 2]


def score(data: Path, *, gold_articles: Path | None = None, options: GroupOptions | None = None, vectors: bool = False) -> dict[str, float]:
    """All figures: each set at the shipped threshold, at its own best, and NeuS and ECB+ at the other's best."""
    options = options or GroupOptions()
    sets = {"neus": neus(data), "ecbplus": ecbplus(data)}
    if gold_articles is not None:
        sets |= {"gold": gold(gold_articles, dated=True), "gold_undated": gold(gold_articles, dated=False)}
    tasks = {name: task(found, options=options.likeness, vectors=vectors) for name, found in sets.items()}
    figures: dict[str, float] = {}
    tuned = {name: best(where) for name, where in tasks.items()}
    for name, where in tasks.items():
        figures |= {f"{name}/{metric}": value for metric, value in at(options.threshold, where).items()}
        figures[f"{name}/best_threshold"] = tuned[name]
        figures[f"{name}/best_b3_f1"] = at(tuned[name], where)["b3_f1"]
        for other in {"neus", "ecbplus"} - {name}:
            carried = at(tuned[other], where)
            figures |= {f"{name}/by_{other}/{metric}": value for metric, value in carried.items()}
    return dict(sorted((name, round(value, 4)) for name, value in figures.items()))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--gold", type=Path, help="folder with the articles of marked stories")
    parser.add_argument("--vectors", action="store_true", help="with article vectors by the shipped model")
    asked = parser.parse_args()
    for name, value in score(asked.data, gold_articles=asked.gold, vectors=asked.vectors).items():
        print(f"{name:40} {value:.3f}")


if __name__ == "__main__":
    main()
