"""What the commands and sayso.compare take in, and the switches that say how. The pipeline is replaced by one that hands its articles back."""

from __future__ import annotations

import http.server
import json
import sys
import threading
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sayso
from sayso.cli import app, console
from sayso.collect import gather, take_in
from sayso.data import Article, Claim, Count, Ledger, Reading, Span, Standing, Statement
from sayso.errors import InputError

BODY = "The harbour of Port Alder stays closed until Monday, its master said. Two ships wait outside, and a third has turned back to sea."
GERMAN = (
    "Der Hafen bleibt bis Montag geschlossen, sagte der Hafenmeister am Freitag. Zwei Schiffe warten draußen, und ein drittes ist umgekehrt. "
    "Die Behörde will am Wochenende entscheiden, ob die Sperrung verlängert wird."
)
PAGE = f"<!doctype html><html><head><title>Harbour closed</title></head><body><article><h1>Harbour closed</h1><p>{BODY}</p>{'<p>More on it.</p>' * 9}"


@dataclass(frozen=True, slots=True)
class Settings:
    today: date = date(2024, 1, 1)


def read_articles(articles: list[Article], settings: Settings, *, on_progress: Callable[[int, int], None] | None = None) -> Iterator[Reading]:
    for article in articles:
        yield Reading(article, (), (), (), (), (), (Statement(f"s-{article.id}", article.id, (Span(0, 5),)),), ())


