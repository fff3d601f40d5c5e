"""One election as a folder: what it was, what bound its state, who answered, what was corrected."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from electcheck.model.evidence import Confidentiality, Scope
from electcheck.model.norms import Format
from electcheck.model.record import Bool, Day, Int, Number, Period, Record, Slug, Wording, Words


class Candidate(Record):
    """A person on the ballot, by the public act of standing for office."""

    id: Slug
    name: Words
    nominated_by: Words | None = None


class Region(Record):
    """A place that a scope or a result may name; `within` is the place that contains it."""

    id: Slug
    name: Wording
    within: Slug | Literal["national"] = "national"


class Phases(Record):
    """The three phases by their days; together they are the whole process."""

    pre_election: Period = Field(alias="pre-election")
    election_day: Period = Field(alias="election-day")
    post_election: Period = Field(alias="post-election")

    def period(self, name: str) -> Period:
        """Return the days of a phase by its name in the files, `process` for all three."""
        if name == "process":
            return Period.model_validate(
                {"from": self.pre_election.start, "to": self.post_election.end}
            )
        found: Period = getattr(self, name.replace("-", "_"))
        return found


class Election(Record):
    """The file `election.yaml`."""

    format: Format
    id: Slug
    title: Wording
    country: Wording
    office: Wording
    fictional: Bool = False
    called: Day | None = None
    phases: Phases
    as_of: Day
    scope: Scope = Scope(place="national")
    candidates: tuple[Candidate, ...] = ()
    regions: tuple[Region, ...] = ()
    dates: dict[Slug, Day] = Field(default_factory=dict)
    notes: tuple[Words, ...] = ()

    @property
    def election_day(self) -> Day:
        """The day of the vote, on which obligations are looked at."""
        day = self.phases.election_day.start
        assert day is not None
        return day


class Obligation(Record):
    """What one instrument was to this state from one day on."""

    instrument: Slug
    status: Literal["in_force", "provisional", "signed", "political", "persuasive", "not_bound"]
    since: Day
    note: Words | None = None
    read_at: Words | None = None


class Treaty(Record):
    """A bilateral treaty, which no catalogue can know."""

    id: Slug
    title: Wording
    history: tuple[Obligation, ...]


class Obligations(Record):
    """The file `obligations.yaml`."""

    format: Format
    obligations: tuple[Obligation, ...] = ()
    treaties: tuple[Treaty, ...] = ()


class Recommendation(Record):
    """A demand made of the authorities, tied to the criteria that would show it was met."""

    id: Slug
    number: Int | None = None
    source: Slug
    locator: Words
    summary: Wording
    excerpt: Words | None = None
    criteria: tuple[Slug, ...] = Field(min_length=1)
    confidentiality: Confidentiality = "public"


class Recommendations(Record):
    """The file `recommendations.yaml`."""

    format: Format
    recommendations: tuple[Recommendation, ...] = ()


class Response(Record):
    """Whether those whom an adverse finding concerns were asked, and what they said."""

    criterion: Slug
    status: Literal["not_sought", "sought", "given", "declined"]
    by: Words | None = None
    date: Day | None = None
    summary: Wording | None = None
    source: Slug | None = None
    confidentiality: Confidentiality = "public"


class Responses(Record):
    """The file `responses.yaml`; `default` holds for every finding not listed."""

    format: Format
    default: Literal["not_sought", "sought", "given", "declined"] = "not_sought"
    note: Wording | None = None
    responses: tuple[Response, ...] = ()


class Correction(Record):
    """A mistake of ours, when it was mended, and which findings moved."""

    date: Day
    what: Wording
    findings: tuple[Slug, ...] = ()
    confidentiality: Confidentiality = "public"


class Corrections(Record):
    """The file `corrections.yaml`."""

    format: Format
    corrections: tuple[Correction, ...] = ()


class Context(Record):
    """A score made by others, shown beside the assessment and never part of it."""

    index: Words
    item: Words
    value: Number
    scale: Words
    year: Words
    url: Words | None = None
    read: Words
    confidentiality: Confidentiality = "public"


class ContextFile(Record):
    """The file `context.yaml`."""

    format: Format
    scores: tuple[Context, ...] = ()
