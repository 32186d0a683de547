"""The command line: a command is loaded only when it is asked for, so that --help is there at once."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Final

import click

from patient_handouts import __version__

SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "For clinics": {
        "build": "Make handouts as PDF files.",
        "list": "List the handouts that can be built.",
        "clinic": "Put your own name, numbers and logo on the handouts.",
    },
    "For authors": {
        "check": "Find every mistake in the content.",
        "recheck": "List what must be read again, by its day.",
        "schema": "Write the JSON Schemas for your editor.",
    },
    "For translators": {
        "locale": "Begin a language, check it, preview it.",
    },
    "For reviewers": {
        "trace": "Show where every printed sentence comes from.",
        "score": "Score handouts by PEMAT-P, CDC, DISCERN and IPDAS.",
        "review": "Make the pack that a reviewer reads.",
        "sign-off": "Record that a person has approved a handout.",
    },
    "For whoever keeps the editions": {
        "edition": "Tell what an edition was, and what has changed since.",
        "release": "Add today’s editions to the register.",
    },
}
"""Every command with its short help, in the order of `--help`; each is in the module of its name."""


class _Commands(click.Group):
    """The commands, by what people come for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # called by click
        return [name for commands in SECTIONS.values() for name in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"patient_handouts.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl(list(commands.items()))


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="patient-handouts")
@click.pass_context
def main(context: click.Context) -> None:
    """Make printable patient handouts. Without a command: build all of them.

    \b
    Examples:
      python generate.py                     build every handout into handouts/
      python generate.py build ms            only multiple sclerosis
      python generate.py build ms --paper Letter
      python generate.py list                what there is
      python generate.py check               find mistakes in the content
    """
    if context.invoked_subcommand is None:
        build = main.get_command(context, "build")
        assert build
        context.invoke(build)
