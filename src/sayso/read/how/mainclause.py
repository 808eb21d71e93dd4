"""The main clause of a content, found without a parser: what is left of its first sentence when adverbials and relative clauses are set aside.

No finder itself: `shape` looks at it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sayso.read.cues import shapes, verbs_known

if TYPE_CHECKING:
    from sayso.read.cues import Word

LONGEST_ADVERBIAL = 40
"""Words that a leading subordinate clause may have before the comma that ends it."""

REASONS = frozenset({"because", "so", "since", "as"})
"""Words that begin a content which is a mere reason of something else."""

SUBJECTS = frozenset({"i", "we", "he", "she", "they", "who"})
"""Words that are subjects and nothing else: a verb belongs to them."""

ENDS, MARKS = frozenset("?!."), frozenset(";:.!?—–(),")
"""What may end a sentence, and what ends a clause."""
NOT_ADVERBS = frozenset({"only", "rely", "early", "apply", "reply", "supply", "italy", "family", "few"})


def first_sentence(text: str, line: tuple[Word, ...]) -> tuple[Word, ...]:
    """The first sentence of a content, without what only leads into it."""
    start = 0
    while start < len(line) - 1 and _leads(line, start):
        start += 1
    for at in range(start + 2, len(line)):
        if line[at].text in ENDS and _ends(text, line, at):
            return line[start : at + 1]
    return line[start:]


def _ends(text: str, line: tuple[Word, ...], at: int) -> bool:
    """Whether the mark at `at` ends a sentence: not behind an initial, "U.S" or "Mr", nor before a small letter."""
    before = line[at - 1].text
    if line[at].text == "." and (len(before) == 1 or "." in before or before in shapes()["abbreviations"]):
        return False
    behind = text[line[at].end : line[at].end + 4].strip("\"“”‘’' \t\r\n")
    return not behind[:1].islower()


def _leads(line: tuple[Word, ...], at: int) -> bool:
    """Whether a word at the head of a sentence only leads into it: a mark, "and", "well", "certainly", a conjunction "that"."""
    word, behind = line[at].text, line[at + 1].text
    if word == "that":
        return behind not in shapes()["auxiliaries"]
    return (word in shapes()["leading_words"] and word != "to") or (word.endswith("ly") and word not in NOT_ADVERBS)


def main_clause(line: tuple[Word, ...], *, direct: bool) -> tuple[tuple[Word, ...], bool]:
    """The words of the main clause of a sentence, and whether a condition hangs on it; `direct`: the sentence is in quotation marks."""
    kinds = shapes()
    at, conditional = 0, False
    while at < len(line) and (line[at].text in kinds["subordinators"] or (direct and line[at].text == "to")):
        comma = next((i for i, word in enumerate(line[at : at + LONGEST_ADVERBIAL], at) if word.text == ","), None)
        conditional = conditional or any(w.text in kinds["conditional"] for w in line[at : at + 2])
        if comma is None or comma + 1 >= len(line):
            if line[at].text in REASONS:
                return (), conditional
            break
        at = comma + 1
    relative, auxiliaries, negative, borders = kinds["relative"], kinds["auxiliaries"], kinds["negative_words"], _borders()
    kept: list[Word] = []
    verb = False
    while at < len(line):
        word = line[at]
        plain = word.text
        if verb:
            if plain in borders and _border(line, at, plain, kinds):
                return tuple(kept), conditional or _condition_behind(line, at, kept)
        elif kept and plain in relative and (plain != "that" or line[at - 1].text != ","):
            at = _behind_relative(line, at)
            continue
        else:
            verb = plain in auxiliaries or plain in negative or is_past(word)
        kept.append(word)
        at += 1
    return tuple(kept), conditional


def is_past(word: Word) -> bool:
    """Whether a word is an inflected form; a plural looks like one."""
    text, _, _, lemmas = word
    return lemmas[0] != text or (text.endswith("ed") and len(text) > 4)


def is_verb(word: Word) -> bool:
    """Whether a word looks like a finite verb: an auxiliary or a past form; a plural noun looks like a present one."""
    return (is_past(word) and not word.text.endswith(("s", "ing"))) or word.text in shapes()["auxiliaries"]


def is_finite(line: tuple[Word, ...]) -> bool:
    """Whether a stretch has a finite verb of its own, as far as closed classes tell; "to" before a form makes it none."""
    if not SUBJECTS.isdisjoint([w.text for w in line[:-1]]):
        return True
    auxiliaries, before = shapes()["auxiliaries"], ""
    for word in line:
        plain = word.text
        if before == "to":
            pass
        elif plain in auxiliaries:
            return True
        elif not plain.endswith("s"):
            if is_verb(word):
                return True
        elif before and not plain.endswith("ss") and (word.lemmas[-2:-1] or ("",))[0] in verbs_known():
            return True
        before = plain
    return False


def _border(line: tuple[Word, ...], at: int, word: str, kinds: dict[str, frozenset[str]]) -> bool:
    """Whether the main clause, its verb behind us, ends at `at`, at `word` of `_borders`; "that" where it hangs on a noun ("in a way that")."""
    if word in {"so", "as"} and (line[at - 1].text in kinds["being"] or line[at - 1].text in kinds["negative_words"]):
        return False
    if word in kinds["breaks"] or word in MARKS:
        return True
    if word == "that":
        return line[at - 1].text in kinds["relative_heads"]
    if word != "and":
        return word == "but"
    behind = line[at + 1].text if at + 1 < len(line) else ""
    return behind in kinds["persons"] or behind == "not"


@cache
def _borders() -> frozenset[str]:
    """Words and marks at which a main clause may end."""
    return shapes()["breaks"] | MARKS | {"that", "and", "but"}


def _behind_relative(line: tuple[Word, ...], at: int) -> int:
    """The word behind a relative clause that begins at `at`: behind its closing comma, or before the second verb."""
    bracketed = line[at - 1].text == ","
    verbs = 0
    for i in range(at + 1, min(len(line), at + LONGEST_ADVERBIAL)):
        if bracketed and line[i].text == ",":
            return i + 1
        if not bracketed and line[i].text in shapes()["auxiliaries"] and line[i - 1].text not in shapes()["auxiliaries"]:
            verbs += 1
            if verbs > 1 or any(is_past(w) for w in line[at + 1 : i]):
                return i
    return at + 1


def _condition_behind(line: tuple[Word, ...], at: int, kept: list[Word]) -> bool:
    modal = any(w.text in {"would", "could", "will", "might", "'ll", "'d", "can", "should"} for w in kept)
    return modal and any(w.text in {"if", "unless"} for w in line[at : at + 3])
