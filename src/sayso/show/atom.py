"""Alerts -> an Atom feed (RFC 4287), for feed readers. Entries are known by the alerts' ids, so one that is told twice is shown once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sayso.data import Span
from sayso.show.alerts import changes
from sayso.show.found import LONGEST_WORDS, listed, unquoted, window
from sayso.show.html.markup import Html, join, tag
from sayso.show.iris import iri
from sayso.show.wording import clean, day, interval, number, shorten
from sayso.sought import Alert, Checked, Evidence

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 200
"""Entries of a feed, the latest ones; readers keep older ones themselves."""
LONGEST_TITLE = 160


def alerts_atom(checked: Sequence[Checked], *, version: str = "") -> bytes:
    """A feed of what is new to these searches now and was at earlier checks, the latest first."""
    from lxml import etree

    every = {alert.id: alert for one in checked for alert in (*one.alerts, *one.recent)}
    alerts = sorted(every.values(), key=lambda alert: alert.at, reverse=True)[:MOST_ENTRIES]
    names = [one.saved.name for one in checked]
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _child(feed, "id", iri("alerts", *names))
    _child(feed, "title", f"sayso: {', '.join(names)}" if names else "sayso")
    _child(feed, "updated", _moment(alerts[0].at if alerts else max((one.at for one in checked), default="")))
    _child(_child(feed, "author"), "name", "sayso")
    generator = _child(feed, "generator", "sayso")
    if version:
        generator.set("version", version)
    for alert in alerts:
        _entry(feed, alert)
    made: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return made


def _entry(feed: Any, alert: Alert) -> None:
    entry = _child(feed, "entry")
    _child(entry, "id", iri("alert", alert.id))
    _child(entry, "title", shorten(f"{'New' if alert.kind == 'new' else 'Changed'}: {alert.hit.text}", LONGEST_TITLE))
    _child(entry, "updated", _moment(alert.at))
    _child(entry, "category").set("term", _plain(alert.search))
    content = _child(entry, "content", _content(alert))
    content.set("type", "html")


def _content(alert: Alert) -> Html:
    hit = alert.hit
    told = f"{number(hit.reports, 'article')}, {interval(hit.count)}" + (f": {listed(hit.for_)}" if hit.for_ else "")
    sides = [(word, names) for word, names in (("Against", hit.against), ("Declining", hit.declining)) if names]
    return join(
        (
            tag("p", tag("b", marked(hit.text, hit.marks))),
            tag("p", changes(alert)) if alert.before else "",
            tag("p", told),
            *(tag("p", f"{word}: {listed(names)}") for word, names in sides),
            tag("ul", *(tag("li", _evidence(one)) for one in hit.evidence)),
            tag("p", f"Story {hit.story}: {hit.title}"),
        )
    )


def marked(text: str, marks: Sequence[Span]) -> Html:
    """`text` with the words that were found in mark elements."""
    pieces: list[str] = []
    at = 0
    for span in marks:
        pieces += [text[at : span.start], tag("mark", text[span.start : span.end])]
        at = span.end
    return join((*pieces, text[at:]))


def _evidence(one: Evidence) -> Html:
    words, marks = window(*unquoted(one.words, one.marks), LONGEST_WORDS)
    facts = "; ".join(filter(None, (", ".join(one.by) or "own voice", one.label, day(one.day))))
    return join(("“", marked(words, marks), "” — ", facts))


def _moment(iso: str) -> str:
    """RFC 3339, in UTC; the beginning of time where none is known."""
    moment = datetime.fromisoformat(iso) if iso else datetime.fromtimestamp(0, UTC)
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _child(parent: Any, name: str, text: str | None = None) -> Any:
    from lxml import etree

    child = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    if text is not None:
        child.text = _plain(text)
    return child


def _plain(text: str) -> str:
    """Text without characters that XML forbids."""
    return clean(text)
