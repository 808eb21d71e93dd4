"""Whom pronouns and bare descriptions take up, and which lone names are firms. Marked as in test_speakers."""

from __future__ import annotations

import pytest

from tests.read.test_speakers import meant, read

CASES = {
    "an owner is the subject of its sentence": ("{p|Ada Poe} met {p|Rita Moss} at the port. Later {p|Rita Moss} sold [her] boat.", ["Rita Moss"]),
    "an owner may follow": ("In [her] report, {p|Ada Poe} named the buyer.", ["Ada Poe"]),
    "an object is not the subject of its clause": ("{p|Ada Poe} praised the crew. {p|Rita Moss} thanked [her].", ["Ada Poe"]),
    "who comes behind and is seldom taken up": (
        "{p|Ada Poe} toured the site with {p|Lena Roth} and {p|Rita Moss}. [She] was shown the pumps.",
        ["Ada Poe"],
    ),
    "a lone first name of the other gender": ("{p|Dora} waited for {p|Kevin}. {p|Kevin} was late, and [she] left.", ["Dora"]),
    "a lone first name may be a surname where nobody else fits": ("{p|Kelly} closed the talks. [He] said no more.", ["Kelly"]),
    "a possessive at the head of a sentence": ("{p|Ada Poe} left the board. [Her] lawyer said nothing.", ["Ada Poe"]),
    "the company is the one a report is about": (
        "{o|Orvane} cut its forecast after {o|Marl & Co}, a broker, had warned. {o|Orvane} fell by a tenth. [The company] said demand was weak.",
        ["Orvane"],
    ),
    "the company by its legal form": ("{o|Quintal Ltd} grew fast. {o|Dunmore} is its rival. [The company] said so.", ["Quintal Ltd"]),
    "the company is no law firm that was named once": (
        "{o|Quintal} cut 40 jobs. {o|Quintal} is in debt. The board hired {o|Roth & Co}. {o|Quintal} fell. [The company] said it would recover.",
        ["Quintal"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_who_is_taken_up(case: str) -> None:
    marked, names = CASES[case]
    assert meant(marked) == [names]


FIRMS = [
    "[{p|Halvard}] raised its price. Shares in {p|Halvard} fell.",
    "[{p|Halvard}] raised its price. {p|Halvard}'s shares fell.",
    "[{p|Halvard}] raised its price. {p|Halvard}, which makes pumps, is old.",
    "[{p|Halvard}] raised its price. The chief executive of {p|Halvard} left.",
    "[{p|Halvard}] agreed. {o|Orvane} is to buy {p|Halvard} in May.",
]
PEOPLE = [
    "[{p|Halvard}] left the room. {p|Halvard}'s wife stayed.",
    "[{p|Halvard}] sold. {p|Nils Halvard}'s shares fell.",
    "[{p|Halvard}] sold. Mr {p|Halvard}, which few knew, was ill.",
    "[{p|Kelly}] sold. {p|Kelly}'s shares fell.",
]


@pytest.mark.parametrize("marked", FIRMS)
def test_a_lone_name_that_is_owned_or_led_is_a_firm(marked: str) -> None:
    _, people = read(marked)
    assert next(w for w in people.witnesses if w.id == people.speakers[0][0]).kind == "organisation"


@pytest.mark.parametrize("marked", PEOPLE)
def test_a_person_stays_one(marked: str) -> None:
    _, people = read(marked)
    assert next(w for w in people.witnesses if w.id == people.speakers[0][0]).kind == "person"
