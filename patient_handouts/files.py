"""Writes files whole or not at all, whatever interrupts the program, and touches nothing that others made."""

from __future__ import annotations

import atexit
import contextlib
import errno
import html
import os
import platform
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from patient_handouts.problems import HandoutError

_STAGING_PREFIX = ".patient-handouts-"


_SCRATCH_PREFIX = "patient-handouts-"


_PATIENCE = 100
"""Tenths of a second to wait for another run."""


_LEFT_BEHIND = 3600.0
"""Seconds after which a folder of a process that cannot be asked must have been left behind."""


def write_whole(path: Path, data: bytes, output: Path, private: bool = False) -> None:
    """Put a file in place in one step: whatever happens, it is there whole or not at all.

    The data is first written beside the output folder, on the same disk, and then moved.

    :param private: only its owner may read the file.

    :raises HandoutError: if the folder cannot be written, or the disk is full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_named(_STAGING_PREFIX), dir=_staging(output)) as staging:
            unfinished = Path(staging) / path.name
            with unfinished.open("wb") as file:
                if private:
                    unfinished.chmod(0o600)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise HandoutError(f"{path} cannot be written: {reason}.") from error


def _staging(output: Path) -> Path:
    """The folder above the output folder, or the output folder itself where that is a disk of its own."""
    above = output.absolute().parent
    return above if above.stat().st_dev == output.stat().st_dev and os.access(above, os.W_OK) else output


def scratch() -> Path:
    """The temporary folder of this process and of all that it starts, which holds what a page was set with.

    It is deleted when the process ends; one that a killed process left behind, by the next one.
    """
    if _SCRATCH_PREFIX not in Path(tempfile.gettempdir()).name:
        for left in Path(tempfile.gettempdir()).glob(f"{_SCRATCH_PREFIX}*"):
            if _is_left_behind(left, _SCRATCH_PREFIX):
                shutil.rmtree(left, ignore_errors=True)  # follows no links
        folder = tempfile.mkdtemp(prefix=_named(_SCRATCH_PREFIX))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        tempfile.tempdir = folder  # of this process and its forks
        os.environ["TMPDIR"] = folder  # of what it starts otherwise
    return Path(tempfile.gettempdir())


def sweep(output: Path) -> None:
    """Delete what killed builds left beside the output folder."""
    for folder in {output.absolute().parent, output.absolute()}:
        for left in folder.glob(f"{_STAGING_PREFIX}*"):
            if _is_left_behind(left, _STAGING_PREFIX):
                _delete_staging(left)


def _named(prefix: str) -> str:
    """The beginning of the name of a folder, which tells of which process it is."""
    return f"{prefix}{_machine()}-{os.getpid()}-"


def _machine() -> str:
    return re.sub(r"[^A-Za-z0-9]", "", platform.node())


def _is_left_behind(folder: Path, prefix: str) -> bool:
    """Whether a folder is one of ours, and its process is gone; that of another machine is judged by its age."""
    made = re.fullmatch(rf"{re.escape(prefix)}([A-Za-z0-9]*)-(\d+)-\w+", folder.name)
    try:
        found = folder.lstat()
    except OSError:
        return False
    others = hasattr(os, "getuid") and found.st_uid != os.getuid()
    if not made or others or not stat.S_ISDIR(found.st_mode):  # a link is no folder here
        return False
    if made[1] == _machine() and sys.platform != "win32":  # where to ask for a process would end it
        return not _is_running(int(made[2]))
    return time.time() - found.st_mtime > _LEFT_BEHIND


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # it runs, as somebody else's
        return True
    return True


def _delete_staging(folder: Path) -> None:
    """Delete a folder and the files in it; nothing, if anything but files is in it."""
    with contextlib.suppress(OSError):
        if all(stat.S_ISREG(file.lstat().st_mode) for file in folder.iterdir()):
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()


_OURS = (
    b"<xmp:CreatorTool>patient-handouts</xmp:CreatorTool>",
    b"/Creator (patient-handouts)",
    b'<meta name="generator" content="patient-handouts">',
)
"""What every PDF and every page of this program says of itself, in the file as it lies on the disk."""


def is_ours(path: Path) -> bool:
    """Whether a file may be overwritten or deleted: there is none, or it says that this program made it.

    :raises HandoutError: if it cannot be read.
    """
    try:
        mode = path.lstat().st_mode
        return stat.S_ISREG(mode) and any(mark in path.read_bytes() for mark in _OURS)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError as error:
        raise HandoutError(f"{path} cannot be read: {error.strerror}.") from error


def keywords_in(path: Path) -> str:
    """The keywords in a file of this program, which name its text and how far that is approved."""
    found = re.search(
        rb'<pdf:Keywords>(.*?)</pdf:Keywords>|<meta name="keywords" content="(.*?)">', path.read_bytes(), re.DOTALL
    )
    return html.unescape((found[1] or found[2]).decode()) if found else ""


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other runs of this program from changing a file at the same time.

    :raises HandoutError: if another run does not let go of it, or the folder cannot be written.
    """
    lock = path.with_name(f".{path.name}.lock")
    for _ in range(_PATIENCE):
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            time.sleep(0.1)
        except OSError as error:
            raise HandoutError(f"{path} cannot be written: {error.strerror}.") from error
    else:
        raise HandoutError(f"Another run is changing {path}. If there is none, delete {lock}.")
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def delete(path: Path) -> None:
    """Delete a file that must not be used any more, if it is there.

    :raises HandoutError: if it cannot be deleted.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        if error.errno != errno.ENOTDIR:
            raise HandoutError(f"{path} is out of date and cannot be deleted: {error.strerror}.") from error
