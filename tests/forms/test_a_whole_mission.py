"""A mission from its forms to its report: 300 observers, 10 stations each, 60 questions a station.

Some submissions come late, twice, damaged, or against another one; none may get lost on the way.
"""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

from electcheck.files.packaged import criteria_folder
from electcheck.forms.choosing import choose
from electcheck.forms.form import Form
from electcheck.forms.form_files import station_form
from electcheck.rules.opening import open_case
from tests.command import run
from tests.conftest import SLOWED
from tests.forms.filling import central_csv, visit

OBSERVERS, STATIONS_EACH = 300, 10
SAMPLED, STRATUM = OBSERVERS * STATIONS_EACH, 4500
SECONDS = 60
DAMAGED, LATE, AGAIN, AGAINST, TWIN = 40, 120, 70, 30, 10
WHO = ("--by", "reporting desk", "--on", "2031-05-13")
DESIGN = """\
stratum: region
sizes: {stations: N_h}
estimates:
- {name: stuffing, share: stuffing, method: korn-graubard}
- {name: pressure, share: pressure, method: korn-graubard}
"""

Row = dict[str, str]


def visits_of(form: Form, chance: random.Random) -> list[Row]:
    """Return one visit to each sampled station, with problems here and there."""
    rows = []
    arrived, left = ("06:30", "07:30") if form.id == "opening" else ("11:00", "12:00")
    for number in range(SAMPLED):
        answers = visit(
            form,
            observer=f"OBS-{number // STATIONS_EACH:03d}",
            region="north" if number % 2 else "south",
            station=str(number),
            arrived=arrived,
            left=left,
            _key=f"uuid:{form.id}-{number}",
        ) | {"_key": f"uuid:{form.id}-{number}"}
        for item in station_form(form.id).items:
            if chance.random() < 0.03:
                answers[item.id] = item.bad
            elif chance.random() < 0.05:
                answers |= {item.id: "not_seen", "unseen_why": "came_later"}
        rows.append(answers)
    return rows


def again(rows: list[Row], form: Form, item: str, number: int, differs: bool) -> Row:
    """Return a visit by a second observer to a station, that says the same or the contrary."""
    asked = next(one for one in station_form(form.id).items if one.id == item)
    mine = rows[number] | {"observer": "OBS-900", "_key": f"uuid:second-{number}-{differs}"}
    rows[number][item] = asked.good
    return mine | {item: asked.bad if differs else asked.good}


def imported(file: Path, case: Path, *more: str) -> dict[str, int]:
    ran = run("forms", "import", file, "--case", case, "--format", "json", *more)
    assert ran.code in (0, 1), ran.err
    found: dict[str, int] = json.loads(ran.out)
    assert found["rows"] == found["drafted"] + found["duplicates"] + found["rejected"]
    return found


