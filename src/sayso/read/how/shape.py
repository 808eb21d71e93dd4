"""The shape of a content: what its main clause does, read from closed word classes without a parser.

No finder itself: stance and factuality both look at the same shape. The main clause is what is left of the first sentence
when leading adverbials, relative clauses and everything behind a clause border are set aside.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sayso.read.cues import STRETCHES_KEPT, Word, shapes, words
from sayso.read.how.mainclause import first_sentence, is_finite, is_verb, main_clause
from sayso.text import quotations

if TYPE_CHECKING:
    from sayso.data import Span
    from sayso.read.cues import CueReading
    from sayso.read.findings import Attribution

MOST_WORDS = 400
"""Words of a content that are looked at: its main clause stands near its beginning."""

INFINITIVE_SUBJECT = 8
"""Words in which the "to" of an infinitive stands: behind its subject, if that is named."""

IDIOMS = frozenset({("let", "me"), ("put", "it"), ("thank", "you"), ("believe", "me"), ("trust", "me"), ("mind", "you")})
"""Commands in form that only lead up to what is said ("let me be clear")."""

ABILITY = frozenset({"could", "can", "ca"})
"""Modals before a negation with which "see" and "believe" tell what somebody was able to, not what they hold ("could not see the road")."""

LACKING = frozenset({"lack", "lacks", "lacked"})
UNSURE = frozenset({"unsure", "unclear", "uncertain"})
COMING = frozenset({"going", "would"})
"""Words that may tell of what is to come, beside those of the tables."""

QUOTES = frozenset("\"“”‘’«»„`'")


class Shape(NamedTuple):
    """The main clause of a content: its words, and what they show. `level` is the weakest certainty among its hedges.

    A tuple, which is made at a third of the cost: every content and every clause has one.
    """

    words: tuple[Word, ...] = ()
    negated: bool = False
    untrue: bool = False
    rejects: bool = False
    unproven: bool = False
    disbelieved: bool = False
    unsaid: bool = False
    unsure: bool = False
    scarce: bool = False
    level: str | None = None
    conditional: bool = False
    future: bool = False
    planned: bool = False
    expected: bool = False
    own_future: bool = False
    obligation: bool = False
    imperative: bool = False
    to_infinitive: bool = False
    question: bool = False
    puts_in_question: bool = False
    wrongdoing: bool = False
    direct: bool = False
    finite: bool = False


@lru_cache(maxsize=STRETCHES_KEPT)
def shape(text: str, content: tuple[Span, ...]) -> Shape:
    """The shape of `content`; only quoted words can be a command ("Resign!"), a question, or mean "would" as a condition."""
    line = words(text, content)[:MOST_WORDS]
    if not line:
        return Shape()
    kinds = shapes()
    direct = is_quoted(text, content[0].start)
    first = first_sentence(text, line)
    clause, conditional = main_clause(first, direct=direct)
    plain = [w.text for w in clause]
    at = _negation(plain)
    after = plain[at:] if at is not None else []
    heads = {lemma for w in clause[at:] for lemma in w.lemmas} if at is not None else set()
    every = {lemma for w in clause for lemma in w.lemmas}
    coming, planned, expected = _future(plain, direct=direct, conditional=conditional)
    future = coming or planned or expected
    unsure = _unsure(plain, at)
    return Shape(
        words=clause,
        negated=at is not None,
        untrue=_untrue(plain),
        rejects=_rejects(clause, every),
        unproven=not kinds["proof"].isdisjoint(after[1:]) or (after[:1] == ["nothing"] and not kinds["supporting"].isdisjoint(after)),
        disbelieved=not kinds["believing"].isdisjoint(heads) and not (at and plain[at - 1] in ABILITY),
        unsaid=at is not None
        and (_unknown(plain, at) or _silent(clause, at) or (_unable(plain, at) and (unsure or not kinds["unsaid"].isdisjoint(heads)))),
        unsure=unsure,
        scarce=not kinds["scarce"].isdisjoint(plain[:2]) and plain[0] != "a",
        level=_level(plain, at),
        conditional=conditional,
        future=future,
        planned=planned and not coming,
        expected=expected and not coming,
        own_future=future and not kinds["own_person"].isdisjoint(plain[:4]),
        obligation=_obligation(plain),
        imperative=(direct or _opens(text, content[0].start)) and _imperative(first),
        to_infinitive="to" in plain and _infinitive(clause),
        question=direct and _asks(line),
        puts_in_question="question" in every and _puts_in_question(clause),
        wrongdoing=not kinds["wrongdoing"].isdisjoint([w.text for w in line]),
        direct=direct,
        finite=is_finite(first),
    )


def clause_shape(text: str, attribution: Attribution, content: tuple[Span, ...] | None = None) -> Shape:
    """The shape of a part of an attribution's content; that of the whole where the part has no finite verb ("and to mend the dam")."""
    if content is None or content == attribution.content:
        return shape(text, attribution.content)
    body = shape(text, content)
    first = bool(content and attribution.content) and content[0].start <= attribution.content[0].start
    hangs = not first and bool(body.words) and body.words[0].text == "to"
    if body.words and body.words[0].text in shapes()["relative"]:
        return body
    whole = hangs or not (body.finite or body.imperative or body.question or body.puts_in_question)
    return shape(text, attribution.content) if whole else body


