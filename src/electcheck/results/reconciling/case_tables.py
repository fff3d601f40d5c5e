"""The tables of a case's `results/` folder, as its datapackage names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from electcheck.errors import Fault, InputRefused, Place, refuse
from electcheck.files.csv_text import read_rows
from electcheck.files.json_text import read_json
from electcheck.files.reading import leads_out
from electcheck.model.record import Words
from electcheck.results.reconciling.rows import Row

# Where a case keeps it, below its own folder.
PACKAGE = Path("results", "datapackage.json")


@dataclass(frozen=True)
class CaseTables:
    """A datapackage that was read.

    Attributes:
        name: of the package.
        election: the ballot that the case is about, as the tables name it.
        tables: resource name: its rows, as text.
    """

    name: str
    election: str
    tables: dict[str, tuple[Row, ...]]

    def of(self, name: str, election: str | None = None) -> tuple[Row, ...]:
        """Return a table's rows, of one ballot if named; none where the table is not there."""
        rows = self.tables.get(name, ())
        return tuple(row for row in rows if election is None or row["election"] == election)


def find_package(path: Path) -> Path | None:
    """Return the datapackage that a file, a results folder or a case folder stands for.

    >>> find_package(Path("stations.csv")) is None
    True
    """
    if path.is_dir():
        for candidate in (path / PACKAGE.name, path / PACKAGE):
            if candidate.is_file():
                return candidate
        raise refuse(path, "the folder has no datapackage.json and no results/datapackage.json")
    return path if path.name.endswith(".json") else None


def read_package(path: Path) -> CaseTables:
    """Read a datapackage and the CSV tables that it names.

    Raises:
        InputRefused: a file is missing or no table, a column of the schema is missing, or a
            number is none; every fault with its line.
    """
    package = _package(path)
    faults: list[Fault] = []
    tables = {}
    for resource in package.resources:
        try:
            tables[resource.name] = _read(path.parent, resource, faults)
        except InputRefused as refused:
            faults.extend(refused.faults)
    if faults:
        raise InputRefused(faults)
    return CaseTables(package.name, package.election, tables)


class _Part(BaseModel):
    """A part of a datapackage; what we do not read may stand there."""

    model_config = ConfigDict(frozen=True, strict=True)


class _Field(_Part):
    name: Words
    type: Words


class _Schema(_Part):
    fields: list[_Field] = Field(min_length=1)


class _Resource(_Part):
    name: Words
    path: Words
    columns: _Schema = Field(alias="schema")


class _Package(_Part):
    name: Words
    election: Words
    resources: list[_Resource]


def _package(path: Path) -> _Package:
    data = read_json(path, "a datapackage (datapackage.json)")
    try:
        return _Package.model_validate(data)
    except ValidationError as error:
        raise InputRefused(
            Fault(Place(str(path)), f"{'.'.join(map(str, one['loc']))}: {one['msg']}")
            for one in error.errors(include_url=False, include_context=False)
        ) from None


_FORMS = {
    "any text": re.compile(r".*", re.DOTALL),
    "some text": re.compile(r".*\S.*", re.DOTALL),
    "an integer": re.compile(r"(?:-?[0-9]{1,15})?"),
    "a number": re.compile(r"(?:-?[0-9]{1,15}(?:\.[0-9]{1,15})?)?"),
    "a percent": re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,12})?"),
    "a percent or nothing": re.compile(r"(?:[0-9]{1,4}(?:\.[0-9]{1,12})?)?"),
    "an hour (HH:MM)": re.compile(r"[0-9]{1,2}:[0-9]{2}"),
}

_TYPES = {"integer": "an integer", "number": "a number"}
"""Frictionless types that are held."""

_RELIED_ON = {
    "national-results": {
        "election": "some text",
        "stage": "some text",
        "candidate": "some text",
        "votes": "an integer",
        "percent": "a percent or nothing",
        "source": "any text",
    },
    "accounting-totals": {"election": "some text", "quantity": "some text", "value": "a number"},
    "turnout-bulletins": {
        "election": "some text",
        "time": "an hour (HH:MM)",
        "region": "some text",
        "turnout_percent": "a percent",
        "source": "any text",
    },
    "exit-polls": {
        "election": "some text",
        "poll": "some text",
        "candidate": "some text",
        "percent": "a percent",
        "sample_size": "an integer",
        "stations": "an integer",
        "stated_error_points": "a number",
        "source": "any text",
    },
}
"""The columns of each table that the accounts are reconciled with, and what a cell holds."""


def _read(folder: Path, resource: _Resource, faults: list[Fault]) -> tuple[Row, ...]:
    path = folder / resource.path
    shown = str(path)
    outside = leads_out(path, folder, shown)
    if outside is not None:
        raise InputRefused([outside])
    forms = {field.name: _TYPES.get(field.type, "any text") for field in resource.columns.fields}
    relied_on = _RELIED_ON.get(resource.name, {})
    absent = [name for name in relied_on if name not in forms]
    if absent:
        raise refuse(shown, f"the table {resource.name!r} needs the columns {', '.join(absent)}")
    forms |= relied_on
    rows = read_rows(path)
    line, header = next(rows, (1, []))
    if header != list(forms):
        raise refuse(
            shown, f"expected the columns {', '.join(forms)}, found {', '.join(header)}", line, 1
        )
    found = []
    for line, cells in rows:
        if len(cells) != len(header):
            message = f"expected {len(header)} cells, found {len(cells)}"
            faults.append(Fault(Place(shown, line, 1), message))
            continue
        row = dict(zip(header, cells, strict=True))
        for column, (name, form) in enumerate(forms.items(), start=1):
            if not _FORMS[form].fullmatch(row[name]):
                message = f"{name!r}: expected {form}, found {row[name]!r}"
                faults.append(Fault(Place(shown, line, column), message))
        found.append(row)
    return tuple(found)
