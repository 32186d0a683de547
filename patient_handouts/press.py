"""What a worker does for one handout: set its pages, put them on sheets to fold, and picture the first one."""

from __future__ import annotations

import io
from dataclasses import dataclass

from patient_handouts.render import Page
from patient_handouts.typeset import load_weasyprint, typeset

THUMBNAIL = 150
"""Pixels of the longer side of a picture of a first page."""


@dataclass(frozen=True)
class Printed:
    """A finished PDF, its pages, the sheets to fold if there are any, and a small PNG of its first page."""

    pdf: bytes
    pages: int
    sheets: bytes | None
    thumbnail: bytes


@dataclass(frozen=True)
class Fit:
    """Sizes of type to be tried until a handout fills no more pages than it may; the last one is taken in any case."""

    sizes: tuple[float, ...]
    pages: int


def make_ready() -> None:
    """Load what setting pages needs, and no fonts yet."""
    load_weasyprint()


def press(page: Page, fold: str, fit: Fit | None = None) -> Printed:
    """Make the files of a handout.

    :param fold: the direction of its text, if it is to be folded; else empty.
    :param fit: how it may be made to fit on few pages.
    :raises HandoutError: if it cannot be set cleanly.
    """
    for size in fit.sizes if fit else (1.0,):
        sheets_of_size = (*page.sheets, f":root {{ --type: {size} }}") if size != 1 else page.sheets
        result = typeset(page.html, sheets_of_size, page.fonts, page.pictures)
        if not fit or result.pages <= fit.pages:
            break
    sheets = None
    if fold:
        from patient_handouts.impose import impose

        sheets = impose(result.pdf, fold)
    return Printed(result.pdf, result.pages, sheets, thumbnail(result.pdf))


def thumbnail(pdf: bytes) -> bytes:
    """The first page of a PDF, small and grey."""
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf)[0]
    image = page.render(scale=THUMBNAIL / max(page.get_size())).to_pil().convert("L").quantize(16)
    png = io.BytesIO()
    image.save(png, "PNG", optimize=True)
    return png.getvalue()
