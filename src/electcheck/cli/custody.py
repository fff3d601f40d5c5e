"""The commands that let a stranger check an assessment: bundle and verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from electcheck.cli.app import app
from electcheck.cli.assessing import (
    AsOfOption,
    CaseArgument,
    CriteriaOption,
    StandardOption,
    day,
)
from electcheck.cli.audience import AudienceOption, SecretOption, open_sides, sight_of
from electcheck.errors import EXIT_DOES_NOT_HOLD


@app.command()
def bundle(
    out: Annotated[Path, typer.Argument(metavar="OUT.zip", help="The archive to write.")],
    case: CaseArgument = None,
    standard: StandardOption = None,
    as_of: AsOfOption = None,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
    sign: Annotated[
        Path | None,
        typer.Option(
            "--sign",
            metavar="KEY.pem",
            help="Sign with this private Ed25519 key; the signature lies beside, as OUT.zip.sig.",
        ),
    ] = None,
) -> None:
    """Write one archive with all that it takes to make an assessment again and to check it.

    The same case, catalogue and versions give the same bytes. Copies of sources are not in it.

    Example: electcheck bundle kazakhstan.zip data/kazakhstan-2019
    """
    from electcheck.custody.bundle import bundle as make
    from electcheck.custody.settings import Settings
    from electcheck.files.packaged import criteria_folder, default_case
    from electcheck.files.write import write_files
    from electcheck.scoring.assess import assess

    sight = sight_of(audience, secret)
    folder, norms = case or default_case(), criteria or criteria_folder()
    # Judged once here, so that an unknown standard is refused in the words of `assess`.
    assessment = assess(open_sides(case, criteria, sight)[-1], standard, day(as_of))
    settings = Settings(
        format=1,
        audience=audience,
        secrets=tuple(sorted(sight.secrets)),
        standard=assessment.standard,
        as_of=assessment.as_of,
    )
    if audience == "internal":
        typer.echo("warning: made with restricted evidence; do not publish this bundle", err=True)
    archive = make(folder, norms, settings)
    files: dict[str, bytes | str] = {out.name: archive}
    if sign is not None:
        from electcheck.custody import signatures

        secret_words = None
        if signatures.encrypted(sign):
            secret_words = typer.prompt("passphrase of the key", hide_input=True, err=True).encode()
        signature = signatures.sign(archive, sign, secret_words, apart_from=(folder, norms))
        files[f"{out.name}.sig"] = signature
    for path in write_files(out.parent, files):
        typer.echo(path.as_posix())


@app.command()
def verify(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="From `electcheck bundle`.")],
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="PUBLIC.pem", help="Check the signature with this key."),
    ] = None,
    signature: Annotated[
        Path | None,
        typer.Option("--signature", help="The signature; by default ARCHIVE.sig."),
    ] = None,
) -> None:
    """Check every byte and hash of a bundle, and make its assessment again; exit code 1 if false.

    Whose bundle it is no hash can tell: that takes a signature, and a key from elsewhere.

    Example: electcheck verify kazakhstan.zip --key observers.pem
    """
    from electcheck.custody.verify import verify as steps_of
    from electcheck.errors import refuse
    from electcheck.files.yaml_text import read_bytes

    if signature is not None and key is None:
        raise refuse("--signature", "a signature is checked with a key: add --key PUBLIC.pem")
    data = read_bytes(archive, str(archive))
    holds = True
    if key is not None:
        from electcheck.custody.signatures import signed

        beside = signature or archive.with_name(f"{archive.name}.sig")
        holds = signed(data, read_bytes(beside, str(beside), 1000), key)
        _say(holds, f"the signature is of these bytes and by the key {key}")
    for step in steps_of(data):
        holds = holds and step.holds
        _say(step.holds, step.what)
        for line in step.found:
            typer.echo(f"  {line}")
    typer.echo("the bundle verifies" if holds else "THE BUNDLE DOES NOT VERIFY")
    if not holds:
        raise typer.Exit(EXIT_DOES_NOT_HOLD)


def _say(holds: bool, what: str) -> None:
    typer.echo(f"{'ok   ' if holds else 'FALSE'} {what}")
