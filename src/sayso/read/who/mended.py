"""Names as the tagger gives them, mended by the tables: cut names widened, roles taken for names dropped, those missed in sources added."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import Literal

from sayso.data import Name, Span
from sayso.read.lexicon import bodies, capitals, demonyms, documents, fold, given_names, key, known, numbers, pronouns, roles, titles, words_of
from sayso.read.who.firms import as_firms, titled

NameKind = Literal["person", "organisation", "place", "other"]
RUN = re.compile(r"[A-Z](?<=\b[A-Z])[\w’'.&-]*(?:[ \t]+(?:(?:of|the|for|and|de|van|von|al|bin)[ \t]+){0,2}[A-Z][\w’'.&-]*){0,6}")
"""Capitalised words in a row; that the first of them begins a word is asked behind its capital, which is rare and found fast."""
TRAILING = re.compile(r"(?:['’]s?|[.’'])+$")
PARTY_AND_STATE = re.compile(r"[A-Z]{1,3}-[A-Z][a-z]*\.?$")
""" "R-Calif.", behind the name of a member of a parliament."""
BEFORE = re.compile(r"(\w+)[ \t]$")
ABBREVIATED = frozenset({"Rep.", "Sen.", "Gov.", "Reps.", "Sens.", "Gen."})
FORMAL = frozenset({"Mr", "Mrs", "Ms", "Dr", "Sen", "Rep"})
"""Titles that stand before nothing but persons."""
LONGEST_WORD = 30
JOINED = re.compile(r"[ \t]+(?:and|&)[ \t]+(?:the[ \t]+)?")
FURTHER = re.compile(r"[ \t]([\w-]{2,40})")
LAST_WORD = re.compile(r"[ \t]+(\w{1,40})$")
BODY_OF = re.compile(r"[A-Z][a-z]+ (?:of|for) (?:the )?[A-Z]")
ROLE_BEFORE = re.compile(r"(\w+),[ \t]\Z")
SPACED, FIRST_WORD = re.compile(r"\S+"), re.compile(r"(\S+)\s*")
NEXT_WORD = re.compile(r"[ \t]([A-Z][\w&-]{2,40})")


def mend(text: str, *, names: tuple[Name, ...], sources: tuple[Span, ...]) -> tuple[Name, ...]:
    """`names` with such errors mended, and those found in addition inside `sources`, in order of the text."""
    cut = [piece for name in _rejoined(text, names) for piece in _pieces(text, name)]
    kept = tuple(_as_person(text, _widened(text, _grown(text, _as_club(text, name)))) for name in cut if _is_name(text, name))
    return _with_untagged(text, names=as_firms(text, kept), sources=sources)


# ---------- names cut too wide, or into pieces


def _rejoined(text: str, names: tuple[Name, ...]) -> list[Name]:
    """Names in order, with the halves of "Trade" and "Industry Committee" put together again, which "and" had parted."""
    found: list[Name] = []
    for name in sorted(names, key=_place):
        before = found[-1] if found else None
        if before is not None and _one_body(text, before, name):
            found[-1] = Name(Span(before.span.start, name.span.end), "organisation")
        else:
            found.append(name)
    return found


def _place(name: Name) -> tuple[int, int, str]:
    """By what names are put in order: numbers are compared faster than spans."""
    return name.span.start, name.span.end, name.kind


def _one_body(text: str, before: Name, name: Name) -> bool:
    if before.kind != "organisation" or name.kind != "organisation" or text[before.span.end : name.span.start].split() not in (["and"], ["&"]):
        return False
    first, second = (key(text[one.span.start : one.span.end]) for one in (before, name))
    joins = len(second) > 1 and second[-1] in bodies() and bool(first) and first[-1] not in bodies()
    return joins and first not in known() and second not in known()


def _pieces(text: str, name: Name) -> list[Name]:
    """What a tagged name is in truth: two bodies joined by "and", or a name with a role before it or a common noun behind it."""
    start, end = name.span.start, name.span.end
    if len(text[start:end].split()) < 2:
        return [name]  # one word, as most are
    if name.kind != "person":
        for match in JOINED.finditer(text, start, end):
            halves = [Span(start, match.start()), Span(match.end(), end)]
            if all(key(text[half.start : half.end]) in known() for half in halves):
                return [Name(half, "organisation") for half in halves]
    end = _common_end(text, start, end)
    if name.kind != "person":
        end = _before_roles(text, start, end)
    bearer = _behind_roles(text, start, end)
    return [name if (bearer, end) == (start, name.span.end) else Name(Span(bearer, end), "person" if bearer > start else name.kind)]


def _common_end(text: str, start: int, end: int) -> int:
    """The end of a name without a common noun that the tagger took in ("Okafor administration")."""
    if not text[start:end].split()[-1].islower():
        return end
    match = LAST_WORD.search(text[start:end])
    if match is None or not (match.group(1) in bodies() or match.group(1) in roles()):
        return end
    head = text[start : start + match.start()]
    return start + match.start() if len(head.split()) == 1 and head[:1].isupper() and key(head) not in known() else end


def _before_roles(text: str, start: int, end: int) -> int:
    """The end of a body's or place's name without the role behind it ("Home Office Minister", "Ohio Republican Rep.")."""
    last = fold(text[start:end].split()[-1])
    if last not in _role_endings() or key(text[start:end]) in known():
        return end
    words = [(match.end(), match.group()) for match in SPACED.finditer(text, start, end)]
    folded = [fold(word) for _, word in words]
    for at in range(1, len(words)):
        told = folded[at:]
        if " ".join(told) in roles() or all(word in titles() or word in roles() for word in told):
            rest = key(text[start : words[at - 1][0]])
            if rest in known() or rest in demonyms() or words[-1][1] in ABBREVIATED:
                return words[at - 1][0]
    return end


def _behind_roles(text: str, start: int, end: int) -> int:
    """Where the person begins in "House Speaker Ann Poe": behind roles and bodies, at a first name before one or two words."""
    words = text[start:end].split()
    for at in range(max(1, len(words) - 3), len(words) - 1):
        if fold(words[at]) in given_names() and _role_before([fold(word) for word in words[:at]]):
            return [match.start() for match in SPACED.finditer(text, start, end)][at]
    return start


@cache
def _role_endings() -> frozenset[str]:
    """The last words of what people are called by what they do: behind a name that ends with none of them, there is no role."""
    return frozenset(told.split()[-1] for table in (roles(), titles()) for told in table)


def _role_before(told: list[str]) -> bool:
    """Whether words end with a role or a title, or tell a body and a role ("director of national intelligence")."""
    if any(" ".join(told[-size:]) in table for size in (3, 2, 1) for table in (roles(), titles()) if len(told) >= size):
        return True
    return len(told) > 2 and told[0] in roles() and told[1] in ("of", "for")


def _grown(text: str, name: Name) -> Name:
    """A person's name before a word that ends the names of bodies ("Ann Poe Holdings") is a body's."""
    if name.kind not in ("person", "organisation"):
        return name
    written = text[name.span.start : name.span.end].split()
    after = NEXT_WORD.match(text, name.span.end) if len(written) <= 3 else None
    if after is not None and (_ends_body(after.group(1)) or (name.kind == "organisation" and after.group(1).lower() in bodies())):
        return Name(Span(name.span.start, after.end()), "organisation")
    return Name(name.span, "organisation") if name.kind == "person" and len(written) > 1 and _ends_body(written[-1]) else name


def _as_club(text: str, name: Name) -> Name:
    """A place's or person's name that ends as clubs' do ("Poe Rovers") is a club's."""
    if name.kind not in ("place", "person"):
        return name
    told = key(text[name.span.start : name.span.end])
    club = len(told) > 1 and told[-1] in words_of("club_ending") and told not in known()
    return Name(name.span, "organisation") if club else name


def _ends_body(word: str) -> bool:
    low = fold(word)
    return low in words_of("body_ending") or low in words_of("legal") or low.endswith(("management", "shipping", "bank", "werke"))


def _is_name(text: str, name: Name) -> bool:
    """False for a mere role or title ("Director"), a role after a body ("GOP Staffer") and a party with its state."""
    written = text[name.span.start : name.span.end]
    told = key(written)
    if BODY_OF.match(written) and _body_of(text, name.span.start, name.span.end):
        return True
    if written.islower() and _half_of_role(text, name):
        return False
    if not told or ("-" in written and PARTY_AND_STATE.fullmatch(written.strip())):
        return False
    if name.kind != "person":
        return True
    if all(word in titles() or word in roles() for word in told) and (len(told) > 1 or told[0] not in given_names()):
        return bool(BEFORE.search(text[max(0, name.span.start - LONGEST_WORD) : name.span.start])) and len(told) == 1 and titled(text, name)
    return not (told[-1] in roles() and (told[0],) in known())


def _half_of_role(text: str, name: Name) -> bool:
    """Whether a name in small letters is a role or its first half ("chief" of "chief executive", "prime" of "prime minister")."""
    further = FURTHER.match(text, name.span.end)
    told = fold(text[name.span.start : name.span.end])
    return told in roles() or (further is not None and f"{told} {fold(further.group(1))}" in roles())


def _as_person(text: str, name: Name) -> Name:
    """A name under a personal title ("Rep. Okafor") is a person's, whatever the tagger says."""
    if name.kind == "person":
        return name
    written = text[name.span.start : name.span.end].split()
    abbreviated = len(written) > 1 and written[0].endswith(".") and len(written[0]) < 6 and fold(written[0]) in titles()
    before = text[max(0, name.span.start - 8) : name.span.start].split()[-1:]
    formal = len(written) < 4 and bool(before) and before[0].rstrip(".") in FORMAL and key(" ".join(written)) not in known()
    return Name(name.span, "person") if abbreviated or formal or _apposed_to_role(text, name, written) else name


