"""What lies under handouts/ is whole, right and the same everywhere, whatever happens."""

from __future__ import annotations

import hashlib
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf
import pytest

from patient_handouts.handout.assemble import assemble
from patient_handouts.pdf import typeset
from patient_handouts.problems import HandoutError
from tests.output.test_what_stays import STAGING
from tests.support import pages
from tests.support.project import DISEASES, command_line, generate, sample_root


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.pdf")}


def test_same_bytes_in_two_checkouts(scratch, tmp_path):
    """Another folder, another process, another hash seed: the same files."""
    options = ("build", "--quiet", "--format", "standard", "--format", "easy-read")
    assert generate(*options, "--output", tmp_path / "one").returncode == 0
    command = command_line(*options, "--output", tmp_path / "other", root=scratch.with_program().root)
    subprocess.run(command, check=True, cwd=scratch.root, env=os.environ | {"PYTHONHASHSEED": "7"})
    first = digests(tmp_path / "one")
    assert digests(tmp_path / "other") == first
    assert len(first) == 2 * len(DISEASES)


def test_what_is_sound_is_built_and_what_is_broken_is_not(scratch):
    assert scratch.run("build", "--quiet").returncode == 0
    assert len(digests(scratch.root / "handouts")) == 8
    scratch.edit("content/en/ms.yaml", "after a transplant", "after 5 transplants")
    result = scratch.run("build")
    assert result.returncode == 1
    assert "content/en/ms.yaml:" in result.stderr
    assert "the figure “5” is typed into the words." in result.stderr
    assert "handouts/en/ms.pdf: not built: its content has mistakes (see above)" in result.stderr
    assert "4 of 8 handouts not built." in result.stderr
    left = digests(scratch.root / "handouts")
    assert len(left) == 4
    assert not [name for name in left if name.startswith("ms")]


def test_a_mistake_elsewhere_does_not_stop_a_sound_handout(scratch):
    scratch.edit("content/en/ms.yaml", "after a transplant", "after 5 transplants")
    result = scratch.run("build", "ra", "--format", "summary")
    assert (result.returncode, result.stderr) == (0, "")


def test_a_broken_shared_file_stops_all(scratch):
    scratch.edit("content/en/common.yaml", 'heading: "What are stem cells?"', "heading: What: cells?")
    result = scratch.run("build")
    assert result.returncode == 1
    assert "8 of 8 handouts not built." in result.stderr
    assert digests(scratch.root / "handouts") == {}


def test_a_stale_fact_stops_the_handouts_that_print_it(scratch):
    later = {"SOURCE_DATE_EPOCH": "1811808000"}  # 2027-06-01
    for file, names in (
        ("content/facts.yaml", ("donor-deaths", "warning-us", "warning-eu")),
        ("content/sources.yaml", ("  G-FDA2021", "  G-EMA2020", "  G-EMA2025")),
    ):
        text = (scratch.root / file).read_text("utf-8")
        for name in names:  # read again in time
            start = text.index(f"{name}:")
            fresh = text[start:].replace("read: 2026-11-22", "read: 2027-05-01", 1)
            text = text[:start] + fresh.replace("recheck-by: 2027-05-22", "recheck-by: 2027-10-01", 1)
        (scratch.root / file).write_text(text, "utf-8")
    result = scratch.run("build", "--format", "standard", env=later)
    assert result.returncode == 1
    assert "the fact “ms-uk-deaths” was to be checked again by 2027-05-22." in result.stderr
    assert "ra.pdf" in digests(scratch.root / "handouts")
    assert not [name for name in digests(scratch.root / "handouts") if name.startswith("ms")]


def test_what_nobody_uses_stops_nothing(scratch):
    scratch.edit(
        "content/sources.yaml",
        "evidence:\n",
        'evidence:\n  NEW-STUDY:\n    kind: study\n    about: "x"\n    published: "y"\n'
        "    read: 2026-11-22\n    recheck-by: 2027-11-22\n",
    )
    assert "nothing rests on the evidence “NEW-STUDY”." in scratch.problems()[0]
    assert scratch.run("build", "ms", "--quiet", "--format", "summary").returncode == 0


def test_one_that_cannot_be_written_does_not_stop_the_others(scratch):
    (scratch.root / "handouts" / "en" / "ra.pdf").mkdir(parents=True)
    result = scratch.run("build", "--format", "standard")
    assert result.returncode == 1
    assert "en/ra.pdf was not made by this program, and stays as it is." in result.stderr
    assert "1 of 2 handouts not built." in result.stderr
    assert len([path for path in (scratch.root / "handouts" / "en").glob("*.pdf") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("content/en/ms.yaml", "It is hard and risky", "It is risky and hard"),
        ("content/en/ms.yaml", "**Fewer attacks.**", "Fewer attacks."),
        ("content/en/locale.yaml", 'research: "Only in research"', 'research: "In research only"'),
        ("content/recipes/ms.yaml", "stands: centres", "stands: usual"),
        ("content/recipes/ms.yaml", "picture: people", "picture: body"),
        ("content/recipes/common.yaml", "contacts: [day-line, out-of-hours]", "contacts: [day-line]"),
        ("content/facts.yaml", 'died: "5", lived: "359"', 'died: "6", lived: "358"'),
        ("content/sources.yaml", "10.1001/jama.2018.18743", "10.1001/jama.2018.18744"),
        ("content/en/common.yaml", "strong medicine that kills cells", "very strong medicine"),
    ],
)
def test_another_edition_for_every_change(scratch, library, file, old, new):
    before = assemble(library, "ms", "en").edition
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}", before)
    scratch.edit(file, old, new)
    assert assemble(scratch.load(), "ms", "en").edition != before


