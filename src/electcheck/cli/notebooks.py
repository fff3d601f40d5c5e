"""The command that hands out the notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from electcheck.cli.app import app


@app.command()
def notebooks(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder to copy them to.")
    ] = Path("notebooks"),
) -> None:
    """Copy the notebooks into a folder, to be opened with Jupyter or run with papermill.

    A notebook that you have changed is never written over.

    Example: electcheck notebooks --out my-notebooks
    """
    from electcheck.files.notebooks import copy_notebooks

    for path in copy_notebooks(out):
        typer.echo(path.as_posix())
    typer.echo("to open them: pip install 'electcheck[notebooks]', then jupyter lab", err=True)
