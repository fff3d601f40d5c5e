"""The report as DOCX, so that a mission can edit it: real styles, tables, footnotes, bookmarks.

python-docx makes the package and its styles; the body is written as WordprocessingML, since every
cell and every note is known beforehand. The members of the archive are sorted and carry one fixed
date, so that the same report gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx as python_docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm

from electcheck.report.document import (
    Block,
    Bullets,
    Cover,
    Document,
    Heading,
    Image,
    Paragraph,
    Table,
    text,
)
from electcheck.report.docx_styles import BULLETS, LANGUAGE, dress
from electcheck.report.docx_words import LINE, Writer, element, put
from electcheck.report.runs import plain

_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
_STYLE = {
    "": "BodyText",
    "lead": "Lead",
    "quiet": "Quiet",
    "warning": "Warning",
    "question": "Question",
    "quote": "Quote",
}
_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def docx(document: Document) -> bytes:
    """Return a document as DOCX; the same document gives the same bytes."""
    made = python_docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.1)
    section.top_margin = section.bottom_margin = Cm(2)
    dress(made, document.language)
    core = made.core_properties
    core.title, core.author, core.comments, core.last_modified_by = document.title, "", "", ""
    core.language, core.created, core.modified = LANGUAGE[document.language], _EPOCH, _EPOCH
    core.revision = 1
    writer = Writer(made, document)
    _cover(writer, document.cover)
    _contents(writer, document)
    for block in document.blocks:
        _block(writer, block)
    section.footer.paragraphs[0].text = document.footer
    body = made.element.body
    last = body.sectPr
    for one in writer.body:
        last.addprevious(one)
    _add_notes(made, writer)
    return _packed(made)


def _cover(writer: Writer, cover: Cover) -> None:
    for warning in cover.warnings:
        writer.paragraph(text(warning), "Warning")
    writer.paragraph(text(cover.kicker), "Kicker")
    writer.paragraph(text(cover.title), "Title")
    writer.paragraph(text(cover.subtitle), "Subtitle")
    for name, lines in cover.facts:
        writer.paragraph(text(name), "Quiet")
        for line in lines:
            writer.paragraph(line, "BodyText")
    writer.paragraph(text(cover.scale), "BodyText")


def _contents(writer: Writer, document: Document) -> None:
    """Write the contents as a field that a word processor can make anew, with links as they are."""
    writer.paragraph(text(document.contents), "ContentsTitle", new_page=True)
    headings = [b for b in document.blocks if isinstance(b, Heading) and b.level < 3 and b.anchor]
    paragraphs = [
        writer.paragraph((), f"TOC{heading.level}", leads=(heading.words, heading.anchor))
        for heading in headings
    ]
    if not paragraphs:
        return
    begin = [
        put(element("w:r"), element("w:fldChar", fldCharType="begin")),
        put(element("w:r"), _instruction(' TOC \\o "1-2" \\h \\z \\u ')),
        put(element("w:r"), element("w:fldChar", fldCharType="separate")),
    ]
    for one in reversed(begin):
        paragraphs[0].insert(1, one)
    paragraphs[-1].append(put(element("w:r"), element("w:fldChar", fldCharType="end")))


def _instruction(words: str) -> Any:
    made = element("w:instrText")
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.text = words
    return made


def _block(writer: Writer, block: Block) -> None:
    match block:
        case Heading():
            style, new_page = f"Heading{block.level}", block.level == 1
            writer.paragraph(text(block.words), style, block.anchor, new_page=new_page)
        case Paragraph():
            writer.paragraph(block.inline, _STYLE[block.kind], block.anchor)
        case Bullets():
            style = "ListNumber" if block.ordered else "ListBullet"
            number = writer.new_list() if block.ordered else BULLETS
            for item in block.items:
                writer.paragraph(item, style, number=number)
        case Table():
            writer.paragraph(text(plain(block.caption)), "Caption")
            _table(writer, block)
        case Image():
            writer.picture(block.png, block.alt)
            writer.paragraph(text(block.caption), "Caption")


def _table(writer: Writer, table: Table) -> None:
    whole = sum(table.widths)
    widths = [round(LINE * share / whole) for share in table.widths]
    made = element("w:tbl")
    look = element("w:tblPr")
    put(
        look,
        element("w:tblStyle", val="Register"),
        element("w:tblW", w=str(LINE), type="dxa"),
        element("w:tblLayout", type="fixed"),
        element("w:tblLook", val="0420", firstRow="1", noHBand="0", noVBand="1"),
        element("w:tblCaption", val=plain(table.caption)),
    )
    grid = put(element("w:tblGrid"), *(element("w:gridCol", w=str(width)) for width in widths))
    put(made, look, grid)
    head = put(element("w:trPr"), element("w:cantSplit"), element("w:tblHeader"))
    made.append(
        put(
            element("w:tr"),
            head,
            *(
                _cell(writer, text(words), width, "TableHead")
                for words, width in zip(table.head, widths, strict=True)
            ),
        )
    )
    for row in table.rows:
        line = put(element("w:tr"), put(element("w:trPr"), element("w:cantSplit")))
        for position, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
            anchor = row.anchor if not position else ""
            line.append(_cell(writer, cell, width, "TableText", anchor))
        made.append(line)
    writer.body.append(made)
    writer.paragraph((), "TableText")


def _cell(writer: Writer, inline: Any, width: int, style: str, anchor: str = "") -> Any:
    paragraph = writer.made_paragraph(inline, style, anchor)
    size = put(element("w:tcPr"), element("w:tcW", w=str(width), type="dxa"))
    return put(element("w:tc"), size, paragraph)


def _add_notes(made: Any, writer: Writer) -> None:
    """Add the part with the footnotes; the two separators are asked for by the format."""
    root = parse_xml(
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
        "</w:r></w:p></w:footnote></w:footnotes>"
    )
    for note in writer.notes:
        root.append(note)
    content = serialize_part_xml(root)
    part = Part(PackURI("/word/footnotes.xml"), _NOTES, content, made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _packed(made: Any) -> bytes:
    """Return the package with its members sorted, at one fixed time."""
    package = made.part.package
    for name, one in list(package.rels.items()):
        if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # of the empty template
            del package.rels[name]
    loose = io.BytesIO()
    made.save(loose)
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(loose) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as after,
    ):
        for name in sorted(before.namelist()):
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            member.create_system = 3
            after.writestr(member, before.read(name))
    return packed.getvalue()
