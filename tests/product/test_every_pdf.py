"""What a clinic prints: every PDF file is opened once, and all that must be true of it is asked here."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections import Counter

import pikepdf
import pytest
from lxml import html as lxml_html

from patient_handouts.content.names import HandoutName
from patient_handouts.handout.assemble import assemble
from patient_handouts.handout.transcript import transcript
from patient_handouts.invisible import END, JOINER, LEFT_TO_RIGHT
from patient_handouts.page.paper import page
from tests.support import pages
from tests.support.product import DISEASES, FORMATS, Printed, every
from tests.support.project import ROOT
from tests.support.reading import assembled_texts, letters

SIZES = {"A4": (595.28, 841.89), "Letter": (612, 792)}
HALVES = {"A4": (419.53, 595.28), "Letter": (396, 612)}
SMALLEST = {"standard": 12, "large-print": 18, "booklet": 12, "easy-read": 14, "summary": 14}
SMALLEST_TRANSLATED = SMALLEST | {"summary": 12}
"""Points; where words are many, the type of a translated summary shrinks."""

TABLES = ("options", "where-it-stands")
"""Kinds of block that are read row by row, with headings between."""


@pytest.mark.parametrize("printed", every(), ids=str)
def test_pdf(snapshot, design, built, printed):
    """All that must be true of each file, whatever it says."""
    path = built(printed)
    handout = snapshot.handout(printed.name)
    assert_nothing_runs_over(path, printed)
    assert_marks_on_every_page(path, handout)
    with pikepdf.open(path) as pdf:
        assert_paper(pdf, printed)
        assert_type(path, pdf, handout, printed)
        assert_metadata(pdf, handout)
        assert_headings(pdf, handout)
        assert_figures(pdf, handout)
        assert_links(pdf)
        assert_running_text_is_not_read_aloud(pdf)
        assert_nothing_invisible_is_read_aloud(path, pdf)
    assert_pages_are_filled(path, printed)
    assert_figures_stay_with_what_they_count(path)
    if printed.name.locale == "en":
        assert_words_in_reading_order(path, handout)
    elif printed.name.format == "easy-read":
        assert_text_can_be_copied(path, page(handout, "A4", design).html, printed.name.locale)
    if handout.direction == "rtl":
        assert_figures_in_order_on_paper(path, page(handout, "A4", design).html)


def assert_nothing_runs_over(path, printed):
    assert pages.beside_the_page(path) == []
    assert pages.beyond_the_margins(path) == [], "every printer prints to the edge of the text"
    if printed.name.locale != "ar":  # its marks stand over letters on purpose; the pseudo-locale shows the same layout
        assert pages.overlaps(path) == []


def assert_marks_on_every_page(path, handout):
    texts = pages.page_texts(path)
    lines = pages.shown_pages(path) if handout.direction == "rtl" else []
    for number, text in enumerate(map(normalised, texts), start=1):
        for mark in handout.marks:
            assert normalised(mark) in text
        drawn = "".join(lines[number - 1]).replace(" ", "") if lines else text
        assert handout.edition in drawn, "from left to right, as it is written"
        if handout.locale == "en":
            assert normalised(handout.labels["edition"]) in text
            assert normalised(f"Page {number} of {len(texts)}") in text
            if handout.format in ("standard", "large-print") and number > 1:
                assert normalised(handout.labels["running-header"]) in text
    for mark in handout.marks:
        assert normalised(texts[0]).count(normalised(mark)) == 2, "at its top, and at its foot"


def normalised(text: str) -> str:
    """A text without what readers add or leave out: spaces, isolates, and the forms of joined letters."""
    return re.sub(r"[\s\u2060\u2066-\u2069]", "", unicodedata.normalize("NFKC", text))


def assert_paper(pdf, printed):
    expected = (HALVES if printed.name.format == "booklet" else SIZES)[printed.paper]
    for sheet in pdf.pages:
        assert [float(value) for value in sheet.MediaBox[2:]] == pytest.approx(expected, abs=0.1)
    if printed.name.format == "summary":
        assert len(pdf.pages) == 2, "one sheet"
    if printed.name.format == "standard" and printed.name.locale == "en":
        assert len(pdf.pages) <= {"A4": 6, "Letter": 7}[printed.paper]


def assert_type(path, pdf, handout, printed):
    smallest = (SMALLEST if printed.name.locale == "en" else SMALLEST_TRANSLATED)[printed.name.format]
    assert min(pages.type_sizes(path)) >= smallest
    if printed.name.locale == "en" and printed.name.format == "standard":
        assert max(pages.type_sizes(path)) == 26
    used = {name.replace("-", "").removesuffix("Bold") for name in pages.fonts(path)}
    assert used <= {family.replace(" ", "") for family in handout.fonts}
    for sheet in pdf.pages:
        for font in sheet.Resources.Font.values():
            for descendant in font.DescendantFonts:
                assert "/FontFile2" in descendant.FontDescriptor or "/FontFile3" in descendant.FontDescriptor


def assert_metadata(pdf, handout):
    information = {key: str(value) for key, value in pdf.docinfo.items()}
    assert str(pdf.Root.Lang) == handout.locale
    others = {lang for _, lang in pages.languages(pdf)}
    assert others == ({"en"} if handout.locale != "en" else set()), "references are in English, and all else is not"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert normalised(information["/Title"]) == normalised(str(handout.title))
    assert normalised(information["/Subject"]) == normalised(str(handout.subtitle))
    assert handout.edition in information["/Keywords"]
    assert set(information) == {"/Title", "/Subject", "/Keywords", "/Producer", "/Creator"}, "and of nobody"


def assert_headings(pdf, handout):
    levels = [int(tag[1]) for tag in pages.tags(pdf) if tag[0] == "H" and tag[1:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    with pdf.open_outline() as outline:
        (top,) = outline.root
        bookmarks = [normalised(item.title) for item in top.children]
    assert normalised(top.title) == normalised(str(handout.title))
    for piece in handout.pieces:
        if "heading" in piece.words:
            assert any(normalised(str(piece.words["heading"])) in bookmark for bookmark in bookmarks)
    scopes = [str(element.A.Scope) for element in pages.elements(pdf) if element.S == "/TH"]
    if handout.format == "standard":
        assert scopes.count("/Column") == 5 + 3
        assert scopes.count("/Row") >= 2 + 4
    if handout.lists:
        assert "Table" not in pages.tags(pdf)
        assert "L" in pages.tags(pdf)


def assert_figures(pdf, handout):
    """Drawings have words for those who do not see them, and a place on the page."""
    width, height = (float(value) for value in pdf.pages[0].MediaBox[2:])
    drawn = [element for element in pages.elements(pdf) if element.S == "/Figure" and "/Alt" in element]
    wanted = [figure.alternative for piece in handout.pieces for figure in piece.figures]
    assert [normalised(str(figure.Alt)) for figure in drawn] == [normalised(alternative) for alternative in wanted]
    for figure in drawn:
        left, bottom, right, top = (float(value) for value in figure.A.BBox)
        assert 0 < left < right < width
        assert 0 < bottom < top < height


def assert_links(pdf):
    said = [str(link.Contents) for sheet in pdf.pages for link in sheet.get("/Annots", [])]
    assert said
    assert not [words for words in said if words.startswith(("term-", "#", "https://doi"))]


def assert_running_text_is_not_read_aloud(pdf):
    """Each page's header and footer are marked as artifacts, and all other text belongs to the structure."""
    numbers = {sheet.obj.objgen: number for number, sheet in enumerate(pdf.pages)}
    held = set()
    for element in pages.elements(pdf):
        kids = element.get("/K", pikepdf.Array())
        kids = [int(kid) for kid in kids if isinstance(kid, int)] if isinstance(kids, pikepdf.Array) else []
        held |= {(numbers[element.Pg.objgen], kid) for kid in kids}
    drawn = list(pages.marked_content(pdf))
    assert {(sheet, mcid) for sheet, _, mcid in drawn if mcid is not None} == held
    assert all(tag == "Artifact" for _, tag, mcid in drawn if mcid is None)


