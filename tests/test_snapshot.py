"""A snapshot is the content as of one moment, and all that it has worked out goes with it."""

from __future__ import annotations

import gc
import weakref

from patient_handouts import stamps
from patient_handouts.content.names import HandoutName

MS = HandoutName("ms", "en")


def test_five_reloads_leave_one_library_alive(scratch):
    """A program that runs all day must not grow with each time that a file is saved."""
    libraries = []
    for _ in range(5):
        snapshot = scratch.snapshot()
        assert snapshot.handout(MS).edition
        assert snapshot.problems == ()
        assert snapshot.design.pictogram("people").data
        libraries.append(weakref.ref(snapshot.library))
    gc.collect()
    assert [library() is not None for library in libraries] == [False] * 4 + [True]


def test_an_edited_picture_is_seen(scratch):
    before = scratch.snapshot()
    icon = before.design.pictogram("people").data
    assert before.is_current()
    scratch.edit("styles/pictures.yaml", "people: ", "people: heart #")
    assert not before.is_current()
    assert scratch.snapshot().design.pictogram("people").data != icon


def test_an_edited_word_is_seen_and_the_old_snapshot_stays_as_it_was(scratch):
    before = scratch.snapshot()
    edition = before.handout(MS).edition
    scratch.edit("content/en/ms.yaml", "It is hard and risky", "It is risky and hard")
    assert scratch.snapshot().handout(MS).edition != edition
    assert before.handout(MS).edition == edition
    assert not before.is_current()


def test_a_change_anywhere_in_the_program_is_seen(tmp_path, monkeypatch):
    """Also in a wing, and in the data that lies beside the code."""
    package = tmp_path / "patient_handouts"
    (package / "review").mkdir(parents=True)
    for name in ("stamps.py", "review/score.py", "review/instruments.yaml"):
        (package / name).write_text("one", "utf-8")
    monkeypatch.setattr(stamps, "__file__", str(package / "stamps.py"))
    seen = set()
    for name in ("", "stamps.py", "review/score.py", "review/instruments.yaml"):
        if name:
            (package / name).write_text("another", "utf-8")
        stamps.of_program.cache_clear()
        seen.add(stamps.of_program())
    monkeypatch.undo()
    stamps.of_program.cache_clear()
    assert len(seen) == 4


def test_a_library_is_told_in_a_line(library):
    assert len(repr(library)) < 200
