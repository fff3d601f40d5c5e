"""The results chapter and its pictures in French and Russian: nothing is left in English."""

from __future__ import annotations

import ast
import gettext
import pickle
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import groupby

import pytest
from matplotlib.text import Text

from electcheck.charts.forensics import picture, units_picture
from electcheck.charts.strip import BY_UNIT
from electcheck.forensics.battery import MODELS, TESTS, Battery, Options, run
from electcheck.forensics.hypotheses import policy_messages
from electcheck.forensics.names import TESTS as NAMES
from electcheck.forensics.names import name_of_test
from electcheck.forensics.reasons import REASONS, Reason
from electcheck.forensics.result import FalseAlarm
from electcheck.model.said import Own, Said, Shown
from electcheck.report.pictures import station_pictures
from electcheck.report.runs import runs
from electcheck.report.view_language import Tongue, tongue
from electcheck.report.view_results import Results, results_view
from electcheck.results.checks.run import check_stations
from electcheck.results.column_map import load_map
from electcheck.results.policy import protocol_checks
from electcheck.results.read import read_stations
from electcheck.results.table import Stations
from tests.charts.invented import invented_stations
from tests.command import run as command
from tests.conftest import ROOT
from tests.messages import TRANSLATED, VALUES, known

FORENSICS = ROOT / "src" / "electcheck" / "forensics"
EXAMPLES = ROOT / "data" / "examples"
# What a Russian text has in Latin letters: programs, formulas, columns and options.
LATIN = {
    "electcheck", "dip", "ln", "p", "n", "h", "FILE", "earlier", "pip", "install", "region",
    "district", "registered", "issued", "in_boxes", "valid", "invalid", "blank", "votes", "csv",
    "added_on_the_day", "false", "station",
}  # fmt: skip


