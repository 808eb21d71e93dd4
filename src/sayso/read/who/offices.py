"""Which roles the article gives its persons: before the name, behind it, and by title ("Jane Doe, the mayor of Sale")."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from sayso.read.lexicon import Gender, bodies, pronouns, roles, titles, words_of
from sayso.read.who.cast import Cast, Office
from sayso.read.who.firms import COMPANY, FIRMS
from sayso.read.who.persons import Form
from sayso.read.who.phrases import Phrase, Range, parse
from sayso.read.who.words import Words, words_among

LONGEST_BEFORE, LONGEST_BEHIND = 14, 24
"""Words of an apposition that are looked at before and behind a name."""
ANSWERING = ("spokes", "counsel", "desk")
"""Roles that speak for a principal (docs/1-what-counts.md, rule 3)."""
OF_WHOM = frozenset({"of", "for", "at", "from", "to", "with", "representing", "in"})
PARTS = frozenset({"finance", "operations", "technology", "communications", "policy", "marketing", "legal", "sales", "research", "product"})
"""Parts of a company that have a chief."""
STATE = frozenset({"government", "state", "administration", "regime", "authority"})
"""Bodies that are their country, or nobody in particular, where nothing more is told of them."""
PAST = frozenset({"former", "ex", "late", "then"})
ACRONYM = 3
"""Letters of an acronym at least: two may be somebody's initials."""
NEAR_PEER = 12
"""Mentions back in which the other of two rivals is looked for."""
PRONOUN_REACH = 30
"""Words behind a name within which a pronoun is taken as a sign of the bearer's gender."""


def give_offices(cast: Cast) -> None:
    """Write into every person of the cast the roles found beside their names, and where nothing else tells it, their gender."""
    for number, forms in cast.forms.items():
        referent = cast.referents[number]
        if referent.kind == "place" and referent.known is None and _is_body(cast, number) and not referent.nouns.isdisjoint(COMPANY | FIRMS):
            referent.kind = "organisation"
        if referent.kind not in ("person", "organisation", "outlet"):
            continue
        for form in forms:
            for office in _beside(cast, form, number):
                if office not in referent.offices:
                    referent.offices.append(office)
                if office.kind == "body":
                    referent.nouns |= {office.noun}
        body = all(o.noun in words_of("peer") for o in referent.offices) and _is_body(cast, number)
        if referent.kind == "person" and (body or _is_acronym(cast, number)):
            referent.kind = "organisation"
        if referent.kind == "person" and not referent.gender:
            referent.gender = next(
                (role.gender for office in referent.offices if (role := roles().get(office.noun)) and role.gender), ""
            ) or _by_pronouns(cast, number)


def _is_body(cast: Cast, number: int) -> bool:
    """Whether an untitled name is told to be a company or another body right behind it ("Aho Niemi, the Finnish firm that ...").

    What has "its rival" or "its counterpart" is no person either.
    """
    for form in cast.forms[number]:
        if form.title:
            return False
        if cast.words.low(form.last + 1) == "its" and cast.words.written[form.last] == ",":
            phrase = parse(cast.words, *_behind(cast, form))
            if phrase is not None and phrase.noun in words_of("peer") and not phrase.many:
                cast.referents[number].nouns |= _nouns_before(cast, form.begin)
                return True
        if cast.words.low(form.last + 1) not in ("the", "a", "an"):
            continue
        phrase = parse(cast.words, *_behind(cast, form))
        firm = phrase is not None and (phrase.head == "body" or (phrase.head == "noun" and phrase.noun in FIRMS))
        if phrase is not None and firm and phrase.determiner in ("definite", "indefinite") and not phrase.many:
            cast.referents[number].nouns |= {phrase.noun}
            return True
    return False


def _is_acronym(cast: Cast, number: int) -> bool:
    """Whether a name is nothing but capitals wherever it stands ("ORSE, the energy regulator"), and never behind a title: no person's."""
    told = [cast.words.written[form.first] if form.last - form.first == 1 else "" for form in cast.forms[number]]
    return not any(form.title for form in cast.forms[number]) and all(len(word) >= ACRONYM and word.isupper() and word.isalpha() for word in told)


def _nouns_before(cast: Cast, at: int) -> frozenset[str]:
    """The nouns of the body named last before a word, which its rival and its counterpart may be called by too."""
    for seen in cast.before(at, NEAR_PEER):
        if cast.referents[seen.who].kind in ("organisation", "outlet") and cast.referents[seen.who].nouns:
            return cast.referents[seen.who].nouns
    return frozenset()


