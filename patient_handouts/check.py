"""Proves that the content fits together: every problem of every file, with its place and what to do."""

from __future__ import annotations

import datetime
import json
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from patient_handouts import comparison, freshness, inline, translation
from patient_handouts.draft_marks import draft_words, says_draft
from patient_handouts.language import check_language, what_stops
from patient_handouts.model import (
    FULL,
    PLACEHOLDERS_OF_CATALOGUE,
    PLACEHOLDERS_OF_LABELS,
    REFERENCE_LOCALE,
    REQUIRED_KINDS,
    REQUIRED_URGENCIES,
    REQUIRED_WARNINGS,
    About,
    BenefitsHarms,
    Block,
    CareCard,
    Claim,
    CommonWords,
    Evidence,
    Fact,
    Figure,
    Ideas,
    Library,
    Locale,
    LocaleContent,
    Options,
    Recipe,
    Result,
    Shared,
    SourceList,
    Sources,
    Tree,
    Words,
    claims_of,
    evidence_of,
)
from patient_handouts.problems import NOTHING, Place, Problem, did_you_mean, nearest
from patient_handouts.shape import PARAGRAPHS, Located, Scalar, Texts, key_of, place_of
from patient_handouts.trace import is_name
from patient_handouts.transcript import OUTLINE, PAGE, TITLE

MOST_PEOPLE = 2000
"""The largest group that an icon array may draw."""

Names = tuple[str, ...] | None
"""Names that hold a digit and are no figures; None where they could not be read."""


