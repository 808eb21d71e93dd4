"""Searching a store, on both databases: words, phrases, filters, ranking, evidence, names with slips; and that no query breaks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from show.made import ledger as bridge

from sayso.data import Ledger, Span
from sayso.folding import spoken, tokens
from sayso.sought import Found, Query, Range
from sayso.store import Store
from sayso.store.search.query import marks, terms_of
from sayso.store.search.results import search
from store.search.putting import put
from store.search.stories import fire

Find = Callable[..., Found]

NASTY = (
    '"', '""', '"""', "'", "';--", "%", "_", "\\", "\\'", "*", "**", "* AND", "AND", "OR", "NOT", "NEAR", "NEAR(a b, 3)", "a NEAR/2 b", "^a", "a:b",
    "main:mill", "{main} : mill", "main_stems : x", "-mill", "+mill", "mill +", "(mill", "mill)", ")(", "a & b | !c", "mill:*", "mill:A", "<->",
    "a <-> b",
    ":*", "::", "\0", "mill\0fire", "\ud800", "mill\udfff", "\u202emill", "🏭", "ﬁre", "İ", "ß", "²", "½", "the", "of the", "\r\n\t", " ", "",
    "$1", ":match", "%(match)s", "?", "{0}", "[mill]", "mi[l]*", "a" * 5000, "a " * 3000, '"' + "a " * 3000 + '"', "\u0301", "e\u0301",
    "٣", "北京", "¶",
)  # fmt: skip


def finder(store: Store) -> Find:
    def found(**asked: Any) -> Found:
        options = {name: asked.pop(name) for name in ("limit", "offset", "evidence") if name in asked}
        with store.reading() as connection:
            return search(connection, Query(**asked), **options)

    return found


@pytest.fixture
def find(filled: Store) -> Find:
    return finder(filled)


def texts(found: Found) -> list[str]:
    return [hit.text for hit in found.hits]


def test_words_in_any_form_and_order(find: Find) -> None:
    assert texts(find(text="FOUNDRIES burning down")) == ["The foundry burned down in the night"]
    assert texts(find(text="night foundries")) == ["The foundry burned down in the night"]
    assert texts(find(text="freighter")) == ["The ship hit a pier of the bridge"], "only a report says so"
    assert texts(find(text="lund pier")) == ["The ship hit a pier of the bridge"], "a speaker's name is a word too"
    assert texts(find(text="nothing such")) == []


def test_phrases_and_beginnings(find: Find) -> None:
    assert texts(find(text='"burned down"')) == ["The foundry burned down in the night"]
    assert texts(find(text='"down burned"')) == []
    assert texts(find(text='"to the ground"')) == ["The foundry burned down in the night"]
    assert texts(find(text='foundry "the nigh*"')) == ["The foundry burned down in the night"]
    assert texts(find(text="fre*ter")) == []
    assert texts(find(text="freig*")) == ["The ship hit a pier of the bridge"]
    assert texts(find(text='"night the old"')) == [], "no phrase runs from one report into the next"


def test_what_is_found_is_marked(find: Find) -> None:
    (hit,) = find(text='"burned down" foundry').hits
    assert [hit.text[span.start : span.end] for span in hit.marks] == ["foundry", "burned down"]
    assert [one.words for one in hit.evidence] == [
        "The foundry burned down in the night",
        "The old foundry burnt to the ground",
        "The foundry had burned, he told us",
    ]
    assert [one.words[span.start : span.end] for one in hit.evidence for span in one.marks] == ["foundry", "burned down", "foundry", "foundry"]
    assert (hit.title, hit.reports, hit.places, hit.for_, hit.first, hit.last) == (
        "Fire at the foundry",
        3,
        3,
        ("Ivo Stavros",),
        "2025-04-01",
        "2025-04-03",
    )
    assert [(one.label, one.outlet, one.day, one.by) for one in hit.evidence][1:] == [
        ("Morning Gazette", "Morning Gazette", "2025-04-02", ("Ivo Stavros",)), ("r3.txt", None, "2025-04-03", ("Ivo Stavros",)),
    ]  # fmt: skip


def test_evidence_points_at_the_words(find: Find, filled: Store) -> None:
    for hit in find(limit=500, evidence=50).hits:
        assert len(hit.evidence) == min(hit.places, 50)
        for one in hit.evidence:
            stored = filled.article(one.article)
            assert stored is not None
            pieces = [" ".join(stored.article.text[span.start : span.end].split()) for span in one.spans]
            assert one.words == " … ".join(pieces)


