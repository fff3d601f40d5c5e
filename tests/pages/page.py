"""A page of the docs is run: its files are written, its commands run, its outputs compared.

In a page, ```` ```yaml atlantis/sources.yaml ```` writes the block to that file, below a folder of
the test's own that holds the repository's `data`, `criteria` and `tests/judgement/worked`. A
```` ```console ```` block holds commands after `$ `, each followed by what it prints, standard
error included; a line `...` stands for any lines, `[...]` for any words of a line.
`$ echo $?` prints the last exit code.

``python -m tests.pages.page PAGE`` writes what the commands print into a page, whole, where it
does not fit; its author cuts it down again with `...`.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.command import run
from tests.conftest import ROOT

BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$", re.M | re.S)
PAGES = (
    "tutorial-observer",
    "tutorial-legal-analyst",
    "tutorial-statistician",
    "add-an-election",
    "add-a-criterion",
    "limits",
)


@dataclass(frozen=True)
class Ran:
    """One command of a page: what the page says it prints, where, and what it printed."""

    at: int
    command: str
    expected: str
    printed: str

    @property
    def fits(self) -> bool:
        """Whether the page says what was printed; a line `...` stands for any lines."""
        parts = re.split(r"^\.\.\.\n", self.expected, flags=re.M)
        pattern = r"(?:.*\n)*?".join(re.escape(part) for part in parts)
        pattern = pattern.replace(re.escape("[...]"), ".*")
        return re.fullmatch(pattern, self.printed) is not None


def page_text(name: str) -> str:
    """Return a page of the docs."""
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def work_in(folder: Path) -> None:
    """Make the folder that pages are run in."""
    for name in ("data", "criteria", "tests/judgement/worked"):
        shutil.copytree(ROOT / name, folder / name)


def commands(body: str) -> Iterator[tuple[int, str, str]]:
    """Yield where the output of each command starts, the command, and what it is to print."""
    found = list(re.finditer(r"^\$ ((?:.*\\\n)*.*)\n", body, re.M))
    ends = [one.start() for one in found[1:]] + [len(body)]
    for one, end in zip(found, ends, strict=True):
        yield one.end(), one[1].replace("\\\n", " "), body[one.end() : end]


def execute(text: str, folder: Path) -> Iterator[Ran]:
    """Write the files and run the commands of a page in a folder, in the order of the page."""
    code = 0
    before = Path.cwd()
    os.chdir(folder)
    try:
        for block in BLOCK.finditer(text):
            if block["file"]:
                path = folder / block["file"]
                assert folder in path.resolve().parents
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block["body"], encoding="utf-8")
            elif block["kind"] == "console":
                for at, command, expected in commands(block["body"]):
                    code, printed = once(command, code)
                    yield Ran(block.start("body") + at, command, expected, printed)
    finally:
        os.chdir(before)


def once(command: str, code: int) -> tuple[int, str]:
    """Run one command; return its exit code and what it printed."""
    if command == "echo $?":
        return 0, f"{code}\n"
    program, *arguments = shlex.split(command)
    assert program == "electcheck", f"a page runs electcheck, not {program}"
    ran = run(*arguments)
    return ran.code, ran.out + ran.err


def rewritten(text: str, folder: Path) -> str:
    """Return a page in which every command that does not fit says what it printed."""
    for ran in reversed(list(execute(text, folder))):
        if not ran.fits:
            text = text[: ran.at] + ran.printed + text[ran.at + len(ran.expected) :]
    return text


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as there:
            work_in(Path(there).resolve())
            new = rewritten(page_text(name), Path(there).resolve())
        (ROOT / "docs" / f"{name}.md").write_text(new, encoding="utf-8")
