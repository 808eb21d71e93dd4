"""sayso add, stories, show, export: what they print, their exit statuses, and what they say when something is wrong."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from sqlalchemy import insert, update
from typer.testing import CliRunner

from sayso.cli import app
from sayso.cli.database import day_of, moment_of
from sayso.cli.export import streamed
from sayso.cli.show import _history_json as history_json
from sayso.cli.stories import _text as stories_text
from sayso.codec import schemas
from sayso.data import Count, Ledgers
from sayso.errors import InputError
from sayso.show import ledgers_json
from sayso.sought import Change, ChangeKind, StoryEntry
from sayso.store import open_store
from sayso.store.schema import stories

FERRY = """Title: Ferry aground off Carrow
Outlet: Harbour Post
Date: 2024-03-04
URL: https://post.example/ferry

The ferry Morning Star ran aground near Carrow on Monday, the coastguard said, and 41 people were taken off by lifeboat.
"Nobody was hurt," coastguard spokeswoman Ida Munro told reporters.
"""
WIRE = """Title: Dozens taken off stranded ferry
Outlet: City Wire
Date: 2024-03-05

Some 40 people were taken off the ferry Morning Star after it ran aground near Carrow, coastguard spokeswoman Ida Munro said on Monday.
"""
COUNCIL = """Council votes on library

