"""For every criterion of the catalogue and any known or unknown answers, some outcome is left."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electcheck.files.packaged import criteria_folder
from electcheck.model.values import Values, domain
from electcheck.rules.compiled import Compiled
from electcheck.rules.completeness import representatives
from electcheck.rules.judge import possible_outcomes
from electcheck.rules.opening import open_norms

COMPILED = list(open_norms(criteria_folder()).compiled.values())
CELLS = {
    one.criterion.id: {name: list(representatives(one, name)) for name in one.criterion.indicators}
    for one in COMPILED
}


@pytest.mark.parametrize("area", sorted({one.area for one in COMPILED}))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_at_least_one_outcome_is_possible(area: str, data: st.DataObject) -> None:
    compiled = data.draw(st.sampled_from([one for one in COMPILED if one.area == area]))
    answers = draw_answers(compiled, data)
    possible, fired = possible_outcomes(compiled, answers)
    assert possible
    assert len(set(possible)) == len(possible)
    if all(values.known for values in answers.values()):
        assert len(possible) == 1
        assert fired is not None or possible == ("not_applicable",)


def draw_answers(compiled: Compiled, data: st.DataObject) -> dict[str, Values]:
    """Draw for each indicator a single answer, or nothing known."""
    return {
        name: data.draw(
            st.just(domain(compiled.criterion.indicators[name])) | st.sampled_from(cells)
        )
        for name, cells in CELLS[compiled.criterion.id].items()
    }
