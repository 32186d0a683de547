"""What the texts promise a reader: plain, complete, balanced, and free of what may not be printed."""

from __future__ import annotations

import warnings

import lxml.html
import pytest

from patient_handouts.approval import register
from patient_handouts.content.blocks import CareCard
from patient_handouts.content.recipes import REQUIRED_WARNINGS
from patient_handouts.handout.assemble import assemble
from patient_handouts.handout.transcript import spoken, transcript
from patient_handouts.language import readability
from patient_handouts.language.sentences import sentences
from patient_handouts.page.paper import render
from tests.support.product import CONTENT, DISEASES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import textstat

BLOCKS = ("h1", "h2", "h3", "p", "li", "td", "th")


@pytest.fixture(scope="module")
def printed(library, design):
    """The rendered main part of each handout, without the list of sources, which nobody reads aloud."""
    found = {}
    for disease in DISEASES:
        page = lxml.html.fromstring(render(assemble(library, disease, "en"), design))
        main = page.find(".//main")
        for element in main.xpath(".//*[local-name()='svg'] | .//section[@class='sources']"):
            element.getparent().remove(element)
        found[disease] = main
    return found


def lines(element) -> list[str]:
    """The texts of headings, paragraphs, list items and cells, each ended as a sentence."""
    leaves = [e for e in element.iter(*BLOCKS) if not any(inner is not e for inner in e.iter(*BLOCKS))]
    texts = [" ".join(e.text_content().split()) for e in leaves]
    return [text if text[-1] in ".?!" else f"{text}." for text in texts if text]


@pytest.mark.parametrize("disease", DISEASES)
def test_reading_level(printed, disease):
    text = " ".join(lines(printed[disease]))
    assert textstat.flesch_kincaid_grade(text) <= 5.5
    assert textstat.smog_index(text) <= 9


@pytest.mark.parametrize("disease", DISEASES)
def test_reading_level_of_each_block(printed, disease):
    for section in printed[disease].iter("section"):
        assert textstat.flesch_kincaid_grade(" ".join(lines(section))) <= 7, section.get("id")


@pytest.mark.parametrize("disease", DISEASES)
def test_parts_that_no_handout_lacks(library, disease):
    handout = assemble(library, disease, "en")
    kinds = [piece.kind for piece in handout.pieces]
    (questions,) = [piece for piece in handout.pieces if piece.kind == "questions"]
    assert len(questions.words["questions"]) >= 10
    urgencies = {piece.structure.urgency for piece in handout.pieces if isinstance(piece.structure, CareCard)}
    assert urgencies == {"emergency", "urgent", "non-urgent"}
    assert kinds.count("result") >= 2
    assert any(piece.figures for piece in handout.pieces)
    assert "carry-on" in next(piece for piece in handout.pieces if piece.kind == "options").structure.options
    assert next(piece for piece in handout.pieces if piece.kind == "sources").references


@pytest.mark.parametrize("disease", DISEASES)
def test_terms_are_explained_at_the_end_and_marked_where_they_first_appear(printed, library, disease):
    main = printed[disease]
    (glossary,) = [piece for piece in assemble(library, disease, "en").pieces if piece.kind == "glossary"]
    targets = [link.get("href").removeprefix("#term-") for link in main.xpath(".//a[contains(@class,'term')]")]
    first = [link.get("href").removeprefix("#term-") for link in main.xpath(".//a[@class='term first']")]
    assert len(first) == len(set(first))
    assert set(first) == set(targets) == {entry.id for entry in glossary.entries}
    assert [str(entry.term).casefold() for entry in glossary.entries] == sorted(
        str(entry.term).casefold() for entry in glossary.entries
    )


def test_type_1_diabetes_reuses_no_transplant_text(library):
    used = {block.id for block in library.blocks("t1d")}
    assert used.isdisjoint(
        {"stem-cells", "transplant-steps", "keep-medicine", "cost-and-access", "emergency", "urgent"}
    )


def test_the_ledger_is_whole(library):
    """All 114 claims of the five documents have a verdict, a use and a reason."""
    assert sorted(library.claims) == [f"C{number:03}" for number in range(1, 115)]
    uses = [claim.use for claim in library.claims.values()]
    assert uses.count("withhold") >= 43
    assert {ref.split("p")[0] for claim in library.claims.values() for ref in claim.refs} == {
        "s0",
        "s1",
        "s2",
        "s3",
        "s4",
    }


def test_the_register_holds_what_was_released():
    """Each file of content/editions is as it was written; there are none until something is released."""
    folder = CONTENT / "editions"
    for code in register.codes([folder]):
        assert register.find(code, [folder])


def test_the_study_that_could_not_be_found_is_withheld(library):
    assert library.claims["C066"].use == "withhold"
    for disease in DISEASES:
        text = "\n".join(line for lines in transcript(assemble(library, disease, "en")).values() for line in lines)
        assert "New England Journal" not in text or disease == "t1d"


@pytest.mark.parametrize("disease", DISEASES)
def test_every_kind_of_block_is_there(library, disease):
    kinds = {piece.kind for piece in assemble(library, disease, "en").pieces}
    assert kinds >= {
        "main-message", "where-it-stands", "key-points", "text", "steps", "result", "benefits-harms", "options",
        "warning", "questions", "care-card", "glossary", "about", "sources",
    }  # fmt: skip


# --- easy read and summaries: words of their own, with all that the full leaflet warns of ---

OWN = ("easy-read", "summary")


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
