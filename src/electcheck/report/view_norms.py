"""The commitments as a reader meets them: name, rank, force for the state, how read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from electcheck.model.findings import Finding
from electcheck.model.norms import Commitment, Instrument
from electcheck.report.view_language import Tongue
from electcheck.report.view_statements import Link, anchor, web_address
from electcheck.report.view_words import BOUND, PARAGRAPH, PARAGRAPHS, RANK, READ
from electcheck.rules.norms_in_force import in_force
from electcheck.rules.opening import Opened


@dataclass(frozen=True)
class NormView:
    """One commitment that a finding cites."""

    id: str
    anchor: str
    name: str
    rank: str
    paraphrase: str
    citation: str
    adopted: str
    binding: str
    read: str
    read_at: str
    from_memory: bool
    href: str
    limit: str
    untested: str
    findings: tuple[Link, ...]


@dataclass(frozen=True)
class Norms:
    """The names of all commitments, and which of them applied to this state on election day."""

    t: Tongue
    known: dict[str, tuple[Instrument, Commitment]]
    applied: frozenset[str]

    def name(self, commitment: str) -> str:
        """Return what a commitment is called in a sentence."""
        instrument, paragraph = self.known[commitment]
        title = self.t.text(instrument.title)
        pattern = PARAGRAPH[instrument.rank]
        return self.t(pattern, instrument=title, paragraph=paragraph.paragraph)

    def together(self, commitments: Iterable[str]) -> str:
        """Return what several are called in a sentence, an instrument named once."""
        by_instrument: dict[str, list[str]] = {}
        for name in commitments:
            by_instrument.setdefault(self.known[name][0].id, []).append(name)
        return self.t.listed([self._of_one(names) for names in by_instrument.values()])

    def _of_one(self, names: list[str]) -> str:
        if len(names) == 1:
            return self.name(names[0])
        instrument = self.known[names[0]][0]
        return self.t(
            PARAGRAPHS[instrument.rank],
            instrument=self.t.text(instrument.title),
            paragraphs=self.t.listed([self.known[name][1].paragraph for name in names]),
        )

    def link(self, commitment: str) -> Link:
        """Return the link to a commitment in the table; a commitment not cited has no place."""
        return Link(anchor("commitment", commitment), self.name(commitment))


def norms(opened: Opened, t: Tongue) -> Norms:
    """Return the commitments of the catalogue, ready to be named."""
    applied = frozenset(in_force(opened.catalogue, opened.case))
    return Norms(t, opened.catalogue.commitments(), applied)


def norm_views(opened: Opened, named: Norms, findings: Iterable[Finding]) -> tuple[NormView, ...]:
    """Return every commitment that a finding cites, in the order of the catalogue."""
    citing: dict[str, list[Link]] = {}
    for finding in findings:
        title = opened.norms.compiled[finding.criterion].criterion.title
        for name in finding.commitments:
            citing.setdefault(name, []).append(Link(finding.criterion, named.t.text(title)))
    return tuple(
        _norm_view(opened, named, name, tuple(citing[name]))
        for name in named.known
        if name in citing
    )


def _norm_view(opened: Opened, named: Norms, name: str, citing: tuple[Link, ...]) -> NormView:
    t = named.t
    instrument, commitment = named.known[name]
    return NormView(
        id=name,
        anchor=anchor("commitment", name),
        name=named.name(name),
        rank=t(RANK[instrument.rank]),
        paraphrase=t.text(commitment.paraphrase),
        citation=t.free(instrument.citation),
        adopted=t.day(instrument.adopted),
        binding=_binding(opened, t, instrument),
        read=t(READ[commitment.read]),
        read_at=t.free(commitment.read_at or ""),
        from_memory=commitment.read == "from memory",
        href=web_address(commitment.url),
        limit=t.free(commitment.limit or ""),
        untested=t.free(commitment.untested or ""),
        findings=citing,
    )


def _binding(opened: Opened, t: Tongue, instrument: Instrument) -> str:
    """Say what the instrument was to this state on election day."""
    day = opened.case.election.election_day
    own = [
        obligation
        for obligation in opened.case.obligations.obligations
        if obligation.instrument == instrument.id and obligation.since <= day
    ]
    if own:
        last = max(own, key=lambda obligation: obligation.since)
        said = t("%(status)s since %(day)s", status=t(BOUND[last.status]), day=t.day(last.since))
        return f"{said} ({t.free(last.note)})" if last.note else said
    read = next(i for i in opened.catalogue.instruments if i.id == instrument.interprets)
    return t("applies with what it interprets: %(treaty)s", treaty=t.text(read.title))
