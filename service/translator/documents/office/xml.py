"""Read and write the XML of Word files that strangers sent."""

from collections.abc import Hashable, Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from translator.errors import BrokenFileError

# lxml says nothing about its types.
Element = Any

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    # In files that were saved as "strict".
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_WORD_TAGS = tuple(f"{{{space}}}" for space in _WORD)
_MATH_TAGS = tuple(f"{{{space}}}" for space in _MATH)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DOCTYPES = tuple("<!DOCTYPE".encode(each) for each in ("utf-8", "utf-16-le", "utf-16-be"))
_NO_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


def parsed(content: bytes) -> Element:
    """Read XML and give its root.

    Raises:
        BrokenFileError: it is none, or it declares entities, which no Word file does.
    """
    if any(doctype in content for doctype in _DOCTYPES):
        raise BrokenFileError("its XML has a document type, which no .docx file has")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, collect_ids=False
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise BrokenFileError("its XML is damaged; open it in Word and save it again") from None


def serialised(root: Element) -> bytes:
    """Write a whole document again."""
    written: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return written


def name_of(element: Element) -> str:
    """Give the name of an element of Word's own, `m:` before one of a formula.

    Returns:
        Nothing for any other element, and for comments.
    """
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag.startswith(_WORD_TAGS):
        return tag.rpartition("}")[2]
    return f"m:{tag.rpartition('}')[2]}" if tag.startswith(_MATH_TAGS) else ""


def child_of(element: Element, name: str) -> Element | None:
    """Find the first child with a name of Word's own."""
    return next((each for each in element if name_of(each) == name), None)


def descendants(root: Element, *names: str) -> Iterator[Element]:
    """Find all elements with some names of Word's own, in their order."""
    return root.iter(*(f"{{{space}}}{name}" for space in _WORD for name in names))  # type: ignore[no-any-return]


def attribute(element: Element, name: str) -> str:
    """Give an attribute of Word's own; empty if it is not there."""
    value: str = element.get(_own(element, name), "")
    return value


def set_attribute(element: Element, name: str, value: str) -> None:
    """Set an attribute of Word's own."""
    element.set(_own(element, name), value)


def new_element(like: Element, name: str) -> Element:
    """Make an element in the namespace of another."""
    return like.makeelement(_own(like, name))


def set_text(element: Element, text: str) -> None:
    """Give an element a text with all its spaces, without what XML cannot say."""
    element.text = text.translate(_NO_XML)
    element.set(_SPACE, "preserve")


def key_of(element: Element) -> Hashable:
    """Give what is equal for two elements if and only if they say the same."""
    return element.tag, frozenset(element.attrib.items()), tuple(map(key_of, element))


def _own(element: Element, name: str) -> str:
    return f"{{{etree.QName(element).namespace}}}{name}"
