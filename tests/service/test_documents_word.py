"""Word files: every word in another language, everything else as it was."""

import io
import re
from collections.abc import Sequence

import docx
import pytest
from translator.documents import count_characters, translate_document
from translator.engine import Engine

from tests.service.toy_translators import Translate, from_dictionary, keep, shout
from tests.service.word_files import paragraph, part_of, run, word_file

BOLD, ITALIC = "<w:b/>", "<w:i/>"
_TAG = re.compile(r"<[^>]*>")
# Of all elements but those that a run of text is made of.
_NAME = re.compile(r"<((?!w:r>|w:r |w:t>|w:t |w:rPr)\w+:\w+)")


def translated(content: bytes, translate: Translate) -> bytes:
    return translate_document("letter.docx", content, translate, target="es").content


def runs(content: bytes, index: int = 0) -> list[tuple[str, bool | None, bool | None]]:
    """List the runs of a paragraph as another program reads them, with bold and italic."""
    document = docx.Document(io.BytesIO(content))
    return [(each.text, each.bold, each.italic) for each in document.paragraphs[index].runs]


def words_between_tags(content: bytes) -> list[str]:
    return [text for text in _TAG.split(part_of(content)) if text.strip()]


def asked_for(body: str) -> list[str]:
    asked: list[str] = []

    def record(texts: Sequence[str]) -> list[str]:
        asked.extend(texts)
        return list(texts)

    translated(word_file(body), record)
    return asked


def test_formats_go_with_their_words() -> None:
    house, old = run("red house", BOLD), run("old", ITALIC)
    body = f"<w:p>{run('The ')}{house}{run(' is ')}{old}{run('.')}</w:p>"
    words = {
        "The red house is old.": "La casa roja es vieja.",
        "The red house": "La casa roja",
        "old": "viejo",
    }

    result = translated(word_file(body), from_dictionary(words))

    assert runs(result) == [
        ("La ", None, None),
        ("casa roja", True, None),
        (" es ", None, None),
        ("vieja", None, True),
        (".", None, None),
    ]


def test_runs_that_word_has_split_without_a_difference_are_one() -> None:
    proof = '<w:proofErr w:type="spellStart"/>'
    british = run("t sl", "<w:lang w:val='en-GB'/>")
    unseen = "<w:rPr><w:noProof/></w:rPr><w:lastRenderedPageBreak/>"
    body = f"<w:p>{run('The ca')}{proof}{british}<w:r>{unseen}<w:t>eeps.</w:t></w:r></w:p>"

    assert asked_for(body) == ["The cat sleeps.", "the head", "a note"]
    assert runs(translated(word_file(body), shout)) == [("THE CAT SLEEPS.", None, None)]


def test_the_format_of_most_letters_is_that_of_what_the_translation_adds() -> None:
    body = f"<w:p>{run('All of this is bold', BOLD)}{run('!', '')}</w:p>"

    assert runs(translated(word_file(body), lambda texts: [f"{text} y más" for text in texts]))[
        0
    ] == ("All of this is bold! y más", True, None)


@pytest.mark.parametrize(
    ("inside", "asked"),
    [
        ("<w:tab/>", ["One", "two."]),
        ('<w:br w:type="page"/>', ["One", "two."]),
        ("<w:br/>", ["One two."]),
        ("<w:cr/>", ["One two."]),
        ("<w:noBreakHyphen/>", ["One\u2011two."]),
        ("<w:softHyphen/>", ["Onetwo."]),
        ('<w:footnoteReference w:id="2"/>', ["Onetwo."]),
        ('<w:sym w:font="Wingdings" w:char="F04A"/>', ["One{0}two."]),
        ("<w:drawing/>", ["Onetwo."]),
    ],
)
def test_what_is_in_a_run_besides_text_stays_there(inside: str, asked: list[str]) -> None:
    body = f"<w:p><w:r><w:t>One</w:t>{inside}<w:t>two.</w:t></w:r></w:p>"

    assert asked_for(body)[: len(asked)] == asked
    name = re.findall(r"<(w:\w+)", inside)[0]
    result = part_of(translated(word_file(body), shout))
    kept = name not in ("w:noBreakHyphen", "w:softHyphen")
    assert result.count(f"<{name}") == kept


@pytest.mark.parametrize("look", ['<w:vertAlign w:val="superscript"/>', '<w:position w:val="8"/>'])
def test_the_number_of_a_note_stays_at_its_word(look: str) -> None:
    body = f"<w:p>{run('The cat')}{run('1', look)}{run(' sleeps.')}</w:p>"
    words = {"The cat sleeps.": "El gato duerme.", "cat": "gato"}

    result = translated(word_file(body), from_dictionary(words))

    assert [text for text, _, _ in runs(result)] == ["El gato", "1", " duerme."]


