"""The ways in which a claim is told -> side by side, with the words marked that the others lack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from sayso.data import Variant, VariantValue
from sayso.show.html.markup import Html, join, tag
from sayso.show.html.view import View
from sayso.show.wording import clean, quoted, shorten
from sayso.words import function_words, stem

TOKEN = re.compile(r"(\w+(?:[.,'’-]\w+)*|[^\w\s])(\s*)")
"""A word or a mark, and the blanks behind it."""
MOST_COMPARED = 6
"""Values that each other one is compared with; comparing takes quadratic time, and more side by side nobody reads."""
LONGEST_VALUE = 240
"""Characters of a value that are shown: about four lines of a column."""
MOST_NAMED = 4
"""Reports named beside a value; all of them are listed with their words."""
TOO_MUCH = 0.8
"""Share of a value's words beyond which it is another wording altogether, and marks would only be noise."""


def variants(view: View, found: Sequence[Variant]) -> Html:
    """A block for each variant, conflicts first."""
    ordered = sorted(found, key=lambda one: not one.conflict)
    return join(_variant(view, one) for one in ordered if one.values)


def _variant(view: View, variant: Variant) -> Html:
    texts = [_bare(value.text) for value in variant.values]
    marked = differing(texts)
    label = f"Conflict in {variant.kind}" if variant.conflict else f"{variant.kind.capitalize()} differs"
    values = join(_value(view, value, pieces) for value, pieces in zip(variant.values, marked, strict=True))
    kind = "variant conflict" if variant.conflict else "variant"
    return tag("dl", tag("dt", label), tag("dd", tag("ul", values)), class_=kind)


def _value(view: View, value: VariantValue, pieces: Sequence[tuple[str, bool]]) -> Html:
    words = join(tag("mark", text) if differs else text for text, differs in pieces)
    carriers = list(_carriers(view, value))
    more = f" and {len(carriers) - MOST_NAMED} more" if len(carriers) > MOST_NAMED else None
    return tag("li", tag("q", words, class_="words"), " ", tag("span", join(carriers[:MOST_NAMED], ", "), more, class_="in"))


def _carriers(view: View, value: VariantValue) -> Iterator[Html]:
    """The articles that tell it so, each linked with the first words in which it does."""
    seen: set[str] = set()
    for one in (view.statements[key] for key in value.statements if key in view.statements):
        if one.article not in seen:
            seen.add(one.article)
            anchor = view.anchors.get(one.id, view.article_anchor(one.article))
            yield tag("a", view.names[one.article], href=f"#{anchor}", data_s=view.numbers[one.id])


def _bare(text: str) -> str:
    return shorten(quoted(text)[1:-1], LONGEST_VALUE)


def differing(texts: Sequence[str]) -> list[list[tuple[str, bool]]]:
    """Each of `texts` in pieces, True for those that at least one of the others lacks at that place.

    Words are compared by their stems. A run of differing words is marked if one of them tells something by itself. Where nearly everything
    differs, nothing is marked.
    """
    split = [TOKEN.findall(clean(text)) for text in texts]
    found = []
    for at, tokens in enumerate(split):
        others = [other for i, other in enumerate(split) if i != at][:MOST_COMPARED]
        lacks = [_lacking([token for token, _ in tokens], [token for token, _ in other]) for other in others]
        found.append(_pieces(tokens, _settled(tokens, [any(column) for column in zip(*lacks, strict=True)] or [False] * len(tokens))))
    return found


def _lacking(tokens: Sequence[str], other: Sequence[str]) -> list[bool]:
    """Which of `tokens` have no counterpart in `other`."""
    a, b = [stem(token.lower()) for token in tokens], [stem(token.lower()) for token in other]
    lacking = [True] * len(a)
    for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        lacking[block.a : block.a + block.size] = [False] * block.size
    return lacking


def _settled(tokens: Sequence[tuple[str, str]], lacking: Sequence[bool]) -> list[bool]:
    """What to mark: runs in which a word tells something, without the punctuation at their ends."""
    word = [token[0].isalnum() for token, _ in tokens]
    telling = [is_word and token.lower() not in function_words() for is_word, (token, _) in zip(word, tokens, strict=True)]
    if sum(lacks and tells for lacks, tells in zip(lacking, telling, strict=True)) > TOO_MUCH * max(sum(telling), 1):
        return [False] * len(tokens)
    marks = [False] * len(tokens)
    for lacks, run in groupby(range(len(tokens)), key=lacking.__getitem__):
        inside = list(run)
        if lacks and any(telling[at] for at in inside):
            words = [at for at in inside if word[at]]
            marks[words[0] : words[-1] + 1] = [True] * (words[-1] + 1 - words[0])
    return marks


def _pieces(tokens: Sequence[tuple[str, str]], marks: Sequence[bool]) -> list[tuple[str, bool]]:
    """The text again, marked runs apart from the others; the blanks between two runs belong to neither."""
    found: list[tuple[str, bool]] = []
    for at, ((token, blank), mark) in enumerate(zip(tokens, marks, strict=True)):
        inner = mark and at + 1 < len(marks) and marks[at + 1]
        for text, marked in ((token + blank, mark),) if inner else ((token, mark), (blank, False)):
            if found and found[-1][1] == marked:
                found[-1] = (found[-1][0] + text, marked)
            elif text:
                found.append((text, marked))
    return found
