"""sayso in a spaCy pipeline: `nlp.add_pipe("sayso")` sets `doc._.statements`, and a span group each for contents, cues and sources.

An extra: pip install 'sayso[spacy]'. spaCy finds the component by its entry point; importing this module registers it too. What was found
travels with the doc as JSON, so that docs survive `nlp.pipe(..., n_process=2)`, DocBin and pickle.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from sayso.data import Reading, Span, Statement

KEY = "sayso"
READING = "sayso.reading"
"""Where the reading lies in `doc.user_data`, as a sayso.reading/1 object."""

KEPT = 256
"""Readings that stay decoded: those of the docs at hand."""


class Sayso:
    """The component. `spans_key` begins the names of its span groups: "sayso/content", "sayso/cue", "sayso/source"."""

    def __init__(self, *, spans_key: str = KEY) -> None:
        self.spans_key = spans_key

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its statements. A day of publication in `doc._.published` (ISO 8601) makes "on Friday" a date."""
        import sayso
        from sayso.codec import encode_reading

        reading = sayso.read(doc.text, published=doc._.published)
        doc.user_data[READING] = encode_reading(reading).decode()
        for part in ("content", "cue", "source"):
            doc.spans[f"{self.spans_key}/{part}"] = _group(doc, f"{self.spans_key}/{part}", part, reading)
        return doc


def component(nlp: Language, name: str, spans_key: str) -> Sayso:
    """The component of a pipeline, as spaCy makes it. Doc extensions are set by then."""
    del nlp, name
    for extension, options in EXTENSIONS.items():
        if not Doc.has_extension(extension):
            Doc.set_extension(extension, **options)
    return Sayso(spans_key=spans_key)


def reading_of(doc: Doc) -> Reading | None:
    """What was read in `doc`, without sentences, clauses and names, which spaCy has its own for; None before the component ran."""
    raw = doc.user_data.get(READING)
    return _decoded(raw) if isinstance(raw, str) else None


def statements_of(doc: Doc) -> tuple[Statement, ...]:
    """The statements found in `doc`; their offsets are those of `doc.text`."""
    reading = reading_of(doc)
    return reading.statements if reading else ()


EXTENSIONS: dict[str, dict[str, Any]] = {
    "published": {"default": None},
    "reading": {"getter": reading_of},
    "statements": {"getter": statements_of},
}


@lru_cache(maxsize=KEPT)
def _decoded(raw: str) -> Reading:
    from sayso.codec import decode_reading

    return decode_reading(raw.encode())


def _group(doc: Doc, name: str, part: str, reading: Reading) -> SpanGroup:
    """The spans of one part of all statements; each has the statement's kind as its label and the statement's id as its own."""
    spans = []
    for statement in reading.statements:
        places: tuple[Span, ...] = getattr(statement, part)
        found = (doc.char_span(one.start, one.end, label=statement.kind, span_id=statement.id, alignment_mode="expand") for one in places)
        spans += [span for span in found if span is not None]
    return SpanGroup(doc, name=name, spans=spans)


Language.factory(KEY, default_config={"spans_key": KEY}, assigns=["doc._.statements", "doc._.reading", "doc.spans"], func=component)
