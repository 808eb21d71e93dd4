"""The page on bulk runs: its recipes run in DuckDB over a small archive, and its tables are those that are written."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import duckdb
import pytest

from sayso.run.bulk import BulkSettings, bulk
from sayso.run.local import LocalEngine
from sayso.run.tables import RESULTS, schema

HEADING = "# 10. Years of news: `sayso bulk`"
REPORTS = {
    "post.txt": """Title: Bridge in Harrow to stay closed
Outlet: Harbour Post
Date: 2024-04-26

The bridge in Harrow will stay closed until 12 May, mayor Anna Berger said on Friday.

“We found nine cracks in the deck,” Boris Castle, an engineer of the harbour office, told reporters. Castle denied that the inspection came too late.

Two officials said the repairs would cost 4 million dollars. A spokesman for the harbour office said work would begin on Monday.
""",
    "wire.txt": """Title: Harrow bridge closed until May
Outlet: City Wire
Date: 2024-04-27

Anna Berger, the mayor of Harrow, said the bridge in Harrow would stay closed until 12 May.

The repairs will cost 6 million dollars, according to an official. Work on the bridge begins on Monday.

“We found nine cracks in the deck,” engineer Boris Castle said. The inspection came too late, residents said; the harbour office denied it.
""",
    "ledger.txt": """Title: Cracks close the bridge in Harrow
Outlet: Daily Ledger
Date: 2024-04-27

The bridge in Harrow stays closed until 12 May. The repairs will cost 4 million dollars, mayor Anna Berger said.

“We found nine cracks in the deck,” Boris Castle told the Harbour Post. The inspection came too late, the union leader Clara Dwyer said.
""",
    "brief.txt": "Le pont de la ville restera fermé jusqu'au mois de mai, a déclaré le maire vendredi, selon la police de la région.\n",
}


def page() -> str:
    docs = Path(__file__).parents[2] / "docs"
    found = [text for path in sorted(docs.glob("*.md")) if (text := path.read_text(encoding="utf8")).startswith(HEADING)]
    if not found:
        pytest.skip("the page on bulk runs is not in docs")
    return found[0]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The tables of a small archive, in a folder of the name that the page uses."""
    folder = tmp_path_factory.mktemp("recipes")
    (folder / "in").mkdir()
    for name, text in REPORTS.items():
        (folder / "in" / name).write_text(text)
    with pytest.MonkeyPatch.context() as patch, LocalEngine(1) as engine:
        patch.chdir(folder)
        bulk(["in"], "archive", engine=engine, settings=BulkSettings(today=date(2025, 1, 31)))
    return folder


def answers(archive, monkeypatch, title: str) -> list[tuple]:
    monkeypatch.chdir(archive)
    recipe = re.search(re.escape(title) + r"[^\n]*(?:\n[^\n]+)*?\n\n```sql\n(.*?)```", page(), re.S)
    assert recipe, f"no recipe: {title}"
    return duckdb.connect().execute(recipe[1]).fetchall()


def test_every_recipe_runs_and_finds_something(archive, monkeypatch):
    monkeypatch.chdir(archive)
    recipes = re.findall(r"```sql\n(.*?)```", page(), re.S)
    assert len(recipes) >= 8
    silent = [recipe for recipe in recipes if not duckdb.connect().execute(recipe).fetchall()]
    assert len(silent) <= 2, silent


def test_who_is_quoted_most(archive, monkeypatch):
    (first, *_) = answers(archive, monkeypatch, "Who is quoted most")
    assert first == ("Boris Castle", 3, 3)


def test_claims_that_stand_on_one_witness(archive, monkeypatch):
    found = answers(archive, monkeypatch, "Claims that many articles carry")
    assert found
    assert all(articles > 1 and most <= 1 for _, articles, _, most, _ in found)
    assert any("cracks" in text for text, *_ in found)


def test_who_denies_what(archive, monkeypatch):
    found = answers(archive, monkeypatch, "Who denies what")
    assert any("late" in claim for _, claim, *_ in found)
    assert {name for name, *_ in found} & {"Boris Castle", "harbour office", "the harbour office", "Harbour office"}


def test_what_was_left_out(archive, monkeypatch):
    assert answers(archive, monkeypatch, "What was left out") == [("written in French, which is not read yet", 1, "in/brief.txt")]


def test_the_page_names_every_table_and_every_column():
    text = page()
    for table in RESULTS:
        assert f"### {table}\n" in text, table
        part = text.split(f"### {table}\n")[1].split("\n#")[0]
        for field in schema(table):
            assert f"`{field.name}`" in part, (table, field.name)
            inner = field.type.value_type if str(field.type).startswith("list") else field.type
            for sub in inner if str(inner).startswith("struct") else ():
                assert f"`{sub.name}`" in part, (table, field.name, sub.name)


def test_what_the_page_says_of_shards_holds():
    from sayso.run.cuts import Cutting
    from sayso.run.engines import ATTEMPTS
    from sayso.run.shards import TOGETHER, TOGETHER_FILES

    text, cutting = page(), Cutting()
    for size in (cutting.lines, cutting.table, cutting.warc, cutting.warc_gz, TOGETHER):
        assert f"{size // 1_000_000} MB" in text
    assert f"up to {TOGETHER_FILES} files" in text
    assert ATTEMPTS == 3
    assert "three times in all" in text
