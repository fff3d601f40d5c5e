"""Sentences as WordprocessingML: runs with their language, links, bookmarks, footnotes, lists."""

from __future__ import annotations

import io
import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from electcheck.report.document import Document, Inline, Span
from electcheck.report.docx_styles import INK, LANGUAGE, NUMBERS, numbering
from electcheck.report.runs import plain, runs

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE = 9524
"""Width between the margins, in twentieths of a point."""


def element(tag: str, **attributes: str) -> Any:
    """Return an element of WordprocessingML with attributes of the same namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def put(parent: Any, *children: Any) -> Any:
    """Put children into an element and return it."""
    for child in children:
        parent.append(child)
    return parent


class Writer:
    """Writes paragraphs in order, and remembers their places, notes and lists."""

    def __init__(self, made: Any, document: Document) -> None:
        self.made = made
        self.body: list[Any] = []
        self.notes: list[Any] = []
        # A bookmark's name is short and plain, so places are numbered.
        self._places = {name: f"p{i}" for i, name in enumerate(sorted(document.places))}
        self._pictures = 0

    def paragraph(
        self,
        inline: Inline,
        style: str,
        anchor: str = "",
        *,
        new_page: bool = False,
        number: int = 0,
        leads: tuple[str, str] | None = None,
    ) -> Any:
        """Write a paragraph and return it; `leads` makes the whole of it a link to a place."""
        made = self.made_paragraph(inline, style, anchor, new_page=new_page, number=number)
        if leads is not None:
            words, place = leads
            made.append(self._linked(Span(words, to=place), list(_words(words, ""))))
        self.body.append(made)
        return made

    def made_paragraph(
        self,
        inline: Inline,
        style: str,
        anchor: str = "",
        *,
        new_page: bool = False,
        number: int = 0,
    ) -> Any:
        """Return a paragraph without writing it."""
        made = element("w:p")
        look = put(element("w:pPr"), element("w:pStyle", val=style))
        if new_page:
            look.append(element("w:pageBreakBefore"))
        if number:
            level, which = element("w:ilvl", val="0"), element("w:numId", val=str(number))
            look.append(put(element("w:numPr"), level, which))
        made.append(look)
        if anchor in self._places:
            name = self._places[anchor]
            made.append(element("w:bookmarkStart", id=name[1:], name=name))
            made.append(element("w:bookmarkEnd", id=name[1:]))
        for span in inline:
            self._span(made, span)
        return made

    def new_list(self) -> int:
        """Return the number of a list that counts from one again."""
        return numbering(self.made, restart_of=NUMBERS)

    def picture(self, png: bytes, alt: str) -> None:
        """Write a picture as wide as the line, with what it says."""
        run = self.made.add_paragraph().add_run()
        run.add_picture(io.BytesIO(png), width=Cm(16.8))
        paragraph = run._r.getparent()
        self._pictures += 1
        # Said outright: LibreOffice takes an unsaid distance for an eighth of an inch.
        for side in ("distT", "distB", "distL", "distR"):
            run._r.find(f".//{qn('wp:inline')}").set(side, "0")
        for shape in paragraph.iter(qn("wp:docPr")):
            shape.set("descr", plain(alt))
            shape.set("id", str(self._pictures))
            shape.set("name", f"picture {self._pictures}")
        paragraph.getparent().remove(paragraph)
        self.body.append(paragraph)

    def _span(self, paragraph: Any, span: Span) -> None:
        words = list(_words(span.words, span.manner))
        linked = self._linked(span, words) if words else None
        for one in [linked] if linked is not None else words:
            paragraph.append(one)
        if span.note:
            paragraph.append(self._note(span.note))

    def _linked(self, span: Span, words: list[Any]) -> Any:
        """Return the words inside a link, or None where they lead nowhere."""
        if span.to in self._places:
            made = element("w:hyperlink", anchor=self._places[span.to])
        elif span.to.startswith(("http://", "https://")):
            part = self.made.part
            made = element("w:hyperlink")
            name = part.relate_to(span.to, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            made.set(qn("r:id"), name)
        else:
            return None
        for one in words:
            look = one.find(qn("w:rPr"))
            if look is None:
                look = element("w:rPr")
                one.insert(0, look)
            look.insert(0, element("w:rStyle", val="Hyperlink"))
        return put(made, *words)

    def _note(self, sentence: str) -> Any:
        number = str(len(self.notes) + 1)
        mark = put(element("w:rPr"), element("w:rStyle", val="FootnoteReference"))
        note = element("w:footnote", id=number)
        inside = put(element("w:p"), put(element("w:pPr"), element("w:pStyle", val="FootnoteText")))
        own = put(element("w:rPr"), element("w:rStyle", val="FootnoteReference"))
        put(inside, put(element("w:r"), own, element("w:footnoteRef")))
        put(inside, *_words(f" {sentence}", ""))
        self.notes.append(put(note, inside))
        return put(element("w:r"), mark, element("w:footnoteReference", id=number))


def _words(sentence: str, manner: str) -> list[Any]:
    """Return runs of words: what they mean shows as a character style, their language is set."""
    made = []
    for words, language in runs(sentence):
        run, look = element("w:r"), element("w:rPr")
        if manner == "strong":
            look.append(element("w:b"))
        elif manner == "emphasis":
            look.append(element("w:i"))
        elif manner == "code":
            look.insert(0, element("w:rStyle", val="Code"))
        elif manner in INK:
            look.insert(0, element("w:rStyle", val=f"Outcome_{manner}"))
        if language:
            look.append(element("w:lang", val=LANGUAGE.get(language, language)))
        if len(look):
            run.append(look)
        inside = element("w:t")
        inside.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        inside.text = _NOT_XML.sub("", words)
        made.append(put(run, inside))
    return made
