"""Builds handouts from content to finished files, each whole or not at all."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from patient_handouts.content.names import BETWEEN_LOCALES, HandoutName
from patient_handouts.files import delete, is_ours, keywords_in, sweep, write_whole
from patient_handouts.handout.own import DetailsError
from patient_handouts.handout.parts import Handout
from patient_handouts.output import catalogue, records
from patient_handouts.output.order import SHEETS, WITH_NOTE, Order, handout_path
from patient_handouts.output.plan import Plan, prepare, too_long
from patient_handouts.output.records import Record
from patient_handouts.page.paper import as_printed
from patient_handouts.page.screen import OtherLanguage
from patient_handouts.pdf import fontset
from patient_handouts.pdf.press import Printed, press
from patient_handouts.pdf.workers import Executor, Task
from patient_handouts.problems import ContentError, HandoutError, MachineError, Problem
from patient_handouts.project import Project
from patient_handouts.snapshot import Snapshot


@dataclass(frozen=True)
class BuildResult:
    """What became of one handout: its file, page count and approval, or why there is none.

    `sheets` is the file to print, fold and staple, where there is one. `unchanged` says that it was there already.
    `removed` says why one that nobody asked for now was deleted: it may not be given out any more. `problems` are those
    of its content that kept it from being built.
    """

    name: HandoutName
    path: Path
    pages: int = 0
    standing: str = ""
    failure: str = ""
    sheets: Path | None = None
    unchanged: bool = False
    removed: str = ""
    problems: tuple[Problem, ...] = ()


def locales_to_read(project: Project, locale: str | None, output: Path) -> frozenset[str] | None:
    """The locales that a build has to read: those asked for, and those of what is in the folder. None means all."""
    wanted = frozenset(locale.split(BETWEEN_LOCALES)) if locale else frozenset()
    if not wanted or not all(_is_locale(project, tag) for tag in wanted):
        return None
    return wanted | {tag for tag in records.locales(output) if _is_locale(project, tag)}


def _is_locale(project: Project, tag: str) -> bool:
    return (project.content / tag / "locale.yaml").is_file()


def build(
    snapshot: Snapshot, chosen: Collection[HandoutName], output: Path, order: Order, workers: Executor
) -> Iterator[BuildResult]:
    """Build handouts: what is in the folder as it would be made now stays, all else is made.

    A handout that may not be given out is not built, and what an earlier build made of it is deleted, whether it was
    asked for now or not: what is in the output folder always rests on content that was found sound. Files that this
    program did not make are neither overwritten nor deleted.

    :param workers: what sets the pages.
    :raises HandoutError: before the first, if nothing can be typeset on this machine, the clinic's name or the
        note cannot be printed, or a catalogue would take the place of somebody else's page.
    """
    sweep(output)
    _refuse_foreign_catalogues(snapshot, output)
    building = _Build(snapshot, chosen, output, order)
    yield from building.chosen(workers)
    yield from building.rest()
    if building.current or not order.note:  # a note does not make a catalogue
        _write_catalogues(snapshot, building.current.values(), output)


def unchanged(
    snapshot: Snapshot, chosen: Collection[HandoutName], output: Path, order: Order
) -> list[BuildResult] | None:
    """The results of a build that has nothing to do, if one look at all files shows that; else None."""
    before = records.read_all(output)
    inputs = records.inputs_of(snapshot, order)
    if order.note or not before or any(record.inputs != inputs for record in before.values()):
        return None
    if _unrecorded(output, before.values()) or not all(record.is_whole(output) for record in before.values()):
        return None
    found = [before.get(name) for name in chosen]
    if any(record is None or record.paper != order.paper for record in found):
        return None
    _write_catalogues(snapshot, before.values(), output)
    return [_recorded(record, output, unchanged=True) for record in found if record]


def _recorded(record: Record, output: Path, unchanged: bool) -> BuildResult:
    """The result of a handout whose files are in place."""
    sheets = handout_path(output, record.name, SHEETS)
    folded = sheets.relative_to(output).as_posix() in record.files
    return BuildResult(
        record.name,
        handout_path(output, record.name),
        record.pages,
        record.standing,
        sheets=sheets if folded else None,
        unchanged=unchanged,
    )


class _Build:
    """One build into one folder; `current` are the records of all that is in it as it would be made now."""

    def __init__(self, snapshot: Snapshot, chosen: Collection[HandoutName], output: Path, order: Order) -> None:
        self.snapshot = snapshot
        self.library = snapshot.library
        self.wanted = chosen
        self.output = output
        self.order = order
        self.before = records.read_all(output)
        self.inputs = records.inputs_of(snapshot, order)
        self.current: dict[HandoutName, Record] = {}

    def chosen(self, workers: Executor) -> Iterator[BuildResult]:
        """Make what was asked for."""
        missing = sum(bool(self.order.note) or name not in self.before for name in self.wanted)
        workers.ready(missing)  # while the content is still being judged
        plans = {}
        for name in self.wanted:
            found = self.settled(name)
            if isinstance(found, Plan):
                plans[name] = found
            else:
                yield found
        if fontset.use_only(font for plan in plans.values() for font in plan.page.fonts):
            workers.renew()
        tasks = [Task(name, press, (plan.page, plan.fold, plan.fit)) for name, plan in plans.items()]
        for name, printed in workers.results(tasks):
            yield self.finished(name, plans[name], printed)

    def settled(self, name: HandoutName) -> BuildResult | Plan:
        """What became of a handout of which nothing is to be made; or what it is to be made from."""
        record = None if self.order.note else self.before.get(name)
        recorded = {self.output / file for file in record.files} if record else set()
        foreign = [path for path in self.files(name) if path not in recorded and not is_ours(path)]
        if foreign:
            return BuildResult(name, self.path(name), failure=_foreign(foreign[0]))
        try:
            plan = prepare(self.snapshot, name, self.order, self.languages(name))
        except DetailsError:  # no handout could be made with them, and none is wrong without
            raise
        except HandoutError as error:
            return self.failed(name, error)
        if record and record.key == records.key_of(plan, self.order.paper) and record.is_whole(self.output):
            return _recorded(self.confirm(record, plan), self.output, unchanged=True)
        return plan

    def confirm(self, record: Record, plan: Plan) -> Record:
        """Note that a handout is as it would be made today.

        Its page for browsers names the languages that are beside it: it is written again when one comes or goes.
        """
        files = dict(record.files)
        with contextlib.suppress(HandoutError):  # then it will have to be looked at again
            if plan.screen:
                path, data = handout_path(self.output, record.name).with_suffix(".html"), plan.screen.encode()
                name, fingerprint = path.relative_to(self.output).as_posix(), hashlib.sha256(data).hexdigest()
                if files.get(name) != fingerprint:
                    write_whole(path, data, self.output)
                    files[name] = fingerprint
            if record.inputs != self.inputs or record.files != files:
                record = replace(record, inputs=self.inputs, files=files)
                records.write(self.output, record)
        self.current[record.name] = record
        return record

    def languages(self, name: HandoutName) -> list[OtherLanguage]:
        """The languages that a handout is there in, or is being made in."""
        beside = [(tag, name._replace(locale=tag)) for tag, content in self.library.locales.items() if content.header]
        tags = [tag for tag, same in beside if same in self.wanted or same in self.before]
        return [catalogue.language(self.library, tag) for tag in tags]

    def finished(self, name: HandoutName, plan: Plan, printed: Printed | HandoutError) -> BuildResult:
        """Put the files of a handout in place."""
        if isinstance(printed, MachineError):
            raise printed
        if isinstance(printed, HandoutError):
            # What the typesetter says of a page may quote it, and a note is nowhere but in its file.
            return self.failed(name, HandoutError(_NOT_WITH_NOTE) if self.order.note else printed)
        if problem := too_long(self.library, plan, printed.pages):
            return self.failed(name, HandoutError(str(problem)))
        files = {self.path(name): printed.pdf}
        if printed.sheets:
            files[self.path(name, SHEETS)] = printed.sheets
        if plan.screen:
            files[self.path(name).with_suffix(".html")] = plan.screen.encode()
        record = self.record(plan, printed, files)
        try:
            for path, data in files.items():
                write_whole(path, data, self.output, private=bool(self.order.note))
            if not self.order.note:
                records.write(self.output, record)
                self.current[name] = record
        except HandoutError as error:
            return BuildResult(name, self.path(name), failure=f"{error} Choose another folder with --output.")
        sheets = self.path(name, SHEETS) if printed.sheets else None
        return replace(_recorded(record, self.output, unchanged=False), path=self.path(name), sheets=sheets)

    def record(self, plan: Plan, printed: Printed, files: Mapping[Path, bytes]) -> Record:
        name, handouts = plan.name, plan.handouts
        return Record(
            disease=name.disease,
            locale=name.locale,
            format=name.format,
            key=records.key_of(plan, self.order.paper),
            inputs=self.inputs,
            files={
                path.relative_to(self.output).as_posix(): hashlib.sha256(data).hexdigest()
                for path, data in files.items()
            },
            pages=printed.pages,
            paper=self.order.paper,
            titles=tuple(str(handout.title) for handout in handouts),
            edition=plan.edition,
            approval=_approval(handouts),
            standing="; ".join(dict.fromkeys(map(self.snapshot.summary, handouts))),
            thumbnail=base64.b64encode(printed.thumbnail).decode(),
        )

    def path(self, name: HandoutName, ending: str = "") -> Path:
        return handout_path(self.output, name, (WITH_NOTE if self.order.note else "") + ending)

    def files(self, name: HandoutName) -> list[Path]:
        """All files that a handout may have, but for its record."""
        path = self.path(name)
        return [path, self.path(name, SHEETS), *([] if self.order.note else [path.with_suffix(".html")])]

    def failed(self, name: HandoutName, error: HandoutError) -> BuildResult:
        """Delete what an earlier build made of a handout, and say why there is none."""
        record = [] if self.order.note else [records.path_of(self.output, name)]
        failure = _deleted([*self.files(name), *record], str(error))
        problems = error.problems if isinstance(error, ContentError) else ()
        return BuildResult(name, self.path(name), failure=failure, problems=problems)

    # --- what nobody asked for now ---

    def rest(self) -> Iterator[BuildResult]:
        """Look at what is in the folder and was not asked for: what may not be given out any more is deleted.

        What is as it would be made now is listed again; what only looks different now stays, and is not listed.
        """
        known = self.before.keys()
        self.before = records.read_all(self.output)  # another build may have made some meanwhile
        came_or_went = {(name.disease, name.format) for name in known ^ self.before.keys()}
        asked_for = set() if self.order.note else set(self.wanted)
        for name in self.before.keys() - asked_for:
            record = self.before[name]
            same = record.inputs == self.inputs and (name.disease, name.format) not in came_or_went
            if same and record.is_whole(self.output):
                self.current[name] = record
                continue
            if why := self.refusal(record):
                files = [*(self.output / file for file in record.files), records.path_of(self.output, name)]
                yield BuildResult(name, handout_path(self.output, name), removed=_deleted(files, why))
        just_made = {path for name in self.wanted for path in self.files(name)}
        for path in _unrecorded(self.output, self.before.values()):
            name_of_file = self.named(path)
            if name_of_file and path not in just_made and (why := self.refusal_of_file(name_of_file, path)):
                yield BuildResult(name_of_file, path, removed=_deleted([path], why))

    def refusal(self, record: Record) -> str:
        """Why a handout may not be given out any more; empty if it may. One that is as it would be is confirmed."""
        plan = self.plan(record.name, record.paper)
        if isinstance(plan, str):
            return plan
        if record.edition != plan.edition:
            return "its text has changed since. Build it again."
        if record.approval != _approval(plan.handouts):
            return "its approval has changed since. Build it again."
        if records.key_of(plan, record.paper) == record.key and record.is_whole(self.output):
            self.confirm(record, plan)
        return ""

    def refusal_of_file(self, name: HandoutName, path: Path) -> str:
        """Why a file without a record may not be given out any more: it says itself of which text it is."""
        plan = self.plan(name, self.order.paper)
        if isinstance(plan, str):
            return plan
        said = keywords_in(path)
        same = all(as_printed(handout).keywords in said for handout in plan.handouts)
        return "" if same else "its text or its approval has changed since. Build it again."

    def plan(self, name: HandoutName, paper: str) -> Plan | str:
        """What a handout would be made from today without a note, or why it may not be given out."""
        if not self.library.is_offered(name):
            return "there is no such leaflet any more."
        try:
            return prepare(self.snapshot, name, replace(self.order, note="", paper=paper), self.languages(name))
        except DetailsError:
            raise
        except ContentError:
            return "its content has mistakes: run “python generate.py check”."
        except HandoutError as error:
            return str(error)

    def named(self, path: Path) -> HandoutName | None:
        """The handout that a file is of, by its name."""
        stem = path.stem.removesuffix(SHEETS).partition(WITH_NOTE)[0]
        names = itertools.product(self.library.diseases, (path.parent.name,), self.library.formats)
        return next((name for name in itertools.starmap(HandoutName, names) if name.stem == stem), None)


_NOT_WITH_NOTE = "The page cannot be set with this note."


def _unrecorded(output: Path, found: Iterable[Record]) -> list[Path]:
    """Files of this program that no record tells of: those with a note, and those of a build that was broken off."""
    known = {output / name for record in found for name in record.files}
    paths = [path for ending in ("pdf", "html") for path in output.glob(f"*/*.{ending}")]
    return [path for path in sorted(paths) if path not in known and is_ours(path)]


def _deleted(files: Iterable[Path], why: str) -> str:
    """Delete files that this program made. Returns why, and which could not be deleted."""
    for file in files:
        try:
            if is_ours(file) or file.suffix == ".json":
                delete(file)
        except HandoutError as error:
            why += f" {error}"
    return why


def _approval(handouts: Iterable[Handout]) -> str:
    """A fingerprint of what the pages of handouts say about who has checked them."""
    return hashlib.sha256(repr([(handout.marks, handout.standing) for handout in handouts]).encode()).hexdigest()


def _refuse_foreign_catalogues(snapshot: Snapshot, output: Path) -> None:
    for tag in snapshot.library.locales:
        if not is_ours(path := output / catalogue.name_of(tag)):
            raise HandoutError(_foreign(path))


def _foreign(path: Path) -> str:
    return (
        f"{path} was not made by this program, and stays as it is. Move it elsewhere, or choose another folder with "
        "--output."
    )


def _write_catalogues(snapshot: Snapshot, current: Iterable[Record], output: Path) -> None:
    """Write the catalogues that say something new, and delete those not needed any more."""
    _refuse_foreign_catalogues(snapshot, output)
    listed = list(current)
    pages = catalogue.pages(snapshot, listed)
    for name, page in pages.items():
        if not listed and not (output / name).exists():
            continue  # a refused build leaves no page behind that lists nothing
        if records.fingerprint_of(output / name) != hashlib.sha256(page.encode()).hexdigest():
            write_whole(output / name, page.encode(), output)
    for tag in snapshot.library.locales:
        if catalogue.name_of(tag) not in pages:
            delete(output / catalogue.name_of(tag))
