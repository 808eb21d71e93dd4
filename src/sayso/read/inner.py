"""The attribution that a content holds without the tagger's having found it: "[the agency:] the minister said ...", "..., the minister said".

No finder itself: `chains` makes the outer source its carrier. Two places are read: the head of the content, where a name and a verb of
speech stand before what is said, and its tail, where they follow it behind a comma.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from sayso.data import Span
from sayso.read.carriers import is_outlet, names_somebody, table
from sayso.read.cues import match_at, shapes, words
from sayso.read.findings import Attribution, names_in
from sayso.read.lexicon import bodies, documents, roles

if TYPE_CHECKING:
    from sayso.data import Name

SUBJECT = 8
"""Words that a subject may have: "the head of the port authority, Ana Brand"."""

LED_BY = re.compile(rf"(?:[\w'’.-]+,?\s+){{0,{SUBJECT}}}")
CAPITALISED = re.compile(r"(?:\s[A-Z][\w-]+){0,2}")
"""What the tagger left off at a name's end ("Dam Safety" of "Dam Safety Authority")."""
OWNS = re.compile(r"['’]s?\s+(?:[a-z-]+\s+){0,2}")
"""Between an owner's name and that of what it owns: "'s ", "'s state "."""
FOLLOWED, NEXT = re.compile(r"[\w'’-]+(?=\s)"), re.compile(r"\s+([\w'’-]+)")
"""A word that another follows, and the next word."""
FINDING = frozenset({"find", "conclude", "show", "record", "reveal", "note", "recommend", "detail", "describe", "report"})
"""What documents do, beside the verbs of people."""
MOST_ROLE = 50
"""Characters in which somebody is told by a common noun."""

HANGS_ON = re.compile(r"\s(?:of|by|from|to|that|which|obtained|seen|for|in|with)\s|,")
"""Where what hangs on a noun begins."""

MOST_REPORTED = 150
"""Characters in which a clause of reporting at the head of a content ends."""

TAIL = 200
"""Characters of a content's end in which a reporting clause stands."""

AUDIENCE = re.compile(r"[\s,]*(?:[^,.;:\n\"“”]{1,110}?\s)?that\s+")
PLAIN = re.compile(r"[\s,:]*(?:that\s+)?")
REPORTED = re.compile(
    r"[\"“‘']?(?:that\s+)?(?P<who>[^\s,;:.\"“”]+(?:\s+[^\s,;:.\"“”]+){0,6}?)\s+(?:(?:has|have|had|also|later)\s+){0,2}(?P<verb>\w+)\s+that\s+"
)
AUXILIARIES = frozenset({"has", "have", "had", "also", "later", "'s", "himself", "herself", "on", "again", "then"})
WHO = re.compile(r"(?:he|she|they)\b", re.IGNORECASE)


def inner(text: str, attribution: Attribution, names: tuple[Name, ...]) -> Attribution | None:
    """The attribution inside the content of `attribution`, if its source is one that passes words on: an outlet or a document."""
    if not attribution.source or not attribution.content or not attribution.cue:
        return None
    source = text[attribution.source[0].start : attribution.source[0].end]
    if not (is_outlet(source) or _document(source)):
        return _found_that(text, attribution, names)
    whole = replace(attribution, content=_joined(text, attribution.content))
    inside = names_in(names, attribution.content)
    return _at_head(text, whole, inside) or _at_tail(text, whole, inside)


def _joined(text: str, pieces: tuple[Span, ...]) -> tuple[Span, ...]:
    """Pieces in order, those with nothing but blanks between them made one."""
    out: list[Span] = []
    for piece in sorted(pieces):
        if out and not text[out[-1].end : piece.start].strip():
            out[-1] = Span(out[-1].start, max(piece.end, out[-1].end))
        else:
            out.append(piece)
    return tuple(out)


def _document(source: str) -> bool:
    """Whether a source is a document, by the noun in front of what hangs on it."""
    head = HANGS_ON.split(source, maxsplit=1)[0]
    noun = head.rsplit(None, 1)[-1:]
    return bool(noun) and (noun[0].lower() in documents() or noun[0].lower().rstrip("s") in documents())


def _at_head(text: str, attribution: Attribution, names: tuple[Name, ...]) -> Attribution | None:
    content = attribution.content[0]
    lead = re.compile(r"(?:that\s+)?").match(text, content.start)
    begin = lead.end() if lead else content.start
    who = subject(text, Span(begin, content.end), names)
    if who is None:
        return None
    line = words(text, (Span(who.end, min(content.end, who.end + 60)),))
    for at, word in enumerate(line[:4]):
        hit = match_at(line, at)
        found = hit is not None and hit[0].phrase in FINDING and _document(text[who.start : who.end])
        if hit is not None and (found or hit[0].phrase in table()["inner"]):
            cue = Span(line[0].start, line[at + hit[1] - 1].end)
            start = _behind_cue(text, cue, content.end)
            if start < content.end:
                return Attribution((who,), (cue,), (Span(start, content.end), *attribution.content[1:]))
            return None
        if word.text not in AUXILIARIES and not word.text.endswith("ly"):
            return None
    return None


