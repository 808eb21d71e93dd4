"""Names against Universal NER's parallel sentences (PUD; Mayhew and others, NAACL 2024), exact span and kind. The set is for scoring only.

`names_f1` is what a reading gives, `tagger_f1` what the tagger's head says by itself; person, place and organisation apart are the reading's,
and so is `span_f1`, which leaves the kind out.
"""

from __future__ import annotations

from pathlib import Path

from bench import tagger
from bench.tagger import Found
from sayso import encoder
from sayso.encoder import NAMES
from sayso.read.decoding import span_of, stretches
from sayso.read.names import names
from training.corpora.names import uner

KINDS = ("person", "place", "organisation")


def score(data: Path) -> dict[str, float]:
    """F1 on 1,000 sentences, half of them news, read together by twenties."""
    read: Found = set()
    raw: Found = set()
    wanted: Found = set()
    sentences = [sentence for document in uner(data / "ud_pud_uner" / "en_pud-ud-test.iob2") for sentence in document]
    for number, document in enumerate(tagger._documents(sentences)):
        wanted |= {(number, *found) for found in tagger._marked(document)}
        states = encoder.read(document.pieces)
        read |= {(number, name.kind, name.span.start, name.span.end) for name in names(document.text, states)}
        for kind, first, last in stretches(states.scores["names"], NAMES):
            span = span_of(document.pieces, first, last)
            raw.add((number, kind, span.start, span.end))
    read, raw = of(read, *KINDS), of(raw, *KINDS)
    figures = {"names_f1": tagger._f1(read, wanted), "tagger_f1": tagger._f1(raw, wanted), "span_f1": tagger._f1(_bare(read), _bare(wanted))}
    return figures | {f"{kind}_f1": tagger._f1(of(read, kind), of(wanted, kind)) for kind in KINDS}


def of(found: Found, *kinds: str) -> Found:
    """The names of some kinds: what is called another name is no name here."""
    return {one for one in found if one[1] in kinds}


def _bare(found: Found) -> Found:
    return {(number, "", start, end) for number, _, start, end in found}
