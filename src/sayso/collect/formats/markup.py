"""Markup -> trees, and trees -> paragraphs. The only door to lxml.

XML is parsed by lxml with entities, external ones above all, left alone, no DTD loaded and no network; and a document that declares
entities at all is refused before any parser sees it, because libxml2 expands them inside attributes even so. lxml is there for the pages
anyway, and keeps the XHTML inside XML in the same kind of tree; defusedxml guards the standard library's parsers only.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sayso.collect.limits import ELEMENTS, PARAGRAPHS
from sayso.collect.tables import rows
from sayso.errors import InputError

DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u2028\u2029\u200b\ufeff]+")
HALVES = re.compile("[\ud800-\udfff]")
WITHOUT_CONTROLS = bytes(byte if byte > 31 or byte in b"\t\n\r" else 32 for byte in range(256))
"""Bytes -> bytes, with a blank for the control characters that XML 1.0 (2.2) does not allow; fast, for pages are long."""

Element = Any
"""An lxml element: the library comes without types."""


def page(text: str) -> Element:
    """The tree of a page; raises InputError if it holds nothing, or too much."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, default_doctype=False)
    raw = encoded(without_declaration(text))
    try:
        tree = html.document_fromstring(raw, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise InputError("a page with nothing in it") from None
    return bounded(tree)


def fragment(text: str) -> Element:
    """The tree of a piece of a page, as feeds and wires carry it."""
    return page(text)


def xml(text: str, *, most: int = ELEMENTS) -> Element:
    """The root of an XML document of up to `most` elements; raises InputError if it is broken, too large, or declares entities."""
    from lxml import etree

    if "<!ENTITY" in text:
        raise InputError("an XML file that declares entities, which are not expanded here")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(encoded(without_declaration(text.lstrip("\ufeff \t\r\n"))), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"broken XML ({str(error)[:80]})") from None
    if root is None:
        raise InputError("broken XML")
    return bounded(root, most)


def without_declaration(text: str) -> str:
    """`text` without the XML declaration at its beginning, whose encoding is no longer true."""
    match = DECLARATION.match(text)
    return text[match.end() :] if match else text


def encoded(text: str) -> bytes:
    """`text` in UTF-8, without controls and halves of surrogate pairs."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        raw = HALVES.sub("\ufffd", text).encode()
    return raw.translate(WITHOUT_CONTROLS)


def bounded(tree: Element, most: int = ELEMENTS) -> Element:
    """`tree`, if it has no more elements than any report needs, or than `most`."""
    if tree.xpath("count(//*)") > most:
        raise InputError(f"more than {most:,} elements, which is no single report")
    return tree


@cache
def elements(which: str) -> frozenset[str]:
    """A set of elements.tsv."""
    return frozenset(next(names for known, names in rows("elements.tsv") if known == which).split())


def name(element: Element) -> str:
    """The local name of an element in lower case; "" for comments and the like."""
    tag = element.tag
    return str(tag).rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def line(text: str | None) -> str:
    """`text` with each run of blanks as one, none outside, and U+FFFD for halves of surrogate pairs (JSON can hold them)."""
    text = text or ""
    if text.isprintable() and "  " not in text:  # the only blank that counts as printable is the plain one
        return text.strip()
    return BLANKS.sub(" ", HALVES.sub("\ufffd", text)).strip()


def paragraphs(root: Element, *, blocks: str = "blocks", silent: str = "silent") -> list[str]:
    """The running text of `root`, a string a paragraph, in order; raises InputError if there are too many.

    `blocks` and `silent` name sets of elements.tsv: those that begin and end a paragraph, those that are left out with all in them.
    """
    from lxml import etree

    borders, dropped = elements(blocks), elements(silent)

    done: list[str] = []
    open_: list[str] = []

    def close() -> None:
        text = line("".join(open_))
        open_.clear()
        if text:
            done.append(text)
        if len(done) > PARAGRAPHS:
            raise InputError(f"more than {PARAGRAPHS:,} paragraphs, which is no single report")

    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        own = name(element)
        if event == "start":
            if own in dropped:
                walk.skip_subtree()
                continue
            if own in borders:
                close()
            open_.append(element.text or "")
            continue
        if own in borders or own in dropped:
            close()
        if element.tail and element is not root:
            open_.append(element.tail)
    close()
    return done


def text_of(element: Element | None) -> str:
    """All text in `element`, on one line."""
    return line("".join(element.itertext())) if element is not None else ""
