"""Handouts in two languages: each text in both, aligned, and each in its own language."""

from __future__ import annotations

import pikepdf
import pytest
from lxml import html as lxml_html

from patient_handouts.assemble import assemble
from patient_handouts.bilingual import bilingual_page
from patient_handouts.build import Project
from tests import pages
from tests.conftest import DISEASES, ROOT, build_quietly, generate

PROJECT = Project(ROOT)
UNSEEN = dict.fromkeys(map(ord, "\u2060\u2066\u2069"))
"""Signs that order words and keep them together."""


def page_of(library, disease, first, second, format_="standard"):
    how = library.formats[format_].bilingual
    both = [assemble(library, disease, tag, format_) for tag in (first, second)]
    made = bilingual_page(*both, how, "A4", PROJECT.templates, PROJECT.styles)
    return lxml_html.fromstring(made.html)


@pytest.fixture(scope="session")
def made(once):
    """MS in all bilingual formats, in English and Arabic and in Hindi and Chinese."""

    def build(folder):
        for locale in ("en+ar", "hi+zh-Hans"):
            build_quietly("ms", "--locale", locale, "--output", folder, root=ROOT)

    return once("bilingual", build)


@pytest.mark.parametrize("format_", ["standard", "easy-read", "summary"])
@pytest.mark.parametrize("disease", DISEASES)
def test_no_word_of_either_language_is_lost(library, disease, format_):
    tree = page_of(library, disease, "en", "ar", format_)
    for tag in ("en", "ar"):
        handout = assemble(library, disease, tag, format_)
        sides = tree.xpath(f"//span[@lang='{tag}'][not(ancestor::*[contains(@class, 'running')])]")
        text = "".join("".join(side.text_content().split()) for side in sides).translate(UNSEEN)
        for piece in handout.pieces:
            for words in _texts(piece.words):
                assert "".join(words.split()) in text, (tag, piece.id)


def _texts(words):
    for value in words.values():
        yield from _texts(value) if isinstance(value, dict) else [str(value).replace("\n\n", "")]


def test_texts_stand_in_pairs(library):
    tree = page_of(library, "lupus", "en", "ar")
    pairs = tree.xpath("//main//*[contains(concat(' ', @class, ' '), ' pair ')]")
    assert len(pairs) > 80
    for pair in pairs:
        one, two = pair.xpath("./span[@lang]")
        assert (one.get("lang"), one.get("dir"), two.get("lang"), two.get("dir")) == ("en", "ltr", "ar", "rtl")


def test_the_words_to_know_stand_beside_each_other(library):
    tree = page_of(library, "ms", "en", "ar")
    english, arabic = (library.locales[tag].common.terms for tag in ("en", "ar"))
    for item in tree.xpath("//section[@class='glossary wide' or @class='glossary']//li"):
        term = item.get("id").removeprefix("term-")
        one, two = item.xpath("./span")
        assert one.text_content().startswith(english[term]["term"])
        seen = " ".join(two.text_content().translate(UNSEEN).split())
        assert seen.startswith(arabic[term]["term"])


def test_drawings_and_lines_to_write_on_stand_once(library):
    both, one = page_of(library, "ms", "en", "es"), page_of(library, "ms", "es", "en")
    alone = len([figure for piece in assemble(library, "ms", "en").pieces for figure in piece.figures])
    assert len(both.xpath("//svg")) == alone
    titles = [svg.findtext("{*}title") or svg.findtext("title") for svg in both.xpath("//svg")]
    assert all("people" in title and "personas" in title for title in titles)
    assert len(both.xpath("//*[@class='box']")) == len(one.xpath("//*[@class='box']")) == 10


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
    result = generate("build", "ms", *arguments, "--output", tmp_path, root=ROOT)
    assert (result.returncode, result.stdout) == (1, "")
    assert message in result.stderr
