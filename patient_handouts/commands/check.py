"""check: find every mistake in the content."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from patient_handouts.check.freshness import due_soon
from patient_handouts.commands.console import Day, project, report, sign_offs_option, user_errors
from patient_handouts.content.library import Library
from patient_handouts.language.findings import answers as all_answers
from patient_handouts.problems import BLOCKS_NOTHING, Problem, counted
from patient_handouts.project import today
from patient_handouts.snapshot import Snapshot


@click.command("check", short_help="Find every mistake in the content.")
@click.option(
    "--date", "day", type=Day(), metavar="DATE", help="Check as if it were this day, like 2027-12-01.  [default: today]"
)
@click.option("--answers", is_flag=True, help="List where a rule of language is broken on purpose, and why.")
@sign_offs_option
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def command(day: datetime.date | None, answers: bool, sign_offs: Path | None, quiet: bool) -> None:
    """Find every mistake in the content: where it is, what it is, and what to write instead."""
    with user_errors():
        snapshot = Snapshot.take(project(), day or today(), sign_offs)
        library, problems = snapshot.library, snapshot.problems
        soon = due_soon(library, snapshot.day)
    report(problems)
    for item in soon if not quiet else ():
        click.echo(f"{item.place}: soon: the {item.kind} “{item.name}” must be read again by {item.day}.")
    for answer in (a for content in library.locales.values() for a in all_answers(content)) if answers else ():
        click.echo(f"{answer.place}: {answer.rule}: {answer.reason}")
    if problems:
        click.echo(f"{counted(len(problems), 'problem')}{_what_they_stop(library, problems)}.", err=True)
        sys.exit(1)
    if not quiet:
        languages = counted(len(library.locales), "language")
        click.echo(f"No problems in {counted(len(library.diseases), 'disease')} and {languages}.")


def _what_they_stop(library: Library, problems: Sequence[Problem]) -> str:
    """How many problems keep a handout from being built, if not all of them do."""
    number = sum(library.scope_of(problem) != BLOCKS_NOTHING for problem in problems)
    if number == 0:
        return ", and no build is stopped by " + ("it" if len(problems) == 1 else "them")
    return f", of which {number} {'stops' if number == 1 else 'stop'} a build" if number < len(problems) else ""
