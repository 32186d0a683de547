"""Reads finished PDF files: their text, their pages and their structure. Each file is opened once."""

from __future__ import annotations

import ctypes
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2

from patient_handouts.handout.parts import Handout


class Opened:
    """A PDF file, and what is read out of it again and again."""

    def __init__(self, path: Path) -> None:
        self.document = pypdfium2.PdfDocument(path.read_bytes())
        self.pages = list(self.document)
        self.texts = [page.get_textpage() for page in self.pages]

    @functools.cached_property
    def boxes(self) -> list[list[tuple[float, float, float, float]]]:
        """For each page, the boxes of its texts: left, bottom, right and top."""
        return [[text.get_rect(i) for i in range(text.count_rects())] for text in self.texts]

    @functools.cached_property
    def bounded(self) -> list[str]:
        """The text of each page."""
        return [text.get_text_bounded() for text in self.texts]


def opened(path: Path) -> Opened:
    """A PDF file; the last few stay open for as long as they do not change."""
    stat = Path(path).stat()
    return _opened(Path(path), stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=4)
def _opened(path: Path, changed: int, size: int) -> Opened:
    return Opened(path)


def page_texts(path: Path) -> list[str]:
    """The text of each page, white space made even."""
    return [" ".join(text.split()) for text in opened(path).bounded]


def lines(path: Path) -> list[str]:
    """The lines of all pages, as they are printed."""
    return [line for text in opened(path).bounded for line in text.splitlines()]


def text_of(path: Path) -> str:
    """All text, white space made even."""
    return " ".join(page_texts(path))


def body_texts(path: Path, handout: Handout) -> list[str]:
    """The text of each page without its header and footer, which stand at its end in the page's content."""
    foot = [*handout.marks, handout.labels["edition"]]
    footer = re.compile(
        re.escape(handout.labels["running-header"]) + f" (?={re.escape(foot[0])})|"
        + re.escape(" ".join(foot)) + r" Page \d+ of \d+$"
    )  # fmt: skip
    return [footer.sub("", text) for text in page_texts(path)]


def drawn_lines(path: Path) -> list[str]:
    """The same without spaces, and each page from its top."""
    return [line.replace(" ", "") for line in shown_lines(path)]


def filled_shapes(path: Path) -> int:
    """How many shapes are filled with a dark colour: bullets, swatches, people."""
    count = 0
    for page in opened(path).pages:
        for thing in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
            channels = [ctypes.c_uint() for _ in range(4)]
            mode, stroke = ctypes.c_int(), ctypes.c_int()
            pypdfium2.raw.FPDFPath_GetDrawMode(thing, mode, stroke)
            pypdfium2.raw.FPDFPageObj_GetFillColor(thing, *channels)
            count += bool(mode.value) and max(channel.value for channel in channels[:3]) < 150
    return count


def pictures_inside(path: Path) -> list[bool]:
    """For each picture of pixels, whether it is wholly inside of its page."""
    found = []
    for page in opened(path).pages:
        for thing in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = thing.get_bounds()
            found.append(left >= 0 and bottom >= 0 and right <= page.get_width() and top <= page.get_height())
    return found


def text_bottoms(path: Path) -> list[float]:
    """For each page, how far down its body text reaches, as a share of the room between header and footer."""
    bottoms = []
    file = opened(path)
    for page, boxes in zip(file.pages, file.boxes, strict=True):
        top, bottom = page.get_height() - 15.5 * 72 / 25.4, 18 * 72 / 25.4
        edges = [box[1] for box in boxes]
        lowest = min(edge for edge in edges if edge > bottom)
        bottoms.append((top - lowest) / (top - bottom))
    return bottoms


