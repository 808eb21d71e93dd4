"""Copy chains: does a count rise when one report is copied? Copies, cuts, edits of 3% and 10% of the words, quotes translated there and back.

    python -m bench.copies [--show]

To the reports of a story one more is added under another outlet's name, made out of one of them: word for word (`copy`), without some of
its sentences (`cut`), or with every thirty-third or tenth word changed (`edit_3`, `edit_10`); the stories are those of examples/ and the
development half of the adversarial suite. A case holds when no claim of the original reports has a higher count, at either end, than
before. `quotes`: pairs of our own of one speaker's words and the same translated into another language and back (quotes.jsonl); a pair
holds when no claim has more than one witness, and `quotes_joined` is the share of them that are found to say the same.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.adversarial import TODAY, stories
from bench.data import EXAMPLES
from sayso.collect import gather
from sayso.data import Article, Ledger, Reading, Story
from sayso.ids import content_id
from sayso.pipeline import Settings, ledger_of, read_articles
from sayso.read import read_article
from sayso.text import quotations

QUOTES = Path(__file__).with_name("quotes.jsonl")
SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
WORD = re.compile(r"\b[a-z]{4,}\b")
SPARE = ("further", "rather", "early", "main", "whole", "recent", "local", "certain", "general", "former", "present", "public")
"""What an edited word becomes: neither a name nor a figure, nor a word that turns a clause round."""
EVERY = {"edit_3": 33, "edit_10": 10}


def copied(text: str) -> str:
    """The text itself."""
    return text


def cut(text: str) -> str:
    """The text without every third sentence, at least one."""
    parts = SENTENCE.split(text)
    return " ".join(part for at, part in enumerate(parts) if len(parts) == 1 or at % 3 != min(2, len(parts) - 1))


def edited(text: str, every: int) -> str:
    """The text with every so many-th word outside quotation marks changed, names, figures and short words spared."""
    quoted = quotations(text)
    out, at, left = [], 0, every // 2
    for match in re.finditer(r"\w+", text):
        left -= 1
        if left <= 0 and WORD.fullmatch(match.group()) and not any(q.start <= match.start() < q.end for q in quoted):
            out += [text[at : match.start()], SPARE[match.start() % len(SPARE)]]
            at, left = match.end(), every
    return "".join(out) + text[at:]


KINDS: dict[str, Callable[[str], str]] = {
    "copy": copied,
    "cut": cut,
    "edit_3": lambda text: edited(text, EVERY["edit_3"]),
    "edit_10": lambda text: edited(text, EVERY["edit_10"]),
}


def told(*, most: int | None = None) -> Iterator[tuple[str, tuple[Reading, ...]]]:
    """Stories with their readings, `most` at most: the examples, and the development half of the suite."""
    folders = sorted(path for path in EXAMPLES.iterdir() if path.is_dir())
    for folder in folders[:most]:
        articles, _ = gather(sorted(map(str, folder.glob("*.txt"))), stdin=None)
        yield folder.name, tuple(read_articles(articles, Settings(today=TODAY)))
    left = None if most is None else max(0, most - len(folders))
    for story in [story for story in stories() if not story["held"]][:left]:
        yield story["story"], tuple(_reading(story[side]["outlet"], story["day"], story[side]["text"]) for side in "ab")


def _reading(outlet: str, day: str, text: str) -> Reading:
    return read_article(Article(content_id(text, outlet), text, outlet=outlet, published=date.fromisoformat(day)))


def counts(readings: Sequence[Reading]) -> tuple[dict[str, tuple[int, int]], Ledger]:
    """Statement id -> the count of its claim."""
    ordered = tuple(sorted(readings, key=lambda r: r.article.id))
    ledger = ledger_of(Story("s", "", ordered), Settings(today=TODAY))
    return {s: (claim.count.min, claim.count.max) for claim in ledger.claims for s in claim.statements}, ledger


def another(reading: Reading, kind: str) -> Reading:
    """A reading of the report as another outlet would carry it."""
    article = reading.article
    text = article.text[: article.body] + KINDS[kind](article.text[article.body :])
    copy = replace(article, id=content_id("copy", article.id, kind), text=text, outlet="The Copied Times", path=None, byline=None, credits=())
    return read_article(copy)


def risen(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> list[str]:
    """Statements of the original reports whose claim counts more than before."""
    return [s for s, (low, high) in before.items() if after[s][0] > low or after[s][1] > high]


def cases(show: bool = False) -> dict[str, list[bool]]:
    """Kind -> whether each case holds."""
    held: dict[str, list[bool]] = defaultdict(list)
    for name, readings in told():
        before, _ = counts(readings)
        for kind in KINDS:
            after, ledger = counts((*readings, another(readings[0], kind)))
            wrong = risen(before, after)
            held[kind].append(not wrong)
            if show:
                for statement in wrong:
                    claim = next(c for c in ledger.claims if statement in c.statements)
                    print(f"{name:18} {kind:8} {before[statement]} -> {after[statement]} {claim.text[:110]}")
    return held


def quotes() -> tuple[list[bool], list[bool]]:
    """Of each pair: whether no claim has more than one witness, and whether both reports stand in one claim."""
    single, joined = [], []
    for line in QUOTES.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        _, ledger = counts([_reading(outlet, "2024-03-05", pair[side]) for side, outlet in (("a", "The Ledger"), ("b", "Harbour Post"))])
        home = {s.id: s.article for s in ledger.statements}
        single.append(all(claim.count.max <= 1 for claim in ledger.claims))
        joined.append(any(len({home[s] for s in claim.statements}) == 2 for claim in ledger.claims))
    return single, joined


def score(_data: Path, *, show: bool = False) -> dict[str, float]:
    """Shares of the cases that hold, by kind, and the number of stories."""
    held = cases(show)
    single, joined = quotes()
    figures = {f"{kind}_holds": sum(found) / len(found) for kind, found in held.items()}
    return figures | {
        "stories": float(len(held["copy"])), "quotes": float(len(single)),
        "quotes_holds": sum(single) / len(single), "quotes_joined": sum(joined) / len(joined),
    }  # fmt: skip


def main() -> None:
    """Print the figures, and with --show the claims whose counts rose."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="list the claims whose count rose")
    for name, value in score(Path(), show=parser.parse_args().show).items():
        print(f"{name:16} {value:.4g}")


if __name__ == "__main__":
    main()
