"""Reports of an invented ferry, in every format that is read; every word made for these tests."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile

TITLE = "Ferry Halcyon runs aground off Sorrel Point"
PARAGRAPHS = (
    "The ferry Halcyon ran aground off Sorrel Point early on Monday, the coastguard said, and all 40 people aboard were taken off by noon.",
    "“We heard a long scrape, and then nothing at all,” said Mo Reed, a passenger who was drinking tea on the upper deck at the time.",
    "The harbour master, Kim Oduya, told reporters that the tide had been lower than forecast. She declined to say who was on the bridge.",
    "A spokesman for the operator, Sound Ferries, said that the vessel had passed an inspection in March and that no oil had leaked.",
)
URL = "https://sound.example/news/2024/05/06/ferry-aground"
FURNITURE = (
    "Also read: Storm closes the harbour for a third day",
    "Sign up for our morning newsletter and get the headlines in your inbox",
    "Photo: The Halcyon on the rocks, seen from the lighthouse",
    "Follow us on Facebook",
    "Read more: What the tide tables say",
    "Advertisement",
)
FOREIGN = "Die Fähre lief am Montag vor der Küste auf Grund, teilte die Küstenwache mit, und alle Menschen an Bord wurden bis zum Mittag gerettet. "
FOREIGN_PARAGRAPHS = (
    "Die Fähre lief am Montag vor der Küste auf Grund, teilte die Küstenwache mit, und alle Menschen an Bord wurden bis zum Mittag gerettet.",
    "„Wir hörten ein langes Kratzen und dann gar nichts mehr“, sagte ein Fahrgast, der zu dieser Zeit auf dem oberen Deck seinen Tee trank.",
    "Der Betreiber erklärte, das Schiff habe im März eine Prüfung bestanden, und es sei kein Öl ausgelaufen.",
)


def page(*, head: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS, title: str = TITLE) -> str:
    """A page as an outlet's site sends it: navigation, the report with its furniture, a footer."""
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><title>{title} | The Sound</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
        f"<article><h1>{title}</h1><p class='byline'>By Ada Lund</p><figure><img src='a.jpg'><figcaption>"
        "The ferry on the rocks. Photo: Jo Fell</figcaption>"
        f"</figure>{body}<div class='related-links'><a href='/x'>Also read: Storm closes the harbour for a third day</a></div></article>"
        "<footer><p>Copyright 2024 The Sound. All rights reserved.</p></footer></body></html>"
    )


LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "NewsMediaOrganization", "@id": "#org", "name": "The Sound"},
        {
            "@type": "NewsArticle",
            "headline": "Ferry Halcyon runs aground off Sorrel Point",
            "datePublished": "2024-05-06T09:30:00+01:00",
            "dateModified": "2024-05-06T14:00:00+01:00",
            "author": [{"@type": "Person", "name": "Ada Lund"}, {"@type": "Person", "name": "Bo Imry"}],
            "publisher": {"@id": "#org"},
            "mainEntityOfPage": {"@type": "WebPage", "@id": URL},
            "sourceOrganization": {"@type": "Organization", "name": "Reuters"},
        },
    ],
}
LINKED_HEAD = f'<script type="application/ld+json">{json.dumps(LINKED)}</script>'


def rss(*, full: bool = True) -> bytes:
    content = "".join(f"&lt;p&gt;{one}&lt;/p&gt;" for one in PARAGRAPHS)
    encoded = f"<content:encoded>{content}</content:encoded>" if full else ""
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>The Sound</title><link>https://sound.example/</link>"
        f"<item><title>{TITLE}</title><link>{URL}?utm_source=rss</link><dc:creator>Ada Lund</dc:creator>"
        f"<pubDate>Mon, 06 May 2024 09:30:00 +0100</pubDate><description>{PARAGRAPHS[0]}</description>{encoded}</item>"
        "<item><title>Tide tables for May</title><link>https://sound.example/tides</link></item></channel></rss>"
    ).encode()


def atom() -> bytes:
    body = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>City Wire</title><id>urn:x</id>'
        f'<entry><title type="html">{TITLE}</title><link rel="alternate" href="https://wire.example/1"/><id>https://wire.example/id/1</id>'
        "<published>2024-05-06T08:00:00Z</published><updated>2024-05-06T10:00:00Z</updated><author><name>Bo Imry</name></author>"
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{body}</div></content></entry></feed>'
    ).encode()


