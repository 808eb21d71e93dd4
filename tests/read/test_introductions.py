"""Whom sources mean that a text introduces in a roundabout way: by what a company is, by its name behind a comma, by a study, by who leads it."""

from __future__ import annotations

import pytest
from test_speakers import meant, read, witnesses

CASES = {
    "a spokesperson who comes without saying": (
        "[The {o|Nordic Medicines Agency}] said no. [A spokesperson] said more.", [["Nordic Medicines Agency"]] * 2,
    ),
    "a spokesman behind a body told by a noun": (
        "[The harbour company] said no. [A spokesman] said more.", [["harbour company"]] * 2,
    ),
    "a spokesman in a paragraph of his own": (
        "[The {o|Nordic Medicines Agency}] said no.\n\n[A spokesman] said more.", [["Nordic Medicines Agency"], ["spokesman"]],
    ),
    "a company told by its town": (
        "{o|Corvane} will go on, [the Basel-based company] said.", [["Corvane"]],
    ),
    "a lone word tagged as a place that owns what only firms do": (
        "{l|Corvane} will go on, [the company] said. {l|Corvane}'s chief executive agreed.", [["Corvane"]],
    ),
    "a company's name behind a comma, tagged as a person": (
        "[The port company, {p|Luka Verrin},] said so. [{p|Luka Verrin}] said more.", [["Luka Verrin"]] * 2,
    ),
    "a person behind a comma, tagged as a body": ("[Its medical officer, {o|Ann Poe}, ] said so.", [["Ann Poe"]]),
    "a body whose last word was left out": ("[{l|Norland}'s {o|Dam Safety} Authority] said so.", [["Dam Safety Authority"]]),
    "a body that is no people": ("[The {o|College of Engineers}] said so.", [["College of Engineers"]]),
    "a group by the name that it gives itself": ("[A group calling itself {o|Grey Rain}] said so. [It] said more.", [["Grey Rain"]] * 2),
    "people who sign as somebody": ("[The hackers, who sign themselves {o|Grey Rain},] said so.", [["Grey Rain"]]),
    "both of two": (
        "[Two people close to the talks] said so. [Both people] said more. [One of them] agreed.", [["Two people close to the talks"]] * 3,
    ),
    "a company named in the next paragraph": (
        "[A Danish shipping company] said it would sail.\n\n{o|Norlund Lines} owns six ships. [The company] said more.", [["Norlund Lines"]] * 2,
    ),
    "a company named before is not the next one": (
        "{o|Corvane} will sail, [the company] said.\n\n{o|Orion} is a ship.", [["Corvane"]],
    ),
    # studies
    "a study's authors": ("[A study] found so. [Its authors] said more. [The paper] said no.", [["study"]] * 3),
    "researchers of a study": ("[A study published on Monday] found so, in a journal. [Researchers] said more.", [["study published on Monday"]] * 2),
    "the authors of a study that says nothing itself": (
        "Orion, a study of 300 people in a journal, showed it, [its investigators] said. [The paper] said more.", [["study"]] * 2,
    ),
    "a newspaper's paper": ("[{o|The New York Times}] said so. [The paper] said more.", [["The New York Times"]] * 2),
    "a paper's appendix": ("[The study] found so in a journal. According to [the paper's appendix] it was so.", [["study"]] * 2),
    # who is no antecedent
    "it is not whom somebody told": ("[{o|Corvane}] told {o|Radio Verrin} that it was so. [It] said more.", [["Corvane"]] * 2),
    "the club is no outlet": (
        "{o|Verrin United} lost. A report in {o|The Ledger} said so. [The club] said no.", [["Verrin United"]],
    ),
    "the member of parliament of the same sentence": (
        "[{p|Ann Poe}] told the local member that it was safe, [the member] said.", [["Ann Poe"], ["member"]],
    ),
    "an agency that quotes a ministry is no ministry": (
        "[{o|IRNA}, quoting the intelligence ministry,] said so. [The intelligence ministry] agreed.", [["IRNA"], ["intelligence ministry"]],
    ),
    "nobody": ("[Nobody in town] says so. [Everyone] agrees.", [[], []]),
    "nothing but an article": ("[The] it was so.", [[]]),
    "doctors there": ("[Doctors there] fear it.", [["Doctors"]]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_who_is_meant(case: str) -> None:
    marked, expected = CASES[case]
    assert meant(marked) == expected


PRINCIPALS = {
    "the director of a hospital told of in the same sentence": (
        "{l|Kouloum}'s hospital had 31 dead, [its director, {p|Achta Nour},] said.", "Kouloum's hospital",
    ),
    "the head of the utility before": (
        "The utility was told to pay. [Its new director, {p|Elena Prodan},] said no.", "utility",
    ),
    "who chairs a charity": (
        "[{p|Kirsten Bonn}, who chairs the patient group {o|Kidney Life},] said so.", "Kidney Life",
    ),
    "the convenor of a union": (
        "[{p|Sheila Dunmore}, convenor of the {o|Allied Metalworkers' Union},] said so.", "Allied Metalworkers' Union",
    ),
    "a minister whose ministry speaks too": (
        "[Interior Minister {p|Dragan Petrov}] said so. [The interior ministry] said more.", "interior ministry",
    ),
    "a minister of another ministry": (
        "[Interior Minister {p|Dragan Petrov}] said so. [The health ministry] said more.", None,
    ),
    "the secretary of a union named behind it": (
        "The supporters' union, {o|De Twaalfde Man}, wants talks. [Its secretary, {p|Kris Lauwers},] said so.", "De Twaalfde Man",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PRINCIPALS)
def test_whom_somebody_speaks_for(case: str) -> None:
    marked, principal = PRINCIPALS[case]
    _, people = read(marked)
    (speaker,) = witnesses(people, 0)
    names = {witness.id: witness.name for witness in people.witnesses}
    assert names.get(speaker.speaks_for or "") == principal
