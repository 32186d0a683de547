"""Recipes and formats: whether all that they name is there, and all that a handout must have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from patient_handouts.check.context import Context, unknown, unknown_values
from patient_handouts.content.blocks import (
    About,
    BenefitsHarms,
    Block,
    CareCard,
    Figure,
    Ideas,
    Options,
    Shared,
    Sources,
)
from patient_handouts.content.evidence import claims_of, evidence_of
from patient_handouts.content.names import FULL, OUTLINE, PAGE, TITLE
from patient_handouts.content.recipes import REQUIRED_KINDS, REQUIRED_URGENCIES, REQUIRED_WARNINGS, Recipe
from patient_handouts.content.words import paths
from patient_handouts.problems import BLOCKS_NOTHING, Place, Problem, did_you_mean
from patient_handouts.reading.shape import Texts, place_of

MOST_PEOPLE = 2000
"""The largest group that an icon array may draw."""


def recipe_problems(context: Context) -> Iterator[Problem]:
    """What is wrong in recipes and formats."""
    library = context.library
    yield from _formats(context)
    if not library.common:
        return
    for common in library.commons.values():
        yield from _blocks(context, common.blocks)
    for term, sources in library.common.terms.items():
        yield from _known_sources(context, sources)
        if not sources:
            what = f"no source is given for the meaning of “{term}”."
            yield Problem(place_of(term), what, "Name claims or evidence: “[C017]”.")
    for name, recipe in library.recipes.items():
        yield from _blocks(context, library.own_blocks(name))
        yield from _shared(context, name, recipe)
        yield from _required(context, name, recipe)
        if context.is_read("formats.yaml"):
            yield from _budgets(context, name, recipe)


def _formats(context: Context) -> Iterator[Problem]:
    """Formats set the words of the full leaflet, or their own."""
    formats = context.library.formats
    for name, format_ in formats.items():
        if format_.text_of not in (FULL, name):
            advice = f"Write “{FULL}”, the full leaflet, or “{name}”, words of its own."
            yield Problem(format_.place, f"the format “{name}” has the words of “{format_.text_of}”.", advice)
        if format_.kinds and format_.text_of != name:
            what = f"the format “{name}” has no words of its own, but names kinds of block."
            yield Problem(format_.place, what, "Leave “kinds” out.", BLOCKS_NOTHING)
    if formats and FULL not in formats:
        yield Problem(Place("content/formats.yaml"), f"there is no format “{FULL}”.", "The full leaflet has it.")


def _budgets(context: Context, name: str, recipe: Recipe) -> Iterator[Problem]:
    words = context.library.told(name)[1]
    wanted = {format_ for format_, is_set in context.library.formats.items() if is_set.text_of == words}
    for format_ in sorted(wanted - set(recipe.pages)):
        what = f"“pages” does not say how many pages the format “{format_}” may fill."
        yield Problem(recipe.place, what, f"Write “{format_}: {{a4: …, letter: …}}” there.")
    yield from unknown(recipe.pages, wanted, "format")


def _blocks(context: Context, blocks: Iterable[Block]) -> Iterator[Problem]:
    for block in blocks:
        if block.id in (TITLE, OUTLINE, PAGE):
            yield Problem(block.place, f"a block may not be called “{block.id}”.", "Rename it.")
        yield from unknown(block.pictures(), context.pictograms, "picture")
        if block.beside or isinstance(block, Ideas):
            drawn = [figure.id for figure in getattr(block, "figures", ())]
            yield from unknown([*block.beside, *drawn], getattr(block, "points", ()), "point")
        if isinstance(block, Options) and block.no_change:
            yield from unknown([block.no_change], block.options, "option")
        if isinstance(block, About) and block.funding:
            yield from unknown([block.funding], block.points, "point")
        if isinstance(block, Options) and "name" in block.rows:
            yield Problem(block.place, "a row may not be called “name”.", "Each option has a “name” of its own.")
        yield from _sources(context, block)
        if context.is_read("facts.yaml"):
            yield from _figures(context, getattr(block, "figures", ()))
        if isinstance(block, BenefitsHarms) and len(block.figures) not in (0, 2):
            what = "benefits and harms have two figures, one for each, or none."
            yield Problem(block.place, what, "Draw a harm beside a benefit.")


def _sources(context: Context, block: Block) -> Iterator[Problem]:
    """What a block rests on must exist, and must stand at texts that the block has."""
    known = {path for path, _ in paths(Texts(block.shape()))}
    for path, sources in block.rests_on.items():
        if not any(f"{other}.".startswith(f"{path}.") for other in known):
            what = f"the block “{block.id}” has no text “{path}”."
            yield Problem(place_of(path), what, did_you_mean(path, known))
        yield from _known_sources(context, sources)


def _known_sources(context: Context, sources: tuple[str, ...]) -> Iterator[Problem]:
    library = context.library
    if library.sources and context.is_read("sources.yaml"):
        yield from unknown(evidence_of(sources), library.sources.evidence, "evidence")
    if context.is_read("claims.yaml"):
        yield from unknown(claims_of(sources), library.claims, "claim")


def _figures(context: Context, figures: Iterable[Figure]) -> Iterator[Problem]:
    facts = context.library.facts
    for figure in figures:
        if figure.fact not in facts:
            yield from unknown([figure.fact], facts, "fact")
            continue
        values = facts[figure.fact].values
        strange = list(unknown_values([figure.of, *figure.parts.values()], figure.fact, facts[figure.fact]))
        yield from strange
        drawn = [values.get(value, 0) for value in figure.parts.values()]
        if not strange and sum(drawn) != values[figure.of]:
            added = " + ".join(map(str, drawn))
            what = f"the figure draws {added} = {sum(drawn)} people, but there were {values[figure.of]}."
            yield Problem(figure.place, what, "Name values that add up.")
        if sum(drawn) > MOST_PEOPLE:
            what = f"the figure draws {sum(drawn)} people; more than {MOST_PEOPLE:,} cannot be read as a picture."
            yield Problem(figure.place, what, "Use a share of 100 people.")


def _shared(context: Context, name: str, recipe: Recipe) -> Iterator[Problem]:
    library = context.library
    known = {block.id for file in library.files_of(name)[1:] for block in library.own_blocks(file)}
    yield from unknown([b.id for b in recipe.blocks if isinstance(b, Shared)], known, "shared block")
    shared = {b.id for file in library.files_of(name) if file in library.commons for b in library.own_blocks(file)}
    for block in library.own_blocks(name):
        if block.id in shared:
            what = f"“{block.id}” is already the name of a shared block."
            yield Problem(block.place, what, "Rename this one.")


def _required(context: Context, name: str, recipe: Recipe) -> Iterator[Problem]:
    library = context.library
    blocks = list(library.blocks(name))
    given = {warning for block in blocks for warning in block.warnings}
    missing = [warning for warning in REQUIRED_WARNINGS if warning not in given]
    if missing:
        what = f"no block gives the required warning{'s' if len(missing) > 1 else ''} {', '.join(missing)}."
        yield Problem(recipe.place, what, "Add a block with it, or name it at the block that says it.")
    words = library.told(name)[1]
    for kind in REQUIRED_KINDS if words == FULL else library.formats[words].kinds:
        count = sum(block.says == kind for block in blocks)
        if count != 1:
            what = f"there are {count} blocks of the kind “{kind}”." if count else f"there is no “{kind}” block."
            advice = "Every handout has exactly one."
            if words != FULL:
                advice = f"In the format “{words}”, every handout has exactly one."
            yield Problem(recipe.place, what, advice)
    if library.is_easy(name):
        yield from _easy(blocks)
    for urgency in REQUIRED_URGENCIES:
        if not any(getattr(block, "urgency", None) == urgency for block in blocks):
            yield Problem(recipe.place, f"there is no care card that is {urgency}.", "Every handout has one.")


def _easy(blocks: Iterable[Block]) -> Iterator[Problem]:
    """In easy read every idea has a picture at its side."""
    for block in blocks:
        if not isinstance(block, Ideas | CareCard | About | Sources):
            what = f"a “{block.kind}” block is not allowed in easy read."
            yield Problem(block.place, what, "Use the kinds ideas, care-card, about and sources.")
            continue
        drawn = {figure.id for figure in getattr(block, "figures", ())}
        for point in getattr(block, "points", ()):
            if point not in block.beside and point not in drawn:
                what = f"no picture stands beside the point “{point}”."
                yield Problem(place_of(point), what, f"Write “{point}: …” under “beside”, or draw a figure.")
