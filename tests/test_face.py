"""The public face: which names there are, and that importing it is cheap."""

from __future__ import annotations

import subprocess
import sys

import sayso

VERBS = {"compare", "read"}
NOUNS = {
    "Article", "Claim", "Count", "Group", "Ledger", "Ledgers", "Mention", "Name", "Occasion", "Quantity", "Reading", "Reason", "Skipped", "Span",
    "Standing", "Statement", "Story", "Time", "Variant", "VariantValue", "Witness",
}  # fmt: skip
ERRORS = {"InputError", "ModelError", "SaysoError"}
HEAVY = ("onnxruntime", "tokenizers", "numpy", "lxml", "typer", "rich", "py3langid", "rapidfuzz", "msgspec", "starlette", "psycopg", "distributed",
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
