"""JSON -> nouns: the other way round, without what the JSON leaves out."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

import msgspec

from sayso import data
from sayso.codec import shapes
from sayso.errors import InputError

Shape = TypeVar("Shape", bound=shapes.Record)


def decode_ledgers(raw: bytes) -> data.Ledgers:
    """The Ledgers that a sayso.ledgers/1 object holds. Raises InputError if `raw` is none."""
    found = _decoded(raw, shapes.Ledgers)
    return data.Ledgers(tuple(map(_story, found.stories)), tuple(data.Skipped(one.path, one.reason) for one in found.skipped))


def decode_story(raw: bytes) -> data.Ledger:
    """The Ledger that a sayso.story/1 object holds. Raises InputError if `raw` is none."""
    return _story(_decoded(raw, shapes.Story))


def decode_reading(raw: bytes) -> data.Reading:
    """The Reading that a sayso.reading/1 object holds, without sentences, clauses, names and propositions. Raises InputError if `raw` is none."""
    found = _decoded(raw, shapes.Reading)
    return data.Reading(
        article=_article(found.article),
        sentences=(),
        clauses=(),
        names=(),
        mentions=tuple(data.Mention(data.Span(*one.span), one.witness, one.type) for one in found.mentions),
        witnesses=tuple(_witness(one, {}) for one in found.witnesses),
        statements=tuple(map(_statement, found.statements)),
        propositions=(),
    )


def _decoded(raw: bytes, shape: type[Shape]) -> Shape:
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"not {shape.__struct_config__.tag}: {error}") from None


def _moment(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text) if len(text) == len("2000-01-01") else datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"not a date: {text}") from None


def _spans(pairs: tuple[tuple[int, int], ...]) -> tuple[data.Span, ...]:
    return tuple(data.Span(*pair) for pair in pairs)


def _article(one: shapes.Article) -> data.Article:
    return data.Article(
        id=one.id,
        text=one.text,
        title=one.title,
        outlet=one.outlet,
        url=one.url,
        published=_moment(one.published),
        published_inferred=one.published_inferred,
        language=one.language,
        byline=one.byline,
        credits=one.credits,
        path=one.path,
        updated=_moment(one.updated),
        seen=one.seen,
        raw=one.raw,
    )


def _statement(one: shapes.Statement) -> data.Statement:
    said = one.occasion
    return data.Statement(
        id=one.id,
        article=one.article,
        content=_spans(one.content),
        cue=_spans(one.cue),
        source=_spans(one.source),
        speakers=one.speakers,
        kind=one.kind,
        type=one.type,
        chain=one.chain,
        occasion=data.Occasion(said.what, said.where, said.date, data.Span(*said.span) if said.span else None) if said else None,
        stance=one.stance,
        factuality=one.factuality,
        times=tuple(data.Time(data.Span(*time.span), time.value, time.type) for time in one.times),
        quantities=tuple(data.Quantity(data.Span(*some.span), some.value, some.unit, some.comparison, some.of) for some in one.quantities),
    )


def _claim(one: shapes.Claim) -> data.Claim:
    who = one.witnesses
    unnamed = tuple(data.Group(group.id, group.who, group.size) for group in who.unnamed)
    return data.Claim(
        id=one.id,
        text=one.text,
        statements=one.statements,
        witnesses=data.Standing(who.for_, unnamed, who.own_voice, who.against, who.declining),
        count=data.Count(one.count.min, one.count.max),
        variants=tuple(
            data.Variant(
                variant.kind,
                variant.conflict,
                tuple(data.VariantValue(value.text, value.statements, value.witnesses) for value in variant.values),
                variant.why,
            )
            for variant in one.variants
        ),
        reasons=tuple(data.Reason(why.rule, why.text, why.witnesses, why.spans) for why in one.reasons),
    )


def _witness(one: shapes.Witness, sizes: dict[str, int]) -> data.Witness:
    return data.Witness(one.id, one.name, one.kind, one.aliases, one.speaks_for, sizes.get(one.id, 1))


def _story(one: shapes.Story) -> data.Ledger:
    claims = tuple(map(_claim, one.claims))
    sizes = {group.id: group.size for claim in claims for group in claim.witnesses.unnamed}
    return data.Ledger(
        id=one.id,
        title=one.title,
        first=one.from_,
        last=one.to,
        articles=tuple(map(_article, one.articles)),
        statements=tuple(map(_statement, one.statements)),
        claims=claims,
        witnesses=tuple(_witness(witness, sizes) for witness in one.witnesses),
    )
