"""Distorted claims: does a claim gain a witness for what nobody said? 204 true claim pairs of our own, each with one side perturbed.

    python -m bench.adversarial [--held] [--show]

adversarial.jsonl, one story a line: two short reports `a` and `b` of one made-up event, the places of three claims that both of them
tell, [start, end) in code points, and under `changed` what the claim of `b` becomes with a negation, another actor, another place,
another number, another date, or a hedge. Half of the stories are `held`: they are scored and never looked at; --show lists the failures
of the others only.

A pair is *joined* when a statement of each report that lies in its claim stands in one claim of the ledger. A perturbed one fails

- by negation, actor or place: when it stands in a claim of the original side's as one that is *for* it;
- by number, date or hedge: when it does so and is not told apart from the original's value by a variant of its kind (for numbers and
  dates: one marked as a conflict).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sayso.count.standing import denied_in, side
from sayso.data import Article, Claim, Ledger, Reading, Span, Statement, Story
from sayso.ids import content_id
from sayso.pipeline import Settings, ledger_of
from sayso.read import read_article

SUITE = Path(__file__).with_name("adversarial.jsonl")
KINDS = ("negation", "actor", "place", "number", "date", "hedge")
TYPED = {"number": "number", "date": "date", "hedge": "certainty"}
"""Perturbations that may stand in the claim if a variant of this kind tells them apart."""
TODAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Change:
    """One perturbation of one claim: which pair of the story, of which kind, and what the claim of `b` becomes."""

    pair: int
    kind: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one pair (`change` None) or of one perturbation; `failed`: joined where it must not be, or apart where it must be joined."""

    story: str
    held: bool
    change: Change | None
    failed: bool


def stories() -> list[dict[str, Any]]:
    """The suite, one dictionary a story."""
    return [json.loads(line) for line in SUITE.read_text(encoding="utf-8").splitlines()]


def rounds(story: dict[str, Any]) -> Iterator[tuple[Change, ...]]:
    """The story's perturbations, one of each pair at a time: pairs lie in sentences of their own, and three at once cost one reading."""
    yield ()
    changes = [[Change(at, kind, text) for kind, text in pair["changed"].items()] for at, pair in enumerate(story["pairs"])]
    for together in zip_longest(*changes):
        yield tuple(change for change in together if change is not None)


def perturbed(story: dict[str, Any], changes: Iterable[Change]) -> tuple[str, list[Span], list[Span]]:
    """The text of `b` with `changes`, where its claims lie now, and what of each was changed (the whole claim where nothing was)."""
    text, at = "", 0
    told, edits = [], []
    becomes = {change.pair: change.becomes for change in changes}
    original = story["b"]["text"]
    order = sorted(range(len(story["pairs"])), key=lambda pair: story["pairs"][pair]["b"])
    for pair in order:
        start, end = story["pairs"][pair]["b"]
        text += original[at:start]
        new = becomes.get(pair, original[start:end])
        told.append(Span(len(text), len(text) + len(new)))
        first, last = _changed(original[start:end], new)
        edits.append(Span(len(text) + first, len(text) + last))
        text, at = text + new, end
    back = {pair: place for place, pair in enumerate(order)}
    count = range(len(order))
    return text + original[at:], [told[back[pair]] for pair in count], [edits[back[pair]] for pair in count]


def _changed(before: str, after: str) -> tuple[int, int]:
    """The stretch of `after` that differs from `before`, grown to at least one character; all of it where the two are the same."""
    if before == after:
        return 0, len(after)
    first = next((i for i, (x, y) in enumerate(zip(before, after, strict=False)) if x != y), min(len(before), len(after)))
    same = next((i for i, (x, y) in enumerate(zip(before[::-1], after[::-1], strict=False)) if x != y), min(len(before), len(after)))
    last = max(first + 1, len(after) - min(same, len(after) - first))
    return (first, last) if last <= len(after) else (len(after) - 1, len(after))


@cache
def _read(outlet: str, day: str, text: str) -> Reading:
    article = Article(content_id(text, outlet), text, title=None, outlet=outlet, published=date.fromisoformat(day))
    return read_article(article)


def compared(story: dict[str, Any], changes: Iterable[Change]) -> tuple[Ledger, Reading, Reading, list[Span], list[Span]]:
    """The ledger of the story with `changes`, its two readings, and the claims and edits in the second."""
    text, told, edits = perturbed(story, changes)
    one, other = (_read(outlet, story["day"], body) for outlet, body in ((story["a"]["outlet"], story["a"]["text"]), (story["b"]["outlet"], text)))
    readings = tuple(sorted((one, other), key=lambda r: r.article.id))
    return ledger_of(Story("s", "", readings), Settings(today=TODAY)), one, other, told, edits


