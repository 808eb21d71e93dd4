"""A story's articles -> columns of text in which every statement is marked and leads to its claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.data import Article
from sayso.show.html.marks import Segment
from sayso.show.html.markup import Html, escape, join, outward, tag
from sayso.show.html.view import View
from sayso.show.wording import clean, day, shorten

LEGEND = (
    ("w", "source"),
    ("q", "cue"),
    ("c", "content"),
    ("c no", "denied or declined"),
    ("o", "own voice"),
)
"""Class of a segment and what it is called."""
LONGEST_ADDRESS = 80
"""Characters of an address that no link can be made of."""


def articles(view: View) -> Html:
    """All articles side by side, in the story's order, with a legend above."""
    keys = join((tag("span", name, class_=f"key {kind}") for kind, name in LEGEND), " ")
    legend = tag("p", keys, " ", tag("span", "Numbers lead to the claims.", class_="hint"), class_="legend")
    return legend + tag("div", join(_column(view, article) for article in view.articles.values()), class_="columns")


def _column(view: View, article: Article) -> Html:
    anchor = view.article_anchor(article.id)
    head = tag("header", tag("h4", view.names[article.id], id=f"{anchor}h"), tag("p", join(_facts(view, article), " · "), class_="facts"))
    text = tag(
        "div", join(_paragraphs(view, article), "\n"), class_="text", tabindex="0", role="group", aria_labelledby=f"{anchor}h", lang=article.language
    )
    return tag("article", head, text, class_="column", id=anchor, tabindex="-1", data_a=view.order[article.id] + 1, aria_labelledby=f"{anchor}h")


def _facts(view: View, article: Article) -> Iterator[object]:
    published = day(article.published.isoformat()[:10]) if article.published else "no date"
    yield f"{published} (inferred)" if article.published_inferred else published
    if article.byline:
        yield clean(article.byline)
    yield from (f"credit: {clean(credit)}" for credit in article.credits)
    if view.files[article.id] != view.names[article.id]:
        yield view.files[article.id]
    link = outward(article.url)
    if link:
        yield tag("a", "original", href=link, rel="noopener noreferrer", title=link)
    elif article.url:
        yield shorten(clean(article.url), LONGEST_ADDRESS)


def _paragraphs(view: View, article: Article) -> Iterator[Html]:
    title = clean(article.title or "")
    for at, pieces in enumerate(view.texts[article.id]):
        if pieces:
            text = article.text[pieces[0].span.start : pieces[-1].span.end]
            above = pieces[-1].span.end <= article.body
            kind = "above" if above else "title" if at < 3 and title and clean(text) == title else None
            yield tag("p", join(_segment(view, article, one) for one in pieces), class_=kind)


def _segment(view: View, article: Article, one: Segment) -> Html:
    text = escape(article.text[one.span.start : one.span.end])
    anchor = view.spots.get((article.id, one.span.start))
    told = sorted({claim for statement in one.ends for claim in view.told.get(statement, ())})
    refs = join(tag("a", claim, href=f"#{view.claim_anchor(claim)}", class_="n", aria_label=f"claim {claim}") for claim in told)
    if not one.parts:
        return tag("span", text, refs, id=anchor) if anchor else text + refs
    keys = dict.fromkeys(str(view.numbers[statement]) for _, statement in one.parts)
    return tag("span", text, refs, class_=" ".join(_classes(view, one)), id=anchor, data_s=" ".join(keys))


def _classes(view: View, one: Segment) -> Sequence[str]:
    """w for a source, q for a cue, c for attributed content (no: denied or declined; d: inside another's), o for own voice alone."""
    roles = {role for role, _ in one.parts}
    held = [view.statements[statement] for role, statement in one.parts if role == "content"]
    told = [statement for statement in held if statement.kind != "own"]
    found = [mark for role, mark in (("source", "w"), ("cue", "q")) if role in roles]
    if told:
        found += ["c", *(["no"] if told[0].stance in ("denies", "declines", "doubts") else []), *(["d"] if len(told) > 1 else [])]
    return found if found else ["o"]
