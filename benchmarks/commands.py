"""Every command of the program as a whole process, at growing size where its input can grow."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jobs import case_folder, stations_file
from measure import ROOT, command, electcheck

sys.path.append(str(ROOT))  # the invented visits are those of the tests

from electcheck.files.packaged import criteria_folder
from electcheck.forms.choosing import choose
from electcheck.rules.opening import open_case, open_norms
from tests.forms.filling import central_csv, visit

STATIONS = (5_000, 20_000, 80_000, 320_000)
STATEMENTS = (1_000, 3_000, 10_000, 30_000)
VISITS = (500, 1_000, 2_000, 4_000)
CRITERION = "candidate.residence"
DAY = "2020-06-01"
OFFICE = ("--by", "desk", "--on", "2020-06-20")

Arguments = Sequence[object]
Given = Callable[[int], dict[str, Arguments]]
"""The commands of a kind, by name, for one size."""


def commands(folder: Path) -> list[dict[str, Any]]:
    """Return seconds and memory of every command, by size."""
    rows: dict[str, dict[str, Any]] = {}
    kinds: tuple[tuple[str, Sequence[int], Given], ...] = (
        ("stations", STATIONS, lambda size: on_stations(size, folder)),
        ("statements", STATEMENTS, lambda size: on_statements(size, folder)),
        ("visits", VISITS, lambda size: on_visits(size, folder)),
    )
    for grows, sizes, given in kinds:
        for size in sizes:
            for name, arguments in given(size).items():
                row = rows.setdefault(
                    name, {"command": name, "grows": grows, "sizes": [], "runs": []}
                )
                row["sizes"].append(size)
                row["runs"].append(command(electcheck(*arguments)))
    return list(rows.values())


def fixed(folder: Path) -> list[dict[str, Any]]:
    """Return the same of the commands whose work is always the same."""
    given: dict[str, Arguments] = {
        "--help": ("--help",),
        "criteria": ("criteria",),
        "schema": ("schema", "--out", folder / "schema"),
        "new": ("new", folder / "new"),
        "notebooks": ("notebooks", "--out", folder / "notebooks"),
        "forms export": ("forms", "export", "--form", "evidence", "--out", folder / "forms"),
    }  # fmt: skip
    return [
        {"command": name} | command(electcheck(*arguments)) for name, arguments in given.items()
    ]


def on_stations(size: int, folder: Path) -> dict[str, Arguments]:
    """Return the commands that take results by station."""
    file, column_map = stations_file(size, folder)
    mapped = ("--map", column_map)
    announced, design, official, corpus = beside(file, column_map, folder / f"of-{size}")
    few = ("--simulations", 2, "--processes", 1)
    drawing = ("--station", "region", "--station", "district", "--station", "station")
    by_design = (file, "--design", design)
    return {
        "results map": ("results", "map", file),
        "results check": ("results", "check", file, *mapped),
        "results reconcile": ("results", "reconcile", file, *mapped, "--announced", announced),
        "results impact": ("results", "impact", file, *mapped),
        "results test": ("results", "test", file, *mapped),
        "results simulate": (
            "results", "simulate", file, *mapped, "--out", folder / f"clean-{size}.csv"),
        "results calibrate, 2 elections": ("results", "calibrate", file, *mapped, *few),
        "results validate, 1 election": (
            "results", "validate", corpus, "--processes", 1, "--out", folder / f"validated-{size}"),
        "sample plan": (
            "sample", "plan", file, "--part", "A", "--whole", "valid", "--stratum", "region",
            "--margin", 0.01),
        "sample draw": (
            "sample", "draw", file, "--seed", 7, *drawing, "--stratum", "region", "--n", 400,
            "--out", folder / f"drawn-{size}"),
        "sample estimate, every station": ("sample", "estimate", *by_design),
        "sample compare, every station": (
            "sample", "compare", *by_design, "--official", official),
    }  # fmt: skip


def beside(file: Path, column_map: Path, folder: Path) -> tuple[Path, Path, Path, Path]:
    """Return announced totals, a design, an official result and a corpus made for a file."""
    import pandas as pd

    folder.mkdir()
    table = pd.read_csv(file)
    lines = [f"nation,,{name},{int(table[name].sum())}," for name in "ABCDE"]
    announced = folder / "announced.csv"
    announced.write_text(
        "\n".join(("level,name,quantity,value,rounded_to", *lines, "")), encoding="utf-8"
    )
    design = folder / "design.yaml"
    estimates = [
        {"name": "A", "ratio": ["A", "valid"]},
        {"name": "turnout", "ratio": ["issued", "registered"]},
    ]
    sizes = {"units": "N1", "stations": "N2"}
    table["N1"], table["N2"] = 1_000, 600
    table.to_csv(file, index=False)
    design.write_text(
        json.dumps({"stratum": "region", "unit": "district", "sizes": sizes,
                    "station": ["region", "district", "station"], "estimates": estimates}),
        encoding="utf-8",
    )  # fmt: skip
    official = folder / "official.yaml"
    shares = {"A": float(table["A"].sum() / table["valid"].sum())}
    official.write_text(json.dumps({"shares": shares}), encoding="utf-8")
    election = folder / "corpus" / "invented"
    election.mkdir(parents=True)
    shutil.copy(file, election / "invented.csv")
    shutil.copy(column_map, election / "invented.yaml")
    return announced, design, official, folder / "corpus"


def on_statements(size: int, folder: Path) -> dict[str, Arguments]:
    """Return the commands that take a case."""
    case = case_folder(size, folder)
    bundle = folder / f"bundle-{size}.zip"
    return {
        "check": ("check", case),
        "assess": ("assess", case),
        "explain": ("explain", CRITERION, case),
        "sources": ("sources", case),
        "sources verify": ("sources", "verify", case),
        "timeline": ("timeline", case),
        "coverage": ("coverage", case),
        "diff": ("diff", case, case),
        "robustness": ("robustness", case),
        "whatif": ("whatif", CRITERION, case),
        "agreement": ("agreement", codings(size, folder)),
        "report": ("report", case, "--out", folder / f"report-{size}"),
        "bundle": ("bundle", bundle, case),
        "verify": ("verify", bundle),
    }


def codings(size: int, folder: Path) -> Path:
    """Return codings of all true-or-false indicators by enough assessors to be so many."""
    path = folder / f"codings-{size}.yaml"
    indicators = open_norms(criteria_folder()).catalogue.indicators()
    asked = [name for name, (_, one) in indicators.items() if one.type == "boolean"]
    lines = [
        f"  - {{assessor: a{n // len(asked)}, indicator: {asked[n % len(asked)]}, "
        f"value: {'true' if n % 3 else 'false'}}}"
        for n in range(size)
    ]
    path.write_text("\n".join(("format: 1", "codings:", *lines, "")), encoding="utf-8")
    return path


def on_visits(size: int, folder: Path) -> dict[str, Arguments]:
    """Return the commands that take filled-in forms, in the order in which they are used."""
    case = folder / f"mission-{size}"
    shutil.copytree(ROOT / "tests" / "small" / "case", case)
    form = choose(open_case(case, criteria_folder()), case, "voting")
    rows = [
        visit(form, observer=f"OBS-{n // 10:03d}", station=str(n), region="national", day=DAY)
        | {"_key": f"uuid:{n}"}
        for n in range(size)
    ]
    file = folder / f"visits-{size}.csv"
    file.write_text(central_csv(form, rows), encoding="utf-8")
    return {
        "forms import": ("forms", "import", file, "--case", case),
        "forms review": ("forms", "review", case),
        "forms review --accept all": ("forms", "review", case, "--accept", "all", *OFFICE),
        "forms tally": ("forms", "tally", case, "--form", "voting"),
    }
