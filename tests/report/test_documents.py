"""The report as PDF, DOCX and CSV: their structure, the same words, the same bytes."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import zipfile
import zlib

import docx as python_docx
import pytest
from lxml import etree

from electcheck.report.document import Bullets, Heading, Paragraph, Table
from electcheck.report.document_whole import document
from electcheck.report.docx import docx
from electcheck.report.pdf import pdf
from electcheck.report.registers import registers
from electcheck.report.runs import plain

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def whole(view):
    return document(view)


@pytest.fixture(scope="module")
def paper(whole):
    return pdf(whole)


@pytest.fixture(scope="module")
def word(whole):
    return docx(whole)


def objects(paper: bytes) -> str:
    """Return a PDF's text with its streams inflated."""
    parts = [paper]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", paper, re.DOTALL):
        try:
            parts.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(parts).decode("latin-1")


def test_the_pdf_says_that_it_is_tagged_and_accessible(paper, whole):
    held = objects(paper)
    assert paper.startswith(b"%PDF-1.7")
    assert re.search(r"/MarkInfo\s*<<\s*/Marked true", held)
    assert "/StructTreeRoot" in held
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"", held)
    assert "/Lang (en)" in held or "/Lang(en)" in held
    assert re.search(r"/DisplayDocTitle true", held)
    assert whole.title.split(",")[0] in held
    for tag in ("/Table", "/TH", "/H1", "/H2", "/L", "/Note", "/Link"):
        assert re.search(rf"/S\s*{tag}\b", held), tag


def test_the_pdf_holds_no_clock_and_only_its_own_fonts(paper):
    held = objects(paper)
    assert "CreationDate" not in held
    assert "xmp:CreateDate" not in held
    fonts = set(re.findall(r"/FontName\s*/[A-Z]{6}\+([\w-]+)", held))
    assert fonts
    assert all(name.startswith(("Libertinus", "DejaVu")) for name in fonts), fonts


def test_pdf_and_docx_are_the_same_bytes_each_time(whole, paper, word):
    assert pdf(whole) == paper
    assert docx(whole) == word


def test_every_statement_source_and_finding_is_a_place_of_the_document(whole, view):
    for finding in view.findings:
        assert finding.id in whole.places
        for answer in finding.answers:
            for statement in answer.statements:
                assert statement.anchor in whole.places
    for source in view.sources:
        assert source.anchor in whole.places


def test_headings_never_skip_a_level(whole):
    levels = [block.level for block in whole.blocks if isinstance(block, Heading)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_row_of_every_table_has_a_cell_under_each_heading(whole):
    tables = [block for block in whole.blocks if isinstance(block, Table)]
    assert len(tables) >= 8
    for table in tables:
        assert len(table.widths) == len(table.head)
        assert all(len(row.cells) == len(table.head) for row in table.rows)


def said(whole) -> list[str]:
    """Return every piece of words of a document."""
    spans = []
    for block in whole.blocks:
        if isinstance(block, Paragraph):
            spans += block.inline
        elif isinstance(block, Bullets):
            spans += [span for item in block.items for span in item]
        elif isinstance(block, Table):
            spans += [span for row in block.rows for cell in row.cells for span in cell]
    return [plain(span.words) for span in spans if span.words]


def test_the_docx_holds_every_word_with_real_structure(word, whole):
    made = python_docx.Document(io.BytesIO(word))
    styles = {paragraph.style.style_id for paragraph in made.paragraphs}
    assert {"Title", "Heading1", "Heading2", "Heading3", "ListBullet", "TOC1"} <= styles
    everything = "".join(node.text or "" for node in made.element.body.iter(f"{W}t"))
    missing = [words for words in said(whole) if words not in everything]
    assert missing == []
    assert len(made.tables) == sum(isinstance(block, Table) for block in whole.blocks)
    for table in made.tables:
        first = table._tbl.find(f"{W}tr/{W}trPr/{W}tblHeader")
        assert first is not None


def test_the_docx_has_footnotes_that_its_text_refers_to(word):
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
        body = etree.fromstring(archive.read("word/document.xml"))
    there = {note.get(f"{W}id") for note in notes if note.get(f"{W}type") is None}
    asked = [mark.get(f"{W}id") for mark in body.iter(f"{W}footnoteReference")]
    assert len(asked) > 10
    assert sorted(asked) == sorted(there)


def test_links_of_the_docx_lead_to_bookmarks(word):
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    places = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    assert len(places) == len(set(places))
    led = {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")} - {None}
    assert len(led) > 20
    assert led <= set(places)


def test_the_docx_has_sorted_members_and_no_clock(word):
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def needed(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            if os.environ.get("ELECTCHECK_REQUIRE_OFFICE"):
                pytest.fail(
                    f"{program} is not installed, and ELECTCHECK_REQUIRE_OFFICE asks for it"
                )
            pytest.skip(f"{program} is not installed")


def test_pandoc_reads_the_structure_of_the_docx(word, whole, tmp_path):
    needed("pandoc")
    (tmp_path / "report.docx").write_bytes(word)
    ran = subprocess.run(
        ["pandoc", "report.docx", "--to", "json"], cwd=tmp_path, capture_output=True, check=True
    )
    tree = json.loads(ran.stdout)
    kinds = [block["t"] for block in tree["blocks"]]
    assert kinds.count("Header") == sum(isinstance(b, Heading) for b in whole.blocks)
    assert kinds.count("Table") == sum(isinstance(b, Table) for b in whole.blocks)
    assert ran.stdout.count(b'"Note"') > 10
    assert "BulletList" in kinds


def test_libreoffice_opens_the_docx(word, tmp_path):
    needed("soffice")
    (tmp_path / "report.docx").write_bytes(word)
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "report.docx",
        ],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        timeout=240,
    )
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_the_registers_hold_every_record_and_no_formula(view):
    made = {
        name: list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))
        for name, content in registers(view).items()
    }
    assert [row["criterion"] for row in made["findings"]] == [f.id for f in view.findings]
    told = [s.id for f in view.findings for a in f.answers for s in a.statements]
    assert [row["statement"] for row in made["statements"]] == told
    assert [row["source"] for row in made["sources"]] == [s.id for s in view.sources]
    assert [row["commitment"] for row in made["commitments"]] == [n.id for n in view.norms]
    for rows in made.values():
        for row in rows:
            for cell in row.values():
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
