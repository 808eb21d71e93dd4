"""How a story's claims changed from one ledger to the next. On both databases."""

from __future__ import annotations

from datetime import date

from sayso.data import Count
from sayso.sought import Change
from sayso.store import Store
from store.search.putting import put
from store.search.stories import report, told

BURNED, ARSON = "The foundry burned down", "It was arson"
FIRST = report("r1", "Valley Courier", date(2025, 4, 1), ("the foundry burned down", "c", "burned"), ("it was arson", "m", "arson"))
LATER = report("r2", "Evening Post", date(2025, 4, 3), ("the foundry is gone", "m", "burned"), ("nobody set it on fire", "o", "-arson"))
SHORT = report("r1", "Valley Courier", date(2025, 4, 1), ("the foundry burned down", "c", "burned"))


def news(store: Store, story: str, known: int) -> tuple[list[tuple[str, str, Count | None, Count | None]], int]:
    """What a history holds behind its first `known` changes, and how many it holds."""
    changes: tuple[Change, ...] = store.history(story)
    return [(one.kind, one.text, one.before, one.after) for one in changes[known:]], len(changes)


def test_each_ledger_tells_what_it_changed(store: Store) -> None:
    one, two = Count(1, 1), Count(2, 2)
    story = put(store, told(FIRST)).id
    found, known = news(store, story, 0)
    assert [kind for kind, *_ in found] == ["opened", "counted"]
    assert found[1] == ("counted", "2 claims, 0 in two or more reports", None, None)
    put(store, told(FIRST, LATER))
    found, known = news(store, story, known)
    assert [found[0][0], *sorted(found[1:])] == ["joined", ("count", BURNED, one, two), ("disputed", ARSON, one, one)]
    put(store, told(FIRST))
    found, known = news(store, story, known)
    assert sorted(found) == [("count", BURNED, two, one), ("settled", ARSON, one, one)]
    put(store, told(SHORT))
    found, known = news(store, story, known)
    assert found == [("withdrawn", ARSON, one, None)]
    put(store, told(FIRST))
    found, known = news(store, story, known)
    assert found == [("claim", ARSON, None, one)]
