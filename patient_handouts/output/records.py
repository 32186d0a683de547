"""The records of the handouts in a folder, which tell whether each is still what would be made now.

Beside its files, each handout has a record in a folder of its own, `.made`: the key of everything that went into it,
and the fingerprints of the files. A record is sealed: one that was damaged or edited is not believed, and its handout
is built again.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from patient_handouts import stamps
from patient_handouts.content.names import BETWEEN_LOCALES, HandoutName
from patient_handouts.files import write_whole
from patient_handouts.locales import fonts
from patient_handouts.output.order import Order
from patient_handouts.output.plan import Plan
from patient_handouts.snapshot import Snapshot

RECORDS = ".made"
"""The folder of the records, within one of handouts."""


@dataclass(frozen=True)
class Record:
    """A handout that was made: what it is, what it was made from (`key`), and its files, each with its fingerprint.

    `inputs` is the stamp of all that it could depend on when it was last confirmed. Files
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
    def name(self) -> HandoutName:
        """The name of the handout."""
        return HandoutName(self.disease, self.locale, self.format)

    def is_whole(self, output: Path) -> bool:
        """Whether all its files are there as they were recorded."""
        return all(fingerprint_of(output / name) == fingerprint for name, fingerprint in self.files.items())


def key_of(plan: Plan, paper: str) -> str:
    """The key of what a plan would be made into: as long as it stays the same, so do the files."""
    page = plan.page
    digest = hashlib.sha256()
    more = (str(bool(plan.screen)), plan.fold, str(plan.fit), paper)
    for part in (page.html, *page.sheets, *page.fonts, *more, stamps.of_program()):
        digest.update(part.encode() + b"\0")
    for name, picture in sorted(page.pictures.items()):
        digest.update(name.encode() + b"\0" + picture.data + b"\0")
    for family in page.fonts:
        digest.update(_font(family))
    return digest.hexdigest()


def inputs_of(snapshot: Snapshot, order: Order) -> str:
    """The stamp of all that the handouts of an order depend on.

    As long as it stays the same, no handout can have changed, and none has to be put together to see that.
    """
    given = [snapshot.stamp, snapshot.day.isoformat(), str(order.allow_expired)]
    clinic = order.clinic
    data = clinic.logo or b"" if clinic else b""
    text = "\0".join([*given, repr(clinic.clinic) if clinic else ""])
    return hashlib.sha256(text.encode() + b"\0" + data).hexdigest()


def read_all(output: Path) -> dict[HandoutName, Record]:
    """The records of a folder; what is not a sound record of ours is passed over."""
    found = (_read(path) for path in sorted((output / RECORDS).glob("*/*.json")))
    return {record.name: record for record in found if record}


def locales(output: Path) -> frozenset[str]:
    """The locales of what lies in a folder, recorded or not."""
    folders = (path.name for folder in (output, output / RECORDS) for path in folder.glob("*") if path.is_dir())
    return frozenset(tag for name in folders for tag in name.split(BETWEEN_LOCALES))


def write(output: Path, record: Record) -> None:
    """Keep the record of a handout, after its files.

    :raises HandoutError: if it cannot be written.
    """
    data = asdict(record)
    text = json.dumps(data | {"seal": _seal(data)}, ensure_ascii=False, indent=1)
    write_whole(path_of(output, record.name), text.encode(), output)


def fingerprint_of(path: Path) -> str:
    """The SHA-256 of a file; empty if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def path_of(output: Path, name: HandoutName) -> Path:
    """Where the record of a handout lies."""
    return output / RECORDS / name.locale / f"{name.stem}.json"


def _seal(data: Mapping[str, Any]) -> str:
    """What only a record has that this program wrote as it is."""
    return hashlib.sha256(f"{stamps.of_program()} {json.dumps(data, sort_keys=True)}".encode()).hexdigest()


_SHAPES: Mapping[str, type] = {"files": dict, "pages": int, "titles": list}


def _read(path: Path) -> Record | None:
    try:
        data = json.loads(path.read_text("utf-8"))
        if data.pop("seal") != _seal(data):
            return None
        record = Record(**data | {"titles": tuple(data["titles"])})
        shapes = all(isinstance(value, _SHAPES.get(name, str)) for name, value in data.items())
        names = all(_is_name(name) and isinstance(value, str) for name, value in record.files.items())
        base64.b64decode(record.thumbnail, validate=True)
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
    here = path.parent.name == record.locale and path.stem == record.name.stem if shapes else False
    return record if here and names and record.files else None


def _is_name(name: Any) -> bool:
    """Whether a name stays within the output folder; nobody may list or delete anything else through a record."""
    return isinstance(name, str) and not name.startswith("/") and not {"..", "\\", ":"} & set(_parts(name))


def _parts(name: str) -> Iterator[str]:
    yield from name.split("/")
    yield from (char for char in name if char in "\\:")


@functools.cache
def _font(family: str) -> bytes:
    return b"".join(hashlib.sha256(path.read_bytes()).digest() for path in fonts.font_files(family))
