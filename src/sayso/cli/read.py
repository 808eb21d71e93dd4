"""`sayso read`: one article at a time."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.cli.console import Fast, Fields, Paths, Private, articles_of, ending, finish, layout, progress, write_bytes, write_text
from sayso.cli.pager import pager_here, show_text


def read(
    paths: Paths,
    as_json: Annotated[bool, typer.Option("--json", help="Print one sayso.reading/1 object a line, one line an article.")] = False,
    fields: Fields = None,
    fast: Fast = False,
    private: Private = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours, in a terminal too.")] = False,
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="Never page what is longer than the screen; each article shows when it is read.")
    ] = False,
) -> None:
    """Print each article's statements: who says what, by which words, through whom, when and how sure.

    Example:  sayso read harbour-post.txt
    """
    from datetime import date

    with ending():
        articles, skipped = articles_of(paths, fields=fields, private=private, fast=fast)
        from sayso.pipeline import Settings, read_articles
        from sayso.show import reading_text, readings_json

        width, color = layout(no_color)
        paged = not no_pager and pager_here()
        collected: list[str] = []
        with progress("reading") as report:
            readings = read_articles(articles, Settings(today=date.today()), on_progress=report)
            if as_json:
                for line in readings_json(readings):
                    write_bytes(line)
            else:
                for reading in readings:
                    text = reading_text(reading, width=width, color=color) + "\n"
                    if paged:
                        collected.append(text)
                    else:
                        write_text(text)
        if collected:
            show_text("".join(collected), paged=True)
    finish(skipped)
