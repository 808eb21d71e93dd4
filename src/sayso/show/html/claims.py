"""A story's claims -> what each stands on: articles, the interval, names, variants, places, reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.data import Reason, Statement
from sayso.ranking import Ranked
from sayso.show.html.fan import fan
from sayso.show.html.guide import RULES
from sayso.show.html.markup import Html, escape, join, tag
from sayso.show.html.variants import variants
from sayso.show.html.view import View
from sayso.show.wording import FACTUALITY, SURE_NOT, clean, interval, number, occasion, quoted, shorten, speaker, words

LONGEST_WORDS = 280
"""Characters of an article's words beside a claim; all of them stand in the article."""
MOST_REPORTS = 6
"""Reports whose words are shown at once; the others unfold."""
MOST_PLACES = 2
"""Places in one report that are quoted for a claim; the others are links."""


def claims(view: View) -> Html:
    """All claims in four parts, those that matter most first; what one report alone has is folded."""
    echoed = [one for one in view.claims if one.echoed]
    shared = [one for one in view.claims if len(one.carriers) > 1 and not one.echoed]
    alone = [one for one in view.claims if len(one.carriers) == 1]
    disputed = [one for one in alone if one.disputed]
    rest = [one for one in alone if not one.disputed]
    several = len(view.articles) > 1
    return join(
        (
            _part("Several reports, one witness", "Each of these goes back to a single origin, however many carry it.", echoed, view),
            _part("Several reports, several or open", "More than one witness, or sources without a name that may be the same.", shared, view),
            _part("In one report, and disputed", "Somebody denies it, declines to confirm it, or the numbers conflict.", disputed, view),
            _part("In one report alone", "", rest, view, folded=several and len(rest) > 0),
            tag("p", "No claim fits.", class_="about none", hidden=True),
        )
    )


def _part(title: str, about: str, found: Sequence[Ranked], view: View, *, folded: bool = False) -> Html:
    if not found:
        return Html("")
    listed = tag("ol", join(_claim(view, one) for one in found), class_="claims")
    heading = tag("h4", title, " ", tag("span", len(found), class_="many"))
    if folded:
        return tag("details", tag("summary", heading), listed, class_="part")
    return tag("section", heading, tag("p", about, class_="about") if about else None, listed, class_="part")


def _claim(view: View, one: Ranked) -> Html:
    anchor = view.claim_anchor(one.number)
    head = tag("h5", tag("a", one.number, href=f"#{anchor}", class_="no"), tag("span", clean(one.claim.text), class_="t"))
    several = len(one.carriers) > 1
    if several or one.disputed or one.claim.variants:
        body = [
            fan(view, one) if several else None,
            head,
            _finding(view, one),
            *_others(view, one),
            variants(view, one.claim.variants),
            _places(view, one),
        ]
    else:
        body = [head, _single(view, one)]
    return tag(
        "li", *body, _reasons(view, one.claim.reasons),
        class_="claim", id=anchor, tabindex="-1", data_f=" ".join(_kinds(one)),
        data_s=" ".join(str(view.numbers[said.id]) for said in one.statements), data_a=" ".join(str(view.order[key] + 1) for key in one.carriers),
    )  # fmt: skip


def _kinds(one: Ranked) -> Iterator[str]:
    """What the filters of the page ask for."""
    count, standing = one.claim.count, one.claim.witnesses
    named = {
        "echoed": one.echoed,
        "several": count.min > 1,
        "open": count.min != count.max,
        "disputed": bool(standing.against or standing.declining),
        "conflict": any(variant.conflict for variant in one.claim.variants),
        "shared": len(one.carriers) > 1,
        "alone": len(one.carriers) == 1,
    }
    return (name for name, is_so in named.items() if is_so)


def _finding(view: View, one: Ranked) -> Html:
    """ "3 articles, 1 witness: NAME" """
    return tag("p", _count(view, one, f"{number(len(one.carriers), 'article')}, "), class_="finding")


def _count(view: View, one: Ranked, before: str = "") -> Html:
    standing = one.claim.witnesses
    unnamed = join((_linked(view, group.id, f"{group.who} ({group.size})" if group.size > 1 else group.who) for group in standing.unnamed), ", ")
    own = join((tag("a", view.names[key], href=f"#{view.article_anchor(key)}") for key in standing.own_voice if key in view.articles), ", ")
    told = join((_people(view, standing.for_), join(("unnamed: ", unnamed)) if unnamed else "", join(("own voice of ", own)) if own else ""), "; ")
    return join((tag("strong", before, interval(one.claim.count)), ": " if told else "", told))


def _single(view: View, one: Ranked) -> Html:
    """ "HARBOUR POST 1 witness: NAME; occasion", for a claim that one report has alone; its words only where they are not those of the claim."""
    said = _telling(one.statements)
    if len(one.statements) > 1 or _core(_bare(view, said[0])) != _core(shorten(quoted(one.claim.text)[1:-1], LONGEST_WORDS)):
        return _finding(view, one) + _places(view, one)
    name = tag("a", view.names[said[0].article], class_="at", **_to(view, said[0]))
    return tag("p", name, " ", _count(view, one), _circumstances(said[0]), class_="finding single")


