"""Who stands where on one claim: docs/1-what-counts.md, rule by rule, each decision with its reason and the places that show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sayso.data import Article, Count, Group, Reason, Standing, Statement, Witness

Place = tuple[str, int, int]
Shared = Callable[[Statement, Statement], bool]
"""Whether two own-voice statements of different articles stand in shared text."""

Homes = Callable[[Statement], frozenset[str]]
"""The carriers through which a statement comes."""

AGAINST = frozenset({"denies", "doubts"})
SILENT = frozenset({"questions"})
"""A question asserts nothing: who asks stands nowhere."""


@dataclass(frozen=True, slots=True)
class Stand:
    """The finding for one claim."""

    standing: Standing
    count: Count
    reasons: tuple[Reason, ...]


def interval(named: int, sizes: Sequence[int], outlets: int) -> Count:
    """The interval of independent witnesses out of named ones, unnamed groups' sizes, and outlets in their own voice."""
    return Count(max(named, *sizes, 1 if outlets else 0, 0), named + sum(sizes) + outlets)


def stand(statements: Sequence[Statement], *, witnesses: Mapping[str, Witness], articles: Mapping[str, Article], shared: Shared) -> Stand:
    """Witnesses for, against and declining on the claim that `statements` make; speakers and chains are witnesses of the story."""
    cast = _Cast(statements, witnesses, articles)
    reasons: list[Reason] = []
    sides: dict[str, dict[str, list[Statement]]] = {"for": defaultdict(list), "against": defaultdict(list), "declining": defaultdict(list)}
    cited = False
    for statement in statements:
        for speaker in statement.speakers:
            witness = cast.witness_of(statement, speaker, reasons)
            side = _side(statement)
            cited = cited or side == "for"
            if side:
                sides[side][witness].append(statement)
    named = [w for w in sides["for"] if witnesses[w].kind != "unnamed"]
    groups = _groups(sides["for"], witnesses, named, reasons, cast.homes)
    outlets = [] if cited else _outlets([s for s in statements if s.kind == "own" and _side(s) == "for"], articles, shared, reasons)
    if cited and any(s.kind == "own" for s in statements):
        places = tuple(place for s in statements if s.kind == "own" for place in _places(s))
        reasons.append(
            Reason("7", "told in an outlet's own voice too, but somebody is cited for it: an outlet that repeats it is no witness", (), places)
        )
    standing = Standing(
        for_=tuple(sorted(named)),
        unnamed=tuple(groups),
        own_voice=tuple(outlets),
        against=tuple(sorted(w for w in sides["against"])),
        declining=tuple(sorted(w for w in sides["declining"] if w not in sides["against"])),
    )
    return Stand(standing, interval(len(named), [g.size for g in groups], len(outlets)), _together(reasons))


