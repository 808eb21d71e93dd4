"""A reading -> text for a terminal: source | cue | content, and what was understood of each."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.data import Reading, Statement, Witness
from sayso.show.paint import Line, Part, paint, whole_days
from sayso.show.wording import Lines, clean, day, number, occasion, speaker, words


def reading_text(reading: Reading, *, width: int = 100, color: bool = False) -> str:
    """The statements of one article, in order of the text, wrapped to `width` columns."""
    return paint(_lines(reading), width=width, color=color)


def _lines(reading: Reading) -> Iterator[Line]:
    article = reading.article
    date = day(article.published.isoformat()[:10]) if article.published else ""
    known = [clean(article.outlet or ""), f"{date} (inferred)" if date and article.published_inferred else date]
    path = "standard input" if article.path == "-" else clean(article.path or article.id)
    yield Line(((clean(article.title or path), "bold"),))
    yield Line(((", ".join(filter(None, (path, *known))), "dim"),))
    own = sum(statement.kind == "own" for statement in reading.statements)
    yield Line(((f"{number(len(reading.statements), 'statement')}, {own or 'none'} in its own voice", ""),))
    lines = Lines(article.text)
    witnesses = {witness.id: witness for witness in reading.witnesses}
    for statement in sorted(reading.statements, key=_place):
        yield Line()
        yield from _statement(reading, statement, lines, witnesses)
    yield Line()


def _place(statement: Statement) -> tuple[int, str]:
    return min((span.start for span in (*statement.source, *statement.cue, *statement.content)), default=0), statement.id


def _statement(reading: Reading, statement: Statement, lines: Lines, witnesses: dict[str, Witness]) -> Iterator[Line]:
    text = reading.article.text
    source, cue, content = (words(text, spans) for spans in (statement.source, statement.cue, statement.content))
    at = lines.number(statement.content[0].start) if statement.content else 1
    parts: list[Part] = [(source or "-", "green"), (" | ", "dim"), (cue or "-", "yellow"), (" | ", "dim"), (content, "bold")]
    yield Line(tuple(parts), label=f"{at:>5}  ", label_style="cyan")
    facts: list[str] = [statement.kind, statement.stance, statement.factuality]
    if statement.type != "speech":
        facts.insert(1, statement.type)
    told = [speaker(statement, witnesses)] if statement.kind != "own" else []
    said = occasion(statement.occasion)
    yield Line(((whole_days("; ".join([*told, ", ".join(facts), *([said] if said else [])])), "dim"),), indent=7)
