"""What `list` tells: kept in a file, since it is asked often, and all content has to be read to answer it."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import NamedTuple

from patient_handouts import stamps

KEPT = ".patient-handouts-list.json"
"""The name of the file; without it, or with another one, the content is read again, and nothing worse."""


class Listing(NamedTuple):
    """The handouts that can be built, each as disease, locale, format and title, and how many problems there are."""

    handouts: list[tuple[str, str, str, str]]
    problems: int


def listing(root: Path) -> Listing:
    """The handouts of the project in a folder, as they are now."""
    stamp = f"{stamps.of_program()} {stamps.of_files([root / 'content'])}"
    kept = _kept(root / KEPT, stamp)
    if kept is None:
        kept = _read(root)
        _keep(root / KEPT, stamp, kept)
    return kept


def _read(root: Path) -> Listing:
    from patient_handouts.build import Project, is_spoiled

    library = Project(root).load()
    found = []
    for which in library.offered():
        if not is_spoiled(library, library.problems, which):
            words = library.locales[which.locale].words[library.recipe_of(which.disease, which.format)]
            found.append((which.disease, which.locale, which.format, str(words.title)))
    return Listing(found, len(library.problems))


def _kept(path: Path, stamp: str) -> Listing | None:
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["stamp"] != stamp:
            return None
        handouts = [(str(disease), str(tag), str(format_), str(title)) for disease, tag, format_, title in data["list"]]
        return Listing(handouts, int(data["problems"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _keep(path: Path, stamp: str, found: Listing) -> None:
    from patient_handouts.files import write_whole
    from patient_handouts.problems import HandoutError

    data = json.dumps({"stamp": stamp, "list": found.handouts, "problems": found.problems}, ensure_ascii=False)
    with contextlib.suppress(HandoutError, OSError):  # then it is read again the next time
        write_whole(path, data.encode(), path.parent / "content")
