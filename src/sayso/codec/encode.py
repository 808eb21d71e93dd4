"""Nouns -> JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from sayso import data
from sayso.codec import shapes
from sayso.text import SURROGATE


def encode_ledgers(ledgers: data.Ledgers) -> bytes:
    """`ledgers` as one sayso.ledgers/1 object in UTF-8, without a line end."""
    return _bytes(shapes.Ledgers(tuple(map(_story_out, ledgers.stories)), tuple(shapes.Skipped(one.path, one.reason) for one in ledgers.skipped)))


def encode_story(ledger: data.Ledger) -> bytes:
    """`ledger` as one sayso.story/1 object in UTF-8, without a line end."""
    return _bytes(_story_out(ledger))


def encode_reading(reading: data.Reading) -> bytes:
    """`reading` as one sayso.reading/1 object in UTF-8, on one line without its end."""
    return _bytes(
        shapes.Reading(
            _article_out(reading.article),
            tuple(map(_statement_out, reading.statements)),
            tuple(map(_witness_out, reading.witnesses)),
            tuple(shapes.Mention(_pair(one.span), one.witness, one.type) for one in reading.mentions),
        )
    )


def _bytes(record: shapes.Record) -> bytes:
    """JSON; a lone surrogate, which no encoding can hold, becomes U+FFFD, so that offsets stay."""
    try:
        return msgspec.json.encode(record)
    except UnicodeEncodeError:
        return msgspec.json.encode(without_surrogates(msgspec.to_builtins(record)))


def without_surrogates(value: Any) -> Any:
    """What a record holds, with every lone surrogate as U+FFFD."""
    if isinstance(value, str):
        return SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: without_surrogates(one) for key, one in value.items()}
    return [without_surrogates(one) for one in value] if isinstance(value, list | tuple) else value


def _pair(span: data.Span) -> tuple[int, int]:
    return (span.start, span.end)


def _pairs(spans: Iterable[data.Span]) -> tuple[tuple[int, int], ...]:
    return tuple(map(_pair, spans))


def _article_out(article: data.Article) -> shapes.Article:
    return shapes.Article(
        id=article.id,
        path=article.path,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        published=article.published.isoformat() if article.published else None,
        published_inferred=article.published_inferred,
        language=article.language,
        byline=article.byline,
        credits=article.credits,
        text=article.text,
        updated=article.updated.isoformat() if article.updated else None,
        seen=article.seen,
        raw=article.raw,
    )


def _statement_out(statement: data.Statement) -> shapes.Statement:
    occasion = statement.occasion
    return shapes.Statement(
        id=statement.id,
        article=statement.article,
        content=_pairs(statement.content),
        cue=_pairs(statement.cue),
        source=_pairs(statement.source),
        speakers=statement.speakers,
        kind=statement.kind,
        type=statement.type,
        chain=statement.chain,
        occasion=shapes.Occasion(occasion.what, occasion.where, occasion.date, _pair(occasion.span) if occasion.span else None) if occasion else None,
        stance=statement.stance,
        factuality=statement.factuality,
        times=tuple(shapes.Time(_pair(one.span), one.value, one.type) for one in statement.times),
        quantities=tuple(shapes.Quantity(_pair(one.span), one.value, one.unit, one.comparison, one.of) for one in statement.quantities),
    )


def _witness_out(witness: data.Witness) -> shapes.Witness:
    return shapes.Witness(witness.id, witness.name, witness.kind, witness.aliases, witness.speaks_for)


def _claim_out(claim: data.Claim) -> shapes.Claim:
    who = claim.witnesses
    return shapes.Claim(
        id=claim.id,
        text=claim.text,
        statements=claim.statements,
        witnesses=shapes.Standing(
            who.for_, tuple(shapes.Unnamed(one.id, one.who, one.size) for one in who.unnamed), who.own_voice, who.against, who.declining
        ),
        count=shapes.Count(claim.count.min, claim.count.max),
        variants=tuple(
            shapes.Variant(
                one.kind, one.conflict, tuple(shapes.VariantValue(value.text, value.statements, value.witnesses) for value in one.values), one.why
            )
            for one in claim.variants
        ),
        reasons=tuple(shapes.Reason(one.rule, one.text, one.witnesses, one.spans) for one in claim.reasons),
    )


def _story_out(ledger: data.Ledger) -> shapes.Story:
    return shapes.Story(
        id=ledger.id,
        title=ledger.title,
        from_=ledger.first,
        to=ledger.last,
        articles=tuple(map(_article_out, ledger.articles)),
        statements=tuple(map(_statement_out, ledger.statements)),
        claims=tuple(map(_claim_out, ledger.claims)),
        witnesses=tuple(map(_witness_out, ledger.witnesses)),
    )
