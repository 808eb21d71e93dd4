"""Score PolNeAR's test split for the shipped weights: once, and written down whatever comes out.

    python -m bench.test_split

Writes bench/results/<hash of the reader's weights>.json and refuses to run again for the same weights.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench import attribution
from bench.data import ROOT, SHARED, unpacked
from bench.weights import reader

RESULTS = ROOT / "bench" / "results"


def result(weights: str, folder: Path = RESULTS) -> Path:
    return folder / f"{weights}.json"


def main() -> int:
    weights = reader()
    path = result(weights)
    if path.exists():
        print(f"{path.relative_to(ROOT)} is there: the test split is run once for each set of weights, and these had their run.", file=sys.stderr)
        return 2
    if not SHARED.exists():
        print("The data pack is not beside the project (../shared): there is nothing to score on.", file=sys.stderr)
        return 2
    figures = attribution.test(unpacked(["test/polnear_test.tgz"]))
    if figures["read"] < figures["articles"]:
        print(
            f"Only {figures['read']:g} of {figures['articles']:g} articles were read: no run of these weights, nothing is written.", file=sys.stderr
        )
        return 2
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as out:
        json.dump({"weights": weights, "polnear_test": figures}, out, indent=1)
        out.write("\n")
    print(f"{path.relative_to(ROOT)}: " + ", ".join(f"{name} {value:g}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
