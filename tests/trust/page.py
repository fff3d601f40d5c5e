"""docs/trust.md, made of the figures that were measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Figures = Mapping[str, Any]

_HEAD = """\
# What was tried against electcheck, and what was seen

Made by `make trust` from seeded runs; their figures are kept in `tests/trust/measured.json`, and
the tests hold this page against them. A fast version of each part runs in `make test`. What all
this defends against, and whom, stands in [SECURITY.md](../SECURITY.md).
"""


def page(kept: Figures) -> str:
    """Return the page.

    Args:
        kept: the figures by part, as `tests.trust.measure` keeps them; what was not measured yet
            is left out.
    """
    parts = (_canaries, _inputs, _kills, _bundles, _browser)
    measured = [part for part in parts if part.__name__[1:] in kept]
    lines = [line for part in measured for line in ("", *part(kept[part.__name__[1:]]))]
    return _HEAD + "\n".join(lines) + "\n"


def _canaries(found: Figures) -> Iterator[str]:
    public = found["public"]
    told = {"en": "English", "all": "English, French and Russian"}
    yield "## Canaries: what is restricted shows in no public byte"
    yield ""
    yield (
        f"{found['canaries']:,} different strings stand in the fields of restricted and secret "
        "records, in every kind of file of a case; in its comments, in drafts of what was told in "
        "confidence, in an assessment for those inside that was left there, in names and contents "
        "of files beside, as hashes and as sizes of kept copies."
    )
    yield ""
    yield from _table(
        ("where", "outputs", "layers", "bytes", "canaries seen"),
        [
            (what, one["outputs"], one["layers"], one["bytes"], len(one["seen"]))
            for what, one in (
                ("public outputs", public),
                ("what is said of damaged files", found["errors"]),
                ("temporary files", found["temporary"]),
            )
        ],
    )
    yield ""
    yield (
        "Public outputs are what the commands print, asked rightly and wrongly, and the files "
        f"{', '.join(public['endings'])}, in {told[found['languages']]}. "
        "A layer is an output as it is, or with one packing taken off: members of archives and "
        "documents, streams of a PDF, data in addresses, packed text of images, entities, percent "
        f"signs. The same search finds {found['control']} canaries in two answers for those inside."
    )
    yield ""
    yield (
        f"The same was asked of the case without its hidden records: {len(found['differs']):,} of "
        f"the {public['outputs']:,} public outputs differ in any byte."
    )


def _inputs(found: Figures) -> Iterator[str]:
    ways = ("drawn", "guided")
    tried = {way: sum(one[way]["tried"] for one in found.values()) for way in ways}
    bad = {way: sum(one[way]["refused"] for one in found.values()) for way in ways}
    yield "## Bad input: refused in plain words"
    yield ""
    yield (
        f"{sum(tried.values()):,} generated inputs, of which {sum(bad.values()):,} were bad: "
        f"{tried['drawn']:,} drawn by Hypothesis, {tried['guided']:,} by the coverage-guided "
        "fuzzer atheris. Tracebacks: 0. Hangs over 5 seconds of the processor: 0. Files written, "
        "programs started, connections opened, objects unpickled: 0 (an audit hook of Python "
        "watches each run, and stops the campaign)."
    )
    yield ""
    rows = [
        (
            name,
            *(one[way][key] for way in ways for key in ("tried", "refused")),
            max(one[way]["peak"] for way in ways),
        )
        for name, one in found.items()
    ]
    yield from _table(
        ("input", "drawn", "refused", "guided", "refused", "peak of memory, MB"), rows
    )


def _kills(found: Figures) -> Iterator[str]:
    total = {key: sum(one[key] for one in found.values()) for key in ("runs", "broken", "lost")}
    yield "## Killed runs: nothing broken, nothing lost"
    yield ""
    yield (
        f"{total['runs']:,} runs were to be killed (SIGKILL): half of them after a random time, "
        "half at a random step of their writing of files. "
        f"Broken files: {total['broken']:,}. Lost rows: {total['lost']:,}. A run that had ended "
        "before its moment came counts as a run and not as killed."
    )
    yield ""
    yield from _table(
        ("run", "runs", "killed", "left as before", "left as new", "left between", "broken files",
         "lost rows", "reruns that did not complete"),
        [
            (name, one["runs"], one["killed"], one["ended_as"]["old"], one["ended_as"]["new"],
             one["ended_as"]["between"], one["broken"], one["lost"], one["not_completed"])
            for name, one in found.items()
        ],
    )  # fmt: skip
    yield ""
    yield (
        "Between: some files old and some new, each of them whole; the rerun makes them one again."
    )


def _bundles(found: Figures) -> Iterator[str]:
    changes = found["changes"]
    yield "## Bundles: one spelling, anywhere"
    yield ""
    yield (
        f"Of a bundle of {changes['bytes']:,} bytes, {changes['tried']:,} copies with one byte "
        "changed, added, or taken away, or cut short, were looked at: the first and the last "
        "4,000 bytes each, the others as spread over the whole. "
        f"Taken for the original: {changes['missed']:,}."
    )
    yield ""
    yield from _table(
        ("the same bundle, made with " + found["made_with"], "verifies"),
        [(what, "yes" if holds else "NO") for what, holds in found["verified"].items()],
    )


def _browser(found: Figures) -> Iterator[str]:
    yield "## Scripts: nothing runs"
    yield ""
    yield (
        f"{found['payloads']:,} ways to have a script run and {found['schemes']:,} addresses of "
        "other schemes stand in turn in every free field of a case. "
        f"{found['pages']:,} reports were opened in Chromium, all of each unfolded, and the mouse "
        "and the focus put on everything."
    )
    yield ""
    yield from _table(
        ("", "seen"),
        [
            ("pages in which something ran", found["ran"]),
            ("requests to anywhere", found["asked"]),
            ("elements or attributes that could run or load something", found["odd"]),
            (
                "pages whose policy stops a script put into them afterwards",
                f"{found['stopped']:,} of {found['pages']:,}",
            ),
        ],
    )


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('---' if not n else '---:' for n in range(len(head)))}|"
    for row in rows:
        cells = (f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row)
        yield f"| {' | '.join(cells)} |"
