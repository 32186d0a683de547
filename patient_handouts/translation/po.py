"""Exchange of a locale's texts as gettext PO, for Poedit, Weblate and agencies.

An entry has the key of the text as its context, the English with its marks, and the translation. What a translator
should know stands in comments: where the text is printed and which figures it shows. A text whose English has
changed is marked as fuzzy, with the English that it was translated from.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib

from patient_handouts.content.library import Library
from patient_handouts.content.translations import Entry, entries, figures_of, is_stale
from patient_handouts.problems import HandoutError

_TEXTS = "X-Texts"
"""The line of the head that says how many texts a file was exported with."""


_AT_EXPORT = "Translation when exported: "


@dataclass(frozen=True)
class Imported:
    """What an import brings: texts to write by their keys, and what was left out, with the reason."""

    texts: Mapping[str, str]
    same: int
    empty: int
    fuzzy: int
    refused: tuple[str, ...]


def export(library: Library, tag: str) -> str:
    """All texts of a locale as the text of a PO file."""
    file = polib.POFile(wrapwidth=78)
    file.metadata = {
        "Project-Id-Version": "patient-handouts",
        "Language": tag.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    content = library.locales[tag]
    for entry in entries(library, tag):
        memory = content.memory.get(entry.key)
        text = str(entry.translation or "").strip()
        made = polib.POEntry(
            msgctxt=entry.key,
            msgid=entry.english.strip(),
            msgstr=text,
            comment="\n".join(_comments(library, entry, text)),
        )
        if is_stale(library, entry, memory):
            assert memory
            made.flags.append("fuzzy")
            made.previous_msgid = memory.english
            made.previous_msgctxt = entry.key
        file.append(made)
    file.metadata[_TEXTS] = str(len(file))
    return str(file)


def _comments(library: Library, entry: Entry, text: str) -> Iterator[str]:
    yield f"{entry.file}.yaml, {entry.key.partition(':')[2]}"
    figures = figures_of(library.facts, entry.english)
    if figures:
        yield "Figures: " + ", ".join(f"{{{name}}} = {value}" for name, value in figures.items())
    yield f"{_AT_EXPORT}{_fingerprint(text)}"


def read(library: Library, tag: str, path: Path, theirs: bool = False, unread: Collection[str] = ()) -> Imported:
    """What a PO file brings for a locale.

    A text that is empty or marked as fuzzy is not done, and one that was translated from other English than
    today's is not taken. Where the words here have changed since the export, they stay unless `theirs` is set.

    :param unread: the keys where something is written that cannot be read, which stays too.
    :raises HandoutError: if the file is no PO file of this project.
    """
    try:
        text = path.read_text("utf-8-sig")
        if damage := _damage(text):
            raise HandoutError(f"{path}:{damage}")
        file = polib.pofile(f"\n{text}")  # a text without a line end could be taken for the name of a file
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no PO file in UTF-8"
        raise HandoutError(f"{path} cannot be read: {reason or error}.") from error
    _refuse_cut_off(path, file)
    language = file.metadata.get("Language", "").replace("_", "-")
    if language and language.lower() != tag.lower():
        raise HandoutError(f"{path} is a translation into “{language}”, not into “{tag}”.")
    known = {entry.key: entry for entry in entries(library, tag)}
    if not any(entry.msgctxt in known for entry in file):
        raise HandoutError(f"{path} has no text of this project. Was it made by “locale export {tag}”?")
    done = [made for made in file if made.msgstr.strip() and not made.fuzzy and not made.obsolete]
    texts: dict[str, str] = {}
    refused: list[str] = []
    same = 0
    for made in done:
        entry = known.get(made.msgctxt or "")
        if entry and made.msgstr.strip() == str(entry.translation or "").strip():
            same += 1
        elif not theirs and made.msgctxt in unread:
            advice = f"Fix it first: python generate.py locale check {tag}. To take that of the file: --theirs."
            refused.append(f"{made.msgctxt}: what is written here cannot be read. {advice}")
        elif reason := _refusal(entry, made, theirs):
            refused.append(f"{made.msgctxt}: {reason}")
        else:
            texts[str(made.msgctxt)] = made.msgstr.strip()
    return Imported(
        texts,
        same,
        empty=sum(not made.msgstr.strip() for made in file),
        fuzzy=sum(made.fuzzy and bool(made.msgstr.strip()) for made in file),
        refused=tuple(refused),
    )


_LINE = re.compile(r'(?P<key>(msgctxt|msgid_plural|msgid|msgstr(\[\d+\])?)\s*)?"([^"\\]|\\.)*"\s*')


def _damage(text: str) -> str:
    """The first line that PO does not know, with what is wrong; polib would read on, and lose the end of a text."""
    key, number = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if not line or (line.startswith("#") and not line.startswith(("#~ ", "#|"))):
            continue
        found = _LINE.fullmatch(line.removeprefix("#~ ").removeprefix("#|").lstrip())
        if not found:
            what = "the text has no quote mark at its end" if line.count('"') == 1 else "this line is no PO"
            return f"{number}: {what}. The file may be cut off or damaged: get it once more."
        key = (found["key"] or key).strip()
    if key.startswith(("msgctxt", "msgid")):
        return f"{number}: the file ends before the translation. It may be cut off: get it once more."
    return ""


def _refuse_cut_off(path: Path, file: polib.POFile) -> None:
    """A file that was cut off between two lines looks whole, but for the number of its texts."""
    exported = file.metadata.get(_TEXTS, "")
    if exported.isdigit() and len(file) < int(exported):
        what = f"{path} holds {len(file)} of the {exported} texts that it was exported with: it is cut off"
        raise HandoutError(f"{what}. Get it once more.")


def _refusal(entry: Entry | None, made: polib.POEntry, theirs: bool) -> str:
    """Why a text is not taken; empty if it is."""
    if entry is None:
        return "there is no such text any more."
    if made.msgid.strip() != entry.english.strip():
        return "the English has changed since the export. Export again, and look at it there."
    if not theirs and _changed_here(entry, made):
        return "the words here were changed after the export. To take those of the file: --theirs."
    return ""


def _changed_here(entry: Entry, made: polib.POEntry) -> bool:
    here = _fingerprint(str(entry.translation or "").strip())
    lines = (made.comment or "").split("\n")
    exported = next((line.removeprefix(_AT_EXPORT) for line in lines if line.startswith(_AT_EXPORT)), None)
    return entry.translation is not None and exported != here


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
