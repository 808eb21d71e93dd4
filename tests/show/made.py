"""A ledger made by hand, on three invented reports about a bridge: every field of the nouns is used somewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sayso.data import (
    Article,
    Claim,
    Count,
    Group,
    Ledger,
    Ledgers,
    Mention,
    Occasion,
    Quantity,
    Reading,
    Reason,
    Skipped,
    Span,
    Standing,
    Statement,
    Time,
    Variant,
    VariantValue,
    Witness,
)

POST = (
    "Bridge at Aldermouth shut after ship hits pier\r\n\r\n"
    "The bridge at Aldermouth will stay shut until May, harbour master Ada Lund told Radio One on Saturday.\r\n"
    "“The Aurora hit the third pier,” she said.\r\n"
    "Two officials said the ship had lost its engine.\r\n"
    "The bridge opened in 1931.\r\n"
    "Some 40 cars 🚗 were stranded, police said.\r\n"
)
WIRE = (
    "ALDERMOUTH, March 3 (AP) - A freighter struck a pier of the Aldermouth bridge, Lund told Radio One.\n"
    "The owner, Merrow Lines, denied that the engine had failed.\n"
    "The bridge was opened in 1931. Police counted 55 stranded cars.\n"
)
NOTE = "Merrow Lines would not say how fast the ship had been.\nPolice said 40 cars were stranded.\n"


def spans(text: str, *pieces: str) -> tuple[Span, ...]:
    """Where `pieces` stand in `text`."""
    return tuple(Span(text.index(piece), text.index(piece) + len(piece)) for piece in pieces)


def articles() -> tuple[Article, ...]:
    post = Article(
        id="a1",
        text=POST,
        title="Bridge at Aldermouth shut after ship hits pier",
        outlet="Harbour Post",
        url="https://post.example/bridge",
        published=date(2024, 3, 2),
        byline="Ines Falk",
        path="in/post.txt",
    )
    wire = Article(
        id="a2",
        text=WIRE,
        outlet="City Wire",
        published=datetime(2024, 3, 3, 9, 30, tzinfo=UTC),
        published_inferred=True,
        credits=("Associated Press",),
        path="in/wire.txt",
    )
    return post, wire, Article(id="a3", text=NOTE, path="in/note.txt", published=date(2024, 3, 4))


def statements() -> tuple[Statement, ...]:
    radio = Occasion("interview", "Radio One", "2024-03-02", spans(POST, "Radio One")[0])
    return (
        Statement(
            "s1", "a1", spans(POST, "The Aurora hit the third pier"), spans(POST, "said"), spans(POST, "she"), ("w1",), "direct", occasion=radio
        ),
        Statement(
            "s2",
            "a2",
            spans(WIRE, "A freighter struck a pier of the Aldermouth bridge"),
            spans(WIRE, "told"),
            spans(WIRE, "Lund"),
            ("w1",),
            "indirect",
            chain=("w5",),
            occasion=Occasion("interview", "Radio One"),
        ),
        Statement(
            "s3", "a1", spans(POST, "the ship had lost its engine"), spans(POST, "said"), spans(POST, "Two officials"), ("w2",), "indirect",
            factuality="probable+",
        ),
        Statement(
            "s4", "a2", spans(WIRE, "the engine had failed"), spans(WIRE, "denied"), spans(WIRE, "The owner, Merrow Lines"), ("w3",), "indirect",
            stance="denies", factuality="certain-",
        ),
        Statement("s5", "a1", spans(POST, "The bridge opened in 1931"), times=(Time(spans(POST, "1931")[0], "1931", "DATE"),)),
        Statement("s6", "a2", spans(WIRE, "The bridge was opened in 1931")),
        Statement(
            "s7",
            "a1",
            spans(POST, "Some 40 cars 🚗 were stranded"),
            spans(POST, "police said"),
            spans(POST, "police"),
            ("w4",),
            "indirect",
            quantities=(Quantity(spans(POST, "Some 40")[0], 40.0, "car", "~", "stranded cars"),),
        ),
        Statement("s8", "a2", spans(WIRE, "55 stranded cars"), spans(WIRE, "counted"), spans(WIRE, "Police"), ("w4",), "indirect", type="act"),
        Statement("s9", "a3", spans(NOTE, "40 cars were stranded"), spans(NOTE, "said"), spans(NOTE, "Police"), ("w4",), "indirect"),
        Statement(
            "s10", "a3", spans(NOTE, "how fast", "the ship had been"), spans(NOTE, "would not say"), spans(NOTE, "Merrow Lines"), ("w3",), "indirect",
            stance="declines",
        ),
        Statement("s11", "a1", spans(POST, "The bridge at Aldermouth will stay shut until May"), (), (), ("w1",), "indirect", stance="predicts"),
    )  # fmt: skip


def claims() -> tuple[Claim, ...]:
    return (
        Claim("c1", "The ship hit a pier of the bridge", ("s1", "s2"), Standing(for_=("w1",)), Count(1, 1),
              (Variant("detail", False, (VariantValue("third pier", ("s1",), ("w1",)), VariantValue("a pier", ("s2",), ("w1",)))),),
              (Reason("1", "one interview, carried by both", ("w1",), (("a1", 120, 129), ("a2", 30, 34))),)),
        Claim("c2", "The ship's engine had failed", ("s3", "s4"), Standing(unnamed=(Group("w2", "officials", 2),), against=("w3",)), Count(2, 2)),
        Claim("c3", "The bridge opened in 1931", ("s5", "s6"), Standing(own_voice=("a1", "a2")), Count(1, 2)),
        Claim("c4", "Cars were stranded", ("s7", "s8", "s9"), Standing(for_=("w4",)), Count(1, 1),
              (Variant("number", True, (VariantValue("Some 40", ("s7", "s9"), ("w4",)), VariantValue("55", ("s8",), ("w4",)))),)),
        Claim("c5", "How fast the ship had been", ("s10",), Standing(declining=("w3",)), Count(0, 0)),
        Claim("c6", "The bridge stays shut until May", ("s11",), Standing(for_=("w1",)), Count(1, 1)),
    )  # fmt: skip


WITNESSES = (
    Witness("w1", "Ada Lund", "person", ("Lund",), "w6"),
    Witness("w2", "officials", "unnamed", (), None, 2),
    Witness("w3", "Merrow Lines", "organisation", ("the owner",)),
    Witness("w4", "police", "government"),
    Witness("w5", "Radio One", "outlet"),
    Witness("w6", "Port of Aldermouth", "organisation"),
)


def ledger() -> Ledger:
    return Ledger("t1", "Bridge at Aldermouth shut after ship hits pier", "2024-03-02", "2024-03-04", articles(), statements(), claims(), WITNESSES)


def ledgers() -> Ledgers:
    return Ledgers((ledger(),), (Skipped("in/photo.jpg", "a JPEG image"),))


def reading() -> Reading:
    first = articles()[0]
    own = tuple(statement for statement in statements() if statement.article == "a1")
    return Reading(first, (), (), (), (Mention(spans(POST, "Ada Lund")[0], "w1", "name"),), WITNESSES, own, ())
