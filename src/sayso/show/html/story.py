"""One story's ledger -> its part of the page."""

from __future__ import annotations

from sayso.data import Ledger
from sayso.folding import outlets_of, title_of
from sayso.show.html.articles import articles
from sayso.show.html.claims import claims
from sayso.show.html.graph import graph
from sayso.show.html.markup import Html, join, tag
from sayso.show.html.quoted import quoted_table
from sayso.show.html.timeline import timeline
from sayso.show.html.view import View
from sayso.show.wording import days, number, outlet

MOST_OUTLETS = 12
"""Outlets that the head of a story names."""


def story(seen: View) -> Html:
    """A section with the story's claims, articles, source graph, timeline and table of who is quoted."""
    key, ledger = seen.key, seen.ledger
    parts = (
        ("claims", "Claims", claims(seen)),
        ("articles", "Articles", articles(seen)),
        ("sources", "Sources", graph(seen)),
        ("time", "Timeline", timeline(seen)),
        ("people", "Who is quoted where", quoted_table(seen)),
    )
    shown = [(name, title, inner) for name, title, inner in parts if inner]
    links = join(tag("li", tag("a", title, href=f"#{key}-{name}")) for name, title, _ in shown)
    nav = tag("nav", tag("ul", links), aria_label=f"Parts of the story: {title_of(ledger)}")
    sections = {name: _section(key, name, title, inner) for name, title, inner in shown}
    desk = tag("div", sections.pop("claims", Html("")), sections.pop("articles", Html("")), class_="desk")
    below = tag("div", sections.pop("sources", Html("")), sections.pop("time", Html("")), class_="below")
    return tag("section", _head(seen), nav, desk, below, join(sections.values(), "\n"), class_="story", id=key, aria_labelledby=f"{key}h")


def _section(key: str, name: str, title: str, inner: Html) -> Html:
    return tag("section", tag("h3", title, id=f"{key}-{name}h"), inner, class_=name, id=f"{key}-{name}", aria_labelledby=f"{key}-{name}h")


def facts_of(ledger: Ledger) -> str:
    """ "3 articles, 2 outlets, 22 November 2024" """
    known = outlets_of(ledger)
    told = (number(len(ledger.articles), "article"), number(len(known), "outlet") if known else "", days(ledger.first, ledger.last))
    return ", ".join(filter(None, told))


def _head(seen: View) -> Html:
    ledger = seen.ledger
    known = list(dict.fromkeys(outlet(article, seen.files[article.id]) for article in ledger.articles))
    more = f" and {len(known) - MOST_OUTLETS} more" if len(known) > MOST_OUTLETS else ""
    outlets = tag("p", ", ".join(known[:MOST_OUTLETS]) + more, class_="outlets")
    return tag(
        "header",
        tag("h2", title_of(ledger), id=f"{seen.key}h"),
        tag("p", facts_of(ledger), class_="facts"),
        outlets,
        tag("p", summary_of(seen), class_="summary"),
    )


def summary_of(seen: View) -> str:
    """What the claims come to, in one sentence."""
    shared = [one for one in seen.claims if len(one.carriers) > 1]
    if not shared:
        return f"{number(len(seen.claims), 'claim').capitalize()}, none of them in two reports."
    echoed = sum(one.echoed for one in shared)
    carried = f"{number(len(shared), 'claim').capitalize()} in two or more reports"
    if len(shared) == 1:
        return f"{carried}; it goes back to one witness." if echoed else f"{carried}."
    many = {0: "none of them goes", 1: "1 of them goes", len(shared): "all of them go"}.get(echoed, f"{echoed} of them go")
    return f"{carried}; {many} back to {'one witness' if echoed < 2 else 'one witness each'}."
