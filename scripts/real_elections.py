"""The four real elections of the sampling validation, from raw files that are not in this project.

Each is a table with the columns of the sample files: id (the row of the raw file, from 1),
stratum (code from 1), unit (a district or a commission), dom, registered, ballots, valid,
c1 to c3, arith, hi, hi80.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

ELECTIONS = ("mexico2006", "georgia2024", "uganda2011", "russia2018")


def election(folder: Path, name: str) -> pd.DataFrame:
    """Read one of `ELECTIONS` from the folder of real elections."""
    raw = pd.read_csv(folder / name / f"{name}.csv.gz", low_memory=False)
    table = {
        "mexico2006": _mexico,
        "georgia2024": _georgia,
        "uganda2011": _uganda,
        "russia2018": _russia,
    }[name](raw)
    turnout = table["ballots"] / table["registered"].where(table["registered"] > 0)
    table["hi"] = (turnout > 0.95).astype(int)
    table["hi80"] = (turnout > 0.8).astype(int)
    if "arith" not in table:
        table["arith"] = 0
    return table


def _mexico(raw: pd.DataFrame) -> pd.DataFrame:
    parties = ["pri_pvem", "pan", "panal", "prd_pt_conv", "psd"]
    return pd.DataFrame(
        {
            "id": raw["casilla_id"],
            "stratum": raw["edo_id"],
            "unit": raw["edo_id"] * 100 + raw["distrito_fed"],
            "dom": raw["rural"],
            "registered": raw["ln"],
            "ballots": raw["total"],
            "valid": raw[parties].sum(axis=1),
            "c1": raw["pan"],
            "c2": raw["prd_pt_conv"],
            "c3": raw["pri_pvem"],
        }
    )


def _georgia(raw: pd.DataFrame) -> pd.DataFrame:
    parties = [name for name in raw if name.startswith("p_")]
    valid = raw[parties].sum(axis=1)
    return pd.DataFrame(
        {
            "id": raw["district"] * 1000 + raw["precinct"],
            "stratum": np.unique(raw["district"], return_inverse=True)[1] + 1,
            "unit": raw["district"],
            "dom": 0,
            "registered": raw["f_01"] + raw["f_03"].fillna(0),
            "ballots": raw["f_05"],
            "valid": valid,
            "c1": raw["p_41"],
            "c2": raw["p_4"],
            "c3": raw["p_5"],
            # Valid and invalid ballots together above the voters who signed.
            "arith": (valid + raw["f_06"] > raw["f_05"]).astype(int),
        }
    )


def _uganda(raw: pd.DataFrame) -> pd.DataFrame:
    raw = raw.assign(row=np.arange(1, len(raw) + 1))
    for name in ("V.Votes", "N.Mao", "K.Besigye", "Y.Museveni"):
        raw[name] = pd.to_numeric(raw[name], errors="coerce")
    raw = raw[raw["V.Votes"].notna()].reset_index(drop=True)
    return pd.DataFrame(
        {
            "id": raw["row"],
            "stratum": np.unique(raw["Dist_name_previous"].astype(str), return_inverse=True)[1] + 1,
            "unit": np.unique(
                raw["Dist_name_previous"].astype(str)
                + "/"
                + raw["Const_name_previous"].astype(str),
                return_inverse=True,
            )[1],
            "dom": raw["Map11.16_reg_name"],
            "registered": raw["Reg.Voters"],
            "ballots": raw["T.Votes"],
            "valid": raw["V.Votes"],
            "c1": raw["Y.Museveni"],
            "c2": raw["K.Besigye"],
            "c3": raw["N.Mao"],
        }
    )


def _russia(raw: pd.DataFrame) -> pd.DataFrame:
    def starting(words: str) -> str:
        return next(name for name in raw if name.startswith(words))

    invalid = raw["Число недействительных избирательных бюллетеней"]
    valid = raw["Число действительных избирательных бюллетеней"]
    return pd.DataFrame(
        {
            "id": np.arange(1, len(raw) + 1),
            "stratum": np.unique(raw["region"], return_inverse=True)[1] + 1,
            "unit": np.unique(raw["region"] + "/" + raw["tik"], return_inverse=True)[1],
            "dom": 0,
            "registered": raw[starting("Число избирателей, включенных")],
            "ballots": valid + invalid,
            "valid": valid,
            "c1": raw["Путин Владимир Владимирович"],
            "c2": raw["Грудинин Павел Николаевич"],
            "c3": raw["Жириновский Владимир Вольфович"],
        }
    )
