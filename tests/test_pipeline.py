"""The whole way, on the project's own examples."""

from datetime import date
from pathlib import Path

import pytest

import sayso
from sayso.codec import encode_ledgers
from sayso.collect import gather
from sayso.data import Ledger, Ledgers, Span, Statement
from sayso.pipeline import Settings, compare_articles

EXAMPLES = Path(__file__).parent.parent / "examples"
TODAY = date(2026, 1, 1)
SETTINGS = Settings(today=TODAY)


@pytest.fixture(scope="module")
def ledgers() -> Ledgers:
    return sayso.compare([EXAMPLES], today=TODAY)


def spans(statement: Statement) -> list[Span]:
    inner = [t.span for t in statement.times] + [q.span for q in statement.quantities]
    return [*statement.content, *statement.cue, *statement.source, *inner]


def test_the_examples_are_three_stories(ledgers: Ledgers) -> None:
    folders = [{Path(a.path or "").parent.name for a in story.articles} for story in ledgers]
    assert sorted(map(tuple, folders)) == [("canal",), ("earthquake",), ("missiles",)]
    assert ledgers.skipped == ()


def test_every_span_lies_inside_its_text(ledgers: Ledgers) -> None:
    for story in ledgers:
        texts = {a.id: a.text for a in story.articles}
        for statement in story.statements:
            assert all(0 <= s.start < s.end <= len(texts[statement.article]) for s in spans(statement))
        for claim in story.claims:
            assert all(0 <= start < end <= len(texts[article]) for r in claim.reasons for article, start, end in r.spans)


def test_ids_resolve_and_every_statement_stands_in_a_claim(ledgers: Ledgers) -> None:
    for story in ledgers:
        known = {w.id for w in story.witnesses}
        statements = {s.id for s in story.statements}
        held = {i for c in story.claims for i in c.statements}
        assert held == statements
        for claim in story.claims:
            standing = claim.witnesses
            named = {*standing.for_, *standing.against, *standing.declining, *(g.id for g in standing.unnamed)}
            assert named <= known
            assert set(standing.own_voice) <= {a.id for a in story.articles}
            assert all(set(v.statements) <= set(claim.statements) for variant in claim.variants for v in variant.values)


def test_the_interval_is_the_formula_of_the_lists(ledgers: Ledgers) -> None:
    for claim in (c for story in ledgers for c in story.claims):
        s = claim.witnesses
        sizes = [g.size for g in s.unnamed]
        assert claim.count.max == len(s.for_) + sum(sizes) + len(s.own_voice)
        assert claim.count.min == max([len(s.for_), *sizes, 1 if s.own_voice else 0])


def test_the_order_of_the_inputs_changes_no_byte() -> None:
    articles, _ = gather([str(EXAMPLES / "missiles"), str(EXAMPLES / "canal")])
    forth, back = (compare_articles(a, SETTINGS) for a in (articles, articles[::-1]))
    assert encode_ledgers(Ledgers(forth)) == encode_ledgers(Ledgers(back))


def shape(story: Ledger) -> set[tuple[str, int, int]]:
    return {(c.text, c.count.min, c.count.max) for c in story.claims}


def test_a_copy_under_another_name_raises_no_count(tmp_path: Path) -> None:
    reports = sorted((EXAMPLES / "missiles").iterdir())
    for report in reports:
        (tmp_path / report.name).write_bytes(report.read_bytes())
    alone = sayso.compare([tmp_path], today=TODAY)
    (tmp_path / "zz-copy.txt").write_bytes((EXAMPLES / "missiles" / "inland-courier.txt").read_bytes())
    doubled = sayso.compare([tmp_path], today=TODAY)
    assert [shape(s) for s in doubled] == [shape(s) for s in alone]


def test_the_same_text_in_another_outlet_raises_no_count(tmp_path: Path) -> None:
    for report in sorted((EXAMPLES / "missiles").iterdir()):
        (tmp_path / report.name).write_bytes(report.read_bytes())
    (alone,) = sayso.compare([tmp_path], today=TODAY)
    (tmp_path / "zz-copy.txt").write_bytes((EXAMPLES / "missiles" / "inland-courier.txt").read_bytes())
    (tmp_path / "zz-copy.meta.json").write_text('{"outlet": "The Copyist"}')
    (copied,) = sayso.compare([tmp_path], today=TODAY)
    assert len(copied.articles) == len(alone.articles) + 1
    before = {s: c.count for c in alone.claims for s in c.statements}
    for claim in copied.claims:
        was = {before[s] for s in claim.statements if s in before}
        assert len(was) != 1 or claim.count == was.pop(), claim.text


def test_line_ends_and_marks_keep_exact_offsets() -> None:
    text = (
        "Dam “safe”, says chief\r\n\r\nThe dam’s wall is sound, chief engineer Zoë Åkesson 😀 said\ton Monday.\r\n“No water is lost,” she added.\r\n"
    )
    reading = sayso.read(text, published="2024-03-05")
    assert reading.article.text == text
    assert any("No water is lost" in text[s.content[0].start : s.content[0].end] for s in reading.statements)
    assert all(0 <= s.start < s.end <= len(text) for statement in reading.statements for s in spans(statement))


@pytest.mark.parametrize("text", ["", " ", "\n", "Word", "?" * 500, "a " * 5000, "\u202eabc\u0000", "“" * 300, "\ufeffHello there."])
def test_odd_texts_are_read(text: str) -> None:
    assert sayso.read(text, today=TODAY).article.text == text


def test_read_stays_a_function_after_compare() -> None:
    sayso.compare([EXAMPLES / "canal"], today=TODAY)
    assert callable(sayso.read)


def test_an_inferred_date_is_marked() -> None:
    reading = sayso.read("The bridge was reopened on Friday, November 22, the council said in a statement.", today=TODAY)
    assert (reading.article.published, reading.article.published_inferred) == (date(2024, 11, 22), True)


def test_a_refusal_without_a_matter_stands_on_what_its_report_is_about(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Harbour firm sold\n\nThe harbour firm has been sold, the mayor said on Monday. The firm declined to comment.\n")
    (tmp_path / "b.txt").write_text("Firm sold\n\nThe harbour firm has been sold, mayor Ana Ruiz told reporters on Monday.\n")
    (ledger,) = sayso.compare([tmp_path], today=TODAY)
    refused = [c for c in ledger.claims if c.witnesses.declining]
    assert len(refused) == 1
    assert "sold" in refused[0].text
