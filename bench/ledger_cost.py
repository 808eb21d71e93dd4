"""What a ledger costs once its articles are read: CPU seconds by part for stories of 3 to 300 reports of one event, and of a lone long article.

    python -m bench.ledger_cost [SIZE...]

The reports are generated: each tells some facts of one event, in one of several wordings a fact, by one of several speakers; few facts are told
by nearly all, most by few. One report in seven is another outlet's, cut or with some sentences of its own. They are read as any article is.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sayso.align
import sayso.pipeline
from bench.speed import articles as long_articles
from sayso import encoder
from sayso.count.shared_text import SharedTextOptions
from sayso.count.shingles import common_runs
from sayso.count.words import words_of
from sayso.data import Article, Ledger, Reading, Story
from sayso.ids import content_id
from sayso.pipeline import Settings, ledger_of, read_articles, story_of

SIZES = (3, 30, 100, 300)
FACTS = 26
"""Facts a report tells: with those about them, some 400 words."""
COPIED = 0.15
"""Share of the reports that carry another one's text."""
CENTRAL, COMMON = 30, 1.15
"""Facts that most reports tell some of, and the exponent of the law (Pareto) by which those behind them are rarer: new ones never end."""
TODAY = date(2024, 6, 30)
PEAK_UNIT = 1 << 20 if sys.platform == "darwin" else 1 << 10
"""What a MiB is in the unit of ru_maxrss."""

TOWNS = (
    "Arden Quay",
    "Bellmoor",
    "Carrow",
    "Dunlethe",
    "Easterham",
    "Farrow Hill",
    "Gorsefield",
    "Hexley",
    "Ilbury",
    "Keldon",
    "Lornmouth",
    "Marrick",
)
FIRST = ("Ada", "Bo", "Cara", "Dev", "Elin", "Femi", "Gus", "Hana", "Ivo", "Jade", "Kofi", "Lena", "Marek", "Nadia", "Omar", "Petra")
LAST = ("Lund", "Imry", "Voss", "Osei", "Marsh", "Adair", "Penn", "Rook", "Tarrant", "Ulman", "Wexford", "Yates", "Zeller", "Brandt", "Calloway")
OFFICES = (
    "the mayor of {town}",
    "a spokeswoman for the river authority",
    "the chief of police in {town}",
    "an engineer at the dam",
    "a doctor in {town}",
)
THINGS = (
    "school",
    "hospital",
    "railway station",
    "power plant",
    "market",
    "library",
    "bridge",
    "harbour",
    "prison",
    "museum",
    "bus depot",
    "brewery",
)
KINDS = (
    "<[{who}|{who}, {office},] [said|told reporters|said on {day}] that|According to {who},> {n} [people|residents|townspeople|women and children] "
    "[had been|were] [taken out of|moved from|made to leave|brought out of] [their homes|houses|flats] in {town}[ before the "
    "water came| ahead of the flood|].",
    "<The {thing} [in|of] {town} [was under water|was flooded|stood deep in water]|Water [stood in|filled|had entered] the "
    "{thing} [in|of] {town}|[{town} had "
    "its|In {town} the] {thing} [under water|flooded]>[ on {day}| by {day}|][, {who} told reporters|, according to {who}|, said {who}|].",
    "{who}[, {office},|] [denied|rejected the charge|said it was untrue|disputed] that <[gates|the gates] [of|at] the dam [had "
    "been|were] opened [too|hours "
    "too|far too] late|water [had been|was] let out [too|hours too|far too] late>[ above {town}|].",
    "[The repair of|Repairing|To repair|Work to mend] the {thing} in {town} [will|would|is to|may] [cost|take] [about |some |]{n} million pounds"
    "[, {who} said|, said {who}|, according to {who}|].",
    "<A warning [from|sent by|out of] {town} [reached|came to|arrived at] the dam|[People in|Officials in] {town} "
    "[warned|alerted] [the dam|its keepers]> {n} "
    "hours [before the breach|before it broke|earlier], [two officials said|three engineers said|the report shows|{who} said].",
    "{who}[, {office},|] [declined to comment|refused to comment|would not be drawn|said nothing] on [the|a] [warning|message|call] from {town}.",
    "<[At least |]{n} people [died|were killed|lost their lives|drowned] in {town}|In {town} [the dead number|there were] {n}[ dead|]>[ on {day}|]"
    "[, the police said|, police said|, said the police|, {who} said].",
    "<The army [sent|moved|put] {n} [soldiers|troops|men|engineers] [to|into|towards] {town}|[Soldiers|Troops], {n} [of them|in "
    "all], [arrived in|went to] {town}>"
    "[ on {day}| by {day}|][, the ministry of defence said|, said {who}|].",
    "<[{who} said that for|For] {n} years [nobody inspected|no one had looked at|nobody checked]|[Nobody|No one] [had "
    "checked|inspected] in {n} years> "
    "the {thing} [in|of] {town}[, said {who}|].",
    "“[We have|All of us] [waited|been waiting] {n} [days|nights] for [clean water|word|help|somebody to come],” [said "
    "{who}|{who} told reporters|{who} said on "
    "{day}][ in {town}|].",
)
"""What facts there are; in each, of [one|other] one is taken, often with nothing at all as the last."""
LEAD = (
    "[The dam|A dam|An earth dam|The old dam] [above|upstream of|over|in the hills behind] {town} [broke|burst|gave way|failed] "
    "on Monday[, flooding| and "
    "flooded|, and water filled] the [valley|farms|villages] [below|below it|on its way] after [a week|seven days|days] of "
    "[rain|heavy rain|downpours]."
)
CHOICE = re.compile(r"\[([^\[\]<>]*)\]|<([^<>\[\]]*)>")
"""The innermost choice."""


