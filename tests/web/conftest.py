"""A folder of ledgers, the app over it, and a client; where the extra is missing, tests of the app are skipped and say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from show.made import ledger
from show.made_many import many

from sayso.codec import encode_ledgers
from sayso.data import Ledger, Ledgers, Skipped
from sayso.web.folder import Folder

if TYPE_CHECKING:
    from starlette.testclient import TestClient

EXTRA = ("fastapi", "jinja2", "uvicorn")
TOKEN = "a-token-of-nineteen"


def bridge() -> Ledger:
    return ledger()


def inquiry() -> Ledger:
    """A later story in which some of the bridge's people speak again."""
    return replace(ledger(), id="t2", title="Inquiry into the Aldermouth bridge opens", first="2024-05-01", last="2024-05-02")


def flood() -> Ledger:
    return many(4)[0]


def written(path: Path, *stories: Ledger, skipped: tuple[Skipped, ...] = ()) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_ledgers(Ledgers(stories, skipped)))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three stories in two files, one of them further down; and files that hold none."""
    root = tmp_path / "ledgers"
    written(root / "bridge.json", bridge(), inquiry(), skipped=(Skipped("in/photo.jpg", "a JPEG image"),))
    written(root / "2025" / "flood.json", flood())
    (root / "cut.json").write_bytes((root / "bridge.json").read_bytes()[:999])
    (root / "notes.txt").write_text("not looked at")
    return root


@pytest.fixture
def library(folder: Path) -> Folder:
    return Folder(folder)


@pytest.fixture
def client_of() -> Callable[..., TestClient]:
    for name in EXTRA:
        pytest.importorskip(name, reason=f"{name} is not installed: pip install 'sayso[web]'")
    try:
        from starlette.testclient import TestClient
    except (ImportError, RuntimeError) as error:
        pytest.skip(f"starlette has no client for tests: {error}")

    from sayso.web.app import application

    def made(library: Folder, **options: object) -> TestClient:
        return TestClient(application(library, version="1.2.3", **options), base_url="http://localhost", follow_redirects=False)  # type: ignore[arg-type]

    return made


@pytest.fixture
def client(client_of: Callable[..., TestClient], library: Folder) -> TestClient:
    return client_of(library)
