"""What the user points at -> files: folders, globs, side files."""

from __future__ import annotations

import glob
import os
import re
from pathlib import Path

from sayso.errors import InputError

SIDE = ".meta.json"
WEB = re.compile(r"[a-z][a-z0-9+.\-]+://", re.I)


def files(path: str) -> list[str]:
    """The files that `path` stands for, by name (an address on the web is its own); raises InputError, with the reason, where there are none."""
    if path == "-":
        return [path]
    if WEB.match(path):
        return [path]
    if os.path.isdir(path):
        return _within(path)
    if os.path.lexists(path):
        return [] if _is_side_of_report(path) else [path]
    if not glob.has_magic(path):
        raise InputError("no such file or folder")
    matches = sorted(glob.glob(path, recursive=True))
    found = [file for match in matches for file in (_within(match, may_be_empty=True) if os.path.isdir(match) else [match])]
    if not found:
        raise InputError("nothing matches this pattern")
    return [file for file in found if not file.endswith(SIDE)]


def _within(folder: str, *, may_be_empty: bool = False) -> list[str]:
    """All files in `folder` and its folders, by name, without hidden ones and side files."""
    found: list[str] = []
    for place, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [os.path.join(place, name) for name in names if not name.startswith(".") and not name.endswith(SIDE)]
    if not found and not may_be_empty:
        raise InputError("a folder without reports in it")
    return sorted(found)


def _raise(error: OSError) -> None:
    raise error


def _is_side_of_report(path: str) -> bool:
    """Whether `path` is a side file; one without its report beside it is an InputError."""
    if not path.endswith(SIDE):
        return False
    stem, folder = os.path.basename(path).removesuffix(SIDE), os.path.dirname(path) or "."
    if any(Path(name).stem == stem for name in os.listdir(folder) if not name.endswith(SIDE)):
        return True
    raise InputError("a side file without its report beside it")


def side_of(path: str) -> str:
    """Where the side file of a report lies, if it has one."""
    return os.path.join(os.path.dirname(path), Path(path).stem + SIDE)


def shown(path: str) -> str:
    """`path` as it was given, in characters that can be printed and encoded."""
    return os.fsencode(path).decode("utf-8", "replace")