def field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("inside", "asked"),
    [
        (field(" PAGE ", run("7")), ["Page {0} of it"]),
        (f'<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple>', ["Page {0} of it"]),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", ["Page {0} of it"]),
        (field(' HYPERLINK "x" ', run("ten", BOLD)), ["Page ten of it", "ten"]),
        (f'<w:hyperlink r:id="rId9">{run("ten")}</w:hyperlink>', ["Page ten of it", "ten"]),
        (f"<w:ins w:id='1'>{run('ten')}</w:ins>", ["Page ten of it", "ten"]),
        (f"<w:sdt><w:sdtContent>{run('ten')}</w:sdtContent></w:sdt>", ["Page ten of it", "ten"]),
        ("<w:del w:id='1'><w:r><w:delText>ten</w:delText></w:r></w:del>", ["Page  of it"]),
        (run("ten", "<w:vanish/>"), ["Page  of it"]),
        (
            '<w:bookmarkStart w:id="4" w:name="b"/>' + run("ten") + '<w:bookmarkEnd w:id="4"/>',
            ["Page ten of it", "ten"],
        ),
    ],
)
def test_what_is_in_a_paragraph_besides_runs_stays_there(inside: str, asked: list[str]) -> None:
    body = f"<w:p><w:pPr><w:keepNext/></w:pPr>{run('Page ')}{inside}{run(' of it')}</w:p>"
    source = word_file(body)

    assert asked_for(body)[: len(asked)] == [" ".join(text.split()) for text in asked]
    result = translated(source, shout)
    assert sorted(_NAME.findall(part_of(result))) == sorted(_NAME.findall(part_of(source)))
    # Another program opens it, and its text is in order.
    assert docx.Document(io.BytesIO(result)).paragraphs[0].text.startswith("PAGE")


def test_all_parts_that_are_read_are_translated_and_all_others_copied() -> None:
    picture = '<w:r><w:drawing><wp:docPr id="1" name="x" descr="a cat"/></w:drawing></w:r>'
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('in a box')}</w:txbxContent></w:pict></w:r>"
    table = f"<w:tbl><w:tr><w:tc>{paragraph('in a cell')}</w:tc></w:tr></w:tbl>"
    source = word_file(f"<w:p>{run('around')}{box}{picture}</w:p>{table}")

    result = translated(source, shout)

    document = part_of(result)
    assert words_between_tags(result) == ["AROUND", "IN A BOX", "IN A CELL"]
    assert 'descr="A CAT"' in document
    assert "> A NOTE<" in part_of(result, "word/footnotes.xml")
    assert ">THE HEAD<" in part_of(result, "word/header1.xml")
    for name in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        assert part_of(result, name) == part_of(source, name)
    assert count_characters("a.docx", source) == len("aroundin a boxa catin a cella notethe head")


def test_the_language_of_the_document_is_the_new_one() -> None:
    result = translated(word_file(paragraph("one")), shout)

    assert 'w:lang w:val="es-ES" w:eastAsia="ja-JP"' in part_of(result, "word/styles.xml")


def test_styles_without_a_language_get_one() -> None:
    styles = '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    source = word_file(paragraph("one"), changed={"word/styles.xml": styles})

    result = part_of(translated(source, shout), "word/styles.xml")

    assert "<w:docDefaults><w:rPrDefault><w:rPr><w:lang" in result


def test_a_strict_file_is_read_as_well() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = f'<w:document xmlns:w="{strict}"><w:body>{paragraph("one")}</w:body></w:document>'
    source = word_file("", changed={"word/document.xml": document})

    assert words_between_tags(translated(source, shout)) == ["ONE"]


def test_a_paragraph_in_which_nothing_is_translated_is_not_touched() -> None:
    body = f"<w:p>{run('12')}{run(' – 13', BOLD)}<w:r><w:tab/></w:r></w:p>"
    source = word_file(body)

    assert body.replace(' xml:space="preserve"', "") in part_of(translated(source, keep)).replace(
        ' xml:space="preserve"', ""
    )


def test_a_file_of_another_program_becomes_spanish_and_opens(real_engine: Engine) -> None:
    document = docx.Document()
    document.add_heading("My first letter", 1)
    line = document.add_paragraph("The ")
    line.add_run("red house").bold = True
    line.add_run(" is near the ")
    line.add_run("riv").italic = True
    line.add_run("er").italic = True
    line.add_run(".")
    document.add_paragraph("bread and water", style="List Bullet")
    document.add_table(1, 1).cell(0, 0).text = "I have a dog."
    document.sections[0].header.paragraphs[0].text = "Good morning."
    source = io.BytesIO()
    document.save(source)

    result = translated(source.getvalue(), real_engine.translate)

    opened = docx.Document(io.BytesIO(result))
    assert [each.style and each.style.name for each in opened.paragraphs] == [
        "Heading 1",
        "Normal",
        "List Bullet",
    ]
    assert ("casa roja", True, None) in runs(result, 1)
    assert ("río", None, True) in runs(result, 1)
    assert opened.tables[0].cell(0, 0).text == "Tengo un perro."
    assert opened.sections[0].header.paragraphs[0].text == "Buenos días."
