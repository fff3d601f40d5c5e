"""What a catalogue that is to be defended must have, beyond what `check` refuses."""

from __future__ import annotations

import re

import pytest

from electcheck.files.packaged import criteria_folder
from electcheck.rules.case_runner import not_shown
from electcheck.rules.compiled import Compiled
from electcheck.rules.opening import open_norms

NORMS = open_norms(criteria_folder())
COMPILED = list(NORMS.compiled.values())
AREAS = [
    "legal-framework", "electoral-system", "election-administration", "voter-registration",
    "candidate-access", "campaign", "assembly-association", "media", "campaign-finance",
    "complaints-appeals", "participation", "observers", "election-day", "results",
    "post-election", "follow-up", "rights-environment",
]  # fmt: skip


def test_the_areas_follow_an_odihr_report() -> None:
    assert [area.area for area in NORMS.catalogue.areas] == AREAS


def test_there_are_enough_criteria_and_indicators() -> None:
    assert len(COMPILED) >= 100
    assert len(NORMS.catalogue.indicators()) >= 250
    by_area = {area.area: len(area.criteria) for area in NORMS.catalogue.areas}
    for area in ("candidate-access", "media", "legal-framework"):
        assert by_area[area] >= 6
    assert set(NORMS.catalogue.policy.unweighted_areas) == {"rights-environment"}


@pytest.mark.parametrize("compiled", COMPILED, ids=lambda one: one.criterion.id)
def test_cases_show_everything(compiled: Compiled) -> None:
    assert [message for _, message in not_shown(compiled)] == []


@pytest.mark.parametrize("compiled", COMPILED, ids=lambda one: one.criterion.id)
def test_weight_reason_recommendation_and_evidence_are_given(compiled: Compiled) -> None:
    criterion = compiled.criterion
    assert criterion.weight_reason
    assert criterion.why
    assert criterion.evidence
    assert criterion.recommendation is not None
    for clause in compiled.clauses:
        assert clause.clause.rests_on or clause.outcome == "met", "an adverse clause has its norm"


@pytest.mark.parametrize("compiled", COMPILED, ids=lambda one: one.criterion.id)
def test_it_names_no_country_and_presumes_no_guilt(compiled: Compiled) -> None:
    text = compiled.criterion.model_dump_json()
    assert not re.search(r"Kazakh|Казахстан|Tokayev|Nazarbayev|Russia|Georgia", text)
    assert not re.search(r"\b(fraudster|regime-compliant|rigged)\b", text)


def test_questions_are_asked_once() -> None:
    questions = [one.criterion.question.en for one in COMPILED]
    assert len(questions) == len(set(questions))


@pytest.mark.parametrize("compiled", COMPILED, ids=lambda one: one.criterion.id)
def test_each_limit_and_assumption_is_a_sentence(compiled: Compiled) -> None:
    """A list in brackets that is cut at the commas of its sentence leaves pieces of one."""
    criterion = compiled.criterion
    for words in (*criterion.exclusions, *criterion.assumptions):
        first = words.removeprefix("gc25/15")  # a commitment may begin the sentence
        assert first != words or not words[0].islower(), words
        assert words.endswith("."), words
