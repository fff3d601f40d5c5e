"""What must hold of any design, against brute force and a plain recursion written for this test."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electcheck.sampling.estimators import (
    Linear,
    covariances,
    mean,
    ratio,
    separate_ratio_total,
    standard_error,
    total,
)
from electcheck.sampling.sample import PostStrata, Sample, coded, staged, stratified, two_stage
from electcheck.sampling.stages import collapse, effective_units


def recursion(z: np.ndarray, groups: list, sizes: list, lonely: str = "remove") -> float:
    """The multistage variance of R's `survey` 4.1 in plain words.

    `groups` is, per stage, (stratum of each row, unit of each row); `sizes`, per stage, N of each
    row's stratum. A lonely group counts as nothing ("remove") or as the mean of the others.
    """
    if not groups:
        return 0.0
    (stratum, unit), population = groups[0], sizes[0]
    parts, later = [], 0.0
    for h in sorted(set(stratum)):
        rows = [i for i in range(len(z)) if stratum[i] == h]
        units = sorted({unit[i] for i in rows})
        totals = [sum(z[i] for i in rows if unit[i] == u) for u in units]
        n, whole = len(units), population[rows[0]]
        left = 1 - n / whole
        if left < 1e-7:
            parts.append(0.0)
        elif n == 1:
            parts.append(None)
        else:
            centre = sum(totals) / n
            parts.append(left * n / (n - 1) * sum((t - centre) ** 2 for t in totals))
        for u in units:
            inside = [i for i in rows if unit[i] == u]
            deeper = [([s[i] for i in inside], [v[i] for i in inside]) for s, v in groups[1:]]
            below = [[size[i] for i in inside] for size in sizes[1:]]
            later += n / whole * recursion(z[inside], deeper, below)
    known = [part for part in parts if part is not None]
    factor = len(parts) / len(known) if lonely == "average" else 1.0
    return sum(known) * factor + later


@st.composite
def two_stage_designs(draw):  # type: ignore[no-untyped-def]
    strata = draw(st.integers(1, 3))
    rows = []
    unit = 0
    for h in range(strata):
        drawn = draw(st.integers(2, 4))
        population = drawn + draw(st.integers(0, 4))  # 0: every unit was taken
        for _ in range(drawn):
            unit += 1
            stations = draw(st.integers(2, 4))
            inside = stations + draw(st.integers(0, 5))  # 0: every station was taken
            for _ in range(stations):
                valid = draw(st.integers(1, 900))
                rows.append(
                    (
                        f"h{h}",
                        f"u{unit:02}",
                        population,
                        inside,
                        valid,
                        draw(st.integers(0, valid)),
                        draw(st.integers(0, 1)),
                    )
                )
    return rows


def from_rows(rows: list) -> Sample:
    stratum, unit, units, inside, valid, votes, domain = zip(*rows, strict=True)
    return two_stage(
        stratum,
        unit,
        dict(zip(stratum, units, strict=True)),
        dict(zip(unit, inside, strict=True)),
        {"valid": valid, "votes": votes, "domain": domain},
    )


@settings(max_examples=60, deadline=None)
@given(two_stage_designs())
def test_two_stages_with_corrections_are_the_recursion(rows: list) -> None:
    sample = from_rows(rows)
    of = sample.columns
    domain = of["domain"] == 1
    stratum, unit = [r[0] for r in rows], [r[1] for r in rows]
    groups = [(stratum, unit), (unit, list(range(len(rows))))]
    sizes = [[r[2] for r in rows], [r[3] for r in rows]]
    estimates = [total(sample, of["votes"]), ratio(sample, of["votes"], of["valid"])]
    if domain.any():
        estimates.append(ratio(sample, of["votes"], of["valid"], domain))
    for one in estimates:
        expected = recursion(one.influence, groups, sizes)
        found = standard_error(sample, one) ** 2
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-18 * (1 + one.estimate**2))


@settings(max_examples=40, deadline=None)
@given(two_stage_designs(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list, shuffle) -> None:  # type: ignore[no-untyped-def]
    other = list(rows)
    shuffle.shuffle(other)
    one, two = from_rows(rows), from_rows(other)
    a = ratio(one, one.columns["votes"], one.columns["valid"])
    b = ratio(two, two.columns["votes"], two.columns["valid"])
    assert b.estimate == pytest.approx(a.estimate, rel=1e-12, abs=1e-15)
    assert standard_error(two, b) == pytest.approx(standard_error(one, a), rel=1e-8, abs=1e-12)
    assert two.df() == one.df()


@settings(max_examples=40, deadline=None)
@given(two_stage_designs(), st.floats(0.01, 100))
def test_scaling_the_weights_changes_no_ratio(rows: list, factor: float) -> None:
    one = from_rows(rows)
    two = Sample(one.base * factor, one.stages, one.columns, one.lonely, one.strata)
    a = ratio(one, one.columns["votes"], one.columns["valid"])
    b = ratio(two, two.columns["votes"], two.columns["valid"])
    assert b.estimate == pytest.approx(a.estimate, rel=1e-12, abs=1e-15)
    assert standard_error(two, b) == pytest.approx(standard_error(one, a), rel=1e-8, abs=1e-12)


POPULATION = {"y": np.array([3.0, 5, 9, 4, 8, 1]), "x": np.array([7.0, 9, 11, 8, 12, 5])}


def test_over_all_samples_a_total_and_its_variance_are_unbiased() -> None:
    y = POPULATION["y"]
    estimates, variances = [], []
    for chosen in itertools.combinations(range(6), 3):
        sample = stratified(["a"] * 3, {"a": 6}, {"y": y[list(chosen)]})
        one = total(sample, sample.columns["y"])
        estimates.append(one.estimate)
        variances.append(standard_error(sample, one) ** 2)
    assert np.mean(estimates) == pytest.approx(y.sum())
    assert np.mean(variances) == pytest.approx(np.var(estimates))


def test_over_all_two_stage_samples_a_total_and_its_variance_are_unbiased() -> None:
    units = {"u": [3.0, 5, 9], "v": [4.0, 8, 1], "w": [2.0, 2, 7]}
    estimates, variances = [], []
    for pair in itertools.combinations(units, 2):
        inside = [list(itertools.combinations(units[name], 2)) for name in pair]
        for first, second in itertools.product(*inside):
            sample = two_stage(
                ["a"] * 4,
                [pair[0]] * 2 + [pair[1]] * 2,
                {"a": 3},
                dict.fromkeys(pair, 3),
                {"y": [*first, *second]},
            )
            one = total(sample, sample.columns["y"])
            estimates.append(one.estimate)
            variances.append(standard_error(sample, one) ** 2)
    assert np.mean(estimates) == pytest.approx(sum(map(sum, units.values())))
    assert np.mean(variances) == pytest.approx(np.var(estimates))


def test_a_full_census_has_standard_error_zero() -> None:
    one = stratified(list("aaabbb"), {"a": 3, "b": 3}, POPULATION)
    two = two_stage(list("aaaaaa"), list("uuvvww"), {"a": 3}, dict.fromkeys("uvw", 2), POPULATION)
    for sample in (one, two):
        of = sample.columns
        found = [total(sample, of["y"]), mean(sample, of["y"]), ratio(sample, of["y"], of["x"])]
        assert np.all(covariances(sample, found) == 0)
        assert sample.is_census
        assert found[2].estimate == pytest.approx(30 / 52)


def test_a_unit_taken_with_certainty_adds_only_its_own_second_stage() -> None:
    rows = [("a", "u", 1, 4, 10, y, 0) for y in (1, 5)]
    sample = from_rows(rows)
    # one unit of one: no first-stage variance; 2 of 4 stations: (1 - 2/4) * 4**2 * s2 / 2
    one = total(sample, sample.columns["votes"])
    assert standard_error(sample, one) ** 2 == pytest.approx(0.5 * 16 * 8 / 2)
    # the unit is a stratum of two stations
    assert sample.df() == 1


def test_a_domain_is_not_a_filter() -> None:
    values = {"y": [1.0, 2, 3, 4, 5, 6], "in": [1.0, 1, 0, 0, 1, 1]}
    sample = stratified(list("aaabbb"), {"a": 30, "b": 30}, values)
    domain = sample.columns["in"] == 1
    one = total(sample, sample.columns["y"], domain)
    filtered = stratified(list("aabb"), {"a": 30, "b": 30}, {"y": [1.0, 2, 5, 6]})
    other = total(filtered, filtered.columns["y"])
    assert one.estimate == pytest.approx(140)
    assert standard_error(sample, one) == pytest.approx(
        np.sqrt(0.9 * 3 / 2 * 100 * (np.var([1, 2, 0]) + np.var([0, 5, 6])) * 3)
    )
    assert one.estimate != other.estimate
    assert sample.df(domain) == 2
    assert sample.df() == 4


def test_a_domain_without_a_station_in_a_stratum_keeps_that_stratum_out_of_its_df() -> None:
    sample = stratified(list("aaabbb"), {"a": 30, "b": 30}, {"y": [1.0, 2, 4, 4, 5, 6]})
    domain = np.array([True, True, True, False, False, False])
    one = mean(sample, sample.columns["y"], domain)
    assert one.estimate == pytest.approx(7 / 3)
    assert sample.df(domain) == 2
    assert standard_error(sample, one) > 0


LONELY = (["a", "a", "b", "c", "c", "c"], {"a": 9, "b": 4, "c": 12})
NUMBERS = {"y": [3.0, 5, 9, 4, 8, 1]}


def test_a_lonely_stratum_is_refused_collapsed_or_averaged() -> None:
    with pytest.raises(ValueError, match="one unit shows no spread"):
        standard_error(stratified(*LONELY, NUMBERS), Linear(0.0, np.ones(6)))
    averaged = stratified(*LONELY, NUMBERS, "average")
    one = total(averaged, averaged.columns["y"])
    groups = [(LONELY[0], list(range(6)))]
    sizes = [[LONELY[1][h] for h in LONELY[0]]]
    assert standard_error(averaged, one) ** 2 == pytest.approx(
        recursion(one.influence, groups, sizes, "average")
    )
    assert averaged.df() == 3
    collapsed = stratified(*LONELY, NUMBERS, "collapse")
    assert collapse(collapsed.stages[0]).tolist() == [0, 1, 1]
    # b joins c: four stations of sixteen, their weighted values around their own mean
    z = np.array([9 * 4, 4 * 4, 8 * 4, 1 * 4.0])
    expected = (1 - 2 / 9) * 2 * np.var([13.5, 22.5], ddof=1) + 0.75 * 4 * np.var(z, ddof=1)
    one = total(collapsed, collapsed.columns["y"])
    assert standard_error(collapsed, one) ** 2 == pytest.approx(expected)
    assert collapsed.df() == 4


def test_the_last_lonely_stratum_joins_the_one_before_and_a_certain_one_joins_none() -> None:
    sample = stratified(list("aabc"), {"a": 9, "b": 1, "c": 4}, {"y": [1.0, 2, 3, 4]}, "collapse")
    assert collapse(sample.stages[0]).tolist() == [0, 1, 0]


def test_a_lonely_station_in_a_unit_is_averaged_over_the_units() -> None:
    # R's `average` returns NaN here, since the unit's second stage has no other group.
    sample = two_stage(
        ["a"] * 5,
        ["u", "u", "v", "w", "w"],
        {"a": 9},
        {"u": 6, "v": 6, "w": 6},
        {"y": [3.0, 5, 9, 4, 8]},
        "average",
    )
    one = total(sample, sample.columns["y"])
    z = one.influence
    first = (1 - 3 / 9) * 3 * np.var([z[:2].sum(), z[2], z[3:].sum()], ddof=1)
    inside = [(1 - 2 / 6) * 2 * np.var(z[k : k + 2], ddof=1) for k in (0, 3)]
    second = 3 / 9 * sum(inside) * 3 / 2
    assert standard_error(sample, one) ** 2 == pytest.approx(first + second)


def test_post_strata_make_their_own_counts_certain() -> None:
    rng = np.random.default_rng(1)
    urban = rng.integers(0, 2, 60)
    y = rng.normal(10, 1, 60) + 5 * urban
    base, stages = staged(np.zeros(60, dtype=np.int64), None, np.array([600.0]), None)
    code = urban.astype(np.int64)
    plain = Sample(base, stages, {"y": y, "urban": urban.astype(float)}, "refuse", ("all",))
    post = Sample(
        base, stages, plain.columns, "refuse", ("all",), PostStrata(code, np.array([400.0, 200.0]))
    )
    counted = total(post, post.columns["urban"])
    assert counted.estimate == pytest.approx(200)
    assert standard_error(post, counted) == 0
    found = mean(post, post.columns["y"])
    expected = (400 * y[urban == 0].mean() + 200 * y[urban == 1].mean()) / 600
    assert found.estimate == pytest.approx(expected)
    # Särndal, Swensson, Wretman: residuals from class means, weighted by g.
    g = np.where(urban == 1, 200, 400) / np.where(urban == 1, urban.sum(), (1 - urban).sum())
    residual = g / 600 * (y - np.where(urban == 1, y[urban == 1].mean(), y[urban == 0].mean()))
    expected_variance = 0.9 * 60 / 59 * ((residual - residual.mean()) ** 2).sum()
    assert standard_error(post, found) ** 2 == pytest.approx(expected_variance)
    assert standard_error(post, found) < standard_error(plain, mean(plain, plain.columns["y"]))


def test_separate_and_combined_ratio_agree_where_the_strata_have_one_ratio() -> None:
    x = np.array([10.0, 20, 30, 5, 8, 9])
    sample = stratified(list("aaabbb"), {"a": 9, "b": 9}, {"x": x, "y": x * 0.4})
    known = np.array([190.0, 70.0])
    for combined in (False, True):
        one = separate_ratio_total(sample, sample.columns["y"], x, known, combined)
        assert one.estimate == pytest.approx(0.4 * 260)
        assert standard_error(sample, one) == 0


def test_missing_stations_leave_the_others_to_stand_for_them() -> None:
    sample = stratified(list("aaabbb"), {"a": 30, "b": 30}, {"y": [1.0, 2, 3, 4, 5, 6]})
    kept = sample.where(np.array([True, True, False, True, True, True]))
    assert kept.base.tolist() == [15, 15, 10, 10, 10]
    with pytest.raises(ValueError, match="no station left"):
        sample.where(np.array([True, True, True, False, False, False]))


def test_a_variance_that_one_unit_makes_counts_one_effective_unit() -> None:
    sample = stratified(["a"] * 50, {"a": 500}, {"y": np.r_[100.0, np.zeros(49)]})
    alike = stratified(["a"] * 50, {"a": 500}, {"y": np.tile([1.0, -1.0], 25)})
    for one, low, high in ((sample, 1.0, 1.3), (alike, 50, 50)):
        found = total(one, one.columns["y"]).influence[:, None]
        assert low - 1e-9 <= effective_units(one.spreads, found)[0] <= high + 1e-9


def test_labels_sort_as_numbers_where_they_are_numbers() -> None:
    assert coded(["10", "9", "x", "2"])[1] == ("2", "9", "10", "x")