def _apposed_to_role(text: str, name: Name, written: list[str]) -> bool:
    """Whether a name of two or three words stands between commas behind what somebody is ("its chief medical officer, Ann Poe, said")."""
    if not 1 < len(written) < 4 or text[name.span.end : name.span.end + 1] != "," or key(" ".join(written)) in known():
        return False
    if not all(word[:1].isupper() for word in written) or fold(written[-1]) in bodies():
        return False
    told = ROLE_BEFORE.search(text[max(0, name.span.start - LONGEST_WORD) : name.span.start])
    row = roles().get(fold(told.group(1))) if told is not None else None
    return row is not None and row.kind in ("office", "leader", "spokes", "counsel", "expert", "relation")


def _widened(text: str, name: Name) -> Name:
    """A country or its people whose first word the tagger left out ("South" before "Korean")."""
    further = FURTHER.match(text, name.span.end) if key(text[name.span.start : name.span.end]) in known() else None
    if further is not None and key(text[name.span.start : further.end()]) in known():
        return Name(Span(name.span.start, further.end()), "organisation")
    if name.kind == "person":
        return name
    ahead = text[max(0, name.span.start - LONGEST_WORD) : name.span.start]
    if not ahead[-2:-1].isalnum() or ahead[ahead[:-1].rfind(" ") + 1 :].islower():
        return name  # asked before the pattern, which takes long: before most names stands a mark or a small word
    before = BEFORE.search(ahead)
    if before is None or not before.group(1)[0].isupper() or before.group(1).lower() in ("the", "a", "an"):
        return name
    wider = key(before.group(1) + " " + text[name.span.start : name.span.end])
    if len(wider) < 2 or not (wider in demonyms() or (wider in known() and known()[wider].kind == "government")):
        return name
    return Name(Span(name.span.start - (len(before.group())), name.span.end), name.kind)


