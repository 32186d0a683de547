"""schema: the JSON Schemas of the content files."""

from __future__ import annotations

import click

from patient_handouts.commands.console import project, user_errors
from patient_handouts.content.load import load
from patient_handouts.content.schemas import as_text, schemas
from patient_handouts.files import delete, write_whole
from patient_handouts.problems import ContentError


@click.command("schema", short_help="Write the JSON Schemas for your editor.")
def command() -> None:
    """Write the JSON Schemas that let an editor complete and check the content files, into content/schema/."""
    with user_errors():
        home = project()
        library = load(home.content)
        if broken := library.unread_reference():
            raise ContentError(broken)
        folder = home.content / "schema"
        paths = {folder / name: as_text(schema) for name, schema in schemas(library).items()}
        for path, text in paths.items():
            write_whole(path, text.encode(), home.content)
            click.echo(path.relative_to(home.root))
        for path in set(folder.glob("*.schema.json")) - set(paths):
            delete(path)
