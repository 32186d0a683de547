"""A handout as one page for browsers, which stands by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from patient_handouts.handout.parts import Handout
from patient_handouts.page.design import INK, Design
from patient_handouts.page.paper import as_printed
from patient_handouts.page.styles import pictures_of, stylesheets
from patient_handouts.pdf.page import Picture


@dataclass(frozen=True)
class OtherLanguage:
    """A language that a handout can be read in: its tag, its own name for itself, and its direction."""

    tag: str
    name: str
    direction: str


def screen(handout: Handout, languages: Iterable[OtherLanguage], design: Design, logo: Picture | None = None) -> str:
    """A handout as one page for browsers, which stands by itself: styles and pictures are in it.

    :param languages: those that the same handout lies beside it in, its own among them.
    """
    sheets = (*stylesheets(handout, "A4", design, running=False), design.sheet("screen.css"))
    pictures = pictures_of(handout, design, logo)
    html = design.jinja.get_template("screen.html").render(
        handout=replace(as_printed(handout), lists=True),
        ink=handout.ink or INK,
        languages=list(languages),
        css="\n".join(sheets),
    )
    # Only between plain quotes: in a text, from whomever, they are escaped.
    return re.sub(r'"picture:([\w-]+)"', lambda name: f'"{pictures[name[1]].as_url()}"', html)
