"""Which news agencies an article credits: in its dateline, its byline, its last lines."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

from sayso.collect.tables import rows
from sayso.collect.words import rough_words

SHOUTED = 5
"""Letters from which on a name may be all capitals too; shorter ones would be words and other names."""

OPENING = 600
"""Characters at the beginning in which a dateline stands, behind title, byline and place."""

CLOSING = 1_500
"""Characters at the end in which credits stand."""


def credits_of(body: str, byline: str | None, *, said: Set[str] | None = None) -> tuple[str, ...]:
    """The agencies that `body` or `byline` credits, by their names in agencies.tsv, in alphabetical order.

    A dateline ("LONDON (Reuters) -"), a line that is only an agency's name, a contribution ("... contributed to this
    report", "with files from ..."), a copyright. Words like "told Reuters" are no credit. `said`: which of `naming` are
    in the text that `body` is part of, where it is known.
    """
    found = set(agencies_in(byline)) if byline else set()
    if said is not None and said.isdisjoint(naming()):
        return tuple(sorted(found))
    edges = _edges(body)
    named = _may_name("\n".join(edges))
    if not named:
        return tuple(sorted(found))
    for match in _dateline().finditer(body[:OPENING]):
        found.update(agencies_in(match[1] or match[2]))
    for line in edges:
        lowered = line.lower()
        if any(alias in lowered for alias in named) and _is_credit(line):
            found.update(agencies_in(line))
    return tuple(sorted(found))


def _edges(body: str) -> list[str]:
    """The lines at the beginning and at the end, each once."""
    lines = body[:OPENING].split("\n") + body[-CLOSING:].split("\n") if len(body) > OPENING + CLOSING else body.split("\n")
    return [line.strip() for line in lines if line.strip()]


def _may_name(text: str) -> tuple[str, ...]:
    """The names of agencies, in small letters, that may stand in `text`, in whatever letters: a fast look, since almost no line has one."""
    said = naming().intersection(rough_words(text))
    lowered = text.lower() if said else ""
    return tuple(alias for word in said for alias in _by_first_word()[word] if alias in lowered)


@cache
def _by_first_word() -> dict[str, tuple[str, ...]]:
    """The names of agencies in small letters, by their first words, as far as rough_words has these."""
    found: dict[str, tuple[str, ...]] = {}
    for alias in sorted({alias.lower() for alias in _names()}):
        word = rough_words(alias)[0]
        found[word] = (*found.get(word, ()), alias)
    return found


@cache
def naming() -> frozenset[str]:
    """The first words of the names of agencies: a text without them names none."""
    return frozenset(_by_first_word())


@cache
def _names() -> dict[str, str]:
    names = {alias: name for name, aliases in rows("agencies.tsv") for alias in aliases.split("|")}
    return names | {alias.upper(): name for alias, name in names.items() if len(alias) >= SHOUTED and alias.upper() not in names}


@cache
def _any_name() -> str:
    return "(?:" + "|".join(re.escape(alias) for alias in sorted(_names(), key=len, reverse=True)) + ")"


BEFORE = r"sources?|via|by|with|agenc(?:y|ies)|credits?|(?:story|text|report|article|provided|supplied|distributed) by|from"
"""What stands before an agency in a line of its own."""

STAFF = r"(?:writers?|journalists?|reporters?|correspondents?|video ?journalists?|photographers?|researchers?)"


@cache
def _dateline() -> re.Pattern[str]:
    """An agency in parentheses, or set off by a slash, before the dash that opens the report; or at the start of a line, before it."""
    name = _any_name()
    return re.compile(rf"(?:\(|/\s?)({name}(?:\s?[/,&]\s?{name})*)\)?\s*(?:[-–—]|--|:)|^\s*({name})\s*(?:[-–—]|--)\s", re.M)


def _is_credit(line: str) -> bool:
    """Whether a line that names an agency credits it; what is looked for at every letter of the line last, and only behind a word of its own."""
    if _whole_credit().match(line) or _credit_phrase().search(line):
        return True
    return "contribut" in line.lower() and _contribution().search(line) is not None


@cache
def _several() -> tuple[str, str]:
    """Patterns of an agency, and of others in a row behind it."""
    some = rf"(?:the )?{_any_name()}(?: (?:news agency|newswires?|staff))?"
    return some, rf"(?:(?:,| and|, and|/| &) ?{some}){{0,5}}"


@cache
def _whole_credit() -> re.Pattern[str]:
    some, more = _several()
    return re.compile(
        rf"(?:[(\[—–-]\s?)?(?:{BEFORE})?(?:\(s\))?\s?[:|–—-]?\s?{some}{more}\)?\.?\]?(?:\s*[|•·]\s.{{0,80}}|\s+editor:.{{0,60}})?$"
        rf"|by [^.]{{2,60}}[,|/(] ?{some}\)?$",
        re.I,
    )


@cache
def _credit_phrase() -> re.Pattern[str]:
    # The names once, last: an expression of all agencies takes milliseconds to compile.
    return re.compile(
        r"(?:\b(?:originally|first) (?:published|appeared) (?:by|in|on|at|with) "
        r"|\b(?:with|including) (?:additional |further )?(?:files|reports?|reporting|material|information|(?:agency )?inputs?) (?:from|by) "
        rf"|(?:©|\bcopyright\b)[ \d(c)©,]{{0,20}})(?:the )?{_any_name()}",
        re.I,
    )


@cache
def _contribution() -> re.Pattern[str]:
    some, more = _several()
    return re.compile(
        rf"\b{some}(?:{more},?(?: (?:also|both|all))? contributed\b| (?:staff )?{STAFF}\b.{{1,300}}?\bcontributed\b)",
        re.I,
    )


@cache
def _naming() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){_any_name()}(?![\w-])")


def agencies_in(text: str | None) -> list[str]:
    """The names in agencies.tsv of the agencies named in `text`, letter case told apart so that "pa" or "apa" in a word or name is none."""
    return [_names()[match.group()] for match in _naming().finditer(text)] if text and _may_name(text) else []
