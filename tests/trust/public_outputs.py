"""Everything that the public may get of a case, and what the commands say when asked wrongly."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from tests.command import Ran, run
from tests.custody.canaries import EXAMPLE
from tests.notebooks.executing import executed

CRITERIA = ("--criteria", EXAMPLE / "criteria")
FORMATS = "html,pdf,docx,json,csv"
Output = tuple[str, bytes]

# CASE, OUT (a folder that is looked through), KEPT (what an insider kept: an internal assessment
# and filled-in forms) and NEAR (the id of a hidden source, all but its last letter) are filled in.
COMMANDS = """\
check CASE
assess CASE
assess CASE --format json
assess CASE --standard clear-and-convincing
--verbose assess CASE
explain day.counting CASE
sources CASE
sources verify CASE
timeline CASE
coverage CASE
coverage CASE --format json
coverage CASE --workbook OUT/to-do.xlsx
robustness CASE --draws 20
robustness CASE --draws 20 --format json
whatif CASE
whatif CASE --format json
whatif --set day.counting/altered=0 CASE --format json
agreement CASE --draws 10
agreement CASE --draws 10 --format json
agreement CASE/codings.yaml --draws 10
diff CASE KEPT/assessment.json
diff KEPT/assessment.json CASE --format json
diff CASE@2031-05-11 CASE
diff CASE CASE@2031-01-01
--verbose report CASE --lang LANGUAGES --formats FORMATS --out OUT/report
report CASE --as-of 2031-05-11 --formats json,csv --out OUT/earlier
--verbose bundle OUT/bundle.zip CASE
verify OUT/bundle.zip
forms export CASE --to xlsform --form evidence --out OUT/forms
forms export CASE --to workbook --form criteria-election-day --out OUT/forms
forms export CASE --to workbook --form voting --out OUT/forms
forms review CASE
forms review CASE --everything --format json
forms import KEPT/public.csv --case CASE
forms review CASE
forms review CASE --everything --format json
forms tally CASE --form voting --stations OUT/stations.csv
forms tally CASE --form counting --format json
"""
REFUSALS = """\
assess CASE --standard no-such
explain no-such-thing CASE
explain NEAR CASE
report CASE --out /proc/x
--verbose report CASE --out /proc/x
bundle /proc/x.zip CASE
bundle OUT/x.zip CASE --standard NEAR
whatif CASE --set day.counting/altered=x
whatif CASE --without NEAR
robustness CASE --draws 0
sources CASE --secret NEAR
diff CASE NEAR.json
coverage CASE --as-of x
forms import KEPT/near.csv --case CASE
forms import KEPT/near.csv --case CASE --format json
forms review CASE --accept NEAR --by analyst --on 2031-06-01
forms review CASE --reject NEAR --reason x --by analyst --on 2031-06-01
forms review CASE --merge NEAR --into NEAR --reason x --by analyst --on 2031-06-01
forms tally CASE --form voting --source NEAR
forms tally CASE --form NEAR
forms export CASE --form NEAR
"""
_NO_CRITERIA = ("verify",)


def public_outputs(
    case: Path, out: Path, kept: Path, near: str, languages: str = "all"
) -> Iterator[Output]:
    """Yield what each command says of a case, and each file that it writes, by its name."""
    for line in (*COMMANDS.splitlines(), *REFUSALS.splitlines()):
        filled = {"CASE": case, "OUT": out, "KEPT": kept, "NEAR": near}
        filled |= {"LANGUAGES": languages, "FORMATS": FORMATS}
        ran = _run(line, filled)
        said = f"{ran.code}\n{ran.out}\n{ran.err}"
        for word, path in (("CASE", case), ("OUT", out), ("KEPT", kept)):
            said = said.replace(str(path), word)
        # What was asked is said back, and nothing more of the word may be.
        yield line, said.replace(near, "NEAR").encode()
        if line in COMMANDS.splitlines() and ran.code != 0:
            raise AssertionError(f"{line}: {ran.err}")
        if line in REFUSALS.splitlines() and ran.code != 2:
            raise AssertionError(f"{line}: {ran.code}")
    found = json.loads(run("assess", case, "--format", "json", *CRITERIA).out)
    for finding in found["findings"]:
        ran = run("explain", finding["criterion"], case, *CRITERIA)
        yield f"explain {finding['criterion']}", f"{ran.out}{ran.err}".encode()
    for path in sorted(out.rglob("*")):
        if path.is_file():
            # Its name by itself: an archive is known by its first bytes.
            yield "name of a file", path.relative_to(out).as_posix().encode()
            yield path.name, path.read_bytes()


def _run(line: str, filled: dict[str, object]) -> Ran:
    words = []
    for word in line.split():
        for name, value in filled.items():
            word = word.replace(name, str(value))
        words.append(word)
    criteria = () if words[0] in _NO_CRITERIA else CRITERIA
    return run(*words, *criteria)


def notebook_output(case: Path, folder: Path) -> tuple[Output, Output]:
    """Return the notebook of the assessment, run on a case, with all that it printed and drew.

    Twice: as it was written, and without what is new in each run (times, the id of a cell).
    """
    folder.mkdir()
    executed("01", folder, case=str(case), criteria=str(EXAMPLE / "criteria"), draws=20)
    (made,) = folder.glob("*.ipynb")
    written = made.read_bytes().replace(str(case).encode(), b"CASE")
    told = json.loads(written)
    for part in (told, *told["cells"]):
        part["metadata"].pop("papermill", None)
        part["metadata"].pop("execution", None)
        part.pop("id", None)  # the cell of parameters has a new one each time
    return (f"written {made.name}", written), (made.name, json.dumps(told).encode())


class kept_temporary:  # noqa: N801 - used like a function
    """Keep the temporary files of what runs meanwhile below a folder, to be looked at."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._patches = (
            patch.object(tempfile, "tempdir", str(folder)),
            patch.object(tempfile.TemporaryDirectory, "_rmtree", lambda *_, **__: None),
        )

    def __enter__(self) -> None:
        for one in self._patches:
            one.start()

    def __exit__(self, *_: object) -> None:
        for one in self._patches:
            one.stop()


