"""Reads the content files into a Library. Whatever cannot be read becomes a problem, never an exception."""

from __future__ import annotations

import re
import typing
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from patient_handouts.content.approvals import SignOff, SignOffs
from patient_handouts.content.evidence import Claim, Fact, Row, SourceList
from patient_handouts.content.library import Library, LocaleContent
from patient_handouts.content.locale import LocaleHeader, PhraseLists, Term
from patient_handouts.content.names import COMMON, FULL, ClaimId, RowId, files_of, recipe_name
from patient_handouts.content.recipes import CommonRecipe, Format, Recipe
from patient_handouts.content.translations import MEMORY, read_memory, stale
from patient_handouts.content.words import (
    PLURAL_CATEGORIES,
    CommonWords,
    Words,
    common_words,
    label_texts,
    recipe_words,
)
from patient_handouts.locales.cldr import cldr
from patient_handouts.locales.tags import REFERENCE_LOCALE, Tag, meant_tag, parents
from patient_handouts.problems import BLOCKS_NOTHING, HandoutError, Kind, Place, Problem, Scope, nearest
from patient_handouts.reading import strict_yaml
from patient_handouts.reading.reader import read
from patient_handouts.reading.shape import INVALID, Id, Scalar, Texts
from patient_handouts.reading.strict_yaml import GARBLED, Node, overlay

_MANY = 5
"""So many texts with the same mistake are a mistake of the file."""


_NOT_A_LOCALE = {"editions", "recipes", "schema"}


_TAG: Scalar = typing.get_args(Tag)[1]


_ID: Scalar = typing.get_args(Id)[1]


def load(content: Path, sign_offs: Path | None = None, only: Collection[str] | None = None, fill: str = "") -> Library:
    """Read all content.

    :param content: the folder `content/`; problems name files relative to the folder above it.
    :param sign_offs: a clinic's own file of sign-offs, which count beside those of `content/signoffs.yaml`.
    :param only: the locales to read, beside English; all if None.
    :param fill: a locale that gets English between ‹ and › wherever it lacks a text: for previews.
    :returns: all that could be read, with all problems of all files.
    """
    return _Loader(content, sign_offs, only, fill).library()


def _marked(node: Node, only: Iterable[str] | None = None) -> Node:
    """English words between marks, to stand where a translation is missing.

    :param only: the keys below which words stand; settings stay as they are.
    """
    if isinstance(node.value, Mapping):
        inside = {
            key: _marked(child) if only is None or key in only else child for key, (_, child) in node.value.items()
        }
        found = {key: (place, inside[key]) for key, (place, _) in node.value.items()}
        if "other" in found:  # plural forms, of which another language may have more
            found = {**dict.fromkeys(PLURAL_CATEGORIES, found["other"]), **found}
        return replace(node, value=found)
    words = isinstance(node.value, str) and node.style and " " in node.value
    return replace(node, value=f"‹{str(node.value).strip()}›") if words else node


def _as_fields(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("-", "_"): value for key, value in tree.items()}


