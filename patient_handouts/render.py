"""Lays an assembled handout out as HTML, with the style sheet and the pictures that belong to it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from patient_handouts import fonts, inline
from patient_handouts.bidi import as_typed, in_order
from patient_handouts.clinic import tint
from patient_handouts.handout import Handout, Number, Piece, Rich, TermMention, short_reference
from patient_handouts.linebreaks import kept_together
from patient_handouts.pictures import Picture, icon_array, paint, pictogram, qr_code


@dataclass(frozen=True)
class Page:
    """All that a handout is set from: nothing else goes into its PDF."""

    html: str
    sheets: tuple[str, ...]
    fonts: tuple[str, ...]
    pictures: Mapping[str, Picture]


LOGO = "clinic-logo"
"""The name under which a page asks for the clinic's logo; no pictogram has it, since they are one word."""


def page(handout: Handout, paper: str, templates: Path, styles: Path, logo: Picture | None = None) -> Page:
    """A handout as it goes to the typesetter.

    :param paper: A4 or Letter.
    """
    sheets = stylesheets(handout, paper, styles)
    html = render(handout, templates, _foot(handout, sheets[0]))
    return Page(html, sheets, handout.fonts, pictures_of(handout, styles, logo))


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
    """A handout with the signs that keep its lines in order, and break them where readers do not stumble."""
    return in_order(kept_together(handout))


def render(handout: Handout, templates: Path, foot: Foot | None = None) -> str:
    """The handout as one HTML page, without styles.

    :param templates: the folder `templates/`.
    """
    template = environment(templates).get_template("handout.html")
    return template.render(handout=as_printed(handout), foot=foot or Foot())


@dataclass(frozen=True)
class Language:
    """A language that a handout can be read in: its tag, its own name for itself, and its direction."""

    tag: str
    name: str
    direction: str


def screen(
    handout: Handout, languages: Iterable[Language], templates: Path, styles: Path, logo: Picture | None = None
) -> str:
    """A handout as one page for browsers, which stands by itself: styles and pictures are in it.

    :param languages: those that the same handout lies beside it in, its own among them.
    """
    sheets = (*stylesheets(handout, "A4", styles, running=False), (styles / "screen.css").read_text("utf-8"))
    pictures = pictures_of(handout, styles, logo)
    template = environment(templates).get_template("screen.html")
    html = template.render(
        handout=replace(as_printed(handout), lists=True), languages=list(languages), css="\n".join(sheets)
    )
    # Only between plain quotes: in a text, from whomever, they are escaped.
    return re.sub(r'"picture:([\w-]+)"', lambda name: f'"{pictures[name[1]].as_url()}"', html)


TALL = 1.1
"""As many times as high as in English lines may be without more room for header and footer."""


def stylesheets(handout: Handout, paper: str, styles: Path, running: bool = True) -> tuple[str, str]:
    """All styles of a handout on paper: the project's files, and then its own fonts, ink and pictograms.

    The style sheet of a format counts more than that of the paper; where a format has another page than the
    paper, it has a sheet for both (booklet-a4.css).

    :param paper: A4 or Letter.
    :param styles: the folder `styles/`.
    :param running: whether its pages have a header and a footer.
    """
    paper = paper.lower()
    files = [
        "page.css",
        *(["running.css"] if running else []),
        "blocks.css",
        f"{paper}.css",
        f"{handout.format}.css",
        f"{handout.format}-{paper}.css",
    ]
    families = ", ".join(f'"{font}"' for font in handout.fonts)
    shared = [(styles / file).read_text("utf-8") for file in files if (styles / file).exists()]
    digits = " ".join(f'"{digit}"' for digit in handout.digits)
    own = [
        f"html {{ font-family: {families} }}",
        f":root {{ --script: {handout.line_height} }}",
        f"@counter-style digits {{ system: numeric; symbols: {digits} }}",
    ]
    if running and handout.line_height > TALL:
        own.append(f"@page {{ --tall: {handout.line_height - 1:.3g} }}")
    own += [f'.picture-{name} {{ background-image: url("picture:{name}") }}' for name in sorted(_names(handout))]
    return "\n".join(shared), "\n".join([*own, _own_ink(handout)])


def pictures_of(handout: Handout, styles: Path, logo: Picture | None = None) -> dict[str, Picture]:
    """All images that a handout uses, by name.

    :raises HandoutError: if the icon package lacks one.
    """
    pictures = {name: pictogram(styles, name, handout.ink) for name in sorted(_names(handout))}
    return pictures | ({LOGO: logo} if logo else {})


def _own_ink(handout: Handout) -> str:
    return (
        f":root {{ --ink: {handout.ink}; --people: {handout.ink}; --tint: {tint(handout.ink)} }}" if handout.ink else ""
    )


def _names(handout: Handout) -> set[str]:
    return {name for piece in handout.pieces for name in piece.structure.pictures()}


@functools.cache
def environment(templates: Path) -> Environment:
    """Jinja with the templates of a folder and the filters that they use."""
    jinja = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jinja.filters |= {
        "line": _line,
        "as_typed": as_typed,
        "paragraphs": _paragraphs,
        "rows": _rows,
        "reference": short_reference,
        "people": lambda figure, direction: icon_array(figure.counts, direction),
        "paint": _paint,
        "qr_code": qr_code,
    }
    jinja.tests["placeholder"] = lambda part: isinstance(part, inline.Placeholder)
    return jinja


def _paint(look: str, ink: str | None) -> Markup:
    return Markup(paint(look, ink))  # noqa: S704  # our own attributes; the ink was matched as a colour


def _rows(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces one below the other, but an emergency card beside the urgent card that follows it."""
    row: list[Piece] = []
    for piece in pieces:
        urgency = getattr(piece.structure, "urgency", None)
        if row and not (urgency == "urgent" and getattr(row[-1].structure, "urgency", None) == "emergency"):
            yield row
            row = []
        row.append(piece)
    yield row


def _line(text: Rich) -> Markup:
    """A text as markup to stand within a line."""
    return Markup(" ").join(_markup(paragraph) for paragraph in text.paragraphs)


def _paragraphs(text: Rich) -> Markup:
    """A text as `p` elements."""
    return Markup("\n").join(Markup("<p>{}</p>").format(_markup(paragraph)) for paragraph in text.paragraphs)


def _markup(parts: tuple[Any, ...]) -> Markup:
    return Markup("").join(_part(part) for part in parts)


def _part(part: Any) -> Markup:
    if isinstance(part, inline.Bold):
        return Markup("<strong>{}</strong>").format(_markup(part.parts))
    if isinstance(part, TermMention):
        look = "term first" if part.first else "term"
        return Markup('<a class="{}" href="#term-{}">{}</a>').format(look, part.term, part.text)
    if isinstance(part, inline.WebLink):
        return Markup('<a class="web" href="{}">{}</a>').format(part.url, part.text)
    assert isinstance(part, inline.Plain | Number)
    return escape(part.text)
