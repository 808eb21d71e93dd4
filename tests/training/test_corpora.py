"""The corpus readers, on small files written here."""

import random
from pathlib import Path

from sayso.encoder import ATTRIBUTION, CLAUSES, NAMES, WORDS
from training.corpora import mentions, names, polnear, trees
from training.corpora.document import IGNORED, Document, from_words, inside


def labelled(document: Document, head: str, labels: tuple[str, ...]) -> list[tuple[str, str]]:
    found = []
    for at, label in enumerate(document.labels[head]):
        if label not in (IGNORED, 0):
            found.append((document.text[document.pieces.starts[at] : document.pieces.ends[at]], labels[int(label)]))
    return found


def test_polnear_spans_become_tags_and_discontinuous_contents_stay_together(tmp_path: Path) -> None:
    text = "“We leave,” Ms. Bel said, “at noon.”"
    folder = tmp_path / "train"
    for name in ("text", "attributions"):
        (folder / name).mkdir(parents=True)
    (folder / "text" / "a.txt").write_text(text)
    spans = {"Source": [(12, 19)], "Cue": [(20, 24)], "Content": [(0, 11), (26, 36)]}
    lines = [f"T{i}\t{role} {';'.join(f'{a} {b}' for a, b in where)}\tx" for i, (role, where) in enumerate(spans.items(), 1)]
    (folder / "attributions" / "a_0a1b.ann").write_text("\n".join([*lines, "T9", "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3"]) + "\n")
    (tmp_path / "preferred_annotations.tsv").write_text("split\ttext\tpreferred\tothers\ntrain\ta.txt\ta_0a1b.ann\t\n")
    (document,) = polnear.read(tmp_path, "train")
    (attribution,) = document.attributions
    assert len(attribution.content) == 2
    tags = dict(labelled(document, "attribution", ATTRIBUTION))
    assert (tags["said"], tags["Ms"], tags["leave"], tags["noon"]) == ("B-cue", "B-source", "I-content", "I-content")


def test_names_of_one_kind_run_on_and_pieces_of_a_word_stay_inside(tmp_path: Path) -> None:
    rows = ["Ada I-PER", "Oyelaran-Whitcombe I-PER", "of O", "Acme I-ORG", "", "It O", "left O", "Ghent I-LOC"]
    (tmp_path / "wikigold.conll.txt").write_text("\n".join(rows) + "\n")
    (document,) = names.documents("wikigold", names.wikigold(tmp_path), 12)
    tags = [label for _, label in labelled(document, "names", NAMES)]
    assert tags[0] == "B-person"
    assert tags.count("B-person") == 1
    assert {"B-organisation", "B-place"} <= set(tags)


def test_the_first_word_of_a_paragraph_begins_its_name() -> None:
    document = from_words("two", ["Rain", "fell", "Ada", "left"], [" ", "\n", " ", " "], {"names": [0, 0, 1, 0]}, inner={"names": inside("names")})
    assert labelled(document, "names", NAMES) == [("Ada", "B-person")]


def gmb(folder: Path, sentences: list[list[tuple[str, str, str]]]) -> list[names.Sentence]:
    rows = [f'{"Sentence: 1" if i == 0 else ""},"{word}",{pos},{tag}' for s in sentences for i, (word, pos, tag) in enumerate(s)]
    (folder / "ner_dataset.csv").write_text("\n".join(["Sentence #,Word,POS,Tag", *rows, "Sentence: 9,cut,NN,O"]) + "\n", encoding="latin1")
    return names.gmb(folder)


def test_silver_names_lose_their_titles_and_the_people_before_them(tmp_path: Path) -> None:
    words = [("Kenyan", "JJ", "B-gpe"), ("President", "NNP", "B-per"), ("Ada", "NNP", "I-per"), ("Bel", "NNP", "I-per"), ("left", "VBD", "O")]
    (found,) = gmb(tmp_path, [words])
    assert [tag for _, tag in found] == ["B-other", "O", "B-person", "I-person", "O"]


def test_a_silver_name_that_is_tagged_in_part_teaches_nothing(tmp_path: Path) -> None:
    words = [("The", "DT", "O"), ("Grain", "NNP", "B-org"), ("Trade", "NNP", "O"), ("Board", "NNP", "B-org"), ("met", "VBD", "O")]
    (found,) = gmb(tmp_path, [words])
    assert [tag for _, tag in found] == ["O", names.UNSURE, names.UNSURE, names.UNSURE, "O"]


