"""The calendar and the numerals of English: tables and arithmetic that finders share. Finds nothing itself."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache, cached_property, lru_cache
from importlib import resources
from itertools import accumulate
from typing import Literal

from sayso.data import Span

BLANK = r"(?:[^\S\n]{1,3}|[^\S\n]{0,3}\n[^\S\n]{0,3})"
"""What may stand between two words of one expression: a few blanks, at most one line break."""

Leaning = Literal["past", "future"]

LOOK_BACK = 220
"""Characters before an expression in which its clause may begin: a long news sentence."""
PREPOSITION_REACH = 24
"""Characters in which a preposition and an article stand."""
LOOK_AHEAD = 110
"""Characters after it in which the verb of a clause that it opens is sought."""
SENTENCE_END = re.compile(r"[.!?\n](?:(?<=[^\W\d_]{3}[.!?])[”\"'’)]{0,3}\s{1,4}(?=[“\"‘']?[A-Z])|(?<=\n)\s{0,9}\n)")
"""A mark behind a word, or an empty line: told by its first character, which is rare, and only then by what stands before."""

WORD_OR_DIGIT = re.compile(r"([^\W\d_½¼¾⅓⅔]+|[\d½¼¾⅓⅔])")
DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,5}(?!\d)|\d{1,15})(?:\.\d{1,6})?"


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """Rows of `tables/<name>.tsv`, without comments and empty lines."""
    lines = (resources.files("sayso.read") / "tables" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line.strip() and not line.startswith("#"))


@cache
def words(name: str, kind: str) -> dict[str, str]:
    """Word (lower case) -> value, for one kind of entry of a table of (kind, word, value)."""
    return {row[1].lower(): row[2] for row in table(name) if row[0] == kind}


def either(options: Iterable[str]) -> str:
    """A pattern for any of the options, the longest first; blanks in them match `BLANK`."""
    ordered = sorted(set(options), key=lambda option: (-len(option), option))
    return "(?:" + "|".join(BLANK.join(map(re.escape, option.split(" "))) for option in ordered) + ")"


@lru_cache(maxsize=2)
def words_of(text: str) -> tuple[list[str], list[int]]:
    """The words of a text in order, in small letters, and where each begins; every digit stands by itself, as "0"."""
    pieces = WORD_OR_DIGIT.split(text)  # what lies between words, and words, in turn: for a match each would take twice the time
    starts = list(accumulate(map(len, pieces)))[::2]
    told = list(map(str.lower, pieces[1::2]))
    digits = {word for word in set(told) if word.isdigit()}
    return ["0" if word in digits else word for word in told] if digits else told, starts


@lru_cache(maxsize=2)
def places_of_words(text: str) -> dict[str, list[int]]:
    """Where each word of a text begins, by word, as `words_of` gives them."""
    found: dict[str, list[int]] = defaultdict(list)
    for word, at in zip(*words_of(text), strict=False):  # the last place is the end
        found[word].append(at)
    return dict(found)


def places_told(text: str, told: Iterable[str]) -> list[int]:
    """Where the words `told`, their plurals, and digits begin, in order."""
    return places_of(text, {"0", *told, *(word + "s" for word in told)})


def places_of(text: str, told: Iterable[str]) -> list[int]:
    """Where the words `told` begin, in order; "0" stands for a digit."""
    places = places_of_words(text)
    return sorted([at for word in places.keys() & told for at in places[word]])


def matches_at(pattern: re.Pattern[str], heads: Sequence[int], text: str, within: Span) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` gives where every match begins at one of `heads`, which are in order."""
    at, end = within.start, within.end
    for head in heads[bisect_left(heads, at) : bisect_left(heads, end)]:
        if head >= at and (match := pattern.match(text, head, end)) is not None:
            yield match
            at = match.end()


@cache
def numeral_pattern() -> str:
    """A pattern for a cardinal number in digits or words, without scale letters ("1,250.5", "two and a half", "ninety-six")."""
    single = either([*words("numerals", "small"), *words("numerals", "scale")])
    half = rf"(?:(?:-|{BLANK})and(?:-|{BLANK})a(?:-|{BLANK})half|[ -]?[½¼¾⅓⅔]|{BLANK}1/2)"
    scale = either(words("numerals", "scale"))
    spelled = rf"(?:(?:an?(?:{BLANK}half)?|half{BLANK}an?){BLANK}{scale}|{single})(?:(?:-|{BLANK}(?:and{BLANK})?){single}){{0,7}}"
    return rf"(?:(?:{DIGITS}(?:(?:-|{BLANK}){scale}\b)?|\b{spelled}\b)(?:{half}(?:{BLANK}{scale}\b)?)?|[½¼¾⅓⅔])"


