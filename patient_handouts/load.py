"""Reads the content files into a Library. Whatever cannot be read becomes a problem, never an exception."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from patient_handouts import strict_yaml
from patient_handouts.model import (
    COMMON,
    FULL,
    REFERENCE_LOCALE,
    Block,
    Claim,
    ClaimId,
    CommonRecipe,
    CommonWords,
    Fact,
    Format,
    Language,
    Library,
    Locale,
    LocaleContent,
    Recipe,
    Shared,
    SignOff,
    SignOffs,
    SourceList,
    Tag,
    Term,
    Words,
    recipe_name,
)
from patient_handouts.problems import NOTHING, HandoutError, Place, Problem
from patient_handouts.shape import INVALID, TEXT, Date, Id, Scalar, Texts, read

_NOT_A_LOCALE = {"editions", "recipes", "schema"}
_TAG: Scalar = typing.get_args(Tag)[1]
_ID: Scalar = typing.get_args(Id)[1]
_DATE: Scalar = typing.get_args(Date)[1]


def load(content: Path, sign_offs: Path | None = None) -> Library:
    """Read all content.

    :param content: the folder `content/`; problems name files relative to the folder above it.
    :param sign_offs: a clinic's own file of sign-offs, which count beside those of `content/signoffs.yaml`.
    :returns: all that could be read, with all problems of all files.
    """
    return _Loader(content, sign_offs).library()


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
    return Texts({b.id: Texts(b.words(), f", in the {b.kind} “{b.id}”") for b in blocks})


def _is_emptied(path: Path) -> bool:
    """Whether all entries of a file of sign-offs were deleted, as somebody does to withdraw them."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    lines = [line.rstrip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return lines == ["sign-offs:"]


