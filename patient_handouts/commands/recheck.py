"""recheck: what must be read again, by its day."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from patient_handouts.check.freshness import due
from patient_handouts.commands.console import (
    Day,
    echo_json,
    json_option,
    refuse_unread,
    sign_offs_option,
    snapshot,
    user_errors,
)
from patient_handouts.project import today


@click.command("recheck", short_help="List what must be read again, by its day.")
@click.option(
    "--by", "day", type=Day(), metavar="DATE", help="Only what is due by this day, like 2027-06-01.  [default: all]"
)
@sign_offs_option
@json_option
def command(day: datetime.date | None, sign_offs: Path | None, as_json: bool) -> None:
    """List what must be read again, by its day, with where to read it."""
    with user_errors():
        library = snapshot(sign_offs).library
        refuse_unread(library, "facts.yaml", "sources.yaml", "signoffs.yaml")
        items = [item for item in due(library) if day is None or item.day <= day]
    if as_json:
        data = [
            {"day": item.day.isoformat(), "kind": item.kind, "name": item.name, "what": item.what,
             "read": list(item.sources), "place": str(item.place)}
            for item in items
        ]  # fmt: skip
        echo_json(data)
        return
    for item in items:
        late = "  OVERDUE" if item.day < today() else ""
        click.echo(f"{item.day}{late}  {item.kind} {item.name}: {item.what}")
        for source in item.sources:
            click.echo(f"            {source}")
        click.echo(f"            {item.place}")
