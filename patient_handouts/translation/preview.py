"""A handout as it is while its translation is being written: what is missing is shown in English, and marked."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from patient_handouts.content.names import HandoutName
from patient_handouts.files import write_whole
from patient_handouts.handout.assemble import IncompleteError
from patient_handouts.locales.fonts import more_fonts
from patient_handouts.output.order import handout_path
from patient_handouts.page.paper import page
from patient_handouts.pdf.press import Fit, Printed, press
from patient_handouts.pdf.typeset import prepare
from patient_handouts.problems import HandoutError, Problem
from patient_handouts.project import Project
from patient_handouts.snapshot import Snapshot

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


def preview(project: Project, name: HandoutName, output: Path, day: datetime.date) -> Preview:
    """Make a preview of a handout; its file keeps its name from one to the next.

    :raises HandoutError: if the machine cannot set any page.
    """
    now = Snapshot.take(project, day, locales=[name.locale])
    todo = tuple(now.library.todo_of(now.library.recipe_of(name.disease, name.format), name.locale))
    problems = tuple(now.blocking(name))
    path = handout_path(output, name, "-preview")
    try:
        printed = _printed(Snapshot.take(project, day, locales=[name.locale], fill=name.locale), name)
    except IncompleteError:
        return Preview(path, 0, problems or todo, todo, "fix or write the texts listed above first.")
    except HandoutError as error:
        return Preview(path, 0, problems, todo, str(error))
    write_whole(path, printed.pdf, output)
    return Preview(path, printed.pages, problems, todo)


def _printed(filled: Snapshot, name: HandoutName) -> Printed:
    handout = filled.unjudged(name)
    fonts = handout.fonts + more_fonts("‹›", handout.fonts)
    # in place of the first mark: the foot has no room for one more
    handout = replace(handout, fonts=fonts, marks=(MARK, *handout.marks[1:]))
    prepare(fonts)
    return press(page(handout, "A4", filled.design), "", _fit(filled, name))


def _fit(now: Snapshot, name: HandoutName) -> Fit:
    """How the handout may be made to fit on few pages, as the build does it."""
    pages = now.library.recipes[now.library.recipe_of(name.disease, name.format)].pages[name.format]
    return Fit(pages.a4, now.library.formats[name.format].fit or (1.0,))


def saves(folders: Iterable[Path]) -> Iterator[None]:
    """Wait for files in some folders to be saved, again and again; ends with Ctrl-C."""
    import watchfiles  # noqa: PLC0415  # starts a thread of its own; only a preview that waits needs it

    for _ in watchfiles.watch(*folders, debounce=200, step=50, raise_interrupt=False):
        yield


def scratch_folder() -> Path:
    """A folder for previews."""
    return Path(tempfile.gettempdir()) / "patient-handouts-preview"
