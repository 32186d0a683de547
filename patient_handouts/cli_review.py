"""The commands for reviewers: trace, score, review, sign-off, edition, release and recheck."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from patient_handouts.console import (
    Day,
    format_option,
    json_option,
    locale_option,
    output_option,
    project,
    report,
    sign_offs_option,
    table,
    told_plainly,
)
from patient_handouts.problems import HandoutError, Problem, did_you_mean

if TYPE_CHECKING:
    from patient_handouts.build import Project
    from patient_handouts.handout import Handout
    from patient_handouts.model import Edition, Library
    from patient_handouts.score import Score
    from patient_handouts.trace import Fate, Traced

hard_words_option = click.option(
    "--hard-words",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Your clinic’s own list of hard words, with lines like “ulcer: open sore”, each part in double quotes.",
)


@click.command("trace")
@click.argument("disease", required=False)
@click.option("--block", metavar="ID", help="Only this block.")
@click.option("--document", metavar="ID", help="What became of each claim of a document, such as s3.")
@click.option("--page", is_flag=True, help="Write it as a page: handouts/en/…-sources.html.")
@locale_option
@format_option
@output_option
@json_option
def trace_command(
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
    with told_plainly():
        home = project()
        if document is not None:
            _trace_document(home.load(), document, as_json)
        else:
            assert disease
            library, problems = _checked(home)
            handout = _handout(library, problems, disease, locale, format_)
            if page:
                _write_sources(home, library, handout, output)
            else:
                _trace_handout(library, handout, block, as_json)


def _trace_handout(library: Library, handout: Handout, block: str | None, as_json: bool) -> None:
    from patient_handouts import trace

    rows = trace.trace(library, handout)
    blocks = dict.fromkeys(row.block for row in rows)
    if block is not None:
        if block not in blocks:
            raise HandoutError(f"The handout has no block “{block}”. {did_you_mean(block, blocks)}")
        rows = [row for row in rows if row.block == block]
    if as_json:
        _echo_json(trace.as_data(library, rows))
        return
    before = ""
    for row in rows:
        if row.block != before:
            click.echo(f"\n{row.block}")
            before = row.block
        rests = ", ".join(row.claims + row.facts + row.evidence)
        click.echo(f"  {row.text}" + (f"\n      ← {rests}" if rests else ""))
    _tell_ledger(library, rows)
    click.echo("\nA text with nothing below it is a heading or a question, or speaks of the leaflet itself.")


def _tell_ledger(library: Library, rows: list[Traced]) -> None:
    """Everything that sentences rest on, each once."""
    from patient_handouts.trace import evidence_data

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
        data = evidence_data(key, library.sources)
        click.echo(f"  {key}: {data['reference']} {data['address']}".rstrip())
        click.echo(f"      {data['about']} Read {data['read']}, to be read again by {data['recheck-by']}.")


def _trace_document(library: Library, document: str, as_json: bool) -> None:
    from patient_handouts import trace

    _refuse_unread(library, "claims.yaml", "sources.yaml", "common.yaml", *(f"{d}.yaml" for d in library.diseases))
    documents = library.sources.documents if library.sources else {}
    if document not in documents:
        raise HandoutError(f"There is no document “{document}”. {did_you_mean(document, documents)}")
    paragraphs = trace.fates(library, document)
    if as_json:
        _echo_json([{"paragraph": name, "claims": [_fate_data(fate) for fate in fates]} for name, fates in paragraphs])
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
    from patient_handouts.trace import claim_data

    places = [{"block": block, "path": path, "diseases": list(diseases)} for block, path, diseases in fate.printed]
    return claim_data(fate.number, fate.claim) | {"printed": places}


def _write_sources(home: Project, library: Library, handout: Handout, output: Path) -> None:
    from patient_handouts.review import Review, sources_page

    page = sources_page(Review.of(library, handout, {}), home.templates, home.styles)
    _write(output / handout.locale / f"{handout.which.stem}-sources.html", page.encode(), output)


@click.command("score")
@click.argument("disease", required=False)
@click.option("--report", "as_report", is_flag=True, help="Write one page for the clinic’s file: …-scores.pdf.")
@click.option("--explain", is_flag=True, help="Explain every item: its rule, its limits, and what fails it.")
@hard_words_option
@locale_option
@sign_offs_option
@output_option
@json_option
def score_command(
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
    with told_plainly():
        if explain:
            from patient_handouts.instruments import explanation

            click.echo(explanation(), nl=False)
            return
        from patient_handouts import score
        from patient_handouts.build import choose
        from patient_handouts.model import FULL
        from patient_handouts.review import Review

        home = project()
        extra = _hard_words(hard_words)
        library, problems = _checked(home, sign_offs)
        unmet = 0
        data = []
        for name, tag, _ in choose(library, [disease] if disease else [], locale, [FULL]):
            handout = _handout(library, problems, name, tag, FULL, language_too=False)
            review = Review.of(library, handout, extra)
            unmet += sum(given.verdict == "not met" for given in review.scores)
            if as_report:
                _write_scores(home, review, output)
            elif as_json:
                data.append(score.as_data(handout, review.scores))
            else:
                _tell_scores(handout, review.scores, details=disease is not None)
        if as_json and not as_report:
            _echo_json(data)
    if unmet:
        sys.exit(1)


def _tell_scores(handout: Handout, scores: tuple[Score, ...], details: bool) -> None:
    from patient_handouts.score import totals

    click.echo(f"{handout.title} ({handout.locale}, {handout.format}), edition {handout.edition}\n")
    for given in scores if details else ():
        item = given.item
        mark = " (proxy)" if item.how == "proxy" else ""
        click.echo(f"  {item.instrument} {item.number}: {given.verdict}{mark}. {item.asks} {given.reason}")
        for place in given.places:
            click.echo(f"      {place}")
    if details:
        click.echo()
    rows = [(name, *map(str, counts.values())) for name, counts in totals(scores).items()]
    table([("INSTRUMENT", "MET", "BY PROXY", "NOT MET", "NEEDS A PERSON"), *rows])
    click.echo()


def _write_scores(home: Project, review: Any, output: Path) -> None:
    from patient_handouts.check import today
    from patient_handouts.review import scores_page

    handout = review.handout
    page = scores_page(review, home.templates, today())
    css = (home.styles / "review.css").read_text("utf-8") + "\n@page { size: A4; margin: 11mm 14mm }"
    pdf = _typeset(page, css, home, handout)
    _write(output / handout.locale / f"{handout.disease}-scores.pdf", pdf, output)


@click.command("review")
@click.argument("disease")
@hard_words_option
@locale_option
@format_option
@sign_offs_option
@output_option
def review_command(
    disease: str, hard_words: Path | None, locale: str, format_: str, sign_offs: Path | None, output: Path
) -> None:
    """Make the reviewer’s pack: numbered blocks, their sources, scores, and what changed since the last approval.

    It is written as …-review.pdf and …-review.html. Give it to the clinician or translator who is to sign off.
    """
    with told_plainly():
        from patient_handouts.check import today
        from patient_handouts.review import Review, for_browser, pack_css, pack_page
        from patient_handouts.signoff import register_beside

        home = project()
        library, problems = _checked(home, sign_offs)
        handout = _handout(library, problems, disease, locale, format_, language_too=False)
        review = Review.of(library, handout, _hard_words(hard_words))
        css = pack_css(handout, home.styles)
        folders = [register_beside(path) for path in (sign_offs, home.sign_offs) if path]
        pdf = _typeset(pack_page(review, home.templates, "", folders, today()), css, home, handout)
        page = pack_page(review, home.templates, for_browser(css, home.styles), folders, today())
        stem = output / locale / f"{handout.which.stem}-review"
        _write(stem.with_suffix(".pdf"), pdf, output)
        _write(stem.with_suffix(".html"), page.encode(), output)


@click.command("sign-off")
@click.argument("disease")
@locale_option
@format_option
@click.option("--as", "role", type=click.Choice(["clinician", "translator", "patient-reader"]), required=True)
@click.option("--name", required=True, help="Who approved it; printed only with --print-name.")
@click.option("--role", "position", required=True, help="Such as “Consultant neurologist”; printed.")
@click.option("--organisation", help="Such as the hospital; printed.")
@click.option("--until", type=Day(), required=True, help="The day by which it must be checked again.")
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
def sign_off_command(
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
    with told_plainly():
        from patient_handouts.assemble import assemble
        from patient_handouts.check import today
        from patient_handouts.editions import normal_code
        from patient_handouts.model import SignOff
        from patient_handouts.problems import Place
        from patient_handouts.signoff import fingerprints, sign_off, summary

        home = project()
        path = sign_offs or home.sign_offs
        library, problems = _checked(home, sign_offs)
        handout = _handout(library, problems, disease, locale, format_)
        if read and normal_code(read) != handout.edition:
            raise HandoutError(
                f"The pack that was read is of edition {normal_code(read)}, but today’s is {handout.edition}: "
                f"the text has changed. Make a new pack: “python generate.py review {disease} --locale {locale} "
                f"--format {handout.format}”."
            )
        if role == "translator" and locale == "en":
            raise HandoutError("The English is what the translations are made from; it needs no translator.")
        found = fingerprints(library, handout, role)  # type: ignore[arg-type]
        for block in blocks:
            if block not in found:
                raise HandoutError(f"The handout has no block “{block}”. {did_you_mean(block, found)}")
        entry = SignOff(
            disease=disease,
            locale=locale,
            format=handout.format,
            as_=role,  # type: ignore[arg-type]
            name=name,
            role=position,
            organisation=organisation,
            print_name="yes" if print_name else "no",
            date=today(),
            until=until,
            edition=handout.edition,
            blocks={block: hash_ for block, hash_ in found.items() if block in blocks or not blocks},
            place=Place(str(path)),
        )
        what = f"{len(entry.blocks)} of {len(found)} blocks" if blocks else "all of it"
        click.echo(f"“{handout.title}” ({locale}), edition {handout.edition}: {what}.")
        if not yes:
            click.confirm(f"Has {name} read them, and approved exactly this text until {until}?", abort=True)
        sign_off(handout, entry, path, today())
        click.echo(f"Recorded in {path}. Build the handout again, and keep that file with the content.")
        again = home.load(sign_offs)
        if role != "patient-reader":
            click.echo(f"The handout is now: {summary(again, assemble(again, *handout.which), today())}.")


@click.command("edition")
@click.argument("code")
@sign_offs_option
def edition_command(code: str, sign_offs: Path | None) -> None:
    """Tell which leaflet an edition was, what has changed since, and whether to replace it."""
    with told_plainly():
        from patient_handouts import editions
        from patient_handouts.signoff import register_beside

        wanted = editions.normal_code(code)
        if len(wanted) != len("ABC-123"):
            raise HandoutError(f"“{code}” is no edition. It stands at the foot of each page, and looks like ABC-123.")
        home = project()
        library, problems = _checked(home, sign_offs)
        current = _current(home, library)
        folders = [register_beside(path) for path in (sign_offs, home.sign_offs) if path]
        kept = editions.find(wanted, folders)
        if wanted in current:
            handout = current[wanted]
            _tell_edition(wanted, str(handout.title), handout.disease, handout.locale, handout.format, handout.date)
            _tell_what_to_do(library, problems, handout)
        elif kept:
            _tell_edition(wanted, kept.title, kept.disease, kept.locale, kept.format, kept.date)
            _tell_changes(library, kept, list(current.values()))
        else:
            raise HandoutError(
                f"There is no edition “{wanted}” in the register, and none that is built now. It may have been built "
                "between two releases, or by a clinic with a register of its own (--sign-offs). "
                + did_you_mean(wanted, {*current, *editions.codes(folders)})
            )


def _current(home: Project, library: Library) -> dict[str, Handout]:
    """All leaflets whose content can be put together, by their edition; whether their dates are past or not."""
    from patient_handouts.assemble import assemble
    from patient_handouts.build import is_spoiled
    from patient_handouts.check import today

    sources = [*library.facts.values(), *(library.sources.evidence.values() if library.sources else ())]
    while_fresh = min([today(), *(source.recheck_by for source in sources)])
    broken = [problem for problem in home.check(library, while_fresh) if not problem.rule]
    sound = [which for which in library.texts() if not is_spoiled(library, broken, which)]
    return {handout.edition: handout for handout in (assemble(library, *which) for which in sound)}


def _tell_edition(code: str, title: str, disease: str, locale: str, format_: str, date: datetime.date) -> None:
    click.echo(f"Edition {code}: {title} ({disease}, {locale}, {format_}), words of {date}.")


def _tell_what_to_do(library: Library, problems: list[Problem], handout: Handout) -> None:
    from patient_handouts.build import is_spoiled
    from patient_handouts.check import today
    from patient_handouts.signoff import summary

    told = "keep it"
    if is_spoiled(library, problems, handout.which):
        told = "but its content is wrong or out of date: run “python generate.py check”"
    elif summary(library, handout, today()) == "out of date":
        told = "but the day of its next check is past: do not give it out"
    click.echo(f"It is what is built today: {told}.")


def _tell_changes(library: Library, was: Edition, current: list[Handout]) -> None:
    from patient_handouts.editions import changes
    from patient_handouts.model import Which
    from patient_handouts.transcript import transcript

    which = Which(was.disease, was.locale, was.format)
    now = next((handout for handout in current if handout.which == which), None)
    if now is None and which in library.texts():
        raise HandoutError("What it says today cannot be told: the content has mistakes. Run “generate.py check”.")
    if now is None:
        click.echo("This leaflet is not made any more. Throw it away.")
        return
    click.echo(f"Today’s edition is {now.edition}. Throw the old one away. What has changed:")
    for change in changes(was.blocks, transcript(now)):
        click.echo(f"\n{change.block}")
        for line in change.gone:
            click.echo(f"  - {line}")
        for line in change.new:
            click.echo(f"  + {line}")


@click.command("release")
def release_command() -> None:
    """Add today’s editions to the register, content/editions/: do this when leaflets are given out."""
    with told_plainly():
        from patient_handouts import editions
        from patient_handouts.check import today
        from patient_handouts.signoff import register_beside

        home = project()
        added = 0
        library, problems = _checked(home)
        handouts = [_handout(library, problems, *which) for which in library.texts()]
        for handout in handouts:
            if path := editions.record(handout, register_beside(home.sign_offs), today()):
                click.echo(path)
                added += 1
        click.echo(f"{added} new editions. Commit them with the release.")


@click.command("recheck")
@click.option("--by", "day", type=Day(), help="Only what is due by this day, like 2027-06-01.  [default: all]")
@sign_offs_option
@json_option
def recheck_command(day: datetime.date | None, sign_offs: Path | None, as_json: bool) -> None:
    """List what must be read again, by its day, with where to read it."""
    with told_plainly():
        from patient_handouts.check import today
        from patient_handouts.freshness import due

        library = project().load(sign_offs)
        _refuse_unread(library, "facts.yaml", "sources.yaml", "signoffs.yaml")
        items = [item for item in due(library) if day is None or item.day <= day]
    if as_json:
        data = [
            {"day": item.day.isoformat(), "kind": item.kind, "name": item.name, "what": item.what,
             "read": list(item.sources), "place": str(item.place)}
            for item in items
        ]  # fmt: skip
        _echo_json(data)
        return
    for item in items:
        late = "  OVERDUE" if item.day < today() else ""
        click.echo(f"{item.day}{late}  {item.kind} {item.name}: {item.what}")
        for source in item.sources:
            click.echo(f"            {source}")
        click.echo(f"            {item.place}")


COMMANDS = (
    trace_command,
    score_command,
    review_command,
    sign_off_command,
    edition_command,
    release_command,
    recheck_command,
)


# --- what they share ---


def _refuse_unread(library: Library, *files: str) -> None:
    """Half of an answer is none: refuse where a file that it rests on could not be read."""
    unread = [problem for problem in library.problems if problem.place.file.split("/")[-1] in files]
    if unread:
        report(unread)
        raise HandoutError("The content has mistakes (see above).")


def _checked(home: Project, sign_offs: Path | None = None) -> tuple[Library, list[Problem]]:
    """All content, and its problems today."""
    from patient_handouts.check import today

    library = home.load(sign_offs if sign_offs and sign_offs.exists() else None)
    return library, home.check(library, today())


def _handout(
    library: Library, problems: Iterable[Problem], disease: str, locale: str, format_: str, language_too: bool = True
) -> Handout:
    """A handout whose content has no mistakes, with its standing today; its problems are told where it has.

    :param format_: of formats that set the same words, each means those words.
    :param language_too: whether what breaks a rule of language is a mistake here.
    """
    from patient_handouts.assemble import assemble
    from patient_handouts.build import choose, is_spoiled
    from patient_handouts.check import today
    from patient_handouts.signoff import stand

    (which,) = choose(library, [disease], locale, [format_])
    which = which._replace(format=library.formats[which.format].words)
    wrong = [p for p in problems if is_spoiled(library, [p], which) and (language_too or not p.rule)]
    if wrong:
        report(wrong)
        raise HandoutError("The content has mistakes (see above).")
    return stand(library, assemble(library, *which), today(), allow_expired=True)


def _hard_words(path: Path | None) -> Mapping[str, str]:
    """A clinic's own list of hard words."""
    if path is None:
        return {}
    from patient_handouts import strict_yaml
    from patient_handouts.model import Phrase
    from patient_handouts.shape import INVALID, Prose, read

    node, problems = strict_yaml.parse(path, str(path))
    words: Any = INVALID if node is None else read(node, Mapping[Phrase, Prose], problems)
    if problems or words is INVALID:
        report(problems)
        raise HandoutError("The list of hard words has mistakes (see above).")
    return dict(words)


def _typeset(page: str, css: str, home: Project, handout: Handout) -> bytes:
    from patient_handouts.render import pictures_of
    from patient_handouts.typeset import prepare, typeset

    families = list(dict.fromkeys(("Noto Sans", *handout.fonts)))
    prepare(families)
    return typeset(page, [css], families, pictures_of(handout, home.styles)).pdf


def _write(path: Path, data: bytes, output: Path) -> None:
    from patient_handouts.files import write_whole

    write_whole(path, data, output)
    click.echo(path)


def _echo_json(data: Any) -> None:
    import json

    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