def test_reports_hold_what_no_claim_does(find: Find, filled: Store) -> None:
    found = find(text="engine aldermouth")
    assert (found.claims, found.reports) == (0, 2)
    (first, *_) = found.passages
    stored = filled.article(first.article)
    assert stored is not None
    piece = stored.article.text[first.span.start : first.span.end]
    assert " ".join(piece.split()) == first.words
    assert {first.words[span.start : span.end].lower() for span in first.marks} <= {"engine", "aldermouth"}
    assert first.marks
    assert find(text="foundry", speaker="stavros").reports == 0, "a report has no speaker"
    assert [one.article for one in find(text="foundry", outlet="gazette").passages] == ["r2"]
    assert [one.article for one in find(text="foundry", since=date(2025, 4, 3)).passages] == ["r3"]
    assert find().reports == 0


@pytest.mark.parametrize(
    ("asked", "claims"),
    [
        ({"speaker": "stavros"}, ["burned"]),
        ({"speaker": "Okafor Zoe"}, ["arson"]),
        ({"speaker": "kestrel", "side": "against"}, ["arson"]),
        ({"speaker": "kestrel", "side": "for"}, []),
        ({"speaker": "the mayor", "stance": "denies"}, []),
        ({"speaker": "Kestrel Works", "stance": "denies"}, ["arson"]),
        ({"speaker": "mayor", "outlet": "morning gazette"}, []),
        ({"side": "against", "outlet": "gazette"}, ["arson"]),
        ({"outlet": "courier"}, ["arson", "burned"]),
        ({"outlet": "courier", "since": date(2025, 4, 2)}, []),
        ({"outlet": "gazette", "since": date(2025, 4, 2), "until": date(2025, 4, 2)}, ["arson", "burned"]),
        ({"text": "foundry", "since": date(2025, 4, 3)}, ["burned"]),
        ({"text": "work", "since": date(2025, 4, 3)}, ["work"]),
        ({"outlet": "gazette", "reports": Range(3)}, ["burned"]),
        ({"outlet": "gazette", "reports": Range(0, 2)}, ["arson"]),
        ({"outlet": "gazette", "reports": Range(2, 3), "witnesses": Range(1, 1)}, ["arson", "burned"]),
        ({"text": "foundry", "reports": Range(3), "witnesses": Range(1, 1)}, ["burned"]),
        ({"text": "foundry", "witnesses": Range(2)}, []),
        ({"text": "", "stance": "denies", "since": date(2025, 1, 1)}, ["arson"]),
        ({"text": "!!!", "outlet": "gazette"}, []),
        ({"speaker": ""}, []),
        ({"speaker": "\0"}, []),
    ],
)
def test_filters(find: Find, asked: dict[str, Any], claims: list[str]) -> None:
    wording = {"The foundry burned down in the night": "burned", "It was arson": "arson", "Work begins again in may": "work"}
    assert sorted(wording[text] for text in texts(find(**asked))) == claims


def test_numbers_of_any_size(find: Find) -> None:
    assert find(reports=Range(10**30)).claims == 0
    assert find(reports=Range(-5, 10**30)).claims == find().claims
    assert find(witnesses=Range(3, 2)).claims == 0


@pytest.mark.parametrize(
    ("what", "asked", "meant"),
    [
        ("speaker", "Ivo Stvaros", "Ivo Stavros"),
        ("speaker", "stavross", "Ivo Stavros"),
        ("speaker", "zoe brand okafor", "Zoë Brandt-Okafor"),
        ("speaker", "BrandtOkafor", "Zoë Brandt-Okafor"),
        ("speaker", "Lnud", "Ada Lund"),
        ("speaker", "Kestral Wroks", "Kestrel Works"),
        ("outlet", "Vally Courrier", "Valley Courier"),
    ],
)
def test_names_may_have_slips(find: Find, what: str, asked: str, meant: str) -> None:
    found = find(**{what: asked})
    assert [(one.what, one.asked, one.names, one.exact) for one in found.meant] == [(what, asked, (meant,), False)]
    assert found.claims == find(**{what: meant}).claims > 0


