"""Names of one article -> the persons, bodies, outlets and places they name, however each mention is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from sayso.read.lexicon import Gender, Known, capitals, demonyms, given_names, heads, key, known, roles, titles, words_of
from sayso.read.who.persons import Form, Sort, majority, people, title_gender
from sayso.read.who.words import Words

SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "a", "&"})


@dataclass(frozen=True, slots=True)
class Entity:
    """All mentions of one bearer of a name, in order of the text; `name` is the fullest form."""

    name: str
    sort: Sort
    forms: tuple[Form, ...]
    known: Known | None = None
    gender: Gender = ""


def entities(words: Words) -> list[Entity]:
    """Who and what the names of a text name: two names are one bearer where a reader of news would take them so."""
    found = _settle(_forms(words))
    persons = [form for form in found if form.sort == "person"]
    rest = [form for form in found if form.sort != "person"]
    groups = [*people(words, persons), *_bodies(rest)]
    groups.sort(key=lambda group: group[0].first)
    return [_entity(words, group) for group in groups]


# ---------- mentions


def _forms(words: Words) -> list[Form]:
    runs = ((number, list(run)) for number, run in groupby(range(len(words.lows)), key=words.name_at.__getitem__) if number >= 0)
    forms = (_form(words, run[0], run[-1] + 1, words.names[number].kind) for number, run in runs)
    return [form for form in forms if form is not None]


def _form(words: Words, first: int, last: int, kind: str) -> Form | None:
    while last > first and (words.owner_mark(last - 1) or not any(map(str.isalnum, words.written[last - 1]))):
        last -= 1
    while first < last and (words.lows[first] in ("the", "a", "an") or not words.written[first][0].isalnum()):
        first += 1
    if first >= last:
        return None
    written = key(words.phrase(first, last))
    if not written:
        return None
    listed = known().get(written)
    if kind != "person" or (listed is not None and listed.kind != "outlet" and written[0] not in given_names() and not _title_ending(words, first)):
        if listed is None and kind != "person" and written in demonyms():
            return Form(first, first, last, written, "demonym", known=demonyms()[written])
        return Form(first, first, last, written, _sort(kind, listed), known=listed)
    last = next((at for at in range(first + 2, last - 1) if words.lows[at] in ("of", "from")), last)
    begin, inner = first, _title_length(words, first, last)
    title = words.phrase(first, first + inner) if inner else ""
    first += inner
    outer = _title_ending(words, begin)
    if outer:
        title = (words.phrase(begin - outer, begin) + " " + title).strip()
        begin -= outer
    title = " ".join(key(title)) if title else ""
    told = key(words.phrase(first, last))
    gender = (title_gender(title) if title else "") or _given_gender(told)
    return Form(begin, first, last, told, "person", title, gender)


def _sort(kind: str, listed: Known | None) -> Sort:
    if listed is not None:
        return listed.kind if listed.kind in ("government", "outlet") else "organisation"
    return "organisation" if kind == "organisation" else "place" if kind == "place" else "other"


def _title_length(words: Words, first: int, last: int) -> int:
    """Words of title at the head of a name, at least one word being left for the name."""
    taken = 0
    while first + taken < last - 1 and words.lows[first + taken] in title_words(0):
        size = next((n for n in (3, 2, 1) if first + taken + n < last and _is_title(words, first + taken, first + taken + n)), 0)
        if not size:
            break
        taken += size
    return taken


def _title_ending(words: Words, end: int) -> int:
    """Words of title that stand right before a place."""
    taken = 0
    while taken <= 6 and words.low(end - taken - 1) in title_words(-1):
        at = end - taken
        size = next((n for n in (3, 2, 1) if at - n >= 0 and _is_title(words, at - n, at)), 0)
        if not size:
            break
        taken += size
    return taken


def _is_title(words: Words, first: int, last: int) -> bool:
    return words.written[first][:1].isupper() and " ".join(words.lows[first:last]) in titles()


@cache
def title_words(at: int) -> frozenset[str]:
    """The words with which titles begin (0) or end (-1): where there is none, no title need be looked for."""
    return frozenset(title.split()[at] for title in titles())


def _given_gender(words: tuple[str, ...]) -> Gender:
    return given_names().get(words[0], "") if len(words) > 1 else ""


@cache
def surnames() -> frozenset[str]:
    """Surnames of those who are known by the bare title."""
    return frozenset(surname for _, surname in heads())


def _settle(forms: list[Form]) -> list[Form]:
    """The same single word under two sorts is brought to one: a person's where a full name holds it, else the more frequent sort."""
    parts = {word for form in forms if form.sort == "person" and len(form.key) > 1 for word in (form.key[0], form.key[-1])}
    titled = {form.key[-1] for form in forms if form.sort == "person" and (form.title or form.key[0] in given_names())}
    honoured = {form.key[0] for form in forms if form.sort == "person" and len(form.key) == 1 and title_gender(form.title)}
    firms = {form.key[0] for form in forms if form.sort == "organisation" and len(form.key) > 1 and form.known is None} - titled - surnames()
    votes: dict[tuple[str, ...], dict[Sort, int]] = {}
    for form in forms:
        told = votes.setdefault(form.key, {})
        told[form.sort] = told.get(form.sort, 0) + 1
    settled = []
    for form in forms:
        sort = form.sort
        if form.known is None and not form.title:
            best = max(votes[form.key].items(), key=lambda vote: (vote[1], vote[0] == sort))[0]
            single_of_person = len(form.key) == 1 and form.key[0] in parts and sort in ("other", "organisation", "place")
            sort = "person" if single_of_person else best if best != "demonym" else sort
            if sort == "person" and len(form.key) == 1 and form.key[0] in firms - parts:
                sort = "organisation"
            if sort == "organisation" and 1 < len(form.key) < 4 and form.key[-1] in honoured:
                sort = "person"  # "Ann Poe", where the text says "Ms Poe" elsewhere
        gender = form.gender or (_given_gender(form.key) if sort == "person" else "")
        settled.append(form if sort == form.sort and gender == form.gender else replace(form, sort=sort, gender=gender))
    return settled


