"""After a build, nothing lies there that today’s content and approvals refuse, and nothing of others is gone."""

from __future__ import annotations

import datetime
import json
import os
import platform
import re
import shutil

import pytest

from tests.approval.test_sign_off import PERSON
from tests.support import pages
from tests.support.project import on

LATER = on(datetime.date(2027, 12, 31))
"""A day on which every fact is due to be read again."""

STAGING = f".patient-handouts-{re.sub('[^A-Za-z0-9]', '', platform.node())}-4194305-"
"""How folders are named that a process of this machine makes; this one cannot run any more."""

APPROVED_BY = "Checked by a clinician"


def build(scratch, *arguments, **options):
    return scratch.run("build", *arguments, **options)


def files(scratch) -> list[str]:
    """The leaflets that lie there, in any shape."""
    folder = scratch.root / "handouts"
    found = [path.relative_to(folder).as_posix() for ending in ("pdf", "html") for path in folder.glob(f"*/*.{ending}")]
    return sorted(found)


@pytest.fixture
def own_signoffs(scratch):
    """A clinic's own sign-offs that approve the full leaflet on multiple sclerosis."""
    path = scratch.root / "own.yaml"
    path.write_text("sign-offs: []\n", "utf-8")
    result = scratch.run(
        "sign-off", "ms", "--as", "clinician", *PERSON, "--until", "2027-10-01", "--yes", "--sign-offs", path
    )
    assert result.returncode == 0, result.stderr
    return path


def test_expired_leaflets_go_whatever_is_asked_for(scratch):
    scratch.add("es")
    for wanted in (
        ("ms", "--locale", "en", "--format", "standard"),
        ("ms", "--locale", "en", "--format", "booklet"),
        ("ms", "--locale", "en+es", "--format", "summary"),
        ("ra", "--locale", "es", "--format", "summary"),
        ("ms", "--format", "standard", "--note", "Bring your scan."),
    ):
        assert build(scratch, *wanted).returncode == 0
    assert "en/ms-booklet-to-print-and-fold.pdf" in files(scratch)
    result = build(scratch, "ra", "--locale", "en", "--format", "summary", env=LATER)
    assert result.returncode == 1
    assert files(scratch) == []
    assert (
        "handouts/en/ms-booklet.pdf: deleted: its content has mistakes: run “python generate.py check”."
        in result.stderr
    )
    assert "ms.pdf" not in (scratch.root / "handouts/index.html").read_text("utf-8")


def test_a_language_that_is_not_finished_renews_no_record(scratch):
    scratch.add("es")
    assert build(scratch, "ms", "--format", "summary").returncode == 0
    assert "en/ms-summary.pdf" in files(scratch)
    scratch.edit("content/es/ms.yaml", 'subtitle: "', 'subtitle: "" # "')
    unfinished = build(scratch, "ms", "--locale", "es", env=LATER)
    assert "not finished in “es”" in unfinished.stderr
    assert "not built" in build(scratch, "ms", "--format", "summary", env=LATER).stderr
    assert files(scratch) == []


def test_an_approval_that_is_withdrawn_leaves_no_leaflet_that_says_it(scratch, own_signoffs):
    wanted = ("ms", "--locale", "en", "--format", "booklet", "--format", "standard", "--sign-offs", own_signoffs)
    assert build(scratch, *wanted).returncode == 0
    booklet = scratch.root / "handouts/en/ms-booklet.pdf"
    assert APPROVED_BY in pages.text_of(booklet)
    result = build(scratch, "ms", "--locale", "en", "--format", "standard")
    assert result.returncode == 0
    assert files(scratch) == ["en/ms.html", "en/ms.pdf"]
    assert APPROVED_BY not in pages.text_of(scratch.root / "handouts/en/ms.pdf")
    assert "handouts/en/ms-booklet.pdf: deleted: its approval has changed since. Build it again." in result.stderr


@pytest.mark.parametrize("note", [(), ("--note", "Bring your scan.")], ids=["without a note", "with a note"])
def test_a_text_that_has_changed_goes(scratch, note):
    assert build(scratch, "ra", "--format", "summary").returncode == 0
    assert build(scratch, "ra", "--format", "summary", "--note", "Ring us.").returncode == 0
    scratch.edit("content/en/ra-summary.yaml", "Some people have died", "Some have died")
    result = build(scratch, "ms", "--format", "summary", *note)
    assert result.returncode == 0
    assert not [name for name in files(scratch) if "ra" in name]
    assert "handouts/en/ra-summary-with-note.pdf: deleted: its text or its approval has changed" in result.stderr


def test_what_no_record_tells_of_is_looked_at_too(scratch):
    assert build(scratch, "ms", "ra", "--format", "summary").returncode == 0
    shutil.rmtree(scratch.root / "handouts/.made")
    assert build(scratch, "ms", "--format", "summary").returncode == 0
    assert "en/ra-summary.pdf" in files(scratch)  # it says of itself that it is of today's text
    shutil.rmtree(scratch.root / "handouts/.made")
    scratch.edit("content/en/ra-summary.yaml", "Some people have died", "Some have died")
    assert build(scratch, "ms", "--format", "summary").returncode == 0
    assert files(scratch) == ["en/ms-summary.html", "en/ms-summary.pdf"]


