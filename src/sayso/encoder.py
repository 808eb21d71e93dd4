"""The ONNX models: text -> word pieces -> token states, label scores, sentence vectors. The only door to onnxruntime and tokenizers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from sayso.errors import ModelError
from sayso.text import joints, paragraphs, quotations

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLS, SEP, PARAGRAPH = 101, 102, 2
"""Word-piece ids of [CLS], [SEP] and [unused1], which stands between paragraphs."""

LOWER, CAPITAL, UPPER, DIGIT, BREAK, QUOTED = 0, 1, 2, 3, 4, 5
"""Surface of a piece that the uncased vocabulary hides; QUOTED is added for pieces inside quotation marks."""
SURFACES = 10

WINDOW = 254
"""Pieces a window, without [CLS] and [SEP]: what the models were trained on."""

ATTRIBUTION = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
NAMES = ("O", "B-person", "I-person", "B-organisation", "I-organisation", "B-place", "I-place", "B-other", "I-other")
CLAUSES = ("O", "coordinate", "adverbial", "relative", "complement", "parataxis", "resume")
"""What kind of clause begins at a piece; `resume`: the outer clause goes on after an inner one."""
WORDS = ("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X")
"""Universal parts of speech (universaldependencies.org/u/pos)."""
HEADS = {"attribution": ATTRIBUTION, "names": NAMES, "clauses": CLAUSES, "words": WORDS}


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Word pieces of one text: ids, surfaces, and [start, end) offsets in code points; a paragraph break is empty."""

    ids: NDArray[np.int64]
    surfaces: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)


