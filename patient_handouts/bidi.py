"""Keeps figures, phone numbers, units and Latin words in order within text that runs from right to left.

By the rules of Unicode, “+44 20 7946 0000” within Arabic is printed as “0000 7946 20 44+”, and “37.5 °C” as
“C° 37.5”. Each such run is therefore set apart by isolates (Unicode Standard Annex 9, 2.4.2): signs that nobody
sees, which work in text, in titles and in the words for pictures alike.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from patient_handouts.handout import Handout, Number, Rich, TermMention
from patient_handouts.inline import Bold, Placeholder, Plain, WebLink

LEFT_TO_RIGHT, END = "\u2066", "\u2069"

_SIGN = r"A-Za-z0-9\u00c0-\u024f"
_ADDRESS = r"(?:https?://|www\.)[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_RUN = re.compile(rf"{_ADDRESS}|[+(*#]*[{_SIGN}](?:[ \u00a0.,:;/@+()%°'’&_=?#*~–-]*[{_SIGN}%°)])*[+*#]?")


def isolated(text: str) -> str:
    """A text that runs from right to left, with every run of figures and Latin letters set apart."""
    return _RUN.sub(lambda run: _set_apart(run[0]), text)


def _set_apart(run: str) -> str:
    """A bracket that the run does not close, or did not open, belongs to the text around it."""
    before = after = ""
    if run.startswith("(") and ")" not in run:
        before, run = "(", run[1:]
    elif run.endswith(")") and "(" not in run:
        run, after = run[:-1], ")"
    return f"{before}{LEFT_TO_RIGHT}{run}{END}{after}"


def in_order(handout: Handout) -> Handout:
    """A handout whose texts are all printed in order; one that runs from left to right is so by itself."""
    if handout.direction == "ltr":
        return handout
    return replace(
        handout.with_texts(_rich, isolated, spoken=isolated), page_label=tuple(map(_part, handout.page_label))
    )


def _rich(text: Rich) -> Rich:
    return Rich(tuple(tuple(map(_part, paragraph)) for paragraph in text.paragraphs))


def _part(part: Any) -> Any:
    if isinstance(part, Bold):
        return Bold(tuple(map(_part, part.parts)))
    if isinstance(part, Plain | Number | TermMention | WebLink):
        return replace(part, text=isolated(part.text))
    assert isinstance(part, Placeholder)
    return part
