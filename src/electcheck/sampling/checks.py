"""What a station file must not say: each fault with its row, its reason and what to do."""

from __future__ import annotations

import numpy as np

from electcheck.errors import Fault
from electcheck.sampling.design_file import SampleDesign
from electcheck.sampling.stages import Floats, Ints
from electcheck.sampling.station_file import StationFile, Texts

KNOWN_STATION_COLUMNS = ("station", "station_id", "id")
SEVERAL = " / "


def labels(file: StationFile, column: str, faults: list[Fault]) -> Texts:
    """Return a column of labels; an empty one is a fault."""
    text = file.cells[column]
    faults.extend(
        file.fault(int(row), f"column {column!r}: the cell is empty")
        for row in np.flatnonzero(text == "")
    )
    return text


def station_keys(file: StationFile, design: SampleDesign) -> tuple[Texts | None, list[str]]:
    """Return what identifies each station, and a note where nothing does."""
    named = design.station or next((c for c in KNOWN_STATION_COLUMNS if c in file.cells), None)
    if named is None:
        return None, [
            "no column identifies a station, so none can be found twice: name it as 'station'"
        ]
    columns = [named] if isinstance(named, str) else list(named)
    keys = file.cells[columns[0]]
    for column in columns[1:]:
        keys = np.char.add(np.char.add(keys, SEVERAL), file.cells[column])
    return keys, []


def check_stations(file: StationFile, keys: Texts | None, faults: list[Fault]) -> None:
    """A station stands in one row; a row names its station."""
    if keys is None:
        return
    first: dict[str, int] = {}
    for row, key in enumerate(keys.tolist()):
        if not key.replace(SEVERAL, ""):
            faults.append(file.fault(row, "the station has no identifier"))
        elif key in first:
            faults.append(
                file.fault(
                    row,
                    f"station {key!r} is here twice: first on line {file.lines[first[key]]}. "
                    "Remove one row; if numbers start again in each district, name both columns: "
                    "'station: [DISTRICT, STATION]'",
                )
            )
        else:
            first[key] = row


def check_units(
    file: StationFile, design: SampleDesign, stratum: Texts, unit: Texts, faults: list[Fault]
) -> None:
    """A first-stage unit lies in one stratum."""
    home: dict[str, tuple[str, int]] = {}
    for row, (where, name) in enumerate(zip(stratum.tolist(), unit.tolist(), strict=True)):
        known = home.setdefault(name, (where, row))
        if known[0] != where:
            faults.append(
                file.fault(
                    row,
                    f"unit {name!r} is in stratum {where!r} here and in stratum {known[0]!r} on "
                    f"line {file.lines[known[1]]}: a unit lies in one stratum "
                    f"(columns {design.unit!r} and {design.stratum!r})",
                )
            )


def constant(
    file: StationFile, column: str, code: Ints, of_what: str, faults: list[Fault]
) -> Floats:
    """Return the one size of each stratum or unit; whole, above 0, the same on all its rows."""
    values = file.numbers(column, faults)
    groups = int(code.max()) + 1
    result = np.full(groups, np.nan)
    first = np.zeros(groups, dtype=np.int64)
    for row, (group, value) in enumerate(zip(code.tolist(), values.tolist(), strict=True)):
        if not value >= 1 or value != int(value):
            found = str(file.cells[column][row])
            if not np.isnan(value) or found in ("", "NA"):
                message = f"column {column!r}: expected a whole size of 1 or more, found {found!r}"
                faults.append(file.fault(row, message))
        elif np.isnan(result[group]):
            result[group], first[group] = value, row
        elif value != result[group]:
            message = (
                f"column {column!r}: size {value:g} here and {result[group]:g} on line "
                f"{file.lines[first[group]]} of the same {of_what}: it has one size"
            )
            faults.append(file.fault(row, message))
    return result


def check_weights(
    file: StationFile, design: SampleDesign, base: Floats, faults: list[Fault], tolerance: float
) -> list[str]:
    """Compare the file's weights, if it has any, with those the sizes imply.

    A factor common to all rows is no contradiction (shares do not change with it) and is noted;
    the sizes decide. Returns notes.
    """
    column = design.weight or ("weight" if "weight" in file.cells else None)
    if column is None:
        return []
    given = file.numbers(column, faults)
    ratio = given / base
    common = float(np.nanmedian(ratio)) if np.isfinite(ratio).any() else float("nan")
    faults.extend(
        file.fault(
            int(row),
            f"column {column!r}: weight {str(file.cells[column][row])!r} contradicts the "
            f"sizes, which give {base[row] * common:.6g}; correct one of them",
        )
        for row in np.flatnonzero(~(np.abs(ratio - common) <= tolerance * abs(common)))
    )
    if abs(common - 1) > tolerance:
        return [
            f"the weights of column {column!r} are {common:.6g} times those the sizes give; "
            "the sizes were used"
        ]
    return []


def check_values(
    file: StationFile, design: SampleDesign, asked: dict[str, Floats], faults: list[Fault]
) -> None:
    """Counts are not negative, and a share of stations is 0 or 1 at each."""
    shares = {ask.share for ask in design.estimates if ask.share is not None}
    counts = {
        name for ask in design.estimates if ask.kind in ("ratio", "margin") for name in ask.columns
    }
    for name, values in asked.items():
        if name in shares:
            for row in np.flatnonzero(np.isfinite(values) & (values != 0) & (values != 1)):
                message = f"column {name!r}: a share needs 0 or 1 at each station, found "
                faults.append(file.fault(int(row), message + repr(str(file.cells[name][row]))))
        elif name in counts:
            for row in np.flatnonzero(values < 0):
                message = f"column {name!r}: a count cannot be negative, found {values[row]:g}"
                faults.append(file.fault(int(row), message))


def check_part_of_whole(
    file: StationFile,
    design: SampleDesign,
    asked: dict[str, Floats],
    faults: list[Fault],
    may_exceed: tuple[str, ...],
) -> None:
    """A candidate's votes are not above the valid ones, at any station."""
    for ask in design.estimates:
        if ask.kind not in ("ratio", "margin") or ask.may_exceed:
            continue
        *parts, whole = ask.columns
        if whole.lower() in may_exceed:
            continue
        for part in parts:
            faults.extend(
                file.fault(
                    int(row),
                    f"column {part!r}: {asked[part][row]:g} is above the {asked[whole][row]:g} "
                    f"of {whole!r} (estimate {ask.name!r}): a part cannot exceed its whole. "
                    "Correct the row; where it can, say 'may_exceed: true'",
                )
                for row in np.flatnonzero(asked[part] > asked[whole])
            )
