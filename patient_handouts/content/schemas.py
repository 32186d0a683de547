"""The JSON Schemas of the content files, made from the same shapes that the files are read with."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Annotated, Any

from patient_handouts.content.approvals import SignOffs
from patient_handouts.content.blocks import Tree
from patient_handouts.content.evidence import Claim, Fact, Row, SourceList
from patient_handouts.content.library import Library
from patient_handouts.content.locale import LocaleHeader, PhraseLists, Term
from patient_handouts.content.names import ClaimId, RowId
from patient_handouts.content.recipes import CommonRecipe, Format, Recipe
from patient_handouts.content.words import common_words, recipe_words
from patient_handouts.locales.tags import REFERENCE_LOCALE
from patient_handouts.reading.reader import UNIONS, hints_of
from patient_handouts.reading.shape import MAX_TEXT, Id, Located, Scalar, Texts, key_of


def schemas(library: Library) -> dict[str, dict[str, Any]]:
    """All schemas by file name: one for each kind of file, and one for the words of each recipe.

    Those of words show the English when a translator points at a key, and want its placeholders in every translation.
    """
    shapes: dict[str, Any] = {
        "recipe": Recipe,
        "common-recipe": CommonRecipe,
        "formats": Mapping[Id, Format],
        "facts": Mapping[Id, Fact],
        "printable": Mapping[RowId, Row],
        "claims": Mapping[ClaimId, Claim],
        "sources": SourceList,
        "locale": LocaleHeader,
        "language": PhraseLists,
        "signoffs": SignOffs,
        "terms": Mapping[Id, Term],
    }
    shapes |= {f"words-{name}": common_words(common) for name, common in library.commons.items()}
    for name, recipe in library.recipes.items():
        shapes[f"words-{name}"] = recipe_words(recipe, library.told(name)[1])
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    made = {name: head | json_schema(shape) for name, shape in shapes.items()}
    for file, texts in library.locales[REFERENCE_LOCALE].texts.items():
        _show_english(made["locale" if file == "locale" else f"words-{file}"], texts)
    return {f"{name}.schema.json": schema for name, schema in made.items()}


def _show_english(schema: dict[str, Any], texts: Tree) -> None:
    for key, english in texts.items():
        inside = schema.get("properties", {}).get(key)
        if inside is None:  # plural forms, of which each language has its own
            schema["description"] = " / ".join(f"{name}: {text}" for name, text in texts.items())
            return
        if isinstance(english, Mapping):
            _show_english(inside, english)
        elif isinstance(english, Located):
            inside["description"] = english.strip()
            inside |= _wanting(english.placeholders)


def _wanting(names: Iterable[str]) -> dict[str, str]:
    """That some placeholders must be in a text, unless nothing is written yet."""
    escaped = (name.replace(".", r"\.") for name in dict.fromkeys(names))
    wanted = "".join(rf"(?=[\s\S]*\{{{name}\}})" for name in escaped)
    return {"pattern": rf"^(?:{wanted}|\s*$)"} if wanted else {}


def as_text(schema: Mapping[str, Any]) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def json_schema(shape: Any) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a shape, for editors that complete and check YAML."""
    if isinstance(shape, Texts):
        return _object({key: json_schema(inner) for key, inner in shape.keys.items()}, list(shape.keys))
    if is_dataclass(shape) and not isinstance(shape, Scalar):
        return _dataclass_schema(shape)
    return _plain_schema(shape)


def _dataclass_schema(shape: Any) -> dict[str, Any]:
    hints = hints_of(shape)
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
    if origin in UNIONS:
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
