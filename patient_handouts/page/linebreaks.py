"""Keeps together what should not be parted at the end of a line: a figure and what it counts, and a last short word.

Word joiners do it, invisible characters (Unicode Standard Annex 14, class WJ), also after a space: it stays a plain
one, which can be searched for, and which readers of text from right to left do not lose. Titles, subtitles and labels
stay as they are: they name the file, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from patient_handouts.handout.parts import Handout, Number, Rich
from patient_handouts.invisible import JOINER, NO_BREAK
from patient_handouts.reading.inline import Bold

_HAN = r"[\u3005\u3007\u3040-\u30ff\u3400-\u9fff]"


_TYPED = "\ue000"
"""In place of a digit that was typed: it belongs to a name, while figures come from facts."""


_SPACES = re.compile(
    r"(?<=\d) (?=\w)"  # 100 days
    r"|(?<=\d \w) (?=\d)|(?<=\d \w\w) (?=\d)|(?<=\d \w\w\w) (?=\d)"  # 98 or 99
    rf"|(?<=\w) (?={_TYPED})"  # type 1
)


_LAST = re.compile(r"(?<!\d)\s[^\s\d]+( )\S{1,5}$")
"""The end of it. What is joined to a figure already would become too long."""


_PLACES = re.compile(
    rf"(?<=\d)(?={_HAN})"  # 100天
    rf"|(?<={_HAN})(?={_HAN}[^\w\s]*$)"  # 死亡。
)


_DANDAS = re.compile(r"(?<=\d)(?=[।॥])")
"""A stop of Indian scripts looks like one more digit, unless it stands a little apart."""


def kept_together(handout: Handout) -> Handout:
    """A handout whose lines break where readers do not stumble."""
    pictures_by = _text(handout.labels["pictures-by"])
    changed = handout.with_texts(_rich, _text, spoken=str)
    return replace(
        changed, title=handout.title, subtitle=handout.subtitle, labels={**handout.labels, "pictures-by": pictures_by}
    )


def _text(text: str) -> str:
    chars = dict(_joiners(text))
    return "".join(_with(chars.get(place, ""), letter) for place, letter in enumerate(text))


def _with(char: str, letter: str) -> str:
    return letter + char if letter == " " else char + letter


def _joiners(text: str) -> Iterator[tuple[int, str]]:
    """Where a character comes in: after a space, or before another letter."""
    yield from ((found.start(), JOINER) for found in _SPACES.finditer(text))
    if last := _LAST.search(text):
        yield last.start(1), JOINER
    yield from ((found.start(), JOINER) for found in _PLACES.finditer(text))
    yield from ((found.start(), NO_BREAK) for found in _DANDAS.finditer(text))


def _rich(text: Rich) -> Rich:
    return Rich(tuple(map(_paragraph, text.paragraphs)))


def _paragraph(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same parts, where the whole paragraph says what stands together: a figure is a part by itself."""
    chars = dict(_joiners("".join(map(_masked, parts))))
    offset = 0

    def changed(part: Any) -> Any:
        nonlocal offset
        if isinstance(part, Bold):
            return Bold(tuple(map(changed, part.parts)))
        written = []
        for letter in part.text:
            written.append(_with(chars.get(offset, ""), letter))
            offset += 1
        return replace(part, text="".join(written))

    return tuple(map(changed, parts))


def _masked(part: Any) -> str:
    if isinstance(part, Bold):
        return "".join(map(_masked, part.parts))
    return part.text if isinstance(part, Number) else re.sub(r"\d", _TYPED, part.text)
