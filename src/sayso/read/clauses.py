"""Clauses: where the tagger sees a clause begin or go on, put together to the smallest stretches that say something by themselves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sayso.data import Span
from sayso.encoder import CLAUSES, WORDS, States
from sayso.read.decoding import span_between

if TYPE_CHECKING:
    from numpy.typing import NDArray

APART = frozenset({"coordinate", "adverbial", "relative", "parataxis"})
"""Clauses that say something by themselves; a complement belongs to the clause that takes it."""
SURE = 0.35
"""Probability from which a clause border counts: the best F1 of borders on GUM and EWT dev (bench/tagger.py)."""
VERBS = frozenset({"VERB", "AUX"})

LEAST = float(np.log(0.02))
"""Log probability under which no place is taken for one where the main clause goes on, though one is missing."""

Clause = tuple[Span, ...]
Run = tuple[int, int, int]


def clauses(found: States, sentences: tuple[Span, ...]) -> tuple[Clause, ...]:
    """Clauses in order of their first word, each in one or several pieces (an inner clause interrupts its outer one).

    Together they cover every sentence. A stretch without a verb belongs to the clause before it.
    """
    starts, ends = found.pieces.starts.tolist(), found.pieces.ends.tolist()
    border = borders(found)
    is_verb = _is_verb(found).tolist()
    resumed = found.scores["clauses"][:, CLAUSES.index("resume")]
    out: list[Clause] = []
    for sentence in sentences:
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        while first < last and ends[first] == starts[first]:  # the break before a paragraph
            first += 1
        if first < last:
            runs = _with_main_verb(_runs(border, is_verb, first, last), border, is_verb, resumed)
            out += _joined(runs, is_verb, starts, ends)
    return tuple(out)


def verbs(found: States) -> tuple[Span, ...]:
    """Word pieces that the tagger marks as verbs or auxiliaries."""
    at = np.nonzero(_is_verb(found))[0]
    return tuple(map(Span, found.pieces.starts[at].tolist(), found.pieces.ends[at].tolist()))


def _is_verb(found: States) -> NDArray[np.bool_]:
    return np.array([label in VERBS for label in WORDS])[found.scores["words"].argmax(-1)] if len(found.pieces) else np.zeros(0, bool)


def borders(found: States) -> list[str]:
    """For each piece, the kind of clause that begins there, "resume" where an outer one goes on, else "O"."""
    scores = found.scores["clauses"]
    if not len(scores):
        return []
    best = np.where(1 - np.exp(scores[:, 0]) >= SURE, scores[:, 1:].argmax(-1) + 1, CLAUSES.index("O"))
    return [CLAUSES[label] for label in best.tolist()]


def _runs(border: list[str], is_verb: Sequence[bool], first: int, last: int) -> list[Run]:
    """Stretches of one sentence with the number of the clause each belongs to; the main clause is 0.

    An adverbial clause without a subject ("for sending troops", "to oppose it") says nothing by itself and stays with the clause around it.
    """
    runs: list[Run] = []
    open_clauses, count, begun = [0], 1, first
    for at in range(first + 1, last + 1):
        label = border[at] if at < last else "end"
        if label not in APART and label not in ("resume", "end"):
            continue
        runs.append((open_clauses[-1], begun, at))
        bare, begun = any(is_verb[begun : begun + 2]), at
        if label == "resume" and (len(open_clauses) > 1 or bare):
            open_clauses = open_clauses[:-1] or open_clauses
        elif label == "adverbial" and any(is_verb[at : at + 2]):
            open_clauses.append(open_clauses[-1])
        else:
            if label == "coordinate":
                open_clauses.pop()
            open_clauses.append(count)
            count += 1
    return runs


def _with_main_verb(runs: list[Run], border: list[str], is_verb: Sequence[bool], resumed: NDArray[np.float32]) -> list[Run]:
    """A main clause that a relative one interrupts has a verb.

    Where no resuming was sure, the likeliest place behind the relative's own verb is taken.
    """
    main = [(a, b) for clause, a, b in runs if clause == 0]
    if len(runs) < 2 or len(main) != 1 or any(is_verb[main[0][0] : main[0][1]]):
        return runs
    clause, begun, end = runs[1]
    own = next((at for at in range(begun, end) if is_verb[at]), None)
    if border[begun] != "relative" or own is None:
        return runs
    while own < end and is_verb[own]:
        own += 1
    if own >= end:
        return runs
    best = own + int(resumed[own:end].argmax())
    if resumed[best] < LEAST or not any(is_verb[best:end]):
        return runs
    return [runs[0], (clause, begun, best), (0, best, end), *runs[2:]]


def _joined(runs: list[Run], is_verb: Sequence[bool], starts: list[int], ends: list[int]) -> list[Clause]:
    """Runs of one clause together; those of a clause without a verb go to the clause before it, else behind it."""
    verbal = {clause for clause, a, b in runs if any(is_verb[a:b])}
    owner: dict[int, int] = {}
    earlier: int | None = None
    for clause, _, _ in runs:
        if clause in verbal:
            earlier = clause
        owner.setdefault(clause, clause if clause in verbal or earlier is None else earlier)
    if verbal:
        head = next(clause for clause, _, _ in runs if clause in verbal)
        owner = {clause: mine if mine in verbal else head for clause, mine in owner.items()}
    grouped: dict[int, list[tuple[int, int]]] = {}
    for clause, a, b in runs:
        stretches = grouped.setdefault(owner[clause], [])
        if stretches and stretches[-1][1] == a:
            stretches[-1] = (stretches[-1][0], b)
        else:
            stretches.append((a, b))
    spans = [tuple([span_between(starts, ends, a, b) for a, b in sorted(stretches)]) for stretches in grouped.values()]
    return sorted(spans, key=lambda clause: clause[0].start)
