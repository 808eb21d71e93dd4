"""Which articles tell the same story: `group` takes readings and gives them back in groups."""

from __future__ import annotations

from sayso.group.clustering import GroupOptions, group

__all__ = ["GroupOptions", "group"]
