"""What an article costs in an archive of ten times the size.

    python -m bench.growth [FEW MANY]

Articles are read one at a time, and no reading knows of another: what can grow is what comes after, and the intake. So the real stages of `bulk`
go over archives of two sizes with the model's work, which is nearly all of an article's cost, replaced by a stand-in that makes a reading out
of capitals and lines, and vectors out of words. The cost of the real model is measured on a sample of the same articles and put to both; that
it stays what it was, however many were read before, is measured too.
"""

from __future__ import annotations

import argparse
import itertools
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from unittest.mock import patch

import numpy as np
import xxhash

from bench.made_reports import reports, write
from bench.stories import CAPITALS
from sayso.data import Article, Mention, Name, Reading, Span, Statement, Witness
from sayso.ids import content_id
from sayso.run.engines import Done

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZES = (1_000, 10_000)
SAMPLE = 40
"""Articles that are really read, before and after READ_BETWEEN others."""
READ_BETWEEN = 300
SAID = re.compile(r"\b(?:said|told|denied|refused|According)\b")
PERSON = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")
WIDTH = 384
TODAY = date(2026, 1, 1)
MIB = 1 << 20 if sys.platform == "darwin" else 1 << 10


class Here:
    """An engine without workers: tasks are done where they are asked for, so that processor time is that of one process."""

    name = "here"
    workers = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pass

    def map(self, function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Done[Any, Any]]:
        """Each task with its result; an error is no task's, but the caller's."""
        for task in tasks:
            yield Done(task, function(task))


def score(sizes: Sequence[int] = SIZES) -> dict[str, float]:
    """`growth`: the whole cost an article in the larger archive through that in the smaller; `stages_growth`: that of all but the model's work.

    `model_ms`, `stages_ms`: processor time an article; `model_drift`: the model's after some hundred other articles, through that before;
    `peak_mib`: of this process, after the larger archive.
    """
    model, drift = model_cost()
    few, many = min(sizes), max(sizes)
    with stand_in():
        cost(20)  # loads tables
        before, most, after = cost(few), cost(many), cost(few)
    small = (before + after) / 2  # on both sides of the long run, as another load of the machine may come or go in the middle of it
    return {
        "growth": (model + most) / (model + small),
        "stages_growth": most / small,
        "model_drift": drift,
        "model_ms": model * 1000,
        "stages_ms": small * 1000,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB,
    }


def full(sizes: Sequence[int] = SIZES) -> dict[str, float]:
    """`growth` with all articles really read."""
    cost(20)
    few, many = (cost(size) for size in sorted(sizes))
    return {"growth": many / few, "few_ms": few * 1000, "many_ms": many * 1000}


def cost(size: int) -> float:
    """Processor seconds an article of `bulk` over that many made-up reports, in this process."""
    from sayso.run.bulk import BulkSettings, bulk

    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "archive.jsonl", size)
        began = time.process_time()
        bulk([f"{folder}/archive.jsonl"], f"{folder}/output", engine=Here(), settings=BulkSettings(today=TODAY))
        return (time.process_time() - began) / size


def model_cost() -> tuple[float, float]:
    """Processor seconds an article of the model's work, and how it changes once some hundred other articles have been read."""
    texts = [one["text"] for one in itertools.islice(reports(SAMPLE + READ_BETWEEN), SAMPLE + READ_BETWEEN)]
    _read(texts[:2])
    first, again = _read(texts[:SAMPLE]), 0.0
    _read(texts[SAMPLE:])
    again = _read(texts[:SAMPLE])
    return min(first, again) / SAMPLE, again / first


def _read(texts: Sequence[str]) -> float:
    """Processor seconds of reading, of the vector for grouping, and of those of the statements, as a story of one report needs them."""
    from sayso import encoder
    from sayso.align.wording import restated
    from sayso.pipeline import opening
    from sayso.read import read_article

    began = time.process_time()
    for text in texts:
        told = read_article(Article(content_id(text), text, published=date(2024, 1, 8)))
        encoder.vectors([opening(told.article)])
        encoder.vectors([restated(told, one) for one in told.propositions])
    return time.process_time() - began


@contextmanager
def stand_in() -> Iterator[None]:
    """The model's work is replaced while the context lasts."""
    from sayso import encoder, keeping, pipeline

    read = import_module("sayso.read")  # the module; `sayso.read` is the function
    with ExitStack() as stack:
        for where in (read, pipeline, keeping):
            stack.enter_context(patch.object(where, "read_article", reading))
        stack.enter_context(patch.object(encoder, "vectors", vectors))
        yield


def reading(article: Article) -> Reading:
    """A reading without a model: a sentence a line, of one statement each; whoever is named by two words in one with a verb of saying says it."""
    lines = [Span(*found.span()) for found in re.finditer(r"[^\n]+", article.text)]
    people = [Span(*found.span()) for found in PERSON.finditer(article.text)]
    names = sorted({*people, *(Span(*found.span()) for found in CAPITALS.finditer(article.text))})
    who = {article.text[span.start : span.end]: f"w{at}" for at, span in reversed(list(enumerate(people)))}
    mentions = tuple(Mention(span, who[article.text[span.start : span.end]], "name") for span in people)
    told = tuple(_statement(article, line, mentions) for line in lines)
    return Reading(
        article=article,
        sentences=tuple(lines),
        clauses=tuple((line,) for line in lines),
        names=tuple(Name(span, "person" if span in people else "other") for span in names),
        mentions=mentions,
        witnesses=tuple(Witness(number, name, "person") for name, number in sorted(who.items())),
        statements=told,
        propositions=told,
    )


def _statement(article: Article, line: Span, mentions: Sequence[Mention]) -> Statement:
    said = SAID.search(article.text, line.start, line.end)
    by = next((one for one in mentions if line.start <= one.span.start < line.end), None) if said else None
    name = content_id(article.id, line.start)
    if said is None or by is None:
        return Statement(name, article.id, (line,))
    return Statement(name, article.id, (line,), (Span(*said.span()),), (by.span,), (by.witness,), "indirect")


def vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Unit rows of WIDTH numbers, near one another where texts share words."""
    found = np.zeros((len(texts), WIDTH), np.float32)
    for row, text in enumerate(texts):
        for word in set(re.findall(r"\w+", text.lower())):
            found[row] += _word(word)
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9), np.float32)


@cache
def _word(word: str) -> NDArray[np.float32]:
    return np.random.default_rng(xxhash.xxh3_64_intdigest(word.encode())).standard_normal(WIDTH).astype(np.float32)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    for name, value in score(parser.parse_args().sizes).items():
        print(f"{name:20} {value:.4f}")


if __name__ == "__main__":
    main()
