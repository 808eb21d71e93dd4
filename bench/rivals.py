"""Reading beside what others need for the same: CPU time over the same texts, taken in turn in one run.

    python -m bench.rivals [PIPELINE...]

Whoever finds quotations by rules over a parse, or by a classifier over one, pays for a tagger, a parser and a name recogniser first: a spaCy
pipeline, as a rule. spaCy is an extra of this bench alone, and is left out with a message where it is not installed. Its trained English
pipelines are not on the package index; a name or a folder of an installed one is measured beside the one that is made here: of the parts and
sizes of spaCy's small ones, with weights drawn at random, which finds nothing, but does the same sums. The rules or the classifier come on top.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

ROUNDS = 3
WIDTH, DEPTH, ROWS = 96, 4, 2000
"""Of the shared network in spaCy's own configuration for speed (spacy init config --optimize efficiency)."""
HIDDEN = 64
TAGS, DEPENDENCIES, ENTITIES = 50, 45, 18
"""Labels of the released English pipelines, by number: Penn Treebank tags, CLEAR dependencies, OntoNotes entities."""
SEED = 7

Contender = Callable[[Sequence[str]], object]


def score(texts: Sequence[str], pipelines: Sequence[str] = (), *, rounds: int = ROUNDS) -> dict[str, float]:
    """`over_<rival>`: CPU time of reading through that of the rival, the best round of each.

    `<rival>_ms` and `sayso_ms`: that time a text. Without spaCy there are no figures.
    """
    import sayso

    found = rivals(pipelines)
    if not found:
        print("rivals: left out, spaCy is not installed (pip install spacy)", file=sys.stderr)
        return {}
    best = in_turn({"sayso": lambda of: [sayso.read(text) for text in of], **found}, texts, rounds=rounds)
    cost = {f"{name}_ms": seconds * 1000 / len(texts) for name, seconds in best.items()}
    return {f"over_{name}": best["sayso"] / best[name] for name in found} | cost


def in_turn(contenders: dict[str, Contender], texts: Sequence[str], *, rounds: int = ROUNDS) -> dict[str, float]:
    """CPU seconds of each over all texts, the best of `rounds`; they take turns, so that what else the machine does slows all alike.

    All have gone over the first text before, so that what is loaded once is loaded.
    """
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for run in contenders.values():
        run(texts[:1])
    for _ in range(rounds):
        for name, run in contenders.items():
            began = time.process_time()
            run(texts)
            taken[name].append(time.process_time() - began)
    return {name: min(seconds) for name, seconds in taken.items()}


def rivals(pipelines: Sequence[str] = ()) -> dict[str, Contender]:
    """The pipelines by name: the one made here, and those named."""
    if importlib.util.find_spec("spacy") is None:
        return {}
    import spacy

    loaded = {"spacy_small": small(), **{name.rstrip("/").rsplit("/", 1)[-1]: spacy.load(name) for name in pipelines}}
    return {name: _run(pipeline) for name, pipeline in loaded.items()}


def _run(pipeline: Any) -> Contender:
    return lambda texts: list(pipeline.pipe(texts))


def small() -> Any:
    """A pipeline of the parts and sizes of spaCy's small English ones, its weights drawn at random: a shared network, tagger, parser, names."""
    import spacy

    spacy.util.fix_random_seed(SEED)
    pipeline = spacy.blank("en")
    network = {"@architectures": "spacy.HashEmbedCNN.v2", "width": WIDTH, "depth": DEPTH, "embed_size": ROWS, "window_size": 1, "maxout_pieces": 3}
    network |= {"subword_features": True, "pretrained_vectors": None}
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "tok2vec"}
    pipeline.add_pipe("tok2vec", config={"model": network})
    pipeline.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": shared}})
    pipeline.add_pipe("parser", config={"model": _transitions("parser", shared)})
    pipeline.add_pipe("ner", config={"model": _transitions("ner", network)})  # the released ones have a network of their own for names
    for part, prefix, count in (("tagger", "T", TAGS), ("parser", "d", DEPENDENCIES), ("ner", "E", ENTITIES)):
        for number in range(count):
            pipeline.get_pipe(part).add_label(f"{prefix}{number}")
    pipeline.initialize()
    return pipeline


def _transitions(kind: str, network: dict[str, Any]) -> dict[str, Any]:
    model = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "extra_state_tokens": False, "hidden_width": HIDDEN}
    return model | {"maxout_pieces": 2, "use_upper": True, "tok2vec": network}


def main() -> None:
    """Print the figures."""
    from bench.speed import articles

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pipelines", nargs="*", metavar="PIPELINE", help="name or folder of an installed spaCy pipeline")
    for name, value in score(articles(), parser.parse_args().pipelines).items():
        print(f"{name:24} {value:.3f}")


if __name__ == "__main__":
    main()
