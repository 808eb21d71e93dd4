"""What a clash is: a reason why two statements cannot be one claim's witnesses side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sayso.data import Span


@dataclass(frozen=True, slots=True)
class Clash:
    """Why two statements clash: the kind, the places in either that show it, and a word for people."""

    kind: Literal["negation", "opposite", "name", "noun", "roles"]
    one: tuple[Span, ...]
    other: tuple[Span, ...]
    why: str
