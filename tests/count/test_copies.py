from sayso.count.copies import copies, with_copies
from sayso.count.shared_text import shared_passages
from sayso.data import Article, Claim, Span, Statement, Variant, VariantValue

TEXT = (
    "The old grain silo above the harbour of Vik collapsed shortly before dawn on Tuesday and buried two empty lorries under rubble and wet barley. "
    "The port captain, Mona Eide, said that rust had eaten through the steel bands. "
    "Workers had complained about cracks in the concrete walls since last autumn, according to their union."
)
OWN = "Elsewhere the first herring boats of the season came back with full nets and a good deal of singing on the quay at Vik."


def article(name: str, text: str) -> Article:
    return Article(name, text, outlet=f"The {name}")


def told(where: Article, words: str, *speakers: str) -> Statement:
    start = where.text.index(words)
    return Statement(f"{where.id}:{words}", where.id, (Span(start, start + len(words)),), speakers=speakers, kind="indirect" if speakers else "own")


SAID = ("rust had eaten through the steel bands", "The old grain silo above the harbour of Vik collapsed shortly before dawn")


def found(*articles: Article) -> dict[str, str]:
    statements = [told(a, words, *(("eide",) if words == SAID[0] else ())) for a in articles for words in SAID if words in a.text]
    statements += [told(a, "the first herring boats of the season came back") for a in articles if OWN in a.text]
    return copies(statements, shared_passages(articles), articles={a.id: a for a in articles})


def test_a_copy_repeats_statement_by_statement() -> None:
    assert found(article("a", TEXT), article("b", TEXT)) == {f"b:{words}": f"a:{words}" for words in SAID}


def test_a_cut_copy_repeats_the_longer_report_whatever_their_names() -> None:
    short = TEXT[: TEXT.index(" Workers")]
    assert found(article("b", TEXT), article("a", short)) == {f"a:{words}": f"b:{words}" for words in SAID}


def test_what_a_report_adds_to_a_copy_is_its_own() -> None:
    assert "b:the first herring boats of the season came back" not in found(article("a", TEXT + " " + TEXT[:0]), article("b", f"{TEXT} {OWN}"))


def test_other_words_repeat_nothing() -> None:
    assert found(article("a", TEXT), article("b", OWN)) == {}


def test_the_order_of_the_articles_changes_nothing() -> None:
    three = [article("a", TEXT), article("b", TEXT[: TEXT.index(" Workers")]), article("c", f"{OWN} {TEXT}")]
    assert found(*three) == found(*three[::-1])


def test_copies_join_the_claim_and_the_value_of_what_they_repeat() -> None:
    values = (VariantValue("x", ("s",)), VariantValue("y", ("t",)))
    (claim,) = with_copies([Claim("c", "text", ("s", "t"), variants=(Variant("detail", False, values),))], {"u": "t"})
    assert claim.statements == ("s", "t", "u")
    assert [v.statements for v in claim.variants[0].values] == [("s",), ("t", "u")]
