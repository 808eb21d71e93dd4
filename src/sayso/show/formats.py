"""The formats side by side: ledgers -> the bytes of a file. Each is one module; this is the list of them."""

from __future__ import annotations

from typing import Literal, get_args

from sayso.data import Ledgers

Format = Literal["json", "jsonld", "annotations", "ninjs", "markdown", "csv", "parquet", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)
BINARY: tuple[Format, ...] = ("parquet",)
"""Formats that no terminal can show."""


def check(form: Format) -> None:
    """Raises ExtraError where a format needs a library that is not installed: known before the work begins."""
    if form == "parquet":
        from sayso.show.frames import library

        library("pyarrow.parquet", extra="parquet")


def exported(ledgers: Ledgers, form: Format, *, version: str = "") -> bytes:
    """`ledgers` in a format; text is UTF-8; `version` is named at the foot of a page. Raises ExtraError as `check` does."""
    match form:
        case "json":
            from sayso.show.json import ledgers_json

            return ledgers_json(ledgers)
        case "jsonld":
            from sayso.show.linked import ledgers_jsonld

            return ledgers_jsonld(ledgers)
        case "annotations":
            from sayso.show.annotations import ledgers_annotations

            return ledgers_annotations(ledgers)
        case "ninjs":
            from sayso.show.ninjs import ledgers_ninjs

            return b"".join(ledgers_ninjs(ledgers))
        case "parquet":
            from sayso.show.frames import ledgers_parquet

            return ledgers_parquet(ledgers)
        case "markdown":
            from sayso.show.markdown import ledgers_markdown

            return ledgers_markdown(ledgers).encode("utf-8", "replace")
        case "csv":
            from sayso.show.table import ledgers_csv

            return ledgers_csv(ledgers).encode("utf-8", "replace")
        case "html":
            from sayso.show.html import ledgers_html

            return ledgers_html(ledgers, version=version).encode()
