"""Who is who in an article, and whom each source means: names into witnesses, pronouns and descriptions to them (docs/1-what-counts.md)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from functools import cache

from sayso.data import Mention, Name, Span, Witness, WitnessKind
from sayso.read.findings import People
from sayso.read.lexicon import Row, fold, holders_of, key, known, pronouns, roles, rows, titles, words_of
from sayso.read.who.cast import Cast, Office, Referent, Seen, gather
from sayso.read.who.delayed import introduced
from sayso.read.who.entities import entities
from sayso.read.who.mended import mend
from sayso.read.who.offices import ANSWERING, PAST, company_of, describe, executive, give_offices
from sayso.read.who.sources import How, Meant, described_body, meant
from sayso.read.who.words import Words, cut

WITNESS_KINDS: dict[str, WitnessKind] = {kind: kind for kind in ("person", "organisation", "government", "document", "outlet", "unnamed")}
NEIGHBOURS, FARTHEST_SPEAKER = 6, 2000
"""Sources on either side of a quotation, and characters from it, among which its speaker is looked for."""
CLEARLY = 3
"""Times as often as any other that an article names its present president, where it names several by the bare title."""
LONGEST_CUT = 8
"""Words of title and name that a source may have lost at its end."""
NOT_PLAIN = re.compile(r"[^a-z0-9]+")
LONGEST_SLUG = 60
"""Characters of an id's readable part."""
NEAR = 60
"""Words before a spokesperson's name within which whom they speak for is named, if nowhere else."""


def who(
    text: str,
    *,
    sentences: tuple[Span, ...],
    names: tuple[Name, ...],
    sources: tuple[Span, ...],
    quoted: tuple[Span, ...],
    carriers: tuple[Span, ...] = (),
) -> People:
    """The people, bodies, documents and groups of an article, and whom each of `sources` means.

    `sentences`, `names` and `quoted` (stretches inside quotation marks) are spans of `text`, in order; `sources` may come in
    any order, and `speakers` of the answer follow theirs. Within the article each witness has one readable id.
    """
    words = cut(text, sentences=sentences, names=mend(text, names=names, sources=sources))
    cast = gather(words, entities(words), quoted)
    give_offices(cast)
    _speak_for(cast)
    found = _resolve(cast, words, sources, carriers)
    for number, referent in enumerate(cast.referents):
        if referent.kind == "person" and referent.speaks_for is None and any(o.kind in ANSWERING and not o.principals for o in referent.offices):
            referent.speaks_for = _told_of_before(cast, number)
        if referent.kind == "person" and referent.speaks_for is None:
            referent.speaks_for = _ministry(cast, referent)
    ids = _ids(cast, found)
    witnesses = tuple(_witness(cast, number, ids) for number in ids)
    return People(
        witnesses, _mentions(cast, words, sources, found, ids), tuple(tuple(dict.fromkeys(ids[n] for n in each.who if n in ids)) for each in found)
    )


# ---------- principals


def _speak_for(cast: Cast) -> None:
    """Spokespeople and lawyers speak for whom the text says; the one head of an institution for the institution (rule 3)."""
    for number, referent in enumerate(cast.referents):
        if referent.kind != "person":
            continue
        for office in referent.offices:
            if office.kind in ANSWERING and referent.speaks_for is None:
                referent.speaks_for = _answers_for(cast, office)
            if referent.speaks_for is None:
                referent.speaks_for = company_of(cast, office) or _heads(cast, office)
        if referent.speaks_for is None:
            referent.speaks_for = _by_office_name(cast, number)
        if referent.speaks_for is None and any(executive(office) and not office.principals for office in referent.offices):
            referent.speaks_for = _company_told_of(cast)
    official = [n for n, r in enumerate(cast.referents) if r.kind == "person" and r.offices]
    told = {office.noun for n in official for office in cast.referents[n].offices}
    for row in _headed():
        if row["head"] not in told:
            continue
        holders = [n for n in official if _holds(cast, n, row)]
        holders.sort(key=lambda n: -cast.referents[n].mentions)
        clear = len(holders) == 1 or (len(holders) > 1 and cast.referents[holders[0]].mentions >= CLEARLY * cast.referents[holders[1]].mentions)
        if clear and cast.referents[holders[0]].speaks_for is None:
            cast.referents[holders[0]].speaks_for = cast.country(known()[key(row["name"])], cast.referents[holders[0]].at)


