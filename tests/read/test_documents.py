"""Whose words documents are (docs/1-what-counts.md, rule 5). Names and sources are marked as in test_speakers; the last source is asked for."""

from __future__ import annotations

import time

import pytest

from sayso.data import Witness
from sayso.read.lexicon import rows
from tests.read.test_speakers import read, witnesses


def authors(marked: str) -> list[tuple[Witness, str | None]]:
    """The witness behind each source, with the name of whoever it speaks for."""
    _, people = read(marked)
    names = {one.id: one.name for one in people.witnesses}
    found = [witnesses(people, number) for number in range(len(people.speakers))]
    assert all(len(each) == 1 for each in found)
    return [(one, names[one.speaks_for] if one.speaks_for else None) for (one,) in found]


CASES = {
    # bodies told by a common noun
    "from an authority of a country": (
        "Homes burned, according to [a bulletin from {l|Peru}'s harbour safety authority].", "Peru's harbour safety authority",
    ),
    "of an authority": ("[The latest bulletin of the harbour safety authority] says so.", "harbour safety authority"),
    "owner": ("[The harbour safety authority's report] says so.", "harbour safety authority"),
    "a country's own": ("[{l|Peru}'s report] says so.", "Peru"),
    "a named board of a country": ("[The report of {l|Peru}'s {o|Water Board}] says so.", "Water Board"),
    "taken up": ("[A bulletin from the harbour safety authority] says so. Rain fell. [The bulletin] says more.", "harbour safety authority"),
    "told of elsewhere by the same words": (
        "The harbour safety authority was slow. [Monday's harbour safety bulletin] says so.", "harbour safety authority",
    ),
    "body before the noun": ("The health ministry was slow. [A ministry report] says so.", "health ministry"),
    "company before the noun": ("{o|Tarn Ltd} is old. [A company memo] says so.", "Tarn Ltd"),
    "its, of a body inside the sentence before": ("Viewers of state television saw it. [Its late bulletin] says so.", "state television"),
    "its, of a body that opens the sentence before": ("The port authority was slow. [Its late bulletin] says so.", "port authority"),
    # who made it
    "sent by an officer": ("[A memo, sent by finance director {p|Omar Diaz} to two colleagues,] says so.", "Omar Diaz"),
    "sent by, in a cut phrase": ("[The memo], which was sent by {p|Omar Diaz} in May, says so.", "Omar Diaz"),
    "by, in a cut phrase": ("[The report], by {p|Omar Diaz}, says so.", "Omar Diaz"),
    "by, behind an office": ("[The report, by City Counsel {p|Robert Lind},] says so.", "Robert Lind"),
    "from, in a cut phrase": ("[The letter], sent from {p|Anna Berg} to the mayor, says so.", "Anna Berg"),
    "released": ("[E-mails released by {o|Tarn Ltd} on Monday] say so.", "Tarn Ltd"),
    "posted by": ("[A video posted by {p|Omar Diaz} on Telegram] shows it.", "Omar Diaz"),
    "about one, by another": ("[A book about {p|Anna Berg} by {p|Omar Diaz}] says so.", "Omar Diaz"),
    "from an office": ("[A letter from the mayor of {l|Sale}] says so.", "mayor of Sale"),
    "from a lawyer": ("[A letter from {p|Anna Berg}'s lawyer] says so.", "Anna Berg"),
    "from a country": ("[A letter from {l|Norway}] says so.", "Norway"),
    "researchers of a body": ("[A model by researchers at {o|Sale University}] says so.", "Sale University"),
    "a part of a letter": ("[Excerpts from a letter by {p|Anna Berg}] say so.", "Anna Berg"),
    "findings": ("[A memo detailing the harbour ministry's findings] says so.", "harbour ministry"),
    "in an outlet": ("[A report in {o|The Guardian}] says so.", "The Guardian"),
    # where it stands
    "on the company's website": ("{o|Tarn Ltd} is old. [The file, posted on the company's website,] shows it.", "Tarn Ltd"),
    "on the company's website, in a cut phrase": (
        "{o|Tarn Ltd} is old. [The file], posted on the company's website on Monday, shows it.", "Tarn Ltd",
    ),
    "a company that only the text behind names": (
        "[A file on the company's website] shows it. {o|Borea} sank. {o|Borea} was old. {o|Borea} slept. {o|Borea} rose.", None,
    ),
    "on its website": ("{o|Tarn Ltd} is old. [A notice on its website] shows it.", "Tarn Ltd"),
    "on the website of": ("[A notice on the website of {o|Tarn Ltd}] shows it.", "Tarn Ltd"),
    "posted on a channel": ("[A video posted on {p|Omar Diaz}'s Telegram channel] shows it.", "Omar Diaz"),
    "on a person's page": ("[A video on {p|Omar Diaz}'s Facebook page] shows it.", "Omar Diaz"),
    # told in another sentence
    "introduced again": ("[An internal memo] says so. [The memo, sent by finance director {p|Omar Diaz},] says more.", "Omar Diaz"),
    "made, in a sentence behind": ("[A report] says so. The report was issued by the port ministry.", "port ministry"),
    "made, in a sentence before": ("The harbour safety authority issued a bulletin. Rain fell. [The bulletin] says so.", "harbour safety authority"),
    "wrote it": ("{p|Omar Diaz} was angry and he wrote a letter. [The letter] says so.", "Omar Diaz"),
    # by its nature
    "indictment and prosecution": ("The prosecution blames the owner. [The indictment] lists eleven dead.", "prosecution"),
    "indictment and prosecutor": ("Prosecutor {p|Omar Diaz} blames the owner. [The indictment] lists eleven dead.", "Omar Diaz"),
    "ruling and court": ("The Sale court freed him. [The ruling] says why.", "Sale court"),
    # nobody is told
    "a day as owner": ("[Monday's bulletin] says so. {o|Tarn Ltd} left.", None),
    "a time as owner": ("{o|Tarn Ltd} published a report. [Last year's report] says so.", None),
    "newspapers of a country": ("[{l|Peru}'s two newspapers' report] says so.", None),
    "officials of a country": ("[E-mails from {l|Peru}'s officials] say so.", None),
    "researchers of a country": ("[A model by {x|Turkish} researchers] says so.", None),
    "obtained": ("[An internal memo obtained by {o|Harbour News}] says so.", None),
    "seen": ("[An internal memo, seen by {o|Harbour News},] says so.", None),
    "obtained, in a cut phrase": ("[The memo], obtained by {o|Tarn Ltd}, says so.", None),
    "obtained on a day": ("[A note obtained on Monday by {o|Harbour News}] says so.", None),
    "commissioned": ("[A study commissioned by {o|Tarn Ltd}] says so.", None),
    "on a building site": ("[A report on {o|Tarn Ltd}'s site] says so.", None),
    "on a body": ("[A report on the {o|Harbour Ministry}] says so.", None),
    "on somebody from a country": ("[A report on nurses from {l|Peru}] says so.", None),
    "about a person": ("[A book about {p|Anna Berg}] says so.", None),
    "biography": ("[A biography of {p|Anna Berg}] says so.", None),
    "study of people": ("[A study of {l|Peru}vian nurses] says so.", None),
    "footage from a city": ("[Footage from {l|Kyiv}] shows it.", None),
    "a court filing": ("The Sale court is old. [A court filing] says so.", None),
    "whoever was sent it": ("{p|Omar Diaz} left. {p|Omar Diaz} was sent a letter. [The letter] says so.", None),
    "another of the kind": ("A note from {p|Omar Diaz} leaked. [A note] shows it.", None),
    "another of the kind behind": ("[A note] shows it. The port ministry published a note in May.", None),
    "indictment without a prosecutor": ("{p|Omar Diaz} blames the owner. [The indictment] lists eleven dead.", None),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_author_of_a_document(case: str) -> None:
    marked, expected = CASES[case]
    witness, author = authors(marked)[-1]
    assert (witness.kind, author) == ("document", expected)


@pytest.mark.parametrize(
    "marked",
    [
        "[A bulletin from {l|Peru}'s harbour safety authority] says so. Rain fell. [The bulletin] says more.",
        "[An internal memo] says so. [The memo, sent by finance director {p|Omar Diaz} to two colleagues,] says more. [The memo] ends there.",
        "[A letter from {p|Anna Berg}] says so. [{p|Berg}'s letter] says more.",
    ],
)
def test_one_document_told_several_ways(marked: str) -> None:
    found = authors(marked)
    assert len({witness.id for witness, _ in found}) == 1


def test_two_reports_by_two_authors_are_two() -> None:
    (first, _), (second, _) = authors("[A report by {p|Anna Berg}] says so. [The report by {p|Omar Diaz}] says no.")
    assert first.id != second.id


def test_an_author_is_one_witness_with_its_document() -> None:
    (authority, _), (bulletin, _) = authors("[The harbour safety authority] warned of waves. [A bulletin from the authority] says more.")
    assert bulletin.speaks_for == authority.id


def test_the_table_tells_of_documents_only_what_the_reader_knows() -> None:
    table = rows("documents")
    assert {row["of"] for row in table} == {"", "subject", "part"}
    assert len({row["noun"] for row in table}) == len(table)


def test_many_documents_take_near_linear_time() -> None:
    unit = "[A memo] says so. [The latest harbour safety bulletin] says more. [The indictment] is long. {p|Omar Diaz} met {o|Tarn Ltd}. "

    def seconds(times: int) -> float:
        begin = time.process_time()
        read(unit * times)
        return time.process_time() - begin

    seconds(5)
    assert seconds(400) < 12 * max(seconds(100), 0.05)
