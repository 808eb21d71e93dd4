"""One source of an attribution -> the referents it means: by name, pronoun, description, principal, group or document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from sayso.data import WitnessKind
from sayso.read.lexicon import bodies, capitals, demonyms, known, pronouns, roles, words_of
from sayso.read.who.antecedents import BODIES
from sayso.read.who.appositions import apposed_before, apposed_body, body_apposed_before
from sayso.read.who.cast import Cast, Office, Referent
from sayso.read.who.conjuncts import plural_name, separate, shared_role
from sayso.read.who.descriptions import by_description, last_joint
from sayso.read.who.documents import document
from sayso.read.who.offices import ANSWERING, STATE, body_told, company_of, content_words, describe, named_at_an_end, principals
from sayso.read.who.phrases import Phrase, owner_range, parse, parts, trim
from sayso.read.who.pronouns import best_for, by_pronoun
from sayso.read.who.subjects import bare_speaker, body_before, body_of_paragraph, called, fuller, relative_head, study_before, subject_before
from sayso.read.who.unnamed import group, group_name, may_speak, office_holder, pair_before

How = Literal["name", "pronoun", "description"]
DEPTH = 4
"""How far descriptions may stand inside each other ("a spokesman for the head of the agency")."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant, and by what kind of expression."""

    who: tuple[int, ...]
    how: How = "description"


def meant(cast: Cast, first: int, last: int, *, depth: int = 0) -> Meant:
    """Whom the words first..last (exclusive) mean: several for joint speakers, none where they name nobody."""
    if depth > DEPTH:
        return Meant(())
    pieces = parts(cast.words, first, last)
    phrases = [phrase for piece in pieces if (phrase := parse(cast.words, *piece)) is not None]
    if not phrases:
        return Meant(())
    if len(phrases) == 1 or not separate(cast, phrases):
        whole = trim(cast.words, first, last)
        phrase = parse(cast.words, *whole)
        return Meant(()) if phrase is None else _joined(cast, phrase, depth) if len(phrases) > 1 else _one(cast, phrase, depth)
    found = [_one(cast, phrase, depth) for phrase in phrases]
    return Meant(tuple(dict.fromkeys(who for each in found for who in each.who)), found[0].how)


def _joined(cast: Cast, phrase: Phrase, depth: int) -> Meant:
    """A phrase with "and" inside that is one: a role shared by several principals, or a group of two kinds."""
    if shared_role(phrase) and roles().get(phrase.noun) is not None and roles()[phrase.noun].kind in (*ANSWERING, "leader"):
        held = tuple(who for preposition, piece in phrase.complements if preposition in ("of", "for") for who in cast.named_in(*piece))
        if held:
            return Meant(tuple(dict.fromkeys(held)))
    if (phrase.head in ("role", "noun", "name") and phrase.many) or phrase.head == "name":
        return Meant((group(cast, replace(phrase, many=True)),))
    return _one(cast, phrase, depth)


def _one(cast: Cast, phrase: Phrase, depth: int) -> Meant:
    if phrase.head in ("role", "noun") and (taken_up := pair_before(cast, phrase)) >= 0:
        return Meant((taken_up,))
    named = called(cast, phrase) if phrase.head in ("role", "body", "noun") else None
    if named is not None:
        return Meant((named,))
    how = {"name": _named, "pronoun": _pronoun, "role": _role, "body": _body, "document": _paper, "noun": _other}[phrase.head]
    return how(cast, phrase, depth)


# ---------- by name


def _named(cast: Cast, phrase: Phrase, depth: int) -> Meant:
    number = next((cast.bearer[at] for at in range(phrase.core[1] - 1, phrase.core[0] - 1, -1) if cast.bearer[at] >= 0), -1)
    if number < 0:
        return _other(cast, phrase, depth)
    referent = cast.referents[number]
    if plural_name(cast, phrase) or (referent.kind == "demonym" and phrase.determiner in ("none", "indefinite", "number")):
        return Meant((group(cast, replace(phrase, many=True)),))
    if referent.kind in ("place", "demonym", "other"):
        listed = cast.actor(number) if referent.known is None else referent.known
        if listed is not None:
            return Meant((cast.country(listed, phrase.first),), "name")
        north = cast.half_named(number)
        if north >= 0:
            return Meant((north,), "name")
        referent.kind = "government" if referent.kind == "place" else "organisation"
    if referent.kind == "person" and phrase.owner is not None and referent.speaks_for is None:
        owners = [who for who in cast.named_in(*phrase.owner) if cast.referents[who].kind in BODIES and "country" not in cast.referents[who].nouns]
        referent.speaks_for = owners[0] if owners else None
    return Meant((number,), "name")


