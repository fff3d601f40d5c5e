"""All that a reader may ask of a judgement: how sure, on whose word, what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from electcheck.model.findings import Assessment, Established, Finding
from electcheck.model.outcomes import DECIDED
from electcheck.rules.findings import find, lay_out
from electcheck.rules.opening import Opened
from electcheck.rules.standing import Carried, Survival, carried_by_one_origin, survival
from electcheck.scoring.intervals import weight
from electcheck.scoring.robustness import Robustness, robustness, sheet


@dataclass(frozen=True, slots=True)
class Weak:
    """Criteria that cost the overall score equally much and hold equally far: a tie as a tie.

    Attributes:
        loss: the weight lost against `met`, as a share of the weight of all applicable findings.
        outcome: their outcome.
        holds_up_to: the last standard of proof at which that is their outcome.
        criteria: their ids, in the order of the report.
    """

    loss: float
    outcome: str
    holds_up_to: str | None
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """An assessment and how firmly it stands.

    Attributes:
        assessment: at the standard from which one looks.
        robustness: the scores under all tested settings.
        matrix: per criterion, the outcome at each standard.
        carried: the decided findings that a single origin carries.
        conflicts: the answers on which sources conflict, with their findings.
        weakest: the criteria that cost the overall score most, the heaviest first.
    """

    assessment: Assessment
    robustness: Robustness
    matrix: tuple[Survival, ...]
    carried: tuple[Carried, ...]
    conflicts: tuple[tuple[Finding, Established], ...]
    weakest: tuple[Weak, ...]


def judgement(
    opened: Opened, assessment: Assessment, draws: int, seed: int, held: bool
) -> Judgement:
    """Return how firmly an assessment stands.

    Args:
        opened: the case and the catalogue.
        assessment: the one to look from.
        draws: how many draws of weights and of the value of `partly_met`.
        seed: of the draws.
        held: hold the standard of proof at that of the assessment instead of trying them all.
    """
    policy = opened.catalogue.policy
    by_standard = {
        one.id: assessment.findings
        if one.id == assessment.standard
        else find(opened, one.id, assessment.as_of)
        for one in policy.standards
    }
    tried = {assessment.standard: assessment.findings} if held else by_standard
    areas = [area.area for area in opened.catalogue.areas]
    matrix = survival(by_standard)
    bench = lay_out(opened, assessment.standard, assessment.as_of)
    return Judgement(
        assessment=assessment,
        robustness=robustness(sheet(policy, areas, tried), draws, seed),
        matrix=matrix,
        carried=carried_by_one_origin(bench, assessment.findings),
        conflicts=tuple(
            (finding, answer)
            for finding in assessment.findings
            for answer in finding.answers.values()
            if answer.status == "conflict" and finding.outcome != "pending"
        ),
        weakest=tuple(_weakest(opened, assessment, matrix)),
    )


def _weakest(opened: Opened, assessment: Assessment, matrix: Sequence[Survival]) -> list[Weak]:
    policy = opened.catalogue.policy
    counted = [
        f for f in assessment.findings if f.applicable and f.area not in policy.unweighted_areas
    ]
    total = sum(weight(f, policy) for f in counted)
    order = [standard.id for standard in policy.standards]
    position = order.index(assessment.standard)
    outcomes = {row.criterion: row.outcomes for row in matrix}
    groups: dict[tuple[float, str, int], list[str]] = {}
    for finding in counted:
        if finding.outcome not in DECIDED or finding.outcome == "met":
            continue
        value = float(policy.values[finding.outcome].value)
        loss = weight(finding, policy) * (float(policy.values["met"].value) - value) / total
        held = position
        while held + 1 < len(order) and outcomes[finding.criterion][order[held + 1]] == (
            finding.outcome
        ):
            held += 1
        groups.setdefault((-loss, finding.outcome, -held), []).append(finding.criterion)
    return [
        Weak(-loss, outcome, order[-held], tuple(names))
        for (loss, outcome, held), names in sorted(groups.items())
    ]
