"""How well predicted claims match marked ones: which statements they join, how many witnesses they count, and whom they name.

A marked story is a list of claims as in bench/stories/own/ledger.json; a predicted one is what `sayso compare --json` prints. Spans are
(stem of the report's file, start, end), in code points, end exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

Place = tuple[str, int, int]
Link = tuple[Place, Place]

OF_SHORTER, OF_LONGER = 0.5, 0.25
"""What two spans must share of the shorter and of the longer one to be the same statement: the rule the marked ledgers are scored by."""

IDLE = frozenset(
    {"a", "an", "and", "by", "dr", "for", "gov", "governor", "mr", "mrs", "ms", "of", "president", "rep", "representative", "sen", "senator"}
    | {"the", "unnamed"}
)
"""Words that tell no two witnesses apart."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: its distinct places in order, its count of witnesses, and the names of those who stand for it."""

    places: tuple[Place, ...]
    count: tuple[int, int]
    named: tuple[str, ...]

    @property
    def reports(self) -> int:
        """How many reports carry it."""
        return len({report for report, _, _ in self.places})

    @property
    def links(self) -> list[Link]:
        """Its pairs of places in two different reports."""
        return [(a, b) for a, b in combinations(self.places, 2) if a[0] != b[0]]


def marked(story: Mapping[str, Any]) -> list[Claim]:
    """The claims of one story of a marked ledger."""
    return [
        Claim(_ordered((one["article"], *one["span"]) for one in claim["statements"]), (claim["min"], claim["max"]), tuple(claim["witnesses"]["for"]))
        for claim in story["claims"]
    ]


def printed(answer: Mapping[str, Any]) -> list[Claim]:
    """The claims of all stories in what `sayso compare --json` prints; a statement in several pieces stands at its longest one."""
    return [claim for story in answer["stories"] for claim in _of_story(story)]


def _of_story(story: Mapping[str, Any]) -> list[Claim]:
    stems = {article["id"]: Path(article["path"] or article["id"]).stem for article in story["articles"]}
    names = {witness["id"]: str(witness["name"]) for witness in story["witnesses"]}
    places = {one["id"]: (stems[one["article"]], *max(one["content"], key=lambda piece: piece[1] - piece[0])) for one in story["statements"]}
    return [
        Claim(
            _ordered(places[statement] for statement in claim["statements"]),
            (claim["count"]["min"], claim["count"]["max"]),
            tuple(names.get(witness, witness) for witness in claim["witnesses"]["for"]),
        )
        for claim in story["claims"]
    ]


def _ordered(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(set(places)))


def same_place(one: Place, other: Place) -> bool:
    """Whether two spans are of one report and share enough to be one statement."""
    if one[0] != other[0]:
        return False
    shared = min(one[2], other[2]) - max(one[1], other[1])
    shorter, longer = sorted((one[2] - one[1], other[2] - other[1]))
    return shared > 0 and shared >= OF_SHORTER * shorter and shared >= OF_LONGER * longer


def same_name(one: str, other: str) -> bool:
    """Whether the words of one name are all among the other's, titles, small words and accents aside."""
    mine, theirs = _telling(one), _telling(other)
    return mine <= theirs or theirs <= mine


