"""Documents as sources: which one is meant, and whose words they are ("the letter", "a report by X")."""

from __future__ import annotations

from dataclasses import replace

from sayso.read.lexicon import cells, plural, studies, words_of
from sayso.read.who.antecedents import BODIES
from sayso.read.who.authors import LONGEST, MADE, REACH, Mean, around, between, opened, speaking, tellings, whom, whose
from sayso.read.who.cast import Cast, Referent
from sayso.read.who.descriptions import by_description
from sayso.read.who.offices import content_words
from sayso.read.who.phrases import Phrase, Range, parse
from sayso.read.who.unnamed import group_name
from sayso.read.who.words import words_among

STATEMENTS = frozenset({"statement", "announcement", "press release", "news release"})
"""Documents that are the words of who spoke last, where nothing else tells whose they are."""
DETERMINERS = frozenset({"the", "a", "an", "this", "that", "its", "his", "her", "their"})
AUXILIARY = frozenset({"was", "were", "is", "are", "had", "has", "have", "been", "which", "that"})
"""Words that may stand between a document and the participle that tells what was done to it."""
ENDING = frozenset({"to", "on", "in", "and", "but", "after", "before", "last", "this", "as", "is", "was", "were", "has", "had", "who", "which"})
"""Words that end the naming of an author behind "by"."""
LONGEST_TOLD = 24
"""Words behind a comma that may tell who made a document."""
PLACES = 20
"""Tellings of a document that are looked at on either side."""


def document(cast: Cast, phrase: Phrase, mean: Mean) -> int:
    """The referent of a document: one told of before, else a new one, which speaks for its author where the text tells that (rule 5)."""
    owner = parse(cast.words, *phrase.owner) if phrase.owner else None
    if owner is not None and owner.head == "document":  # "the paper's appendix"
        return document(cast, replace(owner, determiner="definite" if owner.determiner == "none" else owner.determiner), mean)
    authors = whose(cast, phrase, mean) or _made_here(cast, phrase, mean)
    definite = phrase.determiner in ("definite", "possessive")
    if not authors and definite:
        found = by_description(cast, phrase)
        if found >= 0:
            if cast.referents[found].kind == "document" and cast.referents[found].speaks_for is None:
                cast.referents[found].speaks_for = next(iter(_told(cast, phrase, mean)), None)
            return found
    if authors and definite and (found := _introduced_again(cast, phrase)) >= 0:
        cast.referents[found].speaks_for = authors[0]
        return found
    authors = authors or _told(cast, phrase, mean)
    name = group_name(cast, phrase)
    for number in cast.by_noun.get(phrase.noun, ()):
        other = cast.referents[number]
        if other.kind == "document" and ((authors and other.speaks_for == authors[0]) or other.name.casefold() == name.casefold()):
            return number
    return cast.add(
        Referent(
            name,
            "document",
            phrase.core[0],
            many=phrase.many,
            nouns=frozenset({phrase.noun}) | (studies() if phrase.noun in studies() else frozenset()),
            words=content_words(cast.words, phrase),
            speaks_for=authors[0] if authors else None,
        )
    )


def _introduced_again(cast: Cast, phrase: Phrase) -> int:
    """The document without an author that a definite phrase takes up and tells the author of behind a comma ("The memo, sent by X,"), or -1."""
    behind = phrase.core[1]
    if behind >= phrase.last or cast.words.written[behind] != ",":
        return -1
    found = by_description(cast, replace(phrase, last=behind, complements=(), tail=(), owner=None))
    return found if found >= 0 and cast.referents[found].kind == "document" and cast.referents[found].speaks_for is None else -1


# ---------- what the article tells elsewhere


def _made_here(cast: Cast, phrase: Phrase, mean: Mean) -> tuple[int, ...]:
    """Who made a document whose phrase was cut before it tells that ("[The memo], posted on the company's website, ...")."""
    words, end = cast.words, phrase.core[1]
    if phrase.last > end or end + 1 >= len(words.lows) or words.sentence_at[end] != words.sentence_at[phrase.first]:
        return ()
    if words.written[end] == "," and words.low(end + 1) in MADE | {"by", "from"}:
        reach = range(end + 1, min(end + LONGEST_TOLD, len(words.lows)))
        last = next((at for at in reach if words.written[at] in ",.;:" or words.sentence_at[at] != words.sentence_at[end]), end)
        whole = parse(words, phrase.first, last)
        return whose(cast, replace(whole, determiner="none"), mean) if whole is not None and whole.head == "document" else ()
    piece = _maker_behind(cast, end - 1)
    return whom(cast, piece, mean) if piece is not None else ()


def _told(cast: Cast, phrase: Phrase, mean: Mean) -> tuple[int, ...]:
    """The author of "the letter", where the article tells of "a letter from X" before, or of who wrote it, or where its kind has one author."""
    definite = phrase.determiner in ("definite", "possessive")
    dated = phrase.owner is not None
    return (
        (_told_earlier(cast, phrase, mean) if definite and not dated else ())
        or (_made_elsewhere(cast, phrase, mean) if not dated and not phrase.many else ())
        or (_by_nature(cast, phrase, mean) if definite or phrase.determiner == "none" else ())
    )