def reports(count: int, *, seed: int = 7) -> list[Article]:
    """`count` reports of one event by as many outlets, always the same; the first of more are those of fewer."""
    dice = random.Random(seed)
    made: list[Article] = []
    for number in range(count):
        sentences = _sentences(dice)
        if number > 2 and dice.random() < COPIED:
            sentences = [*made[dice.randrange(number)].text.strip().split("\n\n")[1:], *sentences[1:3]]
            del sentences[dice.randrange(len(sentences)) :: 9]
        title = f"What is known after the breach of the dam ({number})"
        text = "\n\n".join([title, *sentences]) + "\n"
        published = date(2024, 5, 6) + timedelta(days=dice.choice((0, 0, 1, 2)))
        made.append(Article(content_id(text), text, title, f"Outlet {number}", published=published))
    return made


def _sentences(dice: random.Random) -> list[str]:
    """A lead and FACTS facts, in one wording each."""
    facts = dict.fromkeys(_drawn(dice) for _ in range(FACTS))
    return [_worded(LEAD, dice).format(town=TOWNS[0]), *(_told(fact, dice) for fact in facts)]


def _drawn(dice: random.Random) -> int:
    """The number of a fact: the first CENTRAL are drawn about alike, those behind them the less the further."""
    return int(dice.uniform(0, CENTRAL) * dice.paretovariate(COMMON))


def _told(fact: int, dice: random.Random) -> str:
    of = random.Random(fact)
    town = of.choice(TOWNS)
    told = {
        "who": f"{of.choice(FIRST)} {of.choice(LAST)}", "office": of.choice(OFFICES).format(town=town), "town": town, "n": of.randrange(3, 90),
        "thing": of.choice(THINGS), "day": of.choice(("Monday", "Tuesday", "Wednesday")),
    }  # fmt: skip
    if dice.random() < 0.1:  # some outlets have another figure
        told["n"] = of.randrange(3, 90)
    return _worded(KINDS[fact % len(KINDS)], dice).format(**told)


def _worded(choices: str, dice: random.Random) -> str:
    """The text with one taken of each of its choices, inner ones first."""
    while CHOICE.search(choices):
        choices = CHOICE.sub(lambda found: dice.choice((found[1] or found[2]).split("|")), choices)
    return choices


