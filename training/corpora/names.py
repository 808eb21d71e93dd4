"""Names: GMB (silver, mended), WikiGold, CrossNER politics, English Web Treebank (UNER) and MEANTIME, as person, organisation, place and other.

All are brought to the convention of Universal NER (Mayhew et al., NAACL 2024): proper names without article and title; countries and cities are
places whatever they do; names of peoples and faiths are "other", as are events, works and products.
"""

from __future__ import annotations

import csv
import random
import re
from calendar import month_name
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

from sayso.encoder import NAMES
from training.corpora.document import IGNORED, Document, from_words, inside

KIND = {
    "per": "person", "person": "person", "politician": "person",
    "org": "organisation", "organisation": "organisation", "politicalparty": "organisation",
    "geo": "place", "loc": "place", "location": "place", "country": "place",
    "gpe": "other", "misc": "other", "event": "other", "election": "other", "art": "other", "eve": "other", "nat": "other", "pro": "other",
}  # fmt: skip
"""Tag of a corpus, in lower case -> kind of name. GMB's gpe are nationalities; its tim are dates and no names."""

ARTICLES = frozenset({"the", "a", "an"})
UNSURE = "?"
"""Mark of a word that teaches nothing about names."""

Sentence = list[tuple[str, str]]
"""Words, each with O, UNSURE, or B- or I- and a kind."""


@cache
def titles() -> frozenset[str]:
    """Words of titles and ranks, in lower case, without a full stop."""
    rows = files("sayso").joinpath("read/tables/titles.tsv").read_text(encoding="utf8").splitlines()[1:]
    return frozenset(word for row in rows for word in row.split("\t")[0].split()) - {"of"}


@cache
def peoples() -> frozenset[str]:
    """Names of peoples and their adjectives."""
    rows = csv.DictReader(files("sayso").joinpath("read/tables/countries.tsv").read_text(encoding="utf8").splitlines(), delimiter="\t")
    return frozenset(word for row in rows for word in (row["demonyms"] or "").split("|") if word) - countries()


UNIONS = frozenset({"European Union"})
"""Rows of the table of countries that are organisations."""


@cache
def countries() -> frozenset[str]:
    """Names of countries, and what else they are called."""
    rows = csv.DictReader(files("sayso").joinpath("read/tables/countries.tsv").read_text(encoding="utf8").splitlines(), delimiter="\t")
    return frozenset(word for row in rows if row["name"] not in UNIONS for word in (row["name"], *(row["aliases"] or "").split("|")) if word)


def is_title(word: str) -> bool:
    return word.lower().rstrip(".").removesuffix("s") in titles() or word.lower().rstrip(".") in titles()


def gmb(folder: Path) -> list[Sentence]:
    """Groningen Meaning Bank, newswire, mended; the last sentence is cut off upstream and dropped."""
    rows: list[list[tuple[str, str, str]]] = []
    with (folder / "ner_dataset.csv").open(encoding="latin1") as table:
        for row in csv.DictReader(table):
            if row["Sentence #"]:
                rows.append([])
            rows[-1].append((row["Word"], row["POS"], row["Tag"]))
    return _one_kind_a_name([_mended(sentence) for sentence in rows[:-1]])


def _mended(sentence: list[tuple[str, str, str]]) -> Sentence:
    """Runs of proper nouns: titles and names of peoples before a name are cut off; a run that is tagged in part, or in two ways, is left open.

    Half of this corpus' organisations are cut short or fall into two names, and its persons carry their titles.
    """
    out: Sentence = [(word, "O") for word, _, _ in sentence]
    at = 0
    while at < len(sentence):
        last = at
        while last < len(sentence) and _part_of_name(*sentence[last]):
            last += 1
        if last == at:
            at += 1
            continue
        first = at
        while first < last and (sentence[first][2] == "B-gpe" or is_title(sentence[first][0])):
            if sentence[first][0] in countries():
                out[first] = (sentence[first][0], "B-place")
            elif sentence[first][2] == "B-gpe":
                out[first] = (sentence[first][0], "B-other")
            first += 1
        tags = [tag for _, _, tag in sentence[first:last]]
        kinds = {KIND.get(tag[2:]) for tag in tags}
        whole = len(kinds) == 1 and None not in kinds and sum(tag[0] == "B" for tag in tags[1:]) == 0
        for i in range(first, last):
            out[i] = (sentence[i][0], f"{'I' if i > first else 'B'}-{kinds.copy().pop()}" if whole else UNSURE)
        at = last
    return out


