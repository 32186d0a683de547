"""A clinic's logo: a file from strangers, refused with a reason or made again from what is known to be safe."""

from __future__ import annotations

import io
import stat
import warnings
from pathlib import Path

from PIL import Image, ImageFile, ImageOps

from patient_handouts.clinic.svg_logo import painted
from patient_handouts.problems import HandoutError

_FILE_BYTES = 2_000_000


_LOWEST_RATIO, _HIGHEST_RATIO = 1 / 5, 8.0


_OTHER_KINDS = {
    b"GIF8": "a GIF",
    b"RIFF": "a WebP",
    b"BM": "a BMP",
    b"II*\0": "a TIFF",
    b"MM\0*": "a TIFF",
    b"%PDF": "a PDF",
    b"%!PS": "an EPS",
    b"\x1f\x8b": "a compressed SVG",
    b"PK": "a ZIP or an Office file",
}


def read_logo(path: Path) -> bytes:
    """Read a PNG, JPEG or SVG file, whatever its name, and make a fresh PNG of it, of at most 1200 pixels a side.

    The new picture holds nothing that the file said besides, and the same file always gives the same bytes.

    :raises HandoutError: what is wrong with the logo and what to do, for a person who is no programmer.
    """
    data = _read(path)
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _picture(data)
    start = data[:100].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return _picture(painted(data))
    kinds = (kind for begin, kind in _OTHER_KINDS.items() if start.startswith(begin))
    kind = next(kinds, "a HEIC or AVIF" if data[4:8] == b"ftyp" else "no picture that is known here")
    raise HandoutError(f"the logo is not a PNG, JPEG or SVG file (it begins like {kind}). Save it as PNG.")


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise HandoutError("the logo is a folder. Name a PNG, JPEG or SVG file in it.")
        if not stat.S_ISREG(mode):  # to open a pipe or a device could wait forever
            raise HandoutError("the logo is not an ordinary file. Name a PNG, JPEG or SVG file.")
        with path.open("rb") as file:
            data = file.read(_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise HandoutError(f"there is no file “{path.name}”. Check the name of the logo and its folder.") from error
    except PermissionError as error:
        raise HandoutError("the logo may not be read. Give yourself the right to read the file.") from error
    except (OSError, ValueError) as error:  # a ValueError if the name holds a zero byte
        raise HandoutError("the logo cannot be read. Check its name, or save it again under another name.") from error
    if not data:
        raise HandoutError("the logo file is empty. Save it again.")
    if len(data) > _FILE_BYTES:
        raise HandoutError("the logo file is larger than 2 MB. Save it with fewer pixels.")
    return data


def _check_ratio(ratio: float) -> None:
    if not _LOWEST_RATIO <= ratio <= _HIGHEST_RATIO:
        what = "more than 8 times as wide as it is high" if ratio > 1 else "more than 5 times as high as it is wide"
        raise HandoutError(f"the logo is {what}. Use a more compact form of it.")


_SIDE, _PIXELS, _SMALLEST, _PRINTED = 6000, 20_000_000, 100, 1200


_SCANS = 100
"""Passes that a JPEG may paint in: usually 1 to 10. Each costs the time of a whole picture, but few bytes."""


def _picture(data: bytes) -> bytes:
    if data.startswith(b"\xff") and data.count(b"\xff\xda") > _SCANS:
        raise HandoutError("the logo is a JPEG with more layers than any program needs. Save it as PNG.")
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for the whole program
    try:
        image = _decoded(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except HandoutError:
        raise
    except Exception as error:  # Pillow has no error of its own: a damaged file may raise anything
        raise HandoutError("the logo is damaged or cut off. Save it again as PNG.") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    _check_ratio(image.width / image.height)
    image.thumbnail((_PRINTED, _PRINTED), Image.Resampling.LANCZOS)
    image.info.clear()  # whatever the file said besides its pixels would be written again
    fresh = io.BytesIO()
    image.save(fresh, "PNG")
    return fresh.getvalue()


def _decoded(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        image: Image.Image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        width, height = image.size
        if max(width, height) > _SIDE or width * height > _PIXELS:
            raise _too_large()
        if max(width, height) < _SMALLEST:
            raise HandoutError(
                f"the logo has only {width} × {height} pixels and would be printed blurred. "
                f"Use one of at least {_SMALLEST} pixels; 600 are good."
            )
        image = ImageOps.exif_transpose(image)
        if image.mode.startswith("I"):  # grey of 16 bits, which convert() would cut off rather than scale
            clear = image.info.pop("transparency", None)
            image = image.convert("I").point(lambda grey: grey / 257).convert("L")
            if clear is not None:
                image.info["transparency"] = clear // 257
        transparent = "transparency" in image.info or image.mode.endswith(("A", "a"))
        return image.convert("RGBA" if transparent else "RGB")


def _too_large() -> HandoutError:
    return HandoutError(
        f"the logo is more than {_SIDE} pixels wide or high, or has more than {_PIXELS // 1_000_000} million pixels. "
        "Make it smaller; 1200 pixels are enough."
    )
