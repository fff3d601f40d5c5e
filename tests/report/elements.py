"""The elements of a page, for tests that ask what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br", "use", "path", "rect", "circle", "hr", "input"}


@dataclass
class Element:
    """A tag with its attributes, its parts in order, and what it stands in."""

    tag: str
    attributes: dict[str, str | None]
    parent: Element | None = None
    parts: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        inner = (part if isinstance(part, str) else part.text for part in self.parts)
        return " ".join("".join(inner).split())

    def all(self, tag: str | None = None, cls: str | None = None) -> list[Element]:
        found = []
        for part in self.parts:
            if isinstance(part, Element):
                classes = (part.attributes.get("class") or "").split()
                if (tag is None or part.tag == tag) and (cls is None or cls in classes):
                    found.append(part)
                found += part.all(tag, cls)
        return found

    def by_id(self, name: str) -> Element:
        return next(e for e in self.all() if e.attributes.get("id") == name)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), self.open)
        self.open.parts.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.parts.append(Element(tag, dict(attrs), self.open))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.tag == tag, f"</{tag}> closes <{self.open.tag}>"
        assert self.open.parent is not None
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.parts.append(data)


def tree(text: str) -> Element:
    """Return the elements of a page; a tag that is closed out of order fails."""
    parser = _Tree()
    parser.feed(text)
    parser.close()
    assert parser.open is parser.root
    return parser.root
