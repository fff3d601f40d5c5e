"""Time robustness and what-if, and how they grow with the evidence."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from assess import write_case

from electcheck.files.packaged import criteria_folder, default_case
from electcheck.rules.findings import lay_out
from electcheck.rules.opening import Opened, open_case
from electcheck.rules.whatif import what_if
from electcheck.scoring.assess import assess
from electcheck.scoring.judgement import judgement

T = TypeVar("T")
DRAWS = 10_000


def timed(call: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    made = call()
    return time.perf_counter() - start, made


def every_what_if(opened: Opened) -> int:
    """Search for every criterion; return how many searches were complete to their bound."""
    bench = lay_out(opened, opened.catalogue.policy.default_standard, opened.case.election.as_of)
    return sum(what_if(bench, name).complete for name in opened.norms.compiled)


def show(name: str, opened: Opened) -> None:
    now = assess(opened)
    drawing, _ = timed(lambda: judgement(opened, now, DRAWS, 1, held=False))
    searching, complete = timed(lambda: every_what_if(opened))
    criteria = len(opened.norms.compiled)
    print(
        f"{name}: {len(opened.case.statements):,} statements, {criteria} criteria: robustness with "
        f"{DRAWS:,} draws {drawing:.2f} s; what-if on every criterion {searching:.2f} s, "
        f"{complete} of {criteria} searches complete"
    )


def main() -> None:
    """Run the benchmark."""
    print("promises: 10,000 draws over 100 criteria under 1 s; what-if on the case under 5 s")
    bundled = open_case(default_case(), criteria_folder())
    show("bundled case", bundled)
    for factor in (1, 10, 100):
        with tempfile.TemporaryDirectory() as folder:
            write_case(Path(folder) / "case", len(bundled.case.statements) * factor)
            show(f"{factor:3} times", open_case(Path(folder) / "case", criteria_folder()))


if __name__ == "__main__":
    main()
