"""A handout as it goes to the typesetter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from patient_handouts.handout.parts import Handout
from patient_handouts.locales import fonts
from patient_handouts.page.bidi import in_order
from patient_handouts.page.design import INK, Design
from patient_handouts.page.linebreaks import kept_together
from patient_handouts.page.styles import pictures_of, stylesheets
from patient_handouts.pdf.page import Page, Picture


def page(handout: Handout, paper: str, design: Design, logo: Picture | None = None) -> Page:
    """A handout as it goes to the typesetter.

    :param paper: A4 or Letter.
    """
    sheets = stylesheets(handout, paper, design)
    html = render(handout, design, _foot(handout, sheets[0]))
    return Page(html, sheets, handout.fonts, pictures_of(handout, design, logo))


MARKS_BETWEEN = " · "


@dataclass(frozen=True)
class Foot:
    """How the marks stand at the foot of every page: how many lines they need, and what stands between two."""

    lines: int = 1
    between: str = MARKS_BETWEEN


def _foot(handout: Handout, css: str) -> Foot:
    """The foot of a handout: each mark on a line of its own where that needs no more lines than one after another.

    How much a line holds, the last style sheet says.
    """
    holds = float(re.findall(r"--foot: ([\d.]+)", css)[-1])
    lines = sum(_lines(text, handout.fonts, holds) for text in handout.marks)
    flowing = _lines(MARKS_BETWEEN.join(handout.marks), handout.fonts, holds)
    return Foot(flowing, Markup("<br>")) if 1 < lines <= flowing else Foot(flowing)


def _lines(text: str, families: tuple[str, ...], holds: float) -> int:
    """How many lines a text fills."""
    lines, filled = 1, 0.0
    for word in text.split():
        wide = fonts.width(f"{word} ", families)
        if filled + wide > holds:
            lines, filled = lines + 1, 0.0
        filled += wide
    return lines


def as_printed(handout: Handout) -> Handout:
    """A handout with the characters that keep its lines in order, and break them where readers do not stumble."""
    return in_order(kept_together(handout))


def render(handout: Handout, design: Design, foot: Foot | None = None) -> str:
    """The handout as one HTML page, without styles."""
    template = design.jinja.get_template("handout.html")
    return template.render(handout=as_printed(handout), ink=handout.ink or INK, foot=foot or Foot())
