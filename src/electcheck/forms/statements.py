"""From the answers on one indicator to the statement that they would add to the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from electcheck.forms.form_files import form_words
from electcheck.model.evidence import Statement
from electcheck.model.norms import Indicator
from electcheck.rules.weighing import statement_values


def draft_of_answers(
    identifier: str,
    full: str,
    indicator: Indicator,
    parts: Mapping[str, str],
    observer: str,
) -> dict[str, Any]:
    """Return the statement that an answered indicator amounts to, as plain data.

    Args:
        identifier: the id that the statement will have.
        full: the id of the indicator.
        indicator: its definition.
        parts: the answers by the last part of their names (`answer`, `value`, `source` …).
        observer: the pseudonym of whoever filled it in.

    Raises:
        ValueError: the answers are no value of the indicator; the message says why.
    """
    method = parts["method"]
    # An answer was checked against the choices of the form, which are the methods.
    proposed = form_words().credibility[method]  # type: ignore[index]
    data: dict[str, Any] = {
        "id": identifier,
        "indicator": full,
        "says": "fact",
        **_value(indicator, parts),
        "source": parts["source"],
        "locator": parts["where"],
        "summary": parts["says"],
    }
    if parts.get("since"):
        data["happened"] = {"from": parts["since"]}
    data |= {
        "method": method,
        "credibility": proposed.value,
        "credibility_reason": proposed.reason,
    }
    if parts.get("told_by"):
        data |= {"origin": parts["told_by"], "confidentiality": "restricted"}
    data["assessor"] = observer
    check(data, indicator)
    return data


def check(data: Mapping[str, Any], indicator: Indicator) -> None:
    """Check that plain data is a statement whose value the indicator can have.

    Raises:
        ValueError: it is not; the message says why.
    """
    try:
        statement_values(Statement.model_validate(data), indicator)
    except ValidationError as error:
        raise ValueError("; ".join(str(one["msg"]) for one in error.errors())) from None


def _value(indicator: Indicator, parts: Mapping[str, str]) -> dict[str, Any]:
    answer = parts["answer"]
    if indicator.type == "boolean":
        return {"value": answer == "yes"}
    if indicator.type == "choice":
        return {"value": answer}
    if answer == "exactly":
        return {"value": number(indicator, parts["value"])}
    ends = [number(indicator, parts[name]) if parts.get(name) else None for name in ("from", "to")]
    if ends == [None, None]:
        raise ValueError("a range needs 'from', 'to' or both")
    return {"range": ends}


def number(indicator: Indicator, text: str) -> int | float | str:
    """Return a number or a date as it is written in a file of evidence.

    Raises:
        ValueError: it is no number.
    """
    if indicator.type == "date":
        return text
    try:
        return int(text)
    except ValueError:
        return float(text)
