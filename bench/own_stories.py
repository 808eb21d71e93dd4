"""Claims, links and counts on stories that were written and marked for this project, four reports each, of as many outlets: four lots of them.

    python -m bench.own_stories [--each]

The second, third and fourth lot were each written after the rules that the one before had led to, by markers who had not seen the program: how far
rules carry. Of stories held out (two of the first lot, two of the third, all of the fourth) only the figures are looked at, never the errors.
Where the data pack lies beside the project, its metric must come to the same figures as ours.
--each prints every story apart, but not those held out.
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

STORIES = ROOT / "bench" / "stories"
FOLDER, SECOND, THIRD, FOURTH = FOLDERS = tuple(STORIES / name for name in ("own", "second", "third", "fourth"))
LEDGER = FOLDER / "ledger.json"
HELD_OUT = frozenset({
    "audit", "licence", "merger", "outbreak", "election", "plane", "strikepay", "museum", "quake", "tariff", "abuse", "missile",
})  # fmt: skip
METRIC = "score_ledger.py"
SAME = 5e-5
"""The pack's metric rounds to four digits."""


def score(_root: Path = ROOT) -> dict[str, float]:
    """The figures over the first six stories, and `held_out_...` over the two that nothing is tuned on; shares from 0 to 1."""
    return of_folder(FOLDER)


def second(_root: Path = ROOT) -> dict[str, float]:
    """The figures over the second six stories; none of them is held out any more."""
    return of_folder(SECOND)


def third(_root: Path = ROOT) -> dict[str, float]:
    """The figures over the third six stories, and `held_out_...` over two of them."""
    return of_folder(THIRD)


def fourth(_root: Path = ROOT) -> dict[str, float]:
    """The figures over the eight stories of the fourth lot, which are all held out."""
    return of_folder(FOURTH)


def of_folder(folder: Path) -> dict[str, float]:
    """The figures of a folder's stories; raises RuntimeError where the pack's metric says something else."""
    gold, answers = ledger(folder), {}
    for story in gold:
        answers[story] = compared(story, folder)
    found = scored(gold, answers, list(gold))
    check(found, answers, folder)
    out = [story for story in gold if story in HELD_OUT]
    apart = scored(gold, answers, out) if 0 < len(out) < len(gold) else {}
    return found | {f"held_out_{name}": value for name, value in apart.items()}


def ledger(folder: Path) -> dict[str, list[Claim]]:
    """The marked claims of each story."""
    return {story["story"]: marked(story) for story in json.loads((folder / LEDGER.name).read_text(encoding="utf-8"))}


def compared(story: str, folder: Path) -> str:
    """What `sayso compare --json` prints for the reports of `story`."""
    return sayso("compare", *sorted(folder.glob(f"{story}_*.txt")), "--json").out


def scored(gold: dict[str, list[Claim]], answers: dict[str, str], stories: Sequence[str]) -> dict[str, float]:
    return figures([(gold[story], printed(json.loads(answers[story]))) for story in stories])


def check(found: dict[str, float], answers: dict[str, str], folder: Path) -> None:
    """Hold our figures against the pack's metric, if it is there; raises RuntimeError if they differ."""
    if not (SHARED / "tools" / METRIC).exists():
        return
    with tempfile.TemporaryDirectory() as scratch:
        paths = [Path(scratch) / f"{story}.json" for story in answers]
        for path, answer in zip(paths, answers.values(), strict=True):
            path.write_text(answer, encoding="utf-8")
        theirs = flat(metric(METRIC, folder / LEDGER.name, *paths, "--floor"))
    differing = {name: (value, theirs.get(name)) for name, value in found.items() if abs(value - theirs.get(name, -1.0)) > SAME}
    if differing:
        raise RuntimeError(f"ours and {METRIC} differ: {differing}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", action="store_true", help="every story apart, those held out excepted")
    if parser.parse_args().each:
        for folder in FOLDERS:
            gold = ledger(folder)
            for story in (story for story in gold if story not in HELD_OUT):
                found = scored(gold, {story: compared(story, folder)}, [story])
                print(story, " ".join(f"{name} {value:.2f}" for name, value in found.items()))
        return
    for folder in FOLDERS:
        for name, value in of_folder(folder).items():
            print(f"{folder.name}_{name:32} {value:.3f}")


if __name__ == "__main__":
    main()