# ---------- by pronoun


def _pronoun(cast: Cast, phrase: Phrase, depth: int) -> Meant:
    row = pronouns()[phrase.noun]
    if row["person"] == "rel":
        return Meant(_relative(cast, phrase.first, depth), "pronoun")
    if row["person"] == "1":
        return Meant((), "pronoun")
    score, best = best_for(cast, phrase.first, row)
    told = subject_before(cast, phrase.first, row)
    if told is not None and told[0] > score:
        return Meant(_one(cast, told[1], depth + 1).who, "pronoun")
    return Meant(best, "pronoun")


def _relative(cast: Cast, at: int, depth: int) -> tuple[int, ...]:
    """Whom "who" means: the phrase right before it, in the same sentence."""
    words = cast.words
    last = at
    while last > 0 and not words.written[last - 1][0].isalnum() and last > at - 2:
        last -= 1
    if last == 0 or words.sentence_at[last - 1] != words.sentence_at[at]:
        return ()
    first = relative_head(cast, last)
    if words.name_at[last - 1] >= 0:
        found = cast.named_in(last - 1, last)
        return found[-1:]
    bearer = apposed_before(cast, first)
    bearer = body_apposed_before(cast, first, last) if bearer < 0 and words.low(at) == "which" else bearer
    if bearer >= 0:
        return (bearer,)
    phrase = parse(words, first, last)
    tail_person = [who for who in cast.named_in(first, last) if cast.referents[who].kind == "person"]
    loose = phrase is not None and phrase.head == "noun" and not words.written[phrase.core[1] - 1][0].isupper()
    loose = loose and phrase is not None and (phrase.determiner == "none" or not may_speak(cast, phrase))
    if phrase is None or loose or phrase.head not in ("role", "body", "noun", "document"):
        return tuple(tail_person[-1:])
    return _one(cast, phrase, depth + 1).who


# ---------- by role


def _role(cast: Cast, phrase: Phrase, depth: int) -> Meant:
    apposed = _apposed(cast, phrase, depth)
    if apposed is not None:
        return Meant((apposed,), "name")
    told = named_at_an_end(cast, phrase)
    if told >= 0:
        return Meant((told,), "name")
    kind = roles()[phrase.noun].kind
    held = _held(cast, phrase, depth)
    if kind in ANSWERING and held:
        return Meant(_answering(cast, phrase, held))
    if phrase.noun in words_of("correspondent") and held and cast.referents[held[-1]].kind == "outlet":
        return Meant(held[-1:])
    if kind == "leader" and phrase.many and held and any(preposition == "of" for preposition, _ in phrase.complements):
        return Meant(tuple(who for who in held if cast.referents[who].kind in BODIES) or (group(cast, phrase),))
    headline = phrase.determiner == "none" and not phrase.many
    if phrase.determiner in ("definite", "possessive") or headline:
        found = by_description(cast, phrase)
        if found >= 0:
            return Meant((found,))
        if phrase.many and not held and (joint := last_joint(cast, phrase.first, phrase.size, persons=True)):
            return Meant(joint)
        bare = bare_speaker(cast, phrase) if kind in ("office", "leader") and not phrase.many else -1
        if bare >= 0:
            cast.described.add(bare)
            describe(cast, bare, phrase)
            return Meant((bare,))
        if kind in ("office", "leader") and not phrase.many and held and not headline:
            return Meant((office_holder(cast, phrase),))
    return _authors(cast, phrase, depth) or Meant((group(cast, phrase),))


def _authors(cast: Cast, phrase: Phrase, depth: int) -> Meant | None:
    """The study whose authors or researchers a phrase tells of, if the article tells of one."""
    if phrase.noun not in words_of("study_author") or not phrase.many or phrase.fresh:
        return None
    if phrase.determiner in ("definite", "possessive"):
        study = study_before(cast, phrase)
        return _paper(cast, study, depth) if study is not None else None
    told = by_description(cast, replace(phrase, determiner="definite")) if phrase.determiner == "none" else -1
    return Meant((told,)) if told >= 0 and cast.referents[told].kind == "document" else None


