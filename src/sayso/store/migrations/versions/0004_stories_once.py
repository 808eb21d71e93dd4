"""What is told of a story stands in `stories` alone: the index keeps of it what full text and the order of lists need."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TWICE = ("title", "first", "last", "articles", "outlets", "claims", "shared", "echoed", "disputed")
"""Columns that stood in both tables."""
TAKEN = ("title", "articles", "outlets", "claims", "shared", "echoed", "disputed")


def upgrade() -> None:
    """Take over what the index told of stories, which is what their ledgers say, and drop it there."""
    told = ", ".join(f"{name} = told.{name}" for name in TAKEN)
    days = "first = COALESCE(told.first, ''), last = told.latest"
    op.execute(sa.text(f"UPDATE stories SET {told}, {days} FROM search_stories AS told WHERE told.story = stories.id"))
    for name in TWICE:
        op.drop_column("search_stories", name)
