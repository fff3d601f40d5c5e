"""The report's pictures by name, each from what was found for it.

Only what draws is loaded here, nothing that knows what a case or a catalogue is: see `painter`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from electcheck.charts.areas import area_matrix
from electcheck.charts.coverage import evidence_coverage
from electcheck.charts.results import turnout_by_hour, waterfall
from electcheck.charts.sources import sources_by_finding
from electcheck.charts.style import Picture, Speech
from electcheck.charts.timeline import timeline
from electcheck.report.drawn import Found, Published

if TYPE_CHECKING:
    from electcheck.forensics.battery import Battery
    from electcheck.results.table import Stations


def assessment_sketches(found: Found, t: Speech, names: Sequence[str]) -> dict[str, Picture]:
    """Return the named pictures of an assessment.

    Args:
        found: what they are made of, in the same language.
        t: the language.
        names: those to draw.
    """
    draw: dict[str, Callable[[], Picture]] = {
        "areas": lambda: area_matrix(found.assessment, found.areas, found.outcomes, t),
        "coverage": lambda: evidence_coverage(found.assessment, found.areas, t),
        "sources": lambda: sources_by_finding(found.assessment, found.source_of, found.outcomes, t),
        "timeline": lambda: timeline(found.moments, found.milestones, found.phases, t),
    }
    return {name: draw[name]() for name in names if name in draw}


def published_sketches(found: Published, t: Speech) -> dict[str, Picture]:
    """Return the pictures of what a case's own results tables hold, by name."""
    drawn: dict[str, Picture] = {}
    if found.steps:
        drawn["account"] = waterfall(found.steps, found.title, t)
    if found.bulletins:
        drawn["turnout"] = turnout_by_hour(found.bulletins, found.regions, t)
    return drawn


def station_pictures(table: Stations, battery: Battery, t: Speech) -> dict[str, Picture]:
    """Return the pictures of a file of station results, by name; only those that it allows.

    Args:
        table: the results.
        battery: the tests that were run on them.
        t: the language.
    """
    # A report without a file of results does not wait for the tests.
    from electcheck.charts.comb import integer_comb
    from electcheck.charts.forensics import picture
    from electcheck.charts.strip import placed, reference_strip
    from electcheck.forensics.comb import comb
    from electcheck.forensics.protocols import protocols_of
    from electcheck.results.reconciling.steps import station_steps

    found: dict[str, Picture] = {}
    steps = station_steps(table)
    if steps:
        found["account"] = waterfall(steps, table.name, t)
    by_test = {(one.test, one.variant): one for one in battery.results if one.null is not None}
    pooled = by_test.get(("turnout-share", "pooled"))
    if pooled is not None:
        found["fingerprint"] = picture(pooled, battery.file, battery.run_id(), t)
    for rate in ("turnout", "share"):
        if ("integer-percentage", rate) in by_test:
            whole = comb(protocols_of(table), rate)
            found[f"comb-{rate}"] = integer_comb(whole, battery.file, t)
    if placed(battery.results):
        found["references"] = reference_strip(battery.results, battery.file, t)
    return found
