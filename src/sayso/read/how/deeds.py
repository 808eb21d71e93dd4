"""Deeds done with words: cues whose content is a thing, not a statement ("apologised for the post", "released the e-mails")."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from sayso.data import Span
from sayso.read.cues import entries, read_cue, shapes, words
from sayso.words import function_words

if TYPE_CHECKING:
    from sayso.read.findings import Attribution

CLAUSAL = frozenset(
    ["to", "that", "whether", "if", "how", "why", "what", "who", "when", "where", "there", "it", "he", "she", "they", "we", "i", "you"]
)
"""Words that begin a statement or a question, not the name of a thing."""
ASIDE = re.compile(r"\b(?:that|who|whom|whose|which|where|when|after|before|because|as|while|if|since|until|whether|how|why)\b|[;:()—–]|,(?!\d)")
"""Where what is said of a thing begins ("the plan that ..."): its verbs are not the content's own."""
REDUCED = re.compile(
    r"\w+ing\b|\w+(?:ed|en|wn|ght|de|nt|lt|id)\b(?= (?:by|in|on|from|at|to|with|for|over|under|after|during|of|as|last|this|earlier)\b)"
)
"""Participles that are said of a thing ("a draft obtained by reporters")."""
LOOKAHEAD = 12
"""Characters behind a thing in which the preposition after a participle ends."""
LABELS = ":–—- \t"
"""What sets off the name of who speaks, without a word ("Palace: ...")."""
KEPT_STANCES = frozenset({"declines", "doubts"})
"""Keeping silent about a thing, and doubting it, is what such a cue tells."""


def only_deed(text: str, attribution: Attribution, *, verbs: Sequence[Span]) -> bool:
    """Whether an attribution without quoted words tells what somebody did and not what they said: its content names a thing, without a verb.

    `verbs`: those of the article, in order.
    Cues that say something of a thing alone ("denied the allegations") are listed in tellers.txt; who rejects what others said denies it. A cue that
    the tables do not know ("invoked the fifth amendment") is no word of telling.
    """
    cue = read_cue(text, attribution.cue)
    head = cue.head
    if head is None and not any(text[piece.start : piece.end].strip(LABELS) for piece in attribution.cue):
        return False
    after_cue = attribution.content[0].start >= attribution.cue[-1].end
    if cue.passive and not attribution.source and not after_cue and _names_a_thing(text, attribution, verbs):
        return True  # "The cause is disputed": who disputes it, nobody says
    if head is not None and (cue.refused or cue.negated or head.stance in KEPT_STANCES or head.phrase in _tellers()):
        return False
    if not (after_cue or cue.passive) or not _names_a_thing(text, attribution, verbs):
        return False
    return head is None or head.stance != "denies" or not _of_words(text, attribution)


def publishes(text: str, attribution: Attribution) -> bool:
    """Whether a deed is to publish, post or announce something, which goes back to whoever does it (rule 5)."""
    head = read_cue(text, attribution.cue).head
    return head is not None and head.phrase.split()[0] in shapes()["publishing"]


def _names_a_thing(text: str, attribution: Attribution, verbs: Sequence[Span]) -> bool:
    line = words(text, attribution.content)
    told = [w for w in line if w.text[0].isalnum()]
    if not told or told[0].text in CLAUSAL or told[0].text.endswith("ing"):
        return False
    if any(w.text == "as" for w in told) or all(w.text in function_words() for w in told):
        return False
    for piece in attribution.content:
        aside = ASIDE.search(text, piece.start + 1, piece.end)
        end = aside.start() if aside else piece.end
        inside = verbs[bisect_left(verbs, Span(piece.start, 0)) : bisect_left(verbs, Span(end, 0))]
        if not all(REDUCED.match(text, verb.start, end + LOOKAHEAD) for verb in inside):
            return False
    return True


def _of_words(text: str, attribution: Attribution) -> bool:
    """Whether the thing is something that was said ("the allegations", "a report"), and no offer or plan."""
    known = entries()
    told = [lemma for word in words(text, attribution.content) for lemma in word.lemmas]
    return any(lemma in _tellers() or ((lemma,) in known and known[(lemma,)].stance == "accuses") for lemma in told)


@cache
def _tellers() -> frozenset[str]:
    lines = resources.files("sayso").joinpath("read/tables/tellers.txt").read_text("utf8").splitlines()
    return frozenset(word.replace("_", " ") for line in lines if not line.startswith("#") for word in line.split())
