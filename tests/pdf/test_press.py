"""A handout is set tighter where that saves a page, and only there."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from patient_handouts.pdf import press
from patient_handouts.pdf.page import Page

PAGE = Page("<html></html>", ("page {}",), ("Noto Sans",), {})


class Tried(NamedTuple):
    """What stands for a layout here."""

    name: bytes
    pages: int
    last_page: float

    def pdf(self) -> bytes:
        return self.name


@pytest.fixture
def pages_by_space(monkeypatch):
    """pages_by_space(pages, last_page) has each try of press give so many pages; it lists the style sheets of each."""
    tries = []

    def fill(*results: tuple[int, float]) -> list[tuple[str, ...]]:
        def lay_out(html, sheets, fonts, pictures):
            tries.append(sheets[1:])
            pages, last = results[min(len(tries), len(results)) - 1]
            return Tried(f"try {len(tries)}".encode(), pages, last)

        monkeypatch.setattr(press, "lay_out", lay_out)
        monkeypatch.setattr(press, "thumbnail", lambda pdf: b"")
        return tries

    return fill


def test_pages_that_are_well_filled_are_set_once(pages_by_space):
    tries = pages_by_space((6, 0.9))
    assert press.press(PAGE, "", press.Fit(6)).pdf == b"try 1"
    assert tries == [()]


def test_where_nothing_is_saved_the_space_stays(pages_by_space):
    tries = pages_by_space((6, 0.1), (6, 0.03))
    assert press.press(PAGE, "", press.Fit(6)).pdf == b"try 1"
    assert len(tries) == 2, "where the least space saves nothing, no other does"


def test_a_nearly_empty_page_is_saved(pages_by_space):
    pages_by_space((6, 0.1), (5, 0.7), (6, 0.05), (5, 0.9))
    made = press.press(PAGE, "", press.Fit(6))
    assert (made.pdf, made.pages) == (b"try 4", 5), "by as little as does it"


def test_smaller_type_comes_after_less_space(pages_by_space):
    tries = pages_by_space((3, 0.9), (3, 0.6), (2, 0.9))
    assert press.press(PAGE, "", press.Fit(2, (1.0, 0.9))).pages == 2
    assert tries[-1] == (":root { --type: 0.9 }",)