def error_outputs(case: Path, ends: tuple[bytes, ...]) -> Iterator[Output]:
    """Yield what is said where the files around hidden records are damaged."""
    for number, words in enumerate((
        ("check", case), ("assess", case), ("explain", "day.counting", case),
        ("bundle", "/proc/x.zip", case), ("--verbose", "report", case, "--out", "/proc/x"),
        ("diff", case, f"{case}@2031-01-01"), ("agreement", case), ("sources", "verify", case),
        ("forms", "review", case), ("forms", "review", case, "--accept", "all",
         "--by", "analyst", "--on", "2031-06-01"),
        ("forms", "tally", case, "--form", "voting", "--source", "none"),
    )):  # fmt: skip
        ran = run(*words, *CRITERIA)
        yield f"error {number}: {words[0]}", f"{ran.out}{ran.err}".encode()
    names = ("sources.yaml", "evidence/others.yaml", "election.yaml", "responses.yaml",
             "codings.yaml", "context.yaml", "resolutions.yaml", "corrections.yaml",
             "recommendations.yaml")  # fmt: skip
    for name in names:
        for end in ends:
            path = case / name
            whole = path.read_bytes()
            path.write_bytes(whole + end)
            ran = run("agreement" if name == "codings.yaml" else "check", case, *CRITERIA)
            path.write_bytes(whole)
            yield f"error {name} {end!r}", f"{ran.code}{ran.out}{ran.err}".encode()
    (case / "drafts").mkdir(exist_ok=True)
    for end in ends:
        (case / "drafts" / "x.jsonl").write_bytes(b'{"id": "x"' + end)
        ran = run("forms", "review", case, *CRITERIA)
        yield f"error drafts {end!r}", f"{ran.code}{ran.out}{ran.err}".encode()
