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
    """When two stories are one: when their articles are alike, beside the best of each, by a threshold on average.

    The fewer articles somebody puts together, the likelier are two of them of one event before anything is known of them, and the less alike
    need they be: what is asked of a batch falls with its size. On parts of NeuS and topics of ECB+ that nothing is scored on, in pools of
    one to 600 stories, the best threshold rises from 0.1 among ten reports to 0.2 among 150 and 0.35 among 1,800. One at a time, where what
    an article is most like has mostly yet to come, as much is asked from the first on: less gains a little there in small pools, and costs
    as much where events of one kind lie close.
    """

    threshold: float = 0.38
    """Of a batch of `many` articles, and of every article that comes in alone."""
    easing: float = 0.25
    """The odds of a batch's threshold go with the number of its articles to the power of this."""
    many: int = 1800
    """More articles than these count as these: with more, nothing was tried."""
    few: int = 10
    """Fewer articles than these count as these."""
    likeness: LikenessOptions = field(default_factory=LikenessOptions)

    def in_batch(self, articles: int) -> float:
        """The threshold of a batch of so many articles."""
        if not 0 < self.threshold < 1:
            return self.threshold
        share = min(max(articles, self.few) / self.many, 1.0)
        odds = self.threshold / (1 - self.threshold) * share**self.easing
        return float(odds / (1 + odds))


LIKENESS = LikenessOptions()
GROUPING = GroupOptions()
