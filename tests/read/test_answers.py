from attribution_marks import marked

from sayso.data import Span
from sayso.read.answers import answered


def test_what_was_asked_is_what_is_not_denied() -> None:
    text, (question, answer), _ = marked("<c1>Asked about</c1> <p1>the secret deal</p1>, <s2>the minister</s2> <c2>did not deny</c2> <p2>it</p2>.")
    whole = (Span(0, len(text)),)
    assert answered(text, answer, questions=[question], sentences=whole).content == question.content
    assert answered(text, question, questions=[question], sentences=whole) == question
    assert answered(text, answer, questions=[], sentences=whole) == answer


def test_a_question_of_another_sentence_is_not_answered() -> None:
    text, (question, answer), _ = marked("<c1>Asked about</c1> <p1>the deal</p1>, he left. <s2>The minister</s2> <c2>did not deny</c2> <p2>it</p2>.")
    cut = text.index("The minister")
    assert answered(text, answer, questions=[question], sentences=(Span(0, cut), Span(cut, len(text)))) == answer
