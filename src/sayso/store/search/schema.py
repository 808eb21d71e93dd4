"""What is looked up in the current ledgers, and the saved searches. All but the saved ones is made of the ledgers and can be made anew.

Full text lies beside these tables, in one of the database's own kind for claims, reports and stories each (fulltext.py), by the same `id`.
Lists are JSON. Days are ISO 8601.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, MetaData, Table

from sayso.store.schema import ordered as text
from sayso.store.schema import whole

metadata = MetaData()

heads = Table(
    "search_stories",  # those that have a ledger; what lists show of them stands in `stories`
    metadata,
    Column("id", whole, primary_key=True, autoincrement=False),
    Column("story", text, nullable=False, unique=True),
    Column("title_key", text, nullable=False),  # the title, folded: for order
    Column("latest", text, nullable=False),  # the last day, empty where it is not known: for order
    Column("digest", text, nullable=False),  # of what full text holds of it
    Index("search_stories_order", "latest", "title_key"),
    sqlite_strict=True,
)
claims = Table(
    "search_claims",
    metadata,
    Column("id", whole, primary_key=True, autoincrement=False),
    Column("story", text, nullable=False),
    Column("claim", text, nullable=False),
    Column("number", whole, nullable=False),
    Column("digest", text, nullable=False),  # of all that is told of it, its number left out
    Column("text", text, nullable=False),
    Column("reports", whole, nullable=False),
    Column("least", whole, nullable=False),
    Column("most", whole, nullable=False),
    Column("counted", text, nullable=False),  # names, as are the next two
    Column("against", text, nullable=False),
    Column("declining", text, nullable=False),
    Column("first", text),
    Column("last", text, nullable=False),  # empty where no report has a date: for order
    Index("search_claims_story", "story", "number"),
    Index("search_claims_last", "last"),
    Index("search_claims_reports", "reports"),
    sqlite_strict=True,
)
places = Table(
    "search_places",
    metadata,
    Column("claim", whole, primary_key=True, autoincrement=False),  # the id in search_claims
    Column("at", whole, primary_key=True, autoincrement=False),
    Column("statement", text, nullable=False),
    Column("article", text, nullable=False),
    Column("label", text, nullable=False),  # the outlet, else a file or a site
    Column("outlet", text),
    Column("outlet_key", text),  # spoken, as in search_names
    Column("day", text),
    Column("stance", text, nullable=False),
    Column("spans", text, nullable=False),
    Column("words", text, nullable=False),
    Column("by", text, nullable=False),  # names
    Index("search_places_statement", "statement"),
    Index("search_places_article", "article"),
    Index("search_places_outlet", "outlet_key"),
    sqlite_strict=True,
)
speakers = Table(
    "search_speakers",
    metadata,
    Column("claim", whole, primary_key=True, autoincrement=False),
    Column("at", whole, primary_key=True, autoincrement=False),
    Column("voice", text, primary_key=True),
    Index("search_speakers_voice", "voice"),
    sqlite_strict=True,
)
sides = Table(
    "search_sides",
    metadata,
    Column("claim", whole, primary_key=True, autoincrement=False),
    Column("voice", text, primary_key=True),
    Column("side", text, primary_key=True),
    Index("search_sides_voice", "voice", "side"),
    sqlite_strict=True,
)
reports = Table(
    "search_reports",
    metadata,
    Column("id", whole, primary_key=True, autoincrement=False),
    Column("story", text, nullable=False),
    Column("article", text, nullable=False),
    Column("digest", text, nullable=False),
    Column("label", text, nullable=False),
    Column("outlet", text),
    Column("outlet_key", text),
    Column("day", text),
    Column("title", text, nullable=False),
    Index("search_reports_story", "story"),
    sqlite_strict=True,
)
voices = Table(
    "search_voices",
    metadata,
    Column("story", text, primary_key=True),
    Column("voice", text, primary_key=True),
    Column("name", text, nullable=False),
    Column("name_key", text, nullable=False),  # folded
    Column("kind", text, nullable=False),
    Column("reports", whole, nullable=False),
    Column("claims", whole, nullable=False),
    Column("alone", whole, nullable=False),
    Column("against", whole, nullable=False),
    Column("declining", whole, nullable=False),
    Column("passes_on", whole, nullable=False),
    Column("aliases", text, nullable=False),
    Column("speaks_for", text, nullable=False),  # voices, as are the next
    Column("spoken_for_by", text, nullable=False),
    Column("latest", text, nullable=False),  # of the story, as in search_stories: so that a voice's latest is found among very many
    Index("search_voices_voice", "voice", "latest"),
    Index("search_voices_name", "name_key"),
    sqlite_strict=True,
)
people = Table(
    "search_people",  # the voices over all stories
    metadata,
    Column("voice", text, primary_key=True),
    Column("name", text, nullable=False),
    Column("name_key", text, nullable=False),
    Column("spoken", text, nullable=False),
    Column("kind", text, nullable=False),
    Column("unnamed", whole, nullable=False),
    Column("stories", whole, nullable=False),
    Column("claims", whole, nullable=False),
    Column("alone", whole, nullable=False),
    Column("named_by", text, nullable=False),  # the story whose way of writing the name counts: the first in the order of stories
    Index("search_people_order", "unnamed", "stories", "claims"),
    Index("search_people_name", "name_key"),
    sqlite_strict=True,
)
names = Table(
    "search_names",
    metadata,
    Column("story", text, primary_key=True),
    Column("what", text, primary_key=True),  # speaker or outlet
    Column("key", text, primary_key=True),  # the voice, or the outlet's name as it is spoken
    Column("name", text, primary_key=True),
    Column("word", text, primary_key=True),
    Column("words", whole, nullable=False),  # how many the name has
    Index("search_names_word", "what", "word"),
    Index("search_names_name", "what", "name"),
    sqlite_strict=True,
)
saved = Table(
    "saved_searches",
    metadata,
    Column("name", text, primary_key=True),
    Column("query", text, nullable=False),
    Column("checked", text),
    Column("version", whole, nullable=False),  # how often it was checked
    sqlite_strict=True,
)
seen = Table(
    "saved_seen",
    metadata,
    Column("search", text, primary_key=True),
    Column("at", whole, primary_key=True, autoincrement=False),
    Column("story", text, nullable=False),
    Column("claim", text, nullable=False),
    Column("figures", text, nullable=False),
    Column("marks", text, nullable=False),  # by which it is known again
    sqlite_strict=True,
)
told = Table(
    "saved_alerts",
    metadata,
    Column("search", text, primary_key=True),
    Column("version", whole, primary_key=True, autoincrement=False),
    Column("at", whole, primary_key=True, autoincrement=False),
    Column("alert", text, nullable=False),
    sqlite_strict=True,
)
DERIVED = (heads, claims, places, speakers, sides, reports, voices, people, names)
KEPT = (saved, seen, told)
