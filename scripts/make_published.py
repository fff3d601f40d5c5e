"""Measure what others published with the same methods: writes data/reference/published.csv.

    ELECTCHECK_VALIDATION_DATA=../shared/data python scripts/make_published.py

About three minutes. Published values stand below with who published them; ours are computed from
the same files, and each difference has its reason.
"""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass
from pathlib import Path

from electcheck.files.packaged import packaged
from electcheck.files.write import write_files
from electcheck.forensics.battery import Options, raw_results
from electcheck.forensics.models.mixture_file import load_mixture
from electcheck.forensics.protocols import protocols_of
from electcheck.forensics.result import Result
from electcheck.forensics.task import RkdChoice
from electcheck.results.column_map import load_map
from electcheck.results.read import read_stations
from electcheck.studies.corpus import corpus_of

ROOT = Path(__file__).resolve().parent.parent
SEED = 1
# The mixtures that the package's own answer for Canada stores.
STORED = load_mixture(packaged("data", "reference", "canada2011-mixture.yaml"))
PLAIN = Options()
PACKAGED = Options(resamples=1000, rkd=RkdChoice(null="maximum", mixture=STORED))
KOBAK = "Kobak's notebook"
KLIMEK = "Klimek et al. 2012"
DISTANCE, LIKELIHOOD = "incremental fraud, distance", "incremental fraud, likelihood"
SUMS = "the same method; the interval covers all 24 choices of bins and window, one of which is "
SUMS += "the published"
MIXED = "none beyond the interval: the same model and priors, with a normal curve for all but the "
MIXED += "weights instead of a chain"
DRAWN = "the same recipe; they drew elections, here the model's densities are summed, and the "
DRAWN += "exponent alpha is fitted too"


@dataclass(frozen=True)
class Published:
    """One published value.

    Attributes:
        test: of ours.
        election: on which.
        variant: of our result.
        quantity: a parameter of the result, or `estimate`.
        value: as published.
        by: who.
        reason: why ours differs, or that it does not.
        per: what our estimate is divided by to be in the published unit.
        how: how our test is run.
    """

    test: str
    election: str
    variant: str | None
    quantity: str
    value: str
    by: str
    reason: str
    per: float = 1.0
    how: Options = PLAIN


def raw(quantity: str, value: str) -> Published:
    return Published("klimek", "russia2011", DISTANCE, quantity, value, KOBAK, "none: same recipe")


PUBLISHED = (
    raw("tau", "0.529"),
    raw("nu", "0.324"),
    raw("sigma_tau", "0.081381"),
    raw("sigma_nu", "0.069723"),
    raw("theta", "0.559001"),
    Published("klimek", "russia2011", DISTANCE, "estimate", "0.64", KLIMEK, DRAWN),
    Published(
        "klimek", "russia2011", LIKELIHOOD, "estimate", "0.121", "Kalinin & Mebane",
        "another likelihood fit of the same model, ours with the raw parameters free; the weight "
        "hangs on the estimator, and the result says so",
    ),
    Published(
        "klimek", "russia2011", "extreme fraud, distance", "estimate", "0.033", KLIMEK, DRAWN
    ),
    Published(
        "anomalous-votes", "russia2004", "national", "estimate", "8.4-8.7 million",
        "Kobak et al., recomputed", SUMS, 1e6,
    ),
    Published(
        "anomalous-votes", "russia2011", "national", "estimate", "14.9-15.7 million",
        "Shpilkin, and recomputed", SUMS, 1e6,
    ),
    Published(
        "anomalous-votes", "russia2018", "national", "estimate", "10.3-11.0 million",
        "Shpilkin ('about 10 million'), and recomputed", SUMS, 1e6,
    ),
    Published(
        "rkd", "canada2011", "maximum", "estimate", "0.03888", "R package spikes 1.1, packaged",
        "their stored mixtures and envelope; other random numbers: the largest of 1,000 replicates "
        "moves with them by a few stations at one place of the grid, as much as the figure itself",
        how=PACKAGED,
    ),
    Published(
        "rkd", "canada2011", None, "estimate", "0.0579", "R package spikes 1.1, rerun",
        "a fixed quantile of each place's density, lower than the largest of 1,000 replicates, "
        "lets more places count as spikes; their starts are unseeded",
    ),
    Published(
        "finite-mixture", "dc2010", "no fraud", "estimate", "0.957", "R package eforensics 0.0.4",
        MIXED,
    ),
    Published(
        "finite-mixture", "dc2010", "incremental fraud", "estimate", "0.035",
        "R package eforensics 0.0.4", MIXED,
    ),
    Published(
        "finite-mixture", "dc2010", "extreme fraud", "estimate", "0.008",
        "R package eforensics 0.0.4", MIXED,
    ),
)  # fmt: skip


def main() -> None:
    folder = Path(os.environ.get("ELECTCHECK_VALIDATION_DATA", ROOT.parent / "shared" / "data"))
    elections = {one.name: one for one in corpus_of(folder).elections}
    ran: dict[tuple[str, str, bool], list[Result]] = {}
    head = ["test", "election", "variant", "quantity", "published", "by", "ours", "low", "high"]
    rows = [[*head, "reason"]]
    for one in PUBLISHED:
        key = (one.test, one.election, one.how is PACKAGED)
        if key not in ran:
            election = elections[one.election]
            table = read_stations(election.file, load_map(election.column_map))
            ran[key] = raw_results(protocols_of(table), (one.test,), SEED, one.how)
        result = next(seen for seen in ran[key] if seen.variant == one.variant)
        rows.append([
            one.test, one.election, one.variant or "", one.quantity, one.value, one.by,
            *ours(one, result), one.reason,
        ])  # fmt: skip
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    write_files(ROOT / "data" / "reference", {"published.csv": stream.getvalue()})


def ours(one: Published, result: Result) -> list[str]:
    """Return our value with its interval, or that our method refuses."""
    if result.effect is None:
        return [result.status, "", ""]
    if one.quantity != "estimate":
        return [f"{result.parameters[one.quantity]:.6g}", "", ""]
    ends = (result.effect.estimate, result.effect.low, result.effect.high)
    return ["" if end is None else f"{end / one.per:.4g}" for end in ends]


if __name__ == "__main__":
    main()
