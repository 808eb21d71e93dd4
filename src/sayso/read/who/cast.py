"""Who appears in one article: named and described referents, and every place where one is mentioned."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from sayso.data import Span, WitnessKind
from sayso.read.lexicon import Gender, Known, bodies, capitals, demonyms, given_names, key, known, words_of
from sayso.read.who.entities import Entity, as_actor
from sayso.read.who.persons import Form
from sayso.read.who.words import Words

Sort = WitnessKind | Literal["place", "demonym", "other", "joint"]


@dataclass(frozen=True, slots=True)
class Office:
    """A role that the text gives somebody: the noun, its other words, and for whom or of what (referents).

    `body` are the words, as a range, of a body that the role is held in and that the text tells by a common noun ("coast guard spokeswoman").
    """

    noun: str
    kind: str
    words: frozenset[str]
    text: str
    principals: tuple[int, ...] = ()
    body: tuple[int, int] | None = None


class Seen(NamedTuple):
    """One mention: at which word, of whom, and how it stands there. A tuple, since they are kept in order, and tuples are compared fast."""

    at: int
    who: int
    speaks: bool = False
    subject: bool = False
    opens: bool = False
    after_preposition: bool = False
    owner: bool = False
    quoted: bool = False


@dataclass(slots=True, eq=False)
class Referent:
    """Somebody or something the article names or describes; it grows while the article is read, and so is not frozen."""

    name: str
    kind: Sort
    at: int
    gender: Gender = ""
    hint: Gender = ""
    """The gender of a lone first name, which may as well be a surname ("Kelly")."""
    many: bool = False
    size: int = 1
    known: Known | None = None
    speaks_for: int | None = None
    nouns: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    offices: list[Office] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    members: tuple[int, ...] = ()
    named: bool = False
    mentions: int = 0
    first_source: int | None = None
    prints: bool = False
    """Whether the text tells of what stands in it ("an article in the Ledger"), so that it is an outlet."""


@dataclass(slots=True, eq=False)
class Cast:
    """The referents of one article; `bearer[i]` is the referent whose name covers word i, or -1. Grows while it is read."""

    words: Words
    quoted: tuple[Span, ...]
    referents: list[Referent] = field(default_factory=list)
    forms: dict[int, tuple[Form, ...]] = field(default_factory=dict)
    bearer: list[int] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    by_known: dict[str, int] = field(default_factory=dict)
    spoken: list[tuple[int, int]] = field(default_factory=list)
    described: set[int] = field(default_factory=set)
    by_noun: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    openings: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.openings = [quote.start for quote in self.quoted]

    def add(self, referent: Referent) -> int:
        """Take a referent in; returns its index."""
        self.referents.append(referent)
        number = len(self.referents) - 1
        if referent.known is not None:
            self.by_known.setdefault(referent.known.name, number)
        for noun in sorted(referent.nouns):
            self.by_noun[noun].append(number)
        return number

    def country(self, listed: Known, at: int) -> int:
        """The referent of something the tables know, taken in where the article has not named it."""
        if listed.name not in self.by_known:
            self.add(Referent(listed.name, listed.kind, at, known=listed, nouns=frozenset(listed.nouns)))
        return self.by_known[listed.name]

    def note(self, seen: Seen) -> None:
        """Keep a mention, in order of the text."""
        insort(self.seen, seen)
        self.referents[seen.who].mentions += 1
        if seen.speaks:
            insort(self.spoken, (seen.at, seen.who))

    def before(self, at: int, most: int) -> list[Seen]:
        """The last mentions before a word, nearest first."""
        end = bisect_left(self.seen, (at,))
        return self.seen[max(0, end - most) : end][::-1]

    def after(self, at: int, most: int) -> list[Seen]:
        """The next mentions from a word on."""
        begin = bisect_left(self.seen, (at,))
        return self.seen[begin : begin + most]

    def first_of(self, kind: Sort) -> int:
        """The person, or the body, that the text names first, or -1."""
        return next((seen.who for seen in self.seen if self.referents[seen.who].kind == kind), -1)

    def last_speaker(self, at: int) -> int:
        """Who spoke last before a word, or -1."""
        end = bisect_left(self.spoken, (at, -1))
        return self.spoken[end - 1][1] if end else -1

    def named_in(self, first: int, last: int) -> tuple[int, ...]:
        """Who is named among some words, in order: countries for their people, adjectives and capitals."""
        found: list[int] = []
        for at in range(first, last):
            who = self.bearer[at]
            if who >= 0:
                actor = self.referents[who]
                if actor.kind in ("demonym", "place", "other") and (listed := self.actor(who)) is not None:
                    who = self.country(listed, at)
                if actor.kind != "demonym" or who != self.bearer[at]:
                    found.append(who)
            elif self.words.written[at][0].isupper() and self.words.lows[at] not in ("the", "a", "an"):
                for width in (2, 1):
                    told = key(self.words.phrase(at, min(at + width, last)))
                    actor_named = demonyms().get(told) or known().get(told)
                    if actor_named is not None and actor_named.kind == "government":
                        found.append(self.country(actor_named, at))
                        break
        return tuple(dict.fromkeys(found))

    def actor(self, who: int) -> Known | None:
        """What a place or nationality stands for where it acts."""
        referent = self.referents[who]
        told = key(referent.name)
        return referent.known or capitals().get(told) or demonyms().get(told)

    def home(self) -> str:
        """The country that an article names most often, under whatever name, the first of equals; nothing where it names none."""
        counts: Counter[str] = Counter()
        for number, referent in enumerate(self.referents):
            listed = self.actor(number) if referent.kind in ("government", "place", "demonym") else None
            if listed is not None and "country" in listed.nouns:
                counts[listed.name] += referent.mentions
        return max(counts, key=lambda name: counts[name], default="")

    def half_named(self, number: int) -> int:
        """The country that "the North" or "the South" is short for, where the article names it and no other fits, or -1."""
        word = self.referents[number].name.split()[-1].casefold()
        countries = [n for n, other in enumerate(self.referents) if n != number and other.kind == "government" and other.named]
        fits = [n for n in countries if self.referents[n].name.casefold().split()[0] == word]
        return fits[0] if len(fits) == 1 and word in ("north", "south") else -1

    def in_quote(self, at: int) -> int:
        """The quotation that holds a word, or -1."""
        if not self.quoted:
            return -1
        start = self.words.starts[at]
        number = bisect_right(self.openings, start) - 1
        return number if number >= 0 and start < self.quoted[number].end else -1


OPENING = 12
"""Words of a sentence before a name among which no other is named, where the name opens it."""
PRINTED = frozenset({"article", "report", "story", "interview", "column", "editorial", "exclusive", "dispatch", "podcast"})
"""What stands in outlets, or is given to them."""


def gather(words: Words, entities: list[Entity], quoted: tuple[Span, ...]) -> Cast:
    """The cast of an article as its names alone give it, each mention by name noted."""
    cast = Cast(words, tuple(sorted(quoted)), bearer=[-1] * len(words.lows))
    for entity in entities:
        kind = _kind(entity)
        listed = as_actor(entity) if kind not in ("place", "demonym", "person") else None
        number = cast.add(
            Referent(
                entity.name, kind, entity.forms[0].first, gender=entity.gender, known=listed, nouns=_nouns(entity),
                words=frozenset(entity.forms[0].key), named=True, hint=_hint(entity), prints=any(_prints(words, form) for form in entity.forms),
            )
        )  # fmt: skip
        cast.forms[number] = entity.forms
        for form in entity.forms:
            for at in range(form.begin, form.last):
                cast.bearer[at] = number if cast.bearer[at] < 0 or at >= form.first else cast.bearer[at]
    events = [(form, number) for number, forms in cast.forms.items() for form in forms]
    cast.seen = sorted([_seen(cast, form, number) for form, number in events])
    for _, number in events:
        cast.referents[number].mentions += 1
    return cast


def _kind(entity: Entity) -> Sort:
    """The kind of an entity: a body whose name begins or ends with a word for organs of a state is government."""
    if entity.sort != "organisation" or entity.known is not None:
        return entity.sort
    if key(entity.name) in capitals():
        return "place"
    ends = {word for told in _wordings(entity) for word in (told[0], told[-1], " ".join(told[-2:]))}
    return "government" if any(word in bodies() and bodies()[word]["state"] for word in ends) else "organisation"


def _wordings(entity: Entity) -> set[tuple[str, ...]]:
    """The names by which an entity goes, each once."""
    return {form.key for form in entity.forms}


def _prints(words: Words, form: Form) -> bool:
    """Whether a name stands behind what only an outlet holds ("a report in the Ledger", "an interview with Radio Verrin")."""
    if form.sort != "organisation":
        return False
    at = form.begin - 1 - (words.low(form.begin - 1) in ("the", "a", "an"))
    return words.low(at) in ("in", "with", "to", "for") and words.low(at - 1) in PRINTED


def _hint(entity: Entity) -> Gender:
    """What the one word by which a person is named would tell of their gender if it were a first name."""
    alone = entity.sort == "person" and all(len(form.key) == 1 for form in entity.forms)
    return given_names().get(entity.forms[0].key[0], "") if alone else ""


def _nouns(entity: Entity) -> frozenset[str]:
    """The common nouns that may stand for a body: by the tables, or as its name tells ("Ministry of ...", "... Ltd")."""
    if entity.sort in ("person", "place", "demonym", "other"):
        return frozenset()
    found = set(entity.known.nouns if entity.known else ())
    for told in _wordings(entity):
        found |= {bodies()[word]["noun"] for word in told if word in bodies()}
        if told[-1] in words_of("legal"):
            found |= {"company", "firm"}
        if told[-1] in words_of("club_ending"):
            found |= words_of("team_noun")
        if "." in entity.name and told[-1].endswith(("com", "org", "net")):
            found |= {"site", "website"}
    return frozenset(found)


def _seen(cast: Cast, form: Form, number: int) -> Seen:
    words = cast.words
    before, after = words.low(form.begin - 1), words.low(form.last)
    opens = bisect_left(words.sentence_at, words.sentence_at[form.begin], max(0, form.begin - OPENING), form.begin)
    opening = opens == form.begin or max(cast.bearer[opens : form.begin]) < 0
    before_object = words_of("before_object")
    prepositional = before in before_object or (before == "the" and words.low(form.begin - 2) in before_object)
    follows = words.written[form.last] if form.last < len(words.lows) else "."
    verb = follows.isalpha() and follows.islower() and after not in before_object and after not in ("and", "or", "as", "that", "than")
    apposed = follows == "," and opening
    return Seen(
        form.first, number, subject=not prepositional and (verb or apposed), opens=opening and not prepositional, after_preposition=prepositional,
        owner=words.owner_mark(form.last), quoted=cast.in_quote(form.first) >= 0,
    )  # fmt: skip
