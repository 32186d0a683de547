"""Approvals: of exactly this text, by whom, until when, and what becomes of the mark on every page."""

from __future__ import annotations

import datetime
import re
import subprocess

import lxml.html
import pytest
import yaml

from patient_handouts.content.names import HandoutName
from patient_handouts.handout.assemble import assemble
from patient_handouts.problems import HandoutError
from tests.support import pages
from tests.support.project import DAY, command_line, on

DRAFT = "Draft: not yet checked by a clinician"
PERSON = ("--name", "Test Person", "--role", "Neurologist", "--organisation", "Test Hospital")
UNTIL = ("--until", "2027-10-01")
WORDS = "content/en/ms.yaml"


def approve(scratch, *more: str, role: str = "clinician", until: tuple[str, ...] = UNTIL, **options):
    result = scratch.run("sign-off", "ms", "--as", role, *PERSON, *until, "--yes", *more, **options)
    assert result.returncode == 0, result.stderr
    return result


def leaflet(scratch, *more: str, **options) -> list[str]:
    result = scratch.run("build", "ms", "--quiet", "--format", "standard", *more, **options)
    assert result.returncode == 0, result.stderr
    return pages.page_texts(scratch.root / "handouts" / "en" / "ms.pdf")


def now(scratch, disease: str = "ms", locale: str = "en", sign_offs=None, day=DAY):
    """The leaflet as it would be built on a day."""
    return scratch.snapshot(day, sign_offs).unjudged(HandoutName(disease, locale))


def test_an_approved_leaflet_has_no_mark_and_says_who_checked_it(scratch):
    edition = assemble(scratch.load(), "ms", "en").edition
    told = approve(scratch).stdout
    assert f"“Stem cells and multiple sclerosis” (en), edition {edition}: all of it." in told
    text = leaflet(scratch)
    assert not any("Draft" in page for page in text)
    assert f"Checked by a clinician: Neurologist, Test Hospital, {DAY:%-d %B %Y}." in text[-1]
    assert "It has not been tested with patients yet." in text[-1]
    assert "Next check due by 22 May 2027." in text[-1], "the facts are due before the approval"
    assert "Test Person" not in " ".join(text), "the name only where it is wanted"
    assert all(f"Edition {edition}," in page for page in text), "an approval is no other text"
    assert scratch.problems() == []


def test_odd_names_are_printed_as_they_are(scratch):
    odd = 'Dr <b>O"Brien</b> & **co**: {x} # {{ y }} – Ωmega'
    result = scratch.run("sign-off", "ms", "--as", "clinician", *PERSON, *UNTIL, "--role", odd, "--yes")
    assert result.returncode == 0, result.stderr
    assert f"Checked by a clinician: {odd}, Test Hospital, {DAY:%-d %B %Y}." in leaflet(scratch)[-1]


def test_a_file_of_sign_offs_that_is_not_there(scratch):
    result = scratch.run("build", "ms", "--sign-offs", "nowhere.yaml")
    assert result.returncode == 2
    assert "'nowhere.yaml' does not exist." in result.stderr


def test_a_clinics_own_file_with_mistakes_stops_the_build(scratch, tmp_path):
    own = tmp_path / "signoffs.yaml"
    own.write_text("sign-offs: nobody\n", "utf-8")
    result = scratch.run("build", "ms", "--format", "standard", "--sign-offs", str(own))
    assert result.returncode == 1
    assert f"{own}:1:12: a list is expected here." in result.stderr


def test_the_name_where_it_is_wanted(scratch):
    approve(scratch, "--print-name")
    assert now(scratch).standing[0] == (
        f"Checked by a clinician: Test Person, Neurologist, Test Hospital, {DAY:%-d %B %Y}."
    )


def test_patients_who_read_it_are_told_but_approve_nothing(scratch):
    approve(scratch, role="patient-reader")
    assert now(scratch).marks == (DRAFT,)
    assert f"Read by patients: Neurologist, Test Hospital, {DAY:%-d %B %Y}." in now(scratch).standing
    assert not any("not been tested" in line for line in now(scratch).standing)


