"""Unnamed subjects of the sentences before a pronoun: "Several nurses walked out. They said ..."."""

from __future__ import annotations

from bisect import bisect_left

from sayso.read.lexicon import Row, bodies, documents, pronouns, roles, studies, words_of
from sayso.read.who.cast import Cast, Seen
from sayso.read.who.offices import ANSWERING, content_words
from sayso.read.who.phrases import Phrase, parse
from sayso.read.who.pronouns import unnamed_subject
from sayso.read.who.words import words_among

SENTENCES_BACK, OPENING_WORDS, FARTHEST = 2, 7, 120
BODY_REACH = 150
"""Words before a bare "the agency" in which a fuller telling of it is looked for."""
CALLING = frozenset({"calling", "calls", "call", "called", "named", "dubbed", "known", "sign", "signs", "signing", "styling", "styles"})
CALLED = 10
"""Words from "a group" on in which its name follows: "a group, which calls itself the Rain"."""
OWNER_WORDS = 4
"""Words of a name at the head of a sentence that may own a body."""
STUDY_REACH = 300
"""Words before "its authors" in which the study is told of."""
RELATIVE_REACH = 12
"""Words before a relative pronoun in which its antecedent begins."""
SENTENCES_ON, NEXT_NAMES = 3, 16
"""How far on the name of somebody described may follow, and among how many mentions."""
"""How far back a pronoun may find an unnamed subject, and among how many words that begin a sentence; words looked back over at all."""


def subject_before(cast: Cast, at: int, row: Row) -> tuple[float, Phrase] | None:
    """An unnamed person or group that opens this sentence or one of the two before it, with its score as an antecedent."""
    words = cast.words
    here = words.sentence_at[at]
    best: tuple[float, Phrase] | None = None
    for begin in dict.fromkeys(bisect_left(words.sentence_at, sentence) for sentence in range(here - SENTENCES_BACK, here + 1)):
        if not at - FARTHEST <= begin < at:
            continue
        phrase = _opening_role(cast, begin, at)
        gender = roles()[phrase.noun].gender if phrase is not None else ""
        if (
            phrase is None
            or phrase.many != (row["number"] == "many")
            or row["gender"] == "n"
            or (gender and not phrase.many and gender != row["gender"])
        ):
            continue
        score = unnamed_subject(here - words.sentence_at[begin], fits=phrase.many or bool(gender))
        if best is None or score >= best[0]:
            best = score, phrase
    return best


def body_before(cast: Cast, at: int) -> Phrase | None:
    """The body, told by a common noun, that opens a word's sentence or the one before it ("The port authority was slow. Its spokesman ...")."""
    words = cast.words
    begin = at
    while begin > 0 and at - begin < FARTHEST and words.sentence_at[begin - 1] == words.sentence_at[at]:
        begin -= 1
    here = _opening_body(cast, begin, at) if begin < at else None
    if here is not None:
        return here
    before = begin
    while before > 0 and at - before < FARTHEST and words.sentence_at[begin] - words.sentence_at[before - 1] <= 1:
        before -= 1
    return _opening_body(cast, before, begin) if before < begin else None


def _opening_body(cast: Cast, begin: int, at: int) -> Phrase | None:
    """A body told by a common noun at the head of a sentence: behind an article ("the hospital") or the name of its owner ("Kouloum's hospital")."""
    words = cast.words
    owned = cast.bearer[begin] >= 0 and any(words.owner_mark(i) for i in range(begin + 1, min(begin + OWNER_WORDS, at)))
    if words.low(begin) not in ("the", "a", "an") and not owned:
        return None
    for end in range(begin + 2, min(begin + OPENING_WORDS, at) + 1):
        low = words.lows[end - 1]
        if low in words_among("preposition", "verb") or not (words.written[end - 1][0].isalnum() or words.owner_mark(end - 1)):
            return None
        if low in bodies() and words.low(end) not in bodies() and not words.owner_mark(end) and cast.bearer[end - 1] < 0:
            last = end
            while words.written[end] == "," and last + 1 < at and cast.bearer[last + 1] >= 0 and cast.bearer[last + 1] == cast.bearer[end + 1]:
                last += 1  # its name, if an apposition tells it
            phrase = parse(words, begin, last + 1 if last > end else end)
            return phrase if phrase is not None and phrase.head == "body" and not phrase.many else None
    return None


