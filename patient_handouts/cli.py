"""The command. Heavy modules are imported only by what needs them, so that --help and list start at once."""

from __future__ import annotations

import datetime
import functools
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from patient_handouts import __version__
from patient_handouts.cli_locale import locale_group
from patient_handouts.cli_review import COMMANDS
from patient_handouts.console import (
    ROOT,
    Day,
    clinic_option,
    clinic_path,
    cores,
    count,
    json_option,
    output_option,
    profile,
    project,
    report,
    sign_offs_option,
    table,
    told_plainly,
)
from patient_handouts.files import RECORDS
from patient_handouts.problems import HandoutError, Problem

if TYPE_CHECKING:
    from patient_handouts.build import Order, Outcome
    from patient_handouts.cluster import Cluster
    from patient_handouts.model import Library, Which
    from patient_handouts.workers import Executor, Workers

WORTH_A_BAR = 3
"""From this many handouts on, a person who watches is shown a progress bar."""


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="patient-handouts")
@click.pass_context
def main(context: click.Context) -> None:
    """Make printable patient handouts. Without a command: build all of them.

    \b
    Examples:
      python generate.py                     build every handout into handouts/
      python generate.py build ms            only multiple sclerosis
      python generate.py build ms --paper Letter
      python generate.py list                what there is
      python generate.py check               find mistakes in the content
    """
    if context.invoked_subcommand is None:
        context.invoke(build_command)


