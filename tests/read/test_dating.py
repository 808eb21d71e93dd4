"""When was it published? Only what the text itself shows."""

from __future__ import annotations

from datetime import date

import pytest

from sayso.read.when.dating import published_from

TODAY = date(2025, 6, 30)

CASES = [
    # a weekday bound to a day of a month: the latest year in which they meet
    ("The minister spoke this Friday, November 22, in the capital. He said little.", date(2024, 11, 22)),
    ("The minister spoke on Friday (22) and named no names. On Thursday, November 21, he had been silent.", date(2024, 11, 22)),
    # datelines and full dates at the top
    ("PARIS, 14 March 2023 - The dam broke at dawn. Nobody was hurt.", date(2023, 3, 14)),
    ("Published: 2 May 2022\n\nThe dam broke at dawn.", date(2022, 5, 2)),
    ("Dam breaks\nUpdated 2022-05-02 10:14 GMT\nThe dam broke at dawn.", date(2022, 5, 2)),
    ("LAGOS, Jan. 3, 2024 (Wire) -- The dam broke at dawn.", date(2024, 1, 3)),
    # a day in brackets with the year elsewhere
    ("The minister spoke on Friday (22). The budget of November 2024 is the last one.", date(2024, 11, 22)),
    # several constraints: the latest day of those told of as past
    ("On Monday, March 4, police searched a flat. On Wednesday, March 6, two men were held.", date(2024, 3, 6)),
    ("On Monday, March 4, police searched a flat. The trial will open on Monday, June 10.", date(2024, 3, 4)),
    # of the years whose weekdays fit, the one that the text's other dates are near
    ("In 2013 the mill burned. On Friday, November 22, its owner was tried.", date(2013, 11, 22)),
    # no evidence
    ("The minister spoke on Friday and named no names.", None),
    ("The treaty dates from 4 May 1904 and was never changed. " * 3, None),
    ("The law of 2016 stands.", None),
    ("", None),
    ("Friday, February 30 was a strange day.", None),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_published_from(text: str, expected: date | None) -> None:
    assert published_from(text, today=TODAY) == expected


def test_never_in_the_future() -> None:
    found = published_from("The summit opened on Friday, November 22.", today=date(2024, 11, 1))
    assert found == date(2019, 11, 22)


def test_a_full_date_after_today_is_no_date_of_publication() -> None:
    assert published_from("ROME, 1 July 2031 - The bridge is to open.", today=TODAY) is None


def test_bad_input_is_no_evidence() -> None:
    assert published_from("\x00\ufffd" * 1000 + "99/99/9999", today=TODAY) is None
