"""Ledgers -> a whole page: head, contents, stories, what was left out, the data."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from sayso.codec import encode_ledgers
from sayso.data import Ledgers, Skipped
from sayso.folding import title_of
from sayso.show.html.guide import guide
from sayso.show.html.markup import Html, join, json_block, raw_block, tag
from sayso.show.html.story import facts_of, story, summary_of
from sayso.show.html.view import View, view
from sayso.show.wording import clean, number

KINDS = (
    ("", "All claims"),
    ("shared", "In two or more reports"),
    ("echoed", "Several reports, one witness"),
    ("several", "Several witnesses"),
    ("open", "Open count"),
    ("disputed", "Denied or declined"),
    ("conflict", "Conflicting details"),
    ("alone", "In one report alone"),
)
"""What the claims can be filtered by; the names are those that each claim carries."""
MOST_DATA = 1_000_000
"""Bytes of JSON that the page carries for saving; more would double what a mail has to hold, and `sayso compare --json` has it too."""


def ledgers_html(ledgers: Ledgers, *, version: str = "") -> str:
    """All stories as one HTML document, those with most articles first; the same ledgers give the same text.

    Everything is in it: style, script, and, unless they are large, the ledgers as JSON (sayso.ledgers/1). A Content-Security-Policy in its head lets
    nothing be loaded and nothing run but that one script. `version` is named at its foot.
    """
    ordered = sorted(ledgers, key=lambda ledger: (-len(ledger.articles), ledger.first or "9", ledger.id))
    views = [view(ledger, key=f"t{at}") for at, ledger in enumerate(ordered, 1)]
    title = title_of(ordered[0]) if len(ordered) == 1 else number(len(ordered), "story", "stories").capitalize()
    told = join(map(story, views), "\n")
    empty = tag("p", "There is no story in this page.", class_="about") if not ordered else None
    main = tag("main", tag("h1", f"Who says so? {title}", class_="unseen"), _contents(views), empty, told, id="main")
    body = (
        tag("a", "Skip to the claims", href="#t1-claims", class_="skip") if ordered else None,
        _bar(), main, _foot(ledgers.skipped, version), _picked(), _data(ledgers), raw_block("script", script()),
    )  # fmt: skip
    return f"<!DOCTYPE html>\n{tag('html', _head(title), tag('body', *body), lang='en')}\n"


@cache
def style() -> str:
    """The style sheet of the page."""
    return files(__package__).joinpath("report.css").read_text(encoding="utf-8")


@cache
def script() -> str:
    """The script of the page; without it everything can still be read."""
    return files(__package__).joinpath("report.js").read_text(encoding="utf-8")


def _policy() -> str:
    """Nothing may be loaded, sent or run, but the style and the script whose hashes stand here (CSP Level 3)."""
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style(), script()))
    allowed = " ".join(f"{what} 'sha256-{digest}';" for what, digest in zip(("style-src", "script-src"), hashes, strict=True))
    return f"default-src 'none'; {allowed} base-uri 'none'; form-action 'none'"


def _head(title: str) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy()),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content="sayso"),
        tag("title", f"{title} – sayso"),
        raw_block("style", style()),
    )


def _bar() -> Html:
    """Search, filters and the switch of colours; only a script can work them, so only a script shows them."""
    kinds = join(tag("option", name, value=value) for value, name in KINDS)
    tools = (
        tag(
            "label",
            tag("span", "Search", class_="unseen"),
            tag("input", type="search", id="search", placeholder="Search claims, names, words", autocomplete="off"),
        ),
        tag("label", tag("span", "Claims", class_="unseen"), tag("select", kinds, id="kind")),
        tag("label", tag("span", "Outlet", class_="unseen"), tag("select", tag("option", "Every outlet", value=""), id="outlet")),
        tag("label", tag("span", "Witness", class_="unseen"), tag("select", tag("option", "Every witness", value=""), id="witness")),
        tag("output", id="found", for_="search kind outlet witness"),
        tag("button", "Clear", type="button", id="clear", hidden=True),
        tag("button", "Dark", type="button", id="theme", aria_pressed="false"),
    )
    home = tag("a", "sayso", href="#main", class_="home")
    return tag("header", home, tag("div", *tools, class_="tools", role="search", hidden=True), class_="bar")


def _contents(views: list[View]) -> Html | None:
    if len(views) < 2:
        return None
    rows = join(
        tag("li", tag("a", title_of(one.ledger), href=f"#{one.key}"), " ", tag("span", f"{facts_of(one.ledger)}. {summary_of(one)}", class_="facts"))
        for one in views
    )
    return tag("nav", tag("h2", "Contents"), tag("ol", rows), class_="contents", aria_label="Contents")


def _foot(skipped: tuple[Skipped, ...], version: str) -> Html:
    rows = join(tag("li", tag("b", clean(one.path)), " ", clean(one.reason)) for one in skipped)
    left = tag("section", tag("h2", "Not read"), tag("ul", rows), class_="skipped") if rows else None
    made = tag(
        "p", f"Made by sayso {version}".strip() + ". ", tag("button", "Save the data (JSON)", type="button", id="save", hidden=True), class_="made"
    )
    return tag("footer", left, guide(), made)


def _data(ledgers: Ledgers) -> Html | None:
    raw = encode_ledgers(ledgers)
    return json_block(raw, name="ledgers") if len(raw) <= MOST_DATA else None


def _picked() -> Html:
    """What is picked, with the way back and on to the next place; filled by the script."""
    return tag(
        "aside",
        tag("p", tag("a", "", href="#main", id="picked-claim"), " ", tag("span", id="picked-by"), id="picked-text", aria_live="polite"),
        tag("button", "Previous place", type="button", id="before"),
        tag("span", id="picked-at"),
        tag("button", "Next place", type="button", id="next"),
        tag("button", "Done", type="button", id="done"),
        class_="picked",
        id="picked",
        aria_label="The chosen claim",
        hidden=True,
    )  # fmt: skip
