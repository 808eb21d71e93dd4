from itertools import product

import numpy as np
import pytest

from sayso import encoder
from sayso.encoder import ATTRIBUTION, NAMES
from sayso.read.attributions import attributions
from sayso.read.decoding import _best, _searched, stretches


def found(text: str) -> list[tuple[str, str, str]]:
    def words(spans: tuple) -> str:  # type: ignore[type-arg]
        return " / ".join(text[s.start : s.end] for s in spans)

    states = encoder.read(encoder.pieces(text))
    return [(words(a.source), words(a.cue), words(a.content)) for a in attributions(states, encoder.linker())]


@pytest.mark.parametrize(
    ("text", "source", "cue", "inside"),
    [
        ("The harbour master said on Monday that the quay was unsafe.", "The harbour master", "said", "the quay was unsafe"),
        ("“We have no plans to sell,” Ms. Okafor told reporters.", "Ms. Okafor", "told", "We have no plans to sell"),
        ("According to the coroner, the driver had been asleep.", "the coroner", "According to", "the driver had been asleep"),
        ("Residents complained that the siren never sounded.", "Residents", "complained", "the siren never sounded"),
        ("The union denied that a strike was planned.", "The union", "denied", "a strike was planned"),
    ],
)
def test_plain_attributions(text: str, source: str, cue: str, inside: str) -> None:
    sources, cues, contents = zip(*found(text), strict=True)
    assert source in sources
    assert any(cue in c for c in cues)
    assert any(inside in c for c in contents)


def test_labels_are_decoded_to_the_best_allowed_sequence() -> None:
    scores = np.log(np.full((3, len(ATTRIBUTION)), 0.01, np.float32))
    scores[0, ATTRIBUTION.index("O")] = np.log(0.4)
    scores[0, ATTRIBUTION.index("B-cue")] = np.log(0.3)
    scores[1, ATTRIBUTION.index("I-cue")] = np.log(0.9)
    scores[2, ATTRIBUTION.index("O")] = np.log(0.9)
    assert stretches(scores, ATTRIBUTION) == [("cue", 0, 2)]


LABELS = ("O", "B-x", "I-x", "B-y", "I-y")


@pytest.mark.parametrize("spread", [0.3, 1.0, 3.0])
def test_the_best_sequence_is_the_best_of_all_allowed_ones(spread: float) -> None:
    chance = np.random.default_rng(7)
    begun = {2: (1, 2), 4: (3, 4)}
    paths = [p for p in product(range(5), repeat=5) if all(b not in begun or a in begun[b] for a, b in zip((0, *p), p, strict=False))]
    for _ in range(60):
        scores = (chance.normal(size=(5, 5)) * spread).astype(np.float32)
        best = max(paths, key=lambda path: sum(float(scores[at, label]) for at, label in enumerate(path)))
        expected: list[tuple[str, int, int]] = []
        for at, label in enumerate(best):
            if LABELS[label].startswith("I"):
                expected[-1] = (*expected[-1][:2], at + 1)
            elif label:
                expected.append((LABELS[label][2:], at, at + 1))
        assert stretches(scores, LABELS) == expected


@pytest.mark.parametrize("labels", [ATTRIBUTION, NAMES])
def test_a_long_text_decodes_as_by_one_search_through_all_of_it(labels: tuple[str, ...]) -> None:
    chance = np.random.default_rng(11)
    for lead in (0.0, 1.0, 4.0):
        scores = chance.normal(size=(400, len(labels)))
        scores[:, 0] += lead
        assert _best(scores.astype(np.float32), labels).tolist() == _searched(scores.astype(np.float32).astype(np.float64), labels)


def test_nothing_is_found_in_nothing() -> None:
    assert found("") == []
    assert stretches(np.zeros((0, 7), np.float32), ATTRIBUTION) == []
