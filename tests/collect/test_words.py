"""Words looked up fast are the words that an expression finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.collect.words import WORD, small_words

WESTERN = st.text(st.sampled_from([chr(at) for at in range(256)] + list("€ƒˆ“”‘’–—…žŸŒ")))


@given(st.one_of(st.text(), WESTERN))
def test_words_are_those_that_the_expression_finds(text: str) -> None:
    assert small_words(text) == WORD.findall(text.lower())


def test_every_letter_is_told_from_what_is_none() -> None:
    wrong = [hex(at) for at in range(0x110000) if small_words(f"A{chr(at)}b") != WORD.findall(f"A{chr(at)}b".lower())]
    assert wrong == []
