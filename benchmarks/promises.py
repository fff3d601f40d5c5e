"""The timed promises, each measured as it was promised."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from measure import DATA, apart, command, electcheck, seconds

if TYPE_CHECKING:
    from electcheck.rules.opening import Opened


def kept(what: str, limit: float, unit: str, measured: dict[str, float], key: str = "wall"):
    """Return a promise as the page shows it; `key` says which number is held to the limit."""
    return {"what": what, "limit": limit, "unit": unit, "measured": measured, "key": key}


def real(name: str) -> Path:
    return next(one for one in sorted((DATA / name).glob(f"{name}*.csv*")))


def promises(folder: Path) -> list[dict[str, Any]]:
    """Measure every promise."""
    rows = [
        kept("`electcheck --help`, whole process", 0.5, "s", command(electcheck("--help"), 3)),
        kept("`electcheck assess` on the bundled case, whole process", 1.5, "s",
             command(electcheck("assess"), 3)),
    ]  # fmt: skip
    rows += reading(folder)
    rows += testing()
    run = apart("assessing", 100_000, folder)
    both = {name: run["open"][name] + run["assess"][name] for name in ("wall", "cpu")}
    peak = {"peak_mb": run["peak_mb"]}
    rows += [
        kept("100,000 statements assessed, after loading", 5, "s", run["assess"] | peak),
        kept("100,000 statements assessed, from files", 30, "s", both | peak),
    ]
    return rows + models(folder) + reporting(folder) + judging() + sampling()


def reading(folder: Path) -> list[dict[str, Any]]:
    """Reading and checking: against pandas in one process, and a million stations."""
    import pandas as pd

    from electcheck.results.checks import check_stations
    from electcheck.results.column_map import map_for
    from electcheck.results.read import read_stations

    path = real("russia2018")
    columns = map_for(path)
    ratios = []
    for _ in range(5):
        plain = seconds(lambda: pd.read_csv(path))
        ours = seconds(lambda: check_stations(read_stations(path, columns)))
        ratios.append({name: ours[name] / plain[name] for name in ours})
    best = {name: sorted(one[name] for one in ratios)[2] for name in ("wall", "cpu")}
    million = apart("checking", 1_000_000, folder)
    whole = {name: million["read"][name] + million["check"][name] for name in ("wall", "cpu")}
    what = "1,000,000 stations read and checked"
    return [
        kept("97,699 stations read and checked, times `pandas.read_csv` (median of 5, in turns)",
             8, "times", best),
        kept(what, 15, "s", whole),
        kept(f"{what}, peak memory", 2_000, "MB", {"peak_mb": million["peak_mb"]}, "peak_mb"),
    ]  # fmt: skip


def testing() -> list[dict[str, Any]]:
    """Tests as whole processes."""
    russia, albania = real("russia2018"), real("albania2013")
    integers = command(electcheck("results", "test", russia, "--tests", "integer-percentage"), 3)
    battery = command(electcheck("results", "test", russia))
    toolkit = command(electcheck("results", "test", albania, "--resamples", "1000"), 3)
    name = "`results test --tests integer-percentage` on 97,699 stations, whole process"
    return [
        kept(name, 1.5, "s", integers),
        kept(f"{name}, peak memory", 500, "MB", integers, "peak_mb"),
        kept("`results test` on 97,699 stations, whole process", 15, "s", battery),
        kept("`results test --resamples 1000` on 5,508 stations, whole process", 3, "s", toolkit),
    ]


def models(folder: Path) -> list[dict[str, Any]]:
    """The model-based estimates on real nations, each with its intervals."""
    rows = [
        kept(f"`results test --tests {test}` on {name}, whole process", limit, "s",
             command(electcheck("results", "test", real(name), "--tests", test)))
        for test, name, limit in (
            ("anomalous-votes", "russia2018", 5), ("rkd", "canada2011", 10),
            ("rkd", "russia2011", 15), ("klimek", "russia2011", 30),
            ("finite-mixture", "russia2018", 120),
        )
    ]  # fmt: skip
    precincts = apart("mixture", 5, folder)["mixture"]
    return [*rows, kept("finite mixture on the 143 precincts of dc2010", 0.5, "s", precincts)]


def reporting(folder: Path) -> list[dict[str, Any]]:
    """The report of the bundled case, as whole processes."""
    out = ("--out", folder / "report")
    every = ("--lang", "all", "--formats", "html,pdf,docx,json,csv")
    return [
        kept("`report`: one HTML in one language, whole process", 3, "s",
             command(electcheck("report", "--formats", "html", *out), 3)),
        kept("`report`: one HTML in Russian, whole process", 3, "s",
             command(electcheck("report", "--formats", "html", "--lang", "ru", *out), 3)),
        kept("`report`: all formats in all languages, whole process", 60, "s",
             command(electcheck("report", *every, *out))),
    ]  # fmt: skip


def battery(folder: Path) -> list[dict[str, Any]]:
    """The whole battery on a million stations."""
    million = apart("battery", 1_000_000, folder)
    what = "whole battery on 1,000,000 stations, read from the file"
    return [
        kept(what, 120, "s", million["battery"]),
        kept(f"{what}, peak memory", 4_000, "MB", {"peak_mb": million["peak_mb"]}, "peak_mb"),
    ]


def judging() -> list[dict[str, Any]]:
    """Draws and what-if on the bundled case."""
    from electcheck.files.packaged import criteria_folder, default_case
    from electcheck.rules.opening import open_case
    from electcheck.scoring.assess import assess
    from electcheck.scoring.judgement import judgement

    opened = open_case(default_case(), criteria_folder())
    now = assess(opened)
    criteria = len(opened.norms.compiled)
    drawn = seconds(lambda: judgement(opened, now, 10_000, 1, held=False), 3)
    scaled = {name: value * 100 / criteria for name, value in drawn.items()}
    return [
        kept("robustness, 10,000 draws, for each 100 criteria", 1, "s", scaled),
        kept("what-if on every criterion of the bundled case", 5, "s",
             seconds(lambda: every_what_if(opened))),
    ]  # fmt: skip


def every_what_if(opened: Opened) -> int:
    """Search for every criterion; return how many searches were complete to their bound."""
    from electcheck.rules.findings import lay_out
    from electcheck.rules.whatif import what_if

    bench = lay_out(opened, opened.catalogue.policy.default_standard, opened.case.election.as_of)
    return sum(what_if(bench, name).complete for name in opened.norms.compiled)


def sampling() -> list[dict[str, Any]]:
    """Estimates from samples, as benchmarks/sampling.py measures them."""
    import contextlib
    import io

    import sampling as bench

    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        bench.one_ratio(DATA)
        many = seconds(lambda: bench.replications(DATA))
    line = next(one for one in shown.getvalue().splitlines() if one.startswith("ratio with"))
    milliseconds = float(line.split(": ")[1].split(" ms")[0])
    return [
        kept("a ratio with its interval on 1,500 stations (median of 200)", 1, "ms",
             {"wall": milliseconds}, "wall"),
        kept("500 replications of six designs on 130,777 stations", 15, "s", many),
    ]  # fmt: skip
