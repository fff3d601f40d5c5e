"""Runs killed at random moments: is every file whole, is no row lost, does a rerun complete?

A child of this process runs the program and is killed: half of the runs after a random time, half
at a random step of their writing (each file that is opened, renamed or taken away is a step), since
almost all of the time goes by before anything is written.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from electcheck.cli import main
from tests.command import run
from tests.conftest import ROOT

SMALL = ROOT / "tests" / "small"
STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.chmod", "tempfile.mkstemp")
MOST_STEPS = 12

State = dict[str, bytes]


@dataclass
class Tally:
    """What was seen of one kind of run."""

    runs: int = 0
    killed: int = 0
    broken: int = 0
    lost: int = 0
    not_completed: int = 0
    ended_as: dict[str, int] = field(default_factory=lambda: {"old": 0, "new": 0, "between": 0})


@dataclass(frozen=True)
class Work:
    """One kind of run: from an old state to a new one by a command.

    Attributes:
        folder: where it works; holds the old state before each run.
        arguments: of the command.
        lay_out: puts the old state there.
        steps: about how many steps its writing takes.
        rows: the rows that a state holds, none of which may be lost; None counts files alone.
        once: it refuses to do again what was done to its end.
    """

    folder: Path
    arguments: tuple[str | Path, ...]
    lay_out: Callable[[], None]
    steps: int = MOST_STEPS
    rows: Callable[[], set[str]] | None = None
    once: bool = False


def state(folder: Path) -> State:
    """Return what lies in a folder, without what is hidden of a run that has not ended."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.endswith(".new") for part in path.parts)
    }


def left_over(folder: Path) -> list[Path]:
    """Return the hidden files and folders that a killed run left."""
    return list(folder.rglob(".*.new"))


def child(work: Work, at_step: int | None) -> int:
    """Start the command in a child and return its number."""
    number = os.fork()
    if number:
        return number
    code = 70
    with contextlib.suppress(BaseException):
        silent = io.StringIO()
        if at_step is not None:
            _kill_at(at_step, work.folder)
        with contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
            try:
                main([str(argument) for argument in work.arguments])
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 70
    os._exit(code)


def _kill_at(step: int, folder: Path) -> None:
    left = step

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in STEPS and str(folder) in "".join(map(str, arguments[:1])):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def completed(work: Work) -> bool:
    """Run to the end; tell whether it ended well."""
    _, status = os.waitpid(child(work, None), 0)
    return os.waitstatus_to_exitcode(status) == 0


def campaign(work: Work, runs: int, seed: int) -> Tally:
    """Kill `runs` runs at random moments and look at what they leave."""
    draw, tally = random.Random(seed), Tally()
    # Once in this process, so that its children find every module loaded and every template
    # compiled, and do the work alone.
    _compile_once()
    run(*work.arguments)
    shutil.rmtree(work.folder, ignore_errors=True)
    work.lay_out()
    old, rows = state(work.folder), work.rows() if work.rows else set()
    started = time.perf_counter()
    if not completed(work):
        raise AssertionError(f"the run that is to be killed fails by itself: {work.arguments}")
    whole, new = time.perf_counter() - started, state(work.folder)
    new_rows = work.rows() if work.rows else set()
    if not rows <= new_rows or old == new:
        raise AssertionError("the run must keep every row and change something")
    for number in range(runs):
        shutil.rmtree(work.folder)
        work.lay_out()
        _one(work, draw, number % 2 == 0, whole, tally)
        found = state(work.folder)
        tally.broken += sum(
            content not in (old.get(name), new.get(name)) for name, content in found.items()
        ) + len(old.keys() - found.keys())
        kind = "old" if found == old else "new" if found == new else "between"
        tally.ended_as[kind] += 1
        tally.lost += len(rows - work.rows()) if work.rows else 0
        done = kind == "new" and work.once
        again = (done or completed(work)) and state(work.folder) == new
        again = again and not left_over(work.folder)
        tally.not_completed += not again
        tally.lost += len(new_rows - work.rows()) if work.rows else 0
    return tally


