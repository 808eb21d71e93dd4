"""Documents made to harm: bounded time and memory, listed as skipped, the rest done."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import samples
from samples import PARAGRAPHS, TITLE

from sayso.collect import gather, guard, take_in
from sayso.collect.facts import Found, Passed
from sayso.collect.formats.feed import read_feed
from sayso.collect.formats.newsml import read_newsml
from sayso.collect.formats.page import read_page
from sayso.collect.guard import Guard
from sayso.collect.worker import BROKEN, Job
from sayso.errors import InputError

SECONDS = 12.0
"""Processor time for one hostile input, the child's limit and the start of two children included, with room for a slow machine."""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children that may take three seconds, not ten: the tests are many."""
    start = "import sys; sys.path[:] = sys.argv[1:]; from sayso.collect import worker; worker.CPU_SECONDS = 3; worker.main()"
    monkeypatch.setattr(guard, "START", start)


ENTITIES = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12))
BOMB = f'<!DOCTYPE x [<!ENTITY e0 "lol">{ENTITIES}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'


def deep(tag: str, count: int) -> str:
    return f"<{tag}>" * count


HOSTILE: dict[str, Callable[[], str]] = {
    "100,000 paragraphs": lambda: "<html><body><article>" + "<p>The ferry ran aground on Monday, the coastguard said, and so on.</p>" * 100_000,
    "200,000 elements": lambda: "<html><body>" + "<b></b>" * 200_000,
    "20,000 nested divs": lambda: "<html><body>" + deep("div", 20_000) + samples.PARAGRAPHS[0],
    "20,000 nested quotes": lambda: "<html><body>" + deep("blockquote", 20_000) + "<p>x</p>" * 1000,
    "20,000 nested lists": lambda: "<html><body>" + deep("ul><li", 20_000),
    "20,000 nested tables": lambda: "<html><body>" + deep("table><tr><td", 20_000),
    "50,000 open paragraphs and bold": lambda: "<html><body>" + "<p><b>" * 50_000,
    "100,000 attributes": lambda: "<html><body><p " + " ".join(f"a{at}=1" for at in range(100_000)) + ">" + PARAGRAPHS[0],
    "classes without end": lambda: "<html><body>" + f"<div class='{'related ' * 50}'>x</div>" * 50_000,
    "a megabyte without a tag": lambda: "<html><body><p>" + "word " * 1_000_000,
    "a long word": lambda: "<html><body><p>" + "x" * 4_000_000,
    "open comments": lambda: "<html>" + "<!-- " * 500_000,
    "open declarations": lambda: "<html>" + "<![CDATA[" * 300_000,
    "open scripts": lambda: "<html>" + "<script type='application/ld+json'>[" * 100_000,
    "deep linked data": lambda: "<html><script type='application/ld+json'>" + "[" * 900_000 + "</script>" + PARAGRAPHS[0],
    "wide linked data": lambda: "<html><script type='application/ld+json'>[" + "{}," * 600_000 + "{}]</script>" + PARAGRAPHS[0],
    "unclosed quotes in tags": lambda: "<html><body>" + "<a href='" * 200_000,
    "ampersands": lambda: "<html><body><p>" + "&" * 2_000_000,
    "character references": lambda: "<html><body><p>" + "&#x202e;&#0;&#xd800;&#x110000;&bogus;" * 100_000,
    "blanks": lambda: "<html><body><p>a" + " \u00a0\t" * 1_000_000 + "b",
    "embedded data that never ends": lambda: "<html><body><img src='" + "data:image/png;base64," * 200_000,
    "captions": lambda: "<html><body><article>" + "<p>(Photo: " * 20_000,
    "forms": lambda: "<html><body>" + "<form><table>" * 10_000 + PARAGRAPHS[0],
    "headings": lambda: "<html><body>" + "<h1>The ferry</h1>" * 100_000,
    "times": lambda: "<html><body><article>" + "<time datetime='2024-05-06'></time>" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_cost_bounded_time_and_the_next_page_is_read(name: str, impatient: None) -> None:
    data = HOSTILE[name]().encode()
    used, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    with Guard() as child:
        found = list(child.ask(Job("page", data)))
        after = list(child.ask(Job("page", samples.page().encode())))
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert spent.ru_utime + spent.ru_stime - used.ru_utime - used.ru_stime + time.process_time() - begun < SECONDS
    assert len(found) == 1
    assert isinstance(found[0], Found) or found[0].reason
    assert isinstance(after[0], Found)


def test_what_takes_too_long_is_ended_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "START", "import sys; sys.path[:] = sys.argv[1:]; from sayso.collect import worker; worker.CPU_SECONDS = 0; "
                        "worker._read = lambda job: filter(None, iter(int, 1)); worker.main()")  # fmt: skip
    with Guard() as child:
        (found,) = child.ask(Job("page", b"slow"))
        assert isinstance(found, Passed)
        assert "takes longer than" in found.reason
        assert child.crashes == 1


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("__import__('os')._exit(3)", BROKEN),
        ("__import__('os').kill(__import__('os').getpid(), 11)", BROKEN),
        ("(_ for _ in ()).throw(RecursionError())", BROKEN),
        ("(_ for _ in ()).throw(MemoryError())", "takes more memory to take apart than any report should"),
        ("[bytes(10 ** 11)]", "takes more memory to take apart than any report should"),
        ("__import__('os').write(1, b'noise') and []", None),
        ("print('noise') or []", None),
    ],
)
def test_a_child_that_breaks_down_costs_one_document(monkeypatch: pytest.MonkeyPatch, code: str, reason: str | None) -> None:
    monkeypatch.setattr(
        guard, "START", f"import sys; sys.path[:] = sys.argv[1:]; from sayso.collect import worker; worker._read = lambda job: {code}; worker.main()"
    )
    with Guard() as child:
        for _ in range(2):
            assert list(child.ask(Job("page", b"x"))) == ([Passed("", reason)] if reason else [])


