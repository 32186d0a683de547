"""Clear Print: what the styles promise to people with poor sight and to clinics with bad photocopiers."""

from __future__ import annotations

import re

import pytest

from tests.support.project import ROOT

SHEETS = {
    path.name: re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    for path in (ROOT / "styles").glob("*.css")
}
SCREEN = ("screen.css", "catalogue.css")  # a link on a screen is underlined; axe-core measures the colours there
COLOURS = dict(re.findall(r"--([\w-]+):\s*(#\w{6})", SHEETS["page.css"]))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    colour = "#" + "".join(sign * 2 for sign in colour[1:]) if len(colour) == 4 else colour
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_stands_out():
    """Dark text on paper and on the tint, white text on ink and black: 7 to 1 or more."""
    paper = [sheet for name, sheet in SHEETS.items() if name not in SCREEN]
    used = {value for sheet in paper for value in re.findall(r"(?<![\w-])color:\s*([^;}\s]+)", sheet)}
    assert used == {"var(--ink)", "#000", "#fff", "inherit"}
    for dark in (COLOURS["ink"], "#000"):
        for light in ("#fff", COLOURS["tint"]):
            assert contrast(dark, light) >= 7


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_that_clear_print_forbids(name):
    """No italics, underlines, block capitals, justified or hyphenated text, and nothing see-through."""
    forbidden = (
        r"italic|oblique|underline|uppercase|small-caps|justify\b(?!-)|hyphens:\s*(auto|manual)|opacity|letter-spacing"
    )
    allowed = r"justify-content" + (r"|text-decoration: underline|text-underline-offset" if name in SCREEN else "")
    assert not re.search(forbidden, re.sub(allowed, "", SHEETS[name]))


def test_sides_are_named_for_every_direction():
    """Left and right are written as start and end, so that a right-to-left page is mirrored by itself."""
    for name, sheet in SHEETS.items():
        sheet = re.sub(r"\.logo \{[^}]*\}", "", sheet)  # the typesetter floats to the left or right only
        physical = re.findall(
            r"(?<!top-)(?<!bottom-)\b(?:margin|padding|border)-(?:left|right)\b|text-align:\s*(?:left|right)", sheet
        )
        assert physical == [], name
