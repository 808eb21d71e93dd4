"""What a speaker does with a content: asserts, denies, accuses, predicts, demands, questions, doubts, or declines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sayso.read.cues import CueReading, read_cue, shapes
from sayso.read.how.denial import denies
from sayso.read.how.shape import Shape, clause_shape, directs, is_quoted

if TYPE_CHECKING:
    from sayso.data import Span, Stance
    from sayso.read.findings import Attribution

SENTENCE_END = re.compile(r"[.!?](?=\W*(?:\s|$))|\n")
SPEAKING = frozenset({"talk", "respond", "deny", "acknowledge", "explain", "address", "name", "whether", "comment", "be"})
"""What one declines to do by keeping silent, beside the verbs of `shapes.json`."""


def stance(text: str, attribution: Attribution, *, content: tuple[Span, ...] | None = None) -> Stance:
    """What the speaker of `attribution` does with its content, or with `content`, a part of it.

    The cue decides where it says more than that something was said ("denied", "accused"); else the shape of the content does.
    A part without a finite verb ("and to strengthen the dam") takes part in what the whole does. An attribution without cue and source
    is read as the article's own voice.
    """
    cue = read_cue(text, attribution.cue)
    body = clause_shape(text, attribution, content)
    own = not attribution.cue and not attribution.source
    return stance_by(cue, body, own=own, denied=denies(body, cue, own=own))


def stance_by(cue: CueReading, body: Shape, *, own: bool, denied: bool) -> Stance:
    """The same by what was read already: cue, shape of the content, and whether that is a denial; `own`: in the article's own voice."""
    return _by_cue(cue, body) or _by_content(body, cue, own=own, denied=denied)


def left_open(text: str, content: tuple[Span, ...]) -> bool:
    """Whether an article asks by itself ("Did the pilot know of it?"): the sentence of `content` ends as a question outside quotation marks."""
    end = SENTENCE_END.search(text, content[-1].end) if content else None
    return end is not None and end.group() == "?" and not is_quoted(text, end.start())


def _by_cue(cue: CueReading, body: Shape) -> Stance | None:
    """The stance that the cue alone settles; None where it only says that something was said or thought."""
    head = cue.head
    if head is None:
        return None
    if cue.refused:
        return "declines"
    if head.stance == "declines":
        return "asserts" if body.to_infinitive and not _speaks_behind(body) else "declines"
    if cue.negated:
        return _negated(cue)
    if directs(cue, body):
        return "demands"
    if head.stance == "predicts" and head.factuality == "possible+" and not (body.future or body.level or body.conditional):
        return None
    return None if head.stance == "asserts" else head.stance


def _negated(cue: CueReading) -> Stance | None:
    """A denial that is not made and words that are not said decline; a belief that is not held denies it."""
    head = cue.head
    if head is None or head.stance == "predicts":
        return None if head is None else "predicts"
    if head.type == "speech":
        return "declines"
    return "asserts" if head.stance == "doubts" else "denies"


def _speaks_behind(body: Shape) -> bool:
    """Whether what is declined is speech: "to comment", "to say whether"; not "to apologise", "to leave"."""
    first = [w for w in body.words if w.text != "to"][:2]
    plain = {lemma for w in first for lemma in w.lemmas}
    return bool(plain & (shapes()["unsaid"] | SPEAKING))


def _by_content(body: Shape, cue: CueReading, *, own: bool, denied: bool) -> Stance:
    if body.question or body.puts_in_question:
        return "questions"
    if body.unsaid:
        return "declines"
    if body.unproven or body.unsure or body.scarce:
        return "doubts"
    if body.imperative or (body.obligation and not own and not body.conditional):
        return "demands"
    if (body.disbelieved and not own) or (denied and not body.future):
        return "denies"
    told = own or (cue.head is not None and cue.head.phrase in shapes()["confirming"] and body.planned)
    if body.future and not told and not body.conditional and not (body.negated and body.own_future):
        return "predicts"
    return "accuses" if body.wrongdoing and not own else "asserts"
