"""Grouping of reports into stories: B-cubed and pair scores, in one batch and one article at a time.

    python -m bench.stories DATA [--gold DIR]

DATA holds the unpacked sets neus_train, ecbplus and gvc_val. Names come from a stand-in (runs of capitalised words), so that the figures
are those of grouping alone. What is learned comes from other parts of NeuS and of ECB+ (training/grouping.py); the threshold that a set is
scored at is the shipped one, or the best one of another set, never its own. gvc_val is for scoring only.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

import numpy as np

from bench.data import SHARED
from sayso.data import Article, Name, Reading, Span
from sayso.group.beside import pairs
from sayso.group.online import Sketch, Window, sketch
from sayso.group.options import GROUPING, GroupOptions
from sayso.linkage import Pairs, clusters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

NEUS_STORIES = 300
HELD_OUT_PARTS = (0, 1)
"""Parts of NeuS that are scored here, and that nothing was learned from (training/grouping.py)."""
WHERE_KNOWN = "neus_where_known"
"""The set of all reports of both parts, with a date where one is known: of 332 of 1,800."""
POOLS = (25, 50, 100)
"""Stories a pool, out of which NeuS is scored as well: a desk has tens of stories before it and not 600, and the other sets have 8 to 37."""
TUNED = {"neus": ("neus",), "ecbplus": ("ecbplus", "ecbplus_first", "ecbplus_second")}
"""Of which sets the best threshold is carried to others: of ECB+ with both events of a topic, and with one."""
SEED = 2024
SHUFFLES = 3
LOAD = SHARED / "data" / "load" / "allsides_sample.jsonl.gz"
"""Articles with dates, some of which NeuS has excerpts of."""
PLAIN = re.compile(r"\w+")
RUN, RUNS, LEAD = 9, 3, 400
"""An excerpt is of an article if RUNS runs of RUN words stand among its first LEAD words."""
THRESHOLDS = tuple(round(0.2 + 0.02 * step, 2) for step in range(19))
CAPITALS = re.compile(r"(?<![.!?:] )(?<!^)(?<!\n)(?<![“\"‘])\b[A-Z][\w.’'-]*(?:[ ](?:of |the |de |al-)?[A-Z][\w.’'-]*){0,5}")


@dataclass(frozen=True, slots=True)
class Task:
    """Sketches with the story that each of them tells."""

    sketches: tuple[Sketch, ...]
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


def dated(found: Sequence[tuple[Reading, str]], load: Path) -> list[tuple[Reading, str]]:
    """NeuS reports whose date is known: those of which a run of words stands in an article of the load set (JSON lines, gzip)."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for at, (told, _) in enumerate(found):
        words = PLAIN.findall(told.article.text.lower())
        for first in range(0, len(words) - RUN, 3):
            wanted[" ".join(words[first : first + RUN])].append(at)
    hits: dict[int, Counter[str]] = defaultdict(Counter)
    with gzip.open(load, "rt", encoding="utf8") as lines:
        for row in map(json.loads, lines):
            words = PLAIN.findall(row["text"].lower())[:LEAD]
            for first in range(len(words) - RUN):
                for at in wanted.get(" ".join(words[first : first + RUN]), ()):
                    hits[at][row["date"][:10]] += 1
    days = {at: max(sorted(count), key=count.__getitem__) for at, count in hits.items() if max(count.values()) >= RUNS}
    return [
        (replace(told, article=replace(told.article, published=date.fromisoformat(days[at]))), story)
        for at, (told, story) in enumerate(found)
        if at in days
    ]


def incidents(data: Path, *, dates: bool = True) -> list[tuple[Reading, str]]:
    """GVC validation: reports of incidents of gun violence, all of one kind; sentence 0 is the date, sentence 1 the title."""
    texts: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in (data / "gvc_val" / "dataset.conll").read_text(encoding="utf8").splitlines():
        if not line.startswith("#") and line.count("\t") >= 4:
            document, sentence, _, word = line.split("\t")[:4]
            texts[document][int(sentence)].append(word)
    found = []
    for document, sentences in texts.items():
        title = " ".join(sentences[1])
        body = " ".join(" ".join(words) for at, words in sorted(sentences.items()) if at > 1).replace("//n", "\n")
        published = date.fromisoformat("".join(sentences[0])) if dates else None
        found.append((reading(document, title, f"{title}\n{body}", published), document.split("/")[1]))
    return found


