"""sign-off: record that a person has approved a handout."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import cast

import click

from patient_handouts.approval.register import normal_code
from patient_handouts.approval.sign_off import Person, entry_of, sign_off
from patient_handouts.approval.standing import Role
from patient_handouts.commands.console import Day, format_option, locale_option, snapshot, user_errors
from patient_handouts.content.choose import choose_text
from patient_handouts.content.names import HandoutName
from patient_handouts.handout.parts import Handout
from patient_handouts.problems import HandoutError


@click.command("sign-off", short_help="Record that a person has approved a handout.")
@click.argument("disease")
@locale_option
@format_option
@click.option("--as", "role", type=click.Choice(["clinician", "translator", "patient-reader"]), required=True)
@click.option("--name", required=True, help="Who approved it; printed only with --print-name.")
@click.option("--role", "position", required=True, help="Such as “Consultant neurologist”; printed.")
@click.option("--organisation", help="Such as the hospital; printed.")
@click.option("--until", type=Day(), metavar="DATE", required=True, help="The day by which it must be checked again.")
@click.option("--edition", "read", metavar="CODE", help="The edition on the pack that was read; refused if it is past.")
@click.option("--block", "blocks", multiple=True, metavar="ID", help="Only this block; may be given again.")
@click.option("--print-name", is_flag=True, help="Print the name too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--sign-offs",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Your clinic’s own file of sign-offs, made if it is not there.  [default: content/signoffs.yaml]",
)
def command(
    disease: str,
    locale: str,
    format_: str,
    role: str,
    name: str,
    position: str,
    organisation: str | None,
    until: datetime.date,
    read: str | None,
    blocks: tuple[str, ...],
    print_name: bool,
    yes: bool,
    sign_offs: Path | None,
) -> None:
    """Record that a person has approved exactly the text of a handout.

    The person must have read the reviewer’s pack of this edition (see “review”). Whoever records it answers for it.

    \b
    Example:
      python generate.py sign-off ms --as clinician --edition ABC-123 --name "A. Name"
                 --role "Consultant neurologist" --organisation "City Hospital" --until 2027-11-01
    """
    with user_errors():
        now = snapshot(sign_offs)
        path = sign_offs or now.project.sign_offs
        handout_name = choose_text(now.library, disease, locale, format_)
        handout = now.handout(handout_name, allow_expired=True)
        if read:
            _refuse_past(read, handout, handout_name)
        person = Person(name, position, organisation, print_name)
        entry = entry_of(handout, now.english_of(handout), cast("Role", role), person, blocks, now.day, until, path)
        what = f"blocks {', '.join(entry.blocks)}" if blocks else "all of it"
        click.echo(f"“{handout.title}” ({locale}), edition {handout.edition}: {what}.")
        if not yes:
            click.confirm(f"Has {name} read them, and approved exactly this text until {until}?", abort=True)
        sign_off(handout, entry, path, now.day)
        click.echo(f"Recorded in {path}. Build the handout again, and keep that file with the content.")
        if role != "patient-reader":
            click.echo(f"The handout is now: {snapshot(sign_offs).summary(handout)}.")


def _refuse_past(read: str, handout: Handout, name: HandoutName) -> None:
    if (code := normal_code(read)) != handout.edition:
        raise HandoutError(
            f"The pack that was read is of edition {code}, but today’s is {handout.edition}: the text has changed. "
            f"Make a new pack: “python generate.py review {name.disease} --locale {name.locale} "
            f"--format {name.format}”."
        )
