"""Paths -> Articles: files, folders, globs and standard input; whatever is not read is listed with its reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sayso.collect.doubles import without_doubles
from sayso.collect.facts import UNSEEN, Facts, Found, Passed, facts_of, fill
from sayso.collect.formats.records import check_fields
from sayso.collect.guard import Guard
from sayso.collect.languages import language, language_name
from sayso.collect.limits import LARGEST_SIDE, LISTED
from sayso.collect.paths import WEB, files, shown, side_of
from sayso.collect.plain import compose_article, make_article, read_header, read_side
from sayso.collect.walk import Taking, walk, walk_page
from sayso.data import Article, Skipped
from sayso.errors import InputError

if TYPE_CHECKING:
    from sayso.collect.fetch import Fetched, Web

READ = "en"
"""The language that is read."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles that are read, those in other languages (labelled, and listed as skipped too), and what was left out, with reasons."""

    articles: tuple[Article, ...]
    foreign: tuple[Article, ...]
    skipped: tuple[Skipped, ...]


def gather(
    paths: Sequence[str | Path],
    *,
    stdin: BinaryIO | None = None,
    fields: Mapping[str, str] | None = None,
    fast: bool = False,
    private: bool = False,
) -> tuple[list[Article], list[Skipped]]:
    """The articles that `paths` name, in the order given, and what was left out, with reasons.

    A path is a file of any kind that is read, a folder (with all in it, by name, without hidden files), a glob, an address on the
    web, or "-" for `stdin`. A report that is given twice comes once and is not listed. `fields` names the fields of records (fact ->
    field, a dot leads into an object), `fast` takes pages apart in bulk, `private` lets addresses lead to machines that are not
    public. Raises InputError for `fields` of what is no fact.
    """
    gathered = take_in(paths, stdin=stdin, fields=fields, fast=fast, private=private)
    return list(gathered.articles), list(gathered.skipped)


def take_in(
    paths: Sequence[str | Path],
    *,
    stdin: BinaryIO | None = None,
    fields: Mapping[str, str] | None = None,
    fast: bool = False,
    private: bool = False,
) -> Gathered:
    """As `gather`, with the reports in other languages kept."""
    articles: list[Article] = []
    skipped: list[Skipped] = []
    for one in each(paths, stdin=stdin, fields=fields, fast=fast, private=private):
        if isinstance(one, Skipped):
            skipped.append(one)
            continue
        articles.append(one)
        if one.language != READ:
            skipped.append(Skipped(one.path or "", f"written in {language_name(one.language)}, which is not read yet"))
    single = without_doubles(articles)
    return Gathered(
        tuple(one for one in single if one.language == READ), tuple(one for one in single if one.language != READ), tuple(dict.fromkeys(skipped))
    )


def each(
    paths: Sequence[str | Path],
    *,
    stdin: BinaryIO | None = None,
    fields: Mapping[str, str] | None = None,
    fast: bool = False,
    private: bool = False,
) -> Iterator[Article | Skipped]:
    """The articles that `paths` name, in whatever language, one after the other, doubles too, and what was left out: archives of any length."""
    taking = Taking(dict(fields or {}), fast)
    check_fields(taking.fields)
    visit = _visitor(private)
    with Guard() as guard:
        done: set[str] = set()
        for given in paths:
            path = os.fspath(given)
            try:
                for file in files(path):
                    if file not in done:
                        done.add(file)
                        found = _page(file, visit, guard, taking) if WEB.match(file) else _input(file, stdin, guard, taking)
                        yield from _capped(found, shown(file))
            except (InputError, OSError, ValueError) as error:
                yield Skipped(shown(path), _why(error))


def _capped(found: Iterator[Article | Skipped], path: str) -> Iterator[Article | Skipped]:
    """What was found in one input, with the first LISTED of its skipped parts by name, and the others as a number."""
    count = 0
    for one in found:
        count += isinstance(one, Skipped)
        if isinstance(one, Article) or count <= LISTED:
            yield one
    if count > LISTED:
        yield Skipped(path, f"{count - LISTED:,} more of its parts were skipped")


def _input(path: str, stdin: BinaryIO | None, guard: Guard, taking: Taking) -> Iterator[Article | Skipped]:
    facts = Facts()
    if path != "-":
        facts, complaint = _side_facts(path)
        if complaint:
            yield complaint
    try:
        with _opened(path, stdin) as file:
            for one in walk(file, guard, taking):
                yield _article(one, facts, shown(path))
    except (InputError, OSError, ValueError) as error:
        yield Skipped(shown(path), _why(error))


def _visitor(private: bool) -> Callable[[str], Fetched]:
    """A function that fetches an address, remembering what it has learned of each host; what it needs is loaded with the first one."""
    web: Web | None = None

    def visit(url: str) -> Fetched:
        nonlocal web
        if web is None:
            from sayso.collect.fetch import Visiting, Web

            web = Web(Visiting(private=private))
        return web.fetch(url)

    return visit


def _page(url: str, visit: Callable[[str], Fetched], guard: Guard, taking: Taking) -> Iterator[Article | Skipped]:
    """The reports under an address on the web."""
    try:
        answer = visit(url)
    except InputError as error:
        yield Skipped(shown(url), str(error))
        return
    for one in walk_page(answer.data, answer.url, answer.charset, guard, taking):
        yield _article(one, Facts(), shown(url))


def _opened(path: str, stdin: BinaryIO | None) -> AbstractContextManager[BinaryIO]:
    if path == "-":
        if stdin is None:
            raise InputError("there is no standard input")
        return nullcontext(stdin)
    mode = os.stat(path).st_mode
    if stat.S_ISSOCK(mode) or stat.S_ISBLK(mode):
        raise InputError("not a file")
    return open(path, "rb")


def _article(one: Found | Passed, facts: Facts, path: str) -> Article | Skipped:
    """The article of what was found; what a side file says goes before what the report says of itself."""
    place = path + UNSEEN.sub("\ufffd", one.place)
    if isinstance(one, Passed):
        return Skipped(place, one.reason)
    if one.facts or one.place:
        return compose_article(one.text, fill(facts, facts_of(one.facts)), path=place, language=language(one.text), seen=one.seen)
    _, body = read_header(one.text)
    if not one.text[body:].strip():
        return Skipped(place, "no text behind its header lines")
    return make_article(one.text, facts, path=place, language=language(one.text[body:]))


def _side_facts(path: str) -> tuple[Facts, Skipped | None]:
    """What the side file of a report says; a broken one is listed, and says nothing."""
    side = side_of(path)
    if not os.path.lexists(side):
        return Facts(), None
    try:
        with open(side, "rb") as file:
            raw = file.read(LARGEST_SIDE + 1)
        if len(raw) > LARGEST_SIDE:
            raise InputError(f"larger than {LARGEST_SIDE // 1_000_000} MB, which is no side file")
        return read_side(raw), None
    except (InputError, OSError, ValueError) as error:
        return Facts(), Skipped(shown(side), _why(error))


def _why(error: Exception) -> str:
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return "not a path that can be opened" if isinstance(error, ValueError) else "cannot be opened"
