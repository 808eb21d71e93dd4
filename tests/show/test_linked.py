"""JSON-LD: two processors read the same triples, all of them in the vocabularies that are claimed."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sayso.data import Ledgers, Occasion
from sayso.show.iris import TERMS, iri, web_address
from sayso.show.linked import CONTEXT, ledgers_jsonld
from show.made import articles, claims, ledger, ledgers, statements
from show.made_many import many
from show.vocabulary import PROV, PROV_PARENTS, graph_of, schema_org

SCHEMA, PROV_IRI = "https://schema.org/", "http://www.w3.org/ns/prov#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DOCUMENT = Path(__file__).parents[2] / "docs" / "4-commands.md"

by_ledgers = pytest.mark.parametrize("made", [ledgers(), many(2), Ledgers(())], ids=["bridge", "flood", "none"])


def nodes(made: Ledgers) -> dict[str, Any]:
    return {node["@id"]: node for node in json.loads(ledgers_jsonld(made))["@graph"]}


def types(graph: Any) -> dict[Any, set[str]]:
    found: dict[Any, set[str]] = {}
    for subject, predicate, value in graph:
        if str(predicate) == TYPE:
            found.setdefault(subject, set()).add(str(value))
    return found


@pytest.mark.parametrize("made", [ledgers(), Ledgers(())], ids=["bridge", "none"])
def test_two_processors_read_the_same_triples(made: Ledgers) -> None:
    jsonld = pytest.importorskip("pyld.jsonld", reason="PyLD is not installed")
    compare = pytest.importorskip("rdflib.compare", reason="rdflib is not installed")
    raw = ledgers_jsonld(made)
    options = {"documentLoader": None, "format": "application/n-quads"}
    other = compare.IsomorphicGraph().parse(data=jsonld.to_rdf(json.loads(raw), options), format="nt")
    graph = graph_of(raw)
    assert compare.isomorphic(other, graph)
    assert bool(len(graph)) == bool(len(made))


@by_ledgers
def test_every_term_is_in_its_vocabulary(made: Ledgers) -> None:
    namespaces = pytest.importorskip("rdflib.namespace", reason="rdflib is not installed")
    terms = {term for triple in graph_of(ledgers_jsonld(made)) for term in ((triple[1], triple[2]) if str(triple[1]) == TYPE else (triple[1],))}
    documented = DOCUMENT.read_text(encoding="utf-8")
    for term in terms - {namespaces.RDF.type}:
        name = str(term)
        home = namespaces.SDO if name.startswith(SCHEMA) else namespaces.PROV if name.startswith(PROV_IRI) else None
        assert term in home if home is not None else name.startswith(TERMS) and f"`{name.removeprefix(TERMS)}`" in documented, name


def test_no_value_is_lost_for_want_of_a_term() -> None:
    """A key without a term would fall away silently when the document is read."""

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    assert keys(json.loads(ledgers_jsonld(ledgers()))["@graph"]) - set(CONTEXT) == {"@id", "@type"}


@by_ledgers
def test_schema_org_is_used_on_what_it_is_for(made: Ledgers) -> None:
    properties, ancestors = schema_org()
    graph = graph_of(ledgers_jsonld(made))
    kinds = {node: {one.removeprefix(SCHEMA) for one in found if one.startswith(SCHEMA)} for node, found in types(graph).items()}
    for subject, predicate, value in graph:
        name = str(predicate).removeprefix(SCHEMA)
        if not str(predicate).startswith(SCHEMA):
            continue
        domain, range_ = properties[name]["domain"], properties[name]["range"]
        own = set().union(*(ancestors[kind] for kind in kinds.get(subject, ())))
        assert own & domain or not own & {"Thing"}, f"{name} on {kinds.get(subject)}"
        if value in kinds:
            assert set().union(*(ancestors[kind] for kind in kinds[value])) & range_, f"{name} to {kinds[value]}"
        else:
            assert range_ & {"Text", "Date", "DateTime", "Number", "URL"}, f"{name}: {value}"


@by_ledgers
def test_prov_is_used_on_what_it_is_for_and_every_way_ends_at_its_source(made: Ledgers) -> None:
    graph = graph_of(ledgers_jsonld(made))
    kinds = {node: {PROV_PARENTS.get(one, one) for one in (t.removeprefix(PROV_IRI) for t in found)} for node, found in types(graph).items()}
    for subject, predicate, value in graph:
        if str(predicate).startswith(PROV_IRI):
            domain, range_ = PROV[str(predicate).removeprefix(PROV_IRI)]
            assert domain in kinds[subject], f"{predicate} from {subject}"
            assert range_ in kinds[value], f"{predicate} to {value}"


def test_every_reference_leads_to_a_node() -> None:
    graph = graph_of(ledgers_jsonld(ledgers()))
    subjects = set(graph.subjects())
    dangling = {
        str(value) for _, predicate, value in graph if str(value).startswith("urn:sayso:") and str(predicate) != TYPE and value not in subjects
    }
    assert dangling == set()


def test_a_chain_is_a_way_from_the_words_to_the_speaker() -> None:
    found = nodes(ledgers())
    printed = found[iri("statement", "s2")]
    assert printed["wasDerivedFrom"] == iri("statement", "s2") + ":via:1"
    assert printed["hadPrimarySource"] == iri("statement", "s2") + ":said"
    assert found[printed["wasDerivedFrom"]]["wasAttributedTo"] == [iri("witness", "t1", "w5")]
    assert found[printed["wasDerivedFrom"]]["wasDerivedFrom"] == [iri("statement", "s2") + ":said"]
    assert found[iri("statement", "s2") + ":said"]["wasAttributedTo"] == [iri("witness", "t1", "w1")]
    assert found[iri("statement", "s1")]["wasQuotedFrom"] == iri("statement", "s1") + ":said"
    assert found[iri("statement", "s5")]["wasAttributedTo"] == iri("outlet", "Harbour Post")
    assert "hadPrimarySource" not in found[iri("statement", "s5")]


def test_claims_say_how_they_stand() -> None:
    claim = nodes(ledgers())[iri("claim", "t1", "c2")]
    assert (claim["least"], claim["most"]) == (2, 2)
    assert claim["against"] == [iri("witness", "t1", "w3")]
    assert claim["for"] == [iri("witness", "t1", "w2")]


def test_articles_and_differences_carry_all_that_is_known() -> None:
    first = dataclasses.replace(articles()[0], updated=date(2024, 3, 5))
    claim = dataclasses.replace(claims()[3], variants=(dataclasses.replace(claims()[3].variants[0], why="40 is not 55"),))
    found = nodes(Ledgers((dataclasses.replace(ledger(), articles=(first, *articles()[1:]), claims=(claim,)),)))
    assert found[iri("article", "a1")]["dateModified"] == "2024-03-05"
    (variant,) = found[iri("claim", "t1", "c4")]["variant"]
    assert (variant["conflict"], variant["why"]) == (True, "40 is not 55")
    assert [value["text"] for value in variant["value"]] == ["Some 40", "55"]


def test_what_is_printed_is_the_text() -> None:
    found = nodes(ledgers())
    texts = {article.id: article.text for article in articles()}
    for statement in statements():
        node = found[iri("statement", statement.id)]
        pieces = [texts[statement.article][one["start"] : one["end"]] for one in node["content"]]
        assert node["text"] == " … ".join(" ".join(piece.split()) for piece in pieces)


def test_hostile_values_stay_values() -> None:
    evil = '"}],"@graph":[{"@id":"javascript:alert(1)"}] \ud800 <script>'
    first = dataclasses.replace(articles()[0], title=evil, outlet=evil, url="javascript:alert(1)", byline=evil)
    said = dataclasses.replace(statements()[0], occasion=Occasion(evil, evil, "2024-W09"))
    made = dataclasses.replace(ledger(), title=evil, articles=(first, *articles()[1:]), statements=(said, *statements()[1:]))
    found = nodes(Ledgers((made,)))
    assert {node.split(":")[0] for node in found} == {"urn"}
    assert [node["headline"] for node in found.values() if "\ufffd" in node.get("headline", "")] == [evil.replace("\ud800", "\ufffd")]
    assert "url" not in found[iri("article", "a1")]
    events = [node["recordedAt"] for node in found.values() if node.get("recordedAt", {}).get("said")]
    assert [(one["said"], "startDate" in one) for one in events] == [("2024-W09", False)]


def test_addresses_are_of_the_web() -> None:
    assert web_address("https://post.example/a?b=%20#c") == "https://post.example/a?b=%20#c"
    for bad in (
        "javascript:alert(1)",
        "https:///x",
        "http://a b",
        'https://x/"',
        "https://x/\n",
        "//x",
        "",
        None,
        "https://[",
        "https://x/<b>",
        "http://é",
    ):
        assert web_address(bad) is None, bad


def test_same_ledgers_same_bytes() -> None:
    assert ledgers_jsonld(ledgers()) == ledgers_jsonld(ledgers())
