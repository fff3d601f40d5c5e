"""A small sample file that is right, for tests that break one thing in it."""

from __future__ import annotations

from typing import Any

from electcheck.sampling.build import Stations, build
from electcheck.sampling.design_file import SampleDesign
from electcheck.sampling.policy import load_policy
from electcheck.sampling.station_file import parse_stations

HEADER = "station,stratum,unit,N_h,N1,N2,weight,rural,registered,ballots,valid,a,b,late"
ROWS = [
    "s1,x,u1,40,4,10,10,0,1000,600,590,300,200,0",
    "s2,x,u1,40,4,10,10,1,900,500,490,200,250,0",
    "s3,x,u2,40,4,10,10,0,800,520,500,260,200,1",
    "s4,x,u2,40,4,10,10,1,700,300,300,150,100,0",
    "s5,y,u3,20,2,5,5,0,600,400,390,190,180,0",
    "s6,y,u3,20,2,5,5,1,500,350,340,200,100,0",
    "s7,y,u4,20,2,10,10,0,400,250,240,100,120,0",
    "s8,y,u4,20,2,10,10,1,300,200,190,90,80,0",
]
ONE_STAGE_WEIGHTS = {"x": "10", "y": "5"}

ESTIMATES: list[dict[str, Any]] = [
    {"name": "a", "ratio": ["a", "valid"]},
    {"name": "b", "ratio": ["b", "valid"]},
    {"name": "turnout", "ratio": ["ballots", "registered"]},
    {"name": "late", "share": "late"},
]


def text(rows: list[str] | None = None, header: str = HEADER) -> str:
    """Return a one-stage sample file; its weights are those of one stage."""
    return "\n".join([header, *(one_stage(row) for row in rows or ROWS)]) + "\n"


def one_stage(row: str) -> str:
    cells = row.split(",")
    if cells[6] in ("10", "5"):
        cells[6] = ONE_STAGE_WEIGHTS.get(cells[1], cells[6])
    return ",".join(cells)


def design(**changes: Any) -> SampleDesign:
    given: dict[str, Any] = {
        "stratum": "stratum",
        "sizes": {"stations": "N_h"},
        "estimates": ESTIMATES,
        **changes,
    }
    return SampleDesign.model_validate(given)


def stations(csv: str | None = None, **changes: Any) -> Stations:
    return build(
        parse_stations((csv or text()).encode(), "s.csv"), design(**changes), load_policy()
    )
