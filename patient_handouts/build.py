"""Builds handouts from content to finished files, each whole or not at all."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from patient_handouts import pictures
from patient_handouts.check import check, spoils
from patient_handouts.files import delete, sweep, write_whole
from patient_handouts.load import load
from patient_handouts.model import REFERENCE_LOCALE, Library, Recipe, Which
from patient_handouts.problems import HandoutError, Problem, did_you_mean

if TYPE_CHECKING:
    from patient_handouts.clinic import Profile
    from patient_handouts.handout import Handout
    from patient_handouts.typeset import Typeset


@dataclass(frozen=True)
class Project:
    """The folders that handouts are made from."""

    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def styles(self) -> Path:
        return self.root / "styles"

    @property
    def sign_offs(self) -> Path:
        """The file of sign-offs that all users of this content share."""
        return self.content / "signoffs.yaml"

    def load(self, own_sign_offs: Path | None = None) -> Library:
        """Read the content, and the sign-offs of a clinic's own file beside those that all share."""
        return load(self.content, own_sign_offs)

    def check(self, library: Library, day: datetime.date) -> list[Problem]:
        """All problems of the content, as of a day."""
        return check(library, pictures.pictograms(self.styles), day)


@dataclass(frozen=True)
class Order:
    """How handouts are wanted: on which paper, as approved on which day, whose, and with what note."""

    paper: str
    day: datetime.date
    allow_expired: bool = False
    clinic: Profile | None = None
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class Outcome:
    """What became of one handout: its file, page count and approval, or why there is none.

    `sheets` is the file to print, fold and staple, where there is one.
    """

    which: Which
    path: Path
    pages: int = 0
    standing: str = ""
    failure: str = ""
    sheets: Path | None = None


def choose(library: Library, diseases: Iterable[str], locale: str | None, formats: Iterable[str] = ()) -> list[Which]:
    """The handouts asked for; all that are offered where nothing is named, in the formats that are always built.

    :raises HandoutError: for a disease, locale or format that there is not, with the nearest that there is.
    """
    diseases, formats = list(dict.fromkeys(diseases)), list(dict.fromkeys(formats))
    if not library.formats:
        raise HandoutError("content/formats.yaml cannot be read. Run “python generate.py check”.")
    if not library.diseases or not library.locales:
        raise HandoutError("There is no content to build from. Are content/recipes/ and content/en/ in their places?")
    for name, known, what in (
        *((locale, library.locales, "locale") for locale in [locale] if locale),
        *((disease, library.diseases, "handout") for disease in diseases),
        *((format_, library.formats, "format") for format_ in formats),
    ):
        if name not in known:
            raise HandoutError(f"There is no {what} “{name}”. {did_you_mean(name, known)}")
    formats = formats or [name for name, format_ in library.formats.items() if format_.build == "always"]
    if locale:
        return [Which(disease, locale, f) for disease in diseases or library.diseases for f in formats]
    offered = library.offered()
    return [w for w in offered if (w.disease in diseases or not diseases) and w.format in formats]


def is_spoiled(library: Library, problems: Iterable[Problem], which: Which) -> bool:
    """Whether a handout may not be made; a translation also needs the English that it was made from."""
    recipe = library.recipe_of(which.disease, which.format)
    tags = {which.locale, REFERENCE_LOCALE}
    return any(spoils(library, problem, recipe, tag) for problem in problems for tag in tags)


def handout_path(output: Path, which: Which, ending: str = "") -> Path:
    """Where a handout's PDF goes; a further file beside it has an ending of its own."""
    return output / which.locale / f"{which.stem}{ending}.pdf"


SHEETS = "-to-print-and-fold"
"""The ending of the name of a file of sheets, which is only for printing."""

WITH_NOTE = "-with-note"
"""The ending of the name of a handout for one patient."""


def build(
    project: Project, library: Library, problems: Iterable[Problem], chosen: Iterable[Which], output: Path, order: Order
) -> Iterator[Outcome]:
    """Build handouts one after another, as approved on a day.

    A handout that a problem spoils is not built, and what an earlier build made of it is deleted: what
    lies in the output folder always rests on content that was found sound.

    :raises HandoutError: before the first, if nothing can be typeset on this machine, or the clinic's name or the
        note cannot be printed.
    """
    from patient_handouts.impose import impose
    from patient_handouts.signoff import summary
    from patient_handouts.typeset import prepare

    problems, chosen = list(problems), list(chosen)
    sound = [which for which in chosen if not is_spoiled(library, problems, which)]
    sweep(output)
    ready = {which: _put_together(library, which, order) for which in sound}
    families = {font for found in ready.values() if not isinstance(found, HandoutError) for font in found.fonts}
    if families:
        prepare(families)
    for which in chosen:
        ending = WITH_NOTE if order.note else ""
        path = handout_path(output, which, ending)
        sheets = handout_path(output, which, ending + SHEETS)
        try:
            handout = ready.get(which, HandoutError("its content has mistakes (see above)"))
            if isinstance(handout, HandoutError):
                raise handout
            result = _typeset(project, library, handout, order)
        except HandoutError as error:
            failure = str(error)
            for old in (path, sheets):
                try:
                    delete(old)
                except HandoutError as second:
                    failure += f" {second}"
            yield Outcome(which, path, failure=failure)
            continue
        try:
            write_whole(path, result.pdf, output, private=bool(order.note))
            folded = library.formats[which.format].fold == "yes"
            if folded:
                imposed = impose(result.pdf, handout.direction)
                write_whole(sheets, imposed, output, private=bool(order.note))
        except HandoutError as error:
            yield Outcome(which, path, failure=f"{error} Choose another folder with --output.")
        else:
            standing = summary(library, handout, order.day)
            yield Outcome(which, path, result.pages, standing, sheets=sheets if folded else None)


def _put_together(library: Library, which: Which, order: Order) -> Handout | HandoutError:
    """A handout, or why it may not be given out."""
    from patient_handouts.assemble import assemble, for_clinic, with_note
    from patient_handouts.signoff import stand

    try:
        handout = stand(library, assemble(library, *which), order.day, order.allow_expired)
    except HandoutError as error:
        return error
    if order.clinic:
        handout = for_clinic(handout, library, order.clinic)
    return with_note(handout, order.note) if order.note else handout


def _typeset(project: Project, library: Library, handout: Handout, order: Order) -> Typeset:
    from patient_handouts.render import page
    from patient_handouts.typeset import typeset

    logo = order.clinic.logo if order.clinic else None
    picture = pictures.Picture(logo.data, logo.media_type) if logo else None
    is_set = page(handout, order.paper, project.templates, project.styles, picture)
    result = typeset(is_set.html, is_set.css, is_set.fonts, is_set.pictures)
    recipe = library.recipes[handout.recipe]
    budget = getattr(recipe.pages[handout.format], order.paper.lower())
    if handout.marks != (handout.labels["draft"],):
        budget += 1  # the names of those who approved it may run over onto one more page
    if handout.clinic or handout.note:
        budget += 1  # and so may a clinic's own details
    if result.pages > budget:
        raise HandoutError(str(_too_long(recipe, handout, result.pages, budget)))
    return result


def _too_long(recipe: Recipe, handout: Handout, pages: int, budget: int) -> Problem:
    what = f"the handout fills {pages} pages in the format “{handout.format}”, but may fill {budget}."
    return Problem(recipe.place, what, "Shorten its words, or raise “pages”.")
