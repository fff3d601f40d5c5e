"""Commands that question a judgement: robustness, whatif, agreement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from electcheck.cli.answers import MOST_DRAWS, FormatOption, OutputFormat
from electcheck.cli.app import app
from electcheck.cli.assessing import (
    AsOfOption,
    CaseArgument,
    CriteriaOption,
    StandardOption,
    day,
)
from electcheck.cli.audience import (
    AudienceOption,
    SecretOption,
    open_sides,
    say_data,
    say_lines,
    say_sides,
    sight_of,
)

if TYPE_CHECKING:
    from electcheck.rules.opening import Opened
    from electcheck.rules.whatif import WhatIf
    from electcheck.scoring.judgement import Judgement

SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Same seed, same answer.")]


@app.command()
def robustness(
    case: CaseArgument = None,
    draws: Annotated[
        int, typer.Option("--draws", min=2, max=MOST_DRAWS, help="Draws of the weights.")
    ] = 10_000,
    seed: SeedOption = 1,
    standard: Annotated[
        str | None,
        typer.Option("--standard", help="Hold the standard of proof; by default all are tried."),
    ] = None,
    as_of: AsOfOption = None,
    output: FormatOption = OutputFormat.text,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """Show what the choices of judging make of the scores, and which findings hang on one origin.

    Example: electcheck robustness --draws 10000 --seed 7 --format json
    """
    from electcheck.report.judgement_payload import robustness_payload
    from electcheck.report.robustness_text import robustness_lines
    from electcheck.scoring.assess import assess
    from electcheck.scoring.judgement import judgement

    def made(opened: Opened) -> Judgement:
        assessment = assess(opened, standard, day(as_of))
        return judgement(opened, assessment, draws, seed, held=standard is not None)

    say_sides(
        output is OutputFormat.json,
        open_sides(case, criteria, sight_of(audience, secret)),
        lambda opened: robustness_payload(opened, made(opened)),
        lambda opened: robustness_lines(opened, made(opened)),
    )


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
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """Find the smallest changes of the evidence that would change an outcome, or try one.

    With --set or --without: the assessment as it would be, and its difference.

    Example: electcheck whatif candidate.residence --format json

    Example: electcheck whatif --set candidate.residence/residence_years=0
    """
    if criterion is not None and case is None and Path(criterion).is_dir():
        case, criterion = Path(criterion), None
    sides = open_sides(case, criteria, sight_of(audience, secret))
    opened = sides[-1]
    if criterion is not None and criterion not in opened.norms.compiled:
        from electcheck.errors import did_you_mean, refuse

        hint = did_you_mean(criterion, opened.norms.compiled)
        raise refuse("CRITERION", f"there is no criterion {criterion!r} in the catalogue.{hint}")

    from electcheck.report.judgement_payload import whatif_payload, would_be_payload
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

    as_json = output is OutputFormat.json
    if answers or without:
        indicators = {name: one for name, (_, one) in opened.catalogue.indicators().items()}
        given = read_answers(answers or (), indicators)
        gone = known_statements(opened.case, without or ())
        data, texts = [], []
        for side in sides:
            now = assess(side, standard, day(as_of))
            own = sorted(gone & {statement.id for statement in side.case.statements})
            after = would_be(side, now, given, own)
            moved = difference(now, after)
            data.append(would_be_payload(side, given, own, after, moved))
            texts.append(would_be_lines(side, given, own, after, moved))
        say_data(data) if as_json else say_lines(texts)
        return

    def found(side: Opened) -> list[WhatIf]:
        now = assess(side, standard, day(as_of))
        bench = lay_out(side, now.standard, now.as_of)
        names = side.norms.compiled if criterion is None else [criterion]
        return [what_if(bench, name, bound) for name in names]

    def payload(side: Opened) -> dict[str, Any]:
        payloads = [whatif_payload(one) for one in found(side)]
        return {"criteria": payloads} if criterion is None else payloads[0]

    say_sides(
        as_json,
        sides,
        payload,
        lambda side: [line for one in found(side) for line in whatif_lines(one)],
    )


@app.command()
def agreement(
    codings: Annotated[
        Path | None,
        typer.Argument(
            metavar="[CASE]", help="A case, or a file of codings; by default the bundled case."
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", min=0, max=MOST_DRAWS, help="Resamples of units.")
    ] = 10_000,
    seed: SeedOption = 1,
    output: FormatOption = OutputFormat.text,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
    secret: SecretOption = None,
) -> None:
    """Measure how far assessors who coded the same indicators agree; list where they do not.

    Codings are read from a file of the form `codings: [{assessor, indicator, value}]`, by default
    codings.yaml of the case; where it has none, from its statements that name an assessor.

    Example: electcheck agreement data/kazakhstan-2019 --format json
    """
    from electcheck.files.codings import load_codings
    from electcheck.files.packaged import criteria_folder, default_case
    from electcheck.files.sight import Sight
    from electcheck.report.judgement_payload import agreement_payload
    from electcheck.report.robustness_text import agreement_lines
    from electcheck.rules.opening import open_case, open_norms
    from electcheck.scoring.agreement import agree, codings_of

    folder = criteria or criteria_folder()
    path = codings or default_case()
    known = {name: one for name, (_, one) in open_norms(folder).catalogue.indicators().items()}
    sight = sight_of(audience, secret)
    found = []
    for eyes in (Sight(),) if sight.audience == "public" else (Sight(), sight):
        if path.is_dir() and not (path / "codings.yaml").exists():
            case = open_case(path, folder, eyes.audience, eyes.secrets).case
            read, unclear = codings_of(case.statements)
            for name in unclear:
                typer.echo(f"note: {name} is no coding: its assessor says otherwise too", err=True)
        else:
            file = path / "codings.yaml" if path.is_dir() else path
            read = list(load_codings(file, known, eyes))
        found.append(agree(read, known, draws, seed))
    if output is OutputFormat.json:
        say_data(agreement_payload(one, draws, seed) for one in found)
    else:
        say_lines(agreement_lines(one, draws) for one in found)
