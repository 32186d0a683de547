"""Handouts are right on paper in every script: letters, directions, numbers, and what is read aloud."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from patient_handouts import bidi, fonts
from patient_handouts.assemble import assemble
from patient_handouts.bidi import END, LEFT_TO_RIGHT, isolated
from patient_handouts.build import Project
from patient_handouts.pictures import icon_array
from patient_handouts.render import page
from patient_handouts.signoff import stand
from patient_handouts.typeset import typeset
from patient_handouts.workers import bounded
from tests import pages
from tests.conftest import DAY, DISEASES, FORMATS, LOCALES, ROOT, generate

EVERY = [(tag, format_, disease) for tag in LOCALES for format_ in FORMATS for disease in DISEASES]
DECLARED = {
    "ar": {"Noto-Sans-Arabic", "Noto-Sans"},
    "es": {"Noto-Sans"},
    "hi": {"Noto-Sans-Devanagari", "Noto-Sans"},
    "zh-Hans": {"Noto-Sans-CJK-SC", "Noto-Sans"},
}


@pytest.mark.parametrize(("tag", "format_", "disease"), EVERY)
def test_only_declared_fonts_and_nothing_runs_over(built_locales, tag, format_, disease):
    path = built_locales[tag, format_, disease]
    assert {name.removesuffix("-Bold") for name in pages.fonts(path)} <= DECLARED[tag]
    assert pages.beside_the_page(path) == []
    assert pages.beyond_the_margins(path) == []
    if (
        tag != "ar"
    ):  # whose marks stand over letters on purpose; the pseudo-locale in Hebrew letters shows the same layout
        assert pages.overlaps(path) == []


def test_every_printer_can_print_both_papers_to_the_edge_of_the_text(built, built_large, built_own):
    for path in (*built.values(), *built_large.values(), *built_own.values()):
        assert pages.beyond_the_margins(path) == [], path


@pytest.mark.parametrize("format_", ["standard", "large-print", "booklet", "easy-read"])
def test_lines_as_high_as_those_of_nastaliq_keep_off_the_edge(library, tmp_path, format_):
    handout = stand(library, assemble(library, "ms", "ar", format_), DAY)
    urdu = replace(handout, fonts=("Noto Sans", "Noto Nastaliq Urdu"), line_height=1.7)
    fonts.use_only(urdu.fonts)
    made = page(urdu, "A4", ROOT / "templates", ROOT / "styles")
    path = tmp_path / "urdu.pdf"
    path.write_bytes(bounded(typeset, made.html, made.sheets, made.fonts, made.pictures).pdf)
    assert pages.beyond_the_margins(path) == []


@pytest.mark.parametrize("tag", LOCALES)
def test_a_summary_is_one_sheet_in_type_of_twelve_points_or_more(built_locales, tag):
    for disease in DISEASES:
        path = built_locales[tag, "summary", disease]
        assert len(pages.page_texts(path)) == 2
        assert min(pages.type_sizes(path)) >= 12


@pytest.mark.parametrize(("tag", "format_", "disease"), [key for key in EVERY if key[2] in ("ms", "t1d")])
def test_every_page_says_that_it_is_a_draft(library, built_locales, tag, format_, disease):
    labels = library.locales[tag].header.labels
    for text in map(_even, pages.page_texts(built_locales[tag, format_, disease])):
        assert _even(str(labels.draft)) in text
        assert _even(str(labels.draft_translation)) in text


def _even(text: str) -> str:
    """A text without what readers add or leave out: spaces, isolates, and the forms of joined letters."""
    return re.sub(r"[\s\u2066-\u2069]", "", unicodedata.normalize("NFKC", text))


# --- what is copied, searched and read aloud ---

# Of Arabic, readers part the few words that carry a mark over a letter; joined letters come out right.


@pytest.mark.parametrize(("tag", "least"), [("es", 0.99), ("ar", 0.93), ("hi", 0.99), ("zh-Hans", 0.99)])
def test_text_can_be_copied(library, built_locales, tag, least):
    for disease in ("ms", "crohns"):
        made = page(assemble(library, disease, tag, "easy-read"), "A4", Project(ROOT).templates, Project(ROOT).styles)
        tree = lxml_html.fromstring(made.html)
        for element in tree.xpath("//head | //svg | //ol[@lang] | //*[contains(@class, 'running')]"):
            element.drop_tree()
        wanted = Counter(word for text in tree.itertext() for word in _words(text))
        found = Counter(_words(" ".join(pages.page_texts(built_locales[tag, "easy-read", disease]))))
        kept = sum(min(count, found[word]) for word, count in wanted.items())
        assert kept / wanted.total() >= least, (wanted - found).most_common(9)


def _words(text: str) -> list[str]:
    """Words as readers find them; of Chinese, the signs."""
    text = re.sub("[\u2066-\u2069]", "", unicodedata.normalize("NFKC", text))
    return re.findall(r"[\u4e00-\u9fff]|(?:(?![\u4e00-\u9fff])[\w\u0900-\u0963])+", text)


@pytest.mark.parametrize("tag", LOCALES)
def test_languages_are_told(built_locales, tag):
    with pikepdf.open(built_locales[tag, "standard", "lupus"]) as pdf:
        assert str(pdf.Root.Lang) == tag
        assert pages.languages(pdf) == [("L", "en")], "the references are in English, and all else is not"


# --- from right to left ---

RUNS = ["+44 20 7946 0000", "37.5 °C", "3", "55", "10:30", "a.b@example.org", "https://example.org/a?b=1&c=2",
        "(020) 7946", "CC BY 4.0", "ICD-10", "5-10", "50 %", "MSCs", "1,234.5"]  # fmt: skip
ARABIC = ("Noto Sans Arabic", "Noto Sans")


def first_line_shown(text: str, path: Path) -> str:
    """An Arabic line as the eye sees it on paper, without its spaces."""
    fonts.use_only(ARABIC)
    body = f"<h1>{text.replace('&', '&amp;')}</h1>"
    html = f'<html lang="ar" dir="rtl"><head><title>x</title></head><body>{body}</body></html>'
    path.write_bytes(typeset(html, ['html, h1 { font: 12pt "Noto Sans Arabic", "Noto Sans" }'], ARABIC, {}).pdf)
    shown = pages.shown_lines(path)[0].replace(" ", "")
    return (
        shown.translate(str.maketrans("()", ")(")) if "(" in text else shown
    )  # drawn right, but named by the mirror sign


@pytest.mark.parametrize("run", RUNS)
def test_runs_stay_in_order_on_the_page(tmp_path, run):
    text = isolated(f"اتصل الآن {run} إذا ساءت حالتك")
    assert run.replace(" ", "") in first_line_shown(text, tmp_path / "page.pdf")


def test_without_isolates_they_would_not(tmp_path):
    assert "+442079460000" not in first_line_shown("اتصل +44 20 7946 0000 الآن", tmp_path / "page.pdf")


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("disease", DISEASES)
def test_every_figure_of_the_arabic_words_is_in_order_on_paper(library, built_locales, disease, format_):
    made = page(assemble(library, disease, "ar", format_), "A4", Project(ROOT).templates, Project(ROOT).styles)
    text = " ".join(lxml_html.fromstring(made.html).xpath("//main//text()[not(ancestor::svg)]"))
    wanted = Counter(run.replace(" ", "") for run in re.findall(f"{LEFT_TO_RIGHT}([^{END}]+){END}", text))
    assert len(wanted) > 4
    lines = pages.shown_lines(built_locales["ar", format_, disease])
    shown = [re.sub(r"[ ()]", "", line) for line in lines]  # brackets are drawn right, but named by the mirror sign
    for run, count in wanted.items():
        if "Font" not in run:  # the only one that is longer than what is left of a line
            assert sum(line.count(run.strip("()")) for line in shown) >= count, run


def test_a_clinics_number_in_arabic(tmp_path):
    (tmp_path / "clinic.yaml").write_text(
        'name: "Riverside Clinic"\nphones:\n  day-line: {number: "+44 20 7946 0000", hours: "mon-fri 09:00-17:00"}\n',
        "utf-8",
    )
    command = ("build", "ms", "--locale", "ar", "--format", "standard", "--output", tmp_path / "out")
    result = generate(*command, root=ROOT, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    lines = [line.replace(" ", "") for line in pages.shown_lines(tmp_path / "out/ar/ms.pdf")]
    assert any("+442079460000" in line for line in lines)
    assert any("RiversideClinic" in line for line in lines)


@given(st.text(alphabet="ابتث abc019+()-:.,%°@/؟،", max_size=60))
def test_isolates_are_closed_and_take_nothing_away(text):
    made = isolated(text)
    assert made.replace(LEFT_TO_RIGHT, "").replace(END, "") == text
    assert re.fullmatch(
        f"[^{LEFT_TO_RIGHT}{END}]*({LEFT_TO_RIGHT}[^{LEFT_TO_RIGHT}{END}]+{END}[^{LEFT_TO_RIGHT}{END}]*)*", made
    )


def test_a_leaflet_from_left_to_right_is_left_alone(library):
    handout = assemble(library, "ms", "es")
    assert bidi.in_order(handout) is handout


def test_people_are_drawn_from_the_right():
    left, right = (icon_array({"filled": 1, "empty": 3}, direction).paths[0][1] for direction in ("ltr", "rtl"))
    assert left.startswith("M5 ")
    assert right.startswith("M95 ")
