"""The language of a report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sayso.collect.tables import rows
from sayso.collect.words import small_words

SAMPLE = 3_000
"""Characters that decide: about 500 words, far more than the identifier needs."""

IDENTIFIED = 1_000
"""Characters of these that the identifier looks at, letter by letter: its answers on reports are those of the whole sample."""

ENGLISH_SHARE = 0.12
"""A text with this share of `english.tsv` is English and needs no identifier: running English has 0.2 to 0.35, others under 0.05."""

AT_ONCE = 64
"""Words that are looked at before it is asked whether they were enough."""

FEW_WORDS = 12
"""Below this, a text in Latin letters counts as English: identifiers guess on a headline alone."""


def language(text: str) -> str:
    """The ISO 639-1 code of the language that `text` is written in; "en" where the text is too short to tell."""
    sample = text[:SAMPLE]
    words = small_words(sample)
    if not words or is_english(words):
        return "en"
    if len(words) < FEW_WORDS and 2 * sum(max(word) < "ɐ" for word in words) >= len(words):
        return "en"
    return _identified(sample[:IDENTIFIED])


def is_english(words: Sequence[str]) -> bool:
    """Whether ENGLISH_SHARE of the words of a text are in `english.tsv`: of an English one about half are looked at."""
    needed, seen = ENGLISH_SHARE * len(words), 0
    for at in range(0, len(words), AT_ONCE):
        seen += sum(map(_english().__contains__, words[at : at + AT_ONCE]))
        if seen >= needed:
            return True
    return False


@cache
def _english() -> frozenset[str]:
    return frozenset(row[0] for row in rows("english.tsv"))


def _identified(sample: str) -> str:
    from py3langid import rank

    known = {row[0] for row in rows("languages.tsv")}
    return next((str(code) for code, _ in rank(sample) if code in known), "en")


def language_name(code: str) -> str:
    """The English name of a language code, or the code itself."""
    return next((name for known, name in rows("languages.tsv") if known == code), code)
