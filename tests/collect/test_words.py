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


ENGLISH = st.text(st.sampled_from("aBz éœſKµª²\n\u00a0“”‘’–—…£\u2003\u203f\u2040€0_'-"))


@given(ENGLISH)
def test_words_among_the_signs_of_english_text(text: str) -> None:
    assert small_words(text) == WORD.findall(text.lower())


@given(st.text(st.characters(max_codepoint=127)))
def test_rough_words_are_the_words_of_a_text_in_ascii(text: str) -> None:
    assert rough_words(text) == small_words(text)


@given(st.one_of(st.text(), WESTERN, ENGLISH))
def test_rough_words_have_every_word_in_ascii(text: str) -> None:
    letters = "".join(one if one.lower().isascii() == one.isascii() else " " for one in text)  # without those whose small letter is one of ASCII
    assert {word for word in small_words(letters) if word.isascii()} <= set(rough_words(letters))


def test_rough_words_around_other_letters() -> None:
    assert rough_words("Čtk, AP’s Łódź and the ferry \ud800x") == ["tk", "ap", "s", "d", "and", "the", "ferry", "x"]
