"""A store as a library: what it answers is what a folder with the same ledgers answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from show.made_many import many
from store.search.putting import put

from sayso.cli.serve import library_of as served
from sayso.codec import encode_story
from sayso.data import Ledger
from sayso.errors import StoreError
from sayso.folding import tokens
from sayso.store import Keys, Store, open_store
from sayso.web.folder import Folder
from sayso.web.library import Library
from sayso.web.stored import Stored
from web.conftest import bridge, flood, inquiry, written


def stories() -> tuple[Ledger, ...]:
    """Stories that share people, one without a date, two of one day, one of many reports."""
    later = replace(inquiry(), articles=tuple(replace(one, id=f"later-{one.id}") for one in inquiry().articles))
    later = replace(later, statements=tuple(replace(one, article=f"later-{one.article}") for one in later.statements))
    undated = tuple(replace(one, id=f"u-{one.id}", published=None) for one in bridge().articles)
    said = tuple(replace(one, article=f"u-{one.article}") for one in bridge().statements)
    none = replace(bridge(), title="A pier, undated", first=None, last=None, articles=undated, statements=said)
    wide = many(12, seed=3)[0]
    names = {one.id: f"w-{one.id}" for one in wide.articles}
    wide = replace(
        wide,
        title="Flood in the Tern valley, again",
        articles=tuple(replace(one, id=names[one.id]) for one in wide.articles),
        statements=tuple(replace(one, article=names[one.article]) for one in wide.statements),
    )
    return bridge(), later, none, flood(), wide


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Folder, Stored, Store]]:
    root = tmp_path_factory.mktemp("both")
    with open_store(root / "store.sqlite") as store:
        kept = [put(store, ledger) for ledger in stories()]
        kept = [put(store, store.ledger(one.id) or one) for one in kept]
        written(root / "ledgers" / "all.json", *(store.ledger(one.id) or one for one in kept))
        yield Folder(root / "ledgers"), Stored(store), store


def test_stories_are_the_same_in_the_same_order(both: tuple[Folder, Stored, Store]) -> None:
    folder, stored, _ = both
    assert list(stored.stories()) == list(folder.stories())
    assert len(stored.stories()) == 5
    assert stored.stories()[1:3] == tuple(folder.stories())[1:3]
    assert stored.stories()[-1] == folder.stories()[-1]
    assert stored.stories()[9:] == ()
    for one in folder.stories():
        ours, theirs = stored.story(one.id), folder.story(one.id)
        assert ours is not None
        assert theirs is not None
        assert encode_story(ours) == encode_story(theirs)
        assert stored.story(one.id) is ours, "it is drawn once"
    for none in ("no such", "", "\0", "\ud800"):
        assert stored.story(none) is None


def test_voices_are_the_same_in_the_same_order(both: tuple[Folder, Stored, Store]) -> None:
    folder, stored, _ = both
    assert list(stored.voices()) == list(folder.voices())
    for one in folder.stories():
        assert list(stored.voices(story=one.id)) == list(folder.voices(story=one.id))
    for text in ("lund", "MERROW li", "o", "police", "!!", " ", "halim noor"):
        assert list(stored.voices(text)) == list(folder.voices(text)), text


def test_all_that_somebody_is_cited_for_is_the_same(both: tuple[Folder, Stored, Store]) -> None:
    folder, stored, _ = both
    for voice in folder.voices():
        assert stored.witness(voice.id) == folder.witness(voice.id)
    for key in ("ADA lund", "mara oduya"):
        found = folder.witness(key, offset=1, limit=1)
        assert found is not None
        assert stored.witness(key, offset=1, limit=1) == found
    assert stored.witness("nobody") is stored.witness("\0") is stored.witness("\ud800") is None


def words(libraries: Sequence[Ledger]) -> list[str]:
    texts = [text for one in libraries for text in (one.title, *(claim.text for claim in one.claims), *(article.text for article in one.articles))]
    return sorted({word for text in texts for _, _, word in tokens(text)})


WORDS = words(stories())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_searches_find_the_same(both: tuple[Folder, Stored, Store], data: st.DataObject) -> None:
    folder, stored, _ = both
    some = data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
    cut = [word[: data.draw(st.integers(1, len(word)))] for word in some]
    asked = " ".join(cut) if data.draw(st.booleans()) else f'"{" ".join(cut)}"'
    ours, theirs = stored.search(asked), folder.search(asked)
    assert ours == theirs


@pytest.mark.parametrize(
    "asked", ["hit a pi", '"hit a pi', "“a pier of the bri”", "zzz", "", '"', "lund pier", "aldermouth inq", "harbour post", "flood again"]
)
def test_these_searches_find_the_same(both: tuple[Folder, Stored, Store], asked: str) -> None:
    folder, stored, _ = both
    assert stored.search(asked) == folder.search(asked)


def test_what_is_added_appears(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.sqlite") as store:
        library: Library = Stored(store)
        assert (list(library.stories()), list(library.voices()), list(library.skipped())) == ([], [], [])
        first = put(store, bridge())
        assert [one.id for one in library.stories()] == [first.id]
        before = library.story(first.id)
        grown = replace(first, articles=tuple(replace(one, published=date(2025, 1, 1)) for one in first.articles), last="2025-01-01")
        put(store, grown)
        after = library.story(first.id)
        assert before is not None
        assert after is not None
        assert (before.last, after.last) == ("2024-03-04", "2025-01-01")
        assert library.stories()[0].last == "2025-01-01"


def test_a_story_is_listed_as_its_ledger_has_it(client_of: Callable[..., Any], tmp_path: Path) -> None:
    with open_store(tmp_path / "store.sqlite") as store:
        first = put(store, bridge())
        library = Stored(store)
        (counted,) = library.stories()
        more = replace(first.articles[0], id="more", text="A report that its ledger does not know yet.", published=date(2025, 1, 1))
        store.keep(more, Keys("more", "more"), reading=None, sketch=None, day=None, placed=(first.id, ()))
        assert list(library.stories()) == list(store.stories()) == [replace(counted, stale=True)]
        (told,) = client_of(library).get("/api/stories").json()["stories"]
        assert (told["articles"], told["last"], told["stale"]) == (counted.articles, counted.last, True)


def test_a_merged_story_leads_to_the_other(client_of: Callable[..., Any], tmp_path: Path) -> None:
    one, other, *_ = stories()
    with open_store(tmp_path / "store.sqlite") as store:
        one, other = put(store, one), put(store, other)
        client = client_of(Stored(store))
        assert client.get(f"/story/{other.id}").status_code == 200
        joint = replace(one.articles[0], id="joint", text="One more report, by which both turn out to be one.")
        kept = store.keep(joint, Keys("joint", "joint"), reading=None, sketch=None, day=None, placed=(one.id, ((one.id, other.id),)))
        assert kept.merged == ((one.id, other.id),)
        moved = client.get(f"/story/{other.id}")
        assert (moved.status_code, moved.headers["location"]) == (303, f"/story/{one.id}")
        assert client.get(f"/api/stories/{other.id}").json()["id"] == one.id
        assert [entry.id for entry in Stored(store).stories()] == [one.id]


def test_an_empty_store_says_how_reports_come_into_it(client_of: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for db, told in ((None, "sayso add REPORTS</code>"), (tmp_path / "other.sqlite", "sayso add REPORTS --db STORE</code>")):
        with open_store(db) as store:
            client = client_of(Stored(store))
            page = client.get("/").text
            assert told in page
            assert str(tmp_path) not in page, "nobody else needs to know where it is"
            pages = [page, *(client.get(path).text for path in ("/?q=a", "/witnesses", "/story/none", "/witness/none"))]
            assert not [one for one in pages if "folder" in one.lower() or "ledger" in one.lower()]
            put(store, bridge())
            assert told not in client.get("/").text
            assert told not in client.get("/?offset=100").text


def test_a_store_that_breaks_is_told_without_its_place(client_of: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StoreError("/desk/secret.sqlite: the file is damaged")

    with open_store(tmp_path / "store.sqlite") as store:
        client = client_of(Stored(store))
        assert client.get("/").status_code == 200
        monkeypatch.setattr(Store, "reading", broken)
        for path in ("/", "/api/stories"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert "secret" not in answer.text


def test_an_empty_folder_says_how_ledgers_come_into_it(client_of: Callable[..., Any], tmp_path: Path) -> None:
    assert "sayso compare REPORTS --json &gt; FOLDER/NAME.json" in client_of(Folder(tmp_path)).get("/").text


def test_the_api_answers_the_same(both: tuple[Folder, Stored, Store], client_of: Callable[..., Any]) -> None:
    folder, stored, _ = both
    ours, theirs = client_of(stored), client_of(folder)
    story, voice = folder.stories()[0].id, folder.voices()[0].id
    paths = ["/api/stories", "/api/stories?offset=1&limit=2", f"/api/stories/{story}", "/api/witnesses?limit=3", "/api/witnesses?q=lund"]
    paths += [f"/api/witnesses/{voice}", "/api/search?q=pier", "/api/search?q=the&offset=1&limit=1", "/api/stories/none", "/health"]
    for path in paths:
        one, other = ours.get(path), theirs.get(path)
        assert (one.status_code, one.json()) == (other.status_code, other.json()), path
    for path in ("/", "/?q=pier", "/?q=%00", "/witnesses", "/witnesses?q=o", f"/witness/{voice}", f"/story/{story}", "/?offset=1"):
        one, other = ours.get(path), theirs.get(path)
        same = (page.text.split('<section class="skipped"')[0] for page in (one, other))
        assert one.status_code == other.status_code == 200
        assert len(set(same)) == 1, path


def test_what_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with served(None, None) as (library, place):
        assert (isinstance(library, Folder), place) == (True, ".")
    with open_store(tmp_path / "data" / "sayso" / "store.sqlite") as store:
        put(store, bridge())
    with open_store(tmp_path / "other.sqlite"):
        pass
    for folder, db, stories in ((None, None, 1), (None, "other.sqlite", 0), (".", None, 0)):
        with served(folder, db) as (library, _):
            assert (isinstance(library, Stored), len(library.stories())) == (folder is None, stories)
    with pytest.raises(StoreError), served(None, "none.sqlite"):
        pass
