"""The names in a statement: what they are called, which country they stand for, and what they do in their clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from sayso.align.frames import Frame, Token
from sayso.data import Span
from sayso.words import function_words, stem

Role = Literal["subject", "object", "of", "place", "to", "from", "with", "aside"]
PREPOSITIONS: dict[Role, str] = {
    "subject": "by",
    "of": "of",
    "place": "in at near over above outside around on inside across within beneath under off",
    "to": "to into toward towards for",
    "from": "from",
    "with": "with against alongside between",
    "aside": "as about like than including",
}
"""What the name behind a preposition does; "by" brings in the one who does it, as the subject is."""
ROLES: dict[str, Role] = {word: role for role, words in PREPOSITIONS.items() for word in words.split()}
BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
PARTICIPLE = re.compile(
    r"\w+(?:ed|wn|ung|ought|aught|ound|orn|uck|[^n]ept|[^gn]ade|eld|aid)|(?:re|un|over|under|out|with|mis)?(?:"
    r"put|cut|hit|set|shut|hurt|cost|lost|built|sent|spent|lent|bent|felt|dealt|left|kept|slept|swept|held|told|sold|made|paid|laid|led|fed|read|met|"
    r"won|shot|got|done|gone|sunk|begun|run|hung|struck|stuck|beaten|broken|chosen|driven|eaten|fallen|frozen|given|hidden|ridden|risen|shaken|"
    r"spoken|stolen|taken|woken|written|forgotten|gotten|bitten|seen|been|known|shown|drawn|thrown|blown|grown|flown|bound|found|ground)"
)
"""Participles, the regular ones by their ending; what else ends so ("was alone") is harmless: it only sets the one beside the other."""
CALENDAR = frozenset({"last", "next", "day", "week", "month", "season", "year", "decade"})
"""Words of phrases of time, which stand before a subject without telling anything of it."""
MODIFIES = re.compile(r" [a-z]")
LEAVING = frozenset(
    {"leave", "leaves", "left", "leaving", "quit", "exit", "exits", "exited", "flee", "flees", "fled", "fleeing", "abandon", "abandoned"}
)
"""Verbs whose object is where somebody comes from."""
BEFORE = re.compile(r"\b([A-Za-z]+) \Z")
LONGEST = 12
"""Characters before a name in which a preposition is looked for."""
TITLE = re.compile(r"\. [A-Z]")
"""What follows an abbreviated title that was taken for a name."""
BACK = 4
"""Words between a preposition and the name it governs ("near the old port of ...")."""
SUBJECT = 3
"""Words of a statement within which a pronoun is its subject or the subject's own."""
PERSONS = frozenset({"he", "she", "his", "her", "i", "my"})
POSSESSIVES = frozenset({"his", "her", "my", "its", "our", "their"})
BODIES = frozenset({"it", "its", "we", "our", "they", "their", "company", "firm", "club", "bank", "airline", "party", "ministry", "agency", "group"})
"""Words by which a body that speaks means itself."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a statement: its words, what it can be called else, its country if it stands for one, and its place in the clause."""

    span: Span
    kind: str
    words: frozenset[str]
    last: str
    initials: str
    country: str | None
    capital: str | None
    """Its country, where it is the name of a capital."""
    role: Role
    by_pronoun: bool = False


def named(one: Frame) -> tuple[Named, ...]:
    """The names in a statement, and the words in it that stand for a country, in order."""
    found = {n.span: n.kind for n in one.names}
    for at, token in enumerate(one.tokens):
        inside = any(span.start <= token.span.start < span.end for span in found)
        if not inside and one.text[token.span.start].isupper() and one.text[token.span.start : token.span.end] in _countries():
            found[one.tokens[at].span] = "place"
    told = [_named(one, span, kind) for span, kind in found.items()]
    return tuple(sorted([*told, *_meant(one, found)], key=lambda n: n.span))