def test_a_handout_longer_than_its_budget(scratch):
    scratch.edit("content/recipes/ms.yaml", "standard: {a4: 6,", "standard: {a4: 5,")
    result = scratch.run("build", "ms", "--format", "standard")
    assert result.returncode == 1
    what = "the handout fills 6 pages in the format “standard”, but may fill 5."
    assert f"content/recipes/ms.yaml:3:1: {what}" in result.stderr
    assert digests(scratch.root) == {}


def test_an_output_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "taken").write_text("a file, not a folder")
    result = generate("build", "ms", "--output", tmp_path / "taken")
    assert result.returncode == 2
    assert "is a file." in result.stderr
    assert (tmp_path / "taken").read_text() == "a file, not a folder"


def limit_file_size():
    """As on a full disk: no file may grow beyond 10 KB."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))


def test_a_full_disk_leaves_what_was_there(tmp_path):
    output = tmp_path / "handouts"
    assert generate("build", "ms", "--quiet", "--format", "standard", "--output", output).returncode == 0
    before = digests(output)
    command = command_line("build", "ms", "--format", "standard", "--paper", "Letter", "--output", output)
    result = subprocess.run(
        command, capture_output=True, text=True, cwd=sample_root(), preexec_fn=limit_file_size, check=False
    )
    assert result.returncode == 1
    assert "ms.pdf cannot be written: File too large." in result.stderr
    assert digests(output) == before
    assert [path.name for path in tmp_path.iterdir()] == ["handouts"]


def test_killed_at_any_moment_every_file_is_whole(tmp_path):
    output = tmp_path / "work" / "handouts"
    command = command_line("build", "--quiet", "--format", "summary", "--output", output)
    started = time.monotonic()
    subprocess.run(command, check=True, cwd=sample_root())
    whole = digests(output)
    duration = time.monotonic() - started
    shutil.rmtree(output.parent)
    for share in (0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        process = subprocess.Popen(command, cwd=sample_root())
        time.sleep(duration * share)
        process.kill()
        process.wait()
        found = digests(output) if output.exists() else {}
        assert found.items() <= whole.items()
        assert all(path.suffix in (".pdf", ".html", ".json") for path in output.rglob("*") if path.is_file())
    subprocess.run(command, check=True, cwd=sample_root())
    assert digests(output) == whole


def test_ctrl_c_stops_at_once_and_leaves_only_whole_files(tmp_path):
    output = tmp_path / "work" / "handouts"
    command = command_line("build", "--format", "easy-read", "--format", "summary", "--output", output)

    def hear() -> None:  # Ctrl-C, which a shell takes away from what it runs in the background
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    process = subprocess.Popen(
        command, cwd=sample_root(), start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=hear,
    )  # fmt: skip
    assert ".pdf" in process.stdout.readline()  # it is in the midst of it
    children = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, told = process.communicate(timeout=10)
    assert process.returncode == 1
    assert "Traceback" not in told
    assert children
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    for path in output.rglob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) >= 2
    assert [path.name for path in output.parent.iterdir()] == ["handouts"]
    subprocess.run(command, check=True, cwd=sample_root(), capture_output=True)
    assert len(digests(output)) == 4


def test_leftovers_of_killed_builds_are_swept_away(tmp_path):
    running = STAGING.replace("4194305", str(os.getpid()))
    for name, age in (
        (f"{STAGING}killed", 0),
        (f"{running}runs", 7200),
        (".patient-handouts-other-1-old", 7200),
        (".patient-handouts-other-1-new", 0),
    ):
        leftover = tmp_path / name
        leftover.mkdir()
        (leftover / "ms-with-note.pdf").write_text("half a file")
        os.utime(leftover, (time.time() - age, time.time() - age))
    assert generate("build", "ms", "--quiet", "--format", "standard", "--output", tmp_path / "handouts").returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"{running}runs", ".patient-handouts-other-1-new", "handouts"}


def test_html_and_template_syntax_are_printed_as_text(scratch):
    scratch.edit(
        "content/en/ms.yaml",
        "injections” at private clinics are different, and not proven.",
        "injections <script>alert()</script> & {{ config }} {% raw %} at private clinics.",
    )
    assert all("is HTML, and would be printed as it stands." in problem for problem in scratch.problems())
    scratch.edit("content/recipes/ms.yaml", "standard: {a4: 6", "standard: {a4: 7")
    result = scratch.run("build", "ms", "--quiet", "--format", "standard")
    assert result.returncode == 0, result.stderr
    text = pages.text_of(scratch.root / "handouts" / "en" / "ms.pdf")
    assert "<script>alert()</script> & {{ config }} {% raw %} at private clinics." in text


def test_a_letter_that_no_font_has_stops_the_handout(scratch):
    scratch.edit("content/en/ms.yaml", 'heading: "Key points"', 'heading: "Key points ጤና"')
    result = scratch.run("build", "ms", "--format", "standard")
    assert result.returncode == 1
    assert "the fonts of this language have no letter for “" in result.stderr
    assert re.search(r"U\+12\w\w", result.stderr)
    assert not (scratch.root / "handouts" / "en" / "ms.pdf").exists()


@pytest.mark.parametrize(
    "markup",
    [
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="https://example.org/x.png">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://localhost/x.css">',
        '<p style="background: url(file:///etc/passwd)">x</p>',
        '<style>@import "file:///etc/passwd"; </style>',
        '<img alt="x" src="data:image/svg+xml,<svg/>">',
    ],
)
def test_a_page_reads_no_file_and_opens_no_connection(markup):
    """Even a template that asked for one would be refused."""
    page = f'<html lang="en"><head><title>x</title></head><body><h1>x</h1>{markup}</body></html>'
    typeset.prepare(["Noto Sans"])
    with pytest.raises(HandoutError, match="a page may only use its own pictures"):
        typeset.typeset(page, ['html { font-family: "Noto Sans" }'], ["Noto Sans"], {})


def test_any_complaint_of_weasyprint_is_an_error():
    typeset.prepare(["Noto Sans"])
    page = '<html lang="en"><head><title>x</title></head><body><h1>x</h1></body></html>'
    for _ in range(2):  # a style sheet that was read before is no better
        with pytest.raises(HandoutError, match="could not be set cleanly: Ignored `colour: red ` at"):
            typeset.typeset(page, ["html { font-family: 'Noto Sans'; colour: red }"], ["Noto Sans"], {})


def test_a_letter_that_no_font_has_is_an_error():
    typeset.prepare(["Noto Sans"])
    page = '<html lang="en"><head><title>x</title></head><body><h1>ጤና</h1></body></html>'
    with pytest.raises(HandoutError, match=r"the fonts have no letter for “ና” \(U\+1293\) “ጤ” \(U\+1324\)"):
        typeset.typeset(page, ['html { font-family: "Noto Sans" }'], ["Noto Sans"], {})


def test_a_font_that_is_not_declared_is_an_error():
    typeset.prepare(["Noto Sans"])
    page = '<html lang="en"><head><title>x</title></head><body><h1>x</h1></body></html>'
    with pytest.raises(HandoutError, match="the font Noto Sans was used, but only Noto Serif may be"):
        typeset.typeset(page, [], ["Noto Serif"], {})


WATCHER = """
import os, runpy, sys
seen = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and "r" in (arguments[1] or "r"):
        seen.append(os.path.realpath(arguments[0]))
    if event.startswith("socket.") and event != "socket.gethostname":
        seen.append(event)
