"""What an article says in its own voice, and quoted sentences that go on without a cue."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import attrgetter

from sayso.data import Span
from sayso.read.cues import match_at, words
from sayso.read.findings import Attribution

LEAST_WORDS = 4
"""A remainder of fewer words ("and then") says nothing by itself."""
QUOTED_SHARE = 0.8
"""Share of a sentence inside quotation marks from which it counts as somebody's words."""
FARTHEST = 700
"""Characters between a quoted sentence and the attribution whose speaker goes on: about two paragraphs of news."""
FARTHEST_SUBJECT = 4
"""Words before the name of who acts in a sentence: titles ("The farmer and councillor Yusuf Demir")."""
LEAST_LEFT = 5
"""Words of a remainder from which it may say something, where the rest of its clause belongs to an attribution."""
MOST_REPORTING = 14
"""Words of a remainder whose only verbs report: a subject, its verb, and where and when it was said."""
ABOUT_SOURCES = re.compile(
    r"^according to\b|\banonymity\b|\bnot (?:to )?be(?:ing)? (?:named|identified|quoted)\b|\bauthori[sz]ed to (?:speak|comment|talk)\b"
    r"|\bcontributed (?:to this|reporting)\b|^(?:speaking|writing) (?:to|on|at|in)\b[^,]*$",
    re.IGNORECASE,
)
"""What a report says of its own sources."""
SOURCES_TOLD = ("according", "anonymity", "named", "identified", "quoted", "authori", "contributed", "speaking", "writing")
"""Of which one stands wherever `ABOUT_SOURCES` does: looked for first, since that takes a tenth of the time."""
REASON = re.compile(r"(?:because|since|as|for|while|when|to)\b", re.IGNORECASE)
"""Words that begin a reason for what the clause before says of the sources."""
NO_VERBS = frozenset({"according", "including", "following", "regarding", "concerning"})
"""Participles that stand as prepositions."""
EDGES = " \t\r\n,;:.!?-–—…\"“”'‘’()[]"

Clause = tuple[Span, ...]


