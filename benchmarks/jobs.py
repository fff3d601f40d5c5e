"""Jobs that run in a process of their own: python benchmarks/jobs.py NAME SIZE FOLDER.

Each prints what it measured as JSON: seconds of its parts and the most memory it held.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from assess import write_case
from measure import DATA, peak_mb, seconds
from results import SYNTHETIC_MAP, write_stations


def stations_file(size: int, folder: Path) -> tuple[Path, Path]:
    """Return a file of invented stations and its map, written once."""
    file, column_map = folder / f"stations-{size}.csv", folder / "stations.yaml"
    if not file.exists():
        write_stations(file, size)
        # JSON is YAML.
        column_map.write_text(json.dumps(SYNTHETIC_MAP), encoding="utf-8")
    return file, column_map


def case_folder(size: int, folder: Path, sources: int = 40) -> Path:
    """Return a case of so many statements, written once."""
    case = folder / f"case-{size}-{sources}"
    if not case.exists():
        write_case(case, size, sources)
    return case


def checking(size: int, folder: Path) -> dict[str, Any]:
    """Read and check stations."""
    from electcheck.results.checks import check_stations
    from electcheck.results.column_map import load_map
    from electcheck.results.read import read_stations

    file, column_map = stations_file(size, folder)
    tables: list[Any] = []
    read = seconds(lambda: tables.append(read_stations(file, load_map(column_map))))
    check = seconds(lambda: check_stations(tables[0]))
    return {"read": read, "check": check}


def testing(size: int, folder: Path) -> dict[str, Any]:
    """Read stations, and run each test of the battery."""
    from electcheck.forensics.battery import TESTS, run
    from electcheck.results.column_map import load_map
    from electcheck.results.read import read_stations

    file, column_map = stations_file(size, folder)
    tables: list[Any] = []
    read = seconds(lambda: tables.append(read_stations(file, load_map(column_map))))
    tests = {name: seconds(lambda n=name: run(tables[0], [n])) for name in TESTS}
    return {"read": read} | tests


def battery(size: int, folder: Path) -> dict[str, Any]:
    """Read stations and run the whole battery, as `results test` does."""
    from electcheck.forensics.battery import run
    from electcheck.results.column_map import load_map
    from electcheck.results.read import read_stations

    file, column_map = stations_file(size, folder)
    return {"battery": seconds(lambda: run(read_stations(file, load_map(column_map))))}


def assessing(size: int, folder: Path, sources: int = 40) -> dict[str, Any]:
    """Open a case and assess it."""
    from electcheck.files.packaged import criteria_folder
    from electcheck.rules.opening import open_case
    from electcheck.scoring.assess import assess

    case = case_folder(size, folder, sources)
    opened: list[Any] = []
    opening = seconds(lambda: opened.append(open_case(case, criteria_folder())))
    return {"open": opening, "assess": seconds(lambda: assess(opened[0]))}


def by_sources(size: int, folder: Path) -> dict[str, Any]:
    """Open and assess 10,000 statements of so many sources."""
    return assessing(10_000, folder, size)


def by_rule(size: int, folder: Path) -> dict[str, Any]:
    """Open and assess a case in which every statement is of one indicator's neighbourhood.

    Statements about one indicator must agree or conflict; that is where pairs could be compared.
    """
    from electcheck.files.packaged import criteria_folder
    from electcheck.rules.opening import open_case
    from electcheck.scoring.assess import assess

    case = case_folder(size, folder, size)
    path = case / "evidence" / "all.yaml"
    text = path.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.startswith("    indicator: "))
    lines = [first if line.startswith("    indicator: ") else line for line in text.splitlines()]
    value = next(line for line in lines if line.startswith(("    value: ", "    range: ")))
    lines = [value if line.startswith(("    value: ", "    range: ")) else line for line in lines]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    opened: list[Any] = []
    opening = seconds(lambda: opened.append(open_case(case, criteria_folder())))
    return {"open": opening, "assess": seconds(lambda: assess(opened[0]))}


def mixture(runs: int, folder: Path) -> dict[str, Any]:
    """Estimate the finite mixture on DC 2010; starting Python takes longer than its promise."""
    import numpy as np

    from electcheck.forensics.models.mixture_fit import posterior
    from electcheck.forensics.models.mixture_model import counts_of
    from electcheck.results.column_map import map_for
    from electcheck.results.read import read_stations

    file = DATA / "dc2010" / "dc2010.csv"
    table = read_stations(file, map_for(file))
    counts = counts_of(table.registered, table.in_boxes, table.votes["Votes"], 0)
    found = seconds(lambda: posterior(counts, 0.7, 4000, np.random.SeedSequence(0)), runs)
    return {"mixture": found}


JOBS = {
    one.__name__: one
    for one in (checking, testing, battery, assessing, by_sources, by_rule, mixture)
}


def main() -> None:
    name, size, folder = sys.argv[1:4]
    answer = JOBS[name](int(size), Path(folder))
    print(json.dumps(answer | {"peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
