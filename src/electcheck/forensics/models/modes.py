"""Where most stations lie: the one heap of a distribution, or why there is not one.

The mode is the highest local maximum of a smooth density. It is no mode of a clean election if
another heap of comparable height stands apart from it, or if it lies at the edge; then models
that build on it have nothing to stand on, and refuse.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from electcheck.forensics.lattice import Floats, Whole
from electcheck.forensics.policy import Heap
from electcheck.forensics.reasons import Reason
from electcheck.forensics.result import NotApplicable
from electcheck.model.said import Said, Shown


class NotIdentified(NotApplicable):
    """The data cannot tell the model's parameters; `why` is the reason for the refusal."""


@dataclass(frozen=True)
class Mode:
    """The highest heap of a density.

    Attributes:
        place: where it is, on the grid.
        rival: the next heap of comparable height that stands apart, None without one.
    """

    place: float
    rival: float | None


def find_mode(grid: Floats, density: Floats, limits: Heap) -> Mode:
    """Return the highest local maximum and its rival.

    Args:
        grid: places, ascending.
        density: smooth and not negative, same shape.
        limits: how high a rival is, and how deep the valley before it.

    >>> x = np.linspace(0, 1, 101)
    >>> one = np.exp(-((x - 0.4) / 0.1) ** 2)
    >>> limits = Heap(rival=0.5, valley=0.8, low=0.02, high=0.9, reason="an example")
    >>> find_mode(x, one, limits)
    Mode(place=0.4, rival=None)
    >>> find_mode(x, one + 0.7 * np.exp(-((x - 0.8) / 0.1) ** 2), limits).rival
    0.8
    """
    peaks = local_maxima(density)
    best = int(peaks[np.argmax(density[peaks])])
    rival = None
    for other in peaks[np.argsort(-density[peaks], kind="stable")]:
        inside = float(limits.low) <= grid[other] <= float(limits.high)
        if other == best or not inside or density[other] < float(limits.rival) * density[best]:
            continue
        low, high = sorted((best, int(other)))
        if density[low : high + 1].min() < float(limits.valley) * density[other]:
            rival = float(grid[other])
            break
    return Mode(float(grid[best]), rival)


def local_maxima(density: Floats) -> Whole:
    """Return the places of the local maxima, the ends among them; a plateau counts at its start.

    >>> local_maxima(np.array([0.0, 2.0, 1.0, 3.0, 3.0, 1.0]))
    array([1, 3])
    """
    left = np.concatenate(([True], density[1:] > density[:-1]))
    right = np.concatenate((density[:-1] >= density[1:], [True]))
    places: Whole = np.flatnonzero(left & right).astype(np.int64)
    return places


def clean_mode(what: Said, grid: Floats, density: Floats, limits: Heap) -> float:
    """Return the one clean mode of a distribution.

    Args:
        what: the rate's name, for the reason.
        grid: places, ascending.
        density: smooth and not negative.
        limits: of the policy.

    Raises:
        NotIdentified: the highest heap lies at the edge, or another stands beside it.
    """
    mode = find_mode(grid, density, limits)
    if not float(limits.low) <= mode.place <= float(limits.high):
        raise NotIdentified(
            Reason(
                "mode_at_edge",
                what=what,
                place=Shown(100 * mode.place, ".1f"),
                low=Shown(100 * float(limits.low), "g"),
                high=Shown(100 * float(limits.high), "g"),
            )
        )
    if mode.rival is not None:
        raise NotIdentified(
            Reason(
                "two_modes",
                what=what,
                place=Shown(100 * mode.place, ".1f"),
                rival=Shown(100 * mode.rival, ".1f"),
            )
        )
    return mode.place


def kernel_density(values: Floats, grid: Floats, weight: Floats | None = None) -> Floats:
    """Return the Gaussian kernel density with Scott's bandwidth, as SciPy's default gives it.

    Values are put on a fine lattice by linear binning and convolved, so that 100,000 of them cost
    milliseconds; the error is far below the grid's step.

    Args:
        values: in [0, 1]; larger ones take part where the kernel reaches the grid.
        grid: evenly spaced.
        weight: how often each value counts, None for once.

    >>> x = np.linspace(0, 1, 101)
    >>> float(x[kernel_density(np.array([0.4, 0.5, 0.6]), x).argmax()])
    0.5
    """
    w = np.ones(len(values)) if weight is None else weight
    n = float(w.sum())
    mean = float(w @ values) / n
    spread = (float(w @ (values - mean) ** 2) / max(n - 1, 1.0)) ** 0.5
    if spread <= 1e-9:
        raise NotIdentified(Reason("rates_alike"))
    bandwidth = spread * n**-0.2
    step = float(grid[1] - grid[0])
    fine = step / math.ceil(20 * step / bandwidth)
    reach = math.ceil(6 * bandwidth / fine)
    ratio = round(step / fine)
    cells = (len(grid) - 1) * ratio + 1 + 2 * reach
    place = (values - float(grid[0])) / fine + reach
    inside = (place >= 0) & (place < cells - 1)
    low = np.floor(place[inside]).astype(np.int64)
    part, w = place[inside] - low, w[inside]
    mass = np.bincount(low, w * (1 - part), cells) + np.bincount(low + 1, w * part, cells)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * fine / bandwidth) ** 2)
    size = 1 << (cells + len(kernel)).bit_length()
    smooth = np.fft.irfft(np.fft.rfft(mass, size) * np.fft.rfft(kernel, size), size)
    whole = smooth[2 * reach : 2 * reach + (len(grid) - 1) * ratio + 1 : ratio]
    density: Floats = whole / (n * bandwidth * math.sqrt(2 * math.pi))
    return density
