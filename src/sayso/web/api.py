"""The JSON API: what the pages show, for programs, described in OpenAPI."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, HTTPException, Path, Query, Response

from sayso.codec import encode_story, schemas
from sayso.data import Skipped
from sayso.sought import StoryEntry
from sayso.web.library import Cited, Library, StoryHit, Voice

LONGEST_QUERY = 500
"""Characters of a search."""
MOST_AT_ONCE = 500
"""Entries of one answer; `offset` leads on."""
LONGEST_ID = 200
"""Characters of an id or a name in an address."""

Asked = Annotated[str, Query(max_length=LONGEST_QUERY, description="words that all have to be there; a phrase in double quotes")]
Offset = Annotated[int, Query(ge=0, le=10**9, description="how many to leave out at the beginning")]
Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description="how many at most")]
Id = Annotated[str, Path(max_length=LONGEST_ID)]
Responses = dict[int | str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Stories:
    """Some of all stories, the latest first."""

    total: int
    stories: tuple[StoryEntry, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """Some of all who are cited, those cited in most stories first."""

    total: int
    witnesses: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """Voices whose names fit a search, and some of the stories in which it found something, the latest first."""

    total: int
    witnesses: tuple[Voice, ...]
    stories: tuple[StoryHit, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What could not be read."""

    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """That the app runs and its library answers."""

    status: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why there is no answer."""

    detail: str


NOT_THERE: Responses = {404: {"model": Wrong, "description": "There is none of that id."}}
STORY: Responses = {
    200: {"description": "A sayso.story/1 object.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/sayso.story"}}}},
    **NOT_THERE,
}
SCHEMA: Responses = {
    200: {"description": "A JSON Schema (draft 2020-12).", "content": {"application/schema+json": {"schema": {"type": "object"}}}},
    **NOT_THERE,
}


def router(library: Library) -> APIRouter:
    """The routes of the API over a library; all of them read only."""
    api = Api(library)
    made = APIRouter()
    made.add_api_route("/api/stories", api.stories, tags=["stories"], summary="List stories")
    made.add_api_route("/api/stories/{id}", api.story, tags=["stories"], summary="One story's ledger", response_class=Response, responses=STORY)
    made.add_api_route("/api/search", api.search, tags=["stories"], summary="Search")
    made.add_api_route("/api/witnesses", api.witnesses, tags=["witnesses"], summary="List who is cited")
    made.add_api_route("/api/witnesses/{key}", api.witness, tags=["witnesses"], summary="What somebody is cited for", responses=NOT_THERE)
    made.add_api_route("/api/skipped", api.skipped, tags=["library"], summary="What was not read")
    made.add_api_route("/schema/{name}", api.schema, tags=["library"], summary="A published schema", response_class=Response, responses=SCHEMA)
    made.add_api_route("/health", api.health, tags=["library"], summary="Health")
    return made


class Api:
    """The calls of the API over a library: one method each; their docstrings are the descriptions in OpenAPI."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def stories(self, offset: Offset = 0, limit: Limit = 100) -> Stories:
        """All stories, the latest first."""
        found = self._library.stories()
        return Stories(len(found), tuple(found[offset : offset + limit]))

    def story(self, id: Id) -> Response:  # noqa: A002 (the name of the parameter in the API)
        """A story's whole ledger, as `sayso compare --json` prints it."""
        found = self._library.story(id)
        if found is None:
            raise HTTPException(404, "there is no story of that id")
        return Response(encode_story(found), media_type="application/json")

    def search(self, q: Asked = "", offset: Offset = 0, limit: Limit = 100) -> Hits:
        """Stories whose claims, titles or outlets hold all words, with the first of those claims, and witnesses whose names do."""
        found = self._library.search(q)
        return Hits(len(found.stories), found.voices, found.stories[offset : offset + limit])

    def witnesses(self, q: Asked = "", offset: Offset = 0, limit: Limit = 100) -> Voices:
        """All who are cited, by name if `q` asks for one."""
        found = self._library.voices(q)
        return Voices(len(found), tuple(found[offset : offset + limit]))

    def witness(self, key: Id, offset: Offset = 0, limit: Limit = 100) -> Cited:
        """All that somebody is cited for, by id or by name: in short over all stories, and in full for some of them."""
        found = self._library.witness(key, offset=offset, limit=limit)
        if found is None:
            raise HTTPException(404, "nobody of that id or name is cited")
        return found

    def skipped(self) -> Left:
        """Files of the library, and inputs of its ledgers, that could not be read."""
        return Left(tuple(self._library.skipped()))

    def health(self) -> Health:
        """Whether the library answers; needs no token and tells nothing about what is in it."""
        self._library.stories()
        return Health("ok")

    def schema(self, name: Id) -> Response:
        """A published JSON Schema, for example sayso.story-1.json."""
        found = schemas().get(name)
        if found is None:
            raise HTTPException(404, "there is no schema of that name")
        return Response(found, media_type="application/schema+json")


def described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description of `app`, with the published schema of a story among its components."""
    from fastapi.openapi.utils import get_openapi

    made: dict[str, Any] = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    components = made.setdefault("components", {}).setdefault("schemas", {})
    components.update(_story_schema())
    return made


@cache
def _story_schema() -> dict[str, Any]:
    """The parts of the schema sayso.story/1, each under a name of its own."""
    raw = schemas()["sayso.story-1.json"].decode().replace('"#/$defs/', '"#/components/schemas/sayso.')
    whole = json.loads(raw)
    parts: dict[str, Any] = {f"sayso.{name}": part for name, part in whole.pop("$defs").items()}
    whole.pop("$schema")
    parts["sayso.story"] = whole
    return parts
