"""Quantities: finds the numbers of news English, with unit, comparison, and what they count."""

from __future__ import annotations

import re
from functools import cache

from sayso.data import Comparison, Quantity, Span
from sayso.read.calendar import BLANK, DIGITS, either, numeral, numeral_pattern, past_forms, words, year_words

COUNTED_REACH = 6
"""Words after a number among which the head of what it counts is sought."""
OLDEST = 120
"""Years a person may have lived."""
FIRST_YEAR, LAST_YEAR = 1500, 2100
"""Numbers of four digits without a comma that are years unless something shows a count."""
STERLING_FROM = 100_000
"""From here on "pounds" without a sign are money: nobody weighs so much in pounds in the news."""

WORD = re.compile(r"[^\W\d_](?:[\w'’]|-(?=\w)){0,40}")
GAP = re.compile(r"[^\S\n]{0,3}\n?[^\S\n]{0,3}")
SINGULAR_ENDS = ("ss", "us", "is", "'s", "’s")
LONE_ONE = re.compile(r"\b(?:no|any|every|each|this|that|the|which|some|last|first|only|day|number)[\s-]$", re.IGNORECASE)
AFTER_ONE = {
    "of",
    "day",
    "another",
    "time",
    "thing",
    "side",
    "hand",
    "reason",
    "such",
    "way",
    "who",
    "that",
    "by",
    "on",
    "sided",
    "off",
    "or",
    "point",
}


def quantities(text: str, *, span: Span | None = None) -> tuple[Quantity, ...]:
    """Quantities of `text` (or of `span` in it) in order, those of dates, times, names, scores and telephone numbers left out.

    `value` is the number itself, scale words multiplied out and percent as written (12.0 with unit "%"); a fraction is a part of one.
    `unit` is an ISO 4217 code, "%", "pp", "bp", "year" for ages, or the symbol of a physical unit as in tables/quantities.tsv; `of` is
    the head of the noun phrase that is counted, as written. A vague plural ("hundreds of") is its unit, ">=".
    """
    within = span or Span(0, len(text))
    hidden = _hidden(text, within)
    found: list[Quantity] = []
    at, mask = within.start, 0
    while match := _amount().search(text, at, within.end):
        number = match.start("number")
        while mask < len(hidden) and hidden[mask].end <= number:
            mask += 1
        if mask < len(hidden) and hidden[mask].start <= number:
            at = max(hidden[mask].end, match.start() + 1)
            continue
        quantity = _read(text, match, within)
        at = max(quantity.span.end if quantity else match.end("number"), match.start() + 1)
        if quantity:
            found.append(quantity)
    return tuple(found)


def _read(text: str, match: re.Match[str], within: Span) -> Quantity | None:
    """One match as a quantity, None if it is part of a name, an ordinal, a score or a year."""
    value = _value(match)
    if value is None or _in_word(text, match):
        return None
    if match["old"]:
        unit = match["old"].lower().rstrip("s")
        return Quantity(Span(_start(match), match.end("age")), value, unit, _comparison(match), _head(text, match.end("age"), within.end, loose=True))
    if _is_age(text, match, value):
        return Quantity(Span(match.start("aged") if match["aged"] else match.start("number"), match.end("number")), value, "year")
    upper, end = _upper(text, match, value)
    unit, factor, end = _unit(text, match, value, end)
    if upper is None and match["to"] and re.match(r"[-–]", match["to"]):
        return None
    end, after = _after(text, end, within.end)
    comparison: Comparison = "between" if upper is not None else after or _comparison(match)
    of = _counted(text, match, unit, end, within.end, value)
    if not _stands(text, match, value, unit=unit, of=of, plain=comparison == "=" and upper is None, end=end):
        return None
    return Quantity(Span(_start(match), end), value * factor, unit, comparison, of, upper * factor if upper is not None else None)


def _start(match: re.Match[str]) -> int:
    begun = [match.start(name) for name in ("before", "sign", "number") if match[name]]
    return match.start("between") if match["between"] and match["to"] else begun[0]


