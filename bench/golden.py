"""The golden ledgers: what `compare` says of the examples, in short, so that a change of it is seen.

python -m bench.golden            write tests/golden/*.json; read the difference before it is kept
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.data import EXAMPLES, ROOT

if TYPE_CHECKING:
    from sayso import Claim, Ledger

GOLDEN = ROOT / "tests" / "golden"


def ledgers(folder: Path = EXAMPLES) -> dict[str, dict[str, Any]]:
    """Every example story, by the folder of its reports: each claim that two or more reports carry, or that somebody stands against."""
    import sayso

    return {Path(ledger.articles[0].path or "").parent.name: brief(ledger) for ledger in sayso.compare([folder])}


def brief(ledger: Ledger) -> dict[str, Any]:
    """The story's reports and its claims, by their words."""
    reports = {article.id: Path(article.path or "").stem for article in ledger.articles}
    home = {statement.id: reports[statement.article] for statement in ledger.statements}
    name = {witness.id: witness.name for witness in ledger.witnesses}
    claims = []
    for claim in ledger.claims:
        carried = sorted({home[statement] for statement in claim.statements})
        if len(carried) > 1 or claim.witnesses.against or claim.witnesses.declining:
            claims.append({"claim": claim.text, "reports": carried, **standing(claim, name, reports)})
    return {"reports": sorted(reports.values()), "claims": sorted(claims, key=lambda claim: (-len(claim["reports"]), claim["claim"]))}


def standing(claim: Claim, name: dict[str, str], reports: dict[str, str]) -> dict[str, Any]:
    """The count, and who stands where, by name; empty lists are left out."""
    who = claim.witnesses
    lists = {
        "for": sorted(name[witness] for witness in who.for_),
        "unnamed": sorted(f"{group.who} ({group.size})" for group in who.unnamed),
        "own_voice": sorted(reports[article] for article in who.own_voice),
        "against": sorted(name[witness] for witness in who.against),
        "declining": sorted(name[witness] for witness in who.declining),
    }
    return {"count": [claim.count.min, claim.count.max], **{key: names for key, names in lists.items() if names}}


def main() -> None:
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for story, told in ledgers().items():
        (GOLDEN / f"{story}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"tests/golden/{story}.json: {len(told['claims'])} claims")


if __name__ == "__main__":
    main()
