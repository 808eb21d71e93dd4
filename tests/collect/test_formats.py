"""One document of every format -> its report, with all that its source says about it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import samples
from samples import FURNITURE, PARAGRAPHS, TITLE, URL

from sayso.collect import gather
from sayso.collect.facts import Found, Passed
from sayso.collect.formats.documents import read_json
from sayso.collect.formats.feed import read_feed
from sayso.collect.formats.mail import read_mail
from sayso.collect.formats.newsml import read_newsml
from sayso.collect.formats.page import read_page
from sayso.collect.formats.table import read_parquet
from sayso.collect.recognise import recognise
from sayso.data import Article
from sayso.errors import InputError

SUMMER = timezone(timedelta(hours=1))


@pytest.fixture
def one(tmp_path: Path) -> Callable[[bytes], Article]:
    """The only article of an input of these bytes, whose name says nothing."""

    def read(data: bytes, **options: object) -> Article:
        path = tmp_path / "input"
        path.write_bytes(data)
        articles, skipped = gather([path], **options)  # type: ignore[arg-type]
        assert skipped == []
        (article,) = articles
        return article

    return read


WANTED = "\n\n".join([TITLE, *PARAGRAPHS]) + "\n"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (samples.page().encode(), "page"),
        (b"\xef\xbb\xbf\n<!-- a comment --> <HTML>", "page"),
        ("<!DOCTYPE html>".encode("utf-16"), "page"),
        ("<html>".encode("utf-16-le"), "page"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0" "x"><html xmlns="y">', "page"),
        (b"<p>Text", "page"),
        (samples.rss(), "feed"),
        (samples.atom(), "feed"),
        (samples.rdf(), "feed"),
        (samples.newsml(), "newsml"),
        (samples.nitf(), "newsml"),
        (json.dumps(samples.JSON_FEED).encode(), "json"),
        (b'\n [{"text": "x"}]', "json"),
        (samples.mail(), "mail"),
        (samples.mhtml(), "mail"),
        (samples.warc(), "warc"),
        (samples.warc(packed=True), "gzip"),
        (samples.zipped({"a": b"x"}), "zip"),
        (samples.tarred({"a": b"x"}), "tar"),
        (b"Ferry aground\n\nThe ferry ran aground.", "text"),
        (b"Title: Ferry aground\nDate: 2024-05-06\n\nThe ferry.", "text"),
        (b"From: the harbour\nTo: the sea\n\nA poem.", "text"),
        (b"<3 said the mayor", "text"),
        (b"< 5 per cent voted", "text"),
        (b"{\\rtf1 x}", "text"),
        (b"", "text"),
    ],
)
def test_inputs_are_recognised_by_their_content(data: bytes, kind: str) -> None:
    assert recognise(data) == kind


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'<?xml version="1.0"?><urlset xmlns="x"><url/></urlset>', "sitemap"),
        (b"<opml version='2.0'><body/></opml>", "OPML"),
        (b'<?xml version="1.0"?><invoice/>', "an XML file of a kind that is not read (invoice)"),
        (samples.zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "an office document"),
    ],
)
def test_what_is_never_a_report_is_told_by_name(data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        recognise(data)
    assert reason in str(caught.value)


def test_a_page_with_linked_data(one: Callable[[bytes], Article]) -> None:
    article = one(samples.page(head=samples.LINKED_HEAD).encode())
    assert article.text == WANTED
    assert (article.title, article.outlet, article.byline) == (TITLE, "The Sound", "Ada Lund, Bo Imry")
    assert article.published == datetime(2024, 5, 6, 9, 30, tzinfo=SUMMER)
    assert article.updated == datetime(2024, 5, 6, 14, tzinfo=SUMMER)
    assert (article.url, article.credits, article.language) == (URL, ("Reuters",), "en")


def test_a_page_with_open_graph_and_a_canonical_link(one: Callable[[bytes], Article]) -> None:
    head = (
        f"<meta property='og:title' content='{TITLE}'><meta property='og:site_name' content='The Sound'><link rel='canonical' href='{URL}'>"
        "<meta property='article:published_time' content='2024-05-06T08:30:00Z'><meta name='author' content='By Ada Lund'>"
    )
    article = one(samples.page(head=head).encode())
    assert article.text == WANTED
    assert (article.title, article.outlet, article.url, article.byline) == (TITLE, "The Sound", URL, "Ada Lund")
    assert article.published == datetime(2024, 5, 6, 8, 30, tzinfo=UTC)


def test_a_page_that_says_nothing_of_itself_but_where_it_was_saved_from(one: Callable[[bytes], Article]) -> None:
    saved = samples.page().replace("<html", f"\n<!-- saved from url=({len(URL):04}){URL} -->\n<html", 1)
    article = one(saved.encode())
    assert (article.url, article.outlet, article.title, article.byline) == (URL, "The Sound", TITLE, "Ada Lund")
    assert article.published == date(2024, 5, 6)


def test_the_host_stands_for_an_outlet_that_is_not_named() -> None:
    (found,) = read_page(samples.page().replace(" | The Sound", "").encode(), url="https://www.sound.example/a/b")
    assert isinstance(found, Found)
    assert found.facts["outlet"] == "sound.example"


def test_an_agency_copy_keeps_its_own_address() -> None:
    (found,) = read_page(samples.page(head="<link rel='canonical' href='https://agency.example/original/1'>").encode(), url=URL)
    assert isinstance(found, Found)
    assert found.facts["url"] == URL
    (found,) = read_page(samples.page(head=f"<link rel='canonical' href='{URL}'>").encode(), url="https://amp.sound.example/x")
    assert isinstance(found, Found)
    assert (found.facts["url"], found.seen) == (URL, ("https://amp.sound.example/x",))


def test_furniture_does_not_become_text(one: Callable[[bytes], Article]) -> None:
    mixed = tuple(piece for pair in zip(PARAGRAPHS, FURNITURE, strict=False) for piece in pair) + FURNITURE[len(PARAGRAPHS) :]
    text = one(samples.page(paragraphs=mixed).encode()).text
    assert all(paragraph in text for paragraph in PARAGRAPHS)
    assert not any(piece in text for piece in FURNITURE)
    assert not any(word in text for word in ("Ada Lund", "Jo Fell", "Home", "All rights reserved"))


SENTENCES = (
    "Officials would get a briefing and updates on Monday, she said.",
    "The rules were set by the Environmental Protection Agency (EPA) last week.",
    "He shared the picture: it showed the ferry on its side.",
    "Jane Fell was the first journalist at the scene.",
    "Sunday was the hottest day since 2019.",
    "By dawn the fire was out.",
    "Published in 2019, the report warned of low tides.",
    "Related parties must sign the register, the court ruled.",
    "“Follow the money,” she said on Facebook.",
    "Video footage from the pier showed smoke.",
    "“Share this burden with us,” the minister told the council.",
    "Reuters reported that the tide was low.",
    "The photo, by Jo Fell, was taken at noon.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("at", [0, 2, 4])
def test_sentences_that_begin_like_furniture_stay(sentence: str, at: int) -> None:
    (found,) = read_page(samples.page(paragraphs=(*PARAGRAPHS[:at], sentence, *PARAGRAPHS[at:])).encode())
    assert isinstance(found, Found)
    assert sentence in found.text.split("\n")


def test_quotes_lists_and_breaks_keep_their_words_and_paragraphs() -> None:
    more = (
        "A first line.<br>A second line<br/><br/>and a third.",
        "<b>Bold</b>, <a href='x'>linked</a> and “<i>quoted</i>” words stay in their sentence.",
    )
    whole = samples.page(paragraphs=(*PARAGRAPHS, *more)).replace(
        "<div class='related-links'>",
        "<ul><li>The engine failed, she said.</li><li>The anchor held, he said.</li></ul>"
        "<blockquote><p>We are safe.</p></blockquote><div class='related-links'>",
    )
    (found,) = read_page(whole.encode())
    assert isinstance(found, Found)
    lines = found.text.split("\n")
    assert "Bold, linked and “quoted” words stay in their sentence." in lines
    assert {"A first line.", "A second line", "and a third.", "The engine failed, she said.", "The anchor held, he said.", "We are safe."} <= set(
        lines
    )


@pytest.mark.parametrize(
    ("encoding", "head", "charset"),
    [
        ("utf-8", "", None),
        ("utf-8", "<meta charset='iso-8859-1'>", None),
        ("cp1252", "<meta charset='iso-8859-1'>", None),
        ("cp1252", "", None),
        ("cp1252", "", "windows-1252"),
        ("utf-16", "", None),
        ("cp1250", "<meta http-equiv='Content-Type' content='text/html; charset=windows-1250'>", None),
    ],
)
def test_pages_in_other_encodings(encoding: str, head: str, charset: str | None) -> None:
    (found,) = read_page(samples.page(head=head).encode(encoding), charset=charset)
    assert isinstance(found, Found)
    assert PARAGRAPHS[1] in found.text


def test_a_page_that_keeps_its_report_in_its_data() -> None:
    body = "\n\n".join(PARAGRAPHS)
    data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": body, "datePublished": "2024-05-06"})
    (found,) = read_page(f"<html><head><script type='application/ld+json'>{data}</script></head><body><div id=app></div></body></html>".encode())
    assert isinstance(found, Found)
    assert found.text == WANTED


@pytest.mark.parametrize(
    "text", ["<html></html>", "<html><body><p>Loading</p></body></html>", "<p>", "<html><body><ul><li><a href=x>One</a></li></ul>"]
)
def test_a_page_without_a_report(text: str) -> None:
    assert read_page(text.encode()) == [Passed("", "a page without a report in it")]


def test_pictures_inside_a_page_do_not_count() -> None:
    picture = "<img src='data:image/png;base64," + "iVBORw0KGgo" * 200_000 + "'>"
    (found,) = read_page(samples.page(paragraphs=(PARAGRAPHS[0] + picture, *PARAGRAPHS[1:])).encode())
    assert isinstance(found, Found)
    assert found.text == WANTED


def test_the_fast_way_finds_the_same_paragraphs() -> None:
    pytest.importorskip("resiliparse", reason="the fast way needs the extra bulk")
    (found,) = read_page(samples.page(head=samples.LINKED_HEAD).encode(), fast=True)
    assert isinstance(found, Found)
    assert all(paragraph in found.text for paragraph in PARAGRAPHS)


def test_a_body_in_the_data_of_a_page_that_is_not_needed_is_not_taken_apart() -> None:
    article = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "<p>x</p>" * 70_000}
    head = f'<script type="application/ld+json">{json.dumps(article)}</script>'
    (found,) = read_page(samples.page(head=head).encode())
    assert isinstance(found, Found)
    assert found.text == WANTED
    with pytest.raises(InputError, match="elements"):
        read_page(samples.page(head=head, paragraphs=()).encode())


@pytest.mark.parametrize("data", [samples.rss(), samples.rdf(), samples.rss(full=False)])
def test_feeds(data: bytes) -> None:
    found = read_feed(data)
    assert isinstance(found[0], Found)
    assert found[0].facts["title"] == TITLE
    assert found[0].facts["outlet"] == "The Sound"
    assert found[0].facts["url"].startswith(URL)
    assert found[0].text == (WANTED if b"content:encoded>" in data else f"{TITLE}\n\n{PARAGRAPHS[0]}\n")
    assert found[1:] in ([], [Passed("#2", "an item of a feed without text")])


def test_an_atom_feed(one: Callable[[bytes], Article]) -> None:
    article = one(samples.atom())
    assert article.text == WANTED
    assert (article.outlet, article.url, article.byline) == ("City Wire", "https://wire.example/1", "Bo Imry")
    assert article.published == datetime(2024, 5, 6, 8, tzinfo=UTC)
    assert article.updated == datetime(2024, 5, 6, 10, tzinfo=UTC)
    assert article.seen == ("https://wire.example/id/1",)
    assert str(article.path).endswith("input#1")


@pytest.mark.parametrize("data", [json.dumps(samples.JSON_FEED).encode(), json.dumps(samples.JSON_FEED, indent=2).encode()])
def test_a_json_feed(one: Callable[[bytes], Article], data: bytes) -> None:
    article = one(data)
    assert (article.text, article.outlet, article.url, article.byline) == (WANTED, "The Sound", URL, "Ada Lund")
    assert article.published == datetime(2024, 5, 6, 9, 30, tzinfo=SUMMER)


@pytest.mark.parametrize("item", [samples.NINJS_2, samples.NINJS_3, [samples.NINJS_3]])
def test_ninjs(one: Callable[[bytes], Article], item: object) -> None:
    article = one(json.dumps(item, indent=1).encode())
    assert (article.text, article.outlet, article.byline, article.url) == (WANTED, "City Wire", "Bo Imry", "http://wire.example/items/1")
    assert article.published == datetime(2024, 5, 6, 8, tzinfo=UTC)
    assert article.updated == datetime(2024, 5, 6, 10, tzinfo=UTC)


def test_what_an_agency_withdrew_is_not_read() -> None:
    assert read_json(json.dumps({**samples.NINJS_3, "pubStatus": "canceled"}).encode(), {}) == [Passed("", "canceled by its agency")]
    assert read_json(json.dumps({**samples.NINJS_3, "type": "picture"}).encode(), {}) == [Passed("", "a ninjs item of type picture, not text")]
    assert read_newsml(samples.newsml(status="withheld")) == [Passed("", "withheld by its agency")]


def test_newsml(one: Callable[[bytes], Article]) -> None:
    article = one(samples.newsml())
    assert (article.text, article.outlet, article.byline, article.credits) == (WANTED, "City Wire", "Bo Imry", ("AFP",))
    assert article.published == datetime(2024, 5, 6, 8, tzinfo=UTC)
    assert [place.place for place in read_newsml(samples.newsml(message=True))] == ["#1", "#2"]


def test_nitf(one: Callable[[bytes], Article]) -> None:
    article = one(samples.nitf())
    assert (article.text, article.outlet, article.credits, article.published) == (
        WANTED, "City Wire", ("Associated Press",), datetime(2024, 5, 6, 8, tzinfo=UTC),
    )  # fmt: skip


def test_a_message_in_plain_text_stays_as_it_is(one: Callable[[bytes], Article]) -> None:
    article = one(samples.mail())
    assert article.text == "\n\n".join(PARAGRAPHS) + "\n"
    assert (article.title, article.outlet) == (TITLE, "City Wire")
    assert article.published == datetime(2024, 5, 6, 9, 30, tzinfo=SUMMER)


def test_a_message_in_markup_and_a_page_saved_by_a_browser(one: Callable[[bytes], Article]) -> None:
    assert one(samples.mail(marked=True)).text == WANTED
    article = one(samples.mhtml())
    assert (article.text, article.url, article.published) == (WANTED, URL, date(2024, 5, 6))


@pytest.mark.parametrize("data", [b"From: a\nMessage-ID: b\n\n", b"From: a\nMessage-ID: b\nContent-Type: multipart/mixed\n\n--\n"])
def test_a_message_without_text(data: bytes) -> None:
    assert read_mail(data) == [Passed("", "a message without text")]


def test_a_record_keeps_its_text(one: Callable[[bytes], Article]) -> None:
    text = "The ferry\tran aground 🚢.\r\n\r\n  “All of it”, she said. \n"
    article = one(json.dumps(samples.record(text=text)).encode())
    assert article.text == text
    assert (article.title, article.outlet, article.url) == (TITLE, "The Sound", URL)


@pytest.mark.parametrize(
    ("more", "name", "wanted"),
    [
        ({"published": 1714984200}, "published", datetime(2024, 5, 6, 8, 30, tzinfo=UTC)),
        ({"published": 1714984200000}, "published", datetime(2024, 5, 6, 8, 30, tzinfo=UTC)),
        ({"published": {"$date": "2024-05-06T08:30:00Z"}}, "published", datetime(2024, 5, 6, 8, 30, tzinfo=UTC)),
        ({"published": None, "datePublished": "6 May 2024"}, "published", date(2024, 5, 6)),
        ({"outlet": None, "source": {"id": 1, "name": "City Wire"}}, "outlet", "City Wire"),
        ({"authors": ["Ada Lund", {"name": "Bo Imry"}]}, "byline", "Ada Lund, Bo Imry"),
        ({"url": "sound.example/x"}, "url", None),
        ({"credit": "With files from AFP"}, "credits", ("AFP",)),
    ],
)
def test_fields_of_records(one: Callable[[bytes], Article], more: dict[str, object], name: str, wanted: object) -> None:
    assert getattr(one(json.dumps(samples.record(**more)).encode()), name) == wanted


def test_fields_can_be_named(one: Callable[[bytes], Article]) -> None:
    data = {"doc": {"words": " ".join(PARAGRAPHS), "paper": "The Sound"}, "when": "2024-05-06", "text": "not this"}
    article = one(json.dumps(data).encode(), fields={"text": "doc.words", "outlet": "doc.paper", "date": "when"})  # type: ignore[call-arg]
    assert (article.text, article.outlet, article.published) == (" ".join(PARAGRAPHS), "The Sound", date(2024, 5, 6))
    with pytest.raises(InputError, match="no such fact: author"):
        gather([], fields={"author": "x"})


@pytest.mark.parametrize("name", ["articles", "data", "results"])
def test_lists_of_records_in_an_answer_of_a_service(name: str) -> None:
    found = read_json(json.dumps({"status": "ok", name: [samples.record(), {"title": "x"}, 5]}).encode(), {})
    assert [type(one) for one in found] == [Found, Passed, Passed]


@pytest.mark.parametrize(
    "data", [b"[1, 2]", b'"x"', b"{}", b'{"a": {"b": 1}}', b'{"schema": "sayso.ledgers/1", "stories": []}', b"[" * 100_000, b'{"text": 5}']
)
def test_json_that_holds_no_report(data: bytes) -> None:
    with contextlib.suppress(InputError):
        assert all(isinstance(one, Passed) for one in read_json(data, {}))


def test_parquet(one: Callable[[bytes], Article], tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="Parquet needs the extra parquet")
    import pyarrow as pa
    from pyarrow import parquet

    rows = [
        samples.record(published=datetime(2024, 5, 6, 8, 30, tzinfo=UTC)),
        samples.record(text="x", url="https://sound.example/other", published=datetime(2024, 5, 6, 8, 30, tzinfo=UTC)),
    ]
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "rows")
    found = list(read_parquet(str(tmp_path / "rows"), {}))
    assert [isinstance(row, Found) and row.place for row in found] == ["#1", "#2"]
    articles, skipped = gather([tmp_path / "rows"])
    assert [article.published for article in articles] == [datetime(2024, 5, 6, 8, 30, tzinfo=UTC)] * 2
    assert articles[0].text == "\n\n".join(PARAGRAPHS)
    assert skipped == []
    whole = (tmp_path / "rows").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    assert "broken Parquet" in gather([tmp_path / "cut"])[1][0].reason
