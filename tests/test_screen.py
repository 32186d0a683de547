"""The page for browsers beside each handout: it says the same, and stands by itself."""

from __future__ import annotations

import re

import pytest
from lxml import html

from patient_handouts.assemble import assemble
from tests.conftest import DISEASES, generate
from tests.test_handouts import assembled_texts, letters

FORMATS = ("standard", "large-print", "easy-read", "summary")


@pytest.fixture(scope="module")
def screens(build_once):
    """The page of each handout: screens[format, disease]."""
    files = build_once(*FORMATS)
    return {(f, disease): path.with_suffix(".html") for (paper, f, disease), path in files.items() if paper == "A4"}


@pytest.mark.parametrize("disease", DISEASES)
@pytest.mark.parametrize("format_", FORMATS)
def test_it_says_all_in_the_order_of_the_paper(screens, library, disease, format_):
    handout = assemble(library, disease, "en", format_)
    page = html.parse(str(screens[format_, disease])).getroot()
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
        text = screens[format_, disease].read_text("utf-8")
        assert "<script" not in text
        assert "<link" not in text
        assert "picture:" not in text
        addresses = re.findall(r'(?:src|url)(?:=|\()"?([^")]*)', text)
        assert all(address.startswith("data:") for address in addresses)


def test_there_is_no_switch_where_there_is_one_language(screens):
    assert "<nav" not in screens["standard", "ms"].read_text("utf-8")


def test_a_language_switch_leads_to_the_others(library):
    from patient_handouts.render import Language, screen
    from tests.conftest import ROOT

    handout = assemble(library, "ms", "en", "easy-read")
    languages = [Language("en", "English", "ltr"), Language("ar", "العربية", "rtl")]
    page = html.fromstring(screen(handout, languages, ROOT / "templates", ROOT / "styles"))
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