@cache
def _headed() -> tuple[Row, ...]:
    """The institutions for which one head speaks."""
    return tuple(row for row in rows("organisations") if row["head"])


def _answers_for(cast: Cast, office: Office) -> int | None:
    """Whom the holder of an office speaks for: the body told by a common noun before the country or place that is named with it."""
    named = office.principals[:1]
    if office.body is None or any(cast.referents[who].kind == "person" for who in named):
        return named[0] if named else None
    return (*described_body(cast, *office.body), *named, None)[0]


def _heads(cast: Cast, office: Office) -> int | None:
    """The body, told by a common noun, that the holder of an office heads ("the director of the port agency")."""
    if office.body is None or not (office.noun in words_of("heading") or executive(office)):
        return None
    found = described_body(cast, *office.body)
    return company_of(cast, replace(office, principals=found)) if found else None


def _told_of_before(cast: Cast, number: int) -> int | None:
    """Whom "a spokeswoman, Ann Poe" speaks for, where she comes without saying: the body that her paragraph named last before her."""
    words = cast.words
    for form in cast.forms.get(number, ())[:1]:
        for at in range(form.begin - 1, max(-1, form.begin - NEAR), -1):
            if "\n" in words.text[words.ends[at] : words.starts[form.begin]]:
                return None
            if cast.bearer[at] >= 0 and cast.referents[cast.bearer[at]].kind in ("organisation", "government"):
                return cast.bearer[at]
    return None


def _ministry(cast: Cast, minister: Referent) -> int | None:
    """The ministry of a minister, where the article lets it speak too ("the interior minister", "the interior ministry")."""
    for office in minister.offices:
        told = {*office.noun.split(), *office.words}
        if "minister" not in told or told & {"prime", *PAST}:
            continue
        field = told - {"minister"} - {word for who in office.principals for word in key(cast.referents[who].name)}
        for number, body in enumerate(cast.referents):
            name = set(key(body.name)) | body.words
            if body.kind == "government" and name & {"ministry", "department"} | body.nouns & {"ministry", "department"} and field & name:
                return number
    return None


def _company_told_of(cast: Cast) -> int | None:
    """The company that an article is about, to which its "chief executive Ann Poe" belongs: the body that does something more often than any other.

    A paper that somebody spoke to is named as well, and does nothing.
    """
    bodies = [n for n, r in enumerate(cast.referents) if r.kind == "organisation" and r.named]
    acts = Counter(seen.who for seen in cast.seen if seen.subject)
    bodies.sort(key=lambda n: -acts[n])
    clear = bool(bodies) and acts[bodies[0]] > (acts[bodies[1]] if len(bodies) > 1 else 0)
    return bodies[0] if clear else None


def _by_office_name(cast: Cast, number: int) -> int | None:
    """The body whose name is written as an office right before a person's ("U.S. Attorney Ann Poe")."""
    for form in cast.forms.get(number, ()):
        body = cast.bearer[form.begin - 1] if form.begin else -1
        if body >= 0 and cast.referents[body].known is not None and cast.referents[body].kind in ("government", "organisation"):
            return body if cast.words.low(form.begin - 1) in roles() and cast.words.written[form.begin - 1][0].isupper() else None
    return None


def _holds(cast: Cast, number: int, row: Row) -> bool:
    """Whether a person is told to be the head of an institution: of its country in so many words, or by bare title and a name of a holder."""
    person = cast.referents[number]
    held = [office for office in person.offices if office.noun == row["head"]]
    before_title = {cast.words.low(form.begin - 1) for form in cast.forms[number] if row["head"] in form.title.split()}
    if not held or any(PAST & (office.words | before_title) for office in held):
        return False
    lands = {cast.referents[who].name for office in held for who in office.principals}
    if lands:
        return lands == {row["of"]}
    return key(person.name)[-1:] in holders_of(row["name"]) or (any(o.kind == "title" for o in held) and _at_home(cast, row))


