"""One order for all that is shown."""

from __future__ import annotations

import dataclasses

from sayso.data import Standing
from sayso.ranking import ranked
from sayso.show.html.view import view
from show.made import claims, ledger
from show.made_many import many


def test_several_reports_on_one_witness_come_first() -> None:
    assert [one.claim.id for one in ranked(ledger())] == ["c4", "c1", "c2", "c3", "c5", "c6"]
    assert [one.number for one in ranked(ledger())] == [1, 2, 3, 4, 5, 6]
    assert [(one.shared, one.echoed, one.disputed) for one in ranked(ledger())] == [
        (True, True, True), (True, True, False), (True, False, True), (True, False, False), (False, False, True), (False, False, False),
    ]  # fmt: skip


def test_the_page_the_terminal_and_the_note_number_claims_alike() -> None:
    for made in (ledger(), *many(12)):
        assert [(one.number, one.claim.id) for one in view(made).claims] == [(one.number, one.claim.id) for one in ranked(made)]


def test_claims_without_statements_are_left_out_and_what_is_unknown_passed_over() -> None:
    empty = dataclasses.replace(claims()[0], statements=("gone",), witnesses=Standing())
    assert ranked(dataclasses.replace(ledger(), claims=(empty,))) == ()
    both = dataclasses.replace(claims()[0], statements=("s2", "gone", "s1", "s2"))
    assert [one.id for one in ranked(dataclasses.replace(ledger(), claims=(both,)))[0].statements] == ["s1", "s2"]
