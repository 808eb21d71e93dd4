"""What a search found -> text for a terminal, and JSON; the words that were found are highlighted in the one, and offsets in the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sayso.data import Span
from sayso.show.json import line
from sayso.show.paint import GLUE, Line, Part, paint, whole_days
from sayso.show.wording import WHOLE_QUOTE, day, days, interval, number, shorten
from sayso.sought import Evidence, Found, Hit, Meant, Passage, Query, Range

LONGEST_WORDS = 170
"""Characters of a report's words that are shown: about two lines."""
LONGEST_TITLE = 80
MOST_NAMES = 6
"""Names that are told of those who stand on one side of a claim."""
FOUND = "bold yellow"
"""How the words are shown that were found."""


def found_text(found: Found, *, width: int = 100, color: bool = False) -> str:
    """Claims first, each with who stands behind it, its evidence and its story; then reports."""
    lines = [*_meant(found.meant), Line(((_told(found), "bold"),))]
    for hit in found.hits:
        lines += [Line(), *claim_lines(hit)]
    if found.passages:
        lines += [Line(), Line(((f"In reports: {number(found.reports, 'report')}", "bold"),))]
        for one in found.passages:
            lines += [Line(), *_passage(one)]
    return paint(lines, width=width, color=color)


def found_json(found: Found) -> bytes:
    """One sayso.found/1 object on one line, in UTF-8."""
    return line(
        {
            "schema": "sayso.found/1",
            "query": query_json(found.query),
            "meant": meant_json(found.meant),
            "total": {"claims": found.claims, "reports": found.reports},
            "claims": [hit_json(hit) for hit in found.hits],
            "passages": [_passage_json(one) for one in found.passages],
        }
    )


def claim_lines(hit: Hit) -> Iterator[Line]:
    """A claim as search results and alerts show it."""
    yield Line(tuple(marked(hit.text, hit.marks, "bold")))
    told = f"{number(hit.reports, 'article')}, {interval(hit.count)}"
    yield Line(((told, "bold green"), (f": {listed(hit.for_)}" if hit.for_ else "", "green")), indent=2)
    if hit.against:
        yield Line(((listed(hit.against), ""),), indent=2, label="against: ", label_style="red")
    if hit.declining:
        yield Line(((listed(hit.declining), ""),), indent=2, label="declining: ", label_style="yellow")
    for one in hit.evidence:
        yield Line(tuple(_evidence(one)), indent=4, label=f"{one.label}  ", label_style="cyan", narrow=True)
    if hit.places > len(hit.evidence):
        yield Line(((f"and {number(hit.places - len(hit.evidence), 'more place')}", "dim"),), indent=4)
    yield Line((_of_story(hit.title, hit.story, days(hit.first, hit.last)),), indent=2)


def marked(text: str, marks: Sequence[Span], style: str = "") -> Iterator[Part]:
    """`text` with the words that were found in another style."""
    at = 0
    for span in marks:
        yield from (part for part in ((text[at : span.start], style), (text[span.start : span.end], FOUND)) if part[0])
        at = span.end
    if at < len(text):
        yield text[at:], style


