"""What a pronoun in somebody's answer stands for, where the question stands in the same sentence: "Asked about the dam, he did not deny it"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sayso.data import Span
    from sayso.read.findings import Attribution

IT = re.compile(r"\W*(?:it|this|that|them)\W*", re.IGNORECASE)


def answered(text: str, attribution: Attribution, *, questions: Sequence[Attribution], sentences: Sequence[Span]) -> Attribution:
    """`attribution`, its content replaced by what was asked, if it is a mere pronoun and a question stands before it.

    `questions` are those without an asker ("Asked about"); question and answer stand in one of `sentences`.
    """
    if not questions:
        return attribution
    said = " ".join(text[p.start : p.end] for p in attribution.content)
    if not attribution.source or not attribution.content or not IT.fullmatch(said):
        return attribution
    at = attribution.content[0].start
    sentence = next((s for s in sentences if s.start <= at < s.end), None)
    if sentence is None:
        return attribution
    asked = (a for a in questions if a.cue and a.content and sentence.start <= a.cue[0].start and a.content[-1].end <= at)
    question = next(asked, None)
    return attribution if question is None else replace(attribution, content=question.content)
