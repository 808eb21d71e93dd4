"""What a run's results depend on, and what they are: with the same manifest but for the outputs, another run gives the same outputs."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

import msgspec

from sayso.ids import content_id
from sayso.run.reading import Part

NAME = "manifest.json"
SCHEMA = "sayso.bulk/1"

LIBRARIES = (
    "lxml", "lxml_html_clean", "msgspec", "numpy", "onnxruntime", "py3langid", "pyarrow", "rapidfuzz", "resiliparse", "tokenizers", "trafilatura",
    "xxhash",
)  # fmt: skip
"""Libraries that results, or the bytes of their files, may depend on."""

MODEL = ("reader.onnx", "vectors.onnx", "linker.npz", "tokenizer.json")


def depends_on(settings: Mapping[str, Any]) -> dict[str, Any]:
    """All that results depend on besides the inputs: versions, the model's hashes, and `settings`."""
    from sayso import __version__

    return {
        "schema": SCHEMA,
        "sayso": __version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "libraries": {name: found for name in LIBRARIES if (found := _version(name))},
        "model": {name: hashlib.sha256(files("sayso").joinpath("model", name).read_bytes()).hexdigest() for name in MODEL},
        "settings": dict(settings),
    }


def key_of(told: Mapping[str, Any]) -> str:
    """What stands for all of that in the ids of shards."""
    return content_id("depends on", msgspec.json.encode(told, order="deterministic").decode())


def differences(before: Mapping[str, Any], now: Mapping[str, Any], inside: str = "") -> list[str]:
    """The names of what is not the same, with both values where they are short."""
    found: list[str] = []
    for name in sorted({*before, *now}):
        old, new = before.get(name), now.get(name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            found += differences(old, new, f"{inside}{name} ")
        elif old != new:
            found.append(f"{inside}{name}" if max(len(str(old)), len(str(new))) > 30 else f"{inside}{name} {_word(old)}, now {_word(new)}")
    return found


def output_of(name: str, part: Part) -> dict[str, Any]:
    """The entry of a result file."""
    return {"path": name.replace(os.sep, "/"), "rows": part.rows, "size": part.size, "sha256": part.sha256}


def rendered(depends: Mapping[str, Any], told: Mapping[str, Any], outputs: Sequence[Mapping[str, Any]]) -> bytes:
    """The manifest's bytes: no times, no machine's name, no order that depends on who came first."""
    whole = {**depends, **told, "outputs": sorted(outputs, key=lambda one: str(one["path"]))}
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _word(value: object) -> str:
    return "nothing" if value in (None, "", {}) else str(value)
