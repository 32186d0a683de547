"""What a content file must look like: one description, used to read files and to make JSON Schemas.

The shape of a file is the dataclass that it is read into. Field names are the keys, with `_` written
as `-`; a field with a default may be left out. The scalar types below say what a value may be.
Every string that comes out is `Located`: it knows the place in the file that it was read from.
"""

from __future__ import annotations

import datetime
import functools
import re
import string
import types
import typing
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Annotated, Any, Final

from patient_handouts.problems import Place, Problem, did_you_mean, nearest
from patient_handouts.strict_yaml import GARBLED, LOST, Node

MAX_ITEMS = 1000
"""Longest list; no recipe or list of sign-offs comes near it."""

MAX_TEXT = 2000
"""Longest single text in characters; a longer one is no plain text, and could be an attack."""


class Located(str):
    """A string that knows where it was read."""

    node: Node

    @classmethod
    def at(cls, text: str, node: Node) -> Located:
        located = cls(text)
        located.node = node
        return located

    @property
    def place(self) -> Place:
        """Where the text begins."""
        return self.node.place

    def place_of(self, offset: int) -> Place:
        """Where a character stands, as exactly as the way of writing tells; else where the text begins."""
        start, source = self.node.place, self.node.source
        if self.node.style == "|":
            line = start.line + 1 + self.count("\n", 0, offset)
            indent = len(source) - len(source.lstrip(" "))
            return Place(start.file, line, indent + offset - self.rfind("\n", 0, offset))
        if self.node.style in ("'", '"') and source[1 : offset + 2] == self[: offset + 1]:
            return Place(start.file, start.line, start.column + 1 + offset)
        return start


def place_of(text: str) -> Place:
    """Where a text was read that only says that it is one: every text of a file knows its place."""
    assert isinstance(text, Located)
    return text.place


@dataclass(frozen=True)
class Scalar:
    """What a single value may be: a pattern it must match whole, said in words, and what it becomes."""

    pattern: str
    say: str
    convert: Callable[[str], Any] | None = None
    quoted: bool = False


def _month_or_day(text: str) -> str:
    datetime.date.fromisoformat((text + "-01-01")[:10])
    return text


