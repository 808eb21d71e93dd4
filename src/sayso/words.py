"""What is known of English words without any model: their stems, and which of them carry no meaning of their own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

SHORTEST = 5
"""Letters below which a word is its own stem."""


def stem(word: str) -> str:
    """A word in lower case without its possessive, plural or tense ending; a light stemmer after Harman (1991), so that sent and sends stay apart."""
    word = word.removesuffix("'s")
    if len(word) < SHORTEST:
        return word
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and any(letter in "aeiouy" for letter in root):
            return root[:-1] if root[-1] == root[-2] and root[-1] not in "ls" else root.removesuffix("e")
    if word.endswith("s") and word[-2] not in "us":
        word = word.removesuffix("s")
    return word.removesuffix("e")


@cache
def function_words() -> frozenset[str]:
    """Function words and the commonest words of reporting, in lower case."""
    lines = files("sayso").joinpath("tables/function_words.txt").read_text(encoding="utf8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
