"""Documents that several articles tell of without saying whose they are: the same, where each tells of only one of its class (rule 5)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from sayso.data import Witness


def one_paper(groups: Sequence[Sequence[tuple[str, Witness]]], authors: Sequence[frozenset[int]]) -> list[list[int]]:
    """Which groups are one document: "a study", "the paper" and "the preprint" of three reports of one event.

    `groups`: witnesses of the story, each as the articles tell it (article id, witness); `authors`: for each group the groups that its
    articles say it speaks for. An article that tells of two letters says that "the letter" of another may be either: both stay apart.
    """
    told: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, group in enumerate(groups):
        for article, witness in group:
            sort = sort_of(witness)
            if sort and number not in told[sort][article]:
                told[sort][article].append(number)
    found = []
    for sort in sorted(told):
        alone = sorted({numbers[0] for numbers in told[sort].values() if len(numbers) == 1})
        alone = [n for n in alone if all(len(told[sort][article]) == 1 for article, _ in groups[n])]
        makers = {author for n in alone for author in authors[n]}
        if len(makers) > 1:
            continue
        dated = {year for n in alone for _, witness in groups[n] for year in re.findall(r"\b\d{4}\b", witness.name)}
        if len(alone) > 1 and len(dated) < 2:
            found.append(alone)
    return found


def sort_of(witness: Witness) -> str:
    """The class of a document by the first noun in its name that has one ("study published on Wednesday"), or nothing."""
    if witness.kind != "document":
        return ""
    plain = re.findall(r"[a-z-]+", witness.name.lower())
    return next((sorts()[word] for word in (form for one in plain for form in (one, one.removesuffix("s"))) if word in sorts()), "")


@cache
def sorts() -> dict[str, str]:
    """Nouns of documents -> their class, where several nouns may tell of one ("e-mail", "memo")."""
    lines = files("sayso").joinpath("read/tables/documents.tsv").read_text(encoding="utf8").splitlines()
    head = lines[0].split("\t").index("class")
    rows = (line.split("\t") for line in lines[1:])
    return {row[0]: row[head] for row in rows if len(row) > head and row[head]}
