"""What a clinic prints: the finished PDF files, every disease on both papers."""

from __future__ import annotations

import itertools
import re

import pikepdf
import pytest

from patient_handouts.assemble import assemble
from tests import pages
from tests.conftest import DISEASES, PAPERS

EVERY = [(paper, disease) for paper in PAPERS for disease in DISEASES]
SIZES = {"A4": (595.28, 841.89), "Letter": (612, 792)}


@pytest.mark.parametrize(("paper", "disease"), EVERY)
def test_paper_and_length(built, paper, disease):
    with pikepdf.open(built[paper, disease]) as pdf:
        sizes = {tuple(float(value) for value in page.MediaBox[2:]) for page in pdf.pages}
        assert len(sizes) == 1
        assert sizes.pop() == pytest.approx(SIZES[paper], abs=0.1)
        assert len(pdf.pages) <= {"A4": 6, "Letter": 7}[paper]


@pytest.mark.parametrize("disease", DISEASES)
def test_pages_are_well_filled(built, disease):
    filled = pages.text_bottoms(built["A4", disease])
    assert min(filled[:-1]) > 0.75
    assert filled[-1] > 0.5


@pytest.mark.parametrize("disease", DISEASES)
def test_the_last_page_of_letter_is_worth_its_sheet(built, disease):
    assert pages.text_bottoms(built["Letter", disease])[-1] > 0.33


@pytest.mark.parametrize(("paper", "disease"), EVERY)
def test_no_text_is_printed_over_another(built, paper, disease):
    assert pages.overlaps(built[paper, disease]) == []


@pytest.mark.parametrize("disease", DISEASES)
def test_all_words_are_on_the_pages_in_reading_order(built, library, disease):
    """The words of each block follow each other in the PDF's text as they do in the assembled handout."""
    handout = assemble(library, disease, "en")
    text = letters(" ".join(pages.body_texts(built["A4", disease], handout)))
    position = text.index(letters(str(handout.title)))
    for piece in handout.pieces:
        if piece.kind not in ("options", "where-it-stands"):  # tables are read row by row, with headings between
            for line in assembled_texts(piece.words):
                position = text.find(letters(line), position)
                assert position >= 0, line


def assembled_texts(words):
    for value in words.values():
        if isinstance(value, dict):
            yield from assembled_texts(value)
        else:
            yield from str(value).split("\n\n")


def letters(text: str) -> str:
    """Without white space and joiners, and without hyphens, which PDFium turns into U+0002 at the end of a line."""
    return "".join(re.sub("[-\x02\u2060]", "", text).split())


@pytest.mark.parametrize("disease", DISEASES)
def test_lines_are_neither_long_nor_short(built, disease):
    """Full lines of the text column hold 45 to 70 letters on average."""
    lengths = [len(line) for line in pages.lines(built["A4", disease]) if len(line) > 55]
    assert len(lengths) > 50
    assert 45 <= sum(lengths) / len(lengths) <= 70


@pytest.mark.parametrize(("paper", "disease"), EVERY)
def test_every_page_has_its_header_and_footer(built, library, paper, disease):
    handout = assemble(library, disease, "en")
    texts = pages.page_texts(built[paper, disease])
    for number, text in enumerate(texts, start=1):
        assert "Draft: not yet checked by a clinician" in text
        assert f"Edition {handout.edition}, {handout.date:%-d %B %Y}" in text
        assert f"Page {number} of {len(texts)}" in text
        assert number == 1 or handout.labels["running-header"] in text


@pytest.mark.parametrize("disease", DISEASES)
def test_draft_stands_at_the_top_and_in_the_footer_of_the_first_page(built, disease):
    assert pages.page_texts(built["A4", disease])[0].count("Draft: not yet checked by a clinician") == 2


@pytest.mark.parametrize(("paper", "disease"), EVERY)
def test_only_the_declared_fonts_all_embedded(built, paper, disease):
    with pikepdf.open(built[paper, disease]) as pdf:
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
        embedded = [
            "/FontFile2" in descendant.FontDescriptor or "/FontFile3" in descendant.FontDescriptor
            for page in pdf.pages
            for font in page.Resources.Font.values()
            for descendant in font.DescendantFonts
        ]
    assert {name.split("+")[1].replace("-", "").removesuffix("Bold") for name in fonts} == {"NotoSans"}
    assert all(embedded)


@pytest.mark.parametrize("disease", DISEASES)
def test_no_type_is_smaller_than_12_points(built, disease):
    sizes = set()
    with pikepdf.open(built["A4", disease]) as pdf:
        for page in pdf.pages:
            size = 0.0
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    size = float(operands[1])
                elif str(operator) in ("Tj", "TJ"):
                    sizes.add(round(size * 0.75, 2))
    assert min(sizes) >= 12
    assert max(sizes) == 26


