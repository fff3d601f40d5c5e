"""The pictures of the report as blocks, each with what it shows as a table below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from electcheck.report.document import Block, Heading, Image, Paragraph, Row, Table, text
from electcheck.report.drawn import PUBLISHED, Drawn
from electcheck.report.view_language import Tongue

# The same chapter holds a fuller table of what these show.
_TOLD = ("areas", "settings")


def pictured(t: Tongue, shown: Iterable[Drawn]) -> Iterator[Block]:
    """Yield each picture with its caption, and what it shows in rows."""
    for one in shown:
        remade = t(
            "Made again by the notebook %(notebook)s, cell %(cell)s.",
            notebook=one.notebook,
            cell=one.cell,
        )
        yield Image(one.svg.encode("utf-8"), one.png, one.alt, f"{one.caption}. {remade}")
        if one.table and one.name not in _TOLD:
            head, *rows = one.table
            yield Table(
                one.caption,
                head,
                tuple(Row(tuple(text(words) for words in row)) for row in rows),
                _widths(one.table),
            )


def _widths(table: tuple[tuple[str, ...], ...]) -> tuple[int, ...]:
    """Return shares of the line by the longest words of each column, none of them very narrow."""
    longest = [min(max(len(words) for words in column), 60) for column in zip(*table, strict=True)]
    return tuple(max(one, 8) for one in longest)


def published(t: Tongue) -> Iterator[Block]:
    """Yield the head of the chapter that shows what the case's own tables of results hold."""
    yield Heading(1, t("Published results"), PUBLISHED)
    yield Paragraph(
        text(
            t(
                "This chapter stands beside the assessment and is no part of it: no finding and no "
                "score was made with it."
            )
        ),
        "warning",
    )
    yield Paragraph(
        text(
            t(
                "The figures are those that the case keeps with their sources; the command "
                "electcheck results reconcile compares them with one another, line by line."
            )
        )
    )
