"""Parsers meet bytes that nobody wrote: they answer with reports or reasons, never with another error, and never with odd offsets or facts."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import random
import warnings
from collections.abc import Callable

import pytest
import samples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import pieces_moved

from sayso.collect.charset import markup
from sayso.collect.containers.lines import json_parts
from sayso.collect.containers.streams import Budget, inflated, unpacked
from sayso.collect.containers.tar import tar_members
from sayso.collect.containers.warc import Captured, warc_pages
from sayso.collect.containers.zipped import zip_members
from sayso.collect.facts import Found, Passed
from sayso.collect.formats.documents import read_json
from sayso.collect.formats.feed import read_feed
from sayso.collect.formats.mail import read_mail
from sayso.collect.formats.newsml import read_newsml
from sayso.collect.formats.page import read_page
from sayso.collect.recognise import recognise
from sayso.errors import InputError

Reader = Callable[[bytes], object]


def drained(read: Callable[[bytes], object]) -> Reader:
    """A container's parts, each read to its end."""

    def run(data: bytes) -> object:
        found = []
        for part in read(data):  # type: ignore[attr-defined]
            content = part[1] if isinstance(part, tuple) else part
            found.append(content.read(1_000_000) if hasattr(content, "read") else content)
            if len(found) > 10_000:
                raise AssertionError("parts without end")
        return found

    return run


PARSERS: dict[str, tuple[Reader, tuple[bytes, ...]]] = {
    "page": (
        read_page,
        (samples.page(head=samples.LINKED_HEAD).encode(), samples.page().encode("utf-16"), samples.page().encode("cp1252")),
    ),
    "feed": (read_feed, (samples.rss(), samples.atom(), samples.rdf())),
    "newsml": (read_newsml, (samples.newsml(), samples.newsml(message=True), samples.nitf())),
    "json": (
        lambda data: read_json(data, {}),
        tuple(json.dumps(one).encode() for one in (samples.JSON_FEED, samples.NINJS_2, samples.NINJS_3, samples.record())),
    ),
    "mail": (read_mail, (samples.mail(), samples.mail(marked=True), samples.mhtml())),
    "warc": (drained(lambda data: warc_pages(io.BytesIO(data))), (samples.warc(),)),
    "tar": (drained(lambda data: tar_members(io.BytesIO(data))), (samples.tarred({"a.txt": b"text", "b/" * 60 + "c": b"x" * 2000}),)),
    "zip": (drained(lambda data: zip_members(io.BytesIO(data), Budget())), (samples.zipped({"a.txt": b"text", "b": b"x" * 2000}),)),
    "gzip": (lambda data: unpacked(io.BytesIO(data), "gzip", Budget()).read(), (samples.warc(packed=True)[:3000],)),
    "lines": (drained(lambda data: json_parts(io.BytesIO(data))), (b'{"text": "a"}\n{"text": "b"}\n[1]\n', b'{"a":\n1}')),
    "inflated": (lambda data: inflated(data, 10_000), (b"\x1f\x8b\x08", b"x\x9c")),
}


def checked(name: str, data: bytes) -> None:
    """Run a parser; anything but an answer or an InputError fails the test. JSON parts may say by ValueError that the input is text."""
    read = PARSERS[name][0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = read(data)
        except InputError:
            return
        except ValueError:
            assert name == "lines"
            return
    for one in found if isinstance(found, list) else []:
        if isinstance(one, Found):
            assert any(map(str.isalpha, one.text))
            assert all(isinstance(key, str) and isinstance(value, str) and value for key, value in one.facts.items())
            assert not any("\ud800" <= letter <= "\udfff" for letter in one.text + "".join(one.facts.values()))
        elif isinstance(one, Passed):
            assert one.reason
        elif not isinstance(one, bytes | Captured | InputError | dict):
            raise AssertionError(type(one))


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=300))
def test_any_bytes(name: str, data: bytes) -> None:
    checked(name, data)


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_bytes_inside_a_whole_document(name: str, data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(PARSERS[name][1]))
    at = data.draw(st.integers(0, len(whole)))
    checked(name, whole[:at] + data.draw(st.binary(max_size=40)) + whole[at + data.draw(st.integers(0, 60)) :])


FOUND = [
    ("feed", b""),
    ("mail", samples.mail().replace(b"06 May 2024 09:30:00", b"06 May 99999999999999999999 09:30:00")),
    ("json", json.dumps(samples.NINJS_2).replace("long scrape", "long \\ud800").encode()),
    (
        "zip",
        base64.b64decode(
            "UEsDBBQAAAAIAPaWdl2DFtyMAwAAAAEAAAAAAAAAqwAAUEsBAhQDFAAAAAgA9pZ2XYMW3IwDAAAAAQAAAAAAAAAAAAAAAAAAAIABAAAAAFBLBQYAAAAAAQABAC4AAAAhAAAAAAA="
        ),
    ),
    ("feed", samples.rss().replace(b"</channel>", b"&#xd800;</chan>")),
    ("feed", samples.rss().replace(b"<title>", b"<title>&#1114112;&#xD800", 1).replace(b"</rss>", b"")),
]
"""What earlier runs found."""


@pytest.mark.parametrize(("name", "data"), FOUND)
def test_what_earlier_runs_found(name: str, data: bytes) -> None:
    checked(name, data)


@pytest.mark.parametrize("name", PARSERS)
def test_a_run_of_mutations(name: str) -> None:
    chance = random.Random(f"{name} 1")
    for _ in range(120):
        checked(name, pieces_moved(chance.choice(PARSERS[name][1]), chance))


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from([None, "utf-7", "punycode", "unicode_escape", "rot13", "hex", "utf-16", "iso-8859-1", "big5", "x" * 50, "\x00", ""]),
)
def test_any_bytes_of_markup_become_text(data: bytes, declared: str | None) -> None:
    text = markup(data, declared)
    assert "\x00" not in text
    text.encode()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_are_recognised_or_refused(data: bytes) -> None:
    with contextlib.suppress(InputError):
        assert recognise(data)
