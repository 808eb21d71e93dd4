"""Names out of scores that are set here by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sayso import encoder
from sayso.data import Name, Span
from sayso.encoder import HEADS, NAMES, States
from sayso.read.names import KINDS, everywhere, names


def read(text: str, marked: list[tuple[str, str, float]]) -> list[tuple[str, str]]:
    """Names found where the tagger marks `marked` (words, kind, its probability; the other kinds share the rest), in this order."""
    where = encoder.pieces(text)
    chances = np.full((len(where), len(NAMES)), 1e-4)
    chances[:, 0] = 1
    begin = 0
    for words, kind, sure in marked:
        begin = text.index(words, begin)
        inside = np.nonzero((where.starts < begin + len(words)) & (where.ends > begin))[0]
        for nth, piece in enumerate(inside):
            chances[piece] = 1e-4
            mark = "I" if nth else "B"
            for other in KINDS:
                chances[piece, NAMES.index(f"{mark}-{other}")] = sure if other == kind else (1 - sure) / (len(KINDS) - 1)
        begin += len(words)
    scores = {head: np.zeros((len(where), len(labels)), np.float32) for head, labels in HEADS.items()}
    scores["names"] = np.log(chances / chances.sum(1, keepdims=True)).astype(np.float32)
    found = names(text, States(where, np.zeros((len(where), 384), np.float32), scores))
    return [(text[name.span.start : name.span.end], name.kind) for name in found]


def test_a_name_has_one_kind_in_all_its_mentions() -> None:
    text = "Velmora won. Nobody knew Velmora, but Velmora paid."
    found = read(text, [("Velmora", "organisation", 0.95), ("Velmora", "person", 0.6), ("Velmora", "organisation", 0.9)])
    assert found == [("Velmora", "organisation")] * 3


def test_a_country_that_acts_is_a_place() -> None:
    assert read("Kenya signed it.", [("Kenya", "organisation", 0.7)]) == [("Kenya", "place")]


def test_the_tables_do_not_overrule_a_sure_tagger() -> None:
    assert read("Kenya Barris wrote it; Kenya sang.", [("Kenya Barris", "person", 0.99), ("Kenya", "person", 0.999)])[1] == ("Kenya", "person")


@pytest.mark.parametrize(
    ("written", "bare"), [("President Ada Noor", "Ada Noor"), ("Dr. Noor", "Noor"), ("Prime Minister Noor", "Noor"), ("King", "King")]
)
def test_titles_are_no_part_of_a_persons_name(written: str, bare: str) -> None:
    assert read(f"Yesterday {written} spoke.", [(written, "person", 0.99)]) == [(bare, "person")]


def test_a_title_alone_is_no_name() -> None:
    assert read("We asked Mr. Prime Minister again.", [("Mr. Prime Minister", "person", 0.99)]) == []


def test_a_title_stays_in_the_name_of_a_place() -> None:
    assert read("It fell on Prince Island.", [("Prince Island", "place", 0.99)]) == [("Prince Island", "place")]


def test_the_full_stop_of_a_shortened_name_belongs_to_it_and_that_of_a_sentence_does_not() -> None:
    assert read("Velmora Corp. paid Ada Noor. It fell.", [("Velmora Corp", "organisation", 0.9), ("Ada Noor", "person", 0.9)]) == [
        ("Velmora Corp.", "organisation"),
        ("Ada Noor", "person"),
    ]


def test_names_are_widened_to_whole_words() -> None:
    assert read("They met Oyelaran there.", [("Oye", "person", 0.9)]) == [("Oyelaran", "person")]


@pytest.mark.parametrize("text", ["", " ", "...", "\n\n", "é"])
def test_texts_without_names(text: str) -> None:
    assert read(text, []) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Solredes paid. The firm Solredes said so.", ["Solredes", "Solredes"]),
        ("Bank paid. The bank said so.", ["Bank"]),
        ("Ada paid. The firm Ada said so.", ["Ada"]),
        ("Solredes paid. The Solredesian said so.", ["Solredes"]),
    ],
)
def test_a_name_is_known_wherever_it_stands(text: str, wanted: list[str]) -> None:
    first = text.split()[0]
    found = everywhere(text, (Name(Span(0, len(first)), "organisation"),))
    assert [text[name.span.start : name.span.end] for name in found] == wanted
    assert {name.kind for name in found} == {"organisation"}
