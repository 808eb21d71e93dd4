"""Paths -> Articles: files, folders, globs and standard input; whatever is not read is listed with its reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sayso.collect.doubles import page_address, site, without_doubles
from sayso.collect.facts import NOTHING, UNSEEN, Facts, Found, Passed, digest, facts_of, fill
from sayso.collect.formats.records import check_fields
from sayso.collect.guard import Guard
from sayso.collect.languages import language, language_name
from sayso.collect.limits import LARGEST_SIDE, LISTED
from sayso.collect.listings import Entry, is_sitemap, pages_named
from sayso.collect.paths import WEB, files, shown, side_of
from sayso.collect.plain import compose_article, make_article, read_header, read_side
from sayso.collect.pool import Asked, Pool, answered_by
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
    children: int | None = None,
) -> tuple[list[Article], list[Skipped]]:
    """The articles that `paths` name, in the order given, and what was left out, with reasons.

    A path is a file of any kind that is read, a folder (with all in it, by name, without hidden files), a glob, an address on the
    web, or "-" for `stdin`. A report that is given twice comes once and is not listed. `fields` names the fields of records (fact ->
    field, a dot leads into an object), `fast` takes pages apart in bulk, `private` lets addresses lead to machines that are not
    public, `children` is how many processes may take documents apart at once (else as many as there are processors). Raises InputError
    for `fields` of what is no fact.
    """
    gathered = take_in(paths, stdin=stdin, fields=fields, fast=fast, private=private, children=children)
    return list(gathered.articles), list(gathered.skipped)


def take_in(
    paths: Sequence[str | Path],
    *,
    stdin: BinaryIO | None = None,
    fields: Mapping[str, str] | None = None,
    fast: bool = False,
    private: bool = False,
    children: int | None = None,
) -> Gathered:
    """As `gather`, with the reports in other languages kept."""
    articles: list[Article] = []
    skipped: list[Skipped] = []
    for one in each(paths, stdin=stdin, fields=fields, fast=fast, private=private, children=children):
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
    children: int | None = None,
) -> Iterator[Article | Skipped]:
    """The articles that `paths` name, in whatever language, one after the other, doubles too, and what was left out: archives of any length."""
    taking = Taking(dict(fields or {}), fast)
    check_fields(taking.fields)
    with Guard() as guard, Pool(children) as pool:
        for origin, one in pool.answered(_parts(paths, stdin, taking, _visitor(private), guard)):
            if isinstance(one, Found | Passed):
                yield from _capped(article_of(one, origin.facts, origin.path), origin)
            elif one is None:
                yield from _rest(origin)
            else:
                yield from _capped(one, origin)


@dataclass(slots=True, eq=False)
class Origin:
    """An input that parts come from: its path as shown, what its side file says, and how much has come."""

    path: str
    facts: Facts = NOTHING
    articles: int = 0
    skipped: int = 0


Part = Article | Skipped | Found | Passed | None
"""What comes of an input; None is its end."""


def _parts(
    paths: Sequence[str | Path], stdin: BinaryIO | None, taking: Taking, visit: Callable[[str], Fetched], guard: Guard
) -> Iterator[tuple[Origin, Part | Asked]]:
    """The parts of all inputs, each with the input it comes from, before documents are taken apart."""
    done: set[str] = set()
    for given in paths:
        path = os.fspath(given)
        try:
            for file in files(path):
                if file not in done:
                    done.add(file)
                    origin = Origin(shown(file))
                    parts = _address(file, visit, guard, taking) if WEB.match(file) else _input(file, stdin, taking, origin)
                    yield from ((origin, one) for one in parts)
                    yield origin, None
        except (InputError, OSError, ValueError) as error:
            yield Origin(shown(path)), Passed("", _why(error))


def _capped(one: Article | Skipped, origin: Origin) -> Iterator[Article | Skipped]:
    """What was found in an input, unless it is one more than LISTED of its skipped parts."""
    origin.articles += isinstance(one, Article)
    origin.skipped += isinstance(one, Skipped)
    if isinstance(one, Article) or origin.skipped <= LISTED:
        yield one


def _rest(origin: Origin) -> Iterator[Skipped]:
    """What is to be said at the end of an input: how many more of its parts were skipped, or that it holds nothing."""
    if origin.skipped > LISTED:
        yield Skipped(origin.path, f"{origin.skipped - LISTED:,} more of its parts were skipped")
    if not origin.articles and not origin.skipped:
        yield Skipped(origin.path, "no report in it")


def _input(path: str, stdin: BinaryIO | None, taking: Taking, origin: Origin) -> Iterator[Skipped | Found | Passed | Asked]:
    if path != "-":
        origin.facts, complaint = side_facts(path)
        if complaint:
            yield complaint
    try:
        with _opened(path, stdin) as file:
            yield from walk(file, taking)
    except (InputError, OSError, ValueError) as error:
        yield Passed("", _why(error))


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


def _address(url: str, visit: Callable[[str], Fetched], guard: Guard, taking: Taking) -> Iterator[Article | Skipped]:
    """The reports under an address on the web; under that of a sitemap, those of the pages that it names."""
    try:
        answer = visit(url)
        if is_sitemap(answer.data):
            for one in pages_named(answer, visit, guard):
                yield from [Skipped(shown(one.place or url), one.reason)] if isinstance(one, Passed) else _named(one, visit, guard, taking)
            return
    except InputError as error:
        yield Skipped(shown(url), str(error))
        return
    yield from take_page(answer, guard, taking, asked=url)


def _named(entry: Entry, visit: Callable[[str], Fetched], guard: Guard, taking: Taking) -> Iterator[Article | Skipped]:
    """The report on a page that a sitemap names."""
    url = entry.url or ""
    try:
        answer = visit(url)
    except InputError as error:
        yield Skipped(shown(url), str(error))
        return
    yield from take_page(answer, guard, taking, asked=url, more=entry.known)


def take_page(answer: Fetched, guard: Guard, taking: Taking, *, asked: str, more: Facts = NOTHING) -> Iterator[Article | Skipped]:
    """The reports in what a server answered for the address `asked`.

    What a page leaves open is filled from `more`, what the feed or sitemap that named it knows of it; so is the outlet where the page tells no
    more than its host. The address asked for is among the places at which a report was seen, if the page names another as its own.
    """
    host = site(answer.url) or ""
    for one in answered_by(guard, walk_page(answer.data, answer.url, answer.charset, taking)):
        if isinstance(one, Found) and not one.place:
            known = one.facts.get("url") or more.url
            other = (asked,) if known and page_address(known) != page_address(asked) else ()
            facts = one.facts | ({"outlet": more.outlet} if more.outlet and host.endswith(one.facts.get("outlet", "")) else {})
            one = replace(one, facts=facts if one.facts else {}, seen=tuple(dict.fromkeys((*one.seen, *other))))
        yield article_of(one, NOTHING, shown(asked), more)


def article_listed(entry: Entry, listing: str, outlet: str | None = None) -> Article | None:
    """The report that the text of an entry is, labelled by the address of its list with its place in it; None for an entry without text."""
    if not entry.text:
        return None
    facts = entry.known if entry.known.outlet else replace(entry.known, outlet=outlet)
    return compose_article(entry.text, facts, path=f"{shown(listing)}{entry.place}", language=language(entry.text), raw=digest(entry.text.encode()))


def _opened(path: str, stdin: BinaryIO | None) -> AbstractContextManager[BinaryIO]:
    if path == "-":
        if stdin is None:
            raise InputError("there is no standard input")
        return nullcontext(stdin)
    mode = os.stat(path).st_mode
    if stat.S_ISSOCK(mode) or stat.S_ISBLK(mode):
        raise InputError("not a file")
    return open(path, "rb")


def article_of(one: Found | Passed, facts: Facts, path: str, more: Facts = NOTHING) -> Article | Skipped:
    """The article of what was found; what a side file says goes before what the report says of itself, `more` behind it."""
    place = path + UNSEEN.sub("\ufffd", one.place)
    if isinstance(one, Passed):
        return Skipped(place, one.reason)
    if one.facts or one.place:
        told = fill(fill(facts, facts_of(one.facts)), more)
        return compose_article(
            one.text, told, path=place, language=one.language or language(one.text), seen=one.seen, raw=one.raw, credited=one.credits
        )
    _, body = read_header(one.text)
    if not one.text[body:].strip():
        return Skipped(place, "no text behind its header lines")
    return make_article(one.text, facts, path=place, language=language(one.text[body:]), raw=one.raw)


def side_facts(path: str) -> tuple[Facts, Skipped | None]:
    """What the side file of a report says; a broken one is listed, and says nothing."""
    side = side_of(path)
    if not os.path.lexists(side):
        return NOTHING, None
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
