"""Attributions inside what somebody says ("the agency reported that [the minister said ...]"): a second pass of the tagger over the content.

Attribution corpora give each word one role, so the tagger leaves what is nested out. Read by itself, a content shows it: the same weights, no
rule of grammar. Only contents that hold a verb of speech are read again, and only where the speaker asserts them: each costs the network a pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from sayso.data import Span
from sayso.read.carriers import table
from sayso.read.cues import CueReading, Word, read_cue, shapes, words

if TYPE_CHECKING:
    from sayso.read.findings import Attribution

DEEPEST = 3
"""Links below the first that are looked for: reports hardly ever go deeper ("the paper said officials said the minister had told them")."""
MOST_READ, ALWAYS_READ = 0.25, 3000
"""Share of a text, and characters of a short one, that are read again at most: reports need 0.05 to 0.1."""
LEAST_WORDS = 5
"""Words of a content that can hold a speaker, a verb and something said."""
LEAST_SHARE = 0.6
"""Share of a stretch's words that an attribution in it takes up; what is less is an aside of the speaker around it."""
FARTHEST = 2
"""Words between a speaker and the verb, unless they stand between commas: what is farther belongs to another verb ("was hacked and dismissed")."""
MOST_BETWEEN = 6
"""Words between two pieces of a content that still belong to it: whom somebody told it ("told [party members] that")."""
CLOSE = 60
"""Characters behind a content, up to the next part of its attribution, that may hold the speaker within (", said Smith, according to")."""
ASSERTING = ("asserts", "accuses", "predicts")
"""What is done with a content that is said to be so."""
SENTENCE_END = re.compile(r"[.!?]")
AS_SAYING = frozenset({"saying", "telling"})
PLAIN = frozenset({"a", "the", "that", "as", ",", ":", "once", "ever", "first", "by", "on", "in", "twitter", "facebook", "x"})
"""Words of a cue that say nothing of what is done in it."""
MARKS = '"“”„«»'
LEAD = re.compile(r"[\s\"“‘'«]*(?:that\s+)?", re.IGNORECASE)

Tag = Callable[[str], "tuple[Attribution, ...]"]
"""The tagger: a text of its own -> its attributions."""


def nested(text: str, *, attributions: Sequence[Attribution], tag: Tag, verbs: Sequence[Span] | None = None) -> tuple[Attribution, ...]:
    """Attributions that lie inside the contents of `attributions`, down to DEEPEST links, as far as MOST_READ of the text goes.

    `verbs`: the words of the text that are verbs, where that is known: "two states", "the report" hold no words of another.
    """
    spoken = None if verbs is None else frozenset(verb.start for verb in verbs)
    left = max(ALWAYS_READ, int(MOST_READ * len(text)))

    def sparing(alone: str) -> tuple[Attribution, ...]:
        nonlocal left
        left -= len(alone)
        return tag(alone) if left >= 0 else ()

    found: list[Attribution] = []
    level = list(attributions)
    taken = {i for a in attributions for i in _places_of(a.cue)}
    for _ in range(DEEPEST):
        level = [inner for outer in level if outer.source and _asserts(text, outer) for inner in _inside(text, outer, sparing, spoken)]
        level = [a for a in level if taken.isdisjoint(_places_of(a.cue))]
        taken.update(i for a in level for i in _places_of(a.cue))
        found += level
    return tuple(found)


def _inside(text: str, outer: Attribution, tag: Tag, verbs: frozenset[int] | None) -> list[Attribution]:
    found = []
    for place in _places(text, outer):
        if not _may_hold(text, place, verbs):
            continue
        shift, alone = _alone(text, place)
        held: list[Attribution] = []
        for inner in tag(alone):
            if any(not any(c.isalnum() for c in alone[p.start : p.end]) for p in inner.content):
                continue
            moved = replace(inner, source=_moved(inner.source, shift), cue=_moved(inner.cue, shift), content=_moved(inner.content, shift))
            if moved.source and _says(text, moved):
                held.append(moved)
        found += [_with_rest(text, a, place, outer) for a in held if _covers(text, a, [b for b in held if b.source == a.source], place)]
    return found


def _with_rest(text: str, inner: Attribution, place: Span, outer: Attribution) -> Attribution:
    """An inner attribution of quoted words with the further quotes of the outer one: the same speaker goes on."""
    if text[inner.content[0].start] not in MARKS:
        return inner
    rest = tuple(c for c in outer.content if c.start >= place.end and text[c.start] in MARKS)
    return replace(inner, content=(*inner.content, *rest))


def _asserts(text: str, outer: Attribution) -> bool:
    """Whether who speaks says that the content is so: "denied that she had said", "asked whether he said" hold no words of another."""
    cue = read_cue(text, outer.cue)
    if cue.head is None:
        return True
    heard = cue.head.phrase == "hear"  # a court, an inquiry
    return (cue.head.type == "speech" or heard) and cue.head.stance in ASSERTING and not (cue.negated or cue.refused or cue.modal)


