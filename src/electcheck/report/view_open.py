"""What would settle an open finding: which missing answer decides it, and how."""

from __future__ import annotations

from dataclasses import dataclass

from electcheck.model.findings import Finding
from electcheck.model.values import Values
from electcheck.report.view_language import Tongue
from electcheck.report.view_words import OUTCOME
from electcheck.rules.compiled import Compiled
from electcheck.rules.completeness import representatives
from electcheck.rules.judge import possible_outcomes


@dataclass(frozen=True)
class SettleView:
    """One missing answer: what is asked, and to which outcomes an answer to it alone can lead."""

    ask: str
    leads: str


def settle_views(compiled: Compiled, t: Tongue, finding: Finding) -> tuple[SettleView, ...]:
    """Return, for an open finding, what each missing answer would do by itself.

    Each answer that no condition tells apart from another is tried once, all other answers left
    as the evidence leaves them.
    """
    if finding.decided or not finding.applicable:
        return ()
    return tuple(
        SettleView(
            t.text(compiled.criterion.indicators[name].ask), _leads(compiled, t, finding, name)
        )
        for name, answer in finding.answers.items()
        if not answer.values.known
    )


def _leads(compiled: Compiled, t: Tongue, finding: Finding, name: str) -> str:
    indicator = compiled.criterion.indicators[name]
    answers: dict[str, Values] = {n: a.values for n, a in finding.answers.items()}
    tried = [one for one in representatives(compiled, name) if answers[name].holds(one)]
    single: list[tuple[Values, str]] = []
    for one in tried:
        possible, _ = possible_outcomes(compiled, {**answers, name: one})
        if len(possible) == 1:
            single.append((one, t(OUTCOME[possible[0]])))
    if not single:
        return t("an answer to this alone settles nothing: others are missing too")
    if indicator.type in ("boolean", "choice"):
        each = [f"{t.values(indicator, one)}{t.colon}{outcome}" for one, outcome in single]
        open_ones = len(tried) - len(single)
        if open_ones:
            each.append(t("any other answer leaves it open"))
        return "; ".join(each)
    outcomes = list(dict.fromkeys(outcome for _, outcome in single))
    said = t("settled as %(outcomes)s, as the answer falls", outcomes=t.either(outcomes))
    if len(single) < len(tried):
        said += "; " + t("some answers leave it open")
    return said
