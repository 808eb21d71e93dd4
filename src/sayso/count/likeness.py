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
BODIES = frozenset({"organisation", "government", "outlet"})
"""Kinds of witnesses that are no person, no document, and have a name."""
ONLY_ONE = frozenset({"army", "navy", "police"})
"""Organs that a state has one of: "Chad's military" and "the Chadian army" are told of by no other word."""
PREPOSITIONS = frozenset({"of", "for", "to", "at", "in", "on", "from", "with", "who", "that"})
OWNED = re.compile(r"(.+)['’]s ((?=[^\W\d_a-z])\S+)$")
"""One capitalised word behind its owner's name: "Larsen's HarbourWatch.com" is told of as "HarbourWatch.com" too."""
Parts = frozenset[str]


@dataclass(frozen=True, slots=True)
class Office:
    """An office as words tell it: the noun, and the stems of the other words."""

    noun: str
    stems: Parts


@dataclass(frozen=True, slots=True)
class Organ:
    """What a body's name tells beside its country: the countries, the other words, and the class of organ ("ministry") that it is."""

    lands: Parts
    words: Parts
    sort: str


@dataclass(frozen=True, slots=True)
class Form:
    """The words by which a witness of one article is compared.

    `order` are the words of its name in order, `first` the first initial where the name begins with one, `others` the words of its
    other names, `offices` the offices it is said to hold; `office` is set where nothing but an office tells who it is. Of a body, `organ` is
    what its name tells beside a country, and `homes` are the countries that its article names most, the first before all others.
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
    organ: Organ | None = None
    homes: tuple[str, ...] = ()

    def parted(self, other: Form) -> bool:
        """Whether two persons' first names contradict each other ("A. Holt", "Ben Holt"), or the countries in two bodies' names."""
        if self.organ is not None and other.organ is not None:
            return bool(self.organ.lands and other.organ.lands) and not self.organ.lands & other.organ.lands
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


def answers(witness: Witness) -> bool:
    """Whether a witness is told to answer for another: a press officer, a lawyer."""
    return any(word in _table()["answering"] for name in witness.aliases for word in re.findall(r"[a-z]+", name.lower()))


def long_form(name: str) -> str:
    """The first name that a short one usually stands for ("bob": "robert")."""
    return _table()["short"].get(name, name)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name


def _in_order(name: str) -> tuple[tuple[str, ...], str]:
    """The telling words of a name in order, and its first initial if it begins with one."""
    spelt = _table()["spelling"]
    plain = re.sub(r"['’]s?\b", "", _plain(name).lower()).replace(".", "")
    plain = re.sub(r"\w+", lambda match: spelt.get(match.group(), match.group()), plain)
    empty = _table()["empty"]
    found = [w for w in re.findall(r"\w+", plain) if w not in empty]
    kept = [w for w in found if len(w) > 1 or w.isdigit()] or found
    bare = re.match(r"(?:[A-Z][a-z]{1,3}\. )?([A-Z])\.? [A-Z]", _plain(name))
    first = bare.group(1).lower() if bare else ""
    return tuple(kept or [plain]), first


def form_of(witness: Witness, *, definite: bool = False, homes: tuple[str, ...] = ()) -> Form:
    """The words of a witness; `definite`: its article tells of it as of somebody known ("the mayor"); `homes`: the countries it names most."""
    order, first = _in_order(witness.name)
    names = [alias for alias in witness.aliases if alias[:1].isupper() and office_of(alias) is None]
    owned = OWNED.match(witness.name) if witness.kind in BODIES else None
    names += [owned.group(2)] if owned is not None and owned.group(1).lower().replace(".", "") not in countries() else []
    initials = "".join(w[0] for w in re.findall(r"[A-Za-z]+", _plain(witness.name)) if w.lower() not in _table()["empty"]).lower()
    told = tuple(office for alias in witness.aliases if (office := office_of(alias)) is not None) if witness.kind == "person" else ()
    alone = office_of(witness.name) if witness.kind == "person" or (witness.kind == "unnamed" and witness.size == 1 and definite) else None
    return Form(
        witness.kind, frozenset(order), order, first, tuple(frozenset(_in_order(name)[0]) for name in names), initials,
        told, alone, witness.speaks_for is not None, _organ(witness.name) if witness.kind in ("organisation", "government") else None, homes,
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


def same_office(described: Form, person: Form) -> int:
    """How well somebody described by an office alone fits a person named elsewhere in that office: 0 for not at all, 2 where words are shared.

    The bare noun ("the minister") fits only where the person's fuller offices of that noun do not speak of something else.
    """
    if described.office is None or person.kind != "person":
        return 0
    held = [office for office in person.offices if office.noun == described.office.noun]
    full = [office for office in held if office.stems]
    if described.office.stems and full:
        return 2 if any(office.stems & described.office.stems for office in full) else 0
    return 1 if held else 0


def _organ(name: str) -> Organ:
    """The name of a body taken apart; a name that is nothing but a country keeps its words."""
    words = re.findall(r"\w+", re.sub(r"['’]s?\b", "", _plain(name).lower()).replace(".", ""))
    lands, rest, at = set(), [], 0
    while at < len(words):
        width = next((n for n in (3, 2, 1) if " ".join(words[at : at + n]) in countries()), 0)
        if width:
            lands.add(countries()[" ".join(words[at : at + width])])
        else:
            rest.append(words[at])
        at += max(1, width)
    told, _ = _in_order(" ".join(rest)) if rest else ((), "")
    if not told:
        return Organ(frozenset(), frozenset(_in_order(name)[0]), "")
    sorts = _table()["organ"]
    noun = next((word for word in (told[-1], *told) if word in sorts), "")
    return Organ(frozenset(lands), frozenset(word for word in told if word != noun and word not in _table()["general"]), sorts.get(noun, ""))


@cache
def countries() -> dict[str, str]:
    """What names, people's names and capitals of a country are written like, in small letters -> the country."""
    found: dict[str, str] = {}
    for line in files("sayso").joinpath("read/tables/countries.tsv").read_text(encoding="utf8").splitlines()[1:]:
        name, *cells = line.split("\t")
        for told in (name, *(one for cell in cells for one in cell.split("|") if one)):
            found.setdefault(_plain(told).lower().replace(".", "").replace("-", " "), name)
    return found


