"""Pictures: the same bytes, in any language, nothing clipped, nothing over anything else."""

from __future__ import annotations

import struct

import matplotlib as mpl
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from electcheck.charts.results import turnout_by_hour
from electcheck.charts.strip import BY_UNIT
from electcheck.charts.style import Picture, render
from electcheck.files.packaged import default_case
from electcheck.forensics.battery import Options, run
from electcheck.report.found import moments
from electcheck.report.pictures import assessment_pictures, case_pictures, station_pictures
from electcheck.report.view_language import Tongue, tongue
from electcheck.results.reconciling.case_tables import read_package
from electcheck.results.reconciling.rows import NATIONAL
from electcheck.results.table import Stations
from tests.charts.invented import invented_stations
from tests.charts.measuring import faults
from tests.charts.speaking import LONG, opened_case

SPEAKERS = {"en": tongue("en"), "long": LONG}
CASES = ("kazakhstan-2019", "example-meridia")


def all_pictures(t: Tongue, cases: tuple[str, ...] = CASES) -> dict[str, Picture]:
    found = {}
    for case in cases:
        opened, made = opened_case(case)
        pictures = assessment_pictures(opened, made.assessment, made, t)
        if case != CASES[0]:
            pictures = {name: pictures[name] for name in ("areas", "sources", "timeline")}
        found |= {f"{case}-{name}": one for name, one in pictures.items()}
    opened, _ = opened_case("kazakhstan-2019")
    tables = read_package(default_case() / "results" / "datapackage.json")
    found |= {f"case-{name}": one for name, one in case_pictures(tables, opened, t).items()}
    table = invented_stations(400)
    battery = run(table, options=Options(resamples=20))
    found |= {f"stations-{name}": one for name, one in station_pictures(table, battery, t).items()}
    return found


@pytest.fixture(scope="module")
def drawn() -> dict[str, dict[str, Picture]]:
    return {"en": all_pictures(SPEAKERS["en"]), "long": all_pictures(LONG, CASES[:1])}


def test_every_result_has_its_picture(drawn: dict[str, dict[str, Picture]]) -> None:
    names = {"areas", "coverage", "sources", "timeline", "settings"}
    assert {*drawn["en"]} == {
        *(f"{CASES[0]}-{name}" for name in names),
        *(f"{CASES[1]}-{name}" for name in ("areas", "sources", "timeline")),
        "case-account", "case-turnout", "stations-account", "stations-fingerprint",
        "stations-comb-turnout", "stations-comb-share", "stations-references",
    }  # fmt: skip


@pytest.mark.parametrize("dots", [72, 100, 300])
@pytest.mark.parametrize("speaker", SPEAKERS)
def test_no_text_is_clipped_or_over_another(
    drawn: dict[str, dict[str, Picture]], speaker: str, dots: int
) -> None:
    """Whatever the dots an inch: SVG has 72, a screen has 100, and print has more."""
    found = [
        f"{name}: {fault}"
        for name, picture in drawn[speaker].items()
        for fault in faults(picture, dots)
    ]
    assert not found


def test_the_same_picture_is_the_same_bytes_and_names_no_software(
    drawn: dict[str, dict[str, Picture]],
) -> None:
    # Whatever the user's own settings are.
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "red", "savefig.dpi": 30}):
        again = all_pictures(SPEAKERS["en"], CASES[:1])
        second = {name: (render(p, "svg"), render(p, "png")) for name, p in again.items()}
    for name, (svg, png) in second.items():
        picture = drawn["en"][name]
        assert (render(picture, "png"), render(picture, "svg")) == (png, svg), name
        assert chunks(png) <= {b"IHDR", b"IDAT", b"IEND", b"pHYs"}, name
        assert b"Matplotlib v" not in svg
        assert b"dc:date" not in svg


def test_drawing_again_and_again_gives_the_same_bytes() -> None:
    """What solves the layout orders its unknowns by address, which no two drawings share."""
    opened, made = opened_case("example-meridia")
    seen = set()
    for _ in range(6):
        drawn = assessment_pictures(opened, made.assessment, None, tongue("en"), ("timeline",))
        seen.add(render(drawn["timeline"], "svg"))
    assert len(seen) == 1


def chunks(png: bytes) -> set[bytes]:
    at, kinds = 8, set()
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kinds.add(png[at + 4 : at + 8])
        at += 12 + length
    return kinds