def rdf() -> bytes:
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://sound.example/"><title>The Sound</title></channel>'
        f'<item rdf:about="{URL}"><title>{TITLE}</title><link>{URL}</link><dc:date>2024-05-06T09:30:00+01:00</dc:date>'
        f"<description>{PARAGRAPHS[0]}</description></item></rdf:RDF>"
    ).encode()


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Sound",
    "items": [
        {
            "id": "1",
            "url": URL,
            "title": TITLE,
            "content_html": "".join(f"<p>{one}</p>" for one in PARAGRAPHS),
            "date_published": "2024-05-06T09:30:00+01:00",
            "date_modified": "2024-05-06T14:00:00+01:00",
            "authors": [{"name": "Ada Lund"}],
        }
    ],
}
NINJS_2 = {
    "uri": "http://wire.example/items/1",
    "type": "text",
    "versioncreated": "2024-05-06T10:00:00Z",
    "firstcreated": "2024-05-06T08:00:00Z",
    "headline": TITLE,
    "byline": "Bo Imry",
    "copyrightholder": "City Wire",
    "body_text": "\n".join(PARAGRAPHS),
    "body_xhtml": "".join(f"<p>{one}</p>" for one in PARAGRAPHS),
}
NINJS_3 = {
    "uri": "http://wire.example/items/1",
    "standard": {"name": "ninjs", "version": "3.0"},
    "type": "text",
    "pubStatus": "usable",
    "versionCreated": "2024-05-06T10:00:00Z",
    "firstCreated": "2024-05-06T08:00:00Z",
    "headlines": [{"role": "main", "value": TITLE}],
    "by": "Bo Imry",
    "infoSources": [{"name": "City Wire"}],
    "bodies": [{"role": "main", "contentType": "text/html", "value": "".join(f"<p>{one}</p>" for one in PARAGRAPHS)}],
}


def newsml(*, status: str = "usable", message: bool = False) -> bytes:
    body = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    item = (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:wire.example:20240506:1" version="2" standard="NewsML-G2">'
        '<itemMeta><itemClass qcode="ninat:text"/><provider literal="City Wire"><name>City Wire</name></provider>'
        f"<versionCreated>2024-05-06T10:00:00Z</versionCreated><firstCreated>2024-05-06T08:00:00Z</firstCreated>"
        f'<pubStatus qcode="stat:{status}"/></itemMeta>'
        f"<contentMeta><contentCreated>2024-05-06T08:00:00Z</contentCreated><by>Bo Imry</by>"
        f"<creditline>AFP</creditline><headline>{TITLE}</headline></contentMeta>"
        '<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
        f"<body>{body}</body></html></inlineXML></contentSet></newsItem>"
    )
    if message:
        item = (
            f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>x</sent></header><itemSet>{item}{item}</itemSet></newsMessage>'
        )
    return b'<?xml version="1.0" encoding="UTF-8"?>' + item.encode()


def nitf() -> bytes:
    body = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    return (
        '<?xml version="1.0"?><nitf><head><docdata><date.issue norm="20240506T080000Z"/><doc.copyright holder="Associated Press"/></docdata>'
        f'<pubdata name="City Wire"/></head><body><body.head><hedline><hl1>{TITLE}</hl1></hedline><byline>By Bo Imry</byline></body.head>'
        f"<body.content>{body}<media><media-caption>A caption</media-caption></media></body.content></body></nitf>"
    ).encode()


def mail(*, marked: bool = False) -> bytes:
    kind, body = ("text/html", "".join(f"<p>{one}</p>" for one in PARAGRAPHS)) if marked else ("text/plain", "\r\n\r\n".join(PARAGRAPHS))
    return (
        "Received: from mx.example by mail.example; Mon, 06 May 2024 09:31:00 +0100\r\nFrom: City Wire <desk@wire.example>\r\n"
        "To: news@sound.example\r\n"
        f"Subject: {TITLE}\r\nDate: Mon, 06 May 2024 09:30:00 +0100\r\nMessage-ID: <1@wire.example>\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n"
    ).encode()


def mhtml() -> bytes:
    return (
        f"From: <Saved by a browser>\r\nSnapshot-Content-Location: {URL}\r\nSubject: {TITLE}\r\n"
        "Date: Tue, 7 May 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n'
        f"Content-Transfer-Encoding: 8bit\r\nContent-Location: {URL}\r\n\r\n{page()}\r\n--b\r\nContent-Type: image/png\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
    ).encode()


def response(
    body: bytes, *, url: str = URL, status: str = "200 OK", kind: str = "text/html; charset=utf-8", extra: str = "", length: int | None = None
) -> bytes:
    """A WARC record of an answer; `length` lies about it."""
    block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-07T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


WARCINFO = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\nContent-Length: 13\r\n\r\nsoftware: own\r\n\r\n"


def warc(*, packed: bool = False) -> bytes:
    """Two pages, an image, a page that was not there."""
    records = [
        WARCINFO,
        response(page().encode()),
        response(b"\x89PNG", kind="image/png", url="https://sound.example/a.png"),
        response(b"<html>none</html>", status="404 Not Found", url="https://sound.example/404"),
        response(page(title="Second report on the ferry", paragraphs=PARAGRAPHS[::-1]).encode(), url="https://sound.example/second-report"),
    ]
    return b"".join(gzip.compress(one) for one in records) if packed else b"".join(records)


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes], kind: str = "") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{kind}", format=tarfile.PAX_FORMAT) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def record(**more: object) -> dict[str, object]:
    return {"text": "\n\n".join(PARAGRAPHS), "title": TITLE, "outlet": "The Sound", "url": URL, "published": "2024-05-06T09:30:00+01:00", **more}
