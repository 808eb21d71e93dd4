"""The page in a real Chromium: from a claim to its words and back, search, filters, colours, keyboard, print, hostile text, sixty articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from show.made import ledger, ledgers
from show.made_many import many
from show.soiled import soiled

from sayso.codec import encode_ledgers
from sayso.data import Ledgers

Show = Callable[..., Any]

CLAIM = "#t1-c2"
"""The ship hit a pier: two reports, one witness."""
FASTEST_OF = 3
"""Loads of which the fastest counts; others may fall together with a collection of garbage."""
WITHIN = 1.0
"""Seconds in which a page of sixty articles is open."""
IN_VIEW = """node => { const box = node.getBoundingClientRect();
  let [top, bottom, left, right] = [0, innerHeight, 0, innerWidth];
  for (let up = node.parentElement; up; up = up.parentElement) if (getComputedStyle(up).overflowY === "auto") {
    const outer = up.getBoundingClientRect(); top = Math.max(top, outer.top); bottom = Math.min(bottom, outer.bottom); }
  return box.top >= top - 1 && box.bottom <= bottom + 1 && box.left >= left - 1 && box.right <= right + 1; }"""


WORDS = """nodes => nodes.map(node => { const copy = node.cloneNode(true);
  copy.querySelectorAll(".n").forEach(number => number.remove()); return copy.textContent; })"""


def words_of(page: Any, selector: str) -> list[str]:
    """The texts of elements, without the numbers that lead to claims."""
    found: list[str] = page.eval_on_selector_all(selector, WORDS)
    return found


def wait_for(page: Any, found: str) -> None:
    """Until the page says so many claims were found; it waits for the last key."""
    page.locator(f"#found:text-is('{found}')").wait_for()


@pytest.mark.parametrize("width", [375, 1024, 1600])
def test_from_a_claim_to_its_words_and_back(opened: Show, width: int) -> None:
    page = opened(ledgers(), width=width, height=700).page
    page.click(f"{CLAIM} .places li:nth-child(2) .at")
    assert "".join(words_of(page, ".text .c.now")) == "A freighter struck a pier of the Aldermouth bridge"
    assert words_of(page, ".text .now.w") == ["Lund"]
    assert "".join(words_of(page, ".text .c.on")) == "The Aurora hit the third pier"
    assert page.eval_on_selector(".text .c.now", IN_VIEW)
    assert page.inner_text("#picked-by") == "City Wire: Ada Lund for Port of Aldermouth, via Radio One; interview, Radio One"
    assert page.inner_text("#picked-at") == "2 of 2"
    page.click("#picked-claim")
    assert page.evaluate("document.activeElement.id") == CLAIM[1:]
    assert page.eval_on_selector(f"{CLAIM} h5", IN_VIEW)
    page.click("#done")
    assert page.query_selector_all(".on, .now") == []


def test_from_the_words_to_their_claim(opened: Show) -> None:
    page = opened(ledgers()).page
    page.click(".text .c:has-text('the engine had failed')", position={"x": 5, "y": 5})
    assert page.inner_text("#picked-claim").endswith("The ship's engine had failed")
    assert page.eval_on_selector("#t1-c3 h5", IN_VIEW)
    page.click(".text p:has-text('55 stranded cars') .n[href='#t1-c1']")
    assert page.evaluate("location.hash") == "#t1-c1"
    assert page.evaluate("document.activeElement.id") == "t1-c1"


def test_the_places_of_a_claim_one_after_the_other(opened: Show) -> None:
    page = opened(ledgers(), height=500).page
    page.click("#t1-c1 .places .at")
    seen = []
    for _ in range(4):
        seen.append(page.inner_text("#picked-at"))
        assert page.eval_on_selector(".text .c.now", IN_VIEW)
        page.click("#next")
    assert seen == ["1 of 3", "2 of 3", "3 of 3", "1 of 3"]
    page.click("#before")
    assert page.inner_text("#picked-at") == "1 of 3"


def test_back_goes_back(opened: Show) -> None:
    page = opened(ledgers()).page
    page.click(f"{CLAIM} .places .at")
    first = page.evaluate("location.hash")
    page.click("#t1-c1 .places .at")
    assert page.evaluate("location.hash") != first
    page.go_back()
    assert page.evaluate("location.hash") == first
    assert page.inner_text("#picked-claim").startswith("2. ")


def test_a_link_into_the_page_arrives(opened: Show) -> None:
    page = opened(ledgers(), fragment="t1-c6").page
    assert page.eval_on_selector("#t1-c6", IN_VIEW), "it stands in a part that is folded"


def test_filters(opened: Show) -> None:
    shown = opened(ledgers())
    page = shown.page
    assert page.inner_text("#found") == "6 claims"
    for kind, claims in (("echoed", 2), ("disputed", 2), ("conflict", 1), ("alone", 2), ("open", 1), ("several", 1), ("shared", 4), ("", 6)):
        page.select_option("#kind", kind)
        assert page.inner_text("#found") == (f"{claims} of 6 claims" if kind else "6 claims")
        assert shown.count(".claim") == (claims if kind else 5), "what one report alone has is folded at first"
    page.select_option("#outlet", "City Wire")
    assert page.inner_text("#found") == "4 of 6 claims"
    assert shown.count(".column") == 1
    page.select_option("#outlet", "")
    page.select_option("#witness", "Merrow Lines")
    assert page.inner_text("#found") == "2 of 6 claims"
    page.click("#clear")
    assert page.inner_text("#found") == "6 claims"
    assert not page.is_visible("#clear")


def test_search(opened: Show) -> None:
    shown = opened(ledgers())
    page = shown.page
    page.fill("#search", "CARS police")
    wait_for(page, "1 of 6 claims")
    assert words_of(page, ".claim:not([hidden]) .t") == ["Cars were stranded"]
    assert shown.count(".column") == 3
    assert page.evaluate("[...CSS.highlights.get('found')].every(range => /^(cars|police)$/i.test(range.toString()))")
    assert page.evaluate("CSS.highlights.get('found').size") > 4
    page.fill("#search", "no such word anywhere")
    wait_for(page, "0 of 6 claims")
    assert shown.count(".claim") == shown.count(".column") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system_until_one_chooses(opened: Show, scheme: str) -> None:
    page = opened(ledgers(), color_scheme=scheme).page
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    before = page.evaluate(ground)
    assert (sum(int(part) for part in before.strip("rgb()").split(",")) < 200) == (scheme == "dark")
    assert page.get_attribute("#theme", "aria-pressed") == str(scheme == "dark").lower()
    page.click("#theme")
    after = page.evaluate(ground)
    assert after != before
    page.reload()
    assert page.evaluate(ground) == after


def test_the_keyboard_is_enough(opened: Show) -> None:
    page = opened(ledgers()).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus(f"{CLAIM} .places .at")
    page.keyboard.press("Enter")
    assert "".join(words_of(page, ".text .c.now")) == "The Aurora hit the third pier"
    assert page.evaluate("document.activeElement.closest('.column') !== null")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.text .n')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == CLAIM[1:]
    assert not page.is_visible("#picked")


def test_pointing_at_a_witness_lights_its_lines(opened: Show) -> None:
    page = opened(ledgers()).page
    page.hover(".graph .node.witness:has-text('Port of Aldermouth') text")
    lit = page.eval_on_selector_all(".lines .lit", "lines => lines.map(line => [line.dataset.from, line.dataset.to])")
    assert ["w:w6", "c:Radio One"] in lit
    assert not [line for line in lit if line[0].startswith("w:") and line[0] != "w:w6"]


@pytest.mark.parametrize("width", [320, 375, 768, 1024, 1600])
@pytest.mark.parametrize("told", [ledgers(), many(8), Ledgers((ledger(), many(3)[0])), Ledgers(())], ids=["made", "many", "two", "none"])
def test_nothing_hangs_over(opened: Show, told: Ledgers, width: int) -> None:
    page = opened(told, width=width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_reads_without_a_script(opened: Show) -> None:
    shown = opened(ledgers(), java_script_enabled=False)
    assert not shown.page.is_visible(".tools")
    assert shown.count(".column") == 3
    shown.page.click(f"{CLAIM} .places .at")
    place = shown.page.url.rsplit("#", 1)[1]
    assert words_of(shown.page, f"#{place}") == ["The Aurora hit the third pier"]
    shown.page.click(f"#{place} .n")
    assert shown.page.url.endswith(CLAIM)


def test_on_paper_everything_is_unfolded_and_nothing_is_cut(opened: Show) -> None:
    shown = opened(ledgers(), color_scheme="dark")
    page = shown.page
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.is_visible(".bar")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("[...document.querySelectorAll('details')].every(one => one.open)")
    assert page.evaluate("[...document.querySelectorAll('.text')].every(one => one.scrollHeight <= one.clientHeight + 1)")
    assert page.pdf()[:5] == b"%PDF-"


def test_the_data_can_be_saved(opened: Show) -> None:
    page = opened(ledgers()).page
    with page.expect_download() as waiting:
        page.click("#save")
    with open(waiting.value.path(), encoding="utf-8") as file:
        assert json.load(file) == json.loads(encode_ledgers(ledgers()))


def test_hostile_reports_stay_text(opened: Show) -> None:
    shown = opened(Ledgers((soiled(ledger()),)))
    page = shown.page
    assert page.evaluate("document.querySelectorAll('img, iframe, script').length") == 2, "the script and the data"
    page.click("#t1-c2 .places .at")
    page.fill("#search", "<script>")
    wait_for(page, "6 of 6 claims")
    assert "alert(1)" in page.inner_text(".text")
    assert page.evaluate("document.querySelectorAll('img, iframe, script').length") == 2


def test_the_policy_lets_nothing_in(opened: Show) -> None:
    shown = opened(ledgers())
    stopped = shown.page.evaluate(
        """async () => { const stopped = []; document.addEventListener("securitypolicyviolation", event => stopped.push(event.effectiveDirective));
        const image = new Image(); image.src = "https://sayso.invalid/x.png"; document.body.append(image);
        const script = document.createElement("script"); script.textContent = "window.ran = 1"; document.body.append(script);
        const styled = document.createElement("p"); styled.setAttribute("style", "color: red"); document.body.append(styled);
        await fetch("https://sayso.invalid/").catch(() => 0); await new Promise(done => setTimeout(done, 100)); return stopped.sort(); }"""
    )
    assert stopped == ["connect-src", "img-src", "script-src-elem", "style-src-attr"]
    assert shown.page.evaluate("window.ran") is None
    assert shown.failed == {"https://sayso.invalid/x.png": "csp"}, "stopped before it left"
    shown.complaints.clear()
    shown.requests.clear()


@pytest.mark.parametrize("width", [375, 1600])
def test_sixty_articles_open_within_a_second(opened: Show, width: int) -> None:
    page = opened(many(60), width=width).page
    meter = page.context.new_cdp_session(page)
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})
    times = []
    for _ in range(FASTEST_OF):
        before = taken(meter)
        page.reload()
        times.append(taken(meter) - before)
    assert min(times) < WITHIN, times


def taken(meter: Any) -> float:
    """Seconds that the page's main thread has worked so far; what else the machine does is not in it."""
    found: float = next(one["value"] for one in meter.send("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration")
    return found


def test_sixty_articles_can_be_worked_with(opened: Show) -> None:
    shown = opened(many(60))
    page = shown.page
    page.click("#t1-c1 .more summary")
    page.click("#t1-c1 .more li:last-child .at")
    assert page.eval_on_selector(".text .c.now", IN_VIEW)
    carriers = page.eval_on_selector("#t1-c1", "node => node.dataset.a.split(' ').length")
    assert page.evaluate("[...document.querySelectorAll('.column')].filter(one => getComputedStyle(one).display !== 'none').length") == carriers
    page.click("#done")
    assert page.evaluate("[...document.querySelectorAll('.column')].filter(one => getComputedStyle(one).display !== 'none').length") == 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1600])
def test_axe_finds_nothing_serious(opened: Show, axe: str, width: int, scheme: str) -> None:
    page = opened(Ledgers((ledger(), many(3)[0])), width=width, color_scheme=scheme).page
    page.click(f"#t2{CLAIM[3:]} .places .at")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run()).violations.map(one => [one.impact, one.id, one.nodes.slice(0, 3).map(node => node.html)])")
    assert [one for one in found if one[0] in ("serious", "critical")] == []