def assert_nothing_invisible_is_read_aloud(path, pdf):
    """The characters that keep words together are on the page alone, and not in what is searched or heard."""
    said = pages.page_texts(path)
    for sheet in pdf.pages:
        for operands, _ in pikepdf.parse_content_stream(sheet):
            if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary):
                said.append(str(operands[1].get("/ActualText", "")))
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary):
            said += [str(thing.get(key, "")) for key in ("/Title", "/Contents", "/Alt")]
    assert JOINER not in "".join(said)


def assert_figures_stay_with_what_they_count(path):
    """In Chinese, which breaks lines anywhere."""
    for line, following in itertools.pairwise(pages.lines(path)):
        assert not (re.search(r"\d$", line.strip()) and re.match("[人年天月日岁]", following)), line


def assert_pages_are_filled(path, printed):
    """Sheets are worth their paper: half full at least, but for the last, and what stands before an emergency card."""
    if printed.name.locale != "en" or printed.name.format not in ("standard", "large-print", "easy-read"):
        return
    filled = pages.text_bottoms(path)
    is_a_sheet_of_a4 = printed.name.format == "standard" and printed.paper == "A4"
    assert filled[-1] > (0.5 if is_a_sheet_of_a4 else 0.33)
    least = [0.75 if is_a_sheet_of_a4 else 0.5] * (len(filled) - 1)
    if printed.name.format == "easy-read":  # a card for emergencies is never parted, and may leave room before it
        before_card = ["Emergency: call now" in text[:90] for text in pages.page_texts(path)[1:]]
        least = [0.33 if card else 0.5 for card in before_card]
    assert all(part > wanted for part, wanted in zip(filled, least, strict=False)), filled


