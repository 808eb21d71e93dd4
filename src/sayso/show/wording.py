"""How things are called in all that is shown: articles, places, words, days, counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from sayso.data import Article, Count, Occasion, Span, Statement, Witness
from sayso.folding import clean as clean

FACTUALITY = {
    "certain+": "certain",
    "probable+": "probable",
    "possible+": "possible",
    "certain-": "certainly not",
    "probable-": "probably not",
    "possible-": "possibly not",
}
SURE_NOT = ("denies", "declines")
"""Stances that say already what the factuality of their content is."""

LINE_END = re.compile(r"\r\n|\r|\n")
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905 (twelve words)
WHOLE_QUOTE = re.compile(r"[\"“”„«»‘']\s*([^\"“”„«»‘]+?)\s*[\"“”„«»’']+")


def shorten(text: str, most: int | None) -> str:
    """`text` with at most `most` characters, cut at a word, with an ellipsis; all of it if `most` is None."""
    if most is None or len(text) <= most:
        return text
    cut = text[: most - 1]
    head = cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut
    return head.rstrip(" ,;:-–—") + "…"


def words(text: str, spans: Iterable[Span]) -> str:
    """What stands at `spans`, on one line; an ellipsis joins the pieces."""
    return " … ".join(filter(None, (clean(text[span.start : span.end]) for span in spans)))


def quoted(text: str, most: int | None = None) -> str:
    """`text` in quotation marks, without those that enclose it already."""
    inner = clean(text)
    enclosed = WHOLE_QUOTE.fullmatch(inner)
    return f"“{shorten(enclosed[1] if enclosed else inner, most)}”"


def labels(articles: Sequence[Article]) -> dict[str, str]:
    """A short name for each article, by id: the end of its path, as long as needed to tell it from the others; else outlet or title."""
    paths = {article.id: PurePath(article.path).parts for article in articles if article.path}
    found: dict[str, str] = {}
    for article in articles:
        parts = paths.get(article.id)
        if not parts:
            found[article.id] = clean(article.outlet or article.title or article.id)
            continue
        others = [other for key, other in paths.items() if key != article.id]
        most = next((n for n in range(1, len(parts)) if all(other[-n:] != parts[-n:] for other in others)), len(parts))
        found[article.id] = (
            "standard input" if parts == ("-",) else clean("/".join(parts[-most:]) if parts[-most] != "/" else "/" + "/".join(parts[1:]))
        )
    return found


class Lines:
    """Offsets of one text as line numbers, from 1."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in LINE_END.finditer(text))]

    def number(self, offset: int) -> int:
        """The line that holds the character at `offset`."""
        return bisect_right(self._starts, offset)


def outlet(article: Article, label: str) -> str:
    """How an article's outlet is called; by its label where none is known."""
    return clean(article.outlet) if article.outlet else label


def day(iso: str | None) -> str:
    """ "2 March 2024" for "2024-03-02"; other ISO values as they are."""
    match = DAY.match(iso or "")
    if not match or not 1 <= int(match[2]) <= 12:
        return clean(iso or "")
    return f"{int(match[3])} {MONTHS[int(match[2]) - 1]} {match[1]}"


def days(first: str | None, last: str | None) -> str:
    """A range of days, what both ends share said once; empty where neither is known."""
    first, last = (first or last or "")[:10], (last or first or "")[:10]
    begin, end = day(first), day(last)
    if begin == end:
        return begin
    if DAY.match(first) and DAY.match(last):
        if first[:7] == last[:7]:
            begin = begin.split()[0]
        elif first[:4] == last[:4]:
            begin = begin.rsplit(" ", 1)[0]
    return f"{begin} to {end}"


def number(count: int, singular: str, plural: str | None = None) -> str:
    """ "1 claim", "2 claims", "no claims"."""
    return f"{count or 'no'} {singular if count == 1 else plural or singular + 's'}"


def interval(count: Count) -> str:
    """ "no witness", "1 witness", "2 witnesses", "1 to 2 witnesses"."""
    if count.min != count.max:
        return f"{count.min} to {count.max} witnesses"
    return "no witness" if count.max == 0 else number(count.max, "witness", "witnesses")


def names(ids: Iterable[str], witnesses: dict[str, Witness]) -> str:
    """Names of witnesses, with commas; an id that is unknown stands for itself."""
    return ", ".join(clean(witnesses[one].name) if one in witnesses else one for one in ids)


def speaker(statement: Statement, witnesses: dict[str, Witness]) -> str:
    """Who a statement is hung on, for whom they speak, and through whom it came."""
    if not statement.speakers:
        who = "own voice" if statement.kind == "own" else "somebody unnamed"
    else:
        who = " and ".join(_with_principal(one, witnesses) for one in statement.speakers)
    return f"{who}, via {' via '.join(names([one], witnesses) for one in reversed(statement.chain))}" if statement.chain else who


def _with_principal(one: str, witnesses: dict[str, Witness]) -> str:
    witness = witnesses.get(one)
    principal = witnesses.get(witness.speaks_for) if witness and witness.speaks_for else None
    return (
        f"{names([one], witnesses)} for {clean(principal.name)}"
        if principal and witness and principal.name != witness.name
        else names([one], witnesses)
    )


def occasion(said: Occasion | None) -> str:
    """What, where and when, as far as known."""
    return ", ".join(filter(None, (clean(said.what or ""), clean(said.where or ""), day(said.date)))) if said else ""
