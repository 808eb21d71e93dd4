"""A library -> the ASGI application: pages, JSON API and static files behind the guard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from sayso.errors import StoreError
from sayso.web import api, pages
from sayso.web.guard import Guard
from sayso.web.library import Library
from sayso.web.static import served

ABOUT = "Who says so? Stories, the claims in them, and the independent witnesses behind each. Read-only."
LEAST_PACKED = 1500
"""Bytes below which packing an answer saves no packet."""
FOR_PROGRAMS = ("/api/", "/schema/", "/static/", "/health")
"""Where answers are no pages."""
FOREVER = "public, max-age=31536000, immutable"
"""For files whose address changes with their content."""


def application(library: Library, *, version: str = "0", token: str | None = None, hosts: Iterable[str] | None = None) -> Guard:
    """The app over `library`. Whoever asks has to show `token`, if there is one, and to name one of `hosts`, if there are any."""
    app = FastAPI(title="sayso", version=version, description=ABOUT, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.include_router(api.router(library))
    app.include_router(pages.router(library, version=version, asks_token=token is not None))
    app.add_api_route("/static/{name}", static, include_in_schema=False, response_class=Response)
    app.add_api_route("/api/openapi.json", lambda: api.described(app), include_in_schema=False)
    for error in (HTTPException, RequestValidationError, StoreError):
        app.add_exception_handler(error, _explainer(version, token is not None))
    app.add_middleware(GZipMiddleware, minimum_size=LEAST_PACKED)
    return Guard(app, token=token, hosts=hosts)


def static(name: str) -> Response:
    """A file of the app, by name."""
    found = served().get(name)
    if found is None:
        raise HTTPException(404, "there is no such file")
    return Response(found.raw, media_type=found.media_type, headers={"cache-control": FOREVER})


def _explainer(version: str, asks_token: bool) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Errors as pages for people, as JSON for programs."""
    fill = pages.templates()

    async def explain(request: Request, error: Exception) -> Response:
        if isinstance(error, StoreError):
            error = HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, "the store cannot be read now")  # what it says names places of this machine
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.BAD_REQUEST
        if request.url.path.startswith(FOR_PROGRAMS):
            if isinstance(error, RequestValidationError):
                return await request_validation_exception_handler(request, error)
            return await http_exception_handler(request, error)  # type: ignore[arg-type,unused-ignore]  # the only other kind
        what = "There is no such page" if status == HTTPStatus.NOT_FOUND else HTTPStatus(status).phrase
        values = {"version": version, "tab": "", "asks_token": asks_token, "what": what, "why": ""}
        return pages.html(fill("wrong.html", values), status)

    return explain
