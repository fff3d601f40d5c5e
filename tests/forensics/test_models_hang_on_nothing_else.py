"""Same seed, same answer: whatever the row order, the threads or the number of replicates."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from model_elections import table_of

from electcheck.forensics.battery import MODELS, Options, run
from electcheck.forensics.models.mixture_fit import posterior
from electcheck.forensics.models.mixture_model import counts_of
from electcheck.results.table import Stations

SEED = 5
FEW, MANY = 60, 240


@cache
def pair() -> tuple[Stations, Stations]:
    """Return two elections at the same stations; in the later one some are stuffed or rounded."""
    rng = np.random.default_rng(11)
    size = rng.integers(600, 2500, 900)
    region = rng.integers(0, 6, 900)
    rate = np.clip(rng.normal(0.5, 0.07, 900), 0.05, 0.95)
    share = np.clip(rng.normal(0.4, 0.07, 900), 0.02, 0.98)
    then = rng.binomial(size, rate)
    before = table_of(size, then, rng.binomial(then, share), region)
    out = rng.binomial(size, np.clip(rate + rng.normal(0.03, 0.03, 900), 0.05, 0.95))
    leader = rng.binomial(out, share)
    added = np.where(rng.random(900) < 0.1, np.floor(0.5 * (size - out)), 0).astype(int)
    rounded = rng.random(900) < 0.05
    leader = np.where(rounded, np.round(0.5 * (out + added)), leader + added).astype(int)
    return table_of(size, out + added, leader, region), before


def shuffled(table: Stations, seed: int) -> Stations:
    order = np.random.default_rng(seed).permutation(len(table))
    parts = {
        name: getattr(table, name)[order]
        for name in ("station", "region", "registered", "issued", "in_boxes")
    }
    return replace(table, **parts, votes={k: v[order] for k, v in table.votes.items()})


def answers(test: str, later: Stations, earlier: Stations, resamples: int = FEW) -> list[dict]:
    how = Options(resamples=resamples, earlier=earlier)
    return run(later, [test], SEED, how).to_json()["tests"]


@cache
def usual(test: str) -> list[dict]:
    return answers(test, *pair())


@pytest.mark.parametrize("test", MODELS)
def test_each_estimate_answers_here(test: str) -> None:
    """Lest the tests below compare refusals."""
    assert any(one["effect"] for one in usual(test))


@pytest.mark.parametrize("test", MODELS)
def test_the_same_seed_and_shuffled_rows_give_the_same_bytes(test: str) -> None:
    later, earlier = pair()
    again = answers(test, shuffled(later, 1), shuffled(earlier, 2))
    assert json.dumps(again) == json.dumps(usual(test))


@pytest.mark.parametrize("test", MODELS)
def test_more_replicates_stay_within_the_stated_error(test: str) -> None:
    """Four times as many replicates move an estimate by less than its interval.

    Ends of intervals are known to the replicates' own error: an end at 2.5 % of sixty draws lies
    about a third of the interval's width from where it would be with very many. A region at the
    edge of refusal may fall to either side; the whole election must not.
    """
    few, many = usual(test), answers(test, *pair(), MANY)
    for one, two in zip(few, many, strict=True):
        assert one["variant"] == two["variant"]
        if not str(one["variant"]).startswith("region"):
            assert one["status"] == two["status"]
        if not one["effect"] or not two["effect"]:
            continue
        seen, other = one["effect"], two["effect"]
        # Only the density's envelope is itself drawn; the other estimates draw their intervals.
        drawn = test == "rkd"
        width = other["high"] - other["low"]
        assert seen["estimate"] == pytest.approx(
            other["estimate"], abs=width / 2 if drawn else 1e-12 * abs(other["estimate"])
        )
        assert seen["low"] == pytest.approx(other["low"], abs=0.4 * width + 1e-12)
        assert seen["high"] == pytest.approx(other["high"], abs=0.4 * width + 1e-12)


def test_more_draws_move_the_mixture_by_their_own_error_only() -> None:
    later, _ = pair()
    counts = counts_of(later.registered, later.in_boxes, later.votes["A"], 0)
    few, many = (
        posterior(counts, 0.7, draws, np.random.SeedSequence(SEED)) for draws in (1000, 16000)
    )
    error = few.draws.std(axis=0) / np.sqrt(1000)
    assert (np.abs(few.mean() - many.mean()) < 4 * error + 1e-12).all()


PROGRAM = """
import json, sys
sys.path.insert(0, sys.argv[1])
from test_models_hang_on_nothing_else import answers, pair
from electcheck.forensics.battery import MODELS
from electcheck.forensics.models import drawing
drawing._THREADS = int(sys.argv[2])
print(json.dumps({test: answers(test, *pair()) for test in MODELS}))
"""


def test_threads_change_no_answer() -> None:
    """On one thread and on four, of ours and of the linear algebra's, in processes of their own.

    Linear algebra may add in another order on more threads; nothing else may move a digit.
    """
    one, four = (told(threads) for threads in (1, 4))
    alike(one, four)


def told(threads: int) -> Any:
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = os.environ | {name: str(threads) for name in names}
    command = [sys.executable, "-c", PROGRAM, str(Path(__file__).parent), str(threads)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout)


def alike(one: Any, two: Any) -> None:
    assert type(one) is type(two)
    if isinstance(one, dict):
        assert one.keys() == two.keys()
        for name, value in one.items():
            alike(value, two[name])
    elif isinstance(one, list):
        assert len(one) == len(two)
        for a, b in zip(one, two, strict=True):
            alike(a, b)
    elif isinstance(one, float):
        assert one == pytest.approx(two, rel=1e-5, abs=1e-7)
    else:
        assert one == two
