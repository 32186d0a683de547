"""What the texts promise a reader: plain, complete, balanced, and free of what may not be printed."""

from __future__ import annotations

import re
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


def sentences(element) -> list[str]:
    found = [s for line in lines(element) for s in re.split(r"(?<=[.?!])[”)]*\s+", line)]
    return [sentence for sentence in found if re.search(r"\w", sentence)]


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
def test_sentences_are_short(printed, disease):
    lengths = {sentence: len(sentence.split()) for sentence in sentences(printed[disease])}
    assert [sentence for sentence, length in lengths.items() if length > 20] == []
    assert sum(lengths.values()) / len(lengths) <= 12


# Words that sell, and German left over in one of the documents. “Cure” only where the text denies one.
SELLING = re.compile(
    r"breakthrough|groundbreaking|miracle|revolution|promis(e|ing)|natural|hope\b|transform|cutting.edge"
    r"|game.changer|powerful|remarkable|no side effects|jedoch|beispiel|ähnlich|abschluss",
    re.IGNORECASE,
)


@pytest.mark.parametrize("disease", DISEASES)
def test_nothing_sells(printed, disease):
    told = [sentence for sentence in sentences(printed[disease]) if SELLING.search(sentence)]
    assert told == [s for s in told if s == "you hope to have children one day."]
    cures = [sentence for sentence in sentences(printed[disease]) if re.search(r"\bcure", sentence, re.IGNORECASE)]
    assert cures
    assert all(re.search(r"no known cure|not a proven cure", sentence) for sentence in cures)


@pytest.mark.parametrize("disease", DISEASES)
def test_risks_are_told_out_of_a_number(printed, disease):
    text = printed[disease].text_content()
    assert not re.search(r"\b(1|one) in (\d|a |two|three|four|five|six|seven|eight|nine|ten)", text)
    assert "%" not in text
    assert "times higher" not in text


@pytest.mark.parametrize("disease", DISEASES)
def test_benefits_and_harms_have_equal_room(library, disease):
    handout = assemble(library, disease, "en")
    (piece,) = [piece for piece in handout.pieces if piece.kind == "benefits-harms"]
    benefits, harms = (piece.words[side]["points"] for side in ("benefits", "harms"))
    assert len(benefits) == len(harms)
    counts = [sum(len(str(text).split()) for text in side.values()) for side in (benefits, harms)]
    assert max(counts) / min(counts) <= 1.2, counts


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


def test_facts_come_from_the_printable_rows_and_expire_in_time(library):
    for name, fact in library.facts.items():
        assert (fact.recheck_by - fact.read).days <= 366, name
        if "died" in fact.values or "as-of" in fact.dates:
            assert (fact.recheck_by - fact.read).days <= 184, name
