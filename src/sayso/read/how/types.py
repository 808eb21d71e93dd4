"""The type of a statement: speech, belief, intention, or act (the kinds that attribution corpora mark alike)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from sayso.read.cues import Entry, entries, read_cue, shapes

if TYPE_CHECKING:
    from sayso.data import Type
    from sayso.read.findings import Attribution

FIGURE = re.compile(r"\bat (?:[a-z]+ ){0,3}[$€£¥]?\d")
"""A figure at which something is put."""
LINKS = ("to ", "that ")
"""Words that link a content to its verb, and change what the verb says: "hopes to win" intends, "hopes that" believes."""


def statement_type(text: str, attribution: Attribution) -> Type:
    """The type of `attribution` by the head of its cue: "said" speech, "believes" belief, "plans" intention, "signed" act.

    An act that is refused or left undone is an act; words that are refused are speech. Without a cue it is speech.
    """
    cue = read_cue(text, attribution.cue)
    if cue.head is None:
        return "speech"
    return (_with_figure(text, attribution, cue.head) or _with_complement(text, attribution, cue.head) or cue.head).type


def _with_figure(text: str, attribution: Attribution, head: Entry) -> Entry | None:
    """The row of "put it at", where a cue puts something at a figure: "put [the toll at 62]"."""
    put_at = head.phrase == "put" and any(FIGURE.search(text, c.start, c.end) for c in attribution.content)
    return entries()["put", "it", "at"] if put_at else None


def _with_complement(text: str, attribution: Attribution, head: Entry) -> Entry | None:
    """The row of the head with the word that its content begins with, where that word decides: "hopes [to win]", "hopes [that]"."""
    first = next((c for c in attribution.content if c.start >= attribution.cue[-1].end), None)
    link = next((link.strip() for link in LINKS if text.startswith(link, first.start)), None) if first else None
    return entries().get((*head.phrase.split(), link)) if link else None


def factive(text: str, attribution: Attribution) -> bool:
    """Whether the cue takes its content for granted ("it was revealed that", "it is known that"), so that the article vouches for it."""
    head = read_cue(text, attribution.cue).head
    return head is not None and head.phrase in shapes()["factive"]


def asked_of(text: str, attribution: Attribution) -> bool:
    """Whether the cue tells that somebody was asked ("Asked about", "the minister, asked whether", "Q:"), whoever asked."""
    cue = read_cue(text, attribution.cue)
    if cue.head is None or cue.head.stance != "questions":
        return False
    if not attribution.source:
        return cue.head.phrase == "q" or cue.passive or cue.words[0].text.endswith(("ed", "ing"))
    start = cue.words[0].start
    named = any(s.end <= start and not text[s.end : start].strip(" ,") for s in attribution.source)
    return cue.words[0].text.endswith("ed") and named and text[:start].rstrip()[-1:] == ","


def unsourced(text: str, attribution: Attribution) -> Literal["unnamed", "own", "nobody"]:
    """Who stands for an attribution without a source: an unnamed source, the article's own voice, or nobody.

    A passive or a noun that is not factive ("is believed to", "allegations that") has an unnamed source; a factive one is own voice, and so
    is what only seems so ("appears to", "it is likely that").
    "Asked about the bridge, ..." and "was asked whether" name a question whose asker does not matter: nobody says anything.
    """
    if asked_of(text, attribution):
        return "nobody"
    head = read_cue(text, attribution.cue).head
    seeming = head is not None and head.phrase in shapes()["seeming"]
    return "own" if seeming or factive(text, attribution) else "unnamed"