class _Loader:
    def __init__(self, content: Path, own_sign_offs: Path | None) -> None:
        self.content = content
        self.own_sign_offs = own_sign_offs
        self.problems: list[Problem] = []
        self.words_of: list[str] = []  # the formats that have words of their own
        self.recipe_names: list[str] = []
        self.recipes: Mapping[str, Recipe] = {}
        self.commons: Mapping[str, CommonRecipe] = {}

    def library(self) -> Library:
        formats = self.read("formats.yaml", Mapping[Id, Format]) or {}
        self.words_of = [FULL, *dict.fromkeys(f.words for f in formats.values() if f.words != FULL)]
        self.recipe_names = self.names("recipes")
        commons = [recipe_name(COMMON, words) for words in self.words_of]
        endings = tuple(f"-{words}" for words in self.words_of)
        if not formats:  # then only the names tell which words are of which disease
            endings = tuple(name.removeprefix(other) for other in self.recipe_names for name in self.further(other))
        diseases = [name for name in self.recipe_names if name not in commons and not name.endswith(endings)]
        recipes = {
            recipe_name(disease, words): self.recipe(disease, words) for words in self.words_of for disease in diseases
        }
        shared = {name: self.read(f"recipes/{name}.yaml", CommonRecipe) for name in self.wanted(commons)}
        for name in sorted(set(self.recipe_names) - set(recipes) - set(commons)) if formats else ():
            advice = "Write the recipe of the full leaflet first, or rename this one."
            self.problem(f"recipes/{name}.yaml", "there is no disease that it is about.", advice, NOTHING)
        sources = self.read("sources.yaml", SourceList)
        facts = self.read("facts.yaml", Mapping[Id, Fact])
        claims = self.read("claims.yaml", Mapping[ClaimId, Claim])
        self.recipes = {name: recipe for name, recipe in recipes.items() if recipe is not None}
        self.commons = {name: common for name, common in shared.items() if common is not None}
        locales = {tag: self.locale(tag) for tag in self.locale_tags()}
        return Library(
            formats=formats,
            diseases=tuple(diseases),
            recipes=self.recipes,
            commons=self.commons,
            facts=facts or {},
            claims=claims or {},
            sources=sources,
            locales=locales,
            sign_offs=self.sign_offs(),
            problems=tuple(sorted(self.problems)),
        )

    def further(self, name: str) -> list[str]:
        """The recipes that are called like another one, and more."""
        return [further for further in self.recipe_names if further.startswith(f"{name}-")]

    def wanted(self, commons: list[str]) -> list[str]:
        """Of the files that diseases share, the one that there must be, and those that there are."""
        return [name for name in commons if name == COMMON or name in self.recipe_names]

    def recipe(self, disease: str, words: str) -> Recipe | None:
        name = recipe_name(disease, words)
        if name not in self.recipe_names:
            advice = f"Every disease has one for the format “{words}”."
            self.problem(f"recipes/{name}.yaml", "the file is missing.", advice)
            return None
        recipe: Recipe | None = self.read(f"recipes/{name}.yaml", Recipe)
        return recipe

    def names(self, folder: str) -> list[str]:
        """The names of the content files in a folder, without their ending; files that begin with a dot are none."""
        try:
            files = sorted(path for path in (self.content / folder).iterdir() if path.suffix == ".yaml")
        except OSError as error:
            self.problem(folder, f"the folder cannot be read ({error.strerror}).", "Check its name and rights.")
            return []
        names = []
        for path in files:
            if re.fullmatch(_ID.pattern, path.stem):
                names.append(path.stem)
            elif not path.name.startswith("."):
                self.problem(f"{folder}/{path.name}", f"the name of the file is not {_ID.say}.", "Rename it.", NOTHING)
        return names

    def locale_tags(self) -> list[str]:
        tags = []
        try:
            folders = sorted(path for path in self.content.iterdir() if path.is_dir())
        except OSError as error:
            raise HandoutError(f"The folder {self.content} cannot be read ({error.strerror}).") from error
        for path in folders:
            if path.name in _NOT_A_LOCALE or path.name.startswith((".", "__")):
                continue
            if re.fullmatch(_TAG.pattern, path.name):
                tags.append(path.name)
            else:
                advice = "Name it like “es” or “zh-Hans”, or move it out of content/."
                self.problem(path.name, "the folder’s name is not a language tag.", advice, NOTHING)
        if REFERENCE_LOCALE not in tags:
            self.problem(REFERENCE_LOCALE, "the folder is missing.", "It holds the English words of all handouts.")
        return tags

    def locale(self, tag: str) -> LocaleContent:
        names = self.names(tag)
        for name in names:
            if name not in ("locale", "language", "terms", *self.recipe_names):
                what, advice = "there is no recipe of this name.", "Rename the file, or write the recipe."
                self.problem(f"{tag}/{name}.yaml", what, advice, NOTHING)
        for name in self.recipes:
            if name not in names:
                self.problem(f"{tag}/{name}.yaml", "the file is missing.", f"Write the words of the recipe “{name}”.")
        words = {name: self.words(tag, name) for name in names if name in self.recipes}
        commons = {name: self.common(tag, name) for name in self.commons}
        return LocaleContent(
            tag=tag,
            header=self.read(f"{tag}/locale.yaml", Locale),
            commons={name: common for name, common in commons.items() if common},
            words={name: found for name, found in words.items() if found},
            language=self.read(f"{tag}/language.yaml", Language) if "language" in names else None,
            terms=(self.read(f"{tag}/terms.yaml", Mapping[Id, Term]) if "terms" in names else None) or {},
        )

    def words(self, tag: str, name: str) -> Words | None:
        own = next((words for words in self.words_of if words != FULL and name.endswith(f"-{words}")), FULL)
        shape = recipe_words(self.recipes[name], own)
        tree = self.read(f"{tag}/{name}.yaml", shape)
        if tree is None or any(key not in tree for key in shape.keys):
            return None
        return Words(**{key.replace("-", "_"): value for key, value in tree.items()})

    def common(self, tag: str, name: str) -> CommonWords | None:
        shape = common_words(self.commons[name])
        tree = self.read(f"{tag}/{name}.yaml", shape)
        return CommonWords(**tree) if tree is not None and all(key in tree for key in shape.keys) else None

    def sign_offs(self) -> tuple[SignOff, ...]:
        """All sign-offs; those of a file that cannot be read count as not given."""
        shared = self.content / "signoffs.yaml"
        files = [(shared, f"{self.content.name}/signoffs.yaml")] if shared.exists() else []
        files += [(self.own_sign_offs, str(self.own_sign_offs))] if self.own_sign_offs else []
        read = [self.read_file(path, name, SignOffs) for path, name in files if not _is_emptied(path)]
        return tuple(given for file in read if file for given in file.sign_offs)

    def read(self, name: str, shape: Any) -> Any:
        """Read a content file; None where it cannot be used. Of words, what could be read, to be checked."""
        return self.read_file(self.content / name, f"{self.content.name}/{name}", shape)

    def read_file(self, path: Path, name: str, shape: Any) -> Any:
        node, problems = strict_yaml.parse(path, name)
        value = INVALID if node is None else read(node, shape, problems)
        self.problems.extend(problems)
        usable = value is not INVALID and (not problems or isinstance(shape, Texts))
        return value if usable else None

    def problem(self, name: str, what: str, advice: str, spoils: frozenset[str] | None = None) -> None:
        self.problems.append(Problem(Place(f"{self.content.name}/{name}"), what, advice, spoils))
