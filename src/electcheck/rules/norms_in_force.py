"""Which commitments a finding may cite: those that applied to this state on election day."""

from __future__ import annotations

from collections.abc import Mapping

from electcheck.model.catalogue import Case, Catalogue
from electcheck.model.norms import Commitment, Instrument


def in_force(catalogue: Catalogue, case: Case) -> Mapping[str, tuple[Instrument, Commitment]]:
    """Return the commitments that applied on election day, by id.

    An instrument applies where the case says so with a date not after election day and a status
    other than `not_bound`, and where it had been adopted by then. An interpretation of a treaty
    that is not listed itself applies with its treaty.
    """
    day = case.election.election_day
    status: dict[str, str] = {}
    for obligation in sorted(case.obligations.obligations, key=lambda o: o.since):
        if obligation.since <= day:
            status[obligation.instrument] = obligation.status
    known = {instrument.id: instrument for instrument in catalogue.instruments}

    def applied(instrument: Instrument) -> bool:
        if instrument.adopted > day:
            return False
        if instrument.id in status:
            return status[instrument.id] != "not_bound"
        read = known.get(instrument.interprets or "")
        return read is not None and read.interprets is None and applied(read)

    return {
        name: (instrument, commitment)
        for name, (instrument, commitment) in catalogue.commitments().items()
        if applied(instrument)
    }
