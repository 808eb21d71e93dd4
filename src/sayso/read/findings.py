"""What the finders of a reading hand to each other and to `reading.py`, which builds the Reading out of it."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.data import Mention, Span, Witness


@dataclass(frozen=True, slots=True)
class Attribution:
    """An attribution as the tagger finds it: who (source), by which words (cue), what (content). Spans in order of the text."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Who is who in one article: witnesses, where they are mentioned, and whom each asked-for source span means.

    `speakers[i]` are the witness ids of the i-th span that was asked for; several for joint speakers, none if it names nobody.
    """

    witnesses: tuple[Witness, ...]
    mentions: tuple[Mention, ...]
    speakers: tuple[tuple[str, ...], ...]
