"""The register of editions: what each leaflet that was ever released or approved said, block by block.

One file for each edition, content/editions/ABC-123.yaml. Files are added and never changed: whoever finds an old
leaflet can see what it said, and what is said today instead.
"""

from __future__ import annotations

import datetime
import difflib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patient_handouts.content.approvals import Edition
from patient_handouts.files import write_whole
from patient_handouts.handout.parts import Handout
from patient_handouts.handout.transcript import Transcript, code_of, transcript
from patient_handouts.problems import HandoutError
from patient_handouts.reading import strict_yaml
from patient_handouts.reading.reader import read
from patient_handouts.reading.shape import INVALID

_MISREAD = str.maketrans("OIL", "011")


@dataclass(frozen=True)
class Change:
    """What changed in a block: lines that went, and lines that came."""

    block: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def normal_code(typed: str) -> str:
    """An edition as somebody may type it, in its written form: small letters, O for 0, the hyphen left out.

    From a whole line of a page, “Edition ABC-123, 22 November 2026”, it takes the edition.
    """
    typed = unicodedata.normalize("NFKC", typed).upper()
    if within := re.search(r"(?<!\w)[0-9A-Z]{3}-[0-9A-Z]{3}(?!\w)", typed):
        typed = within[0]
    letters = "".join(char for char in typed if char.isalnum()).translate(_MISREAD)
    return f"{letters[:3]}-{letters[3:]}"


def record(handout: Handout, folder: Path, day: datetime.date) -> Path | None:
    """Add a handout to a register.

    :returns: the new file; None if the edition is there already.
    :raises HandoutError: if another text has the same code, or the folder cannot be written.
    """
    path = folder / f"{handout.edition}.yaml"
    kept = find(handout.edition, [folder])
    if kept is None:
        write_whole(path, _as_yaml(handout, day).encode(), folder)
        return path
    if kept.blocks != transcript(handout):
        raise HandoutError(f"Another text has the edition {handout.edition} already. Change a word, and try again.")
    return None


def find(code: str, folders: Iterable[Path]) -> Edition | None:
    """An edition from the first register that has it.

    :raises HandoutError: if its file was changed or cannot be read.
    """
    for folder in folders:
        path = folder / f"{code}.yaml"
        if path.exists():
            return _read(path)
    return None


def codes(folders: Iterable[Path]) -> list[str]:
    """All editions in the registers."""
    return sorted({path.stem for folder in folders if folder.is_dir() for path in folder.glob("???-???.yaml")})


def changes(before: Transcript, now: Transcript) -> list[Change]:
    """What differs between two texts, in the order of the later one; blocks that went come last."""
    order = [*now, *(block for block in before if block not in now)]
    found = (_change(block, before.get(block, ()), now.get(block, ())) for block in order)
    return [change for change in found if change.gone or change.new]


def _change(block: str, before: tuple[str, ...], now: tuple[str, ...]) -> Change:
    gone: list[str] = []
    new: list[str] = []
    for tag, start, end, start_now, end_now in difflib.SequenceMatcher(a=before, b=now, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += before[start:end]
            new += now[start_now:end_now]
    return Change(block, tuple(gone), tuple(new))


def _read(path: Path) -> Edition:
    node, problems = strict_yaml.parse(path, str(path))
    edition: Any = INVALID if node is None else read(node, Edition, problems)
    if edition is INVALID or problems:
        raise HandoutError("\n".join(map(str, problems)))
    kept = edition.disease, edition.locale, edition.format, edition.date.isoformat()
    if not path.stem == edition.edition == code_of(*kept, edition.blocks):
        raise HandoutError(f"{path}: this file was changed after it was written. Restore it from the repository.")
    assert isinstance(edition, Edition)
    return edition


def _as_yaml(handout: Handout, day: datetime.date) -> str:
    return "\n".join(_yaml_lines(handout, day)) + "\n"


def _yaml_lines(handout: Handout, day: datetime.date) -> Iterator[str]:
    yield "# An edition of a leaflet, as it was released or approved. Written by the program; never to be changed."
    yield f"edition: {handout.edition}"
    yield f"disease: {handout.disease}"
    yield f"locale: {handout.locale}"
    yield f"format: {handout.text_of}"
    yield f"title: {_quoted(str(handout.title))}"
    yield f"date: {handout.date}"
    yield f"registered: {day}"
    yield "blocks:"
    for block, lines in transcript(handout).items():
        yield f"  {block}:"
        yield from (f"    - {_quoted(line)}" for line in lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def register_beside(sign_offs: Path) -> Path:
    """The register of editions that keeps the texts approved in a file of sign-offs."""
    return sign_offs.parent / "editions"


def registers(*sign_offs: Path | None) -> list[Path]:
    """The registers beside some files of sign-offs, those that are given."""
    return [register_beside(path) for path in sign_offs if path]
