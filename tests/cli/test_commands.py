"""The commands: output, exit statuses, what goes to stderr. The pipeline is replaced; the examples' golden tests run the real one."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import textwrap
import types
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.cli import app, console
from sayso.data import Article, Claim, Count, Ledger, Reading, Span, Standing, Statement

REPORT = "Ferry aground\n\nThe ferry ran aground on Monday, the coastguard said, and the people aboard were taken off.\n"


@dataclass(frozen=True, slots=True)
class Settings:
    today: date = date(2024, 1, 1)


def reading(article: Article) -> Reading:
    statement = Statement(f"s-{article.id}", article.id, (Span(0, 13),))
    return Reading(article, (), (), (), (), (), (statement,), ())


def compare_articles(articles: list[Article], settings: Settings, *, on_progress: Callable[[int, int], None] | None = None) -> tuple[Ledger, ...]:
    readings = list(read_articles(articles, settings, on_progress=on_progress))
    statements = tuple(one.statements[0] for one in readings)
    claim = Claim("c", "A ferry ran aground", tuple(one.id for one in statements), Standing(own_voice=tuple(one.id for one in articles)), Count(1, 2))
    return (Ledger("t", "Ferry aground", None, None, tuple(articles), statements, (claim,), ()),)


def read_articles(articles: list[Article], settings: Settings, *, on_progress: Callable[[int, int], None] | None = None) -> object:
    for at, article in enumerate(articles, 1):
        yield reading(article)
        if on_progress:
            on_progress(at, len(articles))


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    made = types.ModuleType("sayso.pipeline")
    made.Settings, made.compare_articles, made.read_articles = Settings, compare_articles, read_articles  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sayso.pipeline", made)
    return made


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pipeline: types.ModuleType) -> Callable[..., object]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(REPORT)
    (tmp_path / "b.txt").write_text(REPORT.replace("Monday", "Tuesday"))
    return lambda *arguments, **options: CliRunner().invoke(app, list(arguments), **options)


def test_compare_prints_a_ledger(run: Callable[..., CliRunner]) -> None:
    found = run("compare", "a.txt", "b.txt")
    assert (found.exit_code, found.stderr) == (0, "")
    assert "2 articles, 1 to 2 witnesses: own voice of a.txt, b.txt" in found.stdout
    assert "\x1b" not in found.stdout


def test_compare_prints_json(run: Callable[..., CliRunner]) -> None:
    found = run("compare", "--json", "a.txt", "b.txt", "no.txt")
    assert found.exit_code == 1
    assert found.stderr == "sayso: skipped no.txt: no such file or folder\n"
    made = json.loads(found.stdout)
    assert made["schema"] == "sayso.ledgers/1"
    assert made["skipped"] == [{"path": "no.txt", "reason": "no such file or folder"}]
    assert [one["path"] for one in made["stories"][0]["articles"]] == ["a.txt", "b.txt"]
    assert found.stdout.endswith("}\n")


def test_compare_writes_a_table(run: Callable[..., CliRunner], tmp_path: Path) -> None:
    found = run("compare", "a.txt", "b.txt", "--csv", "out.csv")
    assert found.exit_code == 0
    assert [row["article"] for row in csv.DictReader((tmp_path / "out.csv").open(newline=""))] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("form", ["json", "jsonld", "annotations", "ninjs", "markdown", "csv", "html"])
def test_compare_prints_or_writes_any_format(run: Callable[..., CliRunner], tmp_path: Path, form: str) -> None:
    printed = run("compare", "a.txt", "b.txt", "--as", form)
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert "ferry" in printed.stdout.lower()
    written = run("compare", "a.txt", "b.txt", "--as", form, "--out", "made")
    assert (written.exit_code, written.stdout) == (0, "")
    assert (tmp_path / "made").read_bytes() == printed.stdout_bytes


def test_compare_writes_parquet(run: Callable[..., CliRunner], tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    assert run("compare", "a.txt", "b.txt", "--as", "parquet", "--out", "made.parquet").exit_code == 0
    assert parquet.read_table(tmp_path / "made.parquet").column("article").to_pylist() == ["a.txt", "b.txt"]


def test_json_is_short_for_as_json(run: Callable[..., CliRunner]) -> None:
    assert (
        run("compare", "a.txt", "--json").stdout
        == run("compare", "a.txt", "--as", "json").stdout
        == run("compare", "a.txt", "--json", "--as", "json").stdout
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--json", "--as", "csv"), "--json and --as csv ask for two things"),
        (("--out", "x"), "--out x needs --as FORMAT: json, jsonld, annotations, ninjs, markdown, csv, parquet, html"),
        (("--as", "csv", "--out", "no/x"), "cannot write no/x: there is no folder no"),
    ],
)
def test_formats_that_make_no_sense_are_told_before_the_work(run: Callable[..., CliRunner], arguments: tuple[str, ...], told: str) -> None:
    found = run("compare", "no.txt", *arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith(f"sayso: {told}")
    assert found.stderr.count("\n") == 1


def test_a_format_whose_library_is_missing_says_what_to_install(run: Callable[..., CliRunner], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, name, None)
    found = run("compare", "no.txt", "--as", "parquet", "--out", "made.parquet")
    assert (found.exit_code, found.stderr) == (2, "sayso: pyarrow is not installed: pip install 'sayso[parquet]'\n")


@pytest.mark.parametrize("path", ["no/out.csv", "."])
def test_a_table_that_cannot_be_written_is_told_before_the_work(run: Callable[..., CliRunner], path: str) -> None:
    found = run("compare", "a.txt", "--csv", path)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith(f"sayso: cannot write {path}: ")
    assert found.stderr.count("\n") == 1


def test_read_prints_statements(run: Callable[..., CliRunner]) -> None:
    found = run("read", "a.txt")
    assert found.exit_code == 0
    assert "    1  - | - | Ferry aground\n" in found.stdout


def test_read_prints_one_line_an_article_in_the_order_given(run: Callable[..., CliRunner]) -> None:
    found = run("read", "--json", "b.txt", "a.txt")
    lines = [json.loads(line) for line in found.stdout.splitlines()]
    assert [one["schema"] for one in lines] == ["sayso.reading/1"] * 2
    assert [one["article"]["path"] for one in lines] == ["b.txt", "a.txt"]


def test_standard_input(run: Callable[..., CliRunner]) -> None:
    found = run("read", "--json", "-", input=REPORT)
    assert json.loads(found.stdout)["article"]["path"] == "-"


def test_nothing_readable_is_one_line_and_2(run: Callable[..., CliRunner], tmp_path: Path) -> None:
    found = run("compare", "no.txt")
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == "sayso: cannot read no.txt: no such file or folder\n"
    (tmp_path / "empty.txt").write_text("")
    found = run("read", "no.txt", "empty.txt", "--json")
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.splitlines() == [
        "sayso: skipped no.txt: no such file or folder",
        "sayso: skipped empty.txt: empty",
        "sayso: nothing to read: all inputs were skipped",
    ]


@pytest.mark.parametrize("arguments", [("compare",), ("compare", "a.txt", "--nonsense"), ("nonsense",), ()])
def test_bad_usage_is_2(run: Callable[..., CliRunner], arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_an_interruption_is_quiet(run: Callable[..., CliRunner], pipeline: types.ModuleType) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    pipeline.compare_articles = interrupted  # type: ignore[attr-defined]
    found = run("compare", "a.txt")
    assert (found.exit_code, found.stdout, found.stderr) == (130, "", "")


def test_help_has_an_example(run: Callable[..., CliRunner]) -> None:
    for arguments in (("--help",), ("compare", "--help"), ("read", "--help")):
        found = run(*arguments)
        assert found.exit_code == 0
        assert "Example" in found.stdout


def test_other_articles_may_be_skipped_and_the_status_says_so(run: Callable[..., CliRunner], tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_bytes(b"%PDF-1.7")
    assert run("read", ".").exit_code == 1
    assert run("read", "a.txt").exit_code == 0


class Terminal:
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.written = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None: ...


def test_a_bar_appears_only_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(console.time, "monotonic", lambda: now[0])
    for seconds, shown in ((0.5, False), (1.5, True)):
        monkeypatch.setattr(sys, "stderr", terminal := Terminal())
        now[0] = 0.0
        with console.progress("reading") as report:
            now[0] = seconds
            report(1, 3)
        assert ("reading" in terminal.written) == shown


def test_colours_and_width_follow_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert console.layout(no_color=False) == (console.PIPE_WIDTH, False)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert console.layout(no_color=False) == (70, True)
    assert console.layout(no_color=True) == (70, False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert console.layout(no_color=False) == (70, False)
    monkeypatch.setenv("COLUMNS", "400")
    assert console.layout(no_color=True) == (console.WIDEST, False)


def python(code: str, *, after: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A fresh interpreter that runs `code`, its output piped into `after`."""
    command = f'"$PYTHON" -c "$CODE"{after}; exit ${{PIPESTATUS[0]}}'
    variables = {**os.environ, "PYTHON": sys.executable, "CODE": textwrap.dedent(code), **environment}
    return subprocess.run(["bash", "-c", command], capture_output=True, env=variables, timeout=60, check=False)