def office(cast: Cast, phrase: Phrase, *, except_for: int = -1) -> Office | None:
    """The office that a phrase states, with those it is held for; None where its head is no role."""
    if phrase.head not in ("role", "body"):
        return None
    kind = roles()[phrase.noun].kind if phrase.noun in roles() else "body"
    stated = content_words(cast.words, phrase)
    end = max([phrase.core[1], *(piece[1] for prep, piece in phrase.complements if prep in OF_WHOM)])
    text = cast.words.phrase(phrase.owner[0] if phrase.owner else phrase.core[0], end)
    held = tuple(who for who in principals(cast, phrase) if who != except_for)
    return Office(phrase.noun, kind, stated, text, held, body_told(cast, phrase))


def describe(cast: Cast, number: int, phrase: Phrase) -> None:
    """Give somebody the office that a phrase states of them."""
    stated = office(cast, replace(phrase, tail=()), except_for=number)
    if stated is not None and stated not in cast.referents[number].offices:
        cast.referents[number].offices.append(stated)


def body_told(cast: Cast, phrase: Phrase) -> Range | None:
    """The words of the body in which a role is held, where a common noun tells it ("foreign ministry" of "foreign ministry spokesman").

    It stands before the noun, as the owner, or behind "for", "of" or "at"; a state as such ("government spokesman") is none.
    """
    words = cast.words
    width = len(phrase.noun.split())
    ranges = [(phrase.core[0], phrase.core[1] - width)]
    ranges += [phrase.owner] if phrase.owner else []
    ranges += [piece for preposition, piece in phrase.complements if preposition in OF_WHOM]
    for first, last in ranges:
        told = first < last and not _body_endings().isdisjoint(words.lows[first:last])
        inner = parse(words, first, last) if told else None
        if inner is not None and inner.head == "body" and not inner.many and inner.noun not in STATE:
            return first, last
    return None


@cache
def _body_endings() -> frozenset[str]:
    """The last words of nouns for bodies: where there is none, no body is told."""
    return frozenset(noun.split()[-1] for noun in bodies())


def executive(office: Office) -> bool:
    """Whether who holds an office leads a company or a part of it ("managing director", "chief security officer")."""
    part = office.noun == "chief" and not office.words.isdisjoint(PARTS)  # "finance chief"
    return office.noun in words_of("executive") or (office.noun == "officer" and "chief" in office.words) or part


def company_of(cast: Cast, office: Office) -> int | None:
    """The company, charity or agency that its head or another officer speaks for (rule 3); None for every other office.

    Who heads a school, a party, a committee or a whole country speaks in their own right as well, and stays apart.
    """
    held = [who for who in office.principals if cast.referents[who].kind in ("organisation", "government")]
    if not held or PAST & office.words:
        return None
    body = cast.referents[held[-1]]
    firm = body.kind == "organisation" and (executive(office) or (bool(body.nouns & FIRMS) and office.noun in words_of("chief")))
    apart = {word for noun in (*body.nouns, body.name.casefold()) for word in noun.split()} & words_of("in_own_right")
    own = body.kind == "government" and body.named  # who heads an agency known by its name is mostly told of, and speaks, as a person
    led = bool(body.nouns or body.known) and not own and not apart and office.noun in words_of("heading")
    return held[-1] if firm or led else None


def content_words(words: Words, phrase: Phrase) -> frozenset[str]:
    """The telling words of a phrase beside its head: modifiers, owner and complements."""
    found = set(phrase.modifiers)
    for first, last in [phrase.owner or (0, 0), *(piece for _, piece in phrase.complements)]:
        found.update(words.lows[at] for at in range(first, last) if words.written[at][0].isalnum())
    return frozenset(found.difference(words_among("idle", "preposition", "definite", "indefinite", "possessive"), phrase.noun.split()))


def principals(cast: Cast, phrase: Phrase) -> tuple[int, ...]:
    """For whom or of what the holder of a role is: owner, names before the head, names behind "of", "for", "at"."""
    found: list[int] = list(cast.named_in(*phrase.owner)) if phrase.owner else []
    found += cast.named_in(*phrase.core)
    for preposition, piece in phrase.complements:
        if preposition in OF_WHOM and not found:
            found += _of_whom(cast, *piece)
    return tuple(dict.fromkeys(found))


def _of_whom(cast: Cast, first: int, last: int) -> tuple[int, ...]:
    """Whom a complement names: the person at its end alone, where titles, bodies and places before only tell who that is."""
    named = cast.named_in(first, last)
    at_end = cast.bearer[last - 1]
    single = at_end >= 0 and cast.referents[at_end].kind == "person" and not any(cast.words.low(at) in ("and", ",") for at in range(first, last))
    return (at_end,) if single else named


