from sayso.count.identity import identify
from sayso.data import Article, Kind, Reading, Span, Statement, Witness

ANSWERS = Witness("dana-ruiz", "Dana Ruiz", "person", ("communications director for Tom Hale",), speaks_for="tom-hale")
CHIEF = Witness("tom-hale", "Tom Hale", "person")


def reading(article: str, *sayings: str, kind: Kind = "direct", who: Witness = ANSWERS, chief: Witness = CHIEF) -> Reading:
    text, told = "", []
    for saying in sayings:
        told.append(Statement(f"{article}-{len(text)}", article, (Span(len(text), len(text) + len(saying)),), speakers=(who.id,), kind=kind))
        text += saying + "\n"
    return Reading(Article(article, text), (), (), (), (), (who, chief), (), tuple(told))


def chief_of(*readings: Reading, name: str = "Dana Ruiz") -> str | None:
    return next(w.speaks_for for w in identify(readings).witnesses if w.name == name)


def test_who_apologises_for_herself_is_her_own_witness() -> None:
    told = reading("a", "I wrote in anger", "I should have waited an hour", "My words hurt two families", "the boys deserve better")
    assert chief_of(told) is None


def test_it_tells_why_and_where_she_speaks_of_herself() -> None:
    found = identify([reading("a", "I wrote in anger", "I should have waited", "it hurt me as well")])
    (reason,) = (r for r in found.reasons if r.rule == "3")
    assert "in their own right" in reason.text
    assert reason.witnesses == ("dana-ruiz",)
    assert [start for _, start, _ in reason.spans] == [0, 17, 38]


def test_what_one_report_leaves_out_another_tells() -> None:
    assert chief_of(reading("a", "I wrote in anger", "I should have waited"), reading("b", "My words hurt two families")) is None


def test_a_turn_of_phrase_leaves_the_principal() -> None:
    assert chief_of(reading("a", "I can tell you that the senator will vote no", "the bill is dead", "he has read it twice")) == "tom-hale"
    many = ["the senator has read it"] * 10
    assert chief_of(reading("a", "I think so", "I doubt it", "I saw him sign it", *many)) == "tom-hale"


def test_we_is_the_principal() -> None:
    assert chief_of(reading("a", "we will appeal", "our case is strong", "we expect a ruling in May")) == "tom-hale"


def test_only_quoted_words_tell() -> None:
    assert chief_of(reading("a", "I wrote in anger", "I should have waited", "My words hurt", kind="indirect")) == "tom-hale"


def test_the_head_of_an_institution_stays_the_institution() -> None:
    head = Witness("mara-quint", "Mara Quint", "person", ("president",), speaks_for="palace")
    palace = Witness("palace", "the palace", "organisation")
    told = reading("a", "I signed it this morning", "I have no regrets", "I will not step down", who=head, chief=palace)
    assert chief_of(told, name="Mara Quint") == "palace"


def test_the_spokeswoman_of_a_body_may_speak_for_herself_too() -> None:
    voice = Witness("ida-berg", "Ida Berg", "person", ("spokeswoman for the port authority",), speaks_for="port")
    port = Witness("port", "port authority", "organisation")
    told = reading("a", "I resigned on Friday", "I was told to lie", "they asked me to sign", who=voice, chief=port)
    assert chief_of(told, name="Ida Berg") is None
