"""Make criteria, statements and sources in a line, for tests that need exactly one thing each."""

from __future__ import annotations

from datetime import date
from typing import Any

from electcheck.model.case import Corrections, Election, Obligations, Responses
from electcheck.model.catalogue import Case, Catalogue
from electcheck.model.evidence import Source, Statement
from electcheck.model.findings import Finding
from electcheck.model.norms import AreaFile, Criterion, Instrument
from electcheck.model.policy import Policy
from electcheck.rules.compiled import Compiled, compile_criterion
from electcheck.rules.findings import find
from electcheck.rules.opening import Norms, Opened

TODAY = date(2020, 7, 1)

INSTRUMENT = Instrument.model_validate(
    {
        "id": "covenant",
        "title": "Covenant",
        "rank": "treaty",
        "adopted": "1966-12-16",
        "citation": "a treaty",
        "commitments": [{"paragraph": "25", "paraphrase": "Vote.", "read": "official text"}],
    }
)


def standard(name: str, **kinds: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a standard that asks the same of every kind unless told otherwise."""
    usual = kinds.pop("usual", [])
    establishes = dict.fromkeys(("law", "official_act", "practice", "opinion"), usual) | kinds
    return {"id": name, "title": name, "basis": "made for a test", "establishes": establishes}


LOW = standard(
    "low",
    usual=[
        {"origins": 1, "reliability": "A", "credibility": 2, "methods": ["observed"]},
        {"origins": 2, "reliability": "C", "credibility": 3},
    ],
    law=[{"origins": 1, "reliability": "B", "credibility": 3, "source_kinds": ["law"]}],
    official_act=[{"origins": 1, "reliability": "C", "credibility": 3, "source_kinds": ["state"]}],
)
HIGH = standard(
    "high",
    usual=[{"origins": 2, "reliability": "B", "credibility": 2}],
    law=[{"origins": 1, "reliability": "A", "credibility": 1, "source_kinds": ["law"]}],
    official_act=[{"origins": 1, "reliability": "A", "credibility": 1, "source_kinds": ["state"]}],
)


def policy(**more: Any) -> Policy:
    """Return a policy with two nested standards."""
    reasoned = {
        "values": {"met": 1, "partly_met": 0.5, "not_met": 0},
        "weights": {"major": 3, "medium": 2, "minor": 1},
    }
    given: dict[str, Any] = {
        key: {name: {"value": value, "reason": "test"} for name, value in one.items()}
        for key, one in reasoned.items()
    }
    given |= {
        "format": 1,
        "default_standard": "low",
        "standards": [LOW, HIGH],
        "decided_share": {"value": 0.5, "reason": "test"},
        "geometric_floor": {"value": 0.01, "reason": "test"},
        "bands": [],
    }
    return Policy.model_validate(given | more)


def criterion(name: str = "a.one", **more: Any) -> Criterion:
    """Return a criterion, by default of one boolean question of practice."""
    given: dict[str, Any] = {
        "id": name,
        "title": name,
        "question": f"Is {name} so?",
        "commitments": ["covenant/25"],
        "phase": "election-day",
        "weight": "major",
        "indicators": {"so": {"kind": "practice", "type": "boolean", "ask": "So?"}},
        "outcome": {"not_met": {"when": "not so"}, "met": {"when": "so"}},
    }
    return Criterion.model_validate(given | more)


def compiled(made: Criterion, area: str = "area") -> Compiled:
    """Return the criterion ready to be judged; its conditions must be right."""
    ready, mistakes = compile_criterion(made, area)
    assert ready is not None, mistakes
    return ready


def source(name: str, reliability: str = "C", **more: Any) -> Source:
    """Return a source published before the election."""
    given: dict[str, Any] = {
        "id": name,
        "title": name,
        "publisher": name,
        "kind": "ngo",
        "language": "en",
        "published": "2020-05-01",
        "reliability": reliability,
        "reliability_reason": "test",
        "read": "official text",
    }
    return Source.model_validate(given | more)


def statement(name: str, indicator: str, value: Any = None, **more: Any) -> Statement:
    """Return a statement of fact; its source is called like the first letter of its id."""
    given: dict[str, Any] = {
        "id": name,
        "indicator": indicator,
        "says": "fact",
        "value": value,
        "source": name[0],
        "locator": "p. 1",
        "summary": "test",
        "method": "reported",
        "credibility": 3,
    }
    return Statement.model_validate(given | more)


def election(**more: Any) -> Election:
    """Return an election of 1 June 2020."""
    given: dict[str, Any] = {
        "format": 1,
        "id": "t",
        "title": "T",
        "country": "T",
        "office": "T",
        "phases": {
            "pre-election": {"from": "2020-01-01", "to": "2020-05-31"},
            "election-day": "2020-06-01",
            "post-election": {"from": "2020-06-02", "to": "2020-07-01"},
        },
        "as_of": "2020-07-01",
        "scope": {"place": "national"},
        "regions": [
            {"id": "north", "name": "North"},
            {"id": "town", "name": "T", "within": "north"},
        ],
    }
    return Election.model_validate(given | more)


def opened(
    criteria: list[Criterion],
    statements: list[Statement],
    sources: list[Source],
    areas: dict[str, list[str]] | None = None,
    **more: Any,
) -> Opened:
    """Return a case and a catalogue as the engine takes them.

    Args:
        criteria: the criteria, all in one area unless `areas` says otherwise.
        statements: the evidence.
        sources: its sources.
        areas: the ids of the criteria by area.
        more: `policy`, `election`, `obligations`, `resolutions`.
    """
    by_area = areas or {"area": [one.id for one in criteria]}
    files = tuple(
        AreaFile(format=1, area=area, criteria=tuple(c for c in criteria if c.id in names))
        for area, names in by_area.items()
    )
    catalogue = Catalogue((INSTRUMENT,), more.get("policy", policy()), files)
    ready = {one.id: compiled(one, area.area) for area in files for one in area.criteria}
    bound = {"instrument": "covenant", "status": "in_force", "since": "1976-03-23"}
    case = Case(
        id="t",
        election=more.get("election", election()),
        obligations=Obligations.model_validate(
            {"format": 1, "obligations": more.get("obligations", [bound])}
        ),
        sources={one.id: one for one in sources},
        missing=(),
        statements=tuple(statements),
        recommendations=(),
        responses=Responses(format=1),
        corrections=Corrections(format=1),
        resolutions=tuple(more.get("resolutions", ())),
        context=(),
    )
    return Opened(Norms(catalogue, ready), case)


def judged(
    made: Criterion,
    statements: list[Statement],
    sources: list[Source],
    standard: str = "low",
    as_of: date = TODAY,
    **more: Any,
) -> Finding:
    """Return the finding on one criterion."""
    return find(opened([made], statements, sources, **more), standard, as_of)[0]
