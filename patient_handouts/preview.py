"""A handout as it is while its translation is being written: what is missing is shown in English, and marked."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from patient_handouts.assemble import assemble
from patient_handouts.build import handout_path, is_spoiled
from patient_handouts.files import write_whole
from patient_handouts.fonts import more_fonts
from patient_handouts.load import load_with_gaps_filled
from patient_handouts.model import Which
from patient_handouts.press import Fit, press
from patient_handouts.problems import HandoutError, Problem
from patient_handouts.progress import alone
from patient_handouts.render import page
from patient_handouts.signoff import stand
from patient_handouts.typeset import prepare

if TYPE_CHECKING:
    from patient_handouts.build import Project
    from patient_handouts.model import Library

MARK = "PREVIEW"
"""What stands on every page of a preview; no leaflet is given out with it."""


@dataclass(frozen=True)
class Preview:
    """A preview that was made, or why there is none, with all that is wrong or missing in its words."""

    path: Path
    pages: int
    problems: tuple[Problem, ...]
    todo: tuple[Problem, ...]
    failure: str = ""


def preview(project: Project, which: Which, output: Path, day: datetime.date) -> Preview:
    """Make a preview of a handout; its file keeps its name from one to the next.

    :raises HandoutError: if the machine cannot set any page.
    """
    library = alone(project.load(), which.locale)
    recipe = library.recipe_of(which.disease, which.format)
    todo = tuple(library.todo_of(recipe, which.locale))
    problems = tuple(p for p in project.check(library, day, [which]) if is_spoiled(library, [p], which))
    path = handout_path(output, which, "-preview")
    filled: Library | None = None
    try:
        filled = load_with_gaps_filled(project.content, which.locale)
        handout = stand(filled, assemble(filled, *which), day, allow_expired=True)
        fonts = handout.fonts + more_fonts("‹›", handout.fonts)
        # in place of the first mark: the foot has no room for one more
        handout = replace(handout, fonts=fonts, marks=(MARK, *handout.marks[1:]))
        prepare(fonts)
        printed = page(handout, "A4", project.templates, project.styles)
        made = press(printed, "", _fit(filled, which))
    except (HandoutError, KeyError, AttributeError, AssertionError) as error:  # half-written words can be anything
        if isinstance(error, HandoutError):
            return Preview(path, 0, problems, todo, str(error))
        blocking = problems or tuple(library.locales[which.locale].todo if filled is None else _unfilled(filled, which))
        return Preview(path, 0, blocking, todo, "what is told above must be mended or written first.")
    write_whole(path, made.pdf, output)
    return Preview(path, made.pages, problems, todo)


def _fit(library: Library, which: Which) -> Fit:
    """How the handout may be made to fit on few pages, as the build does it."""
    pages = library.recipes[library.recipe_of(which.disease, which.format)].pages[which.format]
    return Fit(pages.a4, library.formats[which.format].fit or (1.0,))


def _unfilled(filled: Library, which: Which) -> list[Problem]:
    """What cannot be shown in English either, such as forms of the plural that English does not have."""
    return filled.todo_of(filled.recipe_of(which.disease, which.format), which.locale)


def saves(folders: Iterable[Path]) -> Iterator[None]:
    """Wait for files in some folders to be saved, again and again; ends with Ctrl-C."""
    import watchfiles

    for _ in watchfiles.watch(*folders, debounce=200, step=50, raise_interrupt=False):
        yield


def scratch_folder() -> Path:
    """A folder for previews."""
    return Path(tempfile.gettempdir()) / "patient-handouts-preview"
