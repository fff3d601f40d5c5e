"""Every value of the R package `survey` 4.1-1 that we hold, or the reason why it is not ours.

The oracles are printed to 12 significant digits. The file of oracles and the samples lie beside
the real elections (see `tests/conftest.py`).
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from electcheck.sampling import estimators
from electcheck.sampling.estimators import Linear
from electcheck.sampling.intervals import share_interval, t_interval
from electcheck.sampling.sample import Sample, coded, staged, stratified, two_stage

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts"))
from real_elections import ELECTIONS, election  # noqa: E402

# Rows that are not reproduced, each by name and with its reason.
KEYS = ["dataset", "design", "quantity", "r_call"]
EXCEPTED = set(pd.read_csv(HERE / "not_reproduced.csv")[KEYS].itertuples(index=False, name=None))


def key(row: pd.Series) -> tuple[str, ...]:
    return (row.dataset, row.design, row.quantity, row.r_call)


@lru_cache(maxsize=1)
def oracles(folder: Path) -> pd.DataFrame:
    return pd.read_csv(facts(folder) / "oracles.csv")


@lru_cache(maxsize=16)
def sample_of(folder: Path, dataset: str, design: str) -> tuple[Sample, dict[str, np.ndarray]]:
    kind = design.removesuffix("_nofpc").removesuffix("_wr").removesuffix("_stage1only")
    name = "lonely" if kind.startswith("lonely") else kind
    rows = pd.read_csv(folder / "samples" / f"{dataset}_{name}.csv")
    numbers = rows.columns.drop(["id", "strat", "psu", "dom"])
    columns = {name: rows[name].to_numpy(float) for name in numbers}
    lonely = "average" if design == "lonely_average" else "refuse"
    stratum = rows["strat"].astype(str)
    if "N1" in rows:
        units = dict(zip(stratum, rows["N1"], strict=True))
        inside = dict(zip(rows["psu"].astype(str), rows["N2"], strict=True))
        sample = two_stage(stratum, rows["psu"], units, inside, columns, lonely)
    else:
        sizes = dict(zip(stratum, rows["N_h"], strict=True))
        sample = stratified(stratum, sizes, columns, lonely)
    if design != kind:
        code, labels = coded(stratum)
        unit = coded(rows["psu"])[0] if "N1" in rows else None
        whole = rows["N1"].to_numpy(float)[:1] if design.endswith("stage1only") else None
        population = np.full(len(labels), np.inf) if whole is None else whole
        stages = staged(code, unit, population, None)[1]
        sample = Sample(sample.base, stages, columns, lonely, labels)
    return sample, {"dom": rows["dom"].to_numpy()}


def asked(sample: Sample, labels: dict[str, np.ndarray], quantity: str) -> tuple[Linear, int]:
    """Return our estimate of `quantity` and the degrees of freedom that its row of R used."""
    of = sample.columns
    ratios = {
        "turnout": ("ballots", "registered"),
        "c1_share": ("c1", "valid"),
        "c2_share": ("c2", "valid"),
        "c3_share": ("c3", "valid"),
    }
    if quantity.startswith("total"):
        return estimators.total(sample, of[re.split("[:_]", quantity)[1]]), sample.df()
    if quantity in ratios:
        above, below = ratios[quantity]
        return estimators.ratio(sample, of[above], of[below]), sample.df()
    if quantity == "margin_c1_c2":
        return estimators.ratio(sample, of["c1"] - of["c2"], of["valid"]), sample.df()
    if match := re.fullmatch(r"(?:mean_station_turnout_prob|mean|ciprop)_(\w+)", quantity):
        return estimators.mean(sample, of[match[1]]), sample.df()
    if match := re.fullmatch(r"mean_(\w+)", quantity):
        return estimators.mean(sample, of[match[1]]), sample.df()
    if match := re.fullmatch(r"by_dom_(\w+):(\d)", quantity):
        domain = labels["dom"] == int(match[2])
        # svyby was given the degrees of freedom of the whole design.
        if match[1] == "turnout":
            return estimators.ratio(sample, of["ballots"], of["registered"], domain), sample.df()
        return estimators.mean(sample, of[match[1]], domain), sample.df()
    if match := re.fullmatch(r"subset_dom(\d)_(c1_share|hi80)", quantity):
        domain = labels["dom"] == int(match[1])
        if match[2] == "c1_share":
            return estimators.ratio(sample, of["c1"], of["valid"], domain), sample.df(domain)
        return estimators.mean(sample, of["hi80"], domain), sample.df(domain)
    raise AssertionError(f"no estimator for {quantity}")


def close(ours: float, theirs: float, relative: float) -> bool:
    return ours == pytest.approx(theirs, rel=relative, abs=1e-300)


def check_row(folder: Path, row: pd.Series) -> None:
    if row.quantity.startswith("deff"):
        check_design_effect(folder, row)
        return
    sample, labels = sample_of(folder, row.dataset, row.design)
    if row.quantity.startswith("separate_ratio_total_"):
        linear, df = separate(folder, sample, row), sample.df()
    else:
        linear, df = asked(sample, labels, row.quantity)
    variance = float(estimators.covariances(sample, [linear])[0, 0])
    assert row.df in (df, np.inf)
    method = re.search(r"method='(\w+)'", row.r_call)
    if method:
        relative = 1e-5 if "logit" in method[1] else 1e-7
        n = sample.n
        if match := re.match(r"subset_dom(\d)", row.quantity):
            n = int((labels["dom"] == int(match[1])).sum())
        kind = method[1].removeprefix("x")
        found = share_interval(linear.estimate, variance, n, row.df, kind)
    else:
        relative = 1e-7
        found = t_interval(linear.estimate, variance**0.5, row.df)
    assert close(linear.estimate, row.estimate, relative)
    assert close(variance**0.5, row.se, relative)
    assert close(found.low, row.ci_low, relative)
    assert close(found.high, row.ci_high, relative)


def separate(folder: Path, sample: Sample, row: pd.Series) -> Linear:
    y, x = {"ballots": ("ballots", "registered"), "c1": ("c1", "valid")}[
        row.quantity.removeprefix("separate_ratio_total_")
    ]
    known = stratum_totals(folder, row.dataset, x)
    return estimators.separate_ratio_total(sample, sample.columns[y], sample.columns[x], known)


def check_design_effect(folder: Path, row: pd.Series) -> None:
    sample, labels = sample_of(folder, row.dataset, row.design)
    quantity = row.quantity.removeprefix("deff_").removeprefix("replace_")
    quantity = quantity if quantity == "c1_share" else f"mean_{quantity}"
    linear, df = asked(sample, labels, quantity)
    assert row.df == df
    ours = estimators.design_effect(sample, linear, replacement="replace" in row.quantity)
    assert close(ours, row.estimate, 1e-7)


def stratum_totals(folder: Path, dataset: str, column: str) -> np.ndarray:
    table = real_election(folder, dataset)
    return table.groupby("stratum")[column].sum().to_numpy(float)


@lru_cache(maxsize=4)
def real_election(folder: Path, dataset: str) -> pd.DataFrame:
    return election(folder, dataset)


@pytest.mark.validation
def test_the_real_elections_are_read_as_the_oracles_read_them(validation_data: Path) -> None:
    truth = pd.read_csv(facts(validation_data) / "truth.csv").set_index("dataset")
    for name in ELECTIONS:
        table = real_election(validation_data, name)
        assert len(table) == truth.loc[name, "N"]
        for column in ("registered", "ballots", "valid", "c1"):
            assert table[column].sum() == truth.loc[name, column]


def facts(folder: Path) -> Path:
    return folder.parent / "facts" / "sampling"


@pytest.mark.validation
def test_the_rows_not_reproduced_are_rows_of_the_oracles(validation_data: Path) -> None:
    rows = oracles(validation_data)
    assert len(rows) == 432
    assert {key(row) for _, row in rows.iterrows()} >= EXCEPTED
    assert len(EXCEPTED) == 124


@pytest.mark.validation
@pytest.mark.parametrize("at", range(432))
def test_a_value_of_r_is_reproduced_or_listed_with_its_reason(
    validation_data: Path, at: int
) -> None:
    row = oracles(validation_data).iloc[at]
    if key(row) not in EXCEPTED:
        check_row(validation_data, row)