def test_a_change_withdraws_it_for_that_block_and_is_told(scratch):
    approve(scratch)
    scratch.edit(WORDS, "It is hard and risky", "It is risky and hard")
    assert now(scratch).marks == (DRAFT,)
    assert (
        "(6 pages, draft again: main-message changed since approval)"
        in scratch.run("build", "ms", "--format", "standard").stdout
    )
    scratch.run("review", "ms")
    page = lxml.html.parse(scratch.root / "handouts" / "en" / "ms-review.html").getroot()
    assert "Block 1, main-message: was:" in " ".join(page.text_content().split())
    assert page.xpath("count(//ul[@class='changes'])") == 1
    assert "It is hard and risky" in page.findtext(".//del")
    assert "It is risky and hard" in page.findtext(".//ins")
    approve(scratch, "--block", "main-message")
    assert now(scratch).marks == (), "the other blocks were still approved"
    scratch.edit(WORDS, "It is risky and hard", "It is hard and risky")
    assert now(scratch).marks == (), "that text was approved too"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("content/facts.yaml", 'died: "5", lived: "359"', 'died: "6", lived: "358"'),
        ("content/recipes/ms.yaml", "stands: centres", "stands: usual"),
        ("content/recipes/ms.yaml", "picture: people", "picture: body"),
        ("content/en/locale.yaml", 'research: "Only in research"', 'research: "In research only"'),
        ("content/en/common.yaml", "strong medicine that kills cells", "very strong medicine"),
        (WORDS, "**Fewer attacks.**", "Fewer attacks."),
        ("content/en/common.yaml", "Ask what your health service", "Ask if your health service"),
        (WORDS, "For people with multiple sclerosis (MS)", "For all with multiple sclerosis (MS)"),
        ("content/recipes/common.yaml", "contacts: [day-line, out-of-hours]", "contacts: [day-line]"),
        ("content/recipes/ms.yaml", "  - {kind: shared, id: emergency}\n", ""),
        (
            "content/recipes/ms.yaml",
            "  - {kind: shared, id: emergency}\n  - {kind: shared, id: urgent}\n",
            "  - {kind: shared, id: urgent}\n  - {kind: shared, id: emergency}\n",
        ),
        ("content/en/locale.yaml", 'running-header: "Stem cells and', 'running-header: "Good news on'),
        ("content/en/locale.yaml", 'here: "Today"', 'here: "Proven"'),
        ("content/en/locale.yaml", 'other: "Sources: numbers', 'other: "Proven: numbers'),
    ],
)
def test_whatever_is_printed_was_approved_or_is_a_draft(scratch, file, old, new):
    approve(scratch)
    assert now(scratch).marks == ()
    scratch.edit(file, old, new)
    assert now(scratch).marks == (DRAFT,)


def test_the_target_of_a_link_was_approved_too(scratch):
    scratch.edit(WORDS, "MS and transplant experts check", "MS and [experts](https://example.org/a) check")
    approve(scratch)
    scratch.edit(WORDS, "https://example.org/a", "https://example.org/b")
    assert now(scratch).marks == (DRAFT,)


def test_the_newest_approval_counts(scratch):
    approve(scratch, until=("--until", "2028-10-01"))
    approve(scratch, until=("--until", "2027-02-01"), env={"SOURCE_DATE_EPOCH": "1797768000"})  # 20 December
    with pytest.raises(HandoutError, match="was due by 2027-02-01"):
        scratch.snapshot(datetime.date(2027, 2, 10)).handout(HandoutName("ms", "en"))
    assert "the approval of “ms” by a clinician ended on 2027-02-01." in "".join(
        scratch.problems(datetime.date(2027, 2, 10))
    )


@pytest.mark.parametrize("left", ["sign-offs:\n", "sign-offs: []\n", "# withdrawn\nsign-offs:\n"])
def test_all_entries_deleted_withdraw_all_and_break_nothing(scratch, left):
    approve(scratch)
    (scratch.root / "content" / "signoffs.yaml").write_text(left, "utf-8")
    assert scratch.problems() == []
    assert now(scratch).marks == (DRAFT,)
    approve(scratch)
    assert now(scratch).marks == ()


def test_two_at_once_are_both_recorded(scratch):
    command = command_line("sign-off", "ms", *PERSON, *UNTIL, "--yes", "--as", root=scratch.with_program().root)
    both = [subprocess.Popen([*command, role], cwd=scratch.root) for role in ("clinician", "patient-reader")]
    assert [process.wait() for process in both] == [0, 0]
    assert {entry.as_ for entry in scratch.load().sign_offs} == {"clinician", "patient-reader"}
    assert not list((scratch.root / "content").glob(".*lock"))


