"""locale: languages for translators: new, check, status, accept, update, export, import and preview."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from patient_handouts.check.content import check_locale
from patient_handouts.commands.console import (
    echo_json,
    format_option,
    json_option,
    project,
    report,
    table,
    user_errors,
)
from patient_handouts.content.choose import known
from patient_handouts.content.library import Library
from patient_handouts.content.load import load
from patient_handouts.content.names import HandoutName
from patient_handouts.content.translations import parent_of
from patient_handouts.files import write_whole
from patient_handouts.locales.tags import REFERENCE_LOCALE, nearest_locale
from patient_handouts.problems import ContentError, HandoutError, Kind, Problem, counted
from patient_handouts.project import today
from patient_handouts.snapshot import Snapshot
from patient_handouts.translation.fill_in import completed, put, unread
from patient_handouts.translation.new_locale import begun
from patient_handouts.translation.notes import accept, note
from patient_handouts.translation.po import export, read
from patient_handouts.translation.preview import Preview, preview, saves, scratch_folder
from patient_handouts.translation.progress import Progress, progress, status

tag_argument = click.argument("tag", metavar="LANGUAGE")


@click.group("locale", short_help="Begin a language, check it, preview it.")
def command() -> None:
    """Languages: begin one, see what is wrong or missing, and preview it. LANGUAGE is a tag, like fr or pt-BR."""


@command.command("new", short_help="Make the folder of a new language.")
@tag_argument
def new_command(tag: str) -> None:
    """Make the folder of a new language: every text empty, with the English above it.

    \b
    Example:
      python generate.py locale new fr
    """
    with user_errors():
        home = project()
        library = load(home.content)
        _english_must_be_sound(library)
        tag, parent, files = begun(library, tag, home.content, today())
        for name, text in files.items():
            write_whole(home.content / tag / name, text.encode(), home.content)
    if parent:
        click.echo(f"content/{tag}: write into it only what differs from “{parent}”, file by file, with the same keys.")
    else:
        click.echo(
            f"content/{tag}: {len(files)} files. Look over locale.yaml, then write each text between its quotes."
        )
    click.echo(f"  python generate.py locale check {tag}        what is wrong, and what is still to do")
    click.echo(f"  python generate.py locale preview ms {tag}   a leaflet, made again at each save")
    click.echo("How it is done, from here to the printed leaflet: docs/translating.md")


@command.command("check", short_help="Find every mistake in a language.")
@tag_argument
@click.option("--todo", is_flag=True, help="List also every text that is still to be translated.")
def check_command(tag: str, todo: bool) -> None:
    """Find every mistake in a language: where it is, what it is, and what to write instead."""
    with user_errors():
        home = project()
        library = _library(tag, only=True)
        noted = note(home.content / tag, library, tag)
        library = load(home.content, only=[tag]) if noted else library
        problems = check_locale(library, tag, today())
        found = progress(library, tag)
        parent = parent_of(library, tag)
    report(problems)
    report(found.stale)
    if todo:
        report(found.missing)
    if noted:
        what = counted(noted, "text")
        click.echo(f"content/{tag}/translated-from.json: noted {what}. Keep this file with the words.")
    _print_next(tag, found, problems, parent)
    if not parent and not (home.content / tag / "language.yaml").exists():
        click.echo(f"There is no content/{tag}/language.yaml yet: hype and hard words are not looked for.")
    if problems:
        sys.exit(1)


def _print_next(tag: str, found: Progress, problems: list[Problem], parent: str | None) -> None:
    wrong = f", {counted(len(problems), 'problem')}" if problems else ""
    if parent:
        click.echo(f"{tag}: {counted(found.total, 'text')} of its own{wrong}. All others are those of “{parent}”.")
    else:
        click.echo(f"{tag}: {found.done} of {found.total} texts done{wrong}.")
    if problems:
        click.echo("Fix the problems above, starting with the first, and run this again.")
    if found.stale:
        click.echo(f"{counted(len(found.stale), 'text')} to look at again (see above), since the English has changed.")
    if found.open:
        click.echo(f"{counted(found.open, 'text')} to translate: --todo lists them.")
    if found.lacking:
        lacking = f"{found.lacking} of them {'has' if found.lacking == 1 else 'have'} no line here yet"
        click.echo(f"{lacking}: python generate.py locale update {tag} adds them.")
    if not (problems or found.stale or found.open):
        click.echo(f"Nothing is left to do. Build it: python generate.py build --locale {tag}")


@command.command("status", short_help="Tell how far each language is.")
@click.argument("tag", metavar="[LANGUAGE]", required=False)
@json_option
def status_command(tag: str | None, as_json: bool) -> None:
    """What is done, missing, stale and unsigned: a line for each language, leaflet and text."""
    with user_errors():
        if tag:
            _library(tag)
        now = Snapshot.take(project(), today(), locales=[tag] if tag else None)
        rows = [row for row in status(now) if tag in (None, row.locale)]
    if as_json:
        echo_json([asdict(row) for row in rows])
        return
    if not rows:
        click.echo("There is no language beside English yet. Begin one: python generate.py locale new fr")
        return
    heads = ("LANGUAGE", "DISEASE", "WORDS", "TEXTS", "DONE", "MISSING", "STALE", "MISTAKES", "SIGNED BY", "OFFERED")
    cells = [tuple(str(cell) for cell in row.cells()) for row in rows]
    table([heads, *cells])


@command.command("accept", short_help="Say that a translation still fits.")
@tag_argument
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--all", "everything", is_flag=True, help="All texts whose English has changed.")
def accept_command(tag: str, keys: tuple[str, ...], everything: bool) -> None:
    """Say that a translation still fits although the English has changed.

    \b
    Example:
      python generate.py locale accept fr ms:blocks.main-message.text
    """
    if bool(keys) == everything:
        raise click.UsageError("Name the texts, as “locale check” does, or say --all.")
    with user_errors():
        library = _library(tag)
        for key in accept(project().content / tag, library, tag, keys):
            click.echo(f"{key}: accepted.")


@command.command("update", short_help="Add the keys that a language lacks.")
@tag_argument
def update_command(tag: str) -> None:
    """Add what the English has and a language lacks, empty, with the English above it. Nothing else is touched."""
    with user_errors():
        home = project()
        library = _library(tag)
        _english_must_be_sound(library)
        changed = completed(home.content / tag, library, tag, today())
    for path in changed:
        click.echo(path.relative_to(home.root))
    if not changed:
        click.echo(f"content/{tag} has every key that the English has.")


@command.command("export", short_help="Write a language as gettext PO.")
@tag_argument
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="[default: LANGUAGE.po]"
)
def export_command(tag: str, output: Path | None) -> None:
    """Write the texts of a language as gettext PO, for Poedit, Weblate or an agency."""
    with user_errors():
        library = _library(tag)
        _english_must_be_sound(library)
        path = output or Path(f"{tag}.po")
        write_whole(path, export(library, tag).encode(), path.absolute().parent)
    click.echo(f"{path}: when it is translated, bring it back: python generate.py locale import {tag} {path}")


@command.command("import", short_help="Bring back a PO file.")
@tag_argument
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--theirs", is_flag=True, help="Take the texts of the file also where the words here changed meanwhile.")
def import_command(tag: str, path: Path, theirs: bool) -> None:
    """Bring back a PO file. Empty and fuzzy texts stay undone, and newer words here are not overwritten."""
    with user_errors():
        home = project()
        library = _library(tag)
        _english_must_be_sound(library)
        found = read(library, tag, path, theirs, unread(home.content / tag, library, tag))
        put(home.content / tag, found.texts, library, tag, today())
        note(home.content / tag, load(home.content), tag)
    for refused in found.refused:
        click.echo(f"not taken: {refused}", err=True)
    click.echo(
        f"{counted(len(found.texts), 'text')} taken, {found.same} as before, {found.empty} empty, "
        f"{found.fuzzy} fuzzy, {len(found.refused)} not taken."
    )
    click.echo(f"  python generate.py locale check {tag}")
    if found.refused:
        sys.exit(1)


@command.command("preview", short_help="Make a leaflet as it is now, and at each save.")
@click.argument("disease", metavar="DISEASE")
@tag_argument
@format_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Folder for the PDF.  [default: a scratch folder]",
)
@click.option("--once", is_flag=True, help="Make it once, and do not wait for the next save.")
def preview_command(disease: str, tag: str, format_: str, output: Path | None, once: bool) -> None:
    """Make a leaflet as it is now, and again at each save. What is not translated is in English, between ‹ and ›."""
    with user_errors():
        home = project()
        library = load(home.content)
        if disease in library.locales and tag in library.diseases:
            raise HandoutError(f"The disease comes first: python generate.py locale preview {tag} {disease}")
        _must_exist(library, tag)
        known(disease, library.diseases, "handout")
        known(format_, library.formats, "format")
        name, folder = HandoutName(disease, tag, format_), output or scratch_folder()
        made = preview(home, name, folder, today())
        _print_preview(made)
        if once:
            sys.exit(1 if made.failure else 0)
        click.echo("Waiting for the next save. Ctrl-C ends it.")
        for _ in saves([home.content, home.styles, home.templates]):
            _print_preview(preview(home, name, folder, today()))


def _print_preview(made: Preview) -> None:
    report(made.problems)
    if made.failure:
        click.echo(f"No preview: {made.failure}", err=True)
    else:
        left = f", {counted(len(made.todo), 'text')} still to do" if made.todo else ""
        click.echo(f"{made.path} ({counted(made.pages, 'page')}{left})")


def _library(tag: str, only: bool = False) -> Library:
    """The content, with a language that must exist.

    :param only: leave out the words of other languages, which need not be read to judge this one.
    """
    library = load(project().content, only=[tag] if only else None)
    if tag not in library.locales or tag == REFERENCE_LOCALE:
        _must_exist(load(project().content), tag)
    return library


def _must_exist(library: Library, tag: str) -> None:
    if tag in library.locales and tag != REFERENCE_LOCALE:
        return
    if tag == REFERENCE_LOCALE:
        raise HandoutError("English is what the others are translated from. Use “python generate.py check”.")
    for problem in library.problems:  # its folder may be there under a wrong name
        if problem.kind == Kind.MISNAMED and problem.about == tag:
            raise HandoutError(str(problem))
    others = [other for other in library.locales if other != REFERENCE_LOCALE]
    raise HandoutError(
        f"There is no language “{tag}” yet. {nearest_locale(tag, others)}Begin it: python generate.py locale new {tag}"
    )


def _english_must_be_sound(library: Library) -> None:
    """What is made after the English needs all of it."""
    if broken := library.unread_reference():
        raise ContentError(broken)
