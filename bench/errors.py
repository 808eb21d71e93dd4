"""What goes wrong between reports and counts, by kind: out of marked ledgers and what `sayso compare --json` prints for their reports.

    python -m bench.errors [--write]

Measured on the eight stories of the data pack, where it lies beside the project, and on those of our own stories that are not held out. Of a
kind of error it tells in how many places it could have been made and in how many it was; never a text. --write keeps the figures in
bench/results/errors.json, from which the documents are made. Spans meet and names agree as in bench/ledger_metric.py.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.command import sayso
from bench.data import ROOT, SHARED
from bench.ledger_metric import Claim, Link, Place, marked, printed, same_claim, same_name, same_place
from bench.own_stories import FOLDER, HELD_OUT, SECOND
from bench.weights import shipped

KEPT = ROOT / "bench" / "results" / "errors.json"

KINDS = {
    "statement_missed": "a marked statement that sayso does not find",
    "own_as_cited": "an outlet's own voice taken for somebody's words",
    "cited_as_own": "somebody's words taken for the outlet's own voice",
    "speaker_wrong": "somebody's words given to somebody else",
    "stance_wrong": "another stance (asserts, denies, declines, ...)",
    "chain_missed": "who passed the words on, or was told them: not found, or another one",
    "chain_invented": "passed on by somebody, where nobody is marked",
    "name_split": "one speaker met in several places, and taken for two or more",
    "name_merged": "one witness of sayso's who is two or more marked speakers",
    "link_missed_unfound": "missing link: one of two statements of a claim is not found",
    "link_missed_apart": "missing link: both are found, and stand in different claims",
    "link_wrong_marked": "wrong link: statements of two marked claims joined",
    "link_wrong_unmarked": "wrong link: joined with what no marked claim holds",
    "claim_missed": "a claim of several reports that none of sayso's is like",
    "count_wrong": "its count is another",
    "count_name_split": "of wrong counts: one witness counted twice under two names",
    "count_chain": "of wrong counts: somebody counted who only passed it on (chain not completed)",
    "count_named_extra": "of wrong counts: another named witness too many",
    "count_named_missing": "of wrong counts: a named witness missing",
    "count_unnamed": "of wrong counts: unnamed groups, their number or size",
    "count_own_voice": "of wrong counts: outlets in their own voice, counted or left out wrongly",
}
"""Kinds of error in the order of the table; what stands first often brings about what stands later."""

Tally = dict[str, tuple[int, int]]
"""Kind -> times it was made, and times it could have been."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement, marked or found: its place, whose it is (none for own voice), its stance, who passed it on, and the outlet it was told.

    `names` are all that its speakers are called; `who` are the speakers as one name or id each, principals in place of those who speak for them.
    """

    place: Place
    names: tuple[str, ...]
    who: tuple[str, ...]
    own: bool
    stance: str
    chain: tuple[str, ...]
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stood:
    """Who stands for a claim: named ones with all their names, sizes of unnamed groups, how many outlets; `passed`: who only passed it on."""

    named: tuple[tuple[str, ...], ...]
    sizes: tuple[int, ...]
    outlets: int
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One story, marked or found: its statements, and its claims, each with who stands for it."""

    told: tuple[Told, ...]
    claims: tuple[tuple[Claim, Stood], ...]


def marked_story(story: Mapping[str, Any], principals: Mapping[str, str]) -> Story:
    """A story of a marked ledger; `principals`: speaker -> whom they speak for."""
    claims = []
    for claim, plain in zip(story["claims"], marked(story), strict=True):
        standing = claim["witnesses"]
        named = tuple(_called(name, principals) for name in standing["for"])
        sizes = tuple(sorted(group["size"] for group in standing["unnamed"]))
        passed = tuple(name for one in claim["statements"] for name in one["chain"])
        claims.append((plain, Stood(named, sizes, len(standing["own_voice"]), passed)))
    return Story(tuple(_marked(one, principals) for claim in story["claims"] for one in claim["statements"]), tuple(claims))


def _marked(one: Mapping[str, Any], principals: Mapping[str, str]) -> Told:
    speakers = tuple(name.strip() for name in (one["speaker"] or "").split(";") if name.strip())
    names = tuple(called for name in speakers for called in _called(name, principals))
    who = tuple(principals.get(name, name) for name in speakers)
    return Told((one["article"], *one["span"]), names, who, one["kind"] == "own", one["stance"], tuple(one["chain"]))


def _called(name: str, principals: Mapping[str, str]) -> tuple[str, ...]:
    """A name, whom it speaks for, and who speaks for it."""
    return (name, *([principals[name]] if name in principals else []), *sorted(one for one, principal in principals.items() if principal == name))