def _told_earlier(cast: Cast, phrase: Phrase, mean: Mean) -> tuple[int, ...]:
    """The author of "the letter", where the article told of "a letter from X" or "X's letter" before."""
    words = cast.words
    for at in _places(cast, phrase, max(0, phrase.core[1] - REACH), phrase.first)[::-1][:PLACES]:
        first = at
        while (
            first > 0
            and at - first < 8
            and words.sentence_at[first - 1] == words.sentence_at[at]
            and words.lows[first - 1] not in words_among("verb", "preposition")
        ):
            first -= 1
            if words.low(first) in ("the", "a", "an"):
                break
        last = next(
            (i for i in range(at + 1, min(at + LONGEST, len(words.lows))) if words.written[i] in ",.;:" or words.low(i) in words_of("verb")),
            at + 1,
        )
        earlier = parse(words, first, last)
        if earlier is not None and earlier.head == "document":
            authors = whose(cast, replace(earlier, determiner="none"), mean)
            sent = words.low(first - 1) in ("in", "via", "through")
            speakers = authors or tuple(who for place, who in cast.spoken if sent and words.sentence_at[place] == words.sentence_at[at])
            if speakers:
                return speakers[:1]
    last = cast.last_speaker(phrase.first) if phrase.noun in STATEMENTS else -1
    return (last,) if last >= 0 and cast.referents[last].kind in (*BODIES, "person") else ()


def _made_elsewhere(cast: Cast, phrase: Phrase, mean: Mean) -> tuple[int, ...]:
    """Who made a document by another sentence: "The memo, sent by X", "the memo was written by X", "X has sent the memo"."""
    words = cast.words
    before = _places(cast, phrase, max(0, phrase.core[1] - REACH), phrase.first)[::-1][:PLACES]
    behind = _places(cast, phrase, phrase.last, min(len(words.lows), phrase.last + REACH))[:PLACES]
    for places in (before if phrase.determiner in ("definite", "possessive") else [], behind):
        for place in places:
            first = next((at for at in range(place - 1, max(-1, place - 4), -1) if words.low(at) in DETERMINERS), place)
            told = words.low(first) in words_of("definite")
            if place > phrase.first and not told:
                break  # another one is told of
            piece = _maker_behind(cast, place) or _maker_before(cast, first)
            if piece is not None and (found := whom(cast, piece, mean)):
                return found[:1]
            if words.low(first) in ("a", "an"):
                break
    return ()


def _maker_behind(cast: Cast, place: int) -> Range | None:
    """The words behind "by", where a document's noun is followed by a participle of making, with nothing between but a comma or "was"."""
    words, at, end = cast.words, place + 1, len(cast.words.lows)
    while at < min(place + 5, end) and (words.written[at] == "," or words.low(at) in AUXILIARY or words.low(at).endswith("ly")):
        at += 1
    by = next((i for i in range(at + 1, min(at + LONGEST, end)) if words.low(i) == "by" or words.written[i] in ".;:"), at)
    by = at if words.low(at) == "by" and words.written[at - 1] == "," else by  # "The report, by X,"
    if words.low(by) != "by" or (words.low(at) not in MADE and by != at) or words.sentence_at[by] != words.sentence_at[place]:
        return None
    closed = next((i for i in range(by + 1, min(by + LONGEST, end)) if words.written[i] in ",.;:" or words.low(i) in ENDING), min(by + LONGEST, end))
    return by + 1, closed


def _maker_before(cast: Cast, first: int) -> Range | None:
    """The subject of a verb of making that stands right before a document's determiner ("the harbour authority issued a bulletin")."""
    verb = first - 1
    if verb < 1 or cast.words.low(verb) not in MADE or cast.words.sentence_at[verb] != cast.words.sentence_at[first]:
        return None
    last = verb
    while last > 1 and cast.words.low(last - 1) in ("has", "had", "have"):
        last -= 1
    begin = opened(cast, last - 1)
    return (begin, last) if cast.words.written[last - 1][0].isalnum() and cast.words.low(last - 1) not in words_of("verb") else None


def _by_nature(cast: Cast, phrase: Phrase, mean: Mean) -> tuple[int, ...]:
    """The author that a document of its kind has ("the indictment": the prosecution), where the article tells of one."""
    words = cast.words
    for noun in cells(tellings().get(phrase.noun, {}).get("author", "")):
        for at in around(cast, phrase, noun):
            last = at + 2 + (words.low(at + 2) in ("office", "service")) if words.owner_mark(at + 1) else at + 1
            if words.low(last - 1) not in ("office", "service"):
                last = at + 1
            while last < len(words.lows) and noun == "prosecutor" and cast.bearer[last] >= 0 and words.written[last][0].isalnum():
                last += 1
            if found := speaking(cast, mean(opened(cast, at), last)):
                return found[:1]
    return ()


def _places(cast: Cast, phrase: Phrase, first: int, last: int) -> list[int]:
    """Where among some words the noun of a document stands, one or many; its last word."""
    words, told = cast.words, phrase.noun.split()
    found = sorted({at for form in (told[-1], plural(told[-1])) for at in between(words, form, first, last)})
    return [at for at in found if len(told) == 1 or list(words.lows[at - len(told) + 1 : at]) == told[:-1]]