def readings(made: Sequence[Article]) -> list[Reading]:
    """The reports, read."""
    return list(read_articles(made, Settings(today=TODAY)))


PARTS: dict[str, tuple[tuple[Any, str], ...]] = {
    "identity": ((sayso.pipeline, "identify"), (sayso.pipeline, "resolved")),
    "shared_text": ((sayso.pipeline, "repeated"),),
    "vectors": ((encoder, "vectors"),),
    "likeness": ((sayso.align, "likeness"),),
    "clustering": ((sayso.align, "clusters"), (sayso.align, "apart")),
    "frames": ((sayso.align, "frame"),),
    "variants": ((sayso.align, "variants"),),
    "count": ((sayso.pipeline, "count"),),
}
"""What a ledger is made by, under one name for each part: the functions as they are called."""


@contextmanager
def _timed(spent: dict[str, float]) -> Iterator[None]:
    """CPU seconds of each of PARTS are added up in `spent` while the context lasts."""

    def timed(name: str, inner: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            began = time.process_time()
            try:
                return inner(*args, **options)
            finally:
                spent[name] = spent.get(name, 0.0) + time.process_time() - began

        return call

    patches = [patch.object(home, called, timed(name, getattr(home, called))) for name, functions in PARTS.items() for home, called in functions]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def cost(story: Story) -> tuple[dict[str, float], Ledger]:
    """`cpu_s` of a story's ledger, and of it that of each part; `statements`, `claims`; the ledger."""
    spent: dict[str, float] = dict.fromkeys(PARTS, 0.0)
    with _timed(spent):
        began = time.process_time()
        ledger = ledger_of(story, Settings(today=TODAY))
        whole = time.process_time() - began
    parts = {f"{name}_s": seconds for name, seconds in spent.items()}
    rest = whole - sum(spent.values())
    return {"cpu_s": whole, **parts, "rest_s": rest, "statements": float(len(ledger.statements)), "claims": float(len(ledger.claims))}, ledger


def lone() -> dict[str, float]:
    """CPU seconds of the ledger of one report of WORDS words, the mean of those that speed is told in, and of it that of the vectors;
    `over_reading`: through that of reading the same reports, taken in turn."""
    found, read = [], 0.0
    for text in long_articles():
        began = time.process_time()
        (reading,) = readings([Article(content_id(text), text)])
        read += time.process_time() - began
        found.append(cost(story_of([reading]))[0])
    mean = {name: sum(one[name] for one in found) / len(found) for name in ("cpu_s", "vectors_s", "statements")}
    return mean | {"over_reading": mean["cpu_s"] * len(found) / read}


def candidates(made: Sequence[Reading]) -> float:
    """Pairs of reports that have a shingle in common."""
    runs = common_runs([words_of(one.article).hashes for one in made], size=SharedTextOptions().shingle, occurrences=1, neighbours=len(made))
    return float(len(runs))


def curve(sizes: Sequence[int]) -> Iterator[tuple[str, dict[str, float]]]:
    """The cost of each size, and of a lone report."""
    made = readings(reports(max(sizes)))
    cost(story_of(made[:2]))  # loads weights and tables
    yield "lone", lone()
    for size in sizes:
        figures, _ = cost(story_of(made[:size]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PEAK_UNIT
        yield str(size), figures | {"candidates": candidates(made[:size]), "peak_mib": peak}


def score(_data: Path) -> dict[str, float]:
    """`cpu_s` and its parts for 3 and for 30 reports and for a lone one; a larger story is measured by `main` alone."""
    return {f"{name}/{metric}": round(value, 4) for name, row in curve(SIZES[:2]) for metric, value in row.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    for name, row in curve(sorted(parser.parse_args().sizes)):
        print(name, *(f"{metric} {value:.2f}" for metric, value in row.items()), sep="  ", flush=True)


if __name__ == "__main__":
    main()
