"""edition: what an edition was, and what has changed since."""

from __future__ import annotations

from pathlib import Path

import click

from patient_handouts.approval import register
from patient_handouts.commands.console import sign_offs_option, snapshot, user_errors
from patient_handouts.content.approvals import Edition
from patient_handouts.content.names import HandoutName
from patient_handouts.handout.parts import Handout
from patient_handouts.handout.transcript import transcript
from patient_handouts.problems import HandoutError, did_you_mean
from patient_handouts.snapshot import Snapshot


@click.command("edition", short_help="Tell what an edition was, and what has changed since.")
@click.argument("code")
@sign_offs_option
def command(code: str, sign_offs: Path | None) -> None:
    """Tell which leaflet an edition was, what has changed since, and whether to replace it."""
    with user_errors():
        wanted = register.normal_code(code)
        if len(wanted) != len("ABC-123"):
            raise HandoutError(
                f"“{code}” is not an edition. It is printed at the foot of each page, and looks like ABC-123."
            )
        now = snapshot(sign_offs)
        current = now.texts_by_edition()
        folders = register.registers(sign_offs, now.project.sign_offs)
        kept = register.find(wanted, folders)
        if wanted in current:
            handout = current[wanted]
            _print_edition(wanted, handout.name_of_text, str(handout.title), str(handout.date))
            click.echo(f"This is the current edition. {_what_to_do(now, handout)}")
        elif kept:
            name = HandoutName(kept.disease, kept.locale, kept.format)
            _print_edition(wanted, name, kept.title, str(kept.date))
            _print_changes(now, name, kept, current)
        else:
            raise HandoutError(
                f"There is no edition “{wanted}” in the register, and none that is built now. It may have been built "
                "between two releases, or by a clinic with a register of its own (--sign-offs). "
                + did_you_mean(wanted, {*current, *register.codes(folders)})
            )


def _print_edition(code: str, name: HandoutName, title: str, date: str) -> None:
    click.echo(f"Edition {code}: {title} ({', '.join(name)}), words of {date}.")


def _what_to_do(now: Snapshot, handout: Handout) -> str:
    if now.blocking(handout.name_of_text):
        return "But its content is wrong or out of date: run “python generate.py check”."
    if now.summary(handout) == "out of date":
        return "But the day of its next check has passed: do not give it out."
    return "Keep it."


def _print_changes(now: Snapshot, name: HandoutName, was: Edition, current: dict[str, Handout]) -> None:
    handout = next((each for each in current.values() if each.name_of_text == name), None)
    if handout is None and name in now.library.texts():
        raise HandoutError("It cannot be compared: the content has mistakes. Run “python generate.py check”.")
    if handout is None:
        click.echo("This leaflet is not made any more. Throw it away.")
        return
    click.echo(f"Today’s edition is {handout.edition}. Throw the old one away. What has changed:")
    for change in register.changes(was.blocks, transcript(handout)):
        click.echo(f"\n{change.block}")
        for line in change.gone:
            click.echo(f"  - {line}")
        for line in change.new:
            click.echo(f"  + {line}")
