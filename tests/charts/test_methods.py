"""Methods by mechanisms: what a cell says, whether an alarm is right, words and table."""

from __future__ import annotations

from matplotlib.colors import to_rgb

from electcheck.charts.methods import method_matrix, words
from electcheck.forensics.shipped import Sight, shipped_methods
from electcheck.report.view_language import tongue
from tests.conftest import ROOT
from tests.generated import script

COLUMNS = {"even": "nothing planted", "stuffing": "stuffing"}
SEEN = (
    Sight("klimek", "a", "even", False, 9, 10, 2),
    Sight("klimek", "a", "stuffing", True, 12, 12, 0),
    Sight("rkd", "", "even", False, 0, 12, 0),
    Sight("rkd", "", "stuffing", True, 0, 0, 12),
)


def test_a_cell_counts_alarms_answers_and_refusals() -> None:
    assert [words(one) for one in SEEN] == ["9/10, 2 r", "12/12", "0/12", "12 r"]


def test_the_picture_has_its_caveat_words_and_table() -> None:
    drawn = method_matrix(SEEN, COLUMNS, tongue("en"))
    told = " ".join(text.get_text() for text in drawn.figure.texts).replace("\n", " ")
    assert "an alarm proves no fraud" in told
    assert "nothing planted: klimek: a; stuffing: klimek: a" in drawn.alt
    assert drawn.table == (
        ("method", "nothing planted", "stuffing"),
        ("klimek: a", "9/10, 2 r", "12/12"),
        ("rkd", "0/12", "12 r"),
    )


def test_a_false_alarm_has_another_hue_and_no_alarm_none() -> None:
    figure = method_matrix(SEEN, COLUMNS, tongue("en")).figure
    false, right, quiet, refused = (to_rgb(one.get_facecolor()) for one in figure.axes[0].patches)
    assert false[0] > false[2]
    assert right[2] > right[0]
    assert quiet == refused == (1, 1, 1)


def test_every_method_with_an_alarm_met_every_mechanism() -> None:
    seen = shipped_methods()
    mechanisms = {one.mechanism for one in seen}
    assert mechanisms == {
        "even", "strongholds", "rounding", "stuffing", "absolute", "transfer", "invented",
    }  # fmt: skip
    tests = {one.test for one in seen}
    assert {"klimek", "rkd", "finite-mixture", "anomalous-votes", "joint-change"} < tests
    for test in tests:
        assert {one.mechanism for one in seen if one.test == test} == mechanisms
    for one in seen:
        assert 0 <= one.alarms <= one.answered
        assert one.planted is (one.mechanism not in ("even", "strongholds"))


def test_the_page_is_what_the_tables_give() -> None:
    methods = script("make_methods_page")
    drawn = methods.picture()
    written = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    assert written == methods.page(drawn)
    assert f"![{drawn.alt}](pictures/methods.svg)" in written
    assert (ROOT / "docs" / "pictures" / "methods.svg").is_file()
