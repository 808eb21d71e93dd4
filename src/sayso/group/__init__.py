"""Which articles tell the same story: `group` takes readings and gives them back in groups; `Window` places one article at a time."""

from __future__ import annotations

from sayso.group.clustering import group
from sayso.group.online import Placement, Sketch, Window, pack_sketch, sketch, unpack_sketch
from sayso.group.options import GroupOptions

__all__ = ["GroupOptions", "Placement", "Sketch", "Window", "group", "pack_sketch", "sketch", "unpack_sketch"]
