"""Who stands where on one claim: docs/1-what-counts.md, rule by rule, each decision with its reason and the places that show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sayso.data import Article, Claim, Count, Group, Reason, Standing, Statement, Witness

Place = tuple[str, int, int]
Shared = Callable[[Statement, Statement], bool]
"""Whether two own-voice statements of different articles stand in shared text."""

Homes = Callable[[Statement], frozenset[str]]
"""The carriers through which a statement comes."""

AGAINST = frozenset({"denies", "doubts"})
AHEAD = frozenset({"predicts", "demands"})
"""What is announced or called for not to happen is no denial: "will not negotiate" stands for what it says, unless others say the opposite."""
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


def stand(
    statements: Sequence[Statement],
    *,
    witnesses: Mapping[str, Witness],
    articles: Mapping[str, Article],
    shared: Shared,
    denied: frozenset[str] = frozenset(),
) -> Stand:
    """Witnesses for, against and declining on the claim that `statements` make; speakers and chains are witnesses of the story.

    `denied`: ids of statements that turn the claim round in their own words ("did not pay"), whatever their verb of saying.
    """
    cast = _Cast(statements, witnesses, articles)
    reasons: list[Reason] = []
    sides: dict[str, dict[str, list[Statement]]] = {"for": defaultdict(list), "against": defaultdict(list), "declining": defaultdict(list)}
    cited = False
    for statement in statements:
        for speaker in statement.speakers:
            witness = cast.witness_of(statement, speaker, reasons)
            stands = side(statement, denied)
            cited = cited or stands == "for"
            if stands:
                sides[stands][witness].append(statement)
            if stands != "for":
                reasons.append(_left_out(statement, by_id=witnesses, witness=witness, denied=denied))
    reasons += [_left_out(s, by_id=witnesses, denied=denied) for s in statements if not s.speakers and side(s, denied) != "for"]
    reasons += _occasions(sides["for"], witnesses)
    named = [w for w in sides["for"] if witnesses[w].kind != "unnamed"]
    groups = _groups(sides["for"], witnesses, named, reasons, homes=cast.homes, shared=shared)
    outlets = [] if cited else _outlets([s for s in statements if s.kind == "own" and side(s, denied) == "for"], articles, shared, reasons)
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


def _left_out(statement: Statement, *, by_id: Mapping[str, Witness], denied: frozenset[str], witness: str | None = None) -> Reason:
    """Why a statement makes no witness for the claim (rule 8)."""
    who = by_id[witness].name if witness is not None else "an outlet in its own voice"
    said = {"declines": "declines to say", "questions": "asks", "doubts": "doubts it", "denies": "denies it"}.get(statement.stance)
    if said is None:
        said = "negates what others affirm" if statement.id in denied else "says that it is not so"
    return Reason("8", f"{who} {said}, and is no witness for the claim", (witness,) if witness is not None else (), _places(statement))


def _occasions(found: Mapping[str, list[Statement]], by_id: Mapping[str, Witness]) -> list[Reason]:
    """A witness who is met more than once, in several articles or on several occasions, is one (rule 2)."""
    out = []
    for witness, told in sorted(found.items()):
        times = {(s.occasion.what, s.occasion.where, s.occasion.date) for s in told if s.occasion is not None}
        if by_id[witness].kind != "unnamed" and (len({s.article for s in told}) > 1 or len(times) > 1):
            places = tuple(place for s in told for place in _places(s))
            how = f"on {len(times)} occasions" if len(times) > 1 else "in several reports"
            out.append(Reason("2", f"{by_id[witness].name} says it {how}: one witness", (witness,), places))
    return out


def _together(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Each reason once, with all the places that show it."""
    spans: dict[tuple[str, str, tuple[str, ...]], dict[Place, None]] = {}
    for reason in reasons:
        spans.setdefault((reason.rule, reason.text, reason.witnesses), {}).update(dict.fromkeys(reason.spans))
    return tuple(Reason(rule, text, witnesses, tuple(places)) for (rule, text, witnesses), places in spans.items())


