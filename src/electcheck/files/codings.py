"""Read a file of codings and check it against the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from electcheck.errors import Fault, InputRefused, did_you_mean, refuse
from electcheck.files.documents import load
from electcheck.model.coding import Coding, Codings
from electcheck.model.norms import Indicator
from electcheck.model.values import read_value


def load_codings(path: Path, indicators: Mapping[str, Indicator]) -> tuple[Coding, ...]:
    """Return the codings of a file.

    Args:
        path: the file.
        indicators: the definitions by id.

    Raises:
        InputRefused: the file cannot be read; an indicator is unknown; a value does not fit; an
            assessor codes an indicator twice.
    """
    if not path.is_file():
        message = "there is no such file: name a file of codings, or a case with codings.yaml"
        raise refuse(str(path), message)
    faults: list[Fault] = []
    document = load(path, path.name, Codings, faults)
    if document is None:
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
