"""Writes the files of a locale: new ones for a translator to fill in, and single texts in those that there are.

A text is put into its place in the file and nothing else is touched, so that a translator's comments, order and line
breaks stay as they are.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from patient_handouts import strict_yaml
from patient_handouts.files import write_whole
from patient_handouts.model import REFERENCE_LOCALE, Library, Tree
from patient_handouts.problems import HandoutError, Place
from patient_handouts.shape import Located
from patient_handouts.strict_yaml import Node
from patient_handouts.translation import Entry, entries

ANSWERED_AGAIN = r"allow (balance|denominators|one-sided)\b"
"""Answers to rules that hold in every language, whatever its lists: they are taken along into a new one."""


def new_locale(library: Library, tag: str, day: datetime.date) -> dict[str, str]:
    """The files of a new locale by name: every text empty, with the English as a comment above it."""
    found = {"locale.yaml": _header(library, tag)}
    for file, tree in library.locales[REFERENCE_LOCALE].texts.items():
        if file != "locale":
            found[f"{file}.yaml"] = _words(file, tree, day)
    return found


def new_variant(tag: str, parent: str) -> dict[str, str]:
    """The files of a new variant of a locale: none but an empty header, since it holds only what differs."""
    lines = [
        "# yaml-language-server: $schema=../schema/locale.schema.json",
        f"# A variant of “{parent}”: here and in further files stands only what differs from it, under the same keys.",
        "",
        f"name: {json.dumps(_own_name(tag), ensure_ascii=False)}",
    ]
    return {"locale.yaml": "\n".join(lines) + "\n"}


def _own_name(tag: str) -> str:
    from patient_handouts.cldr import cldr

    name = cldr(tag).get_display_name() or tag
    return name[:1].upper() + name[1:]


def put(folder: Path, texts: Mapping[str, str], library: Library, tag: str, day: datetime.date) -> list[Path]:
    """Write texts, by their keys, into the files of a locale; what a file or a file's key lacks is added.

    :param folder: the folder of the locale.
    :returns: the files that have changed.
    :raises HandoutError: if a file cannot be read or written.
    """
    by_file: dict[str, dict[str, str]] = {}
    for key, text in texts.items():
        file, _, path = key.partition(":")
        by_file.setdefault(file, {})[path] = text
    english = {entry.key: str(entry.english) for entry in entries(library, tag)}
    changed = []
    for file, wanted in by_file.items():
        target = folder / f"{file}.yaml"
        before = target.read_text("utf-8-sig") if target.exists() else new_locale(library, tag, day)[target.name]
        after = before
        for path, text in wanted.items():
            remark = "" if text else english.get(f"{file}:{path}", "")
            after = _with(after, path.split("."), text, target, list(_order(library, file)), remark)
        if after != before or not target.exists():
            write_whole(target, after.encode(), folder.parent)
            changed.append(target)
    return changed


def completed(folder: Path, library: Library, tag: str, day: datetime.date) -> list[Path]:
    """Add to the files of a locale what the English has and they lack, empty, with the English above it."""
    lacking = [entry for entry in entries(library, tag) if entry.translation is None]
    missing = {entry.key: "" for entry in lacking if not _stands(folder, entry)}
    return put(folder, missing, library, tag, day)


def _stands(folder: Path, entry: Entry) -> bool:
    """Whether the key of a text is in its file, even if nothing is written there."""
    file, _, path = entry.key.partition(":")
    node = strict_yaml.parse(folder / f"{file}.yaml", file)[0] if (folder / f"{file}.yaml").exists() else None
    for key in path.split("."):
        if node is None or not isinstance(node.value, Mapping) or key not in node.value:
            return False
        node = node.value[key][1]
    return True


# --- one text in a file ---


def _with(text: str, keys: list[str], value: str, path: Path, order: list[list[str]], remark: str) -> str:
    """A file with a text at some keys, and with a remark above it where they are new."""
    node, _ = strict_yaml.parse_text(text, str(path))
    if node is None:
        raise HandoutError(f"{path} cannot be read. Run “python generate.py locale check {path.parent.name}” first.")
    lines = text.splitlines(keepends=True)
    for depth, key in enumerate(keys):
        inside = node.value
        if not isinstance(inside, Mapping) or key not in inside:
            return _inserted(lines, node, keys, depth, value, order, remark)
        node = inside[key][1]
    assert node.end
    start, end = _offset(lines, node.place), _offset(lines, node.end)
    indent = "  " * len(keys)
    new = _scalar(value, indent)
    if node.style in ("|", ">"):
        return (
            text[:start] + new + ("\n" if not new.endswith("\n") else "") + _blank_lines(text[start:end]) + text[end:]
        )
    return (
        text[:start] + (" " if start == end and text[start - 1 : start] == ":" else "") + new.rstrip("\n") + text[end:]
    )


def _blank_lines(block: str) -> str:
    """The empty lines that follow a block of text."""
    return "\n" * max(len(block) - len(block.rstrip("\n")) - 1, 0)


def _inserted(
    lines: list[str], node: Node, keys: list[str], depth: int, value: str, order: list[list[str]], remark: str
) -> str:
    """A file with keys that it lacked, behind the key that comes before them in English."""
    siblings = [path[depth] for path in order if path[:depth] == keys[:depth] and len(path) > depth]
    before = list(dict.fromkeys(siblings[: siblings.index(keys[depth])])) if keys[depth] in siblings else []
    known = node.value if isinstance(node.value, Mapping) else {}
    neighbour = next((known[key][1] for key in reversed(before) if key in known), None)
    at = _last_line(neighbour) if neighbour else node.place.line - 1 if depth else 0
    new = [f"{'  ' * level}{key}:\n" for level, key in enumerate(keys[:-1]) if level >= depth]
    indent = "  " * (len(keys) - 1)
    new += [f"{line}\n" for line in _comment(remark, indent)] if remark else []
    new.append(f"{indent}{keys[-1]}: {_scalar(value, indent + '  ')}".rstrip("\n") + "\n")
    while at > 0 and at <= len(lines) and not lines[at - 1].endswith("\n"):
        lines[at - 1] += "\n"
    return "".join([*lines[:at], *new, *lines[at:]])


def _last_line(node: Node) -> int:
    """The number of the last line that a value fills."""
    if isinstance(node.value, Mapping):
        return max((_last_line(child) for _, child in node.value.values()), default=node.place.line)
    if isinstance(node.value, tuple):
        return max((_last_line(child) for child in node.value), default=node.place.line)
    assert node.end
    return node.end.line - 1 if node.end.column == 1 else node.end.line


def _offset(lines: list[str], place: Place) -> int:
    return sum(map(len, lines[: place.line - 1])) + place.column - 1


def _scalar(text: str, indent: str) -> str:
    """A text as YAML: in double quotes, or as a block where it has several paragraphs."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text.strip())]
    if len(paragraphs) == 1:
        return json.dumps(paragraphs[0], ensure_ascii=False)
    return "|\n" + "\n".join(f"{indent}{paragraph}\n" for paragraph in paragraphs)


