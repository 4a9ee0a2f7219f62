"""Small Word files, made from the XML of their paragraphs."""

import io
import zipfile
from collections.abc import Mapping

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    f' xmlns:r="{_OFFICE}/relationships"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
_STYLES = (
    f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:lang w:val="en-US" w:eastAsia="ja-JP"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>'
)


def word_file(body: str, *, changed: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """Make a file.

    Args:
        body: the XML of its paragraphs and tables.
        changed: other parts, by their names; none leaves a part out.
    """
    document = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    parts: dict[str, str | bytes | None] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(officeDocument="word/document.xml"),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relationships(
            styles="styles.xml", footnotes="footnotes.xml", header="header1.xml"
        ),
        "word/styles.xml": _STYLES,
        "word/footnotes.xml": f'<w:footnotes {NAMESPACES}><w:footnote w:id="2"><w:p><w:r>'
        "<w:footnoteRef/></w:r><w:r><w:t xml:space='preserve'> a note</w:t></w:r></w:p>"
        "</w:footnote></w:footnotes>",
        "word/header1.xml": f"<w:hdr {NAMESPACES}>{paragraph('the head')}</w:hdr>",
        "word/media/image1.png": b"\x89PNG no picture \x00\xff",
    }
    parts |= changed or {}
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return output.getvalue()


def paragraph(text: str) -> str:
    """Write the XML of a paragraph with one run."""
    return f"<w:p>{run(text)}</w:p>"


def run(text: str, look: str = "") -> str:
    """Write the XML of a run.

    Args:
        text: what is in it.
        look: the XML of its format.
    """
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r w:rsidR="00A1">{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def part_of(content: bytes, name: str = "word/document.xml") -> str:
    """Read a part of a file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def _content_types() -> str:
    kinds = {"document": "document.main", "styles": "styles", "footnotes": "footnotes"}
    kinds["header1"] = "header"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(**targets: str) -> str:
    found = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'