def _meant(one: Frame, names: Iterable[Span]) -> Iterator[Named]:
    """Those whom the statement means by a pronoun; one that it begins with and that is resolved to nobody is its speaker's ("it would close")."""
    known = {w.id: w for w in one.reading.witnesses if w.kind != "unnamed"}
    resolved = {m.span for m in one.reading.mentions}
    speakers = [known[w] for w in sorted(_speakers(one)) if w in known]
    for token in one.tokens[:SUBJECT]:
        if token.span in resolved or len(speakers) != 1:
            continue
        speaker = speakers[0]
        if speaker.kind == "person" and token.word in BODIES and speaker.speaks_for in known:
            speaker = known[speaker.speaks_for]
        if token.word in (PERSONS if speaker.kind == "person" else BODIES):
            yield _named(one, token.span, "person" if speaker.kind == "person" else "organisation", speaker.name)
    for mention in one.reading.mentions:
        inside = any(p.start <= mention.span.start and mention.span.end <= p.end for p in one.statement.content)
        if inside and mention.type == "pronoun" and mention.witness in known and mention.span not in names:
            witness = known[mention.witness]
            yield _named(one, mention.span, "person" if witness.kind == "person" else "organisation", witness.name)


def described(one: Frame) -> frozenset[str]:
    """Words of the names of whoever the statement means by a description ("the company")."""
    inside = {
        m.witness
        for m in one.reading.mentions
        if m.type == "description" and any(p.start <= m.span.start and m.span.end <= p.end for p in one.statement.content)
    }
    names = [name for w in one.reading.witnesses if w.id in inside and w.kind != "unnamed" for name in (w.name, *w.aliases)]
    return frozenset(stem(word) for name in names for word in re.findall(r"\w+", name.lower()) if word not in function_words())


def _speakers(one: Frame) -> frozenset[str]:
    """The article's witnesses whom the statement's source names."""
    spans = one.statement.source
    return frozenset(m.witness for m in one.reading.mentions if any(s.start <= m.span.start and m.span.end <= s.end for s in spans))


def _named(one: Frame, span: Span, kind: str, text: str | None = None) -> Named:
    """A name at a place of the text; `text` where the place only means it ("its")."""
    text = text or one.text[span.start : span.end]
    plain = re.sub(r"^[Tt]he ", "", re.sub(r"['’]s?$", "", text))
    words = [w for w in re.findall(r"\w+", re.sub(r"['’]s\b", "", text).lower().replace(".", "")) if w not in function_words()]
    initials = "".join(w[0] for w in re.findall(r"[A-Z]\w*", text)).lower()
    country = _countries().get(plain)
    return Named(
        span=span,
        kind="place" if country else "unsure" if kind == "person" and len(words) == 1 and not _introduced(one, span, words[0]) else kind,
        words=frozenset(stem(w) for w in words),
        last=stem(words[-1]) if words else "",
        initials=initials if len(initials) > 1 else "-",
        country=country,
        capital=country if plain in _capitals() else None,
        role=_role(one, span, kind),
        by_pronoun=text != one.text[span.start : span.end],
    )


def place(role: Role) -> str:
    """The place in a clause that a role fills: who does it, who suffers it, where it comes from, or whose and where it is."""
    return role if role in ("subject", "object", "from") else "where"


def _introduced(one: Frame, span: Span, word: str) -> bool:
    """Whether the article names the person in full somewhere; who or what has one word only, and always, may as well be a firm or a town."""
    text = one.text
    fuller = (text[n.span.start : n.span.end] for n in one.reading.names if n.kind == "person" and " " in text[n.span.start : n.span.end])
    return bool(TITLE.match(text, span.end)) or any(word in re.sub(r"['’]s\b", "", name).lower().split() for name in fuller)