@cache
def _compile_once() -> None:
    """Keep what templates compile to; each run makes an environment of its own."""
    real, kept = jinja2.Environment.compile, {}

    def compiled(self: jinja2.Environment, *source: Any, **more: Any) -> Any:
        key = (source, tuple(sorted(more.items())))
        if key not in kept:
            kept[key] = real(self, *source, **more)
        return kept[key]

    jinja2.Environment.compile = compiled


def _one(work: Work, draw: random.Random, by_time: bool, whole: float, tally: Tally) -> None:
    """Run once and kill it."""
    process = child(work, None if by_time else draw.randrange(work.steps))
    if by_time:
        time.sleep(draw.uniform(0, whole * 1.05))
        os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    tally.runs += 1
    tally.killed += os.waitstatus_to_exitcode(status) == -signal.SIGKILL


def report_work(folder: Path, case: Path | None = None) -> Work:
    """Return a report over an older one, made at another standard of proof."""
    where = ("report", case or SMALL / "case", "--criteria", SMALL / "criteria", "--out", folder)
    older = (*where, "--standard", "balance-of-probabilities")
    return Work(folder, where, _made_by(older, folder))


def registers_work(folder: Path) -> Work:
    """Return a report of six files over an older one."""
    where = ("report", SMALL / "case", "--criteria", SMALL / "criteria", "--out", folder)
    where = (*where, "--formats", "html,json,csv")
    older = (*where, "--standard", "balance-of-probabilities")
    return Work(folder, where, _made_by(older, folder), steps=28)


def bundle_work(folder: Path) -> Work:
    """Return a bundle over an older one."""
    where = ("bundle", folder / "b.zip", SMALL / "case", "--criteria", SMALL / "criteria")
    older = (*where, "--standard", "balance-of-probabilities")
    return Work(folder, where, _made_by(older, folder))


def new_work(folder: Path) -> Work:
    """Return a new case in a folder that holds other things."""

    def lay_out() -> None:
        folder.mkdir()
        (folder / "other.txt").write_text("of somebody", "utf-8")

    return Work(folder, ("new", folder / "case"), lay_out, steps=70, once=True)


def _made_by(arguments: tuple[str | Path, ...], folder: Path) -> Callable[[], None]:
    kept = folder.with_name(f"{folder.name}-old")

    def lay_out() -> None:
        if not kept.exists():
            if not completed(Work(folder, arguments, lambda: None)):
                raise AssertionError(f"cannot lay out: {arguments}")
            folder.rename(kept)
        shutil.copytree(kept, folder)

    return lay_out


def import_work(folder: Path) -> Work:
    """Return an import of filled-in forms into a case that holds drafts of an earlier one."""
    from electcheck.forms.choosing import choose
    from electcheck.rules.opening import open_case
    from tests.forms.conftest import make_case
    from tests.forms.filling import central_csv, visit

    criteria = SMALL / "criteria"
    case = make_case(folder.parent / "made" / folder.name)
    form = choose(open_case(case, criteria), case, "voting")

    def submissions(name: str, stations: range) -> Path:
        visits = [visit(form, station=str(n)) | {"_key": f"uuid:{n:08d}"} for n in stations]
        path = folder.with_name(name)
        path.write_text(central_csv(form, visits), "utf-8")
        return path

    earlier, later = submissions("a.csv", range(1, 30)), submissions("b.csv", range(30, 90))
    where = ("--case", folder, "--criteria", criteria)

    def lay_out() -> None:
        kept = folder.with_name("kept")
        if not kept.exists():
            shutil.copytree(case, folder)
            if not completed(Work(folder, ("forms", "import", earlier, *where), lambda: None)):
                raise AssertionError("the earlier import fails")
            folder.rename(kept)
        shutil.copytree(kept, folder)

    return Work(folder, ("forms", "import", later, *where), lay_out, 18, lambda: _rows(folder))


def _rows(folder: Path) -> set[str]:
    """Return each draft and each row word for word that a case holds."""
    return {
        f"{path.parent.name} {line}"
        for path in (folder / "drafts").rglob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    }


WORKS: dict[str, Callable[[Path], Work]] = {
    "report": report_work,
    "bundle": bundle_work,
    "report of six files": registers_work,
    "import": import_work,
    "new": new_work,
}
