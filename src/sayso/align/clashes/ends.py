"""From which end a statement tells a deed: buying or selling, giving or taking."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from sayso.align.frames import LONGEST_PHRASE, Frame
from sayso.words import stem


def ends(one: Frame) -> dict[int, frozenset[int]]:
    """Deed of the table -> from which ends (0, 1) the statement tells it."""
    found: dict[int, frozenset[int]] = {}
    stems = [t.stem for t in one.tokens]
    for at in range(len(stems)):
        for length in range(1, LONGEST_PHRASE + 1):
            for deed, end in _table().get(" ".join(stems[at : at + length]), ()) if at + length <= len(stems) else ():
                found[deed] = found.get(deed, frozenset()) | {end}
    return found


@cache
def _table() -> dict[str, tuple[tuple[int, int], ...]]:
    """Phrase, in stems -> the deeds it can tell, each with the end."""
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    lines = files("sayso").joinpath("align/tables/converses.tsv").read_text(encoding="utf8").splitlines()
    for deed, line in enumerate(line for line in lines if not line.startswith("#")):
        for end, words in enumerate(line.split("\t")):
            for phrase in words.split("|"):
                key = " ".join(stem(w) for w in phrase.split())
                found[key] = (*found.get(key, ()), (deed, end))
    return found
