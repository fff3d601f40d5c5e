"""Time and memory at growing sizes, each measurement in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jobs import case_folder, stations_file
from measure import apart, command, electcheck

IN_PROCESS = {
    # job: what grows, sizes
    "checking": ("stations", (10_000, 30_000, 100_000, 300_000)),
    "testing": ("stations", (6_250, 12_500, 25_000, 50_000)),
    "assessing": ("statements", (1_000, 3_000, 10_000, 30_000)),
    "by_sources": ("sources of 10,000 statements", (100, 500, 2_500, 10_000)),
    "by_rule": ("statements of one indicator, each from a source of its own",
                (500, 1_000, 2_000, 4_000)),
}  # fmt: skip
STATIONS = (2_000, 4_000, 8_000, 16_000)
STATEMENTS = (500, 1_000, 2_000, 4_000)


def in_process(folder: Path) -> list[dict[str, Any]]:
    """Return every part of every job by size."""
    return [
        {"job": job, "grows": grows, "sizes": list(sizes),
         "runs": [apart(job, size, folder) for size in sizes]}
        for job, (grows, sizes) in IN_PROCESS.items()
    ]  # fmt: skip


def commands(folder: Path) -> list[dict[str, Any]]:
    """Return whole commands by size."""
    rows = []
    for name, arguments in station_commands(folder).items():
        runs = [command(electcheck(*arguments(*stations_file(n, folder)))) for n in STATIONS]
        rows.append({"command": name, "grows": "stations", "sizes": STATIONS, "runs": runs})
    for name, given in case_commands(folder).items():
        runs = [command(electcheck(*given(case_folder(n, folder)))) for n in STATEMENTS]
        rows.append({"command": name, "grows": "statements", "sizes": STATEMENTS, "runs": runs})
    return rows


def station_commands(folder: Path) -> dict[str, Any]:
    """Return the commands that take a results file, as functions of file and map."""

    def results(what: str, *more: str) -> Any:
        return lambda file, column_map: ("results", what, file, "--map", column_map, *more)

    out = str(folder / "simulated.csv")
    few = ("--simulations", "2", "--processes", "1")
    return {
        "results map": lambda file, column_map: ("results", "map", file),
        "results check": results("check"),
        "results impact": results("impact"),
        "results test": results("test"),
        "results simulate": results("simulate", "--out", out),
        "results calibrate, 2 elections": results("calibrate", *few),
    }


def case_commands(folder: Path) -> dict[str, Any]:
    """Return the commands that take a case, as functions of its folder."""
    out = str(folder / "report")
    return {
        "check": lambda case: ("check", case),
        "assess": lambda case: ("assess", case),
        "explain": lambda case: ("explain", "candidate.residence", case),
        "robustness": lambda case: ("robustness", case),
        "whatif": lambda case: ("whatif", "candidate.residence", case),
        "coverage": lambda case: ("coverage", case),
        "timeline": lambda case: ("timeline", case),
        "report": lambda case: ("report", case, "--out", out),
    }
