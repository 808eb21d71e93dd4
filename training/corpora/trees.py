"""Universal Dependencies (EWT, GUM): parts of speech, where clauses begin and are resumed, and (GUM) names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from sayso.encoder import CLAUSES, NAMES, WORDS
from training.corpora.document import IGNORED, Document, from_words, inside
from training.corpora.mentions import name_tags
from training.corpora.names import UNSURE

RELATION = {"conj": "coordinate", "advcl": "adverbial", "acl": "relative", "ccomp": "complement", "csubj": "complement", "parataxis": "parataxis"}
"""Dependency relation of a clause's head -> kind of clause (universaldependencies.org/u/dep). `acl` counts where it is relative, `conj` where
the conjunct is a predicate like its head."""

Word = dict[str, str]
FIELDS = ("id", "form", "lemma", "upos", "xpos", "feats", "head", "relation", "deps", "misc")
DOCUMENT_WORDS = 400


def ewt(folder: Path, split: str) -> Iterator[Document]:
    """English Web Treebank."""
    return _documents(f"ewt_{split}", folder / f"en_ewt-ud-{split}.conllu")


def gum(folder: Path, split: str, *, named: bool = False) -> Iterator[Document]:
    """Georgetown University Multilayer corpus, all genres; `named`: with the names among its mentions."""
    with (folder / "splits.tsv").open(encoding="utf8") as rows:
        names = [row["document"] for row in csv.DictReader(rows, delimiter="\t") if row["split"] == split]
    for name in names:
        yield from _documents(name, folder / "dep" / f"{name}.conllu", named=named)


def _documents(name: str, path: Path, *, named: bool = False) -> Iterator[Document]:
    words: list[str] = []
    gaps: list[str] = []
    labels: dict[str, list[int]] = {head: [] for head in ("words", "clauses", *(["names"] if named else []))}
    part = 0
    for fresh, sentence in _sentences(path):
        if words and (fresh == "document" or len(words) > DOCUMENT_WORDS):
            yield from_words(f"{name}_{part}", words, gaps, labels, inner={"names": inside("names")})
            part, words, gaps, labels = part + 1, [], [], {head: [] for head in labels}
        elif fresh == "paragraph" and gaps:
            gaps[-1] = "\n"
        words += [w["form"] for w in sentence]
        gaps += ["" if "SpaceAfter=No" in w["misc"] else " " for w in sentence]
        if gaps and gaps[-1] == "":
            gaps[-1] = " "
        labels["words"] += [WORDS.index(w["upos"]) if w["upos"] in WORDS else IGNORED for w in sentence]
        labels["clauses"] += _clauses(sentence)
        if named:
            labels["names"] += [IGNORED if tag == UNSURE else NAMES.index(tag) for tag in name_tags(sentence)]
    if words:
        yield from_words(f"{name}_{part}", words, gaps, labels, inner={"names": inside("names")})


def _sentences(path: Path) -> Iterator[tuple[str, list[Word]]]:
    fresh, sentence = "document", []
    for line in [*path.read_text(encoding="utf8").splitlines(), ""]:
        if line.startswith("# newdoc"):
            fresh = "document"
        elif line.startswith("# newpar") and fresh != "document":
            fresh = "paragraph"
        elif line and line[0].isdigit():
            word = dict(zip(FIELDS, line.split("\t"), strict=True))
            if word["id"].isdigit():
                sentence.append(word)
        elif not line and sentence:
            yield fresh, sentence
            fresh, sentence = "", []


def _clauses(sentence: list[Word]) -> list[int]:
    """One clause label a word: set where a clause begins, and where the outer clause is resumed behind it."""
    heads = [int(w["head"]) - 1 for w in sentence]
    labels = ["O"] * len(sentence)
    resumed: list[int] = []
    for i, word in enumerate(sentence):
        kind = _kind(word, sentence, heads)
        if kind is None:
            continue
        subtree = [j for j in range(len(sentence)) if i in _above(j, heads)]
        first, last = subtree[0], subtree[-1]
        while first < i and sentence[first]["upos"] == "PUNCT":
            first += 1
        if first and labels[first] == "O":
            labels[first] = kind
        if last + 1 < len(sentence):
            resumed.append(last + 1)
    for at in resumed:
        while at < len(sentence) and sentence[at]["upos"] == "PUNCT":
            at += 1
        if at < len(sentence) and labels[at] == "O":
            labels[at] = "resume"
    return [CLAUSES.index(label) for label in labels]


def _kind(word: Word, sentence: list[Word], heads: list[int]) -> str | None:
    relation, _, subtype = word["relation"].partition(":")
    if relation not in RELATION or (relation == "acl" and subtype != "relcl"):
        return None
    if relation == "conj":
        above = sentence[heads[sentence.index(word)]]
        if not _predicate(word, sentence, heads) or not _predicate(above, sentence, heads):
            return None
    return RELATION[relation]


def _predicate(word: Word, sentence: list[Word], heads: list[int]) -> bool:
    at = sentence.index(word)
    return word["upos"] == "VERB" or any(heads[j] == at and w["relation"].split(":")[0] in ("cop", "nsubj") for j, w in enumerate(sentence))


def _above(at: int, heads: list[int]) -> list[int]:
    path = [at]
    while heads[path[-1]] >= 0:
        path.append(heads[path[-1]])
    return path
