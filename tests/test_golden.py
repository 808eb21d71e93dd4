"""The examples' ledgers are those that were looked at and kept; `python -m bench.golden` writes them anew."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bench.data import EXAMPLES
from bench.golden import GOLDEN, ledgers

STORIES = sorted(folder.name for folder in EXAMPLES.iterdir() if folder.is_dir())


@cache
def now() -> dict[str, dict[str, Any]]:
    return ledgers()


def test_the_examples_are_told_apart() -> None:
    reports = {story: sorted(path.stem for path in (EXAMPLES / story).glob("*.txt")) for story in STORIES}
    assert {story: told["reports"] for story, told in now().items()} == reports


@pytest.mark.parametrize("story", STORIES)
def test_a_ledger_is_the_golden_one(story: str) -> None:
    kept = json.loads(Path(GOLDEN / f"{story}.json").read_text(encoding="utf-8"))
    assert now()[story] == kept
