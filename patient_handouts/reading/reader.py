"""Turns a node of a file into a value of a shape, and says all that is wrong with it."""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Annotated, Any, Final

from patient_handouts.problems import Kind, Problem, did_you_mean, nearest
from patient_handouts.reading.shape import (
    INVALID,
    MAX_ITEMS,
    Located,
    Scalar,
    Texts,
    in_quotes,
    key_of,
    scalar_problem,
    shortened,
)
from patient_handouts.reading.strict_yaml import Node

UNIONS: Final = (types.UnionType, typing.Union)


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
    if origin in UNIONS and arguments[-1] is types.NoneType:
        return read(node, arguments[0], problems)
    if origin in UNIONS:
        return _read_tagged(node, {_kind_of(shape): shape for shape in arguments}, problems)
    if origin is typing.Literal:
        return _read_choice(node, arguments, problems)
    if origin is tuple:
        return _read_list(node, arguments[0], problems)
    if origin is Mapping:
        return _read_mapping(node, arguments[0], arguments[1], problems)
    raise TypeError(f"no reader for the shape {shape!r}")


def _read_scalar(node: Node, scalar: Scalar, problems: list[Problem]) -> Any:
    if mistake := scalar_problem(node, scalar):
        problems.append(mistake)
        return INVALID
    assert isinstance(node.value, str)
    try:
        value = scalar.convert(node.value) if scalar.convert else node.value
    except ValueError:
        problems.append(Problem(node.place, f"“{shortened(node.value)}” is not {scalar.say}."))
        return INVALID
    return Located.at(value, node) if isinstance(value, str) else value


@functools.cache
def hints_of(shape: Any) -> dict[str, Any]:
    """The types of the fields of a dataclass."""
    return typing.get_type_hints(shape, include_extras=True)


def _kind_of(shape: Any) -> str:
    kind: str = typing.get_args(hints_of(shape)["kind"])[0]
    return kind


def _read_tagged(node: Node, shapes: Mapping[str, Any], problems: list[Problem]) -> Any:
    if not isinstance(node.value, Mapping) or "kind" not in node.value:
        problems.append(Problem(node.place, "the key “kind” is missing here.", f"Known kinds: {', '.join(shapes)}."))
        return INVALID
    kind = _read_choice(node.value["kind"][1], tuple(shapes), problems)
    return INVALID if kind is INVALID else read(node, shapes[kind], problems)


def _read_choice(node: Node, choices: tuple[str, ...], problems: list[Problem]) -> Any:
    if not isinstance(node.value, str) or node.value not in choices:
        given = f"“{shortened(node.value)}”" if isinstance(node.value, str) else "this"
        advice = did_you_mean(node.value, choices) if isinstance(node.value, str) else f"Known: {', '.join(choices)}."
        problems.append(Problem(node.place, f"{given} is not allowed here.", advice))
        return INVALID
    return Located.at(node.value, node)


def _read_list(node: Node, item: Any, problems: list[Problem]) -> Any:
    if not isinstance(node.value, tuple):
        advice = "Write each item in a line that begins with “- ”."
        if isinstance(node.value, str) and node.value:
            advice = f"Write [{in_quotes(node.value)}]."
        problems.append(Problem(node.place, "a list is expected here.", advice))
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
                Problem(child.place, f"“{shortened(name)}” is in this list twice.", "Rename or delete one.")
            )
        seen.add(name)


def _read_mapping(node: Node, key_shape: Any, shape: Any, problems: list[Problem]) -> Any:
    if not isinstance(node.value, Mapping):
        problems.append(Problem(node.place, "“key: value” lines are expected here."))
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
        problems.append(Problem(node.place, "“key: value” lines are expected here."))
        return INVALID
    hints = hints_of(shape)
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
        problems.append(Problem(node.value[key][0], f"the key “{shortened(key)}” is not known here.", advice))
    for key in missing:
        what = f"the key “{key}” is missing here{hint}."
        problems.append(Problem(node.place, what, f"Write “{key}: …”.", kind=Kind.NO_KEY))
