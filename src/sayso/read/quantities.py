"""Quantities: finds the numbers of news English, with unit, comparison, and what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sayso.data import Comparison, Quantity, Span
from sayso.read.amounts import BY, BY_NEXT, ONE_OF, SPREAD, behind, next_amount, numeral_words, old, other, other_heads, second, unit_word
from sayso.read.calendar import BLANK, DIGITS, either, matches_at, numeral, past_forms, places_told, words

COUNTED_REACH = 6
"""Words after a number among which the head of what it counts is sought."""
OLDEST = 120
"""Years a person may have lived."""
FIRST_YEAR, LAST_YEAR = 1500, 2100
"""Numbers of four digits without a comma that are years unless something shows a count."""
STERLING_FROM = 100_000
"""From here on "pounds" without a sign are money: nobody weighs so much in pounds in the news."""

WORD = re.compile(r"(?:[A-Z]\.){2,5}|[^\W\d_](?:[\w'’]|-(?=\w)){0,40}")
GAP = re.compile(r"[^\S\n]{0,3}\n?[^\S\n]{0,3}")
SINGULAR_ENDS = ("ss", "us", "is", "'s", "’s")
LONE_ONE = re.compile(r"\b(?:no|any|every|each|this|that|the|which|some|last|first|only|day|number)[\s-]$", re.IGNORECASE)
OR_SO = 2
"""Two numbers with "or" are a range ("five or six") if the second is at most so many times the first."""


@dataclass(frozen=True, slots=True)
class _Upper:
    """The second number of a range: its value, what the first is multiplied by, where it ends, and what joins the two."""

    value: float
    factor: float
    end: int
    joint: str


def quantities(text: str, *, span: Span | None = None, lengths: bool = False) -> tuple[Quantity, ...]:
    """Quantities of `text` (or of `span` in it) in order, those of dates, clock times, names, scores and telephone numbers left out.

    `value` is the number itself, scale words multiplied out and percent as written (12.0 with unit "%"); a fraction is a part of one.
    `unit` is an ISO 4217 code, "%", "pp", "bp", "year" for ages, or the symbol of a physical unit as in tables/quantities.tsv; `of` is
    the head of the noun phrase that is counted, as written. A vague plural ("hundreds of") is its unit, ">=". With `lengths`, lengths of
    time count too ("five years"), in the units of UCUM: a, mo, wk, d, h, min, s.
    """
    within = span or Span(0, len(text))
    told = places_told(text, numeral_words())
    hidden = [Span(*match.span()) for match in matches_at(other(lengths=lengths), other_heads(text), text, within)]
    found: list[Quantity] = []
    at, mask = within.start, 0
    while match := next_amount(text, told, at, within.end):
        number = match.start("number")
        while mask < len(hidden) and hidden[mask].end <= number:
            mask += 1
        if mask < len(hidden) and hidden[mask].start <= number:
            at = max(hidden[mask].end, match.start() + 1)
            continue
        quantity = _read(text, match, within, lengths=lengths)
        at = max(quantity.span.end if quantity else match.end("number"), match.start() + 1)
        if quantity:
            found.append(quantity)
    return tuple(found)


def _read(text: str, match: re.Match[str], within: Span, *, lengths: bool) -> Quantity | None:
    """One match as a quantity, None if it is part of a name, an ordinal, a score or a year."""
    value = _value(match)
    if value is None or _in_word(text, match, lengths=lengths):
        return None
    end = match.end("scale") if match["scale"] else match.end("number")
    upper = _upper(text, match, value, end, within.end)
    if upper is None and re.match(r"[-–]\d", text[end : end + 2]):
        return None
    value, end = (value * upper.factor, upper.end) if upper else (value, end)
    comparison: Comparison = "between" if upper else _comparison(match)
    if aged := old().match(text, end, within.end):
        of = _head(text, aged.end(), within.end, loose=True)
        return Quantity(Span(_start(match), aged.end()), value, aged["unit"].lower().rstrip("s"), comparison, of, upper.value if upper else None)
    if _is_age(text, match, value):
        begun = match.start("aged") if match["aged"] else match.start("number")
        return Quantity(Span(begun, end), value, "year", comparison, None, upper.value if upper else None)
    unit, factor, end = _unit(text, match, value, end, lengths=lengths)
    end, after = _after(text, end, within.end)
    comparison = comparison if upper else after or comparison
    of = _counted(text, match, unit, end, within.end, value)
    if upper and upper.joint == "-" and unit is None and not _many(of) and not SPREAD.search(text, max(0, match.start() - 12), match.start()):
        return None
    if not _stands(text, match, value, unit=unit, of=of, plain=comparison == "=", end=end, upper=upper):
        return None
    return Quantity(Span(_start(match), end), _exact(value * factor), unit, comparison, of, _exact(upper.value * factor) if upper else None)


def _exact(value: float) -> float:
    """The number without the noise of binary fractions (4.03 * 1e9 is 4030000000.0000005)."""
    return float(f"{value:.12g}")


def _start(match: re.Match[str]) -> int:
    """Where an amount begins; "between" is part of it only before two numbers, which `_upper` has seen to."""
    return next(match.start(name) for name in ("between", "before", "minus", "sign", "number") if match[name])


def _value(match: re.Match[str]) -> float | None:
    """The number, its scale letters multiplied out ("1.2bn"; "m" is a million of money or of what is counted, else metres)."""
    value: float | None
    if match["vague"]:
        value = 1.0
        for word in re.findall(r"[a-z]+", match["vague"].lower()):
            value *= float(words("quantities", "vague size").get(word, "1"))
        return value
    if match["share"]:
        part, whole = numeral(re.split(r"\s+(?:in|out)\s", match["share"], flags=re.IGNORECASE)[0]), numeral(match["of"])
        return part / whole if part and whole and part < whole else None
    if match["fraction"]:
        return _fraction(match)
    if match["number"].lower() in words("numerals", "scale") and not match["before"]:
        return None
    value = numeral(match["number"])
    if value is None:
        return None
    return (-value if match["minus"] else value) * _scale(match)


def _scale(match: re.Match[str]) -> float:
    letters = (match["scale"] or "").lower()
    return float(words("numerals", "short scale")[letters]) if letters else 1.0


def _fraction(match: re.Match[str]) -> float | None:
    if match["slashed"]:
        *plain, part = re.split(r"[ -]", match["slashed"])
        above, below = map(int, re.split(r"[/⁄]", part))
        return (float(plain[0]) if plain else 0.0) + above / below if above < below else None
    pieces = re.findall(r"[a-z]+", match["fraction"].lower())
    parts = words("numerals", "part")
    name = next(piece for piece in pieces if piece in parts or piece.rstrip("s") in parts)
    part = float(parts.get(name) or parts[name.rstrip("s")])
    times = 1.0 if pieces[0] in ("a", "an", name) else numeral(pieces[0]) or 1.0
    return part * times * float(words("numerals", "scale")[match["whole"].lower()] if match["whole"] else 1)


def _comparison(match: re.Match[str]) -> Comparison:
    if match["vague"]:
        return ">="
    told = " ".join((match["before"] or "").lower().split())
    symbol = words("quantities", "before").get(told, "=")
    return symbol if symbol in ("=", "~", ">", ">=", "<", "<=") else "="  # type: ignore[return-value]


def _in_word(text: str, match: re.Match[str], *, lengths: bool) -> bool:
    """Whether the number is a piece of a longer sign: F-16, 5G, 22nd, 3.14.15, zero-tolerance."""
    start, end = match.start("sign") if match["sign"] else match.start("number"), match.end("scale") if match["scale"] else match.end("number")
    if match["minus"]:
        start = match.start("minus")
    by = BY.search(text, max(0, start - 5), start) or BY_NEXT.match(text, end)
    if by:
        return False
    if re.search(r"[\w/#@]$|[^\W_][-–.,:’']$", text[max(0, start - 2) : start]) and text[start - 1 : start] != "—":
        return not match["sign"] or text[start - 1 : start].isalnum()
    if re.match(r"-(?:for|of)-\d", text[end : end + 6]) or (match["number"].lower() == "zero" and text[end : end + 1] == "-"):
        return True
    return re.match(r"[A-Za-z_@/°]|[.,:]\d", text[end : end + 2]) is not None and unit_word(lengths=lengths).match(text, end) is None


def _is_age(text: str, match: re.Match[str], value: float) -> bool:
    """ "Aged 19", or a number between commas behind a name."""
    if not 0 < value <= OLDEST or match["sign"] or match["scale"] or re.match(r"-?\s?%", text[match.end("number") : match.end("number") + 3]):
        return False
    if match["aged"]:
        return True
    follows = re.match(r",(?!\d)|\.\s*$|\s\([^)]{0,30}\),", text[match.end("number") : match.end("number") + 34])
    name = re.search(r"[A-Z][\w.’'-]{1,30},\s$", text[max(0, match.start() - 34) : match.start()])
    return bool(match["number"].isdigit() and not match["before"] and name and follows)


def _upper(text: str, match: re.Match[str], value: float, end: int, limit: int) -> _Upper | None:
    """The higher of two numbers, if they are a range: "5 to 7", "5%-7%", "$8-10m" (eight million), "between 5 and 7", "two or three"."""
    found = second().match(text, end, limit) if match["vague"] is None and match["share"] is None else None
    upper = numeral(found["number"]) if found else None
    if found is None or upper is None or (found["sign"] and not match["sign"]):
        return None
    joint = found["joint"].strip(" -–\n").lower().split()[-1:] or ["-"]
    if (joint == ["and"]) != bool(match["between"]) or (joint == ["or"] and upper > OR_SO * value):
        return None
    unit = (found["unit"] or "").strip(" -").lower()
    past = found.end("scale") if found["scale"] else found.end("number")
    if unit and not re.match(rf"(?:{BLANK}|-)?{re.escape(unit)}(?!\w)", text[past : past + 16], re.IGNORECASE):
        return None
    if found["apart"] and (_head(text, past, limit, loose=False) or "").lower() not in ("", found["apart"].split()[-1].lower()):
        return None
    large = float(words("numerals", "short scale")[found["scale"].lower()]) if found["scale"] else upper / (_mantissa(found["number"]) or upper or 1)
    factor = large if large > 1 and not match["scale"] and _mantissa(match["number"]) == abs(value) < _mantissa(found["number"]) else 1.0
    upper = (-upper if found["minus"] else upper) * (large if found["scale"] else 1.0)
    bare = not unit_word(lengths=True).match(text, past, limit) and not _many(_head(text, past, limit, loose=False))
    stepped = bool(unit or match["sign"] or match["fraction"] or bare)
    moved = _moved(text[max(0, match.start() - 50) : match.start()], stepped=stepped)
    return None if upper <= value * factor or moved else _Upper(upper, factor, past, joint[0])


def _moved(before: str, *, stepped: bool) -> bool:
    """Whether two numbers tell a change and no range: "rose from 5 to 7", "fell by 5 to 70"; if each has its unit or none, "rose 5% to 70%" too."""
    change = words("quantities", "change")
    if told := re.search(r"\b(\w+)((?:\s\w+){0,2})\s+(?:from|by)\s+$", before):
        return any(word.lower() in change for word in told.group().split())
    last = re.search(r"\b(\w+)(?:\s(?:another|further|about|nearly|almost|only|just))?\s+$", before)
    return stepped and last is not None and change.get(last[1].lower()) == "past"


def _mantissa(number: str) -> float:
    """The number before its scale word: 1.7 of "1.7 billion"."""
    first = re.match(r"[\d.,]+|[A-Za-z]+(?:-[A-Za-z]+)?", number)
    return (numeral(first.group()) if first else None) or 0.0


def _many(of: str | None) -> bool:
    """Whether what is counted is more than one: a plural, or a noun that is one without an s."""
    return of is not None and (of.lower() in words("quantities", "plural") or of.lower().endswith("s"))


def _unit(text: str, match: re.Match[str], value: float, end: int, *, lengths: bool) -> tuple[str | None, float, int]:
    """Unit, what to multiply by (cents are hundredths, and an "m" that is no million stands for metres), and the end of both."""
    if match["sign"]:
        return words("quantities", "sign")[" ".join(match["sign"].lower().split())], 1.0, end
    if match["scale"] == "m" and _metres().match(text, end):
        return "m", 1e-6, end
    article = re.compile(rf"{BLANK}(?:of{BLANK})?an?(?=\s)").match(text, end) if match["fraction"] else None
    found = unit_word(lengths=lengths).match(text, article.end() if article else end)
    if found is None:
        return None, 1.0, end
    if found["glued"]:
        return words("quantities", "glued")[found["glued"].lower()], 1.0, found.end()
    word = " ".join(found["unit"].lower().split())
    if word in words("quantities", "hundredth"):
        return words("quantities", "hundredth")[word], 0.01, found.end()
    unit = words("quantities", "unit").get(word) or words("quantities", "length")[word]
    if unit == "lb" and word.startswith("pound") and found["joint"] != "-" and ("£" in text or value >= STERLING_FROM):
        unit = "GBP"
    return unit, 1.0, found.end()


@cache
def _metres() -> re.Pattern[str]:
    """What shows that an "m" behind a number is metres and no million: "100m high", "the 400m hurdles"."""
    return re.compile(
        rf"{BLANK}(?:\w{{1,12}}{BLANK})?{either(words('quantities', 'measured'))}\b|-(?:{either(words('quantities', 'measured'))})\b", re.IGNORECASE
    )


def _after(text: str, end: int, limit: int) -> tuple[int, Comparison | None]:
    """ "Or more", "or so", "+" behind an amount."""
    found = behind().match(text, end, limit)
    if found is None:
        return end, None
    symbol = ">=" if found.group().strip() == "+" else words("quantities", "after")[" ".join(found.group().lower().split())]
    return found.end(), symbol  # type: ignore[return-value]


def _counted(text: str, match: re.Match[str], unit: str | None, end: int, limit: int, value: float) -> str | None:
    """What is counted: behind "of" (or "in", "worth" for money), or right behind a number without a unit or a hyphenated one."""
    gap = GAP.match(text, end, limit)
    link = WORD.match(text, gap.end() if gap else end, limit)
    name = link.group().lower() if link else ""
    money = unit is not None and (match["sign"] is not None or (len(unit) == 3 and unit.isupper()))
    if link and (name == "of" or (money and name in ("in", "worth"))):
        start = link.end()
        if name == "worth" and (of := re.compile(rf"{BLANK}of\b").match(text, start, limit)):
            start = of.end()
        return _head(text, start, limit, loose=True, skip=True, proper=name == "of")
    glued = unit is not None and re.search(r"\d(?:-|(?=[A-Za-z]))[A-Za-z°][A-Za-z° ]{0,20}$", text[max(match.start(), end - 24) : end])
    hyphen = text[end : end + 1] == "-" or bool(glued)
    if unit is not None and not hyphen:
        return None
    part = bool(match["fraction"] or match["share"])
    return _head(text, end + (text[end : end + 1] == "-"), limit, loose=hyphen or value == 1 or part, skip=part)


def _head(text: str, at: int, limit: int, *, loose: bool, skip: bool = False, proper: bool = True) -> str | None:
    """The head of the noun phrase that begins at `at`: its first plural, else, where one may be meant (`loose`), its last word."""
    last, plural = None, words("quantities", "plural")
    for _ in range(COUNTED_REACH):
        gap = GAP.match(text, at, limit)
        at = gap.end() if gap else at
        token = WORD.match(text, at, limit)
        if token is None:
            number = re.compile(DIGITS).match(text, at, limit) if skip and last is None else None
            if number is None:
                break
            at = number.end()
            continue
        word, lowered = token.group(), token.group().lower()
        at = token.end()
        if (skip and last is None and lowered in words("quantities", "determiner")) or lowered.endswith(("'s", "’s")):
            continue
        if lowered in words("quantities", "stop") or (last is not None and (lowered in past_forms() or lowered.endswith("ed"))):
            break
        if not proper and word[0].isupper():
            return None
        if lowered in plural or (lowered.endswith("s") and len(lowered) > 3 and not lowered.endswith(SINGULAR_ENDS)):
            return word
        last = word
    return last if loose else None


def _stands(text: str, match: re.Match[str], value: float, *, unit: str | None, of: str | None, plain: bool, end: int, upper: _Upper | None) -> bool:
    """Whether an amount without a unit is one at all, and no label, year, name or pronoun."""
    if unit is not None or match["sign"] or match["share"]:
        return True
    number, before = match["number"], text[max(0, match.start() - 40) : match.start()]
    if number.lower() == "one":
        return plain and not LONE_ONE.search(before) and _one(text, end, of)
    previous = re.search(r"([^\W\d_][\w.’'-]*)\s{1,2}$", before)
    label = previous[1].lower().rstrip(".") if previous else ""
    proper = previous is not None and previous[1][0].isupper()
    if plain and label == "top" and of is not None:
        return True
    if plain and (label in words("quantities", "label") or (previous and re.search(r"[a-z][A-Z]", previous[1]))):
        return False
    if not number[0].isdigit() and number[0] != ".":
        return bool(match["vague"] or match["fraction"]) or (
            number.lower() not in ("a", "an") and not (number[0].isupper() and proper and not _many(of))
        )
    if upper and FIRST_YEAR <= value <= upper.value <= LAST_YEAR and len(number) == len(f"{value:.0f}"):
        return False
    if plain and re.fullmatch(r"\d{4}", number) and FIRST_YEAR <= value <= LAST_YEAR:
        return of is not None and not proper and (_takes_object(label) and _many(of) if value % 100 else label not in words("quantities", "dating"))
    if (plain and not before.strip()) or before.endswith("\n"):
        return of is not None or not re.match(r"[.)]\s", text[end : end + 2])
    named = proper and label not in words("quantities", "stop") and re.fullmatch(r"\d{1,4}|1?\d\.\d", number) is not None
    return not (plain and named and of is None)


def _one(text: str, end: int, of: str | None) -> bool:
    """Whether a "one" that ends at `end` counts: one of a group, or of something that is no turn of speech ("one another", "one day")."""
    if ONE_OF.match(text, end):
        return True
    following = WORD.match(text, min(end + 1, len(text)))
    return of is not None and following is not None and following.group().lower().split("-")[0] not in words("quantities", "after one")


def _takes_object(word: str) -> bool:
    """Whether a number behind the word is counted rather than a year: behind a verb ("killed 1950 people"), but not "in", "the", "strong"."""
    return word in past_forms() or word.endswith("ed") or word in ("has", "have", "had", "are", "were", "with", "employs", "than")
