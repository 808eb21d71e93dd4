"""Ledgers -> text for a terminal: first what several reports carry, then where they differ, then what each has alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.data import Article, Claim, Ledger, Ledgers, Statement, Variant, Witness
from sayso.show.paint import Line, Part, paint
from sayso.show.wording import Lines, clean, day, days, interval, labels, names, number, occasion, outlet, quoted, shorten, speaker, words

LONGEST_WORDS = 170
"""Characters of an article's words that are shown unless all is asked for: about two lines."""

LONGEST_VALUE = 80
"""Characters of one of the ways in which reports differ."""

MOST_ARTICLES = 12
"""Articles that a story's head lists unless all is asked for."""

MOST_PLACES = 2
"""Places in one article that are quoted for a claim unless all is asked for; the others are named."""

FACTUALITY = {
    "certain+": "certain",
    "probable+": "probable",
    "possible+": "possible",
    "certain-": "certainly not",
    "probable-": "probably not",
    "possible-": "possibly not",
}
SURE_NOT = ("denies", "declines")
"""Stances that say already what the factuality of their content is."""


@dataclass(frozen=True, slots=True)
class _View:
    """One ledger with what is looked up in it again and again."""

    ledger: Ledger
    show_all: bool
    labels: dict[str, str]
    articles: dict[str, Article]
    order: dict[str, int]
    statements: dict[str, Statement]
    witnesses: dict[str, Witness]
    lines: dict[str, Lines]

    def carriers(self, claim: Claim) -> list[str]:
        """Ids of the articles that carry `claim`, in the story's order."""
        return sorted({self.statements[one].article for one in claim.statements}, key=self.order.__getitem__)

    def rank(self, claim: Claim) -> tuple[int, int, int, int, int, str]:
        """Carried by most articles first, then by fewest witnesses, then in order of the text."""
        at = min((self.order[s.article], s.content[0].start if s.content else 0) for s in map(self.statements.__getitem__, claim.statements))
        return -len(self.carriers(claim)), claim.count.max, claim.count.min, *at, claim.id


def ledgers_text(ledgers: Ledgers, *, width: int = 100, color: bool = False, show_all: bool = False) -> str:
    """All stories, those with most articles first, wrapped to `width` columns; `show_all` cuts and counts nothing."""
    stories = sorted(ledgers, key=lambda ledger: (-len(ledger.articles), ledger.first or "9", ledger.id))
    lines = [line for ledger in stories for line in (*_story(_view(ledger, show_all), width), Line())]
    return paint(lines[:-1], width=width, color=color)


def _view(ledger: Ledger, show_all: bool) -> _View:
    return _View(
        ledger=ledger,
        show_all=show_all,
        labels=labels(ledger.articles),
        articles={article.id: article for article in ledger.articles},
        order={article.id: at for at, article in enumerate(ledger.articles)},
        statements={statement.id: statement for statement in ledger.statements},
        witnesses={witness.id: witness for witness in ledger.witnesses},
        lines={article.id: Lines(article.text) for article in ledger.articles},
    )


def _story(view: _View, width: int) -> Iterator[Line]:
    yield from _head(view)
    claims = sorted((claim for claim in view.ledger.claims if claim.statements), key=view.rank)
    shared = [claim for claim in claims if len(view.carriers(claim)) > 1]
    alone = [claim for claim in claims if len(view.carriers(claim)) == 1]
    disputed = [claim for claim in alone if _differs(claim)]
    numbers = {claim.id: at for at, claim in enumerate([*shared, *disputed], 1)}
    if len(view.articles) > 1:
        yield from _heading(f"In two or more reports: {number(len(shared), 'claim')}", width)
        for claim in shared:
            yield from _claim(view, claim, numbers[claim.id])
    differing = [claim for claim in shared if _differs(claim)]
    if differing or disputed:
        yield from _heading(f"Where they differ: {number(len(differing) + len(disputed), 'claim')}", width)
        for claim in differing:
            yield _pointer(view, claim, numbers[claim.id])
        for claim in disputed:
            yield from _claim(view, claim, numbers[claim.id])
    rest = [claim for claim in alone if claim.id not in numbers]
    if rest:
        yield from _heading(f"In one report alone: {number(len(rest), 'claim')}", width)
        yield from _alone(view, rest)


def _differs(claim: Claim) -> bool:
    return bool(claim.witnesses.against or claim.witnesses.declining) or any(variant.conflict for variant in claim.variants)


def _head(view: _View) -> Iterator[Line]:
    ledger = view.ledger
    label = view.labels
    title = ledger.title or next((article.title for article in ledger.articles if article.title), None) or "Untitled"
    outlets = {article.outlet for article in ledger.articles if article.outlet}
    facts = [number(len(ledger.articles), "article"), number(len(outlets), "outlet") if outlets else "", days(ledger.first, ledger.last)]
    yield Line(((clean(title), "bold underline"),))
    yield Line(((", ".join(filter(None, facts)), ""),))
    shown = ledger.articles if view.show_all or len(ledger.articles) <= MOST_ARTICLES else ledger.articles[: MOST_ARTICLES - 1]
    wide = max(len(label[article.id]) for article in shown) if shown else 0
    for article in shown:
        published = day(article.published.isoformat()[:10]) if article.published else "no date"
        known = [clean(article.outlet or ""), f"{published} (inferred)" if article.published_inferred else published]
        yield Line(((", ".join(filter(None, known)), "dim"),), indent=2, label=f"{label[article.id]:<{wide}}  ", label_style="cyan")
    if len(shown) < len(ledger.articles):
        yield Line(((f"and {len(ledger.articles) - len(shown)} more", "dim"),), indent=2)


