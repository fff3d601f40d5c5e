"""All criteria of a case judged at a standard of proof, as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from electcheck.model.catalogue import Case
from electcheck.model.evidence import Statement
from electcheck.model.findings import Established, Finding, Uncounted
from electcheck.model.policy import Standard
from electcheck.rules.compiled import Compiled
from electcheck.rules.establish import Question, establish
from electcheck.rules.judge import judge
from electcheck.rules.norms_in_force import in_force
from electcheck.rules.opening import Opened
from electcheck.rules.scope import Where, fill_scope, target_scope
from electcheck.rules.weighing import Item, weigh


def find(opened: Opened, standard: str, as_of: date) -> tuple[Finding, ...]:
    """Return the finding on every criterion, in the order of the report.

    Args:
        opened: the case and the catalogue, checked.
        standard: the id of a standard of proof of the policy.
        as_of: what was not certainly published by this day is not seen.
    """
    case = opened.case
    standards = opened.catalogue.policy.standards
    position = [one.id for one in standards].index(standard)
    levels = standards[: position + 1]
    norms = in_force(opened.catalogue, case)
    by_indicator: dict[str, list[Statement]] = defaultdict(list)
    for statement in case.statements:
        by_indicator[statement.indicator].append(statement)
    settled = set_aside(case, [one.id for one in standards[position:]])
    return tuple(
        judge(
            compiled,
            answers(compiled, case, by_indicator, levels, settled, as_of),
            case.election,
            as_of,
            norms,
        )
        for compiled in opened.norms.compiled.values()
    )


def set_aside(case: Case, standards: Sequence[str]) -> Mapping[str, str]:
    """Return the statements that a recorded resolution sets aside, each with why.

    A resolution holds at the standard it was made at and below, so it counts where its own
    standard is among `standards`: the one asked for and those above it.
    """
    return {
        name: f"set aside by resolution {resolution.id}: {resolution.how} ({resolution.why})"
        for resolution in case.resolutions
        if resolution.standard in standards
        for name in resolution.sets_aside
    }


def answers(
    compiled: Compiled,
    case: Case,
    by_indicator: Mapping[str, Sequence[Statement]],
    levels: Sequence[Standard],
    settled: Mapping[str, str],
    as_of: date,
) -> dict[str, Established]:
    """Return what is established of each indicator of one criterion."""
    within = {region.id: str(region.within) for region in case.election.regions}
    criterion = compiled.criterion
    established = {}
    for name, indicator in criterion.indicators.items():
        full = f"{criterion.id}/{name}"
        items: list[tuple[Where, Item]] = []
        uncounted: list[Uncounted] = []
        for statement in by_indicator.get(full, ()):
            weighed = settled.get(statement.id) or weigh(
                statement, indicator, case.sources, case.election, as_of
            )
            if isinstance(weighed, str):
                uncounted.append(Uncounted(statement.id, weighed))
            else:
                where = fill_scope(case.election, criterion, indicator, statement.scope)
                items.append((where, weighed))
        target = target_scope(case.election, criterion, indicator)
        question = Question(full, indicator, target, within)
        established[name] = establish(question, items, levels, uncounted)
    return established
