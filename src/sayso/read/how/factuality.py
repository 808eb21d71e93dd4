"""How sure a speaker presents a content to be, and with which polarity: the six values of FactBank (Saurí and Pustejovsky 2009)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sayso.data import Factuality
from sayso.read.cues import CueReading, read_cue
from sayso.read.how.denial import denies
from sayso.read.how.shape import Shape, clause_shape, directs, shape
from sayso.read.how.stance import left_open, stance_by

if TYPE_CHECKING:
    from sayso.data import Span, Stance
    from sayso.read.findings import Attribution

LEVELS = ("possible", "probable", "certain")
"""From the least sure to the surest."""


def factuality(text: str, attribution: Attribution | None, content: tuple[Span, ...]) -> Factuality:
    """How sure the speaker presents `content` to be; without an attribution, how sure the article does.

    The level is the weaker one of what the cue and the content allow; the polarity is negative where the cue denies or the
    main predicate of the content is negated. What a speaker declines, asks or makes conditional is possible.
    """
    cue = read_cue(text, attribution.cue if attribution else ())
    body = clause_shape(text, attribution, content) if attribution else shape(text, content)
    own = attribution is None or not (attribution.cue or attribution.source)
    return _factuality_by(cue, body, denied=denies(body, cue, own=own), asked=own and left_open(text, content))


def manner(text: str, attribution: Attribution, content: tuple[Span, ...]) -> tuple[Stance, Factuality]:
    """What the speaker does with `content`, and how sure: `stance` and `factuality` of one reading of the cue and of the content."""
    cue = read_cue(text, attribution.cue)
    body = clause_shape(text, attribution, content)
    own = not (attribution.cue or attribution.source)
    denied = denies(body, cue, own=own)
    sure = _factuality_by(cue, body, denied=denied, asked=own and left_open(text, content))
    return stance_by(cue, body, own=own, denied=denied), sure


def _factuality_by(cue: CueReading, body: Shape, *, denied: bool, asked: bool) -> Factuality:
    head = cue.head
    if directs(cue, body):
        return "certain+"
    if asked or _keeps_open(cue) or body.question or body.unsaid:
        return "possible+"
    if head is not None and head.stance == "denies" and not cue.negated:
        return "certain-"
    rejects = denied or body.scarce or (body.negated and (body.unsure or body.unproven or body.disbelieved))
    negative = _cue_denies(cue) or (rejects and not (body.imperative or body.obligation))
    level = min(_cue_level(cue, body), _content_level(body), key=LEVELS.index)
    return cast(Factuality, level + ("-" if negative else "+"))


def _keeps_open(cue: CueReading) -> bool:
    """Whether the speaker neither affirms nor rejects the content: declines, asks, or does not say it."""
    head = cue.head
    if head is None:
        return False
    silent = cue.negated and head.type == "speech" and head.stance not in {"predicts", "demands"}
    return silent or cue.refused or head.stance in {"declines", "questions"}


def _cue_denies(cue: CueReading) -> bool:
    head = cue.head
    if head is None:
        return False
    if cue.negated:
        return head.type in {"belief", "act"} or head.stance == "predicts"
    return head.factuality.endswith("-")


def _cue_level(cue: CueReading, body: Shape) -> str:
    head = cue.head
    level = head.factuality[:-1] if head is not None else "certain"
    if head is not None and head.stance == "predicts" and head.factuality == "possible+" and not body.future:
        level = "certain"
    if cue.modal in {"may", "might", "could", "would"}:
        level = "possible"
    if cue.hedge is not None:
        level = min(level, cue.hedge[:-1], key=LEVELS.index)
    return level


def _content_level(body: Shape) -> str:
    if body.disbelieved or body.scarce:
        return "probable"
    if body.conditional or body.unproven or body.unsure:
        return "possible"
    if body.expected and body.level != "possible":
        return "probable"
    return body.level or "certain"