def one_organ(a: Form, b: Form) -> bool:
    """Whether two bodies of different articles can be one organ told in other words ("the security committee", "Chile's security service").

    What they are for must be the same and what they are of one class. Where one name tells no country, the other's must be the one that its
    article names most, or nearly; of a body that is no organ of a state, it must be named more than all others.
    """
    if a.organ is None or b.organ is None or a.parted(b):
        return False
    if a.organ.words != b.organ.words or a.organ.sort != b.organ.sort:
        return False
    if not a.organ.words and a.organ.sort not in ONLY_ONE:
        return False
    if bool(a.organ.lands) == bool(b.organ.lands):
        return bool(a.organ.sort)
    bare, told = (a, b) if b.organ.lands else (b, a)
    assert told.organ is not None
    near = bare.homes if told.organ.sort else bare.homes[:1]
    return (bool(told.organ.sort) or len(told.organ.words) >= LEAST_SHARED) and bool(told.organ.lands & set(near))


def alike(a: Form, b: Form) -> bool:
    """Whether two witnesses of different articles can be one, by their names."""
    kinds = {a.kind, b.kind}
    if "unnamed" in kinds:
        return False
    people = a.kind == "person"
    if people != (b.kind == "person"):
        return _mistaken(a, b) if people else _mistaken(b, a)
    if "document" in kinds:
        return len(kinds) == 1 and a.words == b.words and a.has_principal
    if a.words == b.words or a.words in b.others or b.words in a.others:
        return True
    if people:
        return _one_person(a, b)
    if a.organ is not None and b.organ is not None and bool(a.organ.lands) != bool(b.organ.lands) and a.organ.words == b.organ.words:
        return False  # which country's it is, its article tells, not its words
    return _one_body(a.words, b.words) or _acronym(a, b) or _acronym(b, a)


def _mistaken(person: Form, body: Form) -> bool:
    """Whether what one article's reading took for a person is a body that another article names so: by one bare word, or by the same words."""
    if person.words == body.words and len(person.words) > 1:
        return True
    if len(person.order) != 1 or person.offices or person.office or body.kind == "document":
        return False
    return person.words == body.words or person.words in body.others


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
