"""Which weights are shipped: one hash for all that decides what the model answers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from bench.data import ROOT

MODEL = ROOT / "src" / "sayso" / "model"
NOT_WEIGHTS = (".md", ".py", ".pyc")
"""The model card tells the figures of these weights, so it cannot be part of what they are called by."""
ATTRIBUTION = ("linker.npz", "reader.onnx", "tokenizer.json")
"""The files that decide what is read as an attribution: sentence vectors have no part in it."""
HEX = 16
"""Digits of the hash in a file name: enough for a handful of models."""


def shipped(folder: Path = MODEL) -> str:
    """SHA-256 over the names and bytes of the model files in `folder`, in order of their names, shortened to HEX digits."""
    return _hash(sorted(path for path in folder.iterdir() if path.is_file() and path.suffix not in NOT_WEIGHTS))


def reader(folder: Path = MODEL) -> str:
    """The same over the files of ATTRIBUTION alone: what the test split of PolNeAR is run once for."""
    return _hash([folder / name for name in ATTRIBUTION])


def _hash(paths: Sequence[Path]) -> str:
    whole = hashlib.sha256()
    for path in paths:
        whole.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:HEX]
