"""Measure what docs/trust.md promises, and write that page: ``make trust``.

``python -m tests.trust.measure`` measures everything, which takes about half an hour of one core;
``python -m tests.trust.measure inputs=maps kills`` measures these parts alone and keeps the other
figures; with ``page`` alone the page is made again of the kept figures. All is seeded.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.trust.page import page

KEPT = Path(__file__).with_name("measured.json")
PAGE = ROOT / "docs" / "trust.md"
SEED = 20190609

# Inputs of each target, most where reading is quick: drawn by Hypothesis, guided by coverage.
DRAWN = {"conditions": 4_000, "maps": 1_500, "evidence": 1_500, "results": 1_500}
GUIDED = {
    "conditions": 22_000, "seals": 14_000, "kept assessments": 12_000, "maps": 12_000,
    "codings": 7_000, "designs": 7_000, "official results": 7_000, "thresholds": 5_000,
    "evidence": 4_000, "results": 3_000,
}  # fmt: skip
LEAST_DRAWN, LEAST_GUIDED = 700, 1_200
RUNS = {"report": 210, "bundle": 150, "report of six files": 150, "import": 60, "new": 40}

Figures = dict[str, Any]


def inputs(kept: Figures, only: str = "") -> Figures:
    """Draw and fuzz every target, or one alone, each in a process of its own."""
    from tests.trust.fuzz.targets import TARGETS

    found: Figures = dict(kept) if only else {}
    for n, name in enumerate(TARGETS):
        if only not in ("", name):
            continue
        drawn = _drawn(name, DRAWN.get(name, LEAST_DRAWN), SEED + n)
        guided = _guided(name, GUIDED.get(name, LEAST_GUIDED), SEED + n)
        found[name] = {"drawn": drawn, "guided": guided}
        print(f"  {name}: {drawn}, {guided}", flush=True)
    return found


def _drawn(name: str, count: int, seed: int) -> Figures:
    from tests.trust.fuzz.drawn import draw_many

    return _apart(draw_many, name, count, seed)


def _apart(measure: Callable[..., Figures], *arguments: object) -> Figures:
    """Measure in a fresh process, so that its peak of memory is its own."""
    words = f"import json; from {measure.__module__} import {measure.__name__} as m; "
    ran = subprocess.run(
        [sys.executable, "-c", f"{words}print(json.dumps(m(*{arguments!r})))"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ran.returncode:
        raise SystemExit(ran.stderr)
    return dict(json.loads(ran.stdout.splitlines()[-1]))


def _guided(name: str, runs: int, seed: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts"
        command = [sys.executable, "-m", "tests.trust.fuzz.guided", name]
        ran = subprocess.run(
            [*command, str(runs), str(seed), counts],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if ran.returncode:
            raise SystemExit(ran.stderr[-4_000:])
        tried, refused, peak = map(int, counts.read_text().split())
    return {"tried": tried, "refused": refused, "peak": peak}


def kills(kept: Figures, only: str = "") -> Figures:
    """Kill runs of each kind, or of one alone."""
    from tests.trust.killing import WORKS, campaign

    found: Figures = dict(kept) if only else {}
    for n, (name, work) in enumerate(WORKS.items()):
        if only not in ("", name):
            continue
        with tempfile.TemporaryDirectory() as folder:
            found[name] = vars(campaign(work(Path(folder) / "out"), RUNS[name], SEED + n))
        print(f"  {name}: {found[name]}", flush=True)
    return found


def canaries(_: Figures, only: str = "") -> Figures:
    """Look for canaries in every public output."""
    from tests.trust.canaries import look

    with tempfile.TemporaryDirectory() as folder:
        return look(Path(folder))


def bundles(_: Figures, only: str = "") -> Figures:
    """Change bytes of a bundle, and verify it elsewhere."""
    from tests.trust.bundles import verify_everywhere

    with tempfile.TemporaryDirectory() as folder:
        return verify_everywhere(Path(folder), SEED)


def browser(_: Figures, only: str = "") -> Figures:
    """Open a report full of scripts in a real browser."""
    from tests.trust.scripts import open_reports

    with tempfile.TemporaryDirectory() as folder:
        return open_reports(Path(folder))


PARTS: dict[str, Callable[[Figures, str], Figures]] = {
    "inputs": inputs,
    "kills": kills,
    "canaries": canaries,
    "bundles": bundles,
    "browser": browser,
}


def main(parts: list[str]) -> None:
    """Measure the parts, keep their figures, write the page and print it."""
    kept: Figures = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    for name in parts:
        print(f"{name} ...", flush=True)
        started = time.process_time()
        part, _, only = name.partition("=")
        kept[part] = PARTS[part](kept.get(part, {}), only)
        KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8", newline="\n")
        print(f"{name}: done in {time.process_time() - started:.0f} s", flush=True)
    text = page(kept)
    PAGE.write_text(text, "utf-8", newline="\n")
    print(text)


if __name__ == "__main__":
    given = sys.argv[1:] or list(PARTS)
    main([name for name in given if name != "page"])
