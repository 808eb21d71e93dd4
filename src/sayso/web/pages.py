"""The pages: stories with their search, one story, who is cited, one of them, the API in words, the way in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request, Response

from sayso.data import Count, Ledger
from sayso.folding import asked, title_of
from sayso.show.html.guide import guide
from sayso.show.html.markup import Html, join, tag
from sayso.show.html.page import KINDS
from sayso.show.html.quoted import KINDS as SORTS
from sayso.show.html.story import story
from sayso.show.html.view import view
from sayso.show.wording import clean, day, days, interval, number
from sayso.web.api import LONGEST_QUERY, described
from sayso.web.guard import inside
from sayso.web.library import ClaimEntry, Library
from sayso.web.static import address
from sayso.words import function_words

ON_A_PAGE = 50
"""Stories or voices that a page lists; the next page has more."""
MOST_DRAWN = 16
"""Story pages that are kept once drawn."""
LONGEST_ADDRESS = 2000
"""Characters of the address to which a login leads back."""
IN_FULL = 20
"""Stories that the page of a voice tells in full; the next page has more."""
MOST_ROWS = 100
"""Stories in the table over time."""
MOST_SHOWN = 12
"""Claims of one story that the page of a voice shows at once; the others unfold."""
STORY_KEY = "t1"
"""What the anchors of a story's page begin with; the same as in a report of one story, so that links into it hold."""
TABS = (("/", "Stories"), ("/witnesses", "Who is cited"), ("/about", "About"))

At = Annotated[int, Query(ge=0, le=10**9)]


def templates() -> Callable[..., str]:
    """A function that fills one of the app's templates; every value is escaped, on one line, and free of characters that steer a page."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(loader=PackageLoader("sayso.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.finalize = lambda value: clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
    made.globals |= {
        "address": address,
        "tabs": TABS,
        "kinds": KINDS,
        "sorts": SORTS,
        "to": _to,
        "claim_at": _claim_at,
        "marked": marked,
        "most_shown": MOST_SHOWN,
        "most_rows": MOST_ROWS,
    }
    made.globals |= {"day": day, "days": days, "number": number, "interval": _interval}

    def fill(name: str, values: Mapping[str, Any]) -> str:
        return str(made.get_template(name).render(**values))

    return fill


def router(library: Library, *, version: str, asks_token: bool) -> APIRouter:
    """The routes of the pages over a library."""
    pages = Pages(library, version=version, asks_token=asks_token)
    made = APIRouter(include_in_schema=False)
    listed = (
        ("/", pages.stories),
        ("/story/{id}", pages.story),
        ("/witnesses", pages.voices),
        ("/witness/{key}", pages.voice),
        ("/about", pages.about),
    )
    for path, answer in listed:
        made.add_api_route(path, answer, response_class=Response)
    if asks_token:
        made.add_api_route("/login", pages.login, response_class=Response)
    return made


class Pages:
    """The pages over a library: one method each."""

    def __init__(self, library: Library, *, version: str, asks_token: bool) -> None:
        self._library = library
        self._fill = templates()
        self._shared = {"version": version, "tab": "", "asks_token": asks_token}
        self._drawn = Drawn()

    def _page(self, name: str, status: int = 200, **values: Any) -> Response:
        return html(self._fill(name, {**self._shared, **values}), status)

    def stories(self, q: str = "", offset: At = 0) -> Response:
        """All stories, or those in which something is found."""
        sought = q[:LONGEST_QUERY].strip()
        if sought:
            return self._found(sought, offset)
        every = self._library.stories()
        return self._page(
            "stories.html", tab="/", q="", stories=every[offset : offset + ON_A_PAGE], total=len(every), offset=offset,
            skipped=self._library.skipped(), more=_more("/", "", offset, len(every)), empty=self._library.filled_by(),
        )  # fmt: skip

    def _found(self, sought: str, offset: int) -> Response:
        found = self._library.search(sought)
        return self._page(
            "found.html", tab="/", q=sought, voices=found.voices, hits=found.stories[offset : offset + ON_A_PAGE], total=len(found.stories),
            claims=sum(hit.found for hit in found.stories), more=_more("/", sought, offset, len(found.stories)),
        )  # fmt: skip

    def story(self, id: str) -> Response:  # noqa: A002 (the name in the address)
        """One story, as in the report; an id of one that was merged into another leads to that one's page."""
        ledger = self._library.story(id)
        if ledger is None:
            return self._page("wrong.html", 404, what="There is no such story", why="It may have been taken away, or its address be cut short.")
        if ledger.id != id:
            return Response(status_code=303, headers={"location": _to("story", ledger.id)})
        voices = self._library.voices(story=id)
        return self._page("story.html", title=title_of(ledger), id=id, guide=guide(), drawn=self._drawn.of(ledger), voices=voices)

    def voices(self, q: str = "", offset: At = 0) -> Response:
        """Who is cited."""
        sought = q[:LONGEST_QUERY].strip()
        found = self._library.voices(sought)
        return self._page(
            "witnesses.html", tab="/witnesses", q=sought, voices=found[offset : offset + ON_A_PAGE], total=len(found),
            more=_more("/witnesses", sought, offset, len(found)),
        )  # fmt: skip

    def voice(self, key: str, offset: At = 0) -> Response:
        """All that somebody is cited for; a name leads to the page of its id."""
        found = self._library.witness(key, offset=offset, limit=IN_FULL)
        if found is None:
            return self._page("wrong.html", 404, what="Nobody of that name is cited", why="Search for a part of the name under “Who is cited”.")
        if found.voice.id != key:
            return Response(status_code=303, headers={"location": _to("witness", found.voice.id)})
        more = _more(_to("witness", key), "", offset, len(found.over_time), IN_FULL)
        return self._page("witness.html", tab="/witnesses", cited=found, more=more)

    def about(self, request: Request) -> Response:
        """How to read it, and what programs can ask for."""
        paths = described(request.app)["paths"]
        calls = [(path, said["get"]["summary"], said["get"].get("description", "").replace("`", "")) for path, said in paths.items()]
        return self._page("about.html", tab="/about", guide=guide(), calls=calls)

    def login(self, next: str = "/", wrong: str = "") -> Response:  # noqa: A002 (the name in the address)
        """The form that takes the token."""
        return self._page("login.html", 401 if wrong else 200, target=inside(next[:LONGEST_ADDRESS]), wrong=bool(wrong))


