"""release: add today's editions to the register."""

from __future__ import annotations

import click

from patient_handouts.approval import register
from patient_handouts.commands.console import snapshot, user_errors
from patient_handouts.problems import ContentError, counted


@click.command("release", short_help="Add today’s editions to the register.")
def command() -> None:
    """Add today’s editions to the register, content/editions/: do this when leaflets are given out."""
    with user_errors():
        now = snapshot()
        names = now.library.texts()
        if wrong := {problem for name in names for problem in now.blocking(name)}:
            raise ContentError(sorted(wrong))
        (folder,) = register.registers(now.project.sign_offs)
        added = [
            path for name in names if (path := register.record(now.handout(name, allow_expired=True), folder, now.day))
        ]
        for path in added:
            click.echo(path)
        new = f"{counted(len(added), 'new edition')}. Commit them with the release."
        click.echo(new if added else "No new editions.")