def _apposed(cast: Cast, phrase: Phrase, depth: int) -> int | None:
    """The person or body whose name stands behind a comma ("the lawyer, Jane Doe")."""
    if phrase.many:
        return None
    for first, last in phrase.tail:
        inner = parse(cast.words, first, last)
        if inner is not None and inner.head == "name" and inner.core[0] - first < 4:
            number = cast.bearer[inner.core[1] - 1]
            if number >= 0 and cast.referents[number].kind in ("person", "organisation"):
                describe(cast, number, phrase)
                _answer_for_owner(cast, number, phrase, depth)
                return number
    return None


def _answer_for_owner(cast: Cast, number: int, phrase: Phrase, depth: int) -> None:
    """ "Its spokesman, Jane Doe": she speaks for whom "its" means, and so does the head of a company."""
    referent = cast.referents[number]
    if referent.kind != "person" or referent.speaks_for is not None:
        return
    held = tuple(who for who in _held(cast, phrase, depth) if who != number)
    kind = roles()[phrase.noun].kind
    if kind in ANSWERING:
        referent.speaks_for = held[0] if held else None
    else:
        referent.speaks_for = company_of(cast, Office(phrase.noun, kind, content_words(cast.words, phrase), "", held))


def _held(cast: Cast, phrase: Phrase, depth: int) -> tuple[int, ...]:
    """Principals of a role: those named, else those described ("a spokesman for the company", "his lawyer")."""
    named = principals(cast, phrase)
    told = body_told(cast, phrase) if roles()[phrase.noun].kind in ANSWERING else None
    if told is not None and len(named) < 2 and not any(cast.referents[who].kind == "person" for who in named):
        return described_body(cast, *told, depth=depth + 1) or named
    if named:
        if phrase.complements and roles()[phrase.noun].kind in ANSWERING and len(named) == 1:
            return _office_of(cast, phrase, named)
        return named
    ranges = (
        [owner_range(cast.words, phrase, phrase.owner)]
        if phrase.owner
        else [piece for preposition, piece in phrase.complements if preposition in ("for", "of")]
    )
    if ranges:
        inner = parse(cast.words, *ranges[0])
        if inner is not None and inner.head in ("body", "role") and inner.determiner != "indefinite" and not inner.many:
            return meant(cast, *ranges[0], depth=depth + 1).who
    first = cast.words.low(phrase.first)
    if phrase.determiner == "possessive" and first in pronouns():
        body = body_before(cast, phrase.first) if first == "its" else None
        return _body(cast, body, depth).who if body is not None else by_pronoun(cast, phrase.first, pronouns()[first])
    bare = roles()[phrase.noun].kind == "spokes" and not phrase.many and not phrase.modifiers and not phrase.complements
    if not bare or phrase.determiner not in ("definite", "indefinite"):
        return ()
    body = body_before(cast, phrase.first)
    return _body(cast, body, depth).who if body is not None else body_of_paragraph(cast, phrase.first)


def _office_of(cast: Cast, phrase: Phrase, named: tuple[int, ...]) -> tuple[int, ...]:
    """ "a spokesman for the U.S. attorney in Brooklyn", "for the Lagos police": the principal is that office, and not its country."""
    preposition, piece = phrase.complements[0]
    inner = parse(cast.words, *piece) if preposition in ("for", "of") and not phrase.owner else None
    if inner is None or inner.head not in ("body", "role") or cast.referents[named[0]].kind == "person":
        return named
    if inner.noun in STATE or (inner.head == "role" and roles()[inner.noun].kind in ANSWERING):
        return named
    return meant(cast, *piece, depth=DEPTH).who or named


