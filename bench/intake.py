"""How fast reports are taken in, by kind of input: pages a CPU second on generated pages, and how that compares with the bare library.

    python -m bench.intake

Every figure is that of one more page: the cost of starting processes and loading libraries is taken off, by taking in a single page too.
`..._of_bare` is our speed through that of the library alone on the same bytes in the same run (1: taking apart costs nothing beside it);
trafilatura alone for pages, fastwarc and resiliparse alone for WARC files. What we do beside: facts, credits, furniture, language, digests
and ids, and the way to a process under limits and back. `warc_fast_of_bare` is that on generated pages, `warc_fast_of_bare_real` on the 181
pages of the article extraction benchmark, where the data pack is there.

All times are CPU times, and each is the least of some rounds in which those that are compared take turns. The same program on the same bytes
does the same work every time; what else runs on a machine (other processes that push data out of the caches and slow the memory) only ever
adds to its time. So the least time is the nearest to that of the work, for either side by itself, whereas a median, or a ratio of two runs that
were disturbed differently, tells about the neighbours too. It flatters nobody: both sides have as many rounds, and ours, whose runs are the
longer ones and thus seldom undisturbed as a whole, has the worse chance.
"""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path

from bench.data import SHARED, unpacked
from bench.extraction import captured, cpu, feed
from bench.pages import address, page, report, text

PAGES = 60
"""Pages that are taken apart with care: some 2 CPU seconds."""

MANY = 600
"""Documents of the kinds that cost less."""

FAST = 300
"""Pages that are taken apart in bulk."""

ROUNDS = 9
"""Times that we and the bare library take turns: with so many, one run of each meets little other work even on a machine with neighbours."""

FEW = 3
"""The same for a kind of input that is compared with nothing."""

BENCHMARK = "test/article_extraction_benchmark.tgz"

Figures = dict[str, float]


