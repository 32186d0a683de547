"""The pictures of a page: pictograms from Font Awesome Free, and the icon arrays that we draw."""

from __future__ import annotations

import base64
import functools
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patient_handouts import strict_yaml
from patient_handouts.problems import HandoutError
from patient_handouts.shape import INVALID, Id, read

INK = "#0b4a66"
"""The one colour besides black; `--ink` in styles/page.css is the same. Contrast with white: 9.6 to 1."""


@dataclass(frozen=True)
class Picture:
    """An image that a page may use, as a file would hold it."""

    data: bytes
    media_type: str

    def as_url(self) -> str:
        """The image itself as an address, for pages that stand by themselves."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode()}"


@functools.cache
def pictograms(styles: Path) -> Mapping[str, str]:
    """The pictograms by the idea that they stand for, from styles/pictures.yaml, with the icon of each."""
    name = f"{styles.name}/pictures.yaml"
    node, problems = strict_yaml.parse(styles / "pictures.yaml", name)
    names: Any = INVALID if node is None else read(node, Mapping[Id, Id], problems)
    if names is INVALID or problems:
        raise HandoutError("\n".join(map(str, problems)))
    return dict(names)


@functools.cache
def pictogram(styles: Path, name: str, ink: str | None = None) -> Picture:
    """A pictogram in the ink of the page.

    :param name: a name of styles/pictures.yaml.
    :raises HandoutError: if the icon package is not installed or has no such icon.
    """
    spec = importlib.util.find_spec("fontawesomefree")
    if spec is None or spec.origin is None:
        raise HandoutError(
            "The package fontawesomefree is not installed. Run “make handouts”, or install requirements.txt."
        )
    icon = pictograms(styles)[name]
    path = Path(spec.origin).parent / "static" / "fontawesomefree" / "svgs" / "solid" / f"{icon}.svg"
    try:
        svg = path.read_text("utf-8")
    except OSError as error:
        raise HandoutError(f"{styles.name}/pictures.yaml: Font Awesome Free has no solid icon “{icon}”.") from error
    return Picture(svg.replace("<svg ", f'<svg fill="{ink or INK}" ', 1).encode(), "image/svg+xml")


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


def paint(look: str, ink: str | None) -> str:
    """How a person of a look is painted in the ink of a clinic, or ours, as attributes of SVG."""
    return _PAINTS[look].format(ink=ink or INK)


def icon_array(counts: Mapping[str, int], direction: str = "ltr") -> Drawing:
    """Draw people in rows: the filled first, then the shaded, then the empty.

    :param counts: how many people of each look (`filled`, `shaded`, `empty`), in the order of drawing.
    :param direction: the side that rows begin at, `ltr` or `rtl`.
    :returns: one path for each look, since many small shapes are slow to render.
    """
    people = sum(counts.values())
    columns = icon_columns(people)
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
    import segno  # only clinics that give an address need it

    rows = segno.make(address, error="q", micro=False, boost_error=False).matrix
    size = len(rows) + 2 * _QUIET
    dark = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module
    )
    return Drawing(size, size, (("dark", dark),))


def icon_columns(people: int) -> int:
    """People in a row: ten for a hundred; a small group in rows of about twice its height; many in long rows."""
    if people == 100:
        return 10
    if people < 100:
        return next((c for c in range(11, 4, -1) if people % c == 0), 10)
    return 52
