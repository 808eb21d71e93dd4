"""Lines with hanging indents and colours -> a string, wrapped to a width; the one place that knows rich."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

NARROWEST = 40
"""Columns; nothing readable comes out below."""

Part = tuple[str, str]
"""Text and its style, in rich's words ("bold", "cyan"), or "" for none."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of output: `label` stands before it, and what is wrapped hangs behind the label."""

    parts: tuple[Part, ...] = ()
    indent: int = 0
    label: str = ""
    label_style: str = ""


def paint(lines: Iterable[Line], *, width: int, color: bool) -> str:
    """`lines` as text with line ends, none wider than `width` columns, without blanks at their ends."""
    from rich.console import Console
    from rich.text import Text

    width = max(width, NARROWEST)
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        legacy_windows=False,
    )
    for line in lines:
        label = Text(" " * line.indent).append(line.label, style=line.label_style or None)
        label = label if label.cell_len <= width // 2 else Text(" " * line.indent).append(_cut(line.label, width // 2 - line.indent))
        body = Text.assemble(*((text, style) for text, style in line.parts))
        pieces = body.wrap(console, width - label.cell_len) if body.plain.strip() else [Text("")]
        for at, piece in enumerate(pieces):
            before = label if at == 0 else Text(" " * label.cell_len)
            row = before + piece
            row.rstrip()
            console.print(row, no_wrap=True, overflow="ignore", crop=False)
    return out.getvalue()


def _cut(label: str, most: int) -> str:
    """The end of a label, which tells files apart better than its beginning."""
    return "…" + label[-(max(most, 4) - 2) :] + " "
