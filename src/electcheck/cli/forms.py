"""The commands `electcheck forms …`: forms for observers, out and in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from electcheck.cli.answers import FormatOption, OutputFormat, as_json, say
from electcheck.cli.app import app
from electcheck.cli.assessing import (
    CaseArgument,
    CriteriaOption,
    day,
)
from electcheck.cli.audience import AudienceOption, open_alone
from electcheck.errors import EXIT_DOES_NOT_HOLD

forms = typer.Typer(
    name="forms",
    help="Phone forms and workbooks for observers, and what comes back, as drafts.",
    no_args_is_help=True,
)
app.add_typer(forms)


class Kind(StrEnum):
    """What is exported."""

    xlsform = "xlsform"
    workbook = "workbook"


CaseOption = Annotated[Path, typer.Option("--case", help="Folder of the case.")]
ByOption = Annotated[
    str | None, typer.Option("--by", metavar="ROLE", help="Who decides: a role, not a name.")
]
OnOption = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="The day of the decision."),
]


@forms.command()
def export(
    case: CaseArgument = None,
    to: Annotated[Kind, typer.Option("--to", help="For phones, or for a spreadsheet.")] = (
        Kind.xlsform
    ),
    form: Annotated[
        list[str] | None,
        typer.Option(
            "--form",
            help="evidence, opening, voting, counting, tabulation, media, or criteria-AREA "
            "(repeatable).",
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.")] = Path(),
    criteria: CriteriaOption = None,
) -> None:
    """Write forms of a case, one .xlsx each, in English, French and Russian.

    Example: electcheck forms export data/kazakhstan-2019 --to xlsform --form voting --out forms
    """
    from electcheck.files.write import write_files
    from electcheck.forms.choosing import choose, form_names
    from electcheck.forms.form_files import STATION_FORMS
    from electcheck.forms.importing import indicators_by_area
    from electcheck.forms.workbook import statements_workbook, visits_workbook
    from electcheck.forms.xlsform import xlsform

    # Forms leave the house: they offer what is public, and no restricted source.
    opened, folder = open_alone(case, criteria, "public")
    if not form:
        from electcheck.errors import refuse

        raise refuse("--form", f"name a form: {', '.join(form_names(opened))}")
    files: dict[str, bytes | str] = {}
    for name in form:
        chosen = choose(opened, folder, name)
        if to is Kind.xlsform:
            content = xlsform(chosen)
        elif name in STATION_FORMS:
            content = visits_workbook(chosen)
        else:
            areas = [(a, list(own.items())) for a, own in indicators_by_area(opened, name)]
            content = statements_workbook(chosen, areas)
        files[f"{opened.case.id}-{name}-{to.value}.xlsx"] = content
        typer.echo(f"{name}: version {chosen.version}, {len(chosen.answered)} questions")
    for path in write_files(out, files):
        typer.echo(f"written: {path}")


@forms.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV or JSON of a server, or a workbook.")],
    case: CaseOption,
    set_aside: Annotated[
        bool,
        typer.Option(
            "--set-aside",
            help="Keep rows with faults as rejected and draft the rest (needs --by and --on).",
        ),
    ] = False,
    by: ByOption = None,
    on: OnOption = None,
    output: FormatOption = OutputFormat.text,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
) -> None:
    """Read filled-in forms as drafts; a file with a fault is refused whole.

    With --set-aside the exit code is 1 where rows were set aside. An answer may name a restricted
    source with --audience internal only.

    Example: electcheck forms import submissions.csv --case data/kazakhstan-2019 --format json
    """
    from electcheck.forms.keeping import ImportRefused, import_file
    from electcheck.forms.presenting import import_lines

    opened, folder = open_alone(case, criteria, audience)
    who = _who(by, on) if set_aside else None
    try:
        counts = import_file(file, opened, folder, who)
    except ImportRefused as refused:
        if output is OutputFormat.json:
            say(as_json(refused.counts))
        raise
    if output is OutputFormat.json:
        say(as_json(counts))
    else:
        typer.echo("\n".join(import_lines(counts)))
    if counts["rejected"]:
        raise typer.Exit(EXIT_DOES_NOT_HOLD)


def _who(by: str | None, on: datetime | None) -> tuple[str, date]:
    from electcheck.errors import refuse

    given = day(on)
    if not by or given is None:
        raise refuse("--by", "say who decides and when: --by ROLE --on YYYY-MM-DD")
    return by, given


@forms.command()
def review(
    case: CaseArgument = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(help="A draft or a statement of it; `all` for all without a conflict."),
    ] = None,
    reject: Annotated[list[str] | None, typer.Option(help="Needs --reason.")] = None,
    merge: Annotated[list[str] | None, typer.Option(help="Says the same as --into.")] = None,
    into: Annotated[str | None, typer.Option(help="What stays of a merger.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    credibility: Annotated[
        int | None, typer.Option(min=1, max=6, help="Grade what is accepted yourself.")
    ] = None,
    by: ByOption = None,
    on: OnOption = None,
    form: Annotated[str | None, typer.Option(help="Limit `all` to one form.")] = None,
    everything: Annotated[bool, typer.Option("--everything", help="List all of it.")] = False,
    output: FormatOption = OutputFormat.text,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
) -> None:
    """Show what waits for a decision and what disagrees; or accept, reject, merge.

    What is accepted is written into the evidence of the case; every decision keeps who and when.
    What was told in confidence, and evidence that is restricted, is shown with --audience internal
    only; `all` decides on it too, so look at it first.

    Example: electcheck forms review CASE --accept all --by legal-analyst --on 2019-06-11
    """
    from electcheck.errors import refuse
    from electcheck.forms.conflicts import conflicts
    from electcheck.forms.drafts import load_drafts
    from electcheck.forms.presenting import review_data, review_lines
    from electcheck.forms.reviewing import Asked, decide
    from electcheck.rules.opening import open_case_under

    opened, folder = open_alone(case, criteria, audience)
    if accept or reject or merge:
        who, when = _who(by, on)
        if (reject or merge) and not reason:
            raise refuse("--reason", "a rejection or a merger needs a reason")
        if bool(merge) != (into is not None):
            raise refuse("--into", "--merge and --into go together: what says the same as what?")
        taken, refused, joined = (tuple(one or ()) for one in (accept, reject, merge))
        asked = Asked(taken, refused, joined, into, who, when, reason, credibility, form)
        decide(opened, folder, asked, audience)
        opened = open_case_under(opened.norms, folder, audience)
    drafts = load_drafts(folder).seen_by(audience, opened.case)
    found = conflicts(opened, drafts)
    if output is OutputFormat.json:
        say(as_json(review_data(drafts, found)))
    else:
        typer.echo("\n".join(review_lines(drafts, found, everything)))


@forms.command()
def tally(
    form: Annotated[str, typer.Option("--form", help="A form about stations.")],
    case: CaseArgument = None,
    stations: Annotated[
        Path | None,
        typer.Option("--stations", help="Write a file for `electcheck sample estimate`."),
    ] = None,
    sample: Annotated[
        Path | None,
        typer.Option("--sample", help="The drawn stations (CSV): their rows, and no others."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--source", help="Draft lower bounds as statements of this source of the case."
        ),
    ] = None,
    output: FormatOption = OutputFormat.text,
    criteria: CriteriaOption = None,
    audience: AudienceOption = "public",
) -> None:
    """Count what the accepted visits show: x of n places.

    Small counts, behind which an observer may be known, are shown to those inside only, as the
    policy of small cells says (criteria/policy.yaml). A file of --stations has a row for each
    station and is for those inside.

    Example: electcheck forms tally CASE --form counting --stations counts.csv
    """
    from electcheck.errors import did_you_mean, refuse
    from electcheck.files.write import write_files
    from electcheck.forms.drafts import load_drafts
    from electcheck.forms.form_files import STATION_FORMS, station_form
    from electcheck.forms.keeping import keep_draft
    from electcheck.forms.presenting import tally_data, tally_lines
    from electcheck.forms.stations_file import stations_csv
    from electcheck.forms.tally import tally as count
    from electcheck.forms.tally import tally_draft
    from electcheck.sampling.station_file import read_stations

    opened, folder = open_alone(case, criteria, audience)
    if form not in STATION_FORMS:
        hint = did_you_mean(form, STATION_FORMS)
        raise refuse("--form", f"expected one of {', '.join(STATION_FORMS)}.{hint}")
    found = count(load_drafts(folder), station_form(form))
    if source is not None:
        if source not in opened.case.sources:
            hint = did_you_mean(source, opened.case.sources)
            raise refuse("--source", f"source {source!r} is not in sources.yaml.{hint}")
        indicators = {name: one for name, (_, one) in opened.catalogue.indicators().items()}
        draft = tally_draft(found, indicators, source)
        if draft is not None and keep_draft(folder, draft):
            typer.echo(f"drafted: {draft.id}, {len(draft.statements)} statements", err=True)
    if stations is not None:
        drawn = None if sample is None else read_stations(sample)
        write_files(stations.parent, {stations.name: stations_csv(found, drawn)})
    cells = opened.catalogue.policy.small_cells
    least = int(cells.value) if audience == "public" else 0
    if output is OutputFormat.json:
        say(as_json(tally_data(found, least)))
    else:
        typer.echo("\n".join(tally_lines(found, least)))
