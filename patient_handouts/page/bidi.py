"""Keeps figures, phone numbers, units and words of another script in order, whichever way a text runs.

By the rules of Unicode, “+44 20 7946 0000” within Arabic is printed as “0000 7946 20 44+”, and “37.5 °C” as
“C° 37.5”. Each such run is therefore set apart by isolates (Unicode Standard Annex 9, 2.4.2): characters that nobody
sees, which work in text, in titles and in the words for pictures alike.

Our own texts from left to right hold nothing that could be turned round. In words from outside, such as a note or a
clinic's address, anything can stand: there, runs of either direction are set apart in both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from patient_handouts.handout.parts import Handout, Number, Rich, TermMention
from patient_handouts.invisible import END, LEFT_TO_RIGHT, LEFT_TO_RIGHT_MARK
from patient_handouts.reading.inline import Bold, Placeholder, Plain, WebLink

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


def as_typed(text: str, leaflet: str) -> Markup:
    """A line of somebody else's as markup in which every run stands in the order in which it was typed.

    Elements set the runs apart here, since such a run may be longer than a line: WeasyPrint sets each line by itself,
    and a character at the beginning of a run would say nothing of the lines after the first.

    :param leaflet: the direction of the leaflet, which the line has too if it has any letter of that direction.
    """
    found = {_side(char) for char in text} - {""}
    direction = leaflet if leaflet in found or len(found) != 1 else found.pop()
    inside = _forward_runs_set_apart(text) if direction == "rtl" else _set_apart_by(_BACKWARD, text, _backward)
    return _element(direction, inside)


def _side(char: str) -> str:
    """The direction of a letter; empty for digits and punctuation, which have none of their own."""
    kind = unicodedata.bidirectional(char)
    return "ltr" if kind == "L" else "rtl" if kind in ("R", "AL") else ""


_RTL_LETTER = (
    r"\u0590-\u05ff\u0600-\u0605\u0608\u060b\u060d\u061b-\u065f\u066d-\u06ef\u06fa-\u08ff"
    r"\ufb1d-\ufdff\ufe70-\ufefc"
)


_INDIC = r"\u0660-\u066c\u06f0-\u06f9"
"""The digits of Arabic and of Persian, with what they write in numbers."""


_BETWEEN = r"\s.,:;/@+()%°'’\"&_=?#*~‐‑–—-"


_FORWARD = re.compile(
    rf"{_ADDRESS}|[+(*#]*[^{_RTL_LETTER}{_BETWEEN}](?:[{_BETWEEN}]*[^{_RTL_LETTER}{_BETWEEN}]|[%°)])*[+*#%°]*"
)
"""In a line from right to left: letters and digits of the other direction, with what stands between them."""


_BACKWARD = re.compile(
    rf"[{_RTL_LETTER}](?:[{_RTL_LETTER}\d{_BETWEEN}]*[{_RTL_LETTER}])?|[{_INDIC}](?:[{_BETWEEN}]*[{_INDIC}])*"
)
"""In a line from left to right: a phrase from right to left, or digits that would be taken for a part of one."""


def _set_apart_by(pattern: re.Pattern[str], text: str, change: Callable[[str], Markup]) -> Markup:
    """A text with each run of a pattern changed to markup, and all else escaped."""
    made, end = Markup(), 0
    for run in pattern.finditer(text):
        made += escape(text[end : run.start()]) + change(run[0])
        end = run.end()
    return made + escape(text[end:])


def _forward_runs_set_apart(text: str) -> Markup:
    return _set_apart_by(_FORWARD, text, _forward)


def _forward(run: str) -> Markup:
    """A run from left to right; an unpaired bracket at its edge belongs to the text around it."""
    before = after = ""
    if run.startswith("(") and run.count("(") > run.count(")"):
        before, run = "(", run[1:]
    elif run.endswith(")") and run.count(")") > run.count("("):
        run, after = run[:-1], ")"
    if re.search(rf"[{_INDIC}]", run):  # these digits have no direction: what stands between them needs one
        run = re.sub(
            rf"(?<=[{_INDIC}])[{_BETWEEN}]+(?=[{_INDIC}])", rf"{LEFT_TO_RIGHT_MARK}\g<0>{LEFT_TO_RIGHT_MARK}", run
        )
    return escape(before) + _element("ltr", escape(run)) + escape(after)


def _backward(run: str) -> Markup:
    if re.match(rf"[{_INDIC}]", run):
        return _forward(run)
    return _element("rtl", _forward_runs_set_apart(run))


def _element(direction: str, inside: Markup) -> Markup:
    return Markup('<bdi dir="{}">{}</bdi>').format(direction, inside)


def in_order(handout: Handout) -> Handout:
    """A handout whose own texts are all printed in order; what runs from left to right is so by itself."""
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
