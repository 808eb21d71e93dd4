"""Bytes -> text, or a reason."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.collect.decode import decode
from sayso.errors import InputError

TEXT = "Title\r\n\r\nThe ferry\tcalled “Ö” sank – the crew 🚢 swam.\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
    ],
)
def test_unicode_in_all_its_encodings(raw: bytes) -> None:
    assert decode(raw) == TEXT


def test_windows_1252_and_latin_1() -> None:
    text = "The café’s owner said “no” – twice."
    assert decode(text.encode("cp1252")) == text
    assert decode("Señor Peña said the naïve plan".encode("latin-1")) == "Señor Peña said the naïve plan"


def test_a_few_broken_bytes_in_utf8_become_replacement_characters() -> None:
    raw = "The mayor said “we are safe” — and left “at once” — by car.".encode()
    broken = raw.replace("—".encode(), b"\xe2\x80", 1)
    assert decode(broken) == "The mayor said “we are safe” � and left “at once” — by car."
    assert decode("“Yes” he said — twice…".encode()[:-1]).startswith("“Yes” he said — twice")


def test_only_the_mark_goes() -> None:
    assert decode(codecs.BOM_UTF8 + codecs.BOM_UTF8 + b"x") == "\ufeffx"
    assert decode(b"  \t text \r\r\n\x0c ") == "  \t text \r\r\n\x0c "


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/document.xml", "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"%PDF-1.7\n...", "PDF"),
        (archive(), "zip"),
        (gzip.compress(b"text"), "gzip"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\xff\xd8\xff\xe0 JFIF", "JPEG"),
        (b"{\\rtf1 text}", "RTF"),
        (b"some text\x00\x00\x00", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (bytes(range(128, 256)) * 20, "UTF-8"),
        ("Привет, это новости.".encode("cp1251"), "UTF-8"),
        (b"12 34 -- 56 !!", "no words"),
    ],
)
def test_what_is_no_report_has_a_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        decode(raw)


@pytest.mark.parametrize("text", ["[Update, 5 pm] The road is open.", "{sic} he wrote.", "< 5 per cent voted, officials said.", "<3 said the mayor."])
def test_text_that_only_begins_like_something_else_is_read(text: str) -> None:
    assert decode(text.encode()) == text


def reason(raw: bytes) -> str | None:
    try:
        decode(raw)
    except InputError as error:
        return str(error)
    return None


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_reason(raw: bytes) -> None:
    assert reason(raw) != ""


OTHER_THINGS = ("RTF", "PDF", "MP3", "Ogg", "bzip2", "RIFF", "Parquet", "empty")


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(lambda text: any(map(str.isalpha, text))))
def test_utf8_text_is_never_changed(text: str) -> None:
    refused = reason(text.encode())
    if refused is None:
        assert decode(text.encode()) == text.removeprefix("\ufeff")
    else:
        assert refused.startswith(("a ", "an ", "empty"))
        assert any(thing in refused for thing in OTHER_THINGS)
