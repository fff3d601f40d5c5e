"""Levels, minimum sizes and smallest effects, as data with their reasons."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from electcheck.errors import Fault, InputRefused
from electcheck.files.documents import load
from electcheck.files.packaged import packaged
from electcheck.model.record import Int, Number, Record, Words


class Figure(Record):
    """One number with its reason."""

    value: Number
    reason: Words


class Kept(Record):
    """Which stations the integer tests keep."""

    registered: Int
    largest: Int
    turnout_percent: Int
    share_percent: Int
    reason: Words


class Sizes(Record):
    """The smallest stations of the size sweep."""

    values: tuple[Int, ...]
    reason: Words


class Coarse(Record):
    """Denominators of the coarse fractions."""

    denominators: tuple[Int, ...]
    reason: Words


class Digits(Record):
    """Which counts the digit tests look at."""

    smallest_count: Int
    smoothing_limit: Number
    reason: Words


class Tail(Record):
    """Where the tail of turnout begins."""

    turnout_percent: Int
    reason: Words


class Fingerprint(Record):
    """Bins of the histogram and the corner of the standardised fingerprint."""

    bins: Int
    corner: Number
    reason: Words


class Units(Record):
    """How small a region may be, and how few there may be, for an outlier test."""

    stations: Int
    units: Int
    reason: Words


class Heap(Record):
    """When a distribution has one clean heap."""

    rival: Number
    valley: Number
    low: Number
    high: Number
    reason: Words


class AnomalousVotes(Record):
    """Kernels of the anomalous votes, and when they refuse."""

    bins: tuple[Number, ...]
    windows: tuple[tuple[Number, Number], ...]
    spread: Number
    window_share: Number
    region_stations: Int
    region_resamples: Int
    reason: Words


class Klimek(Record):
    """Grid and limits of the fingerprint model."""

    cells: Int
    nodes: Int
    alphas: tuple[Number, ...]
    extreme_sd: Number
    resamples: Int
    misfit: Number
    background: Number
    alarm: Number
    widest: Number
    reason: Words


class Rkd(Record):
    """The resampled density."""

    replicates: Int
    quantile: Number
    grid: Int
    bandwidth: Number
    components: Int
    thinned: Int
    tolerance: Number
    iterations: Int
    reason: Words


class Mixture(Record):
    """The finite mixture."""

    threshold: Number
    cells: Int
    draws: Int
    tails: Number
    alarm: Number
    widest: Number
    edge: Number
    reason: Words


class Joint(Record):
    """The change between two elections at the same stations."""

    matched: Number
    growth: Number
    reason: Words


class Models(Record):
    """What the model-based estimates need."""

    heap: Heap
    anomalous_votes: AnomalousVotes
    klimek: Klimek
    rkd: Rkd
    mixture: Mixture
    joint: Joint


class TestPolicy(Record):
    """What the policy says of one test; `{what}` in a hypothesis is filled in by the test."""

    hypothesis: Words
    minimum_n: Int
    smallest_effect: Number | None = None
    unit: Words
    reason: Words
    assumptions: tuple[Words, ...]
    innocent_explanations: tuple[Words, ...]


class Policy(Record):
    """The whole of `data/policy/forensics.yaml`."""

    format: Literal[1]
    level: Figure
    power: Figure
    coverage: Figure
    suppression: Figure
    resamples: Figure
    shown_units: Figure
    kept: Kept
    sizes: Sizes
    coarse: Coarse
    digits: Digits
    tail: Tail
    fingerprint: Fingerprint
    units: Units
    models: Models
    tests: dict[str, TestPolicy]


@lru_cache(maxsize=1)
def policy() -> Policy:
    """Return the policy that ships with electcheck.

    >>> policy().kept.registered
    100

    Raises:
        InputRefused: the file is no valid policy.
    """
    faults: list[Fault] = []
    path = packaged("data", "policy", "forensics.yaml")
    document = load(path, "data/policy/forensics.yaml", Policy, faults)
    if document is None:
        raise InputRefused(faults)
    return document.record
