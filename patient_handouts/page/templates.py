"""Jinja with the templates of a folder, and the filters that they use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from patient_handouts.handout.parts import Number, Piece, Rich, TermMention
from patient_handouts.page.bidi import as_typed
from patient_handouts.page.pictures import icon_array, paint, qr_code
from patient_handouts.reading import inline


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
        "people": lambda figure, direction, narrow: icon_array(figure.counts, direction, narrow),
        "paint": _paint,
        "qr_code": qr_code,
    }
    jinja.tests["placeholder"] = lambda part: isinstance(part, inline.Placeholder)
    return jinja


def _paint(look: str, ink: str) -> Markup:
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
