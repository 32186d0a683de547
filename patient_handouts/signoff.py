"""Who has approved a handout: exactly this text, by whom, and until when."""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from patient_handouts import cldr, strict_yaml
from patient_handouts.assemble import assemble
from patient_handouts.editions import Change, changes, find, record
from patient_handouts.files import locked, write_whole
from patient_handouts.fonts import missing_letters
from patient_handouts.handout import Handout
from patient_handouts.model import LONGEST_APPROVAL, REFERENCE_LOCALE, Library, SignOff, SignOffs
from patient_handouts.problems import HandoutError
from patient_handouts.shape import INVALID, read
from patient_handouts.transcript import PAGE, Transcript, fingerprint, names, transcript

LONGEST_NAME = 120
"""Characters of a name, a role or an organisation that fit into the lines of the last page."""

Role = Literal["clinician", "translator", "patient-reader"]


@dataclass(frozen=True)
class Approval:
    """How far the people of one role have approved a handout.

    `given` are the sign-offs that together cover it, `open` the blocks that no sign-off covers, and `over` is
    the day on which the approval of the first block lapsed, if one has.
    """

    role: Role
    given: tuple[SignOff, ...]
    open: tuple[str, ...]
    over: datetime.date | None = None

    @property
    def whole(self) -> bool:
        """Whether every block was approved, at whatever time."""
        return not self.open


def approval(library: Library, handout: Handout, role: Role, day: datetime.date) -> Approval:
    """What the sign-offs of one role say about a handout as it is now.

    A clinician may approve a translation itself or the English that it was made from; a translator approves
    the words of the translation for the English that stands beside them.
    """
    entries = sorted(_entries(library, handout, role), key=lambda entry: entry.date)  # the newest counts
    if not entries:
        return Approval(role, (), tuple(block for block in names(handout) if block != PAGE))
    wanted = fingerprints(library, handout, role)
    also: Mapping[str, str] = {}
    if role == "clinician" and handout.locale != REFERENCE_LOCALE:
        also = fingerprints(library, assemble(library, handout.disease, REFERENCE_LOCALE, handout.words), role)
    given: dict[str, SignOff] = {}
    for entry in entries:
        hashes = wanted if entry.locale == handout.locale else also
        if entry.date <= day and entry.has_sound_dates:
            given |= {block: entry for block in wanted if hashes.get(block, "") == entry.blocks.get(block)}
    over = min((entry.until for entry in given.values() if entry.until < day), default=None)
    covering = tuple(dict.fromkeys(given[block] for block in wanted if block in given))
    return Approval(role, covering, tuple(block for block in wanted if block not in given), over)


def stand(library: Library, handout: Handout, day: datetime.date, allow_expired: bool = False) -> Handout:
    """A handout with its marks and with who has approved it, as of a day.

    :raises HandoutError: if an approval has lapsed, unless that is allowed and is to be marked on every page.
    """
    header = library.locales[handout.locale].header
    assert header
    labels = handout.labels
    marks: list[str] = []
    standing: list[str] = []
    due = [handout.recheck_by]
    for role, mark, missing, line in _ROLES:
        if role == "translator" and handout.locale == REFERENCE_LOCALE:
            continue
        found = approval(library, handout, role, day)
        if found.whole and found.over and mark:
            if not allow_expired:
                raise HandoutError(_lapsed(handout, found))
            date = cldr.date(found.over.isoformat(), handout.locale, header)
            marks.append(labels["expired"].replace("{date}", date))
        if found.whole:
            due += [entry.until for entry in found.given if mark]
            for entry in found.given:
                date = cldr.date(entry.date.isoformat(), handout.locale, header)
                standing.append(labels[line].replace("{date}", date).replace("{who}", _who(entry)))
        else:
            standing.append(labels[missing])
            marks += [labels[mark]] if mark else []
    date = cldr.date(min(due).isoformat(), handout.locale, header)
    standing.append(labels["next-check"].replace("{date}", date))
    return replace(handout, marks=tuple(dict.fromkeys(marks)), standing=tuple(dict.fromkeys(standing)))


def summary(library: Library, handout: Handout, day: datetime.date) -> str:
    """How a handout stands, for whoever builds it: approved, out of date, or a draft, and why it is one again."""
    found = [approval(library, handout, role, day) for role in needed(handout)]
    if all(each.whole for each in found):
        return "out of date" if any(each.over for each in found) else "approved"
    changed = dict.fromkeys(block for each in found if each.given for block in each.open)
    return f"draft again: {', '.join(changed)} changed since approval" if changed else "draft"


