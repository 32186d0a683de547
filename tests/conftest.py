"""What the tests share: the sample that they work on, and folders that are filled once for all processes of a run."""

from __future__ import annotations

import compileall
import contextlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from patient_handouts.project import Project
from patient_handouts.snapshot import Snapshot
from tests.support.project import DAY, ROOT, Scratch, in_all_languages, on

os.environ |= on(DAY)

compileall.compile_dir(ROOT / "patient_handouts", quiet=1)  # once, and not in each of many processes

hypothesis.settings.register_profile("steady", deadline=None)  # a busy machine is no mistake
hypothesis.settings.load_profile("steady")

LONGEST = ("test_verapdf", "test_axe", "tests/product/", "test_pseudo_locales", "test_workers", "test_cluster")


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


def pytest_collection_modifyitems(items):
    """The longest tests come first, so that no core waits for another one's last test."""
    items.sort(key=lambda item: next((n for n, name in enumerate(LONGEST) if name in item.nodeid), len(LONGEST)))


@pytest.fixture
def scratch(tmp_path):
    return Scratch(tmp_path / "project")


@pytest.fixture(scope="session")
def snapshot():
    """The sample, in all its languages."""
    return Snapshot.take(Project(in_all_languages()), DAY)


@pytest.fixture(scope="session")
def library(snapshot):
    return snapshot.library


@pytest.fixture(scope="session")
def design(snapshot):
    return snapshot.design


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """once(name, make) has make(folder) fill a folder, once for all processes of this run, and gives the folder."""
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder = base / name
        with only_one(base / f"{name}.lock"):
            if not folder.exists():
                folder.mkdir()
                try:
                    make(folder)
                except BaseException:
                    shutil.rmtree(folder)
                    raise
        return folder

    return made


@contextlib.contextmanager
def only_one(lock: Path):
    """Keep other processes of this run out, for as long as it takes."""
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            time.sleep(0.1)
    try:
        yield
    finally:
        lock.unlink()
