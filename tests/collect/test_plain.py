"""Text -> Article: header block, side file, title line, byline, date, credits, id."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.collect.credits import credits_of
from sayso.collect.dates import published
from sayso.collect.identity import article_id, canonical
from sayso.collect.languages import language
from sayso.collect.plain import Facts, compose_article, make_article, read_header, read_side
from sayso.errors import InputError

BODY = "The ferry Halcyon ran aground off Sorrel Point on Monday, the coastguard said. All 40 people aboard were taken off by noon.\n"


def test_a_header_block_gives_the_facts_and_where_the_body_begins() -> None:
    text = "Title: Ferry aground\nOutlet: The Sound\ndate: 2024-05-06\nURL: https://sound.example/1\nByline: Mo Reed\n\n\n" + BODY
    article = make_article(text)
    assert article.text == text
    assert text[article.body :] == BODY
    assert (article.title, article.outlet, article.published) == ("Ferry aground", "The Sound", date(2024, 5, 6))
    assert (article.url, article.byline) == ("https://sound.example/1", "Mo Reed")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_header_blocks_end_with_any_line_end(end: str) -> None:
    text = end.join(["", "Outlet: The Sound", "Date: 6 May 2024", " \t", "", "A title", "", BODY])
    article = make_article(text)
    assert text[article.body :].startswith("A title")
    assert (article.outlet, article.published, article.title) == ("The Sound", date(2024, 5, 6), "A title")


@pytest.mark.parametrize(
    "text",
    [
        "Title: Ferry aground\n" + BODY,
        "Title: Ferry aground\nPlace: Sorrel Point\n\n" + BODY,
        "Ferry aground\nOutlet: The Sound\n\n" + BODY,
        "The outlet: an open drain\n\n" + BODY,
        BODY,
        "",
        "\n\n",
    ],
)
def test_other_beginnings_are_no_header_block(text: str) -> None:
    assert read_header(text) == (Facts(), 0)


def test_the_first_of_two_equal_keys_counts() -> None:
    facts, body = read_header("Outlet: A\nOUTLET: B\n\nText")
    assert facts.outlet == "A"
    assert body == len("Outlet: A\nOUTLET: B\n\n")


def test_given_facts_go_before_the_header_and_the_header_fills_the_rest() -> None:
    article = make_article("Outlet: A\nDate: 2024-01-02\n\n" + BODY, Facts(outlet="B"))
    assert (article.outlet, article.published) == ("B", date(2024, 1, 2))


@pytest.mark.parametrize(
    "first",
    [
        "Ferry runs aground off Sorrel Point",
        "Why did the ferry run aground?",
        "‘We all got off,’ says captain of stranded ferry",
        "Ferry runs aground, says U.S.",
    ],
)
def test_a_first_line_of_its_own_is_a_title(first: str) -> None:
    for end in ("\n\n", "\r\n\r\n", "\n \n", "\nBy Mo Reed\n\n"):
        if end == "\nBy Mo Reed\n\n" and first[-1] == "?":
            continue
        assert make_article(first + end + BODY).title == first


def test_a_first_line_before_a_whole_paragraph_is_a_title() -> None:
    assert make_article("Ferry runs aground off Sorrel Point\n" + BODY).title == "Ferry runs aground off Sorrel Point"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        BODY + "\n" + BODY,
        "A ferry ran aground on Monday.\n\n" + BODY,
        "A ferry ran aground on Monday.”\n\n" + BODY,
        "Ferry runs aground",
        "Ferry runs aground\n\n",
        "The ferry Halcyon ran aground off Sorrel Point on Monday, as the tide\nwent out faster than its master\nhad thought.\n",
        "The ferry Halcyon ran aground off Sorrel Point on Monday, said the\nCoastguard, which had sent two boats and\na helicopter.\n",
        "x" * 200 + "\n\n" + BODY,
        "By Mo Reed\n\n" + BODY,
        "***\n\n" + BODY,
    ],
)
def test_body_text_is_no_title(text: str) -> None:
    assert make_article(text).title is None


def test_a_byline_is_found_behind_the_title() -> None:
    assert make_article("Ferry aground\nBy Mo Reed and Kim Oduya, Associated Press\n\n" + BODY).byline == "Mo Reed and Kim Oduya, Associated Press"
    assert make_article("Ferry aground\n\nBy Monday the ferry had been towed off.\n\n" + BODY).byline is None


SIDE = b'{"outlet": "The Sound", "date": "2024-05-06", "title": null, "byline": ["Mo Reed", "Kim Oduya"], "more": 1}'


def test_a_side_file_gives_the_facts() -> None:
    assert read_side(SIDE) == Facts(outlet="The Sound", published=date(2024, 5, 6), byline="Mo Reed, Kim Oduya")
    assert read_side(b"\xef\xbb\xbf{}") == Facts()
    assert read_side(b'{"date": "lately", "outlet": ""}') == Facts()


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'"x"', b'{"outlet": 5}', b"\xff\xfe", b"[" * 100_000, b'{"title": ["x", 1]}'])
def test_a_broken_side_file_is_an_error(raw: bytes) -> None:
    with pytest.raises(InputError, match="side file"):
        read_side(raw)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2024-11-22", date(2024, 11, 22)),
        ("20241122", date(2024, 11, 22)),
        ("2024-11-22T10:30:00", date(2024, 11, 22)),
        ("2024-11-22T10:30:00Z", datetime(2024, 11, 22, 10, 30, tzinfo=timezone.utc)),  # noqa: UP017
        ("2024-11-22 10:30+09:00", datetime(2024, 11, 22, 10, 30, tzinfo=timezone(timedelta(hours=9)))),
        ("Fri, 22 Nov 2024 10:30:00 +0100", datetime(2024, 11, 22, 10, 30, tzinfo=timezone(timedelta(hours=1)))),
        ("November 22, 2024", date(2024, 11, 22)),
        ("Nov. 22, 2024 at 5:30 PM ET", date(2024, 11, 22)),
        ("Friday, 22nd November 2024", date(2024, 11, 22)),
        ("22-Nov-2024", date(2024, 11, 22)),
        ("2024/11/22", date(2024, 11, 22)),
        ("22/11/2024", date(2024, 11, 22)),
        ("11/22/2024", date(2024, 11, 22)),
        ("22.11.2024", date(2024, 11, 22)),
        ("05/05/2024", date(2024, 5, 5)),
        ("02/03/2024", None),
        ("31 February 2024", None),
        ("2024-02-30", None),
        ("November 2024", None),
        ("0001-01-01", None),
        ("yesterday", None),
        ("", None),
        ("2024-11-22" * 50, None),
    ],
)
def test_dates_of_publication(text: str, wanted: date | None) -> None:
    assert published(text) == wanted
    assert type(published(text)) is type(wanted)


@given(st.text(max_size=60))
def test_any_date_text_is_read_or_not(text: str) -> None:
    assert published(text) is None or isinstance(published(text), date)


@pytest.mark.parametrize(
    ("body", "byline", "wanted"),
    [
        ("SORREL POINT (Reuters) - A ferry ran aground.", None, ("Reuters",)),
        ("SORREL POINT, May 6 (AP) — A ferry ran aground.", None, ("Associated Press",)),
        ("Sorrel Point (AFP/Reuters) – A ferry ran aground.", None, ("AFP", "Reuters")),
        (BODY + "\nThe Associated Press contributed to this report.", None, ("Associated Press",)),
        (BODY + "\nReuters and Agence France-Presse contributed to this story.", None, ("AFP", "Reuters")),
        (BODY + "\nWith files from the Canadian Press", None, ("Canadian Press",)),
        (BODY + "\n— Reuters", None, ("Reuters",)),
        (BODY + "\nCopyright 2024 The Associated Press. All rights reserved.", None, ("Associated Press",)),
        (BODY, "Mo Reed, Associated Press", ("Associated Press",)),
        (BODY + "\nThe captain told Reuters that the tide was low.", None, ()),
        (BODY + "\nMo Reed contributed to this report.", None, ()),
        ("Harrisburg, PA - A ferry ran aground.", None, ()),
        (BODY, "Sana Khan", ()),
        ("", None, ()),
    ],
)
def test_agencies_that_are_credited(body: str, byline: str | None, wanted: tuple[str, ...]) -> None:
    assert credits_of(body, byline) == wanted


def test_the_id_depends_on_text_outlet_and_page() -> None:
    base = article_id("text", "A", "https://www.a.example/x?id=1&utm_source=feed#top")
    assert base == article_id("text", "A", "http://www.a.example:80/x/?id=1")
    assert len(base) == 16
    others = [article_id("text ", "A", None), article_id("text", "B", None), article_id("text", None, None), article_id("tex", "tA", None)]
    assert len({base, *others}) == 5
    assert article_id("\ud800", None, None)


@pytest.mark.parametrize("url", ["", "not a url", "http://[::1", "https://a:b/x", "mailto:x@y.example", "http://a.example/?q=%ff", "//x"])
def test_any_url_has_one_form(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (BODY, "en"),
        ("Ferry aground", "en"),
        ("", "en"),
        ("Die Fähre lief am Montag vor der Küste auf Grund, teilte die Küstenwache mit. Alle Menschen an Bord wurden gerettet.", "de"),
        ("Le ferry s'est échoué lundi au large, ont annoncé les garde-côtes. Tous les passagers ont été évacués avant midi.", "fr"),
        ("El transbordador encalló el lunes frente a la costa, informó la guardia costera. Todos los pasajeros fueron evacuados.", "es"),
        ("Паром сел на мель в понедельник, сообщила береговая охрана.", "ru"),
        ("渡轮周一搁浅，海岸警卫队表示。所有人员已安全撤离。", "zh"),
    ],
)
def test_languages(text: str, wanted: str) -> None:
    assert language(text) == wanted


@pytest.mark.parametrize(
    "text", ["a " * 200_000, "x" * 400_000, "Title:" * 60_000, "\n" * 400_000, "Title: x\n" * 40_000, "By A" * 100_000, "(Reuters) " * 40_000]
)
def test_strange_texts_take_little_time(text: str) -> None:
    begun = time.process_time()
    article = make_article(text)
    language(text)
    assert article.text == text
    assert time.process_time() - begun < 3


@given(st.text(max_size=300), st.none() | st.text(max_size=20))
def test_any_text_makes_an_article(text: str, outlet: str | None) -> None:
    article = make_article(text, Facts(outlet=outlet))
    assert article.text == text
    assert 0 <= article.body <= len(text)
    assert article == make_article(text, Facts(outlet=outlet))


def test_credits_that_are_known_are_not_looked_for_again() -> None:
    text = f"{BODY}\nSource: Reuters\n"
    facts = Facts(byline="Ada Lund, AFP", credit="EFE")
    assert compose_article(text, facts).credits == ("AFP", "EFE", "Reuters")
    assert compose_article(text, facts, credited=()).credits == ("AFP", "EFE")
    assert compose_article(text, facts, credited=("Reuters",)) == compose_article(text, facts)
