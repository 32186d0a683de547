"""All content that could be read, and the questions that can be asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from patient_handouts.content.approvals import SignOff
from patient_handouts.content.blocks import Block, Shared, Tree
from patient_handouts.content.evidence import Claim, Fact, Row, SourceList
from patient_handouts.content.locale import LocaleHeader, PhraseLists, Term
from patient_handouts.content.names import COMMON, FULL, HandoutName, files_of, recipe_name
from patient_handouts.content.recipes import CommonRecipe, Format, Recipe
from patient_handouts.content.words import CommonWords, Words, at, paths
from patient_handouts.locales.tags import REFERENCE_LOCALE
from patient_handouts.problems import EVERYTHING, Problem, Scope
from patient_handouts.reading.shape import Texts


@dataclass(frozen=True)
class Memory:
    """What the program remembers of a translated text: the English, its figures, and the translation's fingerprint."""

    english: str
    figures: Mapping[str, int | str]
    translation: str


@dataclass(frozen=True)
class LocaleContent:
    """Everything in one locale's folder that could be read; words by the name of their recipe.

    `texts` has for each file all texts in it that a translator writes, as far as they are written. `todo` is what is
    still to be written, or to be looked at again because the English has changed; a file with any of it is not whole.
    `memory` is what the program remembers of each text.
    """

    tag: str
    header: LocaleHeader | None
    commons: Mapping[str, CommonWords]
    words: Mapping[str, Words]
    language: PhraseLists | None
    terms: Mapping[str, Term]
    texts: Mapping[str, Tree]
    todo: tuple[Problem, ...] = ()
    memory: Mapping[str, Memory] = field(default_factory=dict)

    @property
    def common(self) -> CommonWords | None:
        """The words that all full leaflets share, with the terms."""
        return self.commons.get(COMMON)


