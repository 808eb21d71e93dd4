"""Keep the documents true: outputs come from the commands they name, figures from bench/results.

    python -m bench.docs            write them
    python -m bench.docs --check    say which are out of date, and change nothing

Two kinds of places in README.md, docs/*.md and the model card are written here. A line `<!-- run: sayso ... -->` is followed by a fenced
block that holds what the command prints; `| head -N` behind the command keeps the first N lines. A line `<!-- figures: NAME -->` is followed
by a table that ends at `<!-- end -->`.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.command import SAYSO
from bench.data import ROOT
from bench.figures import TABLES

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "src" / "sayso" / "model" / "MODEL_CARD.md")
RUN = re.compile(r"^<!-- run: (?P<command>[^\n]+) -->\n```(?P<language>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
FIGURES = re.compile(r"^<!-- figures: (?P<name>\w+) -->\n(?P<body>.*?)^<!-- end -->$", re.MULTILINE | re.DOTALL)
HEAD = re.compile(r"\s*\|\s*head -(\d+)$")
WIDTH = 100
"""Columns of the terminal that the outputs are made for: what a code block shows without a scroll bar."""
FRAME = re.compile(r"[\s─-╿]+")
"""Blanks and box-drawing characters, in which a new release of the command-line library may differ."""


def printed(command: str, where: Path = ROOT) -> str:
    """What `command` prints when it is run in `where`; `sayso` is the one of this environment."""
    head = HEAD.search(command)
    program, *arguments = shlex.split(HEAD.sub("", command))
    if program != SAYSO.name:
        raise SystemExit(f"{command}: a document runs {SAYSO.name} and nothing else")
    environment = os.environ | {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [str(SAYSO), *arguments], cwd=where, env=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr.strip()}")
    lines = [line.rstrip() for line in done.stdout.strip("\n").split("\n")]
    if head and len(lines) > int(head[1]):
        lines = [*lines[: int(head[1])], "..."]
    return "\n".join(lines)


def written(text: str) -> str:
    """The page `text` with every output and every table as they are now.

    Commands with a store work one after the other in a folder of their own, in which the examples lie too.
    """
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "examples").symlink_to(ROOT / "examples")

        def output(found: re.Match[str]) -> str:
            where = Path(folder) if "--db" in found["command"] else ROOT
            return f"<!-- run: {found['command']} -->\n```{found['language']}\n{printed(found['command'], where)}\n```"

        text = RUN.sub(output, text)
    return FIGURES.sub(lambda m: f"<!-- figures: {m['name']} -->\n{TABLES[m['name']]()}\n<!-- end -->", text)


def same(a: str, b: str) -> bool:
    """Whether two pages say the same, blanks and frames aside."""
    return FRAME.sub(" ", a) == FRAME.sub(" ", b)


def difference(before: str, after: str) -> str:
    """The lines that differ, as a unified diff without context."""
    return "\n".join(difflib.unified_diff(before.splitlines(), after.splitlines(), "as written", "as it is now", n=0, lineterm=""))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a page is out of date")
    check = parser.parse_args().check
    stale = 0
    for page in PAGES:
        before = page.read_text(encoding="utf-8")
        after = written(before)
        if same(before, after):
            continue
        stale += 1
        name = page.relative_to(ROOT)
        print(f"{name}: out of date, run python -m bench.docs\n{difference(before, after)}" if check else f"{name}: written")
        if not check:
            page.write_text(after, encoding="utf-8")
    return int(check and stale > 0)


if __name__ == "__main__":
    sys.exit(main())
