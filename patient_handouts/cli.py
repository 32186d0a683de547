"""The command. Heavy modules are imported only by what needs them, so that --help and list start at once."""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from patient_handouts import __version__
from patient_handouts.cli_review import COMMANDS
from patient_handouts.console import (
    ROOT,
    Day,
    count,
    json_option,
    project,
    report,
    sign_offs_option,
    table,
    told_plainly,
)

if TYPE_CHECKING:
    from patient_handouts.build import Outcome

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
@click.option("--paper", type=click.Choice(["A4", "Letter"], case_sensitive=False), default="A4", show_default=True)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("handouts"),
    show_default=True,
    help="Folder for the PDFs.",
)
@sign_offs_option
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
    with told_plainly():
        from patient_handouts.build import build, choose, is_spoiled
        from patient_handouts.check import today

        home = project()
        library = home.load(sign_offs)
        chosen = choose(library, diseases, locale)
        day = today()
        problems = home.check(library, day)
        report(problem for problem in problems if any(is_spoiled([problem], *handout) for handout in chosen))
        outcomes = build(home, library, problems, chosen, output, paper, day, allow_expired)
        failed = _watch(outcomes, len(chosen), quiet)
    if failed:
        click.echo(f"{failed} of {len(chosen)} handouts not built.", err=True)
        sys.exit(1)


@main.command("list")
@json_option
def list_command(as_json: bool) -> None:
    """List the handouts that can be built: disease, language, title."""
    with told_plainly():
        from patient_handouts.check import spoils

        library = project().load()
    rows = [
        {"disease": disease, "locale": tag, "title": str(library.locales[tag].words[disease].title)}
        for disease, tag in library.offered()
        if not any(spoils(problem, disease, tag) for problem in library.problems)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        table([("DISEASE", "LOCALE", "TITLE"), *(tuple(row.values()) for row in rows)])
    if library.problems:
        click.echo(f"{count(len(library.problems))} in the content: run “python generate.py check”.", err=True)
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
    if outcome.failure:
        click.echo(f"{outcome.path}: not built: {outcome.failure}", err=True)
    elif not quiet:
        click.echo(f"{outcome.path} ({outcome.pages} pages, {outcome.standing})")


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


for _command in COMMANDS:
    main.add_command(_command)
