"""Documents as sources: which one is meant, and whose words they are ("the letter", "a report by X")."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sayso.read.lexicon import pronouns, words_of
from sayso.read.who.antecedents import BODIES, by_description, by_pronoun
from sayso.read.who.cast import Cast, Referent
from sayso.read.who.offices import content_words
from sayso.read.who.phrases import Phrase, owner_range, parse
from sayso.read.who.unnamed import group_name

Mean = Callable[[int, int], tuple[int, ...]]
"""Whom a range of words means."""
STATEMENTS = frozenset({"statement", "announcement", "press release", "news release"})
"""Documents that are the words of who spoke last, where nothing else tells whose they are."""
BY_WHOM = frozenset({"by", "from", "of"})


def document(cast: Cast, phrase: Phrase, mean: Mean) -> int:
    """The referent of a document: one told of before, else a new one, which speaks for its author where the text tells that (rule 5)."""
    authors = _authors(cast, phrase, mean)
    if not authors and phrase.determiner in ("definite", "possessive"):
        found = by_description(cast, phrase)
        if found >= 0:
            return found
        authors = _told_earlier(cast, phrase, mean)
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
            nouns=frozenset({phrase.noun}),
            words=content_words(cast.words, phrase),
            speaks_for=authors[0] if authors else None,
        )
    )


def _authors(cast: Cast, phrase: Phrase, mean: Mean) -> tuple[int, ...]:
    """Who made or sent a document, where the phrase says so: its owner, "by", "from" or "of" whom, an outlet's name before it."""
    ranges = [phrase.owner] if phrase.owner else []
    for at, (preposition, piece) in enumerate(phrase.complements):
        beyond = phrase.complements[at + 1 : at + 2]  # "by researchers at the institute": the body behind "at"
        placed = preposition in BY_WHOM and beyond and beyond[0][0] in ("at", "from", "of") and not cast.named_in(*piece)
        ranges += [(piece[0], beyond[0][1][1]) if placed else piece] if preposition in BY_WHOM else []
    for first, last in phrase.tail:
        if cast.words.low(first) in BY_WHOM:
            ranges.append((first + 1, last))
    for piece in ranges:
        named = cast.named_in(*piece)
        people = tuple(who for who in named if cast.referents[who].kind == "person")
        if people or named:
            return people or named
        inner = parse(cast.words, *piece)
        if phrase.owner == piece and inner is not None and inner.head in ("role", "body"):
            return mean(*owner_range(cast.words, phrase, piece))
    if phrase.determiner == "possessive" and cast.words.low(phrase.first) in pronouns():
        return by_pronoun(cast, phrase.first, pronouns()[cast.words.low(phrase.first)])
    return tuple(who for who in cast.named_in(*phrase.core) if cast.referents[who].kind in (*BODIES, "person"))


def _told_earlier(cast: Cast, phrase: Phrase, mean: Mean) -> tuple[int, ...]:
    """The author of "the letter", where the article told of "a letter from X" or "X's letter" before."""
    words = cast.words
    places = [at for at in range(max(0, phrase.core[1] - 1500), phrase.first) if words.low(at) == phrase.noun]
    for at in reversed(places[-20:]):
        first = at
        while (
            first > 0
            and at - first < 8
            and words.sentence_at[first - 1] == words.sentence_at[at]
            and words.low(first - 1) not in words_of("verb") | words_of("preposition")
        ):
            first -= 1
            if words.low(first) in ("the", "a", "an"):
                break
        last = next(
            (i for i in range(at + 1, min(at + 10, len(words.words))) if words.words[i].text in ",.;:" or words.low(i) in words_of("verb")), at + 1
        )
        earlier = parse(words, first, last)
        if earlier is not None and earlier.head == "document":
            authors = _authors(cast, replace(earlier, determiner="none"), mean)
            sent = words.low(first - 1) in ("in", "via", "through")
            speakers = authors or tuple(who for place, who in cast.spoken if sent and words.sentence_at[place] == words.sentence_at[at])
            if speakers:
                return speakers[:1]
    last = cast.last_speaker(phrase.first) if phrase.noun in STATEMENTS else -1
    return (last,) if last >= 0 and cast.referents[last].kind in (*BODIES, "person") else ()
