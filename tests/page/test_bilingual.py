"""Handouts in two languages: each text in both, aligned, and each in its own language."""

from __future__ import annotations

from dataclasses import replace

import pikepdf
import pytest
from lxml import html as lxml_html

from patient_handouts.handout.assemble import assemble
from patient_handouts.page.bilingual import bilingual_page
from patient_handouts.page.paper import render
from tests.support import pages
from tests.support.project import DISEASES, build_quietly, generate, in_all_languages

UNSEEN = dict.fromkeys(map(ord, "\u2060\u2066\u2069"))
"""Signs that order words and keep them together."""


@pytest.fixture(scope="session")
def page_of(library, design):
    def made(disease, first, second, format_="standard"):
        how = library.formats[format_].bilingual
        both = [assemble(library, disease, tag, format_) for tag in (first, second)]
        return lxml_html.fromstring(bilingual_page(*both, how, "A4", design).html)

    return made


@pytest.fixture(scope="session")
def made(once):
    """MS in all bilingual formats, in English and Arabic and in Hindi and Chinese."""

    def build(folder):
        for locale in ("en+ar", "hi+zh-Hans"):
            build_quietly("ms", "--locale", locale, "--output", folder, root=in_all_languages())

    return once("bilingual", build)


@pytest.mark.parametrize("format_", ["standard", "easy-read", "summary"])
@pytest.mark.parametrize("disease", DISEASES)
def test_whatever_a_leaflet_prints_its_pair_prints_too(library, design, page_of, disease, format_):
    """Every text of the page of either language, down to labels, marks and what stands for a drawing."""
    both = page_of(disease, "en", "ar", format_)
    for tag in ("en", "ar"):
        handout = replace(assemble(library, disease, tag, format_), lists=True)
        alone = lxml_html.fromstring(render(handout, design))
        found = _words("".join(_texts(both)))
        for text in _texts(alone):
            assert _words(text) in found, (tag, text)


def _texts(tree):
    """All texts of a page, and the words that stand for its pictures."""
    yield from (text for text in tree.itertext() if text.strip())
    yield from tree.xpath("//@alt")


def _words(text):
    return "".join(text.translate(UNSEEN).split())


def test_blocks_stand_in_pairs(page_of):
    tree = page_of("ra", "en", "ar")
    rows = tree.xpath("//main/div[contains(@class, 'row')]")
    assert len(rows) > 20
    for row in rows:
        one, two = row.xpath("./div[@lang]")
        assert (one.get("lang"), one.get("dir"), two.get("lang"), two.get("dir")) == ("en", "ltr", "ar", "rtl")
        assert one.xpath("./*"), "neither is empty"
        assert [each.tag for each in one.xpath("./*")] == [each.tag for each in two.xpath("./*")]


def test_the_words_to_know_stand_in_the_same_order(page_of):
    tree = page_of("ms", "en", "ar")
    one, two = tree.xpath("//section[contains(@class, 'glossary')]")
    names = [[item.get("id") for item in side.xpath(".//li")] for side in (one, two)]
    assert names[1] == [f"{name}-ar" for name in names[0]]
    assert len(names[0]) > 5


def test_the_sources_stand_once_and_every_name_is_one_thing(page_of):
    tree = page_of("ms", "en", "ar")
    assert len(tree.xpath("//ol[@lang='en']")) == 1
    names = tree.xpath("//@id")
    assert len(names) == len(set(names))
    assert {link.removeprefix("#") for link in tree.xpath("//a/@href") if link.startswith("#")} <= set(names)


def test_each_side_has_its_language_in_the_pdf(made):
    with pikepdf.open(made / "en+ar" / "ms.pdf") as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert {lang for _, lang in pages.languages(pdf)} == {"ar"}
    with pikepdf.open(made / "hi+zh-Hans" / "ms.pdf") as pdf:
        assert {lang for _, lang in pages.languages(pdf)} == {"zh-Hans", "en"}, "and English references"


def test_nothing_runs_over_and_both_editions_are_told(library, made):
    for path in sorted(made.glob("*/*.pdf")):
        assert pages.beside_the_page(path) == []
        assert pages.beyond_the_margins(path) == []
    editions = [assemble(library, "ms", tag).edition for tag in ("en", "ar")]
    lines = [line.replace(" ", "") for line in pages.shown_lines(made / "en+ar" / "ms.pdf")]
    for edition in editions:
        assert sum(edition in line for line in lines) == len(pages.page_texts(made / "en+ar" / "ms.pdf"))


def test_the_catalogue_lists_it_in_both_languages(made):
    tree = lxml_html.parse(str(made / "index.ar.html"))
    assert tree.getroot().get("dir") == "rtl"
    languages = [heading.text_content() for heading in tree.xpath("//h3")]
    assert any("English + العربية" in heading for heading in languages)
    links = tree.xpath("//p[@class='links']/a/@href")
    assert "en%2Bar/ms.pdf" in links


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--locale", "en+fr"], "There is no locale “fr”."),
        (["--locale", "en+en"], "A bilingual handout has two languages, like “en+ar”."),
        (["--locale", "en+ar+es"], "A bilingual handout has two languages, like “en+ar”."),
        (["--locale", "en+ar", "--format", "booklet"], "The format booklet has no room for two languages on a page."),
    ],
)
def test_what_cannot_be(arguments, message, tmp_path):
    result = generate("build", "ms", *arguments, "--output", tmp_path, root=in_all_languages())
    assert (result.returncode, result.stdout) == (1, "")
    assert message in result.stderr