def numeral(text: str) -> float | None:
    """The value of a number that `numeral_pattern` found, None if it is none."""
    total, current, seen = 0.0, 0.0, False
    lowered = re.sub(r"and[\s-]+a[\s-]+half|1/2", "½", text.lower().replace(",", ""))
    small, scales, vulgar = words("numerals", "small"), words("numerals", "scale"), words("numerals", "vulgar")
    for word in re.findall(r"\d+(?:\.\d+)?|\.\d+|[½¼¾⅓⅔]|[a-z]+", lowered):
        if word in ("a", "an", "and"):
            continue
        if word == "half":
            current = 0.5
        elif word in vulgar:
            current += float(vulgar[word])
        elif word in small or word[-1].isdigit():
            current += float(small.get(word, word))
        elif word in scales:
            size = float(scales[word])
            total, current = (total, (current or 1) * size) if size <= 100 else (total + (current or 1) * size, 0.0)
        else:
            return None
        seen = True
    return total + current if seen else None


@cache
def year_words() -> str:
    """A pattern for a year in words ("nineteen ninety-six", "twenty twenty-four")."""
    small = words("numerals", "small")
    tens, units = [w for w in small if float(small[w]) >= 20], [w for w in small if 0 < float(small[w]) < 10]
    rest = rf"(?:{either(tens)}(?:(?:-|{BLANK}){either(units)})?|{either(w for w in small if 10 <= float(small[w]) < 20)})"
    return rf"(?:nineteen|twenty|eighteen){BLANK}{rest}"


def spoken_year(text: str) -> int | None:
    """The year that `year_words` found: "nineteen ninety-six" -> 1996."""
    head, _, rest = text.lower().replace("\n", " ").partition(" ")
    front, back = numeral(head), numeral(rest)
    return int(front * 100 + back) if front is not None and back is not None else None


def month_number(name: str) -> int:
    """1 to 12 for the name of a month, full or short."""
    return int(words("calendar", "month")[name.lower().rstrip(".")])


def weekday_number(name: str) -> int:
    """1 (Monday) to 7 (Sunday), as in ISO 8601."""
    lowered = name.lower().rstrip(".")
    return int({**words("calendar", "weekday"), **words("calendar", "short weekday")}[lowered])


def day_of(year: int, month: int, day: int) -> date | None:
    """That day, None if the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def moved(day: date, days: int) -> date | None:
    """The day so many days later, None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def months_later(day: date, months: int) -> tuple[int, int] | None:
    """(year, month) so many months later, None beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return (year, month + 1) if MINYEAR <= year <= MAXYEAR else None


def week_of(day: date) -> str:
    """ISO week of a day: "2024-W47"."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def last_on_weekday(weekday: int, *, until: date) -> date:
    """The latest such weekday (1 Monday to 7 Sunday) that is not after `until`."""
    return until - timedelta(days=(until.isoweekday() - weekday) % 7)


def days_in_years(month: int, day: int, years: Iterable[int]) -> list[date]:
    """That day of that month in each of the years that has one."""
    return [found for year in years if (found := day_of(year, month, day)) is not None]


@lru_cache(maxsize=1)
def tenses(text: str) -> Tenses:
    """The tenses of a text; those of the last one are kept, since what dates a report and what values its times both ask for them."""
    return Tenses(text)