def window(text: str, marks: Sequence[Span], most: int) -> tuple[str, tuple[Span, ...]]:
    """At most about `most` characters of `text`, those around the first mark, and where the marks stand in them."""
    if len(text) <= most:
        return text, tuple(marks)
    start = 0
    if marks and marks[0].end > most:
        start = text.find(" ", marks[0].start - most // 2, marks[0].start) + 1 or marks[0].start
    piece = shorten(text[start:], most)
    lead = "…" if start else ""
    shift = start - len(lead)
    kept = (span for span in marks if start <= span.start and span.end - start <= len(piece) - 1)
    return lead + piece, tuple(Span(span.start - shift, span.end - shift) for span in kept)


def unquoted(text: str, marks: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """`text` without the quotation marks that enclose it, and where the marks stand then."""
    whole = WHOLE_QUOTE.fullmatch(text)
    if not whole:
        return text, tuple(marks)
    return whole[1], tuple(Span(span.start - whole.start(1), min(span.end, whole.end(1)) - whole.start(1)) for span in marks)


def listed(names: Sequence[str]) -> str:
    """ "Ada Lund, Merrow Lines and 7 more" """
    shown = names if len(names) <= MOST_NAMES else names[: MOST_NAMES - 1]
    return ", ".join(shown) + (f" and {len(names) - len(shown)} more" if len(shown) < len(names) else "")


def meant_text(meant: Meant) -> str:
    """Who was taken for whom, where that was not as written; empty where it was."""
    if not meant.names:
        return f"No {meant.what} is called “{meant.asked}”."
    return "" if meant.exact else f"No {meant.what} is called “{meant.asked}”: meant {' or '.join(meant.names)}."


def query_text(query: Query) -> str:
    """A query in words, as options of the command line."""
    told = [query.text.strip()]
    pairs = (
        ("speaker", query.speaker), ("side", query.side), ("outlet", query.outlet), ("since", query.since), ("until", query.until),
        ("stance", query.stance), ("witnesses", range_text(query.witnesses)), ("reports", range_text(query.reports)),
    )  # fmt: skip
    return " ".join(filter(None, [*told, *(f"--{name} {value}" for name, value in pairs if value not in (None, ""))]))


def range_text(wanted: Range) -> str:
    """A range as the command line takes it; empty where everything lies in it."""
    if wanted == Range():
        return ""
    most = "" if wanted.most is None else str(wanted.most)
    return most if str(wanted.least) == most else f"{wanted.least or ''}..{most}"


def hit_json(hit: Hit) -> dict[str, Any]:
    """A claim with its evidence, for JSON."""
    return {
        "story": hit.story,
        "title": hit.title,
        "claim": hit.claim,
        "number": hit.number,
        "text": hit.text,
        "marks": _pairs(hit.marks),
        "reports": hit.reports,
        "statements": hit.places,
        "count": {"min": hit.count.min, "max": hit.count.max},
        "witnesses": {"for": hit.for_, "against": hit.against, "declining": hit.declining},
        "from": hit.first,
        "to": hit.last,
        "evidence": [_evidence_json(one) for one in hit.evidence],
    }


def query_json(query: Query) -> dict[str, Any]:
    """A query for JSON; what it does not ask for is left out."""
    days_ = {"since": query.since.isoformat() if query.since else None, "until": query.until.isoformat() if query.until else None}
    ranges = {name: _range_json(getattr(query, name)) for name in ("witnesses", "reports")}
    told = {
        "text": query.text or None,
        "speaker": query.speaker,
        "side": query.side,
        "outlet": query.outlet,
        **days_,
        "stance": query.stance,
        **ranges,
    }
    return {name: value for name, value in told.items() if value is not None}


def meant_json(meant: Sequence[Meant]) -> list[dict[str, Any]]:
    """Who was taken for whom, for JSON."""
    return [{"what": one.what, "asked": one.asked, "names": one.names, "exact": one.exact} for one in meant]


def _told(found: Found) -> str:
    shown = f", {len(found.hits):,} of them here" if found.claims > len(found.hits) else ""
    return f"{number(found.claims, 'claim').capitalize()}{shown}"


def _meant(meant: Sequence[Meant]) -> Iterator[Line]:
    for one in meant:
        if meant_text(one):
            yield Line(((meant_text(one), "yellow"),))


def _evidence(one: Evidence) -> Iterator[Part]:
    words, marks = window(*unquoted(one.words, one.marks), LONGEST_WORDS)
    yield "“", ""
    yield from marked(words, marks)
    facts = (", ".join(one.by) or "own voice", day(one.day), one.stance if one.stance != "asserts" else "")
    yield "”", ""
    yield f" —{GLUE}{whole_days('; '.join(filter(None, facts)))}", "dim"


def _passage(one: Passage) -> Iterator[Line]:
    facts = ", ".join(filter(None, (one.label, day(one.day))))
    yield Line((*marked(one.headline, one.headline_marks, "bold"),) or (("Untitled", "bold"),))
    yield Line(((facts, "cyan"),), indent=2)
    if one.words:
        yield Line((("… ", "dim"), *marked(one.words, one.marks), (" …", "dim")), indent=4)
    yield Line((_of_story(one.title, one.story, ""),), indent=2)


def _of_story(title: str, story: str, when: str) -> Part:
    told = "; ".join(filter(None, (shorten(title, LONGEST_TITLE), whole_days(when))))
    return f"story {story}: {told}", "dim"


def _evidence_json(one: Evidence) -> dict[str, Any]:
    return {
        "article": one.article,
        "statement": one.statement,
        "label": one.label,
        "outlet": one.outlet,
        "published": one.day,
        "content": _pairs(one.spans),
        "words": one.words,
        "marks": _pairs(one.marks),
        "speakers": one.by,
        "stance": one.stance,
    }


def _passage_json(one: Passage) -> dict[str, Any]:
    return {
        "story": one.story,
        "title": one.title,
        "article": one.article,
        "label": one.label,
        "outlet": one.outlet,
        "published": one.day,
        "headline": one.headline,
        "headline_marks": _pairs(one.headline_marks),
        "span": [one.span.start, one.span.end],
        "words": one.words,
        "marks": _pairs(one.marks),
    }


def _range_json(wanted: Range) -> dict[str, int | None] | None:
    return None if wanted == Range() else {"min": wanted.least, "max": wanted.most}


def _pairs(spans: Sequence[Span]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]
