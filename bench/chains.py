"""Chains on the project's own cases (tests/read/fixtures/chains.toml): who speaks in the end, and who passed it on, link by link.

    python -m bench.chains

Among the cases are decoys without a link ("said on the channel", "told the court"). The `second set` was written after the code that handles
the first, and is scored apart, as is the `third set`, after which nothing was mended. No data pack is needed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bench.cases import Case, cases, found, passed_on, speaks, wrong

LATER = {"second": "second set: ", "third": "third set: "}
"""Beginnings of the names of cases that were written later."""


def score(_: Path) -> dict[str, float]:
    """Shares (0 to 1) of the cases in which the whole chain is right, the speaker, and both; `linked_...`: of those with a link."""
    every = cases("chains")
    linked = [case for case in every if case.chain]
    said = figures(every) | {f"linked_{name}": value for name, value in figures(linked).items()}
    for name, start in LATER.items():
        said[f"{name}_right"] = figures([case for case in every if case.name.startswith(start)])["right"]
    return said


def figures(asked: Sequence[Case]) -> dict[str, float]:
    """How many cases, and the shares of right chains, speakers and both."""
    count = max(1, len(asked))
    return {
        "cases": float(len(asked)),
        "chain": sum(case.chain is None or passed_on(case, found(case)) for case in asked) / count,
        "speaker": sum(case.speaker is None or speaks(case, found(case)) for case in asked) / count,
        "right": sum(not wrong(case) for case in asked) / count,
    }


def by_category() -> dict[str, dict[str, float]]:
    """Share of right cases in every category of fixtures."""
    every = cases()
    names = dict.fromkeys(case.category for case in every)
    return {name: {k: figures([c for c in every if c.category == name])[k] for k in ("cases", "right")} for name in names}


if __name__ == "__main__":
    print(json.dumps({"chains": score(Path()), "by category": by_category()}, indent=1))
