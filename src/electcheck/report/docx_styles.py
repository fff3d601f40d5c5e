"""The styles of the DOCX, named by what they mean: an editor changes a look in one place."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from electcheck.model.record import Language

LANGUAGE = {"en": "en-GB", "fr": "fr-FR", "ru": "ru-RU", "it": "it-IT"}
ACCENT, QUIET = "123F73", "4B5466"
INK = {
    "met": ("0D5A3A", "E2F2EA"),
    "partly_met": ("6E4A00", "FCF0D3"),
    "not_met": ("8C1D14", "FBE6E3"),
    "insufficient_evidence": ("353D4D", "ECEFF4"),
    "conflicting": ("50298A", "EFE8F8"),
    "not_applicable": ("4B5466", "FFFFFF"),
    "pending": ("4B5466", "FFFFFF"),
}
BULLETS, NUMBERS = 91, 92
"""The two kinds of list."""
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def dress(made: Any, language: Language) -> None:
    """Set the styles of a new document; its language is that of the report."""
    styles = made.styles
    fonts = "Cambria"
    normal = styles["Normal"]
    _look(normal, 10.5, "171C28", fonts)
    lang = parse_xml(f'<w:lang {_W} w:val="{LANGUAGE[language]}" w:eastAsia="en-US"/>')
    for old in normal.element.rPr.findall(qn("w:lang")):
        normal.element.rPr.remove(old)
    normal.element.rPr.append(lang)
    for old in styles.element.iter(qn("w:lang")):
        old.set(qn("w:val"), LANGUAGE[language])
    _spacing(styles["Body Text"], 0, 5)
    for level, size, before in ((1, 20, 0), (2, 14, 14), (3, 11.5, 12), (4, 10.5, 8)):
        style = styles[f"Heading {level}"]
        _look(style, size, ACCENT if level == 1 else "171C28", fonts, bold=True)
        _spacing(style, before, 4)
        style.paragraph_format.keep_with_next = True
    _look(styles["Title"], 27, ACCENT, fonts, bold=True)
    _look(styles["Subtitle"], 16, QUIET, fonts)
    _look(styles["Quote"], 10.5, "171C28", fonts)
    _look(styles["Caption"], 9.5, "171C28", fonts, bold=True)
    _spacing(styles["Caption"], 8, 3)
    for name in ("List Bullet", "List Number"):
        _spacing(styles[name], 0, 3)
    for name, size, colour, bold, italic in (
        ("Lead", 12, "171C28", False, False),
        ("Quiet", 9, QUIET, False, False),
        ("Warning", 12, "8C1D14", True, False),
        ("Question", 10.5, "171C28", False, True),
        ("Kicker", 10, QUIET, False, False),
        ("ContentsTitle", 20, ACCENT, True, False),
        ("TableText", 8.5, "171C28", False, False),
        ("TableHead", 7.5, "171C28", True, False),
        ("FootnoteText", 8, "171C28", False, False),
        ("TOC1", 10.5, "171C28", True, False),
        ("TOC2", 10.5, "171C28", False, False),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _look(style, size, colour, fonts, bold=bold, italic=italic)
        _spacing(style, 0, 2)
    styles["TOC2"].paragraph_format.left_indent = Pt(14)
    styles["Kicker"].paragraph_format.space_before = Pt(120)
    _characters(styles)
    _lists(made)


def _look(
    style: Any, size: float, colour: str, font: str, *, bold: bool = False, italic: bool = False
) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = RGBColor.from_string(colour)
    style.font.name = font
    fonts = style.element.get_or_add_rPr().rFonts
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), font)


def _spacing(style: Any, before: float, after: float) -> None:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _characters(styles: Any) -> None:
    """Add the character styles and the look of tables."""
    for outcome, (fore, ground) in INK.items():
        style = styles.add_style(f"Outcome_{outcome}", WD_STYLE_TYPE.CHARACTER)
        style.font.bold, style.font.color.rgb = True, RGBColor.from_string(fore)
        shade = parse_xml(f'<w:shd {_W} w:val="clear" w:color="auto" w:fill="{ground}"/>')
        style.element.get_or_add_rPr().append(shade)
    code = styles.add_style("Code", WD_STYLE_TYPE.CHARACTER)
    code.font.name, code.font.size = "Consolas", Pt(9)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor.from_string(ACCENT), True
    styles.add_style("FootnoteReference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
    styles.element.append(
        parse_xml(
            f'<w:style {_W} w:type="table" w:customStyle="1" w:styleId="Register">'
            '<w:name w:val="Register"/><w:tblPr><w:tblBorders>'
            '<w:top w:val="single" w:sz="8" w:color="8791A5"/>'
            '<w:bottom w:val="single" w:sz="4" w:color="C4CAD5"/>'
            '<w:insideH w:val="single" w:sz="4" w:color="C4CAD5"/></w:tblBorders>'
            '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
            "</w:tblCellMar></w:tblPr></w:style>"
        )
    )


def _lists(made: Any) -> None:
    """Add a list with points and one with numbers."""
    root = made.part.numbering_part.element
    first = root.find(qn("w:num"))
    for number, kind, words in ((BULLETS, "bullet", "•"), (NUMBERS, "decimal", "%1.")):
        first.addprevious(
            parse_xml(
                f'<w:abstractNum {_W} w:abstractNumId="{number}">'
                '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/>'
                '<w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
            )
        )
        root.append(
            parse_xml(f'<w:num {_W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
        )


def numbering(made: Any, restart_of: int) -> int:
    """Return the number of a new list that looks like another one and counts from one again."""
    root = made.part.numbering_part.element
    number = max(int(one.get(qn("w:numId"))) for one in root.findall(qn("w:num"))) + 1
    root.append(
        parse_xml(
            f'<w:num {_W} w:numId="{number}"><w:abstractNumId w:val="{restart_of}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    return number