def task(found: Sequence[tuple[Reading, str]], *, options: GroupOptions = GROUPING) -> Task:
    """Sketches and likenesses once, for all thresholds; articles in order of publication."""
    rows = sorted(found, key=lambda row: (str(row[0].article.published or ""), row[0].article.id))
    vectors = article_vectors([row[0] for row in rows])
    sketches = tuple(sketch(row[0], vector=vector, options=options) for row, vector in zip(rows, vectors, strict=True))
    return Task(sketches, tuple(row[1] for row in rows), pairs(sketches, options=options.likeness))


def article_vectors(readings: Sequence[Reading]) -> NDArray[np.float32]:
    """Unit vectors of title and first 600 characters, by the shipped model."""
    return np.stack([_vector(f"{r.article.title or ''}\n{r.article.text[:600]}") for r in readings])


@cache
def _vector(opening: str) -> NDArray[np.float32]:
    """Of one opening, each taken once: most sets are parts of others, and each is scored in a batch and one article at a time."""
    from sayso.encoder import vectors

    return np.asarray(vectors([opening])[0], dtype=np.float32)


def online(where: Task, options: GroupOptions, *, order: Sequence[int] | None = None) -> tuple[list[list[int]], int]:
    """Groups of articles that come in one at a time, in the order given, and how often two stories were merged.

    A report without a date gets the latest day that has come in.
    """
    window = Window(options)
    story_of: dict[int, str] = {}
    merges = 0
    latest: float | None = None
    for at in order if order is not None else range(len(where.sketches)):
        given = where.sketches[at]
        given = given if given.day is not None else replace(given, day=latest)
        latest = given.day if latest is None else max(latest, given.day or latest)
        placed = window.place(given)
        story_of[at] = placed.story or f"story of {given.id}"
        window.admit(given, story_of[at])
        for into, gone in placed.merged:
            window.merge(into, gone)
            merges += 1
            story_of.update({member: into for member, story in story_of.items() if story == gone})
    groups: dict[str, list[int]] = defaultdict(list)
    for member, story in sorted(story_of.items()):
        groups[story].append(member)
    return list(groups.values()), merges


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


def at(threshold: float, where: Task, *, options: GroupOptions = GROUPING) -> dict[str, float]:
    """Scores of one task in a batch at one threshold, eased as the options have it by how many articles there are."""
    return scores(
        clusters(len(where.stories), where.alike, threshold=replace(options, threshold=threshold).in_batch(len(where.stories))), where.stories
    )


def best(pools: Sequence[Task]) -> float:
    """The threshold at which batches have the highest B-cubed F1 on average; of a plateau, its middle."""
    return _top({threshold: mean([at(threshold, where)["b3_f1"] for where in pools]) for threshold in THRESHOLDS})


def best_online(pools: Sequence[Task], options: GroupOptions) -> float:
    """The same of one article at a time, where the best lies higher: of every other threshold, for the time it takes."""
    found: dict[float, float] = {}
    for threshold in THRESHOLDS[::2]:
        some = replace(options, threshold=threshold)
        found[threshold] = mean([scores(online(where, some)[0], where.stories)["b3_f1"] for where in pools])
    return _top(found)


