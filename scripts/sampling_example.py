"""Make data/examples/sampling-frame.csv: an invented election, for docs, notebook and tests.

    python scripts/sampling_example.py

641 stations in 6 regions and 36 districts. Three candidates; about 3.8 % of the ballots are
invalid; `late` says that the station opened late. Nobody and nothing in it is real.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from electcheck.files.write import write_files

ROOT = Path(__file__).resolve().parent.parent
REGIONS = ("Coast", "East", "Hills", "Lakes", "North", "Plains")


def frame(seed: int = 2020) -> pd.DataFrame:
    """Return the invented election, one row per station."""
    rng = np.random.default_rng(seed)
    rows = []
    for number, region in enumerate(REGIONS):
        regional = 0.476 + 0.05 * (number - 2.5) / 2.5
        for district in range(1, 7):
            local = regional + rng.normal(0, 0.03)
            rural = int(rng.random() < 0.5)
            for _ in range(int(rng.integers(11, 23))):
                registered = int(rng.integers(250, 900) if rural else rng.integers(600, 2200))
                ballots = int(rng.binomial(registered, np.clip(rng.normal(0.6, 0.06), 0.2, 0.95)))
                invalid = int(rng.binomial(ballots, np.clip(rng.normal(0.038, 0.008), 0.005, 0.2)))
                share = float(np.clip(local + rng.normal(0, 0.04), 0.05, 0.9))
                votes = rng.multinomial(ballots - invalid, [share, 0.85 - share, 0.15])
                rows.append(
                    {
                        "region": region,
                        "district": f"{region}-{district}",
                        "rural": rural,
                        "registered": registered,
                        "ballots": ballots,
                        "valid": ballots - invalid,
                        "ash": votes[0],
                        "birch": votes[1],
                        "cedar": votes[2],
                        "late": int(rng.random() < 0.03),
                    }
                )
    table = pd.DataFrame(rows)
    table.insert(0, "station", np.arange(1, len(table) + 1))
    return table


if __name__ == "__main__":
    text = frame().to_csv(index=False, lineterminator="\n")
    write_files(ROOT, {"data/examples/sampling-frame.csv": text})
