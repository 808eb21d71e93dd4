"""What a user writes, as terms of full text, and where they stand in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.folding import LONGEST_TOKEN, spoken, tokens
from sayso.store.search.fulltext import Term
from sayso.store.search.query import LONGEST_PHRASE, MOST_TERMS, marks, terms_of


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        ("!!! \0 \ud800 ( ) *", ()),
        ("Bridges", (Term(("bridges",), stemmed=True),)),
        ("bri*", (Term(("bri",), begins=True),)),
        ('"hit a pier"', (Term(("hit", "a", "pier")),)),
        ("“hit a pier”", (Term(("hit", "a", "pier")),)),
        ('"hit a pi*"', (Term(("hit", "a", "pi"), begins=True),)),
        ('"unclosed phrase', (Term(("unclosed",), stemmed=True), Term(("phrase",), stemmed=True))),
        ("covid-19", (Term(("covid", "19")),)),
        ("mayor's", (Term(("mayor",), stemmed=True),)),
        ("the fire", (Term(("fire",), stemmed=True),)),
        ("the of", (Term(("the",), stemmed=True), Term(("of",), stemmed=True))),
        ('"the" fire', (Term(("the",)), Term(("fire",), stemmed=True))),
        ("fire AND NOT NEAR(mill)", (Term(("fire",), stemmed=True), Term(("near", "mill")))),
        ("text:mill ^mill -mill", (Term(("text", "mill")), Term(("mill",), stemmed=True))),
        ("ZOË", (Term(("zoe",), stemmed=True),)),
    ],
)
def test_terms(text: str, terms: tuple[Term, ...]) -> None:
    assert terms_of(text) == terms


def test_a_search_has_an_end() -> None:
    assert len(terms_of(" ".join(f"word{n}" for n in range(500)))) == MOST_TERMS
    assert len(terms_of('"' + "w " * 500 + '"')[0].words) == LONGEST_PHRASE
    assert len(terms_of("x" * 1_000_000)[0].words[0]) == LONGEST_TOKEN


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("The bridges and a bridge's pier", "bridge", ["bridges", "bridge"]),
        ("The ship hit a pier", '"hit a pi*" ship', ["ship", "hit a pier"]),
        ("Zoe\u0301 and ZOË", "zoe", ["Zoe\u0301", "ZOË"]),
        ("hit hit a pier", '"hit a" "a pier"', ["hit a pier"]),
        ("𝐁𝐫𝐢𝐝𝐠𝐞 🌉 bridge", "bridge", ["𝐁𝐫𝐢𝐝𝐠𝐞", "bridge"]),
        ("nothing here", "bridge", []),
    ],
)
def test_marks(text: str, asked: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in marks(text, terms_of(asked))] == found


@given(st.text(max_size=60), st.text(max_size=30))
def test_marks_lie_in_the_text_in_order_and_apart(text: str, asked: str) -> None:
    found = marks(text, terms_of(asked))
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


@given(st.text(max_size=60))
def test_words_are_letters_and_digits(text: str) -> None:
    words = [word for _, _, word in tokens(text)]
    assert all(word.isalnum() and len(word) <= LONGEST_TOKEN for word in words)
    assert spoken(text).split() == words
    assert [word for _, _, word in tokens(" ".join(words))] == words, "what was folded stays as it is"
