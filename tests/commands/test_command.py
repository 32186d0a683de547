"""What a nurse types, with their mistakes, and what they get."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys

import pytest

from tests.support.project import DISEASES, ROOT, command_line, generate, in_all_languages, sample_root


def test_help_shows_examples():
    result = generate("--help")
    assert result.returncode == 0
    assert "python generate.py build ms" in result.stdout
    for command in ("build", "list", "check"):
        assert f"\n  {command} " in result.stdout
        assert generate(command, "--help").returncode == 0


def test_list():
    result = generate("list")
    assert result.returncode == 0
    assert result.stdout.splitlines()[0].split() == ["DISEASE", "LOCALE", "FORMAT", "TITLE"]
    assert "ms       en      large-print  Stem cells and multiple sclerosis" in result.stdout.splitlines()


def test_list_for_programs():
    rows = json.loads(generate("list", "--json").stdout)
    assert [row["disease"] for row in rows if row["format"] == "standard"] == list(DISEASES)
    title = "Stem cells and multiple sclerosis"
    assert {"disease": "ms", "locale": "en", "format": "booklet", "title": title} in rows


def test_check_says_that_all_is_well():
    result = generate("check")
    assert (result.returncode, result.stdout) == (0, "No problems in 2 diseases and 1 language.\n")
    assert generate("check", "--quiet").stdout == ""


def test_check_says_what_stops_a_build(scratch):
    scratch.edit("content/en/ms.yaml", "It is hard and risky", "It's hard and risky")
    assert scratch.run("check").stderr.endswith("1 problem, and no build is stopped by it.\n")
    scratch.edit("content/en/ms.yaml", "hard and risky", "hard for 5 people and risky")
    assert scratch.run("check").stderr.endswith("2 problems, of which 1 stops a build.\n")
    scratch.edit("content/en/ms.yaml", "It's hard", "It is hard")
    assert scratch.run("check").stderr.endswith("1 problem.\n")


def test_check_shows_the_future():
    result = generate("check", "--date", "2027-12-01")
    assert result.returncode == 1
    assert "was to be checked again by 2027-05-22." in result.stderr


def test_one_handout(tmp_path):
    result = generate("build", "ms", "--format", "standard", "--output", tmp_path / "out")
    assert (result.returncode, result.stderr) == (0, "")
    out = tmp_path / "out"
    assert result.stdout == f"{out}/en/ms.pdf (6 pages, draft)\n{out}/index.html lists them all.\n"
    files = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert files == [".made/en/ms.json", "en/ms.html", "en/ms.pdf", "index.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_without_a_command_all_are_built(scratch):
    result = scratch.run()
    assert result.returncode == 0
    names = {
        f"{disease}{format_}" for disease in DISEASES for format_ in ("", "-large-print", "-easy-read", "-summary")
    }
    assert {path.stem for path in (scratch.root / "handouts" / "en").glob("*.pdf")} == names
    assert {path.stem for path in (scratch.root / "handouts" / "en").glob("*.html")} == names
    assert (scratch.root / "handouts" / "index.html").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["build", "mss"], 1, "Error: There is no handout “mss”. Did you mean “ms”?\n"),
        (["build", "MS"], 1, "Error: There is no handout “MS”. Did you mean “ms”?\n"),
        (["build", "ms", "--note", "x", "--cluster", "tcp://127.0.0.1:9"], 2, "does not leave this machine"),
        (["build", "mss", "ra"], 1, "Error: There is no handout “mss”. Did you mean “ms”?\n"),
        (["build", "gout"], 1, "Error: There is no handout “gout”. Known: ms, ra.\n"),
        (["build", "../../etc/passwd"], 1, "There is no handout “../../etc/passwd”."),
        (["build", "--locale", "fr"], 1, "Error: There is no locale “fr”. There are: en.\n"),
        (["build", "--locale", "../en"], 1, "Error: There is no locale “../en”. There are: en.\n"),
        (["build", "ms", "--format", "large"], 1, "Error: There is no format “large”. Did you mean “large-print”?\n"),
        (["build", "--paper", "A5"], 2, "'A5' is not one of"),
        (["build", "--papre", "A4"], 2, "No such option"),
        (["biuld"], 2, "No such command 'biuld'"),
        (["check", "--date", "tomorrow"], 2, "“tomorrow” is not a date; write it like 2027-12-01."),
    ],
)
def test_mistakes_at_the_keyboard(arguments, code, message, tmp_path):
    result = generate(*arguments, "--output", tmp_path / "out") if arguments[0] == "build" else generate(*arguments)
    assert result.returncode == code
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()


def test_works_from_another_folder(tmp_path):
    result = generate("build", "ms", "--quiet", "--format", "summary", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / "handouts" / "en" / "ms-summary.pdf").exists()


@pytest.fixture
def without_pango(tmp_path):
    """An environment in which WeasyPrint's native libraries cannot be loaded."""
    broken = tmp_path / "broken" / "weasyprint"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")\n")
    return os.environ | {"PYTHONPATH": str(broken.parent)}


