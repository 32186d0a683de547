"""Reads the content files into a Library. Whatever cannot be read becomes a problem, never an exception."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from patient_handouts import strict_yaml
from patient_handouts.model import (
    Block,
    Claim,
    ClaimId,
    CommonRecipe,
    CommonWords,
    Fact,
    Library,
    Locale,
    LocaleContent,
    Recipe,
    Shared,
    SourceList,
    Words,
)
from patient_handouts.problems import Place, Problem
from patient_handouts.shape import INVALID, TEXT, Date, Id, Scalar, Texts, read

_NOT_A_LOCALE = {"recipes", "schema"}
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-[a-z0-9]{5,8})*")
_ID: Scalar = typing.get_args(Id)[1]
_DATE: Scalar = typing.get_args(Date)[1]


def load(content: Path) -> Library:
    """Read all content.

    :param content: the folder `content/`; problems name files relative to the folder above it.
    :returns: all that could be read, with all problems of all files.
    """
    return _Loader(content).library()


def disease_words(recipe: Recipe) -> Texts:
    """The shape of a disease's file of words."""
    header: dict[str, Texts | Scalar] = {"name": TEXT, "title": TEXT, "subtitle": TEXT, "date": _DATE}
    own = [block for block in recipe.blocks if not isinstance(block, Shared)]
    return Texts(header | {"blocks": _block_words(own)})


def common_words(common: CommonRecipe) -> Texts:
    """The shape of a locale's common words."""
    term = Texts({"term": TEXT, "means": TEXT})
    return Texts(
        {"date": _DATE, "terms": Texts(dict.fromkeys(common.terms, term)), "blocks": _block_words(common.blocks)}
    )


def _block_words(blocks: Iterable[Block]) -> Texts:
    return Texts({b.id: Texts(b.words(), f", in the {_kind(b)} “{b.id}”") for b in blocks})


def _kind(block: Block) -> str:
    return str(getattr(block, "kind", "block"))


class _Loader:
    def __init__(self, content: Path) -> None:
        self.content = content
        self.problems: list[Problem] = []

    def library(self) -> Library:
        names = self.names("recipes", "*.yaml", _ID)
        recipes = {name: self.read(f"recipes/{name}.yaml", Recipe) for name in names if name != "common"}
        common = self.read("recipes/common.yaml", CommonRecipe)
        sources = self.read("sources.yaml", SourceList)
        facts = self.read("facts.yaml", Mapping[Id, Fact])
        claims = self.read("claims.yaml", Mapping[ClaimId, Claim])
        found = {name: recipe for name, recipe in recipes.items() if recipe is not None}
        locales = {tag: self.locale(tag, found, common) for tag in self.locale_tags()}
        return Library(
            diseases=tuple(recipes),
            recipes=found,
            common=common,
            facts=facts or {},
            claims=claims or {},
            sources=sources,
            locales=locales,
            problems=tuple(sorted(self.problems)),
        )

    def names(self, folder: str, pattern: str, scalar: Scalar) -> list[str]:
        names = []
        for path in sorted((self.content / folder).glob(pattern)):
            if re.fullmatch(scalar.pattern, path.stem):
                names.append(path.stem)
            else:
                self.problem(f"{folder}/{path.name}", "the name of the file is not " + scalar.say + ".", "Rename it.")
        return names

    def locale_tags(self) -> list[str]:
        tags = []
        for path in sorted(self.content.iterdir()) if self.content.is_dir() else []:
            if path.is_dir() and path.name not in _NOT_A_LOCALE and not path.name.startswith("."):
                if _TAG.fullmatch(path.name):
                    tags.append(path.name)
                else:
                    self.problem(
                        path.name, "the folder’s name is not a language tag.", "Name it like “es” or “zh-Hans”."
                    )
        return tags

    def locale(self, tag: str, recipes: Mapping[str, Recipe], common: CommonRecipe | None) -> LocaleContent:
        words = {}
        for name in self.names(tag, "*.yaml", _ID):
            if name in recipes:
                read_words = self.read(f"{tag}/{name}.yaml", disease_words(recipes[name]))
                if read_words is not None:
                    words[name] = Words(**read_words)
            elif name not in ("locale", "common") and not (self.content / "recipes" / f"{name}.yaml").exists():
                self.problem(
                    f"{tag}/{name}.yaml", "there is no recipe of this name.", "Rename the file, or write the recipe."
                )
        for name in recipes:
            if not (self.content / tag / f"{name}.yaml").exists():
                self.problem(f"{tag}/{name}.yaml", "the file is missing.", f"Write the words of the recipe “{name}”.")
        common_read = self.read(f"{tag}/common.yaml", common_words(common)) if common else None
        return LocaleContent(
            tag=tag,
            header=self.read(f"{tag}/locale.yaml", Locale),
            common=CommonWords(**common_read) if common_read else None,
            words=words,
        )

    def read(self, name: str, shape: Any) -> Any:
        node, problems = strict_yaml.parse(self.content / name, f"{self.content.name}/{name}")
        value = INVALID if node is None else read(node, shape, problems)
        self.problems.extend(problems)
        return None if value is INVALID or problems else value

    def problem(self, name: str, what: str, advice: str) -> None:
        self.problems.append(Problem(Place(f"{self.content.name}/{name}"), what, advice))
