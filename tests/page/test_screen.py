"""The page for browsers beside each handout: it says the same, and stands by itself."""

from __future__ import annotations

import re

import pytest
from lxml import html

from patient_handouts.content.names import HandoutName
from patient_handouts.handout.assemble import assemble
from patient_handouts.page.screen import OtherLanguage, screen
from tests.support.project import DISEASES, generate
from tests.support.reading import assembled_texts, letters

FORMATS = ("standard", "large-print", "easy-read", "summary")


@pytest.fixture(scope="module")
def screens(snapshot):
    """The page of each handout in English, where there is no other language: screens[format, disease]."""
    names = [HandoutName(disease, "en", format_) for disease in DISEASES for format_ in FORMATS]
    return {(name.format, name.disease): screen(snapshot.handout(name), (), snapshot.design) for name in names}


@pytest.mark.parametrize("disease", DISEASES)
@pytest.mark.parametrize("format_", FORMATS)
def test_it_says_all_in_the_order_of_the_paper(screens, library, disease, format_):
    handout = assemble(library, disease, "en", format_)
    page = html.fromstring(screens[format_, disease])
    for style in page.xpath("//style"):
        style.drop_tree()
    text = letters(page.text_content())
    position = 0
    for piece in handout.pieces:
        if piece.kind not in ("options", "where-it-stands"):
            for line in assembled_texts(piece.words):
                position = text.find(letters(line), position)
                assert position >= 0, line
    assert page.get("lang") == "en"
    assert handout.labels["edition"] in page.text_content()
    assert page.text_content().count(handout.labels["draft"]) == 2


@pytest.mark.parametrize("disease", DISEASES)
def test_it_needs_nothing_but_itself(screens, disease):
    for format_ in FORMATS:
        text = screens[format_, disease]
        assert "<script" not in text
        assert "<link" not in text
        assert "picture:" not in text
        addresses = re.findall(r'(?:src|url)(?:=|\()"?([^")]*)', text)
        assert all(address.startswith("data:") for address in addresses)


def test_there_is_no_switch_where_there_is_one_language(screens):
    assert "<nav" not in screens["standard", "ms"]


def test_a_language_switch_leads_to_the_others(library, design):
    handout = assemble(library, "ms", "en", "easy-read")
    languages = [OtherLanguage("en", "English", "ltr"), OtherLanguage("ar", "العربية", "rtl")]
    page = html.fromstring(screen(handout, languages, design))
    (link,) = page.xpath("//nav//a")
    assert (link.get("href"), link.get("lang"), link.get("dir")) == ("../ar/ms-easy-read.html", "ar", "rtl")
    assert page.xpath("//nav//strong[@aria-current]/text()") == ["English"]


def test_a_clinic_is_on_it_too(tmp_path):
    profile = tmp_path / "clinic.yaml"
    profile.write_text('name: "City Hospital"\nphones:\n  emergency: {number: "112"}\n', "utf-8")
    result = generate("build", "ms", "--format", "summary", "--clinic", profile, "--output", tmp_path)
    assert result.returncode == 0, result.stderr
    text = (tmp_path / "en/ms-summary.html").read_text("utf-8")
    assert "City Hospital" in text
    assert "112" in text
