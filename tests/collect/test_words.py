"""Words looked up fast are the words that an expression finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.collect.words import WORD, rough_words, small_words

WESTERN = st.text(st.sampled_from([chr(at) for at in range(256)] + list("€ƒˆ“”‘’–—…žŸŒ")))


@given(st.one_of(st.text(), WESTERN))
def test_words_are_those_that_the_expression_finds(text: str) -> None:
    assert small_words(text) == WORD.findall(text.lower())


def test_every_letter_is_told_from_what_is_none() -> None:
    wrong = [hex(at) for at in range(0x110000) if small_words(f"A{chr(at)}b") != WORD.findall(f"A{chr(at)}b".lower())]
    assert wrong == []


@given(st.one_of(st.text(), WESTERN))
def test_rough_words_are_the_words_of_a_text_in_western_letters(text: str) -> None:
    western = text.encode("cp1252", "ignore").decode("cp1252")
    assert rough_words(western) == small_words(western)


def test_rough_words_around_other_letters() -> None:
    assert rough_words("Čtk, AP’s Łódź and the ferry") == ["tk", "ap", "s", "ód", "and", "the", "ferry"]
