"""Claims, links and counts against the marked ledgers: eight stories of three reports, and the two reports the project began from."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from bench.command import metric, sayso


def dev(shared: Path) -> dict[str, float]:
    """Shares (0 to 1) over the stories of gold/dev, each compared by itself."""
    gold = shared / "gold" / "dev"
    stories = [story["story"] for story in json.loads((gold / "ledger.json").read_text(encoding="utf-8"))]
    return score(gold / "ledger.json", [sorted((gold / "articles").glob(f"{story}_*.txt")) for story in stories])


def seeds(shared: Path) -> dict[str, float]:
    """The same over the two seeds, which are one story."""
    return score(shared / "gold" / "seeds" / "ledger.json", [sorted((shared / "seeds").glob("*.txt"))])


def score(gold: Path, stories: list[list[Path]]) -> dict[str, float]:
    """What `sayso compare --json` makes of each story's reports, measured against `gold`."""
    with tempfile.TemporaryDirectory() as scratch:
        predicted = []
        for at, reports in enumerate(stories):
            predicted.append(Path(scratch) / f"{at}.json")
            predicted[-1].write_text(sayso("compare", *reports, "--json").out, encoding="utf-8")
        return flat(metric("score_ledger.py", gold, *predicted, "--floor"))


PREFIX = {"counting outlets": "outlets_", "always one": "one_"}
"""The two naive counts that the metric scores on the same claims."""


def flat(said: dict[str, Any]) -> dict[str, float]:
    """The metric's answer in one level: `count_exact`, `links_f1`, `outlets_count_exact`, `speaker`, ...; what it could not compute is left out."""
    figures: dict[str, float | None] = {}
    for part, values in said.items():
        naive = PREFIX.get(part, "")
        for name, value in ((naive + name, value) for name, value in values.items() if name == "count" or not naive):
            if isinstance(value, dict):
                figures |= {f"{name}_{measure}": v for measure, v in value.items() if not isinstance(v, (dict, str))}
            else:
                figures[name] = value
    return {name: float(value) for name, value in figures.items() if value is not None}
