"""What a worker does for one handout: set its pages, put them on sheets to fold, and picture the first one."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from dataclasses import dataclass

from patient_handouts.pdf.engine import load_weasyprint
from patient_handouts.pdf.page import Page
from patient_handouts.pdf.typeset import Layout, lay_out

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


def make_ready() -> None:
    """Load all that setting pages needs, and no fonts yet: those are known only when a page is."""
    load_weasyprint()
    import patient_handouts.pdf.finish  # noqa: F401, PLC0415  # needs WeasyPrint


def press(page: Page, fold: str, fit: Fit) -> Printed:
    """Make the files of a handout. It is set tighter where that saves a page that is one too many, or nearly empty.

    :param fold: the direction of its text, if it is to be folded; else empty.
    :raises HandoutError: if it cannot be set cleanly.
    """

    def set_with(*more: str) -> Layout:
        return lay_out(page.html, (*page.sheets, *more), page.fonts, page.pictures)

    for size in fit.sizes:
        of_size = () if size == 1 else (f":root {{ --type: {size} }}",)
        result = _tightened(fit.pages, functools.partial(set_with, *of_size), is_last=size == fit.sizes[-1])
        if result.pages <= fit.pages:
            break
    pdf = result.pdf()
    sheets = None
    if fold:
        from patient_handouts.pdf.impose import impose  # noqa: PLC0415  # brings pikepdf; few are folded

        sheets = impose(pdf, fold)
    return Printed(pdf, result.pages, sheets, thumbnail(pdf))


def _tightened(pages: int, set_with: Callable[..., Layout], is_last: bool) -> Layout:
    """A page set with as little less space as saves what is to be saved; with none less, if nothing can be.

    :param is_last: whether no smaller type will be tried, should it fill too many pages in any case.
    """

    def is_good(result: Layout) -> bool:
        return result.pages <= pages and (result.pages == 1 or result.last_page >= NEARLY_EMPTY)

    result = set_with()
    if is_good(result):
        return result
    tightest = set_with(TIGHTER[-1])
    if tightest.pages == result.pages:  # then less of the same saves nothing either
        return result
    if tightest.pages > pages and not is_last:
        return tightest
    for closer in TIGHTER[:-1]:
        tighter = set_with(closer)
        if tighter.pages < result.pages:
            result = tighter
        if is_good(result):
            return result
    return tightest if tightest.pages < result.pages else result


def thumbnail(pdf: bytes) -> bytes:
    """The first page of a PDF, small and grey."""
    import pypdfium2  # noqa: PLC0415  # loads a library that only workers need

    page = pypdfium2.PdfDocument(pdf)[0]
    image = page.render(scale=THUMBNAIL / max(page.get_size())).to_pil().convert("L").quantize(16)
    png = io.BytesIO()
    image.save(png, "PNG", optimize=True)
    return png.getvalue()