def _at_home(cast: Cast, row: Row) -> bool:
    """Whether an article names an institution, no known holder of it, and its country at least as often as any other."""
    body = cast.by_known.get(row["name"])
    if body is None or any(key(r.name)[-1:] in holders_of(row["name"]) for r in cast.referents if r.kind == "person"):
        return False
    counts: Counter[str] = Counter()
    for number, referent in enumerate(cast.referents):
        listed = cast.actor(number) if referent.kind in ("government", "place", "demonym") else None
        counts[row["of"] if number == body else listed.name if listed is not None else ""] += referent.mentions
    counts[""] = 0
    return counts[row["of"]] >= max(counts.values())


# ---------- sources


def _resolve(cast: Cast, words: Words, sources: tuple[Span, ...], carriers: tuple[Span, ...]) -> list[Meant]:
    """Whom each source means, in the order of the text; "I" and "we" inside quotation marks come last, when the speakers are known."""
    found = [Meant(())] * len(sources)
    delayed = introduced(cast, sources)
    for number, phrase in delayed.values():
        describe(cast, number, phrase)
    order = sorted(range(len(sources)), key=lambda i: (sources[i].start, -sources[i].end))
    done: dict[Span, Meant] = {}
    first_person: list[int] = []
    for i in order:
        first, last = words.within(sources[i])
        if first >= last:
            continue
        relative = pronouns().get(words.lows[first])
        if relative is not None and relative["person"] == "rel":  # "Russia, [which has bases in both countries,] urged"
            last = first + 1
        alone = last - first == 1 and words.name_at[first] < 0
        row = pronouns().get(fold(words.text[sources[i].start : sources[i].end])) if alone else None  # "I" of "I'm", which is one word
        if row is not None and row["person"] == "1":
            first_person.append(i)
            continue
        if sources[i] not in done:
            who = Meant((delayed[sources[i]][0],)) if sources[i] in delayed else meant(cast, first, _whole(words, first, last))
            done[sources[i]] = _noted(cast, who, first, sources[i])
        found[i] = done[sources[i]]
    outside = [span for span in sorted(done) if done[span].who and cast.in_quote(words.within(span)[0]) < 0] if first_person else []
    speaking = [span for span in outside if span not in carriers]
    for i in first_person:
        nearest = _speaker_of_quote(cast, words, words.within(sources[i])[0], speaking)
        found[i] = Meant(done[nearest].who if nearest else (), "pronoun")
    return found


def _whole(words: Words, first: int, last: int) -> int:
    """Where a source ends that was cut inside a title before a name ("Chilean Foreign" before "Minister Ann Poe"), or inside an office."""
    if last > first and words.written[last - 1][0].isupper():
        end = last
        while end < len(words.lows) and end - last < LONGEST_CUT and words.sentence_at[end] == words.sentence_at[first]:
            role = words.written[end][0].isupper() and (words.low(end) in roles() or words.low(end) in titles())
            if words.name_at[end] < 0 and not role:
                break
            end += 1
        ends_in_person = words.name_at[end - 1] >= 0 and words.names[words.name_at[end - 1]].kind == "person"
        titled = words.low(last) in roles() or words.low(last) in titles() or words.low(last - 1) in titles()
        if end > last and ends_in_person and titled:
            return end
    halved = first < last < len(words.lows) and words.name_at[last - 1] < 0 and f"{words.lows[last - 1]} {words.lows[last]}" in roles()
    return last + halved


def _noted(cast: Cast, found: Meant, first: int, source: Span) -> Meant:
    quoted = cast.in_quote(first) >= 0
    for number in found.who:
        referent = cast.referents[number]
        if referent.first_source is None:
            referent.first_source = source.start
        cast.note(Seen(first, number, speaks=not quoted, subject=True, quoted=quoted))
    if len(found.who) > 1:
        joint = cast.add(Referent("", "joint", first, many=True, size=len(found.who), members=found.who))
        cast.note(Seen(first, joint, speaks=not quoted, subject=True, quoted=quoted))
    return found


