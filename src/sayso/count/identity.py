"""Who is the same across the articles of a story: witnesses of single readings -> witnesses of the story (rules 1 to 3 and 6)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.count.likeness import BODIES, ONLY_ONE, Form, Parts, alike, answers, countries, form_of, long_form, one_organ, same_office
from sayso.count.own_right import Local, in_own_right
from sayso.count.papers import one_paper
from sayso.data import Reading, Reason, Statement, Witness

DEFINITE = ("the ", "its ", "their ", "his ", "her ")


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
        _Local((r.article.id, w.id), w, form_of(w, definite=w.id in definite, homes=homes))
        for r in sorted(readings, key=lambda r: r.article.id)
        for definite, homes in ((_definite(r), _homes(r)),)
        for w in r.witnesses
    ]
    found.sort(key=lambda one: (-len(one.form.words), one.form.order, one.local))
    groups: list[list[_Local]] = []
    bearing: dict[str, dict[int, None]] = defaultdict(dict)
    for told in _told_alike(found):
        tokens = {token for one in told for token in _tokens(one.form)}
        near = sorted({number for token in tokens for number in bearing[token]})
        fits = [number for number in near if all(_same(one, groups[number]) for one in told)]
        home = _home(told[0], [groups[number] for number in fits])
        number = next((n for n in fits if groups[n] is home), len(groups))
        if home is None:
            groups.append([])
        groups[number] += told
        for token in sorted(tokens):
            bearing[token][number] = None
    groups = _papers(_organs(groups))
    for one in (one for one in found if one.form.office):
        ranks = [_held_by(one, g) for g in groups]
        holders = [g for g, rank in zip(groups, ranks, strict=True) if rank and rank == max(ranks)]
        if len(holders) == 1:
            holders[0].append(one)
        else:
            groups.append([one])
    return _by_themselves(_named(groups, {(r.article.id, w.id): _first(r, w.id) for r in readings for w in r.witnesses}), readings)


def _told_alike(found: Sequence[_Local]) -> list[list[_Local]]:
    """Bodies that articles call by the same words, together, so that none of them goes with a longer name alone; everybody else by themselves.

    Those known by an office alone are left out.
    """
    units: dict[object, list[_Local]] = {}
    for one in (one for one in found if not one.form.office):
        body = one.witness.kind in BODIES and not one.form.parted(units.get(one.form.words, [one])[0].form)
        units.setdefault(one.form.words if body else one.local, []).append(one)
    return list(units.values())


def _tokens(form: Form) -> frozenset[str]:
    """What two forms share if they are alike: a word of a name, or initials that stand for it."""
    return frozenset({*form.words, form.initials, *(word for other in form.others for word in other)})


def _first(reading: Reading, witness: str) -> tuple[tuple[str, int, int], ...]:
    """Where an article first names or means a witness."""
    spans = sorted(m.span for m in reading.mentions if m.witness == witness and m.type != "pronoun")[:1]
    return tuple((reading.article.id, span.start, span.end) for span in spans)


def _definite(reading: Reading) -> frozenset[str]:
    """Witnesses that an article never means but by a definite description."""
    told: dict[str, list[bool]] = defaultdict(list)
    for mention in reading.mentions:
        if mention.type != "pronoun":
            text = reading.article.text[mention.span.start : mention.span.end].lower()
            told[mention.witness].append(text.startswith(DEFINITE) or "'s " in text or "’s " in text)
    return frozenset(witness for witness, sure in told.items() if any(sure))


def _organs(groups: list[list[_Local]]) -> list[list[_Local]]:
    """Groups joined that are one body in other words or without its country, where no article tells them apart and only one such body is told of.

    Only groups for the same thing and of one class are compared: the time grows with the groups.
    """
    told: dict[tuple[Parts, str], dict[int, None]] = defaultdict(dict)
    for number, group in enumerate(groups):
        for one in group:
            if one.form.organ is not None and (one.form.organ.words or one.form.organ.sort in ONLY_ONE):
                told[(one.form.organ.words, one.form.organ.sort)][number] = None
    joined = {number: number for number in range(len(groups))}
    merged = [list(group) for group in groups]
    for numbers in told.values():
        here = list(dict.fromkeys(joined[n] for n in numbers))
        while (pair := _only_pair(merged, here)) is not None:
            kept, gone = pair
            merged[kept] += merged[gone]
            joined = {n: kept if home == gone else home for n, home in joined.items()}
            here.remove(gone)
    return [group for number, group in enumerate(merged) if joined[number] == number]


def _papers(groups: list[list[_Local]]) -> list[list[_Local]]:
    """Groups joined that are one document."""
    home = {one.local: number for number, group in enumerate(groups) for one in group}
    above = [
        frozenset(home[local] for one in group if one.witness.speaks_for and (local := (one.local[0], one.witness.speaks_for)) in home)
        for group in groups
    ]
    merged = [list(group) for group in groups]
    for first, *others in one_paper([[(one.local[0], one.witness) for one in group] for group in groups], above):
        for number in others:
            merged[first] += merged[number]
            merged[number] = []
    return [group for group in merged if group]


def _only_pair(groups: Sequence[list[_Local]], numbers: Sequence[int]) -> tuple[int, int] | None:
    """Two groups that fit each other, and no third that one of them fits and the other does not."""
    fits = {n: {m for m in numbers if m != n and _one_organ(groups[n], groups[m])} for n in numbers}
    return next(((n, m) for n in numbers for m in numbers if m in fits[n] and fits[n] - {m} == fits[m] - {n}), None)


def _one_organ(one: list[_Local], other: list[_Local]) -> bool:
    if {w.local[0] for w in one} & {w.local[0] for w in other} or any(a.form.parted(b.form) for a in one for b in other):
        return False
    return any(one_organ(a.form, b.form) for a in one for b in other)


def _homes(reading: Reading) -> tuple[str, ...]:
    """The countries that an article names most, by its names: first the one named more than any other, if any; then those half as often."""
    counts = Counter(
        countries()[told]
        for name in reading.names
        if (told := reading.article.text[name.span.start : name.span.end].lower().replace(".", "").replace("-", " ")) in countries()
    )
    order = sorted(counts, key=lambda country: (-counts[country], country))
    most = counts[order[0]] if order else 0
    alone = len(order) < 2 or counts[order[1]] < most
    return tuple(([] if alone else [""]) + [country for country in order if 2 * counts[country] >= most])


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


def _held_by(one: _Local, group: list[_Local]) -> int:
    """How surely somebody known by an office alone is the person whom another article names in it; 0 for not at all.

    The same article may name the person too, where it tells no office of theirs.
    """
    if any(other.local[0] == one.local[0] and (other.form.offices or other.form.office) for other in group):
        return 0
    return max(same_office(one.form, other.form) for other in group)


def _best(group: list[_Local]) -> _Local:
    """The form that names a witness of the story: of a person the fullest; of a body the one that most articles use."""
    uses = Counter(one.form.words for one in group)
    person = all(one.witness.kind == "person" for one in group)

    def rank(one: _Local) -> tuple[bool, int, int, bool, int, str]:
        told = not one.form.office and (person or one.witness.kind != "person")
        short = person and long_form(one.form.order[0]) != one.form.order[0]
        return told, 0 if person else uses[one.form.words], len(one.form.words), not short, -len(one.witness.name), one.witness.name

    return max(group, key=rank)


def _named(groups: list[list[_Local]], places: Mapping[Local, tuple[tuple[str, int, int], ...]]) -> Identities:
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
        spans = tuple(place for one in sorted(group, key=lambda one: one.local) for place in places[one.local])
        if len({one.local[0] for one in group}) > 1 and len(names) > 1:
            reasons.append(Reason("2", f"{' / '.join(names)}: one witness under several forms of the name", (wid,), spans))
    return Identities(tuple(sorted(witnesses, key=lambda w: w.id)), of, tuple(reasons))


def _principal(wid: str, group: list[_Local], of: Mapping[Local, str]) -> str | None:
    """Whom a witness speaks for in most articles that tell it, the first by id of equals."""
    told = Counter(
        of[(one.local[0], one.witness.speaks_for)] for one in group if one.witness.speaks_for and (one.local[0], one.witness.speaks_for) in of
    )
    del told[wid]
    return min(told, key=lambda above: (-told[above], above)) if told else None


def _by_themselves(who: Identities, readings: Sequence[Reading]) -> Identities:
    """The same, but who answers for another and yet speaks in their own right speaks for nobody (rule 3)."""
    persons = {w.id for w in who.witnesses if w.kind == "person"}
    answering = {w.id for w in who.witnesses if w.id in persons and w.speaks_for and (w.speaks_for in persons or answers(w))}
    found = in_own_right(readings, {local: witness for local, witness in who.of.items() if witness in answering})
    witnesses = tuple(replace(w, speaks_for=None) if w.id in found else w for w in who.witnesses)
    return replace(who, witnesses=witnesses, reasons=(*who.reasons, *found.values()))


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
