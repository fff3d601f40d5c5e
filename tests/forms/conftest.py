"""A small fictional case for forms to be made of and filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from electcheck.files.packaged import criteria_folder
from electcheck.rules.opening import Opened, open_case

ELECTION = """\
format: 1
id: formia
title: {en: Election of Formia, fr: Élection de Formia, ru: Выборы в Формии}
country: {en: Formia, fr: Formia, ru: Формия}
office: {en: President, fr: Président, ru: Президент}
fictional: true
phases:
  pre-election: {from: 2031-02-01, to: 2031-05-10}
  election-day: 2031-05-11
  post-election: {from: 2031-05-12, to: 2031-06-30}
as_of: 2031-06-30
scope: {place: national}
candidates:
  - {id: alba, name: Alba}
  - {id: bruno, name: Bruno}
regions:
  - {id: north, name: {en: North, fr: Nord, ru: Север}}
  - {id: south, name: {en: South, fr: Sud, ru: Юг}}
"""
SOURCE = """\
  - id: {id}
    title: {title}
    publisher: Formian Observers
    kind: {kind}
    language: en
    published: 2031-05-20
    reliability: {grade}
    reliability_reason: Invented for these tests.
    read: official text
"""
SOURCES = "format: 1\nsources:\n" + "".join(
    SOURCE.format(id=name, title=title, kind=kind, grade=grade)
    for name, title, kind, grade in (
        ("mission", "Report of the mission", "intergovernmental", "A"),
        ("network", "Report of the citizen network", "ngo", "B"),
        ("law", "Election law", "law", "A"),
    )
)


def make_case(folder: Path) -> Path:
    """Write the case into a folder and return it."""
    folder.mkdir(parents=True)
    (folder / "evidence").mkdir()
    (folder / "election.yaml").write_text(ELECTION, encoding="utf-8")
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    return folder


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return make_case(tmp_path / "formia")


@pytest.fixture(scope="session")
def formia(tmp_path_factory: pytest.TempPathFactory) -> tuple[Opened, Path]:
    """The case for tests that only read it."""
    folder = make_case(tmp_path_factory.mktemp("case") / "formia")
    return open_case(folder, criteria_folder()), folder