@main.command("build")
@click.argument("diseases", nargs=-1, metavar="[DISEASE]...")
@click.option("--locale", metavar="TAG", help="Only this language, such as en.  [default: all]")
@click.option(
    "--format", "formats", multiple=True, metavar="NAME",
    help="Only this format, such as large-print or booklet; may be given again.  [default: all but the booklet]",
)  # fmt: skip
@click.option("--paper", type=click.Choice(["A4", "Letter"], case_sensitive=False), default="A4", show_default=True)
@clinic_option
@click.option(
    "--clinics",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Build for every clinic: each *.yaml in DIR is a profile, and gets a folder of its own.",
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
    "--jobs", type=click.IntRange(1, 256), metavar="N", help="How many at a time.  [default: one for each core]"
)
@click.option("--cluster", metavar="ADDRESS", help="Use the machines of a Dask cluster, like tcp://10.0.0.5:8786.")
@sign_offs_option
@click.option("--allow-expired", is_flag=True, help="Build also what is due for a new check, marked on every page.")
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def build_command(
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
    text = _note(note, note_file)
    wanted = _Wanted(diseases, locale, formats, quiet)
    if text is not None:
        wanted = wanted.for_one(many=clinics is not None, far=cluster is not None)
    failed = False
    with told_plainly(), _executor(jobs or min(cores(), wanted.most), cluster) as workers:
        if not clinics:
            _start_early(workers, wanted, None if text else output)
        from patient_handouts.build import Order
        from patient_handouts.check import today

        order = Order(paper, today(), allow_expired, sign_offs=sign_offs, note=text or "")
        if clinics is None:
            path = clinic_path(clinic)
            order = replace(order, clinic=profile(path, quiet) if path else None)
            failed = not _build(wanted, order, output, workers)
        for path in _profiles(clinics) if clinics else ():
            try:
                order = replace(order, clinic=profile(path, quiet))
                failed |= not _build(wanted, order, output / path.stem, workers)
            except HandoutError as error:  # of this clinic; the others are built all the same
                click.echo(f"{path.stem}: {error}", err=True)
                failed = True
    if failed:
        sys.exit(1)


def _start_early(workers: Executor, wanted: _Wanted, output: Path | None) -> None:
    """Have processes load WeasyPrint while all else is loaded and read, if something is certainly to be made."""
    if output is None or not wanted.may_lie_in(output):
        from patient_handouts.engine import make_ready

        workers.warm(cores(), make_ready)


def _executor(jobs: int, cluster: str | None) -> Workers | Cluster:
    if cluster is not None:
        from patient_handouts.cluster import Cluster

        return Cluster(cluster)
    from patient_handouts.workers import Workers

    return Workers(jobs)


@dataclass(frozen=True)
class _Wanted:
    """What a person asked to be built."""

    diseases: tuple[str, ...]
    locale: str | None
    formats: tuple[str, ...]
    quiet: bool

    def for_one(self, many: bool, far: bool) -> _Wanted:
        """The same as one handout with a note, where it is one of one clinic, made on this machine."""
        if many or len(self.diseases) != 1 or len(self.formats) > 1:
            raise click.UsageError("A note is for one patient: name one disease, and at most one format and clinic.")
        if far:
            raise click.UsageError("A note about a patient does not leave this machine: build it without --cluster.")
        return replace(self, formats=self.formats or ("standard",), locale=self.locale or "en")

    @property
    def most(self) -> int:
        """How many handouts it can be at most: what is not named may be many."""
        named = self.diseases and self.locale and self.formats
        return len(self.diseases) * len(self.formats) if named else sys.maxsize

    def may_lie_in(self, output: Path) -> bool:
        """Whether all of it may lie in a folder already, as far as can be seen at a glance."""
        folders = [output / RECORDS / self.locale] if self.locale else list((output / RECORDS).glob("*"))
        records = [[record.name for record in folder.glob("*.json")] for folder in folders]
        diseases = self.diseases or ("",)
        return bool(records) and all(
            any(name.startswith(disease) for name in names) for names in records for disease in diseases
        )


def _build(wanted: _Wanted, order: Order, output: Path, workers: Executor) -> bool:
    """Build for one clinic, or for none in particular, and tell what becomes of it. Returns whether all is well."""
    from patient_handouts.build import (
        UnfinishedError,
        as_before,
        build,
        choose,
        get_ready,
        left_out,
        to_look_at,
        to_read,
    )

    home = project()
    own = order.sign_offs or (order.clinic.sign_offs if order.clinic else None)
    stamp, library = _content(own, to_read(home, wanted.locale, output))
    order = replace(order, stamp=stamp)
    try:
        chosen = choose(library, wanted.diseases, wanted.locale, wanted.formats)
    except UnfinishedError:
        problems = _problems(library, order.day, (), tuple(to_look_at(output, order)))
        for outcome in build(home, library, problems, [], output, order, workers):  # what was made of it is deleted
            _tell(outcome, wanted.quiet)
        raise
    for tag, number in left_out(library, chosen).items() if not wanted.locale and not wanted.quiet else ():
        leaflets = "1 leaflet is" if number == 1 else f"{number} leaflets are"
        click.echo(f"{tag}: {leaflets} left out, not finished yet: python generate.py locale check {tag}", err=True)
    outcomes: Iterable[Outcome] | None = as_before(home, library, chosen, output, order)
    if outcomes is None:
        get_ready(library, chosen, output, order, workers)
        problems = _problems(library, order.day, tuple(chosen), tuple(to_look_at(output, order)))
        outcomes = build(home, library, problems, chosen, output, order, workers)
    failed = _watch(outcomes, len(chosen), wanted.quiet)
    if failed:
        click.echo(f"{failed} of {len(chosen)} handouts not built.", err=True)
    elif not order.note and not wanted.quiet:
        click.echo(f"{output / 'index.html'} lists them all.")
    elif order.note and not wanted.quiet:
        click.echo("It holds a note about a patient: print it, then delete it.")
    return not failed


@functools.cache
def _content(sign_offs: Path | None, locales: frozenset[str] | None) -> tuple[str, Library]:
    """The stamp of the project, and then its content, read once for all clinics with the same sign-offs."""
    home = project()
    return home.stamp(), home.load(sign_offs, locales)


@functools.lru_cache(maxsize=1)
def _problems(
    library: Library, day: datetime.date, chosen: tuple[Which, ...], others: tuple[Which, ...]
) -> list[Problem]:
    """What keeps handouts, and others that lie there, from being given out; told for those that are chosen.

    It is told once for all clinics with the same content.
    """
    from patient_handouts.build import is_spoiled

    found = project().check(library, day, (*chosen, *filter(library.is_offered, others)))
    report(problem for problem in found if any(is_spoiled(library, [problem], which) for which in chosen))
    return found


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


def _profiles(folder: Path) -> list[Path]:
    """The profiles in a folder; what begins with a dot is none."""
    found = sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))
    if not found:
        raise HandoutError(f"There is no profile (*.yaml) in {folder}.")
    return found


@main.group("clinic")
def clinic_group() -> None:
    """Your clinic's own name, numbers and logo on the leaflets."""


@clinic_group.command("new")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False), default=Path("clinic.yaml"), metavar="[FILE]")
def clinic_new_command(path: Path) -> None:
    """Write a commented profile to begin with, clinic.yaml, and say what to do next."""
    with told_plainly():
        from patient_handouts.clinic import EXAMPLE
        from patient_handouts.files import write_whole

        if path.exists():
            raise HandoutError(f"{path} is there already; it stays as it is.")
        write_whole(path, EXAMPLE.encode(), path.absolute().parent)
        click.echo(f"{path}: put your clinic’s details into it. Then see what is wrong, and build:")
        click.echo(f"  python generate.py clinic check {path}")
        click.echo(f"  python generate.py build --clinic {path}")