class _Spans:
    """Spans in order, from which those that meet a clause are found without a look at all the others."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = sorted(spans, key=attrgetter("start", "end"))
        self.starts = [s.start for s in self.spans]
        self.reach = list(accumulate((s.end for s in self.spans), max))

    def near(self, clause: Clause) -> list[Span]:
        """Those that begin before the clause ends, from the first that may end behind its beginning."""
        return self.spans[bisect_right(self.reach, clause[0].start) : bisect_left(self.starts, clause[-1].end)]


def continuations(
    text: str, *, sentences: tuple[Span, ...], quoted: tuple[Span, ...], attributions: tuple[Attribution, ...], people: Sequence[Span] = ()
) -> tuple[Attribution, ...]:
    """Quoted sentences that no attribution covers, each given to the speaker of the last quote before it; they have no cue.

    Where the sentence before, in the same paragraph, tells what one of `people` did ("Demir shook his head."), the words are theirs.
    """
    out = []
    marked = _Spans(quoted)
    for at, sentence in enumerate(sentences):
        if _share(sentence, marked.near((sentence,))) < QUOTED_SHARE or any(
            _common(sentence, span) for a in attributions for span in (*a.content, *a.cue)
        ):
            continue
        actor = _actor(text, sentences[at - 1], sentence, people, attributions) if at else None
        if actor is not None and len(text[sentence.start : sentence.end].split()) >= LEAST_WORDS:
            out.append(Attribution((actor,), (), (sentence,)))
            continue
        before = [a for a in attributions if a.source and 0 <= sentence.start - a.content[-1].end <= FARTHEST and _quotes(a, marked)]
        if before and len(text[sentence.start : sentence.end].split()) >= LEAST_WORDS:
            out.append(Attribution(max(before, key=lambda a: a.content[-1].end).source, (), (sentence,)))
    return tuple(out)


def _quotes(attribution: Attribution, marked: _Spans) -> bool:
    """Whether the last piece of a content holds quoted words."""
    return _share(attribution.content[-1], marked.near(attribution.content[-1:])) > 0


def _actor(text: str, before: Span, sentence: Span, people: Sequence[Span], attributions: tuple[Attribution, ...]) -> Span | None:
    """The one person whom the sentence before names near its beginning, if it stands in the same paragraph and nobody says anything there."""
    if "\n" in text[before.end : sentence.start] or any(_common(before, s) for a in attributions for s in (*a.content, *a.cue)):
        return None
    named = [p for p in people if before.start <= p.start and p.end <= before.end]
    return named[0] if len(named) == 1 and len(text[before.start : named[0].start].split()) <= FARTHEST_SUBJECT else None


def own_voice(
    text: str,
    *,
    clauses: Sequence[Clause],
    covered: Sequence[Attribution],
    verbs: Sequence[Span],
    quoted: Sequence[Span],
    carriers: Sequence[Span] = (),
) -> tuple[Clause, ...]:
    """Clauses that the article asserts by itself, in pieces: what is left of each clause without the contents and cues of `covered`.

    Without a verb of its own nothing is asserted, but for a paragraph that is one clause (a headline). What names a carrier of somebody's words
    ("KCNA reported") belongs to the attribution, and a remainder in quotation marks is somebody's, if nobody knows whose. What is left of an
    attribution tells nothing either: who spoke, that they spoke, and why they are not named.
    """
    taken = _Spans([span for a in covered for span in (*a.content, *a.cue)])
    sources = _Spans([span for a in covered for span in a.source])
    passing, marked, told = _Spans(carriers), _Spans(quoted), _Spans(verbs)
    out = []
    behind = -LEAST_WORDS * 2
    for clause in clauses:
        cuts = taken.near(clause)
        if any(cut.start <= clause[0].start and clause[-1].end <= cut.end for cut in cuts):
            continue  # nothing is left of it
        rest = _left(text, clause, cuts, passing.near(clause))
        said = " ".join([text[p.start : p.end] for p in rest])
        count = len(said.split())
        if count < LEAST_WORDS or _share_of(rest, marked.near(clause)) >= QUOTED_SHARE:
            continue
        if _about_sources(said) or (rest[0].start - behind in range(4) and REASON.match(said) is not None):
            behind = rest[-1].end
            continue
        untouched = sum([p.end - p.start for p in rest]) >= 0.9 * sum([len(text[s.start : s.end].strip(EDGES)) for s in clause])
        near, speakers = told.near(clause), sources.near(clause)
        if (untouched and _stands_alone(text, clause)) or _tells(text, rest, verbs=near, sources=speakers, whole=untouched, count=count):
            out.append(tuple(rest))
    return tuple(out)


def _left(text: str, clause: Clause, cuts: list[Span], carriers: list[Span]) -> list[Span]:
    """What is left of a clause without `cuts`, and without the pieces that name a carrier."""
    rest = [piece for span in clause for piece in _without(span, cuts)] if cuts else clause
    if carriers:
        rest = [piece for piece in rest if not any(_common(piece, carrier) for carrier in carriers)]
    return [trimmed for piece in rest if (trimmed := _trimmed(text, piece)).end > trimmed.start]


def _about_sources(said: str) -> bool:
    plain = said.lower()
    return any(clue in plain for clue in SOURCES_TOLD) and ABOUT_SOURCES.search(said) is not None


def _tells(text: str, rest: list[Span], *, verbs: Sequence[Span], sources: Sequence[Span], whole: bool, count: int) -> bool:
    """Whether a remainder of `count` words says something of its own: it has a verb, outside what describes a speaker, not of reporting."""
    apart = rest if whole else [left for piece in rest for left in _without(piece, sources)]
    inside = [v for v in verbs if _inside(v, apart) and text[v.start : v.end].lower() not in NO_VERBS]
    if not inside or (count < LEAST_LEFT and not whole):
        return False
    if count > MOST_REPORTING or not all(_reports(text, v) for v in inside):
        return True
    if not whole or any(_common(piece, source) for piece in rest for source in sources):
        return False
    return not all(_plainly_says(text, v) for v in inside)


def _plainly_says(text: str, verb: Span) -> bool:
    """Whether a verb only says that something was said or thought, and so leaves a clause without its content empty."""
    hit = match_at(words(text, (verb,)), 0)
    return hit is not None and hit[0].phrase in {"say", "tell", "report", "add", "note", "claim", "believe", "think", "write", "state", "explain"}


def _reports(text: str, verb: Span) -> bool:
    """Whether a verb is one by which words or thoughts are reported ("said", "believes")."""
    hit = match_at(words(text, (verb,)), 0)
    return hit is not None and hit[0].type in {"speech", "belief"}


def _stands_alone(text: str, clause: Clause) -> bool:
    """Whether nothing but line breaks stands around the clause."""
    before, after = clause[0].start - 1, clause[-1].end
    while before >= 0 and text[before] in " \t\r":
        before -= 1
    while after < len(text) and text[after] in " \t\r":
        after += 1
    return (before < 0 or text[before] == "\n") and (after >= len(text) or text[after] == "\n")


def _without(span: Span, taken: Sequence[Span]) -> list[Span]:
    out, at = [], span.start
    for cut in taken:
        if cut.end <= at or cut.start >= span.end:
            continue
        if cut.start > at:
            out.append(Span(at, cut.start))
        at = max(at, cut.end)
    return [*out, Span(at, span.end)] if at < span.end else out


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in EDGES and text[start] not in '"“‘':
        start += 1
    while end > start and text[end - 1] in EDGES and text[end - 1] not in '"”’':
        end -= 1
    return Span(start, end)


def _inside(verb: Span, pieces: Sequence[Span]) -> bool:
    return any(p.start <= verb.start and verb.end <= p.end for p in pieces)


def _common(a: Span, b: Span) -> int:
    if a.end <= b.start or b.end <= a.start:
        return 0
    return min(a.end, b.end) - max(a.start, b.start)


def _share(span: Span, quoted: Sequence[Span]) -> float:
    return sum([_common(span, q) for q in quoted]) / max(1, span.end - span.start) if quoted else 0.0


def _share_of(pieces: Sequence[Span], quoted: Sequence[Span]) -> float:
    if not quoted:
        return 0.0
    total = sum([p.end - p.start for p in pieces])
    return sum([_common(p, q) for p in pieces for q in quoted]) / max(1, total)
