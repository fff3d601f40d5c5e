"""The commands as a user runs them: answers on standard output, exit codes, nothing written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from electcheck.files.packaged import packaged
from tests.command import run
from tests.sampling.small_sample import ESTIMATES, text

FRAME = packaged("data", "examples", "sampling-frame.csv")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    sample, design = tmp_path / "s.csv", tmp_path / "design.yaml"
    sample.write_text(text(), encoding="utf-8")
    lines = ["stratum: stratum", "sizes: {stations: N_h}", "estimates:"]
    lines += [f"  - {json.dumps(one)}" for one in ESTIMATES]
    design.write_text("\n".join(lines), encoding="utf-8")
    return sample, design


def test_estimate_prints_json_with_the_promised_keys(files) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run("sample", "estimate", files[0], "--design", files[1], "--format", "json")
    answer = json.loads(out)
    assert code == 0
    assert answer["n"] == 8
    assert isinstance(answer["warnings"], list)
    keys = ["name", "domain", "estimate", "se", "low", "high", "df", "method", "n"]
    assert list(answer["estimates"][0])[: len(keys)] == keys
    assert answer["estimates"][0]["domain"] is None
    assert answer["estimates"][3]["method"] == "korn-graubard"
    assert "few clusters" in err
    again = run("sample", "estimate", files[0], "--design", files[1], "--format", "json")
    assert again[1] == out


def test_estimate_in_domains_gives_all_stations_first(files) -> None:  # type: ignore[no-untyped-def]
    files[1].write_text(files[1].read_text() + "\ndomain: rural\n", encoding="utf-8")
    _, out, _ = run("sample", "estimate", files[0], "--design", files[1], "--format", "json")
    found = [(one["name"], one["domain"], one["n"]) for one in json.loads(out)["estimates"]]
    assert found[:3] == [("a", None, 8), ("a", "0", 4), ("a", "1", 4)]


def test_estimate_refuses_a_bad_file_with_exit_code_2(files) -> None:  # type: ignore[no-untyped-def]
    files[0].write_text(text().replace(",600,", ",x,"), encoding="utf-8")
    code, out, err = run("sample", "estimate", files[0], "--design", files[1])
    assert (code, out) == (2, "")
    assert "s.csv:2:1 column 'ballots'" in err


def test_unknown_numbers_are_null(files) -> None:  # type: ignore[no-untyped-def]
    one = text().splitlines()
    files[0].write_text("\n".join([one[0], one[1].replace(",40,", ",1,").replace(",10,0", ",1,0")]))
    _, out, _ = run("sample", "estimate", files[0], "--design", files[1], "--format", "json")
    first = json.loads(out)["estimates"][0]
    assert (first["se"], first["low"], first["df"]) == (0, first["estimate"], 0)  # a census of one
    files[1].write_text(files[1].read_text().replace("sizes: {stations: N_h}", "weight: weight"))
    files[0].write_text(text())
    code, out, _ = run("sample", "estimate", files[0], "--design", files[1], "--format", "json")
    assert code == 0
    assert "no sizes given" in json.loads(out)["warnings"][0]


def test_compare_ends_with_1_outside_the_range_and_0_inside(files, tmp_path) -> None:  # type: ignore[no-untyped-def]
    drawn = tmp_path / "drawn"
    code, out, _ = run(
        "sample",
        "draw",
        FRAME,
        "--seed",
        "7",
        "--station",
        "station",
        "--stratum",
        "region",
        "--n",
        120,
        "--reserves",
        1,
        "--out",
        drawn,
    )
    assert code == 0
    assert "120 stations drawn, 6 in reserve" in out
    design = tmp_path / "d.yaml"
    design.write_text(
        "stratum: region\nsizes: {stations: N_h}\nestimates:\n"
        "  - {name: ash, ratio: [ash, valid]}\n  - {name: birch, ratio: [birch, valid]}\n"
    )
    frame = pd.read_csv(FRAME)
    totals = {name: int(frame[name].sum()) for name in ("ash", "birch", "valid")}
    official = tmp_path / "o.yaml"
    for shift, expected in ((0, 0), (10_000, 1)):
        counts = {**totals, "ash": totals["ash"] + shift}
        official.write_text(f"counts: {json.dumps(counts)}\n")
        code, out, _ = run(
            "sample",
            "compare",
            drawn / "sample.csv",
            "--design",
            design,
            "--official",
            official,
            "--format",
            "json",
            "--frame",
            FRAME,
            "--seal",
            drawn / "seal.json",
        )
        answer = json.loads(out)
        assert code == expected
        assert answer["verdict"] == ("consistent", "outside the range")[expected]
        assert [one["name"] for one in answer["claims"]] == ["ash", "birch", "ash minus birch"]
        assert "does not see" in answer["blind_spot"]
    figure = tmp_path / "range.svg"
    for _ in range(2):
        before = figure.read_bytes() if figure.exists() else None
        run(
            "sample",
            "compare",
            drawn / "sample.csv",
            "--design",
            design,
            "--official",
            official,
            "--figure",
            figure,
        )
    assert figure.read_bytes() == before


def test_a_changed_frame_is_refused_and_a_false_seal_does_not_hold(tmp_path) -> None:  # type: ignore[no-untyped-def]
    drawn = tmp_path / "drawn"
    frame = tmp_path / "frame.csv"
    frame.write_bytes(FRAME.read_bytes())
    draw = ["sample", "draw", frame, "--seed", "7", "--station", "station", "--stratum", "region"]
    run(*draw, "--n", 60, "--out", drawn)
    seal = drawn / "seal.json"
    assert run("sample", "draw", frame, "--verify", seal)[0] == 0
    sealed = json.loads(seal.read_text())
    sealed["drawn"][0]["station"] = "640"
    (drawn / "false.json").write_text(json.dumps(sealed))
    code, out, _ = run("sample", "draw", frame, "--verify", drawn / "false.json")
    assert (code, "is not what its seed and frame give" in out) == (1, True)
    frame.write_bytes(FRAME.read_bytes() + b"642,Coast,Coast-1,0,1,1,1,1,0,0,0\n")
    code, out, err = run("sample", "draw", frame, "--verify", seal)
    assert (code, out) == (2, "")
    assert "the frame changed after the draw" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["draw", FRAME, "--seed", "7"],
        ["draw", FRAME, "--seed", "7", "--station", "station", "--take", "Coast", "--out", "x"],
        [
            "draw",
            FRAME,
            "--seed",
            "7",
            "--station",
            "station",
            "--n",
            9,
            "--per-unit",
            3,
            "--out",
            "x",
        ],
        ["plan", "--margin", "0.01"],
        ["plan", "--stations", "100", "--spread", "0.1", "--margin", "0.01", "--threshold", "0.5"],
        ["plan", "--stations", "100", "--spread", "0.1", "--threshold", "0.5"],
        ["plan", FRAME, "--margin", "0.01"],
        ["estimate", FRAME, "--design", FRAME],
    ],
)
def test_an_incomplete_question_is_refused(arguments: list[object]) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run("sample", *arguments)
    assert (code, out) == (2, "")
    assert "refused" in err


def test_a_draw_says_when_strata_need_more_than_was_asked_for(tmp_path) -> None:  # type: ignore[no-untyped-def]
    _, out, err = run(
        "sample",
        "draw",
        FRAME,
        "--seed",
        "7",
        "--station",
        "station",
        "--stratum",
        "region",
        "--n",
        7,
        "--out",
        tmp_path,
    )
    assert "12 stations drawn" in out
    assert "7 were asked for, 12 are drawn: every stratum needs two" in err
    many = ("sample", "draw", FRAME, "--seed", "7", "--station", "station", "--n", "1000")
    _, _, err = run(*many, "--out", tmp_path / "all")
    assert "1000 were asked for, 641 are drawn: the frame has no more" in err


def test_plan_says_what_one_more_station_buys() -> None:
    code, out, _ = run(
        "sample",
        "plan",
        FRAME,
        "--part",
        "ash",
        "--whole",
        "valid",
        "--stratum",
        "region",
        "--margin",
        "0.01",
        "--format",
        "json",
    )
    answer = json.loads(out)
    assert code == 0
    assert answer["half_width_with_one_more"] < answer["half_width"] <= 0.01
    assert "one more would narrow that" in answer["sentence"]
    assert sum(answer["allocation"].values()) == answer["drawn"]
    _, out, _ = run("sample", "plan", "--stations", 641, "--zero-events", 0.01)
    assert "if none of 223 stations shows the problem" in out


@pytest.mark.parametrize("name", ["plan", "draw", "estimate", "compare"])
def test_every_command_shows_an_example(name: str) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("sample", name, "--help")
    assert code == 0
    assert "Example: electcheck sample" in " ".join(out.split())


def test_estimate_loads_neither_pandas_nor_scipy_stats(files) -> None:  # type: ignore[no-untyped-def]
    script = (
        "import sys\nfrom electcheck.cli import app\n"
        f"app(['sample', 'estimate', {str(files[0])!r}, '--design', {str(files[1])!r}], "
        "standalone_mode=False)\n"
        "heavy = {'pandas', 'scipy.stats', 'matplotlib'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, timeout=60)


SAMPLES = {
    "mexico2006_st32": ("{stations: N_h}", None),
    "georgia2024_st74": ("{stations: N_h}", None),
    "uganda2011_st112": ("{stations: N_h}", None),
    "russia2018_st87": ("{stations: N_h}", None),
    "russia2018_srs1000": ("{stations: N_h}", None),
    "mexico2006_cl60": ("{units: N1, stations: N2}", "psu"),
}


@pytest.mark.validation
@pytest.mark.parametrize("name", SAMPLES)
def test_the_command_gives_the_values_of_r(
    validation_data: Path, tmp_path: Path, name: str
) -> None:
    sizes, unit = SAMPLES[name]
    design = tmp_path / "design.yaml"
    design.write_text(
        f"stratum: strat\nsizes: {sizes}\nlonely: refuse\ndomain: dom\n"
        + (f"unit: {unit}\n" if unit else "")
        + "estimates:\n"
        "  - {name: turnout, ratio: [ballots, registered]}\n"
        "  - {name: c1_share, ratio: [c1, valid]}\n"
        "  - {name: margin_c1_c2, margin: [c1, c2, valid]}\n"
        "  - {name: 'total:c1', total: c1}\n"
        "  - {name: mean_hi80, mean: hi80}\n"
        "  - {name: beta, share: hi80, method: beta}\n"
        "  - {name: logit, share: hi80, method: logit}\n"
    )
    sample = validation_data / "samples" / f"{name}.csv"
    code, out, _ = run("sample", "estimate", sample, "--design", design, "--format", "json")
    assert code == 0
    found = {(one["name"], one["domain"]): one for one in json.loads(out)["estimates"]}
    rows = pd.read_csv(validation_data.parent / "facts" / "sampling" / "oracles.csv")
    dataset, kind = name.split("_")
    rows = rows[(rows["dataset"] == dataset) & (rows["design"] == kind) & (rows["df"] < 1e9)]
    compared = 0
    for row in rows.itertuples():
        ours = found.get(ours_of(row.quantity, row.r_call))
        if ours is None:
            continue
        compared += 1
        relative = 1e-5 if "logit" in row.r_call else 1e-7
        assert ours["df"] == row.df
        for mine, theirs in (
            ("estimate", "estimate"),
            ("se", "se"),
            ("low", "ci_low"),
            ("high", "ci_high"),
        ):
            assert ours[mine] == pytest.approx(getattr(row, theirs), rel=relative)
    assert compared >= 9


def ours_of(quantity: str, call: str) -> tuple[str, str | None]:
    if quantity == "ciprop_hi80":
        return ("beta" if "beta" in call else "logit" if "'logit'" in call else "", None)
    if quantity.startswith("subset_dom"):
        label = quantity.removeprefix("subset_dom")[0]
        return ("c1_share" if quantity.endswith("c1_share") else "beta", label)
    return (quantity, None)
