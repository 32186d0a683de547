"""The content of a project as it was at one moment, judged on one day: the one place that says what may be given out.

Commands, previews, reviews and web pages ask it for handouts. What it has worked out it keeps, and that goes with it:
a program that runs all day takes a new snapshot when the files have changed, and drops the old one.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from patient_handouts import stamps
from patient_handouts.approval.standing import stand, summary
from patient_handouts.check import content as checks
from patient_handouts.content.clinic import Profile
from patient_handouts.content.library import Library
from patient_handouts.content.lists import pictograms
from patient_handouts.content.load import load
from patient_handouts.content.names import HandoutName
from patient_handouts.handout.assemble import IncompleteError, assemble
from patient_handouts.handout.own import for_clinic, with_note
from patient_handouts.handout.parts import Handout
from patient_handouts.locales import fonts
from patient_handouts.locales.tags import REFERENCE_LOCALE
from patient_handouts.page.design import Design
from patient_handouts.problems import ContentError, Kind, Problem
from patient_handouts.project import Project


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The content of a project, read at one moment and judged on one day.

    `stamp` is that of all files, taken before any of them was read: what is edited meanwhile is seen later.
    """

    project: Project
    day: datetime.date
    sign_offs: Path | None
    library: Library
    stamp: str

    @classmethod
    def take(
        cls,
        project: Project,
        day: datetime.date,
        sign_offs: Path | None = None,
        locales: Collection[str] | None = None,
        fill: str = "",
    ) -> Snapshot:
        """Read the content.

        :param sign_offs: a clinic's own file of sign-offs, which count beside those that all share.
        :param locales: those to read, beside English; all if None.
        :param fill: a locale that gets English between ‹ and › wherever it lacks a text: for previews.
        """
        stamp = stamp_of(project, sign_offs)
        return cls(project, day, sign_offs, load(project.content, sign_offs, locales, fill), stamp)

    def is_current(self) -> bool:
        """Whether no file has changed since it was taken."""
        return stamp_of(self.project, self.sign_offs) == self.stamp

    @cached_property
    def icons(self) -> Mapping[str, str]:
        """The pictograms, each with its icon."""
        return pictograms(self.project.styles)

    @cached_property
    def design(self) -> Design:
        """What its handouts look like."""
        return Design(self.project.templates, self.project.styles, self.icons)

    # --- what is wrong ---

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All problems of the content, and what its design lacks."""
        found = checks.check(self.library, self.icons, self.day)
        return tuple(sorted({*found, *self.design.problems(self.library.formats)}))

    @cached_property
    def _structure(self) -> tuple[Problem, ...]:
        """All problems but those that the rules of language find."""
        return tuple(checks.structure(self.library, self.icons, self.day))

    @cached_property
    def _language(self) -> dict[tuple[str, str], list[Problem]]:
        return {}

    def blocking(self, name: HandoutName, despite_language: bool = False) -> list[Problem]:
        """What keeps a handout from being given out.

        :param despite_language: what only breaks a rule of language does not count.
        """
        found = self.library.blocking(self._structure, name)
        return found if despite_language else sorted({*found, *self._breaches(name)})

    def _breaches(self, name: HandoutName) -> Iterable[Problem]:
        recipe = self.library.recipe_of(name.disease, name.format)
        for tag in dict.fromkeys((*name.locales, REFERENCE_LOCALE)):
            if (recipe, tag) not in self._language:
                self._language[recipe, tag] = checks.language_of(self.library, recipe, tag)
            yield from self._language[recipe, tag]

    # --- handouts ---

    def handout(
        self,
        name: HandoutName,
        clinic: Profile | None = None,
        note: str = "",
        allow_expired: bool = False,
        despite_language: bool = False,
    ) -> Handout:
        """A handout of one language as it may be given out, with its marks.

        :param clinic: whose details it has.
        :param note: for one patient.
        :param allow_expired: whether one whose approval has lapsed may be given out, marked so on every page.
        :raises ContentError: if its content has mistakes.
        :raises HandoutError: if it may not be given out for another reason, or the details cannot be printed.
        """
        if wrong := self.blocking(name, despite_language):
            raise ContentError(wrong)
        handout = self._standing(name, allow_expired)
        if clinic:
            handout = for_clinic(handout, self.library, clinic)
        return with_note(handout, note) if note else handout

    def unjudged(self, name: HandoutName) -> Handout:
        """A handout as it is, whatever is wrong with it: to be looked at, never to be given out.

        :raises IncompleteError: if it cannot be put together.
        """
        recipe = self.library.recipe_of(name.disease, name.format)
        if recipe not in self.library.recipes or self.library.lacks_texts(recipe, name.locale):
            raise IncompleteError(f"Texts of “{name}” are missing or cannot be read.")
        return self._standing(name, allow_expired=True)

    def english_of(self, handout: Handout) -> Handout:
        """The handout that a translation was made from; an English one is that itself."""
        return self._assembled(handout.name_of_text._replace(locale=REFERENCE_LOCALE))

    def summary(self, handout: Handout) -> str:
        """How far a handout is approved, in a word or a few."""
        return summary(self.library, handout, self.english_of(handout), self.day)

    def texts_by_edition(self) -> dict[str, Handout]:
        """All texts that can be put together, by their edition; also those that are out of date or break a rule."""
        lasting = [problem for problem in self._structure if problem.kind != Kind.OUT_OF_DATE]
        names = (name for name in self.library.texts() if not self.library.blocking(lasting, name))
        return {handout.edition: handout for handout in map(self._assembled, names)}

    def _standing(self, name: HandoutName, allow_expired: bool) -> Handout:
        key = name, allow_expired
        if key not in self._stood:
            handout = self._assembled(name)
            self._stood[key] = stand(self.library, handout, self.english_of(handout), self.day, allow_expired)
        return self._stood[key]

    def _assembled(self, name: HandoutName) -> Handout:
        if name not in self._handouts:
            self._handouts[name] = assemble(self.library, *name)
        return self._handouts[name]

    @cached_property
    def _handouts(self) -> dict[HandoutName, Handout]:
        return {}

    @cached_property
    def _stood(self) -> dict[tuple[HandoutName, bool], Handout]:
        return {}


def stamp_of(project: Project, sign_offs: Path | None) -> str:
    """One stamp for all files of a project, a clinic's own sign-offs, this program and the fonts.

    As long as it stays the same, nothing can have changed in any handout, and none has to be put together to see that.
    """
    folders = (project.content, project.templates, project.styles)
    known = f"{stamps.of_program()} {fonts.state()} {stamps.of_files(folders)}"
    own = sign_offs.read_bytes() if sign_offs else b""
    return hashlib.sha256(known.encode() + b"\0" + own).hexdigest()