def test_the_clock_ends_a_child_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "START", "import time; time.sleep(60)")
    monkeypatch.setattr(guard, "WALL_SECONDS", 0.3)
    with Guard() as child:
        assert "takes longer" in str(list(child.ask(Job("page", b"x"))))


def test_no_child_is_left_behind_when_nobody_reads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with Guard() as child:
        answers = child.ask(Job("feed", samples.rss()))
        next(answers)
        process = child._child
        answers.close()  # type: ignore[attr-defined]
        assert process is not None
        assert process.poll() is not None
        (answer,) = child.ask(Job("page", samples.page().encode()))
        assert isinstance(answer, Found)
        process = child._child
    assert process is not None
    assert process.poll() is not None


def test_a_child_takes_no_library_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    for name in ("trafilatura", "lxml", "msgspec", "sayso"):
        (tmp_path / f"{name}.py").write_text("open('taken', 'w')")
    (tmp_path / "page").write_bytes(samples.page().encode())
    assert len(gather(["page"])[0]) == 1
    assert not (tmp_path / "taken").exists()


@pytest.mark.parametrize("prolog", [BOMB, OUTSIDE, REMOTE])
def test_entities_are_not_expanded(prolog: str) -> None:
    for read, whole in ((read_newsml, samples.newsml()), (read_newsml, samples.nitf()), (read_feed, samples.rss())):
        declaration, _, rest = whole.decode().partition("?>")
        hostile = f"{declaration}?>{prolog}{rest}".replace(
            "The ferry Halcyon", "&e11;&e; The ferry Halcyon" if prolog != REMOTE else "The ferry Halcyon"
        )
        begun = time.process_time()
        if prolog == REMOTE:
            assert isinstance(read(hostile.encode())[0], Found)
        else:
            with pytest.raises(InputError, match="entities"):
                read(hostile.encode())
        assert time.process_time() - begun < 3


def test_entities_hidden_in_another_encoding_or_an_attribute_are_not_expanded() -> None:
    text = samples.nitf().decode().replace('<?xml version="1.0"?>', BOMB).replace('holder="Associated Press"', 'holder="&e11;"')
    for data in (text.encode("utf-16"), text.encode("utf-8-sig"), ('<?xml version="1.0" encoding="utf-16"?>' + text).encode("utf-16")):
        with pytest.raises(InputError, match="entities"):
            read_newsml(data)


def test_pages_do_not_expand_entities_either() -> None:
    (found,) = read_page((BOMB + samples.page(paragraphs=("&e11; " + PARAGRAPHS[0], *PARAGRAPHS[1:]))).encode())
    assert isinstance(found, Found)
    assert len(found.text) < 2_000


