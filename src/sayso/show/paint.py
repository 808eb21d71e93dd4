"""Lines with hanging indents and colours -> a string, wrapped to a width; the one place that knows rich."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NARROWEST = 40
"""Columns; nothing readable comes out below."""

HANG = 2
"""Columns by which the second line of a paragraph stands behind its first where it does not hang behind a label."""

GLUE = "\ue000"
"""A blank at which a line is not broken. A private character, which no text of a report reaches the terminal with (wording.clean)."""

DAY = re.compile(r"\b(\d\d?) ([A-Z][a-z]+) (\d{4})\b")
UNBROKEN = GLUE.join((r"\1", r"\2", r"\3"))
"""A day as wording.day writes it, and the same as one that no line end breaks."""

Part = tuple[str, str]
"""Text and its style, in rich's words ("bold", "cyan"), or "" for none."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of output: `label` stands before it, and what is wrapped hangs behind the label, or if `narrow` only a little.

    With `rows`, each of them is a paragraph behind the label, unless all fit into one line with a slash between them.
    """

    parts: tuple[Part, ...] = ()
    indent: int = 0
    label: str = ""
    label_style: str = ""
    narrow: bool = False
    rows: tuple[tuple[Part, ...], ...] = ()


def whole_days(text: str) -> str:
    """`text` with days that no line end breaks."""
    return DAY.sub(UNBROKEN, text)


def paint(lines: Iterable[Line], *, width: int, color: bool) -> str:
    """`lines` as text with line ends, none wider than `width` columns, without blanks at their ends."""
    from rich.console import Console

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
        for row in _wrapped(line, width, console):
            row.rstrip()
            console.print(row, no_wrap=True, overflow="ignore", crop=False)
    return out.getvalue()


def _wrapped(line: Line, width: int, console: Console) -> Iterable[Text]:
    from rich.text import Text

    label = Text(" " * line.indent).append(line.label, style=line.label_style or None)
    most = width * 3 // 4 if line.narrow else width // 2
    label = label if label.cell_len <= most else Text(" " * line.indent).append(_cut(line.label, most - line.indent))
    bodies = _bodies(line, width - label.cell_len)
    hang = line.indent + HANG if line.narrow else label.cell_len + HANG * (len(bodies) > 1)
    for at, body in enumerate(bodies):
        first, rest = _pieces(body, width - label.cell_len, width - hang, console)
        yield (label if at == 0 else Text(" " * label.cell_len)) + first
        for piece in rest:
            yield Text(" " * hang) + piece


def _bodies(line: Line, room: int) -> list[Text]:
    from rich.text import Text

    if not line.rows:
        return [Text.assemble(*line.parts)]
    rows = [Text.assemble(*row) for row in line.rows]
    one = Text.assemble(" / ", style="dim").join(rows)
    return [one] if one.cell_len <= room else rows


def _pieces(body: Text, room: int, hanging: int, console: Console) -> tuple[Text, list[Text]]:
    """The first line of `body`, and the others, which may be wider."""
    from rich.text import Text

    if not body.plain.strip():
        return Text(""), []
    pieces = list(body.wrap(console, room))
    if hanging != room and len(pieces) > 1:
        rest = body[_consumed(body.plain, pieces[0].plain) :]
        pieces = [pieces[0], *rest.wrap(console, hanging)]
    for piece in pieces:
        piece.plain = piece.plain.replace(GLUE, " ")
    return pieces[0], pieces[1:]


def _consumed(text: str, first: str) -> int:
    """How much of `text` its first line took, the blanks behind it included."""
    at = len(first)
    return at + len(text[at:]) - len(text[at:].lstrip())


def _cut(label: str, most: int) -> str:
    """The end of a label, which tells files apart better than its beginning."""
    return "…" + label[-(max(most, 4) - 2) :] + " "
