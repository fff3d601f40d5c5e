"""Each way by which input enters, as a function of bytes: refused, accepted, or a defect."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from electcheck.errors import Fault, InputRefused, Place
from electcheck.files.assessment import load_assessment
from electcheck.files.case import load_case
from electcheck.files.catalogue import load_catalogue
from electcheck.files.codings import load_codings
from electcheck.forms.choosing import choose
from electcheck.forms.drafts import load_drafts, load_people
from electcheck.forms.importing import read_file
from electcheck.forms.keeping import ImportRefused
from electcheck.results.checks import check_stations
from electcheck.results.column_map import ColumnMap, load_map
from electcheck.results.proposing import propose_map
from electcheck.results.read import read_stations
from electcheck.results.reconciling.case import reconcile_case
from electcheck.results.thresholds import load_thresholds
from electcheck.rules.check_case import check_case
from electcheck.rules.check_catalogue import check_catalogue
from electcheck.rules.conditions import ConditionError, parse
from electcheck.rules.opening import Norms, Opened, open_case, open_norms
from electcheck.sampling.against_frame import read_seal
from electcheck.sampling.build import build
from electcheck.sampling.design_file import load_design
from electcheck.sampling.estimate import estimate
from electcheck.sampling.official import load_official
from electcheck.sampling.policy import load_policy
from electcheck.sampling.station_file import read_stations as read_sample
from tests.conftest import ROOT
from tests.forms.conftest import make_case
from tests.forms.filling import central_csv, visit
from tests.trust.fuzz.watch import watched

SMALL = ROOT / "tests" / "small"
ROWS = b"tik,uik,registered,issued,in_boxes,valid,invalid,A,B\n" + b"".join(
    b"%d,%d,%d,%d,%d,%d,%d,%d,%d\n" % (n % 3, n, 900 + n, 700, 699, 690, 9, 400, 290)
    for n in range(12)
)
COLUMNS = ColumnMap.model_validate(
    {"station": ["tik", "uik"], "votes": {"A": "A", "B": "B"}}
    | {name: name for name in ("registered", "issued", "in_boxes", "valid", "invalid")}
)


@cache
def _norms() -> Norms:
    return open_norms(SMALL / "criteria")


@cache
def _folder() -> Path:
    """Return a fresh copy of the small case and catalogue, in memory where the system has such."""
    memory = Path("/dev/shm")
    where = tempfile.mkdtemp(prefix="electcheck-", dir=memory if memory.is_dir() else None)
    return Path(shutil.copytree(SMALL, where, dirs_exist_ok=True))


def _put(name: str, data: bytes) -> Path:
    path = _folder() / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def _case_file(name: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        path = _folder() / "case" / name
        kept = path.read_bytes() if path.exists() else None
        path.write_bytes(data)
        faults: list[Fault] = []
        try:
            with watched():
                case, places = load_case(_folder() / "case", faults)
                if case is not None:
                    check_case(case, _norms().catalogue, places, faults)
        finally:
            if kept is None:
                path.unlink()
            else:
                path.write_bytes(kept)
        if faults:
            raise InputRefused(faults)

    return read


def _catalogue(data: bytes) -> None:
    faults: list[Fault] = []
    _put("criteria/02-bad-area.yaml", data)
    try:
        with watched():
            catalogue, places = load_catalogue(_folder() / "criteria", faults)
            if catalogue is not None:
                check_catalogue(catalogue, places, faults)
    finally:
        (_folder() / "criteria" / "02-bad-area.yaml").unlink()
    if faults:
        raise InputRefused(faults)


def _condition(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    try:
        with watched():
            parse(text)
    except ConditionError as error:
        place = Place("a condition", 1, error.offset + 1)
        raise InputRefused([Fault(place, str(error))]) from None


def _condition_in_place(data: bytes) -> None:
    """Put a condition into a criterion, where its names and types are checked too."""
    import json

    text = json.dumps(data.decode("utf-8", "replace"))
    body = (ROOT / "tests" / "bad_files" / "condition_with_a_call.yaml").read_text("utf-8")
    _catalogue(body.replace("abs(years) > limit", text).encode())


def _results(data: bytes) -> None:
    path = _put("results.csv", data)
    with watched():
        report = check_stations(read_stations(path, COLUMNS))
        for _ in report.issues():
            pass


def _proposal(data: bytes) -> None:
    path = _put("proposed.csv", data)
    with watched():
        propose_map(path)


def _map(data: bytes) -> None:
    path, results = _put("map.yaml", data), _put("fixed.csv", ROWS)
    with watched():
        check_stations(read_stations(results, load_map(path)))


def _yaml_with(load: Callable[[Path], object]) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        path = _put("one.yaml", data)
        with watched():
            load(path)

    return read


def _sample(data: bytes) -> None:
    design, stations = _put("design.yaml", DESIGN), _put("sample.csv", data)
    with watched():
        policy = load_policy()
        estimate(build(read_sample(stations), load_design(design), policy), policy)


def _package(data: bytes) -> None:
    path = _put("datapackage.json", data)
    for source in (ROOT / "data" / "kazakhstan-2019" / "results").glob("*.csv"):
        if not (_folder() / source.name).exists():
            shutil.copy(source, _folder())
    with watched():
        reconcile_case(path)


def _table(data: bytes) -> None:
    """Read one of a case's own tables."""
    package = ROOT / "data" / "kazakhstan-2019" / "results"
    if not (_folder() / "tables").exists():
        shutil.copytree(package, _folder() / "tables")
    _put("tables/exit_polls.csv", data)
    with watched():
        reconcile_case(_folder() / "tables" / "datapackage.json")


