"""The JSON Schemas of the content files, made from the same shapes that the files are read with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patient_handouts.load import common_words, recipe_words
from patient_handouts.model import (
    REFERENCE_LOCALE,
    Claim,
    ClaimId,
    CommonRecipe,
    Fact,
    Format,
    Language,
    Library,
    Locale,
    Recipe,
    SignOffs,
    SourceList,
    Term,
    Tree,
)
from patient_handouts.problems import HandoutError
from patient_handouts.shape import Id, json_schema
from patient_handouts.translation import placeholders

if TYPE_CHECKING:
    from patient_handouts.build import Project


def schemas(library: Library) -> dict[str, dict[str, Any]]:
    """All schemas by file name: one for each kind of file, and one for the words of each recipe.

    Those of words show the English when a translator points at a key, and want its placeholders in every translation.
    """
    shapes: dict[str, Any] = {
        "recipe": Recipe,
        "common-recipe": CommonRecipe,
        "formats": Mapping[Id, Format],
        "facts": Mapping[Id, Fact],
        "claims": Mapping[ClaimId, Claim],
        "sources": SourceList,
        "locale": Locale,
        "language": Language,
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
        elif isinstance(english, str):
            inside["description"] = english.strip()
            inside |= _wanting(placeholders(english))


def _wanting(names: Iterable[str]) -> dict[str, str]:
    """That some placeholders must be in a text, unless nothing is written yet."""
    escaped = (name.replace(".", r"\.") for name in dict.fromkeys(names))
    wanted = "".join(rf"(?=[\s\S]*\{{{name}\}})" for name in escaped)
    return {"pattern": rf"^(?:{wanted}|\s*$)"} if wanted else {}


def as_text(schema: Mapping[str, Any]) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def write_schemas(project: Project) -> list[Path]:
    """Write all schemas to content/schema/ and delete those that belong to nothing.

    :returns: the files written.
    :raises HandoutError: if a file that the schemas are made from cannot be read whole.
    """
    folder = project.content / "schema"
    library = project.load()
    if broken := library.unread_reference():
        told = "\n".join(map(str, broken))
        raise HandoutError(f"The schemas stay as they are, since this cannot be read:\n{told}")
    folder.mkdir(exist_ok=True)
    written = []
    for name, schema in schemas(library).items():
        path = folder / name
        path.write_text(as_text(schema), "utf-8")
        written.append(path)
    for path in set(folder.glob("*.schema.json")) - set(written):
        path.unlink()
    return written