Id = Annotated[str, Scalar(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "a name in small letters, like “key-points”")]
Key = Annotated[str, Scalar(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*", "a key in capitals, like “MS-MIST”")]
Prose = Annotated[str, Scalar(r"(?s).*\S.*", "a text", quoted=True)]
Whole = Annotated[int, Scalar(r"\d{1,7}", "a whole number", int)]
Date = Annotated[datetime.date, Scalar(r"\d{4}-\d\d-\d\d", "a date like 2026-11-22", datetime.date.fromisoformat)]
Period = Annotated[
    str, Scalar(r"\d{4}(-\d\d){0,2}", "a year, month or day, like 2026, 2026-11 or 2026-11-22", _month_or_day)
]

INVALID: Final = object()
"""What a value that could not be read becomes; its problem has been reported."""


@dataclass(frozen=True)
class Texts:
    """The shape of words: exactly these keys, each a text or again such a mapping."""

    keys: Mapping[str, Texts | Scalar]
    hint: str = ""


_UNIONS: Final = (types.UnionType, typing.Union)

TEXT: Final[Scalar] = typing.get_args(Prose)[1]
PARAGRAPHS: Final = Scalar(TEXT.pattern, "one or more paragraphs, with an empty line between them", quoted=True)


def key_of(field_name: str) -> str:
    """The key in a file that a dataclass field is read from."""
    return field_name.rstrip("_").replace("_", "-")


def read(node: Node, shape: Any, problems: list[Problem]) -> Any:
    """Turn a node into a value of a shape.

    :param shape: a dataclass, `tuple[X, ...]`, `Mapping[K, X]`, `X | None`, a union of
        dataclasses told apart by their `kind`, a `Literal`, one of the scalar types of this module, or `Texts`.
    :returns: the value, or `INVALID`; of `Texts`, what could be read. All that is wrong is added to `problems`.
    """
    if isinstance(shape, Texts):
        return _read_texts(node, shape, problems)
    if isinstance(shape, Scalar):
        return _read_scalar(node, shape, problems)
    if is_dataclass(shape):
        return _read_dataclass(node, shape, problems)
    origin, arguments = typing.get_origin(shape), typing.get_args(shape)
    if origin is Annotated:
        return _read_scalar(node, arguments[1], problems)
    if origin in _UNIONS and arguments[-1] is types.NoneType:
        return read(node, arguments[0], problems)
    if origin in _UNIONS:
        return _read_tagged(node, {_kind_of(shape): shape for shape in arguments}, problems)
    if origin is typing.Literal:
        return _read_choice(node, arguments, problems)
    if origin is tuple:
        return _read_list(node, arguments[0], problems)
    if origin is Mapping:
        return _read_mapping(node, arguments[0], arguments[1], problems)
    raise TypeError(f"no reader for the shape {shape!r}")


def _read_scalar(node: Node, scalar: Scalar, problems: list[Problem]) -> Any:
    if mistake := _scalar_mistake(node, scalar):
        problems.append(Problem(node.place, *mistake, gap=not node.value))
        return INVALID
    assert isinstance(node.value, str)
    try:
        value = scalar.convert(node.value) if scalar.convert else node.value
    except ValueError:
        problems.append(Problem(node.place, f"“{_short(node.value)}” is not {scalar.say}."))
        return INVALID
    return Located.at(value, node) if isinstance(value, str) else value


def _scalar_mistake(node: Node, scalar: Scalar) -> tuple[str, str] | None:
    """What is wrong with a single value, and what to do; None if nothing is."""
    text = node.value
    if not isinstance(text, str):
        return f"here must be {scalar.say}, not a list or further keys.", "Write one text in double quotes."
    if not text.strip(f"{_JOINERS}{string.whitespace}\u00a0\u3000"):
        return "nothing is written here.", f"Write {scalar.say}."
    if len(text) > MAX_TEXT:
        return f"the text is longer than {MAX_TEXT} characters.", "Shorten or split it."
    if scalar.quoted and not node.style:
        return _without_quotes(node.source)
    if "\ufffd" in text:
        return LOST, "Write the word anew."
    if scalar.quoted and (garbled := _garbled(text)):
        return GARBLED, f"Write “{garbled}”."
    if hidden := hidden_character(text):
        return f"the text holds a sign that nobody sees ({hidden}).", "Delete it; typed anew, the text is free of it."
    normal = unicodedata.normalize("NFC", text)
    if normal != text:
        letter = next((after for before, after in zip(text, normal, strict=False) if before != after), "")
        return f"the letter “{letter}” is written as two signs, letter and accent.", "Type it anew (Unicode NFC)."
    if not re.fullmatch(scalar.pattern, text):
        return f"“{_short(text)}” is not {scalar.say}.", ""
    return None


_QUOTES = '"“”„«»‘’‚‹›「」『』＂'


def _without_quotes(source: str) -> tuple[str, str]:
    """What is wrong with a text without quotes, or with others than the plain ones."""
    text = source.strip()
    inside = text.strip(_QUOTES)
    what = "the text has no quotes; YAML could cut or change it."
    if len(inside) <= len(text) - 2 and not any(sign in inside for sign in _QUOTES):
        what = "the quotes round the text are not the plain ones."
    elif text.endswith('"') and text.count('"') == 1:
        what, inside = "the quote mark at the beginning is missing.", text[:-1]
    else:
        inside = text
    return what, f"Write {_in_quotes(inside)}." if len(inside) <= _SHORT else "Put the whole text in double quotes."


def _garbled(text: str) -> str:
    """What a text says whose UTF-8 was read as a Western encoding (“Ã©” for “é”); empty if it is sound."""
    if not _FIRST_OF_SEVERAL.search(text):
        return ""
    for encoding in ("cp1252", "latin-1"):
        try:
            mended = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            mended = re.sub(r"[Â-Å][\x80-\xba\xbc-\xbf]", lambda match: _decoded(match[0]), text)
        if mended != text:
            return _short(mended)
    return ""


_FIRST_OF_SEVERAL = re.compile("[\xc2-\xf4]")
"""What the first byte of a letter of UTF-8 looks like in a Western encoding."""


def _decoded(signs: str) -> str:
    return signs.encode("latin-1").decode("utf-8")


@functools.cache
def _hints(shape: Any) -> dict[str, Any]:
    return typing.get_type_hints(shape, include_extras=True)


def hidden_character(text: str) -> str:
    """The first sign that could turn figures round, or hide or split words."""
    if text.isprintable() and not _BLANK_LETTERS & set(text):  # as nearly every text is
        return ""
    for sign in text:
        category = unicodedata.category(sign)
        hidden = category in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") or sign in _BLANK_LETTERS
        if hidden and sign not in _JOINERS and sign != "\n":
            return f"U+{ord(sign):04X}"
    return ""


_JOINERS = "\u200c\u200d"
"""Signs that nobody sees, and that scripts from Persian to Hindi need."""

_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""What counts as a letter and is drawn as nothing: fillers of Hangul, and Braille without a dot."""


def _kind_of(shape: Any) -> str:
    kind: str = typing.get_args(_hints(shape)["kind"])[0]
    return kind


def _read_tagged(node: Node, shapes: Mapping[str, Any], problems: list[Problem]) -> Any:
    if not isinstance(node.value, Mapping) or "kind" not in node.value:
        problems.append(Problem(node.place, "the key “kind” is missing here.", f"Known kinds: {', '.join(shapes)}."))
        return INVALID
    kind = _read_choice(node.value["kind"][1], tuple(shapes), problems)
    return INVALID if kind is INVALID else read(node, shapes[kind], problems)


def _read_choice(node: Node, choices: tuple[str, ...], problems: list[Problem]) -> Any:
    if not isinstance(node.value, str) or node.value not in choices:
        given = f"“{_short(node.value)}”" if isinstance(node.value, str) else "this"
        advice = did_you_mean(node.value, choices) if isinstance(node.value, str) else f"Known: {', '.join(choices)}."
        problems.append(Problem(node.place, f"{given} cannot stand here.", advice))
        return INVALID
    return Located.at(node.value, node)


def _read_list(node: Node, item: Any, problems: list[Problem]) -> Any:
    if not isinstance(node.value, tuple):
        advice = "Write each item in a line that begins with “- ”."
        if isinstance(node.value, str) and node.value:
            advice = f"Write [{_in_quotes(node.value)}]."
        problems.append(Problem(node.place, "here must be a list.", advice))
        return INVALID
    if len(node.value) > MAX_ITEMS:
        problems.append(Problem(node.place, f"the list has more than {MAX_ITEMS} items.", "Shorten it."))
        return INVALID
    items = [read(child, item, problems) for child in node.value]
    is_text = typing.get_origin(item) is Annotated and typing.get_args(item)[1].quoted
    if not is_text:  # a text may come twice, a name not
        _report_repeated_names(node, items, problems)
    return INVALID if any(value is INVALID for value in items) else tuple(items)


def _report_repeated_names(node: Node, items: list[Any], problems: list[Problem]) -> None:
    assert isinstance(node.value, tuple)
    seen = set()
    for child, item in zip(node.value, items, strict=True):
        name = item if isinstance(item, str) else getattr(item, "id", None)
        if name is not None and name in seen:
            problems.append(
                Problem(child.place, f"“{_short(name)}” stands twice in this list.", "Rename or delete one.")
            )
        seen.add(name)


def _read_mapping(node: Node, key_shape: Any, shape: Any, problems: list[Problem]) -> Any:
    if not isinstance(node.value, Mapping):
        problems.append(Problem(node.place, "here must be “key: value” lines."))
        return INVALID
    found = {}
    for key, (place, child) in node.value.items():
        name = _read_scalar(Node(key, place), typing.get_args(key_shape)[1], problems)
        value = read(child, shape, problems)
        if name is not INVALID and value is not INVALID:
            found[name] = value
    return found


def _read_dataclass(node: Node, shape: Any, problems: list[Problem]) -> Any:
    if not isinstance(node.value, Mapping):
        problems.append(Problem(node.place, "here must be “key: value” lines."))
        return INVALID
    hints = _hints(shape)
    wanted = {key_of(f.name): f for f in fields(shape) if f.name != "place" and f.init}
    required = [key for key, f in wanted.items() if f.default is MISSING and f.default_factory is MISSING]
    _report_keys(node, list(wanted), required, problems)
    found = {key: field for key, field in wanted.items() if key in node.value}
    values = {f.name: read(node.value[key][1], hints[f.name], problems) for key, f in found.items()}
    if any(key not in node.value for key in required) or any(value is INVALID for value in values.values()):
        return INVALID
    if "place" in hints:
        values["place"] = node.place
    return shape(**values)


def _read_texts(node: Node, shape: Texts, problems: list[Problem]) -> Any:
    if not isinstance(node.value, Mapping):
        keys = ", ".join(shape.keys)
        problems.append(Problem(node.place, "here must be “key: text” lines.", f"The keys are: {keys}."))
        return INVALID
    _report_keys(node, list(shape.keys), list(shape.keys), problems, shape.hint)
    found = {key: read(node.value[key][1], inner, problems) for key, inner in shape.keys.items() if key in node.value}
    return {key: value for key, value in found.items() if value is not INVALID}


def _report_keys(node: Node, known: list[str], required: list[str], problems: list[Problem], hint: str = "") -> None:
    """Report keys that are not known, and keys that are missing and not just misspelt."""
    assert isinstance(node.value, Mapping)
    missing = [key for key in required if key not in node.value]
    free = [key for key in known if key not in node.value]
    unknown = [key for key in node.value if key not in known]
    meant = {key: near for key in unknown if (near := nearest(key, free))}
    missing = [key for key in missing if key not in meant.values()]
    strange = [key for key in unknown if key not in meant]
    if len(strange) == len(missing):  # keys that were translated too
        meant |= zip(strange, missing, strict=True)
        missing = []
    for key in unknown:
        advice = f"Did you mean “{meant[key]}”?" if key in meant else did_you_mean(key, free)
        problems.append(Problem(node.value[key][0], f"the key “{_short(key)}” is not known here.", advice))
    for key in missing:
        what = f"the key “{key}” is missing here{hint}."
        problems.append(Problem(node.place, what, f"Write “{key}: …”.", gap=True))


_SHORT = 40


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def _in_quotes(text: str) -> str:
    return '"' + _short(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def json_schema(shape: Any) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a shape, for editors that complete and check YAML."""
    if isinstance(shape, Texts):
        return _object({key: json_schema(inner) for key, inner in shape.keys.items()}, list(shape.keys))
    if is_dataclass(shape) and not isinstance(shape, Scalar):
        return _dataclass_schema(shape)
    return _plain_schema(shape)


def _dataclass_schema(shape: Any) -> dict[str, Any]:
    hints = _hints(shape)
    wanted = [f for f in fields(shape) if f.name != "place" and f.init]
    required = [key_of(f.name) for f in wanted if f.default is MISSING and f.default_factory is MISSING]
    first_line = (shape.__doc__ or "").split("\n", 1)[0]
    schema = _object({key_of(f.name): json_schema(hints[f.name]) for f in wanted}, required)
    return {"description": first_line} | schema


def _plain_schema(shape: Any) -> dict[str, Any]:
    if isinstance(shape, Scalar):
        schema: dict[str, Any] = {"type": "string", "maxLength": MAX_TEXT}
        if not shape.quoted:
            # Editors read an unquoted 34 or 2026-11-22 as a number or a date.
            schema = {"type": ["string", "integer"], "pattern": f"^(?:{shape.pattern})$", "description": shape.say}
        return schema
    origin, arguments = typing.get_origin(shape), typing.get_args(shape)
    if origin is Annotated:
        return json_schema(arguments[1])
    if origin in _UNIONS:
        alternatives = [json_schema(argument) for argument in arguments if argument is not types.NoneType]
        return alternatives[0] if len(alternatives) == 1 else {"oneOf": alternatives}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": json_schema(arguments[0])}
    if origin is Mapping:
        pattern = typing.get_args(arguments[0])[1].pattern
        return {
            "type": "object",
            "patternProperties": {f"^(?:{pattern})$": json_schema(arguments[1])},
            "additionalProperties": False,
        }
    raise TypeError(f"no JSON Schema for the shape {shape!r}")


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
