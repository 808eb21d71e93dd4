"""The text that feeds, messages and wires carry, as plain text or as a piece of a page -> paragraphs."""

from __future__ import annotations

import re

from sayso.collect.formats.furniture import without_furniture
from sayso.collect.formats.markup import fragment, line, paragraphs

MARKED = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|img|blockquote|figure|table|section|article)\b[^>]{0,2000}>|&(?:[a-z]{2,8}|#\d{2,6});", re.I
)


def report_paragraphs(text: str, title: str | None) -> list[str]:
    """The paragraphs of a report that comes as markup or as lines, without furniture and without its title at the beginning."""
    found = paragraphs(fragment(text)) if MARKED.search(text) else [one for piece in text.splitlines() if (one := line(piece))]
    return without_furniture(found, title)


def composed(title: str | None, report: list[str]) -> str:
    """The text of an article that is put together: its title and its paragraphs, an empty line between."""
    return "\n\n".join([*([title] if title else []), *report]) + "\n"