def assert_words_in_reading_order(path, handout):
    """The words of each block follow each other in the PDF's text as they do in the assembled handout."""
    text = letters(" ".join(pages.body_texts(path, handout)))
    position = text.index(letters(str(handout.title)))
    for piece in handout.pieces:
        if piece.kind not in TABLES:
            for line in assembled_texts(piece.words):
                position = text.find(letters(line), position)
                assert position >= 0, line


LEAST_COPIED = {"ar": 0.93}
"""Of Arabic, readers part the few words that carry a mark over a letter; joined letters come out right."""


def assert_text_can_be_copied(path, html, tag):
    tree = lxml_html.fromstring(html)
    for element in tree.xpath("//head | //svg | //ol[@lang] | //*[contains(@class, 'running')]"):
        element.drop_tree()
    wanted = Counter(word for text in tree.itertext() for word in words(text))
    found = Counter(words(" ".join(pages.page_texts(path))))
    kept = sum(min(count, found[word]) for word, count in wanted.items())
    assert kept / wanted.total() >= LEAST_COPIED.get(tag, 0.99), (wanted - found).most_common(9)


def words(text: str) -> list[str]:
    """Words as readers find them; of Chinese, the characters."""
    text = re.sub("[\u2066-\u2069]", "", unicodedata.normalize("NFKC", text))
    return re.findall(r"[\u4e00-\u9fff]|(?:(?![\u4e00-\u9fff])[\w\u0900-\u0963])+", text)


def assert_figures_in_order_on_paper(path, html):
    """Every figure among words from right to left is drawn as it is written."""
    text = " ".join(lxml_html.fromstring(html).xpath("//main//text()[not(ancestor::svg)]"))
    wanted = Counter(run.replace(" ", "") for run in re.findall(f"{LEFT_TO_RIGHT}([^{END}]+){END}", text))
    assert len(wanted) > 4
    # Brackets are drawn right, but named by the mirrored character.
    shown = [re.sub(r"[ ()]", "", line) for line in pages.shown_lines(path)]
    for run, count in wanted.items():
        if "Font" not in run:  # the only one that is longer than what is left of a line
            assert sum(line.count(run.strip("()")) for line in shown) >= count, run


# --- what is true of several files together, or of one format ---


