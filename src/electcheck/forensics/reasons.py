"""Why a test says nothing, or nothing that could be trusted: a sentence with a stable id.

`results test --format json` carries id and values beside the English sentence; the report says it
in its own language.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Self

from electcheck.model.said import Said, Shown, Value
from electcheck.model.said import marked as _

REASONS = {
    # What the file, or what is known of it, does not have.
    "wrong_level": _("the test needs results by polling station; a row here is one %(level)s"),
    "too_few_stations": _("%(n)s stations can be used; the policy asks for at least %(least)s"),
    "turnout_lacks": _(
        "turnout needs the column '%(column)s', which the file or its map does not have"
    ),
    "share_lacks": _(
        "the leader's share needs the column '%(column)s', which the file or its map does not have"
    ),
    "no_rate": _("neither turnout nor share can be made"),
    "no_votes": _("the file has no votes"),
    "no_region": _("the file or its map names no 'region'"),
    "no_district": _("the file or its map names no 'district'"),
    "no_unit": _("the file or its map names neither 'region' nor 'district'"),
    "no_station": _("no station can be used"),
    "few_regions": _(
        "%(n)s regions have at least %(stations)s stations; the policy asks for %(least)s"
    ),
    "few_districts": _(
        "%(n)s districts have at least %(stations)s stations; the policy asks for %(least)s"
    ),
    "few_regions_in_both": _("%(n)s regions are named in both files"),
    "small_regions": _("no region has enough stations to standardise by"),
    "no_clean_election": _("a clean election needs registered voters and ballots, or votes"),
    "no_usable_rate": _("no station has a usable rate"),
    "no_dip": _("the dip needs the extra 'dip': %(command)s"),
    "no_earlier": _("the test needs an earlier election at the same stations: --earlier FILE"),
    "few_matched": _(
        "%(n)s of %(all)s stations have one name in both files; the policy asks for %(least)s of "
        "them"
    ),
    # What the test cannot tell on such a file.
    "counts_alike": _(
        "the counts are so alike that smoothing adds %(added)s %% to their variance; the policy "
        "allows %(limit)s %%"
    ),
    "rates_alike": _("all stations have the same rate"),
    "few_beside_mode": _("fewer than ten stations lie on one side of a mode"),
    "mode_at_edge": _(
        "no clean mode: the highest heap of %(what)s lies at %(place)s %%, outside %(low)s to "
        "%(high)s %%"
    ),
    "two_modes": _("no single clean mode: %(what)s has heaps at %(place)s %% and at %(rival)s %%"),
    "mode_moves": _(
        "no clean mode: over kernels and resamples it moves from %(low)s to %(high)s %% turnout"
    ),
    "mode_thin": _("no clean mode: %(part)s %% of the others' votes lie around it"),
    "leader_alone": _("no votes but the leader's: nothing shows where the clean mode is"),
    "distance_misfit": _(
        "the model does not describe the election: its best distance fit puts %(misfit)s %% of "
        "the stations where they are not, beyond chance"
    ),
    "likelihood_misfit": _(
        "the model does not describe the election: its best likelihood fit puts %(misfit)s %% of "
        "the stations where they are not, beyond chance"
    ),
    "weight_open": _("the data do not identify the weight: it may be %(low)s or %(high)s"),
    "second_kind": _(
        "the model is not identified: it may make as many stations fraudulent as clean (odds up "
        "to %(odds)s, at their bound of 1), which is a second kind of station, not fraud"
    ),
    "turnout_even": _(
        "turnout changed by the same at all stations: nothing shows what its growth went with"
    ),
    "no_growth": _("turnout grew at no station"),
    # What it could not see, and what it sees where nothing is.
    "weak": _(
        "the smallest effect found four times in five is %(detectable)s %(unit)s; the policy "
        "asks for %(wanted)s"
    ),
    "cries_wolf": _(
        "suppressed: on clean elections it cries wolf in %(rate)s %% of cases at the level of "
        "%(level)s %% (%(source)s)"
    ),
}


class Reason(Said):
    """A reason from the table, filled with its values.

    >>> why = Reason("too_few_stations", n=11, least=100)
    >>> why
    '11 stations can be used; the policy asks for at least 100'
    >>> why.to_json()
    {'id': 'too_few_stations', 'values': {'n': 11, 'least': 100}}
    """

    id: str

    def __new__(cls, name: str, **values: Value) -> Self:
        """Make the sentence of an id."""
        why = super().__new__(cls, REASONS[name], **values)
        why.id = name
        return why

    def __reduce__(self) -> tuple[Any, ...]:
        """Make it again from its id where it is copied or travels to another process."""
        return _again, (self.id, dict(self.values))

    def to_json(self) -> dict[str, Any]:
        """Return the id and the unrounded values; no number is None, since JSON has no infinity."""
        return {"id": self.id, "values": {k: _json(value) for k, value in self.values.items()}}


def _again(name: str, values: Mapping[str, Value]) -> Reason:
    return Reason(name, **values)


def _json(value: Value) -> int | float | str | None:
    if isinstance(value, Shown):
        return value.value if math.isfinite(value.value) else None
    return value if isinstance(value, int) else str(value)
