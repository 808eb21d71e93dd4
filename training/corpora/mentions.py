"""GUM's mentions (Zeldes, 2017; every noun, nested) -> its proper names, in the convention of training/corpora/names.py."""

from __future__ import annotations

import re

from training.corpora.names import ARTICLES, UNSURE, is_title, peoples

Word = dict[str, str]

KIND = {"person": "person", "place": "place", "organization": "organisation", "time": None}
"""Type of a mention -> kind of name; those missing are other names, and dates are none."""
MARK = re.compile(r"\((?P<opens>[^()]+)(?P<whole>\))?|(?P<closes>[^()]+)\)")
ENTITY = re.compile(r"(?:^|\|)Entity=([^|]*)")
LINKS = frozenset({"of", "for", "and", "the", "&", "-", "–", "'s", "’s", "de", "la", "del", "der", "van", "von", "al", "bin", "el", "du", "/"})
"""Words in lower case within a name."""


def name_tags(sentence: list[Word]) -> list[str]:
    """One tag a word of a sentence: O, B-kind, I-kind, or UNSURE for proper nouns that belong to no mention's name."""
    tags = ["O"] * len(sentence)
    for at, word in enumerate(sentence):
        if word["form"] in peoples():
            tags[at] = "B-other"
        elif word["upos"] == "PROPN" and not is_title(word["form"]):
            tags[at] = UNSURE
    found = []
    for kind, first, last in _mentions(sentence):
        core = _core(sentence, first, last, of=kind != "person")
        if core:
            people = kind == "person" and core[1] - core[0] == 1 and sentence[core[0]]["xpos"] == "NNPS"
            found.append(("other" if people else kind, *core))
    claimed = [False] * len(sentence)
    for kind, first, last in sorted(found, key=lambda f: f[1] - f[2]):
        if any(claimed[first:last]):
            continue
        claimed[first:last] = [True] * (last - first)
        people = last - first == 1 and sentence[first]["form"] in peoples()
        for at in range(first, last):
            tags[at] = "O" if kind is None else f"{'I' if at > first else 'B'}-{'other' if people else kind}"
    return tags


def _mentions(sentence: list[Word]) -> list[tuple[str | None, int, int]]:
    """Kind, first and last (exclusive) of all mentions; a mention that is cut in two is left out."""
    found: list[tuple[str | None, int, int]] = []
    open_: list[tuple[str, str | None, int]] = []
    for at, word in enumerate(sentence):
        marks = ENTITY.search(word["misc"])
        for mark in MARK.finditer(marks[1]) if marks else ():
            if mark["opens"]:
                number, kind = [*mark["opens"].split("-"), ""][:2]
                if mark["whole"]:
                    found.append((KIND.get(kind, "other"), at, at + 1))
                else:
                    open_.append((number, KIND.get(kind, "other"), at))
                continue
            which = next((i for i in reversed(range(len(open_))) if open_[i][0] == mark["closes"].split("-")[0]), None)
            if which is not None:
                number, its_kind, first = open_.pop(which)
                if "[" not in number:
                    found.append((its_kind, first, at + 1))
    return found


def _core(sentence: list[Word], first: int, last: int, *, of: bool) -> tuple[int, int] | None:
    """The name within a mention: what is capitalised around its head, if that is a proper noun; `of`: a name may go over "of"."""
    inside = range(first, last)
    heads = [at for at in inside if int(sentence[at]["head"]) - 1 not in inside]
    if len(heads) != 1 or sentence[heads[0]]["upos"] != "PROPN":
        return None
    start, end = heads[0], heads[0] + 1
    while (step := _step(sentence, start - 1, -1, first, last)) is not None:
        start = step
    while (step := _step(sentence, end, 1, first, last, of=of)) is not None:
        end = step + 1
    while start < end - 1 and (sentence[start]["form"].lower() in ARTICLES or is_title(sentence[start]["form"])):
        start += 1
    return None if is_title(sentence[end - 1]["form"]) and end - start == 1 else (start, end)


def _step(sentence: list[Word], at: int, way: int, first: int, last: int, *, of: bool = True) -> int | None:
    """The next word of the name from `at` on, over linking words that a capitalised one follows."""
    while first <= at < last and sentence[at]["form"].lower() in LINKS - ({"of", "for"} if not of else set()):
        at += way
    if not first <= at < last:
        return None
    word = sentence[at]
    capital = word["form"][:1].isupper() and word["upos"] in ("PROPN", "NOUN", "ADJ", "VERB", "ADV", "NUM", "DET", "ADP", "X")
    numbered = way > 0 and word["upos"] == "NUM" and word["relation"].startswith(("nummod", "flat", "compound"))
    return at if capital or numbered else None
