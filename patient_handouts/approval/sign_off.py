"""Records that a person has approved exactly a text, and tells what has changed since."""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from patient_handouts.approval.register import Change, changes, find, record, register_beside
from patient_handouts.approval.standing import Role, approval, approved_text, entries_for, fingerprints, who
from patient_handouts.content.approvals import LONGEST_APPROVAL, SignOff, SignOffs
from patient_handouts.content.library import Library
from patient_handouts.files import locked, write_whole
from patient_handouts.handout.parts import Handout
from patient_handouts.handout.transcript import Transcript
from patient_handouts.locales.fonts import missing_letters
from patient_handouts.locales.tags import REFERENCE_LOCALE
from patient_handouts.problems import HandoutError, Place, did_you_mean
from patient_handouts.reading import strict_yaml
from patient_handouts.reading.reader import read
from patient_handouts.reading.shape import INVALID

LONGEST_NAME = 120
"""Characters of a name, a role or an organisation that fit into the lines of the last page."""


def changes_since(
    library: Library, handout: Handout, english: Handout, role: Role, folders: Sequence[Path]
) -> list[tuple[SignOff, list[Change]]]:
    """For the blocks that no sign-off covers any more: the newest sign-off of each, and what changed in it since.

    Blocks that are new, or whose approved text is in no register, come with all their lines as new ones.

    :param folders: the registers of editions, which keep the text that was approved.
    """
    entries = [entry for entry in entries_for(library, handout, role) if entry.locale == handout.locale]
    newest = sorted(entries, key=lambda entry: entry.date)[::-1]
    if not newest:
        return []
    found: dict[SignOff, list[Change]] = {}
    now = approved_text(handout)
    for block in approval(library, handout, english, role, datetime.date.max).open:
        entry = next((entry for entry in newest if block in entry.blocks), newest[0])
        edition = find(entry.edition, folders)
        before: Transcript = {block: edition.blocks[block]} if edition and block in edition.blocks else {}
        found.setdefault(entry, []).extend(changes(before, {block: now[block]}))
    return list(found.items())


@dataclass(frozen=True)
class Person:
    """Who approves: the name is printed only if they want that, the role and the organisation always."""

    name: str
    role: str
    organisation: str | None
    print_name: bool


def entry_of(
    handout: Handout,
    english: Handout,
    role: Role,
    person: Person,
    blocks: Collection[str],
    day: datetime.date,
    until: datetime.date,
    path: Path,
) -> SignOff:
    """The sign-off of a handout as it is now, of some of its blocks or of all.

    :raises HandoutError: for a block that it does not have, or a translator of the English.
    """
    if role == "translator" and handout.locale == REFERENCE_LOCALE:
        raise HandoutError("The English is what the translations are made from; it needs no translator.")
    found = fingerprints(handout, english, role)
    for block in blocks:
        if block not in found:
            raise HandoutError(f"The handout has no block “{block}”. {did_you_mean(block, found)}")
    return SignOff(
        disease=handout.disease,
        locale=handout.locale,
        format=handout.format,
        as_=role,
        name=person.name,
        role=person.role,
        organisation=person.organisation,
        print_name="yes" if person.print_name else "no",
        date=day,
        until=until,
        edition=handout.edition,
        blocks={block: hash_ for block, hash_ in found.items() if block in blocks or not blocks},
        place=Place(str(path)),
    )


def sign_off(handout: Handout, entry: SignOff, path: Path, day: datetime.date) -> None:
    """Add a sign-off to a file, and the text that it approves to the register beside it.

    :raises HandoutError: if it could not be printed, its dates are not sound, or the file cannot be read or written.
    """
    for what in (entry.name, entry.role, entry.organisation or ""):
        if len(what.splitlines()) > 1:
            raise HandoutError(f"“{' '.join(what.split())}” must be one line.")
        if len(what) > LONGEST_NAME:
            raise HandoutError(f"“{what[:40]}…” is longer than {LONGEST_NAME} characters. Shorten it.")
        if any("\ud800" <= char <= "\udfff" for char in what):
            raise HandoutError("The name, role or organisation contains characters that cannot be printed. Retype it.")
    if missing := missing_letters(who(entry), handout.fonts):
        raise HandoutError(
            f"The fonts of the leaflet have no letter for {', '.join(f'“{char}”' for char in missing)}. "
            "Write name, role and organisation in letters of the leaflet’s language."
        )
    if not day < entry.until <= day + LONGEST_APPROVAL:
        raise HandoutError(f"“--until {entry.until}” must be after today and within three years.")
    path = path.resolve()  # a link stays a link
    with locked(path):
        text = _with_entry(path, entry)
        node, problems = strict_yaml.parse_text(text, str(path))
        if node is None or read(node, SignOffs, problems) is INVALID or problems:
            raise HandoutError("This cannot be recorded:\n" + "\n".join(map(str, problems)))
        record(handout, register_beside(path), day)
        write_whole(path, text.encode(), register_beside(path))


def _with_entry(path: Path, entry: SignOff) -> str:
    """The text of a file of sign-offs with one more, all else as it was."""
    text = _HEAD
    if path.exists():
        if not os.access(path, os.W_OK):
            raise HandoutError(f"{path} may not be changed. Check its rights.")
        if strict_yaml.parse(path, str(path))[0] is None:
            raise HandoutError(f"{path} cannot be read. Run “python generate.py check”, and fix it first.")
        text = path.read_text("utf-8-sig")
    text = re.sub(r"(?m)^sign-offs:[ \t]*\[\s*\][ \t]*$", "sign-offs:", text)
    return text.rstrip("\n") + "\n" + "\n".join(_as_yaml(entry)) + "\n"


_HEAD = """\
# yaml-language-server: $schema=schema/signoffs.schema.json
# Who has approved which text, and until when. Written by “generate.py sign-off”; each entry holds for exactly the
# text that it names, block by block. To withdraw an approval, delete its entry.

sign-offs:
"""


def _as_yaml(entry: SignOff) -> Iterator[str]:
    yield f"  - disease: {entry.disease}"
    yield f"    locale: {entry.locale}"
    yield f"    format: {entry.format}"
    yield f"    as: {entry.as_}"
    yield f"    name: {json.dumps(entry.name, ensure_ascii=False)}"
    yield f"    role: {json.dumps(entry.role, ensure_ascii=False)}"
    if entry.organisation:
        yield f"    organisation: {json.dumps(entry.organisation, ensure_ascii=False)}"
    yield f'    print-name: "{entry.print_name}"'
    yield f"    date: {entry.date}"
    yield f"    until: {entry.until}"
    yield f"    edition: {entry.edition}"
    yield "    blocks:"
    yield from (f'      {block}: "{hash_}"' for block, hash_ in entry.blocks.items())