@cache
def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(files("sayso").joinpath("model/tokenizer.json").read_text(encoding="utf8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def pieces(text: str) -> Pieces:
    """Split `text` into word pieces, with a break piece between paragraphs."""
    ids: list[int] = []
    surfaces: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    quoted = bytearray(len(text) + 1)
    for quote in quotations(text):
        quoted[quote.start : quote.end] = b"\x01" * (quote.end - quote.start)
    encode = _tokenizer().encode  # a batch would start threads, which cost more CPU time than the pieces of an article
    for begin, end, fresh in _unglued(text):
        part = text[begin:end]
        encoding = encode(part, add_special_tokens=False)
        if fresh and ids:
            ids.append(PARAGRAPH)
            surfaces.append(BREAK)
            starts.append(begin)
            ends.append(begin)
        ids += encoding.ids
        places = encoding.offsets
        starts += [begin + a for a, _ in places]
        ends += [begin + b for _, b in places]
        surfaces += [LOWER if part[a : a + 1].islower() else _surface(part[a:b]) for a, b in places]
    of_ids, of_surfaces, of_starts, of_ends = (np.array(values, np.int64) for values in (ids, surfaces, starts, ends))
    of_surfaces += QUOTED * np.frombuffer(quoted, np.uint8)[of_starts] * (of_surfaces != BREAK)
    return Pieces(of_ids, of_surfaces, of_starts, of_ends)


def _unglued(text: str) -> Iterator[tuple[int, int, bool]]:
    """Paragraphs, cut where a blank was lost: start, end, and whether a paragraph begins there."""
    cuts = joints(text)
    for part in paragraphs(text):
        start, fresh = part.start, True
        for cut in cuts[bisect_left(cuts, part.start + 1) : bisect_left(cuts, part.end)]:
            yield start, cut, fresh
            start, fresh = cut, False
        yield start, part.end, fresh


def _surface(word: str) -> int:
    if word[:1].isdigit():
        return DIGIT
    if word[:1].isupper():
        return UPPER if len(word) > 1 and word.isupper() else CAPITAL
    return LOWER


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """What the reader's model says of one text: a state of 384 numbers a piece, and log probabilities a head and piece."""

    pieces: Pieces
    states: NDArray[np.float32]
    scores: dict[str, NDArray[np.float32]]


STRIDE = 192
"""Largest step, in pieces, between two windows; what is taken from each ends at a paragraph where it can (`shares`)."""


STOPS = (1012, 1029, 999)
"""Word-piece ids of the marks that end a sentence."""
MARGIN = 2
"""Pieces at a window's border that are left to its neighbour."""


def windows(length: int) -> list[tuple[int, int]]:
    """Stretches [first, last) of at most WINDOW pieces that cover `length` pieces, evenly spread, at most STRIDE apart."""
    if length <= WINDOW:
        return [(0, length)] if length else []
    steps = -(-(length - WINDOW) // STRIDE)
    firsts = [round(step * (length - WINDOW) / steps) for step in range(steps + 1)]
    return [(first, first + WINDOW) for first in firsts]


def shares(ids: NDArray[np.int64], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is taken from each window: where two overlap, up to the paragraph's end, else the sentence's end, that lies nearest to the middle."""
    borders = [0] if spans else []
    for (_, last), (first, _) in zip(spans, spans[1:], strict=False):
        middle = (first + last) // 2
        inside = np.arange(first + MARGIN, last - MARGIN)
        for ends in ((PARAGRAPH,), STOPS):
            at = inside[np.isin(ids[inside], ends)] + 1
            if len(at):
                middle = int(at[np.abs(at - middle).argmin()])
                break
        borders.append(middle)
    return list(zip(borders, [*borders[1:], len(ids)][: len(borders)], strict=True))


def read(where: Pieces, *, heads: Sequence[str] = tuple(HEADS)) -> States:
    """Run the reader's model over one text, for the scores of `heads`.

    One window at a time: int8 activations are scaled by what stands beside them, so a batch would make an article's reading
    depend on its neighbours. Raises ModelError when the shipped weights are missing or broken.
    """
    session = _session("reader.onnx")
    n = len(where)
    states = np.zeros((n, 384), np.float32)
    scores = {head: np.zeros((n, len(HEADS[head])), np.float32) for head in heads}
    spans = windows(n)
    for (first, last), (begin, end) in zip(spans, shares(where.ids, spans), strict=True):
        ids = np.concatenate(([CLS], where.ids[first:last], [SEP]))[None]
        surfaces = np.pad(where.surfaces[first:last], 1)[None]
        hidden, *given = session.run(["states", *heads], {"ids": ids, "mask": np.ones_like(ids), "surfaces": surfaces})
        states[begin:end] = hidden[0, begin - first + 1 : end - first + 1]
        for head, values in zip(heads, given, strict=True):
            scores[head][begin:end] = values[0, begin - first + 1 : end - first + 1]
    return States(where, states, {head: _log_softmax(values) for head, values in scores.items()})


def vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """One L2-normalised vector of 384 numbers a text (mean of token states of all-MiniLM-L6-v2): [len(texts), 384].

    One text at a time, for the same reason as in `read`, and each once, however often it comes; text past the model's window is left out.
    """
    session, encode = _session("vectors.onnx"), _tokenizer().encode
    out = np.zeros((len(texts), 384), np.float32)
    known: dict[tuple[int, ...], int] = {}
    for row, text in enumerate(texts):
        told = tuple(encode(text, add_special_tokens=False).ids[:WINDOW])
        first = known.setdefault(told, row)
        if first < row:
            out[row] = out[first]
            continue
        ids = np.array([[CLS, *told, SEP]], np.int64)
        (hidden,) = session.run(["states"], {"ids": ids, "mask": np.ones_like(ids)})
        mean = hidden[0].mean(0)
        out[row] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return out


def linker() -> dict[str, NDArray[np.float32]]:
    """Weights of the linker by name, as training/export.py wrote them."""
    return _linker()


def one_thread() -> AbstractContextManager[object]:
    """A context in which numpy's matrix products run in one thread.

    Idle threads of OpenBLAS spin, which cost a third of a reading's CPU time, and a sum over several threads may round otherwise.
    """
    return cast("AbstractContextManager[object]", _pools().limit(limits=1, user_api="blas"))


@cache
def _pools() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@cache
def _linker() -> dict[str, NDArray[np.float32]]:
    try:
        with files("sayso").joinpath("model/linker.npz").open("rb") as file, np.load(file) as given:
            return {name: given[name].astype(np.float32) for name in given.files}
    except (OSError, ValueError) as error:
        raise ModelError(f"the shipped model is missing or broken ({error}): install sayso again") from error


@cache
def _session(name: str) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    try:
        with as_file(files("sayso").joinpath("model", name)) as path:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own unexported types
        raise ModelError(f"the shipped model {name} is missing or broken ({error}): install sayso again") from error


def _log_softmax(values: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = values - values.max(-1, keepdims=True) if len(values) else values
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), np.float32)
