"""The commands for translators: locale new, check, status, accept, update, export, import and preview."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from patient_handouts.console import count, format_option, json_option, project, report, table, told_plainly
from patient_handouts.problems import HandoutError, Problem, did_you_mean

if TYPE_CHECKING:
    from patient_handouts.model import Library
    from patient_handouts.preview import Preview
    from patient_handouts.progress import Progress

tag_argument = click.argument("tag", metavar="LANGUAGE")


@click.group("locale")
def locale_group() -> None:
    """Languages: begin one, see what is wrong or missing, and preview it. LANGUAGE is a tag, like fr or pt-BR."""


@locale_group.command("new")
@tag_argument
def new_command(tag: str) -> None:
    """Make the folder of a new language: every text empty, with the English above it.

    \b
    Example:
      python generate.py locale new fr
    """
    with told_plainly():
        from patient_handouts.check import today
        from patient_handouts.files import write_whole
        from patient_handouts.locale_files import new_locale, new_variant
        from patient_handouts.tags import known_tag, same_language
        from patient_handouts.translation import parent_of

        home = project()
        library = home.load()
        _english_must_be_sound(library)
        tag = known_tag(tag)
        folder = home.content / tag
        if folder.exists():
            raise HandoutError(
                f"content/{tag} is there already. See what it lacks: python generate.py locale check {tag}"
            )
        parent = parent_of(library, tag)
        if not parent and (other := same_language(tag, library.locales)):
            raise HandoutError(f"“{tag}” is there already, as content/{other}.")
        files = new_variant(tag, parent) if parent else new_locale(library, tag, today())
        for name, text in files.items():
            write_whole(folder / name, text.encode(), home.content)
    if parent:
        click.echo(f"content/{tag}: write into it only what differs from “{parent}”, file by file, with the same keys.")
    else:
        click.echo(
            f"content/{tag}: {len(files)} files. Look over locale.yaml, then write each text between its quotes."
        )
    click.echo(f"  python generate.py locale check {tag}        what is wrong, and what is still to do")
    click.echo(f"  python generate.py locale preview ms {tag}   a leaflet, made anew at each save")
    click.echo("How it is done, from here to the printed leaflet: docs/translating.md")


@locale_group.command("check")
@tag_argument
@click.option("--todo", is_flag=True, help="List also every text that is still to be translated.")
def check_command(tag: str, todo: bool) -> None:
    """Find every mistake in a language: where it is, what it is, and what to write instead."""
    with told_plainly():
        from patient_handouts.check import check_locale, today
        from patient_handouts.progress import progress
        from patient_handouts.translation import note, parent_of

        home = project()
        library = home.load()
        _must_exist(library, tag)
        noted = note(home.content / tag, library, tag)
        library = home.load() if noted else library
        problems = check_locale(library, tag, today())
        found = progress(library, tag)
        parent = parent_of(library, tag)
    report(problems)
    report(found.stale)
    if todo:
        report(found.missing)
    if noted:
        click.echo(f"content/{tag}/translated-from.json: noted {_texts(noted)}. Keep this file with the words.")
    _tell_next(tag, found, problems, parent)
    if not parent and not (home.content / tag / "language.yaml").exists():
        click.echo(f"There is no content/{tag}/language.yaml yet: hype and hard words are not looked for.")
    if problems:
        sys.exit(1)


def _tell_next(tag: str, found: Progress, problems: list[Problem], parent: str | None) -> None:
    wrong = f", {count(len(problems))}" if problems else ""
    if parent:
        click.echo(f"{tag}: {_texts(found.total)} of its own{wrong}. All others are those of “{parent}”.")
    else:
        click.echo(f"{tag}: {found.done} of {found.total} texts done{wrong}.")
    if problems:
        click.echo("Mend what is told above, from the first to the last, and run this again.")
    if found.stale:
        click.echo(f"{_texts(len(found.stale))} to look at again (see above), since the English has changed.")
    if found.open:
        click.echo(f"{_texts(found.open)} to translate: --todo lists them.")
    if found.lacking:
        lacking = f"{found.lacking} of them {'has' if found.lacking == 1 else 'have'} no line here yet"
        click.echo(f"{lacking}: python generate.py locale update {tag} adds them.")
    if not (problems or found.stale or found.open):
        click.echo(f"Nothing is left to do. Build it: python generate.py build --locale {tag}")


@locale_group.command("status")
@click.argument("tag", metavar="[LANGUAGE]", required=False)
@json_option
def status_command(tag: str | None, as_json: bool) -> None:
    """What is done, missing, stale and unsigned: a line for each language, leaflet and text."""
    with told_plainly():
        from patient_handouts.check import today
        from patient_handouts.progress import alone, status

        home = project()
        library = home.load()
        if tag:
            _must_exist(library, tag)
            library = alone(library, tag)
        rows = [row for row in status(library, home.check(library, today()), today()) if tag in (None, row.locale)]
    if as_json:
        import json
        from dataclasses import asdict

        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo("There is no language beside English yet. Begin one: python generate.py locale new fr")
        return
    heads = ("LOCALE", "DISEASE", "WORDS", "TEXTS", "DONE", "MISSING", "STALE", "MISTAKES", "SIGNED BY", "OFFERED")
    cells = [tuple(str(cell) for cell in row.cells()) for row in rows]
    table([heads, *cells])


@locale_group.command("accept")
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
    with told_plainly():
        from patient_handouts.translation import accept

        home = project()
        library = home.load()
        _must_exist(library, tag)
        for key in accept(home.content / tag, library, tag, keys):
            click.echo(f"{key}: accepted.")


@locale_group.command("update")
@tag_argument
def update_command(tag: str) -> None:
    """Add what the English has and a language lacks, empty, with the English above it. Nothing else is touched."""
    with told_plainly():
        from patient_handouts.check import today
        from patient_handouts.locale_files import completed

        home = project()
        library = home.load()
        _must_exist(library, tag)
        _english_must_be_sound(library)
        changed = completed(home.content / tag, library, tag, today())
    for path in changed:
        click.echo(path.relative_to(home.root))
    if not changed:
        click.echo(f"content/{tag} has every key that the English has.")


@locale_group.command("export")
@tag_argument
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="[default: LANGUAGE.po]"
)
def export_command(tag: str, output: Path | None) -> None:
    """Write the texts of a language as gettext PO, for Poedit, Weblate or an agency."""
    with told_plainly():
        from patient_handouts.files import write_whole
        from patient_handouts.po import export

        library = project().load()
        _must_exist(library, tag)
        _english_must_be_sound(library)
        path = output or Path(f"{tag}.po")
        write_whole(path, export(library, tag).encode(), path.absolute().parent)
    click.echo(f"{path}: when it is translated, bring it back: python generate.py locale import {tag} {path}")


@locale_group.command("import")
@tag_argument
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--theirs", is_flag=True, help="Take the texts of the file also where the words here changed meanwhile.")
def import_command(tag: str, path: Path, theirs: bool) -> None:
    """Bring back a PO file. Empty and fuzzy texts stay undone, and newer words here are not overwritten."""
    with told_plainly():
        from patient_handouts.check import today
        from patient_handouts.locale_files import put, unread
        from patient_handouts.po import read
        from patient_handouts.translation import note

        home = project()
        library = home.load()
        _must_exist(library, tag)
        _english_must_be_sound(library)
        found = read(library, tag, path, theirs, unread(home.content / tag, library, tag))
        put(home.content / tag, found.texts, library, tag, today())
        note(home.content / tag, home.load(), tag)
    for refused in found.refused:
        click.echo(f"not taken: {refused}", err=True)
    click.echo(
        f"{_texts(len(found.texts))} taken, {found.same} as before, {found.empty} empty, {found.fuzzy} fuzzy, "
        f"{len(found.refused)} not taken."
    )
    click.echo(f"  python generate.py locale check {tag}")
    if found.refused:
        sys.exit(1)


@locale_group.command("preview")
@click.argument("disease", metavar="DISEASE")
@tag_argument
@format_option
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="DIR", help="Folder for the PDF.  [default: a scratch folder]"
)
@click.option("--once", is_flag=True, help="Make it once, and do not wait for the next save.")
def preview_command(disease: str, tag: str, format_: str, output: Path | None, once: bool) -> None:
    """Make a leaflet as it is now, and again at each save. What is not translated is in English, between ‹ and ›."""
    with told_plainly():
        from patient_handouts.check import today
        from patient_handouts.model import Which
        from patient_handouts.preview import preview, saves, scratch_folder

        home = project()
        library = home.load()
        if disease in library.locales and tag in library.diseases:
            raise HandoutError(f"The disease comes first: python generate.py locale preview {tag} {disease}")
        _must_exist(library, tag)
        for name, known, what in ((disease, library.diseases, "handout"), (format_, library.formats, "format")):
            if name not in known:
                raise HandoutError(f"There is no {what} “{name}”. {did_you_mean(name, known)}")
        which, folder = Which(disease, tag, format_), output or scratch_folder()
        made = preview(home, which, folder, today())
        _tell_preview(made)
        if once:
            sys.exit(1 if made.failure else 0)
        click.echo("Waiting for the next save. Ctrl-C ends it.")
        for _ in saves([home.content, home.styles, home.templates]):
            _tell_preview(preview(home, which, folder, today()))


def _tell_preview(made: Preview) -> None:
    report(made.problems)
    if made.failure:
        click.echo(f"No preview: {made.failure}", err=True)
    else:
        left = f", {_texts(len(made.todo))} still to do" if made.todo else ""
        click.echo(f"{made.path} ({made.pages} pages{left})")


def _must_exist(library: Library, tag: str) -> None:
    if tag in library.locales and tag != "en":
        return
    from patient_handouts.tags import nearest_locale

    if tag == "en":
        raise HandoutError("English is what the others are translated from. Use “python generate.py check”.")
    for problem in library.problems:  # its folder may be there under a wrong name
        if f"Name it “{tag}”" in problem.advice:
            raise HandoutError(str(problem))
    known = [other for other in library.locales if other != "en"]
    raise HandoutError(
        f"There is no language “{tag}” yet. {nearest_locale(tag, known)}Begin it: python generate.py locale new {tag}"
    )


def _english_must_be_sound(library: Library) -> None:
    """What is made after the English needs all of it."""
    if broken := library.unread_reference():
        told = "\n".join(map(str, broken))
        raise HandoutError(f"This must be put right first, since the language is made after it:\n{told}")


def _texts(number: int) -> str:
    return "1 text" if number == 1 else f"{number} texts"