def closing_name(cast: Cast, first: int, last: int) -> int:
    """The person whose full name ends a description of them ("the head of Baltic trade Ann Poe"), or -1.

    A name right behind "of" or behind another role is whom the description is of ("the widow of the actor Ann Poe").
    """
    number = cast.bearer[last - 1] if first < last else -1
    if number < 0 or cast.referents[number].kind != "person":
        return -1
    form = next((form for form in cast.forms[number] if form.first <= last - 1 < form.last), None)
    if form is None or form.last != last or form.begin <= first + 1 or form.begin != form.first or len(form.key) < 2:
        return -1
    phrase = parse(cast.words, first, form.begin)
    before = cast.words.low(form.begin - 1)
    if phrase is None or phrase.head != "role" or phrase.many or roles()[phrase.noun].kind not in ("office", "leader", *ANSWERING):
        return -1
    parted = before in words_among("preposition", "definite", "indefinite", "conjunction", "verb")
    marked = cast.words.owner_mark(form.begin - 1) or not cast.words.written[form.begin - 1][0].isalnum()
    told = [cast.words.low(at) for _, piece in phrase.complements for at in range(*piece)]
    of_others = any(preposition not in ("of", "at") for preposition, _ in phrase.complements)
    inner = of_others or any(word in roles() or word in titles() or word in words_of("idle") for word in told)
    return -1 if parted or marked or inner else number


def named_at_an_end(cast: Cast, phrase: Phrase) -> int:
    """The person whose full name begins or ends a description, the comma being lost or left out, or -1."""
    if phrase.many:
        return -1
    begin = cast.bearer[phrase.core[0] if phrase.owner is None else phrase.owner[0]]
    if begin >= 0 and cast.referents[begin].kind == "person":
        form = next((f for f in cast.forms[begin] if f.begin <= phrase.first < f.last), None)
        if form is not None and len(form.key) > 1 and form.last < phrase.last and cast.bearer[form.last] >= 0:
            return begin
    return closing_name(cast, phrase.first, phrase.last)


def _beside(cast: Cast, form: Form, number: int) -> list[Office]:
    words = cast.words
    found: list[Office] = []
    told = dict.fromkeys(titles()[title][1] for title in (form.title, *form.title.split()) if title in titles())
    found += [Office(role, "title", frozenset(form.title.split()) - {role}, role, _title_holder(cast, form)) for role in told if role]
    near = _premodifier(words, form, across=False)
    far = _premodifier(words, form, across=True) if words.low(near[0] - 1) in ("of", "for") else near
    for first, last in dict.fromkeys((near, far, _before(words, form), _behind(cast, form))):
        led = first < last and (last < form.begin or words.low(last - 1) not in OF_WHOM)
        phrase = parse(words, first, last) if led else None
        if phrase is None or phrase.head != ("role" if cast.referents[number].kind == "person" else "body"):
            continue
        stated = office(cast, phrase, except_for=number)
        if stated is not None and not (stated.kind in ANSWERING and phrase.complements and last == form.begin):
            found.append(stated)
    return [*found, *_led_by(cast, form)] if cast.referents[number].kind == "person" else found


def _led_by(cast: Cast, form: Form) -> list[Office]:
    """What somebody is told to lead by a verb ("Ann Poe, who chairs the patient association Solva,")."""
    words, at = cast.words, form.last
    if words.low(at) != "," or words.low(at + 1) != "who":
        return []
    verb = at + 2 + (words.low(at + 2) in ("now", "also", "still", "currently"))
    if words.low(verb) not in words_of("leads"):
        return []
    reach = range(verb + 1, min(verb + LONGEST_BEHIND, len(words.lows)))
    last = next((i for i in reach if words.written[i] in ",.;:—–" or words.low(i) in words_of("preposition")), verb + 1)
    phrase = parse(words, verb + 1, last)
    if phrase is None:
        return []
    body = (verb + 1, last) if phrase.head == "body" and not phrase.many and phrase.noun not in STATE else None
    return [Office("head", "office", frozenset(), "", cast.named_in(verb + 1, last), body)]


def _title_holder(cast: Cast, form: Form) -> tuple[int, ...]:
    first = max(0, form.begin - 3)
    while first < form.begin and not cast.words.written[first][0].isupper() and not cast.words.owner_mark(first):
        first += 1
    return cast.named_in(first, form.begin) if all(cast.words.written[at] not in ",.;:" for at in range(first, form.begin)) else ()


