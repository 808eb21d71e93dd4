"""Who speaks, over several stories and within one: who is the same, where they stand on a claim, how much they are cited."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sayso.data import Claim, Ledger, Statement, Witness, WitnessKind
from sayso.folding import clean, folded
from sayso.ids import content_id
from sayso.ranking import Ranked

Side = Literal["for", "against", "declining", "also"]
"""Where a witness stands on a claim; also: quoted on it, without being counted."""

NOT_IN_ADDRESS = re.compile(r"[^a-z0-9]+")
LONGEST_STEM = 60
"""Letters of a name that its id begins with."""
DIGITS = 8
"""Of the hash behind the name in an id: four thousand million, for some thousands of voices."""
LEAST_WORDS = 2
"""Words of a person's full name; one alone ("Smith") says who it is only within its story."""


@dataclass(frozen=True, slots=True)
class Key:
    """A voice as all stories call it: compared by id alone."""

    id: str
    name: str = field(compare=False)
    kind: WitnessKind = field(compare=False)


@dataclass(frozen=True, slots=True)
class Tally:
    """How much somebody is cited in a story; `alone`: claims of several reports on which nobody else is counted; `passes_on`: statements that
    came through them."""

    reports: int
    claims: int
    alone: int
    against: int
    declining: int
    passes_on: int


def key_of(witness: Witness, ledger: Ledger) -> Key:
    """The voice that a story's witness is: that of the name if it is a full one, else one of this story alone."""
    name = clean(witness.name) or "?"
    plain = folded(name).removeprefix("the ")
    if is_full_name(witness, ledger):
        digest = content_id("person" if witness.kind == "person" else "body", plain)
    else:
        digest = content_id("one story", ledger.id, witness.id)
    stem = NOT_IN_ADDRESS.sub("-", plain)[:LONGEST_STEM].strip("-")
    return Key(f"{stem}-{digest[:DIGITS]}" if stem else digest[:DIGITS], name, witness.kind)


def is_full_name(witness: Witness, ledger: Ledger) -> bool:
    """Whether a name tells who it is outside its story: a proper name, a person's with two words or more.

    A single word that the story also writes small ("Police", "police") is a description, whatever it begins with.
    """
    words = clean(witness.name).removeprefix("The ").split()
    if witness.kind == "unnamed" or not words or words[0][0].islower() or not words[0][0].isalnum():
        return False
    if witness.kind == "person":
        return len(words) >= LEAST_WORDS
    if len(words) > 1 or words[0].isupper():
        return True
    small = re.compile(rf"(?<!\w){re.escape(words[0].lower())}(?!\w)")
    return not any(small.search(article.text) for article in ledger.articles)


def counted_for(claim: Claim) -> tuple[str, ...]:
    """The witnesses that are counted for a claim, named ones first."""
    return (*claim.witnesses.for_, *(group.id for group in claim.witnesses.unnamed))


def behind(statement: Statement, witnesses: Mapping[str, Witness]) -> tuple[str, ...]:
    """Who says a statement, in person or through somebody who speaks for them."""
    principals = (witnesses[who].speaks_for for who in statement.speakers if who in witnesses)
    return (*statement.speakers, *filter(None, principals))


def standings(one: Ranked, witnesses: Mapping[str, Witness]) -> tuple[tuple[Side, tuple[str, ...]], ...]:
    """The witnesses on each side of a claim, by id; those quoted on it come first, those counted for it last."""
    standing = one.claim.witnesses
    quoted = tuple(dict.fromkeys(who for statement in one.statements for who in behind(statement, witnesses)))
    return ("also", quoted), ("declining", standing.declining), ("against", standing.against), ("for", counted_for(one.claim))


def sides(one: Ranked, keys: Mapping[str, Key], witnesses: Mapping[str, Witness]) -> dict[str, Side]:
    """Where each voice stands on a claim, by its id; a voice that is counted for it is so whatever else it says."""
    return {keys[who].id: side for side, ids in standings(one, witnesses) for who in ids if who in keys}


def stands_alone(one: Ranked, keys: Mapping[str, Key], voice: str) -> bool:
    """Whether nobody but `voice` is counted for a claim."""
    return one.claim.count.max == 1 and {keys[who].id for who in counted_for(one.claim) if who in keys} == {voice}


def tallies(ledger: Ledger, claims: Sequence[Ranked], keys: Mapping[str, Key]) -> Iterator[tuple[Key, Tally]]:
    """Each voice that is cited in a story, in the order of its witnesses, with how much it is."""
    witnesses = {witness.id: witness for witness in ledger.witnesses}
    counts: dict[str, Counter[str]] = {}
    reports: dict[str, set[str]] = {}
    for one in claims:
        for voice, side in sides(one, keys, witnesses).items():
            alone = side == "for" and one.shared and stands_alone(one, keys, voice)
            counts.setdefault(voice, Counter()).update(("claims", side, *(["alone"] if alone else [])))
    for statement in ledger.statements:
        for voice in _known(statement.chain, keys):
            counts.setdefault(voice, Counter()).update(("passes on",))
        for voice in _known(behind(statement, witnesses), keys):
            reports.setdefault(voice, set()).add(statement.article)
    for key in dict.fromkeys(keys.values()):
        count = counts.get(key.id)
        if count:
            told = (count[name] for name in ("claims", "alone", "against", "declining", "passes on"))
            yield key, Tally(len(reports.get(key.id, ())), *told)


def _known(ids: Iterable[str], keys: Mapping[str, Key]) -> set[str]:
    return {keys[who].id for who in ids if who in keys}
