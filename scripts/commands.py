"""Writes docs/commands.md from the help of each command: make docs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from patient_handouts.commands.main import SECTIONS, main  # noqa: E402  # found by the line above

HEAD = """\
# Commands

What `python generate.py COMMAND --help` says, command by command. Where you used `make handouts`, write
`.venv/bin/python` for `python`. This page is made by `make docs`.

Exit codes: 0, all is well; 1, something was wrong and has been told; 2, the command was not understood.
"""
WIDTH = 100


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for section, commands in SECTIONS.items():
        parts.append(f"## {section}\n")
        for name in commands:
            parts += (_entry(path, command) for path, command in _with_its_own(name))
    return "\n".join(parts)


def _with_its_own(name: str) -> Iterator[tuple[str, click.Command]]:
    """A command, and those below it."""
    with click.Context(main) as context:
        command = main.get_command(context, name)
    assert command
    yield name, command
    if isinstance(command, click.Group):
        for inner, found in command.commands.items():
            yield f"{name} {inner}", found


def _entry(path: str, command: click.Command) -> str:
    with click.Context(
        command, info_name=f"python generate.py {path}", max_content_width=WIDTH, terminal_width=WIDTH
    ) as c:
        text = command.get_help(c)
    return f"### {path}\n\n```\n{text}\n```\n"


if __name__ == "__main__":
    (ROOT / "docs" / "commands.md").write_text(page(), "utf-8")
