"""One process, two processes, a cluster that loses a worker: the same bytes."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from electcheck.errors import InputRefused, Unfinished
from electcheck.studies import cluster
from electcheck.studies.workers import Workers
from tests.command import run
from tests.studies.conftest import contents

PATIENCE = 90
STUDY = ("--tests", "integer-percentage,region-outliers", "--simulations", "100", "--seed", "5")
PLANTED = ("--inject", "rounding", "--inject", "stuffing", "--shares", "0.05,0.2")
SMALL = ("--simulations", "20", "--seed", "5", "--tests", "integer-percentage")


def started(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments, "--no-dashboard"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def awaited(path: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} did not come"
        time.sleep(0.05)


@contextmanager
def two_workers(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A real scheduler on loopback with two workers that nobody restarts."""
    file = folder / "scheduler.json"
    where = ("--scheduler-file", str(file))
    running = [started("scheduler", "--host", "127.0.0.1", "--port", "0", *where)]
    try:
        awaited(file)
        alone = ("--nworkers", "1", "--nthreads", "1", "--no-nanny")
        running += [
            started("worker", *where, *alone, "--local-directory", str(folder)) for _ in range(2)
        ]
        yield json.loads(file.read_text())["address"], running[1:]
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            process.wait()


def test_one_core_two_processes_and_a_cluster_with_a_killed_worker(
    election: tuple[str, ...], tmp_path: Path
) -> None:
    command = ("results", "calibrate", *election, *STUDY, *PLANTED, "--format", "json", "--out")
    one = run(*command, tmp_path / "one", "--processes", "1")
    assert one.code == 0
    assert {row["injection"] for row in json.loads(one.out)["power"]} == {"rounding", "stuffing"}

    two = run(*command, tmp_path / "two", "--processes", "2")
    assert two.out == one.out
    assert contents(tmp_path / "two") == contents(tmp_path / "one")

    with two_workers(tmp_path) as (address, workers):
        terminal, theirs = pty.openpty()
        many = subprocess.Popen(
            [sys.executable, "-m", "electcheck", *command, str(tmp_path / "many"),
             "--scheduler", address],
            stdout=subprocess.PIPE, stderr=theirs,
        )  # fmt: skip
        os.close(theirs)
        deadline = time.monotonic() + PATIENCE
        while not list((tmp_path / "many").glob("*/*.parquet")):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        workers[0].send_signal(signal.SIGKILL)
        killed_in_the_middle = many.poll() is None
        out, _ = many.communicate(timeout=PATIENCE)
        shown = os.read(terminal, 1 << 16).decode()
        os.close(terminal)
    assert killed_in_the_middle
    assert many.returncode == 0
    assert out.decode() == one.out
    assert contents(tmp_path / "many") == contents(tmp_path / "one")
    assert "of 500, " in shown
    assert "s left" in shown


def test_nothing_answers_at_the_address(election: tuple[str, ...]) -> None:
    for address in ("nonsense://x", "tcp://127.0.0.1:1"):
        ran = run("results", "calibrate", *election, *SMALL, "--scheduler", address)
        assert ran.code == 2
        assert f"no Dask scheduler answers at '{address}'" in ran.err


def test_processes_and_a_scheduler_are_not_both_named(election: tuple[str, ...]) -> None:
    ran = run("results", "calibrate", *election, "--scheduler", "x", "--processes", "2")
    assert ran.code == 2
    assert "name one of them" in ran.err


def test_without_the_extra_the_refusal_says_how_to_get_it(
    election: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputRefused, match=r"electcheck\[cluster\]"):
        list(Workers(scheduler="tcp://127.0.0.1:1").run(1, [1], pow))


def test_a_worker_with_other_versions_gives_no_answer() -> None:
    wanted = {**cluster.versions(), "numpy": "1.0"}
    with pytest.raises(Unfinished, match=r"numpy .* instead of 1\.0"):
        cluster._do(wanted, 2, pow, 3)
    assert cluster._do(cluster.versions(), 2, pow, 3) == 8


def dies_once(mark: Path, job: int) -> int:
    """Kill its own process at job 3, the first time."""
    if job == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return job * job


def dies(_: Path, __: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_a_killed_local_process_loses_nothing(tmp_path: Path) -> None:
    answers = dict(Workers(2).run(tmp_path / "killed", list(range(6)), dies_once))
    assert (tmp_path / "killed").exists()
    assert answers == {job: job * job for job in range(6)}


def test_processes_that_die_every_time_are_not_started_for_ever(tmp_path: Path) -> None:
    with pytest.raises(Unfinished, match="3 times in a row"):
        list(Workers(2).run(tmp_path, [1, 2], dies))