def compare_articles(articles: list[Article], settings: Settings, *, on_progress: Callable[[int, int], None] | None = None) -> tuple[Ledger, ...]:
    statements = tuple(reading.statements[0] for reading in read_articles(articles, settings))
    claim = Claim("c", "It is closed", tuple(one.id for one in statements), Standing(own_voice=tuple(one.id for one in articles)), Count(1, 1))
    return (Ledger("t", "Harbour", None, None, tuple(articles), statements, (claim,), ()),)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    made = types.ModuleType("sayso.pipeline")
    made.Settings, made.compare_articles, made.read_articles = Settings, compare_articles, read_articles  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sayso.pipeline", made)
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, **options: CliRunner().invoke(app, list(arguments), **options)


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a page on this machine."""

    class Request(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/harbour"
            body = PAGE.encode() if found else b"none"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Request)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/harbour"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("command", ["compare", "read"])
def test_the_help_says_what_is_taken_in(run: Callable[..., CliRunner], command: str) -> None:
    told = " ".join(run(command, "--help", env={"COLUMNS": "200"}).stdout.replace("│", " ").split())
    assert "Files, folders, globs, addresses (http, https), or - for standard input." in told
    assert all(switch in told for switch in ("--fields", "--allow-private", "--fast"))


def records(folder: Path) -> None:
    lines = [{"teaser": "no", "story_html_free": f"{BODY} {at}", "site": {"name": f"Paper {at}"}} for at in (1, 2)]
    (folder / "made.jsonl").write_text("\n".join(map(json.dumps, lines)))


def articles_in(out: str) -> list[dict[str, object]]:
    """The articles of --json, of one reading a line or of a story."""
    first = json.loads(out.splitlines()[0])
    return [json.loads(line)["article"] for line in out.splitlines()] if "article" in first else first["stories"][0]["articles"]


@pytest.mark.parametrize("command", ["compare", "read"])
def test_fields_of_records_are_named_with_a_switch(run: Callable[..., CliRunner], tmp_path: Path, command: str) -> None:
    records(tmp_path)
    assert run(command, "made.jsonl", "--json").exit_code == 2
    found = run(command, "made.jsonl", "--json", "--fields", "text=story_html_free, outlet=site.name")
    assert (found.exit_code, found.stderr) == (0, "")
    assert [(one["outlet"], one["path"]) for one in articles_in(found.stdout)] == [("Paper 1", "made.jsonl#1"), ("Paper 2", "made.jsonl#2")]


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        ("text", "--fields text: write FACT=FIELD, as in text=body,outlet=site.name"),
        ("text=body,=x", "--fields =x: write FACT=FIELD, as in text=body,outlet=site.name"),
        ("text=body,text=more", "--fields names two fields for text"),
        ("words=body", "no such fact: words (there are text, title, outlet, url, date, updated, byline, credit)"),
    ],
)
def test_fields_that_make_no_sense_are_told(run: Callable[..., CliRunner], tmp_path: Path, told: str, complaint: str) -> None:
    records(tmp_path)
    found = run("compare", "made.jsonl", "--fields", told)
    assert (found.exit_code, found.stdout, found.stderr) == (2, "", f"sayso: {complaint}\n")


def test_fields_as_a_mapping() -> None:
    assert console.fields_of(None) == console.fields_of("") == {}
    assert console.fields_of("text = body ,outlet=site.name,") == {"text": "body", "outlet": "site.name"}
    with pytest.raises(InputError):
        console.fields_of("text=")


@pytest.mark.parametrize("command", ["compare", "read"])
def test_machines_that_are_not_public_are_asked_only_when_allowed(run: Callable[..., CliRunner], site: str, command: str) -> None:
    refused = run(command, site, "--json")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "127.0.0.1 is a private address" in refused.stderr
    taken = run(command, site, "--json", "--allow-private")
    assert (taken.exit_code, taken.stderr) == (0, "")
    (article,) = articles_in(taken.stdout)
    assert (article["title"], article["path"]) == ("Harbour closed", site)
    assert BODY in str(article["text"])


@pytest.mark.parametrize("command", ["compare", "read"])
def test_fast_needs_its_extra(run: Callable[..., CliRunner], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    for name in ("resiliparse", "resiliparse.extract", "resiliparse.extract.html2text"):
        monkeypatch.setitem(sys.modules, name, None)
    found = run(command, "a.html", "--fast")
    assert (found.exit_code, found.stdout, found.stderr) == (2, "", "sayso: resiliparse is not installed: pip install 'sayso[bulk]'\n")
    with pytest.raises(sayso.SaysoError, match="resiliparse is not installed"):
        sayso.compare([tmp_path / "a.html"], fast=True)
    assert run(command, "a.html").exit_code == 0


@pytest.mark.parametrize("command", ["compare", "read"])
def test_fast_reads_pages_too(run: Callable[..., CliRunner], tmp_path: Path, command: str) -> None:
    pytest.importorskip("resiliparse.extract.html2text", reason="resiliparse is not installed")
    (tmp_path / "a.html").write_text(PAGE)
    found = run(command, "a.html", "--fast", "--json")
    assert (found.exit_code, found.stderr) == (0, "")
    assert BODY in str(articles_in(found.stdout)[0]["text"])


def test_compare_in_python_takes_the_same_options(run: Callable[..., CliRunner], tmp_path: Path, site: str) -> None:
    records(tmp_path)
    found = sayso.compare(["made.jsonl"], fields={"text": "story_html_free", "outlet": "site.name"})
    assert [one.outlet for one in found[0].articles] == ["Paper 1", "Paper 2"]
    with pytest.raises(InputError, match="private address"):
        sayso.compare([site])
    assert [one.title for one in sayso.compare([site], allow_private=True)[0].articles] == ["Harbour closed"]
    with pytest.raises(TypeError):
        sayso.compare(["made.jsonl"], {"text": "story_html_free"})  # type: ignore[misc]


def test_what_is_not_english_is_labelled_left_out_and_listed(run: Callable[..., CliRunner], tmp_path: Path) -> None:
    (tmp_path / "hafen.txt").write_text(GERMAN)
    (tmp_path / "harbour.txt").write_text(BODY)
    told = "written in German, which is not read yet"
    gathered = take_in(["hafen.txt", "harbour.txt"])
    assert [(one.path, one.language) for one in gathered.articles] == [("harbour.txt", "en")]
    assert [(one.path, one.language, one.text) for one in gathered.foreign] == [("hafen.txt", "de", GERMAN)]
    assert [(one.path, one.reason) for one in gathered.skipped] == [("hafen.txt", told)]
    for command in ("compare", "read"):
        found = run(command, "hafen.txt", "harbour.txt", "--json")
        assert (found.exit_code, found.stderr) == (1, f"sayso: skipped hafen.txt: {told}\n")
        assert [one["path"] for one in articles_in(found.stdout)] == ["harbour.txt"]
    assert [(one.path, one.reason) for one in sayso.compare(["."]).skipped] == [("./hafen.txt", told)]


def test_a_double_comes_once_and_is_not_listed(run: Callable[..., CliRunner], tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(BODY)
    found = run("compare", "a.txt", "b.txt", "--json")
    assert (found.exit_code, found.stderr) == (0, "")
    assert [one["path"] for one in articles_in(found.stdout)] == ["a.txt"]


@pytest.mark.parametrize("url", [None, "http://Harbour-Post.example/alder/?utm_source=mail#top"])
def test_a_text_read_in_python_has_the_id_of_its_file(tmp_path: Path, url: str | None) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.meta.json").write_text(json.dumps({"outlet": "Harbour Post", "url": url}))
    (article,), _ = gather([tmp_path / "a.txt"])
    assert sayso.read(BODY, outlet="Harbour Post", url=url).article.id == article.id
    assert sayso.read(BODY, url="https://harbour-post.example/alder").article.id != article.id