@pytest.mark.parametrize(
    "data",
    [
        lambda: samples.newsml(message=True).replace(b"<itemSet>", b"<itemSet>" + b"<a>" * 20_000),
        lambda: b"<?xml version='1.0'?><newsItem>" + b"<p/>" * 300_000 + b"</newsItem>",
        lambda: b"<?xml version='1.0'?><newsItem " + b" ".join(b"a%d='1'" % at for at in range(50_000)) + b"/>",
        lambda: b"<rss><channel>" + b"<item><title>x</title><description>The ferry ran aground.</description></item>" * 30_000,
        lambda: b"<rss><channel><item><description>" + b"&lt;b&gt;" * 200_000 + b"</description></item></channel></rss>",
        lambda: b"<rss>" + b"<channel>" * 50_000,
        lambda: b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>" + b"x" * 10_000_000 + b"</title></entry></feed>",
        lambda: (
            b"From: a\r\nMessage-ID: b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
            + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 30_000
        ),
        lambda: b"From: a\r\nMessage-ID: b\r\n" + b"Subject: " + b"=?utf-8?q?=41?= " * 100_000 + b"\r\n\r\nText",
        lambda: b"From: a\r\nMessage-ID: b\r\n" + b"X-A: b\r\n" * 300_000 + b"\r\nText of the message, said the mayor.",
        lambda: b"From: " + b"(" * 1_000_000 + b"\r\nMessage-ID: b\r\n\r\nText of the message, said the mayor.",
        lambda: b"From: a\r\nMessage-ID: b\r\nContent-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" * 1_000_000,
        lambda: b'{"text": ' + b"[" * 5_000_000,
        lambda: b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
        lambda: json.dumps([samples.record(text=f"The ferry {at} ran aground.") for at in range(20_000)]).encode(),
        lambda: json.dumps({"uri": "x", "pubstatus": "usable", "bodies": [{"value": "<p>" * 30_000}] * 3}).encode(),
    ],
)
def test_hostile_documents_cost_bounded_time(data: Callable[[], bytes], tmp_path: Path, impatient: None) -> None:
    (tmp_path / "a").write_bytes(data())
    (tmp_path / "b").write_bytes(samples.newsml())
    used, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    articles, _ = gather([tmp_path / "a", tmp_path / "b"])
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert spent.ru_utime + spent.ru_stime - used.ru_utime - used.ru_stime + time.process_time() - begun < 2 * SECONDS
    assert str(tmp_path / "b") in {article.path for article in articles}


def test_odd_characters_are_kept_in_text_and_kept_out_of_facts(tmp_path: Path) -> None:
    odd = "The \u202emayor\u202c said \u2066“no”\u2069 to the \ufffd ferry \x1b[31m and left at once, said Mo Reed."
    (tmp_path / "a").write_bytes(json.dumps(samples.record(text=odd, title="Ferry \u202eaground\x07\ud800 now")).encode())
    (tmp_path / "b").write_bytes(samples.page(title="Ferry &#x202e;aground&#7; now", paragraphs=(odd.replace("\x1b", "\x00"), *PARAGRAPHS)).encode())
    articles, skipped = gather([tmp_path])
    assert skipped == []
    assert articles[0].text == odd
    assert [article.title for article in articles] == ["Ferry aground now"] * 2
    assert "\x00" not in articles[1].text
    assert "\u202emayor\u202c" in articles[1].text


def test_halves_of_surrogate_pairs_become_replacement_characters(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b'{"text": "The ferry \\ud800 ran aground, the coastguard said."}')
    (article,) = gather([tmp_path / "a"])[0]
    assert article.text == "The ferry \ufffd ran aground, the coastguard said."


def test_other_languages_are_kept_labelled_and_listed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(samples.page(title="Fähre läuft auf Grund", paragraphs=samples.FOREIGN_PARAGRAPHS).encode())
    (tmp_path / "b.txt").write_text(samples.FOREIGN)
    (tmp_path / "c.txt").write_text(f"{TITLE}\n\n{PARAGRAPHS[0]}\n")
    taken = take_in([tmp_path])
    assert [article.path for article in taken.articles] == [str(tmp_path / "c.txt")]
    assert [(article.path, article.language) for article in taken.foreign] == [(str(tmp_path / "a.html"), "de"), (str(tmp_path / "b.txt"), "de")]
    assert all(one in taken.foreign[0].text for one in samples.FOREIGN_PARAGRAPHS)
    assert {one.reason for one in taken.skipped} == {"written in German, which is not read yet"}


def test_the_parent_has_no_parser_in_it(tmp_path: Path) -> None:
    """What a hostile page could break is loaded in the child only."""
    (tmp_path / "a.html").write_bytes(samples.page().encode())
    loaded = "[name for name in ('lxml', 'trafilatura') if name in sys.modules]"
    code = f"import sys; from sayso.collect import gather; assert gather([{str(tmp_path)!r}])[0]; print({loaded})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