def _together(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Each reason once, with all the places that show it."""
    spans: dict[tuple[str, str, tuple[str, ...]], dict[Place, None]] = {}
    for reason in reasons:
        spans.setdefault((reason.rule, reason.text, reason.witnesses), {}).update(dict.fromkeys(reason.spans))
    return tuple(Reason(rule, text, witnesses, tuple(places)) for (rule, text, witnesses), places in spans.items())


def _side(statement: Statement) -> str | None:
    if statement.stance == "declines":
        return "declining"
    if statement.stance in AGAINST or statement.factuality.endswith("-"):
        return "against"
    return None if statement.stance in SILENT else "for"


def _places(statement: Statement) -> tuple[Place, ...]:
    return tuple((statement.article, span.start, span.end) for span in (*statement.source, *statement.cue, *statement.content))


class _Cast:
    """From a speaker in one article to the witness that counts for this claim."""

    def __init__(self, statements: Sequence[Statement], by_id: Mapping[str, Witness], articles: Mapping[str, Article]) -> None:
        self._by_id = by_id
        self._behind: dict[str, tuple[str, Statement]] = {}
        self._articles = articles
        self._outlets = outlets = {
            _plain(name): w.id for w in by_id.values() if w.kind in ("outlet", "organisation") for name in (w.name, *w.aliases)
        }
        for statement in statements:
            place = outlets.get(_plain(statement.occasion.where or "")) if statement.occasion else None
            told = place if place and by_id[place].kind == "outlet" else None  # a committee that heard somebody passes nothing on
            home = outlets.get(_plain(articles[statement.article].outlet or ""))
            for carrier in (*statement.chain, *(c for c in (told, home) if c)):
                for speaker in statement.speakers:
                    if self._principal(speaker) != carrier:
                        self._behind.setdefault(carrier, (self._principal(speaker), statement))

    def homes(self, statement: Statement) -> frozenset[str]:
        """The carriers through which a statement comes, the outlet of its own article among them."""
        home = self._outlets.get(_plain(self._articles[statement.article].outlet or ""))
        return frozenset([*statement.chain, *([home] if home else [])])

    def witness_of(self, statement: Statement, speaker: str, reasons: list[Reason]) -> str:
        witness = self._principal(speaker)
        if witness != speaker:
            text = f"{self._by_id[speaker].name} speaks for {self._by_id[witness].name}: one witness"
            reasons.append(Reason("3", text, (speaker, witness), _places(statement)))
        if witness in self._behind and self._behind[witness][0] != witness:
            behind, told = self._behind[witness]
            text = f"{self._by_id[witness].name} passes on what {self._by_id[behind].name} said, as another report shows: the chain is completed"
            reasons.append(Reason("1", text, (witness, behind), (*_places(statement), *_places(told))))
            witness = behind
        for carrier in (c for c in statement.chain if c != witness):
            text = f"{self._by_id[carrier].name} passes on what {self._by_id[witness].name} said, and is no witness of its own"
            reasons.append(Reason("1", text, (carrier, witness), _places(statement)))
        return witness

    def _principal(self, witness: str) -> str:
        seen = {witness}
        while (above := self._by_id[witness].speaks_for) is not None and above not in seen and above in self._by_id:
            witness = above
            seen.add(witness)
        return witness


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()


def _groups(
    found: Mapping[str, list[Statement]], by_id: Mapping[str, Witness], named: Sequence[str], reasons: list[Reason], homes: Homes
) -> list[Group]:
    """Unnamed groups; one that its own article fills with names adds nothing, and one met through one carrier is one (rule 6).

    Two groups of one carrier are the same if they are called the same, or if both are said to be so many.
    """
    groups: list[Group] = []
    met: dict[tuple[str, str | int], Group] = {}
    naming = {s.article for w in named for s in found[w]}
    for wid in sorted(w for w in found if by_id[w].kind == "unnamed"):
        witness, told = by_id[wid], found[wid]
        places = tuple(place for s in told for place in _places(s))
        if {s.article for s in told} <= naming and witness.size <= len(named):
            reasons.append(Reason("6", f"{witness.name}: the same report names who they are for this claim", (wid,), places))
            continue
        called = witness.size if witness.size > 1 else witness.name.casefold()
        keys = [(home, called) for home in sorted({home for s in told for home in homes(s)})]
        same = next((met[key] for key in keys if key in met), None)
        if same is not None:
            reasons.append(Reason("6", f"{witness.name}: met through one carrier in several reports, one group", (same.id, wid), places))
            continue
        group = Group(wid, witness.name, witness.size)
        met |= dict.fromkeys(keys, group)
        groups.append(group)
    return groups


def _outlets(own: Sequence[Statement], articles: Mapping[str, Article], shared: Shared, reasons: list[Reason]) -> list[str]:
    """One article an outlet of distinct text (rule 7): statements of one outlet, or of one text, are joined, however many lie between."""
    groups: list[list[Statement]] = []
    for statement in sorted(own, key=lambda s: (s.article, s.content)):
        outlet = articles[statement.article].outlet
        joined = [statement]
        apart: list[list[Statement]] = []
        for group in groups:
            same = any(o.article == statement.article or (outlet is not None and articles[o.article].outlet == outlet) for o in group)
            copied = None if same else next((o for o in group if shared(statement, o)), None)
            if copied:
                reasons.append(Reason("7", "shared text: the same words in two outlets count once", (), (*_places(statement), *_places(copied))))
            if same or copied:
                joined = [*group, *joined]
            else:
                apart.append(group)
        groups = [*apart, joined]
    return sorted(group[0].article for group in groups)
