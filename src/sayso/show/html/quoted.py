"""Who is quoted where -> a table: one row a witness."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.data import Statement, Witness
from sayso.show.html.markup import Html, join, tag
from sayso.show.html.view import View
from sayso.show.wording import clean, names

KINDS = {"person": "person", "organisation": "body", "government": "government", "document": "document", "outlet": "outlet", "unnamed": "unnamed"}
MOST_REPORTS, MOST_CLAIMS = 8, 24
"""Reports and claims that a row names at once; the others unfold."""
ABOUT = "Strong numbers: claims of several reports that stand on this witness alone."


def quoted_table(view: View) -> Html:
    """Everybody who says something, those in most articles first."""
    rows = [(witness, view.voices.get(witness.id, ())) for witness in view.ledger.witnesses]
    passing = {key for one in view.statements.values() for key in one.chain}
    kept = [(witness, said) for witness, said in rows if said or witness.id in passing or _anywhere(view, witness)]
    if not kept:
        return Html("")
    kept.sort(key=lambda row: (-len({one.article for one in row[1]}), -len(row[1]), clean(row[0].name).casefold(), row[0].id))
    titles = ("Who", "Kind", "Statements", "Reports", "Claims for", "Against, declining")
    head = tag("tr", join(tag("th", title, scope="col") for title in titles))
    body = join((_row(view, witness, said) for witness, said in kept), "\n")
    table = tag("table", tag("caption", "Who is quoted where"), tag("thead", head), tag("tbody", body), class_="quoted")
    return tag("p", ABOUT, class_="about") + tag("div", table, class_="wide", tabindex="0", role="group", aria_label="Who is quoted where")


def _anywhere(view: View, witness: Witness) -> bool:
    return any(witness.id in (*one.claim.witnesses.for_, *one.claim.witnesses.against, *one.claim.witnesses.declining) for one in view.claims)


def _row(view: View, witness: Witness, said: Sequence[Statement]) -> Html:
    standing = [(one, one.claim.witnesses) for one in view.claims]
    behind = [one.number for one, who in standing if witness.id in (*who.for_, *(group.id for group in who.unnamed))]
    alone = {one.number for one in view.claims if one.echoed and one.number in behind}
    other = [one.number for one, who in standing if witness.id in (*who.against, *who.declining)]
    principal = names([witness.speaks_for], view.witnesses) if witness.speaks_for else ""
    kind = f"{KINDS[witness.kind]}, for {principal}" if principal and principal != clean(witness.name) else KINDS[witness.kind]
    passes = any(witness.id in one.chain for one in view.statements.values())
    return tag(
        "tr",
        tag("th", clean(witness.name), scope="row"),
        tag("td", kind, ", passes on" if passes else None),
        tag("td", len(said) or "–", class_="num"),
        tag("td", _reports(view, said)),
        tag("td", _unfolding([_number(view, number, alone) for number in behind], MOST_CLAIMS, " ")),
        tag("td", _unfolding([_number(view, number, set()) for number in other], MOST_CLAIMS, " ")),
        id=view.witness_anchor(witness.id),
        tabindex="-1",
    )


def _number(view: View, number: int, alone: set[int]) -> Html:
    """A claim's number; strong where this witness is the only one behind several reports."""
    link = tag("a", number, href=f"#{view.claim_anchor(number)}", aria_label=f"claim {number}{', the only witness' if number in alone else ''}")
    return tag("strong", link) if number in alone else link


def _reports(view: View, said: Sequence[Statement]) -> Html:
    """The reports in which somebody is quoted, each with how often, linked to the first place."""
    found: dict[str, list[Statement]] = {}
    for one in sorted(said, key=lambda one: (view.order[one.article], min((span.start for span in one.content), default=0))):
        found.setdefault(one.article, []).append(one)
    return _unfolding([_report(view, article, here) for article, here in found.items()], MOST_REPORTS, ", ")


def _unfolding(parts: Sequence[Html], most: int, between: str) -> Html:
    first, more = join(parts[:most], between), parts[most:]
    return first + tag("details", tag("summary", f"and {len(more)} more"), join(more, between)) if more else first


def _report(view: View, article: str, here: Sequence[Statement]) -> Html:
    anchor = view.anchors.get(here[0].id, view.article_anchor(article))
    return tag("a", view.names[article], href=f"#{anchor}", data_s=view.numbers[here[0].id]) + (f" {len(here)}" if len(here) > 1 else "")
