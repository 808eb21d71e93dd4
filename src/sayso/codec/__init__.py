"""Noun <-> JSON and bytes, once: the public schemas sayso.ledgers/1, sayso.story/1 and sayso.reading/1, and the JSON Schema made of them.

Keys come in one fixed order and nothing is sorted, so the same nouns give the same bytes. The JSON leaves out, by its
definition: where an article's body begins, sentences, clauses, names and
propositions of a reading, the upper value of a quantity "between",
and the size of a witness, which decoding takes from the claims that list it as unnamed. The packed bytes leave out nothing.
"""

from sayso.codec.decode import decode_ledgers, decode_reading, decode_story
from sayso.codec.encode import encode_ledgers, encode_reading, encode_story
from sayso.codec.packed import pack_article, pack_ledger, pack_reading, unpack_article, unpack_ledger, unpack_reading
from sayso.codec.schema import schemas

__all__ = [
    "decode_ledgers",
    "decode_reading",
    "decode_story",
    "encode_ledgers",
    "encode_reading",
    "encode_story",
    "pack_article",
    "pack_ledger",
    "pack_reading",
    "schemas",
    "unpack_article",
    "unpack_ledger",
    "unpack_reading",
]
