"""Beta-mixtures given as a file, so that a published fit can be compared with ours."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from electcheck.errors import Fault, InputRefused, refuse
from electcheck.files.documents import load
from electcheck.model.record import Number, Record


class Mixture(Record):
    """One mixture: three lists of one length."""

    alpha: tuple[Number, ...]
    beta: tuple[Number, ...]
    weights: tuple[Number, ...]


class Mixtures(Record):
    """The file: the mixtures of turnout and of the leader's share."""

    format: Literal[1]
    turnout: Mixture
    share: Mixture


def load_mixture(path: Path) -> dict[str, dict[str, tuple[float, ...]]]:
    """Return the mixtures of a YAML file by `turnout` and `share`.

    Raises:
        InputRefused: no such file, no such keys, lists of different lengths, numbers that are not
            positive, or weights that are not 1 together.
    """
    faults: list[Fault] = []
    document = load(path, str(path), Mixtures, faults)
    if document is None:
        raise InputRefused(faults)
    made = {}
    for name in ("turnout", "share"):
        one: Mixture = getattr(document.record, name)
        lists = {key: tuple(float(x) for x in getattr(one, key)) for key in Mixture.model_fields}
        if len({len(values) for values in lists.values()}) != 1 or not lists["alpha"]:
            raise refuse(path, f"{name}: alpha, beta and weights need as many numbers each")
        if min(min(values) for values in lists.values()) <= 0:
            raise refuse(path, f"{name}: alpha, beta and weights are positive")
        if abs(sum(lists["weights"]) - 1) > 1e-3:
            raise refuse(path, f"{name}: weights are 1 together, found {sum(lists['weights']):g}")
        made[name] = lists
    return made
