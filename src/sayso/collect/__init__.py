"""Bytes -> Article: what the user points at, found, opened, recognised by its content, and taken apart into reports."""

from sayso.collect.facts import Facts
from sayso.collect.inputs import Gathered, each, gather, take_in
from sayso.collect.plain import make_article

__all__ = ["Facts", "Gathered", "each", "gather", "make_article", "take_in"]