def _role(one: Frame, span: Span, kind: str) -> Role:
    """What a name does in its clause."""
    if one.text[span.start : span.end].lower() in POSSESSIVES:
        return "of"
    before = [t for t in one.tokens if t.span.end <= span.start][-BACK:]
    whole = one.text[span.start : span.end] in _names_of_countries()
    if kind == "place" and not whole and before and before[-1].word in ("the", "a", "an") and MODIFIES.match(one.text, span.end):
        return "of"  # "the Memphis police", but not "the Netherlands won"
    if one.text[span.end : span.end + 2] in ("'s", "’s") or one.text[span.start : span.end].endswith(("'s", "’s")):
        return "of"
    if before and one.text[before[-1].span.end : span.start].startswith(","):
        return "aside" if kind == "place" and _capital(one, before[-1]) else _unmarked(one, span)
    if before and before[-1].word in LEAVING:
        return "from"
    for back, token in enumerate(reversed(before)):
        if token.word == "of" and back + 1 < len(before) and before[-back - 2].word == "out":
            return "from"
        if token.word in ROLES:
            governs = token.word != "to" or all(t.word in function_words() or _capital(one, t) for t in before[len(before) - back :])
            return ROLES[token.word] if governs else "object"  # "to leave Spain"
    if not before and (brought_in := BEFORE.search(one.text[max(0, span.start - LONGEST) : span.start])):
        return ROLES.get(brought_in[1].lower(), "object")  # the statement breaks off before "in Lund"
    first = _unmarked(one, span)
    adjective = not whole and one.text[span.start : span.end] in _countries() and MODIFIES.match(one.text, span.end)
    return "of" if adjective and (first == "object" or _telling_before(one, span)) else first


def _unmarked(one: Frame, span: Span) -> Role:
    """Of a name without a preposition: the subject where at most one telling word stands before it ("the striker Reis"), else the object."""
    clause, before = _clause(one, span), _telling_before(one, span)
    after_another = bool(before) and any(_in_name(one, t) for t in clause if t.span.end <= before[-1].span.start)
    return "subject" if len(before) <= 1 and not after_another and not _passive([t.word for t in clause if t.span.start >= span.end]) else "object"


def _clause(one: Frame, span: Span) -> list[Token]:
    at = next((t.segment for t in one.tokens if t.span.start >= span.start), -1)
    return [t for t in one.tokens if t.segment == at]


def _telling_before(one: Frame, span: Span) -> list[Token]:
    """What stands before a place in its clause and tells something: no names, no times."""
    timed = [time.span for time in one.statement.times]
    before = [t for t in _clause(one, span) if t.span.end <= span.start and t.word not in function_words() and not _in_name(one, t)]
    return [t for t in before if t.word not in CALENDAR and not any(s.start <= t.span.start < s.end for s in timed)]


def _passive(words: Sequence[str]) -> bool:
    """Whether a form of "be" with a participle follows: who comes before it suffers what is told."""
    return any(word in BE and any(PARTICIPLE.fullmatch(after) for after in words[at + 1 : at + 1 + BACK]) for at, word in enumerate(words))


def _in_name(one: Frame, token: Token) -> bool:
    return any(n.span.start <= token.span.start < n.span.end for n in one.names)


def _capital(one: Frame, token: Token) -> bool:
    return one.text[token.span.start].isupper()


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    """The table of countries: name, demonyms, capitals, other names, seats of government."""
    lines = files("sayso").joinpath("read/tables/countries.tsv").read_text(encoding="utf8").splitlines()[1:]
    return tuple(tuple(line.split("\t")) for line in lines)


@cache
def _countries() -> dict[str, str]:
    return {name: row[0] for row in _rows() for column in row for name in column.split("|") if name}


@cache
def _names_of_countries() -> frozenset[str]:
    return frozenset(name for row in _rows() for name in (row[0], *row[3].split("|")) if name)


@cache
def _capitals() -> frozenset[str]:
    return frozenset(name for row in _rows() for name in row[2].split("|") if name)