# ---------- everything else that bears a name


def body_key(words: tuple[str, ...]) -> tuple[str, ...]:
    """A body's words without legal ending and leading country, and with "Department of State" as "state department"."""
    if len(words) > 2 and words[1] == "of" and words[0] in ("department", "ministry", "office", "bureau"):
        words = (*words[2:], words[0])
        words = words[1:] if len(words) > 2 and words[0] == "the" else words
    if len(words) > 2 and words[0] in ("us", "uk"):
        words = words[1:]
    while len(words) > 1 and words[-1] in words_of("legal"):
        words = words[:-1]
    return words


def initials(words: tuple[str, ...]) -> frozenset[str]:
    """What a body's name may be shortened to, with and without its small words."""
    return frozenset({"".join(word[0] for word in words if word not in SMALL), "".join(word[0] for word in words)})


def _bodies(forms: list[Form]) -> list[list[Form]]:
    groups: dict[tuple[str, ...], list[Form]] = {}
    for form in forms:
        listed = form.known
        home = (
            ("=", listed.name)
            if listed is not None and form.sort != "demonym"
            else ("demonym", *form.key)
            if form.sort == "demonym"
            else body_key(form.key)
        )
        groups.setdefault(home, []).append(form)
    joined = _short_forms(groups)
    return [sorted((form for home in homes for form in groups[home]), key=lambda form: form.first) for homes in joined]


def _short_forms(groups: dict[tuple[str, ...], list[Form]]) -> list[list[tuple[str, ...]]]:
    """Which groups are one: initials, first or last words of a longer name of the same article, where only one fits."""
    by_initials: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    by_last: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    plain = [home for home in groups if home[0] not in ("=", "demonym") and groups[home][0].sort in ("organisation", "other")]
    for home in groups:
        listed = groups[home][0].known
        full = body_key(key(listed.name)) if listed is not None else home
        if home[0] == "demonym" or len(full) < 2:
            continue
        for short in initials(full):
            by_initials[short].append(home)
        if home in plain:
            by_first[full[0]].append(home)
        by_last[full[-1]].append(home)
    joined = {home: [home] for home in groups}
    for home in plain:
        if len(home) != 1:
            continue
        written = home[0]
        before = groups[home][0].first
        fits = [h for h in by_initials[written] if len(written) > 1]
        fits = fits or next((told for by in (by_first, by_last) if (told := [h for h in by[written] if groups[h][0].first < before])), [])
        if len(fits) == 1 and fits[0] in joined and fits[0] != home:
            joined[fits[0]] += joined.pop(home)
    return list(joined.values())


def _entity(words: Words, group: list[Form]) -> Entity:
    listed = next((form.known for form in group if form.known is not None), None)
    longest = max(group, key=lambda form: (len(form.key), -form.first))
    sort = longest.sort
    name = listed.name if listed is not None and sort != "demonym" else words.phrase(longest.first, longest.last)
    gender = (
        majority([title_gender(form.title) for form in group if form.title]) or majority([form.gender for form in group]) if sort == "person" else ""
    )
    return Entity(name, sort, tuple(group), listed, gender)


def as_actor(entity: Entity) -> Known | None:
    """The government that a place or a nationality stands for when it acts or speaks, if any."""
    if entity.known is not None:
        return entity.known
    return capitals().get(entity.forms[0].key) if entity.sort in ("place", "other", "organisation") else None


def is_plural(form: Form) -> bool:
    """Whether a name is the plural of people ("Republicans", "Turks"), by the tables of roles and demonyms."""
    word = form.key[-1]
    if form.sort == "person":
        return False
    role = roles().get(word)
    return (role is not None and role.noun != word) or (
        form.sort == "demonym" and word.endswith("s") and word not in words_of("definite") and word != "swiss"
    )
