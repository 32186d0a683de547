"""The command. Heavy modules are imported only by what needs them, so that --help and list start at once."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from patient_handouts import __version__
from patient_handouts.problems import HandoutError, Problem

if TYPE_CHECKING:
    from patient_handouts.build import Outcome, Project

ROOT = Path(__file__).resolve().parent.parent
MOST_PROBLEMS = 100
"""So many problems of one file are told; the first ones are worth mending before the rest."""

WORTH_A_BAR = 3
"""From this many handouts on, a person who watches is shown a progress bar."""


class _Day(click.ParamType[datetime.date]):
    name = "date"

    def convert(
        self, value: str | datetime.date, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date:
        try:
            return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a date; write it like 2027-12-01.", param, ctx)


@contextlib.contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except HandoutError as error:
        message = str(error)
    except OSError as error:
        message = f"{error.filename or 'A file'} cannot be used: {error.strerror or error}."
    except ModuleNotFoundError as error:
        message = f"The Python package “{error.name}” is not installed. Run “make handouts”, or see README.md."
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "jinja2":
            raise
        message = f"A template is broken: {error}."
    else:
        return
    click.echo(f"Error: {message}", err=True)
    sys.exit(1)


def _project() -> Project:
    from patient_handouts.build import Project

    return Project(ROOT)


_sign_offs_option = click.option(
    "--sign-offs",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Your clinic’s own file of sign-offs, beside the shared content/signoffs.yaml.",
)


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
@click.option("--paper", type=click.Choice(["A4", "Letter"], case_sensitive=False), default="A4", show_default=True)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("handouts"),
    show_default=True,
    help="Folder for the PDFs.",
)
@_sign_offs_option
@click.option("--allow-expired", is_flag=True, help="Build also what is due for a new check, marked on every page.")
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def build_command(
    diseases: tuple[str, ...],
    locale: str | None,
    paper: str,
    output: Path,
    sign_offs: Path | None,
    allow_expired: bool,
    quiet: bool,
) -> None:
    """Build handouts as PDF files. DISEASE is a name from “list”; without one, all are built.

    \b
    Examples:
      python generate.py build ms lupus
      python generate.py build --output /media/usb/handouts
    """
    with _told_plainly():
        from patient_handouts.build import build, choose
        from patient_handouts.check import spoils, today

        project = _project()
        library = project.load(sign_offs)
        chosen = choose(library, diseases, locale)
        day = today()
        problems = project.check(library, day)
        _report(problem for problem in problems if any(spoils(problem, *handout) for handout in chosen))
        outcomes = build(project, library, problems, chosen, output, paper, day, allow_expired)
        failed = _watch(outcomes, len(chosen), quiet)
    if failed:
        click.echo(f"{failed} of {len(chosen)} handouts not built.", err=True)
        sys.exit(1)


@main.command("list")
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
def list_command(as_json: bool) -> None:
    """List the handouts that can be built: disease, language, title."""
    with _told_plainly():
        from patient_handouts.check import spoils

        library = _project().load()
    rows = [
        {"disease": disease, "locale": tag, "title": str(library.locales[tag].words[disease].title)}
        for disease, tag in library.offered()
        if not any(spoils(problem, disease, tag) for problem in library.problems)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _table([("DISEASE", "LOCALE", "TITLE"), *(tuple(row.values()) for row in rows)])
    if library.problems:
        click.echo(f"{_count(len(library.problems))} in the content: run “python generate.py check”.", err=True)
        sys.exit(1)


@main.command("check")
@click.option("--date", "day", type=_Day(), help="Check as if it were this day, like 2027-12-01.  [default: today]")
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def check_command(day: datetime.date | None, quiet: bool) -> None:
    """Find every mistake in the content: where it is, what it is, and what to write instead."""
    with _told_plainly():
        from patient_handouts.check import today

        project = _project()
        library = project.load()
        problems = project.check(library, day or today())
    _report(problems)
    if problems:
        click.echo(f"{_count(len(problems))}.", err=True)
        sys.exit(1)
    if not quiet:
        click.echo(f"No problems in {len(library.diseases)} diseases and {len(library.locales)} locale(s).")


@main.command("schema")
def schema_command() -> None:
    """Write the JSON Schemas that let an editor complete and check the content files."""
    with _told_plainly():
        from patient_handouts.schemas import write_schemas

        for path in write_schemas(_project()):
            click.echo(path.relative_to(ROOT))


def _report(problems: Iterable[Problem]) -> None:
    for file, group in itertools.groupby(problems, key=lambda problem: problem.place.file):
        told = list(group)
        for problem in told[:MOST_PROBLEMS]:
            click.echo(str(problem), err=True)
        if len(told) > MOST_PROBLEMS:
            click.echo(f"{file}: and {len(told) - MOST_PROBLEMS} more problems.", err=True)


def _tell(outcome: Outcome, quiet: bool) -> None:
    if outcome.failure:
        click.echo(f"{outcome.path}: not built: {outcome.failure}", err=True)
    elif not quiet:
        click.echo(f"{outcome.path} ({outcome.pages} pages)")


def _watch(outcomes: Iterator[Outcome], length: int, quiet: bool) -> int:
    """Tell what becomes of each handout; to a person who watches many, after a bar. Returns how many failed."""
    finished: list[Outcome] = []
    try:
        if quiet or length < WORTH_A_BAR or not sys.stderr.isatty():
            for outcome in outcomes:
                finished.append(outcome)
                _tell(outcome, quiet)
            return sum(bool(outcome.failure) for outcome in finished)
        with click.progressbar(outcomes, length=length, label="Building", file=sys.stderr, show_pos=True) as bar:
            finished.extend(bar)
    finally:
        if not quiet and length >= WORTH_A_BAR and sys.stderr.isatty():
            for outcome in finished:
                _tell(outcome, quiet)
    return sum(bool(outcome.failure) for outcome in finished)


def _table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _count(problems: int) -> str:
    return "1 problem" if problems == 1 else f"{problems} problems"