def _places(text: str, outer: Attribution) -> list[Span]:
    """The contents of an attribution, pieces with a few words of nobody's between them as one, and with what lies between them and its next part."""
    pieces: list[Span] = []
    frame = (*outer.source, *outer.cue)
    for piece in sorted(outer.content):
        gap = text[pieces[-1].end : piece.start] if pieces else ""
        apart = len(gap.split()) > MOST_BETWEEN or any(not (c.isalnum() or c in " '’") for c in gap)
        if pieces and not apart and not any(pieces[-1].end <= s.start < piece.start for s in frame):
            pieces[-1] = Span(pieces[-1].start, max(piece.end, pieces[-1].end))
        else:
            pieces.append(piece)
    starts = sorted(s.start for s in (*outer.source, *outer.cue, *pieces))
    places = []
    for piece in pieces:
        behind = next((s for s in starts if s >= piece.end), piece.end)
        between = text[piece.end : behind]
        near = len(between) <= CLOSE and "\n" not in between and any(c.isalnum() for c in between)
        places.append(Span(piece.start, behind) if near else piece)
    return places


def _may_hold(text: str, place: Span, verbs: frozenset[int] | None) -> bool:
    """Whether a stretch is long enough and holds a verb by which another's words are reported, as far as the words beside it show."""
    line = words(text, (place,))
    if len(line) < LEAST_WORDS:
        return False
    reporting = table()["nested"]
    told = (word.text in AS_SAYING or not reporting.isdisjoint(word.lemmas) for word in line[1:])
    last = len(line) - 1
    maybe = [at for at, reports in enumerate(told, 1) if reports and _reports(line[at - 1], line[at], line[min(at + 1, last)])]
    return any(verbs is None or line[at].start in verbs or line[min(at + 1, last)].text == "by" for at in maybe)


def _reports(before: Word, word: Word, behind: Word) -> bool:
    """Whether a word may be one of reporting with a subject of its own: no "to say", "I said", "the report", "was told", "and said", "saying"."""
    if before.text == "as" and word.text in AS_SAYING:
        return True
    if not any(lemma in table()["nested"] for lemma in word.lemmas) or word.text.endswith("ing"):
        return False
    return before.text not in shapes()["no_reports"] or behind.text == "by"


def _alone(text: str, place: Span) -> tuple[int, str]:
    """A stretch as a text of its own, with a capital at its head and a full stop, and how far it was moved."""
    lead = LEAD.match(text, place.start, place.end)
    start = lead.end() if lead and text[place.start] not in MARKS else place.start
    said = text[start : place.end].rstrip(" ,;\t\r\n")
    if said[:1] in MARKS and said[-1:] in MARKS and not any(c in MARKS for c in said[1:-1]):  # a quote by itself is read as a sentence
        start, said = start + 1, said[1:-1].rstrip(" ,;")
    head = said[:1].upper() if len(said[:1].upper()) == len(said[:1]) else said[:1]
    return start, head + said[1:] + ("" if said.endswith((".", "!", "?", "”", '"')) else ".")


def _moved(spans: tuple[Span, ...], shift: int) -> tuple[Span, ...]:
    return tuple(Span(s.start + shift, s.end + shift) for s in spans)


def _says(text: str, inner: Attribution) -> bool:
    """Whether an inner attribution tells of words that were said: no "did not say", no "would say", no "I say"."""
    cue = read_cue(text, inner.cue)
    if cue.head is None or cue.negated or cue.refused or cue.modal or cue.head.phrase not in table()["nested"] or not _plain(cue):
        return False
    return text[inner.source[0].start : inner.source[0].end].lower() not in shapes()["own_voices"]


def _plain(cue: CueReading) -> bool:
    """Whether a cue is its verb with auxiliaries and adverbs, and no more: not "in saying", "are to blame", "recalled thinking"."""
    head = cue.head.phrase.split() if cue.head else []
    free = shapes()["auxiliaries"] | PLAIN
    return all(word.text in free or word.text.endswith("ly") or any(lemma in head for lemma in word.lemmas) for word in cue.words)


def _covers(text: str, inner: Attribution, same: Sequence[Attribution], place: Span) -> bool:
    """Whether an inner attribution is most of the stretch in which it was found, and no aside in it ("at the time she said it happened").

    `same` are all in it of the same speaker, which count together ("accuses them of it, saying that ...").
    """
    bare = [text[s.start : s.end].lower() for s in inner.content] + [told for s in inner.source if (told := text[s.start : s.end].lower()) != "it"]
    if not shapes()["no_clauses"].isdisjoint(bare):
        return False
    gap = text[inner.source[-1].end : inner.cue[0].start] if inner.source[-1].end <= inner.cue[0].start else ""
    if gap.strip() == "as":  # "quoted the minister as saying"
        return True
    far = len(gap.split()) > FARTHEST and not gap.lstrip().startswith(",") and len(same) == 1
    if far or (len(same) == 1 and text[inner.cue[0].start : inner.cue[0].end].partition(" ")[0].endswith("ing")):
        return False
    if any(SENTENCE_END.search(text, one.end - 2, two.start) for one, two in pairwise(sorted(inner.content))):
        return False
    own = sum(len(text[s.start : s.end].split()) for s in {s for a in same for s in (*a.source, *a.cue, *a.content)})
    return own >= LEAST_SHARE * len(text[place.start : place.end].split())


def _places_of(spans: tuple[Span, ...]) -> list[int]:
    """The offsets that spans cover."""
    return [i for s in spans for i in range(s.start, s.end)]