def written(table: Stations, folder) -> tuple:
    """Write a table with its map and return both paths."""
    names = ("registered", "issued", "in_boxes", "valid", "invalid")
    columns = {name: getattr(table, name) for name in names}
    columns |= table.votes
    rows = [",".join(["id", "region", *columns])]
    for i in range(len(table)):
        numbers = (f"{values[i]:.0f}" for values in columns.values())
        rows.append(",".join([table.station[i], table.region[i], *numbers]))
    (folder / "real.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    lines = ["format: 1", "station: id", "region: region", *(f"{name}: {name}" for name in names)]
    lines += ["votes:", *(f"  {name}: {name}" for name in table.votes)]
    (folder / "real.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "real.csv", "--map", folder / "real.yaml"


def simulated(folder, stations: int, *more: str) -> Stations:
    """Return an election that the command made on invented stations."""
    out = folder / f"simulated-{stations}.csv"
    real = written(invented_stations(stations), folder)
    ran = command("results", "simulate", *real, "--out", out, *more)
    assert ran.code == 0, ran.err
    return read_stations(out, load_map(out.with_suffix(".yaml")))


@pytest.fixture(scope="module")
def elections(tmp_path_factory) -> dict[str, tuple[Stations, Battery]]:
    """Many files, each with the tests that were run on it."""
    folder = tmp_path_factory.mktemp("elections")
    example = read_stations(EXAMPLES / "stations.csv", load_map(EXAMPLES / "stations.yaml"))
    small = simulated(folder, 60)
    large = simulated(folder, 1500, "--inject", "rounding", "--share", "0.3", "--seed", "3")
    earlier = simulated(folder, 1500, "--seed", "4")
    few = invented_stations(400)
    tables = {
        "example": example,
        "small": small,
        "without voters": replace(few, registered=None),
        "without votes": replace(few, votes={}),
        "without regions": replace(few, region=None),
        "without ballots": replace(few, issued=None, in_boxes=None, valid=None, invalid=None),
        "with districts": replace(few, district=few.region, region=None),
        "with one candidate": replace(few, votes={"Ash": few.votes["Ash"]}),
        "of one size": replace(few, **{
            name: 0 * few.registered + number
            for name, number in (("registered", 900.0), ("issued", 600.0), ("in_boxes", 600.0))
        }),
        "nameless": replace(few, columns={"station": ()}, added_on_the_day=False),
    }  # fmt: skip
    quick = Options(resamples=20)
    found = {name: (table, run(table, options=quick)) for name, table in tables.items()}
    every = (*TESTS, *MODELS)
    with_earlier = replace(quick, earlier=earlier)
    found["large"] = (large, run(large, every, 1, with_earlier))
    found["of one size by models"] = (
        tables["of one size"],
        run(tables["of one size"], every, 1, replace(quick, earlier=tables["of one size"])),
    )
    found["by region"] = (few, run(few, every, 1, replace(quick, level="region")))
    weighted = replace(quick, weights="ballots")
    found["by ballots"] = (few, run(few, ("integer-percentage",), 1, weighted, {}))
    return found


def results(table: Stations, battery: Battery) -> Results:
    return Results(check_stations(table), None, battery)


def words_in(part: object) -> Iterator[str]:
    """Yield every text of a view."""
    if is_dataclass(part):
        for one in fields(part):
            # An id is code, and a file's name its own.
            if one.name not in ("id", "code", "file"):
                yield from words_in(getattr(part, one.name))
    elif isinstance(part, tuple):
        for one in part:
            yield from words_in(one)
    elif isinstance(part, str):
        yield part


class Strict(gettext.NullTranslations):
    """A catalogue that refuses what it does not hold."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._kept = {one.id: one.string for one in known(language) if one.id}
        self._spoken = tongue(language).messages

    def gettext(self, message: str) -> str:
        assert self._kept.get(message), f"not in the catalogue: {message!r}"
        return self._spoken.gettext(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        assert self._kept.get((one, many)), f"not in the catalogue: {one!r}"
        return self._spoken.ngettext(one, many, n)


def strict(language: str) -> Tongue:
    return replace(tongue(language), messages=Strict(language))


def own_names(table: Stations, battery: Battery) -> list[str]:
    """Return the file's own words, the longest first, and the ids of the tests."""
    ids = [f"{one.test}, {one.variant}" if one.variant else one.test for one in battery.results]
    sources = [one.false_alarm_rate for one in battery.results]
    profiles = [str(one.source.values.get("profile", "")) for one in sources if one]
    names = {
        table.name, battery.run_id(), *NAMES, *ids, *profiles, *table.votes,
        *(() if table.region is None else map(str, table.region)),
        *(() if table.district is None else map(str, table.district)),
    }  # fmt: skip
    return sorted((name for name in names if name), key=len, reverse=True)


def latin(words: str, own: list[str]) -> list[str]:
    """Return what stands in Latin letters and is neither the file's nor known."""
    for name in own:
        words = words.replace(name, " ")
    return [one for one in re.findall(r"[A-Za-z_]+", words) if one not in LATIN | set(protocols())]


def protocols() -> list[str]:
    return [code[0] for code in protocol_checks()]


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_word_of_the_chapter_is_of_another_language(elections, language):
    for name, (table, battery) in elections.items():
        view = results_view(strict(language), results(table, battery))
        for words in words_in(view):
            assert not [run for run in runs(words) if run[1]], (name, words)
        if language == "ru":
            own = own_names(table, battery)
            for words in words_in(view):
                assert latin(words, own) == [], (name, words)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_word_of_the_chapters_pictures_is_of_another_language(elections, language):
    t = strict(language)
    for name, (table, battery) in elections.items():
        own = own_names(table, battery)
        for which, one in station_pictures(table, battery, t).items():
            cells = [cell for row in one.table for cell in row]
            drawn = [text.get_text() for text in one.figure.findobj(Text)]
            for words in (one.alt, *cells, *drawn):
                assert not [run for run in runs(words) if run[1]], (name, which, words)
                assert language != "ru" or latin(words, own) == [], (name, which, words)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_word_of_any_figure_is_of_another_language(elections, language):
    t = strict(language)
    for name in ("large", "with districts"):
        table, battery = elections[name]
        own = own_names(table, battery)
        shown = [one for one in battery.results if one.null is not None]
        for test, group in groupby(shown, key=lambda one: one.test):
            some = list(group)
            drawn = [picture(one, battery.file, battery.run_id(), t) for one in some[:4]]
            if test in BY_UNIT:
                drawn = [units_picture(test, some, battery.file, battery.run_id(), t)]
            for one in drawn:
                for words in (one.alt, *(text.get_text() for text in one.figure.findobj(Text))):
                    assert language != "ru" or latin(words, own) == [], (test, words)


def test_the_elections_meet_most_reasons(elections):
    met = {
        one.reason.id for _, battery in elections.values() for one in battery.results if one.reason
    }
    assert {
        "wrong_level", "too_few_stations", "turnout_lacks", "share_lacks", "no_region", "no_unit",
        "few_regions", "few_districts", "weak", "no_earlier",
    } <= met  # fmt: skip


def test_json_carries_each_reason_with_its_values(elections):
    for _, battery in elections.values():
        for result in battery.to_json()["tests"]:
            message = result["reason_message"]
            assert (message is None) == (result["reason"] is None)
            if message is not None:
                assert set(message["values"]) == set(VALUES.findall(REASONS[message["id"]]))


def calls(of: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls of a name in the room of the tests, with their files."""
    for path in sorted(FORENSICS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == of
            ):
                yield path.name, node


def texts(node: ast.AST) -> set[str]:
    """Return the texts that an expression chooses among."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def test_every_reason_that_the_code_gives_is_in_the_table_and_none_is_left_over():
    given: set[str] = set()
    for path, call in calls("Reason"):
        ids = texts(call.args[0])
        # The class makes itself again from its id.
        assert ids or path == "reasons.py", ast.unparse(call)
        assert ids <= REASONS.keys()
        given |= ids
        for one in ids:
            assert {word.arg for word in call.keywords} == set(VALUES.findall(REASONS[one])), one
    assert given == REASONS.keys()
    for name in ("NotApplicable", "NotIdentified"):
        for _, call in calls(name):
            (why,) = call.args
            assert isinstance(why, ast.Call)
            assert ast.unparse(why.func) == "Reason"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_that_the_tests_and_checks_can_give_is_in_the_catalogue(language):
    kept = {one.id: one.string for one in known(language) if isinstance(one.id, str)}
    titles = [check.title for check in protocol_checks().values()]
    for message in (*REASONS.values(), *policy_messages(), *titles):
        assert kept.get(message), message


def test_every_test_and_variant_has_a_name(elections):
    assert NAMES.keys() == {**TESTS, **MODELS}.keys()
    seen = {(one.test, one.variant) for _, battery in elections.values() for one in battery.results}
    assert {test for test, _ in seen} == NAMES.keys()
    for test, variant in seen:
        assert name_of_test(test, variant).startswith(NAMES[test])


def test_a_sentence_travels_with_its_message_and_its_values():
    why = Reason("two_modes", what=Said("turnout"), place=Shown(40.0, ".1f"), rival=Shown(1, "g"))
    again = pickle.loads(pickle.dumps(why))
    assert (again, again.id, again.values) == (why, why.id, why.values)
    alarm = FalseAlarm(0.05, 0.4, 0.3, 0.5, Said("of %(profile)s", profile=Own("x")))
    assert pickle.loads(pickle.dumps(alarm)).source.message == "of %(profile)s"


@pytest.mark.parametrize(
    ("number", "digits", "french"),
    [
        (7871.0, ".3g", "7\u202f870"),
        (0.0000123, ".2g", "1,2\u00a0×\u00a010⁻⁵"),
        (float("inf"), ".3g", "∞"),
        (float("nan"), ".4g", "–"),
        (40.0, ".1f", "40,0"),
    ],
)
def test_a_number_keeps_the_digits_that_english_shows(number, digits, french):
    said = Said("of %(kind)s", kind=Said("p-value %(p)s.", p=Shown(number, digits)))
    value = said.values["kind"]
    assert tongue("fr").said(value).endswith(f": {french}.")
    assert tongue("en").said(value) == f"p-value {number:{digits}}."
