"""The DESIGN file: how the stations were drawn, and what to estimate from them.

stratum: region            # absent: one stratum
unit: district             # first-stage unit; absent where stations were drawn directly
sizes: {units: N1, stations: N2}      # or {stations: N_h}
lonely: refuse             # or collapse, average
domain: rural
estimates:
- {name: c1_share, ratio: [c1, valid]}
- {name: lead, margin: [c1, c2, valid]}
- {name: ballots, total: ballots}
- {name: late, share: opened_late, method: korn-graubard}
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from electcheck.errors import Fault, InputRefused
from electcheck.files.documents import load
from electcheck.model.norms import Format
from electcheck.model.record import Bool, Number, Record, Words, wrong
from electcheck.sampling.intervals import ShareMethod
from electcheck.sampling.stages import Lonely

Positive = Annotated[Number, Field(gt=0)]
KINDS = ("ratio", "margin", "total", "mean", "share")


class Sizes(Record):
    """Which columns hold the population's sizes.

    `stations` alone: stations of each stratum, drawn directly. Both: units of each stratum, and
    stations of each unit. `units` alone: units of each stratum, each unit taken whole.
    """

    units: Words | None = None
    stations: Words | None = None

    @model_validator(mode="after")
    def _something(self) -> Sizes:
        if self.units is None and self.stations is None:
            raise wrong("'sizes' needs 'stations', or 'units' and 'stations'")
        return self


class Auxiliary(Record):
    """A number known for every stratum that sharpens a total (ratio estimator).

    `known` is the column with the population's total of `column` in the station's stratum.
    """

    column: Words
    known: Words
    method: Literal["separate", "combined"] = "combined"


class PostStrataSizes(Record):
    """Classes of stations whose number in the population is known."""

    column: Words
    totals: dict[str, Positive] = Field(min_length=1)


class Ask(Record):
    """One thing to estimate: exactly one of ratio, margin, total, mean and share."""

    name: Words
    ratio: tuple[Words, ...] | None = None
    margin: tuple[Words, ...] | None = None
    total: Words | None = None
    mean: Words | None = None
    share: Words | None = None
    method: ShareMethod | None = None
    may_exceed: Bool = False
    auxiliary: Auxiliary | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Ask:
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none of them"
            raise wrong(f"expected exactly one of {', '.join(KINDS)}, found {found}")
        if self.ratio is not None and len(self.ratio) != 2:
            raise wrong("'ratio' takes two columns: [PART, WHOLE]")
        if self.margin is not None and len(self.margin) != 3:
            raise wrong("'margin' takes three columns: [FIRST, SECOND, WHOLE]")
        if self.method is not None and self.share is None:
            raise wrong("'method' goes with 'share' only")
        if self.auxiliary is not None and self.total is None:
            raise wrong("'auxiliary' goes with 'total' only")
        return self

    @property
    def kind(self) -> str:
        """Which of the five kinds of estimate this is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the station file that this estimate reads."""
        value = getattr(self, self.kind)
        columns = (value,) if isinstance(value, str) else tuple(value)
        if self.auxiliary is not None:
            columns = (*columns, self.auxiliary.column)
        return columns


class SampleDesign(Record):
    """The DESIGN file.

    `draw: visits` declares that nobody drew the stations at random; so does a design without
    `sizes` and `weight`. `station` names the column (or columns) that identify a station, by
    default `station`, `station_id` or `id` where the file has one. `replaces` names a column that
    says which drawn station a row stands in for. `weight` is checked against the sizes; without
    sizes it is believed, and nothing is known of the population's size.
    """

    format: Format = 1
    stratum: Words | None = None
    unit: Words | None = None
    station: Words | tuple[Words, ...] | None = None
    sizes: Sizes | None = None
    weight: Words | None = None
    lonely: Lonely = "refuse"
    domain: Words | None = None
    draw: Literal["random", "visits"] | None = None
    replaces: Words | None = None
    poststrata: PostStrataSizes | None = None
    level: Annotated[Number, Field(gt=0, lt=1)] | None = None
    estimates: tuple[Ask, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> SampleDesign:
        counts = Counter(ask.name for ask in self.estimates)
        twice = sorted(name for name, count in counts.items() if count > 1)
        if twice:
            raise wrong(f"two estimates are called {twice[0]!r}")
        if self.sizes is not None and self.unit is None and self.sizes.units is not None:
            raise wrong("'sizes' speaks of units, but no column is named as 'unit'")
        if self.sizes is not None and self.unit is not None and self.sizes.units is None:
            raise wrong(
                "units were drawn first: 'sizes' needs the column with each stratum's number of "
                "units, {units: COLUMN, stations: COLUMN}; where stations were drawn directly, "
                "leave 'unit' out"
            )
        if self.draw == "random" and self.sizes is None and self.weight is None:
            raise wrong("a random draw needs 'sizes' (or at least 'weight')")
        return self

    @property
    def is_random(self) -> bool:
        """Whether the stations are declared to be drawn at random."""
        return self.draw != "visits" and (self.sizes is not None or self.weight is not None)


def load_design(path: Path) -> SampleDesign:
    """Read a DESIGN file.

    Raises:
        InputRefused: with every fault at its line and column.
    """
    faults: list[Fault] = []
    document = load(path, str(path), SampleDesign, faults, format_required=False)
    if document is None:
        raise InputRefused(faults)
    return document.record