def test_other_dates_of_a_source_withdraw_nothing(scratch):
    approve(scratch)
    text = (scratch.root / "content/facts.yaml").read_text("utf-8")
    (scratch.root / "content/facts.yaml").write_text(
        text.replace("recheck-by: 2027-11-22", "recheck-by: 2027-11-20"), "utf-8"
    )
    assert now(scratch).marks == ()


def test_past_its_day_it_is_refused_or_marked(scratch):
    approve(scratch, until=("--until", "2027-01-15"))
    assert not any(
        "Draft" in page or "Out of date" in page for page in leaflet(scratch, env=on(datetime.date(2027, 1, 15)))
    )
    refused = scratch.run("build", "ms", "--format", "standard", env=on(datetime.date(2027, 1, 16)))
    assert refused.returncode == 1
    assert "its check by a clinician was due by 2027-01-15. Have it checked again" in refused.stderr
    assert not (scratch.root / "handouts" / "en" / "ms.pdf").exists(), "nothing out of date is left to be printed"
    text = leaflet(scratch, "--allow-expired", env=on(datetime.date(2027, 1, 16)))
    assert all("Out of date: the check was due by 15 January 2027" in page for page in text)


def test_check_announces_the_day(scratch):
    approve(scratch, until=("--until", "2027-01-15"))
    told = scratch.run("check")
    assert told.returncode == 0
    assert "soon: the sign-off “ms (en)” must be read again by 2027-01-15." in told.stdout


def test_a_clinics_own_file_beside_the_shared_one(scratch, tmp_path):
    own = tmp_path / "clinic" / "signoffs.yaml"
    own.parent.mkdir()
    approve(scratch, "--sign-offs", str(own))
    assert not (scratch.root / "content" / "signoffs.yaml").exists()
    assert [path.name for path in (own.parent / "editions").iterdir()] == [
        f"{assemble(scratch.load(), 'ms', 'en').edition}.yaml"
    ]
    assert now(scratch).marks == (DRAFT,)
    assert now(scratch, sign_offs=own).marks == ()
    assert DRAFT not in leaflet(scratch, "--sign-offs", str(own))[0]


def test_the_file_keeps_what_was_in_it(scratch):
    approve(scratch)
    path = scratch.root / "content" / "signoffs.yaml"
    first = path.read_text("utf-8") + "# a note of ours\n"
    path.write_text(first, "utf-8")
    approve(scratch, role="patient-reader")
    text = path.read_text("utf-8")
    assert text.startswith(first.rstrip("\n"))
    entries = yaml.safe_load(text)["sign-offs"]
    assert [entry["as"] for entry in entries] == ["clinician", "patient-reader"]
    assert all(re.fullmatch("[0-9a-f]{12}", hash_) for hash_ in entries[0]["blocks"].values())
    assert scratch.problems() == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--until", "2020-01-01"], "“--until 2020-01-01” must be after today and within three years."),
        (["--until", "2036-01-01"], "within three years"),
        (["--until", "2027-01-01", "--block", "key-point"], "no block “key-point”. Did you mean “key-points”?"),
        (["--until", "2027-01-01", "--as", "translator"], "The English is what the translations are made from"),
        (["--until", "2027-01-01", "--name", "A \u202ename"], "an invisible character (U+202E)"),
        (["--until", "2027-01-01", "--role", " "], "this text is empty."),
        (["--until", "2027-01-01", "--role", "a doctor\nand more"], "“a doctor and more” must be one line."),
        (["--until", "2027-01-01", "--role", "doctor 🙂"], "The fonts of the leaflet have no letter for “🙂”"),
        (["--until", "2027-01-01", "--organisation", "مستشفى"], "have no letter for “ت”"),
        (["--until", "2027-01-01", "--name", "x" * 3000], "is longer than 120 characters. Shorten it."),
    ],
)
def test_a_sign_off_that_cannot_be(scratch, arguments, told):
    result = scratch.run("sign-off", "ms", "--as", "clinician", *PERSON, *arguments, "--yes")
    assert result.returncode == 1
    assert told in result.stderr
    assert not (scratch.root / "content" / "signoffs.yaml").exists()
    assert not (scratch.root / "content" / "editions").exists()


