"""Paths -> Articles: files, folders, globs and standard input; whatever is not read is listed with its reason."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from sayso.collect.decode import decode
from sayso.collect.languages import language, language_name
from sayso.collect.plain import Facts, make_article, read_header, read_side
from sayso.data import Article, Skipped
from sayso.errors import InputError

LARGEST = 5_000_000
"""Bytes; the longest reports are under 200,000, and a text of this size takes minutes to read: it is a dump, not a report."""

LARGEST_SIDE = 1_000_000
"""Bytes of a side file."""

SIDE = ".meta.json"
WEB = re.compile(r"[a-z][a-z0-9+.\-]+://", re.I)


def gather(paths: Sequence[str | Path], *, stdin: BinaryIO | None = None) -> tuple[list[Article], list[Skipped]]:
    """The articles that `paths` name, in the order given, and what was left out, with reasons.

    A path is a file, a folder (with all in it, by name, without hidden files), a glob, or "-" for `stdin`. A report that
    is given twice (same text, outlet and url) comes once, under the first of its paths by name, and is not listed.
    """
    found: dict[str, Article] = {}
    skipped: list[Skipped] = []
    for path in dict.fromkeys(_expanded(paths, skipped)):
        try:
            article = _stdin_article(stdin) if path == "-" else _file_article(path, skipped)
        except InputError as error:
            skipped.append(Skipped(_shown(path), str(error)))
            continue
        double = found.get(article.id)
        if double is None or _rank(article) < _rank(double):
            found[article.id] = article
    return list(found.values()), list(dict.fromkeys(skipped))


def _rank(article: Article) -> tuple[int, str]:
    """Of two doubles, the one of which more is known, then the first by name: whichever was given first."""
    return -sum(fact is not None for fact in (article.published, article.title, article.byline)), article.path or ""


def _expanded(paths: Sequence[str | Path], skipped: list[Skipped]) -> Iterator[str]:
    """The files that `paths` stand for; what stands for none is added to `skipped`."""
    for given in paths:
        path = os.fspath(given)
        try:
            yield from _files(path)
        except (InputError, OSError, ValueError) as error:
            skipped.append(Skipped(_shown(path), _why(error)))


def _files(path: str) -> list[str]:
    if path == "-":
        return [path]
    if WEB.match(path):
        raise InputError("an address on the web, which is not read yet: save the report as plain text")
    if os.path.isdir(path):
        return _within(path)
    if os.path.lexists(path):
        return [] if _is_side_of_report(path) else [path]
    if not glob.has_magic(path):
        raise InputError("no such file or folder")
    matches = sorted(glob.glob(path, recursive=True))
    files = [file for match in matches for file in (_within(match, may_be_empty=True) if os.path.isdir(match) else [match])]
    if not files:
        raise InputError("nothing matches this pattern")
    return [file for file in files if not file.endswith(SIDE)]


def _within(folder: str, *, may_be_empty: bool = False) -> list[str]:
    """All files in `folder` and its folders, by name, without hidden ones and side files."""
    files: list[str] = []
    for place, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [os.path.join(place, name) for name in names if not name.startswith(".") and not name.endswith(SIDE)]
    if not files and not may_be_empty:
        raise InputError("a folder without reports in it")
    return sorted(files)


def _raise(error: OSError) -> None:
    raise error


def _is_side_of_report(path: str) -> bool:
    """Whether `path` is a side file; one without its report beside it is an InputError."""
    if not path.endswith(SIDE):
        return False
    stem, folder = os.path.basename(path).removesuffix(SIDE), os.path.dirname(path) or "."
    if any(Path(name).stem == stem for name in os.listdir(folder) if not name.endswith(SIDE)):
        return True
    raise InputError("a side file without its report beside it")


def _stdin_article(stdin: BinaryIO | None) -> Article:
    if stdin is None:
        raise InputError("there is no standard input")
    return _article(_limited(stdin), Facts(), "-")


def _file_article(path: str, skipped: list[Skipped]) -> Article:
    raw = _bytes(path, LARGEST)
    return _article(raw, _side_facts(path, skipped), path)


def _side_facts(path: str, skipped: list[Skipped]) -> Facts:
    """What the side file of a report says; a broken one is listed, and says nothing."""
    side = os.path.join(os.path.dirname(path), Path(path).stem + SIDE)
    if not os.path.lexists(side):
        return Facts()
    try:
        return read_side(_bytes(side, LARGEST_SIDE))
    except InputError as error:
        skipped.append(Skipped(_shown(side), str(error)))
        return Facts()


def _bytes(path: str, most: int) -> bytes:
    try:
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode) and status.st_size > most:
            raise InputError(_too_large(most))
        if stat.S_ISSOCK(status.st_mode) or stat.S_ISBLK(status.st_mode):
            raise InputError("not a file")
        with open(path, "rb") as file:
            return _limited(file, most)
    except (OSError, ValueError) as error:
        raise InputError(_why(error)) from None


def _limited(file: BinaryIO, most: int = LARGEST) -> bytes:
    try:
        raw = file.read(most + 1)
    except (OSError, ValueError) as error:
        raise InputError(_why(error)) from None
    if len(raw) > most:
        raise InputError(_too_large(most))
    return raw


def _too_large(most: int) -> str:
    return f"larger than {most // 1_000_000} MB, which is no single report"


def _article(raw: bytes, facts: Facts, path: str) -> Article:
    text = decode(raw)
    _, body = read_header(text)
    if not text[body:].strip():
        raise InputError("no text behind its header lines")
    code = language(text[body:])
    if code != "en":
        raise InputError(f"written in {language_name(code)}, which is not read yet")
    return make_article(text, facts, path=_shown(path), language=code)


def _why(error: Exception) -> str:
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return "not a path that can be opened" if isinstance(error, ValueError) else "cannot be opened"


def _shown(path: str) -> str:
    """`path` as it was given, in characters that can be printed and encoded."""
    return os.fsencode(path).decode("utf-8", "replace")
