"""The traps of the facts, each kept right in the case."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256

import pytest

LETTER = "odf-letter-2019"
RESOLUTION = "ep-resolution-2019-2610"
# Names of private persons in the facts, by digest, so that this file does not name them either.
PRIVATE = {"428c3fb42041", "d936587ec798", "8ecbda0f2d32"}


def texts(case) -> dict[str, str]:
    return {
        statement.id: " ".join(
            (statement.summary.en, statement.locator, statement.credibility_reason or "")
        )
        for statement in case.statements
    }


def about(case, words: str) -> list:
    return [s for s in case.statements if re.search(words, s.summary.en)]


def least(statement) -> float:
    """Return the lower end of what a statement says."""
    if statement.range is not None:
        return statement.range[0]
    return statement.value


def test_the_misprinted_votes_of_a_candidate_appear_nowhere(case):
    for name, text in texts(case).items():
        assert "1495491" not in text.replace(",", ""), name


def test_the_resolution_of_march_judges_rights_and_never_the_election(case):
    resolution = case.sources[RESOLUTION]
    assert resolution.published.latest == date(2019, 3, 14)
    assert resolution.published.latest < case.election.called
    used = [s for s in case.statements if RESOLUTION in (s.source, s.origin, *s.via)]
    assert used
    for statement in used:
        assert statement.indicator.startswith(("rights.", "media.", "assembly."))
        assert not statement.indicator.startswith("rights.genuine-election")


def test_detentions_of_three_scopes_are_three_statements(case):
    scopes = {}
    for name, words in (
        ("500", r"[Aa]bout 500"),
        ("950", r"[Mm]ore than 950"),
        ("4,000", r"[Nn]early 4,000"),
    ):
        found = about(case, words)
        assert found, name
        scopes[name] = {str(statement.scope) for statement in found}
    assert not scopes["500"] & scopes["950"]
    assert not scopes["950"] & scopes["4,000"]
    assert not scopes["500"] & scopes["4,000"]


def test_the_jailed_of_two_scopes_stay_apart(case):
    first, second = about(case, r"\b617\b"), about(case, r"\b677\b")
    assert first
    assert second
    assert not {str(s.scope) for s in first} & {str(s.scope) for s in second}


def test_the_colony_of_april_is_not_the_colony_of_the_videos(case):
    for statement in about(case, r"LA-155/8|recordings"):
        assert statement.scope.population == "recordings from colony LA-155/8", statement.id
    beaten = [s for s in about(case, r"beat") if s.source == LETTER]
    assert beaten
    for statement in beaten:
        assert (statement.origin or statement.source) == LETTER
        assert statement.interest == "for"
    hurt = [
        s
        for s in case.statements
        if s.indicator.startswith("rights.ill-treatment/") and "beat" in s.summary.en
    ]
    assert {s.source for s in hurt} == {LETTER}


def test_nineteen_of_twenty_six_rests_on_the_letter_alone(case):
    found = about(case, "19 of 26")
    assert found
    for statement in found:
        assert statement.source == LETTER
        assert statement.scope.population is not None
        assert statement.credibility == 4


def test_the_page_that_misprints_the_date_speaks_of_election_day(case):
    source = case.sources["netblocks-2019-06-09"]
    assert "misprints" in (source.published_note or "")
    for statement in case.statements:
        if statement.source == source.id:
            assert statement.happened is not None, statement.id
            assert str(statement.happened) in ("2019-06-09", "2019-06-11"), statement.id


def test_the_letters_references_are_values_indicators_or_sources(case):
    by_letter = [s for s in case.statements if s.source == LETTER]

    def said(words: str) -> list:
        return [s for s in by_letter if re.search(words, s.summary.en)]

    assert "2019/2610(RSP)" in case.sources[RESOLUTION].title
    assert case.sources["kz-advocates-law-2018"].published.latest == date(2018, 7, 10)
    ban = [s for s in by_letter if s.indicator == "assembly.movement-ban/movements_banned"]
    assert [str(s.happened) for s in ban] == ["2018-03-13"]
    assert [least(s) for s in said("more than 900")] == [901]
    assert [s.value for s in said("six candidates") if s.says == "fact"] == [7]
    assert {s.value for s in said("19 of 26")} == {0.7308}
    for article, indicator in (
        ("174", "media.incitement-law/covers_undefined_groups"),
        ("274", "media.false-information-law/false_information_criminal"),
        ("405", "assembly.membership-crime/participation_criminal"),
    ):
        assert [s.value for s in said(article) if s.indicator == indicator] == [True], article
    april = [s for s in said("April 2018") if s.indicator.startswith("media.commenter")]
    assert [str(s.happened) for s in april] == ["2018-04-01 to 2018-04-30"]
    days = {str(s.scope.period) for s in by_letter}
    assert {"2019-04-23", "2019-05-01", "2019-05-09"} <= days


def test_the_country_has_seventeen_regions_with_stable_names(case):
    names = [region.id for region in case.election.regions]
    assert len(names) == len(set(names)) == 17
    assert {"nur-sultan", "almaty", "shymkent", "turkestan"} <= set(names)


def test_the_letter_is_dated_by_what_it_tells(case):
    published = case.sources[LETTER].published
    assert (published.earliest, published.latest) == (date(2019, 5, 10), date(2019, 6, 8))


def test_the_letter_contradicts_itself_and_both_are_kept(case):
    said = {
        s.locator.split(",")[0]
        for s in case.statements
        if s.source == LETTER and re.search(r"announced|called", s.summary.en)
    }
    assert {"recommendation 1", "recommendation 9"} <= said
    assert case.election.called == date(2019, 4, 9)


@pytest.mark.parametrize(
    "words", ["comply with the regime", "illusion of competition", "predetermined", "free and fair"]
)
def test_labels_are_characterisations_and_never_facts(case, words):
    found = about(case, words)
    assert found, words
    for statement in found:
        assert statement.says == "characterisation", statement.id


def test_only_facts_carry_values(case):
    for statement in case.statements:
        if statement.says != "fact":
            assert statement.value is None, statement.id
            assert statement.range is None, statement.id


def test_what_was_not_found_is_not_cited(case):
    for statement in case.statements:
        text = texts(case)[statement.id]
        assert not re.search(r"polling stations observed", text), statement.id
        if re.search(r"about half", text, re.IGNORECASE):
            assert statement.says == "characterisation", statement.id
        from_mission = "odihr-eom-2019" in (statement.source, statement.origin)
        if from_mission and statement.indicator.startswith(("day.", "results.")):
            assert statement.value in (True, False, None), statement.id
            assert statement.range is None, statement.id
        if from_mission and statement.indicator.startswith("media."):
            assert not re.search(r"\bminutes?\b", text), statement.id


def test_official_shares_of_television_and_the_praise_of_visitors_are_kept(case):
    shares = about(case, r"14\.3")
    assert shares
    for statement in shares:
        assert statement.interest == "for"
    praise = [s for s in case.statements if s.source == "oic-mission-2019"]
    assert praise
    for statement in praise:
        assert statement.interest == "for"
    assert about(case, r"\b19 violations\b")


def test_missing_sources_are_listed(case):
    listed = {missing.id for missing in case.missing}
    assert {"odf-annex", "odihr-final-body", "station-results-2019", "cec-refusals"} <= listed


def test_five_years_of_service_are_dated_by_the_year_alone(case):
    found = [s for s in case.statements if s.indicator == "candidate.experience/experience_years"]
    assert found
    for statement in found:
        text = f"{statement.summary.en} {statement.locator}"
        assert not re.search(r"(January|June|March|December) 2017|2017-\d", text), statement.id
        assert statement.happened is None or statement.happened.start.year != 2017


def test_older_and_later_editions_never_establish(case):
    for statement in case.statements:
        origin = case.sources.get(statement.origin or statement.source)
        if origin is None or origin.kind != "law":
            continue
        undated = origin.id in (
            "kz-election-law-before-2017",
            "kz-election-law-read-2018",
            "kz-election-law-unread",
            "kz-election-law-later",
            "kz-party-law",
        )
        later = origin.published.earliest > case.election.election_day
        if undated or later:
            assert statement.edition == "not_confirmed", statement.id


def test_nothing_is_known_of_results_by_station(case):
    for statement in case.statements:
        if statement.indicator.endswith("/by_station"):
            pytest.fail(f"{statement.id}: no source says whether station results were published")


def test_family_ties_and_private_persons_are_not_recorded(case, rows):
    said = {**texts(case), **{row.row: f"{row.row} {row.reason}" for row in rows}}
    for name, text in said.items():
        assert not re.search(r"\b(daughter|son|grandson|wife|married|nephew)\b", text), name
        for word in re.findall(r"\w+", text):
            assert sha256(word.encode()).hexdigest()[:12] not in PRIVATE, name


def test_all_sources_count_by_the_default_day_and_each_is_used(case):
    used = {
        name
        for statement in case.statements
        for name in (statement.source, statement.origin or statement.source, *statement.via)
    }
    used |= {r.source for r in case.recommendations}
    assert used == set(case.sources)
    for source in case.sources.values():
        assert source.published.latest <= case.election.as_of, source.id


def test_rounded_percentages_are_no_evidence_of_falling_totals(case):
    assert not [s for s in case.statements if s.indicator.endswith("/unexplained_falls")]


def test_the_change_of_commission_rules_waits_for_a_lawyer(case):
    found = {
        s.indicator.split("/")[1]: s
        for s in case.statements
        if s.indicator.startswith("legal.stability/")
    }
    assert found["days_before_election"].value == 345
    for name in ("change_is_fundamental", "above_ordinary_law"):
        assert "lawyer has to confirm" in (found[name].credibility_reason or "")
        assert found[name].credibility == 4


def test_penalties_read_in_later_texts_are_not_confirmed(case):
    later = [s for s in case.statements if re.search(r"stated in 202\d|a recent text", s.locator)]
    assert later
    for statement in later:
        assert statement.edition == "not_confirmed", statement.id


def test_laws_carry_the_dates_that_sources_agree_on(case):
    assert "20 July 2000" in case.sources["kz-first-president-law"].title
    advocates = case.sources["kz-advocates-law-2018"].published
    assert (advocates.earliest, advocates.latest) == (date(2018, 7, 5), date(2018, 7, 10))


def test_what_came_after_the_election_bound_nobody_on_its_day(case):
    (treaty,) = case.obligations.treaties
    by_status = {step.status: step.since for step in treaty.history}
    assert by_status["provisional"] < case.election.election_day < by_status["in_force"]
    assert by_status["in_force"] == date(2020, 3, 1)
    for obligation in case.obligations.obligations:
        assert obligation.since <= case.election.election_day, obligation.instrument
    assert "gc37" not in {o.instrument for o in case.obligations.obligations}
