"""Which names are companies': by what they own, by how they are spoken of, and by the common noun beside them."""

from __future__ import annotations

import re
from functools import cache

from sayso.data import Name, Span
from sayso.read.lexicon import bodies, capitals, demonyms, fold, given_names, key, known, roles, titles, words_of

COMPANY = frozenset({"company", "firm", "group", "business", "corporation"})
FIRMS = COMPANY - {"group"} | {
    "manufacturer", "airline", "bank", "retailer", "carmaker", "producer", "operator", "maker", "insurer", "utility", "developer", "lender",
    "carrier", "drugmaker", "chipmaker", "automaker", "startup", "brokerage", "distributor", "supplier",
}  # fmt: skip
"""Nouns of companies, by some of which any of them may be called."""
LONGEST_WORD = 30
AS_MANY = re.compile(r"(?:,[ \t]who)?[ \t](?:have|are|were)\b")
""" A lone name with a verb for many is a team's or a company's, unless it ends a list."""
LISTED = re.compile(r"(?:,|\band|\bor|\bnor|&|\bwith)[ \t]+(?:\w+[ \t])?\Z")
BODY_BEFORE = re.compile(r"\b(?:the|an?|its|their)[ \t](?:[\w'’-]+[ \t]){0,5}?(?P<noun>[\w-]+),[ \t]\Z", re.IGNORECASE)
LONGEST_PHRASE = 80


def as_firms(text: str, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Lone words tagged as persons that own, are owned or are led as only firms are ("shares in Orvane") are organisations, wherever they stand.

    So are those tagged as places that no table lists, where what they own leaves no doubt ("Orvane's chief executive").
    """
    mistaken = ("person", "place")
    persons = [(name, key(text[name.span.start : name.span.end])) for name in names if name.kind == "person"]
    parts = {word for _, told in persons if len(told) > 1 for word in told}
    lone = [(name, told) for name, told in persons if len(told) == 1 and told[0] not in parts and told[0] not in given_names()]
    lone = [(name, told) for name, told in lone if not titled(text, name)]
    firms: set[tuple[str, ...]] = {told for name, told in lone if _like_a_firm(text, name.span) or _firm_only().match(text, name.span.end)}
    listed = (known(), capitals(), demonyms())
    sited = {key(text[n.span.start : n.span.end]) for n in names if n.kind == "place" and _firm_only().match(text, n.span.end) is not None}
    firms |= {told for told in sited if len(told) == 1 and not any(told in table for table in listed)}
    apposed = {key(text[n.span.start : n.span.end]) for n in names if n.kind in mistaken and _apposed_to_firm(text, n)}
    firms |= {told for told in apposed if told not in known()}
    if not firms:
        return names
    return tuple(Name(n.span, "organisation") if n.kind in mistaken and key(text[n.span.start : n.span.end]) in firms else n for n in names)


def _like_a_firm(text: str, span: Span) -> bool:
    ahead = text[max(0, span.start - LONGEST_WORD) : span.start]
    barely = ahead.isascii() and not ahead[:-1].lower().endswith(_firm_words())  # asked first: the pattern takes ten times as long
    before = None if barely else _firm_before().search(text, max(0, span.start - LONGEST_WORD), span.start)
    behind = _firm_behind().match(text, span.end)
    many = AS_MANY.match(text, span.end) is not None and LISTED.search(text, max(0, span.start - LONGEST_WORD), span.start) is None
    return before is not None or behind is not None or many


def _apposed_to_firm(text: str, name: Name) -> bool:
    """Whether a name stands between commas behind a company or another body told by a common noun ("the port company, Sante Verrin, said")."""
    if text[name.span.end : name.span.end + 1] != "," or text[max(0, name.span.start - 2) : name.span.start].strip() != "," or titled(text, name):
        return False
    told = BODY_BEFORE.search(text[max(0, name.span.start - LONGEST_PHRASE) : name.span.start])
    if told is None or any(fold(word) in words_of("preposition") or fold(word) in roles() for word in told.group().split()[:-1]):
        return False  # "the director of national intelligence, Ann Poe, said"
    return fold(told.group("noun")) in FIRMS | words_of("named_behind")


@cache
def _firm_words() -> tuple[str, ...]:
    told = words_of("firm_before") | {noun for noun, row in bodies().items() if row["kind"] in ("organisation", "outlet") and not row["alone"]}
    return tuple(sorted(word.lower() for word in told))


@cache
def _firm_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _firm_words()))})[ \t]\Z", re.IGNORECASE)


@cache
def _firm_behind() -> re.Pattern[str]:
    owned = "|".join(sorted(words_of("firm_owned"), key=lambda word: (-len(word), word)))
    return re.compile(rf"['’]s?[ \t](?:(?:own|new|biggest|main|largest|[\w-]{{3,12}}ly)[ \t])?(?:{owned})\b|,[ \t]which\b", re.IGNORECASE)


@cache
def _firm_only() -> re.Pattern[str]:
    owned = "|".join(sorted(words_of("firm_only"), key=lambda word: (-len(word), word)))
    return re.compile(rf"(?:['’]s?[ \t](?:own[ \t])?(?:{owned})|[ \t](?:shares|stock|shareholders))\b", re.IGNORECASE)


def titled(text: str, name: Name) -> bool:
    """Whether a title or a first name stands before a name."""
    before = text[max(0, name.span.start - LONGEST_WORD) : name.span.start].split()
    return bool(before) and (fold(before[-1]) in titles() or fold(before[-1]) in given_names())
