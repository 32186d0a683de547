"""Writes texts into the files of a locale, and adds what they lack."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path

from patient_handouts.content.library import Library
from patient_handouts.content.translations import Entry, entries
from patient_handouts.files import write_whole
from patient_handouts.reading import strict_yaml
from patient_handouts.reading.edit import misfit, paragraphs, with_text
from patient_handouts.reading.strict_yaml import Node
from patient_handouts.translation.new_locale import new_locale, order


def put(folder: Path, texts: Mapping[str, str], library: Library, tag: str, day: datetime.date) -> list[Path]:
    """Write texts, by their keys, into the files of a locale; what a file or a file's key lacks is added.

    No file is written unless all can be, and unless each holds every other text as before.

    :param folder: the folder of the locale.
    :returns: the files that have changed.
    :raises HandoutError: if a file cannot be read or written, or a text finds no place in it.
    """
    by_file: dict[str, dict[str, str]] = {}
    for key, text in texts.items():
        file, _, path = key.partition(":")
        by_file.setdefault(file, {})[path] = text
    english = {entry.key: str(entry.english) for entry in entries(library, tag)}
    changed: dict[Path, str] = {}
    for file, wanted in by_file.items():
        target = folder / f"{file}.yaml"
        before = strict_yaml.text_of(target) if target.exists() else new_locale(library, tag, day)[target.name]
        after = before
        for path, text in wanted.items():
            remark = "" if text else english.get(f"{file}:{path}", "")
            after = with_text(after, path.split("."), text, target, list(order(library, file)), remark)
        _nothing_lost(before, after, wanted, target)
        if after != before or not target.exists():
            changed[target] = after
    for target, text in changed.items():
        write_whole(target, text.encode(), folder.parent)
    return list(changed)


def _nothing_lost(before: str, after: str, wanted: Mapping[str, str], path: Path) -> None:
    """Make sure that of all texts only those that were to be put in have changed."""
    old, new = (dict(_texts_of(strict_yaml.parse_text(text, str(path))[0])) for text in (before, after))
    asked = {key: paragraphs(text) for key, text in wanted.items()}
    given = {key: paragraphs(new.pop(key, "")) for key in asked}
    if given != asked or new != {key: text for key, text in old.items() if key not in asked}:
        raise misfit(path, next((key for key in asked if given[key] != asked[key]), next(iter(asked))))


def _texts_of(node: Node | None, above: str = "") -> Iterator[tuple[str, str]]:
    """All single values of a file, by their paths; those of lists by their number."""
    if node is None:
        return
    if isinstance(node.value, str):
        if node.value or node.style:  # a key without a value is no text
            yield above, node.value
        return
    inside = node.value
    children = inside.items() if isinstance(inside, Mapping) else enumerate((node.place, child) for child in inside)
    for key, (_, child) in children:
        yield from _texts_of(child, f"{above}.{key}" if above else str(key))


def completed(folder: Path, library: Library, tag: str, day: datetime.date) -> list[Path]:
    """Add to the files of a locale what the English has and they lack, empty, with the English above it."""
    missing = {key: "" for key, node in _lacking(folder, library, tag).items() if not node}
    return put(folder, missing, library, tag, day)


def unread(folder: Path, library: Library, tag: str) -> set[str]:
    """The keys where something is written that cannot be read as a text; a file that is no YAML is not looked at."""
    found = _lacking(folder, library, tag)
    return {key for key, node in found.items() if node and (not isinstance(node.value, str) or node.value.strip())}


def _lacking(folder: Path, library: Library, tag: str) -> dict[str, Node | None]:
    """The keys of the texts that a locale lacks, and what stands at each in its file; None without the key."""
    lacking = [entry for entry in entries(library, tag) if entry.translation is None]
    paths = {entry.file: folder / f"{entry.file}.yaml" for entry in lacking}
    roots = {file: strict_yaml.parse(path, file)[0] for file, path in paths.items() if path.exists()}
    return {entry.key: _node(roots.get(entry.file), entry) for entry in lacking}


def _node(node: Node | None, entry: Entry) -> Node | None:
    for key in entry.key.partition(":")[2].split("."):
        if node is None or not isinstance(node.value, Mapping) or key not in node.value:
            return None
        node = node.value[key][1]
    return node
