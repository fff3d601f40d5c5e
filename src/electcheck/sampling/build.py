"""From a station file and its design to a sample, or to every reason why not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from electcheck.errors import Fault, refuse
from electcheck.sampling.checks import (
    check_part_of_whole,
    check_stations,
    check_units,
    check_values,
    check_weights,
    constant,
    labels,
    station_keys,
)
from electcheck.sampling.design_file import SampleDesign
from electcheck.sampling.policy import SamplingPolicy
from electcheck.sampling.sample import Mask, PostStrata, Sample, coded, staged
from electcheck.sampling.stages import Floats, Ints, spread
from electcheck.sampling.station_file import StationFile, Texts, all_or_nothing


@dataclass(frozen=True, eq=False)
class Stations:
    """The stations of a sample as read: the draw with every row, and who reported what.

    Attributes:
        file: the file they were read from.
        design: the design they were read by.
        sample: all rows; numbers that were not reported are nan.
        domain: the domain of each station, or None.
        stratum: the label of each station's stratum.
        keys: what identifies each station, or None where nothing does.
        notes: what a reader must know that is no fault.
    """

    file: StationFile
    design: SampleDesign
    sample: Sample
    domain: Texts | None
    stratum: Texts
    keys: Texts | None
    notes: tuple[str, ...]

    def reported(self, columns: tuple[str, ...]) -> Mask:
        """Return which stations reported all of `columns`."""
        mask = np.ones(len(self.file), dtype=bool)
        for name in columns:
            mask &= np.isfinite(self.sample.columns[name])
        return mask

    def inside(self, label: str) -> Mask:
        """Return which stations lie in a domain."""
        if self.domain is None:
            raise ValueError("the design names no domain")
        return np.asarray(self.domain == label)

    def of(self, mask: Mask) -> Sample:
        """Return the sample of the stations in `mask`, which stand for the others drawn.

        Raises:
            InputRefused: a stratum has no station left, or one where `lonely: refuse` wants two.
        """
        sample = self.sample
        if not mask.all():
            self._refuse_silent(self.stratum, mask, "stratum")
            if self.design.poststrata is not None:
                column = self.design.poststrata.column
                self._refuse_silent(self.file.cells[column], mask, f"class of {column!r},")
            sample = sample.where(mask)
        self._refuse_lonely(sample, np.flatnonzero(mask))
        return sample

    def _refuse_silent(self, labels: Texts, mask: Mask, what: str) -> None:
        silent = sorted(set(labels.tolist()) - set(labels[mask].tolist()))
        faults = []
        for label in silent:
            row = int(np.flatnonzero(labels == label)[0])
            faults.append(
                self.file.fault(
                    row,
                    f"{what} {label!r} has no station that reported: nothing can stand for it; "
                    "merge it with another before the estimate",
                )
            )
        all_or_nothing(faults)

    def _refuse_lonely(self, sample: Sample, rows: Ints) -> None:
        """Refuse strata (or units) that show no spread, unless the design says what to do."""
        faults: list[Fault] = []
        for depth, stage in enumerate(sample.stages):
            try:
                spread(stage, self.design.lonely)
            except ValueError:
                found = stage.group[stage.unit]
                for code in np.flatnonzero(stage.lonely).tolist():
                    row = int(rows[np.flatnonzero(found == code)[0]])
                    faults.append(self._lonely(depth, row, float(stage.population[code])))
        all_or_nothing(faults)

    def _lonely(self, depth: int, row: int, population: float) -> Fault:
        column = self.design.unit if depth else self.design.stratum
        label = self.file.cells[column][row] if column else "all"
        one = "unit" if depth == 0 and self.design.unit else "station"
        advice = "there is no other to learn its spread from"
        if self.design.lonely == "refuse":
            advice = "give 'lonely: collapse' or 'lonely: average', or merge it"
        return self.file.fault(
            row,
            f"{'unit' if depth else 'stratum'} {str(label)!r} has only one {one} of "
            f"{_whole(population)}: it shows no spread; {advice}",
        )


def build(file: StationFile, design: SampleDesign, policy: SamplingPolicy) -> Stations:
    """Check a station file against its design and return its sample.

    Raises:
        InputRefused: with every fault found.
    """
    all_or_nothing(file.require(_columns(design)))
    faults: list[Fault] = []
    stratum = _texts(file, design.stratum, faults)
    unit = labels(file, design.unit, faults) if design.unit else None
    domain = labels(file, design.domain, faults) if design.domain else None
    keys, notes = station_keys(file, design)
    check_stations(file, keys, faults)
    if unit is not None:
        check_units(file, design, stratum, unit, faults)
    asked = {name: file.numbers(name, faults) for name in _numeric(design)}
    if not design.is_random:
        all_or_nothing(faults)
        return _visited(file, design, stratum, domain, keys, asked, faults, policy, tuple(notes))
    all_or_nothing(faults)
    sample, weight_notes = _drawn(file, design, stratum, unit, asked, faults, policy)
    check_values(file, design, asked, faults)
    check_part_of_whole(file, design, asked, faults, policy.may_exceed.value)
    all_or_nothing(faults)
    if design.poststrata is not None:
        sample = replace(sample, post=_post(file, design, faults))
    notes.extend(weight_notes)
    return Stations(file, design, sample, domain, stratum, keys, tuple(notes))


def _columns(design: SampleDesign) -> list[str]:
    names = [design.stratum, design.unit, design.domain, design.weight, design.replaces]
    if design.sizes is not None:
        names += [design.sizes.units, design.sizes.stations]
    if design.poststrata is not None:
        names.append(design.poststrata.column)
    station = design.station or ()
    names += [station] if isinstance(station, str) else list(station)
    return [name for name in names if name is not None] + _numeric(design)


def _numeric(design: SampleDesign) -> list[str]:
    names = [name for ask in design.estimates for name in ask.columns]
    names += [ask.auxiliary.known for ask in design.estimates if ask.auxiliary is not None]
    return list(dict.fromkeys(names))


def _texts(file: StationFile, column: str | None, faults: list[Fault]) -> Texts:
    if column is None:
        return np.full(len(file), "all")
    return labels(file, column, faults)


def _drawn(
    file: StationFile,
    design: SampleDesign,
    stratum: Texts,
    unit: Texts | None,
    asked: dict[str, Floats],
    faults: list[Fault],
    policy: SamplingPolicy,
) -> tuple[Sample, list[str]]:
    code, names = coded(stratum)
    unit_code = coded(unit)[0] if unit is not None else None
    sizes = design.sizes
    if sizes is None:
        base = file.numbers(str(design.weight), faults)
        _positive(file, str(design.weight), base, faults)
        all_or_nothing(faults)
        stages = staged(code, unit_code, np.full(len(names), np.inf), None)[1]
        note = "no sizes given: the weights are believed and no finite population is corrected for"
        return Sample(base, stages, asked, design.lonely, names), [note]
    first = str(sizes.units if unit is not None else sizes.stations)
    whole = "whole" if design.stratum is None else f"stratum (column {design.stratum!r})"
    of_stratum = constant(file, first, code, whole, faults)
    within = None
    if unit_code is not None and sizes.stations is not None:
        within = constant(file, sizes.stations, unit_code, f"unit (column {design.unit!r})", faults)
    all_or_nothing(faults)
    base, stages = staged(code, unit_code, of_stratum, within)
    for depth, stage in enumerate(stages):
        _too_many(
            file, design, stage.group[stage.unit], stage.drawn, stage.population, depth, faults
        )
    all_or_nothing(faults)
    notes = check_weights(file, design, base, faults, float(policy.weight_tolerance.value))
    all_or_nothing(faults)
    return Sample(base, stages, asked, design.lonely, names), notes


def _too_many(
    file: StationFile,
    design: SampleDesign,
    group: Ints,
    drawn: Ints,
    population: Floats,
    depth: int,
    faults: list[Fault],
) -> None:
    one = "units" if depth == 0 and design.unit else "stations"
    holder = design.stratum if depth == 0 else design.unit
    for code in np.flatnonzero(drawn > population):
        row = int(np.flatnonzero(group == code)[-1])
        name = str(file.cells[holder][row]) if holder else "all"
        what = "stratum" if depth == 0 else "unit"
        faults.append(
            file.fault(
                row,
                f"{what} {name!r} has {drawn[code]} {one} in the sample but only "
                f"{_whole(population[code])} in the population: check the sizes or the rows",
            )
        )


def _positive(file: StationFile, column: str, values: Floats, faults: list[Fault]) -> None:
    faults.extend(
        file.fault(
            int(row),
            f"column {column!r}: expected a weight above 0, found {str(file.cells[column][row])!r}",
        )
        for row in np.flatnonzero(~(values > 0))
    )


def _post(file: StationFile, design: SampleDesign, faults: list[Fault]) -> PostStrata:
    post = design.poststrata
    assert post is not None
    text = labels(file, post.column, faults)
    for label in sorted(set(text.tolist()) - set(post.totals)):
        row = int(np.flatnonzero(text == label)[0])
        faults.append(file.fault(row, f"class {label!r} has no total under 'poststrata'"))
    for label in sorted(set(post.totals) - set(text.tolist())):
        message = f"class {label!r} of 'poststrata' has no station in the sample: merge it"
        faults.append(refuse(file.shown, message, 1, 1).faults[0])
    all_or_nothing(faults)
    code, names = coded(text)
    return PostStrata(code, np.array([post.totals[name] for name in names], dtype=float))


def _visited(
    file: StationFile,
    design: SampleDesign,
    stratum: Texts,
    domain: Texts | None,
    keys: Texts | None,
    asked: dict[str, Floats],
    faults: list[Fault],
    policy: SamplingPolicy,
    notes: tuple[str, ...],
) -> Stations:
    check_values(file, design, asked, faults)
    check_part_of_whole(file, design, asked, faults, policy.may_exceed.value)
    all_or_nothing(faults)
    code, names = coded(np.full(len(file), "visited"))
    stages = staged(code, None, np.full(1, np.inf), None)[1]
    post = None if design.poststrata is None else _post(file, design, faults)
    sample = Sample(np.ones(len(file)), stages, asked, "average", names, post)
    return Stations(file, design, sample, domain, stratum, keys, notes)


def _whole(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:g}"
