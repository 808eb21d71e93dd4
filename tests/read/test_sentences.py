import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read.sentences import sentences


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It rained. It snowed.", ["It rained.", "It snowed."]),
        ("Mr. Bell met Gen. Ito. They agreed.", ["Mr. Bell met Gen. Ito.", "They agreed."]),
        ("He lives in the U.S. He left in May.", ["He lives in the U.S.", "He left in May."]),
        ("The U.S. Navy left.", ["The U.S. Navy left."]),
        ("“We won.” The crowd cheered.", ["“We won.”", "The crowd cheered."]),
        ("She asked: “Why?” He shrugged.", ["She asked: “Why?”", "He shrugged."]),
        ("It cost $2.5 million. Nobody paid.", ["It cost $2.5 million.", "Nobody paid."]),
        ("Harbour closed by storm\n\nThe harbour was closed.", ["Harbour closed by storm", "The harbour was closed."]),
        ("The ferry sank.The crew swam.", ["The ferry sank.", "The crew swam."]),
        ("J. R. Tolland spoke. All left.", ["J. R. Tolland spoke.", "All left."]),
        ("", []),
    ],
)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text)] == wanted


@given(st.text(alphabet=st.sampled_from("aB .!?\"“”\n'’1é")))
def test_sentences_hold_every_letter_once_and_in_order(text: str) -> None:
    found = sentences(text)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    inside = {i for s in found for i in range(s.start, s.end)}
    assert all(i in inside for i, c in enumerate(text) if not c.isspace())