def denied_in(claim: Claim) -> frozenset[str]:
    """The statements of a claim that deny it, as its variant in polarity tells."""
    return frozenset(i for v in claim.variants if v.kind == "polarity" for value in v.values if value.text == "denied" for i in value.statements)


def side(statement: Statement, denied: frozenset[str] = frozenset()) -> str | None:
    """Where a statement stands on its claim: "for", "against", "declining", or nowhere.

    A question leaves open what it asks; who says that something raises questions puts no question, and stands for that.
    """
    if statement.stance == "declines":
        return "declining"
    if statement.stance in AGAINST or statement.id in denied or (statement.factuality.endswith("-") and statement.stance not in AHEAD):
        return "against"
    return None if statement.stance in SILENT and statement.factuality == "possible+" else "for"


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
            for carrier in (*statement.chain, *(c for c in (told, *self._from(statement)) if c)):
                for speaker in statement.speakers:
                    if self._principal(speaker) != carrier:
                        self._behind.setdefault(carrier, (self._principal(speaker), statement))

    def homes(self, statement: Statement) -> frozenset[str]:
        """The carriers through which a statement comes, the outlet of its own article among them."""
        return frozenset([*statement.chain, *self._from(statement)])

    def _from(self, statement: Statement) -> list[str]:
        """The outlet of a statement's article, and the agencies that it is credited to, as far as they are witnesses."""
        article = self._articles[statement.article]
        told = (self._outlets.get(_plain(name)) for name in (article.outlet or "", *article.credits))
        return [home for home in told if home]

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
    found: Mapping[str, list[Statement]], by_id: Mapping[str, Witness], named: Sequence[str], reasons: list[Reason], *, homes: Homes, shared: Shared
) -> list[Group]:
    """Unnamed groups; one that its own article fills with names adds nothing, and one met through one carrier or one text is one (rule 6).

    Two groups of one carrier or of shared text are the same if they are called the same, or if both are said to be so many.
    """
    groups: list[Group] = []
    met: dict[tuple[str, str | int], Group] = {}
    naming = {s.article for w in named for s in found[w]}
    printed = {home for w in named for s in found[w] for home in homes(s) - set(s.chain)}
    for wid in sorted(w for w in found if by_id[w].kind == "unnamed"):
        witness, told = by_id[wid], found[wid]
        places = tuple(place for s in told for place in _places(s))
        if {s.article for s in told} <= naming and witness.size <= len(named):
            reasons.append(Reason("6", f"{witness.name}: the same report names who they are for this claim", (wid,), places))
            continue
        if witness.size <= len(named) and all(printed & set(s.chain) for s in told):
            reasons.append(Reason("6", f"{witness.name}: the report that they are quoted from names who they are for this claim", (wid,), places))
            continue
        called = _called(witness)
        keys = [(home, called) for home in sorted({home for s in told for home in homes(s)})]
        same, how = next((met[key] for key in keys if key in met), None), "through one carrier"
        if same is None:
            same, how = next((g for g in groups if _called(by_id[g.id]) == called and _one_text(told, found[g.id], shared)), None), "in shared text"
        if same is not None:
            reasons.append(Reason("6", f"{witness.name}: met {how} in several reports, one group", (same.id, wid), places))
            met |= {key: same for key in keys if key not in met}
            continue
        group = Group(wid, witness.name, witness.size)
        met |= dict.fromkeys(keys, group)
        groups.append(group)
    return groups


def _called(witness: Witness) -> str | int:
    """What tells a group from another of the same text: how many it is said to be, else what it is called."""
    return witness.size if witness.size > 1 else witness.name.casefold()


def _one_text(told: Sequence[Statement], others: Sequence[Statement], shared: Shared) -> bool:
    return any(one.article != other.article and shared(one, other) for one in told for other in others)


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
            if same and all(o.article != statement.article for o in group):
                reasons.append(Reason("7", "one outlet with several reports is one", (), (*_places(statement), *_places(group[0]))))
            if copied:
                reasons.append(Reason("7", "shared text: the same words in two outlets count once", (), (*_places(statement), *_places(copied))))
            if same or copied:
                joined = [*group, *joined]
            else:
                apart.append(group)
        groups = [*apart, joined]
    return sorted(group[0].article for group in groups)
