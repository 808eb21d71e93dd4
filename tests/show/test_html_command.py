"""`sayso compare --html FILE`, with the real pipeline, on two short reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import sayso
from sayso.cli import app
from show.tree import tree

FERRY = "Ferry aground off Norhaven\n\nThe ferry ran aground on Monday, harbour master Ines Falk said.\n"
OTHER = "Ferry runs aground\n\nHarbour master Ines Falk said the ferry ran aground on Monday off Norhaven.\n"


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(FERRY, encoding="utf-8")
    Path("b.txt").write_text(OTHER, encoding="utf-8")
    return ["a.txt", "b.txt"]


def test_it_writes_a_page_beside_what_it_prints(reports: list[str]) -> None:
    plain = CliRunner().invoke(app, ["compare", *reports])
    found = CliRunner().invoke(app, ["compare", *reports, "--html", "page.html"])
    assert (found.exit_code, found.stdout) == (0, plain.stdout)
    root = tree(Path("page.html").read_text(encoding="utf-8"))
    assert [one.text for one in root.all(class_="column")[0].all("h4")] == ["a.txt"]
    assert sayso.__version__ in root.all("footer")[0].text


def test_the_order_of_the_inputs_changes_nothing(reports: list[str]) -> None:
    for name, paths in (("one.html", reports), ("two.html", reports[::-1])):
        CliRunner().invoke(app, ["compare", *paths, "--html", name])
    assert Path("one.html").read_bytes() == Path("two.html").read_bytes()


@pytest.mark.parametrize(("path", "why"), [("no/page.html", "there is no folder"), (".", "it is a folder")])
def test_a_page_that_cannot_be_written_is_known_before_the_work(reports: list[str], path: str, why: str) -> None:
    found = CliRunner().invoke(app, ["compare", *reports, "--html", path])
    assert found.exit_code == 2
    assert why in found.stderr
    assert found.stdout == ""
