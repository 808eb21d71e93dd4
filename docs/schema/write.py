"""Writes the JSON Schemas of the public output into this folder; a test fails when they are not what the code says."""

from pathlib import Path

from sayso.codec import schemas

for name, schema in schemas().items():
    Path(__file__).with_name(name).write_bytes(schema)