class Tenses:
    """Which clauses of a text speak of the past and which of the future, by their verbs and a few other cues."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[int, list[tuple[int, int, Leaning]]] = {}

    @cached_property
    def _borders(self) -> list[int]:
        return [border.end() for border in SENTENCE_END.finditer(self._text)]

    def _cues(self, sentence: int) -> list[tuple[int, int, Leaning]]:
        """The cues of a sentence, by its number: few sentences of a report are asked for."""
        if sentence not in self._known:
            first = self._borders[sentence - 1] if sentence else 0
            last = self._borders[sentence] if sentence < len(self._borders) else len(self._text)
            self._known[sentence] = [(cue.start(), cue.end(), _direction(cue)) for cue in self._cues_between(first, last)]
        return self._known[sentence]

    def _cues_between(self, first: int, last: int) -> Iterator[re.Match[str]]:
        """What `_cues().finditer` gives, with a try only where a cue may begin."""
        at = first
        for begin in self._cue_heads[bisect_left(self._cue_heads, first) : bisect_left(self._cue_heads, last)]:
            cue = _cues().match(self._text, begin, last) if begin >= at else None
            if cue is not None:
                yield cue
                at = cue.end()

    @cached_property
    def _cue_heads(self) -> list[int]:
        """Where a cue may begin: at a word that does, or ends in "ed", and at the apostrophe of "'ll"."""
        places = places_of_words(self._text)
        heads = [at for word, told in places.items() if word.endswith("ed") or word in _cue_words() for at in told]
        return sorted([*heads, *(at - 1 for at in places.get("ll", ()) if at)])

    def leaning(self, start: int, end: int) -> Leaning | None:
        """The tense around `text[start:end]`, None without a cue.

        First that of a preposition right before ("until Friday"), then of a verb right behind ("on Friday issued"), then of the nearest cue
        before it in its sentence, then of the first behind.
        """
        preposition = _preposition().search(self._text, max(0, start - PREPOSITION_REACH), start)
        if preposition:
            return _told("tense preposition", preposition["word"])
        border = bisect_right(self._borders, start)
        first = max(self._borders[border - 1] if border else 0, start - LOOK_BACK)
        last = min(self._borders[border] if border < len(self._borders) else end + LOOK_AHEAD, end + LOOK_AHEAD)
        cues = self._cues(border)
        before = bisect_right(cues, start, key=lambda cue: cue[1]) - 1
        follower = self._first_behind(border, end)
        at_once = follower is not None and follower[0] <= end + 1
        if before >= 0 and cues[before][0] >= first and not at_once:
            return cues[before][2]
        return follower[2] if follower is not None and follower[1] <= last else None

    def _first_behind(self, sentence: int, end: int) -> tuple[int, int, Leaning] | None:
        """The first cue behind an expression that ends there, in its sentence or the one in which it ends, else in the next."""
        for number in range(sentence, min(bisect_right(self._borders, end) + 1, len(self._borders)) + 1):
            cues = self._cues(number)
            behind = bisect_left(cues, end, key=lambda cue: cue[0])
            if behind < len(cues):
                return cues[behind]
        return None


@cache
def _preposition() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<word>{either(words('calendar', 'tense preposition'))}){BLANK}(?:the{BLANK}|on{BLANK})?\Z", re.IGNORECASE)


def _told(kind: str, text: str) -> Leaning:
    return "future" if words("calendar", kind).get(" ".join(text.lower().split())) == "future" else "past"


@cache
def _cues() -> re.Pattern[str]:
    auxiliary = rf"(?:will|shall|would|could|should|must|may|might|can|won['’]t|to|['’]ll)(?:{BLANK}(?:not|also|[a-z]{{2,12}}ly))?{BLANK}be"
    plain = rf"\b{either(words('calendar', 'tense'))}\b(?!-)"
    verb = rf"\b(?:{either(past_forms())}|[a-z]{{1,19}}(?<!e)(?<!hundr)ed)\b(?!-)"
    future = rf"(?P<future>(?<!\w){auxiliary}(?:{BLANK}[a-z]{{2,20}})?\b|(?<=\w)['’]ll\b)"
    return re.compile(rf"{future}|(?<![^\W\d_])(?:(?P<told>(?i:{plain}))|{verb})")


@cache
def _cue_words() -> frozenset[str]:
    """The words with which what `_cues` finds begins, up to the first mark in them, but for those that end in "ed"."""
    told = re.findall(r"[a-z]+", "will shall would could should must may might can won to")
    return frozenset(re.split(r"[\W\d_]", word, maxsplit=1)[0].lower() for word in (*told, *words("calendar", "tense"), *past_forms()))


@cache
def past_forms() -> tuple[str, ...]:
    """Past forms of the irregular verbs; modals and participles of the present are cues of their own or none."""
    rows = [row for row in table("irregular_verbs") if len(row) >= 2 and row[0] not in ("be", "can", "will", "may", "shall")]
    lemmas = {row[0] for row in rows}
    forms = {form for row in rows for form in row[1].split() if form.isalpha() and form not in lemmas and not form.endswith(("ing", "s"))}
    return tuple(sorted(forms))


def _direction(cue: re.Match[str]) -> Leaning:
    return "future" if cue["future"] else _told("tense", cue["told"] or "")
