"""Whether a negated clause rejects what somebody holds against its speaker, or merely tells what is not so.

No finder itself: stance and factuality both ask. News is full of negations that nobody disputes ("there is no risk of a flood", "most
shops did not open"); counted as denials, they would set their speakers against their own words. A denial is a matter of evidence: the
speaker's own conduct, words of blame, a cue of insistence speak for it; attitudes, measures, modal verbs and missing news against it.
The words and weights are in `denials.tsv`, set by hand and checked on marked stories.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from sayso.read.cues import shapes

if TYPE_CHECKING:
    from sayso.read.cues import CueReading
    from sayso.read.how.shape import Shape

ENOUGH = 2
"""Weight from which a negated clause is a denial: two mild signs, or a strong one with nothing against it."""

SUBJECT = 3
"""Words at the head of a clause in which its subject stands."""


CALLING = frozenset({"call", "describe", "brand", "label", "dub", "term", "deem"})
SAID = frozenset({
    "accusation", "accusations", "allegation", "allegations", "claim", "claims", "charge", "charges", "report", "reports", "suggestion",
    "suggestions", "story", "account", "version", "rumour", "rumours", "rumor", "rumors", "assertion", "assertions", "that", "this", "it",
})  # fmt: skip
"""What somebody said, or stands for it: who calls that untrue denies it; who calls invoices fake accuses."""
CALLED = 2
"""Words at the end of a content that hold what something is called: "the accusation baseless", "a charge that ... an outright lie"."""

BEHIND = 6
"""Words behind a negation that it bears on: "not long enough", "no serious injuries"."""


def denies(body: Shape, cue: CueReading, *, own: bool) -> bool:
    """Whether the clause `body`, told by `cue`, rejects something; in an article's own voice (`own`) only what it calls untrue does."""
    if body.rejects:
        return not body.negated
    if _called_untrue(body, cue):
        return not cue.negated
    if body.untrue or not body.negated:
        return body.untrue and not body.negated
    if own or body.own_future or (body.words and body.words[0].text == "you"):
        return False
    return weight(body, cue) >= ENOUGH


def _called_untrue(body: Shape, cue: CueReading) -> bool:
    """Whether the cue is one of naming, and the content ends with a name for what is not so ("called the accusation baseless")."""
    if cue.head is None or cue.head.phrase.split()[0] not in CALLING:
        return False
    said = [word.text for word in body.words]
    return not SAID.isdisjoint(said) and not shapes()["untrue"].isdisjoint(said[-CALLED:])


def weight(body: Shape, cue: CueReading) -> int:
    """The signs of a denial in a negated clause, added up; each kind of sign counts once, what speaks against it always."""
    table, rows = _table()
    plain = [w.text for w in body.words]
    at = next((i for i, word in enumerate(plain) if word in shapes()["negative_words"]), 0)
    around = plain[max(0, at - 3) : at + 1]
    total = _most(table["cue"], {lemma for w in cue.words for lemma in w.lemmas})
    first = plain[:SUBJECT]
    total += _most(table["first"], plain) if body.direct else _most(table["third"], first)
    total += _most(table["negation"], plain) + _most(table["subject"], first + around)
    total += _most(table["modal"], around) if "have" not in plain[at : at + 2] else 0
    total += sum([_most(row, plain) for row in rows["word"]])
    behind = plain[at + 1 : at + 1 + BEHIND]
    return total + sum([_most(row, behind) for row in rows["behind"]])


def _most(weights: dict[str, int], words: Collection[str]) -> int:
    """The weight of the strongest of `words`, 0 where none is in the table."""
    return 0 if weights.keys().isdisjoint(words) else max((weights[word] for word in words if word in weights), key=abs)


@cache
def _table() -> tuple[dict[str, dict[str, int]], dict[str, tuple[dict[str, int], ...]]]:
    """The weights by where their words stand; those of words anywhere or behind the negation by row, since each row counts once."""
    placed: dict[str, dict[str, int]] = {}
    rows: dict[str, tuple[dict[str, int], ...]] = {}
    for line in resources.files("sayso").joinpath("read/tables/denials.tsv").read_text("utf8").splitlines():
        if line.startswith("#"):
            continue
        where, words, value, _ = line.split("\t")
        row = dict.fromkeys(words.split(), int(value))
        if where in {"word", "behind"}:
            rows[where] = (*rows.get(where, ()), row)
        else:
            placed.setdefault(where, {}).update(row)
    return placed, rows
