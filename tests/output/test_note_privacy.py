"""A note about a patient is nowhere but in its file: no letter of it, whatever ends the build."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.output.test_what_stays import STAGING
from tests.support.project import command_line, generate, sample_root

BUILD = ("build", "ms", "--format", "summary")
NAME = "欧阳娜娜"
NOTE = f"Call Mrs {NAME}"


@pytest.fixture
def scratch_folder(tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def run(scratch_folder: Path, *arguments) -> subprocess.CompletedProcess:
    """Run a command as a process of its own, which keeps its temporary files in a folder."""
    environment = os.environ | {"TMPDIR": str(scratch_folder)}
    return subprocess.run(
        command_line(*arguments), cwd=sample_root(), env=environment, capture_output=True, text=True, check=False
    )


def left_behind(scratch_folder: Path, output: Path) -> list[str]:
    """What lies in the temporary folder and beside the output folder, but for the handouts themselves."""
    beside = [path for path in output.parent.iterdir() if path not in (output, scratch_folder)]
    return [path.name for path in (*scratch_folder.iterdir(), *beside)]


def start(scratch_folder: Path, output: Path) -> subprocess.Popen:
    command = command_line("build", "ms", "--format", "standard", "--note", NOTE, "--output", output)
    environment = os.environ | {"TMPDIR": str(scratch_folder)}
    return subprocess.Popen(
        command, cwd=sample_root(), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def wait_for_fonts(scratch_folder: Path) -> None:
    """Until the page is being set, with fonts that are cut down to its letters."""
    deadline = time.monotonic() + 60
    while not list(scratch_folder.rglob("weasyprint-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert list(scratch_folder.rglob("weasyprint-*"))


def test_after_a_normal_end(scratch_folder, tmp_path):
    output = tmp_path / "handouts"
    result = run(scratch_folder, *BUILD, "--note", NOTE, "--output", output)
    assert result.returncode == 0, result.stderr
    assert [path.name for path in output.rglob("*") if path.is_file()] == ["ms-summary-with-note.pdf"]
    assert left_behind(scratch_folder, output) == []


def test_after_an_error(scratch_folder, tmp_path):
    output = tmp_path / "handouts"
    result = run(scratch_folder, *BUILD, "--note", f"{NOTE} 😀", "--output", output)
    assert result.returncode == 1
    assert not set(NAME + "😀") & set(result.stderr + result.stdout)
    assert left_behind(scratch_folder, output) == [] if output.exists() else not list(scratch_folder.iterdir())


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_after_a_build_that_was_broken_off(scratch_folder, tmp_path, end):
    output = tmp_path / "handouts"
    running = start(scratch_folder, output)
    wait_for_fonts(scratch_folder)
    running.send_signal(end)
    running.wait(timeout=30)
    if end == signal.SIGKILL:  # nobody can clean up but the next one
        time.sleep(0.5)  # its workers learn that it is gone
        again = run(scratch_folder, *BUILD, "--output", output)
        assert again.returncode == 0, again.stderr
    output.mkdir(exist_ok=True)
    assert left_behind(scratch_folder, output) == []
    assert running.returncode == 0 or not list(output.rglob("*note*"))  # 0: it was done before it heard of the end


def test_a_half_written_note_is_deleted_by_the_next_start(scratch_folder, tmp_path):
    staging = tmp_path / f"{STAGING}abcdefgh"
    staging.mkdir(mode=0o700)
    (staging / "ms-with-note.pdf").write_text(NOTE, "utf-8")
    output = tmp_path / "handouts"
    assert generate("build", "ms", "--format", "summary", "--output", output).returncode == 0
    assert left_behind(scratch_folder, output) == []


@pytest.mark.parametrize("letters", ["𐎠𐎡", "\ue123", "ꙮ𓀀"])
def test_no_message_quotes_it(tmp_path, letters):
    result = generate(*BUILD, "--note", f"Secret {letters} words", "--output", tmp_path / "handouts")
    assert result.returncode == 1
    said = result.stdout + result.stderr
    assert "Secret" not in said
    assert not set(letters) & set(said)
    assert "note" in said
