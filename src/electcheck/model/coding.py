"""Independent codings of the same indicators by several assessors."""

from __future__ import annotations

from electcheck.model.evidence import Confidentiality
from electcheck.model.norms import Format
from electcheck.model.record import Record, Scalar, Slug, Words


class Coding(Record):
    """What one assessor answers to one indicator, without having seen the others' answers.

    With a `source` it is the reading of that source alone.
    """

    assessor: Slug
    indicator: Words
    value: Scalar
    source: Slug | None = None
    note: Words | None = None
    confidentiality: Confidentiality = "public"


class Codings(Record):
    """The file `codings.yaml` of a case, or any file of its form."""

    format: Format
    codings: tuple[Coding, ...] = ()