def _order(library: Library, file: str) -> Iterator[list[str]]:
    """The paths of a file's keys in the order of the English."""

    def walk(tree: Tree, above: list[str]) -> Iterator[list[str]]:
        for key, value in tree.items():
            yield [*above, key]
            if isinstance(value, Mapping):
                yield from walk(value, [*above, key])

    return walk(library.locales[REFERENCE_LOCALE].texts[file], [])


# --- new files ---


def _words(file: str, tree: Tree, day: datetime.date) -> str:
    lines = [f"# yaml-language-server: $schema=../schema/words-{file}.schema.json", "", f"date: {day}", ""]
    return _joined([*lines, *_empty(tree, "")])


def _empty(tree: Tree, indent: str) -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from () if indent else ("",)
            yield f"{indent}{key}:"
            yield from _empty(value, indent + "  ")
        elif isinstance(value, Located):
            yield from _comment(value, indent)
            answers = (remark for _, remark in value.node.remarks if re.match(ANSWERED_AGAIN, remark))
            yield from (f"{indent}# {answer}" for answer in answers)
            yield f'{indent}{key}: ""'
        if len(indent) == 2 and isinstance(value, Mapping):
            yield ""


def _joined(lines: Iterable[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip("\n") + "\n"


def _comment(english: str, indent: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", english.strip()):
        yield f"{indent}# {' '.join(paragraph.split())}"


def _header(library: Library, tag: str) -> str:
    from patient_handouts.scripts import header_of

    english = library.locales[REFERENCE_LOCALE]
    labels = english.texts["locale"]
    lines = ["# yaml-language-server: $schema=../schema/locale.schema.json", *header_of(tag), ""]
    return _joined([*lines, *_empty(_with_plurals(labels, tag), "")])


def _with_plurals(tree: Mapping[str, Any], tag: str) -> dict[str, Any]:
    from patient_handouts.cldr import plural_categories

    found: dict[str, Any] = {}
    for key, value in tree.items():
        if (
            isinstance(value, Mapping)
            and "other" in value
            and all(isinstance(text, Located) for text in value.values())
        ):
            found[key] = {name: value.get(name, value["other"]) for name in plural_categories(tag)}
        else:
            found[key] = _with_plurals(value, tag) if isinstance(value, Mapping) else value
    return found
