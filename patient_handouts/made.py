"""What lies in a folder of handouts, and whether it is still what would be made now.

Beside its files, each handout has a record in a folder of its own, `.made`: the key of everything that went into it,
and the fingerprints of the files. A record is sealed: one that was damaged or edited is not believed, and what it tells
of is built again.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patient_handouts import fonts, stamps
from patient_handouts.files import RECORDS, write_whole
from patient_handouts.model import BETWEEN_LOCALES, Which

if TYPE_CHECKING:
    from patient_handouts.render import Page


@dataclass(frozen=True)
class Made:
    """A handout that was made: what it is, what it was made from (`key`), and its files, each with its fingerprint.

    `inputs` is the stamp of all that the project, the day and the clinic gave when it was last seen to be right. Files
    are named from the output folder on: the PDF, the page for browsers and the sheets to fold, those that there are. It
    has a title in each of its languages. `thumbnail` is a PNG in base64. `standing` says how far the text is approved,
    and `approval` is a fingerprint of what its pages say about that.
    """

    disease: str
    locale: str
    format: str
    key: str
    inputs: str
    files: Mapping[str, str]
    pages: int
    paper: str
    titles: tuple[str, ...]
    edition: str
    approval: str
    standing: str
    thumbnail: str

    @property
    def which(self) -> Which:
        return Which(self.disease, self.locale, self.format)

    def is_whole(self, output: Path) -> bool:
        """Whether all its files are there as they were made."""
        return all(fingerprint_of(output / name) == fingerprint for name, fingerprint in self.files.items())


def key_of(page: Page, *more: str) -> str:
    """The key of what is made from a page, and from what else goes into it or beside it."""
    digest = hashlib.sha256()
    for part in (page.html, *page.sheets, *page.fonts, *more, stamps.of_program()):
        digest.update(part.encode() + b"\0")
    for name, picture in sorted(page.pictures.items()):
        digest.update(name.encode() + b"\0" + picture.data + b"\0")
    for family in page.fonts:
        digest.update(_font(family))
    return digest.hexdigest()


def stamp(folders: Iterable[Path], *more: str | bytes) -> str:
    """One stamp for all files in some folders, this program, the fonts and what else counts.

    As long as it stays the same, nothing can have changed in any handout, and none has to be put together to see that.
    """
    digest = hashlib.sha256(f"{stamps.of_program()} {fonts.state()} {stamps.of_files(folders)}".encode())
    for part in more:
        digest.update(hashlib.sha256(part.encode() if isinstance(part, str) else part).digest())
    return digest.hexdigest()


def read_all(output: Path) -> dict[Which, Made]:
    """The records of a folder; what is no record of ours is passed over."""
    found = (_read(path) for path in sorted((output / RECORDS).glob("*/*.json")))
    return {made.which: made for made in found if made}


def locales(output: Path) -> frozenset[str]:
    """The locales of what lies in a folder, recorded or not."""
    folders = (path.name for folder in (output, output / RECORDS) for path in folder.glob("*") if path.is_dir())
    return frozenset(tag for name in folders for tag in name.split(BETWEEN_LOCALES))


def write(output: Path, made: Made) -> None:
    """Keep the record of a handout, after its files.

    :raises HandoutError: if it cannot be written.
    """
    data = asdict(made)
    text = json.dumps(data | {"seal": _seal(data)}, ensure_ascii=False, indent=1)
    write_whole(record_path(output, made.which), text.encode(), output)


def fingerprint_of(path: Path) -> str:
    """The SHA-256 of a file; empty if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def record_path(output: Path, which: Which) -> Path:
    """Where the record of a handout lies."""
    return output / RECORDS / which.locale / f"{which.stem}.json"


def _seal(data: Mapping[str, Any]) -> str:
    """What only a record has that this program wrote as it is."""
    return hashlib.sha256(f"{stamps.of_program()} {json.dumps(data, sort_keys=True)}".encode()).hexdigest()


_SHAPES: Mapping[str, type] = {"files": dict, "pages": int, "titles": list}


def _read(path: Path) -> Made | None:
    try:
        data = json.loads(path.read_text("utf-8"))
        if data.pop("seal") != _seal(data):
            return None
        made = Made(**data | {"titles": tuple(data["titles"])})
        shapes = all(isinstance(value, _SHAPES.get(name, str)) for name, value in data.items())
        names = all(_is_name(name) and isinstance(value, str) for name, value in made.files.items())
        base64.b64decode(made.thumbnail, validate=True)
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
    here = path.parent.name == made.locale and path.stem == made.which.stem if shapes else False
    return made if here and names and made.files else None


def _is_name(name: Any) -> bool:
    """Whether a name stays within the output folder; nobody may list or delete anything else through a record."""
    return isinstance(name, str) and not name.startswith("/") and not {"..", "\\", ":"} & set(_parts(name))


def _parts(name: str) -> Iterator[str]:
    yield from name.split("/")
    yield from (sign for sign in name if sign in "\\:")


@functools.cache
def _font(family: str) -> bytes:
    return b"".join(hashlib.sha256(path.read_bytes()).digest() for path in fonts.font_files(family))
