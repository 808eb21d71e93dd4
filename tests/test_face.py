"""The public face: which names there are, and that importing it is cheap."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import sayso

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
VERBS = {"add", "compare", "open_store", "read"}
NOUNS = {
    "Article", "Claim", "Count", "Found", "Group", "Ledger", "Ledgers", "Mention", "Name", "Occasion", "Quantity", "Query", "Range", "Reading",
    "Reason", "Skipped", "Span",
    "Standing", "Statement", "Story", "Time", "Variant", "VariantValue", "Witness",
}  # fmt: skip
ERRORS = {"ExtraError", "InputError", "ModelError", "SaysoError", "StoreError"}
HEAVY = ("onnxruntime", "tokenizers", "numpy", "lxml", "typer", "rich", "py3langid", "rapidfuzz", "msgspec", "starlette", "psycopg", "sqlalchemy",
         "alembic", "distributed",
         "pandas", "polars", "pyarrow", "spacy")  # fmt: skip


def test_the_public_names_are_these() -> None:
    assert set(sayso.__all__) == VERBS | NOUNS | ERRORS
    assert all(hasattr(sayso, name) for name in sayso.__all__)


def test_every_public_name_says_what_it_is() -> None:
    assert all(getattr(sayso, name).__doc__ for name in sayso.__all__)


def test_importing_it_loads_nothing_heavy() -> None:
    asks = f"import sys, sayso; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_its_version_is_the_installed_one() -> None:
    from importlib.metadata import version

    assert sayso.__version__ == version("sayso")


def test_a_store_is_filled_and_asked(tmp_path: Path) -> None:
    with sayso.open_store(tmp_path / "news.sqlite") as store:
        added = sayso.add([EXAMPLES / "missiles"], store)
        assert (added.new, added.opened, added.skipped) == (3, 1, ())
        assert sayso.add([EXAMPLES / "missiles"], store).doubles == 3
        (entry,) = store.stories()
        ledger = store.ledger(entry.id)
        assert ledger is not None
        assert len(ledger.articles) == 3
        found = store.search(sayso.Query("missiles", speaker="Shin Won-sik", reports=sayso.Range(2)))
        assert found.hits
