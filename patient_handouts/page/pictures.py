"""What a page draws itself: people, and QR codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Drawing:
    """An SVG picture in its own units: its size, and a path for each look."""

    width: float
    height: float
    paths: tuple[tuple[str, str], ...]


# One person, head and shoulders, in a cell of 10 × 10, drawn from the top of the head. WeasyPrint draws each half of
# the head as one curve, and a longer arc as three.
_CELL = 10


_TOP = 5, 0.9


_PERSON = "a2.1 2.1 0 0 1 0 4.2a2.1 2.1 0 0 1 0-4.2zm-3.9 8.3a3.9 3.6 0 0 1 7.8 0z"


_PAINTS = {
    "filled": 'fill="{ink}" stroke="{ink}" stroke-width="0.6"',
    "shaded": 'fill="#8a959c" stroke="#8a959c" stroke-width="0.6"',  # 3 to 1 with white, and with the filled
    "empty": 'fill="#ffffff" stroke="#444444" stroke-width="0.6"',
}


def paint(look: str, ink: str) -> str:
    """How a person of a look is painted, as attributes of SVG."""
    return _PAINTS[look].format(ink=ink)


def icon_array(counts: Mapping[str, int], direction: str = "ltr", narrow: bool = False) -> Drawing:
    """Draw people in rows: the filled first, then the shaded, then the empty.

    :param counts: how many people of each look (`filled`, `shaded`, `empty`), in the order of drawing.
    :param direction: the side that rows begin at, `ltr` or `rtl`.
    :param narrow: draw rows that half a page has room for.
    :returns: one path for each look, since many small shapes are slow to render.
    """
    people = sum(counts.values())
    columns = icon_columns(people, narrow)
    paths = []
    start = 0
    for look, count in counts.items():
        cells = range(start, start + count)
        places = ((i % columns if direction == "ltr" else columns - 1 - i % columns, i // columns) for i in cells)
        tops = ((column * _CELL + _TOP[0], row * _CELL + _TOP[1]) for column, row in places)
        path = "".join(f"M{x} {y:g}{_PERSON}" for x, y in tops)
        paths.append((look, path))
        start += count
    rows = -(-people // columns)
    return Drawing(columns * _CELL, rows * _CELL, tuple(paths))


_QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""


def qr_code(address: str) -> Drawing:
    """A QR code in one path, with its quiet zone; a quarter of it may be soiled or torn (level Q)."""
    import segno  # noqa: PLC0415  # only clinics that give an address need it

    rows = segno.make(address, error="q", micro=False, boost_error=False).matrix
    size = len(rows) + 2 * _QUIET
    dark = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module
    )
    return Drawing(size, size, (("dark", dark),))


def icon_columns(people: int, narrow: bool = False) -> int:
    """People in a row: ten for a hundred; a small group in rows of about twice its height; many in long rows."""
    if people == 100:
        return 10
    if people < 100:
        return next((c for c in range(11, 4, -1) if people % c == 0), 10)
    return 26 if narrow else 52