def _premodifier(words: Words, form: Form, *, across: bool) -> tuple[int, int]:
    """Words right before a name, back to a mark, a verb or a determiner; `across` goes over "of"."""
    first = end = form.begin
    prepositions, stops = words_of("preposition"), words_among("verb", "conjunction")
    while first > 0 and end - first < 10 and words.sentence_at[first - 1] == words.sentence_at[form.first]:
        low = words.lows[first - 1]
        if (
            low in stops
            or low in ("the", "a", "an")
            or low in pronouns()
            or not (words.written[first - 1][0].isalnum() or words.owner_mark(first - 1))
        ):
            break
        if low in prepositions and not (across and low in ("of", "for")):
            break
        first -= 1
    return first, end


def _before(words: Words, form: Form) -> tuple[int, int]:
    """A phrase that a comma parts from the name behind it."""
    end = form.begin - 1
    if end < 1 or words.written[end] != ",":
        return 0, 0
    first = end
    stops = words_among("verb", "relative")
    while first > 0 and end - first < LONGEST_BEFORE and words.sentence_at[first - 1] == words.sentence_at[form.first]:
        if words.lows[first - 1] in stops or (words.written[first - 1] in ',;:—–"“”()' and not words.owner_mark(first - 1)):
            break
        first -= 1
    if any(words.low(at) in ("and", "or") for at in range(first, end)):
        return 0, 0
    if _stands_alone(words, first, end):
        return first, end
    inner = next((at + 1 for at in range(end - 1, first - 1, -1) if words.low(at) in words_of("preposition")), end)
    closed = form.last >= len(words.lows) or not words.written[form.last][0].isalnum()
    return (inner, end) if inner < end and closed and _stands_alone(words, inner, end) else (0, 0)


def _stands_alone(words: Words, first: int, last: int) -> bool:
    """Whether a range is a role that a determiner, an owner or a modifier makes a full phrase."""
    phrase = parse(words, first, last)
    full = phrase is not None and (phrase.determiner != "none" or phrase.owner is not None or bool(phrase.modifiers) or words.name_at[first] >= 0)
    return full and phrase is not None and phrase.head == "role"


def _behind(cast: Cast, form: Form) -> tuple[int, int]:
    """A phrase that a comma, a bracket or a dash parts from the name before it, or "who is"; none that ends with another's name."""
    words = cast.words
    first = form.last if words.glued(form.last) else form.last + 1
    if first >= len(words.lows) or (words.written[form.last] not in ",(—–" and first > form.last):
        return 0, 0
    while first < len(words.lows) and words.low(first) in ("then", "now", "who", "which", "is", "was", "also", "himself", "herself", "once"):
        first += 1
    determiners = words_among("definite", "indefinite", "possessive")
    if words.low(first).endswith("ing") and words.low(first + 1) in determiners:
        return 0, 0  # "the agency, quoting the ministry, said"
    last = first
    while last < len(words.lows) and last - first < LONGEST_BEHIND and words.sentence_at[last] == words.sentence_at[form.first]:
        low = words.lows[last]
        if low in words_of("verb") or low in ("who", "whose") or words.written[last] in ',;:—–"“”).':
            break
        last += 1
    phrase = parse(words, first, last)
    if phrase is None or any(words.low(at) in ("and", "or") for at in range(*phrase.core)) or closing_name(cast, first, last) >= 0:
        return 0, 0
    return first, last


@cache
def gendered() -> dict[str, Gender]:
    """Pronouns that tell of a man or a woman."""
    return {pronoun: "m" if row["gender"] == "m" else "f" for pronoun, row in pronouns().items() if row["gender"] in ("m", "f")}


def _by_pronouns(cast: Cast, number: int) -> Gender:
    """Gender by the pronouns that follow a person's mentions before anybody else is named."""
    hint = cast.referents[number].hint
    counts = {"m": int(hint == "m"), "f": int(hint == "f")}
    genders, lows = gendered(), cast.words.lows
    for form in cast.forms[number]:
        for at in range(form.last, min(form.last + PRONOUN_REACH, len(cast.words.lows))):
            other = cast.bearer[at]
            if other >= 0 and other != number and cast.referents[other].kind == "person":
                break
            if lows[at] in genders:
                counts[genders[lows[at]]] += 1
    if counts["m"] > 2 * counts["f"]:
        return "m"
    return "f" if counts["f"] > 2 * counts["m"] else ""
