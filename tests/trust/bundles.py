"""A bundle with one byte changed, and the same bundle checked elsewhere."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from electcheck.custody.archive import ForeignArchiveError, read_archive
from tests.command import run
from tests.conftest import ROOT

SMALL = ROOT / "tests" / "small"
PLACES = {
    "a path with spaces and other letters": {},
    "time zone Pacific/Kiritimati, Turkish locale": {
        "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8",
    },
    "time zone America/St_Johns, locale C without UTF-8": {
        "TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
    },
    "another seed of hashes": {"PYTHONHASHSEED": "4711"},
}  # fmt: skip


def found_out(data: bytes) -> bool:
    """Tell whether an archive is known as one that was changed."""
    try:
        read_archive(data)
    except ForeignArchiveError:
        return True
    return False


def changed_bytes(data: bytes, seed: int) -> dict[str, int]:
    """Change each byte of an archive by itself; cut and add at random places.

    The first and the last four thousand bytes and every header are changed bit by bit, the others
    once each, at random.
    """
    draw, tried, missed = random.Random(seed), 0, 0
    mutable = bytearray(data)
    near = {*range(4_000), *range(len(data) - 4_000, len(data))}
    step = max(1, len(data) // 12_000)
    for place in sorted(near | set(range(0, len(data), step))):
        for flip in (1, 0x80) if place in near else (draw.randrange(1, 256),):
            mutable[place] ^= flip
            tried += 1
            missed += not found_out(bytes(mutable))
            mutable[place] ^= flip
    for _ in range(500):
        place = draw.randrange(len(data))
        for other in (
            data[:place],
            data[:place] + b"\0" + data[place:],
            data[:place] + data[place + 1 :],
        ):
            tried += 1
            missed += not found_out(other)
    return {"bytes": len(data), "tried": tried, "missed": missed}


def verify_everywhere(folder: Path, seed: int) -> dict[str, Any]:
    """Return how many changes were missed, and where the bundle verified."""
    archive = folder / "b.zip"
    made = run("bundle", archive, SMALL / "case", "--criteria", SMALL / "criteria")
    if made.code != 0:
        raise AssertionError(made.err)
    there = folder / "здесь and there"
    there.mkdir()
    shutil.copy(archive, there / "other name.zip")
    verified = {what: _verifies(sys.executable, there, more) for what, more in PLACES.items()}
    for other in os.environ.get("ELECTCHECK_OTHER_PYTHON", "").split(os.pathsep):
        if other:
            version = subprocess.run(
                [other, "-c", "import sys; print(*sys.version_info[:2], sep='.')"],
                capture_output=True, text=True, check=True,
            ).stdout.strip()  # fmt: skip
            more = PLACES["time zone Pacific/Kiritimati, Turkish locale"]
            what = f"Python {version}, another path, time zone and locale"
            verified[what] = _verifies(other, there, more)
    return {
        "changes": changed_bytes(archive.read_bytes(), seed),
        "made_with": f"Python {sys.version_info[0]}.{sys.version_info[1]}",
        "verified": verified,
    }


def _verifies(python: str, folder: Path, more: dict[str, str]) -> bool:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")} | more
    ran = subprocess.run(
        [python, "-m", "electcheck", "verify", "other name.zip"],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ran.returncode == 0 and ran.stdout.endswith("the bundle verifies\n")
