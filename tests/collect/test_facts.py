"""What a report says of itself, in the many ways in which publishers write it down."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st
from samples import PARAGRAPHS, TITLE, URL

from sayso.collect.credits import credits_of
from sayso.collect.dates import published
from sayso.collect.facts import Found, facts_of
from sayso.collect.formats.documents import read_json
from sayso.collect.formats.mail import read_mail
from sayso.collect.formats.newsml import read_newsml
from sayso.collect.formats.page import _without_embedded, read_page
from sayso.errors import InputError


def east(hours: float) -> timezone:
    return timezone(timedelta(hours=hours))


def facts(head: str = "", **options: Any) -> dict[str, str]:
    (found,) = read_page(samples.page(head=head).encode(), **options)
    assert isinstance(found, Found)
    return found.facts


def linked(*nodes: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


ARTICLE = {"@type": "NewsArticle", "headline": TITLE, "url": URL}


@pytest.mark.parametrize(
    ("node", "key", "wanted"),
    [
        ([{"@type": ["NewsArticle", "Article"], "headline": TITLE, "publisher": [{"name": "The Sound"}]}], "outlet", "The Sound"),
        ({**ARTICLE, "publisher": {"@type": "Organization", "name": ["The Sound", "Sound Media"]}}, "outlet", "The Sound"),
        ({"@graph": [{"@type": "Organization", "@id": "#o", "name": "The Sound"}, {**ARTICLE, "publisher": {"@id": "#o"}}]}, "outlet", "The Sound"),
        ({"@type": "WebPage", "mainEntity": {**ARTICLE, "author": {"name": "Ada Lund"}}}, "byline", "Ada Lund"),
        ({**ARTICLE, "author": ["Ada Lund", {"@type": "Person", "name": "Bo Imry"}]}, "byline", "Ada Lund, Bo Imry"),
        ({**ARTICLE, "author": "By Ada Lund"}, "byline", "Ada Lund"),
        ({**ARTICLE, "mainEntityOfPage": URL}, "url", URL),
        ({**ARTICLE, "headline": "Ferry &amp; crew"}, "title", "Ferry & crew"),
        ({**ARTICLE, "sourceOrganization": [{"name": "Reuters"}, {"name": "AFP"}]}, "credit", "Reuters, AFP"),
        ({**ARTICLE, "dateline": "LONDON (Reuters)"}, "credit", "LONDON (Reuters)"),
        ({"@type": "https://schema.org/ReportageNewsArticle", "headline": TITLE, "author": {"name": "Ada Lund"}}, "byline", "Ada Lund"),
    ],
)
def test_linked_data_in_all_its_shapes(node: object, key: str, wanted: str) -> None:
    assert facts(linked(node))[key] == wanted


def test_linked_data_about_other_reports_is_not_about_this_one() -> None:
    other = {
        "@type": "NewsArticle", "headline": "Storm closes the harbour", "author": {"name": "Somebody Else"}, "articleBody": "x",
        "datePublished": "2020-01-01", "publisher": {"name": "Another"}, "url": "https://sound.example/other",
    }  # fmt: skip
    more = {"@type": "ItemList", "itemListElement": [other, other]}
    for mine in ({"@type": "NewsArticle", "headline": TITLE}, {"@type": "NewsArticle", "url": URL, "headline": "Ferry aground"}):
        mine = {**mine, "datePublished": "2024-05-06T09:30:00Z"}
        for order in ((mine, more), (more, mine)):
            found = facts(linked(*order), url=URL)
            assert found["date"] == "2024-05-06T09:30:00Z"
            assert found["byline"] == "Ada Lund"


def test_a_moment_goes_before_a_day() -> None:
    head = linked({**ARTICLE, "datePublished": "2024-05-06", "dateModified": "2024-05-06"})
    metas = "".join(f"<meta property='article:{name}_time' content='2024-05-0{day}T08:30:00Z'>" for name, day in (("published", 6), ("modified", 7)))
    found = facts_of(facts(head + metas))
    assert found.published == datetime(2024, 5, 6, 8, 30, tzinfo=UTC)
    assert found.updated == datetime(2024, 5, 7, 8, 30, tzinfo=UTC)
    elsewhere = "<meta property='article:published_time' content='2019-01-01T08:30:00Z'>"
    assert facts_of(facts(head + elsewhere)).published == date(2024, 5, 6)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2024-05-06T09:30:00+0100", datetime(2024, 5, 6, 9, 30, tzinfo=east(1))),
        ("2024-05-06T09:30Z", datetime(2024, 5, 6, 9, 30, tzinfo=UTC)),
        ("2024-05-06 09:30:00 +01:00", datetime(2024, 5, 6, 9, 30, tzinfo=east(1))),
        ("2024-05-06 09:30:00 GMT", datetime(2024, 5, 6, 9, 30, tzinfo=UTC)),
        ("2024-05-06T09:30:00.123456789Z", datetime(2024, 5, 6, 9, 30, 0, 123456, tzinfo=UTC)),
        ("Mon, 06 May 2024 09:30:00 EST", datetime(2024, 5, 6, 9, 30, tzinfo=east(-5))),
        ("Mon May 06 09:30:00 BST 2024", datetime(2024, 5, 6, 9, 30, tzinfo=east(1))),
        ("Mon May 06 2024 09:30:00 GMT+0100 (British Summer Time)", datetime(2024, 5, 6, 9, 30, tzinfo=east(1))),
        ("May 6, 2024 at 9:30 p.m. EDT", datetime(2024, 5, 6, 21, 30, tzinfo=east(-4))),
        ("6 May 2024, 12:05 am PST", datetime(2024, 5, 6, 0, 5, tzinfo=east(-8))),
        ("Updated 09.30 GMT, 6 May 2024", datetime(2024, 5, 6, 9, 30, tzinfo=UTC)),
        ("1714984200", datetime(2024, 5, 6, 8, 30, tzinfo=UTC)),
        ("1714984200000", datetime(2024, 5, 6, 8, 30, tzinfo=UTC)),
        ("6 May 2024 09:30", date(2024, 5, 6)),
        ("6 May 2024 25:30 GMT", date(2024, 5, 6)),
        ("6 May 2024 13:30 pm GMT", date(2024, 5, 6)),
        ("6 May 2024, 09:30 XYZ", date(2024, 5, 6)),
        ("6 May 2024, 09:30 +9999", date(2024, 5, 6)),
        ("2024-05-06T09:30:00", date(2024, 5, 6)),
        ("06/05/2024", None),
        ("soon", None),
    ],
)
def test_moments_with_their_zones(text: str, wanted: object) -> None:
    assert published(text) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("LONDON, May 6 (Reuters) - The ferry ran aground.", ("Reuters",)),
        ("PARIS (AFP) – The ferry ran aground.", ("AFP",)),
        ("SEOUL, May 6 (Yonhap) -- The ferry ran aground.", ("Yonhap",)),
        ("AP — The ferry ran aground.", ("Associated Press",)),
        ("NEW DELHI: The ferry ran aground.\n\nSource: PTI", ("PTI",)),
        ("The ferry ran aground.\n\nSource: Reuters", ("Reuters",)),
        ("The ferry ran aground.\n\nSource(s): AFP, Reuters", ("AFP", "Reuters")),
        ("The ferry ran aground.\n\nSources: AFP and AP", ("AFP", "Associated Press")),
        ("The ferry ran aground.\n\nSOURCE: REUTERS", ("Reuters",)),
        ("The ferry ran aground.\n\nSource: Xinhua | 2024-05-06 09:30:00 | Editor: desk", ("Xinhua",)),
        ("The ferry ran aground.\n\nCredit: AFP", ("AFP",)),
        ("The ferry ran aground.\n\nThe Associated Press contributed to this report.", ("Associated Press",)),
        (
            "The ferry ran aground.\n\nAssociated Press writers Ada Lund in Carrow and Bo Imry in Bellmoor contributed to this report.",
            ("Associated Press",),
        ),
        ("The ferry ran aground.\n\nReuters contributed to this report.", ("Reuters",)),
        ("The ferry ran aground.\n\n(With inputs from PTI and ANI)", ("ANI", "PTI")),
        ("The ferry ran aground.\n\n— with files from The Canadian Press", ("Canadian Press",)),
        ("The ferry ran aground.\n\nThis article was originally published by Reuters.", ("Reuters",)),
        ("The ferry ran aground.\n\n© 2024 AFP", ("AFP",)),
        ("The ferry ran aground.\n\nCopyright 2024 The Associated Press. All rights reserved.", ("Associated Press",)),
        ("By BO IMRY\nASSOCIATED PRESS\n\nThe ferry ran aground.", ("Associated Press",)),
        ("The mayor told Reuters that the ferry ran aground.", ()),
        ("The ferry was first seen by Reuters reporters, he said.", ()),
        ("He works from a flat in Uni Street, near the pap shop.", ()),
        ("The AP reported that the ferry ran aground, and the AFP reporter saw it.", ()),
    ],
)
def test_credits_in_their_spellings(line: str, wanted: tuple[str, ...]) -> None:
    assert credits_of(line, None) == wanted


@pytest.mark.parametrize(
    ("byline", "wanted"), [("Bo Imry, Associated Press", ("Associated Press",)), ("AFP", ("AFP",)), ("Reuters Staff", ("Reuters",))]
)
def test_credits_in_bylines(byline: str, wanted: tuple[str, ...]) -> None:
    assert credits_of("The ferry ran aground.", byline) == wanted


@pytest.mark.parametrize("rel", ["canonical", "CANONICAL", "canonical shortlink"])
def test_canonical_links(rel: str) -> None:
    assert facts(f"<link rel='{rel}' href='/news/2024/05/06/ferry-aground'>", url="https://sound.example/amp/1")["url"] == URL


@pytest.mark.parametrize("url", ["http://[", "https://[::1", "javascript:alert(1)", "//"])
def test_a_page_found_under_no_address(url: str) -> None:
    assert "url" not in facts(url=url)


def test_the_party_of_a_wire_keeps_its_spelling() -> None:
    given = samples.newsml().replace(b'<provider literal="City Wire"><name>City Wire</name></provider>', b'<provider qcode="nprov:AFP"/>')
    (found,) = read_newsml(given.replace(b"<by>Bo Imry</by>", b"<creator><name>Bo Imry</name></creator><creator><name>Ada Lund</name></creator>"))
    assert isinstance(found, Found)
    assert (found.facts["outlet"], found.facts["byline"]) == ("AFP", "Bo Imry, Ada Lund")


def test_the_main_headline_of_a_wire() -> None:
    headlines = [{"role": "short", "value": "Ferry aground"}, {"role": "main", "value": TITLE}]
    (found,) = read_json(json.dumps({**samples.NINJS_3, "headlines": headlines}).encode(), {})
    assert isinstance(found, Found)
    assert found.facts["title"] == TITLE


TEXT = "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "answer",
    [
        {"_items": [{"body_html": f"<p>{TEXT}</p>", "headline": TITLE, "byline": "Ada Lund", "source": "The Sound", "firstpublished": "x"}]},
        {"response": {"docs": [{"text": TEXT, "headline": {"main": TITLE}, "byline": {"original": "Ada Lund"}, "source": "The Sound"}]}},
        {"response": {"results": [{"webTitle": TITLE, "fields": {"bodyText": TEXT, "byline": "Ada Lund"}, "publication": "The Sound"}]}},
        {"posts": 1, "articles": [{"text": TEXT, "title": TITLE, "author": "Ada Lund", "thread": {"site_full": "The Sound"}}]},
    ],
)
def test_answers_of_services_of_news(answer: object) -> None:
    (found,) = read_json(json.dumps(answer).encode(), {})
    assert isinstance(found, Found)
    assert (found.facts["title"], found.facts["byline"], found.facts["outlet"]) == (TITLE, "Ada Lund", "The Sound")


def test_a_message_whose_plain_part_only_points_at_the_other_one() -> None:
    marked = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    data = (
        "From: City Wire <desk@wire.example>\r\nMessage-ID: <1@w.example>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/alternative; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nView this message in a browser.\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f"{marked}\r\n--b--\r\n"
    )
    (found,) = read_mail(data.encode())
    assert isinstance(found, Found)
    assert PARAGRAPHS[3] in found.text


def test_a_message_in_a_shifting_encoding() -> None:
    body = "フェリーは月曜日に座礁したと海上保安庁が発表した。".encode("iso-2022-jp")
    head = b"From: a@b.example\r\nMessage-ID: <1@w>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n"
    (found,) = read_mail(head + body)
    assert isinstance(found, Found)
    assert found.text.startswith("フェリー")


@pytest.mark.parametrize(
    "head",
    [
        samples.LINKED_HEAD,
        f"<META property=og:title content='{TITLE}'><link rel=canonical href={URL}><meta name=author content=\"Ada 'x>y' Lund\"/>"
        "<meta property='og:site_name' content='The Sound'><meta property='article:published_time' content='2024-05-06T08:30:00Z'>",
        "<script>document.write(\"<meta property='og:title' content='No'>\")</script><!-- <meta property='og:title' content='No'> -->"
        "<style>h1{}</style>" + samples.LINKED_HEAD,
        "<title>",
        "<script>",
        "<!--",
        "",
        f"<title>{TITLE} | The Sound</title><meta name='Author' content='  '><meta itemprop='datePublished' content='2024-05-06\x0109:30'>",
        f"<title>\x02 {TITLE} \x03</title><link rel='shortlink CANONICAL' href='/news/2024/05/06/ferry-aground'>",
        "<body><span itemprop='author' content='Ada Lund'></span><time datetime='2024-05-06T08:30:00Z'></time>",
        "<body><article><time datetime='2024-05-06T08:30:00Z'>6 May</time><p class='Story-Byline'>By <b>Ada</b> Lund</p></article>",
        "<body><div class='authors'>By the desk of nobody</div><a rel='author' href='/x'>Ada Lund</a>",
        '<script type=\'application/LD+JSON\'>{"@type": "NewsArticle", "headline": "A\x01B &amp; C", "author": "Ada Lund"}</script>',
    ],
)
def test_the_fast_way_finds_the_same_facts(head: str) -> None:
    pytest.importorskip("resiliparse", reason="the fast way needs the extra bulk")
    data = samples.page(head=head).encode()
    slow, fast = (read_page(data, url=URL, fast=fast)[0] for fast in (False, True))
    assert isinstance(slow, Found) == isinstance(fast, Found)
    assert not isinstance(slow, Found) or not isinstance(fast, Found) or slow.facts == fast.facts


PIECES = ["data:", "data", ":", "image/png;", "base64,", "A" * 99, "A" * 100, "B" * 150, "<p>", ",", "data:image/gif;base64,", "x" * 190, "x" * 200]
EMBEDDED = re.compile(r"data:[\w/+.;=-]{1,200}base64,[A-Za-z0-9+/=\s%]{100,}")


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_pictures_in_a_page_are_found_as_by_one_expression(text: str) -> None:
    assert _without_embedded(text) == EMBEDDED.sub("data:,", text)


def test_a_page_of_too_many_elements_is_refused_in_bulk_too() -> None:
    pytest.importorskip("resiliparse", reason="the fast way needs the extra bulk")
    data = samples.page(head="<title>x</title>" + "<i></i>" * 60_001).encode()
    for fast in (False, True):
        with pytest.raises(InputError, match="elements"):
            read_page(data, fast=fast)