def _others(view: View, one: Ranked) -> Iterator[Html]:
    for kind, ids in (("against", one.claim.witnesses.against), ("declining", one.claim.witnesses.declining)):
        if ids:
            yield tag("p", tag("b", kind), " ", _people(view, ids), class_=kind)


def _people(view: View, ids: Sequence[str]) -> Html:
    return join((_linked(view, one, view.witnesses[one].name if one in view.witnesses else one) for one in ids), ", ")


def _linked(view: View, witness: str, name: str) -> Html:
    anchor = view.witness_anchor(witness)
    return tag("a", clean(name), href=f"#{anchor}", class_="who") if anchor else escape(clean(name))


def _places(view: View, one: Ranked) -> Html:
    rows = [_report(view, carrier, [said for said in one.statements if said.article == carrier]) for carrier in one.carriers]
    first, more = rows[:MOST_REPORTS], rows[MOST_REPORTS:]
    shown = tag("ul", join(first), class_="places")
    if not more:
        return shown
    return shown + tag("details", tag("summary", f"and {number(len(more), 'more report')}"), tag("ul", join(more), class_="places"), class_="more")


def _report(view: View, carrier: str, said: Sequence[Statement]) -> Html:
    """What one report says of a claim: its words, linked to where they stand, and who says so."""
    best = _telling(said)
    quotes = join((_words(view, statement) for statement in best), " ")
    others = [statement for statement in said if statement not in best and statement.id in view.anchors]
    also = join((tag("a", at, **_to(view, statement)) for at, statement in enumerate(others, len(best) + 1)), " ")
    name = tag("a", view.names[carrier], class_="at", **_to(view, best[0]))
    return tag("li", name, " ", quotes, tag("span", " (also ", also, ")", class_="also") if also else None)


def _to(view: View, statement: Statement) -> dict[str, str | int | float | bool | None]:
    return {"href": f"#{view.anchors.get(statement.id, view.article_anchor(statement.article))}", "data_s": view.numbers[statement.id]}


def _telling(said: Sequence[Statement]) -> list[Statement]:
    """Of a report's statements, the most telling for each speaker and stance: attributed ones, then long ones."""
    best: dict[tuple[tuple[str, ...], str], Statement] = {}
    for one in sorted(said, key=lambda one: (not one.speakers, -sum(span.end - span.start for span in one.content), one.id)):
        best.setdefault((one.speakers, one.stance), one)
    chosen = list(best.values())[:MOST_PLACES]
    return [one for one in said if one in chosen]


def _words(view: View, statement: Statement) -> Html:
    by = tag("span", speaker(statement, view.witnesses), _circumstances(statement), class_="by")
    return join((tag("q", _bare(view, statement), class_="words"), " ", by))


def _bare(view: View, statement: Statement) -> str:
    """A statement's words without quotation marks around them, cut to what is shown."""
    return shorten(quoted(words(view.articles[statement.article].text, statement.content))[1:-1], LONGEST_WORDS)


def _core(text: str) -> str:
    """A wording without what only joins it to its sentence, to see whether two are the same."""
    return text.casefold().removeprefix("that ").strip(" ,.;")


def _circumstances(statement: Statement) -> str:
    """On which occasion it was said, and how, as far as that is out of the ordinary."""
    told = [occasion(statement.occasion), statement.stance if statement.stance != "asserts" else ""]
    if statement.factuality != "certain+" and statement.stance not in SURE_NOT:
        told.append(FACTUALITY[statement.factuality])
    return "".join(f"; {one}" for one in told if one)


def _reasons(view: View, found: Sequence[Reason]) -> Html | None:
    if not found:
        return None
    listed = join(_reason(view, reason) for reason in dict.fromkeys(found))
    return tag("details", tag("summary", f"Why this count: {number(len(set(found)), 'reason')}"), tag("ul", listed), class_="reasons")


def _reason(view: View, reason: Reason) -> Html:
    rule = tag("a", f"rule {reason.rule}", href=f"#rule-{reason.rule}", class_="rule") if reason.rule in RULES else tag("b", clean(reason.rule))
    spots = [(article, start, end) for article, start, end in reason.spans if (article, start) in view.spots]
    shown = join((_spot(view, *spot) for spot in spots), " … ")
    return tag("li", rule, " ", clean(reason.text), join((": ", shown)) if shown else None)


def _spot(view: View, article: str, start: int, end: int) -> Html:
    return tag(
        "a",
        tag("q", shorten(clean(view.articles[article].text[start:end]), LONGEST_WORDS // 4)),
        href=f"#{view.spots[article, start]}",
        class_="spot",
    )
