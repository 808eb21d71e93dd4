"""What is asked for each new article is answered without walking through all stories: of those merged, and of those in which a voice is cited."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """The index of merged stories holds no others; voices are in order of their stories' latest days."""
    gone = sa.text("merged_into IS NOT NULL")
    op.drop_index("stories_merged", "stories")
    op.create_index("stories_merged", "stories", ["merged_into"], sqlite_where=gone, postgresql_where=gone)
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.add_column("search_voices", Column("latest", text, nullable=False, server_default=""))
    latest = "(SELECT latest FROM search_stories AS told WHERE told.story = search_voices.story)"
    op.execute(sa.text(f"UPDATE search_voices SET latest = COALESCE({latest}, '')"))
    op.drop_index("search_voices_voice", "search_voices")
    op.create_index("search_voices_voice", "search_voices", ["voice", "latest"])
