"""Large print and booklets: the full leaflet, set anew."""

from __future__ import annotations

import pikepdf
import pytest

from patient_handouts.assemble import assemble
from patient_handouts.impose import sheets
from patient_handouts.transcript import transcript
from tests import pages
from tests.conftest import DISEASES, PAPERS
from tests.test_handouts import assembled_texts, letters

EVERY = [
    (paper, format_, disease) for paper in PAPERS for format_ in ("large-print", "booklet") for disease in DISEASES
]
SIZES = {
    ("A4", "large-print"): (595.28, 841.89),
    ("Letter", "large-print"): (612, 792),
    ("A4", "booklet"): (419.53, 595.28),
    ("Letter", "booklet"): (396, 612),
}
SMALLEST = {"large-print": 18, "booklet": 12}


@pytest.mark.parametrize(("paper", "format_", "disease"), EVERY)
def test_paper(built_large, paper, format_, disease):
    with pikepdf.open(built_large[paper, format_, disease]) as pdf:
        for page in pdf.pages:
            assert [float(value) for value in page.MediaBox[2:]] == pytest.approx(SIZES[paper, format_], abs=0.1)


@pytest.mark.parametrize(("paper", "format_", "disease"), EVERY)
def test_all_that_the_full_leaflet_says_in_its_order(built_large, library, paper, format_, disease):
    handout = assemble(library, disease, "en", format_)
    text = letters(" ".join(pages.body_texts(built_large[paper, format_, disease], handout)))
    position = 0
    for piece in handout.pieces:
        if piece.kind not in ("options", "where-it-stands"):  # their words are mixed with labels and names of rows
            for line in assembled_texts(piece.words):
                position = text.find(letters(line), position)
                assert position >= 0, line
    assert transcript(handout) == transcript(assemble(library, disease, "en"))
    assert handout.edition == assemble(library, disease, "en").edition


@pytest.mark.parametrize(("paper", "format_", "disease"), EVERY)
def test_no_type_is_smaller_than_promised(built_large, paper, format_, disease):
    assert min(pages.type_sizes(built_large[paper, format_, disease])) >= SMALLEST[format_]


@pytest.mark.parametrize(("paper", "format_", "disease"), EVERY)
def test_no_text_is_printed_over_another_or_beside_the_page(built_large, paper, format_, disease):
    path = built_large[paper, format_, disease]
    assert pages.overlaps(path) == []
    assert pages.beside_the_page(path) == []


@pytest.mark.parametrize(("paper", "format_", "disease"), EVERY)
def test_marks_and_edition_stand_on_every_page(built_large, library, paper, format_, disease):
    handout = assemble(library, disease, "en", format_)
    texts = pages.page_texts(built_large[paper, format_, disease])
    for number, text in enumerate(texts, start=1):
        assert handout.marks[0] in text
        assert handout.edition in text
        assert f"Page {number} of {len(texts)}" in text


@pytest.mark.parametrize(("paper", "disease"), [(paper, disease) for paper in PAPERS for disease in DISEASES])
def test_pages_of_large_print_are_worth_their_sheets(built_large, paper, disease):
    filled = pages.text_bottoms(built_large[paper, "large-print", disease])
    assert min(filled[:-1]) > 0.5
    assert filled[-1] > 0.33


@pytest.mark.parametrize("format_", ["large-print", "booklet"])
def test_tables_are_lists(built_large, format_):
    for disease in DISEASES:
        with pikepdf.open(built_large["A4", format_, disease]) as pdf:
            assert "Table" not in pages.tags(pdf)
            assert "L" in pages.tags(pdf)


def test_no_word_is_split_in_large_print(built_large, library):
    words = set()
    for disease in DISEASES:
        handout = assemble(library, disease, "en")
        for piece in handout.pieces:
            words |= {word.strip(".,:;?()“”") for text in assembled_texts(piece.words) for word in text.split()}
    for disease in DISEASES:
        for line in pages.lines(built_large["A4", "large-print", disease]):
            last = line.split()[-1:] or [""]
            assert not last[0].endswith(("-", "\x02")) or last[0].strip("-\x02") + "-" in " ".join(words), line