@pytest.mark.parametrize("until", ["2126-01-01", "2019-01-01", "2020-01-01"])
def test_an_approval_beyond_its_limits_approves_nothing(scratch, own_signoffs, until):
    text = own_signoffs.read_text("utf-8")
    own_signoffs.write_text(text.replace("date: 2026-12-01", "date: 2020-01-01").replace("2027-10-01", until), "utf-8")
    result = build(scratch, "ms", "--format", "standard", "--sign-offs", own_signoffs)
    assert "(6 pages, draft)" in result.stdout


@pytest.mark.parametrize(
    "change",
    [
        {"standing": "approved"},
        {"titles": []},
        {"titles": ["One", "Two"]},
        {"titles": [1]},
        {"files": {"en/ms-summary.html": "0" * 64}},
        {"disease": "gout"},
        {"format": "poster"},
        {"locale": "xx"},
        {"edition": "\ud800"},
        {"pages": -1},
    ],
    ids=str,
)
def test_an_edited_record_is_not_believed(scratch, change):
    assert build(scratch, "ms", "--format", "summary").returncode == 0
    record = scratch.root / "handouts/.made/en/ms-summary.json"
    record.write_text(json.dumps(json.loads(record.read_text("utf-8")) | change), "utf-8")
    result = build(scratch, "ms", "--format", "summary")
    assert (result.returncode, result.stderr) == (0, "")
    assert "(2 pages, draft)" in result.stdout
    assert "<strong>draft</strong>" in (scratch.root / "handouts/index.html").read_text("utf-8")


def test_what_others_made_is_neither_overwritten_nor_deleted(scratch):
    folder = scratch.root / "handouts"
    (folder / "en").mkdir(parents=True)
    (folder / "en/ms-summary.pdf").write_bytes(b"%PDF-1.4 the clinic's own")
    (folder / "en/ra-summary.html").write_text("<title>ours</title>", "utf-8")
    result = build(scratch, "ms", "ra", "--format", "summary", "--format", "easy-read")
    assert result.returncode == 1
    assert "handouts/en/ms-summary.pdf was not made by this program, and stays as it is. Move it" in result.stderr
    assert "handouts/en/ra-summary.html was not made by this program" in result.stderr
    assert (folder / "en/ms-summary.pdf").read_bytes() == b"%PDF-1.4 the clinic's own"
    assert (folder / "en/ra-summary.html").read_text("utf-8") == "<title>ours</title>"
    scratch.edit("content/en/ms-summary.yaml", "It is hard and risky", "It is a miracle")
    assert build(scratch, "ms", "--format", "summary").returncode == 1
    assert (folder / "en/ms-summary.pdf").read_bytes() == b"%PDF-1.4 the clinic's own"
    assert "en/ra-easy-read.pdf" in files(scratch)


@pytest.mark.parametrize(("name", "locale"), [("index.html", "en"), ("index.es.html", "es")])
def test_a_clinics_own_page_is_not_taken_for_the_catalogue(scratch, name, locale):
    scratch.add("es")
    folder = scratch.root / "handouts"
    folder.mkdir()
    (folder / name).write_text("<h1>Our ward</h1>", "utf-8")
    result = build(scratch, "ms", "--format", "summary", "--locale", locale)
    assert result.returncode == 1
    assert f"Error: handouts/{name} was not made by this program, and stays as it is." in result.stderr
    assert (folder / name).read_text("utf-8") == "<h1>Our ward</h1>"
    assert files(scratch) == []


def test_an_empty_name_of_a_folder_is_no_folder(scratch):
    result = build(scratch, "ms", "--output", "")
    assert result.returncode == 2
    assert "the name of the folder is empty." in result.stderr


def test_links_and_folders_of_others_are_not_swept(scratch):
    """A link that is named like what a killed build leaves behind leads to somebody's files."""
    victim = scratch.root / "victim"
    victim.mkdir()
    (victim / "thesis.doc").write_text("precious", "utf-8")
    names = [".patient-handouts-zzz", f"{STAGING}abcdefgh", ".patient-handouts-elsewhere-1-x"]
    for name in names:
        (scratch.root / name).symlink_to(victim)
    own = scratch.root / ".patient-handouts-mine"
    own.mkdir()
    (own / "letter.txt").write_text("mine", "utf-8")
    long_ago = 1_000_000_000
    for path in (victim, own):
        os.utime(path, (long_ago, long_ago))
    assert build(scratch, "ms", "--format", "summary").returncode == 0
    assert (victim / "thesis.doc").read_text("utf-8") == "precious"
    assert (own / "letter.txt").read_text("utf-8") == "mine"
    assert all((scratch.root / name).is_symlink() for name in names)
