"""Hides all fonts of a machine but the declared ones, and cuts collections down to a page."""

from __future__ import annotations

import atexit
import functools
import html
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from patient_handouts.locales.fonts import COLLECTIONS, _face, font_files


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


def cut_down(family: str, text: str) -> list[bytes]:
    """The fonts of a collection's family, one for each weight, with nothing but the letters of a text.

    Whole, each would put hundreds of kilobytes into every PDF: a slot for each of its 65,535 shapes.
    """
    import uharfbuzz as harfbuzz  # noqa: PLC0415  # takes a while to load; only East Asian fonts are cut down

    flags = harfbuzz.SubsetFlags
    made = []
    for file in font_files(family):
        wanted = harfbuzz.SubsetInput()
        # A PDF names shapes by their number (CID), and WeasyPrint by their place: they are made the same.
        wanted.flags = flags.CFF_IDENTITY_CHARSET | flags.NOTDEF_OUTLINE | flags.NO_LAYOUT_CLOSURE
        wanted.unicode_set.set({ord(char) for char in text})
        wanted.drop_table_tag_set.update(int.from_bytes(name.encode(), "big") for name in _NOT_FOR_LINES)
        made.append(wanted.subset(_face(file, family)).blob.data)
    return made


_NOT_FOR_LINES = ("BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx")
"""Tables of a font that lines of Chinese, Japanese or Korean, one character after another, do without."""
