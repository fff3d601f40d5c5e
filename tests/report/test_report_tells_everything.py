"""What the report must show: every finding, statement, source, and each score with its interval."""

from __future__ import annotations

import itertools
import re

import pytest

from electcheck.report.html import html
from electcheck.report.view import report_view
from electcheck.report.view_language import tongue
from electcheck.report.view_words import AGAINST
from electcheck.rules.opening import open_case
from electcheck.scoring.assess import assess
from tests.report.conftest import EXAMPLE
from tests.report.elements import tree


def test_every_criterion_is_a_place_of_that_name(page, assessment):
    for finding in assessment.findings:
        assert page.by_id(finding.criterion).tag == "article"


def test_every_statement_stands_under_its_criterion_with_its_source_linked(page, opened):
    for statement in opened.case.statements:
        own = page.by_id(f"statement:{statement.id}")
        links = {a.attributes["href"] for a in own.all("a")}
        assert f"#source:{statement.source}" in links
        above = own.parent
        while above.tag != "article":
            above = above.parent
        assert above.attributes["id"] == statement.indicator.split("/")[0]
        assert statement.locator in own.text
        assert statement.summary.en in own.text


def test_every_source_is_registered_and_every_cited_commitment_tabled(page, opened, assessment):
    for name in opened.case.sources:
        assert page.by_id(f"source:{name}").tag == "article"
    cited = {name for finding in assessment.findings for name in finding.commitments}
    for name in cited:
        assert page.by_id(f"commitment:{name}").tag == "tr"
    assert "cdm-charter" not in "".join(e.attributes.get("id") or "" for e in page.all("tr"))


def test_no_score_is_printed_without_interval_and_coverage(page, assessment):
    scores = page.all(cls="scored")
    # One in the matrix and one at the head of each area, and the three aggregates.
    assert len(scores) == 2 * len(assessment.areas) + 3
    for score in scores:
        (number,) = score.all(cls="score")
        assert re.fullmatch(r"\d\.\d\d|no score", number.text)
        (interval,) = score.all(cls="interval")
        assert re.fullmatch(r"\d\.\d\d – \d\.\d\d|no interval: nothing applies", interval.text)
        (coverage,) = score.all(cls="coverage")
        assert re.fullmatch(r"\d+ of \d+ assessed", coverage.text)
        for bar in score.all("svg"):
            assert number.text in bar.attributes["aria-label"]
            assert coverage.text in bar.attributes["aria-label"]


def test_the_scores_are_those_of_the_assessment(page, assessment):
    for area in assessment.areas:
        (scored,) = page.by_id(f"area:{area.area}").all(cls="area-score")
        if area.interval.score is not None:
            assert f"{area.interval.score:.2f}" in scored.text
        if area.interval.low is not None:
            assert f"{area.interval.low:.2f} – {area.interval.high:.2f}" in scored.text
        assert f"{area.interval.assessed} of {area.interval.applicable} assessed" in scored.text


def test_the_overall_figure_stands_in_the_method_chapter_only(page):
    summary = page.by_id("section:summary")
    assert len(summary.all(cls="scored")) == len(summary.all(cls="score-cell"))
    assert "arithmetic" not in page.by_id("top").text
    assert "arithmetic" in page.by_id("section:method").text


def test_the_matrix_counts_every_finding_in_words_and_symbols(page, assessment):
    (matrix,) = page.all("table", "matrix")
    marks = matrix.all("a", "markbox")
    assert {a.attributes["href"][1:] for a in marks} == {f.criterion for f in assessment.findings}
    for mark in marks:
        assert ": " in mark.attributes["aria-label"]
        assert len(mark.all("use")) == 1
    assert {th.attributes["scope"] for th in matrix.all("th")} == {"col", "row"}


