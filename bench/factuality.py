"""How sure an event is, against rated corpora (-3: did not happen, to 3: happened): Pearson's r and mean error, for report only.

A target is one word of a sentence; it fits where the reader finds a proposition that holds it, and gets the value of the shortest one, certain
as 3, probable 2, possible 1, with the sign of the polarity. `fits` is the share of targets that do; the others are left out of r and error.
The sets rate what the writer of the sentence leaves to believe, the reader what the speaker of a proposition presents: where somebody else
is quoted, the two may differ. UDS-IH2 (Rudinger and others, 2018) is scored on its test part, all sets on their dev parts.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sayso
from sayso import Statement
from sayso.data import Span

LEVELS = {"certain": 3.0, "probable": 2.0, "possible": 1.0}
"""The scale of the sets for FactBank's levels."""
SETS = ("uds_ih2", "uw", "meantime", "rp", "mv2", "cb")
DAY = "2020-01-01"
"""A date of publication: the sentences have none, and none is to be looked for."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, tokens one blank apart, and its rated words."""

    text: str
    targets: tuple[tuple[Span, float], ...]


def sentences(path: Path) -> Iterator[Sentence]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        starts = [0]
        for token in row["text"].split(" "):
            starts.append(starts[-1] + len(token) + 1)
        spans = [(Span(starts[t["span1"][0]], starts[t["span1"][1]] - 1), float(t["label"])) for t in row["targets"] if t["label"] is not None]
        yield Sentence(row["text"], tuple(spans))


def rated(sentence: Sentence) -> list[tuple[float | None, float]]:
    """What the reader says of each target, None where no proposition holds it, and what the set says."""
    told = sayso.read(sentence.text, published=DAY).propositions
    return [(_value(told, span), label) for span, label in sentence.targets]


def _value(told: tuple[Statement, ...], span: Span) -> float | None:
    holding = [one for one in told if any(c.start <= span.start and span.end <= c.end for c in one.content)]
    if not holding:
        return None
    said = min(holding, key=lambda one: (sum(c.end - c.start for c in one.content), one.id)).factuality
    return math.copysign(LEVELS[said[:-1]], 1 if said.endswith("+") else -1)


def figures(pairs: list[tuple[float | None, float]]) -> dict[str, float]:
    """`r`, `mae` and `fits`; no r where one side says the same of all."""
    fitting = [(said, label) for said, label in pairs if said is not None]
    if not fitting:
        return {"fits": 0.0}
    out = {"mae": sum(abs(said - label) for said, label in fitting) / len(fitting), "fits": len(fitting) / len(pairs)}
    r = pearson(fitting)
    return out if r is None else {"r": r, **out}


def pearson(pairs: list[tuple[float, float]]) -> float | None:
    """Pearson's correlation, None where one side does not vary."""
    one, other = (sum(side) / len(pairs) for side in zip(*pairs, strict=True))
    across = sum((a - one) * (b - other) for a, b in pairs)
    size = math.sqrt(sum((a - one) ** 2 for a, _ in pairs) * sum((b - other) ** 2 for _, b in pairs))
    return across / size if size else None


def score(data: Path) -> dict[str, float]:
    """`<set>_r`, `<set>_mae`, `<set>_fits` on the dev parts, and `uds_ih2_test_...`."""
    paths = {name: data / "factuality" / name / "dev.jsonl" for name in SETS} | {"uds_ih2_test": data / "factuality_test" / "uds_ih2" / "test.jsonl"}
    out: dict[str, float] = {}
    for name, path in paths.items():
        found = figures([pair for sentence in sentences(path) for pair in rated(sentence)])
        out |= {f"{name}_{measure}": value for measure, value in found.items()}
    return out