def test_version_and_module_load_nothing_heavy() -> None:
    code = """
    import sys, runpy
    sys.argv = ["sayso", "--version"]
    try:
        runpy.run_module("sayso", run_name="__main__")
    finally:
        print(sorted({"onnxruntime", "tokenizers", "numpy", "py3langid", "lxml"} & set(sys.modules)))
    """
    found = python(code)
    assert found.returncode == 0, found.stderr
    from sayso import __version__

    assert found.stdout.decode().splitlines() == [f"sayso {__version__}", "[]"]


def test_nobody_reading_on_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT)
    code = f"""
    import sys, types
    sys.path.insert(0, {str(Path(__file__).parent)!r})
    import test_commands as made
    sys.modules["sayso.pipeline"] = fake = types.ModuleType("sayso.pipeline")
    fake.Settings, fake.read_articles = made.Settings, lambda *_, **__: made.endless()
    from sayso.cli import main
    main(["read", "--json", {str(tmp_path / "a.txt")!r}])
    """
    found = python(code, after=" | head -n 1")
    assert (found.returncode, found.stderr) == (0, b"")
    assert json.loads(found.stdout)["article"]["id"] == "x"


def endless() -> object:
    one = reading(replace(Article("x", REPORT * 100)))
    for _ in range(100_000):
        yield one


def test_output_that_the_terminal_cannot_encode_is_replaced(tmp_path: Path) -> None:
    code = """
    from sayso.cli import console
    console.write_text("caf\\u00e9 \\u201cyes\\u201d\\n")
    console.write_bytes("\\u201c\\n".encode())
    """
    found = python(code, PYTHONIOENCODING="ascii")
    assert found.stdout == b"caf? ?yes?\n\xe2\x80\x9c\n", found.stderr
