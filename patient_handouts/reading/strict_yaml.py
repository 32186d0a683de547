"""Reads YAML strictly: only mappings, lists and strings, and every value knows where it stands.

YAML turns `no` into false, `1_000` into 1000 and cuts a text at ` #`. None of that may happen to a
patient's text, so this reader works on PyYAML's events, keeps every scalar as the string that was
written, and refuses what a content file does not need: aliases, tags, duplicate keys, several
documents, deep nesting and very large files.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from patient_handouts.problems import HandoutError, Place, Problem

MAX_BYTES = 512 * 1024


MAX_DEPTH = 12


MAX_SOURCE = 400
"""Characters of a line that are kept for messages; whole lines would add up where one holds many values."""


_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as YAML 1.1 counts lines (5.4)


_QUOTE_IT = "Put the whole text in double quotes."


_UNCLOSED = (
    r"""^ *(- )?[\w-]+:\s+("([^"\\]|\\.)*|'([^']|'')*)$""",
    "a quoted text that does not end in its line.",
    "Close it with a quote mark.",
)


_OTHER_QUOTE = (
    r"""^ *(- )?[\w-]+:\s+"([^"\\]|\\.)*([”“„»«’＂])\s*$""",
    "the text ends with “{}”, which is not the plain quote mark.",
    'End it with ".',
)


# What a line that YAML stumbles over most likely suffers from. The first pattern found wins.
_CLUES = (
    (
        r"^(<{7}|={7}|>{7})( |$)",
        "a mark of git: two versions of these lines were not made one.",
        "Keep one of the two, and delete the lines “<<<<<<<”, “=======” and “>>>>>>>”.",
    ),
    (r"^ *\t", "a tab.", "Indent with spaces."),
    (r"^ *[\u00a0\u2000-\u200b\u3000]", "a space that is not a plain one.", "Indent with spaces from the keyboard."),
    (r"^ *(- )?[\w-]+(：|:[\u00a0\u3000])", "a colon or space that is not the plain one.", "Write “: ” after the key."),
    (r"^ *(- )?[\w-]+:[\"'|>]", "no space after the colon.", "Write “: ” after the key."),
    (
        r"^ *(- )?[\w-]+:\s+[\[{][^\]}]*$",
        "a bracket is opened and not closed.",
        f"Close it. If it begins a text: {_QUOTE_IT}",
    ),
    (
        r"^ *[\w-]+:\s+\{[\w-]+: ",
        "a value between “{{” and “}}” cannot be read.",
        'Put each value in double quotes, like {colon: ":"}.',
    ),
    (r"^ *(- )?[\w-]+:\s+([\[{&*!%@`])", "a text begins with “{}”.", _QUOTE_IT),
    (
        r'^ *(- )?[\w-]+:\s+"([^"\\]|\\.)*"\s*[^\s#]',
        "a quote mark inside quotes.",
        "Write “…” or ‘…’ inside the text instead.",
    ),
    (
        r"^ *(- )?[\w-]+:\s+'([^']|'')*'\s*[^\s#]",
        "a quote mark inside quotes.",
        "Write “…” or ‘…’ inside the text instead.",
    ),
    (
        r'^ *(- )?[\w-]+:\s+"([^"\\]|\\[^"\\])*\\[^"\\/]',
        "a backslash in double quotes.",
        "Write it twice, or leave it out.",
    ),
    (r"^ *(- )?[\w-]+:\s+[^\"'|>\s].*:(\s|$)", "a colon in a text without quotes.", _QUOTE_IT),
    _OTHER_QUOTE,
    _UNCLOSED,
    (
        r"^ *[\w-]+:\s*[|>]\S",
        "the first line of a “|” text holds more than “|”.",
        "Begin the text in the next line, indented.",
    ),
)


# What PyYAML's own messages mean, where the line itself gives no clue.
_PLAIN_WORDS = (
    ("found unexpected end of stream", "a quoted text is never closed.", "Close it with a quote mark."),
    ("could not find expected ':'", "a line that is neither “key: value” nor part of a text.",
     "Indent a text that goes on from the line above, or give the key its colon."),
)  # fmt: skip


GARBLED = "the letters are garbled: UTF-8 was read as another encoding."


LOST = "a letter was lost, where “\ufffd” stands: the text was read in another encoding."


@dataclass(slots=True)
class Node:
    """A value in a content file.

    `value` is a string, a tuple of nodes (a list), or a mapping of key to (key's place, node).
    `style` says how a scalar is written: in quotes (`"` or `'`), as a block (`|` or `>`), or plain (empty).
    `source` is its line from where it begins, or the first line of the text of a block; it is for messages. `end` is
    the place just behind a scalar.
    `remarks` are the comment lines right above it, without their “#”.
    """

    value: str | tuple[Node, ...] | Mapping[str, tuple[Place, Node]]
    place: Place
    style: str = ""
    source: str = ""
    end: Place | None = None
    remarks: tuple[tuple[Place, str], ...] = ()


def overlay(below: Node, above: Node) -> Node:
    """A file laid over another: keys that it lacks or leaves empty are those of the other, each with its own place."""
    if not isinstance(below.value, Mapping) or not isinstance(above.value, Mapping):
        return above if above.value else below
    merged = {**below.value, **above.value}
    for key in below.value.keys() & above.value.keys():
        merged[key] = (above.value[key][0], overlay(below.value[key][1], above.value[key][1]))
    return replace(above, value=merged)


class _RefusedError(Exception):
    def __init__(self, place: Place, what: str, advice: str) -> None:
        self.problem = Problem(place, what, advice)


def parse(path: Path, name: str) -> tuple[Node | None, list[Problem]]:
    """Read one content file.

    :param name: what to call the file in problems, usually its path within the project.
    :returns: the root mapping, or None where the file cannot be read; and what is wrong.
    """
    try:
        text = _decode(path, name)
    except _RefusedError as refused:
        return None, [refused.problem]
    return parse_text(text, name)


def text_of(path: Path) -> str:
    """The text of a content file, with its line ends and a byte order mark as they are.

    :raises HandoutError: if it cannot be read.
    """
    try:
        text = _decode(path, str(path))
    except _RefusedError as refused:
        raise HandoutError(f"{path}: {refused.problem.what} {refused.problem.advice}") from refused
    with path.open("rb") as file:
        return "\ufeff" * (file.read(3) == codecs.BOM_UTF8) + text


def parse_text(text: str, name: str) -> tuple[Node | None, list[Problem]]:
    """Read the text of a content file, as `parse` does."""
    reader = _Reader(name)
    try:
        return reader.read(text.removeprefix("\ufeff")), reader.problems
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


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.lines: list[str] = []
        self.flow = 0  # how many brackets are open

    def place(self, mark: Any) -> Place:
        return Place(self.name, mark.line + 1, mark.column + 1)

    def read(self, text: str) -> Node:
        self.lines = _LINE_BREAK.split(text)
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
        place = self.sound(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            cut = self.flow > 0 and not event.style  # a bracket may follow in the line
            source, remarks = event.value if cut else self.source(place, event.style), self.remarks(place)
            return Node(event.value, place, event.style or "", source, self.place(event.end_mark), remarks)
        assert isinstance(event, yaml.CollectionStartEvent)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            self.flow += bool(event.flow_style)
            while not isinstance(child := next(events), yaml.SequenceEndEvent):
                items.append(self.node(child, events, depth + 1))
            self.flow -= bool(event.flow_style)
            return Node(tuple(items), place)
        self.flow += bool(event.flow_style)
        found = self.mapping(events, depth)
        self.flow -= bool(event.flow_style)
        return Node(found, place)

    def sound(self, event: yaml.Event, depth: int) -> Place:
        """Where a key or a value begins, which has nothing that only YAML knows."""
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
        return place

    def source(self, place: Place, style: str | None) -> str:
        block = style in ("|", ">")
        number = place.line if block else place.line - 1
        line = self.lines[number] if number < len(self.lines) else ""  # an empty value at the end of the file
        start = 0 if block else place.column - 1
        return line[start : start + MAX_SOURCE]

    def remarks(self, place: Place) -> tuple[tuple[Place, str], ...]:
        found: list[tuple[Place, str]] = []
        for number in range(place.line - 1, 0, -1):
            line = self.lines[number - 1]
            text = line.lstrip(" ")
            if not text.startswith("#"):
                break
            found.insert(0, (Place(self.name, number, len(line) - len(text) + 1), text[1:].strip()))
        return tuple(found)

    def key(self, event: yaml.Event, depth: int) -> tuple[str, Place]:
        place = self.sound(event, depth)
        if not isinstance(event, yaml.ScalarEvent):
            raise _RefusedError(place, "a key must be a single word.", _QUOTE_IT)
        return event.value, place

    def mapping(self, events: Iterator[yaml.Event], depth: int) -> dict[str, tuple[Place, Node]]:
        found: dict[str, tuple[Place, Node]] = {}
        while not isinstance(child := next(events), yaml.MappingEndEvent):
            key, place = self.key(child, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if key in found:
                what = f"the key “{key}” is here twice (first in line {found[key][0].line})."
                self.problems.append(Problem(place, what, "Delete or rename one of the two."))
            else:
                found[key] = (place, value)
        return found

    def explained(self, error: yaml.YAMLError) -> _RefusedError:
        mark = getattr(error, "problem_mark", None)
        if mark is None:
            mark = getattr(error, "context_mark", None)
        place = self.place(mark) if mark else Place(self.name)
        for line in range(min(place.line, len(self.lines)), max(0, place.line - 20), -1):
            # Further up only a quote can be to blame: one that is not closed is noticed lines later.
            clues = _CLUES if line >= place.line - 1 else (_OTHER_QUOTE, _UNCLOSED)
            if clue := _clue(self.lines[line - 1], clues):
                return _RefusedError(Place(self.name, line, clue[0]), *clue[1:])
        if isinstance(error, yaml.reader.ReaderError):
            return self.control_character()
        message = " ".join(str(part) for part in (getattr(error, "context", ""), getattr(error, "problem", "")) if part)
        message = message or str(error)
        for phrase, what, advice in _PLAIN_WORDS:
            if phrase in message:
                return _RefusedError(place, what, advice)
        if "parsing a block" in message:
            return _RefusedError(place, self.out_of_line(place), "Give keys that belong together as many spaces.")
        return _RefusedError(place, f"this is not valid YAML ({message}).", _QUOTE_IT)

    def out_of_line(self, place: Place) -> str:
        """How a line is indented beside the one above it, empty lines and comments apart."""
        above = (
            line for line in reversed(self.lines[: place.line - 1]) if line.strip(" ") and line.lstrip(" ")[0] != "#"
        )
        here, there = (_indent(line) for line in (self.lines[place.line - 1], next(above, "")))
        return f"this line begins with {_spaces(here)}, and the one above with {there or 'none'}."

    def control_character(self) -> _RefusedError:
        for number, line in enumerate(self.lines, start=1):
            if found := yaml.reader.Reader.NON_PRINTABLE.search(line):
                place = Place(self.name, number, found.start() + 1)
                if "\x80" <= found[0] <= "\x9f":  # no keyboard has these, but other encodings make them of UTF-8
                    return _RefusedError(place, GARBLED, "Save the text again as UTF-8, as it was before.")
                return _RefusedError(place, f"a control character (U+{ord(found[0]):04X}).", "Delete it.")
        return _RefusedError(Place(self.name), "a control character.", "Delete it.")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _spaces(number: int) -> str:
    return "1 space" if number == 1 else f"{number or 'no'} spaces"


def _clue(line: str, clues: Iterable[tuple[str, str, str]]) -> tuple[int, str, str] | None:
    for pattern, what, advice in clues:
        if match := re.match(pattern, line):
            column = len(line) - len(line.lstrip()) + 1
            if value := re.match(r" *(- )?[\w-]+:[ \t]+", line):
                column = value.end() + 1
            return column, what.format(match.group(match.lastindex or 0)), advice
    return None
