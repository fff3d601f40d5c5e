"""Kleene's strong tables, written out as in Introduction to Metamathematics, par. 64."""

from __future__ import annotations

import pytest

from electcheck.rules.evaluate import every, negate, some

T, F, U = True, False, None

AND = {
    (T, T): T, (T, U): U, (T, F): F,
    (U, T): U, (U, U): U, (U, F): F,
    (F, T): F, (F, U): F, (F, F): F,
}  # fmt: skip
OR = {
    (T, T): T, (T, U): T, (T, F): T,
    (U, T): T, (U, U): U, (U, F): U,
    (F, T): T, (F, U): U, (F, F): F,
}  # fmt: skip


@pytest.mark.parametrize(("pair", "expected"), AND.items())
def test_and(pair: tuple[bool | None, bool | None], expected: bool | None) -> None:
    assert every(pair) is expected


@pytest.mark.parametrize(("pair", "expected"), OR.items())
def test_or(pair: tuple[bool | None, bool | None], expected: bool | None) -> None:
    assert some(pair) is expected


@pytest.mark.parametrize(("one", "expected"), [(T, F), (U, U), (F, T)])
def test_not(one: bool | None, expected: bool | None) -> None:
    assert negate(one) is expected
