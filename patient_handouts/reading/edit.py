"""Puts one text into a YAML file and touches nothing else."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from patient_handouts.problems import HandoutError, Place
from patient_handouts.reading import strict_yaml
from patient_handouts.reading.strict_yaml import Node


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
                raise misfit(path, ".".join(keys))
            return bom + _inserted(lines, node, keys, depth, value, order, remark, end_of_line)
        indent = " " * (inside[key][0].column + 1)
        node = inside[key][1]
    if not isinstance(node.value, str) or not node.end:
        raise misfit(path, ".".join(keys))
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
        if new.startswith("|"):  # what follows in the line goes behind the character of the block
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
    new += [f"{line}\n" for line in comment_lines(remark, indents[-1])] if remark else []
    new.append(f"{indents[-1]}{keys[-1]}: {_scalar(value, indents[-1] + '  ')}".rstrip("\n") + "\n")
    if 0 < at <= len(lines) and not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += end_of_line
    return "".join([*lines[:at], *(line.replace("\n", end_of_line) for line in new), *lines[at:]])


def misfit(path: Path, key: str) -> HandoutError:
    """That a text finds no place in a file, and what to do."""
    return HandoutError(
        f"{path}: the text “{key}” finds no place in this file. "
        f"Run “python generate.py locale check {path.parent.name}”, and fix the file first."
    )


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
    parts = paragraphs(text)
    if parts == [""] or (len(parts) == 1 and not block) or any(map(_needs_quotes, parts)):
        quoted = json.dumps("\n\n".join(parts), ensure_ascii=False)
        return "".join(_escaped(char) for char in quoted)
    return "|\n" + "\n".join(f"{indent}{paragraph}\n" for paragraph in parts)


def comment_lines(text: str, indent: str) -> Iterator[str]:
    """The lines of a comment that says a text, one for each paragraph."""
    yield from (f"{indent}# {paragraph}" for paragraph in paragraphs(text))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each on one line; spaces other than the plain one stay."""
    parts = re.split(r"\n\s*\n", text.strip(" \t\r\n"))
    return [" ".join(filter(None, re.split(r"[ \t\r\n]+", part))) for part in parts]


def _needs_quotes(text: str) -> bool:
    return any(_escaped(char) != char for char in text)


def _escaped(char: str) -> str:
    """A character as it can stand in a YAML file: those that nobody sees as an escape, joiners of letters apart."""
    if unicodedata.category(char)[0] != "C" and unicodedata.category(char) not in ("Zl", "Zp"):
        return char
    return char if char in "\u200c\u200d" else f"\\U{ord(char):08X}"
