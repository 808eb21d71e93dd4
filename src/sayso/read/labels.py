"""Words whose speaker is told by a label and no verb: transcripts, questions and answers, headlines, posts, letters printed in full.

"KOROMA: The contractor ...", "UN: Famine looms", "Mine owner knew of cracks - union", "... - Amy Wade (@amywade)". The tagger knows these forms
only in part, since an attribution corpus of articles holds few. What it found already is left alone, but for answers under a mere "A:".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from sayso.data import Span
from sayso.read.carriers import is_outlet, speaks
from sayso.read.findings import Attribution
from sayso.read.lexicon import bodies, column, documents, key, known, roles, titles
from sayso.text import block_quotations, paragraphs

if TYPE_CHECKING:
    from sayso.data import Name

MOST_WORDS = 6
"""Words of a label; what is longer is a clause that ends with a colon."""
LEAST_SAID = 3
"""Words behind a label that can say something."""
LABEL = re.compile(r"(?P<who>@?\w[\w.'’&-]*(?: [\w.'’&-]+){0,5}?)(?: ?\((?P<aside>[^()\n]{1,60})\))?:\s+(?=\S)")
SIGNED = re.compile(
    r"\s[—–-]{1,2} ?(?P<who>@\w+|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4})(?: ?\(@\w+\))(?:,? [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?\s*$"
)
"""A post as pages embed it: text, dash, name, handle, and mostly the day."""
BEHIND_DASH = re.compile(r"\s(?:[—–-]|\|)\s(?P<who>(?:the )?[\w.'’-]+(?: [\w.'’-]+){0,4})$")
SPEAKING = ("person", "organisation")
START = attrgetter("start")
LINE = re.compile(r"[^\n.!?]{0,400}(?<=\w)")
OVERLAPPING = 8
"""Spans of attributions that begin before a sentence and may still reach into it."""
FIRST_PERSONS = frozenset({"i", "we"})
QUESTION, ANSWER = frozenset({"q", "question"}), frozenset({"a", "answer"})
NO_SPEAKERS = frozenset(
    {"note", "update", "updated", "correction", "editor's note", "photo", "video", "watch", "read more", "related", "source", "more", "date"}
)
SOURCES = frozenset({"inquiry", "union", "police", "court", "study", "poll", "survey", "probe", "watchdog", "sources"})
"""Whom or what titles name as their source, beside the roles, bodies and documents of the tables."""
SIGNER = re.compile(r"\b(?:from|by|of)\s+(?:[\w'’-]+\s+){0,4}?$")


_Speaking = tuple[Span, Span, tuple[Span, ...]]
"""A label's cue, the words under it, and who says them."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A paragraph that begins with a label, and the words behind the label, up to the next one."""

    label: Span
    cue: Span
    said: Span
    name: str


def labelled(
    text: str, *, names: Sequence[Name], sentences: Sequence[Span], verbs: Sequence[Span], attributions: Sequence[Attribution]
) -> tuple[tuple[Attribution, ...], tuple[Attribution, ...]]:
    """The given attributions, answers of an interview with the guest as their source, and further ones by label, one a sentence."""
    parts = paragraphs(text)
    turns = _turns(text, parts, names, verbs)
    guest = _guest(text, turns, names)
    letters = _letters(text, names)
    speaking = [(turn.cue, turn.said, _source(turn, guest)) for turn in turns] + [(Span(0, 0), block, (writer,)) for writer, block in letters]
    title = _headline(text, parts)
    mended = tuple(_mended(text, a, speaking, title) for a in attributions if not _astray(a, turns))
    taken = sorted((s for a in mended for s in (*a.content, *a.cue)), key=attrgetter("start", "end"))
    further: list[Attribution] = [*title]
    for turn in turns:
        source = _source(turn, guest)
        further += _sayings(text, source, turn.cue, turn.said, sentences, taken)
    further += _signed(text, parts, sentences, taken)
    for writer, block in letters:
        further += _sayings(text, (writer,), Span(block.start, block.start), block, sentences, taken)
    return mended, tuple(further)