@pytest.mark.parametrize("disease", DISEASES)
def test_lines_are_neither_long_nor_short(built, disease):
    """Full lines of the text column hold 45 to 70 letters on average, in English."""
    printed = Printed("A4", HandoutName(disease, "en", "standard"))
    lengths = [len(line) for line in pages.lines(built(printed)) if len(line) > 55]
    assert len(lengths) > 50
    assert 45 <= sum(lengths) / len(lengths) <= 70


@pytest.mark.parametrize("format_", ["large-print", "booklet"])
@pytest.mark.parametrize("disease", DISEASES)
def test_the_full_leaflet_in_another_setting_says_the_same(library, disease, format_):
    one, other = (assemble(library, disease, "en", name) for name in ("standard", format_))
    assert transcript(one) == transcript(other)
    assert one.edition == other.edition


def test_no_word_is_split_in_large_print(built, library):
    large = [printed for printed in every("large-print", papers=("A4",)) if printed.name.locale == "en"]
    known = " ".join(
        text for printed in large for piece in assemble(library, *printed.name).pieces
        for text in assembled_texts(piece.words)
    )  # fmt: skip
    for printed in large:
        for line in pages.lines(built(printed)):
            last = line.split()[-1:] or [""]
            assert not last[0].endswith(("-", "\x02")) or last[0].strip("-\x02") + "-" in known, line


@pytest.mark.parametrize("printed", [p for p in every("booklet") if p.name.disease == DISEASES[0]], ids=str)
def test_sheets_to_fold(built, snapshot, printed):
    booklet = built(printed)
    sheets_file = booklet.with_name(f"{printed.name.stem}-to-print-and-fold.pdf")
    with pikepdf.open(sheets_file) as folded, pikepdf.open(booklet) as pdf:
        width, height = (float(value) for value in pdf.pages[0].MediaBox[2:])
        assert [float(v) for v in folded.pages[0].MediaBox[2:]] == pytest.approx([2 * width, height], abs=0.1)
        assert len(folded.pages) == -(-len(pdf.pages) // 4) * 2
    first = normalised(pages.page_texts(sheets_file)[0])
    assert normalised(str(snapshot.handout(printed.name).title)) in first


@pytest.mark.parametrize("format_", FORMATS)
def test_the_number_of_pages_is_that_of_the_documentation(built, format_):
    """docs/printing.md says how many A4 pages each format has, in English."""
    (row,) = re.findall(rf"(?m)^\| `{format_}` \|.*\| ([^|]+) \|$", (ROOT / "docs/printing.md").read_text("utf-8"))
    told = [int(number) for number in re.findall(r"\d+", row.partition(",")[0])]
    found = {len(pages.opened(built(p)).pages) for p in every(format_, papers=("A4",)) if p.name.locale == "en"}
    assert (min(told), max(told)) == (min(found), max(found))


def test_the_formats_are_those_that_are_proved_here():
    """A new format is to be given its smallest type above."""
    assert set(FORMATS) == set(SMALLEST)


@functools.cache
def private_names() -> tuple[str, ...]:
    import getpass
    import os

    return os.uname().nodename, getpass.getuser()


def test_no_personal_data_in_any_file(every_pdf):
    """Neither the machine, nor who used it, nor any path."""
    for path in every_pdf:
        with pikepdf.open(path) as pdf:
            told = [str(value) for value in pdf.docinfo.values()] + [pdf.Root.Metadata.read_bytes().decode()]
        for text in told:
            assert not names_somebody(text, str(path.parent.parent)), text


def names_somebody(text: str, folder: str) -> bool:
    """Whether a text names this machine, its user, or a path of it."""
    places = (folder, str(pages.__file__).partition("/tests/")[0])
    names = (re.search(rf"\b{re.escape(name)}\b", text) for name in private_names())
    return any(place in text for place in places) or any(names)


def test_a_path_or_a_name_would_be_found():
    machine, user = private_names()
    for text in ("file:///folder/content", f"made on {machine}", f"by {user} today"):
        assert names_somebody(text, "/folder")
    assert not names_somebody("Stem cells and lupus", "/folder")