def _speaker_of_quote(cast: Cast, words: Words, first: int, outside: list[Span]) -> Span | None:
    """Who says "I": of the sources `outside` quotation marks the nearest to the quote, in its paragraph rather than across a break.

    A quote that is a paragraph by itself goes on with who spoke before it.
    """
    number = cast.in_quote(first)
    if number < 0:
        return None
    quote = cast.quoted[number]

    line_end = words.text.find("\n", quote.end)
    rest = words.text[quote.end : line_end if line_end >= 0 else len(words.text)]
    alone = not rest.strip() and not words.text[words.text.rfind("\n", 0, quote.start) + 1 : quote.start].strip()

    def distance(source: Span) -> tuple[bool, bool, int]:
        gap = (source.end, quote.start) if source.end <= quote.start else (quote.end, source.start)
        return alone and source.start >= quote.end, "\n" in words.text[gap[0] : gap[1]], gap[1] - gap[0]

    at = bisect_left(outside, quote)
    near = [s for s in outside[max(0, at - NEIGHBOURS) : at + NEIGHBOURS] if s.end <= quote.start or s.start >= quote.end]
    return min((s for s in near if distance(s)[-1] < FARTHEST_SPEAKER), key=distance, default=None)


# ---------- witnesses


def _ids(cast: Cast, found: list[Meant]) -> dict[int, str]:
    """Ids of all referents that are witnesses or whom one speaks for: readable, unique in the article, ordered by first mention."""
    asked = {number for each in found for number in each.who}
    for number in sorted(asked):
        chief = cast.referents[number].speaks_for
        asked |= {chief} if chief is not None else set()
    for number in sorted(n for n, r in enumerate(cast.referents) if r.named and r.kind in WITNESS_KINDS):
        chief = cast.referents[number].speaks_for
        asked |= {number} | ({chief} if chief is not None else set())
    for number in sorted(asked):
        if cast.referents[number].kind not in WITNESS_KINDS:
            cast.referents[number].kind = "government" if cast.referents[number].kind in ("place", "demonym") else "organisation"
    taken: Counter[str] = Counter()
    ids: dict[int, str] = {}
    for number in sorted(asked, key=lambda n: (cast.referents[n].at, n)):
        base = _slug(cast, cast.referents[number])
        taken[base] += 1
        ids[number] = base if taken[base] == 1 else f"{base}-{taken[base]}"
    return ids


def _slug(cast: Cast, referent: Referent) -> str:
    plain = NOT_PLAIN.sub("-", fold(referent.name)).strip("-")[:LONGEST_SLUG].strip("-")
    start = referent.first_source if referent.first_source is not None else cast.words.starts[referent.at]
    if referent.kind == "unnamed":
        return f"unnamed-{plain or 'source'}-{start}"
    return plain or f"witness-{start}"


def _witness(cast: Cast, number: int, ids: dict[int, str]) -> Witness:
    referent = cast.referents[number]
    told: list[str] = [cast.words.phrase(form.first, form.last) for form in cast.forms.get(number, ())]
    told += [office.text for office in referent.offices if office.text]
    told += referent.aliases
    aliases = tuple(alias for alias in dict.fromkeys(told) if alias != referent.name)
    chief = ids.get(referent.speaks_for) if referent.speaks_for is not None and not _circle(cast, number) else None
    return Witness(ids[number], referent.name, WITNESS_KINDS[referent.kind], aliases, chief, referent.size if referent.kind == "unnamed" else 1)


def _circle(cast: Cast, number: int) -> bool:
    """Whether a witness would speak for itself, over however many others."""
    passed = {number}
    above = cast.referents[number].speaks_for
    while above is not None:
        if above in passed:
            return True
        passed.add(above)
        above = cast.referents[above].speaks_for
    return False


def _mentions(cast: Cast, words: Words, sources: tuple[Span, ...], found: list[Meant], ids: dict[int, str]) -> tuple[Mention, ...]:
    named = {(words.starts[f.first], words.ends[f.last - 1], ids[number]) for number, forms in cast.forms.items() if number in ids for f in forms}
    mentions: set[tuple[int, int, str, How]] = {(*place, "name") for place in named}
    for source, each in zip(sources, found, strict=True):
        told = ((source.start, source.end, ids[n]) for n in each.who if n in ids and each.how != "name")
        mentions.update((*place, each.how) for place in told if place not in named)
    return tuple(Mention(Span(start, end), witness, how) for start, end, witness, how in sorted(mentions))