@pytest.mark.parametrize("pages_", range(1, 33))
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_folded_booklet_can_be_read_through(pages_, direction):
    """Fold the sheets in the mind: the leaves follow each other, front and back."""
    sides = sheets(pages_, direction)
    assert len(sides) % 2 == 0
    leaves = []
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        # the sheet is turned over its short edge: the left half of the front has the right half of the back behind it
        outer, inner = (
            ((front[1], back[0]), (back[1], front[0]))
            if direction == "ltr"
            else ((front[0], back[1]), (back[0], front[1]))
        )
        leaves = [*leaves[: len(leaves) // 2], outer, inner, *leaves[len(leaves) // 2 :]]
    read = [page for leaf in leaves for page in leaf]
    assert read == list(range(1, len(read) + 1))
    assert 0 <= len(read) - pages_ < 4


@pytest.mark.parametrize("paper", PAPERS)
def test_sheets_to_fold(built_large, paper):
    booklet = built_large[paper, "booklet", "ms"]
    sheets_file = booklet.with_name("ms-booklet-to-print-and-fold.pdf")
    with pikepdf.open(sheets_file) as folded, pikepdf.open(booklet) as pdf:
        width, height = (float(value) for value in pdf.pages[0].MediaBox[2:])
        assert [float(v) for v in folded.pages[0].MediaBox[2:]] == pytest.approx([2 * width, height], abs=0.1)
        assert len(folded.pages) == -(-len(pdf.pages) // 4) * 2
    first = pages.page_texts(sheets_file)[0]
    assert "Page 1 of" in first
    assert "Stem cells and multiple sclerosis" in first


# --- a format with words of its own ---

OWN_WORDS = """
pages:
  short: {a4: 6, letter: 6}

blocks:
  - {kind: shared, id: main-message}
  - {kind: shared, id: key-points}
  - {kind: shared, id: keep-medicine}
  - {kind: shared, id: transplant-steps}
  - id: balance
    kind: benefits-harms
    benefits: [steady]
    harms: [death]
    figures:
      - {id: steady, fact: ms-uk-disability, of: of, filled: not-worse, empty: worse}
      - {id: deaths, fact: ms-uk-deaths, of: people, filled: died, empty: lived}
    warnings: [W2, W3, W4, W5, W6]
  - {kind: shared, id: cost-and-access}
  - {kind: shared, id: where-it-stands}
  - {kind: shared, id: unproven-clinics}
  - {kind: shared, id: emergency}
  - {kind: shared, id: urgent}
  - {kind: shared, id: not-urgent}
  - {kind: shared, id: words-to-know}
  - {kind: shared, id: sources}
"""

OWN_TEXT = """
title: "MS in short"
subtitle: "For people with multiple sclerosis (MS)"
date: 2026-11-22

blocks:
  balance:
    heading: "What may get better, and what may go wrong?"
    benefits:
      heading: "It may help"
      points:
        steady: "**No worse.** After {ms-uk-disability.years} years, {ms-uk-disability.not-worse} of {ms-uk-disability.of} were no worse."
    harms:
      heading: "It may harm"
      points:
        death: "**Death.** Within {ms-uk-deaths.days} days, {ms-uk-deaths.died} of the {ms-uk-deaths.people} people had died."
    figures:
      steady:
        title: "Out of {ms-uk-disability.of} people"
        filled: "{ms-uk-disability.not-worse} were no worse"
        empty: "{ms-uk-disability.worse} were worse"
      deaths:
        title: "Out of {ms-uk-deaths.people} people"
        filled: "{ms-uk-deaths.died} died"
        empty: "{ms-uk-deaths.lived} did not"
"""  # noqa: E501


@pytest.fixture
def short(scratch):
    """A project with a further format, which has words of its own for multiple sclerosis."""
    formats = scratch.root / "content" / "formats.yaml"
    line = "\nshort: {words: short, tables: tables, build: when-asked, kinds: [main-message, benefits-harms]}\n"
    formats.write_text(formats.read_text("utf-8") + line, "utf-8")
    scratch.edit("content/en/locale.yaml", "formats:\n", 'formats:\n  short: "Short"\n')
    (scratch.root / "content" / "recipes" / "ms-short.yaml").write_text(OWN_WORDS, "utf-8")
    (scratch.root / "content" / "en" / "ms-short.yaml").write_text(OWN_TEXT, "utf-8")
    return scratch


def test_a_format_may_have_words_of_its_own(short, library):
    result = short.run("build", "ms", "--format", "short")
    assert (result.returncode, result.stderr) == (0, "")
    text = pages.text_of(short.root / "handouts" / "en" / "ms-short.pdf")
    assert text.startswith("MS in short")
    assert "After 5 years, 62 of 100 were no worse." in text
    assert "Out of 364 people 5 died 359 did not" in text.replace("\x02", "")
    assert "Keep taking your medicine" in text
    own = assemble(short.project.load(), "ms", "en", "short")
    assert own.edition != assemble(library, "ms", "en").edition


def test_every_disease_has_a_recipe_for_it(short):
    missing = [problem for problem in short.problems() if "the file is missing" in problem]
    names = [f"content/recipes/{d}-short.yaml:1:1" for d in DISEASES if d != "ms"]
    assert [problem.partition(": ")[0] for problem in missing] == names
    assert short.run("build", "ra", "--format", "short").returncode == 1
    assert short.run("build", "ra", "--format", "standard").returncode == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "  - {kind: shared, id: unproven-clinics}\n",
            "",
            "no block gives the required warnings W9, W10, W11, W12, W14.",
        ),
        ("  - {kind: shared, id: main-message}\n", "", "there is no “main-message” block. In the format “short”"),
        ("short: {a4", "standard: {a4", "“pages” does not say how many pages the format “short” may fill."),
        ("      - {id: deaths, fact: ms-uk-deaths, of: people, filled: died, empty: lived}\n", "", "have two figures"),
        ("id: cost-and-access", "id: cost-and-acces", "there is no shared block “cost-and-acces”."),
    ],
)
def test_mistakes_in_its_recipe_are_told_and_stop_only_it(short, old, new, told):
    short.edit("content/recipes/ms-short.yaml", old, new)
    assert any(told in problem and "ms-short.yaml" in problem for problem in short.problems())
    assert short.run("build", "ms", "--format", "short").returncode == 1
    assert short.run("build", "ms", "--format", "standard").returncode == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("build: always}\nbooklet", "build: sometimes}\nbooklet", ":14:54: “sometimes” cannot stand here."),
        (
            "large-print: {words: standard",
            "large-print: {words: large",
            " the format “large-print” has the words of “large”.",
        ),
    ],
)
def test_mistakes_in_the_list_of_formats(scratch, old, new, told):
    scratch.edit("content/formats.yaml", old, new)
    assert any(problem.startswith("content/formats.yaml:") and told in problem for problem in scratch.problems())


def test_without_the_list_of_formats(scratch):
    (scratch.root / "content" / "formats.yaml").unlink()
    assert [problem.partition(": ")[0] for problem in scratch.problems()] == ["content/formats.yaml:1:1"]
    result = scratch.run("build", "ms")
    assert result.returncode == 1
    assert result.stderr == "Error: content/formats.yaml cannot be read. Run “python generate.py check”.\n"
