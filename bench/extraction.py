"""How much of a page's report is found, and how little beside it: the article extraction benchmark, by the definition of its own scorer.

F1 over shingles of four words (runs of letters, digits and underscores), counted with their repetitions: for every page, hits, false
alarms and misses; precision and recall are means over the pages, F1 is made of the two means. Speed: pages a CPU second, by kind of input.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import resource
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.speed import articles

SHINGLE = 4
WORD = re.compile(r"\w+")

Figures = dict[str, float]


def score(data: Path) -> Figures:
    """`f1`, `precision`, `recall` and `pages_per_cpu_s` of the careful and the fast (`fast_...`) way, and speed by kind."""
    folder = data / "article_extraction_benchmark"
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = {key: gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()) for key in truth}
    wanted = {key: one.get("articleBody", "") for key, one in truth.items()}
    figures = run(pages, wanted, fast=False) | {f"fast_{name}": value for name, value in run(pages, wanted, fast=True).items()}
    with tempfile.TemporaryDirectory() as scratch:
        return figures | kinds(pages, folder=Path(scratch))


def run(pages: dict[str, bytes], wanted: dict[str, str], *, fast: bool) -> Figures:
    """The figures of one way of extracting; the title that stands above the report is not counted as its text."""
    from sayso.collect.formats.page import read_page

    read_page(next(iter(pages.values())), fast=fast)
    began = time.process_time()
    found = {key: report(read_page(page, fast=fast)) for key, page in pages.items()}
    spent = time.process_time() - began
    return f1([matches(wanted[key], found[key]) for key in pages]) | {"pages_per_cpu_s": len(pages) / spent}


def kinds(pages: dict[str, bytes], *, folder: Path) -> Figures:
    """Reports a CPU second, child processes counted: all pages in a WARC file, and the project's examples as a feed and as records."""
    texts = articles()
    files = {
        "warc": gzip.compress(b"".join(captured(f"https://pages.example/{key}", page) for key, page in pages.items())),
        "feed": feed(texts * 20),
        "jsonl": b"\n".join(json.dumps({"text": f"{text}{at}", "url": f"https://pages.example/{at}"}).encode() for at, text in enumerate(texts * 50)),
    }
    found = {}
    for kind, data in files.items():
        (folder / kind).write_bytes(data)
        for fast in (False, True) if kind == "warc" else (False,):
            found[f"{'fast_' if fast else ''}{kind}_per_cpu_s"] = taken_in(folder / kind, fast=fast)
    return found


def taken_in(path: Path, *, fast: bool) -> float:
    """Reports of one input a CPU second, this process and its children together."""
    from sayso.collect import each
    from sayso.data import Article

    began = cpu()
    count = sum(isinstance(one, Article) for one in each([path], fast=fast))
    return count / (cpu() - began)


def cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def captured(url: str, page: bytes) -> bytes:
    """A page as a WARC record."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n"
    return head.encode() + f"Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def feed(texts: Sequence[str]) -> bytes:
    """The texts as an Atom feed."""
    entries = "".join(
        f"<entry><id>urn:x:{at}</id><title>Report {at}</title><content type='html'>{html.escape(paragraphs(text))}</content></entry>"
        for at, text in enumerate(texts)
    )
    return f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Examples</title>{entries}</feed>".encode()


def paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(one)}</p>" for one in text.split("\n\n"))


def report(found: Sequence[object]) -> str:
    """The text of what was found, without the title in its first paragraph."""
    from sayso.collect.facts import Found

    texts = [one.text.removeprefix(one.facts.get("title", "")) for one in found if isinstance(one, Found)]
    return "\n".join(texts)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    runs = [tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))]
    return Counter(run for run in runs if run)


def matches(wanted: str, found: str) -> tuple[int, int, int]:
    """Hits, false alarms, misses."""
    right, made = shingles(wanted), shingles(found)
    hits = (right & made).total()
    return hits, made.total() - hits, right.total() - hits


def f1(counted: list[tuple[int, int, int]]) -> Figures:
    """Means over pages; a page where nothing was found has no precision, one where nothing is to be found has no recall."""
    precision = statistics.mean(hits / (hits + alarms) for hits, alarms, _ in counted if hits + alarms)
    recall = statistics.mean(hits / (hits + misses) for hits, _, misses in counted if hits + misses)
    return {"f1": 2 * precision * recall / (precision + recall), "precision": precision, "recall": recall}


def main() -> None:
    from bench.data import unpacked

    for name, value in score(unpacked(("test/article_extraction_benchmark.tgz",))).items():
        print(f"{name:24} {value:.4f}")


if __name__ == "__main__":
    main()
