"""Text as it is searched: without case, accents and runs of blanks; and the words that are asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

PHRASE = re.compile(r'"([^"]*)"|(\S+)')
MOST_WORDS = 16
"""Words and phrases of a search that count; more narrow nothing down."""
QUOTES = {ord(mark): '"' for mark in "“”„«»"}
SINGLE = {ord(mark): "'" for mark in "‘’ʼ"}


def folded(text: str) -> str:
    """`text` for comparing: no case, no accents, one kind of quotation mark and apostrophe, single blanks."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(QUOTES).translate(SINGLE))
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(text.casefold().split())


def asked(text: str) -> tuple[str, ...]:
    """The words and phrases of a search, folded; an unclosed quotation mark is none."""
    found = (folded(phrase or word.strip('"')) for phrase, word in PHRASE.findall(text.translate(QUOTES)))
    return tuple(dict.fromkeys(filter(None, found)))[:MOST_WORDS]


def fits(words: Sequence[str], text: str) -> bool:
    """Whether the folded `text` holds every one of `words`."""
    return all(word in text for word in words)
