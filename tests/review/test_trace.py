"""Nothing is printed without a source, and every claim of the documents has its place."""

from __future__ import annotations

import json
import re

import lxml.html
import pytest

from patient_handouts.content.words import is_name
from patient_handouts.handout.assemble import assemble
from patient_handouts.handout.transcript import transcript
from patient_handouts.page.paper import render
from patient_handouts.review.trace import fates, trace
from tests.support.project import DISEASES, generate


@pytest.mark.parametrize("disease", DISEASES)
def test_every_sentence_rests_on_something(library, disease):
    handout = assemble(library, disease, "en")
    silent = {piece.id for piece in handout.pieces if not piece.structure.needs_sources()} | {"title"}
    bare = [
        row
        for row in trace(library, handout)
        if row.path and not row.rests and not is_name(row.path) and row.block not in silent
    ]
    assert bare == []


@pytest.mark.parametrize("disease", DISEASES)
def test_every_printed_figure_has_its_fact(library, disease):
    names = library.locales["en"].header.names_with_digits
    for row in trace(library, assemble(library, disease, "en")):
        text = row.text
        for name in names:
            text = re.sub(re.escape(name), "", text, flags=re.IGNORECASE)
        assert row.facts or not re.search(r"\d", text) or row.block == "about", row


@pytest.mark.parametrize("disease", DISEASES)
def test_the_transcript_holds_all_that_is_printed(library, design, disease):
    """The words of the page, one by one, but for what only the page adds: numbers of steps and sources, marks."""
    handout = assemble(library, disease, "en")
    page = lxml.html.fromstring(render(handout, design))
    for element in page.xpath("//*[@class='running-header' or @class='running-footer' or @class='source']"):
        element.drop_tree()
    for element in page.xpath("//*[@class='number' or @class='draft']"):
        element.drop_tree()
    kept = " ".join(line for lines in transcript(handout).values() for line in lines).replace("**", "")
    scale = ("treatment", "here", "usual", "centres", "research", "not-recommended")
    kept = " ".join([kept, *handout.standing, *(handout.labels[name] for name in scale)])
    printed = set(re.findall(r"\w+", " ".join(page.find(".//main").itertext())))
    assert printed - set(re.findall(r"\w+", kept)) == set()


def test_every_claim_has_its_place(library):
    seen = set()
    for document, about in library.sources.documents.items():
        paragraphs = fates(library, document)
        assert len(paragraphs) == about.paragraphs
        for _, found in paragraphs:
            for fate in found:
                seen.add(fate.number)
                assert bool(fate.printed) == (fate.claim.use != "withhold"), fate.number
    assert seen == set(library.claims)
    assert len(seen) == 114


def test_the_command_names_what_a_sentence_rests_on():
    told = generate("trace", "ms", "--block", "deaths-result").stdout
    assert "About 1 or 2 out of 100 people died within 100 days; 98 or 99 did not." in told
    assert "ms-uk-deaths (F13): All 364 people in the UK" in told
    assert "https://doi.org/10.1136/jnnp-2025-336755" in told
    assert "to be read again by 2027-05-22" in told


def test_the_command_for_programs():
    rows = json.loads(generate("trace", "ms", "--block", "key-points", "--json").stdout)
    row = next(row for row in rows if row["text"] == "It helps far fewer with progressive MS.")
    assert {claim["claim"] for claim in row["claims"]} >= {"C058"}
    assert row["claims"][0]["why"]
    assert row["evidence"][0]["address"].startswith("https://")


def test_a_document_paragraph_by_paragraph():
    told = generate("trace", "--document", "s3").stdout
    paragraphs = re.split(r"\n(?=s3p\d+)", told)
    assert len(paragraphs) == 1 + 29
    assert "withheld: Promotional language" in paragraphs[1]
    assert "printed: what-is-ms, text (ms)" in told
    data = json.loads(generate("trace", "--document", "s3", "--json").stdout)
    assert [entry["paragraph"] for entry in data] == [f"s3p{n}" for n in range(29)]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["mss"], 1, "There is no handout “mss”. Did you mean “ms”?"),
        (["ms", "--block", "keypoints"], 1, "The handout has no block “keypoints”. Did you mean “key-points”?"),
        (["--document", "s7"], 1, "There is no document “s7”."),
        ([], 2, "Name a disease, or a document with --document."),
        (["ms", "--page", "--json"], 2, "--page writes all of a handout"),
        (["ms", "--document", "s1"], 2, "Name a disease, or a document with --document."),
    ],
)
def test_what_is_mistyped(arguments, code, told):
    result = generate("trace", *arguments)
    assert result.returncode == code
    assert told in result.stderr


def test_the_page_stands_by_itself(tmp_path):
    result = generate("trace", "ra", "--page", "--output", tmp_path)
    assert result.returncode == 0, result.stderr
    page = lxml.html.parse(tmp_path / "en" / "ra-sources.html").getroot()
    ids = [element.get("id") for element in page.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    assert {link.get("href")[1:] for link in page.xpath("//a[starts-with(@href, '#')]")} <= set(ids)
    assert page.xpath("//link | //script | //img | //@src") == []
    assert "Doctors do not advise" in page.text_content()
