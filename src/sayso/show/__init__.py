"""Ledgers and readings -> what people and programs read: text for a terminal, a page, tables, and the formats of others."""

from sayso.show.formats import FORMATS, exported
from sayso.show.json import ledgers_json, readings_json
from sayso.show.reading import reading_text
from sayso.show.table import write_csv
from sayso.show.terminal import ledgers_text

__all__ = ["FORMATS", "exported", "ledgers_json", "ledgers_text", "reading_text", "readings_json", "write_csv"]
