"""One document told of by several articles, none of which says whose it is."""

from __future__ import annotations

import pytest

from sayso.count.identity import identify
from sayso.count.papers import sort_of, sorts
from sayso.data import Article, Reading, Witness


def reading(article: str, *witnesses: Witness) -> Reading:
    return Reading(Article(article, ""), (), (), (), (), witnesses, (), ())


def paper(name: str, *, speaks_for: str | None = None) -> Witness:
    return Witness(name.replace(" ", "-"), name, "document", speaks_for=speaks_for)


def count(*readings: Reading) -> int:
    return len({i for i in identify(readings).of.values() if i not in ("ann-poe", "ben-orr")})


def test_a_study_a_paper_and_a_preprint_are_one() -> None:
    assert count(reading("a", paper("study published on Monday")), reading("b", paper("paper")), reading("c", paper("preprint"))) == 1


def test_an_article_that_tells_of_two_letters_keeps_them_apart_from_another_s() -> None:
    assert count(reading("a", paper("first letter"), paper("second letter")), reading("b", paper("letter"))) == 3


def test_documents_of_several_classes_stay_apart() -> None:
    assert count(reading("a", paper("letter")), reading("b", paper("report"))) == 2


def test_statements_are_never_one_for_their_noun() -> None:
    assert count(reading("a", paper("statement")), reading("b", paper("statement"))) == 2


def test_documents_of_two_authors_stay_apart() -> None:
    ann, ben = Witness("ann-poe", "Ann Poe", "person"), Witness("ben-orr", "Ben Orr", "person")
    assert count(reading("a", paper("open letter", speaks_for="ann-poe"), ann), reading("b", paper("angry letter", speaks_for="ben-orr"), ben)) == 2


def test_the_one_article_that_tells_the_author_tells_it_for_all() -> None:
    ann = Witness("ann-poe", "Ann Poe", "person")
    found = identify([reading("a", paper("letter", speaks_for="ann-poe"), ann), reading("b", paper("leaked letter"))])
    (letter,) = (w for w in found.witnesses if w.kind == "document")
    assert letter.speaks_for == "ann-poe"


def test_reports_of_two_years_stay_apart() -> None:
    assert count(reading("a", paper("report of 2019")), reading("b", paper("report of 2023"))) == 2


@pytest.mark.parametrize(("name", "sort"), [("study published on Monday", "study"), ("leaked e-mails", "memo"), ("statement", ""), ("page 31", "")])
def test_the_class_is_that_of_the_first_noun_that_has_one(name: str, sort: str) -> None:
    assert sort_of(paper(name)) == sort


def test_the_order_of_the_articles_changes_nothing() -> None:
    readings = [reading("a", paper("study")), reading("b", paper("paper")), reading("c", paper("letter")), reading("d", paper("letter"))]
    assert identify(readings) == identify(readings[::-1])


def test_the_table_has_classes() -> None:
    assert sorts()["study"] == sorts()["paper"] != sorts()["letter"]
