"""What a terminal shows of a ledger."""

from __future__ import annotations

import dataclasses
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from sayso.data import Article, Ledger, Ledgers, Reading, Span, Statement
from sayso.ranking import ranked
from sayso.show import ledgers_text, reading_text
from sayso.show.terminal import LONGEST_WORDS, MOST_CARRIERS
from show.made import articles, ledger, ledgers, reading
from show.made_many import many

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def test_claims_come_as_on_the_page() -> None:
    text = ledgers_text(ledgers())
    wanted = ["Cars were stranded", "The ship hit a pier", "The ship's engine had failed", "The bridge opened in 1931"]
    assert [text.index(one) for one in wanted] == sorted(text.index(one) for one in wanted)
    assert "In two or more reports: 4 claims" in text


def test_a_claim_says_who_stands_behind_it() -> None:
    text = ledgers_text(ledgers())
    assert "2 articles, 1 witness: Ada Lund\n" in text
    assert "2 articles, 1 to 2 witnesses: own voice of Harbour Post, City Wire\n" in text
    assert "2 articles, 2 witnesses: unnamed: officials (2)\n" in text
    assert "against: Merrow Lines\n" in text
    assert "declining: Merrow Lines\n" in text
    assert "1 article, no witness\n" in text


def test_words_stand_with_file_line_chain_and_occasion() -> None:
    text = " ".join(ledgers_text(ledgers(), width=300).split())
    assert "post.txt:4 “The Aurora hit the third pier” — Ada Lund for Port of Aldermouth; interview, Radio One, 2 March 2024" in text
    assert "wire.txt:1 “A freighter struck a pier of the Aldermouth bridge” — Ada Lund for Port of Aldermouth, via Radio One;" in text
    assert "note.txt:1 “how fast … the ship had been” — Merrow Lines; declines" in text
    assert "— officials; probable" in text


def test_differences_name_files_and_conflicts() -> None:
    text = ledgers_text(ledgers())
    assert "CONFLICT in number: “Some 40” (post.txt, note.txt) / “55” (wire.txt)\n" in text
    assert "detail differs: “third pier” (post.txt) / “a pier” (wire.txt)\n" in text
    differ = text[text.index("Where they differ: 3 claims") : text.index("In one report alone")]
    assert "  1  Cars were stranded — number: “Some 40” / “55”\n" in differ
    assert "  3  The ship's engine had failed — against: Merrow Lines\n" in differ
    assert "  5  How fast the ship had been\n" in differ
    assert "The bridge opened in 1931" not in differ


def test_the_head_says_how_many_go_back_to_one_witness() -> None:
    assert "\n4 claims in two or more reports; 2 of them go back to one witness.\n" in ledgers_text(ledgers())
    alone = Ledger("t", "Alone", None, None, articles()[:1], ledger().statements, ledger().claims[5:], ())
    assert "go back" not in ledgers_text(Ledgers((alone,)))


def test_what_many_reports_carry_is_quoted_from_a_few_unless_all_is_asked_for() -> None:
    story = many(30)
    short, full = ledgers_text(story), ledgers_text(story, show_all=True)
    most = max(len(one.carriers) for one in ranked(story[0]))
    assert f"     and {most - MOST_CARRIERS + 1} more reports: --all quotes them\n" in short
    assert re.search(r"\(art\d+\.txt, art\d+\.txt, art\d+\.txt\s+and\s+\d+\s+more\)", short)
    assert "more reports: --all" not in full
    first = next(block for block in short.split("\n\n") if block.startswith("  1  "))
    assert len(re.findall(r"^ {5}art\d+\.txt:", first, re.M)) == MOST_CARRIERS - 1


def test_all_says_why_a_difference_is_a_conflict() -> None:
    claim = ledger().claims[3]
    said = dataclasses.replace(claim, variants=(dataclasses.replace(claim.variants[0], why="40 is not 55"),))
    made = Ledgers((dataclasses.replace(ledger(), claims=(said,)),))
    assert "“55” (wire.txt)\n                         40 is not 55\n" in ledgers_text(made, show_all=True)
    assert "40 is not 55" not in ledgers_text(made)


def test_values_that_do_not_fit_one_line_have_one_each() -> None:
    text = ledgers_text(ledgers(), width=50)
    assert "     CONFLICT in number: “Some 40” (post.txt,\n                           note.txt)\n                         “55” (wire.txt)\n" in text
    assert "detail differs: “third pier” (post.txt)\n                     “a pier” (wire.txt)\n" in text


def test_narrow_lines_hang_little_behind_long_names() -> None:
    first, second, third = articles()
    made = dataclasses.replace(ledger(), articles=(dataclasses.replace(first, path="in/a-post-of-the-harbour.txt"), second, third))
    narrow = ledgers_text(Ledgers((made,)), width=60).split("\n")
    at = next(at for at, line in enumerate(narrow) if "a-post-of-the-harbour.txt:4" in line)
    assert re.match(r" {7}\S", narrow[at + 1])
    wide = ledgers_text(Ledgers((made,)), width=100).split("\n")
    at = next(at for at, line in enumerate(wide) if "a-post-of-the-harbour.txt:4" in line)
    assert wide[at + 1].startswith(" " * (5 + len("a-post-of-the-harbour.txt:4  ")))


def test_no_line_breaks_inside_a_day_or_behind_the_dash() -> None:
    for width in range(40, 110, 3):
        lines = ledgers_text(ledgers(), width=width, show_all=True).split("\n")
        assert not [line for line in lines if line.endswith((" —", "2 March", " 2"))]


