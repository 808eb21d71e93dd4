"""Mentions of persons by name -> one group a person: full names, surnames, first names, short forms."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Literal

from sayso.read.lexicon import Gender, Known, family_first, heads, long_forms, titles
from sayso.read.who.words import Words

Sort = Literal["person", "organisation", "government", "outlet", "place", "demonym", "other"]
GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
RECENCY, FREQUENCY, TITLE = 0.15, 0.5, 0.8
"""Weights for a surname that several persons bear: per sentence since its last mention, per e-fold of mentions, same title."""
PLACE_IN_NAME = {"surname": 3.0, "given": 1.5, "inner": 0.5}
"""How well a single word stands for a full name, by where it stands in it (news style: surnames, first names in features)."""


@dataclass(frozen=True, slots=True)
class Form:
    """One mention by name: words first..last (exclusive) without title and mark of possession; `begin` counts the title in."""

    begin: int
    first: int
    last: int
    key: tuple[str, ...]
    sort: Sort
    title: str = ""
    gender: Gender = ""
    known: Known | None = None


def title_gender(title: str) -> Gender:
    """The gender a title tells, if it tells one."""
    genders = [titles()[word][0] for word in (title, *title.split()) if word in titles()]
    return next((gender for gender in genders if gender), "")


def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    """A person's words without generation marks and inner initials."""
    if len(words) == 1:
        return words
    kept = tuple(word for word in words if word not in GENERATIONS)
    bare = tuple(word for word in kept if len(word) > 1)
    return bare if len(bare) > 1 else kept or words


def people(words: Words, forms: list[Form]) -> list[list[Form]]:
    """Mentions grouped by person: full names by `same_person`, single words by their fit at that place of the text."""
    groups: list[list[Form]] = []
    keys: list[set[tuple[str, ...]]] = []
    by_word: dict[str, list[int]] = defaultdict(list)
    home: dict[tuple[str, ...], int] = {}
    cored = [(form, _core(form.key)) for form in forms]
    full = {core: form.first for form, core in reversed(cored) if len(core) > 1}
    for core in sorted(full, key=lambda core: (-len(core), full[core])):
        near = list(dict.fromkeys(group for word in (core[-1], core[0]) for group in by_word[word]))
        group = next((g for g in near if any(same_person(core, other) for other in keys[g])), -1)
        if group < 0:
            group = len(groups)
            groups.append([])
            keys.append(set())
        keys[group].add(core)
        home[core] = group
        for word in core:
            if group not in by_word[word]:
                by_word[word].append(group)
    for form, core in cored:
        if len(core) > 1:
            groups[home[core]].append(form)
    return _surnames(words, [form for form, core in cored if len(core) < 2], groups, keys, by_word)


def same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names can be one person's: one within the other, or one surname and first names that agree."""
    short, long = sorted((a, b), key=len)
    if any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1)):
        return True
    if a[-1] != b[-1]:
        return False
    x, y = a[0], b[0]
    if x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]):
        return True
    forms = long_forms()
    return bool(({x} | forms.get(x, frozenset())) & ({y} | forms.get(y, frozenset())))


def _surnames(
    words: Words, forms: list[Form], groups: list[list[Form]], keys: list[set[tuple[str, ...]]], by_word: dict[str, list[int]]
) -> list[list[Form]]:
    """Give each single-word mention to the person it fits best, in order of the text; one that fits nobody is a person of its own."""
    counts = [len(group) for group in groups]
    genders = [majority([form.gender for form in group]) for group in groups]
    places = [sorted(form.first for form in group) for group in groups]
    own: dict[tuple[str, Gender], int] = {}
    famed: dict[str, int] = {}
    for form in forms:
        word = form.key[-1]
        told: Gender = title_gender(form.title)
        fits = [g for g in by_word[word] if not (told and genders[g] and told != genders[g])]
        famous = next((full for title in form.title.split() if (full := heads().get((title, word)))), None)
        fits = [g for g in fits if famous is None or any(len(known) == 1 or same_person(famous, known) for known in keys[g])]
        if form.title and word in famed and not (told and genders[famed[word]] and told != genders[famed[word]]):
            fits = [famed[word]]
        if len(fits) > 1:
            fits = [max(fits, key=lambda g: (_fit(words, form, word, groups[g], keys[g], places[g], counts[g]), -g))]
        best = fits[0] if fits else -1
        if best < 0:
            best = next((own[word, g] for g in (told, "", "m", "f") if (word, g) in own and (g == told or not told or not g)), -1)
        if best < 0:
            best = own[word, told] = len(groups)
            groups.append([])
            keys.append({form.key})
            genders.append(told)
            counts.append(0)
            places.append([])
            if famous is not None:
                by_word[word].append(best)
        if famous is not None:
            famed.setdefault(word, best)
        groups[best].append(form)
        counts[best] += 1
        genders[best] = genders[best] or told
    return [sorted(group, key=lambda form: form.first) for group in groups if group]


def _fit(words: Words, form: Form, word: str, group: list[Form], keys: set[tuple[str, ...]], places: list[int], count: int) -> float:
    score = max(PLACE_IN_NAME[_place(word, full)] for full in sorted(keys) if word in full)
    before = [at for at in places if at < form.first]
    back = words.sentence_at[form.first] - words.sentence_at[before[-1]] if before else 8
    score += FREQUENCY * math.log1p(count) - RECENCY * min(back, 8)
    return score + TITLE * bool(form.title and any(other.title == form.title for other in group[:20]))


def _place(word: str, full: tuple[str, ...]) -> str:
    if word == full[-1] or (word == full[0] and word in family_first()):
        return "surname"
    return "given" if word == full[0] else "inner"


def majority(genders: list[Gender]) -> Gender:
    """The gender told most often."""
    told = [gender for gender in genders if gender]
    return Counter(told).most_common(1)[0][0] if told else ""
