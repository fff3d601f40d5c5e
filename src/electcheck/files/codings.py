"""Read a file of codings and check it against the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from electcheck.errors import Fault, InputRefused, Place, did_you_mean, refuse
from electcheck.files.case import PUBLIC, SOURCES
from electcheck.files.documents import read_raw, validate
from electcheck.files.sight import Cut, Sight, unreadable
from electcheck.model.coding import Coding, Codings
from electcheck.model.norms import Indicator
from electcheck.model.values import read_value


def load_codings(
    path: Path, indicators: Mapping[str, Indicator], sight: Sight = PUBLIC
) -> tuple[Coding, ...]:
    """Return the codings of a file that a reader may see.

    Args:
        path: the file; beside a `sources.yaml`, the readings of hidden sources are hidden too.
        indicators: the definitions by id.
        sight: whose eyes the file is read with.

    Raises:
        InputRefused: the file cannot be read; an indicator is unknown; a value does not fit; an
            assessor codes an indicator twice.
    """
    if not path.is_file():
        message = "there is no such file: name a file of codings, or a case with codings.yaml"
        raise refuse(str(path), message)
    faults: list[Fault] = []
    cut = Cut(sight)
    sources = path.parent / SOURCES
    if sources.is_file():
        raw = read_raw(sources, SOURCES)
        if unreadable(raw):
            raise InputRefused(raw.faults or [Fault(Place(SOURCES), "expected a file of sources")])
        cut.file(raw)
    document = validate(cut.file(read_raw(path, path.name)), Codings, faults)
    faults.extend(cut.faults)
    if document is None or cut.faults:
        raise InputRefused(faults)
    seen: set[tuple[str, str, str | None]] = set()
    for i, coding in enumerate(document.record.codings):
        at = ("codings", i)
        if coding.indicator not in indicators:
            hint = did_you_mean(coding.indicator, indicators)
            message = f"indicator {coding.indicator!r} is not in the catalogue.{hint}"
            faults.append(Fault(document.place(*at, "indicator"), message))
            continue
        try:
            read_value(indicators[coding.indicator], coding.value)
        except ValueError as error:
            message = f"{coding.indicator}: {error}"
            faults.append(Fault(document.place(*at, "value"), message))
        unit = (coding.assessor, coding.indicator, coding.source)
        if unit in seen:
            message = (
                f"assessor {coding.assessor!r} codes {coding.indicator!r} twice: keep one coding"
            )
            faults.append(Fault(document.place(*at), message))
        seen.add(unit)
    if faults:
        raise InputRefused(faults)
    return document.record.codings
