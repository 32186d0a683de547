"""Builds handouts from content to finished files, each whole or not at all."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from patient_handouts import pictures
from patient_handouts.check import check, spoils
from patient_handouts.files import delete, sweep, write_whole
from patient_handouts.load import load
from patient_handouts.model import REFERENCE_LOCALE, Library
from patient_handouts.problems import HandoutError, Place, Problem, did_you_mean


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
class Outcome:
    """What became of one handout: its file, page count and approval, or why there is none."""

    disease: str
    locale: str
    path: Path
    pages: int = 0
    standing: str = ""
    failure: str = ""


def choose(library: Library, diseases: Iterable[str], locale: str | None) -> list[tuple[str, str]]:
    """The handouts asked for, as pairs of disease and locale; all that are offered where nothing is named.

    :raises HandoutError: for a disease or a locale that there is not, with the nearest that there is.
    """
    diseases = list(dict.fromkeys(diseases))
    if not library.diseases or not library.locales:
        raise HandoutError("There is no content to build from. Are content/recipes/ and content/en/ in their places?")
    if locale and locale not in library.locales:
        raise HandoutError(f"There is no locale “{locale}”. {did_you_mean(locale, library.locales)}")
    for disease in diseases:
        if disease not in library.diseases:
            raise HandoutError(f"There is no handout “{disease}”. {did_you_mean(disease, library.diseases)}")
    if locale:
        return [(disease, locale) for disease in diseases or library.diseases]
    return [(disease, tag) for disease, tag in library.offered() if disease in diseases or not diseases]


def is_spoiled(problems: Iterable[Problem], disease: str, locale: str) -> bool:
    """Whether a handout may not be made; a translation also needs the English that it was made from."""
    return any(spoils(p, disease, locale) or spoils(p, disease, REFERENCE_LOCALE) for p in problems)


def handout_path(output: Path, disease: str, locale: str) -> Path:
    """Where a handout's PDF goes."""
    return output / locale / f"{disease}.pdf"


def build(
    project: Project,
    library: Library,
    problems: Iterable[Problem],
    chosen: Iterable[tuple[str, str]],
    output: Path,
    paper: str,
    day: datetime.date,
    allow_expired: bool = False,
) -> Iterator[Outcome]:
    """Build handouts one after another, as approved on a day.

    A handout that a problem spoils is not built, and what an earlier build made of it is deleted: what
    lies in the output folder always rests on content that was found sound.

    :raises HandoutError: before the first, if nothing can be typeset on this machine.
    """
    from patient_handouts.assemble import assemble
    from patient_handouts.render import render, stylesheet
    from patient_handouts.signoff import stand, summary
    from patient_handouts.typeset import prepare, typeset

    problems, chosen = list(problems), list(chosen)
    spoiled = {handout for handout in chosen if is_spoiled(problems, *handout)}
    sound = [library.locales[locale].header for disease, locale in chosen if (disease, locale) not in spoiled]
    sweep(output)
    if sound:
        prepare(font for header in sound if header for font in header.fonts)
    for disease, locale in chosen:
        path = handout_path(output, disease, locale)
        try:
            if (disease, locale) in spoiled:
                raise HandoutError("its content has mistakes (see above)")
            handout = stand(library, assemble(library, disease, locale), day, allow_expired)
            css = stylesheet(handout, paper, project.styles)
            result = typeset(render(handout, project.templates), css, handout.fonts, project.styles)
            budget = getattr(library.recipes[disease].pages, paper.lower())
            if handout.marks != (handout.labels["draft"],):
                budget += 1  # the names of those who approved it may run over onto one more page
            if result.pages > budget:
                raise HandoutError(str(_too_long(library, disease, result.pages, budget)))
        except HandoutError as error:
            failure = str(error)
            try:
                delete(path)
            except HandoutError as second:
                failure += f" {second}"
            yield Outcome(disease, locale, path, failure=failure)
            continue
        try:
            write_whole(path, result.pdf, output)
        except HandoutError as error:
            yield Outcome(disease, locale, path, failure=f"{error} Choose another folder with --output.")
        else:
            yield Outcome(disease, locale, path, result.pages, summary(library, handout, day))


def _too_long(library: Library, disease: str, pages: int, budget: int) -> Problem:
    place = library.recipes[disease].place
    what = f"the handout fills {pages} pages, but may fill {budget}."
    return Problem(Place(place.file, place.line, place.column), what, "Shorten its words, or raise “pages”.")
