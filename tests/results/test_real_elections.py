"""Real files read with their maps; their totals are those of the oracles or of the plain column."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import numpy as np
import pytest

from electcheck.files.packaged import packaged
from electcheck.results.checks import CheckReport, check_stations
from electcheck.results.column_map import ColumnMap, load_map, map_for
from electcheck.results.map_text import map_text
from electcheck.results.proposing import propose_map
from electcheck.results.read import read_stations
from electcheck.results.table import Stations

pytestmark = pytest.mark.validation

# Plain column of the file: the canonical column that must have the same sum and rows.
PLAIN = {
    "albania2013": {"Registered": "registered", "Ballots": "in_boxes"},
    "argentina2015_caba": {"9001": "registered", "9002": "issued", "0135": "votes/0135 Cambiemos"},
    "bulgaria2023": {"registered_voters": "registered", "voted_voters": "issued"},
    "canada2011": {"N": "registered", "t": "in_boxes", "v": "votes/Conservative"},
    "czech2017": {"VOL_SEZNAM": "registered", "PL_HL_CELK": "valid"},
    "dc2010": {"NVoters": "registered", "Votes": "votes/Votes"},
    "georgia2024": {"f_01": "registered", "f_05": "issued", "f_06": "invalid"},
    "mexico2006": {"ln": "registered", "total": "in_boxes", "pan": "votes/PAN"},
    "minnesota2016": {"USPRSTOTAL": "valid", "USPRSDFL": "votes/DFL"},
    "russia2004": {},
    "russia2011": {},
    "russia2018": {},
    "uganda2006": {"Reg.Voters": "registered", "V.Votes": "valid", "T.Votes": "in_boxes"},
    "uganda2011": {
        "Reg.Voters": "registered",
        "Inv.Votes": "invalid",
        "Y.Museveni": "votes/Y.Museveni",
    },
}
ROWS = {
    "albania2013": 5508, "argentina2015_caba": 7326, "bulgaria2023": 12916, "canada2011": 66111,
    "czech2017": 14865, "dc2010": 143, "georgia2024": 3110, "mexico2006": 130777,
    "minnesota2016": 4120, "russia2004": 95779, "russia2011": 95225, "russia2018": 97699,
    "uganda2006": 19786, "uganda2011": 23968,
}  # fmt: skip


def file_of(data: Path, name: str) -> Path:
    (path,) = list((data / name).glob(f"{name}*.csv*"))
    return path


@pytest.fixture(scope="module", params=sorted(PLAIN))
def election(request: pytest.FixtureRequest, validation_data: Path) -> tuple[str, Path, Stations]:
    path = file_of(validation_data, request.param)
    return request.param, path, read_stations(path, map_for(path))


def plain(path: Path, column: str) -> np.ndarray:
    """Read one column by the csv module and float alone."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    cells = [row[column].strip() for row in csv.DictReader(io.StringIO(text))]
    return np.array([float(cell) if cell else np.nan for cell in cells])


def test_rows_and_totals_are_those_of_the_file(election: tuple[str, Path, Stations]) -> None:
    name, path, table = election
    assert len(table) == ROWS[name]
    assert table.notes == ()
    for column, canonical in PLAIN[name].items():
        assert np.array_equal(table.column(canonical), plain(path, column), equal_nan=True)


def test_every_turnout_above_100_is_listed_and_none_clipped(
    election: tuple[str, Path, Stations],
) -> None:
    _, _, table = election
    report = check_stations(table)
    if not table.has("registered", "issued"):
        assert "W201" in report.not_applicable
        return
    above = table.column("issued") > table.column("registered")
    listed = list(report.issues("W201"))
    assert len(listed) == above.sum()
    assert {issue.station for issue in listed} == set(table.station[above].tolist())
    assert all(issue.observed > issue.expected for issue in listed)  # type: ignore[operator]


def test_a_proposed_map_can_be_used_as_it_is(
    election: tuple[str, Path, Stations], tmp_path: Path
) -> None:
    _, path, table = election
    (tmp_path / "map.yaml").write_text(map_text(propose_map(path)), encoding="utf-8")
    proposed = load_map(tmp_path / "map.yaml")
    assert len(read_stations(path, proposed)) == len(table)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("russia2011", ("registered", "issued", "in_boxes", "valid", "invalid", "region")),
        ("russia2018", ("registered", "issued", "in_boxes", "valid", "invalid", "region")),
        ("uganda2006", ("registered", "in_boxes", "valid", "invalid")),
        ("uganda2011", ("registered", "in_boxes", "valid", "invalid")),
        ("czech2017", ("registered", "issued", "in_boxes", "valid", "region")),
        ("georgia2024", ("registered", "invalid")),
    ],
)
def test_a_proposed_map_agrees_with_the_confirmed_one(
    validation_data: Path, tmp_path: Path, name: str, keys: tuple[str, ...]
) -> None:
    path = file_of(validation_data, name)
    (tmp_path / "map.yaml").write_text(map_text(propose_map(path)), encoding="utf-8")
    proposed, confirmed = load_map(tmp_path / "map.yaml"), map_for(path)
    for key in keys:
        if key == "region" and name.startswith("uganda"):
            continue
        assert getattr(proposed, key) == getattr(confirmed, key), key
    if confirmed.votes:
        columns = {formula.columns for formula in proposed.votes.values()}
        assert columns == {formula.columns for formula in confirmed.votes.values()}


def oracle(data: Path, dataset: str, quantity: str) -> float:
    with (data.parent / "facts" / "oracles.csv").open(encoding="utf-8") as stream:
        rows = csv.DictReader(stream)
        return next(
            float(row["value"])
            for row in rows
            if (row["method"], row["dataset"], row["quantity"]) == ("totals", dataset, quantity)
        )


def test_totals_of_the_central_election_commission(validation_data: Path) -> None:
    def read(name: str) -> Stations:
        path = file_of(validation_data, name)
        return read_stations(path, map_for(path))

    table = read("russia2011")
    ours = table.column("registered").sum()
    assert ours == oracle(validation_data, "russia2011", "registered voters, sum")
    leader = table.votes[table.leader()].sum()
    assert leader == oracle(validation_data, "russia2011", "United Russia votes, sum")
    assert round(100 * leader / table.column("in_boxes").sum(), 2) == 49.31
    table = read("russia2018")
    ours = table.column("registered").sum()
    assert ours == oracle(validation_data, "russia2018", "registered voters, sum")
    leader = table.votes[table.leader()].sum()
    assert leader == oracle(validation_data, "russia2018", "leader votes, sum")
    assert round(100 * leader / table.column("in_boxes").sum(), 2) == 76.69


def test_the_denominator_moves_the_headline(validation_data: Path) -> None:
    def check(name: str) -> CheckReport:
        path = file_of(validation_data, name)
        return check_stations(read_stations(path, map_for(path)))

    assert check("bulgaria2023").turnout_above_100 == {
        "issued / registered": 1098,
        "in_boxes / registered": 1100,
        "valid / registered": 1052,
    }


def test_every_shipped_map_loads_and_says_where_the_file_is_public() -> None:
    paths = sorted(packaged("data", "maps").glob("*.yaml"))
    assert {path.stem for path in paths} >= set(PLAIN)
    for path in paths:
        loaded: ColumnMap = load_map(path)
        assert loaded.note
        assert "public at" in loaded.note
        assert "http" in loaded.note
