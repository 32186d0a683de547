"""clinic: a clinic's own name, numbers and logo."""

from __future__ import annotations

from pathlib import Path

import click

from patient_handouts.clinic.profile import example, load_profile
from patient_handouts.commands.console import user_errors
from patient_handouts.files import write_whole
from patient_handouts.problems import HandoutError

path_argument = click.argument(
    "path", type=click.Path(path_type=Path, dir_okay=False), default=Path("clinic.yaml"), metavar="[FILE]"
)


@click.group("clinic", short_help="Put your own name, numbers and logo on the handouts.")
def command() -> None:
    """Your clinic’s own name, numbers and logo on the leaflets."""


@command.command("new")
@path_argument
def new(path: Path) -> None:
    """Write a commented profile to begin with, clinic.yaml, and say what to do next."""
    with user_errors():
        if path.exists():
            raise HandoutError(f"{path} is there already; it stays as it is.")
        write_whole(path, example(), path.absolute().parent)
        click.echo(f"{path}: put your clinic’s details into it. Then see what is wrong, and build:")
        click.echo(f"  python generate.py clinic check {path}")
        click.echo(f"  python generate.py build --clinic {path}")


@command.command("check")
@path_argument
def check(path: Path) -> None:
    """Find every mistake in a profile, and in the logo that it names."""
    with user_errors():
        found = load_profile(path)
        for notice in found.notices:
            click.echo(notice)
        click.echo(f"{path}: no problems. The leaflets will say “{found.clinic.name}”.")
