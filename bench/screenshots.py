"""Make the pictures of the page in docs/images from the example reports, as a Chromium of this machine draws them.

    python -m bench.screenshots

Needs playwright and Pillow (`pip install playwright pillow`) and a Chromium; no part of the tests, for every machine has other fonts.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import sayso
from bench.data import ROOT
from sayso.show.html import ledgers_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES = ROOT / "docs" / "images"
EXAMPLE = ROOT / "examples" / "missiles"
LARGEST = 200_000
"""Bytes of a picture; a page of documents should open at once."""
COLOURS = 160
"""Of a picture; type on plain ground needs no more, and takes a third of the room."""
WAIT = 200
"""Milliseconds for the browser to draw."""


def report(page: Page) -> None:
    """The claims beside the articles, one claim followed into them."""
    page.click("#t1-c1 .places .at")
    page.evaluate("scrollTo(0, 0)")


def sources(page: Page) -> None:
    """The source graph, the timeline and the table of who is quoted where."""
    page.evaluate("document.querySelector('#t1-sources').scrollIntoView()")


def phone(page: Page) -> None:
    """The first claims on a small screen."""
    page.evaluate("document.querySelector('#t1-claims').scrollIntoView()")


PICTURES = ((report, 1360, 850, 1.0), (sources, 1360, 760, 1.0), (phone, 375, 700, 1.0))
"""What to do on the page, its width and height in CSS pixels, and how many dots a pixel has."""


def main() -> None:
    """Write docs/images/page-*.png and say how large they are."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        raise SystemExit("no Chromium on this machine")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        made = Path(folder) / "report.html"
        made.write_text(ledgers_html(sayso.compare([EXAMPLE])), encoding="utf-8")
        browser = running.chromium.launch(executable_path=program, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        for picture in PICTURES:
            path = _take(browser, made, *picture)
            size = path.stat().st_size
            print(f"{path.relative_to(ROOT)}  {size} bytes")
            if size > LARGEST:
                raise SystemExit(f"{path.name} is larger than {LARGEST} bytes")


def _take(browser: Browser, made: Path, prepare: Callable[[Page], None], width: int, height: int, dots: float) -> Path:
    from PIL import Image

    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=dots, color_scheme="light")
    page.goto(made.as_uri())
    prepare(page)
    page.wait_for_timeout(WAIT)
    path = IMAGES / f"page-{prepare.__name__}.png"
    drawn = Image.open(io.BytesIO(page.screenshot()))
    drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    page.close()
    return path


if __name__ == "__main__":
    main()
