"""What can go wrong.

SaysoError
├── ExtraError         a library that is asked for is an extra, and not installed
├── InputError         an input cannot be read, or none can
├── ModelError         the shipped model is missing or broken
└── StoreError         a store cannot be opened, read or written
"""

from __future__ import annotations


class SaysoError(Exception):
    """Any error that sayso raises on purpose; its text is one line that says what to do next."""


class ExtraError(SaysoError):
    """An optional library is missing: which, and how to install it."""


class InputError(SaysoError):
    """An input that cannot be read: the reason, in words for the user."""


class ModelError(SaysoError):
    """The shipped weights are missing or do not fit this version."""


class StoreError(SaysoError):
    """A store that cannot be opened, read or written: why, and what to do. What was in it before is still in it."""
