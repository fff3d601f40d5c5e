"""Every field a script, a formula or a command of the typesetter: no document runs or loads any."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest

from tests.command import run
from tests.custody.canaries import EXAMPLE, write
from tests.trust.opening_up import layers
from tests.trust.scripts import full_of_scripts
from tests.trust.test_spreadsheets_run_nothing import FORMULAS, runs

TYPST = (
    '#read("/etc/passwd")', '#import "x.typ"', "#panic()", "#sys.inputs", "$x$", "@ref", "<label>",
    "#set text(0pt)", "*/ #let a = 1 /*", "\\#", "#link(\"javascript:x\")[x]", "`", "= a", "#(",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("documents")
    files = full_of_scripts(0)
    # Without what a case may not hold at all: such characters are refused before.
    allowed = [word.strip() for word in (*TYPST, *FORMULAS)]
    words = iter(allowed * 50)
    for source in files["sources.yaml"]["sources"]:
        source["title"], source["reliability_reason"] = next(words), next(words)
    for data in files.values():
        for statement in data.get("statements", ()):
            statement["locator"] = next(words)
    case = write(root / "case", files)
    ran = run(
        "report", case, "--criteria", EXAMPLE / "criteria", "--formats", "pdf,docx,csv,json",
        "--out", root / "out",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return root / "out"


def test_a_word_document_leads_to_web_pages_only_and_holds_no_macro(folder: Path) -> None:
    with zipfile.ZipFile(folder / "report.docx") as archive:
        names = archive.namelist()
        texts = {name: archive.read(name).decode("utf-8", "replace") for name in names}
    assert not [
        name for name in names if re.search(r"vba|activeX|embeddings|\.bin$|altChunk", name)
    ]
    outside = re.findall(
        r'Target="([^"]*)"[^>]*TargetMode="External"', "".join(texts.values())
    ) + re.findall(r'TargetMode="External"[^>]*Target="([^"]*)"', "".join(texts.values()))
    assert all(re.match(r"https?://", one) for one in outside)
    commands = re.findall(r"<w:instrText[^>]*>([^<]*)<", texts["word/document.xml"])
    assert not [one for one in commands if not re.match(r"\s*(TOC|PAGE|NUMPAGES|PAGEREF)\b", one)]
    assert "<script" not in "".join(texts.values()).lower()


def test_a_pdf_holds_no_action_but_links_to_web_pages(folder: Path) -> None:
    data = (folder / "report.pdf").read_bytes()
    for layer in layers(data):
        assert not re.search(
            rb"/(?:JavaScript|JS|Launch|SubmitForm|EmbeddedFile|OpenAction|AA)\b", layer
        )
        for address in re.findall(rb"/URI\s*\(((?:\\.|[^)\\])*)\)", layer):
            assert re.match(rb"https?:", address), address
        assert b"root:x:0:0" not in layer


def test_no_cell_of_a_register_runs(folder: Path) -> None:
    tables = sorted(folder.glob("*.csv"))
    assert len(tables) == 4
    seen = 0
    for path in tables:
        for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")):
            assert not [cell for cell in row if runs(cell)]
            seen += sum(cell.startswith("'=") for cell in row)
    assert seen > 3
