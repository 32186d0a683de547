"""What the texts promise a reader: plain, complete, balanced, and free of what may not be printed."""

from __future__ import annotations

import warnings

import lxml.html
import pytest

from patient_handouts.assemble import assemble
from patient_handouts.build import Project
from patient_handouts.model import CareCard
from patient_handouts.render import render
from patient_handouts.transcript import transcript
from tests.conftest import DISEASES, ROOT

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import textstat

BLOCKS = ("h1", "h2", "h3", "p", "li", "td", "th")


@pytest.fixture(scope="module")
def printed(library):
    """The rendered main part of each handout, without the list of sources, which nobody reads aloud."""
    found = {}
    for disease in DISEASES:
        page = lxml.html.fromstring(render(assemble(library, disease, "en"), Project(ROOT).templates))
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


def test_the_study_that_could_not_be_found_is_withheld(library):
    assert library.claims["C066"].use == "withhold"
    for disease in DISEASES:
        text = "\n".join(line for lines in transcript(assemble(library, disease, "en")).values() for line in lines)
        assert "New England Journal" not in text or disease == "t1d"
