"""The English words: placeholders, links, figures, and that every text rests on something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from patient_handouts.check.context import Context, unknown_values
from patient_handouts.check.slips import slips
from patient_handouts.content.blocks import BenefitsHarms, Block, Ideas, Result, Tree
from patient_handouts.content.library import LocaleContent
from patient_handouts.content.words import CommonWords, Words, at, is_name, paths, texts
from patient_handouts.problems import Problem, Scope, did_you_mean
from patient_handouts.reading import inline
from patient_handouts.reading.shape import PARAGRAPHS, Located, Texts

Names = tuple[str, ...] | None
"""Names that hold a digit and are no figures; None where they could not be read."""


def word_problems(context: Context, content: LocaleContent) -> Iterator[Problem]:
    """What is wrong in the words of the English, which the others are compared with."""
    names = content.header.names_with_digits if content.header else None
    for words in content.words.values():
        for name in (words.name, words.other_names):
            if name:
                yield from plain_problems(name, frozenset(), names)
        for text in (words.title, words.subtitle):
            yield from _text(context, text, names)
            yield from one_paragraph(text)
        yield from date_problems(context, words)
    yield from _one_title_each(context, content)
    for common in content.commons.values():
        for text in texts(common.terms):
            yield from _text(context, text, names)
            yield from one_paragraph(text)
    files: dict[str, Words | CommonWords] = {**content.words, **content.commons}
    for file, given in files.items():
        yield from _file(context, file, given, names)


def _one_title_each(context: Context, content: LocaleContent) -> Iterator[Problem]:
    """Two diseases that nobody could tell apart in the catalogue."""
    first: dict[str, str] = {}
    for disease in context.library.diseases:
        if words := content.words.get(disease):
            other = first.setdefault(" ".join(words.title.split()).casefold(), disease)
            if other != disease:
                what = f"“{disease}” has the same title as “{other}”."
                yield Problem(words.title.place, what, "Name the disease in it.")


def date_problems(context: Context, words: Words) -> Iterator[Problem]:
    """Words of a day that is yet to come."""
    if words.date > context.day:
        yield Problem(words.title.place, f"the date {words.date} of these words is in the future.", "Correct it.")


def plain_problems(text: Located, wanted: frozenset[str], names: Names) -> Iterator[Problem]:
    """What is wrong in a label or a name: it has no marks, and just the placeholders that the program fills in."""
    for mistake in text.mistakes:
        yield Problem(text.place_of(mistake.offset), mistake.what, mistake.advice)
    yield from _slips(text)
    found = {part.name: part for part in inline.walk(text.parts) if isinstance(part, inline.Placeholder)}
    for name in wanted - set(found):
        what = f"the placeholder {{{name}}} is missing in this label."
        yield Problem(text.place, what, "Put it where it belongs.")
    for name in set(found) - wanted:
        advice = f"Write {{{min(wanted)}}}." if wanted else "Leave it out."
        yield Problem(text.place_of(found[name].offset), f"there is no placeholder {{{name}}} here.", advice)
    if not all(isinstance(part, inline.Plain | inline.Placeholder) for part in text.parts):
        yield Problem(text.place, "bold and links are not allowed here.", "Write the words alone.")
    for offset, digits in _typed(text, names):
        yield Problem(text.place_of(offset), f"the figure “{digits}” is typed in here.", "Leave it out.")
    yield from one_paragraph(text)


def one_paragraph(text: Located) -> Iterator[Problem]:
    """More than one paragraph where there is room for one."""
    if "\n\n" in text.strip():
        place = text.place_of(text.index("\n\n"))
        yield Problem(place, "only one paragraph is allowed here.", "Take out the empty line.")


def _file(context: Context, file: str, words: Words | CommonWords, names: Names) -> Iterator[Problem]:
    for block in context.library.own_blocks(file):
        if block.id in words.blocks:
            yield from _block(context, block, words.blocks[block.id], names)


def _block(context: Context, block: Block, tree: Tree, names: Names) -> Iterator[Problem]:
    for path, scalar in paths(Texts(block.shape())):
        text = at(tree, path)
        if text is None:
            continue
        yield from _text(context, text, names)
        rests = block.sources_of(path) or text.placeholders
        if block.needs_sources() and not is_name(path) and not rests:
            what = f"no source is given for the text “{path}” of the block “{block.id}”."
            advice = f"Name its claims or evidence there, under “rests-on”: “{path}: [C042]”."
            yield Problem(block.place, what, advice, Scope(context.users(block)))
        if scalar is not PARAGRAPHS:
            yield from one_paragraph(text)
    for path, drawn in _drawn(block):
        text = at(tree, path)
        if text is not None and drawn not in text.placeholders:
            what = f"these words do not say the number that is drawn, {{{drawn}}}."
            yield Problem(text.place, what, "Use this placeholder here.")


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


def _text(context: Context, text: Located, names: Names) -> Iterator[Problem]:
    for mistake in text.mistakes:
        yield Problem(text.place_of(mistake.offset), mistake.what, mistake.advice)
    yield from _slips(text)
    for offset, digits in _typed(text, names):
        what = f"the figure “{digits}” is typed into the words."
        advice = "Write a placeholder like {fact.value}, so that the figure keeps its source (see facts.yaml)."
        yield Problem(text.place_of(offset), what, advice)
    common = context.library.common
    for part in inline.walk(text.parts):
        if isinstance(part, inline.TermLink) and common and part.term not in common.terms:
            what = f"the glossary has no term “{part.term}”."
            yield Problem(text.place_of(part.offset), what, did_you_mean(part.term, common.terms))
        elif isinstance(part, inline.Placeholder) and context.is_read("facts.yaml"):
            yield from _placeholder(context, part, text)


def _slips(text: Located) -> Iterator[Problem]:
    for slip in slips(text):
        yield Problem(text.place_of(slip.offset), slip.what, slip.advice, slip.blocks)


def _placeholder(context: Context, part: inline.Placeholder, text: Located) -> Iterator[Problem]:
    facts = context.library.facts
    name, _, value = part.name.partition(".")
    place = text.place_of(part.offset)
    if name in facts:
        for problem in unknown_values([Located.at(value, text.node)], name, facts[name]):
            yield replace(problem, place=place)
    else:
        what = f"there is no fact for the placeholder {{{part.name}}}."
        yield Problem(place, what, did_you_mean(name, facts))


def _typed(text: str, names: Names) -> list[tuple[int, str]]:
    return [] if names is None else inline.digits(text, names)
