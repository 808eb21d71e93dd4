"""The documents say what is: outputs and figures are those of this commit, examples run, links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.docs import PAGES, difference, same, written

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")

by_name = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def blocks(page: Path, language: str) -> list[str]:
    return [body for said, body in BLOCK.findall(page.read_text(encoding="utf-8")) if said == language]


def test_the_first_two_shell_blocks_of_the_readme_are_one_line_each() -> None:
    first, second = blocks(ROOT / "README.md", "sh")[:2]
    assert first.count("\n") == second.count("\n") == 1
    assert "sayso compare examples" in first
    assert second.rstrip().endswith("pytest")


def test_the_first_screen_of_the_readme_has_the_first_command() -> None:
    above = (ROOT / "README.md").read_text(encoding="utf-8").split("```sh\n")[0]
    assert above.count("\n") < 12


@by_name
def test_outputs_and_figures_are_those_of_this_commit(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    now = written(text)
    assert same(text, now), f"{page.name} is out of date: run python -m bench.docs\n{difference(text, now)}"


@by_name
def test_python_blocks_run(page: Path) -> None:
    for block in blocks(page, "python"):
        done = subprocess.run([sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()


@by_name
def test_links_lead_to_files(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


@by_name
def test_lines_are_no_longer_than_a_screen_takes(page: Path) -> None:
    outside = BLOCK.sub("", page.read_text(encoding="utf-8"))
    assert not [line for line in outside.splitlines() if len(line) > 180 and not line.startswith("|")]


def test_every_page_is_numbered_in_a_row() -> None:
    numbered = [page.name.split("-")[0] for page in PAGES if page.parent.name == "docs"]
    assert sorted(map(int, numbered)) == list(range(1, len(numbered) + 1))
