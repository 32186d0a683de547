"""A handout in two languages on the same pages: block by block beside each other, or one below the other.

Both languages are laid out by the templates of a single leaflet, each from its own handout: whatever a leaflet prints
in one language, its pair prints too. Only what is the same in both stands once: the letterhead, a note, the sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from patient_handouts.content.blocks import Glossary
from patient_handouts.handout.parts import Handout, Piece, Rich, TermMention
from patient_handouts.page.design import INK, Design
from patient_handouts.page.paper import as_printed
from patient_handouts.page.styles import pictures_of, stylesheets
from patient_handouts.pdf.page import Page, Picture
from patient_handouts.reading.inline import Bold


def bilingual_page(
    first: Handout, second: Handout, how: str, paper: str, design: Design, logo: Picture | None = None
) -> Page:
    """A handout in two languages as it goes to the typesetter.

    :param first: the language that the page is set in; the other stands beside or below it.
    :param how: `beside` or `below`: where the second stands.
    :param paper: A4 or Letter.
    """
    first, second = (replace(as_printed(each), lists=True) for each in (first, _in_order_of(first, second)))
    fonts = tuple(dict.fromkeys((*first.fonts, *second.fonts)))
    both = replace(first, fonts=fonts, line_height=max(first.line_height, second.line_height))
    own = "\n".join(map(design.sheet, ("bilingual.css", f"bilingual-{paper.lower()}.css")))
    of_second = f":lang({second.locale}) {{ font-family: {', '.join(f'{font!r}' for font in second.fonts)} }}"
    sheets = (*stylesheets(both, paper, design), f"{own}\n{of_second}")
    html = design.jinja.get_template("bilingual.html").render(
        sides=[("one", first), ("two", _with_names_of_its_own(second))],
        rows=zip(first.pieces, _with_names_of_its_own(second).pieces, strict=True),
        handout=both,
        how=how,
        ink=first.ink or INK,
    )
    return Page(html, sheets, fonts, pictures_of(both, design, logo))


def _in_order_of(first: Handout, second: Handout) -> Handout:
    """A handout whose words to know stand in the order of another language."""
    places = {entry.id: place for piece in first.pieces for place, entry in enumerate(piece.entries)}

    def ordered() -> Iterator[Piece]:
        for piece in second.pieces:
            by_place = sorted(piece.entries, key=lambda entry: places.get(entry.id, len(places)))
            yield replace(piece, entries=tuple(by_place)) if isinstance(piece.structure, Glossary) else piece

    return replace(second, pieces=tuple(ordered()))


def _with_names_of_its_own(handout: Handout) -> Handout:
    """The same handout with other names for its blocks and terms, since a page has each name once."""

    def named(name: str) -> str:
        return f"{name}-{handout.locale}"

    def part(given: object) -> object:
        if isinstance(given, Bold):
            return Bold(tuple(map(part, given.parts)))  # type: ignore[arg-type]
        return replace(given, term=named(given.term)) if isinstance(given, TermMention) else given

    def rich(text: Rich) -> Rich:
        return Rich(tuple(tuple(map(part, paragraph)) for paragraph in text.paragraphs))

    changed = handout.with_texts(rich, plain=str, spoken=str)
    pieces = (
        replace(
            piece,
            id=named(piece.id),
            entries=tuple(replace(entry, id=named(entry.id)) for entry in piece.entries),
        )
        for piece in changed.pieces
    )
    return replace(changed, pieces=tuple(pieces), first_array=named(handout.first_array))
