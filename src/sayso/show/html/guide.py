"""How to read the page, for somebody who got it by mail and knows nothing of sayso."""

from __future__ import annotations

from sayso.show.html.markup import Html, join, tag

HOW = (
    "A claim is one thing that is said, however it is worded. The count says how many independent witnesses stand for it: "
    "three articles that all quote one interview are one witness.",
    "“1 to 2 witnesses” means that sources without a name, or outlets that say it in their own voice, may be the same origin or may not.",
    "In the small drawing beside a claim a tick is a report and a dot a witness; an open dot may be the same as another.",
    "A count says how many origins a claim has. It does not say whether the claim is true. It was made by a program, which errs: "
    "read the quoted words before you rely on it.",
)
RULES = {
    "1": "Who passes on what somebody said is no witness; the witness is who said it.",
    "2": "One person is one witness, however often they say it and whatever they are called.",
    "3": "Whoever speaks for somebody is that somebody: a spokeswoman is her ministry, a lawyer his client.",
    "4": "Several who each say it are several; joint speakers of one body are that body.",
    "5": "A document is a witness by its author; who quotes it passes it on.",
    "6": "Sources without a name may be the same people, or a named one: they widen the count to an interval.",
    "7": "An outlet that says it in its own voice counts only where nobody is cited for it, and once for the same words.",
    "8": "Who denies, doubts or declines is no witness for the claim, and is listed apart.",
}
"""The rules of docs/1-what-counts.md in a sentence each, by number."""


def guide() -> Html:
    """A section at the foot of the page; the reasons of the counts lead to its rules."""
    rules = join(tag("li", tag("b", f"Rule {number}"), " ", text, id=f"rule-{number}", tabindex="-1") for number, text in RULES.items())
    return tag("section", tag("h2", "How to read this"), tag("div", join(tag("p", text) for text in HOW)), tag("ul", rules), class_="guide")