def needed(handout: Handout) -> list[Role]:
    """Whose approval takes the draft mark away."""
    return ["clinician"] if handout.locale == REFERENCE_LOCALE else ["clinician", "translator"]


# The roles, with the mark on every page and the line at the end while an approval is missing, and the line when not.
_ROLES: tuple[tuple[Role, str, str, str], ...] = (
    ("clinician", "draft", "not-checked", "checked"),
    ("translator", "draft-translation", "translation-not-checked", "translation-checked"),
    ("patient-reader", "", "not-tested", "tested"),
)


def changes_since(
    library: Library, handout: Handout, role: Role, folders: Sequence[Path]
) -> list[tuple[SignOff, list[Change]]]:
    """For the blocks that no sign-off covers any more: the newest sign-off of each, and what changed in it since.

    Blocks that are new, or whose approved text is in no register, come with all their lines as new ones.

    :param folders: the registers of editions, which keep the text that was approved.
    """
    entries = [entry for entry in _entries(library, handout, role) if entry.locale == handout.locale]
    newest = sorted(entries, key=lambda entry: entry.date)[::-1]
    if not newest:
        return []
    found: dict[SignOff, list[Change]] = {}
    now = approved_text(handout)
    for block in approval(library, handout, role, datetime.date.max).open:
        entry = next((entry for entry in newest if block in entry.blocks), newest[0])
        edition = find(entry.edition, folders)
        before: Transcript = {block: edition.blocks[block]} if edition and block in edition.blocks else {}
        found.setdefault(entry, []).extend(changes(before, {block: now[block]}))
    return list(found.items())


def fingerprints(library: Library, handout: Handout, role: Role) -> dict[str, str]:
    """The fingerprint of each block as a person of a role approves it."""
    texts = approved_text(handout)
    if role != "translator":
        return {block: fingerprint(lines) for block, lines in texts.items()}
    english = approved_text(assemble(library, handout.disease, REFERENCE_LOCALE, handout.words))
    return {block: fingerprint(lines, english.get(block, ())) for block, lines in texts.items()}


def approved_text(handout: Handout) -> Transcript:
    """What is approved: all blocks, title and subtitle, and not what runs along the pages."""
    return {block: lines for block, lines in transcript(handout).items() if block != PAGE}


def sign_off(handout: Handout, entry: SignOff, path: Path, day: datetime.date) -> None:
    """Add a sign-off to a file, and the text that it approves to the register beside it.

    :raises HandoutError: if it could not be printed, its dates are not sound, or the file cannot be read or written.
    """
    for what in (entry.name, entry.role, entry.organisation or ""):
        if len(what.splitlines()) > 1:
            raise HandoutError(f"“{' '.join(what.split())}” must be one line.")
        if len(what) > LONGEST_NAME:
            raise HandoutError(f"“{what[:40]}…” is longer than {LONGEST_NAME} characters. Shorten it.")
        if any("\ud800" <= sign <= "\udfff" for sign in what):
            raise HandoutError("The name, role or organisation holds signs that are no letters. Type it anew.")
    if missing := missing_letters(_who(entry), handout.fonts):
        raise HandoutError(
            f"The fonts of the leaflet have no letter for {', '.join(f'“{sign}”' for sign in missing)}. "
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
            raise HandoutError(f"{path} cannot be read. Run “python generate.py check”, and mend it first.")
        text = path.read_text("utf-8-sig")
    text = re.sub(r"(?m)^sign-offs:[ \t]*\[\s*\][ \t]*$", "sign-offs:", text)
    return text.rstrip("\n") + "\n" + "\n".join(_as_yaml(entry)) + "\n"


def register_beside(sign_offs: Path) -> Path:
    """The register of editions that keeps the texts approved in a file of sign-offs."""
    return sign_offs.parent / "editions"


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


def _entries(library: Library, handout: Handout, role: Role) -> Iterable[SignOff]:
    tags = {handout.locale} | ({REFERENCE_LOCALE} if role == "clinician" else set())
    for entry in library.sign_offs:
        if (entry.disease, entry.format, entry.as_) == (handout.disease, handout.words, role) and entry.locale in tags:
            yield entry


def _who(entry: SignOff) -> str:
    parts = [entry.name if entry.print_name == "yes" else None, entry.role, entry.organisation]
    return ", ".join(part for part in parts if part)


def _lapsed(handout: Handout, found: Approval) -> str:
    again = f"“python generate.py sign-off {handout.disease} --locale {handout.locale} --as {found.role} …”"
    return (
        f"its check by a {found.role} was due by {found.over}. Have it checked again and record that with {again}, "
        "or build it with --allow-expired: then every page says that it is out of date"
    )
