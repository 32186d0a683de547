"""Writes the files of a locale: new ones for a translator to fill in, and single texts in those that there are.

A text is put into its place in the file and nothing else is touched, so that a translator's comments, order and line
breaks stay as they are.
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
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
            after = with_text(after, path.split("."), text, target, list(_order(library, file)), remark)
        _nothing_lost(before, after, wanted, target)
        if after != before or not target.exists():
            changed[target] = after
    for target, text in changed.items():
        write_whole(target, text.encode(), folder.parent)
    return list(changed)


def _nothing_lost(before: str, after: str, wanted: Mapping[str, str], path: Path) -> None:
    """Make sure that of all texts only those that were to be put in have changed."""
    old, new = (dict(_texts_of(strict_yaml.parse_text(text, str(path))[0])) for text in (before, after))
    asked = {key: _paragraphs(text) for key, text in wanted.items()}
    given = {key: _paragraphs(new.pop(key, "")) for key in asked}
    if given != asked or new != {key: text for key, text in old.items() if key not in asked}:
        raise _unfit(path, next((key for key in asked if given[key] != asked[key]), next(iter(asked))))


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


def _unfit(path: Path, key: str) -> HandoutError:
    return HandoutError(
        f"{path}: the text “{key}” finds no place in this file. "
        f"Run “python generate.py locale check {path.parent.name}”, and mend the file first."
    )


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


# --- one text in a file ---


def with_text(text: str, keys: list[str], value: str, path: Path, order: list[list[str]], remark: str) -> str:
    """A file with a text at some keys, and with a remark above it where they are new."""
    node, _ = strict_yaml.parse_text(text, str(path))
    if node is None:
        raise HandoutError(f"{path} cannot be read. Run “python generate.py locale check {path.parent.name}” first.")
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    bom = text[: text.startswith("\ufeff")]
    lines = text[len(bom) :].splitlines(keepends=True)
    indent = ""
    for depth, key in enumerate(keys):
        inside = node.value
        if not isinstance(inside, Mapping) or key not in inside:
            if not isinstance(inside, Mapping) and (inside or node.style):
                raise _unfit(path, ".".join(keys))
            return bom + _inserted(lines, node, keys, depth, value, order, remark, end_of_line)
        indent = " " * (inside[key][0].column + 1)
        node = inside[key][1]
    if not isinstance(node.value, str) or not node.end:
        raise _unfit(path, ".".join(keys))
    return bom + _replaced("".join(lines), lines, node, value, indent, end_of_line)


def _replaced(text: str, lines: list[str], node: Node, value: str, indent: str, end_of_line: str) -> str:
    """A file with another text in place of one; a remark behind it in its line stays."""
    assert node.end
    start, end = _offset(lines, node.place), _offset(lines, node.end)
    block = node.style in ("|", ">")
    new = _scalar(value, indent, block)
    if block:
        head, _, body = text[start:end].partition("\n")
        remark, after = head.rstrip("\r").lstrip("|>+-0123456789"), _blank_lines(body.replace("\r\n", "\n"))
    else:
        remark, after = "", ""
        if new.startswith("|"):  # what follows in the line goes behind the sign of the block
            remark, line_end, rest = text[end:].partition("\n")
            end += len(remark) + len(line_end)
            remark = remark.rstrip("\r")
        elif start == end and text[start - 1 : start] == ":":
            new = f" {new}"
    first, line_end, rest = new.partition("\n")
    new = first + remark + (line_end or "\n" * block) + rest + after
    return text[:start] + new.replace("\n", end_of_line) + text[end:]


def _blank_lines(block: str) -> str:
    """The empty lines that follow a block of text."""
    return "\n" * max(len(block) - len(block.rstrip("\n")) - 1, 0)


def _inserted(
    lines: list[str],
    node: Node,
    keys: list[str],
    depth: int,
    value: str,
    order: list[list[str]],
    remark: str,
    end_of_line: str,
) -> str:
    """A file with keys that it lacked, behind the key that comes before them in English."""
    siblings = [path[depth] for path in order if path[:depth] == keys[:depth] and len(path) > depth]
    before = list(dict.fromkeys(siblings[: siblings.index(keys[depth])])) if keys[depth] in siblings else []
    known = node.value if isinstance(node.value, Mapping) else {}
    neighbour = next((known[key][1] for key in reversed(before) if key in known), None)
    at = node.place.line - (1 if known else 0)
    if neighbour or not depth:
        at = _last_line(neighbour) if neighbour else 0
    column = node.place.column - 1 if known else _indent(lines[node.place.line - 1]) + 2
    indents = [" " * (column + 2 * level) for level in range(len(keys) - depth)]
    new = [f"{indent}{key}:\n" for indent, key in zip(indents, keys[depth:-1], strict=False)]
    new += [f"{line}\n" for line in _comment(remark, indents[-1])] if remark else []
    new.append(f"{indents[-1]}{keys[-1]}: {_scalar(value, indents[-1] + '  ')}".rstrip("\n") + "\n")
    if 0 < at <= len(lines) and not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += end_of_line
    return "".join([*lines[:at], *(line.replace("\n", end_of_line) for line in new), *lines[at:]])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


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


def _scalar(text: str, indent: str, block: bool = False) -> str:
    """A text as YAML: in double quotes, or as a block where it stood in one or has several paragraphs."""
    paragraphs = _paragraphs(text)
    if paragraphs == [""] or (len(paragraphs) == 1 and not block) or any(_needs_quotes(part) for part in paragraphs):
        quoted = json.dumps("\n\n".join(paragraphs), ensure_ascii=False)
        return "".join(_escaped(sign) for sign in quoted)
    return "|\n" + "\n".join(f"{indent}{paragraph}\n" for paragraph in paragraphs)


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each on one line; spaces other than the plain one stay."""
    parts = re.split(r"\n\s*\n", text.strip(" \t\r\n"))
    return [" ".join(filter(None, re.split(r"[ \t\r\n]+", part))) for part in parts]


def _needs_quotes(text: str) -> bool:
    return any(_escaped(sign) != sign for sign in text)


def _escaped(sign: str) -> str:
    """A sign as it can stand in a YAML file: those that nobody sees as an escape, joiners of letters apart."""
    if unicodedata.category(sign)[0] != "C" and unicodedata.category(sign) not in ("Zl", "Zp"):
        return sign
    return sign if sign in "\u200c\u200d" else f"\\U{ord(sign):08X}"


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