def _answering(cast: Cast, phrase: Phrase, held: tuple[int, ...]) -> tuple[int, ...]:
    """Who speaks for a principal: the person the article names in that role, else the principal, with the role noted."""
    if phrase.determiner in ("definite", "possessive", "none") and not phrase.many and roles()[phrase.noun].kind != "desk":
        found = by_description(cast, phrase)
        if found >= 0 and cast.referents[found].kind == "person":
            return (found,)
    if not phrase.many and roles()[phrase.noun].kind == "spokes" and cast.referents[held[0]].kind != "unnamed":
        named = bare_speaker(cast, phrase, back=False)
        elsewhere = named >= 0 and not any(
            phrase.last <= form.first and cast.words.sentence_at[form.first] == cast.words.sentence_at[phrase.first] for form in cast.forms[named]
        )
        if elsewhere and cast.referents[named].speaks_for is None and named not in held:
            cast.described.add(named)
            describe(cast, named, phrase)
            cast.referents[named].speaks_for = held[0]
    stated = Office(phrase.noun, roles()[phrase.noun].kind, content_words(cast.words, phrase), group_name(cast, phrase), held)
    for who in held:
        if stated not in cast.referents[who].offices:
            cast.referents[who].offices.append(stated)
    return held


# ---------- bodies, documents, everything else


def _body(cast: Cast, phrase: Phrase, depth: int) -> Meant:
    del depth
    row = bodies()[phrase.noun]
    held = principals(cast, phrase)
    nations = [who for who in held if cast.referents[who].kind == "government"]
    if (
        phrase.noun in STATE
        and nations
        and phrase.noun != "administration"
        and not set(content_words(cast.words, phrase)) & {"former", "local", "regional"}
    ):
        return Meant((nations[0],))
    alone = row["alone"] == "alone"
    if phrase.determiner in ("indefinite", "number") or (phrase.determiner == "none" and not held and not alone and not phrase.modifiers):
        return Meant((group(cast, phrase),))
    if phrase.many and phrase.determiner == "none" and not alone:
        return Meant((group(cast, phrase),))
    found = apposed_body(cast, phrase)
    if found < 0:
        found = by_description(cast, phrase)
    if found >= 0:
        return Meant((found,))
    if phrase.many and (joint := last_joint(cast, phrase.first, phrase.size, persons=False)):
        return Meant(joint)
    if phrase.many and not alone:
        return Meant((group(cast, phrase),))
    phrase = fuller(cast, phrase)
    name = group_name(cast, phrase)
    kind: WitnessKind = "outlet" if row["kind"] == "outlet" else "organisation" if row["kind"] == "organisation" else "government"
    chief = next(
        (n for n, other in enumerate(cast.referents) if other.known is not None and other.known.head and phrase.noun in other.known.nouns), None
    )
    personal = any(cast.referents[who].kind == "person" for who in held)
    told = Referent(
        name, kind, phrase.core[0], many=phrase.many and not alone, words=content_words(cast.words, phrase) | set(phrase.noun.split()[:-1]),
        nouns=frozenset({phrase.noun, *(word for word in phrase.noun.split()[-1:] if word in bodies())}), speaks_for=chief if personal else None,
    )  # fmt: skip
    return Meant((cast.add(told),))


def described_body(cast: Cast, first: int, last: int, *, depth: int = 0) -> tuple[int, ...]:
    """The body that some words tell inside a longer phrase ("coast guard" of "a coast guard spokeswoman"): one the article knows, or a new one."""
    phrase = parse(cast.words, first, last)
    if phrase is None or phrase.head != "body" or depth > DEPTH:
        return ()
    found = _body(cast, replace(phrase, determiner="definite"), depth).who
    return tuple(who for who in found if cast.referents[who].kind in BODIES)


def _paper(cast: Cast, phrase: Phrase, depth: int) -> Meant:
    return Meant((document(cast, phrase, lambda first, last: meant(cast, first, last, depth=depth + 1).who),))


def _other(cast: Cast, phrase: Phrase, depth: int) -> Meant:
    del depth
    noun = phrase.noun
    if noun in ("these", "those", "they", "both", "two", "all") and phrase.last - phrase.first <= 2:
        return Meant(by_pronoun(cast, phrase.first, pronouns()["they"]), "pronoun")
    told = (noun,)
    listed = capitals().get(told) or demonyms().get(told) or known().get(told)
    if listed is not None and cast.words.written[phrase.core[0]][0].isupper():
        return Meant((cast.country(listed, phrase.first),), "name")
    if phrase.determiner in ("definite", "possessive"):
        found = by_description(cast, phrase)
        if found >= 0:
            return Meant((found,))
    return Meant((group(cast, phrase),)) if may_speak(cast, phrase) else Meant(())
