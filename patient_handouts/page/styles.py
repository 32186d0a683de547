"""The style sheets and pictures of a handout: the project's files, and what is its own."""

from __future__ import annotations

from patient_handouts.colour import tint
from patient_handouts.handout.parts import Handout
from patient_handouts.page.design import Design
from patient_handouts.pdf.page import Picture
from patient_handouts.problems import HandoutError

LOGO = "clinic-logo"
"""The name under which a page asks for the clinic's logo; no pictogram has it, since they are one word."""


TALL = 1.1
"""As many times as high as in English lines may be without more room for header and footer."""


def stylesheets(handout: Handout, paper: str, design: Design, running: bool = True) -> tuple[str, str]:
    """All styles of a handout on paper: the project's files, and then its own fonts, ink and pictograms.

    The style sheet of a format counts more than that of the paper; where a format has another page than the
    paper, it has a sheet for both (booklet-a4.css).

    :param paper: A4 or Letter.
    :param running: whether its pages have a header and a footer.
    :raises HandoutError: if its format has no style sheet, and would look like another one.
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
    if not (design.styles / f"{handout.format}.css").is_file():
        raise HandoutError(f"{design.styles.name}/{handout.format}.css is missing: the style sheet of this format.")
    families = ", ".join(f'"{font}"' for font in handout.fonts)
    # The names are for messages: what is wrong in a style sheet is told with its file.
    shared = [f"/* {design.styles.name}/{file} */\n{sheet}" for file in files if (sheet := design.sheet(file))]
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


def pictures_of(handout: Handout, design: Design, logo: Picture | None = None) -> dict[str, Picture]:
    """All images that a handout uses, by name.

    :raises HandoutError: if the icon package lacks one.
    """
    pictures = {name: design.pictogram(name, handout.ink) for name in sorted(_names(handout))}
    return pictures | ({LOGO: logo} if logo else {})


def _own_ink(handout: Handout) -> str:
    return (
        f":root {{ --ink: {handout.ink}; --people: {handout.ink}; --tint: {tint(handout.ink)} }}" if handout.ink else ""
    )


def _names(handout: Handout) -> set[str]:
    return {name for piece in handout.pieces for name in piece.structure.pictures()}
