"""The description of a bundle as an RO-Crate 1.1: what each file is, and what made it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from electcheck.custody.settings import Settings
from electcheck.model.case import Election

NAME = "ro-crate-metadata.json"
_TYPES = {
    "yaml": "application/yaml",
    "json": "application/json",
    "csv": "text/csv",
    "html": "text/html",
    "po": "text/x-gettext-translation",
    "txt": "text/plain",
}
_WHAT = {
    "case": "A file of the case, written anew with what its audience may see",
    "criteria": "A file of the catalogue of criteria",
    "outputs": "Made from the case and the catalogue",
}


def crate(
    members: Mapping[str, bytes], election: Election, settings: Settings, version: str
) -> dict[str, Any]:
    """Return the description of the members of a bundle.

    Args:
        members: every member but this description and the manifest.
        election: what the case is about.
        settings: how the outputs were made.
        version: of electcheck.
    """
    names = sorted(members)
    made = [name for name in names if name.startswith("outputs/")]
    used = [name for name in names if name.startswith(("case/", "criteria/"))]
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [
            {
                "@id": NAME,
                "@type": "CreativeWork",
                "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
                "about": {"@id": "./"},
            },
            {
                "@id": "./",
                "@type": "Dataset",
                "name": f"Assessment from cited evidence: {election.title.en}",
                "description": _description(election, settings),
                # No clock is read: the day as of which one looks is the day that is known.
                "datePublished": settings.as_of.isoformat(),
                "license": {"@id": "#rights"},
                "hasPart": [{"@id": name} for name in (*names, "SHA256SUMS")],
                "mentions": [{"@id": "#assessment"}],
            },
            {
                "@id": "#rights",
                "@type": "CreativeWork",
                "name": "Rights",
                "description": "electcheck and its catalogue are under Apache-2.0. Sources are "
                "cited, not copied; their rights stay with their holders. For the case ask those "
                "who keep it.",
            },
            {
                "@id": "#electcheck",
                "@type": "SoftwareApplication",
                "name": "electcheck",
                "version": version,
                "softwareVersion": version,
            },
            {
                "@id": "#assessment",
                "@type": "CreateAction",
                "name": f"Assessment at {settings.standard} as of {settings.as_of}",
                "instrument": {"@id": "#electcheck"},
                "object": [{"@id": name} for name in used],
                "result": [{"@id": name} for name in made],
            },
            *(_file(name, members[name]) for name in names),
            {"@id": "SHA256SUMS", "@type": "File", "name": "Manifest for `sha256sum -c SHA256SUMS`",
             "encodingFormat": "text/plain"},
        ],
    }  # fmt: skip


def _description(election: Election, settings: Settings) -> str:
    invented = (
        "Fictional: this country and this election do not exist. " if election.fictional else ""
    )
    inside = "Not for publication: it holds restricted evidence. "
    return (
        f"{invented}{inside if settings.audience == 'internal' else ''}"
        f"{election.title.en} ({election.country.en}), vote of {election.election_day}: the case, "
        f"the criteria and all that electcheck makes of them. The scores are electcheck's own."
    )


def _file(name: str, content: bytes) -> dict[str, Any]:
    top, suffix = name.partition("/")[0], name.rpartition(".")[2]
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "description": _WHAT.get(top, "About the bundle"),
        "encodingFormat": _TYPES.get(suffix, "application/octet-stream"),
        "contentSize": str(len(content)),
    }
