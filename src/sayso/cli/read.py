"""`sayso read`: one article at a time."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.cli.console import articles_of, ending, finish, layout, progress, write_bytes, write_text


def read(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders, globs, or - for standard input.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one sayso.reading/1 object a line, one line an article.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours, in a terminal too.")] = False,
) -> None:
    """Print each article's statements: who says what, by which words, through whom, when and how sure.

    Example:  sayso read harbour-post.txt
    """
    from datetime import date

    with ending():
        articles, skipped = articles_of(paths)
        from sayso.pipeline import Settings, read_articles
        from sayso.show import reading_text, readings_json

        width, color = layout(no_color)
        with progress("reading") as report:
            readings = read_articles(articles, Settings(today=date.today()), on_progress=report)
            if as_json:
                for line in readings_json(readings):
                    write_bytes(line)
            else:
                for reading in readings:
                    write_text(reading_text(reading, width=width, color=color) + "\n")
    finish(skipped)
