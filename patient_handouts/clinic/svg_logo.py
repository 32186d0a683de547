"""A clinic's logo that is an SVG: a program for drawing, which is read, cut down to shapes, and painted once.

Nothing of the file reaches a leaflet: it is painted in a process of its own, and goes on as pixels.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from patient_handouts.pdf.page import Picture
from patient_handouts.pdf.typeset import typeset
from patient_handouts.pdf.workers import bounded
from patient_handouts.problems import HandoutError

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"


_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}


_GROUPS = {"svg", "g", "defs", "clipPath", "linearGradient", "radialGradient", "stop", "style"}


_SAY_NOTHING = {"title", "desc", "metadata", "namedview"}


_REFUSED = {
    "script": "holds a script",
    "foreignObject": "holds a piece of a web page",
    "image": "holds or names another picture",
    "text": "holds text, which other machines write in other letters. Turn it into paths",
    "use": "draws copies of its own parts. Turn the clones or symbols into paths",
    "symbol": "draws copies of its own parts. Turn the clones or symbols into paths",
    "animate": "moves",
    "animateTransform": "moves",
    "animateMotion": "moves",
    "set": "moves",
    "a": "holds a link",
    "filter": "has effects like blur or shadow. Leave them out",
    "mask": "has masks. Flatten it",
    "pattern": "has patterns. Flatten it",
    "marker": "has arrow heads or other markers. Turn them into paths",
}


_ELEMENTS, _DEPTH, _LETTERS = 5000, 40, 500_000


_SECONDS = 10.0


_PRINTED = 1200
"""Pixels of the longer side: about 500 on an inch, at the largest size that a leaflet prints."""


def painted(data: bytes) -> bytes:
    """An SVG as a PNG.

    :raises HandoutError: what is wrong with it and what to do.
    """
    tree = _cleaned(_parsed(data))
    width, height = _size(tree)
    svg = ElementTree.tostring(tree)
    try:
        return bounded(_paint, svg, width / height, seconds=_SECONDS)
    except HandoutError as error:
        raise HandoutError(f"the logo cannot be drawn: {error} Save it as PNG.") from error
    except RuntimeError as error:  # whatever a drawing from strangers makes WeasyPrint stumble over
        raise HandoutError("the logo cannot be drawn: something in it is damaged. Save it as PNG.") from error


def _parsed(data: bytes) -> ElementTree.Element:
    if b"<!ENTITY" in data or re.search(rb"<!DOCTYPE[^>]*\[", data):
        raise HandoutError("the logo defines entities of its own. Save it as plain SVG, or as PNG.")
    try:
        tree = ElementTree.fromstring(data)  # noqa: S314  # entities were refused, and the file is small
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise HandoutError("the logo is damaged or cut off. Save it again as plain SVG, or as PNG.") from error
    if tree.tag not in (f"{_SVG}svg", "svg"):
        raise HandoutError("the logo is a web page or another kind of XML. Save it as plain SVG, or as PNG.")
    return tree


def _cleaned(tree: ElementTree.Element) -> ElementTree.Element:
    """A fresh drawing with nothing but shapes, groups, gradients and clips."""
    if sum(1 for _ in tree.iter()) > _ELEMENTS:
        raise HandoutError(f"the logo has more than {_ELEMENTS} parts. Simplify it, or save it as PNG.")
    if sum(len(value) for part in tree.iter() for value in part.attrib.values()) > _LETTERS:
        raise HandoutError("the logo is drawn with too many points. Simplify it, or save it as PNG.")
    return _copy(tree, 0)


def _copy(part: ElementTree.Element, depth: int) -> ElementTree.Element:
    if depth > _DEPTH:
        raise HandoutError(f"the logo has groups in groups, more than {_DEPTH} deep. Ungroup them.")
    fresh = ElementTree.Element(_SVG + _name(part), dict(_attributes(part)))
    if _name(part) == "style":
        fresh.text = _own(part.text or "")
    for child in part:
        if isinstance(child.tag, str) and _is_drawn(child):
            fresh.append(_copy(child, depth + 1))
    return fresh


def _name(part: ElementTree.Element) -> str:
    return part.tag.rpartition("}")[2]


def _is_drawn(part: ElementTree.Element) -> bool:
    """Whether a part belongs to the drawing; what programs note in other words for themselves does not."""
    name = _name(part)
    if part.tag not in (_SVG + name, name) or name in _SAY_NOTHING:
        return False
    if name not in _SHAPES | _GROUPS:
        why = _REFUSED.get(name, f"holds something that cannot be printed safely (“{name[:30]}”)")
        raise HandoutError(f"the logo {why}. Or save it as PNG.")
    return True


def _attributes(part: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for name, value in part.attrib.items():
        if name.lower().startswith("on"):
            raise HandoutError("the logo holds a script. Save it as plain SVG, or as PNG.")
        if name in ("href", f"{_XLINK}href"):
            if not value.startswith("#"):
                raise _external()
            yield f"{_XLINK}href", value
        elif not name.startswith("{"):
            yield name, _own(value)


def _own(text: str) -> str:
    """A style or an attribute that names nothing outside of the file."""
    if re.search(r"url\(\s*['\"]?(?!#)|@|\\|javascript:|data:", text, re.IGNORECASE):
        raise _external()
    return text


def _external() -> HandoutError:
    return HandoutError("the logo names other files, fonts or pages. Save it as plain SVG, or as PNG.")


def _size(tree: ElementTree.Element) -> tuple[float, float]:
    """Width and height in the drawing's own units."""
    box = re.findall(r"[-+.\deE]+", tree.get("viewBox", ""))
    given = box[2:4] if len(box) == 4 else [re.sub(r"[a-z]+$", "", tree.get(side, "")) for side in ("width", "height")]
    try:
        width, height = [float(number) for number in (*box, *given)][-2:]
    except ValueError:
        width = height = 0.0
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise HandoutError("the logo does not say how large it is (“viewBox”). Save it as plain SVG, or as PNG.")
    return width, height


def _paint(svg: bytes, ratio: float) -> bytes:
    """Called in a process of its own."""
    import pypdfium2  # noqa: PLC0415  # loads a library; few logos are drawings

    width, height = (100.0, 100.0 / ratio) if ratio > 1 else (100.0 * ratio, 100.0)
    html = '<html lang="en"><title>Logo</title><body><img alt="Logo" src="picture:logo">'
    css = f"@page {{ size: {width}mm {height}mm; margin: 0 }} body {{ margin: 0 }}"
    css += f" img {{ display: block; width: {width}mm; height: {height}mm }}"
    pdf = typeset(html, [css], [], {"logo": Picture(svg, "image/svg+xml")})
    page = pypdfium2.PdfDocument(pdf)[0]
    image = page.render(scale=_PRINTED / max(page.get_size())).to_pil().convert("RGB")
    if all(darkest == 255 for darkest, _ in image.getextrema()):
        raise HandoutError("Nothing of it can be seen on white paper.")
    png = io.BytesIO()
    image.save(png, "PNG")
    return png.getvalue()