@pytest.mark.parametrize(
    ("criterion", "words"),
    [
        ("candidate.residence", "contrary to the reading of General Comment No. 25"),
        ("candidate.signatures", "contrary to the reading of General Comment No. 25"),
        ("media.defamation", "inconsistent with International Covenant"),
        ("media.balance", "not in line with Document of the Copenhagen Meeting"),
        ("rights.assembly", "every norm under this finding is from memory"),
        ("media.internet", "Sources conflict on"),
        ("media.internet", "still possible: not met, met"),
        ("media.balance", "a conflict was settled (explained) on 30 May 2031"),
        ("candidate.refusals", "at least 2 candidates"),
        ("candidate.refusals", "settled as"),
        ("candidate.residence", "15 years"),
        ("candidate.residence", "is more than 5 years (long_residence)"),
        ("participation.reserved-seats", "The office has no reserved seats."),
        ("post.protocols", "begins on 10 June 2031"),
        ("finance.reports", "a limit of the search, not a fact about the election"),
        ("finance.reports", "on what day were they published?"),
        ("candidate.residence", "the Commission answers that it applies the law"),
        ("candidate.deposit", "that this state never joined, article 3"),
    ],
)
def test_a_finding_says(page, criterion, words):
    assert words.lower() in page.by_id(criterion).text.lower()


def test_a_good_practice_is_departed_from():
    assert tongue("en")(AGAINST["good_practice"], norms="the Code") == "departs from the Code"


def test_a_statement_that_does_not_count_says_why(page):
    for name, why in (
        ("rur-candidate-02", "not in force on election day"),
        ("rur-candidate-03", "a characterisation, which never establishes anything"),
        ("rur-candidate-08", "a demand, which never establishes anything"),
        ("rur-media-05", "not certainly published by"),
        ("rur-media-09", "set aside by resolution"),
        ("rur-finance-01", "edition not confirmed"),
        ("rur-day-04", "cannot be judged"),
        ("rur-day-05", "supports nothing"),
        ("rur-rights-03", "it speaks of another scope"),
    ):
        text = page.by_id(f"statement:{name}").text
        assert "not counted" in text
        assert why in text


def test_an_excerpt_is_marked_as_the_words_of_its_source(page):
    excerpt = page.by_id("statement:rur-candidate-08").all("blockquote")[0]
    assert excerpt.attributes["lang"] == "fr"
    assert excerpt.text == "« retirer tous les refus »"
    assert "its claim and not a finding" in page.by_id("statement:rur-candidate-08").text


def test_a_finding_on_norms_from_memory_is_no_priority(page):
    advice = page.by_id("section:priority")
    (first, *_) = advice.all("ol", "advice")
    assert "#rights.assembly" not in {a.attributes["href"] for a in first.all("a")}
    assert "#candidate.residence" in {a.attributes["href"] for a in first.all("a")}
    assert "Held back" in advice.text
    assert "Peaceful assembly" in page.by_id("section:method").text


def test_the_cover_says_whose_the_scores_are_and_what_was_corrected(page):
    cover = page.by_id("top").text
    assert "The scores in this report are electcheck's own." in cover
    assert "Fictional" in cover
    assert "25 May 2031: The residence condition was first given as ten years" in cover
    assert "3 of 5 adverse findings: no response was sought" in cover
    assert "1 June 2031" in cover
    assert "Reasonable grounds to believe" in cover


def test_missing_sources_lead_to_the_findings_they_may_change(page):
    method = page.by_id("section:method")
    assert "Annex of the letter on standing for office" in method.text
    assert "#candidate.refusals" in {a.attributes["href"] for a in method.all("a")}
    assert "whether <i>two</i> more refusals were meant" in method.text


def test_each_demand_stands_beside_what_the_evidence_says(page, opened):
    demands = page.by_id("section:demands").all("article")
    assert len(demands) == len(opened.case.recommendations)
    assert (
        "3 criteria ask about this: 1 partly met, 1 not met and 1 insufficient" in demands[1].text
    )


def test_nothing_restricted_shows_in_the_public_report(page_text):
    assert "CANARY" not in page_text
    assert "witness" not in page_text


def test_an_internal_report_shows_it_and_says_so():
    opened = open_case(EXAMPLE / "case", EXAMPLE / "criteria", "internal")
    page = tree(html(report_view(opened, assess(opened), "internal")))
    assert "CANARY-RESTRICTED-SUMMARY" in page.text
    assert "Internal: made with restricted evidence" in page.by_id("top").text


def test_the_page_has_landmarks_a_way_past_them_and_headings_in_order(page):
    assert [len(page.all(tag)) for tag in ("main", "header", "footer", "nav")] == [1, 1, 1, 1]
    first = page.all("a")[0]
    assert first.attributes["class"] == "skip"
    (root,) = page.all("html")
    assert root.attributes["lang"] == "en"
    levels = [int(e.tag[1]) for e in page.all() if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
