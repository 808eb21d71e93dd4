"""What a reader of news knows about names, offices, bodies, outlets and countries: the tables, looked up by folded words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from sayso.data import WitnessKind

RECENT = 4096
"""Wordings whose key is kept: more than an article has names, and an article's are asked for again and again."""
Gender = Literal["m", "f", ""]
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """A country, institution, organisation or outlet that the tables know, under its usual name.

    `nouns` are the words that may stand for it ("the agency"); `head` is the office that speaks as it does ("president").
    """

    name: str
    kind: WitnessKind
    nouns: tuple[str, ...] = ()
    head: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A word for a person by what they do; `broader` are words that may stand for it later ("senator": "lawmaker")."""

    noun: str
    kind: str
    broader: tuple[str, ...] = ()
    gender: Gender = ""


def fold(text: str) -> str:
    """`text` in lower case, without accents and full stops; what has no ASCII form stays as it is."""
    if text.isascii():
        return text.replace(".", "").lower()
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    kept = plain if len(plain.strip()) * 2 >= len(text.strip()) else text
    return kept.replace(".", "").casefold()


@lru_cache(maxsize=RECENT)
def key(text: str) -> tuple[str, ...]:
    """The words by which names are compared: folded, hyphens opened, articles and marks of possession dropped."""
    words = fold(text.replace("’", "'")).replace("-", " ").replace("'s ", " ").replace("'", "").split()
    kept = tuple(word.strip(',;:()[]"“”') for word in words)
    kept = tuple(word for word in kept if word)
    return kept[1:] if len(kept) > 1 and kept[0] == "the" else kept


@cache
def rows(table: str) -> tuple[Row, ...]:
    """The rows of one table, each a mapping from column to cell."""
    lines = files("sayso").joinpath(f"read/tables/{table}.tsv").read_text(encoding="utf8").splitlines()
    head = lines[0].split("\t")
    return tuple(dict(zip(head, [*line.split("\t"), *[""] * len(head)], strict=False)) for line in lines[1:] if line)


def cells(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


@cache
def column(table: str, name: str) -> frozenset[str]:
    """All values of one column."""
    return frozenset(row[name] for row in rows(table) if row[name])


@cache
def words_of(kind: str) -> frozenset[str]:
    """Function words of one class: definite, indefinite, possessive, preposition, conjunction, relative, adverb, verb."""
    return frozenset(row["word"] for row in rows("function_words") if row["class"] == kind)


@cache
def known() -> dict[tuple[str, ...], Known]:
    """Countries, institutions, organisations and outlets by every name of theirs, seats of government ("Kremlin") among them."""
    found: dict[tuple[str, ...], Known] = {}
    for row in rows("countries"):
        country = Known(row["name"], "government", ("country", "nation", "government", "state"))
        for name in (row["name"], *cells(row["aliases"]), *cells(row["seats"])):
            found.setdefault(key(name), country)
    for row in rows("organisations"):
        body = Known(row["name"], "government" if row["kind"] == "government" else "organisation", cells(row["nouns"]), row["head"])
        for name in (row["name"], *cells(row["aliases"])):
            found.setdefault(key(name), body)
    for row in rows("outlets"):
        outlet = Known(row["name"], "outlet", cells(row["nouns"]))
        for name in (row["name"], *cells(row["aliases"])):
            found.setdefault(key(name), outlet)
    return found


@cache
def holders_of(body: str) -> frozenset[tuple[str, ...]]:
    """Surnames of those who have headed an institution and are known by the bare title."""
    return frozenset(key(name)[-1:] for row in rows("organisations") if row["name"] == body for name in cells(row["holders"]))


@cache
def heads() -> dict[tuple[str, str], tuple[str, ...]]:
    """Title and surname of those known by the bare title -> their full name."""
    return {(row["head"], key(name)[-1]): key(name) for row in rows("organisations") for name in cells(row["holders"])}


@cache
def capitals() -> dict[tuple[str, ...], Known]:
    """Capitals, which mean their government where they act or speak."""
    return {key(city): known()[key(row["name"])] for row in reversed(rows("countries")) for city in cells(row["capitals"])}


@cache
def demonyms() -> dict[tuple[str, ...], Known]:
    """Words for the people or things of a country ("Turkish", "Turks") -> the country."""
    return {key(word): known()[key(row["name"])] for row in reversed(rows("countries")) for word in cells(row["demonyms"])}


@cache
def given_names() -> dict[str, Gender]:
    """First names -> m, f, or nothing where both bear it."""
    return {fold(row["name"]): _gender(row["gender"]) for row in rows("given_names")}


@cache
def long_forms() -> dict[str, frozenset[str]]:
    """Short first names -> what they may be short for ("bill": "william")."""
    return {fold(row["name"]): frozenset(map(fold, cells(row["short for"]))) for row in rows("given_names") if row["short for"]}


@cache
def family_first() -> frozenset[str]:
    """Family names of languages that put them first."""
    return frozenset(map(fold, column("family_first", "family name")))


@cache
def titles() -> dict[str, tuple[Gender, str]]:
    """Titles before a name, folded -> gender and the role they tell."""
    return {row["title"]: (_gender(row["gender"]), row["role"]) for row in rows("titles")}


@cache
def roles() -> dict[str, Role]:
    """Words for people, singular and plural -> the role; irregular plurals by their endings."""
    found: dict[str, Role] = {}
    for row in rows("roles"):
        role = Role(row["noun"], row["class"], cells(row["broader"]), _gender(row["gender"]))
        for form in (role.noun, plural(role.noun)):
            found.setdefault(form, role)
    return found


@cache
def bodies() -> dict[str, Row]:
    """Words for bodies ("ministry", "company"), singular and plural -> their row."""
    return {form: row for row in reversed(rows("bodies")) for form in (plural(row["noun"]), row["noun"])}


@cache
def documents() -> dict[str, str]:
    """Words for documents, singular and plural -> the singular."""
    return {form: row["noun"] for row in reversed(rows("documents")) for form in (plural(row["noun"]), row["noun"])}


@cache
def studies() -> frozenset[str]:
    """What a piece of research is called: "study", "paper"."""
    return frozenset(row["noun"] for row in rows("documents") if row["class"] == "study")


@cache
def numbers() -> dict[str, int]:
    """Number words that state a size."""
    return {row["word"]: int(row["value"]) for row in rows("numbers")}


@cache
def pronouns() -> dict[str, Row]:
    """Pronouns -> person (1, 3, rel), number, gender."""
    return {row["pronoun"]: row for row in rows("pronouns")}


def plural(noun: str) -> str:
    """The plural of an English noun, by its ending (words in -man and -woman, -y, -s, else -s)."""
    if noun.endswith("man") and noun != "human":
        return noun[:-3] + "men"
    if noun in ("child", "person"):
        return {"child": "children", "person": "persons"}[noun]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun if noun.endswith(("ss", "ws", "ns", "ts", "rs", "ls")) and not noun.endswith("ss") else noun + "es"
    return noun + "s"


def _gender(cell: str) -> Gender:
    return "m" if cell == "m" else "f" if cell == "f" else ""
