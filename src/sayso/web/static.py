"""The files that the pages load: a fixed list, held in memory. No address ever becomes a path of the machine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from sayso.ids import content_id
from sayso.show.html.page import script, style

CSS, JAVASCRIPT, PLAIN = "text/css; charset=utf-8", "text/javascript; charset=utf-8", "text/plain; charset=utf-8"
OWN = (("app.css", CSS), ("theme.js", JAVASCRIPT), ("htmx.min.js", JAVASCRIPT), ("htmx.LICENSE.txt", PLAIN), ("icon.svg", "image/svg+xml"))
"""Files of the folder static/ and what they are; report.css and report.js are those of the one-file report."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent; `version` changes with its content, so that browsers may keep it."""

    raw: bytes
    media_type: str
    version: str


@cache
def served() -> MappingProxyType[str, File]:
    """All files by name."""
    folder = files(__package__).joinpath("static")
    found = {name: (folder.joinpath(name).read_bytes(), kind) for name, kind in OWN}
    found |= {"report.css": (style().encode(), CSS), "report.js": (script().encode(), JAVASCRIPT)}
    return MappingProxyType({name: File(raw, kind, content_id(raw.hex())) for name, (raw, kind) in found.items()})


def address(name: str) -> str:
    """Where a page finds a file."""
    return f"/static/{name}?v={served()[name].version}"
