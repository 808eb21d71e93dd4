"""Whether two names, or a name and an office, can be one witness: the words of names compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sayso.data import Witness

LEAST_SHARED = 2
"""Words that an organisation's shorter name must share with its longer one to be the same: one ("Committee") is too common."""
STEM = 6
"""Letters by which the words of offices are compared ("presidential", "president")."""
PREPOSITIONS = frozenset({"of", "for", "to", "at", "in", "on", "from", "with", "who", "that"})
Parts = frozenset[str]


@dataclass(frozen=True, slots=True)
class Office:
    """An office as words tell it: the noun, and the stems of the other words."""

    noun: str
    stems: Parts


@dataclass(frozen=True, slots=True)
class Form:
    """The words by which a witness of one article is compared.

    `order` are the words of its name in order, `first` the first initial where the name begins with one, `others` the words of its
    other names, `offices` the offices it is said to hold; `office` is set where nothing but an office tells who it is.
    """

    kind: str
    words: Parts
    order: tuple[str, ...]
    first: str
    others: tuple[Parts, ...]
    initials: str
    offices: tuple[Office, ...] = ()
    office: Office | None = None
    has_principal: bool = False

    def parted(self, other: Form) -> bool:
        """Whether two persons' first names contradict each other ("A. Holt", "Ben Holt")."""
        if self.kind != "person" or other.kind != "person":
            return False
        for a, b in ((self, other), (other, self)):
            spelt = len(b.order) > 1 and a.order[-1] == b.order[-1] and not b.first
            if a.first and spelt and a.first not in (b.order[0][0], long_form(b.order[0])[0]):
                return True
        return bool(self.first and other.first and self.first != other.first)


@cache
def _table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in files("sayso").joinpath("count/tables/identity_words.tsv").read_text(encoding="utf8").splitlines()[1:]:
        word, sort, like = line.split("\t")
        found.setdefault(sort, {})[word] = like
    return found


def long_form(name: str) -> str:
    """The first name that a short one usually stands for ("bob": "robert")."""
    return _table()["short"].get(name, name)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name


def _in_order(name: str) -> tuple[tuple[str, ...], str]:
    """The telling words of a name in order, and its first initial if it begins with one."""
    plain = re.sub(r"['’]s?\b", "", _plain(name).lower()).replace(".", "")
    empty = _table()["empty"]
    found = [w for w in re.findall(r"\w+", plain) if w not in empty]
    kept = [w for w in found if len(w) > 1 or w.isdigit()] or found
    bare = re.match(r"(?:[A-Z][a-z]{1,3}\. )?([A-Z])\.? [A-Z]", _plain(name))
    first = bare.group(1).lower() if bare else ""
    return tuple(kept or [plain]), first


def form_of(witness: Witness, *, definite: bool = False) -> Form:
    """The words of a witness; `definite`: its article tells of it as of somebody known ("the mayor")."""
    order, first = _in_order(witness.name)
    names = [alias for alias in witness.aliases if alias[:1].isupper() and office_of(alias) is None]
    initials = "".join(w[0] for w in re.findall(r"[A-Za-z]+", _plain(witness.name)) if w.lower() not in _table()["empty"]).lower()
    told = tuple(office for alias in witness.aliases if (office := office_of(alias)) is not None) if witness.kind == "person" else ()
    alone = office_of(witness.name) if witness.kind == "person" or (witness.kind == "unnamed" and witness.size == 1 and definite) else None
    return Form(
        witness.kind, frozenset(order), order, first, tuple(frozenset(_in_order(name)[0]) for name in names), initials,
        told, alone, witness.speaks_for is not None,
    )  # fmt: skip


def office_of(text: str) -> Office | None:
    """The office that a description tells, or None: "head of the port authority", "Norway's trade minister".

    A name that ends like an office ("Ann King") tells none: the noun of an office is written small.
    """
    words = re.findall(r"\w+", re.sub(r"['’]s\b", "", _plain(text).lower()))
    end = next((at for at, word in enumerate(words) if word in PREPOSITIONS), len(words))
    offices = _table()["office"]
    if not end or words[end - 1] not in offices or "former" in words or not re.search(rf"\b{words[end - 1]}\b", text):
        return None
    rest = [word for at, word in enumerate(words) if at != end - 1 and word not in PREPOSITIONS and word not in ("the", "a", "an", "and")]
    return Office(offices[words[end - 1]], frozenset(word[:STEM] for word in rest))


def same_office(described: Form, person: Form) -> bool:
    """Whether somebody described by an office alone can be a person named elsewhere in that office."""
    if described.office is None or person.kind != "person":
        return False
    return any(_one_office(described.office, held) for held in person.offices)


def _one_office(a: Office, b: Office) -> bool:
    return a.noun == b.noun and (not a.stems or not b.stems or bool(a.stems & b.stems))


def alike(a: Form, b: Form) -> bool:
    """Whether two witnesses of different articles can be one, by their names."""
    kinds = {a.kind, b.kind}
    if "unnamed" in kinds:
        return False
    people = a.kind == "person"
    if people != (b.kind == "person"):
        return False
    if "document" in kinds:
        return len(kinds) == 1 and a.words == b.words and a.has_principal
    if a.words == b.words or a.words in b.others or b.words in a.others:
        return True
    return _one_person(a, b) if people else _one_body(a.words, b.words) or _acronym(a, b) or _acronym(b, a)


def _one_person(a: Form, b: Form) -> bool:
    """One name within the other, or one surname under two forms of a first name."""
    small, large = sorted((a.words, b.words), key=len)
    if small <= large:
        return True
    if min(len(a.order), len(b.order)) < 2 or a.order[-1] != b.order[-1]:
        return False
    short, long = sorted(({long_form(one.order[0]), *one.order[1:]} for one in (a, b)), key=len)
    return short <= long


def _one_body(a: Parts, b: Parts) -> bool:
    small, large = sorted((a, b), key=len)
    if not small <= large:
        return False
    return len(small) >= LEAST_SHARED or (large - small) <= _table()["ending"].keys()


def _acronym(a: Form, b: Form) -> bool:
    return len(a.words) == 1 and next(iter(a.words)) == b.initials and len(b.initials) > 1
