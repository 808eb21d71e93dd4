"""The noun phrases that name sources, taken apart: determiner, head, owner, complement, apposition."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from sayso.read.lexicon import bodies, documents, key, known, numbers, plural, pronouns, roles, titles, words_of
from sayso.read.who.words import OWNING, Words, words_among

Range = tuple[int, int]
Head = Literal["name", "pronoun", "role", "body", "document", "noun"]
Determiner = Literal["definite", "indefinite", "possessive", "number", "none"]

LONGEST_SOURCE = 60
"""Words of a source that are looked at; the rest of a longer one is a relative clause or an error."""
PARTICIPLES = frozenset({"seen", "sent", "written", "shown", "read", "given", "drawn", "held", "kept", "made", "known", "told"})
"""Participles that do not end in -ed or -ing, by which papers are told ("a memo seen by reporters")."""
LEAST_SCIENCE = 2
"""Words of research ("study", "preprint") that an article needs, for its "paper" to be one."""
LEADING = frozenset({"according", "and", "but", "while", "as", "for", "per", "from", "by"})
"""Words in front of a source that are none of it."""
ABOUT = frozenset({"more", "least", "at", "than", "nearly", "about", "second", "third", "dozen"})
"""Words among those that tell how many."""
JOINING = frozenset({"and", "&", "nor"})
PRESS = frozenset({"newspaper", "newspapers", "daily", "tabloid"})
PHRASES_KEPT = 1024
"""Phrases that are kept apart: more than an article asks for."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: words first..last (exclusive); `core` is what stands between determiner and first preposition or comma.

    `noun` is the head in the tables' form (or the folded word), `modifiers` the folded words before it; `owner` stands before a
    mark of possession, `complements` behind prepositions, `tail` behind commas.
    """

    first: int
    last: int
    core: Range
    head: Head
    noun: str
    modifiers: tuple[str, ...]
    determiner: Determiner
    many: bool
    size: int | None = None
    owner: Range | None = None
    complements: tuple[tuple[str, Range], ...] = ()
    tail: tuple[Range, ...] = ()
    fresh: bool = False
    pointing: bool = False


@lru_cache(maxsize=PHRASES_KEPT)
def trim(words: Words, first: int, last: int) -> Range:
    """A range without marks, conjunctions and "according to" at its ends."""
    last = min(last, first + LONGEST_SOURCE)
    while first < last and (words.lows[first] in LEADING or not words.written[first][0].isalnum()):
        first += 1 + (words.lows[first] == "according" and words.low(first + 1) == "to")
    while last > first + 1 and _idle_end(words, last - 1):
        last -= 1
    while last > first and not words.written[last - 1][0].isalnum() and not words.owner_mark(last - 1):
        last -= 1
    return first, max(first, last)


def _idle_end(words: Words, at: int) -> bool:
    """Whether a word at the end of a source tells nothing of who it is: marks, "both" behind names, "himself", a preposition cut off."""
    if words.name_at[at] >= 0 or words.owner_mark(at):
        return False
    return not words.written[at][0].isalnum() or words.lows[at] in words_among("closing", "dangling")


def parts(words: Words, first: int, last: int) -> list[Range]:
    """Conjuncts of a source, at "and" outside names; "A, B and C" gives three where all are bare names."""
    first, last = trim(words, first, last)
    if words.low(first) in ("neither", "either", "both") and words.name_at[first] < 0:
        first += 1
    if JOINING.isdisjoint(words.lows[first:last]):
        return [piece for piece in (trim(words, first, last),) if piece[0] < piece[1]]
    cuts: list[int] = []
    for at in range(first + 1, last - 1):
        if words.lows[at] in JOINING and _between_names(words, at) and not _in_apposition(words, cuts[-1] + 1 if cuts else first, at):
            cuts.append(at)
    found: list[Range] = []
    begin = first
    for at in [*cuts, last]:
        found += _listed(words, begin, at) if cuts else [(begin, at)]
        begin = at + 1
    return [piece for piece in (trim(words, *piece) for piece in found) if piece[0] < piece[1]]


def _between_names(words: Words, at: int) -> bool:
    return words.name_at[at] < 0 and not (at and words.low(at - 1) == "between")


def _in_apposition(words: Words, first: int, at: int) -> bool:
    """Whether an "and" belongs to what a comma has opened behind a name ("Ann Poe, a nurse and mother of two")."""
    commas = [i for i in range(first, at) if words.written[i] == "," and words.name_at[i] < 0]
    if not commas or commas[-1] == at - 1 or _names_person(words, at + 1):
        return False
    return not all(_bare_name(words, *piece) for piece in pairwise([first - 1, *commas, at]))


def pairwise(marks: list[int]) -> list[Range]:
    """The stretches of words between marks."""
    return [(before + 1, after) for before, after in zip(marks, marks[1:], strict=False)]


def _names_person(words: Words, at: int) -> bool:
    while words.low(at) in titles() and words.name_at[at] < 0:
        at += 1
    return at < len(words.lows) and words.name_at[at] >= 0 and words.names[words.name_at[at]].kind == "person"


def _listed(words: Words, first: int, last: int) -> list[Range]:
    pieces: list[Range] = []
    begin = first
    for at in [i for i in range(first, last) if words.written[i] == "," and words.name_at[i] < 0] + [last]:
        if begin < at:
            pieces.append((begin, at))
        begin = at + 1
    return pieces if len(pieces) > 1 and all(_bare_name(words, *piece) for piece in pieces) else [(first, last)]


def _bare_name(words: Words, first: int, last: int) -> bool:
    first, last = trim(words, first, last)
    while first < last and (words.low(first) == "the" or words.low(first) in titles()):
        first += 1
    return first < last and words.name_at[first] >= 0 and all(words.name_at[at] == words.name_at[first] for at in range(first, last))


def owner_range(words: Words, phrase: Phrase, owner: Range) -> Range:
    """The words of an owner with the definite article before them ("the ministry" of "the ministry's director")."""
    return (phrase.first, owner[1]) if words.low(phrase.first) in words_of("definite") else owner


@lru_cache(maxsize=PHRASES_KEPT)
def parse(words: Words, first: int, last: int) -> Phrase | None:
    """Take one conjunct apart; None where nothing is left of it. What was taken apart last is kept: the same phrases are asked for again."""
    first, last = trim(words, first, last)
    begin = first
    size: int | None = None
    fresh = pointing = False
    determiner: Determiner = "none"
    at = first
    while at < last and words.name_at[at] < 0:
        word = words.lows[at]
        if word not in _openers() and not word.isdigit():
            break
        step = 1
        if word in words_of("quantity") and words.low(at + 1) == "of" and at + 2 < last:
            determiner, step = "indefinite" if determiner == "none" else determiner, 2
            size = numbers().get(word, size)
        elif word in numbers() or word.isdigit():
            size = _size(word, size)
            determiner = "number" if determiner in ("none", "indefinite") else determiner
            step += words.low(at + 1) == "of" and at + 2 < last
        elif word in words_of("possessive") and at + 1 < last:
            determiner = "possessive"
        elif word in words_of("definite") and (at + 1 < last or word not in ("this", "that")):
            determiner = "definite" if word != "said" or determiner != "none" else determiner
            if at + 1 >= last:
                break
        elif word in words_of("indefinite") and at + 1 < last:
            determiner = "indefinite"
        elif not (word in ABOUT and at + 1 < last and word not in roles()):
            break
        fresh |= word in words_of("fresh")
        pointing |= word in words_of("pointing")
        at += step
    if at >= last:
        at = max(begin, last - 1)
    return _body(words, begin, at, last, determiner, size, fresh, pointing)


@cache
def _openers() -> frozenset[str]:
    """Words that may stand before the core of a phrase, beside numbers in digits: at any other, it begins."""
    return words_among("quantity", "possessive", "definite", "indefinite").union(numbers(), ABOUT)


def _size(word: str, before: int | None) -> int | None:
    value = numbers().get(word) or (int(word) if word.isascii() and word.isdigit() and len(word) < 5 else None)
    if word in ("dozen", "hundred") and before and value:
        return before * value
    return value or before


def _body(words: Words, begin: int, at: int, last: int, determiner: Determiner, size: int | None, fresh: bool, pointing: bool) -> Phrase | None:
    if at >= last:
        return None
    single = words.low(at)
    if last - at == 1 and single in pronouns() and words.name_at[at] < 0:
        many = pronouns()[single]["number"] == "many"
        return Phrase(begin, last, (at, last), "pronoun", single, (), determiner, many, size)
    if last - at == 1 and single in ("these", "those", "this", "others", "many", "some", "several", "most", "few", "two", "three", "all"):
        return Phrase(begin, last, (at, last), "noun", single, (), determiner, single != "this", size, fresh=single == "others")
    core_end, complements, tail = _behind(words, at, last)
    marked = not OWNING.isdisjoint(words.written[at:core_end])
    owner = next(((at, mark) for mark in range(core_end - 1, at, -1) if words.owner_mark(mark)), None) if marked else None
    core = (owner[1] + 1 if owner else at, core_end)
    if owner and core[0] >= core[1]:
        owner, core = None, (at, core_end - 1)
    head, noun, width = _head(words, *core)
    if head == "role" and noun in documents() and complements and complements[0][0] == "by":
        head = "document"  # "a model by researchers"
    modifiers = tuple(words.lows[i] for i in range(core[0], core[1] - width) if words.written[i][0].isalnum())
    written = " ".join(words.lows[core[1] - width : core[1]])
    many = _many(head, noun, written, size)
    plain = "definite" if owner and determiner in ("none", "number") else determiner
    fresh = fresh or not words_of("fresh").isdisjoint(modifiers)
    return Phrase(begin, last, core, head, noun, modifiers, plain, many, size, owner, complements, tail, fresh, pointing)


def _many(head: Head, noun: str, written: str, size: int | None) -> bool:
    if size is not None:
        return size > 1
    if written in ("people", "others", "staff", "civil servants", "troops"):
        return True
    if head in ("role", "document", "body"):
        return written != noun and written == plural(noun)
    return head == "noun" and len(written) > 3 and written.endswith("s") and not written.endswith(("ss", "us", "is"))


def _behind(words: Words, first: int, last: int) -> tuple[int, tuple[tuple[str, Range], ...], tuple[Range, ...]]:
    """Where the core ends, then what follows it: complements by preposition, appositions by comma, up to a relative clause."""
    if last - first == 1:
        return last, (), ()
    prepositions, relatives = words_of("preposition"), words_of("relative")
    core_end = last
    marks: list[int] = []
    name_at = words.name_at
    for at in range(first + 1, last):
        if name_at[at] >= 0 and name_at[at - 1] == name_at[at]:
            continue
        low, written = words.lows[at], words.written[at]
        if low in relatives and not (low == "that" and at + 1 >= last):
            core_end, last = min(core_end, at), at
            break
        participle = (
            (low.endswith(("ed", "ing")) or low in PARTICIPLES)
            and written.islower()
            and _headed(words, _word_before(words, at))
            and not _headed(words, at)
        )
        if low in prepositions or written in ",—–(-:;" or participle:
            core_end = min(core_end, at)
            marks.append(at)
    complements, tail = [], []
    for mark, end in zip(marks, [*marks, last][1:], strict=True):
        piece = trim(words, mark + 1, end)
        if piece[0] >= piece[1]:
            continue
        if words.written[mark][0].isalnum():
            complements.append((words.low(mark), piece))
        else:
            tail.append((mark + 1, _tail_end(words, mark + 1, last)))
    while core_end > first + 1 and not words.written[core_end - 1][0].isalnum() and not words.owner_mark(core_end - 1):
        core_end -= 1
    return max(core_end, first + 1), tuple(complements), tuple(tail)


def _word_before(words: Words, at: int) -> int:
    return at - 1 if words.written[at - 1][0].isalnum() else at - 2


def _headed(words: Words, at: int) -> bool:
    word = words.low(at)
    return word in roles() or word in bodies() or word in documents() or words.name_at[at] >= 0


def _tail_end(words: Words, first: int, last: int) -> int:
    return next((at for at in range(first, last) if words.written[at] in ",—–);" and words.name_at[at] < 0), last)


def _head(words: Words, first: int, last: int) -> tuple[Head, str, int]:
    """Kind, noun and width of a core's head: its last words."""
    text = words.lows[first:last]
    in_name = words.name_at[last - 1] >= 0
    for width in (3, 2, 1) if text[-1] in _noun_endings() else ():
        noun = " ".join(text[-width:]) if len(text) >= width else ""
        told = noun in roles() or noun in bodies() or noun in documents()
        if not told or (in_name and not _common_head(words, first, last, width)):
            continue
        if noun in roles():
            return "role", roles()[noun].noun, width
        if noun in bodies() and not (noun in documents() and _of_science(words)):
            return "body", bodies()[noun]["noun"], width
        return "document", documents()[noun], width
    if in_name:
        return "name", text[-1], 1
    return "noun", text[-1], 1


