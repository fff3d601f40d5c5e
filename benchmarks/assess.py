"""Time what an observer waits for: starting, reading YAML, assessing at growing evidence.

Prints seconds and ratios measured in one run; growth should be linear (an exponent near 1).
"""

from __future__ import annotations

import argparse
import io
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from electcheck.files.packaged import criteria_folder, default_case
from electcheck.files.yaml_text import parse
from electcheck.model.norms import Indicator
from electcheck.rules.opening import open_case, open_norms
from electcheck.scoring.assess import assess

ROOT = Path(__file__).resolve().parent.parent
SOURCES = 40


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def process(*arguments: str) -> float:
    """Time the whole program, the best of three."""
    command = [sys.executable, "-m", "electcheck", *arguments]

    def run() -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)

    return min(timed(run) for _ in range(3))


def yaml_loaders() -> None:
    """Compare the loader that carries positions with the pure-Python round-trip one."""
    from ruamel.yaml import YAML

    files = [*criteria_folder().glob("*.yaml"), *default_case().rglob("*.yaml")]
    texts = [path.read_text(encoding="utf-8") for path in files]
    ours = timed(lambda: [parse(text, "x") for text in texts])
    size = sum(len(text) for text in texts)
    print(f"reading {len(texts)} YAML files, {size / 1e6:.1f} million characters")
    print(f"  events with positions: {ours:.2f} s")
    loader = YAML(typ="rt")
    slow = timed(lambda: [loader.load(io.StringIO(text)) for text in texts])
    print(f"  round-trip loader:     {slow:.2f} s, {slow / ours:.1f} times as long")


def value(indicator: Indicator, n: int) -> str:
    """Return a value for an indicator, the same for every n so that origins agree."""
    if indicator.type == "boolean":
        return "value: true"
    if indicator.type == "choice":
        return f"value: {next(iter(indicator.choices))}"
    if indicator.type == "date":
        return 'value: "2020-05-01"'
    low = 0 if indicator.min is None else indicator.min
    if indicator.type == "count":
        return f"range: [{int(low)}, {int(low) + 5 + n % 7}]"
    return f"value: {low}"


def write_case(folder: Path, count: int, sources: int = SOURCES) -> None:
    """Write a case of `count` statements over all indicators and some sources."""
    small = ROOT / "tests" / "small" / "case"
    (folder / "evidence").mkdir(parents=True)
    election = (small / "election.yaml").read_text(encoding="utf-8")
    (folder / "election.yaml").write_text(election, encoding="utf-8")
    lines = ["format: 1", "sources:"]
    lines += [
        f"  - {{id: s{i}, title: S, publisher: P, kind: ngo, language: en, published: 2020-05-01, "
        f"reliability: {'BC'[i % 2]}, reliability_reason: r, read: official text}}"
        for i in range(sources)
    ]
    (folder / "sources.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    indicators = list(open_norms(criteria_folder()).catalogue.indicators().items())
    lines = ["format: 1", "statements:"]
    for n in range(count):
        name, (_, indicator) = indicators[n % len(indicators)]
        lines.append(
            f"  - id: st-{n}\n    indicator: {name}\n    says: fact\n    {value(indicator, n)}\n"
            f"    source: s{n % sources}\n    locator: p. {n}\n    summary: Statement {n}.\n"
            f"    happened: 2020-05-01\n    method: observed\n    credibility: 2"
        )
    text = "\n".join(lines) + "\n"
    (folder / "evidence" / "all.yaml").write_text(text, encoding="utf-8")


def growth(sizes: list[int]) -> None:
    """Time reading and assessing at each size and print the exponents of growth."""
    print("statements   open, s   assess, s")
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            case = Path(folder) / "case"
            write_case(case, size)
            opened: list[object] = []
            reading = timed(lambda c=case, o=opened: o.append(open_case(c, criteria_folder())))
            judging = timed(lambda o=opened: assess(o[0]))
        rows.append((size, reading, judging))
        print(f"{size:10,}   {reading:7.2f}   {judging:9.2f}")
    for column, what in ((1, "open"), (2, "assess")):
        (n0, *first), (n1, *last) = rows[-2], rows[-1]
        exponent = math.log(last[column - 1] / first[column - 1]) / math.log(n1 / n0)
        print(f"growth of {what} from {n0:,} to {n1:,}: exponent {exponent:.2f}")


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    given = options.parse_args()
    print(f"electcheck --help, whole process: {process('--help'):.2f} s (promise: under 0.5)")
    print(f"electcheck assess, whole process: {process('assess'):.2f} s (promise: under 1.5)")
    yaml_loaders()
    growth(given.sizes)


if __name__ == "__main__":
    main()
