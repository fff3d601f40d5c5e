"""Names in a case that are not what they seem: letters of two alphabets, two that look alike."""

from __future__ import annotations

from collections.abc import Iterator

from electcheck.errors import Fault, Place
from electcheck.files.characters import look_alike, mixed
from electcheck.files.places import Places
from electcheck.model.catalogue import Case

Named = list[tuple[str, Place]]


def names_that_deceive(case: Case, places: Places) -> Iterator[Fault]:
    """Yield each name of a person, party, place or publisher that could be taken for another."""
    for what, named in _names(case, places).items():
        for name, place in named:
            if word := mixed(name):
                yield Fault(
                    place,
                    f"the word {word!r} mixes letters of several alphabets, so that it could pass "
                    "for another: write it in one",
                )
        at = dict(reversed(named))
        for name, earlier in look_alike(name for name, _ in named):
            yield Fault(
                at[name],
                f"{what} {name!r} looks like {earlier!r} at {at[earlier]} and is written with "
                "other characters: write both alike, or say how they differ",
            )


def _names(case: Case, places: Places) -> dict[str, Named]:
    def at(*steps: str | int) -> Place:
        return places.at("file", "election", *steps)

    candidates = enumerate(case.election.candidates)
    found: dict[str, Named] = {"candidate": [], "party": [], "publisher": []}
    for i, one in candidates:
        found["candidate"].append((one.name, at("candidates", i, "name")))
        if one.nominated_by is not None:
            found["party"].append((one.nominated_by, at("candidates", i, "nominated_by")))
    for language in ("en", "fr", "ru"):
        found[f"region ({language})"] = [
            (name, at("regions", i, "name", language))
            for i, region in enumerate(case.election.regions)
            if (name := getattr(region.name, language)) is not None
        ]
    for source in case.sources.values():
        place = places.at("source", source.id, "publisher")
        found["publisher"].append((source.publisher, place))
    return found