def test_a_country_is_a_place_where_it_acts(tmp_path: Path) -> None:
    (found,) = gmb(tmp_path, [[("Kenya", "NNP", "B-org"), ("signed", "VBD", "O")]])
    assert found[0] == ("Kenya", "B-place")


def test_halves_of_universal_ner_are_whole_documents_and_share_none(tmp_path: Path) -> None:
    block = "# newdoc id = {0}\n# sent_id = {0}-1\n1\tIn\tO\t-\t-\n2\tGhent{0}\tB-LOC\t-\t-\n\n# sent_id = {0}-2\n1\tYes\tO\t-\t-\n"
    path = tmp_path / "dev.iob2"
    path.write_text("\n".join(block.format(i) for i in range(3)))
    one, other = names.uner(path, half=0), names.uner(path, half=1)
    assert [d[0][1] for d in one] == [("Ghent0", "B-place"), ("Ghent2", "B-place")]
    assert [(d[0][1], len(d)) for d in other] == [(("Ghent1", "B-place"), 2)]


def test_swapped_names_are_others_of_their_kind() -> None:
    sentence = [("Ada", "B-person"), ("Bel", "I-person"), ("left", "O"), ("Ghent", "B-place")]
    others = names.mentioned([[("Noor", "B-person")], [("Port", "B-place"), ("Said", "I-place")]])
    seen = {tuple(names.swapped([sentence], others, random.Random(seed))[0]) for seed in range(20)}
    assert (("Noor", "B-person"), ("left", "O"), ("Port", "B-place"), ("Said", "I-place")) in seen
    assert all(dict(one)["left"] == "O" for one in seen)


def test_gum_names_are_the_proper_nouns_around_the_head_without_title_and_article() -> None:
    rows = [
        ("The", "DET", 2, "(1-organization"), ("Board", "PROPN", 9, ""), ("of", "ADP", 4, ""), ("Mines", "PROPN", 2, "1)"),
        ("whom", "PRON", 9, ""), ("President", "PROPN", 7, "(2-person"), ("Ada", "PROPN", 9, ""), ("Bel", "PROPN", 7, "2)"),
        ("met", "VERB", 0, ""), ("in", "ADP", 12, ""), ("the", "DET", 12, "(3-place"), ("town", "NOUN", 9, "3)"), ("Kenyan", "ADJ", 12, ""),
    ]  # fmt: skip
    words = [
        {"form": form, "upos": upos, "xpos": "_", "head": str(head), "relation": "_", "misc": f"Entity={mark}" if mark else "_"}
        for form, upos, head, mark in rows
    ]
    tags = [tag.replace("organisation", "org") for tag in mentions.name_tags(words)]
    assert tags == ["O", "B-org", "I-org", "I-org", "O", "O", "B-person", "I-person", "O", "O", "O", "O", "B-other"]


def conllu(rows: list[tuple[str, str, int, str]]) -> str:
    lines = [f"{i}\t{form}\t_\t{upos}\t_\t_\t{head}\t{relation}\t_\t_" for i, (form, upos, head, relation) in enumerate(rows, 1)]
    return "# newdoc id = one\n" + "\n".join(lines) + "\n\n"


def test_clauses_begin_where_their_subtree_does_and_the_outer_one_is_resumed(tmp_path: Path) -> None:
    rows = [
        ("The", "DET", 2, "det"), ("firm", "NOUN", 7, "nsubj"), ("which", "PRON", 4, "nsubj"), ("failed", "VERB", 2, "acl:relcl"),
        ("last", "ADJ", 6, "amod"), ("year", "NOUN", 4, "obl"), ("pays", "VERB", 0, "root"), ("and", "CCONJ", 9, "cc"), ("waits", "VERB", 7, "conj"),
    ]  # fmt: skip
    (tmp_path / "en_ewt-ud-dev.conllu").write_text(conllu(rows))
    (document,) = trees.ewt(tmp_path, "dev")
    assert labelled(document, "clauses", CLAUSES) == [("which", "relative"), ("pays", "resume"), ("and", "coordinate")]
    assert ("pays", "VERB") in labelled(document, "words", WORDS)
