"""Who is the same over several stories: only whoever has the same full name in each of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sayso.data import Ledger, Witness, WitnessKind
from sayso.ids import content_id
from sayso.show.wording import clean
from sayso.web.folding import folded

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