The council of Brenn voted to close its library, mayor Tom Hale said on Tuesday 6 February 2024.
"""
GERMAN = "Der Zug nach Bremen fuhr am Montag erst mit zwei Stunden Verspätung ab, sagte ein Sprecher der Bahn am Abend in Hannover.\n"

Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_DB", "kept.sqlite")
    for name, text in (("ferry.txt", FERRY), ("wire.txt", WIRE), ("council.txt", COUNCIL), ("zug.txt", GERMAN)):
        Path(name).write_text(text, encoding="utf-8")
    return lambda *arguments, **options: CliRunner().invoke(app, list(arguments), **options)


@pytest.fixture
def kept(run: Run) -> Run:
    """The commands over a store with two stories."""
    assert run("add", "ferry.txt", "wire.txt", "council.txt").exit_code == 0
    return run


def first_story(run: Run) -> str:
    return str(json.loads(run("stories", "--json").stdout)["stories"][0]["id"])


def test_add_says_what_it_did_and_where(run: Run) -> None:
    found = run("add", "ferry.txt", "wire.txt", "council.txt", "zug.txt", "none.txt")
    assert found.exit_code == 1
    assert found.stdout == "3 new reports, 1 kept unread in other languages, 1 skipped\nstories: 2 opened, in kept.sqlite\n"
    assert "skipped none.txt: no such file or folder" in found.stderr
    assert "skipped zug.txt: written in German" in found.stderr
    again = run("add", "ferry.txt", "wire.txt", "council.txt")
    assert (again.exit_code, again.stdout) == (0, "no new reports, 3 there already\nstories: none changed, in kept.sqlite\n")
    Path("ferry.txt").write_text(FERRY.replace("41", "43"), encoding="utf-8")
    changed = run("add", "ferry.txt")
    assert changed.stdout == "no new reports, 1 new version\nstories: 1 grown, in kept.sqlite\n"


def test_add_without_anything_to_read(run: Run) -> None:
    found = run("add", "none.txt")
    assert (found.exit_code, found.stderr) == (2, "sayso: cannot read none.txt: no such file or folder\n")
    found = run("add", "none.txt", "no.txt")
    assert found.exit_code == 2
    assert "all inputs were skipped" in found.stderr
    assert run("add", "ferry.txt", "--fields", "nonsense").exit_code == 2


def test_the_store_in_the_data_directory_is_named(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SAYSO_DB")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert str(tmp_path / "data" / "sayso" / "store.sqlite") in run("add", "council.txt").stdout
    assert "Council votes" in run("stories").stdout


def test_stories_are_listed_the_latest_first(kept: Run) -> None:
    found = kept("stories")
    assert found.exit_code == 0
    ids = [one["id"] for one in json.loads(kept("stories", "--json").stdout)["stories"]]
    ferry, told, council, _ = found.stdout.splitlines()
    assert ferry == f"{ids[0][:8]}  Ferry aground off Carrow"
    assert told.startswith("          4 to 5 March 2024; 2 reports, 2 outlets; ")
    assert council == f"{ids[1][:8]}  Council votes on library"
    assert kept("show", ferry.split()[0]).stdout.startswith("Ferry aground")
    assert "2 of 2 stories, 3 reports, in kept.sqlite" in found.stderr
    made = json.loads(kept("stories", "--json", "--limit", "1").stdout)
    assert made["schema"] == "sayso.stories/1"
    (one,) = made["stories"]
    assert (one["from"], one["to"], one["articles"], one["outlets"]) == ("2024-03-04", "2024-03-05", 2, ["Harbour Post", "City Wire"])
    assert one["shared"] >= 1
    assert json.loads(kept("stories", "--json", "--since", "2024-03-06").stdout)["stories"] == []
    assert json.loads(kept("stories", "--json", "--until", "2024-03-04").stdout)["stories"][0]["id"] == one["id"]
    assert kept("stories", "--since", "soon").exit_code == 2


def listed(titles: tuple[str, ...], *, width: int, echoed: int = 3) -> list[str]:
    entries = [StoryEntry(f"{at}" * 16, title, "2024-11-30", "2024-12-02", 12, ("A", "B"), 9, 5, echoed, 1) for at, title in enumerate(titles)]
    return stories_text(entries, {one.id: one.id[:8] for one in entries}, width=width, color=False).splitlines()


@pytest.mark.parametrize("width", [40, 80, 100, 120])
def test_titles_of_stories_are_whole(width: int) -> None:
    title = "Coastguard takes dozens off the ferry Morning Star as it lies aground in a rising sea off Carrow Point for a second night"
    lines = listed((title, "One\nline\x1b[31m"), width=width)
    assert max(map(len, lines)) <= width
    assert lines[0].startswith("00000000  Coastguard takes")
    assert " ".join(" ".join(lines).split()).startswith(
        f"00000000 {title} 30 November to 2 December 2024; 12 reports, 2 outlets; 5 shared claims, 3 on"
    )
    assert any("3 on one witness" in line for line in lines), "which no line end breaks"
    assert not any("\x1b" in line for line in lines)
    assert not any("witness" in line for line in listed((title,), width=width, echoed=0))


def test_a_story_without_a_ledger_is_listed(run: Run) -> None:
    with open_store("kept.sqlite") as store, store.writing() as connection:
        connection.execute(insert(stories), {"seq": 1, "id": "ab" * 8, "opened": 0, "stale": 1, "first": "", "last": ""})
    found = run("stories")
    assert found.stdout == "abababab  Untitled\n          no date; not counted yet\n"
    assert "1 story has newer reports than ledgers" in found.stderr


def test_show_prints_the_ledger_as_compare_does(kept: Run) -> None:
    story = first_story(kept)
    shown = kept("show", story[:8])
    assert shown.exit_code == 0
    assert shown.stdout == kept("compare", "ferry.txt", "wire.txt").stdout
    (ledger,) = json.loads(kept("show", story, "--json").stdout)["stories"]
    (other,) = json.loads(kept("compare", "ferry.txt", "wire.txt", "--json").stdout)["stories"]
    assert ledger | {"id": ""} == other | {"id": ""}


def test_show_as_of_and_history(kept: Run) -> None:
    story = first_story(kept)
    time.sleep(0.01)
    before = datetime.now(tz=UTC)
    Path("ferry.txt").write_text(FERRY.replace("41", "43").replace("Nobody was hurt", "Two were hurt"), encoding="utf-8")
    assert kept("add", "ferry.txt").exit_code == 0
    now, then = kept("show", story, "--all").stdout, kept("show", story, "--all", "--as-of", before.isoformat()).stdout
    assert ("43 people" in now, "41 people" in now, "43 people" in then, "41 people" in then) == (True, False, False, True)
    assert kept("show", story, "--all", "--as-of", f"{date.today().isoformat()}").stdout == now
    history = kept("show", story, "--history").stdout
    words = ("opened by Harbour Post", "joined by City Wire", "first ledger: ", "new version: Harbour Post", "new claim")
    assert [word in history for word in words] == [True] * 5
    (first,) = [line[: len("2024-11-22 14:00:05")] for line in history.splitlines() if "first ledger" in line]
    lines = [json.loads(line) for line in kept("show", story, "--history", "--json").stdout.splitlines()]
    assert [one["kind"] for one in lines][:3] == ["opened", "joined", "counted"]
    assert kept("show", story, "--all", "--as-of", lines[2]["at"]).stdout == then, "the time that a history tells is that of its ledger"
    gone = kept("show", story, "--as-of", "2020-01-01")
    assert gone.exit_code == 2
    assert gone.stderr.startswith(f"sayso: story {story} had no ledger at 2020-01-01 23:59:59: its first ledger is of {first} (")


def fits(raw: str, name: str) -> None:
    """Asserts that each line that was printed is of a published shape, and would not be with a key more or less."""
    schema = json.loads(schemas()[name])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert raw
    for line in raw.splitlines():
        told = json.loads(line)
        assert list(validator.iter_errors(told)) == []
        assert list(validator.iter_errors(told | {"more": 1}))
        assert list(validator.iter_errors({key: value for key, value in told.items() if key != "schema"}))


def test_lists_of_stories_are_of_the_published_shape(kept: Run) -> None:
    with open_store("kept.sqlite") as store, store.writing() as connection:
        connection.execute(insert(stories), {"seq": 99, "id": "ab" * 8, "opened": 0, "stale": 1, "first": "", "last": ""})
    fits(kept("stories", "--json").stdout, "sayso.stories-1.json")
    fits(kept("stories", "--json", "--since", "2030-01-01").stdout, "sayso.stories-1.json")
    told = json.loads(kept("stories", "--json").stdout)["stories"]
    assert [(one["title"], one["from"], one["stale"]) for one in told][1:] == [
        ("Council votes on library", "2024-02-06", False),
        ("Untitled", None, True),
    ]


def test_histories_are_of_the_published_shape(kept: Run) -> None:
    """All kinds of changes, of which a real story has some: by articles, in claims, and a merge."""
    story = first_story(kept)
    Path("ferry.txt").write_text(FERRY.replace("41 people", "several people").replace("Nobody was hurt", "Two were hurt"), encoding="utf-8")
    assert kept("add", "ferry.txt").exit_code == 0
    other = next(one["id"] for one in json.loads(kept("stories", "--json").stdout)["stories"] if one["id"] != story)
    with open_store("kept.sqlite") as store, store.writing() as connection:
        by = store.ledger(story).articles[0].id  # type: ignore[union-attr]
        connection.execute(update(stories).where(stories.c.id == other).values(merged_into=story, merged_at=1, merged_by=by))
    raw = kept("show", story, "--history", "--json").stdout
    fits(raw, "sayso.change-1.json")
    assert {json.loads(line)["kind"] for line in raw.splitlines()} >= {"opened", "joined", "version", "merged", "claim", "withdrawn"}
    changes = [Change(datetime.now(tz=UTC), kind, "Text", claim="c", before=Count(1, 2), after=Count(2, 2)) for kind in get_args(ChangeKind)]
    fits(history_json(changes).decode(), "sayso.change-1.json")


def test_what_is_not_there(kept: Run) -> None:
    for arguments in (
        ("show", "zzz"),
        ("show", ""),
        ("show", first_story(kept), "--as-of", "soon"),
        ("show", "a", "--history", "--as-of", "2024-01-01"),
    ):
        found = kept(*arguments)
        assert found.exit_code == 2, arguments
        assert found.stderr.count("\n") == 1
        assert found.stderr.startswith("sayso: ")
    for command in (("stories",), ("export",), ("show", "a")):
        missing = kept(*command, "--db", "none.sqlite")
        assert (missing.exit_code, missing.stderr) == (2, "sayso: there is no store at none.sqlite: sayso add makes one\n")
    Path("text.sqlite").write_text("no database " * 20)
    broken = kept("add", "ferry.txt", "--db", "text.sqlite")
    assert (broken.exit_code, broken.stderr) == (2, "sayso: text.sqlite: not a store: the file is no SQLite database\n")


def test_export_is_one_object_in_order(kept: Run) -> None:
    found = kept("export", "--json")
    made = json.loads(found.stdout)
    assert (made["schema"], made["skipped"]) == ("sayso.ledgers/1", [])
    ids = [one["id"] for one in made["stories"]]
    assert ids == sorted(ids)
    assert len(ids) == 2
    with open_store("kept.sqlite") as store:
        assert found.stdout.encode() == ledgers_json(Ledgers(tuple(store.export())))
    assert kept("export", "--out", "all.json").stdout == ""
    assert Path("all.json").read_text(encoding="utf-8") == found.stdout
    assert kept("export", "--as", "csv").stdout.startswith("story,claim,")
    assert kept("export", "--json", "--as", "csv").exit_code == 2
    assert kept("export", "--out", "no/where.json").exit_code == 2
    assert not Path("all.json.part").exists()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_what_is_streamed_is_what_is_made_at_once(kept: Run, count: int) -> None:
    with open_store("kept.sqlite") as store:
        some = (tuple(store.export()) * 2)[:count]
    assert b"".join(streamed(some)) == ledgers_json(Ledgers(some))


def test_the_order_of_adding_changes_no_ledger(kept: Run) -> None:
    for name in ("council.txt", "wire.txt", "ferry.txt"):
        assert kept("add", name, "--db", "other.sqlite").exit_code == 0
    one, other = (json.loads(kept("export", "--db", name).stdout)["stories"] for name in ("kept.sqlite", "other.sqlite"))
    assert sorted(json.dumps(story | {"id": ""}) for story in one) == sorted(json.dumps(story | {"id": ""}) for story in other)


def test_days_and_moments() -> None:
    assert day_of("2024-11-22", "--since") == date(2024, 11, 22)
    end = moment_of("2024-11-22", "--as-of")
    assert end is not None
    assert (end.date(), end.hour, end.minute) == (date(2024, 11, 22), 23, 59)
    assert moment_of("2024-11-22T14:00:05+00:00", "--as-of") == datetime(2024, 11, 22, 14, 0, 5, 999_999, tzinfo=UTC), "a second to its end"
    assert moment_of("2024-11-22T14:00:05.25+00:00", "--as-of") == datetime(2024, 11, 22, 14, 0, 5, 250_000, tzinfo=UTC)
    assert (day_of(None, "--since"), moment_of(None, "--as-of")) == (None, None)
    for wrong in ("", "yesterday", "2024-13-01", "9999-12-31", "2024-11-22T99:00"):
        with pytest.raises(InputError):
            moment_of(wrong, "--as-of")
