"""The pictures of the report: in every format, with words and numbers, the same however drawn."""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import sys

import docx as python_docx
import pytest
from jinja2 import Environment, FileSystemLoader
from lxml import etree

from electcheck.report.compiled_templates import CompiledTemplates
from electcheck.report.document import Image, Table
from electcheck.report.document_whole import document
from electcheck.report.docx import docx
from electcheck.report.drawing import draw
from electcheck.report.drawn import CHAPTER
from electcheck.report.formats import report_files
from electcheck.report.found import found as found_in
from electcheck.report.html import html
from electcheck.report.painter import Painter
from electcheck.report.pdf import pdf
from electcheck.report.view_judgement import questioned
from electcheck.report.view_language import tongue
from electcheck.results.reconciling.case_tables import read_package
from tests.conftest import ROOT
from tests.report.elements import tree
from tests.report.test_documents import objects

NAMES = ("areas", "timeline", "coverage", "sources")
PACKAGE = ROOT / "data" / "kazakhstan-2019" / "results" / "datapackage.json"


@pytest.fixture(scope="module")
def found(opened, assessment):
    return found_in(opened, assessment, tongue("en"), read_package(PACKAGE))


@pytest.fixture(scope="module")
def drawn(found, opened, assessment):
    made = questioned(opened, assessment).judgement.robustness
    return [*draw(found, "en", NAMES, True), *draw(made, "en", (), True)]


@pytest.fixture(scope="module")
def shown(view, drawn):
    return tree(html(view, None, lambda: [one for one in drawn if one.name != "areas"]))


def test_every_picture_stands_in_its_chapter_with_words_and_numbers(shown, drawn):
    figures = {one.attributes["id"]: one for one in shown.all(cls="picture")}
    wanted = [one for one in drawn if one.name != "areas"]
    assert {*figures} == {one.place for one in wanted}
    for one in wanted:
        figure = figures[one.place]
        (image,) = figure.all("img")
        assert len(image.attributes["alt"]) > 40
        assert image.attributes["src"].startswith("data:image/svg+xml;base64,")
        assert figure.parent.attributes["id"] == CHAPTER[one.name][0]
        rows = figure.all("tr")
        assert len(rows) == len(one.table)
        assert [cell.text for cell in rows[0].all("th")] == list(one.table[0])
        caption = figure.all("figcaption")[0].text
        assert one.notebook in caption
        assert one.cell in caption


def test_a_page_with_pictures_leads_to_their_chapter_and_loads_nothing(shown):
    assert any(one.attributes["href"] == "#section:published" for one in shown.all("a"))
    for element in shown.all():
        source = element.attributes.get("src")
        assert source is None or (element.tag == "img" and source.startswith("data:")), element
        assert "style" not in element.attributes
    places = [e.attributes["id"] for e in shown.all() if "id" in e.attributes]
    assert len(places) == len(set(places))


def test_a_picture_asks_for_no_style_no_script_and_no_address(drawn):
    for one in drawn:
        held = base64.b64decode(one.address.partition(",")[2])
        root = etree.fromstring(held)
        for element in root.iter():
            assert etree.QName(element).localname not in ("style", "script", "image") or (
                str(element.get("{http://www.w3.org/1999/xlink}href", "")).startswith("data:")
            )
            for name, value in element.attrib.items():
                assert name != "style"
                assert not name.startswith("on")
                assert "url(" not in value or "url(#" in value
        assert root.get("stroke-linejoin") == "round"


def test_without_what_draws_there_are_no_pictures(opened, assessment, view):
    files = report_files([(opened, assessment)], "public", ["en"], ["html"], lambda doing: None)
    assert files["report.html"] == html(view, {"en": "report.html"})
    assert "<img" not in files["report.html"]
    assert "section:published" not in files["report.html"]


def test_the_painter_draws_what_is_drawn_here(found, drawn):
    with Painter() as painter:
        coming = painter.draw(found, "en", NAMES, True)
        assert coming.result() == draw(found, "en", NAMES, True)


def test_a_painter_that_dies_costs_no_picture(found):
    with Painter() as painter:
        painter._process.kill()
        painter._process.wait()
        coming = painter.draw(found, "fr", ("timeline",), False)
        assert coming.result() == draw(found, "fr", ("timeline",), False)


def test_a_painter_ends_with_its_block(found):
    with Painter() as painter:
        pass
    assert painter._process.returncode is not None


def test_pdf_and_docx_hold_every_picture_with_its_words(view, drawn):
    whole = document(view, drawn)
    images = [block for block in whole.blocks if isinstance(block, Image)]
    assert [one.alt for one in images] != []
    assert len(images) == len(drawn)
    captions = {block.caption for block in whole.blocks if isinstance(block, Table)}
    for one in drawn:
        if one.name not in ("areas", "settings"):
            assert one.caption in captions, one.name
    held = objects(pdf(whole))
    assert len(re.findall(r"/S\s*/Figure\b", held)) >= len(drawn)
    made = python_docx.Document(io.BytesIO(docx(whole)))
    space = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
    told = [one.get("descr") for one in made.element.body.iter(f"{space}docPr")]
    assert told == [one.alt for one in images]


def test_each_picture_is_remade_by_a_cell_that_the_page_of_notebooks_lists(drawn):
    listed = (ROOT / "docs" / "notebooks.md").read_text(encoding="utf-8")
    for name, (_, notebook) in CHAPTER.items():
        short = name.removeprefix("published-").removeprefix("stations-")
        cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text("utf-8"))["cells"]
        assert f"{short}-picture" in [cell["id"] for cell in cells]
        assert f"| {short} | `{notebook}` | `{short}-picture` |" in listed


def test_a_kept_template_changes_no_byte_and_is_not_needed(tmp_path):
    folder, kept = tmp_path / "templates", tmp_path / "kept"
    folder.mkdir()
    template = folder / "a.j2"

    def said(cache: CompiledTemplates) -> str:
        made = Environment(loader=FileSystemLoader(folder), bytecode_cache=cache, autoescape=True)
        return made.get_template("a.j2").render(x="<")

    template.write_text("one {{ x }}", encoding="utf-8")
    assert [said(CompiledTemplates(kept)) for _ in range(2)] == ["one &lt;"] * 2
    template.write_text("two {{ x }}", encoding="utf-8")
    assert said(CompiledTemplates(kept)) == "two &lt;"
    for path in kept.iterdir() if kept.exists() else ():
        path.write_bytes(b"no template")
    assert said(CompiledTemplates(kept)) == "two &lt;"
    assert said(CompiledTemplates(template / "no folder")) == "two &lt;"


def test_who_draws_loads_nothing_that_reads():
    """The painter is ready before the case is read only because it loads so little."""
    told = subprocess.run(
        [sys.executable, "-c", "import electcheck.report.drawing, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "matplotlib.figure" in told
    heavy = {"pydantic", "yaml", "jinja2", "typer", "pandas", "scipy", "electcheck.model.record"}
    assert heavy & set(told) == set()
