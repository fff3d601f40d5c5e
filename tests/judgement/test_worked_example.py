"""The worked example of the docs holds: every command, every sum, every row."""

from __future__ import annotations

import ast
import json
import operator
import re
import shlex
from collections.abc import Callable

import numpy as np
import pytest

from electcheck.files.packaged import criteria_folder
from electcheck.report.text import words
from electcheck.rules.findings import find
from electcheck.rules.opening import open_case
from electcheck.scoring.agreement import alpha
from electcheck.scoring.robustness import scores, sheet
from tests.command import run
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "worked-example.md").read_text(encoding="utf-8")
WORKED = ROOT / "tests" / "judgement" / "worked"
COMMANDS = re.findall(r"```console\n\$ electcheck (.*)\n((?:.*\n)*?)```", PAGE)
SUMS = re.findall(r"`([^`=]*) = ([0-9.]+)`", PAGE)
ROWS = re.findall(r"^\| ([a-z]+\.[a-z]+) \| (.+) \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)
OPERATORS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.Pow: operator.pow,
}  # fmt: skip


def computed(node: ast.AST) -> float:
    if isinstance(node, ast.Constant):
        return float(node.value)
    assert isinstance(node, ast.BinOp)
    return OPERATORS[type(node.op)](computed(node.left), computed(node.right))


def test_the_page_has_what_is_checked_here() -> None:
    assert (len(COMMANDS), len(ROWS)) == (3, 4)
    assert len(SUMS) >= 15


@pytest.mark.parametrize(("arguments", "expected"), COMMANDS, ids=[c for c, _ in COMMANDS])
def test_a_command_prints_what_the_page_says(
    arguments: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(*shlex.split(arguments)).out == expected


@pytest.mark.parametrize(("terms", "result"), SUMS, ids=[terms for terms, _ in SUMS])
def test_a_sum_is_right(terms: str, result: str) -> None:
    digits = len(result.partition(".")[2])
    assert round(computed(ast.parse(terms, mode="eval").body), digits) == float(result)


def test_the_matrix_is_what_robustness_prints() -> None:
    ran = run("robustness", WORKED / "case", "--criteria", WORKED / "criteria", "--draws", "10",
              "--format", "json")  # fmt: skip
    found = json.loads(ran.out)
    rows = [(r["criterion"], *map(words, r["outcomes"].values())) for r in found["matrix"]]
    assert rows == [tuple(row) for row in ROWS]
    carried = {r["criterion"]: [o["origin"] for o in r["origins"]] for r in found["single_origin"]}
    assert carried == {
        "count.stuffing": ["mission"],
        "count.protocols": ["gazette", "network"],
        "media.law": ["media-law"],
    }


def test_the_setting_moved_by_hand_is_what_a_draw_computes() -> None:
    opened = open_case(WORKED / "case", WORKED / "criteria")
    findings = find(opened, "reasonable-grounds", opened.case.election.as_of)
    laid = sheet(opened.catalogue.policy, ["count", "media"], {"reasonable-grounds": findings})
    drawn = scores(laid, np.array([[1.0, 4.0, 2.0, 2.0]]), np.array([0.25]))
    assert drawn.overall["all_worst"][0, 0] == pytest.approx([0.5, 0.351, 0.125], abs=0.0005)


def test_the_policy_of_the_example_is_the_usual_one() -> None:
    """Its standards and numbers, that is; areas and robustness are what it leaves out."""
    worked = open_case(WORKED / "case", WORKED / "criteria").catalogue.policy
    usual = (criteria_folder() / "policy.yaml").read_text(encoding="utf-8")
    own = (WORKED / "criteria" / "policy.yaml").read_text(encoding="utf-8")
    for key in ("values:", "weights:"):
        block = re.search(rf"^{key}\n(?: .*\n)+", usual, re.MULTILINE)
        assert block is not None
        assert block.group() in own
    assert next(s.id for s in worked.standards) == "reasonable-grounds"


def test_the_two_assessors_of_the_page_agree_as_it_says() -> None:
    one, other = re.findall(r"\b[01]{10}\b", PAGE)
    units = [[float(a), float(b)] for a, b in zip(one, other, strict=True)]
    assert round(alpha(units, "nominal").estimate or 0, 3) == 0.095
