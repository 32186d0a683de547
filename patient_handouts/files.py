"""Writes files whole or not at all, whatever interrupts the program."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

from patient_handouts.problems import HandoutError

RECORDS = ".made"
"""The folder, within one of handouts, of the records of what lies there; made.py reads and writes them."""

_STAGING_PREFIX = ".patient-handouts-"
_PATIENCE = 100
"""Tenths of a second to wait for another run."""

_LEFT_BEHIND = 3600.0
"""Seconds after which a staging folder must be that of a build that was killed."""


def write_whole(path: Path, data: bytes, output: Path, private: bool = False) -> None:
    """Put a file in place in one step: whatever happens, it is there whole or not at all.

    The data is first written beside the output folder, on the same disk, and then moved.

    :param private: only its owner may read the file.

    :raises HandoutError: if the folder cannot be written, or the disk is full.
    """
    import tempfile  # with all that it needs, only what writes does

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_STAGING_PREFIX, dir=_staging(output)) as staging:
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


def sweep(output: Path) -> None:
    """Delete what killed builds left beside the output folder."""
    for folder in output.absolute().parent.glob(f"{_STAGING_PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > _LEFT_BEHIND:
                for file in folder.iterdir():
                    file.unlink()
                folder.rmdir()  # only if nothing else is in it


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
