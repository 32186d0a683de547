"""Keeps figures, phone numbers, units and words of another script in order, whichever way a text runs.

By the rules of Unicode, “+44 20 7946 0000” within Arabic is printed as “0000 7946 20 44+”, and “37.5 °C” as
“C° 37.5”. Each such run is therefore set apart by isolates (Unicode Standard Annex 9, 2.4.2): signs that nobody
sees, which work in text, in titles and in the words for pictures alike.

Our own texts from left to right hold nothing that could be turned round. In words from outside, such as a note or a
clinic's address, anything can stand: there, runs of either direction are set apart in both.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

from patient_handouts.clinic import Line
from patient_handouts.handout import Handout, Note, Number, Rich, TermMention
from patient_handouts.inline import Bold, Placeholder, Plain, WebLink

LEFT_TO_RIGHT, RIGHT_TO_LEFT, END = "\u2066", "\u2067", "\u2069"
_AS_TYPED, _END_AS_TYPED = "\u202d", "\u202c"
"""Between these, each character stands to the right of the one before it, Arabic digits too."""

_SIGN = r"A-Za-z0-9\u00c0-\u024f"
_ADDRESS = r"(?:https?://|www\.)[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_RUN = re.compile(rf"{_ADDRESS}|[+(*#]*[{_SIGN}](?:[ \u00a0.,:;/@+()%°'’&_=?#*~–-]*[{_SIGN}%°)])*[+*#]?")


def isolated(text: str) -> str:
    """A text of ours that runs from right to left, with every run of figures and Latin letters set apart."""
    return _RUN.sub(lambda run: _set_apart(run[0]), text)


def _set_apart(run: str) -> str:
    """A bracket that the run does not close, or did not open, belongs to the text around it."""
    before = after = ""
    if run.startswith("(") and ")" not in run:
        before, run = "(", run[1:]
    elif run.endswith(")") and "(" not in run:
        run, after = run[:-1], ")"
    return f"{before}{LEFT_TO_RIGHT}{run}{END}{after}"


# --- words from outside ---


def as_typed(line: Line, leaflet: str) -> Line:
    """A line of somebody else's as a leaflet prints it: every run in it stands in the order in which it was typed.

    :param leaflet: the direction of the leaflet, which the line has too if it has any letter of that direction.
    """
    found = {_side(sign) for sign in line.text} - {""}
    direction = leaflet if leaflet in found or len(found) != 1 else found.pop()
    if direction == "rtl":
        return Line(_forward_runs_set_apart(line.text), direction)
    return Line(_BACKWARD.sub(lambda run: _backward(run[0]), line.text), direction)


def _side(sign: str) -> str:
    """The direction of a letter; empty for digits and signs, which have none of their own."""
    kind = unicodedata.bidirectional(sign)
    return "ltr" if kind == "L" else "rtl" if kind in ("R", "AL") else ""


_RTL_LETTER = (
    r"\u0590-\u05ff\u0600-\u0605\u0608\u060b\u060d\u061b-\u065f\u066d-\u06ef\u06fa-\u08ff"
    r"\ufb1d-\ufdff\ufe70-\ufefc"
)
_INDIC = r"\u0660-\u066c\u06f0-\u06f9"
"""The digits of Arabic and of Persian, with their signs for decimals and thousands."""

_BETWEEN = r"\s.,:;/@+()%°'’\"&_=?#*~‐‑–—-"
_FORWARD = re.compile(
    rf"{_ADDRESS}|[+(*#]*[^{_RTL_LETTER}{_BETWEEN}](?:[{_BETWEEN}]*[^{_RTL_LETTER}{_BETWEEN}]|[%°)])*[+*#%°]*"
)
"""In a line from right to left: letters and digits of the other direction, with what stands between them."""

_BACKWARD = re.compile(
    rf"[{_RTL_LETTER}](?:[{_RTL_LETTER}\d{_BETWEEN}]*[{_RTL_LETTER}])?|[{_INDIC}](?:[{_BETWEEN}]*[{_INDIC}])*"
)
"""In a line from left to right: a phrase from right to left, or digits that would be taken for a part of one."""


def _forward_runs_set_apart(text: str) -> str:
    return _FORWARD.sub(lambda run: _whole(run[0]), text)


def _whole(run: str) -> str:
    """A run from left to right; an unpaired bracket at its edge belongs to the text around it."""
    before = after = ""
    if run.startswith("(") and run.count("(") > run.count(")"):
        before, run = "(", run[1:]
    elif run.endswith(")") and run.count(")") > run.count("("):
        run, after = run[:-1], ")"
    if re.search(rf"[{_INDIC}]", run):
        run = f"{_AS_TYPED}{run}{_END_AS_TYPED}"
    return f"{before}{LEFT_TO_RIGHT}{run}{END}{after}"


def _backward(run: str) -> str:
    if re.match(rf"[{_INDIC}]", run):
        return _whole(run)
    return f"{RIGHT_TO_LEFT}{_forward_runs_set_apart(run)}{END}"


def in_order(handout: Handout) -> Handout:
    """A handout whose texts are all printed in order."""
    direction = handout.direction
    if handout.note:
        handout = replace(handout, note=Note(tuple(as_typed(line, direction) for line in handout.note.lines)))
    if handout.clinic:
        clinic = handout.clinic.with_own(
            lambda line: as_typed(line, direction), lambda number: as_typed(Line(number), "ltr").text
        )
        handout = replace(handout, clinic=clinic)
    if direction == "ltr":
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
