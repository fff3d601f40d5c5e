"""Run the benchmarks and write docs/benchmarks.md and docs/scaling.md.

    make bench DATE=2026-11-25 NOTE="four other jobs were running"

Measurements go to benchmarks/measured.json, from which both pages are generated; with names of
parts only these are measured anew. The date and what the machine was doing are given, never read
from a clock, so that the same measurements give the same pages.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from commands import commands, fixed
from growth import in_process
from measure import DATA, ROOT
from page import benchmarks_page
from peers import compared
from promises import battery, promises
from scaling import scaling_page
from units import units

MEASURED = ROOT / "benchmarks" / "measured.json"


def parts(folder: Path) -> dict[str, Callable[[], Any]]:
    """Return what can be measured, by name."""
    return {
        "peers": compared,
        "units": units,
        "in_process": lambda: in_process(folder),
        "commands": lambda: commands(folder),
        "fixed": lambda: fixed(folder),
        "promises": lambda: promises(folder),
        "million": lambda: battery(folder),
    }


def machine() -> dict[str, Any]:
    """Return what the measurements hang on besides the code."""
    from electcheck.studies.versions import versions

    return {
        "system": platform.system(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        **versions(),
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(": ", 1)[1]
    return platform.processor() or platform.machine()


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("parts", nargs="*", metavar="PART")
    given.add_argument("--date", default=os.environ.get("BENCH_DATE"))
    given.add_argument("--note", default=os.environ.get("BENCH_NOTE", ""))
    options = given.parse_args()
    if not options.date:
        sys.stderr.write("say when: --date YYYY-MM-DD, or BENCH_DATE\n")
        return 2
    if not DATA.is_dir():
        sys.stderr.write(f"no folder of real elections at {DATA} (ELECTCHECK_VALIDATION_DATA)\n")
        return 2
    measured = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    measured["machine"] = machine()
    with tempfile.TemporaryDirectory() as scratch:
        known = parts(Path(scratch))
        for name in options.parts or known:
            sys.stderr.write(f"{name} ...\n")
            load = os.getloadavg()[0]
            found = known[name]()
            measured[name] = {
                "date": options.date,
                "note": options.note,
                "load": [round(load, 1), round(os.getloadavg()[0], 1)],
                "found": found,
            }
            text = json.dumps(measured, indent=1, ensure_ascii=False) + "\n"
            MEASURED.write_text(text, encoding="utf-8")
    for name, page in pages().items():
        (ROOT / name).write_text(page, encoding="utf-8")
    return 0


def pages() -> dict[str, str]:
    """Return both pages as the committed measurements give them."""
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    return {
        "docs/benchmarks.md": benchmarks_page(measured),
        "docs/scaling.md": scaling_page(measured),
    }


if __name__ == "__main__":
    raise SystemExit(main())
