"""Commands on the catalogue alone, and on files that start a case: criteria, schema, new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from electcheck.cli.answers import LanguageChoice
from electcheck.cli.app import app
from electcheck.cli.assessing import CriteriaOption


@app.command()
def criteria(
    criterion: Annotated[
        str | None, typer.Argument(metavar="CRITERION", help="Show one criterion as a page.")
    ] = None,
    area: Annotated[str | None, typer.Option("--area", help="Show one area only.")] = None,
    commitment: Annotated[
        str | None, typer.Option("--commitment", help="Show what tests a commitment.")
    ] = None,
    lang: Annotated[LanguageChoice, typer.Option("--lang", help="Language.")] = LanguageChoice.en,
    folder: CriteriaOption = None,
) -> None:
    """List the catalogue, or show one criterion with its basis.

    Example: electcheck criteria --area media --lang fr
    """
    from electcheck.errors import did_you_mean, refuse
    from electcheck.files.packaged import criteria_folder
    from electcheck.report.catalogue_pages import commitment_lines, criterion_page, tree_lines
    from electcheck.rules.opening import open_norms

    norms = open_norms(folder or criteria_folder())
    catalogue = norms.catalogue

    def known(what: str, name: str | None, names: list[str]) -> None:
        if name is not None and name not in names:
            hint = did_you_mean(name, names)
            raise refuse(what, f"{name!r} is not in the catalogue.{hint}")

    known("CRITERION", criterion, list(norms.compiled))
    known("--area", area, [file.area for file in catalogue.areas])
    known("--commitment", commitment, list(catalogue.commitments()))
    if criterion is not None:
        lines = criterion_page(norms, norms.compiled[criterion], lang.value)
    elif commitment is not None:
        lines = commitment_lines(norms, commitment, lang.value)
    else:
        lines = tree_lines(norms, lang.value, area)
    typer.echo("\n".join(lines))


@app.command()
def schema(
    out: Annotated[
        Path, typer.Option("--out", help="Folder for the schemas; by default ./schemas.")
    ] = Path("schemas"),
) -> None:
    """Write the JSON Schemas by which an editor checks the YAML files while they are written.

    Example: electcheck schema --out schemas
    """
    from electcheck.files.schemas import schemas
    from electcheck.files.write import write_files

    for path in write_files(out, schemas()):
        typer.echo(path.as_posix())


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make; it must not exist yet.")],
) -> None:
    """Start a case: a folder that `check` accepts, with comments that teach how to fill it.

    Example: electcheck new data/atlantis-2031
    """
    from electcheck.files.new_case import new_case
    from electcheck.files.packaged import criteria_folder
    from electcheck.files.schemas import schemas
    from electcheck.files.write import write_folder
    from electcheck.rules.opening import open_norms

    norms = open_norms(criteria_folder())
    files = new_case(folder, [area.area for area in norms.catalogue.areas])
    files |= {f"schemas/{name}": text for name, text in schemas().items()}
    for path in write_folder(folder, files):
        typer.echo(path.as_posix())
