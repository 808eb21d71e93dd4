"""Stories for searches: the bridge and the flood of the other tests, and one that is told in steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from show.made import spans

from sayso.data import Article, Claim, Count, Ledger, Standing, Statement, Witness
from sayso.ids import content_id

MAYOR = Witness("m", "Zoë Brandt-Okafor", "person", ("Brandt-Okafor", "the mayor"))
CHIEF = Witness("c", "Ivo Stavros", "person", ("Stavros",))
OWNER = Witness("o", "Kestrel Works", "organisation", ("Kestrel",))
PEOPLE = (MAYOR, CHIEF, OWNER)

Said = tuple[str, str | None, str]
"""Words, whose they are (None: the outlet's own), and which claim they belong to."""


def report(key: str, outlet: str | None, day: date | None, *said: Said) -> tuple[Article, tuple[Statement, ...], tuple[str, ...]]:
    """An article that says each thing in a sentence of its own; its statements, and their claims."""
    text = " ".join(f"{words.capitalize()}." for words, _, _ in said)
    article = Article(key, text, f"Report {key} from the foundry", outlet, published=day, path=f"in/{key}.txt")
    made = []
    for words, who, claim in said:
        (span,) = spans(text, words.capitalize())
        stance = "denies" if claim.startswith("-") else "declines" if claim.startswith("?") else "asserts"
        own = content_id(key, span)
        made.append(Statement(own, key, (span,), speakers=(who,) if who else (), kind="indirect" if who else "own", stance=stance))  # type: ignore[arg-type]
    return article, tuple(made), tuple(claim.lstrip("-?") for _, _, claim in said)


def told(*reports: tuple[Article, tuple[Statement, ...], tuple[str, ...]], title: str = "Fire at the foundry") -> Ledger:
    """The ledger of these reports: a claim's id derives from its statements, its witnesses from who says them, as in a real one."""
    of: dict[str, list[Statement]] = {}
    for _, said, claims in reports:
        for one, claim in zip(said, claims, strict=True):
            of.setdefault(claim, []).append(one)
    texts = {article.id: article.text for article, _, _ in reports}
    made = tuple(_claim(statements, texts) for statements in of.values())
    days = sorted(str(article.published) for article, _, _ in reports if article.published)
    first, last = (days[0], days[-1]) if days else (None, None)
    every = tuple(one for _, said, _ in reports for one in said)
    return Ledger("", title, first, last, tuple(article for article, _, _ in reports), every, made, PEOPLE)


def _claim(said: list[Statement], texts: dict[str, str]) -> Claim:
    ids = tuple(one.id for one in said)
    (span, *_) = said[0].content
    by = {
        stance: tuple(dict.fromkeys(who for one in said if one.stance == stance for who in one.speakers))
        for stance in ("asserts", "denies", "declines")
    }
    own = tuple(dict.fromkeys(one.article for one in said if not one.speakers))
    standing = Standing(by["asserts"], (), own, by["denies"], by["declines"])
    count = Count(max(len(by["asserts"]), int(bool(own))), len(by["asserts"]) + len(own))
    return Claim(content_id(*sorted(ids)), texts[said[0].article][span.start : span.end], ids, standing, count)


def fire() -> Ledger:
    """Three reports of a fire: one thing on one witness in all of them, one disputed, one that the outlets say themselves."""
    first = (("the foundry burned down in the night", "c", "burned"), ("it was arson", "m", "arson"))
    second = (("the old foundry burnt to the ground", "c", "burned"), ("nobody set the foundry on fire", "o", "-arson"))
    third = (("the foundry had burned, he told us", "c", "burned"), ("work begins again in May", None, "work"))
    return told(
        report("r1", "Valley Courier", date(2025, 4, 1), *first),
        report("r2", "Morning Gazette", date(2025, 4, 2), *second),
        report("r3", None, date(2025, 4, 3), *third),
    )


def renamed(ledger: Ledger, key: str) -> Ledger:
    """The same story from other articles, so that a store takes it for another."""
    articles = tuple(replace(one, id=f"{key}{one.id}") for one in ledger.articles)
    return replace(ledger, articles=articles, statements=tuple(replace(one, article=f"{key}{one.article}") for one in ledger.statements))
