"""What the program remembers of translated texts, written beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from patient_handouts.content.library import Library, Memory
from patient_handouts.content.translations import (
    MEMORY,
    Entry,
    entries,
    figures_of,
    fingerprint,
    is_noted,
    is_stale,
    read_memory,
)
from patient_handouts.files import write_whole
from patient_handouts.problems import HandoutError, did_you_mean


def remember(library: Library, entry: Entry) -> Memory:
    """What to remember of a text that is translated from the English as it is now."""
    return Memory(entry.source, figures_of(library.facts, entry.english), fingerprint(str(entry.translation)))


def write_memory(folder: Path, memory: Mapping[str, Memory]) -> None:
    """Keep what is remembered, a line for each text.

    :raises HandoutError: if it cannot be written.
    """
    lines = [f"{json.dumps(key)}: {json.dumps(asdict(memory[key]), ensure_ascii=False)}" for key in sorted(memory)]
    write_whole(folder / MEMORY, ("{\n" + ",\n".join(lines) + "\n}\n").encode(), folder.parent)


def note(folder: Path, library: Library, tag: str) -> int:
    """Remember today's English for each text of a locale that is new or was changed; stale ones stay so.

    Texts that cannot be read at present are remembered as before. A file that is not as the program wrote it is left
    as it is, and told with the other mistakes.

    :returns: how many texts are new to the file, or none is needed.
    :raises HandoutError: if the file cannot be written.
    """
    try:
        known = read_memory(folder)
    except HandoutError:
        return 0
    found = entries(library, tag)
    written = [entry for entry in found if entry.translation is not None]
    new = {entry.key: remember(library, entry) for entry in written if not is_noted(entry, known.get(entry.key))}
    kept = {entry.key: known[entry.key] for entry in found if entry.key in known and entry.key not in new}
    if kept | new != known:
        write_memory(folder, kept | new)
    return len(new)


def accept(folder: Path, library: Library, tag: str, keys: Iterable[str]) -> list[str]:
    """Remember that translations fit the English as it is now: those named, or all that are stale.

    :returns: the keys that were stale.
    :raises HandoutError: for a key that no text has, or whose translation is not stale; or if the file of the program
        cannot be read.
    """
    known = dict(read_memory(folder))
    found = {entry.key: entry for entry in entries(library, tag)}
    old = [key for key, entry in found.items() if is_stale(library, entry, known.get(key))]
    for key in keys:
        if key not in found:
            raise HandoutError(f"There is no text “{key}”. {did_you_mean(key, old or found)}")
        if key not in old:
            raise HandoutError(f"The text “{key}” is not out of date.")
    accepted = list(dict.fromkeys(keys)) or old
    known |= {key: remember(library, found[key]) for key in accepted}
    write_memory(folder, known)
    return accepted
