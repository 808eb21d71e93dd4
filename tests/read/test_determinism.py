"""A reading is the same bytes whatever is read beside it, how often, in which order, and on how many threads."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from sayso.codec import encode_reading
from sayso.collect import gather
from sayso.data import Article, Reading
from sayso.pipeline import Settings, read_articles

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SETTINGS = Settings(today=date(2026, 1, 1))
THREADS = (1, 2, 4)
SOME = 5
"""Articles read together: enough for orders to differ, few enough to be quick."""


def articles() -> list[Article]:
    found, _ = gather([str(path) for path in sorted(EXAMPLES.glob("*/*.txt"))], stdin=None)
    return sorted(found, key=lambda article: len(article.text))[:SOME]


def digest(article: Article) -> str:
    """What the reading of one article is, byte by byte."""
    (reading,) = read_articles([article], SETTINGS)
    return of(reading)


def of(reading: Reading) -> str:
    """The bytes that are printed, and those parts of a reading that are not, as a hash."""
    return hashlib.sha256(encode_reading(reading) + repr(reading).encode()).hexdigest()


@pytest.fixture(scope="module")
def alone() -> dict[str, str]:
    """The reading of each article by itself."""
    return {article.id: digest(article) for article in articles()}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_read_beside_an_article_changes_nothing(alone: dict[str, str], seed: int) -> None:
    order = articles() + articles()[:2]
    random.Random(seed).shuffle(order)
    assert [of(reading) for reading in read_articles(order, SETTINGS)] == [alone[article.id] for article in order]


@pytest.mark.parametrize("threads", THREADS)
def test_reading_in_threads_changes_nothing(alone: dict[str, str], threads: int) -> None:
    order = articles() * 2
    with ThreadPoolExecutor(threads) as pool:
        assert list(pool.map(digest, order)) == [alone[article.id] for article in order]


@pytest.mark.parametrize("threads", THREADS)
def test_threads_of_the_libraries_change_nothing(alone: dict[str, str], threads: int) -> None:
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
    environment = os.environ | dict.fromkeys(names, str(threads)) | {"PYTHONHASHSEED": str(threads)}
    program = "from tests.read.test_determinism import articles, digest\nfor a in articles(): print(a.id, digest(a))"
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=EXAMPLES.parent, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    assert dict(line.split() for line in done.stdout.splitlines()) == alone