def directs(cue: CueReading, body: Shape) -> bool:
    """Whether a verb of asking or telling with an infinitive makes a demand: "told residents to leave", "asked to see it"."""
    head = cue.head
    if head is None or cue.passive or not body.words:
        return False
    left_out = not body.finite and not body.direct and bool(cue.words) and cue.words[-1].text == "to"
    if head.stance == "questions":
        return body.to_infinitive or left_out
    bare = body.words[0].text in {"to", "not"}
    return head.phrase in shapes()["telling"] and (left_out or (body.to_infinitive and (bare or head.phrase not in shapes()["telling_nobody"])))


def is_quoted(text: str, at: int) -> bool:
    """Whether offset `at` lies between quotation marks of its line (the marks themselves included)."""
    quotes, starts = _quotations(text)
    before = bisect_right(starts, at) - 1
    return before >= 0 and at < quotes[before].end


@lru_cache(maxsize=4)
def _quotations(text: str) -> tuple[list[Span], list[int]]:
    """The quotations of a text, and where they start."""
    quotes = quotations(text)
    return quotes, [quote.start for quote in quotes]


def _infinitive(clause: tuple[Word, ...]) -> bool:
    """Whether the content is an infinitive with or without its subject: "to leave", "residents not to return"."""
    line = [w for w in clause if w.text != "not"]
    opening = [w.text for w in line[:INFINITIVE_SUBJECT]]
    at = opening.index("to") if "to" in opening else len(line)
    if at + 1 >= len(line) or line[at + 1].text in shapes()["no_verbs"]:
        return False
    return not any(w.text in shapes()["persons"] or is_verb(w) for w in line[:at])


def _opens(text: str, at: int) -> bool:
    """Whether a sentence begins at offset `at` with a capital: words of a quote that is set apart without marks may do so."""
    before = text[max(0, at - 3) : at].rstrip(" \t\r")
    return text[at : at + 1].isupper() and (not before or before[-1] in ".!?:\n")


def _negation(plain: list[str]) -> int | None:
    """Where the main predicate is negated, if it is."""
    kinds = shapes()
    negative = kinds["negative_words"]
    for at, word in enumerate(plain):
        if word not in negative:
            continue
        following = plain[at + 1] if at + 1 < len(plain) else ""
        before = plain[at - 1] if at else ""
        if word in {"not", "n't"} and (following in kinds["weak_after_not"] or before in kinds["joined_negation"]):
            continue
        if word == "not" and following == "to" and before not in kinds["auxiliaries"]:
            continue
        if word == "no" and (following in kinds["weak_after_no"] or not following or following in ".,"):
            continue
        return at
    return None


def _unable(plain: list[str], negation: int) -> bool:
    """Whether the negation is one of ability or will: "cannot", "could not", "won't"."""
    return bool(set(plain[max(0, negation - 1) : negation + 1]) & {"can", "ca", "could", "cannot", "would", "wo", "will"})


def _unknown(plain: list[str], negation: int) -> bool:
    """ "I don't know who": a present state of not knowing; "did not know the man" is a denial."""
    behind = plain[negation + 1 : negation + 4]
    now = plain[max(0, negation - 1) : negation] in (["do"], ["does"]) or plain[negation : negation + 1] == ["cannot"]
    return (
        now
        and behind[:1] == ["know"]
        and (
            len(behind) == 1
            or behind[1] in ".,;:!"
            or bool(set(behind[1:]) & {"who", "what", "when", "where", "why", "how", "whether", "if", "that", "which"})
        )
    )


def _silent(clause: tuple[Word, ...], negation: int) -> bool:
    """ "[said it was legal] but did not confirm the sale": a second predicate of the speaker's, by which something is left unsaid."""
    opens = clause[0].text in shapes()["auxiliaries"] and negation == 1
    return opens and any(set(w.lemmas) & (shapes()["unsaid"] | {"deny", "acknowledge"}) for w in clause[2:4])


def _rejects(clause: tuple[Word, ...], every: set[str]) -> bool:
    """ "We deny", "I totally reject": the speaker's own denial in the first person; or something is "ruled out"; `every`: the clause's lemmas."""
    if "rule" in every and any("rule" in w.lemmas and behind.text == "out" for w, behind in zip(clause, clause[1:], strict=False)):
        return True
    if not clause or clause[0].text not in {"i", "we"}:
        return False
    return any(not shapes()["denying"].isdisjoint(w.lemmas) for w in clause[1:5])


def _unsure(plain: list[str], negation: int | None) -> bool:
    """ "not sure", "unclear": the negation stands at most three words in front."""
    if not UNSURE.isdisjoint(plain):
        return True
    return negation is not None and not shapes()["unsure"].isdisjoint(plain[negation + 1 : negation + 4])


