"""The shape of the house: what may stand where. What may import what is import-linter's, in .ci/run."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "sayso"
FILE_LINES, FUNCTION_LINES = 350, 45
"""What one reads at a sitting; a function may take a little over a screen of 40 lines."""

SQL = re.compile(r"\b(?:SELECT\s.+\sFROM|INSERT\s+INTO|CREATE\s+(?:TABLE|INDEX|VIRTUAL)|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\b", re.DOTALL)
HTML = re.compile(r"</?(?:html|head|body|div|span|p|ul|ol|li|table|tr|td|h[1-6]|section|article|style|script)\b[^>\n]*>")
NOT_SHIPPED = {"torch", "training", "bench", "transformers"}
MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|root|work|tmp|farm|Users|private|mnt)/\w")
LEFT_BEHIND = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|HA" r"CK)\b")
TEXTS = {".py", ".md", ".toml", ".json", ".tsv", ".txt", ".cfg", ".yml", ".yaml", ""}
LARGEST_TEXT = 2_000_000

SHIPPED = sorted(SRC.rglob("*.py"))
CODE = [*SHIPPED, *(path for folder in ("bench", "training") for path in sorted((ROOT / folder).rglob("*.py")))]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def strings(path: Path) -> Iterator[str]:
    """The string constants of a module that are no docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def project_files() -> list[Path]:
    """Every file of the project that is or would be under version control."""
    said = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if said.returncode:
        pytest.skip("no git checkout: which files belong to the project is not known")
    return [path for path in (ROOT / line for line in said.stdout.split("\0") if line) if path.is_file()]


def test_the_walk_sees_the_house() -> None:
    assert SRC / "data.py" in SHIPPED
    assert any(path.parent.name == "bench" for path in CODE)


@pytest.mark.parametrize(("pattern", "homes"), [(SQL, {"store"}), (HTML, {"show", "web"})], ids=["SQL", "HTML"])
def test_a_language_stays_at_home(pattern: re.Pattern[str], homes: set[str]) -> None:
    strangers = [path for path in SHIPPED if path.relative_to(SRC).parts[0] not in homes]
    assert [name(path) for path in strangers if any(pattern.search(text) for text in strings(path))] == []


def test_only_the_command_line_prints() -> None:
    printing = [
        f"{name(path)}:{node.lineno}"
        for path in SHIPPED
        if path.relative_to(SRC).parts[0] != "cli"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_what_is_shipped_needs_nothing_that_is_not() -> None:
    assert {name(path): sorted(imported(path) & NOT_SHIPPED) for path in SHIPPED if imported(path) & NOT_SHIPPED} == {}


def siblings(*paths: Path) -> set[str]:
    """The parts of read/ (modules, or folders of modules) that modules of read/ import."""
    nodes = [node for path in paths for node in ast.walk(tree(path))]
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {module.split(".")[2] for module in modules if module.startswith("sayso.read.")}


def test_a_finder_imports_no_other_finder() -> None:
    """The finders are what reading.py puts together; findings.py is what they hand to each other."""
    read = SRC / "read"
    finders = siblings(read / "reading.py") - {"findings"}
    assert finders
    inside = {finder: sorted((read / finder).rglob("*.py")) or [read / f"{finder}.py"] for finder in finders}
    crossing = {finder: sorted(siblings(*paths) & finders - {finder}) for finder, paths in inside.items()}
    assert {finder: others for finder, others in crossing.items() if others} == {}


def test_files_are_short() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    assert {path: length for path, length in lengths.items() if length > FILE_LINES} == {}


def test_functions_are_short() -> None:
    long = [
        f"{name(path)}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in CODE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


@pytest.mark.parametrize("pattern", [MACHINE, LEFT_BEHIND], ids=["paths of a machine", "marks of unfinished work"])
def test_no_file_carries(pattern: re.Pattern[str]) -> None:
    found = []
    for path in project_files():
        if path.suffix not in TEXTS or path.stat().st_size > LARGEST_TEXT or path.name == "tokenizer.json":
            continue
        hit = pattern.search(path.read_text(encoding="utf-8", errors="replace"))
        if hit:
            found.append(f"{name(path)}: {hit[0]}")
    assert found == []


def test_the_continuous_checks_hold_the_import_contracts() -> None:
    assert "lint-imports" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
