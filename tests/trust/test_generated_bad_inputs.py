"""The fast version of the campaign whose figures stand in docs/trust.md: some of each kind."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.conftest import ROOT
from tests.trust.fuzz.drawn import corpus, inputs
from tests.trust.fuzz.targets import TARGETS, refused
from tests.trust.fuzz.watch import MEGABYTES, Forbidden, TooSlow, watched

QUICK = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("name", TARGETS)
def test_bad_input_is_refused_in_plain_words_or_read(name: str) -> None:
    seen = []

    @QUICK
    @given(inputs(name))
    def each(data: bytes) -> None:
        seen.append(refused(name, data))

    each()
    assert any(seen), "some of what is drawn is bad"


@pytest.mark.parametrize("name", TARGETS)
def test_each_target_reads_a_good_input(name: str) -> None:
    assert not all(refused(name, data) for data in corpus(name))


@pytest.mark.parametrize("name", ["evidence", "maps"])
def test_the_coverage_guided_fuzzer_finds_nothing_in_a_few_hundred_runs(
    name: str, tmp_path: Path
) -> None:
    pytest.importorskip("atheris", reason="atheris is for Linux and for some Pythons only")
    counts = tmp_path / "counts"
    # To a process the system counts the memory of the one that started it, and the fuzzer looks at
    # that count: a shell, which is small, starts it.
    small = ("sh", "-c", '"$@"; exit $?', "sh")
    ran = subprocess.run(
        [*small, sys.executable, "-m", "tests.trust.fuzz.guided", name, "300", "1", counts],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2_000:]
    tried, bad, megabytes = map(int, counts.read_text().split())
    assert tried >= 300
    assert bad > 0
    assert megabytes < MEGABYTES


def _write() -> None:
    Path("/dev/shm/x").open("w").close()


def _start() -> None:
    subprocess.run(["true"], check=False)


def _hang() -> None:
    while True:
        pass


@pytest.mark.parametrize("harm", [_write, _start, _hang])
def test_the_watch_itself_can_fail(harm: Callable[[], None]) -> None:
    with pytest.raises((Forbidden, TooSlow)), watched():
        harm()