def today() -> datetime.date:
    """The day that facts are judged by: `SOURCE_DATE_EPOCH` where it is set, as in reproducible builds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if re.fullmatch(r"[0-9]{1,11}", epoch):
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).date()


def check(
    library: Library, pictures: Iterable[str], day: datetime.date, to_build: Iterable[str] | None = None
) -> list[Problem]:
    """All problems of the content, in the order of the files.

    :param pictures: the names of the pictograms that there are.
    :param day: the day on which the handouts are to be used; facts past their date are problems.
    :param to_build: of the rules of language, only what keeps these recipes from being built.
    """
    checker = _Checker(library, frozenset(pictures), day, None if to_build is None else frozenset(to_build))
    return _once({*library.problems, *checker.problems()})


def check_locale(library: Library, tag: str, day: datetime.date, language: bool = True) -> list[Problem]:
    """What is wrong in the folder of one locale, as `check` tells it.

    :param language: whether the rules of language are asked too.
    """
    checker = _Checker(library, frozenset(), day, None)
    found = {problem for problem in library.problems if f"/{tag}/" in problem.place.file}
    found.update(checker.locale(library.locales[tag]))
    if language:
        found.update(checker.language(tag))
    return _once(found)


def _once(found: Iterable[Problem]) -> list[Problem]:
    """Problems in order. What looks like English is not told again where a line is known to be wrong."""
    found = sorted(found)
    wrong = {
        (problem.place.file, problem.place.line) for problem in found if not problem.rule and problem.spoils is None
    }
    return [
        problem
        for problem in found
        if problem.rule != "leftover" or (problem.place.file, problem.place.line) not in wrong
    ]


def spoils(library: Library, problem: Problem, recipe: str, locale: str) -> bool:
    """Whether a problem keeps the handouts of a recipe in a locale from being built."""
    if problem.spoils is not None:
        return recipe in problem.spoils
    content, *folders = PurePosixPath(problem.place.file).parts
    if content != "content" or len(folders) < 2:  # a file of a clinic's own, or one that all handouts rest on
        return True
    folder, name = folders[0], PurePosixPath(folders[1]).stem
    return folder in ("recipes", locale) and name in (*library.files_of(recipe), "locale", "language")


def texts(tree: Tree) -> Iterator[Located]:
    """All texts of words, in order."""
    for value in tree.values():
        if isinstance(value, Mapping):
            yield from texts(value)
        elif isinstance(value, Located):
            yield value


class _Checker:
    def __init__(
        self, library: Library, pictures: frozenset[str], day: datetime.date, to_build: frozenset[str] | None
    ) -> None:
        self.library = library
        self.pictures = pictures
        self.day = day
        self.to_build = to_build
        # files that could not be read whole; whether English uses a fact does not hang on other locales
        unread = {problem.place.file.split("/", 1)[-1] for problem in library.problems if problem.spoils is None}
        others = tuple(f"{tag}/" for tag in library.locales if tag != REFERENCE_LOCALE)
        self.unread = {file for file in unread if not file.startswith(others)}
        self.printed: dict[str, set[str]] = defaultdict(set)  # fact -> diseases that print it
        self.terms_used: set[str] = set()

    def problems(self) -> Iterator[Problem]:
        yield from self.recipes()
        yield from self.claims()
        for content in self.library.locales.values():
            yield from self.locale(content)
        yield from self.facts()
        yield from self.sign_offs()
        for tag in self.library.locales:
            yield from self.language(tag)
        if not self.unread:
            yield from self.unused()

    def language(self, tag: str) -> Iterator[Problem]:
        """What the rules of language say; without the lists of a locale, every answer would look idle."""
        if self.library.locales[tag].language is None and not self.may_lack_lists(tag):
            return
        whole = [name for name in self.library.recipes if self.read_whole(tag, name)]
        if self.to_build is None:
            yield from check_language(self.library, tag, whole)
        else:
            yield from what_stops(self.library, tag, [name for name in whole if name in self.to_build])

    def read_whole(self, tag: str, recipe: str) -> bool:
        """Whether nothing is missing from the words of a recipe; a rule would stumble over a gap."""
        names = self.library.files_of(recipe)
        files = ["facts.yaml", *(f"recipes/{name}.yaml" for name in names)]
        files += [f"{tag}/{name}.yaml" for name in ("locale", "language", *names)]
        unread = {problem.place.file.split("/", 1)[-1] for problem in self.library.problems}
        return unread.isdisjoint(files) and self.library.is_complete(recipe, tag)

    def may_lack_lists(self, tag: str) -> bool:
        """Whether a locale has no language.yaml; rules that need no lists hold for it all the same."""
        file = f"content/{tag}/language.yaml"
        return tag != REFERENCE_LOCALE and not any(problem.place.file == file for problem in self.library.problems)

    def read(self, *files: str) -> bool:
        return self.unread.isdisjoint(files)

    # --- recipes ---

    def recipes(self) -> Iterator[Problem]:
        library = self.library
        yield from self.formats()
        if library.common:
            for common in library.commons.values():
                yield from self.blocks(common.blocks)
            for term, sources in library.common.terms.items():
                yield from self.known_sources(sources)
                if not sources:
                    what = f"the meaning of “{term}” rests on nothing."
                    yield Problem(place_of(term), what, "Name claims or evidence: “[C017]”.")
            for name, recipe in library.recipes.items():
                yield from self.blocks(library.own_blocks(name))
                yield from self.shared(name, recipe)
                yield from self.required(name, recipe)
                if self.read("formats.yaml"):
                    yield from self.budgets(name, recipe)

    def formats(self) -> Iterator[Problem]:
        """Formats set the words of the full leaflet, or their own."""
        formats = self.library.formats
        for name, format_ in formats.items():
            place = format_.place
            if format_.words not in (FULL, name):
                advice = f"Write “{FULL}”, the full leaflet, or “{name}”, words of its own."
                yield Problem(place, f"the format “{name}” has the words of “{format_.words}”.", advice)
            if format_.kinds and format_.words != name:
                what = f"the format “{name}” has no words of its own, but names kinds of block."
                yield Problem(place, what, "Leave “kinds” out.", NOTHING)
        if formats and FULL not in formats:
            yield Problem(Place("content/formats.yaml"), f"there is no format “{FULL}”.", "The full leaflet has it.")

    def budgets(self, name: str, recipe: Recipe) -> Iterator[Problem]:
        words = self.library.told(name)[1]
        wanted = {format_ for format_, is_set in self.library.formats.items() if is_set.words == words}
        for format_ in sorted(wanted - set(recipe.pages)):
            what = f"“pages” does not say how many pages the format “{format_}” may fill."
            yield Problem(recipe.place, what, f"Write “{format_}: {{a4: …, letter: …}}” there.")
        yield from _unknown(recipe.pages, wanted, "format")

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Problem]:
        for block in blocks:
            if block.id in (TITLE, OUTLINE, PAGE):
                yield Problem(block.place, f"a block may not be called “{block.id}”.", "Rename it.")
            yield from _unknown(block.pictures(), self.pictures, "picture")
            if block.beside or isinstance(block, Ideas):
                drawn = [figure.id for figure in getattr(block, "figures", ())]
                yield from _unknown([*block.beside, *drawn], getattr(block, "points", ()), "point")
            if isinstance(block, Options) and "name" in block.rows:
                yield Problem(block.place, "a row may not be called “name”.", "Each option has a “name” of its own.")
            yield from self.sources(block)
            if self.read("facts.yaml"):
                yield from self.figures(getattr(block, "figures", ()))
            if isinstance(block, BenefitsHarms) and len(block.figures) not in (0, 2):
                what = "benefits and harms have two figures, one for each, or none."
                yield Problem(block.place, what, "Draw a harm beside a benefit.")

    def sources(self, block: Block) -> Iterator[Problem]:
        """What a block rests on must exist, and must stand at texts that the block has."""
        shape = Texts(block.words())
        for path, sources in block.rests_on.items():
            if not any(f"{known}.".startswith(f"{path}.") for known, _ in paths(shape)):
                what = f"the block “{block.id}” has no text “{path}”."
                yield Problem(place_of(path), what, did_you_mean(path, {known for known, _ in paths(shape)}))
            yield from self.known_sources(sources)

    def known_sources(self, sources: tuple[str, ...]) -> Iterator[Problem]:
        if self.library.sources and self.read("sources.yaml"):
            yield from _unknown(evidence_of(sources), self.library.sources.evidence, "evidence")
        if self.read("claims.yaml"):
            yield from _unknown(claims_of(sources), self.library.claims, "claim")

    def figures(self, figures: Iterable[Figure]) -> Iterator[Problem]:
        facts = self.library.facts
        for figure in figures:
            if figure.fact not in facts:
                yield from _unknown([figure.fact], facts, "fact")
                continue
            values = facts[figure.fact].values
            unknown = list(_unknown([figure.of, *figure.parts.values()], values, f"value of the fact “{figure.fact}”"))
            yield from unknown
            drawn = [values.get(value, 0) for value in figure.parts.values()]
            if not unknown and sum(drawn) != values[figure.of]:
                added = " + ".join(map(str, drawn))
                what = f"the figure draws {added} = {sum(drawn)} people, but there were {values[figure.of]}."
                yield Problem(figure.place, what, "Name values that add up.")
            if sum(drawn) > MOST_PEOPLE:
                what = f"the figure draws {sum(drawn)} people; more than {MOST_PEOPLE} are no picture any more."
                yield Problem(figure.place, what, "Use a share of 100 people.")

    def shared(self, name: str, recipe: Recipe) -> Iterator[Problem]:
        library = self.library
        known = {block.id for file in library.files_of(name)[1:] for block in library.own_blocks(file)}
        yield from _unknown([b.id for b in recipe.blocks if isinstance(b, Shared)], known, "shared block")
        shared = {b.id for file in library.files_of(name) if file in library.commons for b in library.own_blocks(file)}
        for block in library.own_blocks(name):
            if block.id in shared:
                what = f"“{block.id}” is already the name of a shared block."
                yield Problem(block.place, what, "Rename this one.")

    def required(self, name: str, recipe: Recipe) -> Iterator[Problem]:
        blocks = list(self.library.blocks(name))
        given = {warning for block in blocks for warning in block.warnings}
        missing = [warning for warning in REQUIRED_WARNINGS if warning not in given]
        if missing:
            what = f"no block gives the required warning{'s' if len(missing) > 1 else ''} {', '.join(missing)}."
            yield Problem(recipe.place, what, "Add a block with it, or name it at the block that says it.")
        words = self.library.told(name)[1]
        for kind in REQUIRED_KINDS if words == FULL else self.library.formats[words].kinds:
            count = sum(block.says == kind for block in blocks)
            if count != 1:
                what = f"there are {count} blocks of the kind “{kind}”." if count else f"there is no “{kind}” block."
                advice = "Every handout has exactly one."
                if words != FULL:
                    advice = f"In the format “{words}”, every handout has exactly one."
                yield Problem(recipe.place, what, advice)
        if self.library.is_easy(name):
            yield from self.easy(blocks)
        for urgency in REQUIRED_URGENCIES:
            if not any(getattr(block, "urgency", None) == urgency for block in blocks):
                yield Problem(recipe.place, f"there is no care card that is {urgency}.", "Every handout has one.")

    def easy(self, blocks: Iterable[Block]) -> Iterator[Problem]:
        """In easy read every idea has a picture at its side."""
        for block in blocks:
            if not isinstance(block, Ideas | CareCard | About | Sources):
                what = f"a block of the kind “{block.kind}” is no easy read."
                yield Problem(block.place, what, "Use the kinds ideas, care-card, about and sources.")
                continue
            drawn = {figure.id for figure in getattr(block, "figures", ())}
            for point in getattr(block, "points", ()):
                if point not in block.beside and point not in drawn:
                    what = f"no picture stands beside the point “{point}”."
                    yield Problem(place_of(point), what, f"Write “{point}: …” under “beside”, or draw a figure.")

    # --- claims ---

    def claims(self) -> Iterator[Problem]:
        if not self.read("claims.yaml") or not self.library.common:
            return
        library = self.library
        yield from _lost_claims(library)
        places = _claims_in_print(library)
        for number, claim in library.claims.items():
            if self.read("sources.yaml"):
                yield from self.claim(claim)
            for mention, diseases in places.get(number, ()):
                if claim.use == "withhold":
                    advice = f"It is withheld: {claim.why}"
                    yield Problem(place_of(mention), f"the claim {number} must not be printed.", advice)
                elif "all" not in claim.diseases and not diseases <= set(claim.diseases):
                    others = ", ".join(sorted(diseases - set(claim.diseases)))
                    advice = "Name a claim about this disease, or widen the claim’s diseases."
                    yield Problem(place_of(mention), f"the claim {number} does not speak about {others}.", advice)
            if claim.use != "withhold" and number not in places and not self.unread:
                advice = "Name it at the block that says it, or withhold it with a reason."
                what = f"the claim {number} is to be printed, but no block names it."
                yield Problem(claim.place, what, advice, NOTHING)

    def claim(self, claim: Claim) -> Iterator[Problem]:
        assert self.library.sources
        documents = self.library.sources.documents
        for ref in claim.refs:
            document, paragraph = ref.split("p")
            if document not in documents or int(paragraph) >= documents[document].paragraphs:
                yield Problem(place_of(ref), f"there is no paragraph “{ref}” in the documents.", "See sources.yaml.")
        yield from _unknown(claim.evidence, self.library.sources.evidence, "evidence")
        if (claim.wording is None) == (claim.use == "print-with-caveat"):
            what = "a claim printed with a caveat, and only such a claim, has a safer “wording”."
            yield Problem(claim.place, what, "Add “wording: …” or change “use”.")

    # --- words ---

    def locale(self, content: LocaleContent) -> Iterator[Problem]:
        if content.tag == REFERENCE_LOCALE and content.language is None and self.read(f"{content.tag}/language.yaml"):
            place = Place(f"content/{content.tag}/language.yaml")
            advice = "It holds the lists of hard words and of hype; begin with a copy of the English one."
            yield Problem(place, "the file is missing.", advice)
        names = content.header.names_with_digits if content.header else None
        if content.header:
            yield from _header(content.tag, content.header)
            for label, placeholders in _labels(content.header) if content.tag == REFERENCE_LOCALE else ():
                yield from self.plain(label, placeholders, names)
            yield from self.names_of_formats(content.header)
        if content.tag != REFERENCE_LOCALE:
            yield from comparison.problems(self.library, content)
            yield from translation.unnoted(self.library, content)
            yield from _terms(content)
            for words in content.words.values():
                yield from self.date(words)
            return
        for recipe, words in content.words.items():
            yield from self.head(recipe, words, names)
            yield from self.words_of_file(recipe, words, names)
        for file, common in content.commons.items():
            for text in texts(common.terms):
                yield from self.text(text, names, set())
                yield from _one_paragraph(text)
            yield from self.words_of_file(file, common, names)

    def head(self, recipe: str, words: Words, names: Names) -> Iterator[Problem]:
        for name in (words.name, words.other_names):
            if name:
                yield from self.plain(name, frozenset(), names)
        for text in (words.title, words.subtitle):
            yield from self.text(text, names, {recipe})
            yield from _one_paragraph(text)
        yield from self.date(words)

    def date(self, words: Words) -> Iterator[Problem]:
        if words.date > self.day:
            yield Problem(words.title.place, f"the date {words.date} of these words is yet to come.", "Correct it.")

    def names_of_formats(self, header: Locale) -> Iterator[Problem]:
        if not self.read("formats.yaml"):
            return
        yield from _unknown(header.formats, self.library.formats, "format")
        for name in sorted(set(self.library.formats) - set(header.formats)):
            what = f"“formats” has no name for the format “{name}”."
            yield Problem(place_of(header.name), what, f'Write “{name}: "…"” there.')

    def words_of_file(self, file: str, words: Words | CommonWords, names: Names) -> Iterator[Problem]:
        for block in self.library.own_blocks(file):
            if block.id in words.blocks:
                users = {name for name in self.library.recipes if any(b is block for b in self.library.blocks(name))}
                yield from self.block_words(block, words.blocks[block.id], names, users)

    def plain(self, text: Located, wanted: frozenset[str], names: Names) -> Iterator[Problem]:
        """A label or a name: no marks, and just the placeholders that the program fills in."""
        parts, mistakes = inline.parse(text)
        for mistake in mistakes:
            yield Problem(text.place_of(mistake.offset), mistake.what, mistake.advice)
        found = {part.name: part for part in inline.walk(parts) if isinstance(part, inline.Placeholder)}
        for name in wanted - set(found):
            what = f"the placeholder {{{name}}} is missing in this label."
            yield Problem(text.place, what, "Put it where it belongs.")
        for name in set(found) - wanted:
            advice = f"Write {{{min(wanted)}}}." if wanted else "Leave it out."
            yield Problem(text.place_of(found[name].offset), f"there is no placeholder {{{name}}} here.", advice)
        if not all(isinstance(part, inline.Plain | inline.Placeholder) for part in parts):
            yield Problem(text.place, "here can stand no bold and no link.", "Write the words alone.")
        for offset, digits in _typed(text, names):
            yield Problem(text.place_of(offset), f"the figure “{digits}” is typed in here.", "Leave it out.")
        yield from _one_paragraph(text)

    def block_words(self, block: Block, tree: Tree, names: Names, diseases: set[str]) -> Iterator[Problem]:
        for path, scalar in paths(Texts(block.words())):
            text = at(tree, path)
            if text is None:
                continue
            yield from self.text(text, names, diseases)
            if block.needs_sources() and not is_name(path) and not (block.sources_of(path) or _placeholders(text)):
                what = f"the text “{path}” of the block “{block.id}” rests on nothing."
                advice = f"Name its claims or evidence there, under “rests-on”: “{path}: [C042]”."
                yield Problem(block.place, what, advice, frozenset(diseases))
            if scalar is not PARAGRAPHS:
                yield from _one_paragraph(text)
        for path, drawn in _drawn(block):
            text = at(tree, path)
            if text is not None and drawn not in _placeholders(text):
                what = f"these words do not say the number that is drawn, {{{drawn}}}."
                yield Problem(text.place, what, "Use this placeholder here.")

    def text(self, text: Located, names: Names, diseases: set[str]) -> Iterator[Problem]:
        parts, mistakes = inline.parse(text)
        for mistake in mistakes:
            yield Problem(text.place_of(mistake.offset), mistake.what, mistake.advice)
        if (offset := text.find("# allow")) >= 0:
            yield Problem(text.place_of(offset), "this remark would be printed.", "Put it above the key of the text.")
        for offset, digits in _typed(text, names):
            what = f"the figure “{digits}” is typed into the words."
            advice = "Write a placeholder like {fact.value}, so that the figure keeps its source (see facts.yaml)."
            yield Problem(text.place_of(offset), what, advice)
        for part in inline.walk(parts):
            if isinstance(part, inline.TermLink) and self.library.common:
                self.terms_used.add(part.term)
                if part.term not in self.library.common.terms:
                    what = f"the glossary has no term “{part.term}”."
                    yield Problem(text.place_of(part.offset), what, did_you_mean(part.term, self.library.common.terms))
            elif isinstance(part, inline.Placeholder) and self.read("facts.yaml"):
                yield from self.placeholder(part, text, diseases)

    def placeholder(self, part: inline.Placeholder, text: Located, diseases: set[str]) -> Iterator[Problem]:
        fact, _, value = part.name.partition(".")
        known = {f"{name}.{key}" for name, f in self.library.facts.items() for key in (*f.values, *f.dates)}
        if part.name in known:
            self.printed[fact] |= diseases
        else:
            what = f"there is no fact for the placeholder {{{part.name}}}."
            near = {key.partition(".")[2] for key in known if key.startswith(f"{fact}.")}
            hint = did_you_mean(value, near) if fact in self.library.facts else did_you_mean(part.name, known)
            yield Problem(text.place_of(part.offset), what, hint)

    # --- facts ---

    def facts(self) -> Iterator[Problem]:
        evidence = self.library.sources.evidence if self.library.sources else {}
        for name, fact in self.library.facts.items():
            if self.read("sources.yaml"):
                yield from _unknown(fact.evidence, evidence, "evidence")
            yield from _outcomes(name, fact)
            yield from self.dates(f"the fact “{name}”", fact, self.printed.get(name, set()))
        for key, item in evidence.items():
            yield from self.dates(f"the evidence “{key}”", item, self.resting_on(key))

    def dates(self, name: str, source: Fact | Evidence, diseases: set[str]) -> Iterator[Problem]:
        longest = freshness.longest(self.library, source)
        if not source.read <= source.recheck_by <= source.read + longest:
            what = f"{name} has no sound dates (read {source.read}, recheck by {source.recheck_by})."
            within = "a year" if longest == freshness.LONGEST else "six months"
            yield Problem(source.place, what, f"Recheck it within {within} of reading it.")
        if source.read > self.day:
            yield Problem(source.place, f"{name} was read in the future, {source.read}.", "Correct the date.")
        if source.recheck_by < self.day:
            what = f"{name} was to be checked again by {source.recheck_by}."
            advice = "Read it again, correct what it says now, then set “read” and “recheck-by”."
            yield Problem(source.place, what, advice, frozenset(diseases))

    def sign_offs(self) -> Iterator[Problem]:
        """Approvals that have lapsed, or that fit to nothing; the build sees for itself what is approved."""
        newest = {(entry.disease, entry.locale, entry.format, entry.as_): entry for entry in self.library.sign_offs}
        for entry in self.library.sign_offs:
            if entry.disease not in self.library.diseases:
                advice = did_you_mean(entry.disease, self.library.diseases)
                yield Problem(entry.place, f"there is no handout “{entry.disease}”.", advice, NOTHING)
            elif entry.locale not in self.library.locales:
                advice = did_you_mean(entry.locale, self.library.locales)
                yield Problem(entry.place, f"there is no locale “{entry.locale}”.", advice, NOTHING)
            if not entry.has_sound_dates:
                what = f"the approval has no sound dates (of {entry.date}, until {entry.until})."
                yield Problem(entry.place, what, "It ends after its day, and within three years.", NOTHING)
        for entry in newest.values():
            if entry.until < self.day and entry.as_ != "patient-reader":
                what = f"the approval of “{entry.disease}” by a {entry.as_} ended on {entry.until}."
                advice = "Have it checked again, and record that with “sign-off”; or delete this entry."
                yield Problem(entry.place, what, advice, NOTHING)

    def resting_on(self, key: str) -> set[str]:
        """The diseases whose handouts rest on some evidence."""
        facts = {name for name, fact in self.library.facts.items() if key in fact.evidence}
        blocks = {r for r in self.library.recipes if any(key in block.evidence for block in self.library.blocks(r))}
        return blocks.union(*(self.printed.get(name, set()) for name in facts))

    # --- what nobody uses ---

    def all_blocks(self) -> Iterator[Block]:
        for file in (*self.library.commons, *self.library.recipes):
            yield from self.library.own_blocks(file)

    def unused(self) -> Iterator[Problem]:
        library = self.library
        assert library.common and library.sources
        for name, fact in library.facts.items():
            if name not in self.printed:
                yield Problem(fact.place, f"no words print the fact “{name}”.", "Use it or delete it.", NOTHING)
        for term in library.common.terms:
            if term not in self.terms_used:
                yield Problem(
                    place_of(term), f"no words link to the term “{term}”.", "Link to it or delete it.", NOTHING
                )
        used = {id(block) for recipe in library.recipes for block in library.blocks(recipe)}
        for block in (block for common in library.commons.values() for block in common.blocks):
            if id(block) not in used:
                what = f"no recipe uses the shared block “{block.id}”."
                yield Problem(block.place, what, "Use it or delete it.", NOTHING)
        yield from self.unused_evidence(library.sources)

    def unused_evidence(self, sources: SourceList) -> Iterator[Problem]:
        library = self.library
        cited = {key for block in self.all_blocks() for key in block.evidence}
        cited |= {key for fact in library.facts.values() for key in fact.evidence}
        cited |= (
            {source for sources in library.common.terms.values() for source in sources} if library.common else set()
        )
        cited |= {key for claim in library.claims.values() for key in claim.evidence}
        for key, evidence in sources.evidence.items():
            if key not in cited:
                yield Problem(
                    evidence.place, f"nothing rests on the evidence “{key}”.", "Cite it or delete it.", NOTHING
                )


def _lost_claims(library: Library) -> Iterator[Problem]:
    """The ledger is whole: a claim that nobody judges any more could slip into print."""
    wanted = {f"C{number:03}" for number in range(1, library.sources.claims + 1)} if library.sources else set()
    for number in sorted(wanted - set(library.claims)):
        what = f"the claim {number} of the documents is missing."
        yield Problem(Place("content/claims.yaml"), what, "Restore it; to keep it out of print, withhold it.")
    for number in sorted(set(library.claims) - wanted) if library.sources else ():
        place = library.claims[number].place
        yield Problem(place, f"sources.yaml does not count the claim {number}.", "Raise “claims” there.", NOTHING)


def _outcomes(name: str, fact: Fact) -> Iterator[Problem]:
    for outcome in fact.outcomes:
        unknown = list(_unknown([outcome.of, *outcome.parts], fact.values, f"value of the fact “{name}”"))
        yield from unknown
        parts = [fact.values.get(part, 0) for part in outcome.parts]
        if not unknown and sum(parts) != fact.values[outcome.of]:
            added = " + ".join(map(str, parts))
            what = f"the parts make {added} = {sum(parts)}, but “{outcome.of}” is {fact.values[outcome.of]}."
            yield Problem(place_of(outcome.of), what, "Correct the values.")


def _claims_in_print(library: Library) -> dict[str, list[tuple[str, set[str]]]]:
    """For each claim, where the recipes name it, each time with the diseases whose handouts print it."""
    found: dict[str, dict[str, tuple[str, set[str]]]] = defaultdict(dict)
    for recipe in library.recipes:
        disease = library.told(recipe)[0]
        for block in library.blocks(recipe):
            for mention in claims_of(source for sources in block.rests_on.values() for source in sources):
                found[mention].setdefault(str(block.place), (mention, set()))[1].add(disease)
    for sources in library.common.terms.values() if library.common else ():
        for mention in claims_of(sources):
            found[mention].setdefault(str(place_of(mention)), (mention, set()))
    return {number: list(mentions.values()) for number, mentions in found.items()}


def _drawn(block: Block) -> Iterator[tuple[str, str]]:
    """The numbers that a block draws, each with the path of the text that must say it."""
    if isinstance(block, Ideas):
        for figure in block.figures:
            for value in figure.parts.values():
                yield f"points.{figure.id}", f"{figure.fact}.{value}"
    elif isinstance(block, Result | BenefitsHarms):
        for figure in block.figures:
            for look, value in figure.parts.items():
                yield f"figures.{figure.id}.{look}", f"{figure.fact}.{value}"


def _labels(header: Locale) -> Iterator[tuple[Located, frozenset[str]]]:
    for field, label in vars(header.labels).items():
        wanted = PLACEHOLDERS_OF_LABELS.get(key_of(field), frozenset())
        if isinstance(label, Located):
            yield label, wanted
        for category, form in label.items() if isinstance(label, Mapping) else ():
            assert isinstance(form, Located)
            yield form, wanted - {"people"} if category == "one" and "people" not in _placeholders(form) else wanted
    for field, label in vars(header.catalogue).items():
        yield label, PLACEHOLDERS_OF_CATALOGUE.get(key_of(field), frozenset())
    for name in header.formats.values():
        assert isinstance(name, Located)
        yield name, frozenset()


def _header(tag: str, header: Locale) -> Iterator[Problem]:
    from patient_handouts import cldr

    wanted = cldr.plural_categories(tag)
    for name in ("drawing", "sources"):
        forms = getattr(header.labels, name)
        for category in wanted:
            if category not in forms:
                what = f"the label “{name}” lacks its plural form “{category}”."
                yield Problem(
                    place_of(next(iter(forms.values()), header.name)), what, f'Write “{category}: "…"” there.'
                )
        for category in forms.keys() - set(wanted):
            what = f"this language has no plural form “{category}” (CLDR: {', '.join(wanted)})."
            yield Problem(place_of(forms[category]), what, "Delete it.", NOTHING)
    direction = cldr.direction(tag)
    if header.direction != direction:
        what = f"this language is written from {'left to right' if direction == 'ltr' else 'right to left'}."
        yield Problem(place_of(header.direction), what, f"Write “{direction}”.")
    for pattern, parts in ((header.date_pattern, "dMy"), (header.month_pattern, "My")):
        lacking = [part for part in parts if part not in re.sub("'[^']*'", "", pattern).replace("L", "M")]
        if lacking:
            named = {"d": "day (d)", "M": "month (MMMM)", "y": "year (y)"}[lacking[0]]
            yield Problem(place_of(pattern), f"the date pattern lacks the {named}.", "Write it where it belongs.")
    yield from _digits(header)
    yield from _marks(tag, header)
    yield from _fonts(tag, header)
    for name in header.names_with_digits:
        if len(inline.digits(re.sub(r"(?<=\d)[.,](?=\d)", "", name))) != 1 or not any(sign.isalpha() for sign in name):
            what = f"“{name}” is no name with a number in it."
            yield Problem(place_of(name), what, "Figures belong into facts.yaml.")


def _marks(tag: str, header: Locale) -> Iterator[Problem]:
    """What nobody has checked says so on every page, in words, and never that somebody has."""
    labels = header.labels
    for name in ("draft", "draft_translation"):
        mark = getattr(labels, name)
        if not says_draft(mark, tag):
            words = " or ".join(f"“{word}”" for word in draft_words(tag))
            what = f"the mark “{key_of(name)}” does not say that the text is a draft."
            yield Problem(place_of(mark), what, f"Begin it with {words}.")
    for name in ("draft", "draft_translation", "not_checked", "translation_not_checked", "not_tested"):
        mark = getattr(labels, name)
        for other in ("checked", "translation_checked", "tested"):
            approved = _bare(getattr(labels, other).partition("{")[0], tag)
            if approved and _bare(mark, tag).startswith(approved):
                what = f"“{key_of(name)}” says the same as “{key_of(other)}”, while nobody has checked the text."
                yield Problem(place_of(mark), what, "Say that it has not been checked yet.")


def _bare(label: str, tag: str) -> str:
    """What a label says, without the word for a draft and the signs around it."""
    for word in draft_words(tag):
        label = label.casefold().replace(word, "")
    return label.casefold().strip(" \n:：,，.。·-–—")


def _digits(header: Locale) -> Iterator[Problem]:
    """Figures are written in the ten digits of one script, in order; with others, patients read wrong numbers."""
    if header.digits and header.digits != _digits_like(header.digits):
        what = f"the digits “{header.digits}” are not zero to nine of one script in order: figures would be wrong."
        yield Problem(place_of(header.digits), what, f"Write “{_digits_like(header.digits)}”, or leave “digits” out.")


def _digits_like(digits: str) -> str:
    """The ten digits, in order, of the script that the first of some digits belongs to."""
    zero = ord(digits[0]) - unicodedata.decimal(digits[0])
    return "".join(chr(zero + value) for value in range(10))


def _terms(content: LocaleContent) -> Iterator[Problem]:
    for name, term in content.terms.items():
        if not term.use or not term.english:
            lacking = "use" if term.english else "english"
            what = f"the term “{name}” has nothing under “{lacking}”."
            yield Problem(place_of(name), what, f'Write “{lacking}: ["…"]” there, or delete the term.', NOTHING)


def _fonts(tag: str, header: Locale) -> Iterator[Problem]:
    from patient_handouts import fonts, scripts

    script = scripts.script_of(tag)
    usual = f"Write “fonts: [{', '.join(json.dumps(family) for family in script.fonts)}]”." if script else ""
    if not header.fonts:
        yield Problem(
            place_of(header.name), "no font is named.", usual or 'Write “fonts: ["Noto Sans"]” or another font.'
        )
    for family in header.fonts:
        if family not in scripts.FONTS and not fonts.is_installed(family):
            near = nearest(family, scripts.FONTS)
            what = f"there is no font “{family}” here."
            yield Problem(place_of(family), what, f"Did you mean “{near}”?" if near else usual)


def _one_paragraph(text: Located) -> Iterator[Problem]:
    if "\n\n" in text.strip():
        place = text.place_of(text.index("\n\n"))
        yield Problem(place, "here can stand only one paragraph.", "Take out the empty line.")


def _typed(text: str, names: Names) -> list[tuple[int, str]]:
    return [] if names is None else inline.digits(text, names)


def _placeholders(text: str) -> set[str]:
    return {part.name for part in inline.walk(inline.parse(text)[0]) if isinstance(part, inline.Placeholder)}


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


def _unknown(names: Iterable[str], known: Iterable[str], what: str) -> Iterator[Problem]:
    known = set(known)
    for name in names:
        if name not in known:
            yield Problem(place_of(name), f"there is no {what} “{name}”.", did_you_mean(name, known))
