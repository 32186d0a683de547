"""What a worker does for one handout: set its pages, put them on sheets to fold, and picture the first one."""

from __future__ import annotations

import io
from dataclasses import dataclass

from patient_handouts.render import Page
from patient_handouts.typeset import Typeset, typeset

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
    """How many pages a handout may fill, and how it may be made to.

    Its sizes of type are tried, each with less and less space, until the pages are few enough; the last one is taken
    in any case.
    """

    pages: int
    sizes: tuple[float, ...] = (1.0,)


NEARLY_EMPTY = 1 / 3
"""A last page that is filled less is not worth a sheet of paper."""

TIGHTER = tuple(
    f":root {{ --tight: {tight}; --gap: {gap} }}" for tight, gap in ((0.955, 0.7), (0.935, 0.5), (0.92, 0.35))
)
"""Less space between lines and blocks, little by little; the type stays."""


def press(page: Page, fold: str, fit: Fit) -> Printed:
    """Make the files of a handout. It is set tighter where that saves a page that is one too many, or nearly empty.

    :param fold: the direction of its text, if it is to be folded; else empty.
    :raises HandoutError: if it cannot be set cleanly.
    """

    def set_with(*more: str) -> Typeset:
        return typeset(page.html, (*page.sheets, *more), page.fonts, page.pictures)

    for size in fit.sizes:
        of_size = () if size == 1 else (f":root {{ --type: {size} }}",)
        result = set_with(*of_size)
        for closer in TIGHTER:
            if result.pages <= fit.pages and (result.pages == 1 or result.last_page >= NEARLY_EMPTY):
                break
            tighter = set_with(*of_size, closer)
            if tighter.pages < result.pages:
                result = tighter
        if result.pages <= fit.pages:
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
