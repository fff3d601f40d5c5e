"""docs/trust.md is made of the kept figures, and these hold what was promised."""

from __future__ import annotations

import json

from tests.conftest import ROOT
from tests.trust.fuzz.targets import TARGETS
from tests.trust.fuzz.watch import MEGABYTES
from tests.trust.killing import WORKS
from tests.trust.measure import KEPT, PAGE
from tests.trust.page import page

FIGURES = json.loads(KEPT.read_text("utf-8"))


def test_the_page_is_made_of_the_kept_figures() -> None:
    assert PAGE.read_text("utf-8") == page(FIGURES), "`make trust` writes both"
    assert "trust.md" in (ROOT / "SECURITY.md").read_text("utf-8")


def test_no_canary_was_seen_in_any_language() -> None:
    found = FIGURES["canaries"]
    assert found["canaries"] >= 200
    assert found["languages"] == "all"
    assert found["differs"] == []
    for where in ("public", "errors", "temporary"):
        assert found[where]["outputs"] > 0
        assert found[where]["seen"] == []
    assert found["control"] > 10


def test_a_hundred_thousand_bad_inputs_were_refused() -> None:
    found = FIGURES["inputs"]
    assert found.keys() == TARGETS.keys()
    ways = [one[way] for one in found.values() for way in ("drawn", "guided")]
    assert sum(way["refused"] for way in ways) >= 100_000
    assert all(way["peak"] < MEGABYTES for way in ways)


def test_five_hundred_runs_were_killed_and_nothing_broke() -> None:
    found = FIGURES["kills"]
    assert found.keys() == WORKS.keys()
    assert sum(one["runs"] for one in found.values()) >= 500
    for one in found.values():
        assert (one["broken"], one["lost"], one["not_completed"]) == (0, 0, 0)
        assert one["killed"] > one["runs"] / 3


def test_bundles_and_browser() -> None:
    assert FIGURES["bundles"]["changes"]["missed"] == 0
    assert all(FIGURES["bundles"]["verified"].values())
    found = FIGURES["browser"]
    assert (found["ran"], found["asked"], found["odd"]) == (0, 0, 0)
    assert found["stopped"] == found["pages"] > 0