def printed_story(answer: Mapping[str, Any]) -> Story:
    """All stories that `sayso compare --json` made of the reports of one."""
    told: list[Told] = []
    standing: list[Stood] = []
    for story in answer["stories"]:
        by_id = {one["id"]: one for one in story["witnesses"]}
        stems = {article["id"]: Path(article["path"] or article["id"]).stem for article in story["articles"]}
        told += [_found(one, stems, by_id) for one in story["statements"]]
        for claim in story["claims"]:
            stands = claim["witnesses"]
            sizes = tuple(sorted(group["size"] for group in stands["unnamed"]))
            standing.append(Stood(tuple(_all_names(one, by_id) for one in stands["for"]), sizes, len(stands["own_voice"])))
    return Story(tuple(told), tuple(zip(printed(answer), standing, strict=True)))


def _found(one: Mapping[str, Any], stems: Mapping[str, str], by_id: Mapping[str, Any]) -> Told:
    piece = max(one["content"], key=lambda piece: piece[1] - piece[0])
    names = tuple(name for speaker in one["speakers"] for name in _all_names(speaker, by_id))
    chain = tuple(_all_names(carrier, by_id)[0] for carrier in one["chain"])
    who = tuple(_principal(speaker, by_id) for speaker in one["speakers"])
    where = (one["occasion"] or {}).get("where")
    return Told((stems[one["article"]], *piece), names, who, one["kind"] == "own", one["stance"], chain, (where,) if where else ())


def _all_names(witness: str, by_id: Mapping[str, Any]) -> tuple[str, ...]:
    found = by_id.get(witness)
    if found is None:
        return (witness,)
    above = _principal(witness, by_id)
    return (found["name"], *found["aliases"], *([by_id[above]["name"]] if above != witness else []))


def _principal(witness: str, by_id: Mapping[str, Any]) -> str:
    seen = {witness}
    while (above := by_id.get(witness, {}).get("speaks_for")) and above in by_id and above not in seen:
        seen.add(above)
        witness = above
    return witness


def errors(pairs: Sequence[tuple[Story, Story]]) -> Tally:
    """Marked and found stories, pair by pair -> how often each kind of error was made, of how many chances."""
    found: dict[str, list[bool]] = defaultdict(list)
    for wanted, got in pairs:
        for kind, wrong in (*_readings(wanted, got), *_names(wanted, got), *_links(wanted, got), *_counts(wanted, got)):
            found[kind].append(wrong)
    return {kind: (sum(found[kind]), len(found[kind])) for kind in KINDS}


Answers = Iterator[tuple[str, bool]]
"""A kind of error, and whether it was made: one for each chance."""


def _readings(wanted: Story, got: Story) -> Answers:
    """Errors in single statements; a statement that two marked claims hold is looked at once."""
    for one in _once(wanted.told):
        other = _nearest(one.place, got.told)
        yield "statement_missed", other is None
        if other is None:
            continue
        yield "own_as_cited" if one.own else "cited_as_own", one.own != other.own
        yield "stance_wrong", one.stance != other.stance
        if not one.own and not other.own:
            yield "speaker_wrong", not _agree(one.names, other.names)
        if one.chain:
            yield "chain_missed", not _agree(one.chain[:1], (*other.chain[:1], *other.where))
        elif not one.own:
            yield "chain_invented", bool(other.chain)


def _names(wanted: Story, got: Story) -> Answers:
    """Speakers that became several witnesses, and witnesses made of several speakers; by the statements whose speaker is right."""
    witnesses: dict[str, list[str]] = defaultdict(list)
    speakers: dict[str, list[str]] = defaultdict(list)
    for one in _once(wanted.told):
        other = _nearest(one.place, got.told)
        if other is not None and len(one.who) == len(other.who) == 1 and not one.who[0].startswith("unnamed"):
            speakers[other.who[0]].append(one.who[0])
            if _agree(one.names, other.names):
                witnesses[one.who[0]].append(other.who[0])
    yield from (("name_split", len(set(found)) > 1) for found in witnesses.values() if len(found) > 1)
    yield from (("name_merged", len(set(found)) > 1) for found in speakers.values() if len(found) > 1)


