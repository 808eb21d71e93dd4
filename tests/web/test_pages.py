"""The pages as a browser gets them: what is on them, and that hostile ledgers stay text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from show.made import ledger
from show.soiled import HOSTILE, soiled
from show.tree import Element, tree

from sayso.data import Count, Ledger, Skipped, Span, Standing
from sayso.show.html.page import KINDS, script
from sayso.web.folder import Folder
from web.conftest import TOKEN, bridge, written

if TYPE_CHECKING:
    from starlette.testclient import TestClient

ALL = ("/", "/?q=bridge", "/?q=nothing+at+all", "/witnesses", "/witnesses?q=lund", "/story/t1", "/about", "/nope", "/story/nope", "/?offset=-1")
HANDLER = re.compile(r"on[a-z]+\Z")


def page(client: TestClient, path: str, status: int = 200) -> Element:
    """The page at `path`; without its first line, which is no element."""
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:200]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return tree(answer.text.removeprefix("<!DOCTYPE html>\n"))


def links(found: Element) -> list[tuple[str, str]]:
    return [(one.text, one.attributes["href"]) for one in found.all("a") if "href" in one.attributes]


def test_stories_are_listed_and_lead_to_their_pages(client: TestClient) -> None:
    found = page(client, "/")
    titles = [one.all("a")[0] for one in found.all("h2") if one.all("a")]
    assert [(one.text, one.attributes["href"]) for one in titles] == [
        ("Flood in the Tern valley", "/story/many"), ("Inquiry into the Aldermouth bridge opens", "/story/t2"), (bridge().title, "/story/t1"),
    ]  # fmt: skip
    assert "6 claims, 4 in several reports, 2 of these on one witness, 3 disputed" in found.text
    assert "cut.json not sayso.ledgers/1: Input data was truncated" in found.text
    for one in titles:
        page(client, one.attributes["href"])


def test_a_search_leads_to_claims_on_their_pages(client: TestClient) -> None:
    found = page(client, "/?q=PIER+hit")
    assert "2 claims in 2 stories." in found.text
    hits = [one for one in found.all("a") if one.attributes["href"].startswith("/story/t1#")]
    assert [one.text for one in hits] == ["The ship hit a pier of the bridge"]
    assert [one.text for one in hits[0].all("mark")] == ["hit", "pier"]
    path, anchor = hits[0].attributes["href"].split("#")
    there = next(one for one in page(client, path).walk() if one.attributes.get("id") == anchor)
    assert "The ship hit a pier of the bridge" in there.text
    assert found.all("input")[0].attributes["value"] == "PIER hit"


def test_a_story_page_has_all_that_the_reports_script_asks_for(client: TestClient) -> None:
    found = page(client, "/story/t1")
    ids = {one.attributes["id"] for one in found.walk() if "id" in one.attributes}
    wanted = set(re.findall(r'\$\("([a-z-]+)"\)', script())) | {"search", "kind", "outlet", "witness"}
    assert wanted - ids == {"ledgers"}, "the data are to be had from the API"
    assert [one.attributes["value"] for one in found.all("select")[0].all("option")] == [value for value, _ in KINDS]
    assert len(found.all(class_="column")) == 3
    assert ("Ada Lund", page_of(client, "Ada Lund")) in links(found)


def page_of(client: TestClient, name: str) -> str:
    """Where a name leads to."""
    answer = client.get(f"/witness/{quote(name)}")
    assert answer.status_code == 303
    return answer.headers["location"]


def test_a_persons_page(client: TestClient) -> None:
    found = page(client, page_of(client, "ada lund"))
    assert found.all("h1")[0].text == "Ada Lund"
    assert "4 claims in 2 stories, 4 reports, 2 March to 2 May 2024; alone on 2 that several reports carry." in found.text
    assert "Person, speaks for Port of Aldermouth · also Lund" in found.text
    alone = next(one for one in found.all("section") if one.attributes["aria-labelledby"] == "alone-h")
    assert [target for _, target in links(alone)] == ["/story/t2#t1-c2", "/story/t1#t1-c2"]
    for _, target in links(alone):
        path, anchor = target.split("#")
        there = next(one for one in page(client, path).walk() if one.attributes.get("id") == anchor)
        assert "The ship hit a pier of the bridge" in there.text
    assert [one.text for one in found.all("q")][:2] == ["The Aurora hit the third pier", "A freighter struck a pier of the Aldermouth bridge"]


def test_who_is_cited(client: TestClient) -> None:
    rows = [[cell.text for cell in one.children if isinstance(cell, Element)] for one in page(client, "/witnesses").all("tbody")[0].all("tr")]
    assert ["Ada Lund", "person", "2", "4", "2"] in rows
    assert ["Merrow Lines", "body", "2", "4", "–"] in rows
    assert [one.text for one in page(client, "/witnesses?q=LUND").all("tbody")[0].all("a")] == ["Ada Lund"]


def test_long_lists_go_on(client_of: Callable[..., TestClient], tmp_path: Path) -> None:
    written(tmp_path / "a.json", *(replace(bridge(), id=f"s{at:03}", title=f"Story {at:03}") for at in range(120)))
    client = client_of(Folder(tmp_path))
    seen: list[str] = []
    path: str | None = "/?q=bridge"
    while path:
        found = page(client, path)
        seen += [one.text for one in found.all("h2") if one.all("a")]
        path = next((one.attributes["href"] for one in found.all("a") if one.attributes.get("rel") == "next"), None)
    assert seen == [f"Story {at:03}" for at in range(120)]


def test_a_person_in_many_stories_is_told_in_pages(client_of: Callable[..., TestClient], tmp_path: Path) -> None:
    written(tmp_path / "a.json", *(replace(bridge(), id=f"s{at:03}", title=f"Story {at:03}") for at in range(45)))
    client = client_of(Folder(tmp_path))
    seen: list[str] = []
    path: str | None = page_of(client, "Ada Lund")
    while path:
        found = page(client, path)
        checked(found)
        assert len(found.all("tbody")[0].all("tr")) == 45, "over time in short, on every page"
        seen += [one.all("h2")[0].text for one in found.all(class_="appearance")]
        path = next((one.attributes["href"] for one in found.all("a") if one.attributes.get("rel") == "next"), None)
    assert seen == [f"Story {at:03}" for at in range(45)]


def test_ids_that_lead_nowhere_do_no_harm(client_of: Callable[..., TestClient], tmp_path: Path) -> None:
    story = bridge()
    lost = tuple(replace(one, article="gone", speakers=("gone",), chain=("gone",), content=(Span(9**9, 9**9 + 1),)) for one in story.statements[:5])
    claims = tuple(replace(one, witnesses=Standing(("gone",), (), ("gone",), ("gone", "w1"), ("w3",)), count=Count(9, 0)) for one in story.claims)
    circle = tuple(replace(one, speaks_for=one.id, name="") for one in story.witnesses)
    written(tmp_path / "a.json", replace(story, statements=(*lost, *story.statements[5:]), claims=claims, witnesses=circle, first="soon", last=None))
    written(tmp_path / "b.json", Ledger("", "", None, None, (), (), (), ()))
    client = client_of(Folder(tmp_path))
    voices = client.get("/api/witnesses").json()["witnesses"]
    assert voices
    for path in ("/", "/?q=bridge", "/story/t1", "/api/stories/t1", *(f"/witness/{one['id']}" for one in voices)):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/story/nope", "/witness/Nobody", "/nope", "/story/..%2fbridge.json", "/story/%00"])
def test_what_is_not_there_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    assert page(client, path, 404).all("h1")[0].text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/static/app.css%00",
        "/static/",
        "/static/base.html",
    ],
)
def test_no_file_but_its_own_is_served(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "import" not in answer.text


def test_all_that_a_page_loads_is_there_and_may_be_kept(client: TestClient) -> None:
    for path in ("/", "/story/t1"):
        found = page(client, path)
        loaded = [one.attributes["href"] for one in found.all("link")] + [one.attributes["src"] for one in found.all("script")]
        assert len(loaded) >= 4
        for one in loaded:
            answer = client.get(one)
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    licence = client.get("/static/htmx.LICENSE.txt").text
    assert "Zero-Clause BSD" in licence
    assert "4.0.1" in licence


def checked(found: Element) -> None:
    """Nothing inline, nothing from elsewhere, no handler, every form field and table named, one main heading, ids once."""
    assert found.all("style") == []
    assert [one for one in found.all("script") if one.text or not one.attributes["src"].startswith("/static/")] == []
    attributes = [(name, value) for one in found.walk() for name, value in one.attributes.items()]
    assert [name for name, _ in attributes if name == "style" or HANDLER.match(name)] == []
    assert [value for name, value in attributes if name in ("src", "action") and not value.startswith("/")] == []
    assert [
        value
        for name, value in attributes
        if name == "href" and re.match(r"\s*[a-z]+:", value, re.IGNORECASE) and not value.startswith("https://post.example/")
    ] == []
    assert len(found.all("h1")) == len(found.all("main")) == 1
    ids = [value for name, value in attributes if name == "id"]
    assert len(ids) == len(set(ids))
    here = {value[1:] for name, value in attributes if name == "href" and value.startswith("#") and len(value) > 1}
    assert here - set(ids) == set()
    assert found.all("title")[0].text
    for field in [*found.all("input"), *found.all("select")]:
        labels = [one for one in found.all("label") if field in list(one.walk()) or one.attributes.get("for") == field.attributes.get("id", "-")]
        assert labels or field.attributes.get("type") == "hidden" or "hidden" in field.attributes


@pytest.mark.parametrize("path", ALL)
def test_pages_are_sound(client: TestClient, path: str) -> None:
    answer = client.get(path)
    checked(tree(answer.text.removeprefix("<!DOCTYPE html>\n")))


def test_hostile_ledgers_stay_text(client_of: Callable[..., TestClient], tmp_path: Path) -> None:
    bad = soiled(ledger(), HOSTILE.replace("\ud800", ""))
    written(
        tmp_path / "bad.json",
        replace(bad, first="2024-03-02", last="2024-03-04"),
        replace(bad, id="t2"),
        skipped=(Skipped(HOSTILE[:-1], HOSTILE[:-1]),),
    )
    (tmp_path / "<img src=x onerror=alert(1)>.json").write_text("{")
    client = client_of(Folder(tmp_path))
    voices = client.get("/api/witnesses").json()["witnesses"]
    assert any("alert(1)" in one["name"] for one in voices)
    paths = [
        "/",
        f"/?q={quote(HOSTILE[:-1])}",
        "/?q=%3Cscript%3E",
        f"/witnesses?q={quote(HOSTILE[:40])}",
        "/story/t1",
        *(f"/witness/{one['id']}" for one in voices),
    ]
    for path in paths:
        found = page(client, path)
        checked_hostile(found)
        assert "alert(1)" in found.text or found.all("input")[0].attributes.get("value") == "<script>"


def checked_hostile(found: Element) -> None:
    assert [one.name for one in found.walk() if one.name in ("img", "iframe", "object", "embed")] == []
    assert [one for one in found.all("script") if one.text] == []
    assert [name for one in found.walk() for name in one.attributes if name == "style" or HANDLER.match(name)] == []
    assert "\x00" not in found.text


def test_the_way_in(client_of: Callable[..., TestClient], library: Folder) -> None:
    client = client_of(library, token=TOKEN)
    answer = client.get("/witnesses?q=lund")
    assert answer.status_code == 303
    form = page(client, answer.headers["location"]).all("form")[0]
    assert (form.attributes["method"], form.attributes["action"]) == ("post", "/login")
    fields = {one.attributes["name"]: one.attributes.get("value", "") for one in form.all("input")}
    assert fields == {"next": "/witnesses?q=lund", "user": "sayso", "token": ""}
    wrong = client.post("/login", data={**fields, "token": "no"})
    assert "That is not the token." in page(client, wrong.headers["location"], 401).text
    right = client.post("/login", data={**fields, "token": TOKEN})
    assert right.headers["location"] == "/witnesses?q=lund"
    page(client, "/witnesses?q=lund")
    assert client.get("/api/stories").json()["total"] == 3
    assert TOKEN not in client.get("/").text


@pytest.mark.parametrize(
    ("asked", "leads"), [("//evil.example/", "/"), ("javascript:alert(1)", "/"), ('/"><script>alert(1)</script>', '/"><script>alert(1)</script>')]
)
def test_the_form_leads_nowhere_else(client_of: Callable[..., TestClient], library: Folder, asked: str, leads: str) -> None:
    found = page(client_of(library, token=TOKEN), f"/login?next={quote(asked, safe='')}")
    assert next(one for one in found.all("input") if one.attributes["name"] == "next").attributes["value"] == leads
    assert [one for one in found.all("script") if one.text] == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(client: TestClient, method: str) -> None:
    for path in ("/", "/story/t1", "/api/stories", "/api/stories/t1", "/static/app.css", "/login"):
        assert client.request(method, path).status_code in (404, 405)
