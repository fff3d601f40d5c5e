"""What a test tests, in the policy's words, as a sentence that another language can say.

The policy writes `{what}` and `{unit}`. What is tested is a value of the sentence; the unit is
written into it, since "the other regions" is no sentence of "region" in every language.
"""

from __future__ import annotations

from collections.abc import Iterator

from electcheck.forensics.policy import policy
from electcheck.model.said import Said

UNITS = ("region", "district")


def hypothesis(words: str, what: Said, unit: str) -> Said:
    """Return a hypothesis.

    Args:
        words: of the policy.
        what: is tested.
        unit: `region` or `district`.

    >>> hypothesis("this {unit}'s {what}", Said("turnout"), "region").message
    "this region's %(what)s"
    """
    return Said(_message(words, unit), what=what)


def policy_messages() -> Iterator[str]:
    """Yield every hypothesis and every unit of effect that the policy can make, as messages.

    >>> "Cohen's h" in set(policy_messages())
    True
    """
    for test in policy().tests.values():
        for unit in UNITS if "{unit}" in test.hypothesis else UNITS[:1]:
            yield _message(test.hypothesis, unit)
        yield test.unit


def _message(words: str, unit: str) -> str:
    return words.replace("%", "%%").replace("{unit}", unit).replace("{what}", "%(what)s")
