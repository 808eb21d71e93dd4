"""A page of the web -> the report on it: trafilatura's choice of what is the report, this folder's of what is furniture."""

from __future__ import annotations

import re
from functools import cache

from sayso.collect.charset import markup
from sayso.collect.credits import credits_of, naming
from sayso.collect.facts import Found, Passed, fact
from sayso.collect.formats.fragment import report_paragraphs
from sayso.collect.formats.furniture import byline_in, telling, without_beginning_so, without_floating
from sayso.collect.formats.marks import BulkMarks, TreeMarks
from sayso.collect.formats.markup import Element, elements, line, name, page, paragraphs, text_of
from sayso.collect.formats.metadata import metadata
from sayso.collect.languages import SAMPLE, is_english
from sayso.collect.words import plain_words, rough_words

SAVED = re.compile(r"<!-- saved from url=\(\d{1,6}\)(\S{1,2000}) -->|<!--\s+Page saved with SingleFile\s+url: (\S{1,2000})", re.I)
"""Where browsers ("Save as") and SingleFile write down a page's address."""

EMBEDDED = re.compile(r"data:[\w/+.;=-]{1,200}base64,")
ENCODED = re.compile(r"[A-Za-z0-9+/=\s%]{100,}")
"""The beginning of a picture or a typeface inside a page saved as one file, and what follows it."""

LONGEST_HEAD = 205
"""Characters of that beginning up to the word that all of them have."""

ENOUGH = {"title", "outlet", "date", "byline"}
"""Facts without which all of a page is searched for them."""

FEW_WORDS = 25
"""A page whose report would be shorter is a list, a notice or a picture."""

FEW_CHARACTERS = 250
"""Below this trafilatura falls back on all text of the page in one piece (its MIN_EXTRACTED_SIZE): then the paragraphs are found here."""

BOX = re.compile(
    r"(?:^|(?<!has)(?<!no)(?<!with)(?<!without)(?<!after)(?<!show)(?<!hide)(?<!is)(?<!enable)[\s_-])(?:captions?|newsletters?|related|read-?more|readmore|also-?read|recirc\w*|promos?|share|sharing|social|byline|bylines|timestamp|advert\w*|ads?|sponsor\w*"
    r"|cookies?|subscribe|signup|sign-up|outbrain|taboola|breadcrumbs?|comments?|most-?read|trending)(?:$|[\s_-])",
    re.I,
)
"""Words in the classes and ids of boxes around a report."""

CELL_WORDS = 20
"""Words from which on a cell of a table holds running text."""

BOX_TEXT = 300
"""Characters of a box that is mostly text: a caption, a byline, an invitation. A longer one may be the frame of a paragraph."""

LIST_TEXT = 1_500
"""Characters of a box that is mostly links."""

LONGEST_WORD = 40
"""Letters of the words by which furniture and credits are found, at most: no table has one of 20."""

RARE_BLANKS = "\t\r\f\v\u00a0\u2028\u2029\u200b\ufeff"
"""The blanks of `line` but the plain one and the end of a line."""

LONGEST_MARKS = 500
"""Characters of the classes and ids of one element."""


def read_page(data: bytes, *, url: str | None = None, charset: str | None = None, fast: bool = False) -> list[Found | Passed]:
    """The report on a page, found under `url`, in the encoding that its transport names (`charset`); `fast`: resiliparse chooses, not trafilatura."""
    text = markup(data, charset)
    head = text[:4_096]
    saved = SAVED.search(head) if "<!--" in head and "saved" in head.lower() else None
    address = url or (fact(saved[1] or saved[2]) if saved else None)
    if fast:
        (facts, told), found = _in_bulk(text, address)
    else:
        tree = page(_without_embedded(text))
        facts, told = metadata(TreeMarks(tree), address)
        found = body(tree)
    few, short = len(found) <= 1, _short(found)
    if told and (few or short):
        kept = report_paragraphs(told, None)
        if (few and len(kept) > len(found)) or (short and not _short(kept)):
            found = kept
    title = [facts["title"]] if facts.get("title") else []
    kept = without_beginning_so(found, facts.get("title"))
    said, english = _words("\n\n".join((*title, *kept)) + "\n")
    if len(kept) < len(found):
        said |= _sought().intersection(rough_words("\n".join(set(found).difference(kept))))
    report = without_floating(kept, said)
    if _short(report):
        return [Passed("", "a page without a report in it")]
    if "byline" not in facts and (author := byline_in(found)):
        facts["byline"] = author
    agencies = [*([facts["credit"]] if "credit" in facts else []), *credits_of("\n".join(found), facts.get("byline"), said=said)]
    if agencies:
        facts["credit"] = "; ".join(dict.fromkeys(agencies))
    link = facts.pop("link", None)
    whole = "\n\n".join([*title, *report]) + "\n"
    told_in = "en" if whole[:SAMPLE] == english else None
    return [Found(whole, facts, seen=(link,) if link else (), credits=credits_of(whole, None, said=said), language=told_in)]


