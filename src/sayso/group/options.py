"""What makes two articles alike, and when articles are one story: the options that grouping a batch and grouping a stream share."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LikenessOptions:
    """What makes two articles alike; the weights themselves are learned (tables/likeness.json, by training/grouping.py)."""

    mildness: float = 2.0
    """By what the log odds of one event are divided: likenesses are averaged, and a few sure pairs are not to outweigh all others."""
    title: float = 2.0
    """How many times a word of the title counts."""
    lead: int = 100
    """Words at the head that count in full; one n times as far down counts 1/n."""
    grace: float = 2.0
    """Days between two reports of one event that take nothing from their likeness."""
    half_life: float = 2.0
    """Days, after the grace, in which the odds of one event halve."""
    window: float = 28.0
    """Days beyond which two articles are not compared at all: by then the odds have halved thirteen times."""
    floor: float = 0.02
    """A likeness below this is taken as none."""
    usual: float = 0.65
    """The likeness that a report is taken to have with some other one, seen or not yet: beside it, and beside better ones, others are weighed."""
    usual_words: float = 0.2
    """The same of the cosine of words."""
    usual_vectors: float = 0.3
    """The same of the cosine of vectors."""


@dataclass(frozen=True, slots=True)
class GroupOptions:
    """When two stories are one: when their articles are alike, beside the best of each, by `threshold` on average.

    On parts of NeuS and topics of ECB+ that nothing is scored on, and that nothing was learned from for the purpose, 0.34 to 0.38 do equally
    well, a batch and one at a time weighed alike. The highest of these is taken: two stories in one mislead more than one in two.
    """

    threshold: float = 0.38
    slack: float = 0.07
    """How much less will do in a batch of few articles: somebody chose them, and any two are the likelier of one story the fewer they are.

    With this much, two articles alone are one story from a likeness by themselves of a quarter on."""
    few: int = 10
    """Articles up to which the whole slack is given; of n, (few / n) squared of it."""
    likeness: LikenessOptions = field(default_factory=LikenessOptions)


LIKENESS = LikenessOptions()
GROUPING = GroupOptions()
