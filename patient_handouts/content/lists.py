"""Reads lists that stand beside the content: the pictograms, and a clinic's own hard words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from patient_handouts.content.locale import Phrase
from patient_handouts.problems import ContentError
from patient_handouts.reading import strict_yaml
from patient_handouts.reading.reader import read
from patient_handouts.reading.shape import INVALID, Id, Prose


def pictograms(styles: Path) -> Mapping[str, str]:
    """The pictograms by the idea that they stand for, from styles/pictures.yaml, with the icon of each.

    :raises ContentError: with every mistake in it.
    """
    return _read(styles / "pictures.yaml", f"{styles.name}/pictures.yaml", Mapping[Id, Id])


def hard_words(path: Path | None) -> Mapping[str, str]:
    """A clinic's own list of hard words, each with a plainer one; none without a file.

    :raises ContentError: with every mistake in it.
    """
    return _read(path, str(path), Mapping[Phrase, Prose]) if path else {}


def _read(path: Path, name: str, shape: Any) -> Mapping[str, str]:
    node, problems = strict_yaml.parse(path, name)
    found: Any = INVALID if node is None else read(node, shape, problems)
    if found is INVALID or problems:
        raise ContentError(problems)
    return dict(found)
