"""Which news agencies an article credits: in its dateline, its byline, its last lines."""

from __future__ import annotations

import re
from functools import cache

from sayso.collect.tables import rows

OPENING = 600
"""Characters at the beginning in which a dateline stands, behind title, byline and place."""

CLOSING = 1_500
"""Characters at the end in which credits stand."""


def credits_of(body: str, byline: str | None) -> tuple[str, ...]:
    """The agencies that `body` or `byline` credits, by their names in agencies.tsv, in alphabetical order.

    A dateline ("LONDON (Reuters) -"), a line that is only an agency's name, a contribution ("... contributed to this
    report", "with files from ..."), a copyright. Words like "told Reuters" are no credit.
    """
    found = set(agencies_in(byline)) if byline else set()
    for match in _dateline().finditer(body[:OPENING]):
        found.update(agencies_in(match[1]))
    for line in _edges(body):
        if _credit_line().search(line):
            found.update(agencies_in(line))
    return tuple(sorted(found))


def _edges(body: str) -> list[str]:
    """The lines at the beginning and at the end, each once."""
    lines = body[:OPENING].split("\n") + body[-CLOSING:].split("\n") if len(body) > OPENING + CLOSING else body.split("\n")
    return [line.strip() for line in lines if line.strip()]


@cache
def _names() -> dict[str, str]:
    return {alias: name for name, aliases in rows("agencies.tsv") for alias in aliases.split("|")}


@cache
def _any_name() -> str:
    return "(?:" + "|".join(re.escape(alias) for alias in sorted(_names(), key=len, reverse=True)) + ")"


@cache
def _dateline() -> re.Pattern[str]:
    """An agency in parentheses, or set off by a slash, before the dash that opens the report; or at the start of a line, before it."""
    name = _any_name()
    return re.compile(rf"(?:\(|/\s?)({name}(?:\s?[/,&]\s?{name})*)\)?\s*(?:[-–—]|--|:)|^\s*({name})\s*(?:[-–—]|--)\s", re.M)


@cache
def _credit_line() -> re.Pattern[str]:
    name = _any_name()
    some = rf"(?:the )?{name}(?: (?:news agency|newswires?|staff))?"
    several = rf"{some}(?:(?:,| and|, and|/| &) ?{some}){{0,5}}"
    return re.compile(
        rf"^(?:[(\[—–-]\s?)?(?:source|via|by|agencies)?:?\s?{several}\)?\.?\]?$"
        rf"|\b{several},?(?: (?:also|both|all))? contributed\b"
        rf"|\b(?:with|including) (?:additional |further )?(?:files|reports?|reporting|material|information|(?:agency )?inputs?) (?:from|by) {several}"
        rf"|(?:©|\bcopyright\b)[ \d(c)©,]{{0,20}}{some}"
        rf"|^by [^.]{{2,60}}[,|/(] ?{some}\)?$",
        re.I,
    )


def agencies_in(text: str | None) -> list[str]:
    """The names in agencies.tsv of the agencies named in `text`, letter case told apart so that "pa" or "apa" in a word or name is none."""
    return [_names()[match.group()] for match in re.finditer(rf"(?<![\w-]){_any_name()}(?![\w-])", text or "")]
