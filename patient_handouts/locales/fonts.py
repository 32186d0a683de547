"""Finds the declared fonts, and tells which letters they have and how wide a line is."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from patient_handouts.problems import HandoutError


class MissingLettersError(HandoutError):
    """A text has letters that no font has; the message names them."""


WEIGHTS = ("Regular", "Bold")


_FOLDERS = {
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    "darwin": ("/Library/Fonts", "~/Library/Fonts", "/opt/homebrew/share/fonts"),
    "win32": (r"C:\Windows\Fonts", r"~\AppData\Local\Microsoft\Windows\Fonts"),
}


COLLECTIONS = {f"Noto Sans CJK {script}": "NotoSansCJK" for script in ("SC", "TC", "HK", "JP", "KR")}
"""Families that come several to a file, and what their files are called."""


PACKAGES = dict.fromkeys(COLLECTIONS, "fonts-noto-cjk")
"""The packages of Debian and Ubuntu that have a family, where it is not `fonts-noto-core`."""


def font_files(family: str) -> list[Path]:
    """The files of a family, one for each weight, as Noto names them: `NotoSans-Regular.ttf`.

    Looked for in the folder `HANDOUT_FONTS` (an environment variable) if set, then where the system
    keeps fonts.

    :raises HandoutError: if a file is not there, with what to install.
    """
    names = _names(family)
    found = [_installed().get(name) for name in names]
    missing = [name for name, path in zip(names, found, strict=True) if path is None]
    if missing:
        raise HandoutError(
            f"The font {family} is not installed ({', '.join(missing)}). "
            f"On Debian and Ubuntu: apt-get install {PACKAGES.get(family, 'fonts-noto-core')}. "
            "Elsewhere: see “Set up” in README.md."
        )
    return [path for path in found if path]


def _names(family: str) -> list[str]:
    if collection := COLLECTIONS.get(family):
        return [f"{collection}-{weight}.ttc" for weight in WEIGHTS]
    return [f"{family.replace(' ', '')}-{weight}.ttf" for weight in WEIGHTS]


def state() -> str:
    """A word that changes whenever a font of this machine comes, goes or is replaced."""
    known = ((name, path.stat()) for name, path in sorted(_installed().items()))
    return repr([(name, found.st_size, found.st_mtime_ns) for name, found in known])


def missing_letters(text: str, families: Iterable[str]) -> str:
    """The letters of a text that no regular font of the families has.

    :raises HandoutError: if a font is not installed.
    """
    letters = set().union(*map(_letters, families))
    return "".join(sorted({char for char in text if ord(char) not in letters}))


def width(text: str, families: Iterable[str]) -> float:
    """How wide a line of bold text is, in ems, before letters join: it will hardly be wider.

    :raises HandoutError: if a font is not installed.
    """
    known = [_widths(family) for family in families if family not in COLLECTIONS]
    return sum(next((widths[ord(char)] for widths in known if ord(char) in widths), 1.0) for char in text)


@functools.cache
def _widths(family: str) -> dict[int, float]:
    import uharfbuzz as harfbuzz  # noqa: PLC0415  # takes a while to load; checks of English need no fonts

    face = _face(font_files(family)[1], family)
    font = harfbuzz.Font(face)
    return {code: font.get_glyph_h_advance(font.get_nominal_glyph(code)) / face.upem for code in face.unicodes}


_ALSO = tuple(
    f"Noto Sans {script}"
    for script in (
        "Arabic", "Hebrew", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Tamil", "Telugu", "Kannada", "Malayalam",
        "Sinhala", "Thai", "Lao", "Khmer", "Myanmar", "Armenian", "Georgian", "Ethiopic", "CJK SC", "CJK JP", "CJK KR",
    )
)  # fmt: skip
"""Fonts for names in another script than the leaflet's."""


def more_fonts(text: str, families: Iterable[str]) -> tuple[str, ...]:
    """The families that a text needs beyond some others.

    :raises MissingLettersError: if no font has one of its letters.
    """
    families = tuple(families)
    found: list[str] = []
    missing = missing_letters(text, families)
    for family in _ALSO if missing else ():
        if is_installed(family) and len(left := missing_letters(missing, [family])) < len(missing):
            found.append(family)
            missing = left
    if missing:
        chars = ", ".join(f"“{char}”" for char in missing[:5])
        raise MissingLettersError(f"The fonts have no letter for {chars}. Write it in other letters.")
    return tuple(found)


@functools.cache
def _face(file: Path, family: str) -> Any:
    """A font, of a collection the one of that family; only what is looked at is read from the disk."""
    import uharfbuzz as harfbuzz  # noqa: PLC0415  # takes a while to load; checks of English need no fonts

    blob = harfbuzz.Blob.from_file_path(file)
    faces = (harfbuzz.Face(blob, index) for index in range(harfbuzz.Face(blob).count))
    return next(face for face in faces if face.get_name(harfbuzz.OTNameIdPredefined.FONT_FAMILY) == family)


def is_installed(family: str) -> bool:
    """Whether this machine has all files of a family."""
    return all(name in _installed() for name in _names(family))


@functools.cache
def _letters(family: str) -> frozenset[int]:
    return frozenset(_face(font_files(family)[0], family).unicodes)


@functools.cache
def _installed() -> dict[str, Path]:
    files = (path for folder in reversed(list(_folders())) for path in folder.rglob("Noto*-*.tt[cf]"))
    return {path.name: path for path in files}


def _folders() -> Iterator[Path]:
    if own := os.environ.get("HANDOUT_FONTS"):
        yield Path(own)
    for folder in _FOLDERS.get(sys.platform, _FOLDERS["linux"]):
        yield Path(folder).expanduser()
