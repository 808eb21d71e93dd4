"""Where a page tells about itself: meta elements, linked data, headings, links, times, bylines; found in the tree of either parser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Protocol

from sayso.collect.facts import fact
from sayso.collect.formats.linked import Described, described
from sayso.collect.formats.markup import Element, line, name, text_of
from sayso.collect.limits import ELEMENTS
from sayso.collect.tables import rows
from sayso.errors import InputError

Metas = dict[tuple[str, str], list[str]]
"""(attribute, its value in small letters) -> what the elements with that attribute hold, in order."""

AUTHORS = re.compile(r"byline|author", re.I)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
REPORT = ("article", "main", "header")
"""Elements around a report and what is said of it."""

SIGNED = ("a", "span", "p", "div", "address")
"""Elements in which an author's name stands."""

SELECTED = '[content], [datetime], [rel~="canonical" i], [type*="ld+json" i]'
"""Elements that may tell a fact, by attributes alone: to compare the names of all elements of a page takes longer."""

TOLD_IN = ("meta", "time", "span", "abbr")
AUTHORED = '[rel="author"], [itemprop="author"], [class*="byline" i], [class*="author" i]'

Node = Any
"""An element of resiliparse's tree."""


class Marks(Protocol):
    """What a page holds that tells about it."""

    def metas(self) -> Metas:
        """The contents of meta elements, and of others with machine-readable content, that metadata.tsv asks for."""

    def linked(self) -> Described:
        """What the page's linked data describe."""

    def headings(self) -> list[str]:
        """The first-level headings that are not empty."""

    def title(self) -> str:
        """The title of the page, as a browser shows it; "" without one."""

    def canonical(self) -> list[str]:
        """The addresses that it names as its own in link elements."""

    def times(self) -> Iterator[tuple[str, bool]]:
        """The moments in time elements, as they are written, and whether the element stands in what is marked as a report."""

    def authors(self) -> Iterator[tuple[str, bool]]:
        """The texts of elements that seem to name an author, and whether they are marked so by more than their class."""


@cache
def _asked() -> tuple[tuple[str, frozenset[str]], ...]:
    """The attributes that name what an element holds, each with the names under which contents are looked for."""
    pairs = {(attribute, value) for _, attribute, value in rows("metadata.tsv")} | {("property", "og:url")}
    return tuple((one, frozenset(value for attribute, value in pairs if attribute == one)) for one in ("property", "name", "itemprop"))


def _put(found: Metas, get: Callable[[str], str | None]) -> None:
    """Add what an element with these attributes holds to `found`, under each name that is asked for."""
    content = None
    for attribute, names in _asked():
        value = get(attribute)
        if value and (value in names or (value := value.strip().lower()) in names):
            content = content or fact(get("content") or get("datetime"))
            if content is None:
                return
            found.setdefault((attribute, value), []).append(content)


class TreeMarks:
    """The marks of a page in lxml's tree."""

    def __init__(self, tree: Element) -> None:
        self._tree = tree

    def metas(self) -> Metas:
        """As Marks."""
        found: Metas = {}
        for element in self._tree.iter(*TOLD_IN):
            _put(found, element.get)
        return found

    def linked(self) -> Described:
        """As Marks."""
        return described([one.text for one in self._tree.iter("script") if "ld+json" in (one.get("type") or "").lower() and one.text])

    def headings(self) -> list[str]:
        """As Marks."""
        return [text for element in self._tree.iter("h1") if (text := text_of(element))]

    def title(self) -> str:
        """As Marks."""
        return next((text_of(element) for element in self._tree.iter("title")), "")

    def canonical(self) -> list[str]:
        """As Marks."""
        links = ((element.get("rel") or "", element.get("href")) for element in self._tree.iter("link"))
        return [href for rel, href in links if "canonical" in rel.lower().split() and href]

    def times(self) -> Iterator[tuple[str, bool]]:
        """As Marks."""
        for time in self._tree.iter("time"):
            said = fact(time.get("datetime"))
            if said:
                yield said, any(name(parent) in REPORT for parent in time.iterancestors())

    def authors(self) -> Iterator[tuple[str, bool]]:
        """As Marks."""
        for element in self._tree.iter(*SIGNED):
            marked = element.get("rel") == "author" or element.get("itemprop") == "author"
            if marked or AUTHORS.search(element.get("class") or ""):
                yield text_of(element), marked


class BulkMarks:
    """The marks of a page in resiliparse's tree: those in elements that are there for telling them, and, if it is `whole`, all others.

    What few pages are asked for, since they tell it elsewhere too (headings, the title), is looked for when it is.
    """

    def __init__(self, document: Node) -> None:
        self._document = document
        self._found = [(element.tag, element) for element in _all(document, SELECTED)]
        self._named: dict[str, list[Node]] = {}
        self._described: Described | None = None
        self._whole = False

    def make_whole(self) -> None:
        """Look at all of the page from now on; raises InputError if it has more elements than any report needs."""
        if len(self._document.get_elements_by_tag_name("*")) > ELEMENTS:
            raise InputError(f"more than {ELEMENTS:,} elements, which is no single report")
        self._whole = True

    def metas(self) -> Metas:
        """As Marks."""
        found: Metas = {}
        telling = TOLD_IN if self._whole else ("meta",)
        for tag, element in self._found:
            if tag in telling:
                _put(found, element.getattr)
        return found

    def linked(self) -> Described:
        """As Marks; the same for all of the page."""
        if self._described is None:
            scripts = (one for tag, one in self._found if tag == "script" and "ld+json" in (one.getattr("type") or "").lower())
            self._described = described([CONTROLS.sub(" ", text) for one in scripts if (text := one.text)])
        return self._described

    def headings(self) -> list[str]:
        """As Marks."""
        return [text for element in self._all_named("h1") if (text := _text(element))]

    def title(self) -> str:
        """As Marks."""
        titles = self._all_named("title")
        return _text(titles[0]) if titles else ""

    def canonical(self) -> list[str]:
        """As Marks."""
        links = ((element.getattr("rel") or "", element.getattr("href")) for tag, element in self._found if tag == "link")
        return [href for rel, href in links if href and "canonical" in rel.lower().split()]

    def times(self) -> Iterator[tuple[str, bool]]:
        """As Marks."""
        for tag, element in self._found if self._whole else ():
            said = fact(element.getattr("datetime")) if tag == "time" else None
            if said:
                yield said, _inside(element)

    def authors(self) -> Iterator[tuple[str, bool]]:
        """As Marks."""
        for element in _all(self._document, AUTHORED) if self._whole else ():
            if element.tag in SIGNED:
                marked = element.getattr("rel") == "author" or element.getattr("itemprop") == "author"
                if marked or AUTHORS.search(element.getattr("class") or ""):
                    yield _text(element), marked

    def _all_named(self, tag: str) -> list[Node]:
        if tag not in self._named:
            self._named[tag] = _all(self._document, tag)
        return self._named[tag]


def _all(document: Node, selector: str) -> list[Node]:
    """The elements that a selector of CSS finds, in order; a collection that is gone through one by one is looked for anew with each."""
    found = document.query_selector_all(selector)
    return list(found.values()) if hasattr(found, "values") else list(found)


def _text(element: Node) -> str:
    """All text in `element`, on one line, with blanks for control characters, as lxml has it."""
    text: str = element.text
    return line(text if text.isprintable() else CONTROLS.sub(" ", text))


def _inside(element: Node) -> bool:
    parent = element.parent
    while parent is not None:
        if parent.tag in REPORT:
            return True
        parent = parent.parent
    return False
