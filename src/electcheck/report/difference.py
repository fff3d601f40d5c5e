"""Two assessments side by side: which findings changed, and what changed them.

Both sides are the plain data of `assessment.json`, so that a kept file compares with a folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from electcheck.report.text import words

Data = Mapping[str, Any]


def difference(left: Data, right: Data) -> dict[str, Any]:
    """Return the findings that differ, with the statements that came and went.

    A finding differs where its outcome or its possible outcomes do.
    """
    before = {finding["criterion"]: finding for finding in left["findings"]}
    after = {finding["criterion"]: finding for finding in right["findings"]}
    return {
        "left": _side(left),
        "right": _side(right),
        "changed": [
            _change(before[name], finding, left, right)
            for name, finding in after.items()
            if name in before and _judgement(before[name]) != _judgement(finding)
        ],
        "unchanged": sum(
            name in before and _judgement(before[name]) == _judgement(finding)
            for name, finding in after.items()
        ),
        "only_left": sorted(before.keys() - after.keys()),
        "only_right": sorted(after.keys() - before.keys()),
    }


def _side(data: Data) -> dict[str, Any]:
    return {
        "election": data["election"]["id"],
        "fictional": data["election"]["fictional"],
        "as_of": data["as_of"],
        "standard": data["standard"],
        "overall": data["overall"],
        "coverage": data["coverage"],
    }


def _judgement(finding: Data) -> tuple[str, tuple[str, ...]]:
    return finding["outcome"], tuple(finding["possible"])


def _change(before: Data, after: Data, left: Data, right: Data) -> dict[str, Any]:
    came = sorted(set(after["statements"]) - set(before["statements"]))
    went = sorted(set(before["statements"]) - set(after["statements"]))
    return {
        "criterion": after["criterion"],
        "left": before["outcome"],
        "right": after["outcome"],
        "possible_left": list(before["possible"]),
        "possible_right": list(after["possible"]),
        "statements_came": came,
        "statements_went": went,
        "why": _why(before, after, left, right, came, went),
    }


def _why(
    before: Data, after: Data, left: Data, right: Data, came: list[str], went: list[str]
) -> str:
    if "pending" in (before["outcome"], after["outcome"]):
        return f"the date: {left['as_of']} against {right['as_of']}"
    narrowed = set(after["possible"]) < set(before["possible"])
    if before["outcome"] == "conflicting" and went and not came and narrowed:
        return f"one side of a conflict went: {', '.join(went)}"
    parts = [
        f"{word} {', '.join(names)}" for word, names in (("came", came), ("went", went)) if names
    ]
    if parts:
        return "; ".join(parts)
    if left["standard"] != right["standard"]:
        return f"the standard: {left['standard']} against {right['standard']}"
    return "the catalogue or a grade: the same statements count on both sides"


def difference_lines(found: Data) -> Iterator[str]:
    """Yield the difference line by line."""
    for side in ("left", "right"):
        data = found[side]
        coverage = data["coverage"]
        invented = " (FICTIONAL)" if data["fictional"] else ""
        yield (
            f"{side}: {data['election']}{invented}, as of {data['as_of']}, {data['standard']}: "
            f"{coverage['assessed']} of {coverage['applicable']} assessed"
        )
    for change in found["changed"]:
        yield f"{change['criterion']}: {words(change['left'])} -> {words(change['right'])}"
        yield f"  {change['why']}"
    for side in ("left", "right"):
        for name in found[f"only_{side}"]:
            yield f"{name}: on the {side} only"
    yield f"{len(found['changed'])} findings changed, {found['unchanged']} did not"