def _value(match: re.Match[str]) -> float | None:
    """The number, its scale letters multiplied out ("1.2bn"; "m" and "k" only for money)."""
    value: float | None
    if match["vague"]:
        value = 1.0
        for word in re.findall(r"[a-z]+", match["vague"].lower()):
            value *= float(words("quantities", "vague size").get(word, "1"))
        return value
    if match["fraction"]:
        return _fraction(match["fraction"])
    value = numeral(match["number"])
    return None if value is None else value * _scale(match, "scale")


def _scale(match: re.Match[str], name: str) -> float:
    letters = (match[name] or "").lower()
    return float(words("numerals", "short scale")[letters]) if letters else 1.0


def _fraction(text: str) -> float:
    pieces = re.findall(r"[a-z]+", text.lower())
    parts = words("numerals", "part")
    part = float(parts.get(pieces[-1]) or parts.get(pieces[-1].rstrip("s")) or 1)
    return part * (1.0 if len(pieces) < 2 or pieces[0] in ("a", "an") else numeral(pieces[0]) or 1.0)


def _comparison(match: re.Match[str]) -> Comparison:
    if match["vague"]:
        return ">="
    told = " ".join((match["before"] or "").lower().split())
    symbol = words("quantities", "before").get(told, "=")
    return symbol if symbol in ("=", "~", ">", ">=", "<", "<=") else "="  # type: ignore[return-value]


def _in_word(text: str, match: re.Match[str]) -> bool:
    """Whether the number is a piece of a longer sign: F-16, 5G, 22nd, 3.14.15."""
    start, end = match.start("sign") if match["sign"] else match.start("number"), match.end("scale") if match["scale"] else match.end("number")
    if re.search(r"[\w/#@]$|[^\W_][-–.,:’']$", text[max(0, start - 2) : start]) and text[start - 1 : start] != "—":
        return not match["sign"] or text[start - 1 : start].isalnum()
    return re.match(r"[A-Za-z_@/]|[.,:]\d", text[end : end + 2]) is not None and _unit_word().match(text, end) is None


def _is_age(text: str, match: re.Match[str], value: float) -> bool:
    """ "Aged 19", or a number between commas behind a name."""
    if not 0 < value <= OLDEST or match["sign"] or match["unit"] or match["scale"] or match["to"]:
        return False
    if match["aged"]:
        return True
    behind = re.match(r",(?!\d)|\.\s*$|\s\([^)]{0,30}\),", text[match.end("number") : match.end("number") + 34])
    name = re.search(r"[A-Z][\w.’'-]{1,30},\s$", text[max(0, match.start() - 34) : match.start()])
    return bool(match["number"].isdigit() and not match["before"] and name and behind)


def _upper(text: str, match: re.Match[str], value: float) -> tuple[float | None, int]:
    """The higher of two numbers, if they are a range, and where the amount ends."""
    lone_end = match.end("scale") if match["scale"] else match.end("number")
    if not match["to"]:
        return None, lone_end
    upper, joint = numeral(match["second"]), match["to"].strip().lower()
    if upper is None or (joint == "and") != bool(match["between"]):
        return None, lone_end
    scaled = upper * _scale(match, "scale2")
    changed = re.search(r"\b(\w+)(?:\s\w+){0,2}\s+from\s+$", text[max(0, match.start() - 50) : match.start()], re.IGNORECASE)
    moved = changed and any(word.lower() in words("quantities", "change") for word in changed.group().split())
    if scaled <= value or moved:
        return None, lone_end
    return scaled, match.end("scale2") if match["scale2"] else match.end("second")


def _unit(text: str, match: re.Match[str], value: float, end: int) -> tuple[str | None, float, int]:
    """Unit, what to multiply by (cents, or the scale that only the upper number bears), and the end of both."""
    if match["sign"]:
        return words("quantities", "sign")[" ".join(match["sign"].lower().split())], 1.0, end
    found = _unit_word().match(text, end)
    if found is None:
        return None, 1.0, end
    word = " ".join(found["unit"].lower().split())
    if word in words("quantities", "hundredth"):
        return words("quantities", "hundredth")[word], 0.01, found.end()
    unit = words("quantities", "unit")[word]
    if unit == "lb" and word.startswith("pound") and found["joint"] != "-" and ("£" in text or value >= STERLING_FROM):
        unit = "GBP"
    return unit, 1.0, found.end()


