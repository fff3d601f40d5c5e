"""The command that keeps the translations of a case, or of a catalogue, up to date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from electcheck.cli.answers import LanguagesOption, chosen
from electcheck.cli.app import app
from electcheck.cli.assessing import CaseArgument, CriteriaOption
from electcheck.cli.audience import AudienceOption, SecretOption, open_sides, sight_of
from electcheck.errors import EXIT_DOES_NOT_HOLD

if TYPE_CHECKING:
    from electcheck.errors import Fault
    from electcheck.files.sight import Sight
    from electcheck.files.translating import Kept
    from electcheck.model.prose import Prose

Of = Literal["case", "criteria"]


@app.command()
def translations(
    case: CaseArgument = None,
    languages: LanguagesOption = None,
    of: Annotated[
        Of, typer.Option("--of", help="The words of the case, or of the catalogue of criteria.")
    ] = "case",
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit 1 and say what is not translated."),
    ] = False,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """Write the files of translations of a case: translations/fr.po and so on, below its folder.

    They are gettext catalogues, which every editor of translations opens. What is translated stays;
    new words are added with nothing beside them; a report marks as English what has none. The
    English file is for excerpts in other languages.

    Example: electcheck translations data/kazakhstan-2019 --lang fr --check
    """
    from electcheck.errors import InputRefused
    from electcheck.files.packaged import criteria_folder, default_case
    from electcheck.files.translating import kept_up
    from electcheck.files.write import write_files
    from electcheck.model.record import LANGUAGES

    asked = chosen("--lang", ",".join(languages or ["all"]), LANGUAGES)
    prose = _prose(of, case, criteria, sight_of(audience, secret))
    folder = (case or default_case()) if of == "case" else (criteria or criteria_folder())
    faults: list[Fault] = []
    files = [kept_up(folder, prose, language, faults) for language in asked]
    if faults:
        raise InputRefused(faults)
    for file in files:
        typer.echo("\n".join(_lines(file, check)))
    if not check:
        write_files(folder, {file.name: file.content for file in files if file.words})
    elif any(file.missing or file.left_over for file in files):
        raise typer.Exit(EXIT_DOES_NOT_HOLD)


def _prose(of: Of, case: Path | None, criteria: Path | None, sight: Sight) -> list[Prose]:
    from electcheck.files.packaged import criteria_folder
    from electcheck.model.prose import case_prose, catalogue_prose
    from electcheck.report.view_language import UNIT
    from electcheck.rules.opening import open_norms

    if of == "criteria":
        return list(catalogue_prose(open_norms(criteria or criteria_folder()).catalogue, UNIT))
    return list(case_prose(open_sides(case, criteria, sight)[-1].case))


def _lines(file: Kept, check: bool) -> Iterator[str]:
    """Say how far a file is translated, and for who checks it what is not."""
    if check:
        for where, words in file.missing:
            yield f"{file.name}: not translated ({where}): {words}"
        if file.left_over:
            yield f"{file.name}: {file.left_over} translations of what nobody says (any more)"
    yield f"{file.name}: {file.words - len(file.missing)} of {file.words} translated"