def test_a_mission_from_its_forms_to_its_report(case: Path, tmp_path: Path) -> None:
    began = time.process_time()
    opened = open_case(case, criteria_folder())
    opening, voting = choose(opened, case, "opening"), choose(opened, case, "voting")
    asked = [f for form in (opening, voting) for f in form.answered if not f.shown]
    once = {"observer", "region", "station", "day", "arrived", "left", "numbers_confirmed", "photo"}
    assert len([f for f in asked if f.name not in once]) + 5 == 60, "questions a station"
    chance = random.Random(20310511)
    rows = {form.id: visits_of(form, chance) for form in (opening, voting)}
    against = [again(rows["opening"], opening, "shown_empty", n, True) for n in range(AGAINST)]
    twins = [again(rows["opening"], opening, "sealed", 100 + n, False) for n in range(TWIN)]
    rows["opening"] += against + twins
    damaged = chance.sample(range(200, SAMPLED), DAMAGED)
    for n in damaged:
        rows["voting"][n]["secret"] = "�?"
    punctual, late = rows["voting"][:-LATE], rows["voting"][-LATE:]
    late = [row | {"_sent": "2031-05-15T08:00:00Z"} for row in late]

    # The first file is refused for its damaged rows; then those are set aside, in someone's name.
    file = tmp_path / "voting-1.csv"
    file.write_text(central_csv(voting, punctual), encoding="utf-8")
    ran = run("forms", "import", file, "--case", case)
    assert ran.code == 2
    hurt = sum(row["secret"] == "�?" for row in punctual)
    assert f"refused: {hurt} faults; nothing was written" in ran.err
    first = imported(file, case, "--set-aside", *WHO)
    assert (first["drafted"], first["rejected"]) == (len(punctual) - hurt, hurt)
    # A file that was cut off on the way gives nothing at all.
    cut = tmp_path / "voting-cut.csv"
    cut.write_text(central_csv(voting, late)[:-50], encoding="utf-8")
    assert run("forms", "import", cut, "--case", case).code == 2
    # The later file holds the last rows of the first again.
    file = tmp_path / "voting-2.csv"
    file.write_text(central_csv(voting, punctual[-AGAIN:] + late), encoding="utf-8")
    second = imported(file, case, "--set-aside", *WHO)
    assert second["duplicates"] == AGAIN
    assert second["drafted"] + second["rejected"] == LATE
    file = tmp_path / "opening.csv"
    file.write_text(central_csv(opening, rows["opening"]), encoding="utf-8")
    third = imported(file, case)

    submitted = len(rows["opening"]) + len(rows["voting"])
    counts = first["drafted"] + first["rejected"] + second["drafted"] + second["rejected"]
    assert counts + third["drafted"] == submitted
    listed = json.loads(run("forms", "review", case, "--format", "json").out)
    assert listed["rows"] == submitted == listed["pending"] + listed["rejected"]
    assert listed["rejected"] == DAMAGED
    assert sum(one["late"] for one in listed["drafts"]) == second["drafted"]
    assert len(listed["conflicts"]) == AGAINST, "shown, never averaged"

    # Twins are merged, half of the contradictions are settled by a person, the rest stay open.
    by_row = {(one["file"], one["row"]): one["id"] for one in listed["drafts"]}
    line = {n: by_row["opening.csv", n + 2] for n in range(len(rows["opening"]))}
    for n in range(TWIN):
        twin, own = line[SAMPLED + AGAINST + n], line[100 + n]
        told = ("--reason", "the same visit, told by both")
        ran = run("forms", "review", case, "--merge", twin, "--into", own, *told, *WHO)
        assert ran.code == 0, ran.err
    gone = [part for n in range(AGAINST // 2) for part in ("--reject", line[SAMPLED + n])]
    told = ("--reason", "stood outside when the box was shown, as the observer confirmed")
    assert run("forms", "review", case, *gone, *told, *WHO).code == 0
    ran = run("forms", "review", case, "--accept", "all", *WHO, "--format", "json")
    assert ran.code == 0, ran.err
    listed = json.loads(ran.out)
    settled = AGAINST // 2
    assert listed["rejected"] == DAMAGED + settled
    assert listed["merged"] == TWIN
    assert listed["pending"] == 2 * (AGAINST - settled)
    names = ("accepted", "rejected", "merged", "pending")
    assert sum(listed[name] for name in names) == listed["rows"] == submitted

    # From the accepted visits to ranges and lower bounds, again as drafts that a person accepts.
    frame = tmp_path / "sample.csv"
    drawn = [f"{n},{'north' if n % 2 else 'south'},{STRATUM}" for n in range(SAMPLED)]
    frame.write_text("station,region,N_h\n" + "\n".join(drawn) + "\n", encoding="utf-8")
    (tmp_path / "design.yaml").write_text(DESIGN, encoding="utf-8")
    stations = tmp_path / "stations.csv"
    ran = run("forms", "tally", case, "--form", "voting", "--sample", frame, "--stations", stations,
              "--source", "mission", "--format", "json", "--audience", "internal")  # fmt: skip
    assert ran.code == 0, ran.err
    tally = json.loads(ran.out)
    good = [row for n, row in enumerate(rows["voting"]) if n not in damaged]
    assert tally["places"] == len(good)
    seen = {one["item"]: one for one in tally["items"]}
    assert seen["stuffing"]["bad"] == sum(row["stuffing"] == "yes" for row in good)
    assert seen["stuffing"]["seen"] == sum(row["stuffing"] in ("yes", "no") for row in good)
    ran = run("sample", "estimate", stations, "--design", tmp_path / "design.yaml", "--draft", case,
              "--feeds", "stuffing=day.ballot-stuffing/sample_share", "--feeds",
              "pressure=day.pressure-on-voters/sample_share", "--source", "mission",
              "--format", "json")  # fmt: skip
    assert ran.code == 0, ran.err
    estimate = json.loads(ran.out)["estimates"][0]
    assert estimate["n"] == seen["stuffing"]["seen"]
    ran = run("forms", "review", case, "--accept", "all", *WHO, "--format", "json")
    assert ran.code == 0, ran.err
    after = open_case(case, criteria_folder())
    said = {s.indicator: s for s in after.case.statements}
    stuffing = said["day.ballot-stuffing/sample_share"]
    assert stuffing.range == (estimate["low"], estimate["high"])
    assert stuffing.method == "measured"
    assert said["day.ballot-stuffing/stations"].range == (seen["stuffing"]["bad"], None)

    out = tmp_path / "report"
    assert run("report", case, "--out", out).code == 0
    told_by = json.loads((out / "assessment.json").read_text(encoding="utf-8"))
    (finding,) = [f for f in told_by["findings"] if f["criterion"] == "day.ballot-stuffing"]
    assert stuffing.id in finding["statements"]
    everything = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert b"OBS-" not in everything, "no code of an observer leaves the drafts"
    assert time.process_time() - began < SECONDS * SLOWED