def test_an_approval_of_a_text_that_has_changed_since_it_was_read(scratch):
    edition = now(scratch).edition
    scratch.edit(WORDS, "It is hard and risky", "It is risky and hard")
    result = scratch.run("sign-off", "ms", "--as", "clinician", *PERSON, *UNTIL, "--edition", edition.lower(), "--yes")
    assert result.returncode == 1
    assert f"The pack that was read is of edition {edition}, but today’s is {now(scratch).edition}" in result.stderr
    approve(scratch, "--edition", now(scratch).edition)
    assert now(scratch).marks == ()


def test_nothing_is_recorded_without_a_yes(scratch):
    result = scratch.run("sign-off", "ms", "--as", "clinician", *PERSON, *UNTIL, input="n\n")
    assert result.returncode == 1
    assert "Has Test Person read them, and approved exactly this text until 2027-10-01?" in result.stdout
    assert not (scratch.root / "content" / "signoffs.yaml").exists()


def test_content_with_mistakes_is_not_approved(scratch):
    scratch.edit(WORDS, "in some people when", "in 5 people when")
    result = scratch.run("sign-off", "ms", "--as", "clinician", *PERSON, *UNTIL, "--yes")
    assert result.returncode == 1
    assert "the figure “5” is typed into the words." in result.stderr


def test_a_file_of_sign_offs_with_mistakes_is_told_with_its_line(scratch):
    approve(scratch)
    scratch.edit("content/signoffs.yaml", "as: clinician", "as: clinic")
    (problem,) = scratch.problems()
    assert problem == "content/signoffs.yaml:9:9: “clinic” is not allowed here. Did you mean “clinician”?"
    assert scratch.run("build", "ms", "--format", "standard").returncode == 1, "who approved what is not known"


def test_a_translation_needs_a_clinician_and_a_translator(scratch):
    """The clinician may have read the English; the translator answers for these words beside that English."""
    scratch.add("es")
    draft, mark = now(scratch, locale="es").marks
    labels = now(scratch, locale="es").labels
    assert (draft, mark) == (labels["draft"], labels["draft-translation"])
    approve(scratch)
    assert now(scratch, locale="es").marks == (mark,)
    approve(scratch, "--locale", "es", role="translator")
    assert now(scratch, locale="es").marks == ()
    assert any(
        f"Neurologist, Test Hospital, {DAY.day} de diciembre de 2026" in line
        for line in now(scratch, locale="es").standing
    )
    scratch.edit("content/en/ms.yaml", "Some get worse in spite", "A few get worse in spite")
    assert now(scratch, locale="es").marks == (draft, mark), "the translation is of another English now"
    result = scratch.run("build", "ms", "--locale", "es", "--quiet", "--format", "standard")
    assert (result.returncode, result.stdout) == (1, "")
    assert "ms: not finished in “es”: 1 text is to be translated or looked at again." in result.stderr
    assert not (scratch.root / "handouts" / "es" / "ms.pdf").exists()


def test_what_was_allowed_once_is_not_allowed_again(scratch):
    """A leaflet that was built although it was out of date goes with the next plain build of the same day."""
    approve(scratch, until=("--until", "2027-01-15"))
    late = on(datetime.date(2027, 1, 16))
    assert leaflet(scratch, "--allow-expired", env=late)
    refused = scratch.run("build", "ms", "--format", "standard", env=late)
    assert refused.returncode == 1
    assert "its check by a clinician was due by 2027-01-15." in refused.stderr
    assert not (scratch.root / "handouts" / "en" / "ms.pdf").exists()


def test_a_sign_off_of_a_day_to_come_does_not_count_yet(scratch):
    approve(scratch)
    file = scratch.project.sign_offs
    tomorrow = DAY + datetime.timedelta(days=1)
    file.write_text(file.read_text("utf-8").replace(f"date: {DAY}", f"date: {tomorrow}"), "utf-8")
    assert now(scratch).marks == (DRAFT,)
    assert now(scratch, day=tomorrow).marks == ()
    assert f"this approval is dated in the future, {tomorrow}, and does not count yet." in scratch.problems()[0]
