"""Where most inputs take a shorter way, it leads to the same place as the long one."""

from __future__ import annotations

import re

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st
from samples import FOREIGN_PARAGRAPHS, FURNITURE, PARAGRAPHS, TITLE

from sayso.collect import identity
from sayso.collect.credits import credits_of
from sayso.collect.facts import NOTHING, Facts, Found, fill
from sayso.collect.formats import page
from sayso.collect.formats.furniture import EDGE
from sayso.collect.formats.markup import line
from sayso.collect.formats.page import RARE_BLANKS, _lines, _sought, _words, read_page
from sayso.collect.languages import AT_ONCE, ENGLISH_SHARE, SAMPLE, _english, is_english, language
from sayso.collect.words import rough_words

ADDRESS = st.lists(
    st.sampled_from(("a", "B", "www.x.example", ".", "..", "-", "/", "//", "/a/", "?a=b", "?utm_source=x", "#x", ";p", "%20", " ", "\t", "@", ":80",
                     ":443", ":8080", ":", "é", "[", "]", "'", "\\", "&", "=", "~", "_")),
    max_size=7,
)  # fmt: skip


@given(st.sampled_from(("https://", "http://", "HTTP://", "ftp://", "")), ADDRESS)
def test_a_plain_address_is_canonical_as_any_other(scheme: str, rest: list[str]) -> None:
    url = scheme + "".join(rest)
    plain, identity.PLAIN = identity.PLAIN, re.compile(r"(?!)")
    try:
        wanted = identity.canonical.__wrapped__(url)
    finally:
        identity.PLAIN = plain
    assert identity.canonical.__wrapped__(url) == wanted


@given(st.text(st.sampled_from("ab .\u2019\u00e9\u3000\x1c\x85\n" + RARE_BLANKS), max_size=60))
def test_lines_are_those_of_the_one_that_looks_at_each(plain: str) -> None:
    assert _lines(plain) == [one for piece in plain.split("\n") if (one := line(piece))]


@given(st.lists(st.sampled_from(("the", "of", "said", "ferry", "quay", "reef")), min_size=1, max_size=5 * AT_ONCE))
def test_english_is_told_by_the_share_of_all_words(words: list[str]) -> None:
    assert is_english(words) == (sum(word in _english() for word in words) >= ENGLISH_SHARE * len(words))


@given(st.sampled_from(sorted(_sought())), st.integers(-20, 20), st.sampled_from(("x", "é", "’")))
def test_a_word_that_the_sample_cuts_is_found(word: str, shift: int, filler: str) -> None:
    before = (f"{filler} " * SAMPLE)[: SAMPLE + shift - 1] + " "
    whole = f"{before}{word} and more\n"
    assert _words(whole)[0] == _sought().intersection(rough_words(whole))


@pytest.mark.parametrize("more", [(), FURNITURE, FOREIGN_PARAGRAPHS, ("Café crème, d’été: " * 40,), ("\u201cQuoted\u201d \u00a3 5 " * 200,)])
@pytest.mark.parametrize("paragraphs", [PARAGRAPHS, FOREIGN_PARAGRAPHS, PARAGRAPHS * 8])
@pytest.mark.parametrize("fast", [True, False])
def test_what_a_page_says_of_its_report_is_what_its_text_says(paragraphs: tuple[str, ...], more: tuple[str, ...], fast: bool) -> None:
    if fast:
        pytest.importorskip("resiliparse")
    source = samples.page(paragraphs=(*paragraphs, *more, "(Reuters) - The end.", *paragraphs))
    (found,) = read_page(source.encode(), fast=fast)
    assert isinstance(found, Found)
    assert found.credits == credits_of(found.text, None)
    assert found.language in (None, language(found.text))


def test_an_english_page_brings_its_language_with_it() -> None:
    (found,) = read_page(samples.page().encode())
    assert isinstance(found, Found)
    assert found.language == "en"


def test_an_agency_in_a_line_that_is_left_out_is_credited() -> None:
    (found,) = read_page(samples.page(paragraphs=(*PARAGRAPHS * (EDGE // 4 + 1), "Reuters", *PARAGRAPHS)).encode())
    assert isinstance(found, Found)
    assert "\nReuters\n" not in found.text
    assert found.facts["credit"] == "Reuters"


def test_no_sought_word_is_longer_than_what_is_looked_at_twice() -> None:
    assert max(map(len, _sought())) < page.LONGEST_WORD


def test_facts_that_nothing_is_added_to() -> None:
    some = Facts(title=TITLE, url=samples.URL)
    assert fill(some, NOTHING) == fill(some, Facts()) == some
    assert fill(NOTHING, some) == fill(Facts(), some) == some
