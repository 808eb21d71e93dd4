"""The component for spaCy: statements and span groups on a blank English pipeline."""

from __future__ import annotations

from typing import Any

import pytest

spacy = pytest.importorskip("spacy", reason="spaCy is not installed: pip install 'sayso[spacy]'")
TEXT = "The bridge is safe, mayor Ada Lund said on Friday. “We checked every bolt 🔩,” she told Radio One."


@pytest.fixture(scope="module")
def nlp() -> Any:
    import sayso.spacy  # noqa: F401 (registers the component where the entry point of an older install does not)

    made = spacy.blank("en")
    made.add_pipe("sayso")
    return made


def test_spacy_finds_the_component_by_its_entry_point() -> None:
    from importlib.metadata import entry_points

    if not (found := [one for one in entry_points(group="spacy_factories") if one.name == "sayso"]):
        pytest.skip("installed before there was an entry point: pip install -e . again")
    assert found[0].value == "sayso.spacy:component"
    assert callable(found[0].load())


def test_statements_are_those_of_read(nlp: Any) -> None:
    import sayso

    doc = nlp(TEXT)
    assert doc._.statements == sayso.read(TEXT).statements
    assert len(doc._.statements) == 2
    assert doc._.reading.witnesses[0].name == "Ada Lund"


def test_span_groups_hold_the_words_with_kind_and_id(nlp: Any) -> None:
    doc = nlp(TEXT)
    contents = doc.spans["sayso/content"]
    assert [(span.text, span.label_) for span in contents] == [("The bridge is safe", "indirect"), ("“We checked every bolt 🔩,”", "direct")]
    assert [span.text for span in doc.spans["sayso/cue"]] == ["said", "told"]
    assert [span.text for span in doc.spans["sayso/source"]] == ["mayor Ada Lund", "she"]
    assert [span.id_ for span in contents] == [statement.id for statement in doc._.statements]


def test_a_day_of_publication_dates_what_was_said(nlp: Any) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.published = "2024-11-22"
    assert nlp(doc)._.statements[0].occasion.date == "2024-11-22"


def test_docs_travel_with_what_was_found(nlp: Any) -> None:
    doc = nlp(TEXT)
    packed = spacy.tokens.DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = spacy.tokens.DocBin(store_user_data=True).from_bytes(packed).get_docs(nlp.vocab)
    assert back._.statements == doc._.statements
    assert spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())._.statements == doc._.statements


def test_a_pipeline_with_it_is_saved_and_loaded(nlp: Any, tmp_path: Any) -> None:
    nlp.to_disk(tmp_path / "nlp")
    loaded = spacy.load(tmp_path / "nlp")
    assert loaded.pipe_names == ["sayso"]
    assert loaded(TEXT)._.statements == nlp(TEXT)._.statements


@pytest.mark.parametrize("text", ["", " ", "\r\n", "It rained.", "«»“”"])
def test_any_text_is_read(nlp: Any, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert set(doc.spans) == {"sayso/content", "sayso/cue", "sayso/source"}


def test_another_key_begins_the_names_of_the_groups() -> None:
    made = spacy.blank("en")
    made.add_pipe("sayso", config={"spans_key": "said"})
    assert set(made("It rained, Ada Lund said.").spans) == {"said/content", "said/cue", "said/source"}


def test_before_it_ran_there_is_nothing(nlp: Any) -> None:
    assert nlp.make_doc(TEXT)._.statements == ()
    assert nlp.make_doc(TEXT)._.reading is None
