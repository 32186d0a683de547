"""The words of blocks in one locale: their shapes, and the way through them text by text."""

from __future__ import annotations

import datetime
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from patient_handouts.content.blocks import Block, Shared, Tree
from patient_handouts.content.locale import CatalogueLabels, Labels, Plural, PluralCategory
from patient_handouts.content.names import FULL
from patient_handouts.content.recipes import CommonRecipe, Recipe
from patient_handouts.reading.shape import TEXT, Date, Located, Scalar, Texts, key_of


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one recipe in one locale. `date` is the day on which they were last changed.

    `name` is the disease's, `other_names` are what else it is called and looked up by; only the full leaflet says them.
    """

    title: Located
    subtitle: Located
    date: datetime.date
    blocks: Mapping[str, Tree]
    name: Located | None = None
    other_names: Located | None = None


@dataclass(frozen=True, kw_only=True)
class CommonWords:
    """The words of the shared blocks and of the terms in one locale."""

    date: datetime.date
    blocks: Mapping[str, Tree]
    terms: Mapping[str, Tree] = field(default_factory=dict)


PLURAL_CATEGORIES = typing.get_args(PluralCategory)[1].pattern.split("|")


_DATE: Scalar = typing.get_args(Date)[1]


def recipe_words(recipe: Recipe, words: str) -> Texts:
    """The shape of the file of words of a recipe.

    :param words: the format whose words they are; only the full leaflet says the disease's names.
    """
    header: dict[str, Texts | Scalar] = {"name": TEXT, "other-names": TEXT} if words == FULL else {}
    header |= {"title": TEXT, "subtitle": TEXT, "date": _DATE}
    own = [block for block in recipe.blocks if not isinstance(block, Shared)]
    return Texts(header | {"blocks": _block_words(own)})


def common_words(common: CommonRecipe) -> Texts:
    """The shape of a file of words that diseases share."""
    term = Texts({"term": TEXT, "means": TEXT})
    terms: dict[str, Texts | Scalar] = {"terms": Texts(dict.fromkeys(common.terms, term))} if common.terms else {}
    return Texts({"date": _DATE, **terms, "blocks": _block_words(common.blocks)})


def _block_words(blocks: Iterable[Block]) -> Texts:
    return Texts({b.id: Texts(b.shape(), f", in the {b.kind} “{b.id}”") for b in blocks})


def label_texts(formats: Iterable[str]) -> Texts:
    """The shape of what a translator writes in locale.yaml; of plural forms, all that any language has."""
    plural = Texts(dict.fromkeys(PLURAL_CATEGORIES, TEXT))
    hints = typing.get_type_hints(Labels, include_extras=True)
    labels = {key_of(name): plural if hint == Plural else TEXT for name, hint in hints.items()}
    catalogue = {key_of(field.name): TEXT for field in fields(CatalogueLabels)}
    return Texts(
        {"formats": Texts(dict.fromkeys(formats, TEXT)), "catalogue": Texts(catalogue), "labels": Texts(labels)}
    )


def texts(tree: Tree) -> Iterator[Located]:
    """All texts of words, in order."""
    return (text for _, text in texts_with_paths(tree))


def texts_with_paths(tree: Tree, above: str = "") -> Iterator[tuple[str, Located]]:
    """All texts of words, in order, each with the path that leads to it: “points.harms”."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from texts_with_paths(value, f"{above}{key}.")
        elif isinstance(value, Located):
            yield f"{above}{key}", value


def paths(shape: Texts, above: str = "") -> Iterator[tuple[str, Scalar]]:
    """The paths of all texts of a shape, in order, and what stands at each."""
    for key, inner in shape.keys.items():
        if isinstance(inner, Texts):
            yield from paths(inner, f"{above}{key}.")
        else:
            yield f"{above}{key}", inner


def at(tree: Tree, path: str) -> Located | None:
    """The text at a path; None where it could not be read."""
    value: Any = tree
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Located) else None


def is_name(path: str) -> bool:
    """Whether a text only names what follows, and so says nothing that could be wrong."""
    return path.split(".")[-1] in ("heading", "name", "title") or path.startswith("rows.")
