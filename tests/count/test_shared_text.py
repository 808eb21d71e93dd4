"""Text that two articles share near verbatim."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.count.shared_text import SharedPassage, is_shared, shared_passages
from sayso.data import Article, Span

DISPATCH = (
    "A cargo train carrying liquid chlorine left the rails outside the town of Oberau early on Thursday, tearing open two tank wagons and "
    "sending a yellow cloud over the valley. Firefighters in protective suits needed six hours to seal the leak while buses carried some "
    "3,400 residents to sports halls in neighbouring villages. The regional railway authority blamed a cracked axle that a trackside sensor "
    "had flagged twice during the previous week without any inspection being ordered. Farmers within five kilometres of the wreck were told "
    "to keep cattle indoors and to destroy leafy vegetables. The line, which carries most freight between the two ports, is likely to stay "
    "closed until engineers replace four hundred metres of buckled track."
)
OPENING = "Council members met in Tarnow last night to argue over a new swimming pool. Nobody expected the debate to run beyond midnight."
CLOSING = "Elsewhere, the harvest festival drew record crowds, and its organisers promised a second weekend of music and food next autumn."
SPARE = ("harbour", "yellow", "quickly", "lantern", "committee", "dusty", "winter", "seven", "orchard", "plainly", "bridge", "copper", "slowly")
OWN_WORDS = [
    ("Two wagons burst when a chemical train derailed at Oberau before dawn, and chlorine drifted across the valley.",
     "Chlorine escaped from a derailed goods train near Oberau in the small hours of Thursday after two of its tanks split."),
    ("It took crews six hours to plug the leak, by which time 3,400 people had been moved out.",
     "Some 3,400 residents were bussed to sports halls during the six hours that firefighters worked on the leak."),
    ("A broken axle caused the crash, the railway authority said, and a sensor had warned of it two times.",
     "The regional railway authority blamed a cracked axle, adding that warnings from a sensor a week ago went unheeded."),
    ("The ministers of Norland and Sudland signed the fisheries accord in June after nine rounds of talks.",
     "Norland and Sudland agreed on fishing quotas in a treaty that their ministers signed last June."),
]  # fmt: skip


def article(name: str, *parts: str) -> Article:
    return Article(id=name, text="\n".join(parts))


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.”]) (?=[A-Z“])", text)


def place(text: Article, part: str) -> Span:
    start = text.text.index(part)
    return Span(start, start + len(part))


def edited(text: str, share: float, seed: int) -> str:
    """`share` of the words replaced, dropped or doubled up with another word."""
    chance = random.Random(seed)
    words: list[str] = []
    for word in text.split(" "):
        kind = chance.randrange(3) if chance.random() < share else -1
        words += {-1: [word], 0: [chance.choice(SPARE)], 1: [], 2: [word, chance.choice(SPARE)]}[kind]
    return " ".join(words)


def covered(span: Span, passages: tuple[SharedPassage, ...]) -> float:
    inside = {at for p in passages for at in range(p.one_span.start, p.one_span.end)}
    return len(inside & set(range(span.start, span.end))) / (span.end - span.start)


def test_a_dispatch_in_two_articles_is_found_with_its_place() -> None:
    one, other = article("a", OPENING, DISPATCH), article("b", DISPATCH, CLOSING)
    (passage,) = shared_passages([one, other])
    assert one.text[passage.one_span.start : passage.one_span.end] == DISPATCH.rstrip(".")
    assert other.text[passage.other_span.start : passage.other_span.end] == DISPATCH.rstrip(".")
    assert passage.containment == 1.0


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.sampled_from([0.0, 0.03, 0.1]))
def test_an_edited_copy_is_found(seed: int, share: float) -> None:
    one, other = article("a", OPENING, DISPATCH), article("b", edited(DISPATCH, share, seed), CLOSING)
    passages = shared_passages([one, other])
    assert covered(place(one, DISPATCH), passages) >= 0.7
    assert all(passage.containment >= 0.7 for passage in passages)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.sampled_from([0.0, 0.03]), first=st.integers(0, 3), left_out=st.integers(0, 5))
def test_a_cut_copy_is_found(seed: int, share: float, first: int, left_out: int) -> None:
    parts = sentences(DISPATCH)
    kept = [part for at, part in enumerate(parts) if first <= at < first + 3 and at != left_out]
    one, other = article("a", OPENING, DISPATCH, CLOSING), article("b", CLOSING[:60], edited(" ".join(kept), share, seed))
    passages = shared_passages([one, other])
    for part in kept:
        assert covered(place(one, part), passages) >= 0.7, part


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.sampled_from([0.0, 0.03, 0.1]))
def test_both_directions_give_the_same(seed: int, share: float) -> None:
    one, other, third = article("a", OPENING, DISPATCH), article("b", edited(DISPATCH, share, seed)), article("c", CLOSING, DISPATCH[:300])
    passages = shared_passages([one, other, third])
    assert passages == shared_passages([third, one, other])
    for passage in passages:
        assert passage.one < passage.other
        assert is_shared(passages, passage.one, passage.one_span, passage.other, passage.other_span) is not None
        assert is_shared(passages, passage.other, passage.other_span, passage.one, passage.one_span) is not None


def test_a_sentence_is_shared_with_its_copy_and_no_other_sentence() -> None:
    copies = [edited(part, 0.05, at) for at, part in enumerate(sentences(DISPATCH))]
    one, other = article("a", OPENING, DISPATCH), article("b", " ".join(copies), CLOSING)
    passages = shared_passages([one, other])
    assert copies != sentences(DISPATCH)
    for at, part in enumerate(sentences(DISPATCH)):
        for copy_at, copy in enumerate(copies):
            shared = is_shared(passages, "a", place(one, part), "b", place(other, copy))
            assert (shared is not None) == (at == copy_at)
    assert is_shared(passages, "a", place(one, OPENING), "b", place(other, CLOSING)) is None


def test_one_fact_in_own_words_is_not_shared() -> None:
    one = article("a", *(pair[0] for pair in OWN_WORDS))
    other = article("b", *(pair[1] for pair in OWN_WORDS))
    assert shared_passages([one, other]) == ()


QUOTE = "“We asked for an inspection of that axle twice, in writing, and both times we were told that it could wait until the spring overhaul”"


def test_a_quote_alone_is_not_shared_text() -> None:
    one = article("a", OPENING, f"{QUOTE}, the union’s Greta Halm told a crowd outside the depot.")
    other = article("b", f"Speaking to a local station, Ms Halm, who leads the drivers, was blunt: {QUOTE}.", CLOSING)
    assert shared_passages([one, other]) == ()


def test_a_quote_inside_copied_text_is() -> None:
    copied = f"{sentences(DISPATCH)[2]} {QUOTE}, said Greta Halm, who speaks for the drivers’ union at the Oberau depot. {sentences(DISPATCH)[3]}"
    one, other = article("a", OPENING, copied), article("b", copied, CLOSING)
    passages = shared_passages([one, other])
    assert is_shared(passages, "a", place(one, QUOTE), "b", place(other, QUOTE)) is not None


@pytest.mark.parametrize(
    "phrase",
    [
        "A spokeswoman for the company did not immediately respond to a request for comment.",
        "Officials spoke on condition of anonymity because they were not authorized to discuss the matter.",
        "The Associated Press contributed to this report.",
        "Additional reporting by Jana Weiss in Berlin, Tom Ferris in Oslo and Maria Lopez in Madrid; Editing by Karl Brandt and Susan Cole.",
        "The prime minister of the United Kingdom",
    ],
)
def test_set_phrases_and_credits_are_not_shared_text(phrase: str) -> None:
    assert shared_passages([article("a", OPENING, phrase), article("b", CLOSING, phrase)]) == ()


def test_three_copies_pair_up_and_a_double_is_one() -> None:
    copies = [article(name, lead, DISPATCH) for name, lead in (("a", "One."), ("b", OPENING), ("c", CLOSING))]
    passages = shared_passages([*copies, copies[0]])
    assert [(p.one, p.other) for p in passages] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_case_quotes_and_line_ends_do_not_hide_a_copy() -> None:
    odd = "\r\n".join(sentences(DISPATCH.upper().replace("3,400", "3,400")))
    (passage,) = shared_passages([article("a", DISPATCH), Article(id="b", text=odd)])
    assert passage.containment == 1.0


def test_the_header_block_does_not_count() -> None:
    header = DISPATCH + "\n\n"
    one, other = (Article(id=name, text=header + text, body=len(header)) for name, text in (("a", OPENING), ("b", CLOSING)))
    assert shared_passages([one, other]) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_text_is_read_and_spans_lie_inside(texts: list[str]) -> None:
    articles = [Article(id=str(at), text=text + (DISPATCH if at % 2 else "")) for at, text in enumerate(texts)]
    by_id = {article.id: article.text for article in articles}
    for passage in shared_passages(articles):
        for name, span in ((passage.one, passage.one_span), (passage.other, passage.other_span)):
            assert 0 <= span.start < span.end <= len(by_id[name])
        for piece in passage.pieces:
            if piece.one is not None and piece.other is not None:
                here, there = by_id[passage.one][piece.one.start : piece.one.end], by_id[passage.other][piece.other.start : piece.other.end]
                assert re.findall(r"\w+", here.casefold()) == re.findall(r"\w+", there.casefold())


def test_nothing_to_share() -> None:
    assert shared_passages([]) == ()
    assert shared_passages([article("a", DISPATCH)]) == ()
    assert shared_passages([article("a", ""), article("b", "…")]) == ()


def test_long_and_repetitive_text_stays_quick() -> None:
    chance = random.Random(2)
    syllables = [a + b for a in "bdfgklmnprst" for b in ("a", "e", "i", "o", "u", "ai", "eu")]
    words = " ".join("".join(chance.choices(syllables, k=2)) for _ in range(20_000))
    long = [article("a", words), article("b", edited(words, 0.1, 4)), article("c", "again " * 20_000), article("d", "again " * 20_000)]
    began = time.process_time()
    passages = shared_passages(long)
    assert time.process_time() - began < 5, "20 000 words take a fraction of a second; minutes, if anything is quadratic"
    assert covered(Span(0, len(words)), tuple(p for p in passages if (p.one, p.other) == ("a", "b"))) > 0.8


def test_a_number_may_be_grouped_in_one_report_and_not_in_the_other() -> None:
    grouped = "Accidents are common in the islands, an archipelago of more than 7,000, where 1,250 boats sail without any radio on board."
    plain = grouped.replace("7,000", "7000").replace("1,250", "1250")
    assert len(shared_passages((article("a", OPENING, grouped), article("b", plain, CLOSING)))) == 1
