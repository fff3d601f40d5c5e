"""Commands that question a judgement: robustness, whatif, agreement."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from electcheck.cli.app import app
from electcheck.cli.assessing import (
    AsOfOption,
    CaseArgument,
    CriteriaOption,
    FormatOption,
    OutputFormat,
    StandardOption,
    day,
    open_bundled_or,
)

SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Same seed, same answer.")]


@app.command()
def robustness(
    case: CaseArgument = None,
    draws: Annotated[int, typer.Option("--draws", min=2, help="Draws of the weights.")] = 10_000,
    seed: SeedOption = 1,
    standard: Annotated[
        str | None,
        typer.Option("--standard", help="Hold the standard of proof; by default all are tried."),
    ] = None,
    as_of: AsOfOption = None,
    output: FormatOption = OutputFormat.text,
    criteria: CriteriaOption = None,
) -> None:
    """Show what the choices of judging make of the scores, and which findings hang on one origin.

    Example: electcheck robustness --draws 10000 --seed 7 --format json
    """
    from electcheck.report.judgement_payload import robustness_payload
    from electcheck.report.payload import to_json
    from electcheck.report.robustness_text import robustness_lines
    from electcheck.scoring.assess import assess
    from electcheck.scoring.judgement import judgement

    opened = open_bundled_or(case, criteria)
    assessment = assess(opened, standard, day(as_of))
    made = judgement(opened, assessment, draws, seed, held=standard is not None)
    if output is OutputFormat.json:
        typer.echo(to_json(robustness_payload(opened, made)), nl=False)
    else:
        typer.echo("\n".join(robustness_lines(opened, made)))


@app.command()
def whatif(
    criterion: Annotated[
        str | None,
        typer.Argument(metavar="[CRITERION]", help="The id of a criterion; by default all."),
    ] = None,
    case: CaseArgument = None,
    answers: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="INDICATOR=VALUE", help="Take an answer as established."),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="STATEMENT", help="Leave a statement out."),
    ] = None,
    bound: Annotated[
        int | None, typer.Option("--bound", min=1, help="The largest sets to try.")
    ] = None,
    standard: StandardOption = None,
    as_of: AsOfOption = None,
    output: FormatOption = OutputFormat.text,
    criteria: CriteriaOption = None,
) -> None:
    """Find the smallest changes of the evidence that would change an outcome, or try one.

    With --set or --without: the assessment as it would be, and its difference.

    Example: electcheck whatif candidate.residence --format json

    Example: electcheck whatif --set candidate.residence/residence_years=0
    """
    if criterion is not None and case is None and Path(criterion).is_dir():
        case, criterion = Path(criterion), None
    opened = open_bundled_or(case, criteria)
    if criterion is not None and criterion not in opened.norms.compiled:
        from electcheck.errors import did_you_mean, refuse

        hint = did_you_mean(criterion, opened.norms.compiled)
        raise refuse("CRITERION", f"there is no criterion {criterion!r} in the catalogue.{hint}")

    from electcheck.report.judgement_payload import whatif_payload, would_be_payload
    from electcheck.report.payload import to_json
    from electcheck.report.robustness_text import whatif_lines, would_be_lines
    from electcheck.rules.findings import lay_out
    from electcheck.rules.whatif import what_if
    from electcheck.scoring.assess import assess
    from electcheck.scoring.difference import (
        difference,
        known_statements,
        read_answers,
        would_be,
    )

    now = assess(opened, standard, day(as_of))
    if answers or without:
        indicators = {name: one for name, (_, one) in opened.catalogue.indicators().items()}
        given = read_answers(answers or (), indicators)
        gone = sorted(known_statements(opened.case, without or ()))
        after = would_be(opened, now, given, gone)
        moved = difference(now, after)
        if output is OutputFormat.json:
            data = would_be_payload(opened, given, gone, after, moved)
            typer.echo(to_json(data), nl=False)
        else:
            typer.echo("\n".join(would_be_lines(opened, given, gone, after, moved)))
        return
    bench = lay_out(opened, now.standard, now.as_of)
    names = opened.norms.compiled if criterion is None else [criterion]
    found = [what_if(bench, name, bound) for name in names]
    if output is OutputFormat.json:
        payloads = [whatif_payload(one) for one in found]
        typer.echo(to_json({"criteria": payloads} if criterion is None else payloads[0]), nl=False)
    else:
        typer.echo("\n".join(line for one in found for line in whatif_lines(one)))


@app.command()
def agreement(
    codings: Annotated[
        Path | None,
        typer.Argument(
            metavar="[CASE]", help="A case, or a file of codings; by default the bundled case."
        ),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", min=0, help="Resamples of units.")] = 10_000,
    seed: SeedOption = 1,
    output: FormatOption = OutputFormat.text,
    criteria: CriteriaOption = None,
) -> None:
    """Measure how far assessors who coded the same indicators agree; list where they do not.

    Codings are read from a file of the form `codings: [{assessor, indicator, value}]`, by default
    codings.yaml of the case; where it has none, from its statements that name an assessor.

    Example: electcheck agreement data/kazakhstan-2019 --format json
    """
    from electcheck.files.codings import load_codings
    from electcheck.files.packaged import criteria_folder, default_case
    from electcheck.report.judgement_payload import agreement_payload
    from electcheck.report.payload import to_json
    from electcheck.report.robustness_text import agreement_lines
    from electcheck.rules.opening import open_case, open_norms
    from electcheck.scoring.agreement import agree, codings_of

    folder = criteria or criteria_folder()
    path = codings or default_case()
    known = {name: one for name, (_, one) in open_norms(folder).catalogue.indicators().items()}
    if path.is_dir() and not (path / "codings.yaml").exists():
        read, unclear = codings_of(open_case(path, folder).case.statements)
        for name in unclear:
            typer.echo(f"note: {name} is no coding: its assessor says otherwise too", err=True)
    else:
        read = list(load_codings(path / "codings.yaml" if path.is_dir() else path, known))
    found = agree(read, known, draws, seed)
    if output is OutputFormat.json:
        typer.echo(to_json(agreement_payload(found, draws, seed)), nl=False)
    else:
        typer.echo("\n".join(agreement_lines(found, draws)))
