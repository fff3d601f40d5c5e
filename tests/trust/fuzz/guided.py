"""Coverage-guided fuzzing of one target, in a process of its own that the fuzzer ends.

``python -m tests.trust.fuzz.guided TARGET RUNS SEED COUNTS`` writes how many inputs were refused
and the peak of memory to COUNTS; its exit code is 0 where nothing was found.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["electcheck"]):
    from tests.trust.fuzz import targets

from tests.trust.fuzz.drawn import WORDS, corpus
from tests.trust.fuzz.watch import MEGABYTES, peak


def main(name: str, runs: int, seed: int, counts: Path) -> None:
    """Fuzz; does not return."""
    tried = refused = 0

    def one(data: bytes) -> None:
        nonlocal tried, refused
        tried += 1
        refused += targets.refused(name, data)
        if tried % 50 == 0 or tried >= runs:
            counts.write_text(f"{tried} {refused} {peak()}")

    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder) / "corpus"
        seeds.mkdir()
        for n, data in enumerate(corpus(name)):
            (seeds / f"{n:04d}").write_bytes(data)
        words = Path(folder) / "words"
        escaped = (
            "".join(f"\\x{byte:02x}" for byte in word) for word in WORDS if word[:60] == word
        )
        words.write_text("".join(f'"{word}"\n' for word in escaped))
        atheris.Setup(
            [
                sys.argv[0],
                f"-runs={runs}",
                f"-seed={seed}",
                f"-dict={words}",
                "-max_len=6000",
                "-timeout=60",
                f"-rss_limit_mb={MEGABYTES}",
                f"-artifact_prefix={Path(folder).parent}/electcheck-fuzz-",
                "-print_final_stats=0",
                "-verbosity=0",
                str(seeds),
            ],
            one,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
