"""Easy read and summaries: words of their own, with all that the full leaflet warns of."""

from __future__ import annotations

import pikepdf
import pytest

from patient_handouts import readability
from patient_handouts.assemble import assemble
from patient_handouts.language import RULES
from patient_handouts.model import REQUIRED_WARNINGS
from patient_handouts.sentences import sentences
from patient_handouts.transcript import spoken
from tests import pages
from tests.conftest import DISEASES, PAPERS

OWN = ("easy-read", "summary")
SMALLEST = {"easy-read": 14, "summary": 14}


def words_of(handout) -> list[str]:
    """The texts that authors wrote, without those of the program."""

    def leaves(tree):
        for value in tree.values():
            if hasattr(value, "values"):
                yield from leaves(value)
            else:
                yield str(value)

    return [str(handout.title), str(handout.subtitle), *(t for piece in handout.pieces for t in leaves(piece.words))]


@pytest.mark.parametrize("disease", DISEASES)
@pytest.mark.parametrize("format_", OWN)
def test_every_warning_is_in_it(library, disease, format_):
    blocks = list(library.blocks(f"{disease}-{format_}"))
    assert {warning for block in blocks for warning in block.warnings} == set(REQUIRED_WARNINGS)
    handout = assemble(library, disease, "en", format_)
    assert len(handout.pieces) == len(blocks)


@pytest.mark.parametrize("disease", DISEASES)
def test_sentences_of_easy_read_are_short_and_easy(library, disease):
    texts = words_of(assemble(library, disease, "en", "easy-read"))
    lengths = [len(sentence.words()) for text in texts for sentence in sentences(text)]
    assert max(lengths) <= 15
    assert sum(lengths) / len(lengths) <= 9
    level = readability.level("en", texts, library.locales["en"].language.syllables)
    assert level.score <= 4


@pytest.mark.parametrize("disease", DISEASES)
def test_every_idea_of_easy_read_has_a_picture(library, disease):
    handout = assemble(library, disease, "en", "easy-read")
    for piece in handout.pieces:
        drawn = {figure.id for figure in piece.figures}
        for point in piece.words.get("points", {}):
            assert point in drawn or point in piece.structure.beside


def test_the_same_idea_has_the_same_picture(library):
    """A line that stands in several leaflets word for word has one picture in all of them."""
    found: dict[str, set[str]] = {}
    for disease in DISEASES:
        for piece in assemble(library, disease, "en", "easy-read").pieces:
            drawn = {figure.id for figure in piece.figures}
            for point, text in piece.words.get("points", {}).items():
                if point not in drawn:
                    found.setdefault(str(text), set()).add(piece.structure.beside[point])
    assert {text: sorted(pictures) for text, pictures in found.items() if len(pictures) > 1} == {}


@pytest.mark.parametrize("disease", DISEASES)
def test_easy_read_says_who_did_not_help_to_make_it(library, disease):
    assert any("people with learning disabilities" in t for t in spoken(assemble(library, disease, "en", "easy-read")))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("disease", DISEASES)
def test_a_summary_is_one_sheet(built_own, paper, disease):
    with pikepdf.open(built_own[paper, "summary", disease]) as pdf:
        assert len(pdf.pages) == 2


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("format_", OWN)
@pytest.mark.parametrize("disease", DISEASES)
def test_the_page(built_own, library, paper, format_, disease):
    path = built_own[paper, format_, disease]
    handout = assemble(library, disease, "en", format_)
    assert min(pages.type_sizes(path)) >= SMALLEST[format_]
    assert pages.overlaps(path) == []
    assert pages.beside_the_page(path) == []
    texts = pages.page_texts(path)
    for number, text in enumerate(texts, start=1):
        assert handout.marks[0] in text
        assert handout.edition in text
        assert f"Page {number} of {len(texts)}" in text


@pytest.mark.parametrize("disease", DISEASES)
def test_drawn_people_have_words_for_those_who_do_not_see_them(built_own, library, disease):
    handout = assemble(library, disease, "en", "easy-read")
    drawn = [figure.alternative for piece in handout.pieces for figure in piece.figures]
    with pikepdf.open(built_own["A4", "easy-read", disease]) as pdf:
        assert pages.alternatives(pdf) == drawn