@cache
def _noun_endings() -> frozenset[str]:
    """The last words of nouns for people, bodies and documents: what ends with none of them is no such noun."""
    return frozenset(noun.split()[-1] for table in (roles(), bodies(), documents()) for noun in table)


@lru_cache(maxsize=2)
def _of_science(words: Words) -> bool:
    """Whether "the paper" of an article is a piece of research, and no newspaper."""
    told = Counter(low for low in words.lows if low in words_of("science"))
    return sum(told.values()) >= LEAST_SCIENCE and PRESS.isdisjoint(words.lows)


def _common_head(words: Words, first: int, last: int, width: int) -> bool:
    """Whether a head inside a tagged name is a common noun all the same ("CIA Officials", "Republicans"): role plurals, or a name cut too wide."""
    number = words.name_at[last - 1]
    name = words.names[number]
    text = " ".join(words.lows[last - width : last])
    if key(words.text[name.span.start : name.span.end]) in known():
        return False
    role = roles().get(text)
    inside = last - width > first and words.name_at[last - width - 1] == number and words.low(last - width - 1) in ("of", "for")
    if role is None or name.kind == "person" or inside:  # "College of Engineers" are no engineers
        return False
    begins = next(at for at in range(last - 1, first - 2, -1) if at < first or words.name_at[at] != number) + 1
    return role.noun != text or begins < last - width
