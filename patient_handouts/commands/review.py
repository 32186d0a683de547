"""review: the pack that a reviewer reads."""

from __future__ import annotations

from pathlib import Path

import click

from patient_handouts.approval.register import registers
from patient_handouts.commands.console import (
    format_option,
    hard_words_option,
    locale_option,
    output_option,
    sign_offs_option,
    snapshot,
    user_errors,
    write,
)
from patient_handouts.content import lists
from patient_handouts.content.choose import choose_text
from patient_handouts.review.pack import Review, pack_html, pack_pdf


@click.command("review", short_help="Make the pack that a reviewer reads.")
@click.argument("disease")
@hard_words_option
@locale_option
@format_option
@sign_offs_option
@output_option
def command(
    disease: str, hard_words: Path | None, locale: str, format_: str, sign_offs: Path | None, output: Path
) -> None:
    """Make the reviewer’s pack: numbered blocks, their sources, scores, and what changed since the last approval.

    It is written as …-review.pdf and …-review.html. Give it to the clinician or translator who is to sign off.
    """
    with user_errors():
        extra = lists.hard_words(hard_words)
        now = snapshot(sign_offs)
        name = choose_text(now.library, disease, locale, format_)
        handout = now.handout(name, allow_expired=True, despite_language=True)
        review = Review.of(now.library, handout, now.english_of(handout), extra)
        folders = registers(sign_offs, now.project.sign_offs)
        pdf = pack_pdf(review, now.design, folders, now.day)
        page = pack_html(review, now.design, folders, now.day)
        path = output / locale / f"{name.stem}-review.pdf"
        write(path, pdf, output)
        write(path.with_suffix(".html"), page.encode(), output)
