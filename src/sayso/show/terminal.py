"""Ledgers -> text for a terminal: first what several reports carry, then where they differ, then what each has alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.data import Article, Ledger, Ledgers, Statement, Variant, Witness
from sayso.folding import outlets_of, title_of
from sayso.ranking import Ranked, ranked
from sayso.show.paint import GLUE, Line, Part, paint, whole_days
from sayso.show.wording import (
    FACTUALITY,
    SURE_NOT,
    Lines,
    clean,
    day,
    days,
    interval,
    labels,
    names,
    number,
    occasion,
    outlet,
    quoted,
    shorten,
    speaker,
    words,
)

LONGEST_WORDS = 170
"""Characters of an article's words that are shown unless all is asked for: about two lines."""

LONGEST_VALUE = 80
"""Characters of one of the ways in which reports differ."""

MOST_ARTICLES = 12
"""Articles that a story's head lists unless all is asked for."""

LABEL_SHARE = 1 / 3
"""The part of the width that the names of places may take before words hang behind them no more; narrow terminals stay readable so."""

MOST_CARRIERS = 6
"""Reports whose words are quoted for a claim unless all is asked for; of more, the first ones in the story's order, one fewer."""

MOST_NAMES = 4
"""Reports that are named for one of the ways in which a claim is told unless all is asked for."""

MOST_PLACES = 2
"""Places in one article that are quoted for a claim unless all is asked for; the others are named."""


@dataclass(frozen=True, slots=True)
class _View:
    """One ledger with what is looked up in it again and again."""

    ledger: Ledger
    show_all: bool
    narrow: bool
    labels: dict[str, str]
    articles: dict[str, Article]
    order: dict[str, int]
    statements: dict[str, Statement]
    witnesses: dict[str, Witness]
    lines: dict[str, Lines]


def ledgers_text(ledgers: Ledgers, *, width: int = 100, color: bool = False, show_all: bool = False) -> str:
    """All stories, those with most articles first, wrapped to `width` columns; `show_all` cuts and counts nothing."""
    stories = sorted(ledgers, key=lambda ledger: (-len(ledger.articles), ledger.first or "9", ledger.id))
    lines = [line for ledger in stories for line in (*_story(_view(ledger, width, show_all), width), Line())]
    return paint(lines[:-1], width=width, color=color)


def _view(ledger: Ledger, width: int, show_all: bool) -> _View:
    called = labels(ledger.articles)
    return _View(
        ledger=ledger,
        show_all=show_all,
        narrow=max((len(one) for one in called.values()), default=0) + len(":000  ") > width * LABEL_SHARE,
        labels=called,
        articles={article.id: article for article in ledger.articles},
        order={article.id: at for at, article in enumerate(ledger.articles)},
        statements={statement.id: statement for statement in ledger.statements},
        witnesses={witness.id: witness for witness in ledger.witnesses},
        lines={article.id: Lines(article.text) for article in ledger.articles},
    )


def _story(view: _View, width: int) -> Iterator[Line]:
    claims = ranked(view.ledger)
    shared = [one for one in claims if one.shared]
    disputed = [one for one in claims if not one.shared and one.disputed]
    rest = [one for one in claims if not one.shared and not one.disputed]
    yield from _head(view, shared)
    if len(view.articles) > 1:
        yield from _heading(f"In two or more reports: {number(len(shared), 'claim')}", width)
        for one in shared:
            yield from _claim(view, one)
    differing = [one for one in shared if one.disputed]
    if differing or disputed:
        yield from _heading(f"Where they differ: {number(len(differing) + len(disputed), 'claim')}", width)
        for one in differing:
            yield _pointer(view, one)
        for one in disputed:
            yield from _claim(view, one)
    if rest:
        yield from _heading(f"In one report alone: {number(len(rest), 'claim')}", width)
        yield from _alone(view, rest)


