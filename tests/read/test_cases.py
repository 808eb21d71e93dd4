"""Whole readings of short reports written by hand: who says it, how, and through whom (the files of fixtures/)."""

import pytest

from bench.cases import Case, cases, wrong

LEAST = {"kinds": 30, "chains": 60, "continuations": 20, "paragraphs": 20, "marks": 20, "interviews": 20, "posts": 20, "headlines": 25, "abroad": 30}


def _marked(case: Case) -> object:
    """A case as pytest wants it; one that the reader cannot do yet is expected to fail, and to be told of when it no longer does."""
    marks = [pytest.mark.xfail(reason=case.cannot, strict=True)] if case.cannot else []
    return pytest.param(case, id=f"{case.category}: {case.name}", marks=marks)


@pytest.mark.parametrize("case", [_marked(case) for case in cases()])
def test_case(case: Case) -> None:
    assert wrong(case) == []


def test_there_are_enough_cases_of_each_kind_and_none_twice() -> None:
    every = cases()
    assert {name: sum(case.category == name for case in every) >= least for name, least in LEAST.items()} == dict.fromkeys(LEAST, True)
    assert len({(case.category, case.name) for case in every}) == len(every)


def test_what_is_asked_of_a_case_stands_in_its_text() -> None:
    for case in cases():
        said = " ".join(case.text.split()).lower()
        assert any(fragment.lower() in said for fragment in case.content.split("|")), case.name
