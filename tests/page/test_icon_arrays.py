"""A drawing shows exactly as many people as its fact says, and says so in words."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patient_handouts.colour import readable
from patient_handouts.handout.assemble import assemble
from patient_handouts.page.design import INK
from patient_handouts.page.pictures import icon_array, paint
from tests.support.project import DISEASES, ROOT


def people(path: str) -> int:
    return len(re.findall("M", path))


@pytest.mark.parametrize("disease", DISEASES)
def test_numbers_drawn_are_the_numbers_of_the_fact(library, disease):
    seen = 0
    for piece in assemble(library, disease, "en").pieces:
        for drawn, figure in zip(piece.figures, getattr(piece.structure, "figures", ()), strict=True):
            fact = library.facts[figure.fact]
            counts = [fact.values[value] for value in figure.parts.values()]
            assert [people(path) for _, path in icon_array(drawn.counts).paths] == counts
            assert sum(counts) == fact.values[figure.of] == drawn.people
            for count, words in zip(counts, drawn.legend.values(), strict=True):
                assert re.search(rf"\b{count}\b", str(words))
                assert str(words) in drawn.alternative
            seen += 1
    assert seen


@given(st.lists(st.integers(0, 200), min_size=1, max_size=3).filter(sum))
def test_any_numbers(counts):
    looks = dict(zip(("filled", "shaded", "empty"), counts, strict=False))
    drawing = icon_array(looks)
    assert [people(path) for _, path in drawing.paths] == counts
    places = re.findall(r"M(\d+) ([\d.]+)", "".join(path for _, path in drawing.paths))
    assert len(places) == len(set(places)) == sum(counts)
    assert all(int(x) < drawing.width and float(y) < drawing.height for x, y in places)


def test_a_hundred_stand_in_ten_rows_of_ten():
    drawing = icon_array({"filled": 10, "empty": 90})
    assert (drawing.width, drawing.height) == (100, 100)


@pytest.mark.parametrize("ink", [INK, *map(readable, ("#ffffff", "#00a3e0", "#e4002b", "#ffd100", "#6cc24a"))])
def test_looks_differ_in_grey(ink):
    """Lightness of the paints differs by 20 or more, so that they stay apart on a photocopy (CIE L*)."""
    paints = [paint(look, ink) for look in ("filled", "shaded", "empty")]
    light = sorted(lightness(re.search(r'fill="#(\w{6})"', found)[1]) for found in paints)
    assert all(after - before >= 20 for before, after in itertools.pairwise(light))


def test_ink_is_the_ink_of_the_styles():
    assert f"--ink: {INK};" in (ROOT / "styles" / "page.css").read_text("utf-8")


def lightness(colour: str) -> float:
    linear = []
    for i in (0, 2, 4):
        value = int(colour[i : i + 2], 16) / 255
        linear.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance
