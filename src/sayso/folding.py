"""Text as it is shown in lists, and as it is compared and searched: without case, accents and runs of blanks; and the words that are asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from sayso.data import Ledger

PHRASE = re.compile(r'"([^"]*)"|(\S+)')
MOST_WORDS = 16
"""Words and phrases of a search that count; more narrow nothing down."""
QUOTES = {ord(mark): '"' for mark in "“”„«»"}
SINGLE = {ord(mark): "'" for mark in "‘’ʼ"}
BLANKS = re.compile(r"\s+")
HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Unicode categories that move the cursor, turn the direction of the line or cannot be written."""
MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Unicode's blocks of combining marks: an accent that is written apart does not end a word."""
TOKEN = re.compile(rf"([^\W_](?:[^\W_]|[{MARKS}])*)(?:['’ʼ][sS](?![^\W_]))?")
"""A word, without a possessive ending: letters and digits of any script."""
LONGEST_TOKEN = 64
"""Letters of a word that count; PostgreSQL takes 2,046 bytes, and no word of a language is that long."""
UNTITLED = "Untitled"
"""What a story is called that has no title, nor a report with one."""
BREAK = "¶"
"""Stands between pieces of a text that no phrase runs across; it is no word, so no search can hold it."""


def clean(text: str) -> str:
    """`text` on one line, without characters that would steer a terminal or turn the direction of its line."""
    text = BLANKS.sub(" ", text).strip()
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char if char == "\u200d" or unicodedata.category(char) not in HIDDEN else "" if unicodedata.category(char) == "Cf" else "�" for char in text
    )


def title_of(ledger: Ledger) -> str:
    """A story's title; that of a report if it has none."""
    return clean(ledger.title or next((article.title for article in ledger.articles if article.title), None) or "") or UNTITLED


def outlets_of(ledger: Ledger) -> tuple[str, ...]:
    """The outlets of a story's reports, each once, in order."""
    return tuple(dict.fromkeys(clean(article.outlet) for article in ledger.articles if article.outlet))


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


def tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of `text` with their offsets, folded, without punctuation: "Zoë's ship-yard" is zoe, ship and yard."""
    for match in TOKEN.finditer(text):
        word = match[1]
        plain = word.lower() if word.isascii() else "".join(filter(str.isalnum, folded(word)))
        if plain:
            yield match.start(1), match.end(1), plain[:LONGEST_TOKEN]


def spoken(*texts: str) -> str:
    """`texts` as searches look at them: their words with a blank before each, pieces apart."""
    return f" {BREAK}".join("".join(f" {word}" for _, _, word in tokens(text)) for text in texts)


def sought(text: str) -> tuple[str, ...]:
    """The words and phrases of a search as `fits` wants them; punctuation alone is nothing to look for."""
    return tuple(dict.fromkeys(filter(None, map(spoken, asked(text)))))


def fits(words: Sequence[str], text: str) -> bool:
    """Whether a word or phrase of the spoken `text` begins with each of the `words` that are sought."""
    return all(word in text for word in words)
