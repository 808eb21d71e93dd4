"""The ONNX models: text -> word pieces -> token states, label scores, sentence vectors. The only door to onnxruntime and tokenizers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import chain, pairwise
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
    ids, places = _encoded(text)
    starts, ends = places[:, 0], places[:, 1]
    surfaces = _surfaces(text, starts, ends)
    table = np.stack((ids, surfaces, starts, ends))
    breaks = np.array([part.start for part in paragraphs(text)], np.int64)
    before = np.searchsorted(starts, breaks)
    at, begun = before[before > 0], breaks[before > 0]
    if len(at):
        marks = np.full((2, len(at)), [[PARAGRAPH], [BREAK]])
        table = np.insert(table, at, np.concatenate((marks, (begun, begun))), axis=1)
    return Pieces(*table)


def _encoded(text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids of a text's pieces, and [start, end) of each. The stretches between lost blanks are read one by one, each as a text of its own."""
    encode = _tokenizer().encode  # a batch would start threads, which cost more CPU time than the pieces of an article
    borders = [0, *joints(text), len(text)]
    ids: list[int] = []
    places: list[NDArray[np.int64]] = [np.zeros((0, 2), np.int64)]
    for begin, end in pairwise(borders):
        encoding = encode(text[begin:end], add_special_tokens=False)
        ids += encoding.ids
        places.append(np.fromiter(chain.from_iterable(encoding.offsets), np.int64).reshape(-1, 2) + begin)
    return np.array(ids, np.int64), np.concatenate(places)


def _surfaces(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The surface of each piece, told by its first character, and of what begins with a capital by the rest."""
    quoted = np.zeros(len(text) + 1, np.int64)
    for quote in quotations(text):
        quoted[quote.start : quote.end] = QUOTED
    codes = np.frombuffer((text + "\0").encode("utf-32-le", "surrogatepass"), np.uint32)
    first = codes[starts]
    surfaces = np.where((first >= ord("0")) & (first <= ord("9")) & (ends > starts), DIGIT, LOWER)
    for at in np.flatnonzero((first >= 128) | ((first >= ord("A")) & (first <= ord("Z")))).tolist():
        surfaces[at] = _surface(text[starts[at] : ends[at]])
    return np.asarray(surfaces + quoted[starts], np.int64)


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
        surfaces = np.concatenate(([LOWER], where.surfaces[first:last], [LOWER]))[None]
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
    options.log_severity_level = 3
    try:
        with as_file(files("sayso").joinpath("model", name)) as path:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own unexported types
        raise ModelError(f"the shipped model {name} is missing or broken ({error}): install sayso again") from error


def _log_softmax(values: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = values - values.max(-1, keepdims=True) if len(values) else values
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), np.float32)
