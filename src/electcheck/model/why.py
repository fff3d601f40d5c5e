"""Why a statement does not count: a sentence of the engine with a stable id.

It is English text wherever text is wanted; the id and the values let a report say the same in
another language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WHY = {
    "no_fact": "a %(says)s, which never establishes anything",
    "edition": "edition not confirmed: it is not shown to have been in force on election day",
    "not_in_force": "not in force on election day (in force %(period)s)",
    "not_published": "not certainly published by %(as_of)s (%(source)s: at the latest %(latest)s)",
    "grade_unjudged": "its grade %(grade)s cannot be judged",
    "grade_too_low": "its grade %(grade)s supports nothing",
    "standard": "not enough for the standard '%(standard)s'",
    "other_scope": "it speaks of another scope: %(scope)s",
    "resolved": "set aside by resolution %(resolution)s: %(how)s (%(reason)s)",
    "contradicts_itself": "its origin '%(origin)s' contradicts itself",
}


class Why(str):
    """A reason from the table, filled with its values.

    >>> why = Why("grade_too_low", grade="E5")
    >>> why, why.id, why.values
    ('its grade E5 supports nothing', 'grade_too_low', {'grade': 'E5'})
    """

    id: str
    values: Mapping[str, Any]

    def __new__(cls, name: str, **values: Any) -> Why:
        """Make the sentence of an id; the values are kept as they are given."""
        why = super().__new__(cls, WHY[name] % values)
        why.id = name
        why.values = values
        return why

    def __reduce__(self) -> tuple[Any, ...]:
        """Make it again from its id where it is copied or travels to another process."""
        return _again, (self.id, dict(self.values))


def _again(name: str, values: Mapping[str, Any]) -> Why:
    return Why(name, **values)
