"""One statement made ready to be weighed: its origin, its grade, its value; or why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from electcheck.model.case import Election
from electcheck.model.evidence import Source, Statement
from electcheck.model.norms import Indicator, Kind
from electcheck.model.policy import Alternative, Reliability, SourceKind
from electcheck.model.values import Values, read_range, read_value
from electcheck.model.why import Why

_LETTERS: tuple[Reliability, ...] = ("A", "B", "C", "D", "E", "F")


@dataclass(frozen=True, slots=True)
class Item:
    """A statement that can count.

    Attributes:
        statement: its id.
        origin: where the knowledge first came from.
        reliability: the weakest letter of its chain, one better for a practice claim against the
            speaker's own interest.
        credibility: of the item alone, 1 to 4.
        method: how the source knows.
        kind: the kind of the source that the knowledge comes from.
        interested: it is a practice claim in the speaker's own interest.
        values: what it says.
    """

    statement: str
    origin: str
    reliability: Reliability
    credibility: int
    method: str
    kind: SourceKind
    interested: bool
    values: Values

    def satisfies(self, alternative: Alternative) -> bool:
        """Tell whether this item is good enough for one way to reach a standard."""
        return (
            self.reliability <= alternative.reliability
            and self.credibility <= alternative.credibility
            and (not alternative.methods or self.method in alternative.methods)
            and (not alternative.source_kinds or self.kind in alternative.source_kinds)
        )


def weigh(
    statement: Statement,
    indicator: Indicator,
    sources: Mapping[str, Source],
    election: Election,
    as_of: date,
) -> Item | Why:
    """Return the statement ready to be weighed, or why it cannot count."""
    why = _no_fact(statement, indicator, election) or _unseen(statement, sources, as_of)
    if why is not None:
        return why
    reliability = chain_reliability(statement, sources)
    if reliability == "F" or statement.credibility == 6:
        return Why("grade_unjudged", grade=f"{reliability}{statement.credibility}")
    if reliability == "E" or statement.credibility == 5:
        return Why("grade_too_low", grade=f"{reliability}{statement.credibility}")
    practice = indicator.kind == "practice"
    if practice and statement.interest == "against":
        reliability = _LETTERS[max(0, _LETTERS.index(reliability) - 1)]
    origin = statement.origin or statement.source
    return Item(
        statement.id,
        origin,
        reliability,
        statement.credibility,
        statement.method,
        sources[origin].kind if origin in sources else sources[statement.source].kind,
        practice and statement.interest == "for",
        statement_values(statement, indicator),
    )


def statement_values(statement: Statement, indicator: Indicator) -> Values:
    """Return what a statement of fact says of its indicator.

    Raises:
        ValueError: the value does not fit the indicator.
    """
    if statement.range is not None:
        return read_range(indicator, *statement.range)
    return read_value(indicator, statement.value)


def chain_reliability(statement: Statement, sources: Mapping[str, Source]) -> Reliability:
    """Return the weakest letter among the source, the relays and a registered origin.

    F ("cannot be judged") is weaker than E here, since nothing can be said of such a chain.
    """
    chain = (statement.source, *statement.via, statement.origin or statement.source)
    return max(sources[name].reliability for name in chain if name in sources)


def _no_fact(statement: Statement, indicator: Indicator, election: Election) -> Why | None:
    if statement.says != "fact":
        return Why("no_fact", says=statement.says)
    if indicator.kind != "law":
        return None
    if statement.edition == "not_confirmed" or statement.happened is None:
        return Why("edition")
    if not statement.happened.holds(election.election_day):
        return Why("not_in_force", period=statement.happened)
    return None


def _unseen(statement: Statement, sources: Mapping[str, Source], as_of: date) -> Why | None:
    # A relay may be older than what it is quoted from is registered; each must have been out.
    for name in (statement.source, *statement.via):
        latest = sources[name].published.latest
        if latest > as_of:
            return Why("not_published", as_of=as_of, source=name, latest=latest)
    return None


def qualifies(item: Item, alternatives: tuple[Alternative, ...]) -> bool:
    """Tell whether the item can count towards a standard at all."""
    return any(item.satisfies(alternative) for alternative in alternatives)


def reaches(items: list[Item], alternatives: tuple[Alternative, ...], kind: Kind) -> bool:
    """Tell whether the items together reach a standard of proof.

    Origins are counted, not items. On practice at least one of the counted origins must speak
    otherwise than in its own interest.
    """
    for alternative in alternatives:
        good = [item for item in items if item.satisfies(alternative)]
        if len({item.origin for item in good}) >= alternative.origins and (
            kind != "practice" or any(not item.interested for item in good)
        ):
            return True
    return False