def outcomes(story: dict[str, Any]) -> Iterator[Outcome]:
    """One outcome a pair, unperturbed, and one a perturbation."""
    for changes in rounds(story):
        ledger, one, other, _, edits = compared(story, changes)
        by_id = {s.id: s for s in ledger.statements}
        if not changes:
            for at, pair in enumerate(story["pairs"]):
                joined = any(met for _, *met in _shared(ledger, by_id, one, Span(*pair["a"]), other, Span(*pair["b"])))
                yield Outcome(story["story"], story["held"], Change(at, "", ""), not joined)
        for change in changes:
            shared = _shared(ledger, by_id, one, Span(*story["pairs"][change.pair]["a"]), other, edits[change.pair])
            yield Outcome(story["story"], story["held"], change, any(_distorts(change, *found) for found in shared))


def _shared(
    ledger: Ledger, by_id: dict[str, Statement], one: Reading, here: Span, other: Reading, there: Span
) -> Iterator[tuple[Claim, list[Statement], list[Statement]]]:
    """Claims that hold a statement of either article in the given place, with those statements."""
    for claim in ledger.claims:
        told = [by_id[i] for i in claim.statements]
        mine = [s for s in told if s.article == one.article.id and _touches(s, here)]
        theirs = [s for s in told if s.article == other.article.id and _touches(s, there)]
        if mine and theirs:
            yield claim, mine, theirs


def _touches(statement: Statement, place: Span) -> bool:
    return any(min(p.end, place.end) - max(p.start, place.start) >= min(place.end - place.start, MOSTLY) for p in statement.content)


MOSTLY = 12
"""Characters by which a statement must reach into a claim to be of it; a shorter edit must lie in it whole."""


def _distorts(change: Change, claim: Claim, mine: list[Statement], theirs: list[Statement]) -> bool:
    """Whether the perturbed statement stands for the original's claim, or under its value."""
    denied = denied_in(claim)
    standing = [s for s in theirs if side(s, denied) == "for"]
    if not standing or not any(side(s, denied) == "for" for s in mine):
        return False
    if change.kind not in TYPED:
        return True
    return not all(_told_apart(change.kind, claim, mine, s) for s in standing)


def _told_apart(kind: str, claim: Claim, mine: list[Statement], statement: Statement) -> bool:
    originals = {s.id for s in mine}
    for variant in claim.variants:
        if variant.kind == TYPED[kind] and (variant.conflict or kind == "hedge"):
            homes = [value for value in variant.values if statement.id in value.statements]
            if homes and any(originals & set(v.statements) for v in variant.values) and not any(originals & set(v.statements) for v in homes):
                return True
    return False


def figures(found: Iterable[Outcome]) -> dict[str, float]:
    """Per half ("dev", "held"): share of the pairs joined, share of perturbations that fail, failures by kind, and pairs with any failure."""
    found = list(found)
    out: dict[str, float] = {}
    for half, name in ((False, "dev"), (True, "held")):
        here = [o for o in found if o.held is half]
        pairs = [o for o in here if o.change and not o.change.kind]
        changed = [o for o in here if o.change and o.change.kind]
        failures = Counter(o.change.kind for o in changed if o.failed and o.change)
        out[f"{name}_pairs"] = len(pairs)
        out[f"{name}_joined"] = sum(not o.failed for o in pairs) / len(pairs)
        out[f"{name}_perturbed"] = len(changed)
        out[f"{name}_failures"] = sum(failures.values())
        out |= {f"{name}_{kind}_failures": failures[kind] for kind in KINDS}
        out[f"{name}_pairs_failed"] = len({(o.story, o.change.pair) for o in changed if o.failed and o.change})
    return out


def score(_data: Path) -> dict[str, float]:
    """All figures, for the gate."""
    return figures(o for story in stories() for o in outcomes(story))


def main() -> None:
    """Print the figures, and with --show the failures of the half that may be looked at."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="list the failures of the development half")
    asked = parser.parse_args()
    found = [o for story in stories() for o in outcomes(story)]
    if asked.show:
        for o in found:
            if o.failed and not o.held and o.change:
                print(f"{o.story:18} {o.change.pair + 1} {o.change.kind or 'NOT JOINED':10} {o.change.becomes}")
    for name, value in figures(found).items():
        print(f"{name:26} {value:.4g}")


if __name__ == "__main__":
    main()
