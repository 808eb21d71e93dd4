"""Quantities against NewsQuant (Almasian and others, CQE, EMNLP 2023): F1 by value, by value and comparison, by value and unit.

A quantity found is right if it has the value of one that is marked in the same sentence, each of them once (numpy's closeness, as in the
paper's evaluation; a range has two values). Four conventions of the set are met here and not by the reader: its cents are hundredths of a
currency, a change "from 5 to 7" is one range, "five or six" are two quantities, and the direction of a change (up, down), which sayso
does not tell, is no comparison. Lengths of time count. The unit of what is merely counted is its noun, of which the last word is
compared. The set is for scoring only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sayso.data import Quantity
from sayso.read.quantities import quantities

ABSOLUTE, RELATIVE = 1e-8, 1e-5
"""How close two values must be: the defaults of numpy.isclose, which the paper's script uses."""
HUNDREDTHS = ("cent", "penny", "pence")
UNITS = {
    "%": "percentage", "pp": "percentage point", "bp": "basis point", "USD": "dollar", "EUR": "euro", "GBP": "pound sterling", "JPY": "japanese yen",
    "CNY": "chinese yuan", "INR": "indian rupee", "AUD": "australian dollar", "CAD": "canadian dollar", "SGD": "singapore dollar",
    "HKD": "hong kong dollar", "NZD": "new zealand dollar", "CHF": "swiss franc", "TRY": "turkish lira", "MYR": "malaysian ringgit",
    "KRW": "south korean won", "ZAR": "south african rand", "BRL": "brazilian real", "RUB": "russian ruble",
    "a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour",
    "min": "minute", "s": "second", "year": "year of age", "month": "month of age", "km": "kilometre", "m": "metre", "cm": "centimetre",
    "mm": "millimetre", "nm": "nanometre", "mi": "mile", "yd": "yard", "ft": "foot", "in": "inch", "kg": "kilogram", "g": "gram", "mg": "milligram",
    "t": "metric ton", "lb": "pound-mass", "oz": "ounce", "ha": "hectare", "ac": "acre", "km2": "square kilometre", "m2": "square metre",
    "ft2": "square foot", "mi2": "square mile", "l": "litre", "ml": "millilitre", "gal": "gallon", "bbl": "barrel", "degC": "celsius",
    "degF": "fahrenheit", "deg": "degree", "mph": "mile per hour", "km/h": "kilometre per hour", "W": "watt", "kW": "kilowatt", "MW": "megawatt",
    "GW": "gigawatt", "kWh": "kilowatt hour", "MWh": "megawatt hour", "GWh": "gigawatt hour", "Hz": "hertz", "MHz": "megahertz", "GHz": "gigahertz",
    "GB": "gigabyte", "TB": "terabyte", "MB": "megabyte", "mAh": "milliampere-hour", "hp": "horsepower", "rpm": "revolutions per minute",
    "MP": "megapixel", "ly": "light-year", "ppm": "part per million", "Mbit/s": "megabit per second", "mpg": "mile per gallon", "V": "volt",
}  # fmt: skip
"""The set's name of each unit, as the paper's list of units has it; units beyond it are compared by their symbol."""
COMPARISONS = {">=": ">", "<=": "<", "between": "=", "up": "=", "down": "="}


@dataclass(frozen=True, slots=True)
class Told:
    """A quantity as both sides are compared: one value or two, a comparison, a unit."""

    value: tuple[float, ...]
    comparison: str
    unit: str


def marked(quantity: dict[str, str]) -> Told:
    """A marked quantity: its value is a number or, with a hyphen, a range."""
    value, unit = quantity["value"], quantity["normalized_unit"].strip().lower()
    parts = value.split("-") if "-" in value and "E" not in value and not value.startswith("-") else [value]
    factor = 0.01 if unit.split(" ")[0] in HUNDREDTHS else 1.0
    return Told(tuple(float(part) * factor for part in parts), COMPARISONS.get(quantity["change"], quantity["change"]), unit)


def found(text: str) -> list[Told]:
    """What the reader finds in a sentence; two values that a change joins ("from 5 to 7") are put together."""
    out: list[Told] = []
    last: Quantity | None = None
    for quantity in quantities(text, lengths=True):
        values = (quantity.value,) if quantity.upper is None else (quantity.value, quantity.upper)
        if len(values) > 1 and re.search(r"\sor\s", text[quantity.span.start : quantity.span.end]):
            out += [Told((value,), "=", _unit(quantity)) for value in values]
            last = None
            continue
        one = Told(values, _comparison(quantity), _unit(quantity))
        if last is not None and _changed(text, last, quantity):
            out[-1], last = Told((last.value, quantity.value), "=", one.unit), None
            continue
        out.append(one)
        last = quantity if quantity.upper is None else None
    return out


def _changed(text: str, first: Quantity, second: Quantity) -> bool:
    joined = re.fullmatch(r"\s+(?:[\w'’-]+\s+){0,3}to\s+", text[first.span.end : second.span.start]) is not None
    return joined and second.upper is None and re.search(r"\bfrom\s+$", text[: first.span.start]) is not None


def _comparison(quantity: Quantity) -> str:
    return COMPARISONS.get(quantity.comparison, quantity.comparison)


def _unit(quantity: Quantity) -> str:
    if quantity.unit is None:
        return _singular(quantity.of or "-")
    return UNITS.get(quantity.unit, quantity.unit).lower()


def _singular(noun: str) -> str:
    word = noun.lower().split(" ")[-1]
    if word == "people" or word.endswith("ss") or len(word) < 4:
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-2] if word.endswith(("shes", "ches", "sses", "xes")) else word.removesuffix("s")


def same_value(a: Told, b: Told) -> bool:
    return len(a.value) == len(b.value) and all(abs(x - y) <= ABSOLUTE + RELATIVE * abs(y) for x, y in zip(a.value, b.value, strict=True))


def same_comparison(a: Told, b: Told) -> bool:
    return same_value(a, b) and a.comparison == b.comparison


def same_unit(a: Told, b: Told) -> bool:
    return same_value(a, b) and (a.unit == b.unit or a.unit == _singular(b.unit))


def score(data: Path) -> dict[str, float]:
    """`value_f1`, `value_comparison_f1`, `value_unit_f1`, and precision and recall by value, shares of one."""
    rows = json.loads((data / "newsquant" / "NewsQuant.json").read_text(encoding="utf-8"))
    pairs = [(found(row["text"]), [marked(quantity) for quantity in row["quantities"]]) for row in rows]
    said, wanted = sum(len(a) for a, _ in pairs), sum(len(b) for _, b in pairs)
    right = {name: sum(paired(a, b, same) for a, b in pairs) for name, same in SAME.items()}
    figures = {f"{name}_f1": 2 * count / max(1, said + wanted) for name, count in right.items()}
    return figures | {"value_precision": right["value"] / max(1, said), "value_recall": right["value"] / max(1, wanted)}


def paired(said: list[Told], wanted: list[Told], same: Callable[[Told, Told], bool]) -> int:
    """How many of `wanted` have one of `said` that is the same, each taken once."""
    free, count = list(said), 0
    for one in wanted:
        at = next((i for i, other in enumerate(free) if same(other, one)), None)
        if at is not None:
            del free[at]
            count += 1
    return count


SAME: dict[str, Callable[[Told, Told], bool]] = {"value": same_value, "value_comparison": same_comparison, "value_unit": same_unit}
