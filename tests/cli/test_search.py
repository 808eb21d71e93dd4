"""`sayso search` and `sayso alerts`: output, exit statuses, and that what was told counts as told only once it is written."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result
from lxml import etree
from typer.testing import CliRunner

from sayso.cli import app
from sayso.cli.asking import range_of
from sayso.codec import schemas
from sayso.data import Article, Claim, Count, Ledger, Span, Standing, Statement, Witness
from sayso.errors import InputError
from sayso.sought import Range
from sayso.store import Keys, Store, open_store

Run = Callable[..., Result]

ATOM = "{http://www.w3.org/2005/Atom}"
WHO = (Witness("k", "Ida Kvist", "person", ("Kvist",)), Witness("b", "Harbour Board", "organisation"))


def ferry(reports: int, *, denied: bool = False) -> Ledger:
    """A story of so many reports that all have one thing from one person; the last of them may have a denial."""
    articles, statements = [], []
    for at in range(reports):
        text = f"The ferry ran aground off Skerry Point, Ida Kvist told paper {at}. The board denies it."
        articles.append(Article(f"a{at}", text, f"Ferry aground <{at}>", f"Paper {at}", published=date(2025, 5, 1 + at), path=f"in/{at}.txt"))
        statements.append(Statement(f"s{at}", f"a{at}", (Span(0, 38),), speakers=("k",), kind="indirect"))
    if denied:
        statements.append(Statement("d", "a0", (Span(0, 38),), speakers=("b",), kind="indirect", stance="denies"))
    ids = tuple(one.id for one in statements)
    claim = Claim(f"c{reports}", "The ferry ran aground & stuck", ids, Standing(("k",), against=("b",) if denied else ()), Count(1, 1))
    return Ledger("", "Ferry <b>aground</b>", "2025-05-01", f"2025-05-0{reports}", tuple(articles), tuple(statements), (claim,), WHO)


def fits(raw: str, name: str) -> None:
    """Asserts that what was printed is of a published shape, and would not be with a key more."""
    schema = json.loads(schemas()[name])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    lines = raw.splitlines()
    assert lines
    for line in lines:
        told = json.loads(line)
        assert list(validator.iter_errors(told)) == []
        assert list(validator.iter_errors(told | {"more": 1}))


def put(store: Store, ledger: Ledger) -> None:
    story: str | None = None
    for article in ledger.articles:
        keys = Keys(article.id, article.id)
        story = (store.known(keys) or store.keep(article, keys, reading=None, sketch=None, day=None, placed=(story, ()))).story
    assert story is not None
    store.set_ledger(story, replace(ledger, id=story))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite") as found:
        put(found, ferry(2))
        yield found


@pytest.fixture
def run(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_DB", "store.sqlite")
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_search_shows_claims_and_reports(run: Run) -> None:
    found = run("search", "ferries", "aground")
    assert (found.exit_code, found.stderr) == (0, "")
    assert "1 claim\n" in found.stdout.lower()
    assert "The ferry ran aground & stuck\n  2 articles, 1 witness: Ida Kvist\n" in found.stdout
    assert "Paper 0  “The ferry ran aground off Skerry Point” — Ida Kvist; 1 May 2025" in found.stdout
    assert "In reports: 2 reports" in found.stdout
    assert "\x1b" not in found.stdout


def test_search_prints_json(run: Run, store: Store) -> None:
    found = run("search", '"ran aground"', "--json")
    told = json.loads(found.stdout)
    assert told["schema"] == "sayso.found/1"
    assert told["query"] == {"text": '"ran aground"'}
    assert told["total"] == {"claims": 1, "reports": 2}
    (claim,) = told["claims"]
    assert [claim["text"][start:end] for start, end in claim["marks"]] == ["ran aground"]
    assert (claim["reports"], claim["count"], claim["witnesses"]["for"]) == (2, {"min": 1, "max": 1}, ["Ida Kvist"])
    for one in claim["evidence"]:
        stored = store.article(one["article"])
        assert stored is not None
        assert " … ".join(stored.article.text[start:end] for start, end in one["content"]) == one["words"]
        assert [one["words"][start:end] for start, end in one["marks"]] == ["ran aground"]
    passage = told["passages"][0]
    stored = store.article(passage["article"])
    assert stored is not None
    start, end = passage["span"]
    assert stored.article.text[start:end] == passage["words"]


@pytest.mark.parametrize(
    "asked",
    [
        ["aground"],
        ["volcano"],
        ["ferry", "--speaker", "ida qvist", "--outlet", "nobody", "--side", "for", "--stance", "asserts"],
        ["--since", "2025-05-01", "--until", "2025-05-09", "--witnesses", "..1", "--reports", "2.."],
        ["--side", "against", "--stance", "denies"],
    ],
)
def test_what_is_found_is_of_the_published_shape(run: Run, store: Store, asked: list[str]) -> None:
    put(store, ferry(3, denied=True))
    fits(run("search", *asked, "--json").stdout, "sayso.found-1.json")


def test_alerts_are_of_the_published_shape(run: Run, store: Store) -> None:
    run("alerts", "add", "ferry", "aground")
    told = run("alerts", "check", "--json-lines").stdout
    put(store, ferry(3, denied=True))
    told += run("alerts", "check", "--json-lines").stdout
    assert [json.loads(line)["kind"] for line in told.splitlines()] == ["new", "changed"]
    fits(told, "sayso.alert-1.json")


def test_search_by_filters_alone(run: Run) -> None:
    assert json.loads(run("search", "--reports", "2..", "--witnesses", "1", "--json").stdout)["total"]["claims"] == 1
    assert json.loads(run("search", "--reports", "3..", "--json").stdout)["total"]["claims"] == 0
    assert json.loads(run("search", "--until", "2025-04-30", "--json").stdout)["total"]["claims"] == 0
    slip = run("search", "--speaker", "ida qvist")
    assert slip.stdout.startswith("No speaker is called “ida qvist”: meant Ida Kvist.\n")
    assert run("search", "--speaker", "Nobody Here").stdout.startswith("No speaker is called “Nobody Here”.\nNo claims\n")


def test_nothing_found_is_no_failure(run: Run) -> None:
    found = run("search", "volcano")
    assert (found.exit_code, found.stdout, found.stderr) == (0, "No claims\n", "Nothing fits. Fewer words or filters find more.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nothing to look for: give words"),
        (["  "], "nothing to look for"),
        (["x", "--since", "May"], "--since May: write a day"),
        (["x", "--since", "2025-05-02", "--until", "2025-05-01"], "--since 2025-05-02 is later than --until 2025-05-01"),
        (["x", "--reports", "many"], "--reports many: write a number, or a range"),
        (["x", "--witnesses", "3..2"], "--witnesses 3..2: from 3 to 2 there is nothing"),
        (["x", "--db", "none.sqlite"], "none.sqlite"),
    ],
)
def test_what_cannot_be_searched_ends_with_one_line(run: Run, arguments: list[str], said: str) -> None:
    found = run("search", *arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith("sayso: ")
    assert said in found.stderr
    assert found.stderr.count("\n") == 1


RANGES = (("5", 5, 5), ("5..", 5, None), ("5+", 5, None), ("..5", 0, 5), ("2..5", 2, 5), ("0", 0, 0), (" 1 ", 1, 1))


@pytest.mark.parametrize(("told", "least", "most"), RANGES)
def test_ranges(told: str, least: int, most: int | None) -> None:
    assert range_of(told, "--reports") == Range(least, most)


@pytest.mark.parametrize("told", ["", "..", "+", "-1", "1-2", "1..2..3", "5+6", "1,5", "five", "9" * 20, "²"])
def test_no_ranges(told: str) -> None:
    with pytest.raises(InputError):
        range_of(told, "--reports")


def test_alerts_tell_once(run: Run, store: Store) -> None:
    assert run("alerts", "check").stderr == "sayso: no saved searches yet: sayso alerts add NAME WORDS\n"
    assert run("alerts", "add", "ferry", "aground", "--speaker", "kvist").stdout == "saved ferry\n"
    assert "ferry  aground --speaker kvist  (not checked yet)" in run("alerts", "list").stdout
    assert json.loads(run("alerts", "list", "--json").stdout) == {
        "schema": "sayso.saved/1",
        "name": "ferry",
        "query": {"text": "aground", "speaker": "kvist"},
        "checked": None,
    }
    first = run("alerts", "check")
    assert first.exit_code == 0
    assert first.stdout.startswith("ferry: 1 new claim\n\nnew  The ferry ran aground & stuck\n")
    assert run("alerts", "check").stdout == ""
    put(store, ferry(3))
    assert run("alerts", "check").stdout == "", "one more report of the same is no news"
    put(store, ferry(3, denied=True))
    (told,) = map(json.loads, run("alerts", "check", "ferry", "--json-lines").stdout.splitlines())
    assert (told["schema"], told["search"], told["kind"], told["fits"]) == ("sayso.alert/1", "ferry", "changed", True)
    assert (told["before"]["against"], told["now"]["against"]) == ([], ["Harbour Board"])
    assert run("alerts", "check", "--json-lines").stdout == ""
    assert run("alerts", "remove", "ferry").exit_code == 0
    assert run("alerts", "remove", "ferry").exit_code == 2
    assert run("alerts", "check", "ferry").exit_code == 2


def test_alerts_while_an_ingest_has_the_store(run: Run, store: Store) -> None:
    with store.lease():
        assert run("alerts", "add", "ferry", "aground").stdout == "saved ferry\n"
        assert run("alerts", "add", "all", "--from-now").stdout == "saved all\n"
        assert run("alerts", "check").stdout.startswith("ferry: 1 new claim\n")
        again = run("alerts", "check")
        assert (again.exit_code, again.stdout, again.stderr) == (0, "", "")
        put(store, ferry(3, denied=True))
        assert [json.loads(line)["search"] for line in run("alerts", "check", "--json-lines").stdout.splitlines()] == ["all", "ferry"]
        assert run("alerts", "remove", "all").exit_code == 0


def test_saved_searches_are_of_the_published_shape(run: Run) -> None:
    run("alerts", "add", "ferry", "aground", "--speaker", "kvist", "--reports", "2..", "--since", "2025-05-01")
    run("alerts", "add", "all", "--from-now")
    fits(run("alerts", "list", "--json").stdout, "sayso.saved-1.json")


def test_from_now(run: Run, store: Store) -> None:
    run("alerts", "add", "all", "--from-now")
    assert run("alerts", "check").stdout == ""
    put(store, ferry(3, denied=True))
    assert "now against it: Harbour Board" in run("alerts", "check").stdout


def entries(path: Path) -> list[etree._Element]:
    return list(etree.parse(path).getroot().iter(f"{ATOM}entry"))


def test_a_feed_keeps_what_was_told_before(run: Run, store: Store, tmp_path: Path) -> None:
    run("alerts", "add", "ferry", "aground")
    assert run("alerts", "check", "--atom", "feed.xml").stdout == ""
    first = entries(tmp_path / "feed.xml")
    assert [one.findtext(f"{ATOM}title") for one in first] == ["New: The ferry ran aground & stuck"]
    content = first[0].findtext(f"{ATOM}content") or ""
    assert "<mark>aground</mark>" in content
    assert "Ferry &lt;b&gt;aground&lt;/b&gt;" in content, "markup of a report is text"
    before = (tmp_path / "feed.xml").read_bytes()
    run("alerts", "check", "--atom", "feed.xml")
    assert (tmp_path / "feed.xml").read_bytes() == before
    put(store, ferry(3, denied=True))
    run("alerts", "check", "--atom", "feed.xml")
    assert [(one.findtext(f"{ATOM}title") or "").split(":")[0] for one in entries(tmp_path / "feed.xml")] == ["Changed", "New"]
    ids = [one.findtext(f"{ATOM}id") for one in entries(tmp_path / "feed.xml")]
    assert len(set(ids)) == 2
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".part")]


def test_in_a_terminal_it_is_said_that_nothing_is_new(run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run("alerts", "add", "ferry", "aground", "--from-now")
    for terminal, said in ((True, "Nothing new.\n"), (False, "")):
        with monkeypatch.context() as patched:
            patched.setattr(sys.stdout, "isatty", lambda told=terminal: told)
            app(["alerts", "check"], standalone_mode=False)
        assert tuple(capsys.readouterr()) == ("", said)


def test_what_could_not_be_written_is_not_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("alerts", "add", "ferry", "aground")
    failed = run("alerts", "check", "--atom", "no/such/folder/feed.xml")
    assert (failed.exit_code, failed.stderr) == (2, "sayso: cannot write no/such/folder/feed.xml: No such file or directory\n")

    def broken(text: str) -> None:
        raise InputError("the printer burns")

    with monkeypatch.context() as patched:
        patched.setattr(sys.modules["sayso.cli.alerts"], "write_text", broken)
        assert run("alerts", "check").stderr == "sayso: the printer burns\n"
    assert "1 new claim" in run("alerts", "check").stdout


def test_alerts_that_cannot_be(run: Run, tmp_path: Path) -> None:
    assert "ask for two things" in run("alerts", "check", "--json-lines", "--atom", "x.xml").stderr
    run("alerts", "add", "ferry")
    assert "there is a saved search ferry already" in run("alerts", "add", "ferry", "x").stderr
    assert run("alerts", "add", "x", "--reports", "a").exit_code == 2
    assert run("alerts", "check", "nobody").stderr == "sayso: there is no saved search nobody: sayso alerts list names them\n"
