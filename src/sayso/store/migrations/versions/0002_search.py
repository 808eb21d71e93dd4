"""What searches look up, full text, and saved searches."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

revision = "0002"
down_revision = "0001"

TABLES = {
    "search_stories": (
        "id:n! story:t= title:t title_key:t first:t? last:t? latest:t articles:n outlets:t claims:n shared:n echoed:n disputed:n digest:t"
    ),
    "search_claims": ("id:n! story:t claim:t number:n digest:t text:t reports:n least:n most:n counted:t against:t declining:t first:t? last:t"),
    "search_places": "claim:n! at:n! statement:t article:t label:t outlet:t? outlet_key:t? day:t? stance:t spans:t words:t by:t",
    "search_speakers": "claim:n! at:n! voice:t!",
    "search_sides": "claim:n! voice:t! side:t!",
    "search_reports": "id:n! story:t article:t digest:t label:t outlet:t? outlet_key:t? day:t? title:t",
    "search_voices": (
        "story:t! voice:t! name:t name_key:t kind:t reports:n claims:n alone:n against:n declining:n passes_on:n "
        "aliases:t speaks_for:t spoken_for_by:t"
    ),
    "search_people": "voice:t! name:t name_key:t spoken:t kind:t unnamed:n stories:n claims:n alone:n named_by:t",
    "search_names": "story:t! what:t! key:t! name:t! word:t! words:n",
    "saved_searches": "name:t! query:t checked:t? version:n",
    "saved_seen": "search:t! at:n! story:t claim:t figures:t marks:t",
    "saved_alerts": "search:t! version:n! at:n! alert:t",
}
"""Columns by name and kind: n a whole number, t a text; ! of the primary key, = unique, ? may be missing."""
INDEXES = (
    ("search_stories", "search_stories_order", ["latest", "title_key"]),
    ("search_claims", "search_claims_story", ["story", "number"]),
    ("search_claims", "search_claims_last", ["last"]),
    ("search_claims", "search_claims_reports", ["reports"]),
    ("search_places", "search_places_statement", ["statement"]),
    ("search_places", "search_places_article", ["article"]),
    ("search_places", "search_places_outlet", ["outlet_key"]),
    ("search_speakers", "search_speakers_voice", ["voice"]),
    ("search_sides", "search_sides_voice", ["voice", "side"]),
    ("search_reports", "search_reports_story", ["story"]),
    ("search_voices", "search_voices_voice", ["voice"]),
    ("search_voices", "search_voices_name", ["name_key"]),
    ("search_people", "search_people_order", ["unnamed", "stories", "claims"]),
    ("search_people", "search_people_name", ["name_key"]),
    ("search_names", "search_names_word", ["what", "word"]),
    ("search_names", "search_names_name", ["what", "name"]),
)
WORDS = ("search_claim_words", "search_report_words", "search_story_words")


def upgrade() -> None:
    """Create the tables of search and of saved searches."""
    for table, told in TABLES.items():
        op.create_table(table, *map(_column, told.split()), sqlite_strict=True)
    for table, name, columns in INDEXES:
        op.create_index(name, table, columns)
    for table in WORDS:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(main, further, main_stems, further_stems, tokenize='ascii')")
        else:
            op.execute(f"CREATE TABLE {table} (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
            op.execute(f"CREATE INDEX {table}_all ON {table} USING gin (words)")


def _column(told: str) -> Column[object]:
    name, kind = told.split(":")
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return Column(
        name,
        whole if kind[0] == "n" else text,
        primary_key="!" in kind,
        unique="=" in kind or None,
        nullable="?" in kind,
        autoincrement=False,
    )
