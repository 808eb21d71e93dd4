"""Ledgers -> Markdown to paste into a note, a ticket or a message: short, and nothing of a report's text can become markup.

CommonMark 0.31: any punctuation of ASCII may have a backslash before it, which is how a text is kept a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.data import Article, Ledger, Ledgers, Statement, Variant, Witness
from sayso.folding import outlets_of, title_of
from sayso.ranking import Ranked, ranked
from sayso.show.iris import web_address
from sayso.show.wording import clean, day, days, interval, labels, names, number, occasion, outlet, quoted, speaker, words

LONGEST_WORDS = 240
"""Characters of a report's words that are quoted: three lines of a message."""

MOST_PLACES = 6
"""Statements that are quoted for a claim, one fewer where there are more; the others are counted."""

MOST_ALONE = 30
"""Claims of one report alone that are listed; a message that pastes more is not read."""

MARKUP = re.compile(r"[\\`*_\[\]<>#|~&@$]|:(?=\S)")
"""What can begin markup inside a line: CommonMark's, tables and strike-through of GitHub, formulas, emoji, addresses, and names that would
call somebody."""

BARE_ADDRESS = re.compile(r"(?i)\b(www)\.")
"""What some readers make a link of without any mark."""

OPENING = re.compile(r"\A(\d{1,9})([.)])|\A([-+=])")
"""What makes a list or a heading of a line."""


@dataclass(frozen=True, slots=True)
class _View:
    articles: dict[str, Article]
    witnesses: dict[str, Witness]
    labels: dict[str, str]


def ledgers_markdown(ledgers: Ledgers) -> str:
    """All stories, those with most articles first: of each its reports, then its claims as the page and the terminal order them."""
    stories = sorted(ledgers, key=lambda ledger: (-len(ledger.articles), ledger.first or "9", ledger.id))
    return "\n".join("\n".join(_story(ledger)) + "\n" for ledger in stories)


def escaped(text: str) -> str:
    """`text` as text on one line of Markdown, whatever is in it."""
    plain = BARE_ADDRESS.sub(r"\1\.", MARKUP.sub(r"\\\g<0>", clean(text)))
    return OPENING.sub(r"\1\\\2\3", plain)


def _story(ledger: Ledger) -> Iterator[str]:
    view = _View({one.id: one for one in ledger.articles}, {one.id: one for one in ledger.witnesses}, labels(ledger.articles))
    claims = ranked(ledger)
    shared = [one for one in claims if one.shared]
    outlets = outlets_of(ledger)
    facts = (number(len(ledger.articles), "article"), number(len(outlets), "outlet") if outlets else "", days(ledger.first, ledger.last))
    yield f"# {escaped(title_of(ledger))}"
    yield ""
    yield escaped(", ".join(filter(None, facts)))
    yield ""
    for article in ledger.articles:
        yield f"- {_article(article, view)}"
    alone = [one for one in claims if not one.shared and not one.disputed]
    for heading, some in (("In two or more reports", shared), ("Disputed in one report", [o for o in claims if not o.shared and o.disputed])):
        if some:
            yield from ("", f"## {heading}: {number(len(some), 'claim')}")
            for one in some:
                yield ""
                yield from _claim(one, view)
    if alone:
        yield from ("", f"## In one report alone: {number(len(alone), 'claim')}", "")
        yield from (f"{one.number}. {_alone(one, view)}" for one in alone[:MOST_ALONE])
        if len(alone) > MOST_ALONE:
            yield from ("", f"and {number(len(alone) - MOST_ALONE, 'claim')} more")


def _article(article: Article, view: _View) -> str:
    name = escaped(article.title or view.labels[article.id])
    address = web_address(article.url)
    shown = f"[{name}](<{address}>)" if address else name
    published = day(article.published.isoformat()[:10]) if article.published else "no date"
    known = (escaped(article.outlet or ""), f"{published} (inferred)" if article.published_inferred else published)
    return ", ".join((shown, *filter(None, known)))


def _alone(one: Ranked, view: _View) -> str:
    """A claim of one report: what, where, who."""
    article = view.articles[one.carriers[0]]
    who = dict.fromkeys(speaker(statement, view.witnesses) for statement in one.statements)
    return f"{escaped(one.claim.text) or '-'} ({escaped(outlet(article, view.labels[article.id]))}: {escaped(', '.join(who))})"


def _claim(one: Ranked, view: _View) -> Iterator[str]:
    """The claim, how it stands, and the words of each report."""
    claim, who = one.claim, one.claim.witnesses
    yield f"{one.number}. **{escaped(claim.text) or '-'}**"
    inside = " " * (len(str(one.number)) + 2)
    unnamed = ", ".join(f"{group.who} ({group.size})" if group.size > 1 else group.who for group in who.unnamed)
    own = ", ".join(outlet(view.articles[key], view.labels[key]) if key in view.articles else key for key in who.own_voice)
    told = (names(who.for_, view.witnesses), f"unnamed: {unnamed}" if unnamed else "", f"own voice of {own}" if own else "")
    said = "; ".join(filter(None, told))
    yield ""
    yield inside + escaped(f"{number(len(one.carriers), 'article')}, {interval(claim.count)}{f': {said}' if said else ''}")
    yield ""
    for word, ids in (("against", who.against), ("declining", who.declining)):
        if ids:
            yield f"{inside}- {word}: {escaped(names(ids, view.witnesses))}"
    for variant in sorted(claim.variants, key=lambda variant: not variant.conflict):
        yield f"{inside}- {_variant(variant)}"
    shown = one.statements if len(one.statements) <= MOST_PLACES else one.statements[: MOST_PLACES - 1]
    yield from (f"{inside}- {_place(statement, view)}" for statement in shown)
    if len(shown) < len(one.statements):
        yield f"{inside}- and {number(len(one.statements) - len(shown), 'statement')} more"


def _variant(variant: Variant) -> str:
    values = " / ".join(escaped(quoted(value.text)) for value in variant.values)
    return f"**conflict in {variant.kind}**: {values}" if variant.conflict else f"{variant.kind} differs: {values}"


def _place(statement: Statement, view: _View) -> str:
    article = view.articles[statement.article]
    facts = (speaker(statement, view.witnesses), occasion(statement.occasion), statement.stance if statement.stance != "asserts" else "")
    said = escaped(quoted(words(article.text, statement.content), LONGEST_WORDS))
    return f"{escaped(outlet(article, view.labels[article.id]))}: {said} — {escaped('; '.join(filter(None, facts)))}"
