"""Sentences with their attributions marked, for the tests of finders that are given attributions.

`<s>` source, `<c>` cue, `<p>` content, numbered (`<s1>`) where a sentence has several; `<n>` the name of an organisation or place,
`<o>` of a person.
"""

from __future__ import annotations

import re

from sayso.data import Name, Span
from sayso.read.findings import Attribution

MARK = re.compile(r"<(/?)([scpno])(\d?)>")


def marked(line: str) -> tuple[str, tuple[Attribution, ...], tuple[Name, ...]]:
    """The plain text, its attributions in order of their numbers, and the names."""
    plain, at = "", 0
    open_at: dict[str, list[int]] = {}
    spans: dict[tuple[str, str], list[Span]] = {}
    for mark in MARK.finditer(line):
        plain += line[at : mark.start()]
        at = mark.end()
        tag = mark.group(2) + mark.group(3)
        if mark.group(1):
            spans.setdefault((mark.group(2), mark.group(3)), []).append(Span(open_at[tag].pop(), len(plain)))
        else:
            open_at.setdefault(tag, []).append(len(plain))
    plain += line[at:]
    numbers = sorted({n for kind, n in spans if kind in "scp"})
    found = tuple(Attribution(*(tuple(spans.get((kind, n), ())) for kind in "scp")) for n in numbers)
    names = [Name(s, "organisation") for (kind, _), them in spans.items() if kind == "n" for s in them]
    names += [Name(s, "person") for (kind, _), them in spans.items() if kind == "o" for s in them]
    return plain, found, tuple(sorted(names, key=lambda n: n.span))


def texts(text: str, spans: tuple[Span, ...]) -> list[str]:
    """The words of spans."""
    return [text[s.start : s.end] for s in spans]