# --- what check says ---


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "en/ms-easy-read.yaml",
            "is the part of your body that stops germs.",
            "is the part of your body that stops germs and all other things too.",
            "this sentence has 17 words",
        ),
        (
            "en/ms-easy-read.yaml",
            "It hurts your nerves. Nerves",
            "It attacks your nerves. Nerves",
            "“attacks” means something else than it says. [metaphor] Plainer: say what is hurt: “hurts your joints”.",
        ),
        (
            "en/ms-easy-read.yaml",
            "You can feel very tired.",
            "You can feel very tired. You may fall.",
            "4 sentences; at most 3 make one idea. [many-ideas] Make two lines of it, each with a picture.",
        ),
        (
            "en/ms-easy-read.yaml",
            "In multiple sclerosis it makes",
            "In MS it makes",
            "the abbreviation “MS” is not spelt out. [abbreviation] Write the words; easy read has no abbreviations.",
        ),
        (
            "en/ms-easy-read.yaml",
            "[Stem cells](term:stem-cell) are cells that can make new cells.",
            "This leaflet tells you about [stem cells](term:stem-cell).",
            "“stem cells” comes here first, and is not explained. [unexplained] Say here what it is: “stem cells",
        ),
        (
            "recipes/ms-easy-read.yaml",
            "some: hospital, suits: people, other: lab",
            "some: hospital, suits: people",
            "no picture stands beside the point “other”. Write “other: …” under “beside”, or draw a figure.",
        ),
        (
            "recipes/ms-easy-read.yaml",
            "some: hospital, suits: people, other: lab",
            "some: hospital, suits: people, other: lab, others: lab",
            "there is no point “others”. Did you mean “other”?",
        ),
        (
            "recipes/ms-easy-read.yaml",
            "some: hospital, suits",
            "some: hospitel, suits",
            "there is no picture “hospitel”. Did you mean “hospital”?",
        ),
        (
            "recipes/ms-easy-read.yaml",
            "    about: harms\n",
            "",
            "there is no “harms” block. In the format “easy-read”, every handout has exactly one.",
        ),
        (
            "recipes/ms-easy-read.yaml",
            "warnings: [W2, W3, W4, W5]",
            "warnings: [W2, W3, W5]",
            "no block gives the required warning W4.",
        ),
        (
            "en/ms-easy-read.yaml",
            "{ms-uk-deaths.low-lived} or {ms-uk-deaths.high-lived} did not die.",
            "The others did not die.",
            "these words do not say the number that is drawn, {ms-uk-deaths.low-lived}.",
        ),
        (
            "en/ms-summary.yaml",
            " (starter cells)",
            "",
            "“stem cells” comes here first, and is not explained. [unexplained] Say here what it is: “stem cells",
        ),
    ],
)
def test_mistakes(scratch, file, old, new, told):
    scratch.edit(f"content/{file}", old, new)
    assert any(told in problem for problem in scratch.problems()), "\n".join(scratch.problems())


EASY_FILES = ("content/en/ms-easy-read.yaml", "content/en/common-easy-read.yaml")


def test_a_long_winded_leaflet(scratch):
    long = "This is one of the very long lines that nobody can read at all."
    for file in EASY_FILES:
        path = scratch.root / file
        lines = path.read_text("utf-8").splitlines()
        plain = [line.startswith("      ") and "{" not in line and "[" not in line for line in lines]
        told = (
            f'{line.partition(": ")[0]}: "{long}"' if is_plain else line
            for line, is_plain in zip(lines, plain, strict=True)
        )
        path.write_text("\n".join(told) + "\n", "utf-8")
    assert any("words on average. [easy-mean] Shorten the long ones: at most 9." in p for p in scratch.problems())


def test_hard_words_throughout(scratch):
    for file in EASY_FILES:
        path = scratch.root / file
        text = path.read_text("utf-8").replace(" you ", " particular individuals ")
        path.write_text(text.replace("people", "unfortunate individuals"), "utf-8")
    found = [problem for problem in scratch.problems() if "[easy-level]" in problem]
    assert found
    assert "Use shorter words and sentences: at most grade 4." in found[0]


def test_a_block_that_is_no_easy_read(scratch):
    scratch.edit(
        "content/recipes/ms-easy-read.yaml", "id: about}", "id: about}\n  - {kind: shared, id: cost-and-access}"
    )
    assert any("a block of the kind “text” is no easy read." in problem for problem in scratch.problems())


def test_the_rules_are_told():
    assert {"metaphor", "many-ideas", "unexplained", "easy-mean", "easy-level"} <= set(RULES)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("disease", DISEASES)
def test_pages_of_easy_read_are_worth_their_sheets(built_own, paper, disease):
    """Half full at least; a third, where the next page begins with a card for emergencies, which is never parted."""
    path = built_own[paper, "easy-read", disease]
    filled = pages.text_bottoms(path)
    followed = ["Emergency: call now" in text[:90] for text in pages.page_texts(path)[1:]]
    assert all(part > (0.33 if card else 0.5) for part, card in zip(filled, followed, strict=False)), filled
    assert filled[-1] > 0.33