def _links(wanted: Story, got: Story) -> Answers:
    ours = {link for claim, _ in wanted.claims for link in claim.links}
    theirs = {link for claim, _ in got.claims for link in claim.links}
    marks = {place for claim, _ in wanted.claims for place in claim.places}
    for link in sorted(ours):
        missing = not _held(link, theirs)
        unfound = missing and any(_nearest(end, got.told) is None for end in link)
        yield "link_missed_unfound", unfound
        yield "link_missed_apart", missing and not unfound
    for link in sorted(theirs):
        wrong = not _held(link, ours)
        both = all(any(same_place(end, mark) for mark in marks) for end in link)
        yield "link_wrong_marked", wrong and both
        yield "link_wrong_unmarked", wrong and not both


def _counts(wanted: Story, got: Story) -> Answers:
    """Errors in counts, over the marked claims that two or more reports carry; why, over those that are found and miscounted."""
    claims = [claim for claim, _ in got.claims]
    for claim, stands in wanted.claims:
        if claim.reports < 2:
            continue
        like = same_claim(claim, claims)
        yield "claim_missed", like is None
        if like is None:
            continue
        yield "count_wrong", like.count != claim.count
        if like.count != claim.count:
            said = next(standing for other, standing in got.claims if other is like)
            yield from _causes(stands, said)


def _causes(wanted: Stood, said: Stood) -> Answers:
    homes = [[at for at, names in enumerate(wanted.named) if _agree(names, found)] for found in said.named]
    met = [at for home in homes for at in home[:1]]
    strangers = [found for found, home in zip(said.named, homes, strict=True) if not home]
    carriers = [found for found in strangers if _agree(wanted.passed, found)]
    yield "count_name_split", len(set(met)) < len(met)
    yield "count_chain", bool(carriers)
    yield "count_named_extra", len(strangers) > len(carriers)
    yield "count_named_missing", any(all(at not in home for home in homes) for at in range(len(wanted.named)))
    yield "count_unnamed", wanted.sizes != said.sizes
    yield "count_own_voice", wanted.outlets != said.outlets


def _once(told: Sequence[Told]) -> list[Told]:
    return list({(one.place, one.who): one for one in told}.values())


def _nearest(place: Place, told: Sequence[Told]) -> Told | None:
    """The statement whose place is likest, of those that are the same by the metric's rule: by what both share of the longer one."""
    same = [one for one in told if same_place(place, one.place)]

    def common(one: Told) -> float:
        return (min(place[2], one.place[2]) - max(place[1], one.place[1])) / max(place[2] - place[1], one.place[2] - one.place[1])

    return max(same, key=lambda one: (common(one), one.place), default=None)


def _agree(some: Sequence[str], others: Sequence[str]) -> bool:
    return any(same_name(one, other) for one in some for other in others)


def _held(link: Link, among: set[Link]) -> bool:
    return any(same_place(link[0], first) and same_place(link[1], second) for first, second in among)


def own() -> Tally:
    """Over the stories of our own that are not held out."""
    return _over(FOLDER, FOLDER, HELD_OUT)


def second() -> Tally:
    """Over the second of our own stories, but those held out."""
    return _over(SECOND, SECOND, HELD_OUT)


def dev(shared: Path = SHARED) -> Tally:
    """Over the eight development stories of the data pack."""
    return _over(shared / "gold" / "dev", shared / "gold" / "dev" / "articles", frozenset())


def _over(gold: Path, reports: Path, left_out: frozenset[str]) -> Tally:
    principals = _speakers(json.loads((gold / "principals.json").read_text(encoding="utf-8")))
    pairs = []
    for story in json.loads((gold / "ledger.json").read_text(encoding="utf-8")):
        if story["story"] not in left_out:
            answer = sayso("compare", *sorted(reports.glob(f"{story['story']}_*.txt")), "--json").out
            pairs.append((marked_story(story, principals.get(story["story"], {})), printed_story(json.loads(answer))))
    return errors(pairs)


def _speakers(told: Mapping[str, Mapping[str, str | list[str]]]) -> dict[str, dict[str, str]]:
    """Story -> speaker -> principal, whichever way round the file has it."""
    found: dict[str, dict[str, str]] = {}
    for story, rows in told.items():
        pairs = [(name, value) for name, value in rows.items() if isinstance(value, str)]
        pairs += [(speaker, name) for name, value in rows.items() if not isinstance(value, str) for speaker in value]
        found[story] = dict(pairs)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="keep the figures for the documents")
    write = parser.parse_args().write
    measured = {"own": own(), "second": second()} | ({"dev": dev()} if (SHARED / "gold" / "dev").exists() else {})
    for name, tally in measured.items():
        for kind, (wrong, chances) in tally.items():
            print(f"{name:6} {kind:22} {wrong:4} of {chances:5}  {wrong / chances if chances else 0:.2f}")
    if write:
        KEPT.write_text(json.dumps({"weights": shipped(), **measured}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
