"""Denials that name nothing ("he denied it") stand against what their article told right before."""

from __future__ import annotations

import pytest

from sayso.align import align
from sayso.count import count, identify, resolved
from sayso.data import Article
from sayso.pipeline import Settings, read_articles, story_of

TOLD = "Two officials said on Monday that the old dam had cracked in March. "


@pytest.mark.parametrize(
    "denial",
    [
        "The company denied it.",
        "The company rejected the claim.",
        "The company said the allegation was false.",
        "The company called the accusation baseless.",
        "The company said it had done no such thing.",
    ],
)
def test_a_denial_that_names_nothing_joins_what_was_told(denial: str) -> None:
    assert against(TOLD + denial) == {"company"}


@pytest.mark.parametrize(
    "other", ["The company denied that the bridge was unsafe.", "The company dismissed her.", "The company called the invoices fake."]
)
def test_one_that_names_something_else_stays_apart(other: str) -> None:
    assert against(TOLD + other) == set()


def against(body: str) -> set[str]:
    """Who stands against the claim that two officials make."""
    article = Article("a", f"Dam row\n\n{body}\n", title="Dam row", body=9)
    readings = list(read_articles([article], Settings()))
    story = story_of(readings)
    who = identify(readings)
    statements = resolved(readings, who)
    ledger = count(story, statements, align(readings, statements), who)
    names = {w.id: w.name for w in ledger.witnesses}
    return {names[w] for claim in ledger.claims if claim.witnesses.unnamed for w in claim.witnesses.against}
