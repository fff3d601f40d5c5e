"""Proposed maps: what headers in many languages and layouts are taken for."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from electcheck.results.map_text import map_text
from electcheck.results.proposing import propose_map
from electcheck.results.proposing.columns import says

from . import elections


def proposed(path: Path) -> dict[str, object]:
    """Return the proposal as an analyst gets it: the keys of the YAML."""
    answer: dict[str, object] = yaml.safe_load(map_text(propose_map(path)))
    return answer


HEADERS = {
    "registered": "Registered voters|Lista Nominal|Electores habilitados|Nombre d'inscrits"
    "|Число избирателей, включенных в список|Избирателей по списку|Тізімге енгізілген сайлаушылар"
    "|Кількість виборців|ამომრჩეველთა რაოდენობა|Wahlberechtigte insgesamt",
    "issued": "Issued ballots|Ballot papers issued|Выдано бюллетеней|Votantes|Votanti"
    "|გაცემული ბიულეტენები|Число бюллетеней, выданных избирателям",
    "in_boxes": "Total ballots|Ballots in the boxes|Votos emitidos|Karty wyjęte z urny"
    "|Бюллетеней в ящиках|ყუთში აღმოჩენილი ბიულეტენები",
    "valid": "Valid ballots|Valid ballot papers|Votos válidos|Suffrages exprimés|Głosy ważne"
    "|Действительные бюллетени|ნამდვილი ბიულეტენები",
    "invalid": "Invalid ballots|invalid_paper_ballots|Null ballots|Głosy nieważne|Voti nulli"
    "|Недействительные бюллетени|ბათილი ბიულეტენები|Ungültige Stimmen",
    "blank": "Blank ballots|Votos en blanco|Bulletins blancs",
    "received": "Ballots received|Unused ballots|Неиспользованные бюллетени|distributed_ballots",
    "station": "Polling station|УИК №|CODIGO MESA|Сайлау учаскесі|უბანი|Sección",
    "district": "Constituency|Район|Аудан|ოლქი|Okręg",
    "region": "Region|Область|Облыс|რეგიონი|Provincia|Субъект РФ",
    "other": "Valid %|Доля действительных, %|Turnout|Явка|Share of valid votes",
    "": "Party A|Иванов И.И.|Против всех",
}


@pytest.mark.parametrize(
    ("key", "header"), [(key, one) for key, names in HEADERS.items() for one in names.split("|")]
)
def test_headers_in_many_languages_speak_of_one_key(key: str, header: str) -> None:
    assert says(header)[0] == key


def test_a_repeated_header_does_not_make_text_of_every_column(tmp_path: Path) -> None:
    lines = elections.csv_lines(elections.clean(40))
    lines = [*lines[:21], lines[0], *lines[21:31], lines[0], *lines[31:]]
    answer = proposed(elections.write(tmp_path / "a.csv", lines))
    assert answer["votes"] == {name: name for name in elections.CANDIDATES}
    assert answer["registered"] == "registered"


def test_a_count_of_two_kinds_is_summed_unless_one_column_is_the_sum_already(
    tmp_path: Path,
) -> None:
    rows = [
        (n, 900 + n, 30 + n, 400 + 2 * n, 430 + 3 * n, 20 + n, 390 + n, 410 + 2 * n)
        for n in range(30)
    ]
    header = (
        "Station,Registered voters,Portable box: ballots in box,Fixed box: ballots in box,"
        "Total ballots in boxes,Valid votes on paper,Valid votes by machine,Valid votes"
    )
    lines = [header, *(",".join(map(str, row)) for row in rows)]
    path = elections.write(tmp_path / "a.csv", lines)
    answer = proposed(path)
    assert (answer["in_boxes"], answer["valid"]) == ("Total ballots in boxes", "Valid votes")
    without = [",".join(line.split(",")[:4] + line.split(",")[5:7]) for line in lines]
    answer = proposed(elections.write(tmp_path / "b.csv", without))
    kinds = {"sum": ["Portable box: ballots in box", "Fixed box: ballots in box"]}
    assert answer["in_boxes"] == kinds
    assert answer["valid"] == {"sum": ["Valid votes on paper", "Valid votes by machine"]}


def test_a_column_that_never_changes_is_no_candidate(tmp_path: Path) -> None:
    lines = ["Mesa,CODIGO PROVINCIA,A,B", *(f"{n},1,{n * 7 % 50},{n * 3 % 41}" for n in range(30))]
    answer = proposed(elections.write(tmp_path / "a.csv", lines))
    assert (answer["station"], answer["votes"]) == (["Mesa"], {"A": "A", "B": "B"})


def test_stations_that_are_named_stay_the_key_where_a_few_stand_twice(tmp_path: Path) -> None:
    lines = ["Unnamed: 0,Region,Polling station,A,B"]
    lines += [f"{n},R{n % 3},S{max(n, 1)},{n + 5},{n + 9}" for n in range(0, 120, 1)]
    lines[1] = lines[1].replace("R0,S1", "R1,S1")
    answer = proposed(elections.write(tmp_path / "a.csv", lines))
    assert answer["station"] == ["Region", "Polling station"]
