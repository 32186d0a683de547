"""score: what instruments for patient information say of handouts."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from patient_handouts.commands.console import (
    echo_json,
    hard_words_option,
    json_option,
    locale_option,
    output_option,
    sign_offs_option,
    snapshot,
    table,
    user_errors,
    write,
)
from patient_handouts.content import lists
from patient_handouts.content.choose import choose
from patient_handouts.content.names import FULL
from patient_handouts.handout.parts import Handout
from patient_handouts.review import score
from patient_handouts.review.instruments import explanation
from patient_handouts.review.pack import Review, scores_pdf
from patient_handouts.review.score import Score


@click.command("score", short_help="Score handouts by PEMAT-P, CDC, DISCERN and IPDAS.")
@click.argument("disease", required=False)
@click.option("--report", "as_report", is_flag=True, help="Write one page for the clinic’s file: …-scores.pdf.")
@click.option("--explain", is_flag=True, help="Explain every item: its rule, its limits, and what fails it.")
@hard_words_option
@locale_option
@sign_offs_option
@output_option
@json_option
def command(
    disease: str | None,
    as_report: bool,
    explain: bool,
    hard_words: Path | None,
    locale: str,
    sign_offs: Path | None,
    output: Path,
    as_json: bool,
) -> None:
    """Score handouts by PEMAT-P, the CDC Index, DISCERN and IPDAS, item by item.

    \b
    Examples:
      python generate.py score ms
      python generate.py score --json
    """
    if as_report and as_json:
        raise click.UsageError("Choose --report or --json.")
    with user_errors():
        if explain:
            click.echo(explanation(), nl=False)
            return
        extra = lists.hard_words(hard_words)
        now = snapshot(sign_offs)
        unmet = 0
        data = []
        for name in choose(now.library, [disease] if disease else [], locale, [FULL]):
            handout = now.handout(name, allow_expired=True, despite_language=True)
            review = Review.of(now.library, handout, now.english_of(handout), extra)
            unmet += sum(given.verdict == "not met" for given in review.scores)
            if as_report:
                pdf = scores_pdf(review, now.design, now.day)
                write(output / name.locale / f"{name.disease}-scores.pdf", pdf, output)
            elif as_json:
                data.append(score.as_data(handout, review.scores))
            else:
                _print_scores(handout, review.scores, details=disease is not None)
        if as_json and not as_report:
            echo_json(data)
    if unmet:
        sys.exit(1)


def _print_scores(handout: Handout, scores: tuple[Score, ...], details: bool) -> None:
    click.echo(f"{handout.title} ({handout.locale}, {handout.format}), edition {handout.edition}\n")
    for given in scores if details else ():
        mark = " (proxy)" if given.item.how == "proxy" else ""
        head = f"{given.instrument} {given.number}: {given.verdict}{mark}."
        click.echo(f"  {head} {given.item.asks} {given.reason}")
        for place in given.places:
            click.echo(f"      {place}")
    if details:
        click.echo()
    rows = [(name, *map(str, counts.values())) for name, counts in score.totals(scores).items()]
    table([("INSTRUMENT", "MET", "BY PROXY", "NOT MET", "NEEDS A PERSON"), *rows])
    click.echo()
