"""The sources of a case as CSL-JSON, which reference managers read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from electcheck.model.evidence import Source

# The types of CSL 1.0.2 that come nearest to the kinds of sources.
TYPES = {
    "law": "legislation",
    "state": "report",
    "court": "legal_case",
    "intergovernmental": "report",
    "ngo": "report",
    "media": "article-newspaper",
    "academic": "article",
    "party": "document",
    "other": "document",
}


def citations(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Return each source as a CSL item, in the order given.

    A day that is not known is a range: from the earliest to the latest it can have been.
    """
    return [_item(source) for source in sources]


def _item(source: Source) -> dict[str, Any]:
    first, last = source.published.earliest, source.published.latest
    days = [first] if first == last else [first, last]
    item: dict[str, Any] = {
        "id": source.id,
        "type": TYPES[source.kind],
        "title": source.title,
        "publisher": source.publisher,
        "language": source.language,
        "issued": {"date-parts": [_parts(day) for day in days]},
        "note": f"read: {source.read}; reliability {source.reliability}",
    }
    if source.url:
        item["URL"] = source.url
    archived = next((copy.archived for copy in source.copies if copy.archived), None)
    if archived:
        item["archive_location"] = archived
    return item


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]
