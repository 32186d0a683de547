"""Files are written whole or not at all, and one run at a time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from patient_handouts import files
from patient_handouts.problems import HandoutError


def test_what_is_written_is_on_the_disk_before_it_is_in_its_place(tmp_path, monkeypatch):
    """After a power cut there is the old file or the new one, and never an empty one."""
    order = []
    synced, replaced = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda number: (order.append("disk"), synced(number)))
    monkeypatch.setattr(Path, "replace", lambda path, to: (order.append("place"), replaced(path, to))[1])
    files.write_whole(tmp_path / "out" / "a.pdf", b"data", tmp_path / "out")
    assert order == ["disk", "place"]
    assert (tmp_path / "out" / "a.pdf").read_bytes() == b"data"


def test_only_one_run_at_a_time_changes_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_PATIENCE", 1)
    path = tmp_path / "signoffs.yaml"
    with files.locked(path):
        with pytest.raises(HandoutError, match="Another run is changing"), files.locked(path):
            pytest.fail("two runs had the lock")
        assert (tmp_path / ".signoffs.yaml.lock").exists()
    with files.locked(path):
        pass
    assert list(tmp_path.iterdir()) == []
