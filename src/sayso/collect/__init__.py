"""Bytes -> Article: what the user points at, found, opened and understood as reports."""

from sayso.collect.inputs import gather
from sayso.collect.plain import Facts, make_article

__all__ = ["Facts", "gather", "make_article"]
