"""Hypothesis strategies of bad inputs: good files with hostile words in them, and noise."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.sampling.small_sample import text
from tests.trust.fuzz.targets import DESIGN, ROWS, SMALL, filled_in, refused
from tests.trust.fuzz.watch import peak

# Each alone has broken some reader of some program.
WORDS = tuple(
    word.encode("utf-8", "surrogatepass")
    for word in (
        "&a", "*a", "<<: ", "!!python/object/apply:os.system ['true']", "!!binary ", "%YAML 9.9",
        "---\n", "...\n", "? ", ": ", "- ", "[" * 60, "{" * 60, "]", "}", "|", ">-", "'", '"', "\\",
        "\t", "\n", "\r", "\r\n", "\0", "\x07", "\x1b[2J", "\x85", "\u2028", "\u202e", "\u200b",
        "\ufeff", "\ufffe", "\ud800", "\U0010ffff", "\U000e0041", "e\u0301" * 50, "İ", "ß", "٣",
        "9" * 19, "9" * 5_000, "-1", "-0", "0x10", "0o7", "1_000", "1e308", "1e999", "-1e999",
        "nan", ".inf", "-.inf", "NaN", "Infinity", "1.7976931348623157e308", "4.9e-324", "0.1",
        "00", "+1", "true", "null", "~", "yes", "2019-02-30", "0001-01-01",
        "9999-12-31", "2019-W23-7",
        "=1+1", "@x", "{{7*7}}", "${x}", "%s%n", "../../etc/passwd", "/dev/zero", "C:\\con",
        "<script>alert(1)</script>", "javascript:alert(1)", "__class__", "__import__('os')",
        "lambda: 0", "x" * 3_000, "a.b/c", "format: 2", "format: 1", "id: ", "{}", "[]", "[[]]",
        ",", ";", ",,,,", "$", "\\ud800", "\\u0000", "\\U00110000", "\\x", '"\\e"', "#", "  ",
    )
)  # fmt: skip

CONDITIONS = (
    b"years > limit", b"so", b"not so", b"years <= limit and so", b"(so or years > limit)",
    b"so in [true, false]", b"years not in [limit]", b"so == 'x'", b"years > 5",
    b"so.__class__", b"exec(so)", b"so if so else so", b"years ** years", b"lambda: so",
    b"(" * 60 + b"so" + b")" * 60, b"not " * 80 + b"so",
)  # fmt: skip


@cache
def corpus(name: str) -> tuple[bytes, ...]:
    """Return good and nearly good inputs of a target."""
    folder = {"evidence": "case", "criteria": "criteria"}
    if name in folder:
        bad = _bad_files(folder[name])
        good = tuple(one.replace(b"abs(years)", b"years") for one in bad)
        return (*dict.fromkeys((*bad, *good)), *_files(SMALL / folder[name], "**/*.yaml"))
    case = ROOT / "tests" / "example" / "case"
    results = ROOT / "data" / "kazakhstan-2019" / "results"
    found = {
        "sources": lambda: _files(case, "sources.yaml") + _files(SMALL / "case", "sources.yaml"),
        "election": lambda: _files(case, "election.yaml") + _files(SMALL / "case", "election.yaml"),
        "recommendations": lambda: (*_files(case, "recommendations.yaml"), ADVICE),
        "conditions": lambda: CONDITIONS,
        "conditions in place": lambda: CONDITIONS,
        "results": lambda: (ROWS, ROWS.replace(b",", b";"), ROWS.decode().encode("utf-16")),
        "proposed maps": lambda: (ROWS, ROWS.replace(b"registered", "Зарегистрировано".encode())),
        "maps": lambda: (*_files(ROOT / "data" / "maps", "*.yaml"), MAP),
        "thresholds": lambda: _files(results, "thresholds.yaml"),
        "designs": lambda: (DESIGN,),
        "datapackages": lambda: _files(results, "datapackage.json"),
        "tables of a case": lambda: _files(results, "exit_polls.csv"),
        "samples": lambda: (text().encode(),),
        "submissions": lambda: (filled_in(),),
    }
    return found[name]() if name in found else GOOD[name]


GOOD = {
    "codings": (
        b"format: 1\ncodings:\n- {assessor: a, indicator: candidate.residence/residence_years, "
        b"value: 15, source: s}\n- {assessor: b, indicator: candidate.residence/residence_years, "
        b"value: 5}\n",
    ),
    "official results": (
        b"format: 1\ncounts: {a: 1500, b: 1200, valid: 3000, ballots: 3100}\n"
        b"shares: {turnout: 0.58}\nthresholds: {a: 0.5}\n",
    ),
    "seals": (
        b'{"format": 1, "frame_sha256": "aa", "seed": "7", "method": "m", "stratum": null, "unit": '
        b'null, "station": ["id"], "allocation": {"all": 2}, "per_unit": null, "reserves": 0, '
        b'"drawn": [{"station": "a", "stratum": "all", "unit": null, "order": 1}], "reserve": []}',
    ),
    "kept assessments": (
        b'{"format": 1, "election": {"id": "x", "fictional": true}, "standard": "s", "as_of": "d", '
        b'"coverage": {"assessed": 1, "applicable": 2}, "overall": {"score": null}, "areas": [{}], '
        b'"findings": [{"criterion": "a.b", "outcome": "met", "possible": ["met"], '
        b'"statements": ["s1"]}]}',
    ),
}
ADVICE = (
    b"format: 1\nrecommendations:\n- {id: r1, number: 1, source: constitution, locator: p. 1, "
    b"summary: Do it., excerpt: do it, criteria: [candidate.residence]}\n"
)
MAP = (
    b"station: [tik, uik]\nregistered: registered\nvalid: {sum: [A, B]}\n"
    b"invalid: {difference: [in_boxes, valid]}\nvotes: {A: A, B: B}\n"
    b"read: {delimiter: ',', encoding: utf-8, missing: [x, -1]}\n"
)


def _files(folder: Path, pattern: str) -> tuple[bytes, ...]:
    found = tuple(path.read_bytes()[:20_000] for path in sorted(folder.glob(pattern)))
    assert found, (folder, pattern)
    return found


def _bad_files(kind: str) -> tuple[bytes, ...]:
    files = sorted((ROOT / "tests" / "bad_files").glob("*.yaml"))
    bodies = [path.read_bytes() for path in files]
    return tuple(body for body in bodies if f"# where: {kind}/".encode() in body)


@st.composite
def inputs(draw: st.DrawFn, name: str) -> bytes:
    """Draw an input of a target: a good one with up to four wounds, or noise."""
    if draw(st.integers(0, 9)) == 0:
        return draw(
            st.lists(st.sampled_from(WORDS), max_size=12).map(b"".join) | st.binary(max_size=400)
        )
    data = draw(st.sampled_from(corpus(name)))
    for _ in range(draw(st.integers(1, 4))):
        data = _wounded(draw, data)
    return data


def _wounded(draw: st.DrawFn, data: bytes) -> bytes:
    at = draw(st.integers(0, len(data)))
    # Mostly at the beginning of a word: between its letters a wound is only a spelling mistake.
    if draw(st.booleans()):
        at = max(data.rfind(mark, 0, at) + len(mark) for mark in (b" ", b"\n", b",", b": ", b"["))
    length = draw(st.sampled_from((0, 0, 1, 5, 20, 200)))
    kind = draw(st.integers(0, 3))
    if kind == 0:
        return data[:at] + data[at + length :]
    if kind == 1:
        return data[:at] + data[at : at + length] * 2 + data[at + length :]
    return data[:at] + draw(st.sampled_from(WORDS)) + data[at + length :]


def draw_many(name: str, count: int, start: int) -> dict[str, int]:
    """Draw inputs of a target from a seed; return how many were refused, and the peak of memory."""
    seen = []

    @seed(start)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs(name))
    def each(data: bytes) -> None:
        seen.append(refused(name, data))

    each()
    return {"tried": len(seen), "refused": sum(seen), "peak": peak()}
