"""What a page says about its report in schema.org's terms (JSON-LD 1.1 in script elements)."""

from __future__ import annotations

import html
import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from sayso.collect.facts import fact
from sayso.collect.identity import canonical
from sayso.collect.limits import LINKED_DATA

NODES = 5_000
"""Objects of all scripts that are looked at: a page of news has some 50."""

POSTS = {"blogposting", "liveblogposting", "report", "socialmediaposting", "techarticle", "medicalwebpage"}
"""Types of schema.org that are reports, beside those whose name ends in "Article"."""

TOLD = ("headline", "datePublished", "author", "publisher", "articleBody")
CREDITED = ("sourceOrganization", "provider", "copyrightHolder", "creditText", "contributor", "dateline")

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Described:
    """What the linked data of a page describe: its reports, and everything else that has a name there, by that name."""

    articles: tuple[Node, ...] = ()
    named: dict[str, Node] = field(default_factory=dict)


def described(scripts: Sequence[str]) -> Described:
    """What the linked data in `scripts` describe."""
    nodes = list(_nodes(scripts))
    articles = tuple(node for node in nodes if _is_article(node))
    return Described(articles, {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1} if articles else {})


def linked_facts(data: Described, titles: Callable[[], Set[str]], addresses: Callable[[], Set[str]]) -> tuple[dict[str, str], str | None]:
    """The facts of the report that linked data describe (title, outlet, url, date, updated, byline, credit), and its body, if given.

    Where they describe several reports, it is the one that bears one of `titles` (in small letters) or `addresses` (canonical), which are asked
    for then, else the one of which most is said.
    """
    if not data.articles:
        return {}, None
    node, named = data.articles[0], data.named
    if len(data.articles) > 1:
        called, reached = titles(), addresses()
        node = max(data.articles, key=lambda one: (_is_meant(one, called, reached), sum(key in one for key in TOLD)))
    found = {
        "title": _text(node.get("headline")) or _text(node.get("name")),
        "outlet": _names(node.get("publisher"), named),
        "url": _address(node),
        "date": fact(node.get("datePublished")) or fact(node.get("dateCreated")),
        "updated": fact(node.get("dateModified")),
        "byline": _names(node.get("author"), named) or _names(node.get("creator"), named),
        "credit": "; ".join(filter(None, (_names(node.get(key), named) for key in CREDITED))),
    }
    body = node.get("articleBody")
    return {key: value for key, value in found.items() if value}, html.unescape(body) if isinstance(body, str) else None


def _is_meant(node: Node, titles: Set[str], addresses: Set[str]) -> bool:
    address, title = _address(node), _text(node.get("headline")) or _text(node.get("name"))
    return (address is not None and canonical(address) in addresses) or (title is not None and title.casefold() in titles)


def _nodes(scripts: Sequence[str]) -> Iterator[Node]:
    """All objects of the page's linked data, the outer before the inner, each script in turn."""
    waiting: deque[Any] = deque(_parsed(text) for text in scripts if len(text) <= LINKED_DATA)
    left = NODES
    while waiting and left:
        left -= 1
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting += [one for one in value.values() if isinstance(one, dict | list)]
        elif isinstance(value, list):
            waiting += [one for one in value[:NODES] if isinstance(one, dict | list)]


def _parsed(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>").strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _is_article(node: Node) -> bool:
    types = node.get("@type")
    names = [types] if isinstance(types, str) else types if isinstance(types, list) else []
    return any(isinstance(one, str) and (one.lower().endswith("article") or one.lower().rsplit("/", 1)[-1] in POSTS) for one in names)


def _text(value: object) -> str | None:
    return fact(html.unescape(value)) if isinstance(value, str) else None


def _names(value: object, named: dict[str, Node]) -> str | None:
    """The names of people or organisations, given as text, as objects, or by reference."""
    found: list[str] = []
    for one in () if value is None else (value if isinstance(value, list) else [value])[:20]:
        if isinstance(one, dict):
            one = named.get(str(one.get("@id")), one) if "name" not in one else one
            one = one.get("name")
            one = one[0] if isinstance(one, list) and one else one
        name = _text(one)
        if name and not name.startswith(("http://", "https://")) and name not in found:
            found.append(name)
    return ", ".join(found) or None


def _address(node: Node) -> str | None:
    for key in ("mainEntityOfPage", "url"):
        value = node.get(key)
        value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        address = fact(value)
        if address and address.startswith(("http://", "https://")):
            return address
    return None
