"""Patches of WeasyPrint: each does what it is for, and is still needed."""

from __future__ import annotations

import itertools

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from patient_handouts.pdf import engine

TEXT = "<p>One line of words in all. A second line that is quite as long <b>wonderful</b>.</p>"


def lines(width: float) -> list[str]:
    """The lines of a text in a column of so many pixels."""
    css = f"@page {{ size: 500px; margin: 0 }} p {{ width: {width}px; font: 12px 'Noto Sans'; margin: 0 }}"
    page = weasyprint.HTML(string=f"<style>{css}</style>{TEXT}").render().pages[0]._page_box
    found = [box for box in page.descendants() if isinstance(box, boxes.LineBox)]
    return ["".join(part.text for part in line.descendants() if isinstance(part, boxes.TextBox)) for line in found]


def all_widths() -> list[list[str]]:
    return [lines(width) for width in range(120, 320, 1)]


def one_word_alone(found: list[str]) -> bool:
    """Whether a line but the last holds one word, though the next one is long."""
    return any(" " not in line.strip() and " " in after.strip() for line, after in itertools.pairwise(found))


@pytest.fixture
def unpatched(monkeypatch):
    engine.patch_weasyprint()
    monkeypatch.setattr(inline, "split_first_line", inline.split_first_line.__wrapped__)


def test_no_line_is_broken_after_its_first_word():
    engine.patch_weasyprint()
    assert not [found for found in all_widths() if one_word_alone(found)]


def test_the_patch_is_still_needed(unpatched):
    assert [found for found in all_widths() if one_word_alone(found)], "WeasyPrint does it by itself: take it out"


def test_nothing_is_lost():
    engine.patch_weasyprint()
    whole = "One line of words in all. A second line that is quite as long wonderful."
    assert {" ".join(" ".join(found).split()) for found in all_widths()} == {whole}
