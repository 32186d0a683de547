"""Reads YAML strictly: only mappings, lists and strings, and every value knows where it stands.

YAML turns `no` into false, `1_000` into 1000 and cuts a text at ` #`. None of that may happen to a
patient's text, so this reader works on PyYAML's events, keeps every scalar as the string that was
written, and refuses what a content file does not need: aliases, tags, duplicate keys, several
documents, deep nesting and very large files.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from patient_handouts.problems import Place, Problem

MAX_BYTES = 512 * 1024
MAX_DEPTH = 12

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# What PyYAML's messages mean for somebody who does not know YAML. The first phrase found wins.
_QUOTE_IT = "Put the whole text in double quotes."
_PLAIN_WORDS = (
    ("found unexpected end of stream", "a quoted text has no closing quote.", "Close it with the same quote mark."),
    ("scanning a quoted scalar", "a quoted text is broken.", "Check its closing quote and its line breaks."),
    ("found unknown escape character", "a backslash in double quotes.", "Write it twice, or leave it out."),
    ("found a tab character", "a tab.", "Use spaces to indent."),
    ("found character that cannot start any token", "a sign that cannot begin a text here.", _QUOTE_IT),
    ("mapping values are not allowed", "a second colon in a line without quotes.", _QUOTE_IT),
    ("could not find expected ':'", "a line that is neither “key: value” nor part of a text.",
     "Put a text of several lines in quotes, or give the key its colon."),
    ("scanning an alias", "a text that begins with “*”.", _QUOTE_IT),
    ("scanning an anchor", "a text that begins with “&”.", _QUOTE_IT),
    ("parsing a tag", "a text that begins with “!”.", _QUOTE_IT),
    ("scanning a tag", "a text that begins with “!”.", _QUOTE_IT),
    ("scanning a directive", "a text that begins with “%”.", _QUOTE_IT),
    ("parsing a flow", "a bracket “[” or “{” that is not closed, or a text that begins with one.",
     "Close the bracket, or put the whole text in double quotes."),
    ("parsing a block mapping", "this line does not fit under the one above.",
     "Line it up with its neighbours by spaces; a text with quotes inside needs quotes around it."),
    ("parsing a block collection", "this line does not fit into the list above.",
     "Line it up with the other dashes by spaces."),
    ("block sequence entries are not allowed", "a dash where no list can begin.", _QUOTE_IT),
    ("control characters are not allowed", "a control character.", "Delete it."),
    ("scanning a block scalar", "the first line of a “|” or “>” text is broken.",
     "Write only “|” there, and the text indented below."),
    ("scanning a simple key", "a line that is neither “key: value” nor part of a text.",
     "Put a text of several lines in quotes, or give the key its colon."),
)  # fmt: skip


@dataclass(frozen=True)
class Node:
    """A value in a content file.

    `value` is a string, a tuple of nodes (a list), or a mapping of key to (key's place, node).
    `style` says how a scalar is written: in quotes (`"` or `'`), as a block (`|` or `>`), or plain (empty).
    """

    value: str | tuple[Node, ...] | Mapping[str, tuple[Place, Node]]
    place: Place
    style: str = ""


class _RefusedError(Exception):
    def __init__(self, place: Place, what: str, advice: str) -> None:
        self.problem = Problem(place, what, advice)


def parse(path: Path, name: str) -> tuple[Node | None, list[Problem]]:
    """Read one content file.

    :param name: what to call the file in problems, usually its path within the project.
    :returns: the root mapping, or None where the file cannot be read; and what is wrong.
    """
    reader = _Reader(name)
    try:
        return reader.read(_decode(path, name)), reader.problems
    except _RefusedError as refused:
        return None, [*reader.problems, refused.problem]


def _decode(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _RefusedError(
            Place(name), f"the file cannot be read ({error.strerror}).", "Check its name and rights."
        ) from error
    if len(data) > MAX_BYTES:
        raise _RefusedError(
            Place(name), f"the file is larger than {MAX_BYTES // 1024} KB.", "Is it the right file? Split it."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _RefusedError(
            Place(name, line), "the file is not in UTF-8.", "Save it again with the encoding UTF-8."
        ) from error
    return text


def _not_normal(text: str, name: str) -> Iterator[Problem]:
    for number, line in enumerate(text.splitlines(), start=1):
        normal = unicodedata.normalize("NFC", line)
        if normal != line:
            column = next((i for i, (a, b) in enumerate(zip(line, normal, strict=False), 1) if a != b), 1)
            yield Problem(
                Place(name, number, column),
                "a letter is written as two signs (base and accent) instead of one.",
                f"Type “{normal[max(0, column - 8) : column + 7].strip()}” anew (Unicode NFC).",
            )


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def place(self, mark: Any) -> Place:
        return Place(self.name, mark.line + 1, mark.column + 1)

    def read(self, text: str) -> Node:
        if not unicodedata.is_normalized("NFC", text):
            self.problems.extend(_not_normal(text, self.name))
        try:
            events = yaml.parse(text, Loader=_Loader)
            next(events)  # stream start
            if isinstance(next(events), yaml.StreamEndEvent):
                raise _RefusedError(Place(self.name), "the file is empty.", "Write its keys, or delete it.")
            root = self.node(next(events), events, depth=0)
            next(events)  # document end
            following = next(events)
            if not isinstance(following, yaml.StreamEndEvent):
                raise _RefusedError(
                    self.place(following.start_mark), "a second document begins here.", "Delete the line “---”."
                )
        except yaml.YAMLError as error:
            raise self.explained(error) from error
        if not isinstance(root.value, Mapping):
            raise _RefusedError(
                root.place, "the file must be made of “key: value” lines.", "Begin with a key and a colon."
            )
        return root

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        place = self.place(event.start_mark)
        if depth > MAX_DEPTH:
            raise _RefusedError(place, f"the file is nested more than {MAX_DEPTH} deep.", "Check the indentation.")
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError(place, "a text that begins with “*” is taken for a YAML alias.", _QUOTE_IT)
        assert isinstance(event, yaml.NodeEvent)
        if event.anchor is not None:
            raise _RefusedError(place, "a text that begins with “&” is taken for a YAML anchor.", _QUOTE_IT)
        assert isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
        if event.tag is not None:
            raise _RefusedError(place, "a text that begins with “!” is taken for a YAML tag.", _QUOTE_IT)
        if isinstance(event, yaml.ScalarEvent):
            return Node(event.value, place, event.style or "")
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(child := next(events), yaml.SequenceEndEvent):
                items.append(self.node(child, events, depth + 1))
            return Node(tuple(items), place)
        return Node(self.mapping(events, depth), place)

    def mapping(self, events: Iterator[yaml.Event], depth: int) -> dict[str, tuple[Place, Node]]:
        found: dict[str, tuple[Place, Node]] = {}
        while not isinstance(child := next(events), yaml.MappingEndEvent):
            key = self.node(child, events, depth + 1)
            if not isinstance(key.value, str):
                raise _RefusedError(key.place, "a key must be a single word.", _QUOTE_IT)
            value = self.node(next(events), events, depth + 1)
            if key.value in found:
                what = f"the key “{key.value}” stands here twice (first in line {found[key.value][0].line})."
                self.problems.append(Problem(key.place, what, "Delete or rename one of the two."))
            else:
                found[key.value] = (key.place, value)
        return found

    def explained(self, error: yaml.YAMLError) -> _RefusedError:
        mark = getattr(error, "problem_mark", None)
        place = self.place(mark) if mark else Place(self.name)
        message = " ".join(str(part) for part in (getattr(error, "context", ""), getattr(error, "problem", "")) if part)
        message = message or str(error)
        for phrase, what, advice in _PLAIN_WORDS:
            if phrase in message:
                return _RefusedError(place, what, advice)
        return _RefusedError(place, f"this is not valid YAML ({message}).", _QUOTE_IT)
