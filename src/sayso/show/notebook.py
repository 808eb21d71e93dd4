"""Ledgers and readings as a notebook shows them: a short table in HTML, in the notebook's own colours, without style sheet or script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sayso.data import Article, Ledger, Ledgers, Reading, Statement, Witness
from sayso.folding import outlets_of, title_of
from sayso.ranking import Ranked, ranked
from sayso.show.html.markup import Html, join, tag
from sayso.show.wording import clean, day, days, interval, labels, names, number, occasion, outlet, quoted, speaker, words

MOST_CLAIMS = 20
"""Claims of a story that are shown; the others are counted."""

MOST_STORIES = 5
MOST_STATEMENTS = 40
LONGEST_WORDS = 240
"""Characters of a report's words."""

TABLE = "color:inherit;border-collapse:collapse"
"""Some notebooks begin pages in which a table does not take the colour of what is around it."""

LEFT = "text-align:left;vertical-align:top"
FAINT = "opacity:.7"


def ledger_html(ledger: Ledger) -> str:
    """One story: its head, and its claims in order of weight, each with who stands behind it and, folded, where it is said."""
    claims = ranked(ledger)
    shared = [one for one in claims if one.shared]
    outlets = outlets_of(ledger)
    facts = (number(len(ledger.articles), "article"), number(len(outlets), "outlet") if outlets else "", days(ledger.first, ledger.last))
    told = (
        f"{number(len(shared), 'claim').capitalize()} in two or more reports, {sum(one.echoed for one in shared) or 'none'} of them on one witness."
    )
    title = title_of(ledger)
    articles = {article.id: article for article in ledger.articles}
    witnesses = {witness.id: witness for witness in ledger.witnesses}
    called = labels(ledger.articles)
    rows = join(_claim(one, articles, witnesses, called) for one in claims[:MOST_CLAIMS])
    return tag(
        "div",
        tag("strong", title),
        tag("div", ", ".join(filter(None, facts)), ". ", told, style=FAINT),
        _table(("", "claim", "reports", "witnesses", "who"), rows) if rows else None,
        _more(len(claims) - MOST_CLAIMS, "claim"),
    )


def ledgers_html(ledgers: Ledgers) -> str:
    """The stories with most articles, and what was left out."""
    stories = sorted(ledgers, key=lambda ledger: (-len(ledger.articles), ledger.first or "9", ledger.id))
    skipped = join(tag("li", clean(one.path), ": ", clean(one.reason)) for one in ledgers.skipped)
    return tag(
        "div",
        join((Html(ledger_html(ledger)) for ledger in stories[:MOST_STORIES]), tag("hr")),
        _more(len(stories) - MOST_STORIES, "story", "stories"),
        tag("div", "No stories.") if not stories else None,
        tag("details", tag("summary", number(len(ledgers.skipped), "input"), " left out"), tag("ul", skipped)) if skipped else None,
    )


def reading_html(reading: Reading) -> str:
    """One report: who says what, by which words, as the text goes."""
    article = reading.article
    witnesses = {witness.id: witness for witness in reading.witnesses}
    published = day(article.published.isoformat()[:10]) if article.published else ""
    own = sum(statement.kind == "own" for statement in reading.statements)
    facts = (clean(article.outlet or ""), published, f"{number(len(reading.statements), 'statement')}, {own or 'none'} in its own voice")
    statements = sorted(reading.statements, key=lambda one: (min((span.start for span in one.content), default=0), one.id))
    rows = join(_statement(one, article, witnesses) for one in statements[:MOST_STATEMENTS])
    return tag(
        "div",
        tag("strong", clean(article.title or article.path or "") or "A report"),
        tag("div", "; ".join(filter(None, facts)), style=FAINT),
        _table(("who", "by the words", "says", "how"), rows) if rows else None,
        _more(len(statements) - MOST_STATEMENTS, "statement"),
    )


def _claim(one: Ranked, articles: dict[str, Article], witnesses: dict[str, Witness], called: dict[str, str]) -> Html:
    who = one.claim.witnesses
    own = [outlet(articles[key], called[key]) if key in articles else key for key in who.own_voice]
    told = [names(who.for_, witnesses), *(f"{clean(group.who)} (unnamed)" for group in who.unnamed), *(f"{name} (own voice)" for name in own)]
    told += [f"{word}: {names(ids, witnesses)}" for word, ids in (("against", who.against), ("declining", who.declining)) if ids]
    told += [
        f"conflict in {variant.kind}: {' / '.join(clean(value.text) for value in variant.values)}"
        for variant in one.claim.variants
        if variant.conflict
    ]
    places = join(tag("li", _place(statement, articles[statement.article], witnesses, called)) for statement in one.statements)
    claim = tag("details", tag("summary", clean(one.claim.text)), tag("ul", places))
    return _row((one.number, claim, len(one.carriers), interval(one.claim.count), join(filter(None, told), tag("br"))))


def _place(statement: Statement, article: Article, witnesses: dict[str, Witness], called: dict[str, str]) -> str:
    said = quoted(words(article.text, statement.content), LONGEST_WORDS)
    facts = (speaker(statement, witnesses), occasion(statement.occasion), statement.stance if statement.stance != "asserts" else "")
    return f"{outlet(article, called[article.id])}: {said} — {'; '.join(filter(None, facts))}"


def _statement(statement: Statement, article: Article, witnesses: dict[str, Witness]) -> Html:
    facts = (statement.kind, statement.stance, statement.factuality, occasion(statement.occasion))
    cue = words(article.text, statement.cue)
    return _row((speaker(statement, witnesses), cue, quoted(words(article.text, statement.content), LONGEST_WORDS), ", ".join(filter(None, facts))))


def _table(heads: Sequence[str], rows: Html) -> Html:
    return tag("table", tag("thead", tag("tr", join(tag("th", head, style=LEFT) for head in heads))), tag("tbody", rows), style=TABLE)


def _row(cells: Iterable[object]) -> Html:
    return tag("tr", *(tag("td", cell, style=LEFT) for cell in cells))


def _more(count: int, singular: str, plural: str | None = None) -> Html | None:
    return tag("div", f"and {number(count, singular, plural)} more", style=FAINT) if count > 0 else None