def test_everything_said_in_a_picture_comes_from_the_language(
    drawn: dict[str, dict[str, Picture]],
) -> None:
    """What is not translated is a name: of a place, a file, a candidate, an id, a number."""
    for name, picture in drawn["long"].items():
        heading, caveat, *_ = [one.get_text() for one in picture.figure.texts]
        assert caveat.startswith("Ж"), name
        assert heading.startswith("Ж") or name == "stations-fingerprint", name
        assert picture.alt.startswith("Ж"), name
        if picture.table:
            first = picture.table[0]
            assert first[0].startswith(("Ж", "%")), name


def test_a_caveat_stands_inside_and_words_and_table_beside(
    drawn: dict[str, dict[str, Picture]],
) -> None:
    for name, picture in drawn["en"].items():
        inside = " ".join(one.get_text() for one in picture.figure.texts)
        assert len(inside) > 80, name
        assert len(picture.alt) > 60, name
        widths = {len(row) for row in picture.table}
        assert len(widths) == 1 or name == "stations-fingerprint", name


def test_the_pictures_show_the_assessment() -> None:
    opened, made = opened_case("kazakhstan-2019")
    assessment = made.assessment
    pictures = assessment_pictures(opened, assessment, made, tongue("en"))
    areas = {row[0]: row for row in pictures["areas"].table}
    row = areas["Candidate registration"]
    own = [f for f in assessment.findings if f.area == "candidate-access"]
    head = pictures["areas"].table[0]
    assert int(row[head.index("not met")]) == sum(f.outcome == "not_met" for f in own)
    assert int(row[head.index("insufficient evidence")]) == sum(
        f.outcome == "insufficient_evidence" for f in own
    )
    decided = [f for f in assessment.findings if f.decided]
    assert [row[0] for row in pictures["sources"].table[1:]] == [f.criterion for f in decided]
    worst = made.robustness.by_aggregation["all_worst"]["arithmetic"]
    (shown,) = [
        r[2]
        for r in pictures["settings"].table
        if r[:2] == ("arithmetic", "what is open at its worst")
    ]
    assert shown == f"{worst.low:.2f} to {worst.high:.2f}"


def test_the_timeline_knows_nothing_after_its_day() -> None:
    opened, made = opened_case("kazakhstan-2019")
    early = made.assessment.as_of.replace(year=2019, month=6, day=10)
    known = [m for m in moments(opened, early) if m.lane == "publication"]
    assert known
    assert max(m.day for m in known) <= early
    assert len(known) < len(opened.case.sources)


def test_the_turnout_picture_prints_the_bulletins() -> None:
    opened, _ = opened_case("kazakhstan-2019")
    tables = read_package(default_case() / "results" / "datapackage.json")
    found = case_pictures(tables, opened, tongue("en"))["turnout"]
    hours = found.table[0]
    printed = {
        (row[0], hours[at]): value for row in found.table[1:] for at, value in enumerate(row) if at
    }
    names = {one.id: one.name.en for one in opened.case.election.regions}
    rows = tables.of("turnout-bulletins", tables.election)
    for row in rows:
        place = names.get(row["region"], "the whole country")
        assert float(printed[place, row["time"]]) == float(row["turnout_percent"])
    assert sum(value != "" for value in printed.values()) == len(rows)


def test_a_file_without_votes_has_the_pictures_that_it_can_have() -> None:
    whole = invented_stations(400)
    table = Stations("few.csv", whole.station, registered=whole.registered, issued=whole.issued)
    battery = run(table, options=Options(resamples=20))
    found = station_pictures(table, battery, tongue("en"))
    assert {*found} >= {"account", "comb-turnout"}
    assert not {"comb-share", "fingerprint"} & {*found}
    assert not any(test in str(found["references"].table) for test in BY_UNIT)


def test_every_figure_of_a_turnout_cell_stands_out_from_its_ground() -> None:
    """By 4.5 to 1 at least, the least that WCAG 2.2 asks for text of this size."""
    rows = [
        {"region": NATIONAL, "time": f"{hour:02d}:00", "turnout_percent": str(hour * 5)}
        for hour in range(21)
    ]
    (axes,) = turnout_by_hour(rows, {}, tongue("en")).figure.axes
    (cells,) = [one for one in axes.collections if isinstance(one, PolyCollection)]
    grounds = cells.get_facecolor()[:, :3].tolist()
    figures = [text for text in axes.texts if text.get_text().endswith(".0")]
    assert len(figures) == len(grounds) == 21
    for text, ground in zip(figures, grounds, strict=True):
        lights = sorted((light(to_rgb(text.get_color())), light(ground)))
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5, text.get_text()


def light(colour: tuple[float, ...]) -> float:
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
