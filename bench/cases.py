"""Cases written for this project by hand: a short report each, what is said in it, by whom, and who passed it on.

They lie in tests/read/fixtures, one file a category: the tests run them one by one, the benchmark scores them by category.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sayso
from sayso.data import Reading, Statement, Witness

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "read" / "fixtures"
DAY = "2024-03-05"
"""The day on which every case is published: none of them turns on it."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is expected of one short report; `None` is not asked. "a|b" in a name: either will do. An empty `speaker` is the report's own voice.

    `outside` is a fragment that the content must not hold; `cannot` says why the reader fails the case as it is today.
    """

    category: str
    name: str
    text: str
    content: str
    speaker: str | None = None
    chain: tuple[str, ...] | None = None
    kind: str | None = None
    type: str | None = None
    stance: str | None = None
    outside: str | None = None
    cannot: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What the reader makes of the content of a case; without a statement that holds it, everything is empty."""

    statement: Statement | None
    content: str = ""
    speaker: tuple[Witness, ...] = ()
    chain: tuple[Witness, ...] = ()


def cases(*categories: str) -> list[Case]:
    """The cases of the named categories, of all if none is named, in order of the files."""
    files = sorted(FIXTURES.glob("*.toml")) if not categories else [FIXTURES / f"{name}.toml" for name in categories]
    return [_case(path.stem, row) for path in files for row in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]


def _case(category: str, row: dict[str, Any]) -> Case:
    return Case(category, **(row | ({"chain": tuple(row["chain"])} if "chain" in row else {})))


@cache
def reading(text: str) -> Reading:
    """The reading of a short report, once a text."""
    return sayso.read(text, published=DAY)


def found(case: Case) -> Found:
    """The shortest proposition of the report that holds the asked fragment; of its statements, if no proposition does."""
    read = reading(case.text)
    witnesses = {witness.id: witness for witness in read.witnesses}
    for statements in (read.propositions, read.statements):
        said = [(" ".join(" ".join(case.text[p.start : p.end] for p in one.content).split()), one) for one in statements]
        holding = [(words, one) for words, one in said if any(fragment.lower() in words.lower() for fragment in case.content.split("|"))]
        if holding:
            words, one = min(holding, key=lambda pair: (len(pair[0]), pair[1].kind == "own", pair[1].id))
            return Found(one, words, tuple(witnesses[i] for i in one.speakers), tuple(witnesses[i] for i in one.chain))
    return Found(None)


def plain(name: str) -> tuple[str, ...]:
    """A name's words in small letters, without the article before it and marks of possession."""
    words = re.sub(r"['’]s\b|[^\w\s'’-]", "", name.lower()).split()
    return tuple(words[1:] if words and words[0] in {"the", "a", "an", "his", "her", "their"} else words)


def means(wanted: str, witness: Witness) -> bool:
    """Whether a witness is one of those that `wanted` names: all words of it, in order, stand in one of the witness's names."""
    own = [plain(name) for name in (witness.name, *witness.aliases)]
    return any(_within(plain(option), name) for option in wanted.split("|") for name in own)


def _within(part: Iterable[str], whole: tuple[str, ...]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in part)


def speaks(case: Case, it: Found) -> bool:
    """Whether the speaker is the expected one: exactly one, or none where the report speaks itself."""
    if it.statement is None:
        return False
    if not case.speaker:
        return not it.speaker and it.statement.kind == "own"
    wanted = case.speaker.split("&")
    return len(it.speaker) == len(wanted) and all(any(means(name, witness) for witness in it.speaker) for name in wanted)


def passed_on(case: Case, it: Found) -> bool:
    """Whether the chain is the expected one, link by link."""
    wanted = case.chain or ()
    return it.statement is not None and len(wanted) == len(it.chain) and all(means(name, w) for name, w in zip(wanted, it.chain, strict=True))


def wrong(case: Case) -> list[str]:
    """What the reader gets wrong in a case, in words; empty if all that is asked is right."""
    it = found(case)
    if it.statement is None:
        return [f"no statement says {case.content!r}"]
    out = []
    if case.speaker is not None and not speaks(case, it):
        out.append(f"speaker {[w.name for w in it.speaker]} instead of {case.speaker!r}")
    if case.chain is not None and not passed_on(case, it):
        out.append(f"chain {[w.name for w in it.chain]} instead of {list(case.chain)}")
    for name, wanted in (("kind", case.kind), ("type", case.type), ("stance", case.stance)):
        if wanted is not None and getattr(it.statement, name) != wanted:
            out.append(f"{name} {getattr(it.statement, name)!r} instead of {wanted!r}")
    if case.outside is not None and case.outside.lower() in it.content.lower():
        out.append(f"{case.outside!r} is in the content {it.content!r}")
    return out
