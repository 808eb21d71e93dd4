"""The JSON API: what it says, that its description holds, and that nothing makes it fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from sayso.codec import encode_ledgers, encode_story, schemas
from sayso.data import Ledgers
from sayso.web.folder import Folder
from web.conftest import TOKEN, bridge

if TYPE_CHECKING:
    from starlette.testclient import TestClient

EXAMPLES = 8
"""Of schemathesis for each operation and kind: it finds what a type or a limit lets through within few."""


def test_stories(client: TestClient) -> None:
    told = client.get("/api/stories?offset=1&limit=1").json()
    assert (told["total"], [one["id"] for one in told["stories"]]) == (3, ["t2"])


def test_a_story_is_its_ledger(client: TestClient) -> None:
    assert client.get("/api/stories/t1").content == encode_story(bridge())
    assert client.get("/api/stories/no").status_code == 404


def test_a_story_fits_the_published_schema(client: TestClient) -> None:
    validator = pytest.importorskip("jsonschema").Draft202012Validator
    validator(client.get("/schema/sayso.story-1.json").json()).validate(client.get("/api/stories/t1").json())
    assert client.get("/schema/sayso.story-1.json").content == schemas()["sayso.story-1.json"]
    whole = json.loads(encode_ledgers(Ledgers((bridge(),))))
    validator(client.get("/schema/sayso.ledgers-1.json").json()).validate(whole)


def test_search(client: TestClient) -> None:
    told = client.get("/api/search", params={"q": '"hit a pier"'}).json()
    assert [(hit["story"]["id"], hit["claims"][0]["number"], hit["claims"][0]["witnesses"]) for hit in told["stories"]][1] == ("t1", 2, ["Ada Lund"])
    assert client.get("/api/search", params={"q": "x" * 501}).status_code == 422


def test_a_witness_by_name_or_id(client: TestClient) -> None:
    by_name = client.get("/api/witnesses/Ada Lund").json()
    assert by_name == client.get(f"/api/witnesses/{by_name['voice']['id']}").json()
    assert [at["story"]["id"] for at in by_name["stories"]] == ["t2", "t1"]
    assert client.get("/api/witnesses/Nobody").json() == {"detail": "nobody of that id or name is cited"}


def test_skipped_and_health(client: TestClient) -> None:
    assert [one["path"] for one in client.get("/api/skipped").json()["skipped"]] == ["bridge.json: in/photo.jpg", "cut.json"]
    assert client.get("/health").json() == {"status": "ok"}


def test_the_description_resolves_and_holds(client: TestClient) -> None:
    validator = pytest.importorskip("jsonschema").Draft202012Validator
    told = client.get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert all(set(said) == {"get"} for said in told["paths"].values()), "read-only"
    answers = {
        "/api/stories": "/api/stories", "/api/stories/{id}": "/api/stories/t1", "/api/search": "/api/search?q=bridge",
        "/api/witnesses": "/api/witnesses",
        "/api/witnesses/{key}": "/api/witnesses/Merrow Lines", "/api/skipped": "/api/skipped", "/health": "/health",
    }  # fmt: skip
    assert set(answers) | {"/schema/{name}"} == set(told["paths"])
    for path, address in answers.items():
        schema = told["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        validator({**schema, "components": told["components"]}).validate(client.get(address).json())


def test_it_asks_for_the_token(client_of: Callable[..., TestClient], library: Folder) -> None:
    client = client_of(library, token=TOKEN)
    assert client.get("/api/stories").status_code == client.get("/schema/sayso.story-1.json").status_code == 401
    assert client.get("/api/stories", headers={"authorization": f"Bearer {TOKEN}"}).json()["total"] == 3
    assert client.get("/health").json() == {"status": "ok"}


def test_no_request_makes_it_fail(client: TestClient) -> None:
    """schemathesis, over every operation, with data that fit the description and data that do not; what is answered has to be as described."""
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed: pip install schemathesis")
    from hypothesis import HealthCheck, given, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

    held = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
    modes = schemathesis.GenerationMode
    bounded = settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    seen: dict[str, set[int]] = {}
    for found in schemathesis.openapi.from_asgi("/api/openapi.json", client.app).get_all_operations():
        operation = found.ok()
        takes_something = bool(len(operation.query) or len(operation.path_parameters))
        for mode in (modes.POSITIVE, modes.NEGATIVE) if takes_something else (modes.POSITIVE,):

            def asks(case: Any) -> None:
                answer = case.call(base_url="http://localhost")
                seen.setdefault(case.operation.path, set()).add(answer.status_code)
                case.validate_response(answer, checks=held)

            bounded(given(case=operation.as_strategy(generation_mode=mode))(asks))()
    assert set(seen) == set(client.get("/api/openapi.json").json()["paths"])
    assert {status for statuses in seen.values() for status in statuses} >= {200, 404, 422}
