"""Shuffled rows, relabelled candidates and regions change nothing, not even the last bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from planted import invented

from electcheck.forensics.battery import run
from electcheck.forensics.calibrate import alarm_rates
from electcheck.forensics.protocols import protocols_of
from electcheck.results.table import Stations


def shuffled(table: Stations) -> Stations:
    order = np.random.default_rng(99).permutation(len(table))
    parts = {
        name: getattr(table, name)[order]
        for name in ("station", "region", "district", "registered", "issued", "in_boxes")
    }
    parts |= {"valid": table.valid[order], "invalid": table.invalid[order]}
    return replace(table, **parts, votes={k: v[order] for k, v in table.votes.items()})


def relabelled(table: Stations) -> Stations:
    region = np.array([f"z{9 - int(name[1:]) % 10}{name}" for name in table.region], dtype=object)
    votes = {f"x{name}": values for name, values in reversed(table.votes.items())}
    return replace(table, region=region, votes=votes)


def numbers(table: Stations) -> list[tuple]:
    rows = []
    for entry in run(table, seed=5).to_json()["tests"]:
        effect = entry["effect"]
        shown = tuple(effect.values()) if effect else None
        rows.append((
            entry["test"], entry["status"], entry["n"], entry["statistic"], entry["pvalue"],
            entry["pvalue_adjusted"], entry["minimum_detectable"], shown,
            tuple(entry["parameters"].items()),
        ))  # fmt: skip
    return sorted(rows, key=repr)


@pytest.mark.parametrize("change", [shuffled, relabelled])
def test_every_number_stays_the_same(change) -> None:
    table = invented(800)
    assert numbers(change(table)) == numbers(table)


def test_the_seed_changes_only_what_is_drawn() -> None:
    one, two = (run(invented(800), seed=seed) for seed in (1, 2))
    drawn = set()
    for first, second in zip(one.results, two.results, strict=True):
        assert first.pvalue == second.pvalue
        if first.to_json() != second.to_json():
            drawn.add(first.test)
    assert drawn == {"turnout-share", "turnout-shape"}


def test_an_election_is_the_same_however_many_are_simulated() -> None:
    seen = protocols_of(invented(400))
    tests = ["integer-percentage", "last-digit"]
    few = {(r.test, r.claim, r.level): r.alarms for r in alarm_rates(seen, tests, 5, 11)}
    again = {(r.test, r.claim, r.level): r.alarms for r in alarm_rates(seen, tests, 5, 11)}
    more = {(r.test, r.claim, r.level): r.alarms for r in alarm_rates(seen, tests, 9, 11)}
    assert few == again
    assert all(few[key] <= more[key] <= few[key] + 4 for key in few)


def test_a_relabelled_file_has_the_same_clean_elections() -> None:
    tests = ["integer-percentage", "last-digit", "region-outliers"]
    table = invented(400)
    rates = alarm_rates(protocols_of(table), tests, 4, 12)
    assert alarm_rates(protocols_of(shuffled(relabelled(table))), tests, 4, 12) == rates
