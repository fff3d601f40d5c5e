"""The tables of a case's `results/` folder, as its datapackage names them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from electcheck.errors import Fault, InputRefused, Place, refuse
from electcheck.files.yaml_text import decode, read_bytes

Row = dict[str, str]


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
        for candidate in (path / "datapackage.json", path / "results" / "datapackage.json"):
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
    shown = str(path)
    try:
        package = json.loads(decode(read_bytes(path, shown), shown))
        resources = [(str(one["name"]), one) for one in package["resources"]]
        name, election = str(package["name"]), str(package["election"])
    except json.JSONDecodeError as error:
        raise refuse(shown, f"no JSON: {error.msg}", error.lineno, error.colno) from None
    except (KeyError, TypeError) as error:
        raise refuse(shown, f"expected a datapackage with {error} in it") from None
    faults: list[Fault] = []
    tables = {}
    for resource_name, resource in resources:
        try:
            tables[resource_name] = _read(path.parent, resource, faults)
        except InputRefused as refused:
            faults.extend(refused.faults)
    if faults:
        raise InputRefused(faults)
    return CaseTables(name, election, tables)


def _read(folder: Path, resource: dict[str, Any], faults: list[Fault]) -> tuple[Row, ...]:
    path = folder / str(resource["path"])
    if folder.resolve() not in path.resolve().parents:
        raise refuse(path, "a resource must lie in the folder of its datapackage")
    shown = str(path)
    fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    reader = csv.reader(io.StringIO(decode(read_bytes(path, shown), shown)))
    header = next(reader, [])
    if header != list(fields):
        raise refuse(
            shown, f"expected the columns {', '.join(fields)}, found {', '.join(header)}", 1, 1
        )
    rows = []
    for cells in reader:
        if len(cells) != len(header):
            place = Place(shown, reader.line_num, 1)
            faults.append(Fault(place, f"expected {len(header)} cells, found {len(cells)}"))
            continue
        row = dict(zip(header, cells, strict=True))
        for column, (name, kind) in enumerate(fields.items(), start=1):
            if row[name] and not _is(row[name], kind):
                place = Place(shown, reader.line_num, column)
                faults.append(Fault(place, f"{name!r}: expected a {kind}, found {row[name]!r}"))
        rows.append(row)
    return tuple(rows)


def _is(text: str, kind: str) -> bool:
    try:
        if kind == "integer":
            int(text)
        elif kind == "number":
            float(text)
    except ValueError:
        return False
    return True
