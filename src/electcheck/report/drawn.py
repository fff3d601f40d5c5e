"""A picture of the report as every format takes it: drawn, in words, and as a table.

Nothing here draws, so that a format that shows no pictures does not load what draws them.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from electcheck.charts.moments import Moment, Phase
    from electcheck.forensics.battery import Battery
    from electcheck.model.findings import Assessment
    from electcheck.model.outcomes import Outcome
    from electcheck.results.reconciling.rows import Row
    from electcheck.results.reconciling.step import Step
    from electcheck.results.table import Stations

PUBLISHED = "section:published"
# Where each picture stands in the report, and the notebook that remakes it.
CHAPTER = {
    "areas": ("section:areas", "01-assessment"),
    "timeline": ("section:election", "01-assessment"),
    "coverage": ("section:known", "01-assessment"),
    "settings": ("section:judgement", "01-assessment"),
    "sources": ("section:sources", "01-assessment"),
    "published-account": (PUBLISHED, "02-results-of-9-june"),
    "published-turnout": (PUBLISHED, "02-results-of-9-june"),
    "stations-account": ("section:results", "03-polling-stations"),
    "stations-fingerprint": ("section:results", "03-polling-stations"),
    "stations-comb-turnout": ("section:results", "03-polling-stations"),
    "stations-comb-share": ("section:results", "03-polling-stations"),
    "stations-references": ("section:results", "03-polling-stations"),
}


@dataclass(frozen=True)
class Published:
    """What a case's own tables of results hold that can be drawn.

    Attributes:
        steps: of the account of the ballot; may be empty.
        title: whose account it is.
        bulletins: rows on the turnout by region and hour; may be empty.
        regions: the name of each region by its id.
    """

    steps: tuple[Step, ...]
    title: str
    bulletins: tuple[Row, ...]
    regions: Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """What is drawn before anybody asks how firm it is, in the words of a language.

    Plain data, so that the process that draws need not know what a case is.

    Attributes:
        assessment: what was made of the case.
        areas: the title of each area by its id.
        outcomes: each outcome in words.
        source_of: the source of each statement by its id.
        moments: what happened and what was published.
        milestones: days with a name.
        phases: before and after election day.
        published: the case's own tables of results, where it has some.
        stations: a file of results by polling station, where one was given.
        battery: the tests that were run on it.
    """

    assessment: Assessment
    areas: Mapping[str, str]
    outcomes: Mapping[Outcome, str]
    source_of: Mapping[str, str]
    moments: tuple[Moment, ...]
    milestones: Mapping[str, date]
    phases: tuple[Phase, ...]
    published: Published | None = None
    stations: Stations | None = None
    battery: Battery | None = None


@dataclass(frozen=True)
class Drawn:
    """One picture.

    Attributes:
        name: one of `CHAPTER`.
        caption: what it shows, in a line.
        alt: what it says, for who cannot see it.
        table: what it shows as rows of words, the first row the headings; may be empty.
        svg: without anything that a strict page would refuse.
        png: empty unless it was asked for.
    """

    name: str
    caption: str
    alt: str
    table: tuple[tuple[str, ...], ...]
    svg: str
    png: bytes

    @property
    def address(self) -> str:
        """The picture as an address that holds it."""
        held = base64.b64encode(self.svg.encode("utf-8")).decode("ascii")
        return f"data:image/svg+xml;base64,{held}"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of a page.

        >>> Drawn("areas", "", "", (), '<svg viewBox="0 0 518.4 252.21">', b"").size
        (691, 336)
        """
        found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', self.svg)
        assert found is not None
        return round(float(found[1]) * 4 / 3), round(float(found[2]) * 4 / 3)

    @property
    def place(self) -> str:
        """Its place in the report."""
        return f"picture:{self.name}"

    @property
    def notebook(self) -> str:
        """The notebook that remakes it."""
        return CHAPTER[self.name][1]

    @property
    def cell(self) -> str:
        """The cell of that notebook.

        >>> Drawn("stations-comb-share", "", "", (), "", b"").cell
        'comb-share-picture'
        """
        return f"{self.name.removeprefix('published-').removeprefix('stations-')}-picture"


def by_chapter(drawn: Iterable[Drawn]) -> dict[str, list[Drawn]]:
    """Return the pictures of each chapter, in the order of `CHAPTER`."""
    chapters: dict[str, list[Drawn]] = {}
    order = list(CHAPTER)
    for one in sorted(drawn, key=lambda one: order.index(one.name)):
        chapters.setdefault(CHAPTER[one.name][0], []).append(one)
    return chapters
