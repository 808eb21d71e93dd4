"""The JSON Schemas of the public shapes, as published in docs/schema."""

from __future__ import annotations

import msgspec

from sayso.codec import shapes, sought

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, bytes]:
    """File name -> JSON Schema (draft 2020-12), indented, for each public shape: sayso.ledgers/1, sayso.story/1, sayso.reading/1 and so on."""
    found: dict[str, bytes] = {}
    for name, shape in (shapes.SCHEMAS | sought.SCHEMAS).items():
        schema = {"$schema": DIALECT, "title": shape.__struct_config__.tag, **msgspec.json.schema(shape)}
        found[f"sayso.{name}-1.json"] = msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"
    return found
