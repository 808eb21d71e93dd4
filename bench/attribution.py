"""Attribution on PolNeAR (Newell, Margolin and Ruths, 2018): who (source), by which words (cue), what (content), and which belong together."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.command import metric, sayso

SPANS = ("source", "cue", "content")


def score(data: Path) -> dict[str, float]:
    """F1 in percent on PolNeAR's dev split, 84 articles; `data` holds the unpacked folder `polnear`."""
    return split(data / "polnear" / "dev")


def test(data: Path) -> dict[str, float]:
    """The same on the test split. Only `bench.test_split` calls this, once for each set of weights."""
    return split(data / "polnear_test" / "test")


def split(folder: Path) -> dict[str, float]:
    """F1 in percent by role (`source_exact`, ...) and of linked attributions, for the articles of `folder`/text."""
    with tempfile.TemporaryDirectory() as scratch:
        readings = Path(scratch) / "readings.jsonl"
        readings.write_text(sayso("read", folder / "text", "--json").out, encoding="utf-8")
        said = metric("score_attribution.py", folder, readings)
    figures = {"articles": float(said["articles"]), "read": float(said["read"])}
    for role in (*SPANS, "micro"):
        figures |= {f"{role}_{measure}": value for measure, value in said[role].items()}
    return figures | {f"linked_{rule}": value for rule, value in said["linked"].items()}
