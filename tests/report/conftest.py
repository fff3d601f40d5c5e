"""The report on the example case, made once, and its elements."""

from __future__ import annotations

from pathlib import Path

import pytest

from electcheck.model.findings import Assessment
from electcheck.report.html import html
from electcheck.report.view import ReportView, report_view
from electcheck.rules.opening import Opened, open_case
from electcheck.scoring.assess import assess
from tests.report.elements import Element, tree

EXAMPLE = Path(__file__).parent.parent / "example"


@pytest.fixture(scope="session")
def opened() -> Opened:
    return open_case(EXAMPLE / "case", EXAMPLE / "criteria")


@pytest.fixture(scope="session")
def assessment(opened: Opened) -> Assessment:
    return assess(opened)


@pytest.fixture(scope="session")
def view(opened: Opened, assessment: Assessment) -> ReportView:
    return report_view(opened, assessment)


@pytest.fixture(scope="session")
def page_text(view: ReportView) -> str:
    return html(view)


@pytest.fixture(scope="session")
def page(page_text: str) -> Element:
    return tree(page_text)
