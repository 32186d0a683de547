"""Puts one handout together: the only place where structure, words, facts and labels meet.

After it nothing is text to be interpreted: placeholders are filled, figures and dates are written in
the locale's way, and inline marks have become parts that a template only has to lay out.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from patient_handouts import cldr, inline, readability
from patient_handouts.clinic import Profile, details
from patient_handouts.fonts import MissingLettersError, more_fonts
from patient_handouts.handout import (
    GlossaryEntry,
    Handout,
    IconArray,
    Note,
    Number,
    Piece,
    Reference,
    Rich,
    RichPart,
    TermMention,
)
from patient_handouts.inline import Bold
from patient_handouts.model import (
    FULL,
    BenefitsHarms,
    Block,
    Fact,
    Figure,
    Glossary,
    Ideas,
    Library,
    Locale,
    Result,
    Sources,
    Tree,
    Which,
)
from patient_handouts.problems import HandoutError
from patient_handouts.scripts import script_code
from patient_handouts.shape import key_of
from patient_handouts.transcript import edition_of, spoken


def assemble(library: Library, disease: str, locale: str, format_: str = FULL) -> Handout:
    """Put a handout together from content that `check` has found sound for it; once for all who ask for it."""
    which = Which(disease, locale, format_)
    if which not in library.assembled:
        library.assembled[which] = _Assembler(library, which).handout()
    made: Handout = library.assembled[which]
    return made


def for_clinic(handout: Handout, library: Library, profile: Profile) -> Handout:
    """A handout as a clinic's own.

    :raises HandoutError: if no font of Noto has a letter of the profile.
    """
    header = library.locales[handout.locale].header
    assert header
    given = details(profile, handout.which, header)
    fonts = handout.fonts + more_fonts("".join(given.lines()), handout.fonts)
    return replace(handout, clinic=given, fonts=fonts, ink=profile.ink)


LONGEST_NOTE = 800
"""Letters of the longest note from the care team; a longer one is a letter."""


def with_note(handout: Handout, note: str) -> Handout:
    """A handout with a note from the care team. The messages of errors say nothing of the note.

    :raises HandoutError: if the note is too long, or cannot be printed.
    """
    lines = tuple(" ".join(line.split()) for line in note.splitlines() if line.strip())
    if sum(map(len, lines)) > LONGEST_NOTE or len(lines) > 20:
        raise HandoutError(f"The note is too long: at most {LONGEST_NOTE} letters, on at most 20 lines.")
    text = "".join(lines)
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Cn") for sign in text if sign not in "\u200c\u200d"):
        raise HandoutError("The note holds signs that nobody sees. Type it anew.")
    try:
        fonts = handout.fonts + more_fonts(text, handout.fonts)
    except MissingLettersError:  # which names them
        raise HandoutError("The note has a letter or a picture that no font here can print. Leave it out.") from None
    return replace(handout, note=Note(lines), fonts=fonts)


class _Assembler:
    def __init__(self, library: Library, which: Which) -> None:
        content = library.locales[which.locale]
        assert content.header and content.common
        self.library = library
        self.content = content
        self.which = which
        self.recipe = library.recipe_of(which.disease, which.format)
        self.tag = which.locale
        self.header: Locale = content.header
        self.signs = cldr.signs(content.header)
        self.terms = content.common.terms
        files = [content.words.get(file) or content.commons.get(file) for file in library.files_of(self.recipe)]
        self.has_glossary = any(isinstance(block, Glossary) for block in library.blocks(self.recipe))
        self.date = max(file.date for file in files if file)
        self.mentioned: dict[str, None] = {}  # terms in the order of their first use
        self.references = self.numbered_references()

    def handout(self) -> Handout:
        words = self.content.words[self.recipe]
        name = str(self.content.words[self.which.disease].name)
        is_set = self.library.formats[self.which.format]
        labels = {key_of(name): label for name, label in vars(self.header.labels).items() if isinstance(label, str)}
        labels |= self.signs
        labels["pictures-by"] += labels["stop"]
        labels["running-header"] = labels["running-header"].replace("{disease}", name)
        title, subtitle = self.rich(words.title), self.rich(words.subtitle)
        pieces = [self.piece(block) for block in self.library.blocks(self.recipe)]
        first_array = next((piece.id for piece in pieces if piece.figures), "")
        entries = self.glossary()  # after all other words are known
        handout = Handout(
            disease=self.which.disease,
            locale=self.tag,
            direction=self.header.direction,
            fonts=self.header.fonts,
            line_height=self.header.line_height,
            digits=self.header.digits or "0123456789",
            format=self.which.format,
            words=is_set.words,
            lists=is_set.tables == "lists",
            name=name,
            title=title,
            subtitle=subtitle,
            labels=labels,
            page_label=inline.parse(labels["page"])[0],
            pieces=tuple(replace(p, entries=entries) if isinstance(p.structure, Glossary) else p for p in pieces),
            first_array=first_array,
            date=self.date,
            recheck_by=self.recheck_by(),
            notes=(),
            marks=(labels["draft"],),
            standing=(labels["not-checked"],),
        )
        handout = replace(handout, notes=self.notes(handout))
        edition, date = edition_of(handout), self.written_date(self.date.isoformat())
        line = labels["edition"].replace("{edition}", edition).replace("{date}", date)
        return replace(handout, edition=edition, labels=labels | {"edition": line})

    def piece(self, block: Block) -> Piece:
        words = self.library.words(self.recipe, self.tag, block)
        figures: tuple[IconArray, ...] = ()
        rich: dict[str, Any] = {}
        for key, value in words.items():  # in the order of the page, which decides where a term comes first
            if key == "figures" and isinstance(block, Result | BenefitsHarms):
                figures = tuple(self.icon_array(figure, value[figure.id]) for figure in block.figures)
            else:
                rich[key] = self.rich_tree(value) if isinstance(value, Mapping) else self.rich(value)
        if isinstance(block, Ideas):
            figures = tuple(map(self.drawn, block.figures))
        return Piece(
            id=block.id,
            kind=block.kind,
            picture=block.picture,
            structure=block,
            words=rich,
            figures=figures,
            references=tuple(self.references.values()) if isinstance(block, Sources) else (),
            cited=self.cited(block) if isinstance(block, Result | BenefitsHarms) else (),
            source_line=self.source_line(block) if isinstance(block, Result | BenefitsHarms) else "",
        )

    # --- words ---

    def rich_tree(self, tree: Tree) -> dict[str, Any]:
        return {k: self.rich_tree(v) if isinstance(v, Mapping) else self.rich(v) for k, v in tree.items()}

    def rich(self, text: str) -> Rich:
        paragraphs = re.split(r"\n\s*\n", text.strip())
        lines = (re.sub(r"[ \t\n]+", " ", paragraph) for paragraph in paragraphs)  # a no-break space stays
        return Rich(tuple(tuple(self.filled(inline.parse(line)[0])) for line in lines))

    def filled(self, parts: tuple[inline.Part, ...]) -> Iterator[RichPart]:
        for part in parts:
            if isinstance(part, Bold):
                yield Bold(tuple(self.filled(part.parts)))  # type: ignore[arg-type]
            elif isinstance(part, inline.Placeholder):
                yield Number(self.value(part.name), part.name.partition(".")[0])
            elif isinstance(part, inline.TermLink):
                first = part.term not in self.mentioned
                self.mentioned.setdefault(part.term)
                if self.has_glossary:
                    yield TermMention(part.text, part.term, first)
                else:  # the words explain it right there
                    yield Bold((inline.Plain(part.text),)) if first else inline.Plain(part.text)
            else:
                yield part

    def value(self, placeholder: str) -> str:
        name, _, key = placeholder.partition(".")
        fact = self.library.facts[name]
        if key in fact.values:
            return self.number(fact.values[key])
        return self.written_date(fact.dates[key])

    def written_date(self, period: str) -> str:
        return cldr.date(period, self.tag, self.header)

    def number(self, value: float) -> str:
        return cldr.number(value, self.tag, self.header)

    def recheck_by(self) -> datetime.date:
        """The first day by which something that the handout rests on must be read again."""
        assert self.library.sources
        evidence = self.library.sources.evidence
        blocks = list(self.library.blocks(self.recipe))
        days = [fact.recheck_by for block in blocks for fact in self.facts_of(block)]
        return min(days + [evidence[key].recheck_by for block in blocks for key in self.evidence_of(block)])

    def notes(self, handout: Handout) -> tuple[str, ...]:
        """The reading level, where the language has a formula."""
        syllables = self.content.language.syllables if self.content.language else {}
        found = readability.level(self.tag, spoken(handout), syllables)
        if found is None:
            return ()
        line = self.header.labels.reading_level.replace("{grade}", self.number(round(found.score, 1)))
        line = line.replace("{formula}", found.formula)
        return (line,)

    # --- figures, terms and sources ---

    def icon_array(self, figure: Figure, words: Tree) -> IconArray:
        counts = self.counts(figure)
        title = self.rich(words["title"])
        legend = {look: self.rich(words[look]) for look in counts}
        colon, semicolon, stop, gap = (self.signs[sign] for sign in ("colon", "semicolon", "stop", "gap"))
        alternative = f"{title}{colon}{gap}{f'{semicolon}{gap}'.join(map(str, legend.values()))}{stop}"
        return IconArray(figure.id, title, legend, counts, alternative)

    def drawn(self, figure: Figure) -> IconArray:
        """People to stand beside a line that says all about them."""
        counts = self.counts(figure)
        people = sum(counts.values())
        numbers = {"people": people, "filled": counts["filled"]}
        alternative = cldr.plural(self.header.labels.drawing, people, self.tag)
        for name, number in numbers.items():
            alternative = alternative.replace(f"{{{name}}}", self.number(number))
        return IconArray(figure.id, Rich(()), {}, counts, alternative)

    def counts(self, figure: Figure) -> dict[str, int]:
        fact: Fact = self.library.facts[figure.fact]
        return {look: fact.values[value] for look, value in figure.parts.items()}

    def glossary(self) -> tuple[GlossaryEntry, ...]:
        waiting = list(self.mentioned)
        entries = []
        while waiting:  # a meaning may mention further terms
            term = waiting.pop(0)
            words = self.terms[term]
            before = set(self.mentioned)
            entries.append(GlossaryEntry(term, self.rich(words["term"]), self.rich(words["means"])))
            waiting += [t for t in self.mentioned if t not in before]
        if script_code(self.tag) in _WITHOUT_AN_ALPHABET:
            return tuple(entries)
        return tuple(sorted(entries, key=lambda entry: _alphabetical(str(entry.term), self.tag)))

    def numbered_references(self) -> dict[str, Reference]:
        assert self.library.sources
        evidence = self.library.sources.evidence
        blocks = list(self.library.blocks(self.recipe))
        keys = dict.fromkeys(key for block in blocks for key in self.evidence_of(block))
        if any(isinstance(block, Sources) and block.of == "figures" for block in blocks):
            of_figures = {key for block in blocks for fact in self.facts_of(block) for key in fact.evidence}
            keys = {key: None for key in keys if key in of_figures}
        return {key: Reference(number, key, evidence[key]) for number, key in enumerate(keys, start=1)}

    def evidence_of(self, block: Block) -> list[str]:
        """What a reader can look up: the evidence of the facts in a block's words, then what the recipe names."""
        assert self.library.sources
        facts = self.facts_of(block)
        keys = dict.fromkeys([*(key for fact in facts for key in fact.evidence), *block.evidence])
        return [key for key in keys if self.library.sources.evidence[key].kind != "general"]

    def facts_of(self, block: Block) -> list[Fact]:
        return [self.library.facts[name] for name in _facts_in(self.library.words(self.recipe, self.tag, block))]

    def cited(self, block: Block) -> tuple[Reference, ...]:
        found = [self.references[key] for key in self.evidence_of(block) if key in self.references]
        return tuple(sorted(found, key=lambda reference: reference.number))

    def source_line(self, block: Block) -> str:
        numbers = [str(reference.number) for reference in self.cited(block)]
        if not numbers:
            return ""
        label = cldr.plural(self.header.labels.sources, len(numbers), self.tag)
        return label.replace("{source}", cldr.listed(numbers, self.tag)) + self.signs["stop"]


def _facts_in(tree: Tree) -> Iterator[str]:
    for value in tree.values():
        if isinstance(value, Mapping):
            yield from _facts_in(value)
        else:
            for part in inline.walk(inline.parse(value)[0]):
                if isinstance(part, inline.Placeholder):
                    yield part.name.partition(".")[0]


_WITHOUT_AN_ALPHABET = {"Hans", "Hant", "Jpan"}
"""Scripts whose words no reader looks up by their signs: they stand in the order in which the leaflet uses them."""

_ARTICLES = {"ar": "ال"}
"""What words begin with in a language and are not looked up by."""


def _alphabetical(text: str, tag: str) -> str:
    """Sorts accented letters beside their base letters and small beside capital ones, without the article."""
    bare = text.removeprefix(_ARTICLES.get(tag.partition("-")[0], ""))
    return "".join(c for c in unicodedata.normalize("NFKD", bare.casefold()) if not unicodedata.combining(c))
