"""list: the handouts that can be built."""

from __future__ import annotations

import sys

import click

from patient_handouts.commands.console import echo_json, json_option, project, table, user_errors
from patient_handouts.content.load import load
from patient_handouts.problems import counted

HEADS = ("disease", "locale", "format", "title")


@click.command("list", short_help="List the handouts that can be built.")
@json_option
def command(as_json: bool) -> None:
    """List the handouts that can be built: disease, language, format, title."""
    with user_errors():
        library = load(project().content)
        names = [name for name in library.offered() if not library.blocking(library.problems, name)]
        rows = [(*name, library.title_of(name)) for name in names]
    if as_json:
        echo_json([dict(zip(HEADS, row, strict=True)) for row in rows])
    else:
        table([tuple(map(str.upper, HEADS)), *rows])
    if library.problems:
        told = counted(len(library.problems), "problem")
        click.echo(f"{told} in the content: run “python generate.py check”.", err=True)
        sys.exit(1)