def body_of_paragraph(cast: Cast, at: int) -> tuple[int, ...]:
    """The body for which "a spokesman" speaks who comes without saying: the last one before in the paragraph that says or does something."""
    words = cast.words
    for seen in cast.before(at, NEXT_NAMES):
        if "\n" in words.text[words.ends[seen.at] : words.starts[at]] or at - seen.at > FARTHEST:
            break
        body = cast.referents[seen.who].kind in ("organisation", "government")
        if body and not seen.quoted and (seen.subject or seen.speaks or seen.opens) and words.sentence_at[seen.at] < words.sentence_at[at]:
            return (seen.who,)
    return ()


def study_before(cast: Cast, phrase: Phrase) -> Phrase | None:
    """The study whose authors speak ("Orion, a study of 3,214 patients, showed so, [its investigators] reported"): the nearest told of before."""
    if not phrase.many or phrase.noun not in words_of("study_author"):
        return None
    words = cast.words
    for end in range(phrase.first, max(0, phrase.first - STUDY_REACH), -1):
        if documents().get(words.low(end - 1)) in studies() and words.name_at[end - 1] < 0:
            begin = end - 1
            while begin > 0 and end - begin < OPENING_WORDS and words.lows[begin] not in words_among("definite", "indefinite"):
                begin -= 1
            told = parse(words, begin, end)
            return told if told is not None and told.head == "document" else parse(words, end - 1, end)
    return None


def fuller(cast: Cast, phrase: Phrase) -> Phrase:
    """For a body told by a bare noun ("his agency"), the nearest fuller telling before it ("the rail safety agency"), else the phrase itself."""
    words = cast.words
    if content_words(words, phrase):
        return phrase
    stops = words_among("preposition", "verb", "conjunction")
    for end in range(phrase.first - 1, max(0, phrase.first - BODY_REACH), -1):
        if words.low(end) != phrase.noun:
            continue
        begin = end
        while begin > 0 and end - begin < OPENING_WORDS and words.sentence_at[begin - 1] == words.sentence_at[end]:
            if words.lows[begin - 1] in stops or not (words.written[begin - 1][0].isalnum() or words.owner_mark(begin - 1)):
                break
            begin -= 1
        marks = [at for at in range(begin + 1, end) if words.owner_mark(at)]
        if marks:
            begin = marks[-1] - 1
            while words.name_at[begin] >= 0 and begin > 0 and words.name_at[begin - 1] == words.name_at[begin]:
                begin -= 1
        elif begin > 0 and words.low(begin - 1) in words_of("relative"):
            begin += 1
        told = parse(words, begin, end + 1)
        if told is not None and told.head == "body" and not told.many and (content_words(words, told) or told.noun != phrase.noun):
            return told
    return phrase


def bare_speaker(cast: Cast, phrase: Phrase, *, back: bool = True) -> int:
    """The person named without a description right before or behind a definite description that fits nobody else, or -1.

    News tells who a person is in one sentence and the name in the next ('The head of the port said so. "Slow," Ann Poe told reporters').
    `back`: whether the name may have come before.
    """
    at = phrase.first
    here = cast.words.sentence_at[at]
    gender = roles()[phrase.noun].gender if phrase.noun in roles() else ""
    last = cast.last_speaker(at)
    if back and last >= 0 and _bare(cast, last, gender):
        places = [form.first for form in cast.forms[last] if form.first < at]
        again = bool(places) and any(cast.words.low(i) == phrase.noun for i in range(places[-1], at))  # "she told the local MP ..., the MP said"
        if places and not again and here - cast.words.sentence_at[places[-1]] <= 1 and not _told_of(cast, phrase.noun, places[-1]):
            return last
    for seen in cast.after(phrase.last, NEXT_NAMES):
        other = cast.referents[seen.who]
        if other.kind != "person" or not other.named or seen.quoted or other.at < at:
            continue
        near = cast.words.sentence_at[seen.at] - here <= SENTENCES_ON
        fits = _taken_up(cast, phrase, seen.who) or (_bare(cast, seen.who, gender) and _reports(cast, seen))
        return seen.who if near and fits else -1
    return -1


def _told_of(cast: Cast, noun: str, at: int) -> bool:
    """Whether the sentence around a word tells of somebody by that noun, who is then somebody else than who is named there."""
    words = cast.words
    first = at
    while first > 0 and at - first < FARTHEST and words.sentence_at[first - 1] == words.sentence_at[at]:
        first -= 1
    last = at
    while last < len(words.lows) and last - at < FARTHEST and words.sentence_at[last] == words.sentence_at[at]:
        last += 1
    return any(words.low(i) == noun.split()[-1] for i in range(first, last))


