"""The claims of a ledger in the order in which they matter, numbered: one order for all that is shown to people."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.data import Claim, Ledger, Statement


@dataclass(frozen=True, slots=True)
class Ranked:
    """A claim with its number, its statements in order of the text, and the articles that carry it, in the story's order."""

    number: int
    claim: Claim
    statements: tuple[Statement, ...]
    carriers: tuple[str, ...]

    @property
    def shared(self) -> bool:
        """Whether two or more reports carry it."""
        return len(self.carriers) > 1

    @property
    def echoed(self) -> bool:
        """Whether several reports carry it and exactly one witness stands behind it."""
        return self.shared and self.claim.count.max == 1

    @property
    def disputed(self) -> bool:
        """Whether somebody denies or declines, or its reports cannot all be right."""
        return bool(self.claim.witnesses.against or self.claim.witnesses.declining) or any(one.conflict for one in self.claim.variants)


def ranked(ledger: Ledger) -> tuple[Ranked, ...]:
    """Several reports on one witness first, then other shared claims, disputed ones, the rest; claims without a statement are left out."""
    order = {article.id: at for at, article in enumerate(ledger.articles)}
    statements = {one.id: one for one in ledger.statements if one.article in order}
    found = []
    for claim in ledger.claims:
        said = [statements[one] for one in dict.fromkeys(claim.statements) if one in statements]
        said.sort(key=lambda one: (order[one.article], first(one), one.id))
        if said:
            found.append(Ranked(0, claim, tuple(said), tuple(dict.fromkeys(one.article for one in said))))
    found.sort(key=lambda one: _rank(one, order))
    return tuple(Ranked(at, one.claim, one.statements, one.carriers) for at, one in enumerate(found, 1))


def first(statement: Statement) -> int:
    """Where a statement's content begins; -1 for one without content."""
    return min((span.start for span in statement.content), default=-1)


def _rank(one: Ranked, order: dict[str, int]) -> tuple[int, float, int, int, int, str]:
    """Within a part, those with most reports for each witness come first."""
    count = one.claim.count
    part = 0 if one.echoed else 1 if one.shared else 2 if one.disputed else 3
    echo = len(one.carriers) / count.max if count.max else 0.0
    begins = one.statements[0]
    return part, -echo, -len(one.carriers), order[begins.article], first(begins), one.claim.id