@dataclass(frozen=True, eq=False, repr=False)
class Library:
    """All content that could be read, and what was wrong with the rest.

    `diseases` and `locales` name what there are files for; a name without an entry in `recipes` or
    `words` belongs to a file that could not be read, and `problems` says why. A disease has one recipe for each
    of the words that it is told in: “ms”, “ms-easy-read”. `scopes` says of each file which handouts rest on it.
    """

    formats: Mapping[str, Format]
    diseases: tuple[str, ...]
    recipes: Mapping[str, Recipe]
    commons: Mapping[str, CommonRecipe]
    facts: Mapping[str, Fact]
    printable: Mapping[str, Row]
    claims: Mapping[str, Claim]
    sources: SourceList | None
    locales: Mapping[str, LocaleContent]
    sign_offs: tuple[SignOff, ...]
    problems: tuple[Problem, ...]
    scopes: Mapping[str, Scope]

    def __repr__(self) -> str:
        return f"<Library of {', '.join(self.diseases)} in {', '.join(self.locales)}>"  # its values fill megabytes

    @property
    def common(self) -> CommonRecipe | None:
        """What all full leaflets share, with the terms."""
        return self.commons.get(COMMON)

    def unread_reference(self) -> list[Problem]:
        """What could not be read of the English and its recipes, which translations and schemas are made after."""
        scopes = {problem: self.scope_of(problem) for problem in self.problems}
        return [p for p, scope in scopes.items() if scope.locales is None or REFERENCE_LOCALE in scope.locales]

    def recipe_of(self, disease: str, format_: str) -> str:
        """The name of the recipe that a handout is made by."""
        return recipe_name(disease, self.formats[format_].text_of)

    def told(self, recipe: str) -> tuple[str, str]:
        """The disease that a recipe is about, and the format whose words it has."""
        for words in sorted({format_.text_of for format_ in self.formats.values()} - {FULL}, key=len, reverse=True):
            if recipe.endswith(f"-{words}"):
                return recipe.removesuffix(f"-{words}"), words
        return recipe, FULL

    def is_easy(self, recipe: str) -> bool:
        """Whether the words of a recipe are easy read."""
        format_ = self.formats.get(self.told(recipe)[1])
        return format_ is not None and format_.reading == "easy"

    def files_of(self, recipe: str) -> tuple[str, ...]:
        """The files that a recipe takes blocks from, the nearest first."""
        return files_of(*self.told(recipe))

    def scope_of(self, problem: Problem) -> Scope:
        """Which handouts a problem blocks: where nobody has said it, those that rest on its file."""
        return self.scopes.get(problem.place.file, EVERYTHING) if problem.blocks is None else problem.blocks

    def scoped(self, problem: Problem) -> Problem:
        """The same problem, saying which handouts it blocks."""
        return replace(problem, blocks=self.scope_of(problem))

    def blocking(self, problems: Iterable[Problem], name: HandoutName) -> list[Problem]:
        """Of some problems, those that keep a handout from being made; a translation also needs its English."""
        recipe = self.recipe_of(name.disease, name.format)
        tags = {*name.locales, REFERENCE_LOCALE}
        return [p for p in problems if any(self.scope_of(p).covers(recipe, tag) for tag in tags)]

    def own_blocks(self, file: str) -> list[Block]:
        """The blocks of one file of recipes, without those that it only mentions."""
        found: Recipe | CommonRecipe | None = self.recipes.get(file) or self.commons.get(file)
        return [block for block in found.blocks if not isinstance(block, Shared)] if found else []

    def shared(self, recipe: str, block: str) -> tuple[str, Block] | None:
        """The file and the block that a recipe means by the name of a shared block."""
        for file in self.files_of(recipe)[1:]:
            for found in self.own_blocks(file):
                if found.id == block:
                    return file, found
        return None

    def blocks(self, recipe: str) -> tuple[Block, ...]:
        """The blocks of a recipe in order, shared ones in place of their mention."""
        return self._blocks[recipe]

    @cached_property
    def _blocks(self) -> Mapping[str, tuple[Block, ...]]:
        return {recipe: tuple(self._resolved(recipe)) for recipe in self.recipes}

    def _resolved(self, recipe: str) -> Iterator[Block]:
        for block in self.recipes[recipe].blocks:
            if not isinstance(block, Shared):
                yield block
            elif found := self.shared(recipe, block.id):
                yield found[1]

    def offered(self) -> list[HandoutName]:
        """Each handout that there is: all in English, in other locales what is complete."""
        return [
            HandoutName(disease, tag, format_)
            for tag in self.locales
            for disease in self.diseases
            for format_ in self.formats
            if self._is_told(disease, format_, tag)
        ]

    def is_offered(self, which: HandoutName) -> bool:
        """Whether there is such a handout; a bilingual one where both languages and the format have it."""
        if which.format not in self.formats or which.disease not in self.diseases:
            return False
        if len(which.locales) > 1 and self.formats[which.format].bilingual is None:
            return False
        return all(tag in self.locales and self._is_told(which.disease, which.format, tag) for tag in which.locales)

    def _is_told(self, disease: str, format_: str, tag: str) -> bool:
        return tag == REFERENCE_LOCALE or self.is_complete(self.recipe_of(disease, format_), tag)

    def title_of(self, name: HandoutName) -> str:
        """The title of a handout of one language."""
        return str(self.locales[name.locale].words[self.recipe_of(name.disease, name.format)].title)

    def texts(self) -> list[HandoutName]:
        """Those of the handouts offered that have words of their own: what people approve, and releases keep."""
        return [which for which in self.offered() if self.formats[which.format].text_of == which.format]

    def is_complete(self, recipe: str, locale: str) -> bool:
        """Whether all that a recipe asks for was read in a locale, and is up to date."""
        content = self.locales[locale]
        files = [file for file in self.files_of(recipe) if file in self.recipes or file in self.commons]
        if recipe not in self.recipes:
            return False
        read = bool(content.header) and all(file in content.words or file in content.commons for file in files)
        return read and not self.todo_of(recipe, locale)

    def todo_of(self, recipe: str, locale: str) -> list[Problem]:
        """What is still to be done before the handouts of a recipe are whole in a locale."""
        return [p for p in self.locales[locale].todo if self.scope_of(p).covers(recipe, locale)]

    def lacks_texts(self, recipe: str, locale: str) -> bool:
        """Whether a text is missing that a block of a recipe asks for, so that its handouts cannot be laid out."""
        return any(
            at(self.words_of(recipe, locale, block), path) is None
            for block in self.blocks(recipe)
            for path, _ in paths(Texts(block.shape()))
        )

    def words_of(self, recipe: str, locale: str, block: Block) -> Tree:
        """The words of a block of a recipe in a locale; empty if they could not be read."""
        content = self.locales[locale]
        for file in self.files_of(recipe):
            if any(own is block for own in self.own_blocks(file)):
                found: Words | CommonWords | None = content.words.get(file) or content.commons.get(file)
                return found.blocks.get(block.id, {}) if found else {}
        return {}
