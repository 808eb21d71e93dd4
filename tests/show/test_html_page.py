"""The page as a whole: one file, everything in it, all links lead somewhere, what comes from outside stays text."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import os
import re
import subprocess
import sys

import pytest

from sayso.codec import encode_ledgers
from sayso.data import Ledger, Ledgers, Skipped
from sayso.show.html import ledgers_html, page
from sayso.text import paragraphs
from show.made import articles, ledger, ledgers
from show.made_many import many
from show.soiled import HOSTILE, soiled
from show.tree import Element, tree

REQUEST = {"src", "srcset", "action", "formaction", "background", "poster", "data", "ping", "manifest", "style", "srcdoc"}
"""Attributes that load, send or style; none of them may be on the page."""


INLINE = ("span", "p", "q", "mark", "a")
"""Elements of which a longer text has more: segments, paragraphs, marked words, links to them."""


def links(root: Element) -> list[str]:
    return [one.attributes["href"] for one in root.walk() if "href" in one.attributes]


@pytest.fixture(scope="module")
def made() -> Element:
    return tree(ledgers_html(ledgers()))


@pytest.mark.parametrize("told", [ledgers(), many(12), Ledgers(()), Ledgers((ledger(), many(3)[0]))], ids=["made", "many", "none", "two"])
def test_every_id_is_there_once_and_every_link_leads_to_one(told: Ledgers) -> None:
    root = tree(ledgers_html(told))
    ids = [one.attributes["id"] for one in root.walk() if "id" in one.attributes]
    assert len(set(ids)) == len(ids)
    assert {link[1:] for link in links(root) if link.startswith("#")} <= set(ids)
    named = {name for one in root.walk() for key in ("aria-labelledby", "for") for name in one.attributes.get(key, "").split()}
    assert named <= set(ids)


def test_nothing_is_loaded_and_nothing_is_styled_or_run_but_what_the_policy_names(made: Element) -> None:
    assert not [(one.name, key) for one in made.walk() for key in one.attributes if key in REQUEST or key.startswith("on")]
    assert not made.all("link") + made.all("iframe") + made.all("img") + made.all("form") + made.all("base") + made.all("object")
    policy = next(one.attributes["content"] for one in made.all("meta") if one.attributes.get("http-equiv") == "Content-Security-Policy")
    run = [one for one in made.all("script") if one.attributes.get("type") != "application/json"]
    for element, directive in ((made.all("style"), "style-src"), (run, "script-src")):
        assert len(element) == 1
        digest = base64.b64encode(hashlib.sha256(element[0].text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert not re.search(r"https?:|//|@import|url\(", page.style())
    assert not re.search(r"https?:|fetch\(|XMLHttp|innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|import\(", page.script())


def test_an_outward_link_leads_to_the_web_only() -> None:
    hostile = [
        "javascript:alert(1)",
        "data:text/html,x",
        'https://post.example/a?b=1&c="><b>',
        " https://x.example",
        "//x.example",
        "https:",
        "https://[",
    ]
    found = []
    for url in hostile:
        changed = (dataclasses.replace(articles()[0], url=url), *articles()[1:])
        root = tree(ledgers_html(Ledgers((dataclasses.replace(ledger(), articles=changed),))))
        found += [(url, link) for link in links(root) if not link.startswith("#")]
    assert found == [(hostile[2], hostile[2])]


def test_what_comes_from_outside_stays_text() -> None:
    told = Ledgers((soiled(ledger()),), (Skipped(HOSTILE, HOSTILE),))
    html = ledgers_html(told)
    root, plain = tree(html), tree(ledgers_html(ledgers()))
    shape = [
        (one.name, sorted(one.attributes)) for one in plain.walk() if one.name not in ("span", "p", "q", "mark", "title", "b", "h4", "a", "text")
    ]
    soiled_shape = [
        (one.name, sorted(one.attributes)) for one in root.walk() if one.name not in ("span", "p", "q", "mark", "title", "b", "h4", "a", "text")
    ]
    assert soiled_shape == shape
    assert not [one.name for one in root.walk() if one.name in ("img", "svg/onload")]
    assert not [key for one in root.walk() for key in one.attributes if key.startswith("on")]
    assert "alert(1)" in root.all(class_="text")[0].text
    assert all("alert(2)" in one.text for one in root.all(class_="t"))
    html.encode("utf-8")
    assert "\x00" not in html


def test_the_data_in_the_page_is_the_data() -> None:
    told = Ledgers((soiled(ledger()),))
    html = ledgers_html(told)
    block = next(one for one in tree(html).all("script") if one.attributes.get("type") == "application/json")
    assert block.attributes["id"] == "ledgers"
    assert not set("<>&\u2028") & set(block.text)
    assert json.loads(block.text) == json.loads(encode_ledgers(told))


def test_large_data_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_DATA", 100)
    assert [one.attributes.get("type") for one in tree(ledgers_html(ledgers())).all("script")] == [None]


def test_each_article_is_there_word_for_word(made: Element) -> None:
    for article, shown in zip(articles(), made.all(class_="text"), strict=True):
        inside = [article.text[span.start : span.end].replace("\r\n", "\n") for span in paragraphs(article.text)]
        assert [one.without("n") for one in shown.all("p")] == inside


def test_statements_and_claims_are_linked_both_ways(made: Element) -> None:
    told = ledger()
    pieces = {one.attributes["id"]: one for one in made.walk() if one.attributes.get("id", "").startswith("t1-p")}
    claims = {one.attributes["id"]: one for one in made.all(class_="claim")}
    assert len(claims) == len(told.claims)
    for claim in claims.values():
        places = [one for one in claim.walk() if one.name == "a" and "data-s" in one.attributes]
        assert places
        for place in places:
            assert place.attributes["data-s"] in pieces[place.attributes["href"][1:]].attributes["data-s"].split()
    back = {(link.attributes["href"][1:], said) for one in made.all(class_="text") for piece in one.all("span") for link in piece.all(class_="n")
            for said in piece.attributes.get("data-s", "").split()}  # fmt: skip
    for key, claim in claims.items():
        assert all((key, said) in back for said in claim.attributes["data-s"].split())


def test_source_cue_and_content_are_told_apart(made: Element) -> None:
    first = made.all(class_="text")[0]
    assert [one.without("n") for one in first.all(class_="w")] == ["she", "Two officials", "police"]
    assert [one.without("n") for one in first.all(class_="q") if "w" not in one.classes] == ["said", " said"]
    assert [one.without("n") for one in first.all(class_="c")][:2] == [
        "The bridge at Aldermouth will stay shut until May",
        "The Aurora hit the third pier",
    ]
    assert [one.without("n") for one in first.all(class_="o")] == ["The bridge opened in 1931"]
    assert [one.without("n") for one in made.all(class_="text")[1].all(class_="no")] == ["the engine had failed"]


def test_a_claim_tells_what_it_stands_on(made: Element) -> None:
    claims = {one.all(class_="t")[0].text: one for one in made.all(class_="claim")}
    hit = claims["The ship hit a pier of the bridge"]
    assert hit.all(class_="finding")[0].text == "2 articles, 1 witness: Ada Lund"
    assert [one.text for one in hit.all(class_="rule")] == ["rule 1"]
    assert "why this count: 1 reason" in hit.text.lower()
    engine = claims["The ship's engine had failed"]
    assert engine.all(class_="finding")[0].text == "2 articles, 2 witnesses: unnamed: officials (2)"
    assert engine.all("p", class_="against")[0].text == "against Merrow Lines"
    assert claims["The bridge opened in 1931"].all(class_="finding")[0].text == "2 articles, 1 to 2 witnesses: own voice of Harbour Post, City Wire"
    cars = claims["Cars were stranded"]
    assert [one.text for one in cars.all("dt")] == ["Conflict in number"]
    assert claims["How fast the ship had been"].all("p", class_="declining")[0].text == "declining Merrow Lines"


def test_what_several_reports_carry_on_one_witness_comes_first(made: Element) -> None:
    assert [one.all(class_="t")[0].text for one in made.all(class_="claim")] == [
        "Cars were stranded",
        "The ship hit a pier of the bridge",
        "The ship's engine had failed",
        "The bridge opened in 1931",
        "How fast the ship had been",
        "The bridge stays shut until May",
    ]
    assert [one.all(class_="no")[0].text for one in made.all(class_="claim")] == list("123456")


def test_several_stories_have_a_list_of_contents() -> None:
    root = tree(ledgers_html(Ledgers((ledger(), many(5)[0]))))
    nav = root.all("nav", class_="contents")[0]
    assert [one.text for one in nav.all("a")] == ["Flood in the Tern valley", "Bridge at Aldermouth shut after ship hits pier"]
    assert not tree(ledgers_html(ledgers())).all("nav", class_="contents")


def test_what_was_not_read_is_listed(made: Element) -> None:
    assert "in/photo.jpg a JPEG image" in made.all(class_="skipped")[0].text


def test_a_page_without_a_story_says_so() -> None:
    assert "no story" in tree(ledgers_html(Ledgers((), (Skipped("a.txt", "empty"),)))).all("main")[0].text


def test_an_empty_ledger_is_no_error() -> None:
    bare = Ledger("x", "", None, None, (dataclasses.replace(articles()[0], text="", title=None),), (), (), ())
    assert "Untitled" in tree(ledgers_html(Ledgers((bare,)))).all("main")[0].text


def test_the_same_ledgers_give_the_same_bytes() -> None:
    code = "import sys, hashlib; sys.path[:0] = ['tests']; from show.made_many import many; from sayso.show.html import ledgers_html; "
    code += "print(hashlib.sha256(ledgers_html(many(6)).encode()).hexdigest())"
    found = {
        subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


def test_sixty_articles_stay_small() -> None:
    assert len(ledgers_html(many(60)).encode()) < 3_000_000


def test_what_one_report_has_alone_takes_one_line_and_its_words_stand_once() -> None:
    claim = next(one for one in tree(ledgers_html(many(3))).all(class_="claim") if one.all(class_="single"))
    words = claim.all(class_="t")[0].text
    assert claim.text.count(words) == 1
    assert not claim.all(class_="places")
    assert claim.all(class_="at")[0].attributes["data-s"] == claim.attributes["data-s"]
