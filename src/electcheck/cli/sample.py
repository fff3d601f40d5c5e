"""The commands `electcheck sample …`: samples of polling stations."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from electcheck.cli.answers import FormatOption, OutputFormat, as_json, say
from electcheck.cli.app import app
from electcheck.cli.audience import AudienceOption
from electcheck.cli.drafting import DraftOption, FeedsOption, SourceOption, keep_estimates
from electcheck.errors import EXIT_DOES_NOT_HOLD

sample = typer.Typer(
    name="sample",
    help="Plan, draw, estimate and compare samples of polling stations.",
    no_args_is_help=True,
)
app.add_typer(sample)


DesignFile = Annotated[Path, typer.Option("--design", help="The DESIGN file (YAML).")]
FrameFile = Annotated[
    Path | None, typer.Option("--frame", help="The frame the stations were drawn from (CSV).")
]
SealFile = Annotated[
    Path | None, typer.Option("--seal", help="The seal of the draw (JSON, from `sample draw`).")
]


def _warn(lines: tuple[str, ...] | list[str]) -> None:
    for line in lines:
        typer.echo(f"warning: {line}", err=True)


@sample.command()
def estimate(
    file: Annotated[Path, typer.Argument(help="One row per drawn station (CSV).")],
    design: DesignFile,
    frame: FrameFile = None,
    seal: SealFile = None,
    draft: DraftOption = None,
    feeds: FeedsOption = None,
    source: SourceOption = None,
    output: FormatOption = OutputFormat.text,
    audience: AudienceOption = "public",
) -> None:
    """Estimate what the design asks for, with ranges that follow from the draw.

    With --draft the ranges wait in the case as drafts; `electcheck forms review` confirms them.
    A restricted source can be named with --audience internal only.

    Example: electcheck sample estimate stations.csv --design design.yaml --format json

    Example: electcheck sample estimate counts.csv --design design.yaml --draft CASE
    --feeds bad=day.count-procedure/sample_share --source citizen-sample
    """
    from electcheck.sampling.against_frame import check_draw
    from electcheck.sampling.build import build
    from electcheck.sampling.design_file import load_design
    from electcheck.sampling.estimate import estimate as estimate_all
    from electcheck.sampling.policy import load_policy
    from electcheck.sampling.present import as_data, as_text
    from electcheck.sampling.station_file import read_stations

    asked, policy = load_design(design), load_policy()
    stations = check_draw(build(read_stations(file), asked, policy), frame, seal)
    found = estimate_all(stations, policy)
    if draft is not None:
        keep_estimates(found, draft, feeds, source, file, audience)
    _warn(found.warnings)
    if output is OutputFormat.json:
        say(as_json(as_data(found)))
    else:
        typer.echo(as_text(found, float(asked.level or policy.level.value)), nl=False)


@sample.command()
def compare(
    file: Annotated[Path, typer.Argument(help="One row per drawn station (CSV).")],
    design: DesignFile,
    official: Annotated[Path, typer.Option("--official", help="The official result (YAML).")],
    frame: FrameFile = None,
    seal: SealFile = None,
    figure: Annotated[
        Path | None, typer.Option("--figure", help="Write the range plot here (.svg or .png).")
    ] = None,
    output: FormatOption = OutputFormat.text,
) -> None:
    """Compare a sample with the official result; exit code 1 when it lies outside a range.

    Example: electcheck sample compare stations.csv --design design.yaml --official official.yaml
    """
    from electcheck.sampling.against_frame import check_draw
    from electcheck.sampling.build import build
    from electcheck.sampling.compare import OUTSIDE
    from electcheck.sampling.compare import compare as compare_all
    from electcheck.sampling.design_file import load_design
    from electcheck.sampling.official import load_official
    from electcheck.sampling.policy import load_policy
    from electcheck.sampling.present_comparison import comparison_data, comparison_text
    from electcheck.sampling.station_file import read_stations

    asked, policy = load_design(design), load_policy()
    stations = check_draw(build(read_stations(file), asked, policy), frame, seal)
    found = compare_all(stations, load_official(official), policy)
    if figure is not None:
        from electcheck.charts.sampling import range_plot
        from electcheck.charts.saving import save

        save(range_plot(found), figure)
    _warn(found.warnings)
    if output is OutputFormat.json:
        say(as_json(comparison_data(found)))
    else:
        typer.echo(comparison_text(found), nl=False)
    if found.verdict == OUTSIDE:
        raise typer.Exit(EXIT_DOES_NOT_HOLD)


@sample.command()
def draw(
    frame: Annotated[Path, typer.Argument(help="Every station, one row each (CSV).")],
    seed: Annotated[
        str | None, typer.Option(help="Any text fixed in public, such as lottery numbers.")
    ] = None,
    station: Annotated[
        list[str] | None, typer.Option(help="Column that identifies a station (repeatable).")
    ] = None,
    stratum: Annotated[str | None, typer.Option(help="Column of the strata.")] = None,
    unit: Annotated[str | None, typer.Option(help="Column of first-stage units.")] = None,
    n: Annotated[
        int | None, typer.Option("--n", min=1, help="Stations (units, with --unit) to draw.")
    ] = None,
    take: Annotated[
        list[str] | None, typer.Option(help="STRATUM=NUMBER instead of --n (repeatable).")
    ] = None,
    per_unit: Annotated[
        int | None, typer.Option(min=1, help="Stations in each drawn unit; all by default.")
    ] = None,
    reserves: Annotated[
        int, typer.Option(min=0, help="Reserve stations in each stratum (or unit).")
    ] = 0,
    out: Annotated[
        Path | None, typer.Option(help="Folder for sample.csv, reserve.csv and seal.json.")
    ] = None,
    verify: Annotated[
        Path | None, typer.Option(help="Repeat the draw of this seal, and say if it holds.")
    ] = None,
) -> None:
    """Draw stations from a frame and seal the draw; or verify a seal (exit code 1 if it is false).

    Example: electcheck sample draw frame.csv --seed "4 8 15 16 23 42" --station id
    --stratum region --n 300 --reserves 2 --out drawn

    Example: electcheck sample draw frame.csv --verify drawn/seal.json
    """
    from electcheck.errors import refuse
    from electcheck.files.write import write_files
    from electcheck.sampling.against_frame import read_seal
    from electcheck.sampling.draw import DrawRequest, read_frame, repeat
    from electcheck.sampling.draw import draw as draw_stations
    from electcheck.sampling.draw_sheet import draw_sheet
    from electcheck.sampling.station_file import read_stations

    file = read_stations(frame)
    if verify is not None:
        seal = read_seal(verify)
        holds = repeat(file, seal) == seal
        typer.echo(f"{verify}: {'holds' if holds else 'is not what its seed and frame give'}")
        if not holds:
            raise typer.Exit(EXIT_DOES_NOT_HOLD)
        return
    if not seed or not station or out is None or (n is None) == (not take):
        raise refuse(
            frame, "a draw needs --seed, --station, --out, and either --n or --take STRATUM=NUMBER"
        )
    if per_unit is not None and unit is None:
        raise refuse(frame, "--per-unit needs --unit, the column of the units")
    asked = DrawRequest(seed, tuple(station), stratum, unit, n, _taken(take), per_unit, reserves)
    whole = read_frame(file, asked)
    seal = draw_stations(whole, asked)
    sealed = json.dumps(seal.model_dump(), ensure_ascii=False, indent=1) + "\n"
    files: dict[str, bytes | str] = {"seal.json": sealed}
    files["sample.csv"] = draw_sheet(whole, seal, seal.drawn)
    if seal.reserve:
        files["reserve.csv"] = draw_sheet(whole, seal, seal.reserve)
    write_files(out, files)
    asked_for, given = n, sum(seal.allocation.values())
    if asked_for is not None and given != asked_for:
        why = "every stratum needs two" if given > asked_for else "the frame has no more"
        _warn([f"{asked_for} were asked for, {given} are drawn: {why}"])
    typer.echo(
        f"{len(seal.drawn)} stations drawn, {len(seal.reserve)} in reserve; frame SHA-256 "
        f"{seal.frame_sha256}; seed {seal.seed!r}; written to {out}: {', '.join(sorted(files))}"
    )


def _taken(take: list[str] | None) -> dict[str, int] | None:
    from electcheck.errors import Fault, InputRefused, Place

    if not take:
        return None
    result: dict[str, int] = {}
    faults = []
    for one in take:
        label, _, count = one.rpartition("=")
        if not label or not count.isdigit():
            faults.append(Fault(Place("--take"), f"expected STRATUM=NUMBER, found {one!r}"))
        elif label in result:
            faults.append(Fault(Place("--take"), f"stratum {label!r} is given twice"))
        else:
            result[label] = int(count)
    if faults:
        raise InputRefused(faults)
    return result


class AllocationRule(StrEnum):
    """How stations are shared out to strata."""

    proportional = "proportional"
    neyman = "neyman"


@sample.command()
def plan(
    previous: Annotated[
        Path | None, typer.Argument(help="A previous election's stations (CSV).")
    ] = None,
    part: Annotated[
        str | None, typer.Option(help="Column: numerator, or 0/1 for a share of stations.")
    ] = None,
    whole: Annotated[str | None, typer.Option(help="Column: denominator of the ratio.")] = None,
    stratum: Annotated[str | None, typer.Option(help="Column of the strata.")] = None,
    unit: Annotated[str | None, typer.Option(help="Column of first-stage units.")] = None,
    stations: Annotated[
        int | None, typer.Option(min=2, help="Without a file: stations in the country.")
    ] = None,
    spread: Annotated[
        float | None, typer.Option(min=0, help="Without a file: standard deviation of stations.")
    ] = None,
    correlation: Annotated[
        float | None, typer.Option(min=0, max=1, help="How alike stations of one unit are.")
    ] = None,
    expect: Annotated[float | None, typer.Option(help="Expected share, for --threshold.")] = None,
    margin: Annotated[
        float | None, typer.Option(min=0, help="Wanted half-width, as a share (0.01).")
    ] = None,
    threshold: Annotated[float | None, typer.Option(help="A share to be settled (0.5).")] = None,
    zero_events: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share of stations with a problem to meet.")
    ] = None,
    allocation: Annotated[
        AllocationRule, typer.Option(help="proportional or neyman.")
    ] = AllocationRule.proportional,
    per_unit: Annotated[int, typer.Option(min=1, help="Stations in each drawn unit.")] = 1,
    unit_price: Annotated[float, typer.Option(min=0, help="What one unit costs.")] = 0.0,
    station_price: Annotated[float, typer.Option(min=0, help="What one station costs.")] = 1.0,
    response: Annotated[
        float, typer.Option(min=0.01, max=1, help="Share of drawn stations that will report.")
    ] = 1.0,
    output: FormatOption = OutputFormat.text,
) -> None:
    """Plan a sample: its size, its strata, and what one more station buys.

    Example: electcheck sample plan 2014.csv --part winner --whole valid --stratum region
    --margin 0.01 --response 0.95

    Example: electcheck sample plan --stations 9800 --zero-events 0.01
    """
    from electcheck.sampling.plan import Cost, Request
    from electcheck.sampling.plan_command import Asked, answer, answer_text

    asked = Asked(
        previous,
        part,
        whole,
        stratum,
        unit,
        stations,
        spread,
        correlation,
        expect,
        margin,
        threshold,
        zero_events,
        Request(
            margin or 0.0,
            allocation=allocation.value,
            per_unit=per_unit,
            response=response,
            cost=Cost(unit_price, station_price),
        ),
    )
    found = answer(asked)
    if output is OutputFormat.json:
        say(as_json(found))
    else:
        typer.echo(answer_text(found), nl=False)
