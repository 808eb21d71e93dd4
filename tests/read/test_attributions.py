import numpy as np
import pytest

from sayso import encoder
from sayso.encoder import ATTRIBUTION
from sayso.read.attributions import attributions
from sayso.read.decoding import stretches


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


def test_nothing_is_found_in_nothing() -> None:
    assert found("") == []
    assert stretches(np.zeros((0, 7), np.float32), ATTRIBUTION) == []
