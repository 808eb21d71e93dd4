"""A ledger of many reports, made by rule: a flood, told by dozens of outlets, most of which go back to few people."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sayso.data import Article, Claim, Count, Group, Ledger, Ledgers, Occasion, Reason, Span, Standing, Statement, Variant, VariantValue, Witness

PEOPLE = ("Mara Oduya", "Jonas Wexel", "Ilse Tarrant", "Pavel Brandt", "Noor Halim", "Edith Quill", "Tomas Reyl", "Greta Almond")
PLACES = ("Radio Two", "Tern Television", "the town hall", "the Wire")
THINGS = (
    "the dam",
    "the river",
    "the lower town",
    "the bridge",
    "the hospital",
    "the railway",
    "the water plant",
    "the school",
    "the market",
    "the mill",
)
DEEDS = ("was closed", "held", "was flooded", "had been warned", "will be rebuilt", "stood under water", "was evacuated", "lost its power")
WHEN = ("on Monday", "in the night", "before dawn", "for two days", "within an hour", "by noon")
FILLER = "The rain had begun on the Saturday and did not let up, and the gauges along the valley rose hour by hour until nobody read them any more."

SHARED, FEW = 60, 24
"""Claims that several reports may carry, and how many a report has for itself."""


def many(reports: int = 60, *, seed: int = 7) -> Ledgers:
    """One story of `reports` reports with about 44 statements each, as dense as news is; the same numbers give the same ledger."""
    chance = random.Random(seed)
    witnesses = [Witness(f"p{i}", name, "person") for i, name in enumerate(PEOPLE)]
    witnesses += [Witness("wire", "the Wire", "outlet"), *(Witness(f"u{i}", f"official {i}", "unnamed") for i in range(60))]
    shared = [f"{THINGS[i % len(THINGS)]} {DEEDS[(i * 3 + i // 10) % len(DEEDS)]} {WHEN[i % len(WHEN)]}" for i in range(SHARED)]
    articles: list[Article] = []
    statements: list[Statement] = []
    carried: dict[str, list[str]] = {}
    for at in range(reports):
        told = sorted(chance.sample(range(SHARED), 20))
        own = [f"{THINGS[(at + i) % len(THINGS)]} cost {at * 30 + i + 100} crowns a day more than the valley had been told" for i in range(FEW)]
        article, said = _report(at, [shared[i] for i in told] + own, [f"c{i}" for i in told] + [f"a{at}n{i}" for i in range(FEW)])
        articles.append(article)
        statements += said
        for one in said:
            carried.setdefault(one.id.split("-")[1], []).append(one.id)
    claims = [_claim(key, ids, {one.id: one for one in statements}, {a.id: a for a in articles}) for key, ids in carried.items()]
    days = [str(article.published) for article in articles]
    return Ledgers(
        (Ledger("many", "Flood in the Tern valley", min(days), max(days), tuple(articles), tuple(statements), tuple(claims), tuple(witnesses)),)
    )


def _report(at: int, contents: list[str], keys: list[str]) -> tuple[Article, list[Statement]]:
    """A report that says each of `contents` once, and its statements."""
    text = f"Flood in the Tern valley, report {at}\n\n"
    made: list[Statement] = []
    key = f"art{at:03}"
    for i, (content, claim) in enumerate(zip(contents, keys, strict=True)):
        who = (int(claim[1:]) if claim[0] == "c" else at) % len(PEOPLE)
        name = PEOPLE[who]
        start = len(text)
        words = content if i % 3 else content.replace("the ", "all of the ", 1)
        text += f"{words.capitalize()}, {name} said. {FILLER}\n"
        source = text.index(name, start)
        spans = (Span(start, start + len(words)),), (Span(source + len(name) + 1, source + len(name) + 5),), (Span(source, source + len(name)),)
        speaker = f"u{at}" if i % 11 == 7 else f"p{who}"
        said = Occasion("interview", PLACES[who % len(PLACES)], str(date(2025, 3, 1) + timedelta(who % 5))) if i % 2 else None
        made.append(Statement(f"s{at}-{claim}", key, *spans, (speaker,), "indirect", chain=("wire",) if i % 5 == 2 else (), occasion=said))
    day = date(2025, 3, 2) + timedelta(at % 9)
    outlet = f"Valley Paper {at}" if at % 10 else None
    return Article(key, text, f"Flood in the Tern valley, report {at}", outlet, f"https://paper{at}.example/flood", day, path=f"in/{key}.txt"), made


def _claim(key: str, ids: list[str], statements: dict[str, Statement], articles: dict[str, Article]) -> Claim:
    said = [statements[one] for one in ids]
    named = tuple(sorted({who for one in said for who in one.speakers if who[0] == "p"}))
    unnamed = tuple(Group(who, f"official {who[1:]}", 1) for who in sorted({who for one in said for who in one.speakers if who[0] == "u"}))
    words = [(articles[one.article].text[one.content[0].start : one.content[0].end], one.id) for one in said]
    ways = {text: tuple(one for other, one in words if other == text) for text, _ in words}
    differs = (Variant("detail", False, tuple(VariantValue(text, found) for text, found in ways.items())),) if len(ways) > 1 else ()
    first = said[0].source[0]
    reasons = (Reason("2", "one person, several occasions", named, ((said[0].article, first.start, first.end),)),)
    count = Count(max(len(named), 1), len(named) + len(unnamed))
    return Claim(key, words[0][0], tuple(ids), Standing(named, unnamed), count, differs, reasons)