def _top(f1: dict[float, float]) -> float:
    rounded = {threshold: round(value, 4) for threshold, value in f1.items()}
    top = [threshold for threshold, value in rounded.items() if value == max(rounded.values())]
    return top[len(top) // 2]


def score(data: Path, *, gold_articles: Path | None = None, options: GroupOptions = GROUPING) -> dict[str, float]:
    """Figures of grouping in a batch: each set at the shipped threshold, and at the best one of another set."""
    found = sets(data, gold_articles)
    tasks = {name: task(told, options=options) for name, told in found.items()}
    tuned = {name: best([tasks[pool] for pool in pools]) for name, pools in TUNED.items()}
    figures = {f"{name}/best_threshold": threshold for name, threshold in tuned.items()}
    figures |= {f"{name}/best_b3_f1": at(threshold, tasks[name])["b3_f1"] for name, threshold in tuned.items()}
    if WHERE_KNOWN in tasks:
        for size, some in pools_of(found[WHERE_KNOWN], options=options).items():
            figures |= {f"{WHERE_KNOWN}/pools_of_{size}/b3_f1": mean([at(options.threshold, where)["b3_f1"] for where in some])}
            figures |= {f"{WHERE_KNOWN}/pools_of_{size}/by_ecbplus/b3_f1": mean([at(tuned["ecbplus"], where)["b3_f1"] for where in some])}
    for name, where in tasks.items():
        other = carried_from(name)
        figures |= {f"{name}/{metric}": value for metric, value in at(options.threshold, where).items()}
        figures |= {f"{name}/by_{other}/{metric}": value for metric, value in at(tuned[other], where).items()}
    return dict(sorted((name, round(value, 4)) for name, value in figures.items()))


def score_online(data: Path, *, options: GroupOptions = GROUPING) -> dict[str, float]:
    """Figures of grouping one article at a time: in order of publication, at the best threshold of another set that comes so, and shuffled."""
    figures: dict[str, float] = {}
    # In a stream each report has a day, at least that of its arrival, which is not known of those without a date.
    tasks = {name: task(found, options=options) for name, found in sets(data, None).items() if name != WHERE_KNOWN}
    tuned = {name: best_online([tasks[pool] for pool in pools], options) for name, pools in TUNED.items()}
    for name, where in tasks.items():
        found, merges = online(where, options)
        figures |= {f"{name}/{metric}": value for metric, value in scores(found, where.stories).items()}
        other = carried_from(name)
        carried = online(where, replace(options, threshold=tuned[other]))[0]
        figures |= {f"{name}/by_{other}/{metric}": value for metric, value in scores(carried, where.stories).items()}
        late = [scores(online(where, options, order=shuffled(len(where.stories), seed))[0], where.stories)["b3_f1"] for seed in range(SHUFFLES)]
        figures |= {f"{name}/merges": merges, f"{name}/shuffled_b3_f1": mean(late), f"{name}/shuffled_least_b3_f1": min(late)}
    for size, some in pools_of(neus(data) + neus(data, part=1), options=options).items():
        for how, threshold in (("", options.threshold), ("by_ecbplus/", tuned["ecbplus"])):
            chosen = replace(options, threshold=threshold)
            figures[f"neus/pools_of_{size}/{how}b3_f1"] = mean([scores(online(where, chosen)[0], where.stories)["b3_f1"] for where in some])
    return dict(sorted((name, round(value, 4)) for name, value in figures.items()))


def sets(data: Path, gold_articles: Path | None) -> dict[str, list[tuple[Reading, str]]]:
    """The sets by name. ECB+ has two events of one kind a topic, the hard case, and is scored with one of the two as well."""
    found = {"neus": neus(data), "neus_other": neus(data, part=1), "ecbplus": ecbplus(data)}
    found["ecbplus_first"] = [row for row in found["ecbplus"] if row[1].endswith("ecb")]
    found["ecbplus_second"] = [row for row in found["ecbplus"] if not row[1].endswith("ecb")]
    if LOAD.exists():
        both = found["neus"] + found["neus_other"]
        found["neus_dated"] = dated(both, LOAD)
        known = {told.article.id: (told, story) for told, story in found["neus_dated"]}
        found[WHERE_KNOWN] = [known.get(told.article.id, (told, story)) for told, story in both]
    if (data / "gvc_val").exists():
        found |= {"gvc": incidents(data), "gvc_undated": incidents(data, dates=False)}
    if gold_articles is not None:
        found |= {"gold": gold(gold_articles, dated=True), "gold_undated": gold(gold_articles, dated=False)}
    return found


def pools_of(found: Sequence[tuple[Reading, str]], *, options: GroupOptions = GROUPING) -> dict[int, list[Task]]:
    """A set cut into pools of so many stories each, every story in one: by stories a pool."""
    names = sorted({story for _, story in found})
    random.Random(SEED).shuffle(names)
    made: dict[int, list[Task]] = {}
    for size in POOLS:
        for first in range(0, len(names), size):
            kept = set(names[first : first + size])
            made.setdefault(size, []).append(task([row for row in found if row[1] in kept], options=options))
    return made


def carried_from(name: str) -> str:
    """The set whose best threshold another one is scored at."""
    return "neus" if not name.startswith("neus") else "ecbplus"


def shuffled(size: int, seed: int) -> list[int]:
    """An order of arrival."""
    order = list(range(size))
    random.Random(seed).shuffle(order)
    return order


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--gold", type=Path, help="folder with the articles of marked stories")
    asked = parser.parse_args()
    for kind, figures in (("batch", score(asked.data, gold_articles=asked.gold)), ("online", score_online(asked.data))):
        for name, value in figures.items():
            print(f"{kind:7} {name:40} {value:.3f}")


if __name__ == "__main__":
    main()