DESIGN = (
    b"format: 1\nstratum: stratum\nsizes: {stations: N_h}\n"
    b"estimates: [{name: a, ratio: [a, valid]}, {name: late, share: late}]\n"
)


def _codings(path: Path) -> object:
    indicators = {name: one for name, (_, one) in _norms().catalogue.indicators().items()}
    return load_codings(path, indicators)


@cache
def _formia() -> tuple[Opened, Path]:
    folder = make_case(_folder() / "formia")
    return open_case(folder, SMALL / "criteria"), folder


def filled_in() -> bytes:
    """Return two filled-in forms as a server sends them."""
    form = choose(*_formia(), "voting")
    visits = [visit(form, station=str(n)) | {"_key": f"uuid:{n:08d}"} for n in (1, 2)]
    return central_csv(form, visits).encode()


def _submissions(data: bytes) -> None:
    opened, folder = _formia()
    path = _put("submissions.csv", data)
    with watched():
        found = read_file(path, opened, folder, load_drafts(folder), load_people(folder))
    if found.faults:
        raise ImportRefused(found)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "evidence": _case_file("evidence/candidate-access.yaml"),
    "sources": _case_file("sources.yaml"),
    "election": _case_file("election.yaml"),
    "recommendations": _case_file("recommendations.yaml"),
    "criteria": _catalogue,
    "conditions": _condition,
    "conditions in place": _condition_in_place,
    "results": _results,
    "proposed maps": _proposal,
    "maps": _map,
    "codings": _yaml_with(_codings),
    "thresholds": _yaml_with(load_thresholds),
    "designs": _yaml_with(load_design),
    "official results": _yaml_with(load_official),
    "seals": _yaml_with(read_seal),
    "kept assessments": _yaml_with(load_assessment),
    "samples": _sample,
    "submissions": _submissions,
    "datapackages": _package,
    "tables of a case": _table,
}


def refused(name: str, data: bytes) -> bool:
    """Tell whether the input was refused in plain words; anything else that is raised is a defect.

    Raises:
        AssertionError: a fault is no plain line.
    """
    try:
        TARGETS[name](data)
    except InputRefused as refusal:
        for fault in refusal.faults:
            line = str(fault)
            assert line.isprintable(), line
            assert len(line) <= 1_000
        return True
    return False
