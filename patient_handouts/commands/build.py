"""build: make handouts as PDF files."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

import click

from patient_handouts.clinic.profile import load_profile
from patient_handouts.commands.console import (
    Count,
    Folder,
    output_option,
    project,
    report,
    sign_offs_option,
    user_errors,
)
from patient_handouts.content.choose import UnfinishedError, choose, left_out
from patient_handouts.content.clinic import Profile
from patient_handouts.content.names import FULL
from patient_handouts.locales.tags import REFERENCE_LOCALE
from patient_handouts.output.build import BuildResult, build, locales_to_read, unchanged
from patient_handouts.output.order import Order
from patient_handouts.pdf.cluster import Cluster
from patient_handouts.pdf.workers import Executor, Workers, cores
from patient_handouts.problems import HandoutError, Problem, counted
from patient_handouts.project import today
from patient_handouts.snapshot import Snapshot

WORTH_A_BAR = 3
"""From this many handouts on, a person who watches is shown a progress bar."""


@click.command("build", short_help="Make handouts as PDF files.")
@click.argument("diseases", nargs=-1, metavar="[DISEASE]...")
@click.option(
    "--locale", metavar="LANGUAGE", help="Only this language, such as en; two on a page: en+ar.  [default: all]"
)
@click.option(
    "--format", "formats", multiple=True, metavar="NAME",
    help="Only this format, such as large-print or booklet; may be given again.  [default: all but the booklet]",
)  # fmt: skip
@click.option("--paper", type=click.Choice(["A4", "Letter"], case_sensitive=False), default="A4", show_default=True)
@click.option(
    "--clinic",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Your clinic’s profile.  [default: $HANDOUT_CLINIC, or clinic.yaml where it lies in this folder]",
)
@click.option(
    "--clinics",
    type=Folder(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="Build for every clinic: each *.yaml in it is a profile, and gets a folder of its own.",
)
@click.option("--note", help="A short text for one patient, in a box of its own. It is kept nowhere but in the PDF.")
@click.option(
    "--note-file",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="The same from a file; - reads it from the keyboard.",
)
@output_option
@click.option(
    "--jobs", type=Count(256), metavar="N", help="How many at a time, up to 256.  [default: one for each core]"
)
@click.option("--cluster", metavar="ADDRESS", help="Use the machines of a Dask cluster, like tcp://10.0.0.5:8786.")
@sign_offs_option
@click.option("--allow-expired", is_flag=True, help="Build also what is due for a new check, marked on every page.")
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def command(
    diseases: tuple[str, ...],
    locale: str | None,
    formats: tuple[str, ...],
    paper: str,
    clinic: Path | None,
    clinics: Path | None,
    note: str | None,
    note_file: TextIO | None,
    output: Path,
    jobs: int | None,
    cluster: str | None,
    sign_offs: Path | None,
    allow_expired: bool,
    quiet: bool,
) -> None:
    """Build handouts as PDF files. DISEASE is a name from “list”; without one, all are built.

    \b
    Examples:
      python generate.py build ms lupus
      python generate.py build ms --format large-print --clinic clinic.yaml
      python generate.py build --output /media/usb/handouts
    """
    if jobs and cluster:
        raise click.UsageError("Choose --jobs or --cluster.")
    if clinic and clinics:
        raise click.UsageError("Choose --clinic or --clinics.")
    wanted = _Wanted(diseases, locale, formats)
    text = _note(note, note_file)
    if text is not None:
        wanted = wanted.for_one_patient(many=clinics is not None, far=cluster is not None)
    sound = True
    with user_errors(), Cluster(cluster) if cluster else Workers(jobs or cores()) as workers:
        building = _Building(wanted, Order(paper, None, allow_expired, text or ""), sign_offs, workers, quiet)
        if clinics is None:
            path = clinic or _usual_profile()
            sound = building.build(building.profile(path) if path else None, output)
        for path in _profiles(clinics) if clinics else ():
            try:
                sound &= building.build(building.profile(path), output / path.stem)
            except HandoutError as error:  # of this clinic; the others are built all the same
                click.echo(f"{path.stem}: {error}", err=True)
                sound = False
    if not sound:
        sys.exit(1)


@dataclass(frozen=True)
class _Wanted:
    """What a person asked to be built."""

    diseases: tuple[str, ...]
    locale: str | None
    formats: tuple[str, ...]

    def for_one_patient(self, many: bool, far: bool) -> _Wanted:
        """The same as one handout with a note, where it is one of one clinic, made on this machine."""
        if many or len(self.diseases) != 1 or len(self.formats) > 1:
            raise click.UsageError("A note is for one patient: name one disease, and at most one format and clinic.")
        if far:
            raise click.UsageError("A note about a patient does not leave this machine: build it without --cluster.")
        return replace(self, formats=self.formats or (FULL,), locale=self.locale or REFERENCE_LOCALE)


def _note(note: str | None, file: TextIO | None) -> str | None:
    if note is not None and file is not None:
        raise click.UsageError("Choose --note or --note-file.")
    try:
        text = file.read() if file else note
    except UnicodeDecodeError:
        raise click.UsageError("The file of the note is not UTF-8 text.") from None
    if text is not None and not text.strip():
        raise click.UsageError("The note is empty.")
    return text


def _usual_profile() -> Path | None:
    """The profile of somebody who names none: that of the environment, or clinic.yaml in the current folder."""
    if named := os.environ.get("HANDOUT_CLINIC"):
        return Path(named)
    here = Path("clinic.yaml")
    return here if here.exists() else None


def _profiles(folder: Path) -> list[Path]:
    """The profiles in a folder; what begins with a dot is none."""
    found = sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))
    if not found:
        raise HandoutError(f"There is no profile (*.yaml) in {folder}.")
    return found


class _Building:
    """The same order for one clinic after another: content is read once for all with the same sign-offs."""

    def __init__(self, wanted: _Wanted, order: Order, sign_offs: Path | None, workers: Executor, quiet: bool) -> None:
        self.wanted = wanted
        self.order = order
        self.sign_offs = sign_offs
        self.workers = workers
        self.quiet = quiet
        self.snapshots: dict[tuple[Path | None, frozenset[str] | None], Snapshot] = {}
        self.reported: set[Problem] = set()

    def profile(self, path: Path) -> Profile:
        """Read a profile; what its owner should know is printed."""
        found = load_profile(path)
        for notice in found.notices if not self.quiet else ():
            click.echo(notice)
        return found

    def build(self, clinic: Profile | None, output: Path) -> bool:
        """Build for one clinic, or for none in particular, and print what becomes of it.

        :returns: whether all is well.
        """
        wanted, order = self.wanted, replace(self.order, clinic=clinic)
        snapshot = self.snapshot(clinic, locales_to_read(project(), wanted.locale, output))
        try:
            chosen = choose(snapshot.library, wanted.diseases, wanted.locale, wanted.formats)
        except UnfinishedError:
            for result in build(snapshot, [], output, order, self.workers):  # what was made of it is deleted
                self.print(result)
            raise
        for tag, number in left_out(snapshot.library, chosen).items() if not (wanted.locale or self.quiet) else ():
            leaflets = "1 leaflet is" if number == 1 else f"{number} leaflets are"
            click.echo(f"{tag}: {leaflets} left out, not finished yet: python generate.py locale check {tag}", err=True)
        results = unchanged(snapshot, chosen, output, order) or build(snapshot, chosen, output, order, self.workers)
        failed = self.watch(results, len(chosen))
        if failed:
            click.echo(f"{failed} of {len(chosen)} handouts not built.", err=True)
        elif order.note and not self.quiet:
            click.echo("It holds a note about a patient: print it, then delete it.")
        elif not self.quiet:
            click.echo(f"{output / 'index.html'} lists them all.")
        return not failed

    def snapshot(self, clinic: Profile | None, locales: frozenset[str] | None) -> Snapshot:
        key = self.sign_offs or (clinic.sign_offs if clinic else None), locales
        if key not in self.snapshots:
            self.snapshots[key] = Snapshot.take(project(), today(), *key)
        return self.snapshots[key]

    def watch(self, results: Iterable[BuildResult], length: int) -> int:
        """Print what becomes of each handout; to a person who watches many, after a bar. Returns how many failed."""
        finished: list[BuildResult] = []

        def noted() -> Iterator[BuildResult]:
            for result in results:
                finished.append(result)
                yield result

        if self.quiet or length < WORTH_A_BAR or not sys.stderr.isatty():
            for result in noted():
                self.print(result)
        else:
            try:
                _watch_bar(noted(), finished, length)
            finally:
                for result in finished:
                    self.print(result)
        return sum(bool(result.failure) for result in finished)

    def print(self, result: BuildResult) -> None:
        report(problem for problem in result.problems if problem not in self.reported)  # once for all clinics
        self.reported.update(result.problems)
        if result.removed:
            click.echo(f"{result.path}: deleted: {result.removed}", err=True)
        elif result.failure:
            click.echo(f"{result.path}: not built: {result.failure}", err=True)
        elif not self.quiet:
            as_before = ", as before" if result.unchanged else ""
            click.echo(f"{result.path} ({counted(result.pages, 'page')}, {result.standing}{as_before})")
            if result.sheets:
                click.echo(f"{result.sheets} (print on both sides, short edge; fold)")


def _watch_bar(results: Iterable[BuildResult], finished: list[BuildResult], length: int) -> None:
    started = time.monotonic()

    def rate(_: BuildResult | None) -> str:
        return f"{len(finished) / (time.monotonic() - started):.1f} a second"

    options: dict[str, Any] = {"file": sys.stderr, "show_pos": True, "item_show_func": rate}
    with click.progressbar(results, length, "Building", **options) as bar:
        for _ in bar:
            pass