def _telling(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower().replace(".", "")
    words = set(re.findall(r"[a-z0-9]+", plain))
    return words - IDLE or words or {name}


def same_claim(wanted: Claim, claims: Sequence[Claim]) -> Claim | None:
    """The claim whose places agree best (F1) with those of `wanted`; the first of equals, None if no place of any agrees."""
    found, most = None, 0.0
    for claim in claims:
        recall = _met(wanted.places, claim.places) / len(wanted.places)
        precision = _met(claim.places, wanted.places) / len(claim.places) if claim.places else 0.0
        if recall and precision and _f1(precision, recall) > most:
            found, most = claim, _f1(precision, recall)
    return found


def _met(places: Sequence[Place], others: Sequence[Place]) -> int:
    return sum(any(same_place(place, other) for other in others) for place in places)


Counter = Callable[[Claim, Claim], tuple[int, int]]
"""The count to hold against the marked one: out of a marked claim and the predicted one that matches it."""


def predicted(_wanted: Claim, found: Claim) -> tuple[int, int]:
    return found.count


def outlets(wanted: Claim, _found: Claim) -> tuple[int, int]:
    """The naive count that takes every report for a witness."""
    return wanted.reports, wanted.reports


def one(_wanted: Claim, _found: Claim) -> tuple[int, int]:
    """The naive count that always says one."""
    return 1, 1


Stories = Sequence[tuple[Sequence[Claim], Sequence[Claim]]]
"""Marked and predicted claims, story by story."""


def figures(stories: Stories) -> dict[str, float]:
    """All figures over `stories`, shares from 0 to 1: links, counts, names of the witnesses for, and the two naive counts.

    links: pairs of statements of two reports that one claim holds. count: over the marked claims that two or more reports carry, the share whose
    interval is exactly the marked one (`exact`), the mean of that share over the kinds of marked count, one, open and several (`balanced`),
    and, of those that a predicted claim matches, the share counted too high (`over`). for: names, on matched claims.
    """
    return (
        links(stories)
        | counts(stories)
        | names(stories)
        | {f"{count.__name__}_{k}": v for count in (outlets, one) for k, v in counts(stories, count).items()}
    )


def links(stories: Stories) -> dict[str, float]:
    said = wanted = said_right = wanted_found = 0
    for gold, claims in stories:
        ours, theirs = _links(gold), _links(claims)
        said, wanted = said + len(theirs), wanted + len(ours)
        said_right += sum(_held(link, ours) for link in theirs)
        wanted_found += sum(_held(link, theirs) for link in ours)
    return _prf("links", said_right, said, wanted_found, wanted)


def _links(claims: Iterable[Claim]) -> list[Link]:
    return sorted({link for claim in claims for link in claim.links})


def _held(link: Link, among: Sequence[Link]) -> bool:
    return any(same_place(link[0], first) and same_place(link[1], second) for first, second in among)


def counts(stories: Stories, count: Counter = predicted) -> dict[str, float]:
    right: dict[str, list[bool]] = {}
    over = []
    for wanted, found in _shared(stories):
        said = count(wanted, found) if found else None
        right.setdefault(kind(wanted.count), []).append(said == wanted.count)
        if said:
            over.append(said[1] > wanted.count[1])
    every = [exact for answers in right.values() for exact in answers]
    weighed = [_share(answers) for name, answers in right.items() if name != "nobody"]
    return {"count_exact": _share(every), "count_balanced": sum(weighed) / len(weighed) if weighed else 0.0, "count_over": _share(over)}


def names(stories: Stories) -> dict[str, float]:
    said = wanted = said_right = wanted_found = 0
    for gold, found in _shared(stories):
        if found:
            said, wanted = said + len(found.named), wanted + len(gold.named)
            said_right += sum(any(same_name(name, other) for other in gold.named) for name in found.named)
            wanted_found += sum(any(same_name(name, other) for other in found.named) for name in gold.named)
    return _prf("for", said_right, said, wanted_found, wanted)


def kind(count: tuple[int, int]) -> str:
    """Which kind of count it is: nobody, one, open (an interval) or several."""
    low, high = count
    if not high:
        return "nobody"
    return "open" if low < high else "one" if high == 1 else "several"


def _shared(stories: Stories) -> list[tuple[Claim, Claim | None]]:
    """The marked claims that two or more reports carry, each with the predicted claim that matches it."""
    return [(claim, same_claim(claim, claims)) for gold, claims in stories for claim in gold if claim.reports > 1]


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers) if answers else 0.0


def _prf(name: str, said_right: int, said: int, wanted_found: int, wanted: int) -> dict[str, float]:
    precision, recall = said_right / said if said else 0.0, wanted_found / wanted if wanted else 0.0
    return {f"{name}_precision": precision, f"{name}_recall": recall, f"{name}_f1": _f1(precision, recall)}


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
