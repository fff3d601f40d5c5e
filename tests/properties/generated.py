"""Hypothesis strategies: small catalogues of every type and evidence of every grade."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from electcheck.model.evidence import Statement
from electcheck.model.norms import Criterion
from tests.rules.making import criterion, source, statement

RELIABILITY = {"a": "A", "b": "B", "c": "C", "d": "D", "e": "C", "f": "B", "u": "F"}
SOURCES = [source(name, letter) for name, letter in RELIABILITY.items()]

_BOOLEAN = {"kind": "practice", "type": "boolean", "ask": "?"}
_COUNT = {"kind": "practice", "type": "count", "ask": "?"}
_CHOICE = {
    "kind": "practice",
    "type": "choice",
    "ask": "?",
    "choices": {"p": "P", "q": "Q", "r": "R"},
}
INDICATORS: dict[str, dict[str, Any]] = {"t": _BOOLEAN, "s": _BOOLEAN, "n": _COUNT, "k": _CHOICE}
THRESHOLDS = {
    "two": {"value": 2, "basis": "ours", "note": "test"},
    "five": {"value": 5, "basis": "ours", "note": "test"},
}
MOST = 8

_ATOMS = st.one_of(
    st.sampled_from(["t", "s", "t == s", "t != s", "not t"]),
    st.builds(
        "n {} {}".format,
        st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
        st.sampled_from(["two", "five"]),
    ),
    st.sampled_from(["k == p", "k != q", "k in [p, q]", "k not in [q, r]"]),
)
CONDITIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("(not {})".format, inner),
    ),
    max_leaves=4,
)


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    """Draw a criterion whose last clause takes all that the others leave."""
    first, second = draw(CONDITIONS), draw(CONDITIONS)
    outcome = {
        "not_met": {"when": first},
        "partly_met": {"when": second},
        "met": {"when": f"not ({first}) and not ({second})"},
    }
    return criterion(
        indicators=INDICATORS,
        thresholds=THRESHOLDS,
        outcome=outcome,
        applies=draw(st.none() | CONDITIONS),
    )


@st.composite
def statements(draw: st.DrawFn, name: str) -> Statement:
    """Draw a statement called `name` (its first letter names its source)."""
    indicator = draw(st.sampled_from(sorted(INDICATORS)))
    value: dict[str, Any]
    if indicator in "ts":
        value = {"value": draw(st.booleans())}
    elif indicator == "k":
        value = {"value": draw(st.sampled_from(["p", "q", "r"]))}
    else:
        ends = sorted(draw(st.tuples(st.integers(0, MOST), st.integers(0, MOST))))
        value = {"range": ends}
    interest = draw(st.sampled_from(["none", "none", "none", "for", "against"]))
    return statement(
        name,
        f"a.one/{indicator}",
        **value,
        method=draw(st.sampled_from(["observed", "reported"])),
        credibility=draw(st.integers(1, 6)),
        interest=interest,
        interest_reason=None if interest == "none" else "test",
        origin=draw(st.none() | st.sampled_from(["wire", "unknown"])),
        scope=draw(st.sampled_from([{}, {}, {}, {"place": "north"}])),
    )


@st.composite
def evidence(draw: st.DrawFn) -> list[Statement]:
    """Draw up to ten statements with different ids."""
    names = draw(
        st.lists(
            st.builds("{}{}".format, st.sampled_from(sorted(RELIABILITY)), st.integers(1, 9)),
            unique=True,
            max_size=10,
        )
    )
    return [draw(statements(name)) for name in names]
