"""All formats, with whatever a ledger may hold."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.data import (
    Article,
    Claim,
    Count,
    Group,
    Ledger,
    Ledgers,
    Occasion,
    Reason,
    Skipped,
    Span,
    Standing,
    Statement,
    Variant,
    VariantValue,
    Witness,
)
from sayso.show.formats import FORMATS, Format, exported
from show.made import ledgers

TEXTS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("<>&\"'=+@\r\n\t\x00\x1b\u202e\ud800|`*]")), min_size=1, max_size=30)


def hostile(text: str, end: int) -> Ledgers:
    """A ledger in which every word is `text`, and half of what is referred to is not there."""
    article = Article("a", text, text, text, text, date(2024, 1, 1), byline=text, credits=(text,), path=text)
    said = Statement("s", "a", (Span(0, end),), (Span(0, 0),), (Span(0, end),), ("w", "gone"), "indirect", chain=("w", "gone"),
                     occasion=Occasion(text, text, text))  # fmt: skip
    own = Statement("o", "a", (Span(0, end),))
    standing = Standing(("w", "gone"), (Group("gone", text, 2),), ("a", "gone"), ("gone",), ("w",))
    variant = Variant("number", True, (VariantValue(text, ("s", "gone"), ("gone",)), VariantValue("", (), ())), text)
    claim = Claim("c", text, ("s", "gone", "o", "s"), standing, Count(0, 3), (variant,), (Reason("1", text, ("gone",), (("gone", 0, 1),)),))
    bare = Claim("d", "", ("gone",))
    witness = Witness("w", text, "unnamed", (text,), "gone", 3)
    return Ledgers((Ledger("t", text, text, text, (article,), (said, own), (claim, bare), (witness,)),), (Skipped(text, text),))


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.data())
def test_any_ledger_can_be_written(form: Format, text: str, data: st.DataObject) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    made = hostile(text, data.draw(st.integers(1, len(text))))
    raw = exported(made, form)
    assert raw == exported(made, form)
    if form != "parquet":
        raw.decode("utf-8")
    if form in ("json", "jsonld", "annotations", "ninjs"):
        for line in raw.decode("utf-8").split("\n")[:-1]:
            json.loads(line)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_and_several_stories_can_be_written(form: Format) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    story = ledgers().stories[0]
    assert exported(Ledgers(()), form) != exported(Ledgers((story, dataclasses.replace(story, id="t2"))), form) != exported(ledgers(), form)