sys.addaudithook(watch)
sys.argv = ["generate.py", "build", "ms", "--quiet", "--format", "standard", "--output", sys.argv[1]]
try:
    runpy.run_path("generate.py", run_name="__main__")
finally:
    print("\\n".join(sorted(set(seen))), file=sys.stderr)
"""


def test_only_the_projects_own_files_are_read(tmp_path):
    """Whatever Python opens in a build is its own code, the project, or a file that the build itself made."""
    command = [sys.executable, "-c", WATCHER, str(tmp_path / "out")]
    result = subprocess.run(command, capture_output=True, text=True, cwd=sample_root())
    assert result.returncode == 0, result.stderr
    opened = [line for line in result.stderr.splitlines() if line]
    assert opened
    allowed = (str(sample_root()), sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix), str(tmp_path))
    system = ("/usr/share/fonts", "/usr/lib", "/lib", "/dev/null", "/usr/share/zoneinfo", "/etc/mime.types")
    own = re.compile(re.escape(os.path.realpath(tempfile.gettempdir())) + r"/(tmp\w{8}|\w{8}|handout-fonts-\w{8}/.*)")
    strangers = [line for line in opened if not line.startswith(allowed + system) and not own.fullmatch(line)]
    assert strangers == []


def test_builds_with_the_network_off(tmp_path):
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode:
        pytest.skip("this user may not switch the network off (unshare -n)")
    command = ["unshare", "-n", *command_line("build", "ms", "--format", "summary", "--output", tmp_path)]
    assert subprocess.run(command, capture_output=True, cwd=sample_root()).returncode == 0