def _is_emptied(path: Path) -> bool:
    """Whether all entries of a file of sign-offs were deleted, as somebody does to withdraw them."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    lines = [line.rstrip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return lines == ["sign-offs:"]


def _is_language(tag: str) -> bool:
    try:
        cldr(tag)
    except ValueError:
        return False
    return True


class _Loader:
    def __init__(
        self,
        content: Path,
        own_sign_offs: Path | None = None,
        only: Collection[str] | None = None,
        fill: str = "",
    ) -> None:
        self.content = content
        self.only = only
        self.fill = fill
        self.own_sign_offs = own_sign_offs
        self.problems: list[Problem] = []
        self.scopes: dict[str, Scope] = {}
        self.words_of: list[str] = []  # the formats that have words of their own
        self.formats: Mapping[str, Format] = {}
        self.recipe_names: list[str] = []
        self.wanted_recipes: list[str] = []  # whether or not there are files for them
        self.tags: list[str] = []
        self.recipes: Mapping[str, Recipe] = {}
        self.commons: Mapping[str, CommonRecipe] = {}

    def library(self) -> Library:
        formats = self.read("formats.yaml", Mapping[Id, Format]) or {}
        self.words_of = [FULL, *dict.fromkeys(f.text_of for f in formats.values() if f.text_of != FULL)]
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
            self.problem(f"recipes/{name}.yaml", "it belongs to no known disease.", advice, BLOCKS_NOTHING)
        self.wanted_recipes = list(recipes)
        self.scopes |= {f"{self.content.name}/recipes/{name}.yaml": self.scope(name) for name in (*recipes, *commons)}
        sources = self.read("sources.yaml", SourceList)
        facts = self.read("facts.yaml", Mapping[Id, Fact])
        printable = self.read("printable.yaml", Mapping[RowId, Row])
        claims = self.read("claims.yaml", Mapping[ClaimId, Claim])
        self.recipes = {name: recipe for name, recipe in recipes.items() if recipe is not None}
        self.commons = {name: common for name, common in shared.items() if common is not None}
        self.formats = formats
        locales = self.locales()
        library = Library(
            formats=formats,
            diseases=tuple(diseases),
            recipes=self.recipes,
            commons=self.commons,
            facts=facts or {},
            printable=printable or {},
            claims=claims or {},
            sources=sources,
            locales=locales,
            sign_offs=self.sign_offs(),
            problems=(),
            scopes=self.scopes,
        )
        return self.with_memories(library)

    def locales(self) -> dict[str, LocaleContent]:
        """All locales. What is not written yet is a mistake in English; in the others it is still to be done."""
        found = {}
        self.tags = tags = self.locale_tags()
        if self.only is not None:
            wanted = {REFERENCE_LOCALE, *self.only}.union(*map(parents, self.only))
            tags = [tag for tag in tags if tag in wanted]
        for tag in tags:
            before = len(self.problems)
            content = self.locale(tag)
            if tag != REFERENCE_LOCALE:
                new = self.problems[before:]
                self.problems[before:] = [problem for problem in new if not problem.is_gap]
                content = replace(content, todo=tuple(sorted(problem for problem in new if problem.is_gap)))
            found[tag] = content
        return found

    def with_memories(self, library: Library) -> Library:
        """The content with all problems, and with what is stale in each locale by what the program remembers of it."""
        locales = dict(library.locales)
        for tag in set(locales) - {REFERENCE_LOCALE} if REFERENCE_LOCALE in locales else ():
            try:
                memory = read_memory(self.content / tag)
            except HandoutError as error:
                advice = str(error).partition(". ")[2]
                what = "the file is not as the program wrote it."
                self.problem(f"{tag}/{MEMORY}", what, advice, BLOCKS_NOTHING)
                continue
            todo = {*locales[tag].todo, *stale(library, tag, memory)}
            locales[tag] = replace(locales[tag], todo=tuple(sorted(todo)), memory=memory)
        return replace(library, locales=locales, problems=tuple(sorted(map(library.scoped, self.problems))))

    def scope(self, name: str, tags: frozenset[str] | None = None) -> Scope:
        """The handouts that take blocks from a file of recipes, or of words in some locales."""
        return Scope(frozenset(recipe for recipe in self.wanted_recipes if name in self.files_of(recipe)), tags)

    def files_of(self, recipe: str) -> tuple[str, ...]:
        words = next((words for words in self.words_of if words != FULL and recipe.endswith(f"-{words}")), FULL)
        return files_of(recipe.removesuffix(f"-{words}"), words)

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
            self.problem(f"recipes/{name}.yaml", "the file is missing.", advice, kind=Kind.NO_FILE)
            return None
        recipe: Recipe | None = self.read(f"recipes/{name}.yaml", Recipe)
        return recipe

    def names(self, folder: str) -> list[str]:
        """The names of the content files in a folder, without their ending; files that begin with a dot are none."""
        try:
            files = sorted(path for path in (self.content / folder).iterdir() if not path.name.startswith("."))
        except OSError as error:
            self.problem(folder, f"the folder cannot be read ({error.strerror}).", "Check its name and rights.")
            return []
        names = []
        for path in files:
            stem = re.sub(r"\.ya?ml(\.txt)?$", "", path.name, flags=re.IGNORECASE)
            plain = re.sub("[ _]+", "-", stem.lower())
            if path.is_dir():
                self.problem(
                    f"{folder}/{path.name}", "files in subfolders are not read.", "Move them up.", BLOCKS_NOTHING
                )
            elif path.suffix == ".yaml" and re.fullmatch(_ID.pattern, path.stem):
                names.append(path.stem)
            elif path.suffix == ".yaml":
                advice = f"Rename it to “{plain}.yaml”." if plain in self.recipe_names else "Rename it."
                self.problem(f"{folder}/{path.name}", f"the name of the file is not {_ID.say}.", advice, BLOCKS_NOTHING)
            elif stem != path.name:
                what = f"the file is not read, since its name ends with “{path.name[len(stem) :]}”."
                self.problem(f"{folder}/{path.name}", what, f"Rename it to “{plain}.yaml”.", BLOCKS_NOTHING)
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
            if re.fullmatch(_TAG.pattern, path.name) and (path.name == REFERENCE_LOCALE or _is_language(path.name)):
                tags.append(path.name)
            else:
                meant = meant_tag(path.name)
                advice = f"Name it {f'“{meant}”' if meant else 'like “es” or “zh-Hans”'}, or move it out of content/."
                what = "the folder’s name is not a language tag."
                self.problem(path.name, what, advice, BLOCKS_NOTHING, Kind.MISNAMED, meant or "")
        if REFERENCE_LOCALE not in tags:
            self.problem(REFERENCE_LOCALE, "the folder is missing.", "It holds the English words of all handouts.")
        return tags

    def locale(self, tag: str) -> LocaleContent:
        names = self.names(tag)
        lacking = [name for name in ("locale", *self.recipe_names) if name not in names]
        for name in names:
            if name not in ("locale", "language", "terms", *self.recipe_names):
                meant = nearest(name, lacking) or (lacking[0] if len(lacking) == 1 else None)
                advice = f"Rename it to “{meant}.yaml”." if meant else "Rename the file, or write the recipe."
                self.problem(f"{tag}/{name}.yaml", "there is no recipe of this name.", advice, BLOCKS_NOTHING)
        folder = f"{self.content.name}/{tag}"
        tags = frozenset({tag, *(other for other in self.tags if tag in parents(other))})  # and its variants
        self.scopes |= {f"{folder}/{name}.yaml": Scope(None, tags) for name in ("locale", "language")}
        self.scopes |= dict.fromkeys((f"{folder}/terms.yaml", f"{folder}/{MEMORY}"), BLOCKS_NOTHING)
        self.scopes |= {f"{folder}/{name}.yaml": self.scope(name, tags) for name in self.recipe_names}
        header = self.node(tag, "locale")
        shapes = {name: self.words_shape(name) for name in self.recipes}
        shapes |= {name: common_words(common) for name, common in self.commons.items()}
        trees = {name: self.value(self.node(tag, name), shape) for name, shape in shapes.items()}
        whole = {name: tree for name, tree in trees.items() if tree and all(key in tree for key in shapes[name].keys)}
        labels = read(header, label_texts(self.formats), []) if header else INVALID
        texts = {"locale": labels} if labels is not INVALID else {}
        return LocaleContent(
            tag=tag,
            header=self.value(header, LocaleHeader),
            commons={name: CommonWords(**whole[name]) for name in self.commons if name in whole},
            words={name: Words(**_as_fields(whole[name])) for name in self.recipes if name in whole},
            language=self.value(self.node(tag, "language"), PhraseLists),
            terms=self.value(self.node(tag, "terms"), Mapping[Id, Term]) or {},
            texts=texts | {name: tree for name, tree in trees.items() if tree},
        )

    def node(self, tag: str, name: str) -> Node | None:
        """A file of a locale, laid over that of the locale that it is a variant of, as “es-MX” is of “es”."""
        parent = next((other for other in parents(tag) if (self.content / other).is_dir()), None)
        below = self.node(parent, name) if parent else None
        if tag == self.fill and name not in ("language", "terms"):
            english, _ = strict_yaml.parse(self.content / REFERENCE_LOCALE / f"{name}.yaml", name)
            marked = english and _marked(english, ("formats", "catalogue", "labels") if name == "locale" else None)
            below = overlay(marked, below) if marked and below else marked
        path = self.content / tag / f"{name}.yaml"
        if path.exists():
            node, problems = strict_yaml.parse(path, f"{self.content.name}/{tag}/{name}.yaml")
            self.problems += problems
            return overlay(below, node) if below and node else node
        if not below and name not in ("language", "terms"):
            advice = "It describes the language." if name == "locale" else f"Write the words of the recipe “{name}”."
            self.problem(f"{tag}/{name}.yaml", "the file is missing.", advice, kind=Kind.NO_FILE)
        return below

    def words_shape(self, name: str) -> Texts:
        own = next((words for words in self.words_of if words != FULL and name.endswith(f"-{words}")), FULL)
        return recipe_words(self.recipes[name], own)

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
        self.problems += problems
        return self.value(node, shape, sound=not problems)

    def value(self, node: Node | None, shape: Any, sound: bool = True) -> Any:
        """The value of a shape that a file holds; None where it cannot be used."""
        if node is None:
            return None
        problems: list[Problem] = []
        value = read(node, shape, problems)
        garbled = [problem for problem in problems if problem.kind == Kind.GARBLED]
        if len(garbled) > _MANY:
            advice = "So are many more in this file: save it as UTF-8, as it was before."
            problems = [problem for problem in problems if problem not in garbled]
            problems.append(Problem(min(garbled).place, GARBLED, advice))
        self.problems += problems
        usable = value is not INVALID and ((sound and not problems) or isinstance(shape, Texts))
        return value if usable else None

    def problem(
        self,
        name: str,
        what: str,
        advice: str,
        blocks: Scope | None = None,
        kind: Kind = Kind.MISTAKE,
        about: str = "",
    ) -> None:
        place = Place(f"{self.content.name}/{name}")
        self.problems.append(Problem(place, what, advice, blocks, kind=kind, about=about))
