import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.text import block_quotations, datelines, joints, paragraphs, quotations


def said(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("The mayor said “we are open” and left.", ["“we are open”"]),
        ('The mayor said "we are open" and left.', ['"we are open"']),
        ('"We are open," she said. "Come in."', ['"We are open,"', '"Come in."']),
        ("She called it ``odd'' twice.", ["``odd''"]),
        ("Il dit «bonjour» puis part.", ["«bonjour»"]),
        ("Ministers ‘knew of leak’ for months", ["‘knew of leak’"]),
        ("Ministers 'knew of leak' for months", ["'knew of leak'"]),
        ("The workers' union and the firm's board didn't agree.", []),
        ("“First part.\n“Second part,” he said.", ["“First part.", "“Second part,”"]),
        ("“He told me ‘go’ and I went,” she said.", ["“He told me ‘go’ and I went,”"]),
        ("A 6' pole and a 12\" pipe", ['" pipe']),
        ("", []),
    ],
)
def test_quotations_are_found_with_their_marks(text: str, quotes: list[str]) -> None:
    assert said(text) == quotes


def test_an_unclosed_quote_ends_with_its_paragraph() -> None:
    text = "“We never signed it.\r\n\r\nThe talks go on."
    assert said(text) == ["“We never signed it."]


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    text = (
        "The council met on Monday to talk about\nthe bridge, which has been closed since\nthe flood, and put off a decision until\n"
        "the engineers have reported to it in\nwriting.\n\nA second paragraph."
    )
    assert [text[p.start : p.end][:9] for p in paragraphs(text)] == ["The counc", "A second "]


def test_each_line_of_a_report_is_a_paragraph() -> None:
    text = "Bridge closed\n\nThe bridge was closed.\nThe council met."
    assert len(paragraphs(text)) == 3


@given(st.text(alphabet=st.sampled_from("ab \"'“”‘’«»\n\r\t.é😀`")))
def test_spans_lie_inside_and_in_order(text: str) -> None:
    for spans in (paragraphs(text), quotations(text)):
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))


def test_a_lost_blank_is_seen_where_both_parts_are_words_of_the_text() -> None:
    text = "Ana GarciaMexico's envoy spoke. Mexico agreed, Ms. Garcia said on YouTube."
    assert [text[:at].rsplit(" ", 1)[1] for at in joints(text)] == ["Garcia"]


def test_camel_case_alone_is_no_lost_blank() -> None:
    assert joints("BuzzFeed and McDonald agreed; DeSantis did not. iPhone sales fell.") == []


def test_a_paragraph_behind_a_colon_is_a_quoted_block_if_somebody_speaks_in_it() -> None:
    text = "The letter in full:\n\nDear neighbours, I am sorry for the noise.\n\nThe prices:\n\nBread costs two crowns.\n\nWe left: so be it."
    assert [text[block.start : block.end] for _, block in block_quotations(text)] == ["Dear neighbours, I am sorry for the noise."]


def test_a_marked_quote_or_a_list_behind_a_colon_is_no_block() -> None:
    assert block_quotations("She said:\n“I left.”\nThe rules:\n- Wash your hands.\n") == []


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("OSTERVIK (NordWire) - Twelve were hurt.", "OSTERVIK (NordWire) - "),
        ("WASHINGTON — A bill passed.", "WASHINGTON — "),
        ("PORT SALE, N.J., March 3 (AP) -- Ships left.", "PORT SALE, N.J., March 3 (AP) -- "),
        ("NATO chief leaves", ""),
        ("A-levels - the results", ""),
    ],
)
def test_datelines(text: str, head: str) -> None:
    assert [f"Title\n\n{text}\n"[s.start : s.end] for s in datelines(f"Title\n\n{text}\n")] == ([head] if head else [])