def _heading(text: str, width: int) -> Iterator[Line]:
    yield Line()
    yield Line(((f"{text} ", "bold"), ("─" * max(width - len(text) - 1, 0), "dim")))


def _alone(view: _View, claims: Sequence[Claim]) -> Iterator[Line]:
    """What one report has alone: listed, or counted by article."""
    if view.show_all:
        for at, claim in enumerate(sorted(claims, key=lambda claim: view.rank(claim)[3:]), 1):
            yield from _claim(view, claim, at, label=f"+{at}")
        return
    wide = max(map(len, view.labels.values()))
    for article in view.ledger.articles:
        count = sum(view.carriers(claim) == [article.id] for claim in claims)
        if count:
            yield Line(((str(count), ""),), indent=2, label=f"{view.labels[article.id]:<{wide}}  ", label_style="cyan")
    yield Line((("--all lists them", "dim"),), indent=2)


def _claim(view: _View, claim: Claim, at: int, *, label: str = "") -> Iterator[Line]:
    label = f"{label or at:>3}  "
    yield Line()
    yield Line(((clean(claim.text), "bold"),), label=label, label_style="bold")
    indent = len(label)
    yield Line(tuple(_finding(view, claim)), indent=indent)
    if claim.witnesses.against:
        yield Line(((names(claim.witnesses.against, view.witnesses), ""),), indent=indent, label="against: ", label_style="red")
    if claim.witnesses.declining:
        yield Line(((names(claim.witnesses.declining, view.witnesses), ""),), indent=indent, label="declining: ", label_style="yellow")
    for variant in sorted(claim.variants, key=lambda variant: not variant.conflict):
        kind = f"CONFLICT in {variant.kind}: " if variant.conflict else f"{variant.kind} differs: "
        style = "bold red" if variant.conflict else "magenta"
        yield Line(tuple(_values(view, variant, files=True)), indent=indent, label=kind, label_style=style)
    for article in view.carriers(claim):
        yield from _places(view, claim, article, indent)
    if view.show_all:
        for reason in claim.reasons:
            yield Line(((clean(reason.text), "dim"),), indent=indent, label=f"rule {reason.rule}: ", label_style="dim")


def _finding(view: _View, claim: Claim) -> Iterator[Part]:
    """ "2 articles, 1 witness: ..." """
    yield f"{number(len(view.carriers(claim)), 'article')}, {interval(claim.count)}", "bold green"
    who = claim.witnesses
    unnamed = ", ".join(f"{clean(group.who)} ({group.size})" if group.size > 1 else clean(group.who) for group in who.unnamed)
    own = ", ".join(outlet(view.articles[one], view.labels[one]) if one in view.articles else one for one in who.own_voice)
    told = [names(who.for_, view.witnesses), f"unnamed: {unnamed}" if unnamed else "", f"own voice of {own}" if own else ""]
    said = "; ".join(filter(None, told))
    if said:
        yield f": {said}", "green"


def _values(view: _View, variant: Variant, *, files: bool) -> Iterator[Part]:
    for at, value in enumerate(variant.values):
        yield (" / " if at else ""), "dim"
        yield quoted(value.text, None if view.show_all else LONGEST_VALUE), ""
        told = sorted({view.statements[one].article for one in value.statements if one in view.statements}, key=view.order.__getitem__)
        if files and told:
            yield f" ({', '.join(view.labels[one] for one in told)})", "cyan"


def _pointer(view: _View, claim: Claim, at: int) -> Line:
    """A claim that was shown already, by its number, and in what its reports differ."""
    parts: list[Part] = []
    for variant in claim.variants:
        if variant.conflict:
            parts += [("; " if parts else "", ""), (f"{variant.kind}: ", "red"), *_values(view, variant, files=False)]
    for word, ids in (("against", claim.witnesses.against), ("declining", claim.witnesses.declining)):
        if ids:
            parts += [("; " if parts else "", ""), (f"{word}: ", "red"), (names(ids, view.witnesses), "")]
    return Line(((f"{shorten(clean(claim.text), LONGEST_VALUE)} — ", ""), *parts), label=f"{at:>3}  ", label_style="bold")


def _places(view: _View, claim: Claim, article: str, indent: int) -> Iterator[Line]:
    """What one article says of a claim: its words, where they stand, who says so."""
    text, lines, name = view.articles[article].text, view.lines[article], view.labels[article]
    said = [one for one in (view.statements[key] for key in dict.fromkeys(claim.statements)) if one.article == article and one.content]
    said.sort(key=lambda one: (one.content[0].start, one.id))
    shown = said if view.show_all else _telling(said)
    for statement in shown:
        label = f"{name}:{lines.number(statement.content[0].start)}  "
        yield Line(tuple(_told(view, statement, words(text, statement.content))), indent=indent, label=label, label_style="cyan")
    known = {lines.number(statement.content[0].start) for statement in shown}
    others = sorted({lines.number(statement.content[0].start) for statement in said} - known)
    if others:
        yield Line(
            ((f"also in line{'s' if len(others) > 1 else ''} {', '.join(map(str, others))}", "dim"),),
            indent=indent,
            label=f"{name}  ",
            label_style="cyan",
        )


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
    yield f" — {'; '.join(facts)}", "dim"
