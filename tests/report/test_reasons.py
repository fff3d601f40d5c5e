"""Why a finding is as it is: an id and values from which any language makes the sentence."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from electcheck.files.packaged import criteria_folder, default_case
from electcheck.model.record import LANGUAGES
from electcheck.report.payload import payload
from electcheck.report.reasons import ReasonId
from electcheck.report.view import report_view
from electcheck.report.view_language import tongue
from electcheck.rules.opening import open_case
from electcheck.scoring.assess import assess
from tests.report.conftest import EXAMPLE

KNOWN = {
    "phase_begins_later",
    "does_not_apply",
    "decided_by_rule",
    "sources_conflict",
    "not_established",
}
VALUES = {
    "phase_begins_later": {"phase", "begins"},
    "does_not_apply": {"indicators"},
    "decided_by_rule": {"indicators", "clause"},
    "sources_conflict": {"indicators", "possible"},
    "not_established": {"indicators", "possible"},
}


@pytest.fixture(scope="module")
def cases():
    """Two cases after the fact, and one of them before its first day."""
    bundled = open_case(default_case(), criteria_folder())
    small = open_case(EXAMPLE / "case", EXAMPLE / "criteria")
    return [
        (bundled, assess(bundled)),
        (small, assess(small)),
        (bundled, assess(bundled, None, date(2019, 1, 1))),
    ]


def test_no_id_was_renamed() -> None:
    assert set(get_args(ReasonId)) == KNOWN


def test_each_finding_carries_its_id_with_its_values(cases) -> None:
    seen = set()
    for opened, assessment in cases:
        for finding in payload(opened, assessment)["findings"]:
            message = finding["reason_message"]
            seen.add(message["id"])
            assert set(message["values"]) == VALUES[message["id"]]
            asked = {answer["indicator"] for answer in finding["answers"]}
            assert set(message["values"].get("indicators", ())) <= asked
            assert message["values"].get("possible", finding["possible"]) == finding["possible"]
            decided = finding["outcome"] in ("met", "partly_met", "not_met")
            assert decided == (message["id"] == "decided_by_rule")
    assert {"phase_begins_later", "decided_by_rule", "sources_conflict", "not_established"} <= seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_of_another_language_needs_the_id_and_values_alone(cases, language) -> None:
    opened, assessment = cases[1]
    t = tongue(language)
    said = {
        one.id: one.because for one in report_view(opened, assessment, "public", language).findings
    }
    patterns = {
        "sources_conflict": "Sources conflict on: %(asked)s",
        "not_established": "Open: %(asked)s",
    }
    checked = 0
    for finding in payload(opened, assessment)["findings"]:
        message = finding["reason_message"]
        if message["id"] not in patterns:
            continue
        indicators = opened.norms.compiled[finding["criterion"]].criterion.indicators
        names = [name.split("/")[1] for name in message["values"]["indicators"]]
        asked = " ".join(t.text(indicators[name].ask) for name in names)
        assert t(patterns[message["id"]], asked=asked) == said[finding["criterion"]]
        checked += 1
    assert checked > 1