@clinic_group.command("check")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False), default=Path("clinic.yaml"), metavar="[FILE]")
def clinic_check_command(path: Path) -> None:
    """Find every mistake in a profile, and in the logo that it names."""
    with told_plainly():
        found = profile(path, quiet=False)
        click.echo(f"{path}: no problems. The leaflets will say “{found.clinic.name}”.")


@main.command("list")
@json_option
def list_command(as_json: bool) -> None:
    """List the handouts that can be built: disease, language, format, title."""
    with told_plainly():
        from patient_handouts.listing import listing

        found = listing(ROOT)
    heads = ("disease", "locale", "format", "title")
    if as_json:
        import json

        rows = [dict(zip(heads, handout, strict=True)) for handout in found.handouts]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        table([tuple(map(str.upper, heads)), *found.handouts])
    if found.problems:
        click.echo(f"{count(found.problems)} in the content: run “python generate.py check”.", err=True)
        sys.exit(1)


@main.command("check")
@click.option("--date", "day", type=Day(), help="Check as if it were this day, like 2027-12-01.  [default: today]")
@click.option("--answers", is_flag=True, help="List where a rule of language is broken on purpose, and why.")
@sign_offs_option
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def check_command(day: datetime.date | None, answers: bool, sign_offs: Path | None, quiet: bool) -> None:
    """Find every mistake in the content: where it is, what it is, and what to write instead."""
    with told_plainly():
        from patient_handouts.check import today
        from patient_handouts.freshness import due_soon
        from patient_handouts.language import answers as all_answers

        home = project()
        library = home.load(sign_offs)
        day = day or today()
        problems = home.check(library, day)
        soon = due_soon(library, day)
    report(problems)
    for item in soon if not quiet else ():
        click.echo(f"{item.place}: soon: the {item.kind} “{item.name}” must be read again by {item.day}.")
    for answer in (a for content in library.locales.values() for a in all_answers(content)) if answers else ():
        click.echo(f"{answer.place}: {answer.rule}: {answer.reason}")
    if problems:
        click.echo(f"{count(len(problems))}.", err=True)
        sys.exit(1)
    if not quiet:
        click.echo(f"No problems in {len(library.diseases)} diseases and {len(library.locales)} locale(s).")


@main.command("schema")
def schema_command() -> None:
    """Write the JSON Schemas that let an editor complete and check the content files."""
    with told_plainly():
        from patient_handouts.schemas import write_schemas

        for path in write_schemas(project()):
            click.echo(path.relative_to(ROOT))


def _tell(outcome: Outcome, quiet: bool) -> None:
    if outcome.removed:
        click.echo(f"{outcome.path}: deleted: {outcome.removed}", err=True)
    elif outcome.failure:
        click.echo(f"{outcome.path}: not built: {outcome.failure}", err=True)
    elif not quiet:
        before = ", as before" if outcome.as_before else ""
        click.echo(f"{outcome.path} ({outcome.pages} pages, {outcome.standing}{before})")
        if outcome.sheets:
            click.echo(f"{outcome.sheets} (print on both sides, short edge; fold)")


def _watch(outcomes: Iterable[Outcome], length: int, quiet: bool) -> int:
    """Tell what becomes of each handout; to a person who watches many, after a bar. Returns how many failed."""
    finished: list[Outcome] = []
    try:
        if quiet or length < WORTH_A_BAR or not sys.stderr.isatty():
            for outcome in outcomes:
                finished.append(outcome)
                _tell(outcome, quiet)
            return sum(bool(outcome.failure) for outcome in finished)
        started = time.monotonic()

        def rate(_: Outcome | None) -> str:
            return f"{len(finished) / (time.monotonic() - started):.1f} a second"

        options: dict[str, Any] = {"file": sys.stderr, "show_pos": True, "item_show_func": rate}
        with click.progressbar(outcomes, length, "Building", **options) as bar:
            finished.extend(bar)
    finally:
        if not quiet and length >= WORTH_A_BAR and sys.stderr.isatty():
            for outcome in finished:
                _tell(outcome, quiet)
    return sum(bool(outcome.failure) for outcome in finished)


for _command in (locale_group, *COMMANDS):
    main.add_command(_command)
