"""A kept copy is hashed again; who trusts its origin is told apart from that."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import Ran, run
from tests.custody.canaries import EXAMPLE, example, write

CONTENT = b"The law as it was shown.\n"
COPY: dict[str, Any] = {
    "sha256": hashlib.sha256(CONTENT).hexdigest(),
    "bytes": len(CONTENT),
    "captured_at": "2031-05-12T09:30:00+02:00",
    "captured_by": "archivist",
    "how": "saved as plain text",
    "address": "https://example.org/law",
    "archived": "https://archive.example/law",
    "file": "copies/law.txt",
}


def verified(folder: Path, *copies: dict[str, Any]) -> Ran:
    files = example()
    files["sources.yaml"]["sources"][0]["copies"] = list(copies)
    write(folder, files)
    return run("sources", "verify", folder, "--criteria", EXAMPLE / "criteria")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "case" / "copies").mkdir(parents=True)
    (tmp_path / "case" / "copies" / "law.txt").write_bytes(CONTENT)
    return tmp_path / "case"


def test_a_copy_that_matches_is_not_therefore_trusted(case: Path) -> None:
    ran = verified(case, COPY)
    assert ran.code == 0, ran.err
    assert "bytes: hash matches" in ran.out
    assert "origin: nobody has said that it is trusted" in ran.out
    assert "1 kept copies: 1 hash matches" in ran.out
    assert "0 of 1 with an origin that somebody trusts" in ran.out
    trust = {"by": "legal-analyst", "date": "2031-05-13", "why": "compared with the gazette"}
    ran = verified(case, COPY | {"origin_trusted": trust})
    assert "origin: trusted by legal-analyst on 2031-05-13: compared with the gazette" in ran.out


def test_a_trusted_origin_does_not_make_a_hash_match(case: Path) -> None:
    (case / "copies" / "law.txt").write_bytes(CONTENT.replace(b"law", b"LAW"))
    trust = {"by": "legal-analyst", "date": "2031-05-13", "why": "compared with the gazette"}
    ran = verified(case, COPY | {"origin_trusted": trust})
    assert ran.code == 1
    assert "bytes: hash differs (sha256 " in ran.out
    assert "1 of 1 with an origin that somebody trusts" in ran.out


def test_what_is_shorter_gone_elsewhere_or_a_folder_is_told(case: Path) -> None:
    (case / "copies" / "short.txt").write_bytes(CONTENT[:-1])
    ran = verified(
        case,
        COPY | {"file": "copies/short.txt"},
        COPY | {"file": "copies/gone.txt"},
        COPY | {"file": "copies"},
        {key: value for key, value in COPY.items() if key != "file"},
    )
    assert ran.code == 1
    assert f"hash differs ({len(CONTENT) - 1} bytes, recorded are {len(CONTENT)})" in ran.out
    assert "bytes: the file is missing" in ran.out
    assert "no plain file below the folder of the case" in ran.out
    assert "bytes: kept elsewhere, not looked at" in ran.out


def test_no_link_leads_to_a_file_outside(case: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(CONTENT)
    (case / "copies" / "link.txt").symlink_to(outside)
    ran = verified(case, COPY | {"file": "copies/link.txt"})
    assert ran.code == 1
    assert "no plain file below the folder of the case" in ran.out


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("file", "../x", "expected a path below the folder of the case"),
        ("file", "/etc/passwd", "expected a path below the folder of the case"),
        ("file", "a//b", "expected a path below the folder of the case"),
        ("file", "C:\\x", "expected a path below the folder of the case"),
        ("captured_by", "Aliya N.", "expected an id of lower-case letters"),
        ("captured_at", "yesterday", "expected a day or a moment with its offset"),
        ("captured_at", "2031-05-12T09:30:00", "expected a day or a moment with its offset"),
        ("captured_at", "2031-02-30", "expected a day or a moment with its offset"),
        ("sha256", "abc", "sha256"),
        ("bytes", -1, "bytes"),
    ],
)
def test_how_a_copy_came_to_us_is_written_so_that_it_can_be_used(
    case: Path, key: str, value: object, said: str
) -> None:
    ran = verified(case, COPY | {key: value})
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_sources_shows_the_register_beside_its_command(case: Path) -> None:
    verified(case, COPY)
    criteria = ("--criteria", EXAMPLE / "criteria")
    shown = run("sources", case, *criteria)
    assert shown.code == 0, shown.err
    assert shown.out.startswith("FICTIONAL")
    assert run("sources", *criteria, case) == shown
    assert run("sources", "verify", case, *criteria).out != shown.out
    assert json.loads(run("assess", case, *criteria, "--format", "json").out)["findings"]