def _head(view: _View, shared: Sequence[Ranked]) -> Iterator[Line]:
    ledger = view.ledger
    label = view.labels
    outlets = outlets_of(ledger)
    facts = [number(len(ledger.articles), "article"), number(len(outlets), "outlet") if outlets else "", days(ledger.first, ledger.last)]
    yield Line(((title_of(ledger), "bold underline"),))
    yield Line(((", ".join(filter(None, facts)), ""),))
    shown = ledger.articles if view.show_all or len(ledger.articles) <= MOST_ARTICLES else ledger.articles[: MOST_ARTICLES - 1]
    wide = max(len(label[article.id]) for article in shown) if shown else 0
    for article in shown:
        published = day(article.published.isoformat()[:10]) if article.published else "no date"
        known = [clean(article.outlet or ""), f"{published} (inferred)" if article.published_inferred else published]
        yield Line(((", ".join(filter(None, known)), "dim"),), indent=2, label=f"{label[article.id]:<{wide}}  ", label_style="cyan")
    if len(shown) < len(ledger.articles):
        yield Line(((f"and {len(ledger.articles) - len(shown)} more", "dim"),), indent=2)
    if len(view.articles) > 1 and shared:
        echoed = sum(one.echoed for one in shared)
        told = f"{number(len(shared), 'claim').capitalize()} in two or more reports; "
        yield Line()
        yield Line(((told, ""), (f"{echoed or 'none'} of them {'goes' if echoed == 1 else 'go'} back to one witness", "bold"), (".", "")))


def _heading(text: str, width: int) -> Iterator[Line]:
    yield Line()
    yield Line(((f"{text} ", "bold"), ("─" * max(width - len(text) - 1, 0), "dim")))


def _alone(view: _View, claims: Sequence[Ranked]) -> Iterator[Line]:
    """What one report has alone: listed, or counted by article."""
    if view.show_all:
        for one in claims:
            yield from _claim(view, one)
        return
    wide = max(map(len, view.labels.values()))
    for article in view.ledger.articles:
        count = sum(one.carriers == (article.id,) for one in claims)
        if count:
            yield Line(((str(count), ""),), indent=2, label=f"{view.labels[article.id]:<{wide}}  ", label_style="cyan")
    yield Line((("--all lists them", "dim"),), indent=2)


def _claim(view: _View, one: Ranked) -> Iterator[Line]:
    claim = one.claim
    label = f"{one.number:>3}  "
    yield Line()
    yield Line(((clean(claim.text), "bold"),), label=label, label_style="bold")
    indent = len(label)
    yield Line(tuple(_finding(view, one)), indent=indent)
    if claim.witnesses.against:
        yield Line(((names(claim.witnesses.against, view.witnesses), ""),), indent=indent, label="against: ", label_style="red")
    if claim.witnesses.declining:
        yield Line(((names(claim.witnesses.declining, view.witnesses), ""),), indent=indent, label="declining: ", label_style="yellow")
    for variant in sorted(claim.variants, key=lambda variant: not variant.conflict):
        kind = f"CONFLICT in {variant.kind}: " if variant.conflict else f"{variant.kind} differs: "
        style = "bold red" if variant.conflict else "magenta"
        yield Line(indent=indent, label=kind, label_style=style, rows=tuple(_values(view, variant, files=True)))
        if view.show_all and variant.why:
            yield Line(((clean(variant.why), "dim"),), indent=indent + len(kind))
    shown = one.carriers if view.show_all or len(one.carriers) <= MOST_CARRIERS else one.carriers[: MOST_CARRIERS - 1]
    for article in shown:
        yield from _places(view, one, article, indent)
    if len(shown) < len(one.carriers):
        yield Line(((f"and {len(one.carriers) - len(shown)} more reports: --all quotes them", "dim"),), indent=indent)
    if view.show_all:
        for reason in claim.reasons:
            yield Line(((clean(reason.text), "dim"),), indent=indent, label=f"rule {reason.rule}: ", label_style="dim")


def _finding(view: _View, one: Ranked) -> Iterator[Part]:
    """ "2 articles, 1 witness: ..." """
    yield f"{number(len(one.carriers), 'article')}, {interval(one.claim.count)}", "bold green"
    who = one.claim.witnesses
    unnamed = ", ".join(f"{clean(group.who)} ({group.size})" if group.size > 1 else clean(group.who) for group in who.unnamed)
    own = ", ".join(outlet(view.articles[key], view.labels[key]) if key in view.articles else key for key in who.own_voice)
    told = [names(who.for_, view.witnesses), f"unnamed: {unnamed}" if unnamed else "", f"own voice of {own}" if own else ""]
    said = "; ".join(filter(None, told))
    if said:
        yield f": {said}", "green"