def overlaps(path: Path) -> list[str]:
    """Pairs of texts that are printed over each other: their boxes share more than 2 points each way."""
    found = []
    file = opened(path)
    for number, (text, boxes) in enumerate(zip(file.texts, file.boxes, strict=True), start=1):
        for i, (left, bottom, right, top) in enumerate(boxes):
            for other in boxes[i + 1 :]:
                if min(right, other[2]) - max(left, other[0]) > 2 and min(top, other[3]) - max(bottom, other[1]) > 2:
                    words = text.get_text_bounded(left, bottom, right, top), text.get_text_bounded(*other)
                    found.append(f"page {number}: {words[0]!r} and {words[1]!r}")
    return found


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """All structure elements in reading order."""

    def walk(element: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
        kids = element.get("/K", pikepdf.Array())
        for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from walk(kid)

    yield from walk(pdf.Root.StructTreeRoot)


def tags(pdf: pikepdf.Pdf) -> list[str]:
    """The names of all structure elements in reading order."""
    return [str(element.S).lstrip("/") for element in elements(pdf)]


def marked_content(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str, int | None]]:
    """Page number, tag and MCID of each marked content sequence that is not part of another one."""
    for number, page in enumerate(pdf.pages):
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("BDC", "BMC"):
                properties = operands[1] if len(operands) > 1 else {}
                mcid = int(properties["/MCID"]) if "/MCID" in properties else None
                if depth == 0:
                    yield number, str(operands[0]).lstrip("/"), mcid
                depth += 1
            elif str(operator) == "EMC":
                depth -= 1


def beside_the_page(path: Path) -> list[str]:
    """Texts that run over the edge of their page."""
    found = []
    file = opened(path)
    for number, page in enumerate(file.pages, start=1):
        for left, bottom, right, top in file.boxes[number - 1]:
            if left < 0 or bottom < 0 or right > page.get_width() or top > page.get_height():
                found.append(f"page {number}: {file.texts[number - 1].get_text_bounded(left, bottom, right, top)!r}")
    return found


def type_sizes(path: Path) -> set[float]:
    """The sizes of all type, in points."""
    sizes = set()
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    sizes.add(round(float(operands[1]) * 0.75, 2))
    return sizes


def alternatives(pdf: pikepdf.Pdf) -> list[str]:
    """The words for pictures that not everybody sees, in reading order."""
    return [str(element.Alt) for element in elements(pdf) if "/Alt" in element]


def fonts(path: Path) -> set[str]:
    """The names of all fonts in a file, without the letters that say that they were cut down."""
    with pikepdf.open(path) as pdf:
        names = {
            str(thing.BaseFont)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        }
    return {re.sub(r"^/?([A-Z]{6}\+)?", "", name) for name in names}


UNPRINTABLE = 4.23 * 72 / 25.4
"""Points along the edges of a page that some office printers leave blank."""


def beyond_the_margins(path: Path) -> list[str]:
    """Texts that come nearer to an edge of the page than every printer prints."""
    found = []
    file = opened(path)
    for number, page in enumerate(file.pages, start=1):
        for left, bottom, right, top in file.boxes[number - 1]:
            if min(left, bottom, page.get_width() - right, page.get_height() - top) < UNPRINTABLE:
                found.append(f"page {number}: {file.texts[number - 1].get_text_bounded(left, bottom, right, top)!r}")
    return found


def shown_lines(path: Path) -> list[str]:
    """The lines of all pages as the eye sees them, from left to right, whatever direction they are read in."""
    return [line for page in shown_pages(path) for line in page]


def shown_pages(path: Path) -> list[list[str]]:
    """For each page, its lines as the eye sees them."""
    pages = []
    for text in opened(path).texts:
        shown = []
        chars: dict[int, list[tuple[float, float, str]]] = {}
        for i in range(text.count_chars()):
            char = text.get_text_range(i, 1)
            x, y = ctypes.c_double(), ctypes.c_double()
            if char.strip() and pypdfium2.raw.FPDFText_GetCharOrigin(text.raw, i, x, y):
                left, _, right, _ = text.get_charbox(i)
                chars.setdefault(round(y.value), []).append((left, right, char))
        for line in chars.values():
            written, end = "", None
            for left, right, char in sorted(line):
                written += " " if end is not None and left - end > 1.5 else ""
                written, end = written + char, right
            shown.append(written)
        pages.append(shown)
    return pages


def languages(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """The elements that are in another language than the document, with that."""
    return [(str(element.S).lstrip("/"), str(element.Lang)) for element in elements(pdf) if "/Lang" in element]
