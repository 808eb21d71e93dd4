"""Ledgers -> what lists and searches look up in them. A shelf never changes; a library puts up a new one when its ledgers change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.data import Ledger, Witness
from sayso.folding import fits, folded, outlets_of, sought, spoken, title_of
from sayso.ranking import Ranked, ranked
from sayso.show.wording import clean, words
from sayso.sought import StoryEntry
from sayso.voices import Key, counted_for, key_of, tallies
from sayso.web.library import ClaimEntry, Found, Presence, StoryHit, Voice

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
        words = sought(text)
        if not words:
            return Found((), ())
        hits = (_hit(kept, words) for kept in self.kept.values())
        return Found(self.named(text)[:MOST_VOICES], tuple(hit for hit in hits if hit))

    def named(self, text: str, *, story: str | None = None) -> tuple[Voice, ...]:
        """As Library.voices."""
        words = sought(text)
        if text.strip() and not words:
            return ()
        here = {key.id for key in self.kept[story].keys.values()} if story in self.kept else set()
        return tuple(one for one in self.voices.values() if (story is None or one.id in here) and fits(words, spoken(one.name)))


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
    outlets, title = outlets_of(ledger), title_of(ledger)
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
    head = spoken(title, *outlets, *(article.title or "" for article in ledger.articles))
    return Kept(ledger, entry, head, claims, told, {witness.id: key_of(witness, ledger) for witness in ledger.witnesses})


def claim_entry(story: str, one: Ranked, witnesses: dict[str, Witness]) -> ClaimEntry:
    """A ranked claim as lists show it."""
    names = tuple(clean(witnesses[who].name) for who in counted_for(one.claim) if who in witnesses)
    return ClaimEntry(story, one.number, clean(one.claim.text), len(one.carriers), one.claim.count.min, one.claim.count.max, names)


def _told(story: str, one: Ranked, texts: dict[str, str], witnesses: dict[str, Witness]) -> Told:
    entry = claim_entry(story, one, witnesses)
    speakers = (speaker for said in one.statements for speaker in said.speakers)
    who = (witnesses[key] for key in dict.fromkeys((*counted_for(one.claim), *speakers)) if key in witnesses)
    names = dict.fromkeys(name for witness in who for name in (witness.name, *witness.aliases))
    said = dict.fromkeys(words(texts[statement.article], statement.content) for statement in one.statements)
    return Told(entry, spoken(entry.text), spoken(entry.text, *names, *said))


def _hit(kept: Kept, words: tuple[str, ...]) -> StoryHit | None:
    """A story whose title or outlets hold all words, or claims of which do; claims that say it in their own wording first."""
    found = [one for one in kept.told if fits(words, one.text)]
    if not found and not fits(words, kept.head):
        return None
    found.sort(key=lambda one: (not fits(words, one.wording), one.entry.number))
    return StoryHit(kept.entry, tuple(one.entry for one in found[:MOST_CLAIMS]), len(found))


def _present(kept: Kept) -> Iterable[tuple[Key, Presence]]:
    """Each voice that is cited in a story, with how much it is."""
    entry = kept.entry
    for key, tally in tallies(kept.ledger, kept.claims, kept.keys):
        yield (
            key,
            Presence(
                entry.id,
                entry.title,
                entry.first,
                entry.last,
                tally.reports,
                tally.claims,
                tally.alone,
                tally.against,
                tally.declining,
                tally.passes_on,
            ),
        )


def _voice(key: Key, found: list[Presence]) -> Voice:
    return Voice(key.id, key.name, key.kind, len(found), sum(one.claims for one in found), sum(one.alone for one in found))
