"""Ledgers -> what lists and searches look up in them. A shelf never changes; a library puts up a new one when its ledgers change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.data import Claim, Ledger, Statement, Witness
from sayso.show.html.story import title_of
from sayso.show.ranking import Ranked, ranked
from sayso.show.wording import clean, words
from sayso.web.folding import asked, fits, folded
from sayso.web.library import ClaimEntry, Found, Presence, Side, StoryEntry, StoryHit, Voice
from sayso.web.names import Key, key_of

MOST_CLAIMS = 3
"""Claims that a search shows of one story."""
MOST_VOICES = 8
"""Voices that a search shows above the stories."""


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with the text in which it is found: its wording, its statements' words, and who says them."""

    entry: ClaimEntry
    wording: str
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A story on the shelf; `keys` are the story's witnesses, by id, as they are called over all stories."""

    ledger: Ledger
    entry: StoryEntry
    head: str
    claims: tuple[Ranked, ...]
    told: tuple[Told, ...]
    keys: dict[str, Key]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Stories in order, the latest first, and who is cited in them."""

    kept: dict[str, Kept]
    voices: dict[str, Voice]
    """By id; those cited in most stories first, sources without a name last."""
    cited: dict[str, tuple[Presence, ...]]
    """Where a voice is cited, by its id."""
    called: dict[str, str]
    """The id of the most cited voice of a name, by the folded name."""

    def search(self, text: str) -> Found:
        """As in Library."""
        words = asked(text)
        if not words:
            return Found((), ())
        hits = (_hit(kept, words) for kept in self.kept.values())
        return Found(self.named(text)[:MOST_VOICES], tuple(hit for hit in hits if hit))

    def named(self, text: str, *, story: str | None = None) -> tuple[Voice, ...]:
        """As Library.voices."""
        words = asked(text)
        here = {key.id for key in self.kept[story].keys.values()} if story in self.kept else set()
        return tuple(one for one in self.voices.values() if (story is None or one.id in here) and fits(words, folded(one.name)))


def shelf(ledgers: Iterable[Ledger]) -> Shelf:
    """The shelf of `ledgers`; of several with one id the last counts."""
    kept = sorted(map(keep, {ledger.id: ledger for ledger in ledgers}.values()), key=lambda one: (folded(one.entry.title), one.entry.id))
    kept.sort(key=lambda one: one.entry.last or one.entry.first or "", reverse=True)
    present: dict[Key, list[Presence]] = {}
    for one in kept:
        for key, presence in _present(one):
            present.setdefault(key, []).append(presence)
    voices = [_voice(key, found) for key, found in present.items()]
    voices.sort(key=lambda one: (one.kind == "unnamed", -one.stories, -one.claims, folded(one.name), one.id))
    called: dict[str, str] = {}
    for voice in voices:
        called.setdefault(folded(voice.name), voice.id)
    cited = {key.id: tuple(found) for key, found in present.items()}
    return Shelf({one.entry.id: one for one in kept}, {one.id: one for one in voices}, cited, called)


def keep(ledger: Ledger) -> Kept:
    """What is looked up in one ledger."""
    claims = ranked(ledger)
    outlets = tuple(dict.fromkeys(clean(article.outlet) for article in ledger.articles if article.outlet))
    title = title_of(ledger)
    entry = StoryEntry(
        id=ledger.id,
        title=title,
        first=ledger.first,
        last=ledger.last,
        articles=len(ledger.articles),
        outlets=outlets,
        claims=len(claims),
        shared=sum(one.shared for one in claims),
        echoed=sum(one.echoed for one in claims),
        disputed=sum(one.disputed for one in claims),
    )
    texts = {article.id: article.text for article in ledger.articles}
    witnesses = {witness.id: witness for witness in ledger.witnesses}
    told = tuple(_told(ledger.id, one, texts, witnesses) for one in claims)
    head = folded(" ".join((title, *outlets, *(article.title or "" for article in ledger.articles))))
    return Kept(ledger, entry, head, claims, told, {witness.id: key_of(witness, ledger) for witness in ledger.witnesses})


def claim_entry(story: str, one: Ranked, witnesses: dict[str, Witness]) -> ClaimEntry:
    """A ranked claim as lists show it."""
    names = tuple(clean(witnesses[who].name) for who in counted_for(one.claim) if who in witnesses)
    return ClaimEntry(story, one.number, clean(one.claim.text), len(one.carriers), one.claim.count.min, one.claim.count.max, names)


def counted_for(claim: Claim) -> tuple[str, ...]:
    """The witnesses that are counted for a claim, named ones first."""
    return (*claim.witnesses.for_, *(group.id for group in claim.witnesses.unnamed))


def sides(one: Ranked, kept: Kept, witnesses: dict[str, Witness]) -> dict[str, Side]:
    """Where each voice stands on a claim, by its id; a voice that is counted for it is so whatever else it says."""
    standing = one.claim.witnesses
    quoted = {who: None for statement in one.statements for who in behind(statement, witnesses)}
    told: tuple[tuple[Side, Iterable[str]], ...] = (
        ("also", quoted),
        ("declining", standing.declining),
        ("against", standing.against),
        ("for", counted_for(one.claim)),
    )
    return {kept.keys[who].id: side for side, ids in told for who in ids if who in kept.keys}


def stands_alone(one: Ranked, kept: Kept, voice: str) -> bool:
    """Whether nobody but `voice` is counted for a claim."""
    return one.claim.count.max == 1 and {kept.keys[who].id for who in counted_for(one.claim) if who in kept.keys} == {voice}


def behind(statement: Statement, witnesses: dict[str, Witness]) -> tuple[str, ...]:
    """Who says a statement, in person or through somebody who speaks for them."""
    principals = (witnesses[who].speaks_for for who in statement.speakers if who in witnesses)
    return (*statement.speakers, *filter(None, principals))


def _told(story: str, one: Ranked, texts: dict[str, str], witnesses: dict[str, Witness]) -> Told:
    entry = claim_entry(story, one, witnesses)
    who = dict.fromkeys(name for said in one.statements for speaker in said.speakers if speaker in witnesses for name in _names(witnesses[speaker]))
    said = dict.fromkeys(words(texts[statement.article], statement.content) for statement in one.statements)
    return Told(entry, folded(entry.text), folded(" ".join((entry.text, *entry.witnesses, *who, *said))))


def _names(witness: Witness) -> tuple[str, ...]:
    return (witness.name, *witness.aliases)


def _hit(kept: Kept, words: tuple[str, ...]) -> StoryHit | None:
    """A story whose title or outlets hold all words, or claims of which do; claims that say it in their own wording first."""
    found = [one for one in kept.told if fits(words, one.text)]
    if not found and not fits(words, kept.head):
        return None
    found.sort(key=lambda one: (not fits(words, one.wording), one.entry.number))
    return StoryHit(kept.entry, tuple(one.entry for one in found[:MOST_CLAIMS]), len(found))


def _present(kept: Kept) -> Iterable[tuple[Key, Presence]]:
    """Each voice that is cited in a story, with how much it is."""
    witnesses = {witness.id: witness for witness in kept.ledger.witnesses}
    tallies: dict[str, Counter[str]] = {}
    reports: dict[str, set[str]] = {}
    for one in kept.claims:
        for voice, side in sides(one, kept, witnesses).items():
            alone = side == "for" and one.shared and stands_alone(one, kept, voice)
            tallies.setdefault(voice, Counter()).update(("claims", side, *(["alone"] if alone else [])))
    for statement in kept.ledger.statements:
        for voice in {kept.keys[who].id for who in statement.chain if who in kept.keys}:
            tallies.setdefault(voice, Counter()).update(("passes on",))
        for who in behind(statement, witnesses):
            if who in kept.keys:
                reports.setdefault(kept.keys[who].id, set()).add(statement.article)
    entry = kept.entry
    for key in dict.fromkeys(kept.keys.values()):
        tally = tallies.get(key.id)
        if tally:
            yield key, Presence(
                entry.id, entry.title, entry.first, entry.last, len(reports.get(key.id, ())), tally["claims"], tally["alone"],
                tally["against"], tally["declining"], tally["passes on"],
            )  # fmt: skip


def _voice(key: Key, found: list[Presence]) -> Voice:
    return Voice(key.id, key.name, key.kind, len(found), sum(one.claims for one in found), sum(one.alone for one in found))