def _turns(text: str, parts: Sequence[Span], names: Sequence[Name], verbs: Sequence[Span]) -> list[_Turn]:
    """Labelled paragraphs; in a transcript (several labels) what follows without one belongs to the label before it."""
    found: list[_Turn] = []
    for part in parts:
        match = LABEL.match(text, part.start, part.end) if text.find(":", part.start, part.end) >= 0 else None
        who = match["who"] if match else ""
        if match is not None and who.lower().replace("’", "'") not in NO_SPEAKERS and len(text[match.end() : part.end].split()) >= LEAST_SAID:
            start = match.start("who")
            label = Span(start, start + len(who))
            cue = Span(start if who.lower() in QUESTION else text.index(":", label.end), match.end())
            found.append(_Turn(label, Span(cue.start, len(text[: cue.end].rstrip())), Span(match.end(), part.end), who.lower().strip(".")))
    counts = Counter(turn.name for turn in found)
    told = [t for t in found if _holds(verbs, t.said) and not _holds(verbs, t.label)]
    like = [t for t in told if _like_a_label(t, text, counts)]
    transcript = len(like) > 1 or any(t.name in QUESTION for t in like)
    speaking = {t.name for t in like} if transcript else set()
    sure = [t for t in found if t.name in speaking or ((t in told or key(t.name) in known()) and _names_speaker(text, t, names))]
    return [_with_more(t, sure, parts) if transcript else t for t in sure]


def _holds(verbs: Sequence[Span], place: Span) -> bool:
    """Whether a verb stands in a stretch: "Goals: Messi 2" says nothing."""
    at = bisect_left(verbs, place)
    return at < len(verbs) and verbs[at].end <= place.end


def _like_a_label(turn: _Turn, text: str, counts: Counter[str]) -> bool:
    return turn.name in QUESTION | ANSWER or text[turn.label.start : turn.label.end].isupper() or counts[turn.name] > 1


def _with_more(turn: _Turn, turns: list[_Turn], parts: Sequence[Span]) -> _Turn:
    """A turn with the paragraphs up to the next label."""
    behind = next((t.label.start for t in turns if t.label.start > turn.label.start), None)
    last = max((p.end for p in parts if p.start >= turn.said.start and behind is not None and p.end <= behind), default=turn.said.end)
    if behind is None and turn.name in ANSWER:
        last = parts[-1].end
    return replace(turn, said=Span(turn.said.start, max(last, turn.said.end)))


def _names_speaker(text: str, turn: _Turn, names: Sequence[Name]) -> bool:
    """Whether a label by itself names somebody who can speak: a person, a body, a role, an outlet, an account."""
    label = text[turn.label.start : turn.label.end]
    if label.startswith("@") or "@" in text[turn.label.end : turn.cue.start]:
        return True
    words = label.lower().split()
    if is_outlet(label) or any(n.kind in SPEAKING and _titled(text, turn.label, n.span) for n in names):
        return True
    row = known().get(key(label))
    if row is not None:  # a country with a colon is what a title is about
        return row.name not in column("countries", "name")
    return len(words) <= MOST_WORDS - 2 and (words[-1] in roles() or words[-1] in bodies() or words[-1] in documents() or words[-1] in SOURCES)


def _titled(text: str, label: Span, name: Span) -> bool:
    """Whether a label is a name, or a name behind titles and roles ("Minister Koroma")."""
    if name.end != label.end or name.start < label.start:
        return False
    ahead = text[label.start : name.start].lower().split()
    return all(word in roles() or word.strip(".") in titles() for word in ahead)


def _guest(text: str, turns: list[_Turn], names: Sequence[Name]) -> Span | None:
    """Who answers where the answers are marked "A:": the person named most often, the first of them up to the first question's end."""
    first = next((t for t in turns if t.name in QUESTION | ANSWER), None)
    if first is None:
        return None
    early = [n.span for n in names if n.kind == "person" and n.span.start < first.said.end]
    if not early:
        return None
    counts = Counter(text[s.start : s.end].split()[-1] for s in (n.span for n in names if n.kind == "person"))
    return max(early, key=lambda s: (counts[text[s.start : s.end].split()[-1]], -s.start))


def _source(turn: _Turn, guest: Span | None) -> tuple[Span, ...]:
    if turn.name in QUESTION:
        return ()
    if turn.name in ANSWER:
        return (guest,) if guest else ()
    return (turn.label,)


def _astray(attribution: Attribution, turns: list[_Turn]) -> bool:
    """Whether an attribution by a mere label runs over several turns: each has its own."""
    touched = {at for at, turn in enumerate(turns) for c in attribution.content if c.start < turn.said.end and turn.label.start < c.end}
    return len(touched) > 1 and any(turn.label.start <= c.start < turn.said.start for turn in turns for c in attribution.cue)