@pytest.mark.parametrize("name", ["m*", "/tmp", "../ms", "ms/", "[", "**"])
def test_a_name_that_is_none(tmp_path, name):
    (tmp_path / ".made" / "en").mkdir(parents=True)
    for arguments, told in (
        ((name, "--locale", "en"), f"Error: There is no handout “{name}”."),
        (("ms", "--locale", name), f"Error: There is no locale “{name}”."),
    ):
        result = generate("build", *arguments, "--output", tmp_path)
        assert (result.returncode, result.stdout) == (1, "")
        assert result.stderr.startswith(told)
    told = generate("build", "--locale", "schema", root=in_all_languages()).stderr
    assert "There are: ar, en, es, hi, zh-Hans." in told


def test_list_tells_what_there_is_now_and_keeps_nothing(scratch):
    before = sorted(scratch.root.rglob("*"))
    assert "Stem cells and multiple sclerosis\n" in scratch.run("list").stdout
    assert [path for path in sorted(scratch.root.rglob("*")) if "__pycache__" not in str(path)] == [
        path for path in before if "__pycache__" not in str(path)
    ]
    scratch.edit("content/en/ms.yaml", "Stem cells and multiple sclerosis", "Stem cells and MS")
    assert "Stem cells and MS\n" in scratch.run("list").stdout
    scratch.edit("content/en/ms.yaml", "title:", "titel:")
    result = scratch.run("list")
    assert result.returncode == 1
    assert "run “python generate.py check”" in result.stderr
    assert "\nms " not in result.stdout


@pytest.mark.parametrize("arguments", [["list"], ["check"], ["--help"], ["build", "--help"]])
def test_works_without_pango(arguments, without_pango):
    command = command_line(*arguments)
    assert (
        subprocess.run(command, capture_output=True, cwd=sample_root(), env=without_pango, check=False).returncode == 0
    )


def test_advice_without_pango(without_pango, tmp_path):
    command = command_line("build", "ms", "--output", tmp_path / "out")
    result = subprocess.run(command, capture_output=True, text=True, cwd=sample_root(), env=without_pango, check=False)
    assert result.returncode == 1
    assert result.stderr.startswith("Error: A library that sets the pages is missing: Pango. On ")
    assert not (tmp_path / "out").exists()


def test_advice_without_the_fonts(tmp_path):
    """Without a single font installed, the package to install is named."""
    code = (
        "import sys; from patient_handouts.locales import fonts; fonts._FOLDERS = {sys.platform: ()};"
        "from patient_handouts.commands.main import main; main()"
    )
    command = [sys.executable, "-c", code, "build", "ms", "--output", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, cwd=sample_root())
    assert result.returncode == 1
    assert "The font Noto Sans is not installed (NotoSans-Regular.ttf, NotoSans-Bold.ttf)." in result.stderr
    assert "apt-get install fonts-noto-core" in result.stderr


def test_advice_without_packages(tmp_path):
    code = f"import sys, runpy; sys.modules['click'] = None; runpy.run_path({str(ROOT / 'generate.py')!r})"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=sample_root())
    assert result.returncode == 1
    assert result.stderr == (
        "The Python package “click” is not installed. Run “make handouts”, or see “Set up” in README.md.\n"
    )


def test_a_person_who_watches_sees_progress(tmp_path):
    try:
        controller, terminal = pty.openpty()
    except OSError:
        pytest.skip("this machine has no terminals to give (/dev/pts is not mounted)")
    command = command_line("build", "--format", "summary", "--format", "easy-read", "--output", tmp_path / "out")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=terminal, cwd=sample_root())
    os.close(terminal)
    assert process.wait() == 0
    seen = b""
    with contextlib.suppress(OSError):  # nobody has the other end open any more
        while more := os.read(controller, 100_000):
            seen += more
    seen = seen.decode()
    assert "Building" in seen
    assert "4/4" in seen
    assert " a second" in seen
