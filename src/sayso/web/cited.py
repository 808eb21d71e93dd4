"""A shelf and a voice -> all that the voice is cited for, story by story, with its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.data import Article, Statement, Witness
from sayso.folding import folded
from sayso.ranking import Ranked
from sayso.show.wording import clean, labels, occasion, outlet, quoted, shorten, speaker, words
from sayso.voices import behind, sides, stands_alone
from sayso.web.library import Appearance, Citation, Cited, Link, Presence, Quote
from sayso.web.shelf import Kept, Shelf, claim_entry

MOST_QUOTES = 4
"""Quotes shown for one claim, one a report; the story's page has all."""
LONGEST_WORDS = 280
"""Characters of a quote; the article has all of it."""


@dataclass(frozen=True, slots=True)
class _Here:
    """A voice in one story, and which of its witnesses it is."""

    kept: Kept
    presence: Presence
    voice: str
    ids: frozenset[str]
    witnesses: dict[str, Witness]


def cited(shelf: Shelf, key: str, *, offset: int = 0, limit: int | None = None) -> Cited | None:
    """All that a voice is cited for, in full for `limit` stories from `offset` on; None where no voice has that id or name."""
    voice = shelf.voices.get(key) or shelf.voices.get(shelf.called.get(folded(key), ""))
    if voice is None:
        return None
    present = shelf.cited[voice.id]
    here = [_here(shelf.kept[one.story], one, voice.id) for one in present]
    days = sorted(day for one in present for day in (one.first, one.last) if day)
    mine = [one.witnesses[who] for one in here for who in sorted(one.ids)]
    aliases = dict.fromkeys(clean(name) for witness in mine for name in (witness.name, *witness.aliases))
    principals = (one.kept.keys.get(one.witnesses[who].speaks_for or "") for one in here for who in sorted(one.ids))
    speakers = (one.kept.keys[who.id] for one in here for who in one.witnesses.values() if who.speaks_for in one.ids)
    return Cited(
        voice=voice,
        aliases=tuple(name for name in aliases if name and name != voice.name),
        speaks_for=_links(shelf, voice.id, (one.id for one in principals if one)),
        spoken_for_by=_links(shelf, voice.id, (one.id for one in speakers)),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        reports=sum(one.reports for one in present),
        against=sum(one.against for one in present),
        declining=sum(one.declining for one in present),
        over_time=present,
        stories=tuple(map(_appearance, here[offset : None if limit is None else offset + limit])),
    )


def appearance(kept: Kept, presence: Presence, voice: str) -> Appearance:
    """What a voice is cited for in one story."""
    return _appearance(_here(kept, presence, voice))


def _here(kept: Kept, presence: Presence, voice: str) -> _Here:
    ids = frozenset(who for who, key in kept.keys.items() if key.id == voice)
    return _Here(kept, presence, voice, ids, {witness.id: witness for witness in kept.ledger.witnesses})


def _links(shelf: Shelf, own: str, ids: Iterable[str]) -> tuple[Link, ...]:
    """Voices by id, once each; one that is never cited itself has no page, and is left out."""
    return tuple(Link(key, shelf.voices[key].name) for key in dict.fromkeys(ids) if key in shelf.voices and key != own)


def _appearance(here: _Here) -> Appearance:
    found = []
    names = labels(here.kept.ledger.articles)
    articles = {article.id: article for article in here.kept.ledger.articles}
    for one in here.kept.claims:
        side = sides(one, here.kept.keys, here.witnesses).get(here.voice)
        if side:
            alone = side == "for" and stands_alone(one, here.kept.keys, here.voice)
            quotes = tuple(_quotes(one, here, articles, names))
            found.append((one, Citation(claim_entry(here.kept.entry.id, one, here.witnesses), side, alone, quotes)))
    found.sort(key=lambda item: (not (item[0].shared and item[1].alone), item[0].number))
    return Appearance(here.kept.entry, tuple(citation for _, citation in found), here.presence.passes_on)


def _quotes(one: Ranked, here: _Here, articles: dict[str, Article], files: dict[str, str]) -> Iterable[Quote]:
    """What each report hangs on the voice for a claim: the longest of its statements."""
    longest: dict[str, tuple[int, Statement]] = {}
    for said in one.statements:
        if here.ids.intersection(behind(said, here.witnesses)):
            length = sum(span.end - span.start for span in said.content)
            if length > longest.get(said.article, (0, said))[0]:
                longest[said.article] = (length, said)
    for _, said in list(longest.values())[:MOST_QUOTES]:
        article = articles[said.article]
        yield Quote(
            outlet=outlet(article, files[article.id]),
            words=shorten(quoted(words(article.text, said.content))[1:-1], LONGEST_WORDS),
            by=speaker(said, here.witnesses),
            published=article.published.isoformat()[:10] if article.published else None,
            occasion=occasion(said.occasion),
            stance=said.stance,
        )
