import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import encoder
from sayso.text import paragraphs


@given(st.text())
@settings(deadline=None)
def test_pieces_point_into_the_text(text: str) -> None:
    found = encoder.pieces(text)
    assert all(0 <= a <= b <= len(text) for a, b in zip(found.starts, found.ends, strict=True))
    assert (np.diff(found.starts) >= 0).all()


@given(st.integers(0, 5000))
def test_windows_cover_everything_and_overlap(length: int) -> None:
    found = encoder.windows(length)
    assert {i for a, b in found for i in range(a, b)} == set(range(length))
    assert all(b - a <= encoder.WINDOW for a, b in found)
    assert all(later[0] - earlier[0] <= encoder.STRIDE for earlier, later in zip(found, found[1:], strict=False))


def test_offsets_survive_emoji_combining_marks_and_line_ends() -> None:
    text = "Jose\u0301 😀 said:\r\n“Ça\tva” – O’Neill"
    found = encoder.pieces(text)
    words = {text[a:b] for a, b in zip(found.starts, found.ends, strict=True)}
    assert {"said", "“", "”", "O"} <= words
    assert any("Jos" in w for w in words)


def test_surfaces_tell_what_small_letters_hide() -> None:
    text = "The UN said “É no” on 22 May. xiv\n\nNext"
    found = encoder.pieces(text)
    told = {text[a:b]: surface for a, b, surface in zip(found.starts, found.ends, found.surfaces, strict=True)}
    assert told["The"] == told["Next"] == encoder.CAPITAL
    assert told["UN"] == encoder.UPPER
    assert told["said"] == told["."] == encoder.LOWER
    assert told["22"] == encoder.DIGIT
    assert told["É"] == encoder.CAPITAL + encoder.QUOTED
    assert told["“"] == told["no"] == told["”"] == encoder.LOWER + encoder.QUOTED


@settings(deadline=None)
@given(st.lists(st.text("ab É.”\t", max_size=12), max_size=6))
def test_a_break_stands_before_each_paragraph_but_the_first(lines: list[str]) -> None:
    text = "\n\n".join(lines)
    found = encoder.pieces(text)
    broken = [int(at) for at, piece in zip(found.starts, found.ids, strict=True) if piece == encoder.PARAGRAPH]
    assert broken == [part.start for part in paragraphs(text)][1:]
    assert all(found.surfaces[i] == encoder.BREAK for i in np.flatnonzero(found.ids == encoder.PARAGRAPH))


def test_words_between_which_a_blank_was_lost_are_read_apart() -> None:
    text = "Mexico thanked Garcia. Then GarciaMexico went on, and Mexico played."
    found = encoder.pieces(text)
    cut = text.index("GarciaMexico") + len("Garcia")
    assert cut in found.starts.tolist()
    assert cut in found.ends.tolist()
    assert encoder.PARAGRAPH not in found.ids


def test_a_text_reads_the_same_alone_and_beside_others() -> None:
    text = "The minister said the bridge would open in May. " * 30
    first = encoder.read(encoder.pieces(text))
    encoder.read(encoder.pieces("Something else entirely."))
    again = encoder.read(encoder.pieces(text))
    assert all((first.scores[head] == again.scores[head]).all() for head in encoder.HEADS)


def test_vectors_are_unit_length_and_do_not_depend_on_company() -> None:
    alone = encoder.vectors(["The ferry sank off the coast."])
    together = encoder.vectors(["Prices rose.", "The ferry sank off the coast.", ""])
    assert np.allclose(np.linalg.norm(alone, axis=1), 1, atol=1e-5)
    assert (alone[0] == together[1]).all()
    assert np.isfinite(together).all()


def test_likeness_of_vectors_follows_meaning() -> None:
    ferry, sank, prices = encoder.vectors(["A ferry sank off the coast.", "The ferry went down near the shore.", "Bread prices rose in March."])
    assert ferry @ sank > ferry @ prices + 0.2


@pytest.mark.parametrize("text", ["", "\n\n", "   ", "…", "\u202e\u0000"])
def test_texts_without_words_are_read(text: str) -> None:
    states = encoder.read(encoder.pieces(text))
    assert all(np.isfinite(v).all() for v in states.scores.values())


@given(st.integers(0, 3000), st.integers(0, 10_000))
def test_every_piece_is_taken_from_one_window_and_windows_meet_at_paragraphs(length: int, seed: int) -> None:
    ids = np.random.default_rng(seed).integers(1000, 2000, length)
    ids[::40] = encoder.PARAGRAPH
    spans = encoder.windows(length)
    shares = encoder.shares(ids, spans)
    assert [piece for begin, end in shares for piece in range(begin, end)] == list(range(length))
    assert all(first <= begin and end <= last for (first, last), (begin, end) in zip(spans, shares, strict=True))
    overlaps = [range(after[0] + encoder.MARGIN, before[1] - encoder.MARGIN) for before, after in zip(spans, spans[1:], strict=False)]
    met = [border for _, border in shares[:-1]]
    assert all(ids[border - 1] == encoder.PARAGRAPH for border, overlap in zip(met, overlaps, strict=True) if encoder.PARAGRAPH in ids[overlap])
