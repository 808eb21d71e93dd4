"""Reports and pages that nobody wrote, as many as wanted: sentences out of small lists of words, inside the furniture of a site of news."""

from __future__ import annotations

import html
import json
import random

PLACES = ("Arden Quay", "Bellmoor", "Carrow", "Dunlethe", "Easterham", "Farrow Hill", "Gorsefield", "Hexley")
PEOPLE = ("Ada Lund", "Bo Imry", "Cara Voss", "Dev Osei", "Elin Marsh", "Femi Adair", "Gus Penn", "Hana Rook")
OFFICES = ("the mayor of", "the harbour master in", "a spokeswoman for the council of", "the chief of police in", "a judge in", "the union in")
DEEDS = (
    "will close the bridge for {n} days while engineers look at the cables",
    "has spent {n} million pounds on a barrier that does not hold the water back",
    "found {n} faults in the wiring of the station, two of them serious",
    "sent {n} officers to the square after a night of quarrels over the new market",
    "would not say how many of the {n} families have been paid since the flood",
    "moved {n} patients out of the old wing before the roof came down",
)
ENDS = ("people who know the plan said", "the report shows", "the court was told", "residents said", "two officials said", "the company said")
DAYS = ("Monday", "Tuesday", "Friday")
LINKS = 115
"""Links in the navigation, beside the report, and in the footer: pages of news have 100 to 400 in all."""

STATE = 325
"""Entries of the state of its program that a page carries in a script, some 60 kB: most of a page of news is no text."""


def report(at: int, *, paragraphs: int = 16) -> tuple[str, list[str]]:
    """Title and paragraphs of the report of that number, always the same: about 500 words, a quote in every third paragraph."""
    chance = random.Random(at)
    title = f"{chance.choice(PLACES)} {_deed(chance).split(' while')[0].split(' after')[0]}"
    return title, [_paragraph(chance, quoted=one % 3 == 1) for one in range(paragraphs)]


def _deed(chance: random.Random) -> str:
    return chance.choice(DEEDS).format(n=chance.randint(2, 90))


def _paragraph(chance: random.Random, *, quoted: bool) -> str:
    who, where = chance.choice(PEOPLE), chance.choice(PLACES)
    first = f"{chance.choice(OFFICES).capitalize()} {where} {_deed(chance)}, {chance.choice(ENDS)} on {chance.choice(DAYS)}."
    if quoted:
        return f"“We have been told that {where} {_deed(chance)},” said {who}. “Nobody has asked us what we need.” {first}"
    return f"{first} {who}, who lives near {chance.choice(PLACES)}, said that the town {_deed(chance)}."


def page(at: int) -> bytes:
    """The report of that number as a page: scripts, linked data, navigation, a picture, boxes between paragraphs, a footer.

    It has some 115 kB and 770 elements, the medians of the 181 pages of the article extraction benchmark (115 kB and 771).
    """
    title, paragraphs = report(at)
    chance = random.Random(-at)
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": "2024-05-06T09:30:00+01:00",
        "author": [{"@type": "Person", "name": chance.choice(PEOPLE)}],
        "publisher": {"@type": "Organization", "name": "The Carrow Post"},
    }
    body = "".join(f"<p class='story-p' data-at='{one}'>{html.escape(text, quote=False)}</p>{_box(one)}" for one, text in enumerate(paragraphs))
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title} | The Carrow Post</title>"
        f"<link rel='canonical' href='{address(at)}'><meta property='og:title' content='{title}'>"
        f"<script type='application/ld+json'>{json.dumps(facts)}</script><script>{'window.app=window.app||{};app.set(1);' * 200}</script>"
        f"<script>window.state={_state(chance)};</script>"
        f"<style>{'.a-b-c{margin:0 auto;padding:1px}' * 500}</style></head><body><header class='site-header'><nav>{_links(chance)}</nav></header>"
        f"<main><article class='story'><h1>{title}</h1><div class='meta'><span class='byline'>By {chance.choice(PEOPLE)}</span>"
        f"<time datetime='2024-05-06T09:30:00+01:00'>6 May 2024</time></div><figure><img src='a.jpg' alt='The town from the hill'>"
        f"<figcaption>The town on Monday. Photo: {chance.choice(PEOPLE)}</figcaption></figure><div class='story-body'>{body}</div></article>"
        f"<aside class='rail'><h2>Most read</h2>{_links(chance)}</aside></main><footer>{_links(chance)}<p>Copyright 2024 The Carrow Post</p></footer>"
        f"<script>{'track(document.location);' * 100}</script></body></html>"
    ).encode()


def _box(at: int) -> str:
    if at % 5 != 4:
        return ""
    return "<div class='related-links'><h3>Also read</h3><ul><li><a href='/x'>What the tide tables say</a></li></ul></div><div class='ad-slot'></div>"


def _state(chance: random.Random) -> str:
    """What a page's own program knows of other pages, as JSON."""
    entries = [{"id": chance.randrange(10**9), "place": chance.choice(PLACES), "by": chance.choice(PEOPLE), "link": f"/{at}"} for at in range(STATE)]
    return json.dumps(
        {"entries": [{**one, "image": {"url": f"/images/{one['id']}.jpg", "sizes": [320, 640, 1024], "type": "image/jpeg"}} for one in entries]}
    )


def _links(chance: random.Random) -> str:
    entries = "".join(f"<li class='nav-item'><a class='nav-link' href='/{at}'>{chance.choice(PLACES)} {at}</a></li>" for at in range(LINKS))
    return f"<ul class='nav-list'>{entries}</ul>"


def address(at: int) -> str:
    """The address of that page."""
    return f"https://post.example/2024/05/06/report-{at}"


def text(at: int) -> str:
    """The report of that number as plain text."""
    title, paragraphs = report(at)
    return "\n\n".join([title, *paragraphs]) + "\n"
