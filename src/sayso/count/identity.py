"""Who is the same across the articles of a story: witnesses of single readings -> witnesses of the story (rules 1 to 3 and 6)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.count.likeness import Form, alike, form_of, same_office
from sayso.data import Reading, Reason, Statement, Witness

DEFINITE = ("the ", "its ", "their ", "his ", "her ")
Local = tuple[str, str]
"""Article id and the witness id inside that article."""


@dataclass(frozen=True, slots=True)
class Identities:
    """Witnesses of a story by id, and which of them a witness of one article is."""

    witnesses: tuple[Witness, ...]
    of: Mapping[Local, str]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Local:
    """A witness of one article with the words of its names."""

    local: Local
    witness: Witness
    form: Form


def identify(readings: Sequence[Reading]) -> Identities:
    """Join the witnesses of several readings; the order of the readings changes nothing."""
    found = [
        _Local((r.article.id, w.id), w, form_of(w, definite=w.id in definite))
        for r in sorted(readings, key=lambda r: r.article.id)
        for definite in (_definite(r),)
        for w in r.witnesses
    ]
    found.sort(key=lambda one: (-len(one.form.words), one.form.order, one.local))
    groups: list[list[_Local]] = []
    for one in (one for one in found if not one.form.office):
        home = _home(one, [g for g in groups if _same(one, g)])
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    for one in (one for one in found if one.form.office):
        holders = [g for g in groups if _held_by(one, g)]
        if len(holders) == 1:
            holders[0].append(one)
        else:
            groups.append([one])
    return _named(groups)


def _definite(reading: Reading) -> frozenset[str]:
    """Witnesses that an article never means but by a definite description."""
    told: dict[str, list[bool]] = defaultdict(list)
    for mention in reading.mentions:
        if mention.type != "pronoun":
            text = reading.article.text[mention.span.start : mention.span.end].lower()
            told[mention.witness].append(text.startswith(DEFINITE) or "'s " in text or "’s " in text)
    return frozenset(witness for witness, sure in told.items() if any(sure))


def _home(one: _Local, fits: list[list[_Local]]) -> list[_Local] | None:
    """The group a witness belongs to: the only one that fits, else the only one with just that name, that short form, or its article."""
    if len(fits) < 2:
        return fits[0] if fits else None
    same_name = [g for g in fits if any(one.form.words == other.form.words for other in g)]
    called_so = [g for g in fits if any(one.form.words in other.form.others for other in g)]
    same_article = [g for g in fits if any(one.local[0] == other.local[0] for other in g)]
    for closer in (same_name, called_so, same_article):
        if closer:
            return closer[0] if len(closer) == 1 else None
    return None


def _same(one: _Local, group: list[_Local]) -> bool:
    """Whether a witness is the one that a group stands for (a group never holds two witnesses of one article, unless they bear one name)."""
    if any(other.local[0] == one.local[0] and other.form.words != one.form.words for other in group):
        return False
    return any(alike(one.form, other.form) for other in group) and not any(one.form.parted(other.form) for other in group)


def _held_by(one: _Local, group: list[_Local]) -> bool:
    """Whether somebody known by an office alone is the person whom another article names in it."""
    if any(other.local[0] == one.local[0] for other in group):
        return False
    return any(same_office(one.form, other.form) for other in group)


def _best(group: list[_Local]) -> _Local:
    """The form that names a witness of the story: of a person the fullest; of a body the one that most articles use."""
    uses = Counter(one.form.words for one in group)
    person = all(one.witness.kind == "person" for one in group)

    def rank(one: _Local) -> tuple[bool, int, int, int, str]:
        return not one.form.office, 0 if person else uses[one.form.words], len(one.form.words), -len(one.witness.name), one.witness.name

    return max(group, key=rank)


def _named(groups: list[list[_Local]]) -> Identities:
    taken: dict[str, int] = defaultdict(int)
    of: dict[Local, str] = {}
    chosen: list[tuple[str, list[_Local]]] = []
    for group in groups:
        best = _best(group)
        stem = best.witness.id if best.witness.kind != "unnamed" else f"{best.local[0][:6]}-{best.witness.id}"
        taken[stem] += 1
        wid = stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
        chosen.append((wid, group))
        of |= {one.local: wid for one in group}
    witnesses, reasons = [], []
    for wid, group in chosen:
        best = _best(group)
        forms = sorted({name for one in group for name in (one.witness.name, *one.witness.aliases)} - {best.witness.name})
        witnesses.append(replace(best.witness, id=wid, aliases=tuple(forms), speaks_for=_principal(wid, group, of)))
        names = sorted({one.witness.name for one in group})
        if len({one.local[0] for one in group}) > 1 and len(names) > 1:
            reasons.append(Reason("2", f"{' / '.join(names)}: one witness under several forms of the name", (wid,)))
    return Identities(tuple(sorted(witnesses, key=lambda w: w.id)), of, tuple(reasons))


def _principal(wid: str, group: list[_Local], of: Mapping[Local, str]) -> str | None:
    """Whom a witness speaks for in most articles that tell it, the first by id of equals."""
    told = Counter(
        of[(one.local[0], one.witness.speaks_for)] for one in group if one.witness.speaks_for and (one.local[0], one.witness.speaks_for) in of
    )
    del told[wid]
    return min(told, key=lambda above: (-told[above], above)) if told else None


def resolved(readings: Sequence[Reading], who: Identities) -> tuple[Statement, ...]:
    """The propositions of all readings, with speakers and chains as witnesses of the story."""
    out = []
    for reading in sorted(readings, key=lambda r: r.article.id):
        here = reading.article.id
        for statement in reading.propositions:
            speakers = tuple(dict.fromkeys(who.of[(here, w)] for w in statement.speakers))
            chain = tuple(dict.fromkeys(who.of[(here, w)] for w in statement.chain))
            out.append(replace(statement, speakers=speakers, chain=chain))
    return tuple(out)
