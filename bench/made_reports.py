"""Short reports made up for measurements of the store: events with several reports each, over weeks, with doubles, new versions, other languages.

The same seed gives the same reports. They are written to one JSON Lines file, as an archive would be.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

BEGINNINGS = ("Bar", "Cor", "Dun", "El", "Fen", "Gar", "Hol", "Kel", "Lor", "Mar", "Nor", "Pel", "Ros", "Sel", "Tor", "Wen")
MIDDLES = ("a", "bri", "co", "der", "e", "fin", "gra", "i", "ko", "lin", "mo", "nu", "o", "ri", "sta", "vu")
TOWNS = ("bury", "dale", "ford", "ham", "mouth", "stead", "ton", "wick", "combe", "by")
SURNAMES = ("son", "ley", "man", "well", "sen", "berg", "ski", "ez", "ard", "ova")
FIRST = ("Ada", "Ben", "Clara", "Dev", "Ella", "Farid", "Grace", "Hugo", "Iris", "Jonas", "Kira", "Leo", "Mina", "Noor", "Owen", "Petra")
TRADES = ("Freight", "Mills", "Chemicals", "Textiles", "Foods", "Timber", "Motors", "Shipping", "Dairies", "Glass")
OUTLETS = ("Harbour Post", "City Wire", "Valley Herald", "Morning Ledger", "North Star", "Evening Courier")
LEADS = (
    "{Things[0]} and {things[1]} kept people in {town} busy on {day}, {who} told reporters.",
    "{who}, the {role} of {town}, said on {day} that the {things[0]} was {number} times as dear as the {things[1]}.",
    "According to {who}, {number} people came to {town} on {day} because of the {things[0]} and the {things[1]}.",
    '"We counted {number} of them," said {who}, the {role} of {town}, of the {things[0]} and the {things[1]} on {day}.',
)
MORE = (
    "{other} of {company} denied that the {things[2]} had to do with the {things[3]}.",
    "The {things[3]}, {other} said, would stay, whatever became of the {things[4]} and the {things[2]}.",
    'A neighbour saw "the {things[4]}, the {things[5]} and the {things[6]}" in {town}.',
    "{company} refused to comment on the {things[5]} and on the {things[7]}.",
    "It was not known how the {things[6]} came by the {things[7]}.",
)
THINGS = (
    "anchors apricots balconies barometers bicycles blankets bonfires brickworks buckets cables candles canoes carpets chapels chimneys clocks "
    "compasses cranes curtains dominoes drums elevators fiddles flagpoles fountains furnaces gliders greenhouses hammers hedges helmets hives "
    "icebergs jackets kettles ladders lanterns lighthouses looms magnets marbles mattresses meadows mirrors moths muffins obelisks orchards "
    "ovens paddles pianos pigeons pulleys quarries radishes rafts saddles scarecrows sundials tapestries telescopes tractors turnips umbrellas "
    "vineyards violins walnuts wardrobes weathercocks whistles windmills yachts zithers"
)
"""What events are about: grouping tells one from another by them and by the names."""
ROLES = ("mayor", "head teacher", "harbour master", "fire chief", "librarian", "prosecutor", "station manager")
GERMAN = "In {town} kam es am {day} zu einem Zwischenfall, wie ein Sprecher der Stadt am Abend mitteilte. Verletzt wurde niemand."
PER_EVENT = 4
"""Reports of one event, on average."""


def reports(count: int, *, seed: int = 7) -> Iterator[dict[str, str]]:
    """`count` records with text, title, outlet, url and published, in order of publication, give or take a few days."""
    dice = random.Random(seed)
    made: list[dict[str, str]] = []
    for number in range(count):
        luck = dice.random()
        if made and luck < 0.05:
            again = dice.choice(made[-40:])
            yield {**again, "url": again["url"] + "?utm_source=feed"}
        elif made and luck < 0.09:
            again = dice.choice(made[-40:])
            yield {**again, "text": again["text"] + f"\nCorrection: an earlier version gave another figure ({number}).\n"}
        else:
            made.append(_report(dice, number, foreign=luck > 0.98))
            yield made[-1]


def write(path: Path, count: int, *, seed: int = 7) -> None:
    """`reports` as one JSON Lines file."""
    with path.open("w", encoding="utf-8") as file:
        for one in reports(count, seed=seed):
            file.write(json.dumps(one) + "\n")


def _report(dice: random.Random, number: int, *, foreign: bool) -> dict[str, str]:
    event = random.Random(number // (PER_EVENT * 6) * 6 + dice.randrange(6))
    town, owner = (_name(event, TOWNS) for _ in range(2))
    who, other = (f"{event.choice(FIRST)} {_name(event, SURNAMES)}" for _ in range(2))
    things = event.sample(THINGS.split(), 8)
    day = date(2024, 1, 1) + timedelta(days=number // 30)
    published = day + timedelta(days=dice.choice((0, 0, 0, 1, 2)))
    outlet = dice.choice(OUTLETS)
    told: dict[str, Any] = {
        "town": town, "who": who, "other": other, "things": things, "Things": [one.capitalize() for one in things], "role": event.choice(ROLES),
        "company": f"{owner} {event.choice(TRADES)}", "number": event.randrange(3, 90), "day": day.strftime("%A"),
    }  # fmt: skip
    lines = [one.format(**told) for one in (dice.choice(LEADS), *dice.sample(MORE, 3))]
    text = GERMAN.format(town=town, day="Montag") if foreign else "\n".join(lines)
    return {
        "title": f"{told['Things'][0]} and {things[1]} in {town}",
        "outlet": outlet,
        "url": f"https://{outlet.lower().replace(' ', '-')}.example/{number}",
        "published": published.isoformat() if dice.random() > 0.03 else "",
        "text": text,
    }


def _name(dice: random.Random, endings: tuple[str, ...]) -> str:
    return dice.choice(BEGINNINGS) + dice.choice(MIDDLES) + dice.choice(endings)
