"""All criteria of a case judged at a standard of proof, as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from electcheck.model.catalogue import Case
from electcheck.model.evidence import Statement
from electcheck.model.findings import Established, Finding, Status, Uncounted
from electcheck.model.policy import Standard
from electcheck.model.values import Values, domain
from electcheck.model.why import Why
from electcheck.rules.compiled import Compiled
from electcheck.rules.establish import Question, establish
from electcheck.rules.judge import NormsInForce, judge
from electcheck.rules.norms_in_force import in_force
from electcheck.rules.opening import Opened
from electcheck.rules.scope import Where, fill_scope, target_scope
from electcheck.rules.weighing import Item, weigh


@dataclass(frozen=True)
class Bench:
    """A case laid out so that one criterion can be judged again with other evidence.

    Attributes:
        opened: the case and the catalogue.
        as_of: what was not certainly published by this day is not seen.
        levels: the standards of proof from the lowest to the one asked for.
        by_indicator: the statements by the id of their indicator, in file order.
        settled: the statements that a resolution sets aside, each with why.
        norms: the commitments that applied to this state on election day.
    """

    opened: Opened
    as_of: date
    levels: Sequence[Standard]
    by_indicator: Mapping[str, Sequence[Statement]]
    settled: Mapping[str, Why]
    norms: NormsInForce

    def judge(
        self,
        criterion: str,
        without: Collection[str] = (),
        given: Mapping[str, Values] | None = None,
    ) -> Finding:
        """Return the finding on one criterion.

        Args:
            criterion: its id.
            without: ids of statements to leave out.
            given: answers by the id of their indicator, taken as established in place of what the
                evidence says.
        """
        compiled = self.opened.norms.compiled[criterion]
        established = self.answers(compiled, without)
        for name in established:
            full = f"{criterion}/{name}"
            if given and full in given:
                status: Status = "established"
                if given[full] == domain(compiled.criterion.indicators[name]):
                    status = "unknown"
                established[name] = Established(full, status, given[full])
        return judge(compiled, established, self.opened.case.election, self.as_of, self.norms)

    def answers(self, compiled: Compiled, without: Collection[str] = ()) -> dict[str, Established]:
        """Return what is established of each indicator of a criterion."""
        return {
            name: self.answer(*self.question(compiled, name), without)
            for name in compiled.criterion.indicators
        }

    def question(
        self, compiled: Compiled, name: str
    ) -> tuple[Question, list[tuple[Where, Item]], list[Uncounted]]:
        """Return an indicator as the engine asks it, what can count, and what cannot."""
        case, criterion = self.opened.case, compiled.criterion
        indicator = criterion.indicators[name]
        full = f"{criterion.id}/{name}"
        items: list[tuple[Where, Item]] = []
        uncounted: list[Uncounted] = []
        for statement in self.by_indicator.get(full, ()):
            weighed = self.settled.get(statement.id) or weigh(
                statement, indicator, case.sources, case.election, self.as_of
            )
            if isinstance(weighed, Why):
                uncounted.append(Uncounted(statement.id, weighed))
            else:
                where = fill_scope(case.election, criterion, indicator, statement.scope)
                items.append((where, weighed))
        target = target_scope(case.election, criterion, indicator)
        within = {region.id: str(region.within) for region in case.election.regions}
        return Question(full, indicator, target, within), items, uncounted

    def answer(
        self,
        question: Question,
        items: Sequence[tuple[Where, Item]],
        uncounted: Sequence[Uncounted] = (),
        without: Collection[str] = (),
    ) -> Established:
        """Return what the items leave open of an indicator once some statements are left out."""
        if without:
            items = [pair for pair in items if pair[1].statement not in without]
            uncounted = [one for one in uncounted if one.statement not in without]
        return establish(question, items, self.levels, uncounted)


def lay_out(opened: Opened, standard: str, as_of: date) -> Bench:
    """Return the case laid out to be judged at a standard of proof, by its id."""
    case = opened.case
    standards = opened.catalogue.policy.standards
    position = [one.id for one in standards].index(standard)
    by_indicator: dict[str, list[Statement]] = defaultdict(list)
    for statement in case.statements:
        by_indicator[statement.indicator].append(statement)
    return Bench(
        opened,
        as_of,
        standards[: position + 1],
        by_indicator,
        set_aside(case, [one.id for one in standards[position:]]),
        in_force(opened.catalogue, case),
    )


def find(
    opened: Opened,
    standard: str,
    as_of: date,
    without: Collection[str] = (),
    given: Mapping[str, Values] | None = None,
) -> tuple[Finding, ...]:
    """Return the finding on every criterion, in the order of the report.

    Args:
        opened: the case and the catalogue, checked.
        standard: the id of a standard of proof of the policy.
        as_of: what was not certainly published by this day is not seen.
        without: ids of statements to leave out.
        given: answers by the id of their indicator, taken as established.
    """
    bench = lay_out(opened, standard, as_of)
    return tuple(bench.judge(name, without, given) for name in opened.norms.compiled)


def set_aside(case: Case, standards: Sequence[str]) -> Mapping[str, Why]:
    """Return the statements that a recorded resolution sets aside, each with why.

    A resolution holds at the standard it was made at and below, so it counts where its own
    standard is among `standards`: the one asked for and those above it.
    """
    return {
        name: Why("resolved", resolution=resolution.id, how=resolution.how, reason=resolution.why)
        for resolution in case.resolutions
        if resolution.standard in standards
        for name in resolution.sets_aside
    }
