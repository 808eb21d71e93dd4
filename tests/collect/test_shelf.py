"""Memory that a child shares with its parent: what lies there comes as it was laid, no child can shrink it, and nobody needs it."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import PARAGRAPHS, page

from sayso.collect import guard, shelf
from sayso.collect.facts import Found
from sayso.collect.guard import Guard
from sayso.collect.shelf import SIZE, Shelf, made
from sayso.collect.worker import Job

shared = pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="no such memory on this system")


@shared
@given(st.lists(st.lists(st.binary(max_size=2_000), max_size=6), max_size=4))
def test_documents_are_taken_as_they_were_laid(batches: list[list[bytes]]) -> None:
    descriptor = made()
    assert descriptor is not None
    parent, child = Shelf(descriptor), Shelf(descriptor)
    os.close(descriptor)
    for batch in batches:
        assert parent.put(batch)
        assert list(child.take([len(one) for one in batch])) == batch
    parent.close()
    child.close()


@shared
def test_what_is_too_large_is_not_laid_there() -> None:
    descriptor = made()
    assert descriptor is not None
    here = Shelf(descriptor)
    os.close(descriptor)
    assert here.put([b"a" * SIZE])
    assert not here.put([b"b" * SIZE, b"b"])
    assert next(here.take([1])) == b"a"


@shared
def test_no_child_can_shrink_it_under_its_parent() -> None:
    descriptor = made()
    assert descriptor is not None
    for size in (0, SIZE + 1):
        with pytest.raises(PermissionError):
            os.ftruncate(descriptor, size)
    os.close(descriptor)


def answers(large: int) -> list[str]:
    """The texts of pages of which one is larger than all that goes through shared memory."""
    padding = f"<!-- {'x' * large} -->".encode()
    pages = [page().encode(), page().encode() + padding, page(paragraphs=PARAGRAPHS[::-1]).encode()]
    with Guard() as one:
        done = [*one.ask_all([Job("page", data, fast=False) for data in pages]), *one.ask_all([Job("page", pages[0])])]
    return [answer.text for each in done for answer in each.answers if isinstance(answer, Found)]


@pytest.mark.parametrize("large", [10, SIZE])
def test_with_and_without_it_the_answers_are_the_same(large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = answers(large)
    monkeypatch.setattr(guard, "made", lambda: None)
    assert answers(large) == with_it
    assert len(with_it) == 4


def test_a_system_without_such_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(shelf.os, "memfd_create", raising=False)
    assert made() is None


@shared
def test_a_system_that_does_not_allow_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise PermissionError("not here")

    monkeypatch.setattr(shelf.os, "memfd_create", refused)
    assert made() is None


@shared
def test_no_descriptor_is_left_open() -> None:
    def count() -> int:
        return len(os.listdir("/proc/self/fd"))

    with Guard() as one:
        list(one.ask(Job("page", page().encode())))
    before = count()
    with Guard() as one:
        list(one.ask(Job("page", page().encode())))
    assert count() <= before
