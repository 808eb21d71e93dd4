"""What a notebook shows."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

from sayso.data import Ledgers
from show.made import articles, claims, ledger, ledgers, reading
from show.made_many import many
from show.tree import tree


def test_a_ledger_shows_its_claims_with_who_stands_behind_them() -> None:
    page = tree(ledger()._repr_html_())
    assert page.text.startswith(
        "Bridge at Aldermouth shut after ship hits pier3 articles, 2 outlets, 2 to 4 March 2024. 4 claims in two or more reports, 2 of"
    )
    rows = [[cell.text for cell in row.all("td")] for row in page.all("tbody")[0].all("tr")]
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert rows[0][2:] == ["3", "1 witness", "policeconflict in number: Some 40 / 55"]
    assert rows[2][4] == "officials (unnamed)against: Merrow Lines"
    assert rows[3][4] == "Harbour Post (own voice)City Wire (own voice)"
    folded = page.all("details")[1]
    assert folded.all("summary")[0].text == "The ship hit a pier of the bridge"
    assert [one.text for one in folded.all("li")][1] == (
        "City Wire: “A freighter struck a pier of the Aldermouth bridge” — Ada Lund for Port of Aldermouth, via Radio One; interview, Radio One"
    )


def test_ledgers_show_each_story_and_what_was_left_out() -> None:
    page = tree(ledgers()._repr_html_())
    assert "1 input left out" in page.text
    assert "in/photo.jpg: a JPEG image" in page.text
    assert "No stories." in tree(Ledgers(())._repr_html_()).text
    stories = tuple(dataclasses.replace(ledger(), id=str(at)) for at in range(7))
    assert "and 2 stories more" in tree(Ledgers(stories)._repr_html_()).text


def test_a_reading_shows_who_says_what() -> None:
    page = tree(reading()._repr_html_())
    rows = [[cell.text for cell in row.all("td")] for row in page.all("tbody")[0].all("tr")]
    assert len(rows) == 5
    assert rows[1][:3] == ["Ada Lund for Port of Aldermouth", "said", "“The Aurora hit the third pier”"]
    assert "5 statements, 1 in its own voice" in page.text


def test_many_claims_are_cut_and_counted() -> None:
    made = many(20)[0]
    shown = made._repr_html_()
    assert len(tree(shown).all("tbody")[0].all("tr")) == 20
    assert f"and {len(made.claims) - 20} claims more" in tree(shown).text


def test_markup_in_texts_stays_text() -> None:
    evil = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"
    text = evil + articles()[0].text[len(evil) :]
    first = dataclasses.replace(articles()[0], text=text, title=evil, outlet=evil, path=None)
    claim = dataclasses.replace(claims()[0], text=evil)
    made = dataclasses.replace(ledger(), title=evil, articles=(first, *articles()[1:]), claims=(claim, *claims()[1:]))
    for shown in (made._repr_html_(), Ledgers((made,))._repr_html_(), dataclasses.replace(reading(), article=first)._repr_html_()):
        page = tree(shown)
        assert not page.all("script") + page.all("img")
        assert evil in page.text
        assert {name for element in page.walk() for name in element.attributes} <= {"style"}


def test_nouns_load_nothing_until_they_are_shown() -> None:
    code = "import sys, sayso; print(sorted(name for name in sys.modules if name.startswith('sayso.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "['sayso.data', 'sayso.errors', 'sayso.sought']"
