"""The command line: one command a file. Exit 0 done, 1 done with inputs skipped and listed, 2 could not run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from sayso.cli.add import add
from sayso.cli.alerts import alerts
from sayso.cli.bulk import bulk
from sayso.cli.compare import compare
from sayso.cli.export import export
from sayso.cli.read import read
from sayso.cli.search import search
from sayso.cli.serve import serve
from sayso.cli.show import show
from sayso.cli.stories import stories
from sayso.cli.watch import watch

app = typer.Typer(name="sayso", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")
app.command()(compare)
app.command()(read)
app.command()(add)
app.command()(watch)
app.command()(stories)
app.command()(show)
app.command()(search)
app.add_typer(alerts)
app.command()(export)
app.command()(serve)
app.command()(bulk)


def _version(asked: bool) -> None:
    if asked:
        from sayso import __version__

        print(f"sayso {__version__}")
        raise typer.Exit


@app.callback(epilog="Example:  [bold]sayso compare reports/*.txt[/bold]")
def _sayso(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")] = False,
) -> None:
    """Who says so? Reads many reports of the same events and counts the independent witnesses behind every claim."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command that `arguments` (sys.argv's, if None) name, and leaves with its exit status."""
    app(args=None if arguments is None else list(arguments), prog_name="sayso")
