"""trace: where every printed sentence comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from patient_handouts.commands.console import (
    echo_json,
    format_option,
    json_option,
    locale_option,
    output_option,
    refuse_unread,
    snapshot,
    user_errors,
    write,
)
from patient_handouts.content.choose import choose_text
from patient_handouts.content.library import Library
from patient_handouts.handout.parts import Handout
from patient_handouts.problems import HandoutError, did_you_mean
from patient_handouts.review import trace
from patient_handouts.review.pack import Review, sources_html
from patient_handouts.review.trace import Fate, Traced


@click.command("trace", short_help="Show where every printed sentence comes from.")
@click.argument("disease", required=False)
@click.option("--block", metavar="ID", help="Only this block.")
@click.option("--document", metavar="ID", help="What became of each claim of a document, such as s3.")
@click.option("--page", is_flag=True, help="Write it as a page: handouts/en/…-sources.html.")
@locale_option
@format_option
@output_option
@json_option
def command(
    disease: str | None,
    block: str | None,
    document: str | None,
    page: bool,
    locale: str,
    format_: str,
    output: Path,
    as_json: bool,
) -> None:
    """Show where every printed sentence comes from; or what became of every claim of a document.

    \b
    Examples:
      python generate.py trace ms --block key-points
      python generate.py trace ms --page
      python generate.py trace --document s3
    """
    if (disease is None) == (document is None):
        raise click.UsageError("Name a disease, or a document with --document.")
    if page and (as_json or block or document):
        raise click.UsageError("--page writes all of a handout; it goes with no --json, --block or --document.")
    with user_errors():
        now = snapshot()
        if document is not None:
            _print_document(now.library, document, as_json)
            return
        assert disease
        name = choose_text(now.library, disease, locale, format_)
        handout = now.handout(name, allow_expired=True)
        if page:
            html = sources_html(Review.of(now.library, handout, now.english_of(handout)), now.design)
            write(output / locale / f"{name.stem}-sources.html", html.encode(), output)
        else:
            _print_handout(now.library, handout, block, as_json)


def _print_handout(library: Library, handout: Handout, block: str | None, as_json: bool) -> None:
    rows = trace.trace(library, handout)
    blocks = dict.fromkeys(row.block for row in rows)
    if block is not None:
        if block not in blocks:
            raise HandoutError(f"The handout has no block “{block}”. {did_you_mean(block, blocks)}")
        rows = [row for row in rows if row.block == block]
    if as_json:
        echo_json(trace.as_data(library, rows))
        return
    before = ""
    for row in rows:
        if row.block != before:
            click.echo(f"\n{row.block}")
            before = row.block
        rests = ", ".join(row.claims + row.facts + row.evidence)
        click.echo(f"  {row.text}" + (f"\n      ← {rests}" if rests else ""))
    _print_ledger(library, rows)
    click.echo("\nA text with nothing below it is a heading or a question, or speaks of the leaflet itself.")


def _print_ledger(library: Library, rows: list[Traced]) -> None:
    """Everything that sentences rest on, each once."""
    assert library.sources
    click.echo("\nClaims of the documents")
    for number in sorted({number for row in rows for number in row.claims}):
        claim = library.claims[number]
        click.echo(f"  {number} ({', '.join(claim.refs)}) “{claim.says}”")
        if claim.wording:
            click.echo(f"      say instead: “{claim.wording}”")
        click.echo(f"      {claim.verdict}: {claim.why}")
    click.echo("\nFacts")
    for name in dict.fromkeys(name for row in rows for name in row.facts):
        fact = library.facts[name]
        values = ", ".join(f"{key} {value}" for key, value in {**fact.values, **fact.dates}.items())
        click.echo(f"  {name} ({fact.row}): {fact.population}; {fact.span}. {values}.")
        click.echo(f"      read {fact.read}, to be read again by {fact.recheck_by}")
    click.echo("\nEvidence")
    for key in dict.fromkeys(key for row in rows for key in row.evidence):
        data = trace.evidence_data(key, library.sources)
        click.echo(f"  {key}: {data['reference']} {data['address']}".rstrip())
        click.echo(f"      {data['about']} Read {data['read']}, to be read again by {data['recheck-by']}.")


def _print_document(library: Library, document: str, as_json: bool) -> None:
    refuse_unread(library, "claims.yaml", "sources.yaml", "common.yaml", *(f"{d}.yaml" for d in library.diseases))
    documents = library.sources.documents if library.sources else {}
    if document not in documents:
        raise HandoutError(f"There is no document “{document}”. {did_you_mean(document, documents)}")
    paragraphs = trace.fates(library, document)
    if as_json:
        echo_json([{"paragraph": name, "claims": [_fate_data(fate) for fate in fates]} for name, fates in paragraphs])
        return
    click.echo(f"{document}: {documents[document].title}")
    for name, fates in paragraphs:
        click.echo(f"\n{name}" + ("" if fates else "  (no claim)"))
        for fate in fates:
            click.echo(f"  {fate.number} “{fate.claim.says}” ({fate.claim.verdict})")
            if fate.claim.use == "withhold":
                click.echo(f"      withheld: {fate.claim.why}")
            for block, path, diseases in fate.printed:
                click.echo(f"      printed: {block}, {path}" + (f" ({', '.join(diseases)})" if diseases else ""))


def _fate_data(fate: Fate) -> dict[str, Any]:
    places = [{"block": block, "path": path, "diseases": list(diseases)} for block, path, diseases in fate.printed]
    return trace.claim_data(fate.number, fate.claim) | {"printed": places}
