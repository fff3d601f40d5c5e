"""The resampled density: the packaged figure, no drift with the replicates, planted spikes."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from model_elections import election, estimates, one_heap, table_of

from electcheck.errors import InputRefused
from electcheck.forensics.battery import Options
from electcheck.forensics.models import drawing
from electcheck.forensics.models.beta_mixture import BetaMixture, fit_mixture
from electcheck.forensics.models.mixture_file import load_mixture
from electcheck.forensics.models.rkd import compare, null_percents, quantile
from electcheck.forensics.policy import policy
from electcheck.forensics.task import RkdChoice

STORED = """format: 1
turnout: {alpha: [21.676410, 8.878047], beta: [19.010158, 9.569332],
  weights: [0.653139, 0.346861]}
share: {alpha: [8.489956, 4.059976, 7.833839, 5.488676],
  beta: [8.660315, 32.111545, 20.104290, 3.114695],
  weights: [0.4734652, 0.2138356, 0.1789699, 0.1337292]}
"""


def stored(tmp_path: Path) -> dict[str, dict[str, tuple[float, ...]]]:
    path = tmp_path / "canada.yaml"
    path.write_text(STORED, encoding="utf-8")
    return load_mixture(path)


@pytest.mark.validation
def test_the_stored_mixture_gives_the_packaged_figure(
    validation_data: Path, tmp_path: Path
) -> None:
    """The largest of 1,000 replicates, as packaged; its Monte Carlo error is measured by blocks.

    Four times 250 further replicates show how far the maximum's answer moves with its draws.
    """
    with (validation_data.parent / "facts" / "oracles.csv").open(encoding="utf-8") as rows:
        packaged = next(
            float(row["value"])
            for row in csv.DictReader(rows)
            if row["method"] == "rkd_spikes" and "stored" in row["quantity"]
        )
    table = election(validation_data / "canada2011")
    mixtures = stored(tmp_path)
    turnout, share = (
        BetaMixture(*(np.array(mixtures[name][key]) for key in ("alpha", "beta", "weights")))
        for name in ("turnout", "share")
    )
    size, ballots, votes = table.registered, table.issued, table.votes["Conservative"]
    limits = policy().models.rkd
    draws = drawing.draw_elections(
        size, ballots, votes, (turnout, share), 1300, np.random.SeedSequence(2), limits
    )
    answers = [
        compare(
            votes / ballots,
            drawing.Draws(draws.mass[i : i + 1000], draws.densities[i : i + 1000], 1e-4),
            limits,
            "maximum",
        ).percent
        for i in (0, 100, 200, 300)
    ]
    # One replicate more or less at one place of the grid moves the answer by a place's excess.
    place = 100 * float(np.sqrt(draws.mass.mean(axis=0).max() / len(votes))) * 3
    assert packaged == pytest.approx(0.0389, abs=1e-4)
    assert abs(np.mean(answers) - packaged) <= max(2 * np.std(answers), place)


def test_the_answer_does_not_drift_with_the_number_of_replicates() -> None:
    table = one_heap(3000, seed=7)
    size, ballots, votes = table.registered, table.issued, table.votes["A"]
    some = BetaMixture(np.array([5.0]), np.array([5.0]), np.array([1.0]))
    limits = policy().models.rkd
    draws = drawing.draw_elections(
        size, ballots, votes, (some, some), 800, np.random.SeedSequence(3), limits
    )

    def limit(rows: slice, kind: str) -> np.ndarray:
        values = draws.densities[rows]
        return values.max(axis=0) if kind == "maximum" else quantile(values, 0.999)

    busy = draws.densities.mean(axis=0) > np.quantile(draws.densities.mean(axis=0), 0.6)
    drift = {
        kind: float((limit(slice(None), kind)[busy] / limit(slice(0, 50), kind)[busy]).mean())
        for kind in ("maximum", "quantile")
    }
    assert drift["maximum"] > 1.1
    assert drift["quantile"] == pytest.approx(1, abs=0.03)


def test_replicates_are_independent_streams_whatever_the_threads(monkeypatch) -> None:
    table = one_heap(400)
    some = BetaMixture(np.array([5.0, 9.0]), np.array([5.0, 3.0]), np.array([0.4, 0.6]))
    arguments = (table.registered, table.issued, table.votes["A"], (some, some))
    seed, limits = np.random.SeedSequence(5), policy().models.rkd
    many = drawing.draw_elections(*arguments, 20, seed, limits)
    few = drawing.draw_elections(*arguments, 7, seed, limits)
    assert np.array_equal(many.mass[:7], few.mass)
    monkeypatch.setattr(drawing, "_THREADS", 1)
    assert np.array_equal(drawing.draw_elections(*arguments, 20, seed, limits).mass, many.mass)
    assert not np.array_equal(many.mass[0], many.mass[1])


def test_a_planted_spike_is_found_and_located() -> None:
    rng = np.random.default_rng(8)
    size = rng.integers(600, 2500, 2500)
    out = rng.binomial(size, rng.beta(30, 20, 2500))
    leader = rng.binomial(out, rng.beta(12, 16, 2500))
    clean = estimates(table_of(size, out, leader), "rkd")[0]
    assert clean.pvalue > 0.01
    some = rng.random(2500) < 0.03
    leader[some] = np.round(0.6 * out[some])
    found = estimates(table_of(size, out, leader), "rkd")[0]
    assert found.pvalue < 0.05
    assert found.parameters["spike_1_share_percent"] == pytest.approx(60, abs=0.1)
    assert found.effect.estimate == pytest.approx(2.7, abs=0.8)
    assert found.parameters["expected_without_spikes"] < 1


def test_the_null_of_the_estimate_is_not_made_of_what_it_measures() -> None:
    """An election drawn as the replicates are ranks among them: about 5 % are in the top 5 %."""
    table = one_heap(800, seed=9)
    some = BetaMixture(np.array([5.0]), np.array([5.0]), np.array([1.0]))
    limits = policy().models.rkd
    draws = drawing.draw_elections(
        table.registered, table.issued, table.votes["A"], (some, some), 400,
        np.random.SeedSequence(6), limits,
    )  # fmt: skip
    low = []
    for number in range(200, 400):
        one = drawing.Draws(draws.mass[:200], draws.densities[:200], 1e-4)
        limit, mean = quantile(one.densities[:100], 0.999), one.mass[:100].mean(axis=0)
        mass = draws.mass[number]
        above = (draws.densities[number] > limit) & (mass > mean)
        percent = 100 * float((mass - mean)[above].sum())
        null = null_percents(one, limits)
        low.append((1 + (null >= percent).sum()) / (1 + len(null)) <= 0.05)
    # The ranks of 200 share one null of 100, so that their share has that null's error too.
    assert np.mean(low) < 0.05 + 3 * np.sqrt(0.05 * 0.95 * (1 / 200 + 1 / 100))


def test_em_finds_two_groups_from_its_own_starts() -> None:
    rng = np.random.default_rng(11)
    n = np.full(2000, 800.0)
    rate = np.where(rng.random(2000) < 0.3, rng.beta(80, 20, 2000), rng.beta(30, 70, 2000))
    y = rng.binomial(800, rate).astype(float)
    fitted = fit_mixture(y, n, 3, 1e-7, 400)
    again = fit_mixture(y, n, 3, 1e-7, 400)
    assert np.array_equal(fitted.alpha, again.alpha)
    mean = fitted.alpha / (fitted.alpha + fitted.beta)
    high = mean > 0.6
    assert fitted.weight[high].sum() == pytest.approx(0.3, abs=0.04)
    assert float(fitted.weight[high] @ mean[high]) / fitted.weight[high].sum() == pytest.approx(
        0.8, abs=0.02
    )


def test_the_envelope_is_an_option_and_says_so(tmp_path: Path) -> None:
    how = Options(resamples=50, rkd=RkdChoice("maximum", stored(tmp_path)))
    result = estimates(one_heap(500), "rkd", how=how)[0]
    assert result.variant == "maximum"
    assert result.pvalue is None
    assert "packaged envelope" in str(result.effect)
    assert result.parameters["components_of_share"] == 4


@pytest.mark.parametrize("asked", [30, 1000, None])
def test_as_many_replicates_are_drawn_as_were_asked_for(asked: int | None) -> None:
    """Also where the number is the one that other tests take unasked."""
    result = estimates(one_heap(400), "rkd", how=Options(resamples=asked))[0]
    assert result.parameters["replicates"] == (asked or policy().models.rkd.replicates)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("[21.676410, 8.878047]", "as many numbers each"),
        ("0.346861", "1 together"),
        ("9.569332", "positive"),
    ],
)
def test_a_wrong_mixture_is_refused(tmp_path: Path, change: str, message: str) -> None:
    wrong = {"[21.676410, 8.878047]": "[21.7]", "0.346861": "0.9", "9.569332": "-1"}[change]
    path = tmp_path / "wrong.yaml"
    path.write_text(STORED.replace(change, wrong), encoding="utf-8")
    with pytest.raises(InputRefused, match=message):
        load_mixture(path)
