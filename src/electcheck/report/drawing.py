"""The pictures of the report drawn, in one language, for the formats that show them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from electcheck.charts.settings import aggregation_intervals
from electcheck.charts.style import Picture, render, styled
from electcheck.report.drawn import Drawn, Found
from electcheck.report.sketches import (
    assessment_sketches,
    published_sketches,
    station_pictures,
)
from electcheck.report.speaker import Speaker, speaker
from electcheck.scoring.robustness import Robustness

if TYPE_CHECKING:
    from electcheck.model.record import Language


def draw(
    found: Found | Robustness, language: Language, names: tuple[str, ...], png: bool
) -> list[Drawn]:
    """Return the pictures of an assessment, or the one of how firm it is.

    Args:
        found: what they are made of.
        language: in which they speak.
        names: those of an assessment that are wanted; what the results allow comes with them.
        png: draw each as PNG too.
    """
    t = speaker(language)
    captions = {
        "areas": t("Areas and outcomes"),
        "coverage": t("What is established of what was asked, by area"),
        "sources": t("The sources of each decided finding"),
        "timeline": t("Events and publications"),
        "settings": t("The overall score under three aggregations"),
        "account": t("The account step by step"),
        "turnout": t("Turnout by region and hour"),
        "fingerprint": t("Turnout and the leader's share, station by station"),
        "comb-turnout": t("Stations at whole percentages of turnout"),
        "comb-share": t("Stations at whole percentages of the leader's share"),
        "references": t("Among the reference elections"),
    }
    with styled():
        return [
            Drawn(
                name,
                captions[name.removeprefix("published-").removeprefix("stations-")],
                picture.alt,
                picture.table,
                svg_of(picture),
                render(picture, "png") if png else b"",
            )
            for name, picture in _pictures(found, names, t).items()
        ]


def _pictures(
    found: Found | Robustness, names: tuple[str, ...], t: Speaker
) -> Mapping[str, Picture]:
    if isinstance(found, Robustness):
        return {"settings": aggregation_intervals(found, t)}
    drawn = assessment_sketches(found, t, names)
    if found.published is not None:
        own = published_sketches(found.published, t)
        drawn |= {f"published-{name}": one for name, one in own.items()}
    if found.stations is not None and found.battery is not None:
        given = station_pictures(found.stations, found.battery, t)
        drawn |= {f"stations-{name}": one for name, one in given.items()}
    return drawn


_NEEDLESS = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
_DECIMALS = re.compile(r"([1-9]\d*\.\d\d)\d+")
_STYLED = re.compile(r' style="([^"]*)"')
_SHEET = re.compile(r"<defs>\s*<style[^>]*>\*\{([^}]*)\}</style>\s*</defs>")


def svg_of(picture: Picture) -> str:
    """Return a picture as compact SVG in which every look is an attribute.

    A page that allows only its own style would refuse `style`; attributes say the same. Shapes
    keep a hundredth of a point, which nobody sees.
    """
    svg = _NEEDLESS.sub("", render(picture, "svg").decode("utf-8"))
    svg = _DECIMALS.sub(r"\1", svg)
    svg = _STYLED.sub(lambda found: _attributes(found[1]), svg)
    sheet = _SHEET.search(svg)
    if sheet is not None:
        # What held for everything stands at the root, from which everything inherits it.
        svg = svg.replace(sheet[0], "").replace("<svg", f"<svg{_attributes(sheet[1])}", 1)
    return re.sub(r">\s+<", "><", re.sub(r"[ \n]*\n[ \n]*", " ", svg)).strip()


def _attributes(style: str) -> str:
    """Return declarations as attributes.

    >>> _attributes("fill: none; stroke: #222222")
    ' fill="none" stroke="#222222"'
    """
    pairs = (one.split(":", 1) for one in style.split(";") if one.strip())
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)
