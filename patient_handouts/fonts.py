"""Finds the declared fonts and lets the typesetter see these and no others.

Whatever fonts a machine has besides, a handout must come out the same, and a letter that the declared
fonts lack must be an error instead of silently coming from another font.
"""

from __future__ import annotations

import atexit
import functools
import html
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from patient_handouts.problems import HandoutError

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


def use_only(families: Iterable[str]) -> bool:
    """Hide all fonts of this machine but the families named here, now or before; collections come with each page.

    :returns: whether there are more than before; a process that has already set a page does not see those.
    :raises HandoutError: if a font is not installed.
    """
    files = [path for family in set(families) for path in font_files(family) if family not in COLLECTIONS]
    new = [path for path in files if not (shown() / path.name).exists()]
    for file in new:
        try:
            (shown() / file.name).symlink_to(file)
        except OSError:  # Windows lets only some users make links
            shutil.copy(file, shown())
    return bool(new)


def state() -> str:
    """A word that changes whenever a font of this machine comes, goes or is replaced."""
    known = ((name, path.stat()) for name, path in sorted(_installed().items()))
    return repr([(name, found.st_size, found.st_mtime_ns) for name, found in known])


@functools.cache
def shown() -> Path:
    """The folder of the fonts that this process, and those that it starts, can see; made, and named, when asked for."""
    folder = Path(tempfile.mkdtemp(prefix="handout-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    configuration = folder / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f"<fontconfig><dir>{html.escape(str(folder))}</dir><cachedir>{html.escape(str(folder))}</cachedir></fontconfig>\n",
        "utf-8",
    )
    os.environ["FONTCONFIG_FILE"] = str(configuration)  # must be absolute
    return folder


def missing_letters(text: str, families: Iterable[str]) -> str:
    """The letters of a text that no regular font of the families has.

    :raises HandoutError: if a font is not installed.
    """
    letters = set().union(*map(_letters, families))
    return "".join(sorted({sign for sign in text if ord(sign) not in letters}))


def width(text: str, families: Iterable[str]) -> float:
    """How wide a line of bold text is, in ems, before letters join: it will hardly be wider.

    :raises HandoutError: if a font is not installed.
    """
    known = [_widths(family) for family in families if family not in COLLECTIONS]
    return sum(next((widths[ord(sign)] for widths in known if ord(sign) in widths), 1.0) for sign in text)


@functools.cache
def _widths(family: str) -> dict[int, float]:
    with _open(font_files(family)[1], family) as font:
        advances, upem = font["hmtx"], font["head"].unitsPerEm
        return {code: advances[name][0] / upem for code, name in font.getBestCmap().items()}


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

    :raises HandoutError: if no font has one of its letters.
    """
    families = tuple(families)
    found: list[str] = []
    missing = missing_letters(text, families)
    for family in _ALSO if missing else ():
        if is_installed(family) and len(left := missing_letters(missing, [family])) < len(missing):
            found.append(family)
            missing = left
    if missing:
        signs = ", ".join(f"“{sign}”" for sign in missing[:5])
        raise HandoutError(f"The fonts have no letter for {signs}. Write it in other letters.")
    return tuple(found)


def cut_down(family: str, text: str) -> list[bytes]:
    """The fonts of a collection's family, one for each weight, with nothing but the letters of a text.

    Whole, each would put hundreds of kilobytes into every PDF: a slot for each of its 65,535 shapes.
    """
    from fontTools import subset

    made = []
    for file in font_files(family):
        with _open(file, family) as font:
            options = subset.Options(layout_features=[], notdef_outline=True)
            options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
            subsetter = subset.Subsetter(options)
            subsetter.populate(unicodes={ord(sign) for sign in text})
            subsetter.subset(font)
            _number_anew(font)
            font.recalcTimestamp = False
            data = io.BytesIO()
            font.save(data)
        made.append(data.getvalue())
    return made


def _number_anew(font: Any) -> None:
    """Give the shapes of a CID-keyed font the numbers of their places.

    A PDF names shapes by their number (CID), and WeasyPrint by their place, which are the same only in a whole font.
    """
    metrics, tables = font["hmtx"].metrics, font["cmap"].tables  # which are read by the old names
    old = font.getGlyphOrder()
    names = {name: f"cid{place:05}" if place else ".notdef" for place, name in enumerate(old)}
    top = font["CFF "].cff.topDictIndex[0]
    top.CharStrings.charStrings = {names[name]: shape for name, shape in top.CharStrings.charStrings.items()}
    top.charset = [names[name] for name in old]
    font["hmtx"].metrics = {names[name]: metric for name, metric in metrics.items()}
    for table in tables:
        table.cmap = {code: names[name] for code, name in table.cmap.items()}
    font.setGlyphOrder(top.charset)


def _open(file: Path, family: str) -> Any:
    from fontTools.ttLib import TTCollection, TTFont

    if family not in COLLECTIONS:
        return TTFont(file, lazy=True)
    fonts = TTCollection(file, lazy=True).fonts
    return next(font for font in fonts if font["name"].getBestFamilyName() == family)


def is_installed(family: str) -> bool:
    """Whether this machine has all files of a family."""
    return all(name in _installed() for name in _names(family))


@functools.cache
def _letters(family: str) -> frozenset[int]:
    with _open(font_files(family)[0], family) as font:
        return frozenset(font.getBestCmap())


@functools.cache
def _installed() -> dict[str, Path]:
    files = (path for folder in reversed(list(_folders())) for path in folder.rglob("Noto*-*.tt[cf]"))
    return {path.name: path for path in files}


def _folders() -> Iterator[Path]:
    if own := os.environ.get("HANDOUT_FONTS"):
        yield Path(own)
    for folder in _FOLDERS.get(sys.platform, _FOLDERS["linux"]):
        yield Path(folder).expanduser()
