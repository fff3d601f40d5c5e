"""The numbers the sampling room decides by, read from `data/policy/sampling.yaml`."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from pydantic import Field

from electcheck.errors import Fault, InputRefused
from electcheck.files.documents import load
from electcheck.files.packaged import packaged
from electcheck.model.norms import Format
from electcheck.model.record import Number, Record, Words


class Reasoned(Record):
    """A number, why it is that number, and whose decision that is."""

    value: Annotated[Number, Field(ge=0)]
    reason: Words
    basis: Words


class Listed(Record):
    """A list of words, with its reason."""

    value: tuple[Words, ...]
    reason: Words
    basis: Words


class SamplingPolicy(Record):
    """The file `data/policy/sampling.yaml`."""

    format: Format
    level: Reasoned
    minimum_df: Reasoned
    few_clusters_df: Reasoned
    response_limit: Reasoned
    domain_gap: Reasoned
    power: Reasoned
    minimum_per_stratum: Reasoned
    weight_tolerance: Reasoned
    census_tolerance: Reasoned
    may_exceed: Listed


@lru_cache(maxsize=1)
def load_policy() -> SamplingPolicy:
    """Return the packaged policy.

    >>> load_policy().minimum_df.value
    20
    """
    faults: list[Fault] = []
    document = load(
        packaged("data", "policy", "sampling.yaml"),
        "data/policy/sampling.yaml",
        SamplingPolicy,
        faults,
    )
    if document is None:
        raise InputRefused(faults)
    return document.record