def test_names_as_they_are_come_first(find: Find) -> None:
    (meant,) = find(speaker="lund").meant
    assert (meant.names, meant.exact) == (("Ada Lund",), True)
    (meant,) = find(speaker="Barnaby Quux").meant
    assert (meant.names, meant.exact) == ((), False)
    assert find(speaker="ma").claims == 0, "two letters are nobody's slip"


def test_the_wording_of_a_claim_counts_most(find: Find) -> None:
    found = find(text="pier")
    assert texts(found)[0] == "The ship hit a pier of the bridge"
    without = find(outlet="valley")
    days = [hit.last or "" for hit in without.hits]
    assert days == sorted(days, reverse=True), "without words, the latest come first"


def test_pages_of_results_hold_each_claim_once(find: Find) -> None:
    every = find(text="the*", limit=1000)
    paged = [hit for at in range(0, every.claims, 7) for hit in find(text="the*", limit=7, offset=at).hits]
    assert paged == list(every.hits)
    assert len({(hit.story, hit.number) for hit in paged}) == every.claims == len(paged)


@pytest.mark.parametrize("text", NASTY, ids=[str(at) for at in range(len(NASTY))])
def test_no_query_breaks_it(find: Find, text: str) -> None:
    for asked in ({"text": text}, {"text": f"foundry {text}"}, {"speaker": text}, {"outlet": text}, {"text": text, "speaker": text, "outlet": text}):
        found = find(**asked)
        assert found.claims >= len(found.hits)


WORDS = sorted({word for ledger in (fire(), bridge()) for article in ledger.articles for _, _, word in tokens(article.text)})
PIECES = st.sampled_from([*WORDS, *NASTY[:60]]) | st.text(max_size=6)


def brute(ledgers: list[Ledger], text: str) -> set[str]:
    """The claims that hold all terms, found without a database."""
    terms = terms_of(text)
    found = set()
    for ledger in ledgers:
        articles = {one.id: one.text for one in ledger.articles}
        said = {one.id: one for one in ledger.statements}
        named = {one.id: one for one in ledger.witnesses}
        for claim in ledger.claims:
            who = dict.fromkeys(
                [*claim.witnesses.for_, *(one.id for one in claim.witnesses.unnamed), *(w for s in claim.statements for w in said[s].speakers)]
            )
            pieces = [claim.text, *(name for key in who for name in (named[key].name, *named[key].aliases))]
            pieces += [" … ".join(articles[said[s].article][p.start : p.end] for p in said[s].content) for s in claim.statements]
            if terms and all(any(marks(piece, [term]) for piece in pieces) for term in terms):
                found.add(claim.text)
    return found


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, max_size=4), phrase=st.booleans())
def test_both_databases_find_what_is_there(find: Find, pieces: list[str], phrase: bool) -> None:
    text = f'"{" ".join(pieces)}"' if phrase else " ".join(pieces)
    here = {hit.text for hit in find(text=text, limit=1000).hits if "Flood" not in hit.title} if text.strip() else set()
    assert here == brute([fire(), bridge()], text)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40), name=st.text(max_size=12), number=st.integers(-(2**70), 2**70))
def test_any_query_is_answered(find: Find, text: str, name: str, number: int) -> None:
    found = find(text=text, speaker=name, outlet=name, reports=Range(number), witnesses=Range(0, number))
    assert found.claims == len(found.hits)


def test_a_giant_claim_and_strange_names_can_be_kept(store: Store) -> None:
    find = finder(store)
    text = " ".join(f"{'ж' * 60}{n}" for n in range(30_000)) + " lastword"
    odd = fire()
    article = replace(odd.articles[0], id="giant", text=text, outlet="O\0utlet \ud800" + "x" * 5000, title="T\0" * 2000)
    statement = replace(odd.statements[0], article="giant", content=(Span(0, len(text)),))
    who = replace(odd.witnesses[1], name="Na\0me \udfff " + "y" * 9000, aliases=("🐎" * 500, "", "\0"))
    claim = replace(odd.claims[0], text=text[:9000] + "\0\ud800", statements=(statement.id,))
    put(store, replace(odd, articles=(article,), statements=(statement,), claims=(claim,), witnesses=(who,)))
    assert find(text="ж" * 60 + "0").claims == 1
    assert spoken(text).split()[-1] == "lastword"
    assert find(text="lastword").claims == 0, "what lies behind the bound is not searched"
