"""Whom sources mean. Names are marked {p|...} person, {o|...} organisation, {l|...} place, {x|...} other; sources [...]."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.data import Name, Span, Witness
from sayso.read.findings import People
from sayso.read.lexicon import demonyms, known, rows
from sayso.read.who.speakers import who
from sayso.text import quotations

KINDS = {"p": "person", "o": "organisation", "l": "place", "x": "other"}
SENTENCE = re.compile(r"[^.!?\n]*(?:(?:Mr|Ms|Mrs|Dr|Sen|Rep|Gen|Inc|\b[A-Z])\.[^.!?\n]*)*[.!?]*[\"”]?")


def read(marked: str) -> tuple[str, People]:
    text = ""
    names: list[Name] = []
    sources: list[Span] = []
    open_names: list[tuple[int, str]] = []
    open_sources: list[tuple[int, int]] = []
    at = 0
    while at < len(marked):
        if marked[at] == "{" and marked[at + 2] == "|":
            open_names.append((len(text), KINDS[marked[at + 1]]))
            at += 3
            continue
        if marked[at] == "}":
            start, kind = open_names.pop()
            names.append(Name(Span(start, len(text)), kind))  # type: ignore[arg-type]
        elif marked[at] == "[":
            open_sources.append((len(text), len(sources)))
            sources.append(Span(0, 0))
        elif marked[at] == "]":
            start, number = open_sources.pop()
            sources[number] = Span(start, len(text))
        else:
            text += marked[at]
        at += 1
    sentences = tuple(Span(m.start(), m.end()) for m in SENTENCE.finditer(text) if m.group().strip())
    return text, who(text, sentences=sentences, names=tuple(names), sources=tuple(sources), quoted=tuple(quotations(text)))


def witnesses(people: People, number: int) -> list[Witness]:
    known_ids = {witness.id: witness for witness in people.witnesses}
    return [known_ids[one] for one in people.speakers[number]]


def meant(marked: str) -> list[list[str]]:
    _, people = read(marked)
    return [[witness.name for witness in witnesses(people, number)] for number in range(len(people.speakers))]


CASES = {
    "a document behind which": (
        "The letter, [which] warned of floods, was lost.", [["letter"]],
    ),
    "organisers by what they are called": (
        "[The organisers, a movement called {o|Clear Water},] spoke of thousands.", [["Clear Water"]],
    ),
    "an acronym tagged as a person": (
        "{p|ORSE}, the energy regulator, asked for records. [It] would not comment. {p|KIM} left.", [["ORSE"]],
    ),
    "a surname in the capitals of a headline": (
        "{p|DIAZ} RESIGNS\n{p|Omar Diaz} left the port. [He] gave no reason. {p|Diaz} wept.", [["Omar Diaz"]],
    ),
    "which behind what a company is": (
        "{o|Tarn}, the country's second-largest retailer, [which] denied it, fell. [The company] said more.", [["Tarn"]] * 2,
    ),
    "which behind a thing is not the company before it": (
        "It belongs to {o|Tarn}, the old bridge, [which] says so.", [["old bridge"]],
    ),
    "a relative clause tagged as the source": (
        "{l|Russia}, [which has bases in both countries,] urged restraint.", [["Russia"]],
    ),
    "a source cut inside an office": (
        "{p|Omar Diaz}, [the {o|Borea} general] counsel, sent a note.", [["Omar Diaz"]],
    ),
    "a staffer in the opening, named next": (
        "Aide sorry for post\n[A town hall staffer] apologised on Friday.\n[{p|Maren Dahl}] wrote it late. {p|Dahl} left.", [["Maren Dahl"]] * 2,
    ),
    "an aide in the headline, named behind a title": (
        "[Navy aide] resigns\n[A navy aide] resigned on Friday.\nMr. {p|Omar Diaz} gave no reason. [{p|Diaz}] left.", [["Omar Diaz"]] * 3,
    ),
    "a role in the opening that the next one named does not hold": (
        "[A port nurse] said no.\n{p|Omar Diaz}, a senator, laughed. [{p|Diaz}] left.", [["port nurse"], ["Omar Diaz"]],
    ),
    "a man in the opening is no woman": (
        "[A spokesman] said no.\nMs. {p|Maren Dahl} laughed. [{p|Dahl}] left.", [["spokesman"], ["Maren Dahl"]],
    ),
    "who is named next is not whom it is about": (
        "[A port nurse] said no.\n{p|Omar Diaz} laughed. {p|Liva Ozola} left. {p|Ozola} slept.", [["port nurse"]],
    ),
    "somebody known before the opening ends": (
        "[A port nurse] told {p|Omar Diaz} so.\n{p|Omar Diaz} laughed. [{p|Diaz}] left.", [["port nurse"], ["Omar Diaz"]],
    ),
    "officials in the opening are nobody's name": (
        "[Port officials] said no.\n{p|Omar Diaz} laughed. [{p|Diaz}] left.", [["Port officials"], ["Omar Diaz"]],
    ),
    "a description by a word of the office": (
        "[{p|Maren Dahl}, the communications director for {p|Jon Vik},] wrote it. [The communications pro] left.", [["Maren Dahl"]] * 2,
    ),
    "an expert of another kind": (
        "[{p|Maren Dahl}, the communications director for {p|Jon Vik},] wrote it. [The weather pro] left.", [["Maren Dahl"], ["weather pro"]],
    ),
    "a body apposed to what it is, tagged as a place": (
        "[The operator, {l|Alpine Roads}], denied it.", [["Alpine Roads"]],
    ),
    "a relative behind an apposition by dash": (
        "Enter {p|Ada Poe} — a former port aide [who] calls herself a sailor.", [["Ada Poe"]],
    ),
    "a relative behind an indefinite apposition": (
        "{p|Ada Poe}, a former port aide [who] calls herself a sailor, left.", [["Ada Poe"]],
    ),
    "I of a contraction": (
        "“[I]’m tired of it,” [{p|Ada Poe}] said.", [["Ada Poe"], ["Ada Poe"]],
    ),
    "a quoted paragraph goes on with who spoke before it": (
        "[{p|Ada Poe}] said: “No.”\n“[I] never saw the letter.”\n[{p|Ben Holt}] disagreed.", [["Ada Poe"], ["Ada Poe"], ["Ben Holt"]],
    ),
    "comma lost behind a name": (
        "[{p|Ito Haruki}{l|Japan}'s security adviser] warned of war. {l|Japan} listened. {p|Ito Haruki} left.", [["Ito Haruki"]],
    ),
    "name behind a role without a comma": (
        "After talks with {p|Carl Voss}, [the head of {x|Baltic} trade {p|Liva Ozola}] said ships would sail.", [["Liva Ozola"]],
    ),
    "aide to somebody is not that somebody": (
        "[{p|Omar Diaz}] spoke. [An aide to Secretary of Trade {p|Jane Holt}] agreed.",
        [["Omar Diaz"], ["aide to Secretary of Trade Jane Holt"]],
    ),
    "both behind two": (
        "[{l|Lima} and {l|Quito} both] say so. [{o|Acme Ltd} and {o|Borea Ltd} alike] agreed.",
        [["Peru", "Ecuador"], ["Acme Ltd", "Borea Ltd"]],
    ),
    "neither nor": ("[Neither {o|Acme Ltd} nor {p|Omar Diaz}] would comment.", [["Acme Ltd", "Omar Diaz"]]),
    "himself": ("{p|Omar Diaz} spoke. [Mr. {p|Diaz} himself] said so.", [["Omar Diaz"]]),
    "and inside an apposition": ("[{p|Omar Diaz}, a retired pilot and father of two,] said no.", [["Omar Diaz"]]),
    "role inside the tagged name": ("[{o|House Speaker Mary Holt}] said no. [{p|Holt}] left.", [["Mary Holt"]] * 2),
    "role behind the tagged body": ("[{o|White House Counsel} {p|Robert Lind}] said no. [{p|Lind}] left.", [["Robert Lind"]] * 2),
    "two bodies in one tagged name": ("[The {o|Reuters and BBC News}] reported it.", [["Reuters", "BBC"]]),
    "committee cut at and": (
        "[{p|Omar Diaz}, the head of the {o|Harbour} and {o|Trade Inspection Committee},] said no.", [["Omar Diaz"]],
    ),
    "company tagged as a person": ("[{p|Anna Berg} Shipmanagement] denied it. [The company] said more.", [["Anna Berg Shipmanagement"]] * 2),
    "capital tagged as a body": ("{l|North Korea} was silent. [{o|Pyongyang}] has not answered.", [["North Korea"]]),
    "described first, named next": (
        'It will float, [the head of the port of Sale] said on Friday. "We hope so," [{p|Omar Diaz}] told reporters.', [["Omar Diaz"]] * 2,
    ),
    "named first, described next": (
        '"They were at work," [{p|Omar Diaz}] told reporters. [The chief of the fire service] said no more.', [["Omar Diaz"]] * 2,
    ),
    "described in full, taken up by the bare noun": (
        "Ships sank, [the security adviser to {l|Peru}'s president] said. \"We saw it,\" [the adviser, {p|Omar Diaz},] told the radio.",
        [["Omar Diaz"]] * 2,
    ),
    "agency of another country": (
        "[The {o|U.S. Geological Survey}] told the depth. [{l|Chile}'s weather agency] warned of waves.",
        [["U.S. Geological Survey"], ["Chile's weather agency"]],
    ),
    "office of an officer": (
        "[The {o|U.S. Attorney}'s office] said no. [A spokesman for the {l|U.S.} attorney in Sale] agreed.",
        [["U.S. attorney's office"]] * 2,
    ),
    "source cut inside a title": (
        "[{x|Chilean} Foreign] Minister {p|Mary Holt} said no. [{p|Holt}] left. [international] fears.",
        [["Mary Holt"], ["Mary Holt"], []],
    ),
    "bare agency after a fuller one": ("{p|Omar Diaz} leads {l|Chile}'s fire agency. [His agency] said so.", [["Chile's fire agency"]]),
    "verb inside": ("[The treaty obliges both] to help. [Week] passed. [Nothing in the papers] says so.", [[], [], []]),
    "famous surname in a family": ("[{p|President Obama}] spoke. {p|Malia Obama} smiled. [Mr. {p|Obama}] left.", [["Obama"], ["Obama"]]),
    "a bare ministry after a fuller one": (
        "[The health ministry] said so. [The ministry's director of planning, {p|Omar Diaz},] agreed. [The ministry] added more.",
        [["health ministry"], ["Omar Diaz"], ["health ministry"]],
    ),
    "a spokeswoman of a body told before": (
        "[The health ministry] said so. [A ministry spokeswoman] said that {p|Omar Diaz} had left.", [["health ministry"]] * 2,
    ),
    "a ministry of another country is named later": (
        "{l|Chile} is dry. {l|Chile} is hot. [The ministry of health] said so. [The {o|Peruvian health ministry}] did not.",
        [["ministry of health"], ["Peruvian health ministry"]],
    ),
    "a correspondent of an outlet": ("[The {o|BBC}'s correspondent in Sale] said so.", [["BBC"]]),
    "a club by its last word": ("{o|Sale Rovers} won. [{o|Rovers}] said so.", [["Sale Rovers"]]),
    "a club by its first word, tagged as a person": ("{l|Marlan Rovers} won. [{p|Marlan}] said so.", [["Marlan Rovers"]]),
    "a counterpart is no person": (
        "{p|Zelin}, the state news agency, saw it so. {p|Morin}, its rival, saw more. [It] said so.", [["Morin"]],
    ),
    "a paper by its last word": ("{o|Orland Courier} sold out. [The {o|Courier}] asked why.", [["Orland Courier"]]),
    "researchers of a document": (
        "[A model by researchers at {o|Sale University}] foresees it. {p|Omar Diaz} spoke to nurses. [The researchers] expect more.",
        [["model by researchers at Sale University"]] * 2,
    ),
    "the team that was named last": (
        "Her team, {o|Marlan Rovers}, lost. Then {l|Peru}n side {o|Orland} drew. {o|Orland} have paid. [The club] said so.", [["Orland"]],
    ),
    "an owner in a later sentence is none": (
        "{p|Omar Diaz} left. [His lawyer] said so. Then {p|Tom Reed} came.", [["Omar Diaz"]],
    ),
    "half of a role tagged as a name": ("[{o|Tarn Robotics} {o|chief} executive {p|Ada Poe}] said no.", [["Ada Poe"]]),
    "a full name tagged as a body": ("[{o|Ada Poe}] spoke. Madam {p|Poe} sat. [She] left.", [["Ada Poe"]] * 2),
    # names
    "surname": ("[{p|Jane Doe}] left. [{p|Doe}] said so.", [["Jane Doe"], ["Jane Doe"]]),
    "title and surname": ("[{p|Jane Doe}] left. [Ms. {p|Doe}] said so.", [["Jane Doe"], ["Jane Doe"]]),
    "title inside the name": ("[{p|Sen. Paula Reyes}] left. [{p|Reyes}] said so.", [["Paula Reyes"], ["Paula Reyes"]]),
    "first name": ("[{p|Anna Lindqvist}] paints. [{p|Anna}] says it calms her.", [["Anna Lindqvist"], ["Anna Lindqvist"]]),
    "initial": ("[{p|Mark D. Osborne}] left. [{p|Mark Osborne}] said so.", [["Mark D. Osborne"], ["Mark D. Osborne"]]),
    "short first name": ("[{p|Joseph Harlan}] left. [{p|Joe Harlan}] said so.", [["Joseph Harlan"], ["Joseph Harlan"]]),
    "hyphen": ("[{p|Park Min-seo}] left. [{p|Park Min Seo}] said so.", [["Park Min-seo"], ["Park Min-seo"]]),
    "given name alone": ("[{p|Park Min-seo}] left. [{p|Min-seo}] said so.", [["Park Min-seo"], ["Park Min-seo"]]),
    "family name first": ("[{p|Xi Wenbo}] left. [{p|Xi}] said so.", [["Xi Wenbo"], ["Xi Wenbo"]]),
    "accents": ("[{p|José Muñoz}] left. [{p|Munoz}] said so.", [["José Muñoz"], ["José Muñoz"]]),
    "possessive": ("[{p|Tom Reed}] ran. [{p|Reed’s}] view is that it failed.", [["Tom Reed"], ["Tom Reed"]]),
    "origin": ("[{p|Representative Carla Ruiz of Nevada}] left. [Ms. {p|Ruiz}] objected.", [["Carla Ruiz"], ["Carla Ruiz"]]),
    "spouses by title": (
        "{p|Paul Hart} and his wife, {p|Mary Hart}, spoke. [Mr. {p|Hart}] said no. [Mrs. {p|Hart}] said yes.", [["Paul Hart"], ["Mary Hart"]],
    ),
    "spouses by first name": ("{p|Paul Hart} and {p|Mary Hart} spoke. [{p|Paul}] said no. [{p|Mary}] said yes.", [["Paul Hart"], ["Mary Hart"]]),
    "two of one surname stay two": ("[{p|Kim Yong-ho}] agreed. [{p|Kim Su-bin}] did not.", [["Kim Yong-ho"], ["Kim Su-bin"]]),
    "acronym in brackets": ("[The {o|Harbour Workers Union} ({o|HWU})] agreed. [{o|HWU}] said more.", [["Harbour Workers Union"]] * 2),
    "initials": ("[The {o|National Grain Board}] agreed. [The {o|NGB}] said more.", [["National Grain Board"], ["National Grain Board"]]),
    "known acronym": ("[The {o|United Nations}] agreed. [The {o|U.N.}] said more.", [["United Nations"], ["United Nations"]]),
    "legal ending": ("[{o|Tarn Robotics Inc.}] agreed. [{o|Tarn Robotics}] said more.", [["Tarn Robotics Inc."], ["Tarn Robotics Inc."]]),
    "first word of a company": ("[{o|Tarn Robotics}] agreed. [{o|Tarn}] said more.", [["Tarn Robotics"], ["Tarn Robotics"]]),
    "department of": (
        "[The {o|Department of Fisheries}] agreed. [The {o|Fisheries Department}] said more.", [["Department of Fisheries"]] * 2),
    "country by short form": ("[The {l|U.S.}] agreed. [The {l|United States}] said more.", [["United States"], ["United States"]]),
    # metonyms
    "capitals": ("[{l|Ankara}] protested. [{l|Oslo}] did not answer.", [["Turkey"], ["Norway"]]),
    "seat of government": ("[The {o|Kremlin}] denied it. [{l|Russia}] later agreed.", [["Russia"], ["Russia"]]),
    "white house": ("[The {o|White House}] denied it.", [["White House"]]),
    "the people of a country": ("[The {x|Israelis}] refused.", [["Israel"]]),
    "government of a country": ("[The {x|Kenyan} government] said so. [{l|Kenya}] paid.", [["Kenya"], ["Kenya"]]),
    # pronouns
    "he": ("[{p|Tom Reed}] met {p|Anna Berg}. [He] said it went well.", [["Tom Reed"], ["Tom Reed"]]),
    "she": ("[{p|Tom Reed}] met {p|Anna Berg}. [She] said it went well.", [["Tom Reed"], ["Anna Berg"]]),
    "gender by title": ("Ms. {p|Okonjo} met Mr. {p|Tamm}. [He] left. [She] stayed.", [["Tamm"], ["Okonjo"]]),
    "gender by pronoun": (
        "{p|Zorin Vael} took her seat. {p|Imre Okt} took his seat. [She] spoke. [He] did not.", [["Zorin Vael"], ["Imre Okt"]],
    ),
    "previous speaker": (
        "[{p|Tom Reed}] said it was late. He had met {p|Carl Voss} in May. [He] added that it was cold.", [["Tom Reed"], ["Tom Reed"]],
    ),
    "not the owner": ("{p|Tom Reed}'s lawyer, {p|Carl Voss}, spoke. [He] said no.", [["Carl Voss"]]),
    "it": ("[{o|Tarn Robotics}] lost money. [It] expects more losses.", [["Tarn Robotics"], ["Tarn Robotics"]]),
    "they for joint speakers": ("[{l|France} and {l|Spain}] agreed. [They] said more.", [["France", "Spain"], ["France", "Spain"]]),
    "they for a group": ("[Two nurses] objected. [They] blamed the pay.", [["Two nurses"], ["Two nurses"]]),
    "they for an unsaid group": ("Several striking nurses walked out on Monday. [They] blamed the pay.", [["Several striking nurses"]]),
    "who": ("{p|Anna Berg}, [who] said it was late, left.", [["Anna Berg"]]),
    "who of a group": ("A retired teacher [who] said he saw it called the police.", [["retired teacher"]]),
    "i in a quote": ("“[I] saw nothing,” [{p|Tom Reed}] told {p|Anna Berg}.", [["Tom Reed"], ["Tom Reed"]]),
    "we in a quote": ("[{p|Anna Berg}] was angry. “[We] were told nothing,” [she] said.", [["Anna Berg"]] * 3),
    "named in a quote only": ("“{p|Carl Voss} lied,” said [{p|Tom Reed}]. [He] left.", [["Tom Reed"], ["Tom Reed"]]),
    "name after the pronoun": ("When [he] said no, {p|Tom Reed} was alone.", [["Tom Reed"]]),
    # roles
    "apposition behind": ("[{p|Ito Haruki}, {l|Japan}'s finance minister,] spoke. [The minister] said more.", [["Ito Haruki"]] * 2),
    "apposition before": ("[{l|Japan}'s finance minister, {p|Ito Haruki},] spoke. [The finance minister] said more.", [["Ito Haruki"]] * 2),
    "premodifier": ("[Harbour chief {p|Tom Reed}] spoke. [The harbour chief] said more.", [["Tom Reed"]] * 2),
    "role before its name": ("[The mayor] resigned. [{p|Tom Reed}, the mayor of {l|Sale},] gave no reason.", [["Tom Reed"]] * 2),
    "apposition inside a phrase": ("[{p|Tom Reed}'s attorney] said no. A note from {p|Reed}'s attorney, {p|Carl Voss}, is short.", [["Carl Voss"]]),
    "letter to somebody else": ("In a letter to the mayor, [{p|Anna Berg}] said no. [The mayor] said yes.", [["Anna Berg"], ["mayor"]]),
    "title under a wrong kind": ("[{o|Rep. Okafor}] said no. [{p|Chidi Okafor}] said it twice.", [["Chidi Okafor"]] * 2),
    "wider word": ("[Sen. {p|Paula Reyes}] spoke. [The lawmaker] said more.", [["Paula Reyes"]] * 2),
    "capital as owner": ("[{p|Ito Haruki}, {l|Japan}'s security adviser,] spoke. [{l|Tokyo}'s top adviser] said more.", [["Ito Haruki"]] * 2),
    "two advisers": (
        "[{p|Ito Haruki}, {l|Japan}'s security adviser,] met {p|Carl Voss}, {l|Germany}'s security adviser. [The {x|German} adviser] agreed.",
        [["Ito Haruki"], ["Carl Voss"]],
    ),
    "the company": ("[{o|Tarn Ltd}] lost money. [The company] expects more losses.", [["Tarn Ltd"]] * 2),
    "the ministry": ("[The {o|Ministry of Transport}] spoke. [The ministry] said more.", [["Ministry of Transport"]] * 2),
    "the woman": ("[{p|Anna Berg}] fell. [The woman] said she slipped.", [["Anna Berg"]] * 2),
    "office holder": ("[The governor of {l|Lagos}] said no.", [["governor of Lagos"]]),
    # joint speakers (rule 4) and one body (rule 3)
    "two governments": ("[The {l|United States} and {l|South Korea}] accused it.", [["United States", "South Korea"]]),
    "three persons": ("[{p|Tom Reed}, {p|Anna Berg} and {p|Carl Voss}] agreed.", [["Tom Reed", "Anna Berg", "Carl Voss"]]),
    "a couple": ("[Mr. {p|Reed} and his wife, {p|Anna Berg},] agreed.", [["Reed", "Anna Berg"]]),
    "leaders of a body": ("[The leaders of the {o|Budget Committee}] agreed.", [["Budget Committee"]]),
    "ministers of two countries": ("[The foreign ministers of {l|France} and {l|Spain}] agreed.", [["France", "Spain"]]),
    "and inside a name": ("[The {o|Ministry of Food and Farming}] agreed.", [["Ministry of Food and Farming"]]),
    "both countries": ("[{l|France} and {l|Spain}] agreed. [The two countries] said more.", [["France", "Spain"]] * 2),
    "two groups are one source": ("[Doctors and nurses] agreed.", [["Doctors and nurses"]]),
    # principals
    "spokesman": ("[A spokesman for {o|Tarn Robotics}] said no.", [["Tarn Robotics"]]),
    "spokesman before": ("[A {o|Tarn Robotics} spokeswoman] said no.", [["Tarn Robotics"]]),
    "lawyers": ("[Lawyers for {p|Tom Reed}] said no.", [["Tom Reed"]]),
    "office of a person": ("[{p|Tom Reed}'s office] said no.", [["Tom Reed"]]),
    "spokesmen of two": ("[Spokesmen for {o|Tarn Robotics} and for {o|Holm Bank}] said no.", [["Tarn Robotics", "Holm Bank"]]),
    "his lawyer, named elsewhere": ("[{p|Tom Reed}'s lawyer] said no. [{p|Carl Voss}, a lawyer for {p|Reed},] said more.", [["Carl Voss"]] * 2),
    "the company's spokesman": ("[{o|Tarn Ltd}] lost money. [A spokesman for the company] said no.", [["Tarn Ltd"]] * 2),
    # unnamed
    "insider": ("[A {o|White House} official] said so.", [["White House official"]]),
    "nationality": ("[{x|Iranian} officials] said so.", [["Iranian officials"]]),
    "same sources": ("[Some analysts] said so. [These same sources] said more.", [["analysts"]] * 2),
    "plural again": ("[Senior port officials] said so. [Officials] said more.", [["Senior port officials"]] * 2),
    "another": ("[A senior port official] said so. [Another official] said no.", [["senior port official"], ["Another official"]]),
    "the person": ("[A person briefed on the talks] said so. [The person] said more.", [["person briefed on the talks"]] * 2),
    "party members": ("[{x|Republicans}] said so.", [["Republicans"]]),
    # documents and outlets
    "document and author": ("[{p|Tom Reed}'s letter] said so.", [["Tom Reed's letter"]]),
    "agency": ("[State news agency {o|KCNA}] said so.", [["KCNA"]]),
    "newspaper": ("[{o|The New York Times}] said so. [The newspaper] cited nobody.", [["The New York Times"]] * 2),
    "police": ("[Police] said so. [The police] said more.", [["Police"]] * 2),
    # the tagger's errors
    "untagged": ("{p|Tom Reed} ran. [Reed] said so. [Dr. Lund] agreed.", [["Tom Reed"], ["Lund"]]),
    "cut country": ("[South {x|Korean} adviser {p|Park Min-seo}] spoke. [{l|Seoul}'s adviser] said more.", [["Park Min-seo"]] * 2),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_who_is_meant(case: str) -> None:
    marked, expected = CASES[case]
    assert meant(marked) == expected


@pytest.mark.parametrize(
    ("marked", "size"),
    [
        ("[Two officials] said so.", 2),
        ("[Three other women] said so.", 3),
        ("[A dozen residents] said so.", 12),
        ("[Officials] said so.", 1),
        ("[Several officials] said so.", 1),
        ("[Two people familiar with the matter] said so.", 2),
        ("[An official] said so.", 1),
        ("[A group of 14 scientists] said so.", 14),
    ],
)
def test_size_of_a_group(marked: str, size: int) -> None:
    (witness,) = witnesses(read(marked)[1], 0)
    assert (witness.kind, witness.size, witness.speaks_for) == ("unnamed", size, None)


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("[{l|Seoul}] said so.", "government"),
        ("[The {o|Pentagon}] said so.", "government"),
        ("[The {o|Ministry of Health}] said so.", "government"),
        ("[{o|Reuters}] said so.", "outlet"),
        ("[A court filing] said so.", "document"),
        ("[{p|Tom Reed}] said so.", "person"),
        ("[{o|Tarn Ltd}] said so.", "organisation"),
        ("[Experts] said so.", "unnamed"),
        ("[A military source] said so.", "unnamed"),
        ("[{x|Turkish} officials] said so.", "unnamed"),
        ("[A poll] said so.", "document"),
        ("[The indictment] said so.", "document"),
    ],
)
def test_kind_of_witness(marked: str, kind: str) -> None:
    (witness,) = witnesses(read(marked)[1], 0)
    assert witness.kind == kind


@pytest.mark.parametrize(
    ("marked", "chief"),
    [
        ("[{p|Anna Berg}, a spokeswoman for {o|Tarn Robotics},] said no.", "Tarn Robotics"),
        ("[{o|White House} press secretary {p|Anna Berg}] said no.", "White House"),
        ("[{p|Tom Reed}'s lawyer, {p|Carl Voss},] said no.", "Tom Reed"),
        ("[{o|Tarn Robotics}'s {p|Anna Berg}] said no.", "Tarn Robotics"),
        ("[The report by {p|Anna Berg}] said no.", "Anna Berg"),
        ("[{p|Anna Berg}'s letter] said no.", "Anna Berg"),
        ("[{p|Anna Berg}] wrote in a letter to {p|Tom Reed} that it was late. Then came May. [The letter] said more.", None),
        ("[{p|President Barack Obama}] spoke. Then {p|Obama} left.", "White House"),
        ("[Former {p|President Bill Clinton}] spoke.", None),
        ("[{o|U.S. Attorney} {p|Mary Holt}] said no.", "U.S. attorney's office"),
        ("{p|Aho Niemi}, the company that owns the ship, is silent. [Its president, {p|Omar Diaz},] said no.", "Aho Niemi"),
        ("{o|Borea Ltd} is silent. [The company's chief security officer, {p|Omar Diaz},] said no.", "Borea Ltd"),
        ("{o|Borea Ltd} is silent. [The company's chief security officer {p|Omar Diaz}] said no.", "Borea Ltd"),
        ("{o|Borea Ltd} closes its yard. {o|Borea} lost money. [Chief executive {p|Anna Berg}] said no.", "Borea Ltd"),
        ("{o|Borea Ltd} met {o|Tarn}. {o|Tarn} left. [Chief executive {p|Anna Berg}] said no.", None),
        ("{o|Borea Ltd} is silent. [The company's gardener, {p|Omar Diaz},] said no.", None),
        ("{o|Borea Ltd} is silent. [Its spokesman, {p|Omar Diaz},] said no.", "Borea Ltd"),
        ("The port agency was slow. [Its spokesman, {p|Omar Diaz},] said no.", "port agency"),
        ("[Brenda Lo, spokeswoman for {p|House Speaker Mary Holt},] said no.", "Mary Holt"),
        ("{p|Omar Diaz} interviewed representatives for [{p|Mary Holt}].", None),
        ("The {o|White House} was silent. {p|Ito Haruki}, president of {o|Kisen}, left. [{p|Ito Haruki}] said no.", None),
        ("[A spokesman for the {l|U.S.} attorney in Sale] said no.", None),
        ("[{p|Omar Diaz}, the chief technology officer of {o|Borea},] said no.", "Borea"),
        ("[{p|Omar Diaz}, a member of the {o|Trade Committee},] said no.", None),
        ("[{p|Anna Berg}, the chief executive of {o|Tarn Robotics},] said no.", "Tarn Robotics"),
        ("[A {o|White House} official] said no.", None),
        ("A boat sank. [Coast guard spokeswoman {p|Anna Berg}] told reporters.", "Coast guard"),
        ("{o|Tarn Robotics} is old. [Port ministry spokesman {p|Omar Diaz}] said no.", "Port ministry"),
        ("[{p|Omar Diaz}, a spokesman for {l|Chile}'s security committee,] said no.", "Chile's security committee"),
        ("[{l|Chile}'s {p|Omar Diaz}] said he ran well.", None),
        ("The {o|Harbour Rowing Association} backs her. [Its president, {p|Omar Diaz},] said so.", "Harbour Rowing Association"),
        ("The health ministry was slow. [The ministry's director of planning, {p|Omar Diaz},] said so.", "health ministry"),
        ("[{p|Omar Diaz}, the president of {o|Sale University},] said no.", None),
        ("[{p|Omar Diaz}, the director of the {o|Harbour Ministry},] said no.", None),
        ("[{p|Omar Diaz}, the former director of the {o|Harbour Rowing Association},] said no.", None),
    ],
)
def test_whom_one_speaks_for(marked: str, chief: str | None) -> None:
    _, people = read(marked)
    (witness,) = witnesses(people, 0)
    named = {one.id: one.name for one in people.witnesses}
    assert (named[witness.speaks_for] if witness.speaks_for else None) == chief


def test_a_document_is_of_whoever_spoke_in_it() -> None:
    _, people = read("[{p|Anna Berg}] protested in a letter to {p|Tom Reed}. It came in May. [The letter] said more.")
    assert witnesses(people, 1)[0].speaks_for == "anna-berg"


def test_president_speaks_for_the_white_house_of_his_country_only() -> None:
    _, people = read("The {o|White House} was silent. [President {p|Ellen Ward}] said no. [{x|Chilean} President {p|Luis Soto}] said yes.")
    assert witnesses(people, 0)[0].speaks_for == "white-house"
    assert witnesses(people, 1)[0].speaks_for is None


def test_ids_names_aliases_and_mentions() -> None:
    text, people = read("[{p|Park Min-seo}, {l|South Korea}'s adviser,] spoke. [Mr. {p|Park}] said two [officials] agreed. [He] left.")
    park = next(witness for witness in people.witnesses if witness.id == "park-min-seo")
    assert park.name == "Park Min-seo"
    assert set(park.aliases) >= {"Park", "South Korea's adviser"}
    assert people.speakers[2] == (f"unnamed-officials-{text.index('officials')}",)
    mine = [(text[m.span.start : m.span.end], m.type) for m in people.mentions if m.witness == park.id]
    assert ("Park", "name") in mine
    assert ("He", "pronoun") in mine


def test_spokesman_is_noted_with_his_principal() -> None:
    _, people = read("[A spokesman for {o|Tarn Robotics}] said no.")
    assert witnesses(people, 0)[0].aliases == ("spokesman for Tarn Robotics",)


def test_tables_agree_with_themselves() -> None:
    names = [row["name"] for row in rows("countries")]
    assert len(names) == len(set(names)) > 195
    assert known()["uk",].name == "United Kingdom"
    assert demonyms()["turkish",].name == "Turkey"
    assert demonyms()["congolese",].kind == "government"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "said", "....", "\u202e\ufeff", "👩‍🚒 said “I”", "A" * 5000])
def test_bad_text(text: str) -> None:
    whole = (Span(0, len(text)),)
    people = who(text, sentences=whole, names=(Name(whole[0], "person"),), sources=(*whole, Span(0, 0)), quoted=tuple(quotations(text)))
    assert len(people.speakers) == 2
    assert people.speakers[1] == ()


EXTRA = ["“", "”", "said", "spokesman", "'s", "Seoul", "letter", "same", "é", "👍", "\r\n"]
WORDS = st.sampled_from(
    [
        "the",
        "The",
        "he",
        "She",
        "they",
        "who",
        "I",
        "Mr.",
        "Tom",
        "Reed",
        "Anna",
        "Berg",
        "and",
        "of",
        "for",
        "officials",
        "Two",
        "company",
        ",",
        ".",
        *EXTRA,
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40), st.data())
def test_any_text_gives_sound_people(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)

    def spans() -> list[Span]:
        pairs = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=5))
        return sorted(Span(min(pair), max(pair)) for pair in pairs)

    names = tuple(Name(span, data.draw(st.sampled_from(sorted(KINDS.values())))) for span in spans())
    sources = tuple(spans())
    asked = {"sentences": (Span(0, len(text)),), "names": names, "sources": sources, "quoted": tuple(quotations(text))}
    people = who(text, **asked)  # type: ignore[arg-type]
    assert people == who(text, **asked)  # type: ignore[arg-type]
    ids = [witness.id for witness in people.witnesses]
    assert len(ids) == len(set(ids))
    assert len(people.speakers) == len(sources)
    assert {one for each in people.speakers for one in each} <= set(ids)
    assert {witness.speaks_for for witness in people.witnesses} - {None} <= set(ids)
    assert all(0 <= mention.span.start <= mention.span.end <= len(text) and mention.witness in ids for mention in people.mentions)


def test_long_text_takes_near_linear_time() -> None:
    unit = "[{p|Tom Reed}] met {p|Anna Berg} of {o|Tarn Ltd}. [The company] said no. [Two officials] agreed. "
    unit += "[He] left. [The adviser] said “[I] am here”. "

    def seconds(times: int) -> float:
        begin = time.process_time()
        read(unit * times)
        return time.process_time() - begin

    seconds(5)
    small, large = seconds(100), seconds(400)
    assert large < 12 * max(small, 0.05)


def test_a_spokeswoman_who_comes_without_saying_speaks_for_the_body_named_before_her() -> None:
    _, people = read("[{o|Harbour Lines}] denied it. “All ran well,” [a spokeswoman, {p|Ines Faro}], said.")
    faro = next(w for w in people.witnesses if w.name == "Ines Faro")
    assert faro.speaks_for == "harbour-lines"
