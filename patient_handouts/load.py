"""Reads the content files into a Library. Whatever cannot be read becomes a problem, never an exception."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from patient_handouts import strict_yaml
from patient_handouts.model import (
    REFERENCE_LOCALE,
    Block,
    Claim,
    ClaimId,
    CommonRecipe,
    CommonWords,
    Fact,
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
    Words,
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
        self.recipe_names: list[str] = []

    def library(self) -> Library:
        self.recipe_names = self.names("recipes")
        diseases = [name for name in self.recipe_names if name != "common"]
        recipes = {name: self.read(f"recipes/{name}.yaml", Recipe) for name in diseases}
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
            sign_offs=self.sign_offs(),
            problems=tuple(sorted(self.problems)),
        )

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

    def locale(self, tag: str, recipes: Mapping[str, Recipe], common: CommonRecipe | None) -> LocaleContent:
        names = self.names(tag)
        words = {}
        for name in names:
            if name in recipes:
                tree = self.read(f"{tag}/{name}.yaml", disease_words(recipes[name]))
                if tree is not None and all(key in tree for key in ("name", "title", "subtitle", "date", "blocks")):
                    words[name] = Words(**tree)
            elif name not in ("locale", "language", "common", *self.recipe_names):
                what, advice = "there is no recipe of this name.", "Rename the file, or write the recipe."
                self.problem(f"{tag}/{name}.yaml", what, advice, NOTHING)
        for name in recipes:
            if name not in names:
                self.problem(f"{tag}/{name}.yaml", "the file is missing.", f"Write the words of the recipe “{name}”.")
        tree = self.read(f"{tag}/common.yaml", common_words(common)) if common else None
        if tree is not None and any(key not in tree for key in ("date", "terms", "blocks")):
            tree = None
        return LocaleContent(
            tag=tag,
            header=self.read(f"{tag}/locale.yaml", Locale),
            common=CommonWords(**tree) if tree else None,
            words=words,
            language=self.read(f"{tag}/language.yaml", Language) if "language" in names else None,
        )

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