def _found_that(text: str, attribution: Attribution, names: tuple[Name, ...]) -> Attribution | None:
    """ "[the mayor said:] the Port Authority's report found that ...": anybody passes on what another says in a clause with "that"."""
    content = attribution.content[0]
    end = min(content.end, content.start + MOST_REPORTED)
    if text.find("that", content.start + 1, end) < 0:
        return None
    match = REPORTED.match(text, content.start, end)
    if match is None or match["verb"] not in table()["found"]:
        return None
    who = Span(match.start("who"), match.end("who"))
    name = next((n.span for n in names_in(names, (who,)) if n.span.end <= who.end), None)
    said = {text[s.start : s.end].lower() for s in attribution.source}
    if name is None or any(text[name.start : name.end].split()[-1].lower() in source for source in said) or _says(text[who.start : who.end]):
        return None
    rest = Span(match.end(), content.end)
    if len(attribution.content) > 1 or re.search(r"[.!?][\"”’']?\s", text[rest.start : rest.end]):
        return None
    cue = Span(match.start("verb"), match.end("verb"))
    return Attribution((who,), (cue,), (rest,)) if rest.end > rest.start else None


def _behind_cue(text: str, cue: Span, end: int) -> int:
    """Where what is said begins: behind "that", behind the audience of "told", or at once."""
    pattern = AUDIENCE if re.search(r"\b(?:told|tells|tell|warned|warns|assured|reminded)\b", text[cue.start : cue.end]) else PLAIN
    match = pattern.match(text, cue.end, end) or PLAIN.match(text, cue.end, end)
    return match.end() if match else cue.end


def subject(text: str, place: Span, names: tuple[Name, ...]) -> Span | None:
    """Who opens a clause: a pronoun, or up to a name that a few words lead to ("the head of the port, Ana Brand")."""
    pronoun = WHO.match(text, place.start, place.end)
    if pronoun is not None:
        return Span(pronoun.start(), pronoun.end())
    near = [n.span for n in names if place.start <= n.span.start and n.span.end <= min(place.end, place.start + 90)]
    name = next(iter(near), None)
    for further in near[1:]:  # "a report by Bolivia's Dam Safety Authority"
        if name is not None and OWNS.fullmatch(text, name.end, further.start):
            name = Span(name.start, further.end)
    if name is None:
        return _role_at(text, place)
    name = Span(name.start, next(CAPITALISED.finditer(text, name.end, place.end)).end())
    ahead = text[place.start : name.start]
    return Span(place.start, name.end) if LED_BY.fullmatch(ahead) and not _says(ahead) else None


def _role_at(text: str, place: Span) -> Span | None:
    """People or a body told by a common noun that open a clause ("state inspectors advised that")."""
    end = place.start
    for match in FOLLOWED.finditer(text, place.start, min(place.end, place.start + MOST_ROLE)):
        word = match.group()
        if text[end : match.start()].strip() or (word.lower() not in ("the", "a", "an") and _says(word)):
            return None
        end = match.end()
        if (word in roles() or word in bodies() or word in documents()) and not _noun_behind(text, end):
            return Span(place.start, end)
    return None


def _noun_behind(text: str, at: int) -> bool:
    """Whether the next word is a role, body or document too, to which the one before belongs ("police officers")."""
    behind = NEXT.match(text, at)
    return behind is not None and (behind.group(1) in roles() or behind.group(1) in bodies() or behind.group(1) in documents())


def _says(stretch: str) -> bool:
    """Whether a stretch in front of a name holds a verb or joins two things, and so is more than a title."""
    return not _no_title().isdisjoint(w.text for w in words(stretch, (Span(0, len(stretch)),)))


@cache
def _no_title() -> frozenset[str]:
    """Words that no title holds: auxiliaries, and what joins two things."""
    return (shapes()["auxiliaries"] | {"and", "that", "in", "on", "at"}) - {"'s"}


def _at_tail(text: str, attribution: Attribution, names: tuple[Name, ...]) -> Attribution | None:
    """A reporting clause at the end of the content, behind a comma or as a piece of its own: "..., the minister said in a speech in the capital"."""
    first, last = attribution.content[0], attribution.content[-1]
    floor = max(last.start, last.end - TAIL)
    cuts = [m.end() for m in re.compile(r",[\"”’']?\s+").finditer(text, floor, last.end)]
    if len(attribution.content) > 1 and last.start >= floor:
        cuts.insert(0, last.start)
    for cut in reversed(cuts):
        who = subject(text, Span(cut, last.end), names)
        if who is None or (not names_somebody(text, who) and not WHO.match(text, who.start)):
            continue
        clause = reporting(text, Span(who.end, last.end))
        if clause is None or not {"that", ","}.isdisjoint(clause[1]):
            continue
        end = len(text[first.start : cut].rstrip(" ,\t\r\n")) + first.start
        return replace(attribution, source=(who,), cue=(clause[0],), content=(Span(first.start, end),))
    return None


def reporting(text: str, behind: Span) -> tuple[Span, list[str]] | None:
    """The verb of a reporting clause, in the words behind who speaks ("said by telephone"), and what follows it; None where it is none."""
    line = words(text, (behind,))
    at = next((i for i, word in enumerate(line[:3]) if word.text not in AUXILIARIES), None)
    hit = match_at(line, at) if at is not None else None
    if at is None or hit is None or hit[0].phrase not in table()["tail"]:
        return None
    return Span(line[0].start, line[at + hit[1] - 1].end), [word.text for word in line[at + hit[1] :]]