@pytest.mark.parametrize("disease", DISEASES)
def test_metadata_speaks_of_the_leaflet_and_of_nobody(built, library, disease):
    handout = assemble(library, disease, "en")
    with pikepdf.open(built["A4", disease]) as pdf:
        information = {key: str(value) for key, value in pdf.docinfo.items()}
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert information["/Title"] == str(handout.title)
    assert information["/Subject"] == str(handout.subtitle)
    assert handout.edition in information["/Keywords"]
    assert set(information) == {"/Title", "/Subject", "/Keywords", "/Producer", "/Creator"}


@pytest.mark.parametrize("disease", DISEASES)
def test_headings_are_in_order_and_bookmarked(built, library, disease):
    with pikepdf.open(built["A4", disease]) as pdf:
        levels = [int(tag[1]) for tag in pages.tags(pdf) if tag[0] == "H" and tag[1:].isdigit()]
        with pdf.open_outline() as outline:
            (top,) = outline.root
            bookmarks = [" ".join(item.title.split()) for item in top.children]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    handout = assemble(library, disease, "en")
    assert top.title == str(handout.title)
    for piece in handout.pieces:
        if "heading" in piece.words:
            assert any(str(piece.words["heading"]) in bookmark for bookmark in bookmarks)


@pytest.mark.parametrize("disease", DISEASES)
def test_tables_have_headers_with_scope(built, disease):
    with pikepdf.open(built["A4", disease]) as pdf:
        scopes = [str(e.A.Scope) for e in pages.elements(pdf) if e.S == "/TH"]
    assert scopes.count("/Column") == 5 + 3
    assert scopes.count("/Row") >= 2 + 4


@pytest.mark.parametrize("disease", DISEASES)
def test_drawings_have_alternatives_and_a_place_on_the_page(built, library, disease):
    wanted = [figure.alternative for piece in assemble(library, disease, "en").pieces for figure in piece.figures]
    with pikepdf.open(built["A4", disease]) as pdf:
        figures = [element for element in pages.elements(pdf) if element.S == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == wanted
        for figure in figures:
            x1, y1, x2, y2 = (float(value) for value in figure.A.BBox)
            assert 0 < x1 < x2 < 595
            assert 0 < y1 < y2 < 842
    assert wanted


@pytest.mark.parametrize("disease", DISEASES)
def test_links_say_where_they_lead(built, disease):
    with pikepdf.open(built["A4", disease]) as pdf:
        said = [str(link.Contents) for page in pdf.pages for link in page.get("/Annots", [])]
    assert said
    assert not [words for words in said if words.startswith(("term-", "#", "https://doi"))]


@pytest.mark.parametrize(("paper", "disease"), EVERY)
def test_headers_and_footers_are_artifacts(built, paper, disease):
    """Each page's running text is marked as pagination, and all other text belongs to the structure."""
    with pikepdf.open(built[paper, disease]) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        held = set()
        for element in pages.elements(pdf):
            kids = [int(kid) for kid in element.get("/K", []) if isinstance(kid, int)]
            held |= {(numbers[element.Pg.objgen], kid) for kid in kids}
        drawn = list(pages.marked_content(pdf))
        assert {(page, mcid) for page, _, mcid in drawn if mcid is not None} == held
        assert all(tag == "Artifact" for _, tag, mcid in drawn if mcid is None)


def test_parts_that_no_leaflet_uses_yet(scratch):
    """An inset, and the paragraphs that a recipe may ask for before and after, are printed like all others."""
    inset = "  - {id: aside, kind: inset, rests-on: {text: [G-BASIC]}}\n  - {kind: shared, id: stem-cells}\n"
    scratch.edit("content/recipes/ms.yaml", "  - {kind: shared, id: stem-cells}\n", inset)
    scratch.edit(
        "content/recipes/ms.yaml",
        "    also: [after]\n    rests-on:\n",
        "    also: [intro, after]\n    rests-on:\n      intro: [C114]\n",
    )
    scratch.edit("content/recipes/ms.yaml", "standard: {a4: 6", "standard: {a4: 7")
    scratch.edit("content/en/ms.yaml", "  trial-result:\n", '  aside:\n    text: "Set **apart**."\n\n  trial-result:\n')
    scratch.edit("content/en/ms.yaml", "    benefits:\n", '    intro: "Said before."\n    benefits:\n')
    assert scratch.problems() == []
    assert scratch.run("build", "ms", "--quiet", "--format", "standard").returncode == 0
    text = pages.text_of(scratch.root / "handouts" / "en" / "ms.pdf")
    assert "Set apart." in text
    assert text.index("what may go wrong?") < text.index("Said before.") < text.index("It may help")


@pytest.mark.parametrize("disease", DISEASES)
def test_every_kind_of_block_is_there(library, disease):
    kinds = {piece.kind for piece in assemble(library, disease, "en").pieces}
    assert kinds >= {
        "main-message", "where-it-stands", "key-points", "text", "steps", "result", "benefits-harms", "options",
        "warning", "questions", "care-card", "glossary", "about", "sources",
    }  # fmt: skip
