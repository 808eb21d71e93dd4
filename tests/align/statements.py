"""Statements made by hand, with a reading around each, for tests of what they say."""

from __future__ import annotations

import re
from datetime import date

from sayso.align.frames import Frame, frame
from sayso.data import Article, Mention, Name, Quantity, Reading, Span, Statement, Time, Witness

KINDS = {"p": "person", "o": "organisation", "l": "place"}
MARK = re.compile(r"\[([pol]) ([^\]]+)\]")


def framed(
    marked: str,
    *,
    article: str = "a",
    speaker: str = "",
    aliases: tuple[str, ...] = (),
    stance: str = "asserts",
    factuality: str = "certain+",
    published: str = "2024-03-04",
    duration: str = "",
) -> Frame:
    """The frame of a one-sentence report; names are marked: "[p Ann Poe] met [o Acme] in [l Oslo]". Numbers count the word behind them."""
    text, names = "", []
    at = 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        names.append(Name(Span(len(text), len(text) + len(match[2])), KINDS[match[1]]))  # type: ignore[arg-type]
        text, at = text + match[2], match.end()
    text += marked[at:]
    whole = Span(0, len(text))
    quantities = tuple(Quantity(Span(*m.span(1)), float(m[1]), None, "=", m[2]) for m in re.finditer(r"\b(\d+) (\w+)", text)) if not duration else ()
    times = tuple(Time(Span(*m.span()), duration, "DURATION") for m in re.finditer(r"\w+ (?:years|months|weeks)", text)) if duration else ()
    source = (Span(len(text) + 1, len(text) + 1 + len(speaker)),) if speaker else ()
    witnesses = (Witness(speaker.lower(), speaker, "person", aliases),) if speaker else ()
    mentions = (Mention(source[0], speaker.lower(), "name"),) if speaker else ()
    statement = Statement(
        f"{article}:{text}", article, (whole,), source=source, speakers=(speaker.lower(),) if speaker else (),
        kind="indirect" if speaker else "own", stance=stance, factuality=factuality, quantities=quantities, times=times,  # type: ignore[arg-type]
    )  # fmt: skip
    full = Article(article, f"{text} {speaker}", published=date.fromisoformat(published))
    return frame(Reading(full, (whole,), ((whole,),), tuple(names), mentions, witnesses, (), (statement,)), statement)