def _after(text: str, end: int, limit: int) -> tuple[int, Comparison | None]:
    """ "Or more", "or so", "+" behind an amount."""
    found = _behind().match(text, end, limit)
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
    return _head(text, end + (text[end : end + 1] == "-"), limit, loose=hyphen or value == 1 or bool(match["fraction"]), skip=bool(match["fraction"]))


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


def _stands(text: str, match: re.Match[str], value: float, *, unit: str | None, of: str | None, plain: bool, end: int) -> bool:
    """Whether an amount without a unit is one at all, and no label, year, name or pronoun."""
    if unit is not None or match["sign"]:
        return True
    number, before = match["number"], text[max(0, match.start() - 40) : match.start()]
    if number.lower() == "one":
        following = WORD.match(text, min(end + 1, len(text)))
        return plain and of is not None and following is not None and following.group().lower() not in AFTER_ONE and not LONE_ONE.search(before)
    previous = re.search(r"([^\W\d_][\w.’'-]*)\s{1,2}$", before)
    label = previous[1].lower().rstrip(".") if previous else ""
    if plain and (label in words("quantities", "label") or (previous and re.search(r"[a-z][A-Z]", previous[1]))):
        return False
    if not number[0].isdigit():
        return bool(match["vague"] or match["fraction"]) or number.lower() not in ("a", "an")
    if match["second"] and all(re.fullmatch(r"(?:1[5-9]|20)\d\d", told) for told in (number, match["second"])):
        return False
    if plain and re.fullmatch(r"\d{4}", number) and FIRST_YEAR <= value <= LAST_YEAR:
        return (
            of is not None
            and value % 100 == 0
            and not (previous and previous[1][0].isupper())
            and label not in ("in", "since", "by", "until", "from", "during", "of", "before", "after")
        )
    if (plain and not before.strip()) or before.endswith("\n"):
        return of is not None or not re.match(r"[.)]\s", text[end : end + 2])
    named = previous is not None and previous[1][0].isupper() and label not in words("quantities", "stop")
    return not (plain and named and of is None)


def _hidden(text: str, within: Span) -> list[Span]:
    """Stretches whose numbers are no quantities: dates, clock times, lengths of time, telephone numbers, scores."""
    return [Span(*match.span()) for match in _other().finditer(text, within.start, within.end)]


@cache
def _amount() -> re.Pattern[str]:
    """Comparison, currency sign, number or fraction or vague plural, scale letters, the second number of a range, an age."""
    scale, blank = either(words("numerals", "short scale")), BLANK
    parts = either([*words("numerals", "part"), "thirds", "quarters", "fifths", "sixths", "eighths", "tenths"])
    small = either(word for word, value in words("numerals", "small").items() if 0 < float(value) < 10)
    fraction = rf"\b(?:{small}(?:-|{blank}){parts}|an?{blank}(?:third|quarter|fifth|tenth)|half)\b(?={blank}(?:of|the|its|his|her|their)\b)"
    fraction = rf"(?P<fraction>{fraction}|\b{small}-(?:thirds?|quarters?|fifths?|eighths?|tenths?)\b)"
    many = either(["thousands", "millions", "billions"])
    vague = rf"(?:tens|dozens|hundreds|thousands){blank}of{blank}{many}|dozens|hundreds|thousands|millions|billions|trillions|scores(?={blank}of\b)"
    vague = rf"(?P<vague>\b(?:{vague})\b)"
    sign = either(words("quantities", "sign"))
    return re.compile(
        rf"(?:(?P<between>\bbetween{blank}))?(?:\b(?P<before>{either(words('quantities', 'before'))}){blank}(?:the{blank})?)?"
        rf"(?:\b(?P<aged>aged?{blank}))?(?:(?<![A-Za-z])(?P<sign>{sign})[ \u00a0]?(?=\d))?"
        rf"(?P<number>{fraction}|{vague}|{numeral_pattern()}){_tail(scale, sign)}",
        re.IGNORECASE,
    )


