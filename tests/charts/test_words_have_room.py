"""Whatever a case holds and whatever it is told in: no word is cut off or over another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from electcheck.charts.areas import area_matrix
from electcheck.charts.coverage import evidence_coverage
from electcheck.charts.days import Phase
from electcheck.charts.results import turnout_by_hour, waterfall
from electcheck.charts.settings import aggregation_intervals
from electcheck.charts.sources import sources_by_finding
from electcheck.charts.style import Picture
from electcheck.charts.timeline import Moment, timeline
from electcheck.files.packaged import default_case
from electcheck.model.findings import AreaScore, Assessment, Finding, Interval
from electcheck.model.outcomes import OUTCOMES
from electcheck.report.pictures import assessment_pictures, case_pictures
from electcheck.report.view_language import Tongue, tongue
from electcheck.report.view_words import OUTCOME
from electcheck.results.reconciling.case_tables import read_package
from electcheck.results.reconciling.rows import NATIONAL
from electcheck.results.reconciling.steps import steps
from tests.charts.measuring import beside, faults, texts
from tests.charts.speaking import LONG, opened_case

SPEAKERS = {**{one: tongue(one) for one in ("en", "fr", "ru")}, "long": LONG}
CASES = ("kazakhstan-2019", "example-meridia")
DAY = date(2031, 5, 4)
WORDS = "Participation of women, minorities, persons with disabilities and everybody else"
WORD = "Wahlkreisvorschlagsberechtigungsbescheinigungsverordnungsänderungsgesetz"
NAMES = (WORDS, WORD, f"{WORDS}, {WORDS.lower()}", "A", "costs $5, not $6")


def many(count: int) -> Assessment:
    """Return an assessment with so many decided findings, each on a source of its own."""
    whole = opened_case(CASES[0])[1].assessment
    model = next(one for one in whole.findings if one.decided)
    ids = [f"area-{at % 7}.a-criterion-with-a-rather-long-name-{at}" for at in range(count)]
    found = tuple(
        replace(
            model,
            criterion=name,
            area=f"area-{at % 7}",
            outcome=OUTCOMES[at % 3],
            answers={name: told(model, at) for name in ids[at : at + 3]},
        )
        for at, name in enumerate(ids)
    )
    scores = (
        Interval(None, None, None, 0, 0),
        Interval(1.0, 1.0, 1.0, 1, 1),
        Interval(0, 0, 1, 1, 1),
    )
    areas = tuple(AreaScore(f"area-{at}", scores[at % 3], True) for at in range(7))
    return replace(whole, findings=found, areas=areas)


def told(model: Finding, at: int):
    answer = next(one for one in model.answers.values() if one.sides)
    return replace(
        answer, sides=tuple(replace(one, statements=(f"s{at}",)) for one in answer.sides)
    )


def of_findings(count: int, t: Tongue) -> Iterator[tuple[str, Picture]]:
    assessment = many(count)
    titles = {f"area-{at}": NAMES[at % len(NAMES)] for at in range(7)}
    outcomes = {outcome: t(words) for outcome, words in OUTCOME.items()}
    sources = {
        f"s{at}": f"source-{at}-{'with-a-very-long-name-' * (at % 5)}" for at in range(count)
    }
    yield "areas", area_matrix(assessment, titles, outcomes, t)
    yield "coverage", evidence_coverage(assessment, titles, t)
    yield "sources", sources_by_finding(assessment, sources, outcomes, t)


def one_area(t: Tongue) -> Iterator[tuple[str, Picture]]:
    whole = opened_case(CASES[1])[1].assessment
    single = replace(whole, areas=whole.areas[:1])
    titles = {single.areas[0].area: "A"}
    yield "areas", area_matrix(single, titles, {o: t(w) for o, w in OUTCOME.items()}, t)
    yield "coverage", evidence_coverage(single, titles, t)


def of_days(t: Tongue) -> Iterator[tuple[str, Picture]]:
    short = [
        Phase(f"{WORDS} {at}", DAY + timedelta(days=30 * at), DAY + timedelta(days=30 * at + 25))
        for at in range(4)
    ]
    years = [Phase(WORD, date(1999, 1, 1), date(2031, 1, 1))]
    named = {f"{at} {name}": DAY + timedelta(days=40 * at) for at, name in enumerate(NAMES)}
    same = {f"{at} {name}": DAY for at, name in enumerate(NAMES)}
    seen = [
        Moment(DAY + timedelta(days=at % 90 - 60), at % 3 > 0, "event" if at % 2 else "publication")
        for at in range(400)
    ]
    yield "short phases", timeline(seen, named, short, t)
    yield "years", timeline(seen, same, years, t)
    yield "no phases", timeline(seen, named, [], t)
    yield "no days", timeline([], {}, [], t)
    yield "one day", timeline(seen[:1], {}, [], t)


def of_results(t: Tongue) -> Iterator[tuple[str, Picture]]:
    places = {f"r{at}": f"{at} {NAMES[at % len(NAMES)]}" for at in range(60)}
    hours = [f"{hour:02d}:00" for hour in range(7, 23)]
    rows = [
        {"region": place, "time": hour, "turnout_percent": str(3 * at % 101)}
        for place in places
        for at, hour in enumerate(hours)
        if at % 5
    ]
    yield "turnout", turnout_by_hour(rows, places, t)
    yield "one row", turnout_by_hour([{**rows[0], "region": NATIONAL}], {}, t)
    votes = {f"{at} {NAMES[at % len(NAMES)]}": 10.0**at for at in range(10)}
    counts = {"registered": 3.1e9, "issued": 2e9, "in boxes": 2.5e9, "valid": 1e8}
    yield "account", waterfall(steps(counts, 7.0, votes), f"{WORDS} {WORD}", t)
    yield "nothing", waterfall(steps({"valid": 0.0}, None, {"A": 0.0}), "", t)


def of_settings(t: Tongue) -> Iterator[tuple[str, Picture]]:
    made = opened_case(CASES[1])[1]
    tested = made.robustness
    for low, high in ((None, None), (1.0, 1.0), (0.0, 0.0), (0.4, 0.9)):
        spreads = {
            treatment: {
                name: replace(one, low=low, high=high, without_score=0.123)
                for name, one in by.items()
            }
            for treatment, by in tested.by_aggregation.items()
        }
        robust = replace(tested, by_aggregation=spreads)
        yield (
            f"settings {low} to {high}",
            aggregation_intervals(robust, t),
        )


def of_cases(t: Tongue) -> Iterator[tuple[str, Picture]]:
    for case in CASES:
        opened, made = opened_case(case)
        for name, one in assessment_pictures(opened, made.assessment, made, t).items():
            yield f"{case} {name}", one
    opened, _ = opened_case(CASES[0])
    tables = read_package(default_case() / "results" / "datapackage.json")
    yield from case_pictures(tables, opened, t).items()


MAKERS: dict[str, Callable[[Tongue], Iterator[tuple[str, Picture]]]] = {
    "cases": of_cases,
    "no finding": lambda t: of_findings(0, t),
    "one finding": lambda t: of_findings(1, t),
    "sixty findings": lambda t: of_findings(60, t),
    "more than fit": lambda t: of_findings(150, t),
    "one area": one_area,
    "days": of_days,
    "results": of_results,
    "settings": of_settings,
}


@pytest.mark.parametrize("speaker", SPEAKERS)
@pytest.mark.parametrize("maker", MAKERS)
def test_every_word_has_its_room(maker: str, speaker: str) -> None:
    found = [
        f"{name}: {fault}"
        for name, picture in MAKERS[maker](SPEAKERS[speaker])
        for fault in faults(picture, 100)
    ]
    assert not found


@pytest.mark.parametrize("name", ["areas", "coverage", "sources"])
def test_a_name_stands_at_the_middle_of_its_row(name: str) -> None:
    """Its letters do, whatever its lines: within a quarter of a line."""
    picture = dict(of_findings(60, tongue("en")))[name]
    (axes,) = picture.figure.axes
    rows = [one for one in beside(picture) if one.get_ha() == "right" and one.get_rotation() == 0]
    assert len(rows) == (60 if name == "sources" else 7)
    step = (axes.get_ylim()[0]) / len(rows)
    texts(picture)
    for at, one in enumerate(rows):
        box = one.get_window_extent().transformed(axes.transData.inverted())
        middle = (box.y0 + box.y1) / 2
        assert abs(middle - (at + 0.5) * step) < 0.25 * 1.2 * one.get_fontsize()