def _untrue(plain: list[str]) -> bool:
    """Whether the predicate calls something untrue ("is false", "was an outright lie", "lacks any basis"), at most two words behind its verb."""
    kinds = shapes()
    marks = [] if kinds["untrue"].isdisjoint(plain) else [at for at, word in enumerate(plain) if word in kinds["untrue"]]
    if marks and any(not kinds["being"].isdisjoint(plain[max(0, at - 3) : at]) for at in marks):
        return True
    lacks = [] if LACKING.isdisjoint(plain) else [at for at, word in enumerate(plain) if word in LACKING]
    return bool(lacks) and any(not kinds["grounds"].isdisjoint(plain[at + 1 : at + 4]) for at in lacks)


def _future(plain: list[str], *, direct: bool, conditional: bool) -> tuple[bool, bool, bool]:
    """Whether the clause speaks of what is to come: outright, as somebody's plan, or as what is expected.

    "Will have left" is over by then, "any such move would be" a mere thought, and "parts intended to fit" tells what they are for.
    """
    kinds = shapes()
    coming = planned = expected = False
    if _tells_of_to_come().isdisjoint(plain):
        return coming, planned, expected
    for at, word in enumerate(plain):
        behind, earlier = plain[at + 1] if at + 1 < len(plain) else "", plain[max(0, at - 3) : at]
        coming = coming or (word in kinds["future"] and behind != "have")
        coming = coming or (word == "going" and behind == "to" and plain[at + 2 : at + 3] != ["the"])
        if word == "would" and not direct and not conditional and not {"any", "such"} & set(plain[:at]):
            coming = coming or not {"have", "like", "rather"} & set(plain[at + 1 : at + 4])
        if behind == "to" and word in kinds["future_planned"]:
            planned = True
        elif behind == "to" and word in kinds["future_probable"]:
            expected = expected or word not in kinds["participles"] or bool(kinds["being"] & set(earlier))
    return coming, planned, expected


@cache
def _tells_of_to_come() -> frozenset[str]:
    kinds = shapes()
    return COMING | kinds["future"] | kinds["future_planned"] | kinds["future_probable"]


def _level(plain: list[str], negation: int | None) -> str | None:
    """The weakest hedge of the clause; "could not" is inability, May a month, "possible" a hedge only as a predicate."""
    kinds = shapes()
    weakest = None
    if kinds["possible"].isdisjoint(plain) and kinds["probable"].isdisjoint(plain):
        return None
    for at, word in enumerate(plain):
        before, behind = plain[at - 1] if at else "", plain[at + 1] if at + 1 < len(plain) else ""
        if word == "may" and (behind[:1].isdigit() or before in kinds["months_before"]):
            continue
        if word == "could" and negation is not None and abs(negation - at) == 1:
            continue
        if word == "possible" and before not in kinds["being"]:
            continue
        if word in kinds["possible"]:
            return "possible"
        appears = word in {"appear", "appears", "appeared"} and (behind in {"to", "that", "as"} or before in {"it", "what"})
        if word in kinds["probable"] and (appears or not word.startswith("appear")):
            weakest = "probable"
    return weakest


def _obligation(plain: list[str]) -> bool:
    kinds = shapes()
    if kinds["obligation"].isdisjoint(plain) and kinds["obligation_to"].isdisjoint(plain):
        return False
    for at, word in enumerate(plain):
        behind = plain[at + 1] if at + 1 < len(plain) else ""
        before = plain[at - 1] if at else ""
        if word in kinds["obligation"] and behind != "have":
            return True
        if word in kinds["obligation_to"] and behind == "to" and before not in {"the", "a", "no"}:
            return True
    return False


def _imperative(line: tuple[Word, ...]) -> bool:
    kinds = shapes()
    plain = [w.text for w in line if w.text not in kinds["leading_words"]]
    if line and line[0].text == "to":
        return False
    while len(plain) > 1 and (plain[0] in {"at", "least", "please", "just"} or plain[0].endswith("ly")):
        plain = plain[1:]
    if plain[:2] == ["do", "n't"]:
        return len(plain) > 2 and plain[2] not in kinds["persons"]
    if not plain or plain[0] not in kinds["imperatives"]:
        return False
    behind = plain[1] if len(plain) > 1 else ""
    if (plain[0] == "never" and behind not in kinds["imperatives"]) or (plain[0], behind) in IDIOMS:
        return False
    return behind not in kinds["not_imperative_next"] and not (plain[0] in {"do", "have"} and behind in kinds["persons"])


def _asks(line: tuple[Word, ...]) -> bool:
    """Whether the content ends as a question, its closing marks apart."""
    tail = [w.text for w in line if w.text not in QUOTES]
    return bool(tail) and tail[-1] == "?"


def _puts_in_question(clause: tuple[Word, ...]) -> bool:
    """ "raises serious questions about": at most two words between the verb and its noun."""
    raised = [at for at, w in enumerate(clause) if "raise" in w.lemmas or "pose" in w.lemmas]
    return any("question" in w.lemmas for at in raised for w in clause[at + 1 : at + 4])
