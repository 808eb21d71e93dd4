"""Claims, links and counts on six stories that were written and marked for this project: four reports each, of as many outlets.

    python -m bench.own_stories [--each]

Two of the six are held out: their errors are not looked at, only their figures. Where the data pack lies beside the project, its metric must
come to the same figures as ours. --each prints every story apart, but not those held out.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.command import metric, sayso
from bench.data import ROOT, SHARED
from bench.ledger import flat
from bench.ledger_metric import Claim, figures, marked, printed

FOLDER = ROOT / "bench" / "stories" / "own"
LEDGER = FOLDER / "ledger.json"
HELD_OUT = frozenset({"audit", "licence"})
METRIC = "score_ledger.py"
SAME = 5e-5
"""The pack's metric rounds to four digits."""


def score(_root: Path = ROOT) -> dict[str, float]:
    """The figures over all six stories, and `held_out_...` over the two that nothing is tuned on; shares from 0 to 1.

    Raises RuntimeError where the pack's metric says something else.
    """
    gold, answers = ledger(), {}
    for story in gold:
        answers[story] = compared(story)
    found = scored(gold, answers, list(gold))
    check(found, answers)
    apart = scored(gold, answers, [story for story in gold if story in HELD_OUT])
    return found | {f"held_out_{name}": value for name, value in apart.items()}


def ledger() -> dict[str, list[Claim]]:
    """The marked claims of each story."""
    return {story["story"]: marked(story) for story in json.loads(LEDGER.read_text(encoding="utf-8"))}


def compared(story: str) -> str:
    """What `sayso compare --json` prints for the reports of `story`."""
    return sayso("compare", *sorted(FOLDER.glob(f"{story}_*.txt")), "--json").out


def scored(gold: dict[str, list[Claim]], answers: dict[str, str], stories: Sequence[str]) -> dict[str, float]:
    return figures([(gold[story], printed(json.loads(answers[story]))) for story in stories])


def check(found: dict[str, float], answers: dict[str, str]) -> None:
    """Hold our figures against the pack's metric, if it is there; raises RuntimeError if they differ."""
    if not (SHARED / "tools" / METRIC).exists():
        return
    with tempfile.TemporaryDirectory() as scratch:
        paths = [Path(scratch) / f"{story}.json" for story in answers]
        for path, answer in zip(paths, answers.values(), strict=True):
            path.write_text(answer, encoding="utf-8")
        theirs = flat(metric(METRIC, LEDGER, *paths, "--floor"))
    differing = {name: (value, theirs.get(name)) for name, value in found.items() if abs(value - theirs.get(name, -1.0)) > SAME}
    if differing:
        raise RuntimeError(f"ours and {METRIC} differ: {differing}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", action="store_true", help="every story apart, those held out excepted")
    if parser.parse_args().each:
        gold = ledger()
        for story in gold:
            if story not in HELD_OUT:
                found = scored(gold, {story: compared(story)}, [story])
                print(story, " ".join(f"{name} {value:.2f}" for name, value in found.items()))
        return
    for name, value in score().items():
        print(f"{name:32} {value:.3f}")


if __name__ == "__main__":
    main()