def _part_of_name(word: str, pos: str, tag: str) -> bool:
    return tag[2:] not in ("", "tim") or (pos.startswith("NNP") and tag == "O" and word[:1].isupper())


LEAST_SEEN, LEAST_SHARE = 4, 0.6
"""A name seen as often has the kind that this share of its marks have; under it the marks are left open."""


def _one_kind_a_name(sentences: list[Sentence]) -> list[Sentence]:
    """Gives each name the kind it mostly has in the corpus: a country is no organisation where it acts, and no person at a sentence's start."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for kind, first, last in spans(sentence):
            seen[" ".join(word for word, _ in sentence[first:last])][kind] += 1
    for sentence in sentences:
        for kind, first, last in spans(sentence):
            name = " ".join(word for word, _ in sentence[first:last])
            most, times = seen[name].most_common(1)[0]
            if name in countries():
                most, times = "place", seen[name].total()
            elif name in peoples():
                most, times = "other", seen[name].total()
            elif seen[name].total() < LEAST_SEEN:
                continue
            sure = times >= LEAST_SHARE * seen[name].total()
            if not sure or most != kind:
                sentence[first:last] = [(w, f"{'I' if i else 'B'}-{most}" if sure else UNSURE) for i, (w, _) in enumerate(sentence[first:last])]
    return sentences


def spans(sentence: Sentence) -> list[tuple[str, int, int]]:
    """Kind, first and last (exclusive) of the names of a sentence."""
    found: list[tuple[str, int, int]] = []
    for at, (_, tag) in enumerate(sentence):
        if tag.startswith("B-"):
            found.append((tag[2:], at, at + 1))
        elif tag.startswith("I-") and found and found[-1][2] == at:
            found[-1] = (found[-1][0], found[-1][1], at + 1)
    return found


def wikigold(folder: Path) -> list[Sentence]:
    """WikiGold; its tags are I- only, so adjoining names of one kind run together."""
    return [_in_our_kinds(rows) for rows in _columns(folder / "wikigold.conll.txt", " ")]


def crossner(folder: Path, split: str) -> list[Sentence]:
    """CrossNER, politics."""
    return [_in_our_kinds(rows) for rows in _columns(folder / f"{split}.txt", "\t")]


def uner(path: Path, *, half: int | None = None) -> list[list[Sentence]]:
    """Universal NER over a UD treebank (iob2): documents of sentences. `half` takes every second document: 0 to learn from, 1 to score on."""
    documents: list[list[Sentence]] = []
    for block in path.read_text(encoding="utf8").split("\n\n"):
        lines = block.splitlines()
        if not documents or any(line.startswith("# newdoc") for line in lines):
            documents.append([])
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        if rows:
            documents[-1].append(_in_our_kinds([(row[1], row[2]) for row in rows]))
    return [document for number, document in enumerate(documents) if half is None or number % 2 == half]


MARKED = 5
"""Last sentence of a MEANTIME document in which every mention is marked."""


def meantime(folder: Path, topics: tuple[str, ...]) -> list[list[Sentence]]:
    """MEANTIME (Minard et al., LREC 2016): the title and first five sentences of Wikinews articles, names (NAM) linked to their kind."""
    return [_meantime(path) for topic in topics for path in sorted((folder / "within_doc" / topic).glob("*.xml"))]


def _meantime(path: Path) -> list[Sentence]:
    root = ElementTree.parse(path).getroot()  # the pack's own file
    tokens = {t.attrib["t_id"]: (int(t.attrib["sentence"]), t.text or "") for t in root.iter("token")}
    kinds = {e.attrib["m_id"]: KIND.get(e.attrib.get("ent_type", "").lower(), "other") for e in root.iter("ENTITY")}
    kind_of = {s.attrib["m_id"]: kinds.get(t.attrib["m_id"]) for r in root.iter("REFERS_TO") for s in r.iter("source") for t in r.iter("target")}
    # What is capitalised inside a sentence and is marked as nothing may be a part of a name.
    order = list(tokens)
    starts = {t for a, t in zip([None, *order], order, strict=False) if a is None or tokens[a][0] != tokens[t][0]}
    plain = starts | {t for t, (_, word) in tokens.items() if is_title(word) or word in month_name}
    tags = {t: UNSURE if word[:1].isupper() and t not in plain else "O" for t, (_, word) in tokens.items()}
    mentions = [m for m in root.iter("ENTITY_MENTION") if m.attrib.get("syntactic_type") == "NAM" and kind_of.get(m.attrib["m_id"])]
    for mention in sorted(mentions, key=lambda m: len(list(m))):
        inner = [a.attrib["t_id"] for a in mention.iter("token_anchor")]
        while inner and (tokens[inner[0]][1].lower() in ARTICLES or is_title(tokens[inner[0]][1])):
            tags[inner.pop(0)] = "O"
        if inner and all(tokens[t][1][:1].isupper() or tokens[t][1] in ("of", "and", "for", "the", "&", "-") for t in inner):
            for i, t in enumerate(inner):
                tags[t] = f"{'I' if i else 'B'}-{kind_of[mention.attrib['m_id']]}"
    out: dict[int, Sentence] = defaultdict(list)
    for t, (number, word) in tokens.items():
        if number <= MARKED:
            out[number].append((word, tags[t]))
    return list(out.values())


def _columns(path: Path, separator: str) -> list[list[tuple[str, str]]]:
    blocks = path.read_text(encoding="utf8").split("\n\n")
    rows = [[line.rsplit(separator, 1) for line in block.splitlines() if separator in line] for block in blocks]
    return [[(word.strip(), tag) for word, tag in block] for block in rows if block]


def _in_our_kinds(rows: list[tuple[str, str]]) -> Sentence:
    out: Sentence = []
    before = "O"
    for word, tag in rows:
        kind = KIND.get(tag[2:].lower()) if tag != "O" else None
        begins = kind is not None and (tag[:2] == "B-" or before == "O" or KIND.get(before[2:].lower()) != kind)
        out.append((word, f"{'B' if begins else 'I'}-{kind}" if kind else "O"))
        before = tag
    return out


SWAPPED = 0.7
"""Share of the names that are replaced in a document whose names are swapped."""


def swapped(sentences: Iterable[Sentence], others: dict[str, list[list[str]]], dice: random.Random) -> list[Sentence]:
    """The same sentences about others: names replaced by names of the same kind, as what stands around them tells the kind."""
    out = []
    for sentence in sentences:
        copy, at = [], 0
        for kind, first, last in spans(sentence):
            copy += sentence[at:first]
            if kind in others and dice.random() < SWAPPED:
                copy += [(word, f"{'I' if i else 'B'}-{kind}") for i, word in enumerate(dice.choice(others[kind]))]
            else:
                copy += sentence[first:last]
            at = last
        out.append(copy + sentence[at:])
    return out


def mentioned(sentences: Iterable[Sentence]) -> dict[str, list[list[str]]]:
    """The names of sentences by kind, each once."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for sentence in sentences:
        for kind, first, last in spans(sentence):
            words = [word for word, _ in sentence[first:last]]
            if words[0][:1].isupper():
                found[kind][" ".join(words)] = words
    return {kind: list(names.values()) for kind, names in found.items() if kind != "other"}


def documents(name: str, sentences: list[Sentence], at_once: int) -> Iterator[Document]:
    """`at_once` sentences a document; every second one of a text is written as people write, the rest with a blank around every mark."""
    for number, at in enumerate(range(0, len(sentences), at_once)):
        words: list[str] = []
        gaps: list[str] = []
        tags: list[int] = []
        for sentence in sentences[at : at + at_once]:
            texts = [word for word, _ in sentence]
            words += texts
            gaps += _gaps(texts) if number % 2 else [" "] * len(texts)
            tags += [IGNORED if tag == UNSURE else NAMES.index(tag) for _, tag in sentence]
        yield from_words(f"{name}_{at}", words, gaps, {"names": tags}, inner={"names": inside("names")})


CLOSING = re.compile(r"[.,;:?!%)\]}…]+|n't|['’](?:s|re|ve|ll|d|m)?", re.IGNORECASE)
OPENING = frozenset("([{$£€#")


def _gaps(words: list[str]) -> list[str]:
    """The blank after each word as it is usually written, the last one's included."""
    return ["" if w in OPENING or CLOSING.fullmatch(after) else " " for w, after in zip(words, words[1:], strict=False)] + [" "] * bool(words)