def _words(whole: str) -> tuple[frozenset[str], str | None]:
    """Which of the words by which furniture and credits are found are in `whole`; and its beginning, if by that it is English for sure.

    A page is taken into words once: to do it for furniture, for credits and for the language each would take twice the time.
    """
    head = whole[:SAMPLE]
    try:
        plain = plain_words(head)
    except UnicodeEncodeError:
        plain = None
    said = _sought().intersection(rough_words(head) if plain is None else plain)
    if len(whole) > SAMPLE:
        said |= _sought().intersection(rough_words(whole[SAMPLE - LONGEST_WORD :]))  # with the word that the cut goes through
    return said, head if plain and is_english(plain) else None


@cache
def _sought() -> frozenset[str]:
    """The words by which furniture and credits are found."""
    return telling() | naming()


def _without_embedded(text: str) -> str:
    """`text` without the pictures and typefaces in it, which are found by the word that all of them have: most pages have none."""
    kept: list[str] = []
    done, seen, at = 0, 0, text.find("base64,")
    while at >= 0:
        behind = at + len("base64,")
        start = EMBEDDED.search(text, max(seen, at - LONGEST_HEAD), behind)
        run = ENCODED.match(text, behind) if start else None
        if start and run:
            kept += (text[done : start.start()], "data:,")
            done = run.end()
        seen = max(behind, done)
        at = text.find("base64,", seen)
    return "".join((*kept, text[done:])) if kept else text


def body(tree: Element) -> list[str]:
    """The paragraphs of the report on a page, furniture between them included; `tree` is taken apart."""
    from trafilatura import bare_extraction

    _without_boxes(tree)
    document = bare_extraction(
        tree,
        fast=True,
        favor_precision=False,
        include_comments=False,
        include_tables=True,
        include_images=False,
        include_formatting=False,
        deduplicate=False,
    )
    chosen: Element = getattr(document, "body", None)
    found = paragraphs(_without_figures(chosen), blocks="chosen", silent="chosen-silent") if chosen is not None else []
    if len(found) <= 1 and sum(map(len, found)) < 40 * FEW_CHARACTERS:
        whole = max((paragraphs(frame) for frame in _frames(tree)), key=lambda one: sum(map(len, one)), default=[])
        if len(whole) > len(found) and 2 * sum(map(len, whole)) > sum(map(len, found)):
            return whole
    return found


def _without_figures(chosen: Element) -> Element:
    """`chosen` without the cells of tables that hold figures or names: tables that lay a page out have running text in their cells."""
    for cell in list(chosen.iter("cell")):
        if len(text_of(cell).split()) < CELL_WORDS:
            cell.text = cell.tail = None
            for inner in list(cell):
                cell.remove(inner)
    return chosen


def _frames(tree: Element) -> list[Element]:
    """The elements that pages put around their report; the whole page where there is none."""
    marked = [
        one for one in tree.iter("article", "main", "div", "section") if name(one) in ("article", "main") or one.get("itemprop") == "articleBody"
    ]
    return marked[:20] or list(tree.iter("body"))[:1]


def _without_boxes(tree: Element) -> None:
    """Take boxes around the report, and pictures with their captions, out of `tree`."""
    for element in list(tree.iter("figure", "figcaption", "dialog")):
        if element.getparent() is not None:
            element.drop_tree()
    told: dict[str, bool] = {}
    for element in list(tree.iter(*elements("boxed"))):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if not 1 < len(marks) < LONGEST_MARKS:
            continue
        if marks not in told:
            told[marks] = BOX.search(marks) is not None
        if told[marks] and element.getparent() is not None and _is_box(element):
            element.drop_tree()


def _is_box(element: Element) -> bool:
    size = len(text_of(element))
    return size <= BOX_TEXT or (size <= LIST_TEXT and 2 * sum(len(text_of(link)) for link in element.iter("a", "button")) >= size)


def _in_bulk(text: str, url: str | None) -> tuple[tuple[dict[str, str], str | None], list[str]]:
    """The facts of a page, and the body its data hold, by the elements that are there for telling them, by all of it if those leave one open; and

    its paragraphs as resiliparse chooses them, out of the same tree.
    """
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(text)
    marks = BulkMarks(tree.document)
    told = metadata(marks, url)
    if not told[0].keys() >= ENOUGH:
        marks.make_whole()
        told = metadata(marks, url)
    plain = extract_plain_text(tree, main_content=True, preserve_formatting=True, alt_texts=False, links=False, form_fields=False, noscript=False)
    return told, _lines(plain)


def _lines(plain: str) -> list[str]:
    """The lines of a text that are not empty, each as `line` gives it: if all blanks are plain ones, as nearly always, there is little to do."""
    if any(blank in plain for blank in RARE_BLANKS):
        return [one for piece in plain.split("\n") if (one := line(piece))]
    return [one for piece in plain.split("\n") if (one := (line(piece) if "  " in piece else piece.strip()))]


def _short(found: list[str]) -> bool:
    """Whether there are fewer than FEW_WORDS words.

    In a script without blanks between them, what eight characters hold counts as one (English has six to a word, its blank included).
    """
    words = 0
    for one in found:
        words += max(len(one.split()), len(one) // 8)
        if words >= FEW_WORDS:
            return False
    return True