def _values(view: _View, variant: Variant, *, files: bool) -> Iterator[tuple[Part, ...]]:
    """Each way in which it is told, and by whom."""
    for value in variant.values:
        told = sorted({view.statements[one].article for one in value.statements if one in view.statements}, key=view.order.__getitem__)
        where: Part = (f" ({_names(view, told)})" if files and told else "", "cyan")
        yield (quoted(value.text, None if view.show_all else LONGEST_VALUE), ""), where


def _names(view: _View, articles: Sequence[str]) -> str:
    """ "a.txt, b.txt and 7 more" """
    shown = articles if view.show_all or len(articles) <= MOST_NAMES else articles[: MOST_NAMES - 1]
    more = f" and {len(articles) - len(shown)} more" if len(shown) < len(articles) else ""
    return ", ".join(view.labels[one] for one in shown) + more


def _pointer(view: _View, one: Ranked) -> Line:
    """A claim that was shown already, by its number, and in what its reports differ."""
    parts: list[Part] = []
    for variant in one.claim.variants:
        if variant.conflict:
            values = [part for value in _values(view, variant, files=False) for part in ((f"{GLUE}/ ", "dim"), *value)]
            parts += [("; " if parts else "", ""), (f"{variant.kind}: ", "red"), *values[1:]]
    for word, ids in (("against", one.claim.witnesses.against), ("declining", one.claim.witnesses.declining)):
        if ids:
            parts += [("; " if parts else "", ""), (f"{word}: ", "red"), (names(ids, view.witnesses), "")]
    return Line(((f"{shorten(clean(one.claim.text), LONGEST_VALUE)} —{GLUE}", ""), *parts), label=f"{one.number:>3}  ", label_style="bold")


def _places(view: _View, one: Ranked, article: str, indent: int) -> Iterator[Line]:
    """What one article says of a claim: its words, where they stand, who says so."""
    text, lines, name = view.articles[article].text, view.lines[article], view.labels[article]
    said = [statement for statement in one.statements if statement.article == article and statement.content]
    shown = said if view.show_all else _telling(said)
    for statement in shown:
        label = f"{name}:{lines.number(statement.content[0].start)}  "
        yield Line(tuple(_told(view, statement, words(text, statement.content))), indent=indent, label=label, label_style="cyan", narrow=view.narrow)
    known = {lines.number(statement.content[0].start) for statement in shown}
    others = sorted({lines.number(statement.content[0].start) for statement in said} - known)
    if others:
        also = f"also in line{'s' if len(others) > 1 else ''} {', '.join(map(str, others))}"
        yield Line(((also, "dim"),), indent=indent, label=f"{name}  ", label_style="cyan")


def _telling(said: Sequence[Statement]) -> list[Statement]:
    """Of an article's statements, the most telling for each speaker and stance: attributed ones, then long ones."""
    best: dict[tuple[tuple[str, ...], str], Statement] = {}
    for one in sorted(said, key=lambda one: (not one.speakers, -sum(span.end - span.start for span in one.content), one.content[0].start, one.id)):
        best.setdefault((one.speakers, one.stance), one)
    return sorted(list(best.values())[:MOST_PLACES], key=lambda one: (one.content[0].start, one.id))


def _told(view: _View, statement: Statement, content: str) -> Iterator[Part]:
    yield quoted(content, None if view.show_all else LONGEST_WORDS), ""
    facts = [speaker(statement, view.witnesses)]
    facts += [fact for fact in (occasion(statement.occasion), statement.stance if statement.stance != "asserts" else "") if fact]
    if statement.factuality != "certain+" and statement.stance not in SURE_NOT:
        facts.append(FACTUALITY[statement.factuality])
    yield f" —{GLUE}{whole_days('; '.join(facts))}", "dim"