def _taken_up(cast: Cast, phrase: Phrase, number: int) -> bool:
    """Whether a person is introduced by the bare noun of a fuller description before ("the security adviser to ... The adviser, Ann Poe, ...")."""
    held = cast.referents[number].offices
    return bool(held) and all(
        not office.words and not office.principals and (phrase.noun == office.noun or phrase.noun.endswith(f" {office.noun}")) for office in held
    )


def _bare(cast: Cast, number: int, gender: str) -> bool:
    """Whether a person is named in full somewhere, and nowhere described."""
    referent = cast.referents[number]
    if (
        referent.kind != "person"
        or not referent.named
        or (referent.offices and number not in cast.described)
        or (gender and referent.gender and gender != referent.gender)
    ):
        return False
    forms = cast.forms[number]
    full = any(len(form.key) > 1 for form in forms) and not forms[0].title
    after = forms[0].last
    return full and not (after < len(cast.words.lows) and cast.words.written[after] in ",(—–" and cast.words.low(after + 1) not in words_of("verb"))


def _reports(cast: Cast, seen: Seen) -> bool:
    """Whether a name stands as the subject of a verb, before it or, behind a quotation, after it."""
    words = cast.words
    form = next((form for form in cast.forms[seen.who] if form.first == seen.at), None)
    if form is None:
        return False
    before, after = words.low(form.begin - 1), words.written[form.last] if form.last < len(words.lows) else ""
    verb = after.islower() and (words.low(form.last) in words_of("verb") or after.endswith(("ed", "s")))
    return before in words_of("verb") or (verb and not seen.after_preposition)


def _opening_role(cast: Cast, begin: int, at: int) -> Phrase | None:
    """The unnamed person or group that a sentence begins with: a role among its first words, with no name behind it."""
    words = cast.words
    for end in range(begin + 1, min(begin + OPENING_WORDS, at) + 1):
        low = words.lows[end - 1]
        if low in words_among("preposition", "verb") or not (words.written[end - 1][0].isalnum() or words.owner_mark(end - 1)):
            return None
        role = roles().get(low)
        nearby = range(end, min(end + 3, at))
        if role is None or low in pronouns() or role.kind in ANSWERING or words.low(end) in roles() or words.owner_mark(end):
            continue
        named = any(words.name_at[i] >= 0 for i in nearby) or cast.bearer[end - 1] >= 0
        phrase = None if named else parse(words, begin, end)
        return phrase if phrase is not None and phrase.head == "role" and (phrase.many or phrase.determiner != "none") else None
    return None


def called(cast: Cast, phrase: Phrase) -> int | None:
    """The body that a description names by what it is called ("the organisers, a movement called Clear Water", "a group calling itself Rain")."""
    reach = range(phrase.first, min(phrase.first + CALLED, len(cast.words.lows)))
    name = next((at for at in reach if cast.bearer[at] >= 0), -1)
    verb = next((at for at in range(phrase.first + 1, name) if cast.words.low(at) in CALLING), name)
    if verb < name and all(cast.words.low(at) in ("itself", "themselves", "as", "the") for at in range(verb + 1, name)):
        cast.referents[cast.bearer[name]].kind = "organisation"
        cast.referents[cast.bearer[name]].nouns |= {phrase.noun}
        return cast.bearer[name]
    for first, last in phrase.tail:
        for at in range(first + 1, last):
            number = cast.bearer[at]
            if number >= 0 and cast.words.low(at - 1) in ("called", "named") and cast.referents[number].kind != "person":
                cast.referents[number].kind = "organisation"
                cast.referents[number].nouns |= {phrase.noun}
                return number
    return None


def relative_head(cast: Cast, last: int) -> int:
    """Where the phrase begins that a relative pronoun behind word `last` (exclusive) takes up: back to its determiner, a verb or a mark."""
    words = cast.words
    stops = words_among("verb", "conjunction", "relative")
    first = last
    while first > 0 and last - first < RELATIVE_REACH and words.sentence_at[first - 1] == words.sentence_at[last - 1]:
        written = words.written[first - 1]
        if words.lows[first - 1] in stops or written in ';:—–"“”()' or (written == "," and last - first > 1 and cast.bearer[last - 1] >= 0):
            break
        first -= 1
    for begin in range(last - 1, first - 1, -1):
        if words.lows[begin] in words_among("definite", "indefinite", "possessive"):
            return begin
    return first