class Drawn:
    """The stories' parts of their pages that were drawn last; a ledger that was read anew is drawn anew."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Ledger, Html]] = {}
        self._lock = Lock()

    def of(self, ledger: Ledger) -> Html:
        """A story's part of its page."""
        with self._lock:
            known = self._kept.pop(ledger.id, None)
        made = known[1] if known and known[0] is ledger else story(view(ledger, key=STORY_KEY))
        with self._lock:
            self._kept[ledger.id] = (ledger, made)
            while len(self._kept) > MOST_DRAWN:
                del self._kept[next(iter(self._kept))]
        return made


def marked(text: str, sought: str) -> Html:
    """`text` with the words of a search marked, as far as they stand there letter for letter; function words only where nothing else is sought."""
    every = asked(sought)
    words = sorted([word for word in every if word not in function_words()] or every, key=len, reverse=True)
    plain = clean(text)
    if not words:
        return join((plain,))
    pieces = re.split("(" + "|".join(map(re.escape, words)) + ")", plain, flags=re.IGNORECASE)
    return join(tag("mark", piece) if at % 2 else piece for at, piece in enumerate(pieces))


def html(text: str, status: int = 200) -> Response:
    """A page as an answer."""
    return Response(text.encode("utf-8", "replace"), status, media_type="text/html; charset=utf-8")


def _to(kind: str, key: str) -> str:
    """The address of a story or a voice."""
    return f"/{kind}/{quote(key, safe='')}"


def _claim_at(claim: ClaimEntry) -> str:
    """The address of a claim on its story's page."""
    return f"{_to('story', claim.story)}#{STORY_KEY}-c{claim.number}"


def _interval(claim: ClaimEntry) -> str:
    return interval(Count(claim.least, claim.most))


def _more(path: str, sought: str, offset: int, total: int, length: int = ON_A_PAGE) -> str | None:
    """The address of the next page of a list, if there is one."""
    if offset + length >= total:
        return None
    return f"{path}?{urlencode({**({'q': sought} if sought else {}), 'offset': offset + length})}"
