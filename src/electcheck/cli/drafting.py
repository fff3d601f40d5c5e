"""The options by which estimates from a sample become drafts of a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from electcheck.cli.audience import open_alone

if TYPE_CHECKING:
    from electcheck.sampling.estimate import Estimates

DraftOption = Annotated[
    Path | None,
    typer.Option("--draft", metavar="CASE", help="Draft estimates as statements of this case."),
]
FeedsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--feeds",
        metavar="NAME=CRITERION/INDICATOR",
        help="With --draft: which estimate (NAME, or NAME@DOMAIN) answers what (repeatable).",
    ),
]
SourceOption = Annotated[
    str | None, typer.Option("--source", help="With --draft: the sample, in sources.yaml.")
]


def keep_estimates(
    found: Estimates,
    case: Path,
    feeds: list[str] | None,
    source: str | None,
    file: Path,
    audience: Literal["public", "internal"],
) -> None:
    """Keep estimates as a draft in the folder of a case.

    Raises:
        InputRefused: it is not said what they answer, or they cannot answer it.
    """
    import hashlib

    from electcheck.errors import refuse
    from electcheck.files.yaml_text import read_bytes
    from electcheck.forms.from_sample import sample_draft
    from electcheck.forms.keeping import keep_draft

    if not feeds or source is None:
        raise refuse("--draft", "say what is answered and by what source: --feeds and --source")
    opened, _ = open_alone(case, None, audience)
    sha256 = hashlib.sha256(read_bytes(file, str(file))).hexdigest()
    made = sample_draft(found, feeds, opened, source, (file.name, sha256))
    state = "drafted" if keep_draft(case, made) else "drafted before"
    typer.echo(f"{state}: {made.id}, {len(made.statements)} statements", err=True)
