"""Lays an assembled handout out as HTML, with the style sheet that belongs to it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from patient_handouts import inline
from patient_handouts.handout import Handout, Number, Piece, Rich, TermMention, short_reference


def render(handout: Handout, templates: Path) -> str:
    """The handout as one HTML page, without styles.

    :param templates: the folder `templates/`.
    """
    return environment(templates).get_template("handout.html").render(handout=handout)


def stylesheet(handout: Handout, paper: str, styles: Path) -> str:
    """All styles of a handout: the project's files, then its fonts and the pictograms that it uses.

    :param paper: A4 or Letter.
    :param styles: the folder `styles/`.
    """
    files = ("page.css", "blocks.css", f"{handout.format}.css", f"{paper.lower()}.css")
    fonts = ", ".join(f'"{font}"' for font in handout.fonts)
    parts = [(styles / file).read_text("utf-8") for file in files]
    parts.append(f"html {{ font-family: {fonts} }}")
    names = sorted(_pictures(handout.pieces))
    parts += [f'.picture-{name} {{ background-image: url("picture:{name}") }}' for name in names]
    return "\n".join(parts)


def _pictures(pieces: Iterable[Piece]) -> set[str]:
    return {name for piece in pieces for name in piece.structure.pictures()}


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
    jinja.filters |= {"line": _line, "paragraphs": _paragraphs, "rows": _rows, "reference": short_reference}
    jinja.tests["placeholder"] = lambda part: isinstance(part, inline.Placeholder)
    return jinja


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
