"""The JSON Schemas of the content files, made from the same shapes that the files are read with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patient_handouts.load import common_words, recipe_words
from patient_handouts.model import (
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
)
from patient_handouts.shape import Id, json_schema

if TYPE_CHECKING:
    from patient_handouts.build import Project


def schemas(library: Library) -> dict[str, dict[str, Any]]:
    """All schemas by file name: one for each kind of file, and one for the words of each recipe."""
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
    return {f"{name}.schema.json": head | json_schema(shape) for name, shape in shapes.items()}


def as_text(schema: Mapping[str, Any]) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def write_schemas(project: Project) -> list[Path]:
    """Write all schemas to content/schema/ and delete those that belong to nothing.

    :returns: the files written.
    """
    folder = project.content / "schema"
    folder.mkdir(exist_ok=True)
    written = []
    for name, schema in schemas(project.load()).items():
        path = folder / name
        path.write_text(as_text(schema), "utf-8")
        written.append(path)
    for path in set(folder.glob("*.schema.json")) - set(written):
        path.unlink()
    return written
