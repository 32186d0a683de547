"""Stamps: words that change whenever some files, or the program itself, have changed."""

from __future__ import annotations

import functools
import hashlib
import sysconfig
from collections.abc import Iterable
from pathlib import Path


def of_files(folders: Iterable[Path]) -> str:
    """The stamp of all files in some folders: of their names and of what is in them."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@functools.cache
def of_program() -> str:
    """The stamp of the program, by its very text, and of the packages that have a hand in a PDF, by their versions."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted(path for pattern in ("*.py", "*.yaml") for path in package.rglob(pattern)):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    installed = (path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    for name in sorted(name for name in installed if name.partition("-")[0].lower() in _PACKAGES):
        digest.update(name.encode() + b"\0")
    return digest.hexdigest()


_PACKAGES = frozenset(
    {"babel", "fontawesomefree", "jinja2", "pikepdf", "pillow", "pydyf", "pypdfium2", "segno", "tinycss2", "tinyhtml5",
     "uharfbuzz", "weasyprint"}
)  # fmt: skip