def score(_data: Path | None = None) -> Figures:
    """`<kind>_per_cpu_s` of every kind, the three `..._of_bare`, and pages a second on the clock with one and two children."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        figures = {f"{kind}_per_cpu_s": speed(make(folder), fast=fast) for kind, (make, fast) in kinds().items()}
        pages = [page(at) for at in range(PAGES)]
        ours, alone = beside(files(folder / "html", pages), lambda: [bare_html(data) for data in pages], fast=False)
        figures |= {"html_per_cpu_s": ours, "bare_html_per_cpu_s": alone, "html_of_bare": ours / alone}
        if find_spec("resiliparse") and find_spec("fastwarc"):
            figures |= in_bulk(folder / "fast.warc.gz", "warc_fast_of_bare", "bare_warc_per_cpu_s")
            if (SHARED / "data" / BENCHMARK).exists():
                figures |= in_bulk(real(folder / "real.warc.gz"), "warc_fast_of_bare_real", "bare_warc_real_per_cpu_s")
        return figures | clock(folder)


def kinds() -> dict[str, tuple[Callable[[Path], tuple[Path, Path]], bool]]:
    """What is measured: how to write a large and a smallest input of a kind, and whether it is taken apart in bulk."""
    found: dict[str, tuple[Callable[[Path], tuple[Path, Path]], bool]] = {
        "feed": (lambda folder: one(folder / "feed", feed, MANY), False),
        "jsonl": (lambda folder: one(folder / "jsonl", jsonl, MANY), False),
        "ninjs": (lambda folder: files(folder / "ninjs", [ninjs(at) for at in range(MANY)]), False),
        "newsml": (lambda folder: files(folder / "newsml", [newsml(at) for at in range(MANY)]), False),
        "eml": (lambda folder: files(folder / "eml", [eml(at) for at in range(MANY)]), False),
        "text": (lambda folder: files(folder / "text", [text(at).encode() for at in range(MANY)]), False),
        "warc": (lambda folder: one(folder / "warc.gz", warc, PAGES), False),
    }
    if find_spec("resiliparse"):
        found["html_fast"] = (lambda folder: files(folder / "html_fast", [page(at) for at in range(FAST)]), True)
        found["warc_fast"] = (lambda folder: one(folder / "fast.warc.gz", warc, FAST), True)
    if find_spec("pyarrow"):
        found["parquet"] = (lambda folder: one(folder / "parquet", parquet, MANY), False)
    return found


def files(folder: Path, contents: Sequence[bytes]) -> tuple[Path, Path]:
    """A folder of these files, and the path of its first file."""
    folder.mkdir()
    for at, data in enumerate(contents):
        (folder / f"{at:05}").write_bytes(data)
    return folder, folder / "00000"


def one(path: Path, make: Callable[[Sequence[str]], bytes], count: int) -> tuple[Path, Path]:
    """A file of that many reports, and one with a single report in it."""
    small = path.with_name(f"one-{path.name}")
    path.write_bytes(make([text(at) for at in range(count)]))
    small.write_bytes(make([text(0)]))
    return path, small


def speed(paths: tuple[Path, Path], *, fast: bool) -> float:
    """Reports a CPU second, of this process and its children, beyond the first one of an input."""
    (count, whole), (few, first) = least(*(partial(taken_in, path, fast=fast) for path in paths), rounds=FEW)
    return (count - few) / (whole - first)


def beside(paths: tuple[Path, Path], bare: Callable[[], Sequence[object]], *, fast: bool) -> tuple[float, float]:
    """As `speed`, and pages a CPU second of the library alone, `bare`, on the same pages; the two take turns."""
    (count, whole), (few, first), (pages, alone) = least(*(partial(taken_in, path, fast=fast) for path in paths), partial(timed, bare), rounds=ROUNDS)
    return (count - few) / (whole - first), pages / alone


def least(*runs: Callable[[], tuple[int, float]], rounds: int) -> list[tuple[int, float]]:
    """What each of `runs` tells, a count and CPU seconds, in the one of some rounds in which it took the least; in every round they take turns."""
    told = [[run() for run in runs] for _ in range(rounds)]
    return [min(of_one, key=itemgetter(1)) for of_one in zip(*told, strict=True)]


def timed(bare: Callable[[], Sequence[object]]) -> tuple[int, float]:
    """How many pages the library alone took apart, and the CPU seconds of this process that they took."""
    began = time.process_time()
    count = len(bare())
    return count, time.process_time() - began


def taken_in(path: Path, *, fast: bool = False, children: int = 1) -> tuple[int, float]:
    """The reports of an input, and the CPU seconds they took."""
    from sayso.collect import each
    from sayso.data import Article

    began = cpu()
    count = sum(isinstance(found, Article) for found in each([path], fast=fast, children=children))
    return count, cpu() - began


def in_bulk(path: Path, share: str, speed_alone: str) -> Figures:
    """Our speed on a WARC file through that of fastwarc and resiliparse alone, and theirs, in pages a CPU second."""
    data = path.read_bytes()
    ours, alone = beside((path, path.with_name(f"one-{path.name}")), lambda: bare_warc(data), fast=True)
    return {share: ours / alone, speed_alone: alone}


def real(path: Path) -> Path:
    """The pages of the article extraction benchmark as a WARC file at `path`, and the first of them as another beside it."""
    html = unpacked((BENCHMARK,)) / "article_extraction_benchmark" / "html"
    records = [
        gzip.compress(captured(f"https://pages.example/{at}", gzip.decompress(one.read_bytes())), 6) for at, one in enumerate(sorted(html.iterdir()))
    ]
    path.write_bytes(b"".join(records))
    path.with_name(f"one-{path.name}").write_bytes(records[0])
    return path


def bare_html(data: bytes) -> object:
    """trafilatura, as it comes, on one page: its text and its own metadata."""
    from trafilatura import bare_extraction

    return bare_extraction(data.decode(), fast=True, with_metadata=True, include_comments=False)


def bare_warc(data: bytes) -> list[str]:
    """fastwarc and resiliparse on a WARC file: the text of every page."""
    import io

    from fastwarc.warc import ArchiveIterator, WarcRecordType
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    found = []
    for record in ArchiveIterator(io.BytesIO(data), record_types=WarcRecordType.response, parse_http=True):
        body = record.reader.read()
        found.append(extract_plain_text(bytes_to_str(body, detect_encoding(body)), main_content=True, preserve_formatting=True, alt_texts=False))
    return found


def clock(folder: Path) -> Figures:
    """Pages a second on the clock, with one child process and with two; on a machine with other work, worth little."""
    found = {}
    for children in (1, 2):
        began = time.monotonic()
        count, _ = taken_in(folder / "html", children=children)
        found[f"html_per_s_{children}_children"] = count / (time.monotonic() - began)
    return found


def warc(texts: Sequence[str]) -> bytes:
    """Pages as records of a WARC file, each packed by itself."""
    return b"".join(gzip.compress(captured(address(at), page(at)), 6) for at in range(len(texts)))


def jsonl(texts: Sequence[str]) -> bytes:
    """Records with a few fields each, one a line."""
    return b"".join(json.dumps(record(at, one_text)).encode() + b"\n" for at, one_text in enumerate(texts))


def record(at: int, one_text: str) -> dict[str, str]:
    return {"text": one_text, "title": report(at)[0], "url": address(at), "published": "2024-05-06T09:30:00Z", "source": "The Carrow Post"}


def parquet(texts: Sequence[str]) -> bytes:
    """The same records as a table."""
    import io

    import pyarrow as pa
    from pyarrow import parquet as tables

    out = io.BytesIO()
    tables.write_table(pa.Table.from_pylist([record(at, one_text) for at, one_text in enumerate(texts)]), out)
    return out.getvalue()


def marked(at: int) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in report(at)[1])


def ninjs(at: int) -> bytes:
    """An item of ninjs 3."""
    item = {
        "uri": address(at),
        "standard": {"name": "ninjs", "version": "3.0"},
        "type": "text",
        "firstCreated": "2024-05-06T08:00:00Z",
        "headlines": [{"role": "main", "value": report(at)[0]}],
        "infoSources": [{"name": "Carrow Wire"}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": marked(at)}],
    }
    return json.dumps(item).encode()


def newsml(at: int) -> bytes:
    """An item of NewsML-G2 with XHTML in it."""
    return (
        f"<?xml version='1.0'?><newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='{address(at)}'><itemMeta>"
        "<itemClass qcode='ninat:text'/><provider literal='Carrow Wire'/><versionCreated>2024-05-06T10:00:00Z</versionCreated></itemMeta>"
        f"<contentMeta><headline>{report(at)[0]}</headline></contentMeta><contentSet><inlineXML contenttype='application/xhtml+xml'>"
        f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{marked(at)}</body></html></inlineXML></contentSet></newsItem>"
    ).encode()


def eml(at: int) -> bytes:
    """A message in plain text."""
    head = f"From: Carrow Wire <desk@wire.example>\r\nSubject: {report(at)[0]}\r\nDate: Mon, 06 May 2024 09:30:00 +0100\r\n"
    return f"{head}Message-ID: <{at}@wire.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text(at)}".encode()


def main() -> None:
    for name, value in score().items():
        print(f"{name:26} {value:10.2f}")


if __name__ == "__main__":
    main()