def _tail(scale: str, sign: str) -> str:
    return (
        rf"(?:(?<=\d)[ \u00a0]?(?P<scale>{scale})(?![\w]))?"
        rf"(?:(?P<to>[-–]|{BLANK}(?:to|and){BLANK})(?:{sign}[ \u00a0]?)?(?P<second>{numeral_pattern()})"
        rf"(?:(?<=\d)[ \u00a0]?(?P<scale2>{scale})(?!\w))?)?"
        rf"(?P<age>(?:-|{BLANK})(?P<old>years?|months?|weeks?|days?)(?:-|{BLANK})olds?\b)?"
        rf"(?P<unit>(?:-|{BLANK})?%)?"
    )


@cache
def _unit_word() -> re.Pattern[str]:
    units = [*words("quantities", "unit"), *words("quantities", "hundredth")]
    return re.compile(rf"(?P<joint>-|{BLANK})?(?P<unit>{either(units)})(?![\w°])", re.IGNORECASE)


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"\+(?!\d)|{BLANK}{either(words('quantities', 'after'))}\b", re.IGNORECASE)


@cache
def _other() -> re.Pattern[str]:
    """Dates, times, lengths of time, telephone numbers, scores, and years in words."""
    month, weekday = either(name.title() for name in words("calendar", "month")), either(words("calendar", "weekday"))
    unit = either(word for word in words("calendar", "unit") if word not in ("quarter", "second"))
    vague = either(words("quantities", "vague size"))
    return re.compile(
        rf"(?<!\bin\s)\b(?-i:{month})\b\.?{BLANK}\d{{1,2}}(?:st|nd|rd|th)?\b(?!,\d{{3}}|%)(?:[-–]\d{{1,2}}\b)?(?:,?{BLANK}(?:1[5-9]|20)\d\d\b)?"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?:[-–]\d{{1,2}})?{BLANK}(?:of{BLANK})?(?-i:{month})\b(?:,?{BLANK}(?:1[5-9]|20)\d\d\b)?"
        rf"|\b(?-i:{month})\b\.?,?{BLANK}(?:1[5-9]|20)\d\d\b"
        rf"|\b{weekday}{BLANK}\(?\d{{1,2}}\)?"
        r"|(?<![\w.])(?:\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d))(?!\d)"
        rf"|\b\d{{1,2}}(?:[:.]\d\d)?\s?[ap](?:\.m\.|m\b)|\b\d{{1,2}}:\d\d(?::\d\d)?(?!\d)|\b\d{{4}}{BLANK}(?:GMT|UTC|hours)\b"
        r"|(?<![\w.,])(?:1[5-9]|20)\d\d[-–/](?:(?:1[5-9]|20)\d\d|\d\d)(?![\w,])"
        rf"|\b(?:{numeral_pattern()}\+?|\d{{1,4}}(?:-|–|{BLANK}(?:to|or){BLANK})\d{{1,4}})(?:-|{BLANK})(?:(?:more|full|consecutive|straight|additional){BLANK})?(?:{unit}|quarter(?=s)|second(?=s))s?\b(?!(?:-|{BLANK})olds?\b)"
        rf"|\b{vague}{BLANK}of{BLANK}{unit}s\b|\b(?:1\d|20)\d0s\b|['’]\d0s\b|\b(?:mid-)?{year_words()}\b"
        r"|(?<!\w)\+?\(?\d{2,5}\)?(?:[ -]\d{2,5}){2,5}(?![\w,])|(?<!\w)0\d{2,4}[- ]\d{5,8}(?!\w)"
        r"|\bin (?:his|her|their) \d0s\b|\b9/11\b|\b24/7\b",
        re.IGNORECASE,
    )