def _mended(text: str, attribution: Attribution, speaking: list[_Speaking], title: list[Attribution]) -> Attribution:
    """An attribution in somebody's turn or letter, said by nobody, by "A" or by "I", is theirs; what a title has behind its dash is no content."""
    for head in title:
        end = head.content[-1].end
        attribution = replace(attribution, content=tuple(Span(c.start, end if c.start < end < c.end else c.end) for c in attribution.content))
    start = attribution.content[0].start
    turn = next(((cue, source) for cue, said, source in speaking if said.start <= start < said.end), None)
    if turn is None or any(said.start <= s.start < said.end and not _self(text, s) for _, said, _ in speaking for s in attribution.source):
        return attribution
    who = [s for s in attribution.source if not _self(text, s)]
    by_label = any(turn[0].start <= c.start < turn[0].end for c in attribution.cue)
    if by_label and len(attribution.content) == 1:
        attribution = replace(attribution, content=(_line(text, attribution.content[0]),))
    return replace(attribution, source=turn[1]) if not who and (attribution.source or by_label) else attribution


def _line(text: str, content: Span) -> Span:
    """A content behind a label, up to the end of its sentence or line."""
    match = LINE.match(text, content.end)
    return Span(content.start, match.end() if match else content.end)


def _self(text: str, source: Span) -> bool:
    """Whether a source is the one who has the word: "I", "we", or a mere "A"."""
    return text[source.start : source.end].lower().strip(" .:") in FIRST_PERSONS | QUESTION | ANSWER


def _sayings(text: str, source: tuple[Span, ...], cue: Span, said: Span, sentences: Sequence[Span], taken: Sequence[Span]) -> list[Attribution]:
    """One attribution for each sentence of a stretch that no other attribution has."""
    out = []
    first, behind = bisect_left(sentences, said.start, key=lambda s: s.end), bisect_left(sentences, said.end, key=lambda s: s.start)
    for sentence in sentences[first:behind]:
        content = Span(max(sentence.start, said.start), min(sentence.end, said.end))
        near = taken[max(0, bisect_left(taken, content.start, key=START) - OVERLAPPING) : bisect_left(taken, content.end, key=START)]
        if content.end <= content.start or any(content.start < t.end for t in near):
            continue
        if len(text[content.start : content.end].split()) >= LEAST_SAID:
            out.append(Attribution(source, (cue,), (content,)))
    return out


def _signed(text: str, parts: Sequence[Span], sentences: Sequence[Span], taken: Sequence[Span]) -> list[Attribution]:
    """Posts that their author's name and handle follow."""
    out = []
    for part in parts if "@" in text else ():
        match = SIGNED.search(text, part.start, part.end) if text.find("@", part.start, part.end) >= 0 else None
        if match is not None:
            cue = Span(match.start() + 1, match.start("who"))
            said = Span(part.start, match.start())
            out += _sayings(text, (Span(*match.span("who")),), cue, said, sentences, [t for t in taken if t.start < said.end and t.end <= said.end])
    return out


def _headline(text: str, parts: Sequence[Span]) -> list[Attribution]:
    """A title line that names its source behind a dash ("Mine owner knew of cracks - union")."""
    if len(parts) < 2:
        return []
    title = parts[0]
    match = BEHIND_DASH.search(text, title.start, title.end)
    if match is None or text[title.end - 1] in ".!?":
        return []
    who = Span(*match.span("who"))
    content = Span(title.start, match.start())
    if is_outlet(text[who.start : who.end]) or not _speaks(text, who) or len(text[content.start : content.end].split()) < LEAST_SAID:
        return []
    return [Attribution((who,), (Span(match.start() + 1, who.start),), (content,))]


def _speaks(text: str, who: Span) -> bool:
    words = text[who.start : who.end].lower().split()
    return speaks(text, who) or words[-1] in bodies() or words[-1] in documents() or words[-1] in SOURCES


def _letters(text: str, names: Sequence[Name]) -> list[tuple[Span, Span]]:
    """Quoted blocks whose introduction names the writer ("The letter from the chairman, Otto Beck, in full:"), each behind its writer."""
    found = []
    for intro, block in block_quotations(text):
        people = (n.span for n in names if n.kind == "person" and intro.start <= n.span.start and n.span.end <= intro.end)
        writer = next((s for s in people if SIGNER.search(text[intro.start : s.start])), None)
        if writer is not None:
            found.append((writer, block))
    return found
