"""What all commands share: their options, and how they say what is wrong."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from patient_handouts.content.library import Library
from patient_handouts.files import write_whole
from patient_handouts.problems import ContentError, HandoutError, Problem
from patient_handouts.project import ROOT, Project, today

if TYPE_CHECKING:
    from patient_handouts.snapshot import Snapshot

MOST_PROBLEMS = 100
"""So many problems of one file are listed; the first ones are worth fixing before the rest."""


def project() -> Project:
    """The project that this program belongs to."""
    return Project(ROOT)


def snapshot(sign_offs: Path | None = None) -> Snapshot:
    """All content of the project as it is now, judged today.

    :param sign_offs: a clinic's own file of sign-offs; one that is not there yet counts as empty.
    """
    from patient_handouts.snapshot import Snapshot  # noqa: PLC0415  # what only reads, like “list”, starts sooner

    return Snapshot.take(project(), today(), sign_offs if sign_offs and sign_offs.exists() else None)


# --- what can be typed ---


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


class Count(click.ParamType[int]):
    """A whole number from 1 on."""

    name = "count"

    def __init__(self, most: int) -> None:
        self.most = most

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if not str(value).isascii() or not str(value).isdigit() or not 1 <= int(value) <= self.most:
            self.fail(f"“{value}” is not a whole number from 1 to {self.most}.", param, ctx)
        return int(value)


class Folder(click.Path):
    """A folder; an empty name, such as that of a variable that nobody set, is none."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the name of the folder is empty.", param, ctx)
        return super().convert(value, param, ctx)


sign_offs_option = click.option(
    "--sign-offs",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="Your clinic’s own file of sign-offs, beside the shared content/signoffs.yaml.",
)

output_option = click.option(
    "--output",
    type=Folder(path_type=Path, file_okay=False),
    default=Path("handouts"),
    show_default=True,
    metavar="FOLDER",
    help="Folder for the files.",
)

locale_option = click.option("--locale", metavar="LANGUAGE", default="en", show_default=True, help="Such as en or es.")

format_option = click.option(
    "--format",
    "format_",
    metavar="NAME",
    default="standard",
    show_default=True,
    help="Whose words: standard, easy-read or summary.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="For other programs.")

hard_words_option = click.option(
    "--hard-words",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Your clinic’s own list of hard words, with lines like “ulcer: open sore”, each part in double quotes.",
)


# --- what is printed ---


@contextlib.contextmanager
def user_errors() -> Iterator[None]:
    """Turn what a user can put right into a line on the error output, and exit code 1."""
    try:
        yield
        return
    except ContentError as error:
        report(error.problems)
        message = "The content has mistakes (see above)."
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
    click.echo(f"Error: {message}", err=True)
    sys.exit(1)


def report(problems: Iterable[Problem]) -> None:
    """Print problems, file by file, on the error output."""
    for file, group in itertools.groupby(problems, key=lambda problem: problem.place.file):
        found = list(group)
        for problem in found[:MOST_PROBLEMS]:
            click.echo(str(problem), err=True)
        if len(found) > MOST_PROBLEMS:
            click.echo(f"{file}: and {len(found) - MOST_PROBLEMS} more problems.", err=True)


def refuse_unread(library: Library, *files: str) -> None:
    """Half of an answer is none: refuse where a file that it rests on could not be read.

    :raises ContentError: with what is wrong in them.
    """
    unread = [problem for problem in library.problems if problem.place.file.split("/")[-1] in files]
    if unread:
        raise ContentError(unread)


def table(rows: list[tuple[str, ...]]) -> None:
    """Print rows in columns; the first is the heading."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def echo_json(data: Any) -> None:
    """Print plain data as JSON."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def write(path: Path, data: bytes, output: Path) -> None:
    """Write a file into the output folder, and say so."""
    write_whole(path, data, output)
    click.echo(path)