def _with_untagged(text: str, *, names: tuple[Name, ...], sources: tuple[Span, ...]) -> tuple[Name, ...]:
    taken = sorted([(name.span.start, name.span.end) for name in names])
    starts = [start for start, _ in taken]
    spans: list[Span] = []
    for source in sorted(set(sources), key=lambda source: (source.start, source.end)):
        if text[source.start : source.end].islower():
            continue
        inside = taken[max(0, bisect_left(starts, source.start) - 2) : bisect_left(starts, source.end)]
        for match in RUN.finditer(text, source.start, source.end):
            if any(start <= match.start() and match.end() <= end for start, end in inside):
                continue  # tagged as it stands, as most are
            span = _inner(text, match.start(), match.end())
            if span is not None and not any(span.start < end and span.end > start for start, end in inside):
                spans.append(span)
    kinds = {word: name.kind for name in reversed(names) for word in key(text[name.span.start : name.span.end])} if spans else {}
    added: list[Name] = []
    for span in spans:
        if any(span.start < other.span.end and span.end > other.span.start for other in added[-20:]):
            continue
        kind = _kind(text, span, kinds)
        if kind is not None:
            added.append(Name(span, kind))
    return tuple(sorted([*names, *added], key=_place))


def _inner(text: str, start: int, end: int) -> Span | None:
    """A run of capitalised words without the common words, titles and roles at its head."""
    ending = TRAILING.search(text, start, end)
    end = ending.start() if ending and not known().get(key(text[start:end])) else end
    while start < end:
        if known().get(key(text[start:end])):
            return Span(start, end)
        if BODY_OF.match(text, start, end) and _body_of(text, start, end):
            return Span(start, end)
        word = FIRST_WORD.match(text, start, end)
        if word is None or not _common(fold(word.group(1))):
            break
        start = word.end()
    return Span(start, end) if start < end else None


def _body_of(text: str, start: int, end: int) -> bool:
    """Whether a run is the written-out name of a body ("College of Engineers")."""
    return fold(text[start:end].split()[0]) in bodies()


def _common(word: str) -> bool:
    tables = (roles(), titles(), bodies(), documents(), numbers(), pronouns())
    function = any(word in words_of(kind) for kind in ("definite", "indefinite", "possessive", "preposition", "conjunction", "adverb", "verb"))
    return function or any(word in table for table in tables) or (word,) in demonyms()


def _kind(text: str, span: Span, kinds: dict[str, NameKind]) -> NameKind | None:
    """The kind of an untagged name: a table's, that of a tagged one with the same last word, else a person's by first name or title."""
    told = key(text[span.start : span.end])
    if not told:
        return None
    if told in known():
        return "organisation"
    if told in capitals():
        return "place"
    if BODY_OF.match(text, span.start, span.end) and _body_of(text, span.start, span.end):
        return "organisation"
    if told[-1] in kinds:
        return kinds[told[-1]]
    before = fold(text[max(0, span.start - 12) : span.start]).split()
    return "person" if (before and before[-1] in titles()) or told[0] in given_names() else None
