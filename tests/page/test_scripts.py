"""Handouts are right on paper in every script: letters, directions, numbers, and what is read aloud."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from patient_handouts.handout.assemble import assemble
from patient_handouts.invisible import END, LEFT_TO_RIGHT
from patient_handouts.page import bidi
from patient_handouts.page.bidi import isolated
from patient_handouts.page.paper import page
from patient_handouts.page.pictures import icon_array
from patient_handouts.pdf import fontset
from patient_handouts.pdf.typeset import typeset
from patient_handouts.pdf.workers import bounded
from tests.support import pages
from tests.support.project import generate, in_all_languages


@pytest.mark.parametrize("format_", ["standard", "large-print", "booklet", "easy-read"])
def test_lines_as_high_as_those_of_nastaliq_keep_off_the_edge(library, design, tmp_path, format_):
    handout = assemble(library, "ms", "ar", format_)
    urdu = replace(handout, fonts=("Noto Sans", "Noto Nastaliq Urdu"), line_height=1.7)
    fontset.use_only(urdu.fonts)
    made = page(urdu, "A4", design)
    path = tmp_path / "urdu.pdf"
    path.write_bytes(bounded(typeset, made.html, made.sheets, made.fonts, made.pictures))
    assert pages.beyond_the_margins(path) == []


# --- what is copied, searched and read aloud ---

# Of Arabic, readers part the few words that carry a mark over a letter; joined letters come out right.


# --- from right to left ---

RUNS = ["+44 20 7946 0000", "37.5 °C", "3", "55", "10:30", "a.b@example.org", "https://example.org/a?b=1&c=2",
        "(020) 7946", "CC BY 4.0", "ICD-10", "5-10", "50 %", "MSCs", "1,234.5"]  # fmt: skip
ARABIC = ("Noto Sans Arabic", "Noto Sans")


def first_line_shown(text: str, path: Path) -> str:
    """An Arabic line as the eye sees it on paper, without its spaces."""
    fontset.use_only(ARABIC)
    body = f"<h1>{text.replace('&', '&amp;')}</h1>"
    html = f'<html lang="ar" dir="rtl"><head><title>x</title></head><body>{body}</body></html>'
    path.write_bytes(typeset(html, ['html, h1 { font: 12pt "Noto Sans Arabic", "Noto Sans" }'], ARABIC, {}))
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


def test_a_clinics_number_in_arabic(tmp_path):
    (tmp_path / "clinic.yaml").write_text(
        'name: "Riverside Clinic"\nphones:\n  day-line: {number: "+44 20 7946 0000", hours: "mon-fri 09:00-17:00"}\n',
        "utf-8",
    )
    command = ("build", "ms", "--locale", "ar", "--format", "standard", "--output", tmp_path / "out")
    result = generate(*command, root=in_all_languages(), cwd=tmp_path)
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


@given(st.text(alphabet="ابتث abc019+()-:.,%°@/؟،", max_size=60))
def test_no_run_holds_a_bracket_that_it_does_not_close(text):
    for run in re.findall(f"{LEFT_TO_RIGHT}([^{END}]*){END}", isolated(text)):
        if run.count("(") + run.count(")") == 1:
            assert run[0] != "(" and run[-1] != ")", run


def test_a_bracket_round_a_phrase_stays_outside_of_its_figure():
    assert isolated("(نص 37)") == f"(نص {LEFT_TO_RIGHT}37{END})"


def test_titles_and_words_for_pictures_are_in_order_too(library, design):
    handout = assemble(library, "ms", "ar")
    ordered = bidi.in_order(handout)
    figures = [figure for piece in ordered.pieces for figure in piece.figures]
    assert figures
    for figure in figures:
        for run in re.findall(r"\d+", figure.alternative):
            assert f"{LEFT_TO_RIGHT}{run}{END}" in figure.alternative
    tree = html.fromstring(page(handout, "A4", design).html)
    for alternative in tree.xpath("//@alt | //@aria-label"):
        assert not re.search(
            rf"(?<!{LEFT_TO_RIGHT})(?<!\d)\d", re.sub(f"{LEFT_TO_RIGHT}[^{END}]*{END}", "", alternative)
        )


@pytest.mark.parametrize(
    ("line", "leaflet", "direction"),
    [("عيادة النهر", "ltr", "rtl"), ("מרפאת הנהר", "ltr", "rtl"), ("River Clinic", "rtl", "ltr"),
     ("12 عيادة", "ltr", "rtl"), ("12", "ltr", "ltr"), ("12", "rtl", "rtl"), ("عيادة River", "ltr", "ltr"),
     ("عيادة River", "rtl", "rtl")],
)  # fmt: skip
def test_a_clinics_line_has_the_direction_of_its_letters(line, leaflet, direction):
    assert bidi.as_typed(line, leaflet).startswith(f'<bdi dir="{direction}">')
