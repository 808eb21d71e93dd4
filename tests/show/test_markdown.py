"""Markdown: what a renderer makes of it, and that no report can put markup into it."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sayso.data import Ledger, Ledgers
from sayso.ranking import ranked
from sayso.show.markdown import MOST_ALONE, MOST_PLACES, escaped, ledgers_markdown
from sayso.show.wording import clean
from show.made import articles, claims, ledger, ledgers
from show.made_many import many

EVIL = (
    "*bold* _it_ `code` <b>tag</b> [link](http://x.example) ![i](http://x.example/i.png) &amp; | a | ~~no~~ https://x.example www.x.example @all",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "```",
    "===",
    "<script>alert(1)</script>",
    "<http://x.example>",
    "\\*",
)


def inline(text: str) -> list[Any]:
    """The leaves that a renderer with all of GitHub's extensions of markdown-it finds."""
    found = []
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text):
        found += token.children or ([token] if token.type in ("html_block", "fence", "code_block", "hr") else [])
    return found


def rendered(text: str) -> str:
    return "".join(token.content for token in inline(text))


def kinds(text: str) -> set[str]:
    return {token.type for token in inline(text)}


def test_stories_reports_and_claims_in_order() -> None:
    text = ledgers_markdown(ledgers())
    assert text.startswith("# Bridge at Aldermouth shut after ship hits pier\n\n3 articles, 2 outlets, 2 to 4 March 2024\n\n- [Bridge at")
    assert "](<https://post.example/bridge>), Harbour Post, 2 March 2024\n" in text
    assert "- wire.txt, City Wire, 3 March 2024 (inferred)\n" in text
    numbers = [int(one) for one in re.findall(r"^(\d+)\. ", text, re.M)]
    assert numbers == list(range(1, len(claims()) + 1))
    assert "1. **Cars were stranded**\n\n   3 articles, 1 witness: police\n\n   - **conflict in number**: “Some 40” / “55”\n" in text
    assert "   - against: Merrow Lines\n" in text
    assert "— Ada Lund for Port of Aldermouth, via Radio One; interview, Radio One\n" in text
    assert "## Disputed in one report: 1 claim\n" in text
    assert "6. The bridge stays shut until May (Harbour Post: Ada Lund for Port of Aldermouth)\n" in text


def test_a_large_story_stays_short_enough_to_paste() -> None:
    made = many(40)
    text = ledgers_markdown(made)
    alone = sum(not one.shared and not one.disputed for one in ranked(made[0]))
    assert f"\nand {alone - MOST_ALONE} claims more\n" in text
    assert re.search(r"^   - and \d+ statements more$", text, re.M)
    blocks = re.findall(r"(?:^   - [^\n]*: “[^\n]*$\n)+", text, re.M)
    assert max(block.count("\n") for block in blocks) <= MOST_PLACES + 2
    assert len(text.encode()) < 100_000


def test_it_renders_as_headings_and_lists_and_one_link() -> None:
    tokens = MarkdownIt().parse(ledgers_markdown(ledgers()))
    count = {name: sum(token.type == name for token in tokens) for name in ("heading_open", "ordered_list_open", "html_block", "fence", "code_block")}
    assert count == {"heading_open": 4, "ordered_list_open": 3, "html_block": 0, "fence": 0, "code_block": 0}
    links = [token.attrs["href"] for token in inline(ledgers_markdown(ledgers())) if token.type == "link_open"]
    assert links == ["https://post.example/bridge"]


def test_no_value_becomes_markup() -> None:
    for evil in EVIL:
        first = dataclasses.replace(articles()[0], title=evil, outlet=evil, url="javascript:alert(1)", path=None)
        claim = dataclasses.replace(claims()[1], text=evil)
        made = dataclasses.replace(ledger(), title=evil, articles=(first, *articles()[1:]), claims=(claim,))
        text = ledgers_markdown(Ledgers((made,)))
        assert kinds(text) <= {"text", "strong_open", "strong_close", "text_special", "softbreak"}, evil
        assert rendered(text).count(evil) >= 3, evil
        assert text.count("\n# ") + text.startswith("# ") == 1


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("*_`[]()<>#|~&@$:!\\-+=1.) \twh/"), st.characters(codec="utf-8")), max_size=40))
def test_any_text_renders_as_itself(text: str) -> None:
    for line in (escaped(text), f"x {escaped(text)} y"):
        assert kinds(line) <= {"text", "text_special"}
    assert " ".join(rendered(f"x {escaped(text)} y").split()) == " ".join(f"x {clean(text)} y".split())


def test_nothing_is_nothing() -> None:
    assert ledgers_markdown(Ledgers(())) == ""
    bare = Ledger("t", "", None, None, articles()[2:], (), (), ())
    assert ledgers_markdown(Ledgers((bare,))) == "# Untitled\n\n1 article\n\n- note.txt, 4 March 2024\n"
