"""test, simulate and calibrate on the command line."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
import typer
from planted import invented
from typer.testing import CliRunner, Result

from electcheck.cli import calibrating, simulating
from electcheck.cli import forensics as commands
from electcheck.errors import InputRefused
from electcheck.forensics.protocols import protocols_of
from electcheck.forensics.written import simulated_files

program = typer.Typer(rich_markup_mode=None)
for command in (commands.test, simulating.simulate, calibrating.calibrate):
    program.command()(command)


@pytest.fixture
def stations(tmp_path: Path) -> tuple[str, ...]:
    """A results file and its map, as arguments."""
    for name, text in simulated_files("real", protocols_of(invented(800)), None).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / "real.csv"), "--map", str(tmp_path / "real.yaml")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(program, list(arguments), catch_exceptions=False)


def test_json_is_the_answer_alone_and_the_same_twice(stations: tuple[str, ...]) -> None:
    one = call("test", *stations, "--format", "json", "--seed", "4")
    two = call("test", *stations, "--format", "json", "--seed", "4")
    assert one.exit_code == 0
    assert one.stdout == two.stdout
    answer = json.loads(one.stdout)
    assert answer["file"] == "real.csv"
    assert answer["stations"] == 800
    assert answer["seed"] == 4
    assert "NaN" not in one.stdout


def test_text_names_denominators_innocent_explanations_and_the_caveat(
    stations: tuple[str, ...],
) -> None:
    shown = call("test", *stations, "--tests", "integer-percentage").stdout
    assert "issued / registered" in shown
    assert "leader's votes / in boxes" in shown
    assert "innocent explanations" in shown
    assert "Statistics never move a rating" in shown


def test_a_level_above_stations_is_not_applicable(stations: tuple[str, ...]) -> None:
    answer = json.loads(call("test", *stations, "--level", "region", "--format", "json").stdout)
    assert {entry["status"] for entry in answer["tests"]} == {"not_applicable"}
    assert {entry["level"] for entry in answer["tests"]} == {"region"}


def test_calibrating_here_says_so(stations: tuple[str, ...]) -> None:
    arguments = ("--tests", "integer-percentage", "--calibrate", "6", "--format", "json")
    answer = json.loads(call("test", *stations, *arguments).stdout)
    for entry in answer["tests"]:
        assert "this file's own stations, 6 simulated" in entry["false_alarm_rate"]["from"]
        assert entry["false_alarm_rate"]["low"] <= entry["false_alarm_rate"]["rate"]


def test_a_simulated_election_can_be_read_and_tested(
    stations: tuple[str, ...], tmp_path: Path
) -> None:
    out = tmp_path / "made" / "clean.csv"
    assert call("simulate", *stations, "--out", str(out), "--seed", "3").exit_code == 0
    again = tmp_path / "again.csv"
    call("simulate", *stations, "--out", str(again), "--seed", "3")
    assert out.read_bytes() == again.read_bytes()
    answer = call("test", str(out), "--map", str(out.with_suffix(".yaml")), "--format", "json")
    assert json.loads(answer.stdout)["stations"] == 800
    assert ",planted\n" in out.read_text(encoding="utf-8").splitlines(keepends=True)[0]
    clean = [line.rsplit(",", 1)[1] for line in out.read_text(encoding="utf-8").splitlines()[1:]]
    assert set(clean) == {"0"}


def test_an_injection_marks_the_share_that_was_asked_for(
    stations: tuple[str, ...], tmp_path: Path
) -> None:
    out = tmp_path / "rounded.csv"
    call("simulate", *stations, "--out", str(out), "--inject", "rounding", "--share", "0.25")
    marks = [line.rsplit(",", 1)[1] for line in out.read_text(encoding="utf-8").splitlines()[1:]]
    assert marks.count("1") == 200
    arguments = ("--tests", "integer-percentage", "--format", "json")
    answer = call("test", str(out), "--map", str(out.with_suffix(".yaml")), *arguments)
    for entry in json.loads(answer.stdout)["tests"]:
        assert entry["pvalue"] < 1e-6


def test_calibrate_gives_false_alarms_and_a_power_curve(stations: tuple[str, ...]) -> None:
    arguments = ("--tests", "integer-percentage", "--simulations", "5", "--inject", "rounding")
    answer = json.loads(
        call("calibrate", *stations, *arguments, "--shares", "0.05,0.4", "--format", "json").stdout
    )
    assert len(answer["false_alarms"]) == 9
    power = [one for one in answer["power"] if one["claim"] == "either" and one["level"] == 0.05]
    assert [one["share_of_stations"] for one in power] == [0.05, 0.4]
    assert power[1]["rate"] == 1.0
    shown = call("calibrate", *stations, *arguments).stdout
    assert "False alarms on 5 clean elections" in shown


def test_figures_are_the_same_bytes_with_words_beside_them(
    stations: tuple[str, ...], tmp_path: Path
) -> None:
    names = "turnout-tail,last-digit,region-outliers"
    for folder in ("one", "two"):
        call("test", *stations, "--tests", names, "--figures", str(tmp_path / folder))
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert {Path(name).stem for name in files} == {
        "turnout-tail", "last-digit-leader", "last-digit-ballots", "region-outliers",
    }  # fmt: skip
    assert len(files) == 3 * 4
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    words = (tmp_path / "one" / "last-digit-leader.txt").read_text(encoding="utf-8")
    assert "real.csv" in words
    assert "A sign is no proof" in words


@pytest.mark.parametrize(
    ("language", "test", "caveat"),
    [
        (
            "fr",
            "Test Derniers chiffres\u00a0: voix du premier (last-digit, leader)",
            "Un signe n’est",
        ),
        ("ru", "Тест Последние цифры: голоса лидера (last-digit, leader)", "Признак не есть"),
    ],
)
def test_figures_speak_the_language_that_is_asked_for(
    stations: tuple[str, ...], tmp_path: Path, language: str, test: str, caveat: str
) -> None:
    asked = ("--tests", "last-digit", "--format", "json")
    for lang in ("en", language):
        made = call("test", *stations, *asked, "--figures", str(tmp_path / lang), "--lang", lang)
        assert made.exit_code == 0
        assert json.loads(made.stdout) == json.loads(call("test", *stations, *asked).stdout)
    names = [sorted(one.name for one in (tmp_path / lang).iterdir()) for lang in ("en", language)]
    assert names[0] == names[1]
    words = (tmp_path / language / "last-digit-leader.txt").read_text(encoding="utf-8")
    assert words.startswith(test)
    assert caveat in words
    for ending in ("svg", "png"):
        english, other = (
            (tmp_path / lang / f"last-digit-leader.{ending}").read_bytes()
            for lang in ("en", language)
        )
        assert english != other


def test_a_language_without_figures_is_refused(stations: tuple[str, ...]) -> None:
    with pytest.raises(InputRefused, match="--figures DIR"):
        call("test", *stations, "--tests", "last-digit", "--lang", "fr")


def test_a_figure_carries_caveat_and_run_id_and_draws_the_references() -> None:
    from electcheck.charts.forensics import caveat, picture
    from electcheck.forensics.battery import run
    from electcheck.report.view_language import tongue

    battery = run(invented(800), ["turnout-tail"])
    drawn = picture(battery.results[0], battery.file, battery.run_id(), tongue("en"))
    words = [text.get_text() for text in drawn.figure.texts]
    assert caveat(tongue("en")) in words
    assert f"electcheck, run {battery.run_id()}" in words
    classes = [label.get_text() for label in drawn.figure.axes[1].get_yticklabels()]
    assert classes == ["clean", "control", "contested", "documented"]
    assert "documented reference elections" in drawn.alt


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--tests", "integer-percentages"), "Did you mean 'integer-percentage'"),
        (("--earlier-map", "x.yaml"), "needs --earlier"),
    ],
)
def test_what_cannot_be_run_is_refused(
    stations: tuple[str, ...], arguments: tuple[str, ...], words: str
) -> None:
    with pytest.raises(InputRefused, match=words):
        call("test", *stations, *arguments)


def test_shares_and_names_are_refused_where_they_are_none(stations: tuple[str, ...]) -> None:
    with pytest.raises(InputRefused, match="between 0 and 1"):
        call("calibrate", *stations, "--inject", "rounding", "--shares", "0.1,2")
    with pytest.raises(InputRefused, match=r"ending in \.csv"):
        call("simulate", *stations, "--out", "x.xlsx")


def test_the_test_command_loads_no_scipy_for_integer_percentages(
    stations: tuple[str, ...],
) -> None:
    import subprocess
    import sys

    program = (
        "import sys; from pathlib import Path\n"
        "from electcheck.forensics.battery import run\n"
        "from electcheck.results.column_map import load_map\n"
        "from electcheck.results.read import read_stations\n"
        f"run(read_stations(Path({stations[0]!r}), load_map(Path({stations[2]!r}))),"
        "['integer-percentage'])\n"
        "print([name for name in ('scipy', 'pandas', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_validation_page_is_what_the_tables_give() -> None:
    root = Path(__file__).resolve().parents[2]
    spec = importlib.util.spec_from_file_location(
        "make_validation_page", root / "scripts" / "make_validation_page.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = (root / "docs" / "validation.md").read_text(encoding="utf-8")
    assert written == module.page()
