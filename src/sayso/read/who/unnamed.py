"""Unnamed sources: how a group is called, how many it is said to be, and when two phrases of one article mean the same group."""

from __future__ import annotations

from sayso.read.lexicon import documents, roles, words_of
from sayso.read.who.cast import Cast, Referent
from sayso.read.who.offices import content_words, office
from sayso.read.who.phrases import Phrase
from sayso.read.who.words import words_among

LONGEST_NAME = 16
"""Words of a group's name; what follows tells no more of who they are."""
NEAR = 12
"""Mentions before "both officials" among which the two are looked for."""
ADJECTIVE = ("al", "ic", "ive", "ous", "ful", "able", "ible", "ary", "ly")
"""Endings of words that, alone and small, are what is left of a longer source, and nobody."""
NOT_TOLD = frozenset({"nobody", "everybody", "everyone", "somebody", "someone", "anybody", "anyone"})
LEADING = frozenset({"the", "a", "an", "some", "any", "these", "those", "this", "that", "said", "such", "same"})


def group_name(cast: Cast, phrase: Phrase) -> str:
    """The words of an unnamed source without leading article ("two officials", "people familiar with the matter")."""
    words = cast.words
    first = phrase.first
    while first < phrase.core[1] - 1 and (words.lows[first] in LEADING or words.lows[first] in words_of("possessive")):
        first += 1
    last = max([phrase.core[1], *(piece[1] for _, piece in phrase.complements)])
    return words.phrase(first, min(last, first + LONGEST_NAME)) or words.phrase(phrase.first, phrase.last)


def group_size(phrase: Phrase) -> int:
    """The size a text states, else 1 (docs/1-what-counts.md, rule 6)."""
    return max(1, phrase.size or 1)


def may_speak(cast: Cast, phrase: Phrase) -> bool:
    """Whether a phrase can be somebody who says something: no verb among its words, no time, nothing but a noun that is told of."""
    words = cast.words
    core = range(*phrase.core)
    first = words.low(phrase.first)
    if phrase.noun in NOT_TOLD or phrase.noun in words_among("nobody", "definite", "indefinite"):
        return False
    if first in NOT_TOLD or first in words_among("nobody", "preposition", "adverb"):
        return False
    if any(words.lows[at] in words_of("verb") and words.name_at[at] < 0 for at in core):
        return False
    if phrase.last - phrase.first == 1 and phrase.noun.endswith(ADJECTIVE) and not phrase.many and words.written[phrase.first].islower():
        return False
    before = phrase.modifiers[-1] if phrase.modifiers else ""
    singular = before in documents() and documents()[before] == before
    return not (singular and phrase.noun.endswith("s") and words.written[phrase.core[1] - 1].islower())


def new_group(cast: Cast, phrase: Phrase) -> Referent:
    """A referent for an unnamed source that the article has not told of before."""
    role = roles().get(phrase.noun)
    return Referent(
        group_name(cast, phrase), "unnamed", phrase.core[0], gender=role.gender if role and not phrase.many else "", many=phrase.many,
        size=group_size(phrase), nouns=frozenset({phrase.noun}), words=content_words(cast.words, phrase),
    )  # fmt: skip


def same_group(cast: Cast, phrase: Phrase) -> int:
    """The earlier unnamed source that an indefinite phrase means again, or -1.

    Groups that are told alike are one group of an article ("experts say" ... "experts add"), a plain plural takes up a
    fuller one ("administration officials" ... "officials"). A stated size must agree, a single unnamed one is met again only
    by telling words, and "another", "other" or "a second" is always somebody else.
    """
    if phrase.fresh:
        return -1
    stated, size = content_words(cast.words, phrase), group_size(phrase)
    best = (0, -1)
    for number in cast.by_noun.get(phrase.noun, ())[-40:]:
        referent = cast.referents[number]
        if referent.kind != "unnamed" or referent.many != phrase.many or (phrase.size is not None and referent.size != size):
            continue
        shared = len(stated & referent.words)
        alike = (
            stated == referent.words
            if phrase.noun in words_of("anybody")
            else stated <= referent.words or (referent.words <= stated and bool(shared))
        )
        if alike and (phrase.many or shared):
            best = max(best, (shared + 1, number))
    return best[1]


def pair_before(cast: Cast, phrase: Phrase) -> int:
    """The unnamed group that "both officials", "one of them" or "one of the two" takes up: the last one of two, or of several; -1 for none."""
    first = cast.words.low(phrase.first)
    one = tuple(cast.words.lows[phrase.first : phrase.first + 3])
    if first != "both" and one[:2] not in (("one", "of"), ("another", "of")):
        return -1
    if first != "both" and one[2:] != ("them",) and one[2:] != ("the",):
        return -1
    for seen in cast.before(phrase.first, NEAR):
        found = cast.referents[seen.who]
        if found.kind == "unnamed" and found.size == (2 if first == "both" else max(2, found.size)):
            return seen.who
    return -1


def group(cast: Cast, phrase: Phrase) -> int:
    """The unnamed source that a phrase means: one told of before, else a new one."""
    found = same_group(cast, phrase) if phrase.determiner != "definite" or phrase.pointing or phrase.many else -1
    return found if found >= 0 else cast.add(new_group(cast, phrase))


def office_holder(cast: Cast, phrase: Phrase) -> int:
    """A person known by a unique office alone ("the mayor of Sale")."""
    stated = office(cast, phrase)
    referent = Referent(group_name(cast, phrase), "person", phrase.core[0], gender=roles()[phrase.noun].gender, offices=[stated] if stated else [])
    return cast.add(referent)
