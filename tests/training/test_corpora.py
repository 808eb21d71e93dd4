"""The corpus readers, on small files written here."""

from pathlib import Path

from sayso.encoder import ATTRIBUTION, CLAUSES, NAMES, WORDS
from training.corpora import names, polnear, trees
from training.corpora.document import IGNORED, Document


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
    (document,) = names.wikigold(tmp_path)
    tags = [label for _, label in labelled(document, "names", NAMES)]
    assert tags[0] == "B-person"
    assert tags.count("B-person") == 1
    assert {"B-organisation", "B-place"} <= set(tags)


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