def test_what_one_report_has_alone_is_counted_or_listed() -> None:
    short, full = ledgers_text(ledgers()), ledgers_text(ledgers(), show_all=True)
    assert "In one report alone: 1 claim" in short
    assert "The bridge stays shut until May" not in short
    assert "--all" in short
    assert "The bridge stays shut until May" in full
    assert "rule 1: one interview, carried by both" in full
    assert "--all" not in full


def test_head_lists_articles_with_outlets_and_days() -> None:
    text = ledgers_text(ledgers())
    assert text.startswith("Bridge at Aldermouth shut after ship hits pier\n3 articles, 2 outlets, 2 to 4 March 2024\n")
    assert "  wire.txt  City Wire, 3 March 2024 (inferred)\n" in text


def test_long_words_are_cut_unless_all_is_asked_for() -> None:
    text = "Lund said " + "the water rose and " * 40 + "fell."
    article = Article("a", text, path="long.txt")
    statement = Statement("s", "a", (Span(10, len(text)),))
    made = dataclasses.replace(ledger(), articles=(article, *articles()), statements=(statement, *ledger().statements))
    claim = dataclasses.replace(ledger().claims[0], statements=("s", "s1"), variants=())
    made = dataclasses.replace(made, claims=(claim,))
    cut = max(re.findall(r"“(the water[^”]*)”", " ".join(ledgers_text(Ledgers((made,))).split())), key=len)
    assert cut.endswith("…")
    assert LONGEST_WORDS / 2 < len(cut) <= LONGEST_WORDS
    assert "fell.”" in " ".join(ledgers_text(Ledgers((made,)), show_all=True).split())


def test_stories_with_most_articles_come_first() -> None:
    lone = Ledger("t0", "A lone report", "2020-01-01", "2020-01-01", articles()[2:], (), (), ())
    for stories in ((lone, ledger()), (ledger(), lone)):
        text = ledgers_text(Ledgers(stories))
        assert text.index("Bridge at") < text.index("A lone report")
    assert ledgers_text(Ledgers((lone, ledger()))) == ledgers_text(Ledgers((ledger(), lone)))
    assert ledgers_text(Ledgers(())) == ""


def test_no_line_is_wider_than_asked_and_none_ends_in_blanks() -> None:
    for width in (40, 61, 100):
        for line in (ledgers_text(ledgers(), width=width, show_all=True) + reading_text(reading(), width=width)).split("\n"):
            assert cell_len(line) <= width
            assert line == line.rstrip()


def test_colours_change_nothing_but_colours() -> None:
    plain, colored = ledgers_text(ledgers()), ledgers_text(ledgers(), color=True)
    assert "\x1b[" in colored
    assert "\x1b" not in plain
    assert "\n".join(line.rstrip() for line in ESCAPES.sub("", colored).split("\n")) == plain


def test_files_of_one_name_are_told_apart() -> None:
    first, second, _ = articles()
    made = dataclasses.replace(
        ledger(),
        articles=(dataclasses.replace(first, path="mon/report.txt"), dataclasses.replace(second, path="tue/report.txt"), articles()[2]),
    )
    text = ledgers_text(Ledgers((made,)))
    assert "mon/report.txt:4" in text
    assert "tue/report.txt:1" in text
    assert " note.txt:2" in text


def test_what_steers_a_terminal_is_not_shown() -> None:
    text = "\x1b[31mLund\x07 said\u202e it\r\nfell."
    article = Article("a", text, title="\x1b]0;x\x07Title", outlet="Out\x9blet", path="e\x1bvil.txt")
    statement = Statement("s", "a", (Span(0, len(text)),))
    claim = dataclasses.replace(ledger().claims[2], statements=("s",), variants=())
    made = Ledger("t", "\x1b[2J", None, None, (article,), (statement,), (claim,), ())
    for shown in (ledgers_text(Ledgers((made,)), show_all=True), reading_text(Reading(article, (), (), (), (), (), (statement,), ()))):
        assert not set(shown) & set("\x1b\x07\x9b\u202e\r")
        assert "Lund" in shown


def test_reading_shows_source_cue_content_and_facts() -> None:
    text = reading_text(reading())
    assert text.startswith(
        "Bridge at Aldermouth shut after ship hits pier\nin/post.txt, Harbour Post, 2 March 2024\n5 statements, 1 in its own voice\n"
    )
    assert "    4  she | said | The Aurora hit the third pier\n" in text
    assert "Ada Lund for Port of Aldermouth; direct, asserts, certain+; interview, Radio One,\n       2 March 2024\n" in text
    assert "    6  - | - | The bridge opened in 1931\n       own, asserts, certain+\n" in text
    lines = [int(found) for found in re.findall(r"^ {4}(\d)  ", text, re.M)]
    assert lines == sorted(lines)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=80), st.data())
def test_any_text_can_be_shown(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    statement = Statement("s", "a", (Span(start, len(text)),), speakers=("unknown",), chain=("nobody",), kind="indirect")
    article = Article("a", text, title=text, outlet=text, path=text)
    claim = dataclasses.replace(ledger().claims[0], text=text, statements=("s",), variants=(), reasons=())
    made = Ledger("t", text, text, text, (article,), (statement,), (claim,), ())
    for show_all in (False, True):
        shown = ledgers_text(Ledgers((made,)), width=50, show_all=show_all)
        assert "In one report alone: 1 claim" in shown
        shown.encode()
    reading_text(Reading(article, (), (), (), (), (), (statement,), ())).encode()
