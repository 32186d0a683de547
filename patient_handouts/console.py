"""What all commands share: their options, and how they tell what is wrong."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from patient_handouts.problems import HandoutError, Problem

if TYPE_CHECKING:
    from patient_handouts.build import Project
    from patient_handouts.clinic import Profile

ROOT = Path(__file__).resolve().parent.parent
MOST_PROBLEMS = 100
"""So many problems of one file are told; the first ones are worth mending before the rest."""


class Day(click.ParamType[datetime.date]):
    """A day, written like 2027-12-01."""

    name = "date"

    def convert(
        self, value: str | datetime.date, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date:
        try:
            return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a date; write it like 2027-12-01.", param, ctx)


@contextlib.contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what a user can put right into one line and exit code 1."""
    try:
        yield
    except HandoutError as error:
        message = str(error)
    except BrokenPipeError:  # “… | head” has seen enough; click ends the program quietly
        raise
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


def project() -> Project:
    """The project that this program belongs to."""
    from patient_handouts.build import Project

    return Project(ROOT)


sign_offs_option = click.option(
    "--sign-offs",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="Your clinic’s own file of sign-offs, beside the shared content/signoffs.yaml.",
)


clinic_option = click.option(
    "--clinic",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Your clinic’s profile.  [default: $HANDOUT_CLINIC, or clinic.yaml where it lies in this folder]",
)


def clinic_path(given: Path | None) -> Path | None:
    """The profile to use: the one named, that of the environment, or clinic.yaml in the current folder."""
    if given is not None:
        return given
    if named := os.environ.get("HANDOUT_CLINIC"):
        return Path(named)
    here = Path("clinic.yaml")
    return here if here.exists() else None


def profile(path: Path, quiet: bool) -> Profile:
    """Read a profile; what its owner should know is told."""
    from patient_handouts.clinic import load_profile

    found = load_profile(path)
    for notice in found.notices if not quiet else ():
        click.echo(notice)
    return found


class Folder(click.Path):
    """A folder; an empty name, such as that of a variable that nobody set, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the name of the folder is empty.", param, ctx)
        return super().convert(value, param, ctx)


output_option = click.option(
    "--output",
    type=Folder(path_type=Path, file_okay=False),
    default=Path("handouts"),
    show_default=True,
    help="Folder for the files.",
)
locale_option = click.option("--locale", metavar="TAG", default="en", show_default=True, help="The language.")
format_option = click.option(
    "--format",
    "format_",
    metavar="NAME",
    default="standard",
    show_default=True,
    help="Whose words: standard, easy-read or summary.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="For other programs.")


def report(problems: Iterable[Problem]) -> None:
    """Tell problems, file by file."""
    for file, group in itertools.groupby(problems, key=lambda problem: problem.place.file):
        told = list(group)
        for problem in told[:MOST_PROBLEMS]:
            click.echo(str(problem), err=True)
        if len(told) > MOST_PROBLEMS:
            click.echo(f"{file}: and {len(told) - MOST_PROBLEMS} more problems.", err=True)


def table(rows: list[tuple[str, ...]]) -> None:
    """Print rows in columns; the first is the heading."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def cores() -> int:
    """The cores that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def count(problems: int) -> str:
    """So many problems, in words."""
    return "1 problem" if problems == 1 else f"{problems} problems"
